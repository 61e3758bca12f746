/* SPDX-License-Identifier: Apache-2.0 */
/* test-appearance.c -- proves lib/pdf/appearance.c: one XObject of an image or
 * of paths, and how it is drawn. */
#include "pdf/appearance.h"

#include "revise.h"
#include "sample-jpeg.h"
#include "sample-png.h"

static const double as_is[6] = { 1, 0, 0, 1, 0, 0 };

static bool
start(struct revise *revise)
{
	build_small(&revise->build);
	build_table(&revise->build, "/Root 1 0 R");
	return revise_start(revise);
}

static int64_t
integer_of(const struct revise *revise, const struct csi_pdf_value *dict,
    const char *key)
{
	int64_t integer = -1;

	csi_pdf_as_integer(
	    revise_get(revise, dict, key), 0, INT32_MAX, &integer);
	return integer;
}

static cseal_status
look_at(struct revise *revise, const struct csi_bytes *file,
    struct csi_pdf_look *look)
{
	cseal_error *error = NULL;
	cseal_status st = csi_pdf_look_image(
	    revise->update, csi_bytes_span(file), look, &error);

	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

/* Components, and whether an Adobe segment is in front. */
static void
try_jpeg(uint8_t components, bool adobe, const char *space)
{
	static const uint8_t adobe_text[12] = "Adobe\0d\0\0\0\0";
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *image;
	struct csi_bytes file = { 0 };
	struct csi_pdf_look look;

	csi_bytes_add_be16(&file, 0xffd8);
	if (adobe)
		sample_jpeg_segment(
		    &file, 0xee, adobe_text, sizeof(adobe_text));
	sample_jpeg_tables(&file, true);
	sample_jpeg_frame(&file, 0xc0, 64, 48, components);
	sample_jpeg_scan(&file, 64, 48, components);
	csi_bytes_add_be16(&file, 0xffd9);
	/* What comes behind the end marker is no part of the picture. */
	csi_bytes_add_text(&file, "behind");
	if (!start(&revise))
		return;
	OK(look_at(&revise, &file, &look) == CSEAL_OK);
	OK(look.width == 64 && look.height == 48);
	OK(revise_end(&revise));
	image = revise_load(&revise, look.ref.number);
	OK(image != NULL && image->type == CSI_PDF_STREAM);
	OK(csi_pdf_is_name(revise_get(&revise, image, "Filter"), "DCTDecode"));
	OK(csi_pdf_is_name(revise_get(&revise, image, "ColorSpace"), space));
	OK(integer_of(&revise, image, "Width") == 64);
	OK(integer_of(&revise, image, "Height") == 48);
	OK(integer_of(&revise, image, "BitsPerComponent") == 8);
	OK((csi_pdf_find(image, "Decode") != NULL) ==
	    (components == 4 && adobe));
	OK(image->as.dict.raw.len == file.len - 6 &&
	    memcmp(image->as.dict.raw.at, file.at, file.len - 6) == 0);
	revise_free(&revise);
	csi_bytes_free(&file);
}

static void
a_jpeg_goes_through_byte_for_byte(void)
{
	try_jpeg(1, false, "DeviceGray");
	try_jpeg(3, false, "DeviceRGB");
	try_jpeg(4, false, "DeviceCMYK");
	try_jpeg(3, true, "DeviceRGB");
	try_jpeg(4, true, "DeviceCMYK");
}

static void
try_png(int color_type, const char *space, bool has_mask)
{
	struct sample_png how = { .width = 50,
		.height = 30,
		.color_type = color_type,
		.bit_depth = 8 };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *image, *mask;
	struct csi_bytes file = { 0 }, data = { 0 };
	struct csi_pdf_look look;

	sample_png(&file, &how);
	if (!start(&revise))
		return;
	OK(look_at(&revise, &file, &look) == CSEAL_OK);
	csi_bytes_free(&file);
	OK(look.width == 50 && look.height == 30);
	OK(revise_end(&revise));
	image = revise_load(&revise, look.ref.number);
	OK(csi_pdf_is_name(revise_get(&revise, image, "ColorSpace"), space));
	OK(csi_pdf_stream_data(revise.strict, image, 10000, &data, NULL) ==
	    CSEAL_OK);
	OK(data.len == 1500u * (strcmp(space, "DeviceRGB") == 0 ? 3 : 1));
	csi_bytes_free(&data);
	mask = revise_get(&revise, image, "SMask");
	OK((mask->type == CSI_PDF_STREAM) == has_mask);
	if (has_mask) {
		OK(csi_pdf_is_name(
		    revise_get(&revise, mask, "ColorSpace"), "DeviceGray"));
		OK(csi_pdf_stream_data(
		       revise.strict, mask, 10000, &data, NULL) == CSEAL_OK);
		OK(data.len == 1500);
		csi_bytes_free(&data);
	}
	revise_free(&revise);
}

static void
a_png_becomes_an_image_with_a_soft_mask(void)
{
	try_png(PNG_COLOR_TYPE_GRAY, "DeviceGray", false);
	try_png(PNG_COLOR_TYPE_RGB, "DeviceRGB", false);
	try_png(PNG_COLOR_TYPE_GRAY_ALPHA, "DeviceGray", true);
	try_png(PNG_COLOR_TYPE_RGBA, "DeviceRGB", true);
}

static void
an_image_that_no_viewer_can_show_is_refused(void)
{
	struct revise revise = { .reader = NULL };
	struct csi_bytes file = { 0 };
	struct csi_pdf_look look;

	if (!start(&revise))
		return;
	OK(look_at(&revise, &file, &look) == CSEAL_REFUSED_INPUT);
	csi_bytes_add_text(&file, "GIF89a");
	OK(look_at(&revise, &file, &look) == CSEAL_REFUSED_INPUT);
	csi_bytes_free(&file);
	/* Motion JPEG without its Huffman tables. */
	csi_bytes_add_be16(&file, 0xffd8);
	sample_jpeg_tables(&file, false);
	sample_jpeg_frame(&file, 0xc0, 16, 16, 3);
	sample_jpeg_scan(&file, 16, 16, 3);
	csi_bytes_add_be16(&file, 0xffd9);
	OK(look_at(&revise, &file, &look) == CSEAL_REFUSED_INPUT);
	csi_bytes_free(&file);
	revise_free(&revise);
}

static void
paths_become_a_form_in_one_color(void)
{
	static const char paths[] = "0 0 m 10 0 l 10 5 l h f\n";
	struct csi_span span = { (const uint8_t *)paths, strlen(paths) };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *form;
	struct csi_bytes data = { 0 };
	struct csi_pdf_look look;

	if (!start(&revise))
		return;
	csi_pdf_look_paths(revise.update, span, 10, 5, 0xff8000, &look);
	OK(look.width == 10 && look.height == 5);
	OK(revise_end(&revise));
	form = revise_load(&revise, look.ref.number);
	OK(csi_pdf_is_name(revise_get(&revise, form, "Subtype"), "Form"));
	OK(csi_span_is(csi_pdf_find(form, "BBox")->source, "[0 0 10 5]"));
	OK(csi_pdf_stream_data(revise.strict, form, 1000, &data, NULL) ==
	    CSEAL_OK);
	csi_bytes_add_u8(&data, 0);
	OK(strcmp((char *)data.at,
	       "1 0.50196 0 rg\n0 0 m 10 0 l 10 5 l h f\n") == 0);
	csi_bytes_free(&data);
	revise_free(&revise);
}

static void
a_faded_look_is_a_group_with_one_alpha(void)
{
	struct csi_pdf_look look = { .ref = { 4, 0 },
		.width = 20,
		.height = 10,
		.matrix = { 20, 0, 0, 10, 0, 0 },
		.scale = 1 };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *form, *group, *state, *resources;

	if (!start(&revise))
		return;
	csi_pdf_look_fade(revise.update, 5, &look);
	OK(look.width == 20 && look.height == 10 && look.matrix[0] == 1);
	OK(revise_end(&revise));
	form = revise_load(&revise, look.ref.number);
	OK(csi_span_is(csi_pdf_find(form, "BBox")->source, "[0 0 20 10]"));
	OK(csi_span_is(form->as.dict.raw, "/Fade gs /Look Do\n"));
	OK(csi_pdf_find(form, "Group") == NULL);
	resources = revise_get(&revise, form, "Resources");
	state = csi_pdf_find(csi_pdf_find(resources, "ExtGState"), "Fade");
	OK(csi_span_is(csi_pdf_find(state, "ca")->source, ".05"));
	OK(csi_span_is(csi_pdf_find(state, "CA")->source, ".05"));
	group = revise_get(&revise, csi_pdf_find(resources, "XObject"), "Look");
	OK(csi_pdf_is_name(
	    revise_get(&revise, csi_pdf_find(group, "Group"), "S"),
	    "Transparency"));
	OK(csi_span_is(group->as.dict.raw, "20 0 0 10 0 0 cm /Look Do\n"));
	revise_free(&revise);
}

static void
a_look_is_drawn_scaled_and_centred(void)
{
	struct csi_pdf_look look = { .width = 20,
		.height = 10,
		.matrix = { 20, 0, 0, 10, 0, 0 },
		.fit = CSI_PDF_FIT_CENTRED,
		.scale = 1 };
	const double turned[6] = { 0, 1, -1, 0, 300, 200 };
	struct csi_bytes out = { 0 };

	csi_pdf_look_draw(&out, &look, "X", as_is, 100, 100);
	OK(csi_span_is(csi_bytes_span(&out), "q 100 0 0 50 0 25 cm /X Do Q\n"));
	csi_bytes_free(&out);
	csi_pdf_look_draw(&out, &look, "X", turned, 100, 100);
	OK(csi_span_is(
	    csi_bytes_span(&out), "q 0 100 -50 0 275 200 cm /X Do Q\n"));
	csi_bytes_free(&out);
	look.fit = CSI_PDF_FIT_TOP_LEFT;
	look.scale = 0.5;
	csi_pdf_look_draw(&out, &look, "X", as_is, 100, 100);
	OK(csi_span_is(csi_bytes_span(&out), "q 10 0 0 5 0 95 cm /X Do Q\n"));
	csi_bytes_free(&out);
}

static void
an_appearance_is_a_form_that_draws_the_look_or_nothing(void)
{
	struct csi_pdf_look look = { .ref = { 4, 0 },
		.width = 1,
		.height = 1,
		.matrix = { 1, 0, 0, 1, 0, 0 },
		.scale = 1 };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *form;
	struct csi_pdf_ref full, empty;

	if (!start(&revise))
		return;
	full = csi_pdf_update_new_ref(revise.update);
	csi_pdf_look_form(revise.update, full, &look, as_is, 30, 20);
	empty = csi_pdf_update_new_ref(revise.update);
	csi_pdf_look_form(revise.update, empty, NULL, as_is, 0, 0);
	OK(revise_end(&revise));
	form = revise_load(&revise, full.number);
	OK(csi_span_is(csi_pdf_find(form, "BBox")->source, "[0 0 30 20]"));
	OK(csi_span_is(form->as.dict.raw, "q 20 0 0 20 5 0 cm /Look Do Q\n"));
	form = revise_load(&revise, empty.number);
	OK(csi_span_is(csi_pdf_find(form, "BBox")->source, "[0 0 0 0]"));
	OK(form->as.dict.raw.len == 0);
	revise_free(&revise);
}

int
main(void)
{
	RUN(a_jpeg_goes_through_byte_for_byte);
	RUN(a_png_becomes_an_image_with_a_soft_mask);
	RUN(an_image_that_no_viewer_can_show_is_refused);
	RUN(paths_become_a_form_in_one_color);
	RUN(a_faded_look_is_a_group_with_one_alpha);
	RUN(a_look_is_drawn_scaled_and_centred);
	RUN(an_appearance_is_a_form_that_draws_the_look_or_nothing);
	return tap_done();
}
