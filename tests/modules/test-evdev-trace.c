/* SPDX-License-Identifier: Apache-2.0 */
/* test-evdev-trace.c -- proves modules/evdev-pad/trace.c: from what the kernel
 * tells of a pen to ink. */
#include "tap.h"
#include "trace.h"

#include <string.h>

#define BIT EVDEV_KEY_BIT

static struct evdev_trace trace;
static struct evdev_mark mark;
static int64_t clock_us;

/* 200.00 x 100.00 mm, pressure to 1000, three switches: clear, ok, cancel. */
static struct evdev_facts
a_tablet(void)
{
	const struct evdev_facts facts = {
		.name = "Tablet",
		.x = { true, 0, 20000, 100, 0 },
		.y = { true, 0, 10000, 100, 0 },
		.pressure = { true, 0, 1000, 0, 0 },
		.keys = BIT(BTN_TOOL_PEN) | BIT(BTN_TOOL_RUBBER) |
			BIT(BTN_TOUCH) | BIT(BTN_STYLUS) | BIT(BTN_STYLUS2) |
			BIT(BTN_STYLUS3),
	};

	return facts;
}

static void
begin_with(const struct evdev_facts *facts, const struct evdev_area *area)
{
	struct evdev_wish wish = { .switches = { CSEAL_PAD_CLEAR, CSEAL_PAD_OK,
				       CSEAL_PAD_CANCEL } };
	struct evdev_setup setup;

	if (area != NULL)
		wish.area = *area;
	OK(evdev_set_up(facts, &wish, &setup) == EVDEV_FITS);
	evdev_trace_init(&trace, &setup, facts);
	memset(&mark, 0, sizeof(mark));
	clock_us = INT64_C(5000000000);
}

static void
begin(void)
{
	struct evdev_facts facts = a_tablet();

	begin_with(&facts, NULL);
}

static void
put(uint16_t type, uint16_t code, int32_t value)
{
	struct input_event event = {
		.type = type, .code = code, .value = value
	};

	event.input_event_sec = clock_us / 1000000;
	event.input_event_usec = clock_us % 1000000;
	evdev_trace_take(&trace, &event, &mark);
}

static void
end(void)
{
	put(EV_SYN, SYN_REPORT, 0);
	clock_us += 5000;
}

static void
key(uint16_t code, int32_t value)
{
	put(EV_KEY, code, value);
}

static void
come_near(void)
{
	key(BTN_TOOL_PEN, 1);
	end();
}

/* A report of where the pen is; on the surface if it presses. */
static void
move_to(int32_t x, int32_t y, int32_t pressure)
{
	put(EV_ABS, ABS_X, x);
	put(EV_ABS, ABS_Y, y);
	put(EV_ABS, ABS_PRESSURE, pressure);
	key(BTN_TOUCH, pressure > 0);
	end();
}

static bool
is_ink(int32_t x_um, int32_t y_um)
{
	return mark.has_sample && mark.sample.pressure != 0 &&
	       mark.sample.x_um == x_um && mark.sample.y_um == y_um;
}

static bool
is_air(int32_t x_um, int32_t y_um)
{
	return mark.has_sample && mark.sample.pressure == 0 &&
	       mark.sample.x_um == x_um && mark.sample.y_um == y_um;
}

/* ---- ink --------------------------------------------------------------------- */

static void
ink_is_in_micrometres_and_of_65535(void)
{
	begin();
	come_near();
	OK(!mark.has_sample);
	move_to(1000, 2000, 1000);
	OK(is_ink(10000, 20000) && mark.sample.pressure == 65535);
	OK(mark.sample.time_us == 0 && mark.sample.flags == 0);
	OK(mark.button == CSEAL_PAD_NONE && !mark.must_settle);
	move_to(1010, 2000, 500);
	OK(is_ink(10100, 20000) && mark.sample.pressure == 32767);
	OK(mark.sample.time_us == 5000);
}

static void
nothing_comes_before_a_report_ends(void)
{
	begin();
	come_near();
	put(EV_ABS, ABS_X, 100);
	OK(!mark.has_sample);
	put(EV_ABS, ABS_PRESSURE, 100);
	OK(!mark.has_sample);
	key(BTN_TOUCH, 1);
	OK(!mark.has_sample && !trace.has_ink);
	end();
	OK(is_ink(1000, 0));
}

