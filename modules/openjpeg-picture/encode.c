/* SPDX-License-Identifier: Apache-2.0 */
/* encode.c -- dots to PNG, through libpng, and to JPEG, through libjpeg. */
#include "pixels.h"

#include <png.h>

#include <jpeglib.h>

#define QUALITY 95 /* of 100; no colour shares a sample with its neighbour */

void
pixels_write_png(const struct pixels *pixels, FILE *out)
{
	png_image image = {
		.version = PNG_IMAGE_VERSION,
		.width = pixels->width,
		.height = pixels->height,
		.format =
		    pixels->channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB,
	};

	if (!png_image_write_to_stdio(&image, out, 0, pixels->at, 0, NULL))
		refuse("the PNG could not be made: %s", image.message);
}

static void
end(j_common_ptr jpeg)
{
	refuse("the JPEG could not be made");
}

void
pixels_write_jpeg(const struct pixels *pixels, FILE *out)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;

	jpeg.err = jpeg_std_error(&manager);
	manager.error_exit = end;
	jpeg_create_compress(&jpeg);
	jpeg_stdio_dest(&jpeg, out);
	jpeg.image_width = pixels->width;
	jpeg.image_height = pixels->height;
	jpeg.input_components = (int)pixels->channels;
	jpeg.in_color_space = pixels->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, QUALITY, TRUE);
	jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
	jpeg.optimize_coding = TRUE;
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < jpeg.image_height) {
		uint8_t *row = pixels->at + (size_t)jpeg.next_scanline *
						pixels->width *
						pixels->channels;

		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
}
