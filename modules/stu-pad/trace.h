/* SPDX-License-Identifier: Apache-2.0 */
/* trace.h -- from what the pen did to ink, and to what was pressed.
 *
 * A pure state machine: one sample of a pad in, at most one of ink out.  It
 * keeps the time, counts what was lost on the way, and knows ink from a press
 * on one of the buttons that the screen shows. */
#ifndef STU_TRACE_H
#define STU_TRACE_H

#include "protocol.h"

#include <counterseal/module.h>

#define STU_BUTTONS 3

struct stu_button {
	struct stu_area area; /* pixels */
	cseal_pad_button means;
};

struct stu_setup {
	struct stu_capability capability;
	struct stu_threshold threshold;
	enum stu_option_mode option_mode;
	/* The whole tablet, where the capability does not say how fine it
	 * is. */
	uint32_t width_um, height_um;
	struct stu_button buttons[STU_BUTTONS];
};

enum stu_touch { STU_UP, STU_INKING, STU_PRESSING };

struct stu_trace {
	struct stu_setup setup;
	uint32_t period_us;
	enum stu_touch touch;
	int pressed;  /* index of the button, where touch is STU_PRESSING */
	bool has_ink; /* since the last clear */
	struct stu_area inked; /* what the ink covers, where has_ink */
	/* The sample before. */
	bool has_last, was_near;
	struct stu_pen last;
	int64_t last_arrived_us;
	int64_t now_us;    /* by the pad's clock, as far as it has one */
	int64_t origin_us; /* of the ink; negative: none yet */
	int32_t last_x_um, last_y_um;
	/* Since the last clear: what came, what is known to be missing, and what
	 * was numbered. */
	uint64_t taken, lost, counted;
	/* While the pen was away the pad was seen to number what it sends, and
	 * nothing else. */
	bool numbers_sent;
	/* Times that the pen was away, since the last clear, of which nothing is
	 * proven; of some it will be when numbers_sent is known: so many samples
	 * are missing then. */
	uint64_t gaps, open_gaps, open_missing;
	bool begins; /* what is before the next sample does not count */
	/* The first of them, on both clocks; arrived: the last. */
	int64_t first_us, first_arrived_us;
};

struct stu_mark {
	bool has_sample;
	struct cseal_ink_sample sample;
	cseal_pad_button button;
};

void stu_trace_init(struct stu_trace *trace, const struct stu_setup *setup);

/* Whether samples carry a count that proves that none was lost while the pen was
 * near. */
bool stu_trace_can_prove(const struct stu_trace *trace);

/* What it knows of the account, the link aside. */
void stu_trace_account(
    const struct stu_trace *trace, struct cseal_ink_account *account);

/* Takes sample number i of a report that arrived then, on a clock that never
 * goes back. */
void stu_trace_take(struct stu_trace *trace, const struct stu_pens *pens,
    size_t i, int64_t arrived_us, struct stu_mark *ret_mark);

/* Nothing was written any more, and counts begin anew. */
void stu_trace_clear(struct stu_trace *trace);

#endif
