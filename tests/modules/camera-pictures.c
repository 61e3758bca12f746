/* SPDX-License-Identifier: Apache-2.0 */
/* camera-pictures.c -- pictures that simulated cameras take. */
#include "camera-pictures.h"

#include <linux/videodev2.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

/* What a pixel shows before it is blurred: a chart. */
static unsigned
chart(unsigned x, unsigned y, unsigned light)
{
	bool dark = (x / 160 + y / 160) % 2 != 0;

	if (y % 96 < 48)
		dark = x / 6 % 2 != 0;
	return dark ? light / 3 : light;
}

/* The mean of 2 * radius + 1 samples, `step` apart, in place. */
static void
blur_line(uint8_t *at, size_t count, size_t step, unsigned radius)
{
	uint8_t *line = malloc(count);
	unsigned sum = 0, width = 2 * radius + 1;

	for (size_t i = 0; i < count; i++)
		line[i] = at[i * step];
	for (size_t i = 0; i < count + radius; i++) {
		sum += line[i < count ? i : count - 1];
		sum -= line[i >= width ? i - width : 0] * (i >= width);
		if (i >= radius)
			at[(i - radius) * step] =
			    (uint8_t)(sum / (i < width ? i + 1 : width));
	}
	free(line);
}

/* Both ways, and twice, as a lens does. */
static uint8_t *
draw(unsigned width, unsigned height, unsigned light, unsigned blur)
{
	uint8_t *grey = malloc((size_t)width * height);

	for (unsigned y = 0; y < height; y++) {
		for (unsigned x = 0; x < width; x++)
			grey[(size_t)y * width + x] =
			    (uint8_t)chart(x, y, light);
	}
	for (int i = 0; blur > 0 && i < 2; i++) {
		for (unsigned y = 0; y < height; y++)
			blur_line(grey + (size_t)y * width, width, 1, blur);
		for (unsigned x = 0; x < width; x++)
			blur_line(grey + x, height, width, blur);
	}
	return grey;
}

struct picture
picture_jpeg(unsigned width, unsigned height, unsigned light, unsigned blur)
{
	struct jpeg_compress_struct jpeg = { 0 };
	struct jpeg_error_mgr manager;
	struct picture picture = { 0 };
	unsigned long len = 0;
	uint8_t *row = malloc((size_t)width * 3);
	uint8_t *grey = draw(width, height, light, blur);

	jpeg.err = jpeg_std_error(&manager);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &picture.bytes, &len);
	jpeg.image_width = width;
	jpeg.image_height = height;
	jpeg.input_components = 3;
	jpeg.in_color_space = JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, 85, TRUE);
	jpeg_start_compress(&jpeg, TRUE);
	for (unsigned y = 0; y < height; y++) {
		for (unsigned x = 0; x < width; x++) {
			uint8_t value = grey[(size_t)y * width + x];

			row[3 * x] = value;
			row[3 * x + 1] = value;
			row[3 * x + 2] = (uint8_t)(value / 2);
		}
		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	free(grey);
	free(row);
	picture.len = len;
	return picture;
}

/* ITU-R BT.601: a grey of full range as luma of limited range. */
static uint8_t
limited(unsigned value)
{
	return (uint8_t)(16 + value * 219 / 255);
}

static void
put_yuyv(uint8_t *at, unsigned x, unsigned y, unsigned width, unsigned light)
{
	at += ((size_t)y * width + x) * 2;
	at[0] = limited(chart(x, y, light));
	at[1] = x % 2 == 0 ? 100 : 160;
}

static void
put_nv12(uint8_t *at, unsigned x, unsigned y, unsigned width, unsigned height,
    unsigned light)
{
	at[(size_t)y * width + x] = limited(chart(x, y, light));
	if (y % 2 == 0)
		at[(size_t)width * height + (size_t)y / 2 * width + x] =
		    x % 2 == 0 ? 100 : 160;
}

static void
put_rgb565(uint8_t *at, unsigned x, unsigned y, unsigned width, unsigned light)
{
	unsigned value = chart(x, y, light);
	unsigned word = (value >> 3) << 11 | (value >> 2) << 5 | value >> 3;

	at += ((size_t)y * width + x) * 2;
	at[0] = (uint8_t)word;
	at[1] = (uint8_t)(word >> 8);
}

