/* SPDX-License-Identifier: Apache-2.0 */
/* script.h -- what a virtual camera plays: lines of text.  See README. */
#ifndef VIRTUAL_CAMERA_SCRIPT_H
#define VIRTUAL_CAMERA_SCRIPT_H

#include <counterseal/module.h>

#define SCRIPT_BYTES_MOST (1u << 20)
#define SCRIPT_STEPS_MOST 1024u

enum step_kind {
	STEP_FRAME,
	STEP_SHORT,
	STEP_GARBAGE,
	STEP_SLEEP,
	STEP_UNPLUG,
	STEP_FAIL,
	STEP_BUSY
};

struct step {
	enum step_kind kind;
	int sleep_ms;
	char *file; /* as the script has it; NULL where it has none */
};

struct script {
	struct step *steps;
	size_t count;
};

/* name is for errors, which say NAME:LINE.  Status: SETUP_CONFIG,
 * FAULT_MEMORY.  On failure there is nothing to free. */
cseal_status script_parse(const char *name, const char *text, size_t len,
    struct script *ret_script, cseal_error **ret_error);
void script_free(struct script *script);

#endif
