/* SPDX-License-Identifier: Apache-2.0 */
/* number.h -- decimal numbers as PDF and SVG have them, in every locale. */
#ifndef CSI_INK_NUMBER_H
#define CSI_INK_NUMBER_H

#include "bytes.h"

/* Appends the value rounded to an integer, or to hundredths.  It must be
 * less than 1e17. */
void csi_ink_add_number(struct csi_bytes *out, double value, bool hundredths);

#endif
