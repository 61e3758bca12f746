/* SPDX-License-Identifier: Apache-2.0 */
/* pad-inside.h -- an opened pad, as the files of its conversation share it. */
#ifndef STU_PAD_INSIDE_H
#define STU_PAD_INSIDE_H

#include "pad.h"
#include "picture.h"
#include "session.h"

struct stu_pad {
	cseal_host *host;
	struct stu_link *link;
	struct stu_settings settings;
	struct stu_information information;
	struct stu_capability capability;
	struct stu_screen screen;
	struct stu_layout layout;
	bool has_zlib;
	struct stu_session *session; /* NULL: plain */
	enum stu_option_mode option_mode;
	struct stu_trace trace;
	/* The report that is taken now: nothing of it lies on the stack. */
	uint8_t report[STU_INPUT_MOST];
	struct stu_pens pens;
	struct stu_mark mark;
	unsigned strange; /* reports that are not of this session */
	/* How the last call ended; nothing was asked of the pad. */
	bool was_stopped, is_gone, is_untouched;
	int patience_ms; /* for it to be given back */
};

/* rest.c: what it is, and at rest, whatever it was left doing. */
cseal_status stu_pad_learn(
    struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error);
cseal_status stu_pad_settle(
    struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error);
/* Ready, and with nothing of the signature on its screen; in no time at all
 * where the last call was stopped. */
void stu_pad_leave(struct stu_pad *pad);

/* prepare.c: up to the moment when the customer may write. */
cseal_status stu_pad_prepare(struct stu_pad *pad, const char *prompt,
    cseal_wait *wait, cseal_error **ret_error);
cseal_status stu_pad_set_inking(
    struct stu_pad *pad, bool on, cseal_wait *wait, cseal_error **ret_error);
/* What was written before was not seen by who wrote it. */
cseal_status stu_pad_let_write(
    struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error);

#endif
