/* SPDX-License-Identifier: Apache-2.0 */
/* contour.c -- the edge of a line of changing width, as closed cubics.
 *
 * The edge of a smooth line runs beside it at half the width.  Where the line
 * turns more sharply than that, its inner edge would run backwards: there the
 * line is cut in two, and both pieces end round. */
#include "contour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A quarter of a circle as a cubic: 4/3 (sqrt(2) - 1). */
#define QUARTER 0.5522847498

/* The curve stays so close to the true edge, in widths. */
#define TOLERANCE 0.02
#define SPAN_MOST 64

/* The edge on one side of a piece, in the order in which it is drawn. */
struct edge {
	const struct csi_ink_point *at;
	size_t count;
};

static struct csi_ink_point
add(struct csi_ink_point a, struct csi_ink_point way, double length)
{
	return (
	    struct csi_ink_point){ a.x + way.x * length, a.y + way.y * length };
}

/* A quarter turn to the left as seen with y down. */
static struct csi_ink_point
left_of(struct csi_ink_point way)
{
	return (struct csi_ink_point){ way.y, -way.x };
}

static struct csi_ink_point
way_at(const struct csi_ink_point *at, size_t count, size_t i)
{
	return csi_ink_direction(
	    at[i > 0 ? i - 1 : 0], at[i + 1 < count ? i + 1 : i]);
}

/* A quarter of a circle round centre; both ways are unit vectors. */
static void
quarter(struct csi_ink_point centre, struct csi_ink_point from,
    struct csi_ink_point to, double radius, const struct csi_ink_sink *sink)
{
	struct csi_ink_point points[3];

	points[2] = add(centre, to, radius);
	points[0] = add(add(centre, from, radius), to, radius * QUARTER);
	points[1] = add(points[2], from, radius * QUARTER);
	sink->curve(sink->user, points);
}

void
csi_ink_dot(
    struct csi_ink_point centre, double radius, const struct csi_ink_sink *sink)
{
	struct csi_ink_point way = { 0, -1 };

	sink->move(sink->user, add(centre, way, radius));
	for (int i = 0; i < 4; i++) {
		/* To the right: the way in which contours go round. */
		struct csi_ink_point next = { -way.y, way.x };

		quarter(centre, way, next, radius, sink);
		way = next;
	}
	sink->close(sink->user);
}

/* The cubic along points first to last of the edge. */
static void
fit(const struct edge *edge, size_t first, size_t last,
    struct csi_ink_point to[3])
{
	const struct csi_ink_point *at = edge->at;
	double third = 0;

	for (size_t i = first; i < last; i++)
		third += csi_ink_distance(at[i], at[i + 1]) / 3;
	to[0] = add(at[first], way_at(at, edge->count, first), third);
	to[1] = add(at[last], way_at(at, edge->count, last), -third);
	to[2] = at[last];
}

static struct csi_ink_point
cubic_at(
    struct csi_ink_point from, const struct csi_ink_point to[3], double part)
{
	double rest = 1 - part;
	double a = rest * rest * rest, b = 3 * rest * rest * part;
	double c = 3 * rest * part * part, d = part * part * part;

	return (struct csi_ink_point){ a * from.x + b * to[0].x + c * to[1].x +
					   d * to[2].x,
		a * from.y + b * to[0].y + c * to[1].y + d * to[2].y };
}

static bool
fits(const struct edge *edge, size_t first, size_t last, double tolerance)
{
	struct csi_ink_point to[3];

	fit(edge, first, last, to);
	for (size_t i = first + 1; i < last; i++) {
		double part = (double)(i - first) / (double)(last - first);
		struct csi_ink_point point =
		    cubic_at(edge->at[first], to, part);

		if (csi_ink_distance(point, edge->at[i]) > tolerance)
			return false;
	}
	return true;
}

static void
draw_edge(
    const struct edge *edge, double tolerance, const struct csi_ink_sink *sink)
{
	size_t first = 0;

	while (first + 1 < edge->count) {
		struct csi_ink_point to[3];
		size_t span = SPAN_MOST;

		while (span > edge->count - 1 - first)
			span /= 2;
		while (span > 1 && !fits(edge, first, first + span, tolerance))
			span /= 2;
		fit(edge, first, first + span, to);
		sink->curve(sink->user, to);
		first += span;
	}
}

/* Half a circle from the left side of the way to its right side. */
static void
cap(struct csi_ink_point centre, struct csi_ink_point way, double radius,
    const struct csi_ink_sink *sink)
{
	struct csi_ink_point left = left_of(way);
	struct csi_ink_point right = { -left.x, -left.y };

	quarter(centre, left, way, radius, sink);
	quarter(centre, way, right, radius, sink);
}

/* Both edges of count points: the left one forwards into `edges`, behind it
 * the right one backwards. */
static void
draw_piece(const struct csi_ink_point *at, const double *half, size_t count,
    struct csi_ink_point *edges, const struct csi_ink_sink *sink)
{
	struct edge left = { edges, count }, right = { edges + count, count };
	struct csi_ink_point first = way_at(at, count, 0);
	struct csi_ink_point last = way_at(at, count, count - 1);
	double broadest = 0;

	for (size_t i = 0; i < count; i++) {
		struct csi_ink_point aside = left_of(way_at(at, count, i));

		edges[i] = add(at[i], aside, half[i]);
		edges[2 * count - 1 - i] = add(at[i], aside, -half[i]);
		broadest = fmax(broadest, half[i]);
	}
	sink->move(sink->user, edges[0]);
	draw_edge(&left, 2 * broadest * TOLERANCE, sink);
	cap(at[count - 1], last, half[count - 1], sink);
	draw_edge(&right, 2 * broadest * TOLERANCE, sink);
	cap(at[0], (struct csi_ink_point){ -first.x, -first.y }, half[0], sink);
	sink->close(sink->user);
}

/* Whether the inner edge would run backwards at point i: the radius of the
 * turn is less than half the width. */
static bool
is_sharp(const struct csi_ink_line *line, const double *half, size_t i)
{
	struct csi_ink_point in, out;
	double chord, dot;

	in = csi_ink_direction(line->at[i - 1], line->at[i]);
	out = csi_ink_direction(line->at[i], line->at[i + 1]);
	dot = in.x * out.x + in.y * out.y;
	if (dot <= 0)
		return true;
	/* chord = 2 r sin(turn / 2), sin(turn / 2)^2 = (1 - dot) / 2 */
	chord = csi_ink_distance(line->at[i - 1], line->at[i]);
	return sqrt(2 * (1 - fmin(dot, 1))) * half[i] > chord;
}

bool
csi_ink_contour(const struct csi_ink_line *line, const double *half,
    const struct csi_ink_sink *sink)
{
	struct csi_ink_point *edges = calloc(2 * line->count, sizeof(*edges));
	size_t first = 0;

	if (edges == NULL)
		return false;
	for (size_t i = 1; i < line->count; i++) {
		if (i + 1 < line->count && !is_sharp(line, half, i))
			continue;
		draw_piece(
		    line->at + first, half + first, i - first + 1, edges, sink);
		first = i;
	}
	explicit_bzero(edges, 2 * line->count * sizeof(*edges));
	free(edges);
	return true;
}
