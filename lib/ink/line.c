/* SPDX-License-Identifier: Apache-2.0 */
/* line.c -- the middle of one pen stroke, in points of even distance.
 *
 * Three passes: samples closer together than the pad is exact are dropped; a
 * centripetal Catmull-Rom curve through the rest is walked in even steps;
 * the walk is smoothed. */
#include "line.h"

#include "locked.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A step is cut into so many chords when its length is measured. */
#define CHORDS_A_STEP 2
/* Samples are dropped that are closer together than this part of a step. */
#define APART 3
/* Where a piece of the curve is looked at for its box. */
#define REACH_POINTS 8
#define SMOOTHINGS   3

double
csi_ink_distance(struct csi_ink_point a, struct csi_ink_point b)
{
	double x = b.x - a.x, y = b.y - a.y;

	/* No square of a coordinate overflows: hypot() would be for nothing. */
	return sqrt(x * x + y * y);
}

struct csi_ink_point
csi_ink_direction(struct csi_ink_point a, struct csi_ink_point b)
{
	struct csi_ink_point right = { 1, 0 };
	double length = csi_ink_distance(a, b);

	if (length <= 0)
		return right;
	return (
	    struct csi_ink_point){ (b.x - a.x) / length, (b.y - a.y) / length };
}

static struct csi_ink_point
between(struct csi_ink_point a, struct csi_ink_point b, double part)
{
	return (struct csi_ink_point){ a.x + (b.x - a.x) * part,
		a.y + (b.y - a.y) * part };
}

/* The first and the last sample stay, and of the others those that are at
 * least `apart` from the one before. */
static size_t
thin_out(struct csi_ink_point *points, const struct cseal_ink_sample *samples,
    size_t count, double apart)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct csi_ink_point point = { samples[i].x_um,
			samples[i].y_um };

		if (kept == 0 ||
		    csi_ink_distance(points[kept - 1], point) >= apart)
			points[kept++] = point;
		else if (i == count - 1 && kept > 1)
			points[kept - 1] = point;
	}
	return kept;
}

/* A curve from points[i] to points[i + 1] with the parameter at its knots:
 * the square root of the chord (centripetal), so that it never loops. */
struct curve {
	struct csi_ink_point at[4];
	double knot[4];
};

static struct curve
curve_at(const struct csi_ink_point *points, size_t count, size_t i)
{
	struct curve curve = { .at = { points[i], points[i], points[i + 1],
				   points[i + 1] } };

	if (i > 0)
		curve.at[0] = points[i - 1];
	if (i + 2 < count)
		curve.at[3] = points[i + 2];
	for (size_t k = 1; k < 4; k++)
		curve.knot[k] =
		    curve.knot[k - 1] +
		    sqrt(csi_ink_distance(curve.at[k - 1], curve.at[k]));
	return curve;
}

static struct csi_ink_point
blend(const struct curve *curve, size_t from, size_t to, struct csi_ink_point a,
    struct csi_ink_point b, double knot)
{
	double width = curve->knot[to] - curve->knot[from];

	return width <= 0 ? a
			  : between(a, b, (knot - curve->knot[from]) / width);
}

/* The pyramid of Barry and Goldman. */
static struct csi_ink_point
curve_point(const struct curve *curve, double part)
{
	double knot = curve->knot[1] + (curve->knot[2] - curve->knot[1]) * part;
	const struct csi_ink_point *at = curve->at;
	struct csi_ink_point a = blend(curve, 0, 1, at[0], at[1], knot);
	struct csi_ink_point b = blend(curve, 1, 2, at[1], at[2], knot);
	struct csi_ink_point c = blend(curve, 2, 3, at[2], at[3], knot);

	/* At an end of the stroke there is no neighbour to bend towards. */
	if (curve->knot[1] <= curve->knot[0])
		a = b;
	if (curve->knot[3] <= curve->knot[2])
		c = b;
	a = blend(curve, 0, 2, a, b, knot);
	b = blend(curve, 1, 3, b, c, knot);
	return blend(curve, 1, 2, a, b, knot);
}

/* Puts points on the way to `to`, a step apart. */
static void
walk_to(struct csi_ink_line *line, struct csi_ink_point *from,
    struct csi_ink_point to, double *gone)
{
	double length = csi_ink_distance(*from, to);

