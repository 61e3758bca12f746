/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.h -- a page to draw on: millimetres from the top-left corner. */
#ifndef HALL_SHEET_H
#define HALL_SHEET_H

#include <pango/pangocairo.h>
#include <stdbool.h>

struct box {
	double x, y, w, h;
};

struct style {
	double pt; /* height of the font */
	unsigned color;
	bool bold, serif;
	PangoAlignment align;
	double leading; /* height of a line, as a factor; 0: the font's own */
};

#define SHEET_INK   0x1c2326
#define SHEET_GREY  0x5d6b72
#define SHEET_LINE  0x8fa1a9
#define SHEET_TINT  0xeef4f6
#define SHEET_BRAND 0x0b5c78

double sheet_mm(double mm); /* in points */

void sheet_color(cairo_t *cr, unsigned color);
void sheet_fill(cairo_t *cr, const struct box *box, unsigned color);
void sheet_frame(cairo_t *cr, const struct box *box, unsigned color,
    double width_mm, bool dashed);
void sheet_line(cairo_t *cr, double x1, double y1, double x2, double y2,
    unsigned color, double width_mm);

/* Wraps text at w mm; the caller frees the layout with g_object_unref(). */
PangoLayout *sheet_layout(
    cairo_t *cr, const struct style *style, double w, const char *text);

/* Draws text with its top at y; returns its height. */
double sheet_text(cairo_t *cr, const struct style *style, double x, double y,
    double w, const char *text);

/* Draws text in the middle of a cell's height, smaller if it has to be. */
void sheet_cell(cairo_t *cr, const struct style *style, const struct box *cell,
    const char *text);

#endif
