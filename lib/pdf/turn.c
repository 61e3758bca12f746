/* SPDX-License-Identifier: Apache-2.0 */
/* turn.c -- looks that are turned. */
#include "turn.h"

#include <math.h>

#define QUARTER_MDEG 90000
#define HALF_CIRCLE  180000.0

/* How far along the sides of the box around it something points that is one
 * long, right and down. */
struct turn {
	double right, down;
	bool is_sideways; /* nearer to lying than to standing */
};

/* Quarters are exact: their numbers are written. */
static struct turn
turn_of(int32_t turn_mdeg)
{
	static const double sines[4] = { 0, 1, 0, -1 };
	int32_t turn = turn_mdeg % (4 * QUARTER_MDEG), quarter;
	double angle;

	if (turn < 0)
		turn += 4 * QUARTER_MDEG;
	quarter = (turn + QUARTER_MDEG / 2) / QUARTER_MDEG % 4;
	if (turn % QUARTER_MDEG == 0)
		return (struct turn){ sines[(quarter + 1) % 4], sines[quarter],
			quarter % 2 != 0 };
	angle = turn / HALF_CIRCLE * M_PI;
	return (struct turn){ cos(angle), sin(angle), quarter % 2 != 0 };
}

static void
size_around(const struct turn *turn, double width, double height, double ret[2])
{
	ret[0] = width * fabs(turn->right) + height * fabs(turn->down);
	ret[1] = width * fabs(turn->down) + height * fabs(turn->right);
}

void
csi_pdf_turn_room(int32_t turn_mdeg, const double room[2], double ret_inner[2])
{
	struct turn turn = turn_of(turn_mdeg);
	double width = room[turn.is_sideways], height = room[!turn.is_sideways];
	double around[2], scale;

	size_around(&turn, width, height, around);
	scale = fmin(room[0] / around[0], room[1] / around[1]);
	ret_inner[0] = width * scale;
	ret_inner[1] = height * scale;
}

void
csi_pdf_look_turn(int32_t turn_mdeg, struct csi_pdf_look *look)
{
	struct turn turn = turn_of(turn_mdeg);
	double matrix[6] = { turn.right, -turn.down, turn.down, turn.right, 0,
		0 };
	double around[2];

	size_around(&turn, look->width, look->height, around);
	/* The middle stays the middle. */
	matrix[4] =
	    (around[0] - look->width * turn.right - look->height * turn.down) /
	    2;
	matrix[5] =
	    (around[1] + look->width * turn.down - look->height * turn.right) /
	    2;
	csi_pdf_multiply(look->matrix, matrix, look->matrix);
	look->width = around[0];
	look->height = around[1];
}

/* Exif 2.32, 4.6.4: mirrored first, then turned. */
void
csi_pdf_look_orient(unsigned orientation, struct csi_pdf_look *look)
{
	static const struct {
		bool mirrored;
		int32_t turn_mdeg;
	} how[] = { { false, 0 }, { false, 0 }, { true, 0 },
		{ false, 2 * QUARTER_MDEG }, { true, 2 * QUARTER_MDEG },
		{ true, 3 * QUARTER_MDEG }, { false, QUARTER_MDEG },
		{ true, QUARTER_MDEG }, { false, 3 * QUARTER_MDEG } };
	const double mirror[6] = { -1, 0, 0, 1, look->width, 0 };

	if (orientation >= sizeof(how) / sizeof(how[0]))
		return;
	if (how[orientation].mirrored)
		csi_pdf_multiply(look->matrix, mirror, look->matrix);
	csi_pdf_look_turn(how[orientation].turn_mdeg, look);
}
