/* SPDX-License-Identifier: Apache-2.0 */
/* decoder.c -- libjpeg, with statuses in place of its jumps.
 *
 * libjpeg does not return from an error, it jumps: decode() is the end of
 * all its jumps. */
#include "decoder.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

/* A progressive picture is held in memory as a whole, six bytes a pixel. */
#define PIXELS_MOST             (UINT64_C(1) << 27)
#define PROGRESSIVE_PIXELS_MOST (UINT64_C(1) << 25)

struct decoder {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr manager;
	jmp_buf end;
	uint8_t *luma;
};

static void
jump(j_common_ptr jpeg)
{
	struct decoder *decoder = jpeg->client_data;

	longjmp(decoder->end, 1);
}

/* What libjpeg makes of a picture with a flaw is good enough to measure. */
static void
pass_over(j_common_ptr jpeg, int level)
{
}

static void
say_nothing(j_common_ptr jpeg)
{
}

static cseal_status
fail(struct decoder *decoder, cseal_error **ret_error)
{
	char text[JMSG_LENGTH_MAX];

	if (decoder->manager.msg_code == JERR_OUT_OF_MEMORY)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	decoder->manager.format_message((j_common_ptr)&decoder->jpeg, text);
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the picture was damaged: %s", text);
}

static cseal_status
check_size(const struct jpeg_decompress_struct *jpeg, cseal_error **ret_error)
{
	uint64_t pixels = (uint64_t)jpeg->image_width * jpeg->image_height;

	if (pixels >
	    (jpeg->progressive_mode ? PROGRESSIVE_PIXELS_MOST : PIXELS_MOST))
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the picture had too many pixels to be measured");
	if (jpeg->num_components != 1 && jpeg->num_components != 3)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the picture had colours that no camera makes");
	return CSEAL_OK;
}

static unsigned
scale_of(const struct jpeg_decompress_struct *jpeg, unsigned least)
{
	unsigned scale = 8;

	while (scale > 1 && (jpeg->image_width / scale < least ||
				jpeg->image_height / scale < least))
		scale /= 2;
	return scale;
}

static cseal_status
decode(struct decoder *decoder, const void *bytes, size_t len, unsigned least,
    cseal_error **ret_error)
{
	struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
	cseal_status st;

	if (setjmp(decoder->end) != 0)
		return fail(decoder, ret_error);
	jpeg_create_decompress(jpeg);
	jpeg_mem_src(jpeg, bytes, (unsigned long)len);
	jpeg_read_header(jpeg, TRUE);
	st = check_size(jpeg, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* Of YCbCr, that is the first component as it is. */
	jpeg->out_color_space = JCS_GRAYSCALE;
	jpeg->scale_num = 1;
	jpeg->scale_denom = scale_of(jpeg, least);
	jpeg->dct_method = JDCT_IFAST;
	jpeg_start_decompress(jpeg);
	decoder->luma =
	    malloc((size_t)jpeg->output_width * jpeg->output_height);
	if (decoder->luma == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	while (jpeg->output_scanline < jpeg->output_height) {
		uint8_t *row = decoder->luma + (size_t)jpeg->output_width *
						   jpeg->output_scanline;

		jpeg_read_scanlines(jpeg, &row, 1);
	}
	return CSEAL_OK;
}

cseal_status
gauge_decode(const void *jpeg, size_t len, unsigned least, uint8_t **ret_luma,
    unsigned *ret_width, unsigned *ret_height, cseal_error **ret_error)
{
	struct decoder *decoder = calloc(1, sizeof(*decoder));
	cseal_status st;

	if (decoder == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	decoder->jpeg.err = jpeg_std_error(&decoder->manager);
	decoder->jpeg.client_data = decoder;
	decoder->manager.error_exit = jump;
	decoder->manager.emit_message = pass_over;
	decoder->manager.output_message = say_nothing;
	st = decode(decoder, jpeg, len, least, ret_error);
	if (st == CSEAL_OK) {
		*ret_luma = decoder->luma;
		*ret_width = decoder->jpeg.output_width;
		*ret_height = decoder->jpeg.output_height;
	} else {
		free(decoder->luma);
	}
	jpeg_destroy_decompress(&decoder->jpeg);
	free(decoder);
	return st;
}
