/* SPDX-License-Identifier: Apache-2.0 */
/* outline.h -- from samples to closed paths that are filled.
 *
 * Neither pressure nor time reach the outline: the width follows from the
 * path alone, and points are placed by arc length, so that the biometric
 * cannot be rebuilt from the drawing. */
#ifndef CSI_INK_OUTLINE_H
#define CSI_INK_OUTLINE_H

#include "bytes.h"

#include <counterseal/ink.h>

/* Micrometres, y down. */
struct csi_ink_box {
	double left, top, right, bottom;
};

/* The box of what is drawn, half a pen width included; false: no ink. */
bool csi_ink_bounds(const struct cseal_ink_sample *samples, size_t count,
    struct csi_ink_box *ret_box);

/* Appends PDF path operators (m, l, c, h, f) that fill the outline: in
 * points, y up, origin at the left bottom of the box. */
void csi_ink_paths_pdf(const struct cseal_ink_sample *samples, size_t count,
    const struct csi_ink_box *box, struct csi_bytes *out);

/* Appends the `d` attribute of an SVG path, in micrometres from the left top
 * of the box. */
void csi_ink_paths_svg(const struct cseal_ink_sample *samples, size_t count,
    const struct csi_ink_box *box, struct csi_bytes *out);

#endif