static void
what_did_not_change_is_not_told_again(void)
{
	begin();
	come_near();
	move_to(100, 200, 300);
	put(EV_ABS, ABS_X, 101);
	end();
	OK(is_ink(1010, 2000) && mark.sample.pressure == 300 * 65535 / 1000);
	put(EV_ABS, ABS_PRESSURE, 301);
	end();
	OK(is_ink(1010, 2000) && mark.sample.pressure == 301 * 65535 / 1000);
	end();
	OK(is_ink(1010, 2000) && mark.sample.time_us == 15000);
}

static void
what_was_before_the_first_event_counts(void)
{
	struct evdev_facts facts = a_tablet();

	facts.x.now = 700;
	facts.y.now = 800;
	facts.held = BIT(BTN_TOOL_PEN);
	begin_with(&facts, NULL);
	put(EV_ABS, ABS_PRESSURE, 10);
	key(BTN_TOUCH, 1);
	end();
	OK(is_ink(7000, 8000));
}

static void
a_touch_without_pressure_still_presses(void)
{
	begin();
	come_near();
	key(BTN_TOUCH, 1);
	end();
	OK(mark.has_sample && mark.sample.pressure == 1);
}

static void
lifting_gives_one_sample_without_pressure(void)
{
	begin();
	come_near();
	move_to(100, 200, 300);
	move_to(150, 250, 0);
	OK(is_air(1000, 2000) && !trace.is_inking && trace.has_ink);
	move_to(160, 260, 0);
	OK(is_air(1600, 2600));
}

static void
a_pen_that_leaves_lifts_where_it_was(void)
{
	begin();
	come_near();
	move_to(100, 200, 300);
	put(EV_ABS, ABS_X, 0);
	put(EV_ABS, ABS_Y, 0);
	key(BTN_TOOL_PEN, 0);
	end();
	OK(is_air(1000, 2000));
	end();
	OK(!mark.has_sample);
	move_to(100, 200, 300);
	OK(!mark.has_sample);
}

static void
in_the_air_the_pen_is_only_kept_after_the_first_stroke(void)
{
	begin();
	come_near();
	move_to(100, 200, 0);
	OK(!mark.has_sample);
	move_to(100, 200, 300);
	move_to(100, 200, 0);
	move_to(110, 200, 0);
	OK(is_air(1100, 2000));
	evdev_trace_clear(&trace);
	move_to(120, 200, 0);
	OK(!mark.has_sample);
}

static void
what_began_before_it_was_asked_for_is_no_ink(void)
{
	struct evdev_facts facts = a_tablet();

	facts.held = BIT(BTN_TOOL_PEN) | BIT(BTN_TOUCH);
	begin_with(&facts, NULL);
	move_to(100, 200, 300);
	OK(!mark.has_sample && !trace.has_ink);
	move_to(110, 200, 300);
	OK(!mark.has_sample);
	move_to(110, 200, 0);
	OK(!mark.has_sample);
	move_to(120, 200, 300);
	OK(is_ink(1200, 2000));
}

static void
what_is_written_while_it_is_cleared_is_no_ink(void)
{
	begin();
	come_near();
	move_to(100, 200, 300);
	evdev_trace_clear(&trace);
	move_to(110, 200, 300);
	OK(!mark.has_sample && !trace.has_ink);
	move_to(110, 200, 0);
	move_to(110, 200, 300);
	OK(is_ink(1100, 2000) && mark.sample.time_us == 0);
}

/* ---- tools ------------------------------------------------------------------- */

static void
an_eraser_makes_no_ink(void)
{
	begin();
	key(BTN_TOOL_RUBBER, 1);
	end();
	move_to(100, 200, 300);
	OK(!mark.has_sample && !trace.has_ink);
	key(BTN_STYLUS, 1);
	end();
	OK(mark.button == CSEAL_PAD_NONE);
	key(BTN_TOOL_RUBBER, 0);
	key(BTN_TOUCH, 0);
	key(BTN_STYLUS, 0);
	end();
	come_near();
	move_to(110, 200, 300);
	OK(is_ink(1100, 2000));
}

