/* SPDX-License-Identifier: Apache-2.0 */
/* sample-png.h -- PNG files for tests, made by libpng.
 *
 * The picture is a formula, so that any reader's result can be compared with
 * it: sample() of a place is the same in every kind of file, cut to the bits
 * that the kind has. */
#ifndef TESTS_SAMPLE_PNG_H
#define TESTS_SAMPLE_PNG_H

#include "bytes.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

struct sample_png {
	uint32_t width, height;
	int color_type, bit_depth;
	bool interlaced;
	bool has_transparent; /* a tRNS chunk; in a palette: entry 1 */
	bool is_opaque;       /* alpha is full everywhere */
};

static inline uint16_t
sample_png_value(
    const struct sample_png *how, uint32_t x, uint32_t y, int channel)
{
	bool alpha =
	    (how->color_type & PNG_COLOR_MASK_ALPHA) != 0 &&
	    channel == (how->color_type == PNG_COLOR_TYPE_RGBA ? 3 : 1);

	if (alpha && how->is_opaque)
		return 0xffff;
	return (
	    uint16_t)((x * 2657 + y * 7919 + (uint32_t)channel * 12345) * 257);
}

static inline void
sample_png_write(png_structp png, png_bytep bytes, size_t len)
{
	csi_bytes_add(png_get_io_ptr(png), bytes, len);
}

static inline void
sample_png_flush(png_structp png)
{
}

static inline int
sample_png_channels(const struct sample_png *how)
{
	switch (how->color_type) {
	case PNG_COLOR_TYPE_GRAY_ALPHA: return 2;
	case PNG_COLOR_TYPE_RGB: return 3;
	case PNG_COLOR_TYPE_RGBA: return 4;
	default: return 1;
	}
}

static inline void
sample_png_row(const struct sample_png *how, uint32_t y, uint8_t *row)
{
	int channels = sample_png_channels(how);
	size_t bit = 0;

	for (uint32_t x = 0; x < how->width; x++) {
		for (int c = 0; c < channels; c++) {
			uint16_t value = sample_png_value(how, x, y, c);

			if (how->bit_depth == 16) {
				row[bit / 8] = (uint8_t)(value >> 8);
				row[bit / 8 + 1] = (uint8_t)value;
			} else {
				row[bit / 8] |=
				    (uint8_t)(value >>
					      (16 - how->bit_depth)
						  << (8 - how->bit_depth -
							 bit % 8));
			}
			bit += (size_t)how->bit_depth;
		}
	}
}

/* Entry i of the palette. */
static inline png_color
sample_png_color(int i)
{
	png_color color = { (png_byte)(i * 3), (png_byte)(255 - i),
		(png_byte)(i * 7) };

	return color;
}

static inline void
sample_png_extras(png_structp png, png_infop info, const struct sample_png *how)
{
	png_color palette[256];
	png_byte alpha[2] = { 255, 64 };
	png_color_16 key = { 0 };

	if (how->color_type == PNG_COLOR_TYPE_PALETTE) {
		for (int i = 0; i < 256; i++)
			palette[i] = sample_png_color(i);
		png_set_PLTE(png, info, palette, 1 << how->bit_depth);
		if (how->has_transparent)
			png_set_tRNS(png, info, alpha, 2, NULL);
		return;
	}
	/* The colour of the top left corner is transparent. */
	key.gray = key.red =
	    (uint16_t)(sample_png_value(how, 0, 0, 0) >> (16 - how->bit_depth));
	key.green =
	    (uint16_t)(sample_png_value(how, 0, 0, 1) >> (16 - how->bit_depth));
	key.blue =
	    (uint16_t)(sample_png_value(how, 0, 0, 2) >> (16 - how->bit_depth));
	if (how->has_transparent)
		png_set_tRNS(png, info, NULL, 0, &key);
}

static inline void
sample_png(struct csi_bytes *out, const struct sample_png *how)
{
	png_structp png =
	    png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	size_t row_len = (size_t)how->width * 8 + 8;
	png_bytep *rows = calloc(how->height, sizeof(*rows));

	for (uint32_t y = 0; y < how->height; y++) {
		rows[y] = calloc(1, row_len);
		sample_png_row(how, y, rows[y]);
	}
	png_set_write_fn(png, out, sample_png_write, sample_png_flush);
	png_set_IHDR(png, info, how->width, how->height, how->bit_depth,
	    how->color_type,
	    how->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	sample_png_extras(png, info, how);
	png_write_info(png, info);
	png_write_image(png, rows);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	for (uint32_t y = 0; y < how->height; y++)
		free(rows[y]);
	free(rows);
}

#endif
