/* SPDX-License-Identifier: Apache-2.0 */
/* embed.h -- draws a layout with fonts that embed whole. */
#ifndef PANGO_TYPESET_EMBED_H
#define PANGO_TYPESET_EMBED_H

#include <pango/pangocairo.h>
#include <stdbool.h>

/* Draws the layout with its top left corner at x, y.  The result is that of
 * pango_cairo_show_layout(); false: out of memory, nothing was drawn. */
bool embed_layout(cairo_t *cairo, PangoLayout *layout, double x, double y);

#endif
