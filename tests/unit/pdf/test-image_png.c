/* SPDX-License-Identifier: Apache-2.0 */
/* test-image_png.c -- proves lib/pdf/image_png.c: PNG files, whole, cut and
 * spoilt. */
#include "pdf/image_png.h"

#include "sample-png.h"
#include "tap.h"

#include <zlib.h>

static cseal_status
read_png(const struct csi_bytes *file, struct csi_png *png)
{
	cseal_error *error = NULL;
	cseal_status st = csi_png_read(csi_bytes_span(file), png, &error);

	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static uint8_t *
inflated(const struct csi_bytes *bytes, size_t len)
{
	uint8_t *samples = calloc(1, len + 1);
	uLongf got = len + 1;

	if (uncompress(samples, &got, bytes->at, bytes->len) != Z_OK ||
	    got != len) {
		free(samples);
		return NULL;
	}
	return samples;
}

/* What 8 bits are shown for a value of fewer or more. */
static int
to_8(const struct sample_png *how, uint16_t value)
{
	int most = (1 << how->bit_depth) - 1;

	if (how->bit_depth == 16)
		return (value * 255 + 32895) >> 16;
	return (value >> (16 - how->bit_depth)) * 255 / most;
}

/* The colour, and alpha at [3], of a place, as they must come out. */
static void
expect(const struct sample_png *how, uint32_t x, uint32_t y, int out[4])
{
	int channels = sample_png_channels(how);
	bool is_key = true;

	out[3] = 255;
	if (how->color_type == PNG_COLOR_TYPE_PALETTE) {
		int i = sample_png_value(how, x, y, 0) >> (16 - how->bit_depth);
		png_color color = sample_png_color(i);

		out[0] = color.red;
		out[1] = color.green;
		out[2] = color.blue;
		if (how->has_transparent && i == 1)
			out[3] = 64;
		return;
	}
	for (int c = 0; c < channels; c++) {
		int shift = 16 - how->bit_depth;

		out[c] = to_8(how, sample_png_value(how, x, y, c));
		is_key &= sample_png_value(how, x, y, c) >> shift ==
			  sample_png_value(how, 0, 0, c) >> shift;
	}
	if (channels == 2)
		out[3] = out[1];
	if (how->has_transparent && is_key)
		out[3] = 0;
}

static bool
is_right(const struct sample_png *how, const struct csi_png *png)
{
	size_t pixels = (size_t)how->width * how->height;
	int colors = png->is_grey ? 1 : 3;
	uint8_t *color = inflated(&png->color, pixels * (size_t)colors);
	uint8_t *alpha =
	    png->alpha.len > 0 ? inflated(&png->alpha, pixels) : NULL;
	bool right = color != NULL && (alpha != NULL) == (png->alpha.len > 0) &&
		     png->width == how->width && png->height == how->height;

	for (size_t i = 0; right && i < pixels; i++) {
		int wanted[4];

		expect(how, (uint32_t)(i % how->width),
		    (uint32_t)(i / how->width), wanted);
		for (int c = 0; c < colors; c++)
			right &=
			    color[i * (size_t)colors + (size_t)c] == wanted[c];
		right &= (alpha == NULL ? 255 : alpha[i]) == wanted[3];
	}
	free(color);
	free(alpha);
	return right;
}

static const struct {
	int color_type, depths[6];
} kinds[] = { { PNG_COLOR_TYPE_GRAY, { 1, 2, 4, 8, 16 } },
	{ PNG_COLOR_TYPE_PALETTE, { 1, 2, 4, 8 } },
	{ PNG_COLOR_TYPE_RGB, { 8, 16 } },
	{ PNG_COLOR_TYPE_GRAY_ALPHA, { 8, 16 } },
	{ PNG_COLOR_TYPE_RGBA, { 8, 16 } } };

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void
try_kind(struct sample_png *how)
{
	for (int variant = 0; variant < 4; variant++) {
		struct csi_bytes file = { 0 };
		struct csi_png png;

		how->interlaced = (variant & 1) != 0;
		how->has_transparent = (variant & 2) != 0;
		if (how->has_transparent &&
		    (how->color_type & PNG_COLOR_MASK_ALPHA) != 0)
			continue;
		sample_png(&file, how);
		if (OK(read_png(&file, &png) == CSEAL_OK)) {
			OKF(is_right(how, &png),
			    "type %d depth %d variant %d is right",
			    how->color_type, how->bit_depth, variant);
			csi_png_clear(&png);
		}
		csi_bytes_free(&file);
	}
}

static void
every_kind_of_png_comes_out_right(void)
{
	for (size_t i = 0; i < KINDS; i++) {
		for (int d = 0; kinds[i].depths[d] != 0; d++) {
			struct sample_png how = { .width = 37,
				.height = 23,
				.color_type = kinds[i].color_type,
				.bit_depth = kinds[i].depths[d] };

			try_kind(&how);
			how.width = how.height = 1;
			try_kind(&how);
		}
	}
}

static void
alpha_that_is_full_everywhere_is_left_out(void)
{
	struct sample_png how = { .width = 10,
		.height = 10,
		.color_type = PNG_COLOR_TYPE_RGBA,
		.bit_depth = 8,
		.is_opaque = true };
	struct csi_bytes file = { 0 };
	struct csi_png png;

	sample_png(&file, &how);
	OK(read_png(&file, &png) == CSEAL_OK);
	OK(png.alpha.len == 0 && !png.is_grey);
	csi_png_clear(&png);
	csi_bytes_free(&file);
}

static void
a_file_that_is_cut_anywhere_is_refused(void)
{
	struct sample_png how = { .width = 20,
		.height = 20,
		.color_type = PNG_COLOR_TYPE_RGBA,
		.bit_depth = 8 };

	for (int interlaced = 0; interlaced < 2; interlaced++) {
		struct csi_bytes file = { 0 };
		unsigned wrong = 0;
		size_t len;

		how.interlaced = interlaced;
		sample_png(&file, &how);
		len = file.len;
		for (size_t i = 0; i < len; i++) {
			struct csi_png png;

			file.len = i;
			if (read_png(&file, &png) != CSEAL_REFUSED_INPUT)
				wrong++;
		}
		OKF(wrong == 0, "%zu cuts, %u not refused", len, wrong);
		csi_bytes_free(&file);
	}
}

/* Whatever is flipped: a status, no crash, no leak. */
static void
a_spoilt_file_is_refused_or_read_but_never_believed(void)
{
	struct sample_png how = { .width = 9,
		.height = 7,
		.color_type = PNG_COLOR_TYPE_PALETTE,
		.bit_depth = 4,
		.has_transparent = true };
	struct csi_bytes file = { 0 };
	unsigned read = 0, refused = 0;

	sample_png(&file, &how);
	for (size_t i = 0; i < file.len * 8; i++) {
		struct csi_png png;
		cseal_status st;

		file.at[i / 8] ^= (uint8_t)(1 << i % 8);
		st = read_png(&file, &png);
		file.at[i / 8] ^= (uint8_t)(1 << i % 8);
		if (st == CSEAL_OK) {
			read++;
			csi_png_clear(&png);
		} else if (st == CSEAL_REFUSED_INPUT ||
			   st == CSEAL_REFUSED_LIMIT) {
			refused++;
		}
	}
	OKF(read + refused == file.len * 8, "%u read, %u refused", read,
	    refused);
	OK(refused > read);
	csi_bytes_free(&file);
}

/* A header that asks for gigabytes, with a right checksum. */
static void
a_picture_with_too_many_pixels_is_a_limit(void)
{
	static const uint32_t sizes[][2] = { { 1 << 20, 1 << 20 },
		{ 1 << 20, 41 }, { 0x7fffffff, 0x7fffffff }, { 1, 0x7fffffff },
		{ 0, 1 } };
	struct sample_png how = { .width = 1,
		.height = 1,
		.color_type = PNG_COLOR_TYPE_RGB,
		.bit_depth = 8 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct csi_bytes file = { 0 };
		struct csi_png png;
		cseal_status st;
		uint32_t crc;

		sample_png(&file, &how);
		for (int b = 0; b < 4; b++) {
			file.at[16 + b] =
			    (uint8_t)(sizes[i][0] >> (24 - 8 * b));
			file.at[20 + b] =
			    (uint8_t)(sizes[i][1] >> (24 - 8 * b));
		}
		crc = (uint32_t)crc32(0, file.at + 12, 17);
		for (int b = 0; b < 4; b++)
			file.at[29 + b] = (uint8_t)(crc >> (24 - 8 * b));
		st = read_png(&file, &png);
		OK(st == CSEAL_REFUSED_LIMIT || st == CSEAL_REFUSED_INPUT);
		if (i == 1)
			OK(st == CSEAL_REFUSED_LIMIT);
		csi_bytes_free(&file);
	}
}

static void
what_is_no_png_is_told_apart(void)
{
	struct csi_span no = { (const uint8_t *)"\x89PNG\r\n\x1a", 7 };
	struct csi_bytes empty = { 0 };
	struct csi_png png;

	OK(!csi_png_is(no));
	OK(!csi_png_is(csi_bytes_span(&empty)));
	OK(read_png(&empty, &png) == CSEAL_REFUSED_INPUT);
}

/* A picture of one column of alphas, red. */
static void
column(struct csi_bytes *file, const uint8_t *alphas, uint32_t count)
{
	png_structp png =
	    png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);

	png_set_write_fn(png, file, sample_png_write, sample_png_flush);
	png_set_IHDR(png, info, 1, count, 8, PNG_COLOR_TYPE_RGBA,
	    PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
	    PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	for (uint32_t i = 0; i < count; i++) {
		uint8_t row[4] = { 255, 0, 0, alphas[i] };

		png_write_row(png, row);
	}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
}

static void
a_mask_paints_what_is_mostly_opaque_and_edges_lie_on_white(void)
{
	static const uint8_t alphas[5] = { 0, 100, 128, 255, 255 };
	struct csi_bytes file = { 0 };
	struct csi_png png;
	uint8_t *mask, *color;

	column(&file, alphas, 5);
	if (OK(csi_png_read_masked(csi_bytes_span(&file), &png, NULL) ==
		CSEAL_OK)) {
		OK(png.is_masked);
		mask = inflated(&png.alpha, 5);
		color = inflated(&png.color, 15);
		OK(mask != NULL && mask[0] == 0x80 && mask[1] == 0x80 &&
		    mask[2] == 0 && mask[3] == 0 && mask[4] == 0);
		OK(color != NULL && color[6] == 255 && color[7] == 127 &&
		    color[8] == 127);
		OK(color != NULL && color[9] == 255 && color[10] == 0);
		free(mask);
		free(color);
		csi_png_clear(&png);
	}
	csi_bytes_free(&file);
}

static void
a_mask_of_what_is_half_clear_is_refused(void)
{
	static const uint8_t half[4] = { 180, 180, 180, 180 },
			     full[4] = { 255, 255, 255, 255 };
	struct csi_bytes file = { 0 };
	struct csi_png png;

	column(&file, half, 4);
	OK(csi_png_read_masked(csi_bytes_span(&file), &png, NULL) ==
	    CSEAL_REFUSED_INPUT);
	csi_bytes_free(&file);
	column(&file, full, 4);
	OK(csi_png_read_masked(csi_bytes_span(&file), &png, NULL) == CSEAL_OK &&
	    png.alpha.len == 0);
	csi_png_clear(&png);
	csi_bytes_free(&file);
}

int
main(void)
{
	RUN(every_kind_of_png_comes_out_right);
	RUN(alpha_that_is_full_everywhere_is_left_out);
	RUN(a_file_that_is_cut_anywhere_is_refused);
	RUN(a_spoilt_file_is_refused_or_read_but_never_believed);
	RUN(a_picture_with_too_many_pixels_is_a_limit);
	RUN(what_is_no_png_is_told_apart);
	RUN(a_mask_paints_what_is_mostly_opaque_and_edges_lie_on_white);
	RUN(a_mask_of_what_is_half_clear_is_refused);
	return tap_done();
}
