/* SPDX-License-Identifier: Apache-2.0 */
/* trace.c -- from what the pen did to ink, and to what was pressed. */
#include "trace.h"

#include <string.h>

#define UM_PER_INCH      25400
#define PERIOD_US        5000 /* 200 a second, where the pad does not say */
#define PRESSURE_MOST    65535
#define BACKWARDS        0x8000 /* a count this far on went back */
#define WRAP_MS          65536
#define LATE_PERIODS_NUM 3 /* of a clock: later than 3/2 of a period */
#define LATE_PERIODS_DEN 2
/* Numbers that go on by one over so long are of what is sent: others would have
 * gone on by ten at least. */
#define AWAY_US 50000

void
stu_trace_init(struct stu_trace *trace, const struct stu_setup *setup)
{
	memset(trace, 0, sizeof(*trace));
	trace->setup = *setup;
	trace->period_us = PERIOD_US;
	if (setup->capability.rate_hz != 0)
		trace->period_us = 1000000 / setup->capability.rate_hz;
	trace->origin_us = -1;
}

bool
stu_trace_can_prove(const struct stu_trace *trace)
{
	return trace->setup.option_mode != STU_OPTION_NONE;
}

void
stu_trace_clear(struct stu_trace *trace)
{
	trace->touch = STU_UP;
	trace->has_ink = false;
	trace->origin_us = -1;
	trace->taken = trace->lost = trace->counted = 0;
	trace->gaps = trace->open_gaps = trace->open_missing = 0;
	trace->begins = true;
}

void
stu_trace_account(
    const struct stu_trace *trace, struct cseal_ink_account *account)
{
	enum stu_option_mode mode = trace->setup.option_mode;
	bool has_number =
	    mode == STU_OPTION_SEQUENCE || mode == STU_OPTION_BOTH;
	bool has_clock = mode == STU_OPTION_TIME || mode == STU_OPTION_BOTH;

	account->tally = has_number  ? CSEAL_INK_TALLY_COUNT
			 : has_clock ? CSEAL_INK_TALLY_CLOCK
				     : CSEAL_INK_TALLY_NONE;
	account->received = trace->taken;
	account->lost = trace->lost;
	if (has_number)
		account->counted = trace->counted;
	if (has_number || has_clock)
		account->gaps = trace->gaps + trace->open_gaps;
	if (trace->taken == 0)
		return;
	if (has_clock)
		account->pad_us = (uint64_t)(trace->now_us - trace->first_us);
	account->host_us =
	    (uint64_t)(trace->last_arrived_us - trace->first_arrived_us);
}

/* ---- time and loss ---------------------------------------------------- */

static bool
has_clock(const struct stu_trace *trace, const struct stu_pens *pens)
{
	return pens->has_time ||
	       (pens->has_option &&
		   trace->setup.option_mode == STU_OPTION_TIME);
}

static bool
has_count(const struct stu_trace *trace, const struct stu_pens *pens)
{
	return pens->has_time ||
	       (pens->has_option &&
		   trace->setup.option_mode == STU_OPTION_SEQUENCE);
}

/* How far the pad's clock went on.  It wraps after a minute; how often it did
 * is told by when the samples arrived. */
static int64_t
clock_us(uint16_t from_ms, uint16_t to_ms, int64_t elapsed_us)
{
	int64_t ms = (uint16_t)(to_ms - from_ms);
	int64_t more = elapsed_us / 1000 - ms;

	if (more > WRAP_MS / 2)
		ms += (more + WRAP_MS / 2) / WRAP_MS * WRAP_MS;
	return ms * 1000;
}

/* The samples between two of one pen that was near all the time. */
static uint64_t
missing_by_count(uint16_t steps)
{
	if (steps >= BACKWARDS)
		return 1; /* at least: a pad does not count back */
	return steps == 0 ? 0 : (uint64_t)steps - 1;
}

static uint64_t
missing_by_clock(const struct stu_trace *trace, int64_t step_us)
{
	int64_t period_us = trace->period_us;

	/* The clock has milliseconds. */
	if (step_us <= period_us * LATE_PERIODS_NUM / LATE_PERIODS_DEN + 1000)
		return 0;
	return (uint64_t)((step_us + period_us / 2) / period_us - 1);
}

