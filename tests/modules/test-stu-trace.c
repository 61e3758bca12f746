/* SPDX-License-Identifier: Apache-2.0 */
/* test-stu-trace.c -- proves modules/stu-pad/trace.c: time, loss, ink and
 * buttons. */
#include "tap.h"
#include "trace.h"

#include <string.h>

static struct stu_trace trace;
static struct stu_mark mark;
static int64_t arrived_us;

/* A tablet of 100 by 50 mm under a screen of 100 by 50 pixels, 200 Hz; the
 * lowest ten pixels are two buttons. */
static struct stu_setup
a_setup(enum stu_option_mode mode)
{
	return (struct stu_setup){
		.capability = { .x_most = 10000,
		    .y_most = 5000,
		    .pressure_most = 1023,
		    .width = 100,
		    .height = 50,
		    .rate_hz = 200,
		    .lines_per_inch = 2540 },
		.threshold = { 20, 10 },
		.option_mode = mode,
		.width_um = 100000,
		.height_um = 50000,
		.buttons = { { { 0, 40, 49, 49 }, CSEAL_PAD_CLEAR },
		    { { 50, 40, 99, 49 }, CSEAL_PAD_OK } },
	};
}

static void
begin(enum stu_option_mode mode)
{
	const struct stu_setup setup = a_setup(mode);

	stu_trace_init(&trace, &setup);
	arrived_us = 1000000;
}

/* One sample with a time and a number, at x and y in tenths of a millimetre,
 * five milliseconds after the one before. */
static void
put(uint16_t pressure, uint16_t x, uint16_t y, uint16_t time_ms,
    uint16_t sequence)
{
	struct stu_pens pens = { .count = 1, .has_time = true };

	pens.at[0] = (struct stu_pen){ .is_near = true,
		.is_down = pressure != 0,
		.pressure = pressure,
		.x = (uint16_t)(x * 10),
		.y = (uint16_t)(y * 10),
		.time_ms = time_ms,
		.sequence = sequence };
	arrived_us += 5000;
	stu_trace_take(&trace, &pens, 0, arrived_us, &mark);
}

static void
put_away(uint16_t time_ms, uint16_t sequence)
{
	struct stu_pens pens = { .count = 1, .has_time = true };

	pens.at[0].time_ms = time_ms;
	pens.at[0].sequence = sequence;
	arrived_us += 5000;
	stu_trace_take(&trace, &pens, 0, arrived_us, &mark);
}

/* One sample with an option, or none. */
static void
put_option(uint16_t pressure, uint16_t option, int64_t after_us)
{
	struct stu_pens pens = { .count = 1,
		.has_option = trace.setup.option_mode != STU_OPTION_NONE };

	pens.at[0] = (struct stu_pen){ .is_near = true,
		.pressure = pressure,
		.x = 1000,
		.y = 1000,
		.option = option };
	arrived_us += after_us;
	stu_trace_take(&trace, &pens, 0, arrived_us, &mark);
}

/* ---- ink ------------------------------------------------------------------ */

static void
ink_is_in_micrometres_and_of_65535(void)
{
	begin(STU_OPTION_BOTH);
	put(1023, 250, 125, 0, 1);
	OK(mark.has_sample && mark.button == CSEAL_PAD_NONE);
	OK(mark.sample.x_um == 25000 && mark.sample.y_um == 12500);
	OK(mark.sample.pressure == 65535 && mark.sample.time_us == 0);
	OK(mark.sample.flags == 0);
}

static void
a_pressure_that_is_more_than_the_most_is_the_most(void)
{
	begin(STU_OPTION_BOTH);
	put(4095, 250, 125, 0, 1);
	OK(mark.sample.pressure == 65535);
}

static void
without_lines_an_inch_the_surface_is_measured(void)
{
	struct stu_setup setup = a_setup(STU_OPTION_BOTH);

	setup.capability.lines_per_inch = 0;
	setup.width_um = 200000;
	stu_trace_init(&trace, &setup);
	put(500, 250, 125, 0, 1);
	OK(mark.sample.x_um == 50000 && mark.sample.y_um == 12500);
}

