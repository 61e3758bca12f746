/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.c -- a page to draw on: millimetres from the top-left corner. */
#include "sheet.h"

#define CELL_PAD    1.4
#define SMALLEST_PT 4.5
#define SANS        "Noto Sans CJK SC"
#define SERIF       "Noto Serif CJK SC"

double
sheet_mm(double mm)
{
	return mm * 72 / 25.4;
}

void
sheet_color(cairo_t *cr, unsigned color)
{
	cairo_set_source_rgb(cr, (color >> 16 & 255) / 255.0,
	    (color >> 8 & 255) / 255.0, (color & 255) / 255.0);
}

static void
box_path(cairo_t *cr, const struct box *box)
{
	cairo_rectangle(cr, sheet_mm(box->x), sheet_mm(box->y),
	    sheet_mm(box->w), sheet_mm(box->h));
}

void
sheet_fill(cairo_t *cr, const struct box *box, unsigned color)
{
	sheet_color(cr, color);
	box_path(cr, box);
	cairo_fill(cr);
}

void
sheet_frame(cairo_t *cr, const struct box *box, unsigned color, double width_mm,
    bool dashed)
{
	double dash = sheet_mm(0.9);

	sheet_color(cr, color);
	cairo_set_line_width(cr, sheet_mm(width_mm));
	cairo_set_dash(cr, &dash, dashed ? 1 : 0, 0);
	box_path(cr, box);
	cairo_stroke(cr);
	cairo_set_dash(cr, NULL, 0, 0);
}

void
sheet_line(cairo_t *cr, double x1, double y1, double x2, double y2,
    unsigned color, double width_mm)
{
	sheet_color(cr, color);
	cairo_set_line_width(cr, sheet_mm(width_mm));
	cairo_move_to(cr, sheet_mm(x1), sheet_mm(y1));
	cairo_line_to(cr, sheet_mm(x2), sheet_mm(y2));
	cairo_stroke(cr);
}

PangoLayout *
sheet_layout(cairo_t *cr, const struct style *style, double w, const char *text)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoContext *context = pango_layout_get_context(layout);
	PangoFontDescription *font = pango_font_description_new();

	/* Without this every glyph sits on a whole point. */
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_language(
	    context, pango_language_from_string("zh-cn"));
	pango_layout_context_changed(layout);
	pango_font_description_set_family_static(
	    font, style->serif ? SERIF : SANS);
	pango_font_description_set_weight(
	    font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_absolute_size(font, style->pt * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	if (style->leading > 0)
		pango_layout_set_line_spacing(
		    layout, (float)(style->leading / 1.448));
	pango_layout_set_width(layout, (int)(sheet_mm(w) * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, style->align);
	pango_layout_set_text(layout, text, -1);
	return layout;
}

static double
layout_height(PangoLayout *layout)
{
	PangoRectangle area;

	pango_layout_get_extents(layout, NULL, &area);
	return (double)area.height / PANGO_SCALE * 25.4 / 72;
}

static void
show(cairo_t *cr, const struct style *style, double x, double y,
    PangoLayout *layout)
{
	sheet_color(cr, style->color);
	cairo_move_to(cr, sheet_mm(x), sheet_mm(y));
	pango_cairo_show_layout(cr, layout);
}

double
sheet_text(cairo_t *cr, const struct style *style, double x, double y, double w,
    const char *text)
{
	PangoLayout *layout = sheet_layout(cr, style, w, text);
	double height = layout_height(layout);

	show(cr, style, x, y, layout);
	g_object_unref(layout);
	return height;
}

void
sheet_cell(cairo_t *cr, const struct style *style, const struct box *cell,
    const char *text)
{
	struct style fit = *style;
	double w = cell->w - 2 * CELL_PAD, height;
	PangoLayout *layout = sheet_layout(cr, &fit, w, text);

	for (;;) {
		height = layout_height(layout);
		if (height <= cell->h || fit.pt <= SMALLEST_PT)
			break;
		fit.pt -= 0.25;
		g_object_unref(layout);
		layout = sheet_layout(cr, &fit, w, text);
	}
	show(cr, &fit, cell->x + CELL_PAD, cell->y + (cell->h - height) / 2,
	    layout);
	g_object_unref(layout);
}
