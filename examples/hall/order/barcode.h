/* SPDX-License-Identifier: Apache-2.0 */
/* barcode.h -- Code 128, as scanners at a counter read it. */
#ifndef HALL_BARCODE_H
#define HALL_BARCODE_H

#include "sheet.h"

/* Draws printable ASCII in code set B, filling the box; the quiet zones are
 * the caller's. */
void barcode_draw(cairo_t *cr, const struct box *box, const char *text);

#endif