static void
ink_begins_at_one_pressure_and_ends_at_a_lower_one(void)
{
	begin(STU_OPTION_BOTH);
	put(19, 10, 10, 0, 1);
	OK(!mark.has_sample);
	put(20, 10, 10, 5, 2);
	OK(mark.has_sample && mark.sample.pressure > 0);
	put(10, 10, 10, 10, 3);
	OK(mark.sample.pressure > 0);
	put(9, 10, 10, 15, 4);
	OK(mark.has_sample && mark.sample.pressure == 0);
	put(15, 10, 10, 20, 5);
	OK(mark.sample.pressure == 0);
}

static void
a_pen_that_leaves_lifts_where_it_was(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 100, 100, 0, 1);
	put_away(5, 2);
	OK(mark.has_sample && mark.sample.pressure == 0);
	OK(mark.sample.x_um == 10000 && mark.sample.y_um == 10000);
	put_away(10, 3);
	OK(!mark.has_sample);
}

static void
in_the_air_the_pen_is_only_kept_after_the_first_stroke(void)
{
	begin(STU_OPTION_BOTH);
	put(0, 10, 10, 0, 1);
	OK(!mark.has_sample);
	put(500, 10, 10, 5, 2);
	put(0, 20, 10, 10, 3);
	OK(mark.has_sample && mark.sample.pressure == 0);
	put(0, 30, 10, 15, 4);
	OK(mark.has_sample && mark.sample.x_um == 3000);
}

static void
what_is_inked_is_covered(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 100, 200, 0, 1);
	put(500, 300, 100, 5, 2);
	OK(trace.has_ink && trace.inked.left == 10 && trace.inked.right == 30);
	OK(trace.inked.top == 10 && trace.inked.bottom == 20);
	stu_trace_clear(&trace);
	OK(!trace.has_ink);
	put(0, 0, 0, 10, 3);
	OK(!mark.has_sample);
}

/* ---- buttons --------------------------------------------------------------- */

static void
a_press_is_told_when_the_pen_is_lifted(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 750, 450, 0, 1);
	OK(!mark.has_sample && mark.button == CSEAL_PAD_NONE);
	put(500, 760, 450, 5, 2);
	OK(!mark.has_sample && mark.button == CSEAL_PAD_NONE);
	put(0, 0, 0, 10, 3);
	OK(!mark.has_sample && mark.button == CSEAL_PAD_OK);
	put(0, 0, 0, 15, 4);
	OK(mark.button == CSEAL_PAD_NONE);
	put(500, 100, 450, 20, 5);
	put_away(25, 6);
	OK(mark.button == CSEAL_PAD_CLEAR);
}

static void
a_press_that_ends_elsewhere_is_none(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 750, 450, 0, 1);
	put(500, 100, 450, 5, 2);
	put(0, 100, 450, 10, 3);
	OK(mark.button == CSEAL_PAD_NONE && !mark.has_sample);
	put(500, 750, 450, 15, 4);
	put(500, 750, 100, 20, 5);
	put(0, 750, 100, 25, 6);
	OK(mark.button == CSEAL_PAD_NONE && !trace.has_ink);
}

static void
ink_that_runs_over_a_button_stays_ink(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 750, 300, 0, 1);
	put(500, 750, 450, 5, 2);
	OK(mark.has_sample && mark.sample.pressure > 0);
	put(0, 750, 450, 10, 3);
	OK(mark.has_sample && mark.button == CSEAL_PAD_NONE);
}

static void
the_edge_of_the_tablet_is_on_the_screen(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 1000, 500, 0, 1);
	put(0, 1000, 500, 5, 2);
	OK(mark.button == CSEAL_PAD_OK);
	/* And what is beyond it is taken for the edge. */
	put(500, 6000, 6000, 10, 3);
	put(0, 6000, 6000, 15, 4);
	OK(mark.button == CSEAL_PAD_OK);
}

/* ---- time ------------------------------------------------------------------ */

static void
time_is_that_of_the_pad(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 65533, 1);
	put(500, 10, 10, 2, 2);
	OK(mark.sample.time_us == 5000);
	put(500, 10, 10, 7, 3);
	OK(mark.sample.time_us == 10000);
}