struct picture
picture_raw(unsigned width, unsigned height, unsigned light, uint32_t fourcc)
{
	struct picture picture = { .len = (size_t)width * height * 2 };

	if (fourcc == V4L2_PIX_FMT_NV12)
		picture.len = (size_t)width * height * 3 / 2;
	picture.bytes = calloc(1, picture.len);
	for (unsigned y = 0; y < height; y++) {
		for (unsigned x = 0; x < width; x++) {
			if (fourcc == V4L2_PIX_FMT_YUYV)
				put_yuyv(picture.bytes, x, y, width, light);
			else if (fourcc == V4L2_PIX_FMT_NV12)
				put_nv12(
				    picture.bytes, x, y, width, height, light);
			else
				put_rgb565(picture.bytes, x, y, width, light);
		}
	}
	return picture;
}

struct picture
picture_bare(const struct picture *jpeg)
{
	struct picture bare = { .bytes = malloc(jpeg->len) };
	const uint8_t *at = jpeg->bytes + 2;

	memcpy(bare.bytes, jpeg->bytes, 2);
	bare.len = 2;
	while (at[1] != 0xda) {
		size_t len = 2 + (size_t)(at[2] << 8 | at[3]);

		if (at[1] != 0xc4) {
			memcpy(bare.bytes + bare.len, at, len);
			bare.len += len;
		}
		at += len;
	}
	memcpy(
	    bare.bytes + bare.len, at, jpeg->len - (size_t)(at - jpeg->bytes));
	bare.len += jpeg->len - (size_t)(at - jpeg->bytes);
	return bare;
}

struct picture
picture_cut(const struct picture *jpeg, size_t len, uint8_t filler, size_t more)
{
	struct picture cut = { .bytes = malloc(len + more + 1),
		.len = len + more };

	memcpy(cut.bytes, jpeg->bytes, len);
	memset(cut.bytes + len, filler, more);
	return cut;
}

void
picture_free(struct picture *picture)
{
	free(picture->bytes);
	memset(picture, 0, sizeof(*picture));
}

struct reading {
	struct jpeg_error_mgr manager;
	jmp_buf end;
};

static void
jump(j_common_ptr jpeg)
{
	longjmp(((struct reading *)jpeg->client_data)->end, 1);
}

static void
read_rows(struct jpeg_decompress_struct *jpeg, uint8_t *rgb)
{
	uint8_t *row = malloc((size_t)jpeg->output_width * 3);

	while (jpeg->output_scanline < jpeg->output_height) {
		size_t at =
		    (size_t)jpeg->output_scanline * jpeg->output_width * 3;

		jpeg_read_scanlines(jpeg, &row, 1);
		if (rgb != NULL)
			memcpy(rgb + at, row, (size_t)jpeg->output_width * 3);
	}
	free(row);
}

bool
picture_decode(const void *bytes, size_t len, unsigned *ret_width,
    unsigned *ret_height, uint8_t *rgb)
{
	struct jpeg_decompress_struct jpeg = { 0 };
	struct reading reading;
	bool ok;

	jpeg.err = jpeg_std_error(&reading.manager);
	jpeg.client_data = &reading;
	reading.manager.error_exit = jump;
	if (setjmp(reading.end) != 0) {
		jpeg_destroy_decompress(&jpeg);
		return false;
	}
	jpeg_create_decompress(&jpeg);
	jpeg_mem_src(&jpeg, bytes, (unsigned long)len);
	jpeg_read_header(&jpeg, TRUE);
	jpeg.out_color_space = JCS_RGB;
	jpeg_start_decompress(&jpeg);
	*ret_width = jpeg.output_width;
	*ret_height = jpeg.output_height;
	read_rows(&jpeg, rgb);
	ok = jpeg.err->num_warnings == 0;
	jpeg_destroy_decompress(&jpeg);
	return ok;
}

unsigned
picture_light(const void *bytes, size_t len)
{
	unsigned width = 0, height = 0;
	uint64_t sum = 0;
	uint8_t *rgb;

	if (!picture_decode(bytes, len, &width, &height, NULL))
		return 0;
	rgb = calloc((size_t)width * height, 3);
	picture_decode(bytes, len, &width, &height, rgb);
	for (size_t i = 0; i < (size_t)width * height * 3; i += 3)
		sum += 299u * rgb[i] + 587u * rgb[i + 1] + 114u * rgb[i + 2];
	free(rgb);
	return (unsigned)(sum / 1000 / ((uint64_t)width * height));
}
