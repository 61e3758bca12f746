/* SPDX-License-Identifier: Apache-2.0 */
/* test-evdev-surface.c -- proves modules/evdev-pad/surface.c: what a device is,
 * how large it is, and where on it a pen is. */
#include "surface.h"
#include "tap.h"

#include <string.h>

#define PEN_KEYS (EVDEV_KEY_BIT(BTN_TOOL_PEN) | EVDEV_KEY_BIT(BTN_TOUCH))

/* 200.00 x 100.00 mm, pressure to 1023. */
static struct evdev_facts
a_tablet(void)
{
	const struct evdev_facts facts = {
		.name = "Tablet",
		.x = { true, 0, 20000, 100, 0 },
		.y = { true, 0, 10000, 100, 0 },
		.pressure = { true, 0, 1023, 0, 0 },
		.keys = PEN_KEYS,
	};

	return facts;
}

static enum evdev_fit
fit_of(const struct evdev_facts *facts, const struct evdev_wish *wish,
    struct evdev_setup *setup)
{
	static const struct evdev_wish none;

	memset(setup, 0, sizeof(*setup));
	return evdev_set_up(facts, wish == NULL ? &none : wish, setup);
}

/* ---- kinds ----------------------------------------------------------------- */

static void
a_pen_has_a_place_and_a_key_of_a_pen(void)
{
	struct evdev_facts facts = a_tablet();

	OK(evdev_kind_of(&facts) == EVDEV_PEN);
	facts.keys = EVDEV_KEY_BIT(BTN_STYLUS);
	OK(evdev_kind_of(&facts) == EVDEV_PEN);
	facts.pressure.is_there = false;
	OK(evdev_kind_of(&facts) == EVDEV_PEN);
	facts.keys = EVDEV_KEY_BIT(BTN_TOUCH);
	OK(evdev_kind_of(&facts) == EVDEV_OTHER);
	facts.keys = EVDEV_KEY_BIT(BTN_TOOL_RUBBER);
	OK(evdev_kind_of(&facts) == EVDEV_OTHER);
	facts = a_tablet();
	facts.y.is_there = false;
	OK(evdev_kind_of(&facts) == EVDEV_OTHER);
	facts = a_tablet();
	facts.x.is_there = false;
	OK(evdev_kind_of(&facts) == EVDEV_OTHER);
}

static void
what_tells_fingers_apart_is_no_pen(void)
{
	struct evdev_facts facts = a_tablet();

	facts.has_contacts = true;
	OK(evdev_kind_of(&facts) == EVDEV_TOUCH);
	facts.x.is_there = facts.y.is_there = false;
	OK(evdev_kind_of(&facts) == EVDEV_TOUCH);
}

/* Bits of the words that sysfs has: X, Y and PRESSURE are 0, 1 and 24;
 * BTN_TOOL_PEN is bit 0 of word 5, BTN_TOUCH bit 10. */
