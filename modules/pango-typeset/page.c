/* SPDX-License-Identifier: Apache-2.0 */
/* page.c -- text on a PDF page of its own size.
 *
 * The text is laid out and measured on a surface whose page has no size yet;
 * then the page gets the size of the text.  Points are the unit of both. */
#include "page.h"

#include "embed.h"
#include "fonts.h"

#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define POINT        (72 / 25400.0) /* 1/72 inch, of a micrometre */
#define UM_PER_MM    1000.0
#define SIZE_STEP_UM 20    /* finer than anybody sees */
#define SIDE_MOST_PT 14400 /* ISO 32000-1, Annex C */

/* Where cairo's bytes go; it must not be told more than that it failed. */
struct sink {
	cseal_blob *pdf;
	cseal_status status;
	cseal_error **ret_error;
};

struct page {
	struct sink sink;
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoFontMap *fonts;
	PangoContext *context;
	PangoLayout *layout;
};

static cairo_status_t
write_pdf(void *closure, const unsigned char *bytes, unsigned int len)
{
	struct sink *sink = closure;

	if (sink->status == CSEAL_OK)
		sink->status =
		    cseal_blob_append(sink->pdf, bytes, len, sink->ret_error);
	return sink->status == CSEAL_OK ? CAIRO_STATUS_SUCCESS
					: CAIRO_STATUS_WRITE_ERROR;
}

