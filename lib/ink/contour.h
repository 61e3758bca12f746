/* SPDX-License-Identifier: Apache-2.0 */
/* contour.h -- the edge of a line of changing width, as closed cubics. */
#ifndef CSI_INK_CONTOUR_H
#define CSI_INK_CONTOUR_H

#include "line.h"

/* Takes the edges.  All of them go round the same way, so that the nonzero
 * rule fills their union. */
struct csi_ink_sink {
	void (*move)(void *user, struct csi_ink_point to);
	void (*curve)(void *user, const struct csi_ink_point to[3]);
	void (*close)(void *user);
	void *user;
};

void csi_ink_dot(struct csi_ink_point centre, double radius,
    const struct csi_ink_sink *sink);

/* half is half the width at each point of the line, which has at least two.
 * False: out of memory. */
bool csi_ink_contour(const struct csi_ink_line *line, const double *half,
    const struct csi_ink_sink *sink);

#endif
