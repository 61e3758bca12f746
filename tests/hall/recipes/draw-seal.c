/* SPDX-License-Identifier: Apache-2.0 */
/* draw-seal.c -- seals as they are cut in China, drawn in red ink.
 *
 *	draw-seal round NAME LABEL CODE OUT	42 mm: a star, the name on an
 *	                                  	arc, the label and a code
 *	draw-seal square TEXT OUT       	14 mm: four characters of a name
 *
 * OUT ends with .png (600 dpi, transparent) or .pdf (outlines, no font). */
#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DPI       600
#define INK       0.80, 0.07, 0.10
#define FONT      "Noto Serif CJK SC Bold"
#define ROUND_MM  42.0
#define SQUARE_MM 14.0
#define EM        100.0 /* glyphs are outlined at this size, then scaled */

static void
die(const char *why)
{
	fprintf(stderr, "draw-seal: %s\n", why);
	exit(1);
}

/* Adds the outline of one character, its em box centred on the origin and
 * scaled to w by h. */
static void
character_path(cairo_t *cr, const char *text, size_t len, double w, double h)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoFontDescription *font = pango_font_description_from_string(FONT);
	PangoRectangle ink;

	pango_font_description_set_absolute_size(font, EM * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_context_set_language(pango_layout_get_context(layout),
	    pango_language_from_string("zh-cn"));
	pango_layout_context_changed(layout);
	pango_layout_set_text(layout, text, (int)len);
	pango_layout_get_extents(layout, NULL, &ink);
	cairo_save(cr);
	cairo_scale(cr, w / EM, h / EM);
	/* The em box of a CJK font reaches 0.88 above the baseline. */
	cairo_move_to(cr, -(double)ink.width / PANGO_SCALE / 2,
	    0.38 * EM -
		(double)pango_layout_get_baseline(layout) / PANGO_SCALE);
	pango_cairo_layout_path(cr, layout);
	cairo_restore(cr);
	g_object_unref(layout);
}

static size_t
character_len(const char *text)
{
	return (size_t)g_utf8_skip[(unsigned char)*text];
}

/* Spreads text over an arc around the origin: its middle at the angle
 * middle, one character each step (radians, clockwise from the top).  A
 * negative step reads along the bottom, upright. */
static void
arc_text(cairo_t *cr, const char *text, double radius, double middle,
    double step, double w, double h)
{
	long count = g_utf8_strlen(text, -1);
	double angle = middle - step * (double)(count - 1) / 2;

	for (; *text != '\0'; text += character_len(text), angle += step) {
		cairo_save(cr);
		cairo_rotate(cr, angle);
		cairo_translate(cr, 0, -radius);
		if (step < 0)
			cairo_rotate(cr, M_PI);
		character_path(cr, text, character_len(text), w, h);
		cairo_restore(cr);
		cairo_fill(cr);
	}
}

static void
line_text(
    cairo_t *cr, const char *text, double y, double pitch, double w, double h)
{
	double x = -pitch * (double)(g_utf8_strlen(text, -1) - 1) / 2;

	for (; *text != '\0'; text += character_len(text), x += pitch) {
		cairo_save(cr);
		cairo_translate(cr, x, y);
		character_path(cr, text, character_len(text), w, h);
		cairo_restore(cr);
		cairo_fill(cr);
	}
}

