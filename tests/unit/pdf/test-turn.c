/* SPDX-License-Identifier: Apache-2.0 */
/* test-turn.c -- proves lib/pdf/turn.c: looks that are turned. */
#include "pdf/turn.h"

#include "tap.h"

#include <math.h>

static const double wide[2] = { 80, 20 };

static bool
near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

static struct csi_pdf_look
look_of(double width, double height)
{
	struct csi_pdf_look look = { .width = width,
		.height = height,
		.matrix = { 1, 0, 0, 1, 0, 0 },
		.fit = CSI_PDF_FIT_CENTRED,
		.scale = 1 };

	return look;
}

/* Where a point of the look's own box comes to. */
static bool
goes_to(const struct csi_pdf_look *look, double x, double y, double to_x,
    double to_y)
{
	const double *m = look->matrix;

	return near(m[0] * x + m[2] * y + m[4], to_x) &&
	       near(m[1] * x + m[3] * y + m[5], to_y);
}

static void
a_quarter_exchanges_the_sides(void)
{
	struct csi_pdf_look look = look_of(80, 20);

	csi_pdf_look_turn(90000, &look);
	OK(look.width == 20 && look.height == 80);
	/* What was at the top left is at the top right. */
	OK(goes_to(&look, 0, 20, 20, 80));
	OK(goes_to(&look, 0, 0, 0, 80));
	OK(goes_to(&look, 80, 20, 20, 0));
	/* No number has a tail. */
	OK(look.matrix[0] == 0 && look.matrix[1] == -1 && look.matrix[2] == 1 &&
	    look.matrix[3] == 0 && look.matrix[4] == 0 && look.matrix[5] == 80);
}

static void
a_half_turn_keeps_them(void)
{
	struct csi_pdf_look look = look_of(80, 20);

	csi_pdf_look_turn(-180000, &look);
	OK(look.width == 80 && look.height == 20);
	OK(goes_to(&look, 0, 20, 80, 0));
	OK(goes_to(&look, 80, 0, 0, 20));
}

static void
three_quarters_are_one_the_other_way(void)
{
	struct csi_pdf_look look = look_of(80, 20);

	csi_pdf_look_turn(270000, &look);
	OK(look.width == 20 && look.height == 80);
	OK(goes_to(&look, 0, 20, 0, 0));
	OK(goes_to(&look, 0, 0, 20, 0));
}

static void
turned_back_it_is_as_it_was(void)
{
	for (int32_t turn = -360000; turn <= 360000; turn += 90000) {
		struct csi_pdf_look look = look_of(80, 20);

		csi_pdf_look_turn(turn, &look);
		csi_pdf_look_turn(-turn, &look);
		OKF(look.width == 80 && look.height == 20 &&
			goes_to(&look, 80, 20, 80, 20) &&
			goes_to(&look, 0, 20, 0, 20),
		    "by %d", turn);
	}
}

static void
an_askew_look_has_its_corners_on_the_box_around_it(void)
{
	for (int32_t turn = -359500; turn < 360000; turn += 3500) {
		struct csi_pdf_look look = look_of(80, 20);
		double least[2] = { 1e9, 1e9 }, most[2] = { -1e9, -1e9 };

		csi_pdf_look_turn(turn, &look);
		for (int corner = 0; corner < 4; corner++) {
			double x = corner % 2 * 80, y = corner / 2 * 20;
			const double *m = look.matrix;
			double at[2] = { m[0] * x + m[2] * y + m[4],
				m[1] * x + m[3] * y + m[5] };

			for (int i = 0; i < 2; i++) {
				least[i] = fmin(least[i], at[i]);
				most[i] = fmax(most[i], at[i]);
			}
		}
		if (!near(least[0], 0) || !near(least[1], 0) ||
		    !near(most[0], look.width) || !near(most[1], look.height))
			OKF(false, "by %d", turn);
	}
	OK(true);
}

/* Exif 2.32, 4.6.4: where the first row begins, and where it ends. */
static void
each_orientation_puts_its_corners_where_exif_has_them(void)
{
	static const struct {
		double first_x, first_y, last_x, last_y;
	} cases[9] = { { 0, 1, 1, 1 }, { 0, 1, 1, 1 }, { 1, 1, 0, 1 },
		{ 1, 0, 0, 0 }, { 0, 0, 1, 0 }, { 0, 1, 0, 0 }, { 1, 1, 1, 0 },
		{ 1, 0, 1, 1 }, { 0, 0, 0, 1 } };

	for (unsigned i = 0; i <= 8; i++) {
		struct csi_pdf_look look = look_of(80, 20);

		csi_pdf_look_orient(i, &look);
		OKF(look.width == (i < 5 ? 80 : 20) &&
			look.height == (i < 5 ? 20 : 80) &&
			goes_to(&look, 0, 20, cases[i].first_x * look.width,
			    cases[i].first_y * look.height) &&
			goes_to(&look, 80, 20, cases[i].last_x * look.width,
			    cases[i].last_y * look.height),
		    "orientation %u", i);
	}
}

static void
a_room_turned_to_the_side_is_that_of_the_place(void)
{
	double inner[2];

	csi_pdf_turn_room(90000, wide, inner);
	OK(inner[0] == 20 && inner[1] == 80);
	csi_pdf_turn_room(-90000, wide, inner);
	OK(inner[0] == 20 && inner[1] == 80);
	csi_pdf_turn_room(180000, wide, inner);
	OK(inner[0] == 80 && inner[1] == 20);
	csi_pdf_turn_room(0, wide, inner);
	OK(inner[0] == 80 && inner[1] == 20);
}

static void
an_askew_room_is_as_large_as_the_place_allows(void)
{
	for (int32_t turn = -359500; turn < 360000; turn += 3500) {
		struct csi_pdf_look look;
		double inner[2];

		csi_pdf_turn_room(turn, wide, inner);
		look = look_of(inner[0], inner[1]);
		csi_pdf_look_turn(turn, &look);
		if (look.width > 80 + 1e-9 || look.height > 20 + 1e-9 ||
		    (!near(look.width, 80) && !near(look.height, 20)))
			OKF(false, "by %d", turn);
	}
	OK(true);
}

int
main(void)
{
	RUN(a_quarter_exchanges_the_sides);
	RUN(a_half_turn_keeps_them);
	RUN(three_quarters_are_one_the_other_way);
	RUN(turned_back_it_is_as_it_was);
	RUN(an_askew_look_has_its_corners_on_the_box_around_it);
	RUN(each_orientation_puts_its_corners_where_exif_has_them);
	RUN(a_room_turned_to_the_side_is_that_of_the_place);
	RUN(an_askew_room_is_as_large_as_the_place_allows);
	return tap_done();
}
