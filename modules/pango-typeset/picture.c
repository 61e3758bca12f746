/* SPDX-License-Identifier: Apache-2.0 */
/* picture.c -- text as a picture of grey bytes. */
#include "picture.h"

#include "fonts.h"

#include <pango/pangocairo.h>

struct picture {
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoFontMap *fonts;
	PangoContext *context;
	PangoLayout *layout;
};

static void
open_picture(struct picture *picture,
    const struct cseal_raster_request *request, const char *language)
{
	picture->surface = cairo_image_surface_create(
	    CAIRO_FORMAT_A8, (int)request->width_px, (int)request->height_px);
	picture->cairo = cairo_create(picture->surface);
	picture->fonts = pango_cairo_font_map_new();
	picture->context = pango_font_map_create_context(picture->fonts);
	pango_cairo_update_context(picture->cairo, picture->context);
	pango_context_set_language(
	    picture->context, pango_language_from_string(language));
	picture->layout = pango_layout_new(picture->context);
	pango_layout_set_wrap(picture->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_width(
	    picture->layout, (int)request->width_px * PANGO_SCALE);
	if (request->is_centred)
		pango_layout_set_alignment(picture->layout, PANGO_ALIGN_CENTER);
	pango_layout_set_text(picture->layout, request->text, -1);
}

static void
close_picture(struct picture *picture)
{
	g_object_unref(picture->layout);
	g_object_unref(picture->context);
	g_object_unref(picture->fonts);
	cairo_destroy(picture->cairo);
	cairo_surface_destroy(picture->surface);
}

static bool
fits(struct picture *picture, const struct cseal_raster_request *request,
    uint32_t text_px, int *ret_height)
{
	int width;

	fonts_choose(
	    picture->layout, request->font, (double)text_px * PANGO_SCALE);
	pango_layout_get_pixel_size(picture->layout, &width, ret_height);
	return *ret_height <= (int)request->height_px &&
	       width <= (int)request->width_px;
}

/* The largest font that fits. */
static cseal_status
choose_size(struct picture *picture, const struct cseal_raster_request *request,
    int *ret_height, cseal_error **ret_error)
{
	uint32_t good = request->text_least_px, bad = request->text_px + 1;

	if (fits(picture, request, request->text_px, ret_height))
		return CSEAL_OK;
	if (!fits(picture, request, good, ret_height))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the text did not fit into %u by %u pixels",
		    (unsigned)request->width_px, (unsigned)request->height_px);
	while (bad - good > 1) {
		uint32_t middle = good + (bad - good) / 2;

		if (fits(picture, request, middle, ret_height))
			good = middle;
		else
			bad = middle;
	}
	fits(picture, request, good, ret_height);
	return CSEAL_OK;
}

static cseal_status
hand_over(struct picture *picture, const struct cseal_raster_request *request,
    cseal_blob *grey, cseal_error **ret_error)
{
	const unsigned char *bytes;
	cseal_status st = CSEAL_OK;
	size_t stride;

	cairo_surface_flush(picture->surface);
	if (cairo_status(picture->cairo) != CAIRO_STATUS_SUCCESS)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	bytes = cairo_image_surface_get_data(picture->surface);
	stride = (size_t)cairo_image_surface_get_stride(picture->surface);
	for (uint32_t y = 0; st == CSEAL_OK && y < request->height_px; y++)
		st = cseal_blob_append(
		    grey, bytes + y * stride, request->width_px, ret_error);
	return st;
}

cseal_status
picture_set(const struct cseal_raster_request *request, const char *language,
    cseal_blob *grey, cseal_error **ret_error)
{
	struct picture picture;
	int height = 0;
	cseal_status st;

	open_picture(&picture, request, language);
	st = choose_size(&picture, request, &height, ret_error);
	if (st == CSEAL_OK)
		st = fonts_cover(picture.layout, ret_error);
	if (st == CSEAL_OK) {
		cairo_move_to(
		    picture.cairo, 0, ((int)request->height_px - height) / 2);
		pango_cairo_show_layout(picture.cairo, picture.layout);
		st = hand_over(&picture, request, grey, ret_error);
	}
	close_picture(&picture);
	return st;
}