static void
a_pen_that_is_turned_round_lifts(void)
{
	begin();
	come_near();
	move_to(100, 200, 300);
	key(BTN_TOOL_RUBBER, 1);
	end();
	OK(is_air(1000, 2000));
	move_to(110, 200, 300);
	OK(!mark.has_sample);
}

static void
fingers_mice_and_lenses_make_no_ink(void)
{
	static const uint16_t tools[] = { BTN_TOOL_FINGER, BTN_TOOL_MOUSE,
		BTN_TOOL_LENS };

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		begin();
		key(tools[i], 1);
		end();
		move_to(100, 200, 300);
		OK(!mark.has_sample && !trace.has_ink);
	}
}

static void
brushes_and_pencils_are_pens(void)
{
	static const uint16_t tools[] = { BTN_TOOL_PEN, BTN_TOOL_BRUSH,
		BTN_TOOL_PENCIL, BTN_TOOL_AIRBRUSH };

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		begin();
		key(tools[i], 1);
		end();
		move_to(100, 200, 300);
		OK(is_ink(1000, 2000));
		key(tools[i], 0);
		end();
		OK(is_air(1000, 2000));
	}
}

static void
without_a_key_for_the_pen_it_is_always_near(void)
{
	struct evdev_facts facts = a_tablet();

	facts.keys = BIT(BTN_STYLUS) | BIT(BTN_TOUCH);
	begin_with(&facts, NULL);
	move_to(100, 200, 300);
	OK(is_ink(1000, 2000));
	move_to(100, 200, 0);
	OK(is_air(1000, 2000));
}

static void
without_a_key_for_the_touch_pressure_is_one(void)
{
	struct evdev_facts facts = a_tablet();

	facts.keys = BIT(BTN_TOOL_PEN);
	facts.pressure.least = 10;
	begin_with(&facts, NULL);
	come_near();
	put(EV_ABS, ABS_PRESSURE, 10);
	end();
	OK(!mark.has_sample);
	put(EV_ABS, ABS_PRESSURE, 11);
	end();
	OK(mark.has_sample && mark.sample.pressure != 0);
	put(EV_ABS, ABS_PRESSURE, 10);
	end();
	OK(mark.has_sample && mark.sample.pressure == 0);
}

static void
without_pressure_a_touch_is_half_of_it(void)
{
	struct evdev_facts facts = a_tablet();

	facts.pressure.is_there = false;
	begin_with(&facts, NULL);
	come_near();
	key(BTN_TOUCH, 1);
	end();
	OK(mark.has_sample && mark.sample.pressure == 32768);
}

static void
without_touch_and_pressure_there_is_no_ink(void)
{
	struct evdev_facts facts = a_tablet();

	facts.pressure.is_there = false;
	facts.keys = BIT(BTN_TOOL_PEN);
	begin_with(&facts, NULL);
	come_near();
	move_to(100, 200, 300);
	OK(!mark.has_sample && !trace.has_ink);
}

/* ---- the area ---------------------------------------------------------------- */

static void
beside_the_area_there_is_no_ink(void)
{
	const struct evdev_area area = { 50000, 20000, 100000, 40000 };
	struct evdev_facts facts = a_tablet();

	begin_with(&facts, &area);
	come_near();
	move_to(4000, 3000, 300);
	OK(!mark.has_sample && !trace.has_ink);
	move_to(6000, 3000, 300);
	OK(is_ink(10000, 10000));
	move_to(6000, 1000, 300);
	OK(is_air(10000, 10000));
	move_to(6000, 1000, 300);
	OK(!mark.has_sample);
	move_to(6100, 3000, 300);
	OK(is_ink(11000, 10000));
}

static void
beyond_its_range_a_pen_is_at_the_edge(void)
{
	static const int32_t far[] = { INT32_MAX, 20001, 30000 };

	for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); i++) {
		begin();
		come_near();
		move_to(far[i], far[i], far[i]);
		OK(is_ink(200000, 100000) && mark.sample.pressure == 65535);
		move_to(-far[i], -far[i], 300);
		OK(is_ink(0, 0));
	}
}

/* ---- switches ---------------------------------------------------------------- */