static void
a_clock_that_went_round_is_told_by_when_samples_came(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 1000, 1);
	put_away(1005, 2);
	arrived_us += INT64_C(65536000) * 3;
	put(500, 10, 10, 1010, 3);
	OKF(mark.sample.time_us == 65536000u * 3 + 10000, "%u us",
	    mark.sample.time_us);
	OK(trace.lost == 0);
}

static void
time_stands_still_at_its_end(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 1);
	put_away(5, 2);
	arrived_us += INT64_C(5000000000);
	put(500, 10, 10, 10, 3);
	OK(mark.sample.time_us == UINT32_MAX);
	put(500, 10, 10, 15, 4);
	OK(mark.sample.time_us == UINT32_MAX);
}

static void
time_begins_anew_after_clear(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 1);
	put(500, 10, 10, 5, 2);
	stu_trace_clear(&trace);
	put(500, 10, 10, 10, 3);
	OK(mark.sample.time_us == 0);
}

static void
numbers_alone_make_the_time_where_there_is_no_clock(void)
{
	begin(STU_OPTION_SEQUENCE);
	put_option(500, 65535, 5000);
	put_option(500, 0, 9000);
	OK(mark.sample.time_us == 5000 && trace.lost == 0);
	put_option(500, 1, 1000);
	OK(mark.sample.time_us == 10000);
}

static void
without_clock_or_number_time_is_when_it_came(void)
{
	begin(STU_OPTION_NONE);
	OK(!stu_trace_can_prove(&trace));
	put_option(500, 0, 5000);
	put_option(500, 0, 7000);
	OK(mark.sample.time_us == 7000);
	/* A clock that went back stands. */
	put_option(500, 0, -3000);
	OK(mark.sample.time_us == 7000);
	put_option(500, 0, 90000);
	OK(trace.lost == 0);
}

static void
two_samples_of_one_report_are_a_period_apart(void)
{
	struct stu_pens pens = { .count = 2 };

	begin(STU_OPTION_NONE);
	for (size_t i = 0; i < 2; i++)
		pens.at[i] = (struct stu_pen){
			.is_near = true, .pressure = 500, .x = 1000, .y = 1000
		};
	stu_trace_take(&trace, &pens, 0, arrived_us, &mark);
	OK(mark.sample.time_us == 0);
	stu_trace_take(&trace, &pens, 1, arrived_us, &mark);
	OK(mark.sample.time_us == 5000);
}

static void
a_rate_that_is_not_said_is_200(void)
{
	struct stu_setup setup = a_setup(STU_OPTION_SEQUENCE);

	setup.capability.rate_hz = 0;
	stu_trace_init(&trace, &setup);
	put_option(500, 1, 5000);
	put_option(500, 2, 5000);
	OK(mark.sample.time_us == 5000);
}

/* ---- loss ------------------------------------------------------------------ */

static void
missing_numbers_are_counted(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 65534);
	put(500, 10, 10, 5, 65535);
	put(500, 10, 10, 10, 0);
	OK(trace.lost == 0 && trace.taken == 3);
	put(500, 10, 10, 25, 3);
	OK(trace.lost == 2 && trace.taken == 4);
}

static void
the_same_sample_again_is_left_out(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 7);
	put(500, 10, 10, 0, 7);
	OK(!mark.has_sample && trace.taken == 1 && trace.lost == 0);
	put(500, 10, 10, 5, 8);
	OK(mark.has_sample && trace.lost == 0);
}

static void
a_count_that_goes_back_is_a_loss(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 7);
	put(500, 10, 10, 5, 3);
	OK(trace.lost == 1);
}

static struct cseal_ink_account
account_now(void)
{
	struct cseal_ink_account account = { .size = sizeof(account) };

	stu_trace_account(&trace, &account);
	return account;
}

/* Whether a pad numbers on while the pen is away is not known: 82 numbers are
 * those of 400 ms, or those of samples. */
static void
what_was_while_the_pen_was_away_is_not_proven(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 7);
	put_away(5, 8);
	put(500, 10, 10, 500, 90);
	OK(trace.lost == 0);
	put(500, 10, 10, 505, 91);
	OK(trace.lost == 0);
	OK(account_now().tally == CSEAL_INK_TALLY_COUNT);
	OK(account_now().gaps == 1 && account_now().counted == 4);
}