	while (*gone + length >= line->step && length > 0 &&
	       line->count < line->room - 1) {
		double part = (line->step - *gone) / length;

		*from = between(*from, to, part > 0 ? part : 0);
		line->at[line->count++] = *from;
		length = csi_ink_distance(*from, to);
		*gone = 0;
	}
	*gone += length;
	*from = to;
}

static void
walk_curve(
    struct csi_ink_line *line, const struct csi_ink_point *points, size_t count)
{
	struct csi_ink_point from = points[0];
	double gone = 0;

	line->at[line->count++] = points[0];
	for (size_t i = 0; i + 1 < count; i++) {
		struct curve curve = curve_at(points, count, i);
		double steps =
		    csi_ink_distance(points[i], points[i + 1]) / line->step;
		size_t chords = (size_t)(steps * CHORDS_A_STEP) + 1;

		for (size_t k = 1; k <= chords; k++)
			walk_to(line, &from,
			    curve_point(&curve, (double)k / (double)chords),
			    &gone);
	}
	if (gone < line->step / 2 && line->count > 1)
		line->count--;
	if (count > 1)
		line->at[line->count++] = points[count - 1];
}

/* A quarter, a half, a quarter; the ends stay. */
static void
smooth(struct csi_ink_line *line)
{
	struct csi_ink_point before = line->at[0];

	for (size_t i = 1; i + 1 < line->count; i++) {
		struct csi_ink_point sides =
		    between(before, line->at[i + 1], 0.5);

		before = line->at[i];
		line->at[i] = between(before, sides, 0.5);
	}
}

/* Chooses the step and the room for it.  The curve is hardly longer than its
 * chords; if it should be, it is cut short and ends with a straight line. */
static void
measure(struct csi_ink_line *line, const struct csi_ink_point *points,
    size_t count, double step)
{
	double length = 0, least;

	for (size_t i = 0; i + 1 < count; i++)
		length += csi_ink_distance(points[i], points[i + 1]);
	least = 1.5 * length / (CSI_INK_LINE_MOST - 4);
	line->step = step > least ? step : least;
	line->room = (size_t)(1.5 * length / line->step) + 4;
}

bool
csi_ink_line_init(struct csi_ink_line *line,
    const struct cseal_ink_sample *samples, size_t count, double step)
{
	struct csi_ink_point *points;
	struct csi_locked memory;
	size_t kept;

	memset(line, 0, sizeof(*line));
	/* They are the samples' own places. */
	if (!csi_locked_init(&memory, count * sizeof(*points)))
		return false;
	points = memory.at;
	kept = thin_out(points, samples, count, step / APART);
	measure(line, points, kept, step);
	line->at = calloc(line->room, sizeof(*line->at));
	if (line->at != NULL) {
		walk_curve(line, points, kept);
		for (int i = 0; i < SMOOTHINGS; i++)
			smooth(line);
	}
	csi_locked_free(&memory);
	return line->at != NULL;
}

void
csi_ink_line_free(struct csi_ink_line *line)
{
	if (line->at != NULL)
		explicit_bzero(line->at, line->room * sizeof(*line->at));
	free(line->at);
	memset(line, 0, sizeof(*line));
}

static void
widen(struct csi_ink_box *box, struct csi_ink_point point)
{
	box->left = fmin(box->left, point.x);
	box->right = fmax(box->right, point.x);
	box->top = fmin(box->top, point.y);
	box->bottom = fmax(box->bottom, point.y);
}

static void
reach_piece(const struct csi_ink_point *points, size_t count, size_t i,
    struct csi_ink_box *box)
{
	struct curve curve = curve_at(points, count, i);

	for (int k = 1; k <= REACH_POINTS; k++)
		widen(box, curve_point(&curve, (double)k / REACH_POINTS));
}

void
csi_ink_line_reach(const struct cseal_ink_sample *samples, size_t count,
    double step, struct csi_ink_box *box)
{
	struct csi_ink_point points[4]; /* the last ones that stay */
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct csi_ink_point point = { samples[i].x_um,
			samples[i].y_um };

		if (kept > 0 && i + 1 < count &&
		    csi_ink_distance(points[kept - 1], point) < step / APART)
			continue;
		if (kept == 4)
			memmove(points, points + 1, 3 * sizeof(points[0]));
		else
			kept++;
		points[kept - 1] = point;
		if (kept >= 3)
			reach_piece(points, kept, kept - 3, box);
	}
	if (kept >= 2)
		reach_piece(points, kept, kept - 2, box);
}