static void
a_switch_is_told_when_it_is_pressed_in_the_air(void)
{
	static const struct {
		uint16_t code;
		cseal_pad_button means;
	} rows[] = {
		{ BTN_STYLUS, CSEAL_PAD_CLEAR },
		{ BTN_STYLUS2, CSEAL_PAD_OK },
		{ BTN_STYLUS3, CSEAL_PAD_CANCEL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin();
		come_near();
		key(rows[i].code, 1);
		OK(mark.button == CSEAL_PAD_NONE);
		end();
		OK(mark.button == rows[i].means);
		end();
		OK(mark.button == CSEAL_PAD_NONE);
		key(rows[i].code, 1); /* again without having been let go */
		end();
		OK(mark.button == CSEAL_PAD_NONE);
		key(rows[i].code, 2);
		end();
		OK(mark.button == CSEAL_PAD_NONE);
		key(rows[i].code, 0);
		end();
		OK(mark.button == CSEAL_PAD_NONE);
		key(rows[i].code, 1);
		end();
		OK(mark.button == rows[i].means);
	}
}

static void
a_switch_that_is_pressed_in_writing_is_none(void)
{
	begin();
	come_near();
	move_to(100, 200, 300);
	key(BTN_STYLUS2, 1);
	end();
	OK(mark.button == CSEAL_PAD_NONE && is_ink(1000, 2000));
	move_to(100, 200, 0);
	OK(mark.button == CSEAL_PAD_NONE);
	key(BTN_STYLUS2, 0);
	end();
	OK(mark.button == CSEAL_PAD_NONE);
}

static void
a_switch_without_a_pen_is_none(void)
{
	begin();
	key(BTN_STYLUS, 1);
	end();
	OK(mark.button == CSEAL_PAD_NONE);
}

static void
a_switch_that_means_nothing_is_none(void)
{
	begin();
	trace.setup.switches[0] = CSEAL_PAD_NONE;
	come_near();
	key(BTN_STYLUS, 1);
	end();
	OK(mark.button == CSEAL_PAD_NONE);
	/* And does not hide the other one. */
	key(BTN_STYLUS, 0);
	end();
	key(BTN_STYLUS, 1);
	key(BTN_STYLUS2, 1);
	end();
	OK(mark.button == CSEAL_PAD_OK);
}

static void
other_keys_mean_nothing(void)
{
	static const uint16_t codes[] = { 0, KEY_A, BTN_LEFT, BTN_0,
		BTN_DIGI - 1, BTN_DIGI + 16, BTN_WHEEL, KEY_MAX, 0xffff };

	begin();
	come_near();
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		uint16_t held = trace.held;

		key(codes[i], 1);
		end();
		OKF(!mark.has_sample && mark.button == CSEAL_PAD_NONE &&
			trace.held == held,
		    "key %x", codes[i]);
	}
}

static void
other_events_mean_nothing(void)
{
	static const uint16_t types[] = { EV_REL, EV_MSC, EV_SW, EV_LED, EV_SND,
		EV_REP, EV_FF, EV_PWR, EV_MAX, 0xffff };

	begin();
	come_near();
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		put(types[i], ABS_X, 12345);
		OKF(!mark.has_sample && trace.x == 0, "type %x", types[i]);
	}
	put(EV_ABS, ABS_TILT_X, 5);
	put(EV_ABS, ABS_DISTANCE, 5);
	put(EV_ABS, ABS_MT_POSITION_X, 5);
	put(EV_ABS, 0xffff, 5);
	put(EV_SYN, SYN_CONFIG, 0);
	put(EV_SYN, SYN_MT_REPORT, 0);
	put(EV_SYN, 0xffff, 0);
	OK(!mark.has_sample && trace.x == 0 && trace.y == 0);
	OK(trace.taken == 1);
}

/* ---- time -------------------------------------------------------------------- */

static void
time_is_that_of_the_kernel(void)
{
	begin();
	come_near();
	clock_us = INT64_C(6234999997);
	move_to(100, 200, 300);
	clock_us = INT64_C(6235000002);
	move_to(100, 200, 300);
	OK(mark.sample.time_us == 5);
	clock_us += 1000000;
	move_to(100, 200, 300);
	OK(mark.sample.time_us == 1005005);
}