static void
numbers_that_go_on_prove_that_nothing_was_lost_while_it_was_away(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 7);
	put_away(5, 8);
	put(500, 10, 10, 500, 9);
	OK(trace.lost == 0 && account_now().gaps == 0);
	OK(account_now().counted == 3);
	/* So short that it says nothing of how the pad numbers. */
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 7);
	put_away(5, 8);
	put(500, 10, 10, 10, 9);
	OK(trace.lost == 0 && account_now().gaps == 0);
	put_away(15, 10);
	put(500, 10, 10, 115, 30);
	OK(trace.lost == 0 && account_now().gaps == 1);
}

/* Near, 20 samples and away: all of it lost. */
static void
a_stroke_that_is_missing_whole_is_missed_where_the_pad_numbers_what_it_sends(
    void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 7);
	put_away(5, 8);
	put(500, 10, 10, 500, 9);
	put_away(505, 10);
	put(500, 10, 10, 1000, 32);
	OK(trace.lost == 21 && account_now().gaps == 0);
	OK(account_now().counted == 26 && account_now().received == 5);
	/* Known from then on, over a clear, too. */
	stu_trace_clear(&trace);
	put(500, 10, 10, 1100, 50);
	put_away(1105, 51);
	put(500, 10, 10, 1500, 54);
	OK(trace.lost == 2);
}

static void
that_it_was_is_found_afterwards(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 7);
	put_away(5, 8);
	put(500, 10, 10, 500, 30);
	OK(trace.lost == 0 && account_now().gaps == 1);
	put_away(505, 31);
	put(500, 10, 10, 1000, 32);
	OK(trace.lost == 21 && account_now().gaps == 0);
	OK(account_now().counted == 26);
}

/* A pad that begins anew with every pen. */
static void
numbers_that_go_back_while_it_was_away_are_no_loss(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 700);
	put_away(5, 701);
	put(500, 10, 10, 500, 1);
	OK(trace.lost == 0 && account_now().gaps == 1);
}

static void
a_clock_proves_nothing_of_while_it_was_away(void)
{
	struct stu_pens away = { .count = 1, .has_option = true };

	begin(STU_OPTION_TIME);
	put_option(500, 0, 5000);
	away.at[0].option = 5;
	arrived_us += 5000;
	stu_trace_take(&trace, &away, 0, arrived_us, &mark);
	put_option(500, 500, 495000);
	OK(trace.lost == 0 && account_now().gaps == 1);
	OK(account_now().tally == CSEAL_INK_TALLY_CLOCK);
	/* Where there is nothing at all, nothing is said of it. */
	begin(STU_OPTION_NONE);
	put_option(500, 0, 5000);
	away.has_option = false;
	stu_trace_take(&trace, &away, 0, arrived_us, &mark);
	put_option(500, 0, 495000);
	OK(account_now().gaps == 0);
}

static void
what_was_before_clear_is_no_gap(void)
{
	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 7);
	put_away(5, 8);
	put(500, 10, 10, 500, 90);
	put_away(505, 91);
	stu_trace_clear(&trace);
	OK(account_now().gaps == 0);
	put(500, 10, 10, 1000, 190);
	OK(account_now().gaps == 0 && account_now().counted == 1);
}

static void
a_clock_alone_tells_of_a_gap(void)
{
	begin(STU_OPTION_TIME);
	put_option(500, 65534, 5000);
	put_option(500, 3, 5000);
	OK(trace.lost == 0 && mark.sample.time_us == 5000);
	put_option(500, 9, 5000);
	OK(trace.lost == 0);
	put_option(500, 24, 15000);
	OK(trace.lost == 2);
}

static void
numbers_alone_tell_of_a_gap(void)
{
	begin(STU_OPTION_SEQUENCE);
	OK(stu_trace_can_prove(&trace));
	put_option(500, 10, 5000);
	put_option(500, 12, 5000);
	OK(trace.lost == 1);
}

/* ---- what is told of it ------------------------------------------------- */

static void
the_account_has_the_counts_and_both_clocks(void)
{
	struct cseal_ink_account account = { .size = sizeof(account) };

	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 65530, 7);
	put(500, 10, 10, 65534, 8);
	put(500, 10, 10, 5, 11);
	stu_trace_account(&trace, &account);
	OK(account.tally == CSEAL_INK_TALLY_COUNT);
	OK(account.counted == 5 && account.received == 3 && account.lost == 2);
	OK(account.pad_us == 11000 && account.host_us == 10000);
}

