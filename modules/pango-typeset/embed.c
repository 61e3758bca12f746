/* SPDX-License-Identifier: Apache-2.0 */
/* embed.c -- draws a layout with fonts that embed whole.
 *
 * Cairo's subsetter follows each CFF subroutine once and miscounts the hints
 * of the next glyph that calls it (cairo 1.16, cairo-cff-subset.c).
 * Then either every subroutine of the font is embedded, 900 kB of them for
 * Noto Sans CJK, or one that is needed is not and a character is blank: a
 * form without a part of the customer's name.  So cairo never sees a
 * subroutine: HarfBuzz makes the subset, and writes them out. */
#include "embed.h"

#include <cairo-ft.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <stdint.h>
#include <stdlib.h>

#define FONTS_MOST 32 /* in one text; the others are left to cairo */

/* One font of the layout, and what stands for it. */
struct font {
	PangoFont *pango; /* borrowed from the layout */
	hb_set_t *used;
	hb_subset_plan_t *plan;      /* knows its glyph numbers in the subset */
	cairo_scaled_font_t *scaled; /* NULL: cairo's own */
};

struct fonts {
	struct font at[FONTS_MOST];
	size_t count;
};

/* What the cairo font face holds on to. */
struct face {
	FT_Library library;
	FT_Face face;
	hb_blob_t *blob;
};

static const cairo_user_data_key_t face_key;

static void
face_free(void *closure)
{
	struct face *face = closure;

	if (face->face != NULL)
		FT_Done_Face(face->face);
	if (face->library != NULL)
		FT_Done_FreeType(face->library);
	hb_blob_destroy(face->blob);
	free(face);
}

static struct font *
find_font(struct fonts *fonts, PangoFont *pango, bool add)
{
	struct font *font;

	for (size_t i = 0; i < fonts->count; i++)
		if (fonts->at[i].pango == pango)
			return &fonts->at[i];
	if (!add || fonts->count == FONTS_MOST)
		return NULL;
	font = &fonts->at[fonts->count++];
	font->pango = pango;
	font->used = hb_set_create();
	return font;
}

static bool
is_drawn(PangoGlyph glyph)
{
	return glyph != PANGO_GLYPH_EMPTY &&
	       (glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0;
}

static void
collect_run(struct fonts *fonts, const PangoGlyphItem *run)
{
	struct font *font = find_font(fonts, run->item->analysis.font, true);

	for (int i = 0; font != NULL && i < run->glyphs->num_glyphs; i++)
		if (is_drawn(run->glyphs->glyphs[i].glyph))
			hb_set_add(font->used, run->glyphs->glyphs[i].glyph);
}

static void
collect(struct fonts *fonts, PangoLayout *layout)
{
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	const PangoGlyphItem *run;

	do {
		run = pango_layout_iter_get_run_readonly(iter);
		if (run != NULL)
			collect_run(fonts, run);
	} while (pango_layout_iter_next_run(iter));
	pango_layout_iter_free(iter);
}

/* Glyphs were chosen already: no table that chooses them is of use. */
static hb_subset_input_t *
subset_input(const hb_set_t *used)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();

	if (input == NULL)
		return NULL;
	hb_set_union(hb_subset_input_glyph_set(input), used);
	hb_subset_input_set_flags(
	    input, HB_SUBSET_FLAGS_DESUBROUTINIZE | HB_SUBSET_FLAGS_NO_HINTING);
	for (const char *tag = "GSUBGPOSGDEFBASEVORGvheavmtx"; *tag != '\0';
	     tag += 4)
		hb_set_add(
		    hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG),
		    hb_tag_from_string(tag, 4));
	return input;
}

/* A variable font would lose its setting: it is left to cairo. */
static bool
is_plain_cff(hb_face_t *face)
{
	hb_blob_t *cff =
	    hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
	bool is_cff = hb_blob_get_length(cff) != 0;

	hb_blob_destroy(cff);
	return is_cff && !hb_ot_var_has_data(face);
}