static void
time_that_goes_back_stands(void)
{
	static const int64_t back_us[] = { 1, 5000, 1000000,
		INT64_C(4000000000) };

	for (size_t i = 0; i < sizeof(back_us) / sizeof(back_us[0]); i++) {
		begin();
		come_near();
		move_to(100, 200, 300);
		move_to(110, 200, 300);
		OK(mark.sample.time_us == 5000);
		clock_us -= 5000 + back_us[i];
		move_to(120, 200, 300);
		OK(is_ink(1200, 2000) && mark.sample.time_us == 5000);
	}
}

static void
time_stands_still_at_its_end(void)
{
	begin();
	come_near();
	move_to(100, 200, 300);
	clock_us += INT64_C(5000000000);
	move_to(100, 200, 300);
	OK(mark.sample.time_us == UINT32_MAX);
	move_to(100, 200, 300);
	OK(mark.sample.time_us == UINT32_MAX);
}

static void
a_time_that_is_none_is_not_taken(void)
{
	static const int64_t absurd[] = { -1, INT64_MIN, INT64_MAX,
		INT64_C(100000000001) };

	for (size_t i = 0; i < sizeof(absurd) / sizeof(absurd[0]); i++) {
		struct input_event event = { .type = EV_SYN };

		begin();
		come_near();
		move_to(100, 200, 300);
		event.input_event_sec = absurd[i];
		event.input_event_usec = -1;
		evdev_trace_take(&trace, &event, &mark);
		OK(is_ink(1000, 2000) && mark.sample.time_us == 0);
		move_to(100, 200, 300);
		OK(mark.sample.time_us == 5000);
	}
}

static void
time_begins_anew_after_clear(void)
{
	begin();
	come_near();
	move_to(100, 200, 300);
	move_to(100, 200, 0);
	evdev_trace_clear(&trace);
	OK(!trace.has_ink);
	move_to(100, 200, 300);
	OK(mark.sample.time_us == 0);
	move_to(100, 200, 300);
	OK(mark.sample.time_us == 5000);
}

/* ---- loss -------------------------------------------------------------------- */

/* The reports of a signature of two strokes, by their number. */
#define STEPS 12

static void
do_step(int step)
{
	if (step == 0)
		come_near();
	else if (step < 3)
		move_to(1000 + step, 2000, 0);
	else if (step < 6)
		move_to(1000 + step, 2000, 300);
	else if (step < 8)
		move_to(1000 + step, 2000, 0);
	else if (step < 11)
		move_to(1000 + step, 2000, 300);
	else
		move_to(1000 + step, 2000, 0);
}

static struct evdev_facts
facts_now(void)
{
	struct evdev_facts facts = a_tablet();

	facts.x.now = trace.x;
	facts.y.now = trace.y;
	facts.pressure.now = trace.pressure;
	facts.held = trace.held;
	return facts;
}

/* The kernel dropped events where step was: what came of it. */
static bool
survives_drop_at(int step)
{
	struct evdev_facts facts;

	begin();
	for (int i = 0; i < step; i++)
		do_step(i);
	put(EV_SYN, SYN_DROPPED, 0);
	OK(!mark.has_sample && !mark.must_settle && trace.drops == 1);
	/* What is left of a report is no report. */
	put(EV_ABS, ABS_X, 19999);
	key(BTN_TOUCH, 1);
	OK(!mark.has_sample && !mark.must_settle);
	put(EV_SYN, SYN_REPORT, 0);
	OK(mark.must_settle && !mark.has_sample &&
	    mark.button == CSEAL_PAD_NONE);
	OK(trace.x != 19999);
	facts = facts_now();
	return evdev_trace_settle(&trace, &facts);
}

static void
a_loss_is_known_wherever_it_is(void)
{
	for (int step = 0; step <= STEPS; step++) {
		bool survived = survives_drop_at(step);

		/* Ink begins with step 3. */
		OKF(survived == (step <= 3), "before step %d", step);
		OK(trace.drops == 1);
	}
}

static void
before_there_is_ink_a_loss_changes_nothing_that_comes_after(void)
{
	OK(survives_drop_at(2));
	for (int i = 2; i < STEPS; i++)
		do_step(i);
	OK(trace.has_ink && is_air(10100, 20000));
	OK(mark.sample.time_us == 8 * 5000);
}

