/* SPDX-License-Identifier: Apache-2.0 */
/* line.h -- the middle of one pen stroke, in points of even distance.
 *
 * Time and pressure end here: the points are placed by arc length, so how
 * fast the pen went cannot be told from them. */
#ifndef CSI_INK_LINE_H
#define CSI_INK_LINE_H

#include "outline.h"

/* However long a stroke is, its line has no more points than this. */
#define CSI_INK_LINE_MOST 65536u

struct csi_ink_point {
	double x, y; /* um */
};

struct csi_ink_line {
	struct csi_ink_point *at;
	size_t count, room;
	double step; /* um from point to point; the last may be closer */
};

double csi_ink_distance(struct csi_ink_point a, struct csi_ink_point b);

/* The unit vector from a to b; to the right if they are the same. */
struct csi_ink_point csi_ink_direction(
    struct csi_ink_point a, struct csi_ink_point b);

/* Smooths the samples of one stroke and places points a step apart, or
 * farther if there would be too many.  count is at least 1.  False: out of
 * memory.  Wiped and freed by csi_ink_line_free(). */
bool csi_ink_line_init(struct csi_ink_line *line,
    const struct cseal_ink_sample *samples, size_t count, double step);
void csi_ink_line_free(struct csi_ink_line *line);

/* Widens the box to hold the curve through the samples of one stroke, which
 * swings out where the pen turned between two samples. */
void csi_ink_line_reach(const struct cseal_ink_sample *samples, size_t count,
    double step, struct csi_ink_box *box);

#endif
