/* SPDX-License-Identifier: Apache-2.0 */
/* encode.c -- dots to PNG, through libpng, and to JPEG, through libjpeg. */
#include "pixels.h"

#include <png.h>
#include <setjmp.h>

#include <jpeglib.h>

#define QUALITY 95 /* of 100; no colour shares a sample with its neighbour */

bool
pixels_write_png(const struct pixels *pixels, FILE *out)
{
	png_image image = {
		.version = PNG_IMAGE_VERSION,
		.width = pixels->width,
		.height = pixels->height,
		.format =
		    pixels->channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB,
	};

	return png_image_write_to_stdio(&image, out, 0, pixels->at, 0, NULL) !=
	       0;
}

/* libjpeg does not return from an error, it jumps. */
static void
jump(j_common_ptr jpeg)
{
	longjmp(*(jmp_buf *)jpeg->client_data, 1);
}

static void
say_nothing(j_common_ptr jpeg)
{
}

static void
set(struct jpeg_compress_struct *jpeg, const struct pixels *pixels)
{
	jpeg->image_width = pixels->width;
	jpeg->image_height = pixels->height;
	jpeg->input_components = (int)pixels->channels;
	jpeg->in_color_space = pixels->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(jpeg);
	jpeg_set_quality(jpeg, QUALITY, TRUE);
	jpeg->comp_info[0].h_samp_factor = jpeg->comp_info[0].v_samp_factor = 1;
	jpeg->optimize_coding = TRUE;
}

bool
pixels_write_jpeg(const struct pixels *pixels, FILE *out)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;
	jmp_buf end;

	jpeg.err = jpeg_std_error(&manager);
	jpeg.client_data = &end;
	manager.error_exit = jump;
	manager.output_message = say_nothing;
	if (setjmp(end) != 0) {
		jpeg_destroy_compress(&jpeg);
		return false;
	}
	jpeg_create_compress(&jpeg);
	jpeg_stdio_dest(&jpeg, out);
	set(&jpeg, pixels);
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < jpeg.image_height) {
		uint8_t *row = pixels->at + (size_t)jpeg.next_scanline *
						pixels->width *
						pixels->channels;

		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	return true;
}