static hb_blob_t *
make_subset(struct font *font)
{
	hb_face_t *whole =
	    hb_font_get_face(pango_font_get_hb_font(font->pango));
	hb_subset_input_t *input = NULL;
	hb_face_t *part = NULL;
	hb_blob_t *blob = NULL;

	if (is_plain_cff(whole))
		input = subset_input(font->used);
	if (input != NULL)
		font->plan = hb_subset_plan_create_or_fail(whole, input);
	if (font->plan != NULL)
		part = hb_subset_plan_execute_or_fail(font->plan);
	if (part != NULL)
		blob = hb_face_reference_blob(part);
	hb_face_destroy(part);
	hb_subset_input_destroy(input);
	return blob;
}

/* Takes the blob over.  NULL: FreeType or cairo could not. */
static cairo_font_face_t *
load_face(hb_blob_t *take_blob)
{
	struct face *face = calloc(1, sizeof(*face));
	cairo_font_face_t *cairo_face;
	const char *bytes;
	unsigned len;

	if (face == NULL) {
		hb_blob_destroy(take_blob);
		return NULL;
	}
	face->blob = take_blob;
	bytes = hb_blob_get_data(take_blob, &len);
	if (FT_Init_FreeType(&face->library) != 0 ||
	    FT_New_Memory_Face(face->library, (const FT_Byte *)bytes,
		(FT_Long)len, 0, &face->face) != 0) {
		face_free(face);
		return NULL;
	}
	cairo_face = cairo_ft_font_face_create_for_ft_face(face->face, 0);
	if (cairo_font_face_set_user_data(
		cairo_face, &face_key, face, face_free) == CAIRO_STATUS_SUCCESS)
		return cairo_face;
	cairo_font_face_destroy(cairo_face);
	face_free(face);
	return NULL;
}

static cairo_scaled_font_t *
scaled_of(PangoFont *font)
{
	return pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
}

/* The face in the size and with the options of the font it stands for. */
static cairo_scaled_font_t *
scale_like(cairo_font_face_t *face, cairo_scaled_font_t *model)
{
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_matrix_t size, transform;
	cairo_scaled_font_t *scaled;

	cairo_scaled_font_get_font_matrix(model, &size);
	cairo_scaled_font_get_ctm(model, &transform);
	cairo_scaled_font_get_font_options(model, options);
	scaled = cairo_scaled_font_create(face, &size, &transform, options);
	cairo_font_options_destroy(options);
	return scaled;
}

static void
replace(struct font *font)
{
	hb_blob_t *blob = make_subset(font);
	cairo_font_face_t *face = blob == NULL ? NULL : load_face(blob);

	if (face != NULL) {
		font->scaled = scale_like(face, scaled_of(font->pango));
		cairo_font_face_destroy(face);
	}
}

/* ---- drawing ------------------------------------------------------------ */

/* The glyphs of one run, as cairo takes them. */
struct batch {
	cairo_glyph_t *glyphs;
	cairo_text_cluster_t *clusters;
	int glyph_count, cluster_count;
};

static unsigned long
number_in(const struct font *font, PangoGlyph glyph)
{
	if (font == NULL || font->scaled == NULL)
		return glyph;
	return hb_map_get(
	    hb_subset_plan_old_to_new_glyph_mapping(font->plan), glyph);
}

static void
add_glyphs(struct batch *batch, const struct font *font,
    const PangoGlyphString *string, double x, double y)
{
	for (int i = 0; i < string->num_glyphs; i++) {
		const PangoGlyphInfo *info = &string->glyphs[i];
		cairo_glyph_t *glyph = &batch->glyphs[batch->glyph_count];

		if (is_drawn(info->glyph)) {
			glyph->index = number_in(font, info->glyph);
			glyph->x =
			    x + pango_units_to_double(info->geometry.x_offset);
			glyph->y =
			    y + pango_units_to_double(info->geometry.y_offset);
			batch->glyph_count++;
		}
		x += pango_units_to_double(info->geometry.width);
	}
}

