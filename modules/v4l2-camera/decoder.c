/* SPDX-License-Identifier: Apache-2.0 */
/* decoder.c -- libjpeg's decoder, with statuses in place of its jumps.
 *
 * libjpeg does not return from an error, it jumps: every function that calls
 * it is the end of its own jump. */
#include "coder.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

/* A progressive picture is held in memory as a whole, six bytes a pixel. */
#define PROGRESSIVE_PIXELS_MOST (UINT64_C(1) << 25)

struct decoder {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr manager;
	jmp_buf end;
	bool is_damaged;
};

static void
jump(j_common_ptr jpeg)
{
	struct decoder *decoder = jpeg->client_data;

	longjmp(decoder->end, 1);
}

/* Of the warnings, those that mean that pixels were made up. */
static void
hear(j_common_ptr jpeg, int level)
{
	struct decoder *decoder = jpeg->client_data;
	int code = jpeg->err->msg_code;

	if (code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF ||
	    code == JWRN_HUFF_BAD_CODE)
		decoder->is_damaged = true;
}

static void
say_nothing(j_common_ptr jpeg)
{
}

static cseal_status
fail(const struct decoder *decoder, cseal_error **ret_error)
{
	char text[JMSG_LENGTH_MAX];

	if (decoder->manager.msg_code == JERR_OUT_OF_MEMORY)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	decoder->manager.format_message(
	    (j_common_ptr)(uintptr_t)&decoder->jpeg, text);
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the picture was damaged: %s", text);
}

static cseal_status
start(struct decoder *decoder, const void *bytes, size_t len, unsigned scale,
    cseal_error **ret_error)
{
	struct jpeg_decompress_struct *jpeg = &decoder->jpeg;

	if (setjmp(decoder->end) != 0)
		return fail(decoder, ret_error);
	jpeg_create_decompress(jpeg);
	jpeg_mem_src(jpeg, bytes, (unsigned long)len);
	jpeg_read_header(jpeg, TRUE);
	if (jpeg->progressive_mode &&
	    (uint64_t)jpeg->image_width * jpeg->image_height >
		PROGRESSIVE_PIXELS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the picture was progressive, as that of no camera is");
	/* Of YCbCr, that is the first component as it is. */
	if (jpeg->num_components != 4)
		jpeg->out_color_space = JCS_GRAYSCALE;
	jpeg->scale_num = 1;
	jpeg->scale_denom = scale;
	jpeg->dct_method = JDCT_IFAST;
	jpeg->do_fancy_upsampling = FALSE;
	jpeg_start_decompress(jpeg);
	if (jpeg->output_components != 1)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the picture had colours that no camera makes");
	return CSEAL_OK;
}

cseal_status
decoder_new(const void *bytes, size_t len, unsigned scale,
    struct decoder **ret_decoder, cseal_error **ret_error)
{
	struct decoder *decoder = calloc(1, sizeof(*decoder));
	cseal_status st;

	if (decoder == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	decoder->jpeg.err = jpeg_std_error(&decoder->manager);
	decoder->jpeg.client_data = decoder;
	decoder->manager.error_exit = jump;
	decoder->manager.emit_message = hear;
	decoder->manager.output_message = say_nothing;
	st = start(decoder, bytes, len, scale, ret_error);
	if (st != CSEAL_OK) {
		decoder_free(decoder);
		return st;
	}
	*ret_decoder = decoder;
	return CSEAL_OK;
}

unsigned
decoder_width(const struct decoder *decoder)
{
	return decoder->jpeg.output_width;
}

unsigned
decoder_height(const struct decoder *decoder)
{
	return decoder->jpeg.output_height;
}

cseal_status
decoder_row(struct decoder *decoder, uint8_t *row, cseal_error **ret_error)
{
	if (setjmp(decoder->end) != 0)
		return fail(decoder, ret_error);
	if (jpeg_read_scanlines(&decoder->jpeg, &row, 1) != 1)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the picture ended too early");
	return CSEAL_OK;
}

cseal_status
decoder_check(const struct decoder *decoder, cseal_error **ret_error)
{
	if (decoder->is_damaged)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "a part of the picture was missing");
	return CSEAL_OK;
}

void
decoder_free(struct decoder *decoder)
{
	if (decoder == NULL)
		return;
	jpeg_destroy_decompress(&decoder->jpeg);
	free(decoder);
}