static void
a_stroke_that_began_among_what_was_lost_is_a_loss(void)
{
	struct evdev_facts facts;

	begin();
	come_near();
	put(EV_SYN, SYN_DROPPED, 0);
	put(EV_SYN, SYN_REPORT, 0);
	facts = a_tablet();
	facts.held = BIT(BTN_TOOL_PEN) | BIT(BTN_TOUCH);
	OK(!evdev_trace_settle(&trace, &facts));
	/* Also where a touch from before it was asked for is not over. */
	begin_with(&facts, NULL);
	put(EV_SYN, SYN_DROPPED, 0);
	put(EV_SYN, SYN_REPORT, 0);
	OK(!evdev_trace_settle(&trace, &facts));
}

static void
a_loss_in_a_loss_is_one_more(void)
{
	struct evdev_facts facts = a_tablet();

	begin();
	put(EV_SYN, SYN_DROPPED, 0);
	put(EV_SYN, SYN_DROPPED, 0);
	put(EV_ABS, ABS_X, 5);
	put(EV_SYN, SYN_REPORT, 0);
	OK(mark.must_settle && trace.drops == 2);
	OK(evdev_trace_settle(&trace, &facts));
	put(EV_SYN, SYN_REPORT, 0);
	OK(!mark.must_settle && trace.taken == 1);
}

static void
a_loss_in_the_middle_of_a_report_loses_that_report(void)
{
	struct evdev_facts facts = a_tablet();

	begin();
	come_near();
	put(EV_ABS, ABS_X, 100);
	put(EV_ABS, ABS_PRESSURE, 300);
	key(BTN_TOUCH, 1);
	put(EV_SYN, SYN_DROPPED, 0);
	put(EV_SYN, SYN_REPORT, 0);
	OK(!mark.has_sample && mark.must_settle);
	facts.held = BIT(BTN_TOOL_PEN);
	OK(evdev_trace_settle(&trace, &facts));
	OK(!trace.has_ink && trace.x == 0);
	end();
	OK(!mark.has_sample);
}

static void
after_a_loss_a_switch_that_is_held_was_not_pressed(void)
{
	struct evdev_facts facts = a_tablet();

	begin();
	come_near();
	key(BTN_STYLUS2, 1);
	put(EV_SYN, SYN_DROPPED, 0);
	put(EV_SYN, SYN_REPORT, 0);
	facts.held = BIT(BTN_TOOL_PEN) | BIT(BTN_STYLUS2);
	OK(evdev_trace_settle(&trace, &facts));
	end();
	OK(mark.button == CSEAL_PAD_NONE);
}

static void
the_account_counts_reports_and_losses_since_the_last_clear(void)
{
	struct cseal_ink_account account = { .size = sizeof(account) };

	OK(survives_drop_at(2));
	for (int i = 2; i < STEPS; i++)
		do_step(i);
	evdev_trace_account(&trace, &account);
	OK(account.tally == CSEAL_INK_TALLY_QUEUE);
	OK(account.received == STEPS && account.lost == 1);
	OK(account.counted == 0 && account.pad_us == 0);
	OK(account.host_us == (STEPS - 1) * 5000);
	evdev_trace_clear(&trace);
	memset(&account, 0, sizeof(account));
	evdev_trace_account(&trace, &account);
	OK(account.received == 0 && account.lost == 0 && account.host_us == 0);
	move_to(100, 200, 300);
	move_to(100, 200, 300);
	evdev_trace_account(&trace, &account);
	OK(account.received == 2 && account.host_us == 5000);
}

/* ---- anything ---------------------------------------------------------------- */

/* Not random: the same at every run. */
static uint32_t
next_number(void)
{
	static uint32_t state = 12345;

	state = state * 1664525 + 1013904223;
	return state >> 8;
}

static bool
is_sound(uint32_t last_us)
{
	if (!mark.has_sample)
		return true;
	return mark.sample.x_um >= 0 && mark.sample.x_um <= 200000 &&
	       mark.sample.y_um >= 0 && mark.sample.y_um <= 100000 &&
	       mark.sample.time_us >= last_us && mark.sample.flags == 0 &&
	       trace.has_ink && (mark.sample.pressure != 0) == trace.is_inking;
}

