/* SPDX-License-Identifier: Apache-2.0 */
/* test-pair.c -- proves lib/pdf/pair.c: how a picture and a text share a
 * room. */
#include "pdf/pair.h"

#include "tap.h"

#include <math.h>

static const double room[2] = { 100, 40 };

static bool
near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

static struct csi_pdf_pair_rooms
divide(double width, double height, double gap, bool over)
{
	const struct csi_pdf_look picture = { .width = width,
		.height = height };
	struct csi_pdf_pair_rooms rooms;

	csi_pdf_pair_divide(&picture, room, gap, over, &rooms);
	return rooms;
}

static void
a_picture_has_all_of_the_height(void)
{
	struct csi_pdf_pair_rooms rooms = divide(300, 400, 5, false);

	OK(near(rooms.picture[0], 30) && near(rooms.picture[1], 40));
	OK(near(rooms.text_x, 35) && near(rooms.text[0], 65) &&
	    near(rooms.text[1], 40));
}

static void
a_wide_one_has_two_fifths_of_the_width(void)
{
	struct csi_pdf_pair_rooms rooms = divide(400, 100, 5, false);

	OK(near(rooms.picture[0], 40) && near(rooms.picture[1], 40));
	OK(near(rooms.text_x, 45) && near(rooms.text[0], 55));
}

static void
a_gap_is_never_more_than_a_tenth(void)
{
	OK(near(divide(1, 1, 1000, false).text_x, 50));
}

static void
over_each_other_both_have_the_room(void)
{
	struct csi_pdf_pair_rooms rooms = divide(400, 100, 5, true);

	OK(near(rooms.picture[0], 100) && near(rooms.picture[1], 40));
	OK(rooms.text_x == 0 && near(rooms.text[0], 100) &&
	    near(rooms.text[1], 40));
}

int
main(void)
{
	RUN(a_picture_has_all_of_the_height);
	RUN(a_wide_one_has_two_fifths_of_the_width);
	RUN(a_gap_is_never_more_than_a_tenth);
	RUN(over_each_other_both_have_the_room);
	return tap_done();
}
