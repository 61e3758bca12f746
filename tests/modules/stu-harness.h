/* SPDX-License-Identifier: Apache-2.0 */
/* stu-harness.h -- capturing a signature from the simulator, for the tests of
 * modules/stu-pad. */
#ifndef TESTS_STU_HARNESS_H
#define TESTS_STU_HARNESS_H

#include <counterseal/counterseal.h>
#include <stdbool.h>

/* As configured below: for a machine that does much else. */
#define STU_RESPONSE_MS 5000
#define STU_CAPTURE_MS  60000
#define STU_SLACK_MS    100 /* for a stop to be noticed */

/* Starts the simulator; ends the program if it cannot. */
void stu_begin(void);
/* The same below tests/hall/stu-on-usb, which has the simulator. */
void stu_begin_on_usb(void);
void stu_end(void);

/* What [module stu-pad] says, a line each; "" is what the tests usually want:
 * no encryption. */
void stu_configure(const char *lines);
cseal_context *stu_context(void);

/* A new pad in the place of the one before, with more arguments of the
 * simulator (a line) and what the pen does; its URI. */
const char *stu_plug_in(const char *arguments, const char *pen);
/* The same, and a name that stays the same. */
const char *stu_plug_in_again(const char *arguments, const char *pen);

struct capture {
	cseal_status st;
	cseal_ink *ink; /* if st is CSEAL_OK */
	char text[512]; /* of the error */
	long took_ms;   /* from the cancel on, where there was one */
	bool left_open; /* a descriptor */
};

/* FAULT_INTERNAL also if status and error did not agree. */
struct capture stu_capture(cseal_context *context, const char *uri,
    const char *prompt, int timeout_ms, cseal_cancel *cancel);
/* With a context of its own. */
struct capture stu_capture_once(const char *uri);

/* On USB: there is no pad. */
void stu_plug_out(void);

/* Cancels the capture from such a pad in the middle.  False: it ended in
 * another way, left something open or, five times in a row, took more than
 * STU_SLACK_MS to end.  A machine that does much else shows nothing of that. */
bool stu_cancels(
    cseal_context *context, const char *arguments, struct capture *ret_last);

/* What the simulator wrote down since the pad was plugged in. */
const char *stu_log(void);
size_t stu_log_count(const char *part);
/* What comes after the capture has ended; false: it does not come. */
bool stu_log_waits(const char *part, size_t count);
/* Black pixels of the part of the screen, in thousandths of its sides; -1: no
 * picture. */
long stu_black(int left, int top, int right, int bottom);

/* A file in the folder of the test. */
const char *stu_path(const char *name);

#endif
