/* SPDX-License-Identifier: Apache-2.0 */
/* nib.c -- how broad the pen is at each point of a line.
 *
 * What a pen does on paper: it lingers and broadens in turns, thins on the
 * straight, is broader downwards than across, starts firmly and is drawn off
 * at the end. */
#include "nib.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* All in pens. */
#define STRAIGHT    0.74 /* on the straight */
#define TURN        0.42 /* more in a turn */
#define DOWNWARDS   0.16 /* more downwards than across */
#define ENTRY       0.70 /* at the start */
#define ENTRY_AFTER 1.6  /* until here */
#define EXIT        0.36 /* at the end */
#define EXIT_BEFORE 5.0  /* from here on */

/* A turn of so much, in radians, is a whole one. */
#define WHOLE_TURN 1.3
#define SMOOTHINGS 2

static double
clamp(double value, double least, double most)
{
	return value < least ? least : value > most ? most : value;
}

/* Steep at first, so that an end is a point and no bead. */
static double
ease(double part)
{
	part = clamp(part, 0, 1);
	return part * (2 - part);
}

/* The angle between the way that led to point i and the way on. */
static double
turn_at(const struct csi_ink_line *line, size_t i, size_t reach)
{
	size_t before = i < reach ? 0 : i - reach;
	size_t after = i + reach >= line->count ? line->count - 1 : i + reach;
	struct csi_ink_point in, out;

	if (before == i || after == i)
		return 0;
	in = csi_ink_direction(line->at[before], line->at[i]);
	out = csi_ink_direction(line->at[i], line->at[after]);
	return acos(clamp(in.x * out.x + in.y * out.y, -1, 1));
}

/* 1 straight down or up, 0 across. */
static double
steepness(const struct csi_ink_line *line, size_t i)
{
	size_t after = i + 1 < line->count ? i + 1 : i;
	struct csi_ink_point way;

	way = csi_ink_direction(line->at[i > 0 ? i - 1 : 0], line->at[after]);
	return way.y * way.y;
}

/* A mean over `reach` to both sides, by running sums. */
static void
blur(double *values, double *sums, size_t count, size_t reach)
{
	sums[0] = 0;
	for (size_t i = 0; i < count; i++)
		sums[i + 1] = sums[i] + values[i];
	for (size_t i = 0; i < count; i++) {
		size_t first = i < reach ? 0 : i - reach;
		size_t end = i + reach + 1 > count ? count : i + reach + 1;

		values[i] = (sums[end] - sums[first]) / (double)(end - first);
	}
}

static double
taper(const struct csi_ink_line *line, size_t i, double pen_um)
{
	double length = (double)(line->count - 1) * line->step;
	double gone = (double)i * line->step;
	double entry = fmin(ENTRY_AFTER * pen_um, length * 0.3);
	double leave = fmin(EXIT_BEFORE * pen_um, length * 0.35);

	return (ENTRY + (1 - ENTRY) * ease(gone / entry)) *
	       (EXIT + (1 - EXIT) * ease((length - gone) / leave));
}

double *
csi_ink_nib_new(const struct csi_ink_line *line, double pen_um)
{
	double *half = calloc(line->count, sizeof(*half));
	double *sums = calloc(line->count + 1, sizeof(*sums));
	size_t reach = (size_t)clamp(1.5 * pen_um / line->step, 1, 64);

	if (half == NULL || sums == NULL) {
		free(half);
		free(sums);
		return NULL;
	}
	for (size_t i = 0; i < line->count; i++) {
		double turn = turn_at(line, i, reach) / WHOLE_TURN;

		half[i] = STRAIGHT + TURN * clamp(turn, 0, 1) +
			  DOWNWARDS * steepness(line, i);
	}
	for (int i = 0; i < SMOOTHINGS; i++)
		blur(half, sums, line->count, reach);
	for (size_t i = 0; i < line->count; i++)
		half[i] *= taper(line, i, pen_um) * pen_um / 2;
	explicit_bzero(sums, (line->count + 1) * sizeof(*sums));
	free(sums);
	return half;
}