static void
note_missing(struct stu_trace *trace, uint64_t missing)
{
	trace->lost += missing;
	trace->counted += missing;
}

/* The pen was away.  Nothing is sent then, and whether a pad numbers on all the
 * same was not seen.  One that goes on with the next number does not; then
 * numbers that are missing over other such times are samples that are. */
static void
note_away(
    struct stu_trace *trace, bool counted, uint16_t steps, int64_t step_us)
{
	uint64_t missing = missing_by_count(steps);

	if (!counted || steps >= BACKWARDS) {
		trace->gaps++;
		return;
	}
	if (missing == 0 && step_us >= AWAY_US && !trace->numbers_sent) {
		trace->numbers_sent = true;
		note_missing(trace, trace->open_missing);
		trace->open_gaps = trace->open_missing = 0;
	}
	if (trace->numbers_sent) {
		note_missing(trace, missing);
	} else if (missing != 0) {
		trace->open_gaps++;
		trace->open_missing += missing;
	}
}

/* Moves the clock to the sample, and counts what is missing before it.  False:
 * it is the one before once more. */
static bool
step(struct stu_trace *trace, const struct stu_pens *pens,
    const struct stu_pen *pen, int64_t arrived_us)
{
	int64_t elapsed_us = arrived_us - trace->last_arrived_us;
	int64_t step_us = elapsed_us < 0 ? 0 : elapsed_us;
	bool clocked = has_clock(trace, pens), counted = has_count(trace, pens);
	const struct stu_pen *last = &trace->last;
	bool begins = trace->begins || !trace->has_last;
	uint16_t steps;

	if (!trace->has_last)
		return true;
	steps = pens->has_time ? (uint16_t)(pen->sequence - last->sequence)
			       : (uint16_t)(pen->option - last->option);
	if (counted && steps == 0)
		return false;
	if (clocked && pens->has_time)
		step_us = clock_us(last->time_ms, pen->time_ms, elapsed_us);
	else if (clocked)
		step_us = clock_us(last->option, pen->option, elapsed_us);
	else if (counted && trace->was_near && steps < BACKWARDS)
		step_us = (int64_t)steps * trace->period_us;
	trace->now_us += step_us;
	if (begins)
		return true;
	if (!trace->was_near)
		note_away(trace, counted, steps, step_us);
	else if (counted)
		note_missing(trace, missing_by_count(steps));
	else if (clocked)
		note_missing(trace, missing_by_clock(trace, step_us));
	return true;
}

/* ---- where ------------------------------------------------------------- */

static int32_t
to_um(uint16_t at, uint16_t most, unsigned lines_per_inch, uint32_t side_um)
{
	if (lines_per_inch != 0)
		return (int32_t)((int64_t)at * UM_PER_INCH / lines_per_inch);
	return (int32_t)((int64_t)at * side_um / most);
}

static uint16_t
to_px(uint16_t at, uint16_t most, uint16_t side)
{
	uint32_t px = (uint32_t)at * side / most;

	return (uint16_t)(px < side ? px : side - 1u);
}

static int
find_button(const struct stu_trace *trace, uint16_t x, uint16_t y)
{
	for (int i = 0; i < STU_BUTTONS; i++) {
		const struct stu_button *button = &trace->setup.buttons[i];

		if (button->means != CSEAL_PAD_NONE && x >= button->area.left &&
		    x <= button->area.right && y >= button->area.top &&
		    y <= button->area.bottom)
			return i;
	}
	return -1;
}

static int
button_under(const struct stu_trace *trace, const struct stu_pen *pen)
{
	const struct stu_capability *capability = &trace->setup.capability;

	return find_button(trace,
	    to_px(pen->x, capability->x_most, capability->width),
	    to_px(pen->y, capability->y_most, capability->height));
}

static void
cover(struct stu_trace *trace, const struct stu_pen *pen)
{
	const struct stu_capability *capability = &trace->setup.capability;
	uint16_t x = to_px(pen->x, capability->x_most, capability->width);
	uint16_t y = to_px(pen->y, capability->y_most, capability->height);
	struct stu_area *inked = &trace->inked;

	if (!trace->has_ink) {
		*inked = (struct stu_area){ x, y, x, y };
		trace->has_ink = true;
	}
	inked->left = x < inked->left ? x : inked->left;
	inked->top = y < inked->top ? y : inked->top;
	inked->right = x > inked->right ? x : inked->right;
	inked->bottom = y > inked->bottom ? y : inked->bottom;
}

