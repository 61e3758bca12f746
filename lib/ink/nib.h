/* SPDX-License-Identifier: Apache-2.0 */
/* nib.h -- how broad the pen is at each point of a line.
 *
 * It looks like pressure, but follows from the shape alone. */
#ifndef CSI_INK_NIB_H
#define CSI_INK_NIB_H

#include "line.h"

/* No stroke is broader than so many pens. */
#define CSI_INK_NIB_MOST 1.35

/* Half the width at each of the line's points; NULL: out of memory.  To be
 * freed with free(). */
double *csi_ink_nib_new(const struct csi_ink_line *line, double pen_um);

#endif