/* Which bytes of the text belong to which glyphs: what a reader extracts. */
static void
add_clusters(struct batch *batch, const PangoGlyphItem *run, const char *text)
{
	PangoGlyphItemIter iter;
	/* The iterator writes to nothing. */
	PangoGlyphItem *item = (PangoGlyphItem *)(uintptr_t)run;
	gboolean more = pango_glyph_item_iter_init_start(&iter, item, text);

	for (; more; more = pango_glyph_item_iter_next_cluster(&iter)) {
		int step = iter.start_glyph < iter.end_glyph ? 1 : -1;
		cairo_text_cluster_t *cluster =
		    &batch->clusters[batch->cluster_count++];

		cluster->num_bytes = iter.end_index - iter.start_index;
		cluster->num_glyphs = 0;
		for (int i = iter.start_glyph; i != iter.end_glyph; i += step)
			if (is_drawn(run->glyphs->glyphs[i].glyph))
				cluster->num_glyphs++;
	}
}

static bool
draw_run(cairo_t *cairo, struct fonts *fonts, const PangoGlyphItem *run,
    const char *text, double x, double y)
{
	const struct font *font =
	    find_font(fonts, run->item->analysis.font, false);
	size_t most = (size_t)run->glyphs->num_glyphs;
	struct batch batch = { calloc(most + 1, sizeof(cairo_glyph_t)),
		calloc((size_t)run->item->length + 1,
		    sizeof(cairo_text_cluster_t)),
		0, 0 };
	bool ok = batch.glyphs != NULL && batch.clusters != NULL;

	if (ok) {
		add_glyphs(&batch, font, run->glyphs, x, y);
		add_clusters(&batch, run, text);
		cairo_set_scaled_font(
		    cairo, font != NULL && font->scaled != NULL
			       ? font->scaled
			       : scaled_of(run->item->analysis.font));
		cairo_show_text_glyphs(cairo, text + run->item->offset,
		    run->item->length, batch.glyphs, batch.glyph_count,
		    batch.clusters, batch.cluster_count,
		    run->item->analysis.level % 2 != 0
			? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD
			: 0);
	}
	free(batch.glyphs);
	free(batch.clusters);
	return ok;
}

static bool
draw_runs(cairo_t *cairo, struct fonts *fonts, PangoLayout *layout, double x,
    double y)
{
	PangoLayoutIter *iter = pango_layout_get_iter(layout);
	const char *text = pango_layout_get_text(layout);
	const PangoGlyphItem *run;
	PangoRectangle place;
	bool ok = true;

	do {
		run = pango_layout_iter_get_run_readonly(iter);
		if (run == NULL)
			continue;
		pango_layout_iter_get_run_extents(iter, NULL, &place);
		ok = draw_run(cairo, fonts, run, text,
		    x + pango_units_to_double(place.x),
		    y + pango_units_to_double(
			    pango_layout_iter_get_baseline(iter)));
	} while (ok && pango_layout_iter_next_run(iter));
	pango_layout_iter_free(iter);
	return ok;
}

bool
embed_layout(cairo_t *cairo, PangoLayout *layout, double x, double y)
{
	struct fonts fonts = { .count = 0 };
	bool ok;

	collect(&fonts, layout);
	for (size_t i = 0; i < fonts.count; i++)
		replace(&fonts.at[i]);
	ok = draw_runs(cairo, &fonts, layout, x, y);
	for (size_t i = 0; i < fonts.count; i++) {
		if (fonts.at[i].scaled != NULL)
			cairo_scaled_font_destroy(fonts.at[i].scaled);
		hb_subset_plan_destroy(fonts.at[i].plan);
		hb_set_destroy(fonts.at[i].used);
	}
	return ok;
}
