/* SPDX-License-Identifier: Apache-2.0 */
/* trace.h -- from what the kernel tells of a pen to ink.
 *
 * A pure state machine: one event of evdev in (linux/input.h), at most one
 * sample of ink out, with each report.  It knows ink from what is none: pens
 * that are only near, erasers, mice, what is beside the area, and what began
 * before anybody was asked to write; and it knows when something was lost. */
#ifndef EVDEV_TRACE_H
#define EVDEV_TRACE_H

#include "surface.h"

#include <linux/input.h>

struct evdev_trace {
	struct evdev_setup setup;
	/* As of the last report, and what came since. */
	int32_t x, y, pressure;
	uint16_t held, pressed;
	bool is_dropping; /* from SYN_DROPPED to the end of that report */
	bool must_lift;   /* it touched before it was asked to write */
	bool is_inking;
	bool has_ink; /* since the last clear */
	int32_t last_x_um, last_y_um;
	bool has_time;
	int64_t now_us;    /* by the kernel's clock; never goes back */
	int64_t origin_us; /* of the ink; negative: none yet */
	/* Reports that were taken, and how often the kernel dropped some,
	 * since the last clear; when the first of them was. */
	uint64_t taken, drops;
	int64_t first_us;
};

struct evdev_mark {
	bool has_sample;
	struct cseal_ink_sample sample;
	cseal_pad_button button;
	/* The kernel dropped events: evdev_trace_settle() comes next, with
	 * what it says of the pen now. */
	bool must_settle;
};

/* facts has what the pen does now. */
void evdev_trace_init(struct evdev_trace *trace,
    const struct evdev_setup *setup, const struct evdev_facts *facts);

void evdev_trace_take(struct evdev_trace *trace,
    const struct input_event *event, struct evdev_mark *ret_mark);

/* What it does after events were dropped.  False: ink was among them, or may
 * have been. */
bool evdev_trace_settle(
    struct evdev_trace *trace, const struct evdev_facts *facts);

/* Nothing was written any more, and counts begin anew. */
void evdev_trace_clear(struct evdev_trace *trace);

/* What it knows of the account. */
void evdev_trace_account(
    const struct evdev_trace *trace, struct cseal_ink_account *account);

#endif
