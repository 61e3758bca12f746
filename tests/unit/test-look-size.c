/* SPDX-License-Identifier: Apache-2.0 */
/* test-look-size.c -- proves lib/look-size.c: how large a picture is. */
#include "bytes.h"
#include "pdf/build.h"
#include "sample-jpeg.h"
#include "tap.h"

#include <counterseal/seal.h>
#include <stdlib.h>
#include <string.h>

static struct cseal_place place;

static cseal_status
complete(const struct cseal_look *look, uint32_t width_um, uint32_t height_um)
{
	cseal_error *error = NULL;
	cseal_status st;

	place = (struct cseal_place){ 1, 0, 0, width_um, height_um };
	st = cseal_place_complete(&place, look, &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static bool
is(uint32_t width_um, uint32_t height_um)
{
	return place.width_um == width_um && place.height_um == height_um;
}

/* A copy of just that length, so that a sanitizer sees what is read behind. */
static struct cseal_look
look_of(const void *bytes, size_t len)
{
	struct cseal_look look = { .size = sizeof(look), .image_len = len };
	void *copy = malloc(len);

	memcpy(copy, bytes, len);
	look.image = copy;
	return look;
}

static void
look_free(struct cseal_look *look)
{
	free((void *)(uintptr_t)look->image);
}

/* 300 x 150 pixels, 10000 and 5000 a metre: both 30 mm. */
#define PNG_HEAD \
	"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\1\x2c\0\0\0\x96\x08\6\0\0\0CRC!"
#define PNG_PHYS "\0\0\0\x09pHYs\0\0\x27\x10\0\0\x13\x88\1CRC!"
#define PNG_REST "\0\0\0\0IDATCRC!"

static void
a_png_has_its_size_by_phys_or_its_proportions(void)
{
	static const char real[] = PNG_HEAD PNG_PHYS PNG_REST;
	static const char plain[] = PNG_HEAD PNG_REST PNG_PHYS;
	struct cseal_look look = look_of(real, sizeof(real) - 1);

	OK(complete(&look, 0, 0) == CSEAL_OK && is(30000, 30000));
	OK(complete(&look, 20000, 0) == CSEAL_OK && is(20000, 20000));
	OK(complete(&look, 7, 8) == CSEAL_OK && is(7, 8));
	look_free(&look);
	look = look_of(plain, sizeof(plain) - 1);
	OK(complete(&look, 0, 0) == CSEAL_REFUSED_PLACE && is(0, 0));
	OK(complete(&look, 20000, 0) == CSEAL_OK && is(20000, 10000));
	OK(complete(&look, 0, 20000) == CSEAL_OK && is(40000, 20000));
	look.turn_mdeg = 90000;
	OK(complete(&look, 20000, 0) == CSEAL_OK && is(20000, 40000));
	look_free(&look);
}

static void
a_cut_png_is_refused_or_has_proportions_only(void)
{
	static const char real[] = PNG_HEAD PNG_PHYS PNG_REST;

	for (size_t len = 8; len < sizeof(PNG_HEAD PNG_PHYS) - 1; len++) {
		struct cseal_look look = look_of(real, len);
		cseal_status st = complete(&look, 0, 0);

		if (st != CSEAL_REFUSED_PLACE && st != CSEAL_REFUSED_INPUT)
			OKF(false, "%zu bytes", len);
		look_free(&look);
	}
	OK(true);
}

static void
a_jpeg_has_its_size_by_jfif(void)
{
	static const struct {
		uint8_t unit, across;
		uint32_t width, height;
	} cases[] = { { 1, 100, 16256, 8128 }, { 2, 10, 64000, 32000 },
		{ 0, 1, 0, 0 }, { 1, 0, 0, 0 }, { 3, 1, 0, 0 } };
	struct csi_bytes jpeg = { 0 };
	uint8_t *jfif;

	sample_jpeg(&jpeg, 64, 32, 3);
	jfif = memmem(jpeg.at, jpeg.len, "JFIF", 4);
	OK(jfif != NULL);
	for (size_t i = 0; jfif != NULL && i < 5; i++) {
		struct cseal_look look;

		jfif[7] = cases[i].unit;
		jfif[8] = jfif[10] = 0;
		jfif[9] = jfif[11] = cases[i].across;
		look = look_of(jpeg.at, jpeg.len);
		OKF(complete(&look, 0, 0) == (cases[i].width == 0
						     ? CSEAL_REFUSED_PLACE
						     : CSEAL_OK) &&
			is(cases[i].width, cases[i].height),
		    "unit %u", cases[i].unit);
		look_free(&look);
	}
	csi_bytes_free(&jpeg);
}

static void
a_pdf_is_as_large_as_its_page(void)
{
	struct build build = { .count = 0 };
	struct cseal_look look;

	build_start(&build);
	build_object(&build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(&build, 2,
	    "<< /Type /Pages /Kids [3 0 R] /Count 1 "
	    "/MediaBox [0 0 144 72] >>");
	build_object(&build, 3, "<< /Type /Page /Parent 2 0 R /Rotate 90 >>");
	build_table(&build, "/Root 1 0 R");
	look = look_of(build.pdf.at, build.pdf.len);
	OK(complete(&look, 0, 0) == CSEAL_OK && is(25400, 50800));
	OK(complete(&look, 10000, 0) == CSEAL_OK && is(10000, 20000));
	look_free(&look);
	build_free(&build);
}

static void
what_has_no_size_needs_one(void)
{
	struct cseal_look look = { .size = sizeof(look), .text = "a" };

	OK(complete(&look, 0, 0) == CSEAL_REFUSED_PLACE);
	OK(complete(&look, 10000, 0) == CSEAL_REFUSED_PLACE);
	OK(complete(&look, 10000, 5000) == CSEAL_OK && is(10000, 5000));
	look.text = NULL;
	look.qr = "a";
	OK(complete(&look, 0, 0) == CSEAL_REFUSED_PLACE);
	OK(complete(&look, 20000, 0) == CSEAL_OK && is(20000, 20000));
	look.qr = NULL;
	OK(complete(&look, 20000, 0) == CSEAL_FAULT_APPLICATION);
}

static void
what_is_made_in_one_line_has_its_sizes_and_nothing_else(void)
{
	const struct cseal_place at = { 2, 3, 4, 5, 6 };
	struct cseal_seal seal =
	    cseal_seal_at(at, cseal_look_image("abc", 3), "Order");
	struct cseal_stamp stamp = cseal_stamp_at(at, cseal_look_text("a"));
	struct cseal_look look = { .size = sizeof(look), .text = "a" };

	OK(stamp.size == sizeof(stamp) && stamp.look.size == sizeof(look));
	OK(memcmp(&stamp.place, &at, sizeof(at)) == 0);
	OK(stamp.look.text == look.text && stamp.look.image == NULL);
	OK(stamp.look.ink == NULL && stamp.look.opacity == 0);
	OK(seal.size == sizeof(seal) && seal.visible && seal.place.y_um == 4);
	OK(strcmp(seal.reason, "Order") == 0 && seal.field == NULL);
	OK(seal.look.image_len == 3 && seal.look.text == NULL);
	OK(seal.level == CSEAL_LEVEL_B && seal.marks == NULL);
}

int
main(void)
{
	RUN(a_png_has_its_size_by_phys_or_its_proportions);
	RUN(a_cut_png_is_refused_or_has_proportions_only);
	RUN(a_jpeg_has_its_size_by_jfif);
	RUN(a_pdf_is_as_large_as_its_page);
	RUN(what_has_no_size_needs_one);
	RUN(what_is_made_in_one_line_has_its_sizes_and_nothing_else);
	return tap_done();
}