/* Nothing of when and by whom; no compressed objects either. */
static void
open_page(struct page *page)
{
	page->surface =
	    cairo_pdf_surface_create_for_stream(write_pdf, &page->sink, 1, 1);
	cairo_pdf_surface_restrict_to_version(
	    page->surface, CAIRO_PDF_VERSION_1_4);
	cairo_pdf_surface_set_metadata(
	    page->surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
	page->cairo = cairo_create(page->surface);
	page->fonts = pango_cairo_font_map_new();
	page->context = pango_font_map_create_context(page->fonts);
}

static void
close_page(struct page *page)
{
	if (page->layout != NULL)
		g_object_unref(page->layout);
	g_object_unref(page->context);
	g_object_unref(page->fonts);
	cairo_destroy(page->cairo);
	cairo_surface_finish(page->surface);
	cairo_surface_destroy(page->surface);
}

static void
choose_font(struct page *page, const struct cseal_text_request *request,
    uint32_t text_um)
{
	fonts_choose(
	    page->layout, request->font, text_um * POINT * PANGO_SCALE);
}

/* What is copied from the page is what was given: no ligatures, which some
 * viewers copy as characters of their own, and no hyphens. */
static void
keep_letters(PangoLayout *layout)
{
	PangoAttrList *attributes = pango_attr_list_new();

	pango_attr_list_insert(
	    attributes, pango_attr_font_features_new("liga=0, clig=0"));
	pango_attr_list_insert(
	    attributes, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
}

static void
lay_out(struct page *page, const struct cseal_text_request *request,
    const char *language)
{
	pango_cairo_update_context(page->cairo, page->context);
	pango_context_set_language(
	    page->context, pango_language_from_string(language));
	pango_context_set_round_glyph_positions(page->context, FALSE);
	page->layout = pango_layout_new(page->context);
	choose_font(page, request, request->text_um);
	keep_letters(page->layout);
	pango_layout_set_wrap(page->layout, PANGO_WRAP_WORD_CHAR);
	if (request->width_um != 0)
		pango_layout_set_width(page->layout,
		    (int)(request->width_um * POINT * PANGO_SCALE));
	pango_layout_set_text(page->layout, request->text, -1);
}

/* Of lines and of ink: an italic leans out of its line. */
static void
measure(PangoLayout *layout, PangoRectangle *box)
{
	PangoRectangle ink;
	int right, bottom;

	pango_layout_get_extents(layout, &ink, box);
	right = MAX(ink.x + ink.width, box->x + box->width);
	bottom = MAX(ink.y + ink.height, box->y + box->height);
	box->x = MIN(ink.x, box->x);
	box->y = MIN(ink.y, box->y);
	box->width = right - box->x;
	box->height = bottom - box->y;
}

static bool
is_too_high(const struct cseal_text_request *request, const PangoRectangle *box)
{
	return request->height_um != 0 &&
	       pango_units_to_double(box->height) > request->height_um * POINT;
}

/* The largest font that fits, or the least. */
static void
shrink(struct page *page, const struct cseal_text_request *request,
    PangoRectangle *box)
{
	uint32_t fits = request->text_least_um, over = request->text_um;

	if (fits == 0 || fits >= over || !is_too_high(request, box))
		return;
	while (over - fits > SIZE_STEP_UM) {
		uint32_t middle = fits + (over - fits) / 2;

		choose_font(page, request, middle);
		measure(page->layout, box);
		if (is_too_high(request, box))
			over = middle;
		else
			fits = middle;
	}
	choose_font(page, request, fits);
	measure(page->layout, box);
}

static cseal_status
check_size(const struct cseal_text_request *request, const PangoRectangle *box,
    cseal_error **ret_error)
{
	if (box->width <= 0 || box->height <= 0)
		return cseal_fail(
		    ret_error, CSEAL_REFUSED_INPUT, "there was no text");
	if (is_too_high(request, box))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the text was higher than its place, %.1f mm, in a font of "
		    "%.1f mm",
		    request->height_um / UM_PER_MM,
		    (request->text_least_um != 0 ? request->text_least_um
						 : request->text_um) /
			UM_PER_MM);
	if (pango_units_to_double(box->width) > SIDE_MOST_PT ||
	    pango_units_to_double(box->height) > SIDE_MOST_PT)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the text was larger than a page can be");
	return CSEAL_OK;
}

/* Said before the layout, for which Pango takes the square of the lines in
 * time.  No font has lines closer than half its size. */
static cseal_status
check_lines(const struct cseal_text_request *request, cseal_error **ret_error)
{
	uint32_t text_um = request->text_least_um != 0 ? request->text_least_um
						       : request->text_um;
	double height_pt = 0;

	for (const char *at = request->text; *at != '\0'; at++)
		height_pt += *at == '\n' ? text_um / 2.0 * POINT : 0;
	if (height_pt > SIDE_MOST_PT)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the text had more lines than a page can have");
	return CSEAL_OK;
}

static bool
draw_text(struct page *page, double x, double y, bool as_outlines)
{
	if (!as_outlines)
		return embed_layout(page->cairo, page->layout, x, y);
	cairo_move_to(page->cairo, x, y);
	pango_cairo_layout_path(page->cairo, page->layout);
	cairo_fill(page->cairo);
	return true;
}

static cseal_status
draw(struct page *page, const PangoRectangle *box,
    const struct cseal_text_request *request)
{
	uint32_t color = request->color;
	cairo_t *cairo = page->cairo;
	cairo_status_t status;
	bool drawn;

	cairo_pdf_surface_set_size(page->surface,
	    pango_units_to_double(box->width),
	    pango_units_to_double(box->height));
	cairo_set_source_rgb(cairo, (color >> 16 & 0xff) / 255.0,
	    (color >> 8 & 0xff) / 255.0, (color & 0xff) / 255.0);
	drawn = draw_text(page, -pango_units_to_double(box->x),
	    -pango_units_to_double(box->y), request->as_outlines);
	cairo_show_page(cairo);
	cairo_surface_finish(page->surface);
	if (page->sink.status != CSEAL_OK)
		return page->sink.status;
	status = cairo_status(cairo);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(page->surface);
	if (!drawn || status == CAIRO_STATUS_NO_MEMORY)
		return cseal_fail(
		    page->sink.ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	if (status != CAIRO_STATUS_SUCCESS)
		return cseal_fail(page->sink.ret_error, CSEAL_FAULT_MODULE,
		    "Cairo could not draw the text: %s",
		    cairo_status_to_string(status));
	return CSEAL_OK;
}

cseal_status
page_set(const struct cseal_text_request *request, const char *language,
    cseal_blob *pdf, cseal_error **ret_error)
{
	struct page page = { .sink = { pdf, CSEAL_OK, ret_error } };
	PangoRectangle box;
	cseal_status st = check_lines(request, ret_error);

	if (st != CSEAL_OK)
		return st;
	open_page(&page);
	lay_out(&page, request, language);
	st = fonts_cover(page.layout, ret_error);
	if (st == CSEAL_OK) {
		measure(page.layout, &box);
		shrink(&page, request, &box);
		st = check_size(request, &box, ret_error);
	}
	if (st == CSEAL_OK)
		st = draw(&page, &box, request);
	else
		page.sink.status = st; /* what cairo still writes is lost */
	close_page(&page);
	return st;
}