static void
whatever_comes_ink_is_on_the_tablet_and_in_order(void)
{
	static const uint16_t types[] = { EV_SYN, EV_KEY, EV_ABS, EV_MSC };
	uint32_t last_us = 0;
	unsigned samples = 0;
	bool sound = true;

	begin();
	for (int i = 0; i < 200000 && sound; i++) {
		uint32_t draw = next_number();
		uint16_t type = types[draw % 4], code;
		struct evdev_facts facts;

		code = type == EV_SYN   ? (uint16_t)(draw % 97 == 0 ? 3 : 0)
		       : type == EV_KEY ? (uint16_t)(BTN_DIGI + draw % 17)
		       : draw % 3 == 2  ? ABS_PRESSURE
					: (uint16_t)(draw % 3);
		clock_us += (int64_t)(draw % 20000) - 5000;
		put(type, code,
		    type == EV_KEY
			? (int32_t)(draw >> 9 & 1)
			: (int32_t)(next_number() << 8) >> (draw % 32));
		if (mark.must_settle) {
			facts = facts_now();
			if (!evdev_trace_settle(&trace, &facts)) {
				begin();
				last_us = 0;
			}
		}
		if (mark.button == CSEAL_PAD_CLEAR) {
			evdev_trace_clear(&trace);
			last_us = 0;
			continue;
		}
		sound = is_sound(last_us);
		samples += mark.has_sample;
		if (mark.has_sample)
			last_us = mark.sample.time_us;
	}
	OK(sound);
	OKF(samples > 1000, "%u samples", samples);
}

int
main(void)
{
	RUN(ink_is_in_micrometres_and_of_65535);
	RUN(nothing_comes_before_a_report_ends);
	RUN(what_did_not_change_is_not_told_again);
	RUN(what_was_before_the_first_event_counts);
	RUN(a_touch_without_pressure_still_presses);
	RUN(lifting_gives_one_sample_without_pressure);
	RUN(a_pen_that_leaves_lifts_where_it_was);
	RUN(in_the_air_the_pen_is_only_kept_after_the_first_stroke);
	RUN(what_began_before_it_was_asked_for_is_no_ink);
	RUN(what_is_written_while_it_is_cleared_is_no_ink);
	RUN(an_eraser_makes_no_ink);
	RUN(a_pen_that_is_turned_round_lifts);
	RUN(fingers_mice_and_lenses_make_no_ink);
	RUN(brushes_and_pencils_are_pens);
	RUN(without_a_key_for_the_pen_it_is_always_near);
	RUN(without_a_key_for_the_touch_pressure_is_one);
	RUN(without_pressure_a_touch_is_half_of_it);
	RUN(without_touch_and_pressure_there_is_no_ink);
	RUN(beside_the_area_there_is_no_ink);
	RUN(beyond_its_range_a_pen_is_at_the_edge);
	RUN(a_switch_is_told_when_it_is_pressed_in_the_air);
	RUN(a_switch_that_is_pressed_in_writing_is_none);
	RUN(a_switch_without_a_pen_is_none);
	RUN(a_switch_that_means_nothing_is_none);
	RUN(other_keys_mean_nothing);
	RUN(other_events_mean_nothing);
	RUN(time_is_that_of_the_kernel);
	RUN(time_that_goes_back_stands);
	RUN(time_stands_still_at_its_end);
	RUN(a_time_that_is_none_is_not_taken);
	RUN(time_begins_anew_after_clear);
	RUN(a_loss_is_known_wherever_it_is);
	RUN(before_there_is_ink_a_loss_changes_nothing_that_comes_after);
	RUN(a_stroke_that_began_among_what_was_lost_is_a_loss);
	RUN(a_loss_in_a_loss_is_one_more);
	RUN(a_loss_in_the_middle_of_a_report_loses_that_report);
	RUN(after_a_loss_a_switch_that_is_held_was_not_pressed);
	RUN(the_account_counts_reports_and_losses_since_the_last_clear);
	RUN(whatever_comes_ink_is_on_the_tablet_and_in_order);
	return tap_done();
}