/* ---- ink and buttons --------------------------------------------------- */

static void
give(struct stu_trace *trace, uint16_t pressure, struct stu_mark *mark)
{
	int64_t since_us;

	if (trace->origin_us < 0)
		trace->origin_us = trace->now_us;
	since_us = trace->now_us - trace->origin_us;
	mark->has_sample = true;
	mark->sample.x_um = trace->last_x_um;
	mark->sample.y_um = trace->last_y_um;
	mark->sample.pressure = pressure;
	/* After 71 minutes time stands still. */
	mark->sample.time_us =
	    since_us > UINT32_MAX ? UINT32_MAX : (uint32_t)since_us;
}

static uint16_t
scale_pressure(const struct stu_trace *trace, uint16_t pressure)
{
	uint32_t most = trace->setup.capability.pressure_most;
	uint32_t scaled = (uint32_t)pressure * PRESSURE_MOST / most;

	if (scaled > PRESSURE_MOST)
		return PRESSURE_MOST;
	return (uint16_t)(scaled == 0 ? 1 : scaled);
}

/* Ink begins at one pressure and ends at a lower one, as on the screen. */
static bool
is_touching(const struct stu_trace *trace, const struct stu_pen *pen)
{
	const struct stu_threshold *threshold = &trace->setup.threshold;

	if (!pen->is_near)
		return false;
	if (trace->touch == STU_UP)
		return pen->pressure >= threshold->on;
	return pen->pressure != 0 && pen->pressure >= threshold->off;
}

/* What the pen touched last decides: a press ends on the button that it began
 * on, or is none. */
static void
lift(struct stu_trace *trace, struct stu_mark *mark)
{
	if (trace->touch == STU_PRESSING &&
	    button_under(trace, &trace->last) == trace->pressed)
		mark->button = trace->setup.buttons[trace->pressed].means;
	else if (trace->touch == STU_INKING)
		give(trace, 0, mark);
	trace->touch = STU_UP;
}

static void
touch(struct stu_trace *trace, const struct stu_pen *pen, struct stu_mark *mark)
{
	if (trace->touch == STU_UP) {
		trace->pressed = button_under(trace, pen);
		trace->touch = trace->pressed >= 0 ? STU_PRESSING : STU_INKING;
	}
	if (trace->touch != STU_INKING)
		return;
	cover(trace, pen);
	give(trace, scale_pressure(trace, pen->pressure), mark);
}

static void
move(struct stu_trace *trace, const struct stu_pen *pen, struct stu_mark *mark)
{
	const struct stu_capability *capability = &trace->setup.capability;
	bool is_touch = is_touching(trace, pen);

	/* A pen that left is at 0, 0, where it never was. */
	if (!is_touch && trace->touch != STU_UP)
		lift(trace, mark);
	if (!pen->is_near)
		return;
	trace->last_x_um = to_um(pen->x, capability->x_most,
	    capability->lines_per_inch, trace->setup.width_um);
	trace->last_y_um = to_um(pen->y, capability->y_most,
	    capability->lines_per_inch, trace->setup.height_um);
	if (is_touch)
		touch(trace, pen, mark);
	else if (!mark->has_sample && mark->button == CSEAL_PAD_NONE &&
		 trace->origin_us >= 0)
		give(trace, 0, mark);
}

void
stu_trace_take(struct stu_trace *trace, const struct stu_pens *pens, size_t i,
    int64_t arrived_us, struct stu_mark *ret_mark)
{
	const struct stu_pen *pen = &pens->at[i];

	memset(ret_mark, 0, sizeof(*ret_mark));
	/* The others of a report were taken before the last one. */
	arrived_us -= (int64_t)(pens->count - 1 - i) * trace->period_us;
	if (step(trace, pens, pen, arrived_us)) {
		if (trace->taken++ == 0) {
			trace->first_us = trace->now_us;
			trace->first_arrived_us = arrived_us;
		}
		move(trace, pen, ret_mark);
		trace->last = *pen;
		trace->was_near = pen->is_near;
		trace->has_last = true;
		trace->begins = false;
		trace->counted++;
		if (arrived_us > trace->last_arrived_us)
			trace->last_arrived_us = arrived_us;
	}
}