static void
star(cairo_t *cr, double radius)
{
	/* The inner corners of a pentagram: r (3 - sqrt 5) / 2. */
	double inner = radius * (3 - sqrt(5)) / 2;

	for (int i = 0; i < 10; i++) {
		double r = i % 2 == 0 ? radius : inner;
		double angle = M_PI / 5 * i;

		cairo_line_to(cr, r * sin(angle), -r * cos(angle));
	}
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void
draw_round(cairo_t *cr, char **args)
{
	const char *name = args[0], *label = args[1], *code = args[2];
	double count = (double)g_utf8_strlen(name, -1);
	double step = fmin(25, 225 / (count - 1)) * M_PI / 180;
	double label_count = (double)g_utf8_strlen(label, -1);
	double pitch = fmin(4.3, 22 / label_count);

	cairo_translate(cr, ROUND_MM / 2, ROUND_MM / 2);
	cairo_set_line_width(cr, 1.15);
	cairo_arc(cr, 0, 0, ROUND_MM / 2 - 0.7, 0, 2 * M_PI);
	cairo_stroke(cr);
	arc_text(cr, name, 15.9, 0, step, 4.3, 5.6);
	star(cr, 6.6);
	line_text(cr, label, 11.0, pitch, pitch * 0.94, pitch * 1.12);
	arc_text(cr, code, 18.2, M_PI, -4.6 * M_PI / 180, 2.1, 2.1);
}

static void
draw_square(cairo_t *cr, char **args)
{
	/* Read from the top right, columns to the left. */
	static const double at[4][2] = { { 1, -1 }, { 1, 1 }, { -1, -1 },
		{ -1, 1 } };
	const char *text = args[0];
	double half = SQUARE_MM / 2 - 0.55, cell = half - 0.75;

	cairo_translate(cr, SQUARE_MM / 2, SQUARE_MM / 2);
	cairo_set_line_width(cr, 0.8);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	cairo_rectangle(cr, -half, -half, 2 * half, 2 * half);
	cairo_stroke(cr);
	for (int i = 0; i < 4 && *text != '\0'; i++) {
		cairo_save(cr);
		cairo_translate(cr, at[i][0] * cell / 2, at[i][1] * cell / 2);
		character_path(
		    cr, text, character_len(text), cell * 1.0, cell * 1.04);
		cairo_restore(cr);
		cairo_fill(cr);
		text += character_len(text);
	}
}

typedef void draw_fn(cairo_t *cr, char **args);

static void
draw(cairo_surface_t *surface, double scale, draw_fn *fn, char **args)
{
	cairo_t *cr = cairo_create(surface);

	cairo_scale(cr, scale, scale);
	cairo_set_source_rgb(cr, INK);
	fn(cr, args);
	if (cairo_status(cr) != CAIRO_STATUS_SUCCESS)
		die(cairo_status_to_string(cairo_status(cr)));
	cairo_destroy(cr);
}

static void
write_png(const char *path, double mm, draw_fn *fn, char **args)
{
	int pixels = (int)ceil(mm / 25.4 * DPI);
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels, pixels);
	cairo_status_t st;

	draw(surface, pixels / mm, fn, args);
	st = cairo_surface_write_to_png(surface, path);
	if (st != CAIRO_STATUS_SUCCESS)
		die(cairo_status_to_string(st));
	cairo_surface_destroy(surface);
}

static void
write_pdf(const char *path, double mm, draw_fn *fn, char **args)
{
	double points = mm / 25.4 * 72;
	cairo_surface_t *surface =
	    cairo_pdf_surface_create(path, points, points);

	/* No date: the same seal is the same bytes. */
	cairo_pdf_surface_set_metadata(
	    surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-01T00:00:00Z");
	draw(surface, points / mm, fn, args);
	cairo_surface_finish(surface);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		die(cairo_status_to_string(cairo_surface_status(surface)));
	cairo_surface_destroy(surface);
}

int
main(int argc, char **argv)
{
	bool is_round = argc == 6 && strcmp(argv[1], "round") == 0;
	bool is_square = argc == 4 && strcmp(argv[1], "square") == 0;
	double mm = is_round ? ROUND_MM : SQUARE_MM;
	draw_fn *fn = is_round ? draw_round : draw_square;
	const char *out = argc > 1 ? argv[argc - 1] : "";

	if (!is_round && !is_square)
		die("usage: draw-seal round NAME LABEL CODE OUT\n"
		    "           draw-seal square TEXT OUT");
	for (int i = 2; i < argc; i++)
		if (argv[i][0] == '\0' || !g_utf8_validate(argv[i], -1, NULL))
			die("a text is empty or not UTF-8");
	if (g_str_has_suffix(out, ".png"))
		write_png(out, mm, fn, argv + 2);
	else if (g_str_has_suffix(out, ".pdf"))
		write_pdf(out, mm, fn, argv + 2);
	else
		die("the name must end with .png or .pdf");
	return 0;
}
