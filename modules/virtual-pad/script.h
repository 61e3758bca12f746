/* SPDX-License-Identifier: Apache-2.0 */
/* script.h -- what a virtual pad plays: lines of text.  See README. */
#ifndef VIRTUAL_PAD_SCRIPT_H
#define VIRTUAL_PAD_SCRIPT_H

#include <counterseal/module.h>

#define SCRIPT_BYTES_MOST (16u << 20)
#define SCRIPT_STEPS_MOST (1u << 20)

enum step_kind {
	STEP_INK,
	STEP_SLEEP,
	STEP_OK,
	STEP_CLEAR,
	STEP_CANCEL,
	STEP_UNPLUG,
	STEP_FAIL,
	STEP_BUSY,
	STEP_LOST
};

struct step {
	enum step_kind kind;
	uint32_t sleep_ms;
	uint32_t lost; /* samples */
	struct cseal_ink_sample sample;
};

struct script {
	struct step *steps;
	size_t count, room;
	bool realtime;
};

/* name is for errors, which say NAME:LINE.  Status: SETUP_CONFIG,
 * FAULT_MEMORY.  On failure there is nothing to free. */
cseal_status script_parse(const char *name, const char *text, size_t len,
    struct script *ret_script, cseal_error **ret_error);
void script_free(struct script *script);

#endif
