/* SPDX-License-Identifier: Apache-2.0 */
/* evdev-harness.h -- capturing a signature from a simulated tablet, for the
 * tests of modules/evdev-pad.
 *
 * The tablet is tests/hall/tablet-on-evdev, which the program runs below, or
 * tests/guest/pen on the evdev of a real kernel: both take the same orders. */
#ifndef TESTS_EVDEV_HARNESS_H
#define TESTS_EVDEV_HARNESS_H

#include "capture.h"

#include <stdbool.h>

#define TABLET_CAPTURE_MS 60000
#define TABLET_ROOM       300

/* What a customer does: two strokes, of 3 and of 2 samples on the surface, and
 * the switch that means OK. */
#define TABLET_STROKES                                        \
	"near\n1000 2000 300\n1200 2000 400\n1400 2000 500\n" \
	"1500 2000 0\n1600 2100 200\n1600 2400 200\n1600 2400 0\n"
#define TABLET_OK     "button 1\nbutton 0\n"
#define TABLET_SIGNED TABLET_STROKES TABLET_OK

/* pen: the program that is the tablet, with one option or NULL; NULL: it is
 * run below tablet-on-evdev, and a tablet is made with tablet_new(). */
void tablet_begin(const char *pen, const char *option);
void tablet_end(void);

/* Tells it to do a line, and waits until it was done; its answer. */
const char *tablet_tell(const char *line);
/* Lines, one after another. */
void tablet_tell_all(const char *lines);
/* Below tablet-on-evdev: another tablet. */
void tablet_new(const char *words);
/* "evdev:" and its node. */
const char *tablet_uri(void);

/* What [module evdev-pad] says, a line each; "" is what the tests usually
 * want: the first switch is OK, and no rest. */
void tablet_configure(const char *lines);
cseal_context *tablet_context(void);

/*
 * Captures while the pen does that, from the moment on when the module listens
 * to it.  Two lines are none of the pen's: up to a line "go" the module does
 * not read, and "look" looks whether the node is held.
 */
struct capture tablet_capture(
    cseal_context *context, const char *uri, const char *pen, int timeout_ms);
/* The same with a context of its own, from the tablet. */
struct capture tablet_sign(const char *pen);

/* The two halves of it, for who captures between them.  Where it did not come
 * to writing, the pen moves all the same. */
void tablet_write_begin(const char *pen);
void tablet_write_end(void);

/* Cancels when the module listens and the pen has done that (NULL: nothing).
 * took_ms is from then on. */
struct capture tablet_cancel(cseal_context *context, const char *pen);

/* Whether somebody holds the node: for long, and at the last "look". */
bool tablet_is_held(void);
bool tablet_was_held(void);

#endif