static void
the_account_says_what_a_pad_cannot_tell(void)
{
	struct cseal_ink_account account = { .size = sizeof(account) };

	begin(STU_OPTION_TIME);
	put_option(500, 0, 5000);
	put_option(500, 15, 15000);
	stu_trace_account(&trace, &account);
	OK(account.tally == CSEAL_INK_TALLY_CLOCK);
	OK(account.counted == 0 && account.lost == 2);
	OK(account.pad_us == 15000);
	begin(STU_OPTION_SEQUENCE);
	put_option(500, 1, 5000);
	put_option(500, 2, 5000);
	stu_trace_account(&trace, &account);
	OK(account.tally == CSEAL_INK_TALLY_COUNT && account.counted == 2);
	memset(&account, 0, sizeof(account));
	begin(STU_OPTION_NONE);
	put_option(500, 0, 5000);
	stu_trace_account(&trace, &account);
	OK(account.tally == CSEAL_INK_TALLY_NONE && account.received == 1);
	OK(account.counted == 0 && account.pad_us == 0);
}

static void
the_account_begins_anew_when_the_ink_is_cleared(void)
{
	struct cseal_ink_account account = { .size = sizeof(account) };

	begin(STU_OPTION_BOTH);
	put(500, 10, 10, 0, 7);
	put(500, 10, 10, 15, 10);
	stu_trace_clear(&trace);
	stu_trace_account(&trace, &account);
	OK(account.received == 0 && account.lost == 0 && account.pad_us == 0);
	put(500, 10, 10, 20, 11);
	put(500, 10, 10, 25, 12);
	stu_trace_account(&trace, &account);
	OK(account.received == 2 && account.pad_us == 5000);
}

int
main(void)
{
	RUN(ink_is_in_micrometres_and_of_65535);
	RUN(a_pressure_that_is_more_than_the_most_is_the_most);
	RUN(without_lines_an_inch_the_surface_is_measured);
	RUN(ink_begins_at_one_pressure_and_ends_at_a_lower_one);
	RUN(a_pen_that_leaves_lifts_where_it_was);
	RUN(in_the_air_the_pen_is_only_kept_after_the_first_stroke);
	RUN(what_is_inked_is_covered);
	RUN(a_press_is_told_when_the_pen_is_lifted);
	RUN(a_press_that_ends_elsewhere_is_none);
	RUN(ink_that_runs_over_a_button_stays_ink);
	RUN(the_edge_of_the_tablet_is_on_the_screen);
	RUN(time_is_that_of_the_pad);
	RUN(a_clock_that_went_round_is_told_by_when_samples_came);
	RUN(time_stands_still_at_its_end);
	RUN(time_begins_anew_after_clear);
	RUN(numbers_alone_make_the_time_where_there_is_no_clock);
	RUN(without_clock_or_number_time_is_when_it_came);
	RUN(two_samples_of_one_report_are_a_period_apart);
	RUN(a_rate_that_is_not_said_is_200);
	RUN(missing_numbers_are_counted);
	RUN(the_same_sample_again_is_left_out);
	RUN(a_count_that_goes_back_is_a_loss);
	RUN(what_was_while_the_pen_was_away_is_not_proven);
	RUN(numbers_that_go_on_prove_that_nothing_was_lost_while_it_was_away);
	RUN(a_stroke_that_is_missing_whole_is_missed_where_the_pad_numbers_what_it_sends);
	RUN(that_it_was_is_found_afterwards);
	RUN(numbers_that_go_back_while_it_was_away_are_no_loss);
	RUN(a_clock_proves_nothing_of_while_it_was_away);
	RUN(what_was_before_clear_is_no_gap);
	RUN(a_clock_alone_tells_of_a_gap);
	RUN(numbers_alone_tell_of_a_gap);
	RUN(the_account_has_the_counts_and_both_clocks);
	RUN(the_account_says_what_a_pad_cannot_tell);
	RUN(the_account_begins_anew_when_the_ink_is_cleared);
	return tap_done();
}