static void
the_kind_can_be_read_from_sysfs(void)
{
	static const struct {
		const char *axes, *keys;
		enum evdev_kind kind;
	} rows[] = {
		{ "1000003", "1c03 0 0 0 0 0", EVDEV_PEN },
		{ "1000003\n", "1c03 0 0 0 0 0\n", EVDEV_PEN },
		{ "f00000d000003", "c01 0 0 0 0 0", EVDEV_PEN },
		{ "3", "800 0 0 0 0 0", EVDEV_PEN }, /* BTN_STYLUS */
		{ "3", "400 0 0 0 0 0", EVDEV_OTHER },
		{ "3", "70000 0 0 0 0", EVDEV_OTHER }, /* a mouse */
		{ "0", "1c03 0 0 0 0 0", EVDEV_OTHER },
		{ "1", "1c03 0 0 0 0 0", EVDEV_OTHER },
		{ "2", "1c03 0 0 0 0 0", EVDEV_OTHER },
		{ "260800000000003", "e420 0 0 0 0 0", EVDEV_TOUCH },
		{ "800000000003", "1c03 0 0 0 0 0", EVDEV_TOUCH },
		{ "", "", EVDEV_OTHER },
		{ NULL, NULL, EVDEV_OTHER },
		{ "3", NULL, EVDEV_OTHER },
		{ "3", "1c03", EVDEV_OTHER },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		OKF(evdev_kind_of_text(rows[i].axes, rows[i].keys) ==
			rows[i].kind,
		    "row %zu", i);
}

static void
garbage_in_sysfs_is_no_pen(void)
{
	char many[400] = "";

	OK(evdev_kind_of_text("3x", "1c03 0 0 0 0 0") == EVDEV_OTHER);
	OK(evdev_kind_of_text("3", "1C03 0 0 0 0 0") == EVDEV_OTHER);
	OK(evdev_kind_of_text("3", "1c03 0 0 -1 0 0") == EVDEV_OTHER);
	OK(evdev_kind_of_text("\xff", "\xff") == EVDEV_OTHER);
	/* A word that is too long keeps its end. */
	OK(evdev_kind_of_text("ffffffff0000000000000003", "1c03 0 0 0 0 0") ==
	    EVDEV_PEN);
	for (int i = 0; i < 100; i++)
		strcat(many, "1 ");
	OK(evdev_kind_of_text("3", many) == EVDEV_OTHER);
	OK(evdev_kind_of_text(many, "1c03 0 0 0 0 0") == EVDEV_OTHER);
}

/* ---- size ------------------------------------------------------------------ */

static void
the_size_is_the_range_by_the_resolution(void)
{
	struct evdev_facts facts = a_tablet();
	struct evdev_setup setup;

	OK(fit_of(&facts, NULL, &setup) == EVDEV_FITS);
	OK(setup.width_um == 200000 && setup.height_um == 100000);
	OK(setup.area.width_um == 200000 && setup.area.height_um == 100000);
	facts.x.least = -10000;
	facts.x.most = 10000;
	OK(fit_of(&facts, NULL, &setup) == EVDEV_FITS);
	OK(setup.width_um == 200000);
}

static void
without_a_resolution_the_size_must_be_set(void)
{
	const struct evdev_wish wish = { .width_um = 150000,
		.height_um = 90000 };
	struct evdev_facts facts = a_tablet();
	struct evdev_setup setup;

	facts.x.per_mm = 0;
	OK(fit_of(&facts, NULL, &setup) == EVDEV_NO_SIZE);
	facts = a_tablet();
	facts.y.per_mm = 0;
	OK(fit_of(&facts, NULL, &setup) == EVDEV_NO_SIZE);
	OK(fit_of(&facts, &wish, &setup) == EVDEV_FITS);
	OK(setup.width_um == 150000 && setup.height_um == 90000);
	/* And is better than what the tablet says. */
	facts = a_tablet();
	OK(fit_of(&facts, &wish, &setup) == EVDEV_FITS);
	OK(setup.width_um == 150000 && setup.height_um == 90000);
}

static void
an_absurd_resolution_is_none(void)
{
	static const int32_t absurd[] = { -1, INT32_MIN, 1, 2, 19, 2001,
		1000000, INT32_MAX };
	struct evdev_setup setup;

	for (size_t i = 0; i < sizeof(absurd) / sizeof(absurd[0]); i++) {
		struct evdev_facts facts = a_tablet();

		facts.x.per_mm = absurd[i];
		OKF(fit_of(&facts, NULL, &setup) == EVDEV_NO_SIZE,
		    "%d units a mm", absurd[i]);
		facts = a_tablet();
		facts.y.per_mm = absurd[i] == 19 ? 9 : absurd[i];
		OKF(fit_of(&facts, NULL, &setup) == EVDEV_NO_SIZE,
		    "%d units a mm", facts.y.per_mm);
	}
}

static void
an_axis_without_length_is_refused(void)
{
	static const struct evdev_axis absurd[] = {
		{ true, 0, 0, 100, 0 },
		{ true, 5, 5, 100, 0 },
		{ true, 100, 0, 100, 0 },
		{ true, INT32_MAX, INT32_MIN, 100, 0 },
		{ true, 0, -1, 0, 0 },
		{ false, 0, 20000, 100, 0 },
	};
	const struct evdev_wish wish = { .width_um = 150000,
		.height_um = 90000 };
	struct evdev_setup setup;

	for (size_t i = 0; i < sizeof(absurd) / sizeof(absurd[0]); i++) {
		struct evdev_facts facts = a_tablet();

		facts.x = absurd[i];
		OK(fit_of(&facts, NULL, &setup) == EVDEV_NO_RANGE);
		OK(fit_of(&facts, &wish, &setup) == EVDEV_NO_RANGE);
		facts = a_tablet();
		facts.y = absurd[i];
		OK(fit_of(&facts, &wish, &setup) == EVDEV_NO_RANGE);
		/* A pressure like that is none. */
		facts = a_tablet();
		facts.pressure = absurd[i];
		OK(fit_of(&facts, NULL, &setup) == EVDEV_FITS &&
		    !setup.pressure.is_there);
	}
}

static void
the_widest_range_does_not_overflow(void)
{
	const struct evdev_wish wish = { .width_um = EVDEV_SIDE_MOST_UM,
		.height_um = EVDEV_SIDE_LEAST_UM };
	struct evdev_facts facts = a_tablet();
	struct evdev_setup setup;
	int32_t x = -1, y = -1;

	facts.x.least = facts.y.least = facts.pressure.least = INT32_MIN;
	facts.x.most = facts.y.most = facts.pressure.most = INT32_MAX;
	OK(fit_of(&facts, &wish, &setup) == EVDEV_FITS);
	OK(evdev_place(&setup, INT32_MAX, INT32_MIN, &x, &y));
	OK(x == EVDEV_SIDE_MOST_UM && y == 0);
	OK(evdev_place(&setup, INT32_MIN, INT32_MAX, &x, &y));
	OK(x == 0 && y == EVDEV_SIDE_LEAST_UM);
	OK(evdev_scale_pressure(&setup, INT32_MAX) == 65535);
	OK(evdev_scale_pressure(&setup, INT32_MIN) == 1);
	OK(evdev_scale_pressure(&setup, 0) == 32767);
}

/* ---- where ----------------------------------------------------------------- */

static void
places_are_micrometres_from_the_least(void)
{
	struct evdev_facts facts = a_tablet();
	struct evdev_setup setup;
	int32_t x = 0, y = 0;

	facts.x.least = -1000;
	facts.x.most = 19000;
	OK(fit_of(&facts, NULL, &setup) == EVDEV_FITS);
	OK(evdev_place(&setup, 0, 2500, &x, &y) && x == 10000 && y == 25000);
	OK(evdev_place(&setup, -1000, 0, &x, &y) && x == 0 && y == 0);
	OK(evdev_place(&setup, 19000, 10000, &x, &y) && x == 200000 &&
	    y == 100000);
}

static void
a_pen_beside_the_tablet_is_at_its_edge(void)
{
	struct evdev_facts facts = a_tablet();
	struct evdev_setup setup;
	int32_t x = 0, y = 0;

	OK(fit_of(&facts, NULL, &setup) == EVDEV_FITS);
	OK(evdev_place(&setup, -50, 10050, &x, &y) && x == 0 && y == 100000);
	OK(evdev_place(&setup, INT32_MAX, INT32_MIN, &x, &y));
	OK(x == 200000 && y == 0);
}

/* The pen is at 20, 10 mm of the tablet's own 200 x 100. */
static void
a_tablet_that_is_turned_is_turned_back(void)
{
	static const struct {
		unsigned quarters;
		int32_t x_um, y_um;
		uint32_t width_um;
	} rows[] = {
		{ 0, 20000, 10000, 200000 },
		{ 1, 90000, 20000, 100000 },
		{ 2, 180000, 90000, 200000 },
		{ 3, 10000, 180000, 100000 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct evdev_wish wish = { .quarters = rows[i].quarters };
		struct evdev_facts facts = a_tablet();
		struct evdev_setup setup;
		int32_t x = 0, y = 0;

		OK(fit_of(&facts, &wish, &setup) == EVDEV_FITS);
		OK(setup.area.width_um == rows[i].width_um);
		OKF(evdev_place(&setup, 2000, 1000, &x, &y) &&
			x == rows[i].x_um && y == rows[i].y_um,
		    "%u quarters: %d, %d", rows[i].quarters, x, y);
		/* Every corner stays on it. */
		OK(evdev_place(&setup, 0, 0, &x, &y) &&
		    evdev_place(&setup, 20000, 0, &x, &y) &&
		    evdev_place(&setup, 0, 10000, &x, &y) &&
		    evdev_place(&setup, 20000, 10000, &x, &y));
	}
}

static void
an_area_has_its_own_corner_and_ends(void)
{
	const struct evdev_wish wish = { .area = {
					     50000, 20000, 100000, 40000 } };
	struct evdev_facts facts = a_tablet();
	struct evdev_setup setup;
	int32_t x = 7, y = 7;

	OK(fit_of(&facts, &wish, &setup) == EVDEV_FITS);
	OK(evdev_place(&setup, 5000, 2000, &x, &y) && x == 0 && y == 0);
	OK(evdev_place(&setup, 15000, 6000, &x, &y) && x == 100000 &&
	    y == 40000);
	x = y = 7;
	OK(!evdev_place(&setup, 4999, 2000, &x, &y));
	OK(!evdev_place(&setup, 5000, 1999, &x, &y));
	OK(!evdev_place(&setup, 15001, 6000, &x, &y));
	OK(!evdev_place(&setup, 15000, 6001, &x, &y));
	OK(x == 7 && y == 7);
}

static void
an_area_is_as_the_tablet_lies(void)
{
	const struct evdev_wish wish = { .quarters = 1,
		.area = { 0, 150000, 100000, 50000 } };
	struct evdev_facts facts = a_tablet();
	struct evdev_setup setup;
	int32_t x = 0, y = 0;

	OK(fit_of(&facts, &wish, &setup) == EVDEV_FITS);
	OK(evdev_place(&setup, 16000, 10000, &x, &y) && x == 0 && y == 10000);
	OK(!evdev_place(&setup, 14000, 5000, &x, &y));
}

static void
an_area_that_is_not_all_on_the_tablet_is_refused(void)
{
	static const struct evdev_area areas[] = {
		{ 0, 0, 200001, 100 },
		{ 0, 0, 100, 100001 },
		{ 1, 0, 200000, 100000 },
		{ 0, 1, 200000, 100000 },
		{ UINT32_MAX, 0, 10, 10 },
		{ 0, UINT32_MAX, 10, 10 },
		{ 0, 0, UINT32_MAX, UINT32_MAX },
		{ 150000, 0, 50001, 10 },
	};

	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		const struct evdev_wish wish = { .area = areas[i] };
		struct evdev_facts facts = a_tablet();
		struct evdev_setup setup;

		OK(fit_of(&facts, &wish, &setup) == EVDEV_AREA_OUTSIDE);
		OK(setup.width_um == 0);
	}
}

/* ---- pressure --------------------------------------------------------------- */

static void
pressure_is_of_65535_and_never_none(void)
{
	struct evdev_facts facts = a_tablet();
	struct evdev_setup setup;

	OK(fit_of(&facts, NULL, &setup) == EVDEV_FITS);
	OK(evdev_scale_pressure(&setup, 1023) == 65535);
	OK(evdev_scale_pressure(&setup, 2000) == 65535);
	OK(evdev_scale_pressure(&setup, 300) == 300 * 65535 / 1023);
	OK(evdev_scale_pressure(&setup, 0) == 1);
	OK(evdev_scale_pressure(&setup, -5) == 1);
	facts.pressure.is_there = false;
	OK(fit_of(&facts, NULL, &setup) == EVDEV_FITS);
	OK(evdev_scale_pressure(&setup, 0) == 32768);
	OK(evdev_scale_pressure(&setup, 1023) == 32768);
}

int
main(void)
{
	RUN(a_pen_has_a_place_and_a_key_of_a_pen);
	RUN(what_tells_fingers_apart_is_no_pen);
	RUN(the_kind_can_be_read_from_sysfs);
	RUN(garbage_in_sysfs_is_no_pen);
	RUN(the_size_is_the_range_by_the_resolution);
	RUN(without_a_resolution_the_size_must_be_set);
	RUN(an_absurd_resolution_is_none);
	RUN(an_axis_without_length_is_refused);
	RUN(the_widest_range_does_not_overflow);
	RUN(places_are_micrometres_from_the_least);
	RUN(a_pen_beside_the_tablet_is_at_its_edge);
	RUN(a_tablet_that_is_turned_is_turned_back);
	RUN(an_area_has_its_own_corner_and_ends);
	RUN(an_area_is_as_the_tablet_lies);
	RUN(an_area_that_is_not_all_on_the_tablet_is_refused);
	RUN(pressure_is_of_65535_and_never_none);
	return tap_done();
}
