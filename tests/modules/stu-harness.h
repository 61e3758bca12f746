/* SPDX-License-Identifier: Apache-2.0 */
/* stu-harness.h -- capturing a signature from the simulator, for the tests of
 * modules/stu-pad. */
#ifndef TESTS_STU_HARNESS_H
#define TESTS_STU_HARNESS_H

#include "capture.h"

#include <stdbool.h>

/* As configured below: for a machine that does much else. */
#define STU_RESPONSE_MS 5000
#define STU_CAPTURE_MS  60000

/* What a pen does: two strokes of 100 and of 60 ms, at 200 Hz 20 and 12 samples
 * and one that lifts the pen after each; and OK.  SHALLOW: on the surface of
 * every model. */
#define STU_TWO_STROKES                                 \
	"stroke 100 20000 20000 40000 30000\naway 50\n" \
	"stroke 60 50000 20000 50000 30000\n"
#define STU_SIGNED STU_TWO_STROKES "press ok\n"
#define STU_SHALLOW                                    \
	"stroke 100 20000 5000 40000 15000\naway 50\n" \
	"stroke 60 50000 5000 50000 15000\npress ok\n"
/* The first is cleared; 20 samples are left. */
#define STU_CLEARED                                                  \
	"stroke 200 20000 20000 40000 30000\npress clear\naway 50\n" \
	"stroke 100 30000 20000 60000 20000\npress ok\n"

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

/* FAULT_INTERNAL also if status and error did not agree. */
struct capture stu_capture(cseal_context *context, const char *uri,
    const char *prompt, int timeout_ms, cseal_cancel *cancel);
/* With a context of its own. */
struct capture stu_capture_once(const char *uri);
/* The same from a new pad: see stu_plug_in(). */
struct capture stu_sign(const char *arguments, const char *pen);
/* From one of that model, "540"; and from one with that fault. */
struct capture stu_sign_on(const char *model, const char *pen);
struct capture stu_suffer(const char *fault, const char *pen);

/* Whether it ended so, with nothing left open and that part in the text of the
 * error (NULL: any text). */
bool stu_ended(const struct capture *result, cseal_status st, const char *part);
/* Samples with the pen on the surface; 0 of no ink. */
size_t stu_count_touching(const cseal_ink *ink);

/* On USB: there is no pad. */
void stu_plug_out(void);

/* Cancels the capture from a pad with that fault ("": none) when the pad has
 * written that line down.  False: it ended in another way, left something open
 * or took too long, the best of some attempts: see stops.h. */
bool stu_cancels(cseal_context *context, const char *fault, const char *line,
    struct capture *ret_last);

/* The same at every report of so many that such a pad is sent, which it does
 * not answer, until it is written on.  What is wrong is printed; how many times
 * it was cancelled. */
size_t stu_cancels_everywhere(const char *model, size_t stride, bool *ret_ok);

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
