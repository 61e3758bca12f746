/* SPDX-License-Identifier: Apache-2.0 */
/* encoder.c -- libjpeg's encoder, with statuses in place of its jumps. */
#include "coder.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#define QUALITY 90 /* percent: hardly a difference can be seen */

struct encoder {
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;
	jmp_buf end;
	unsigned rows;       /* of luma in one step */
	unsigned char *file; /* libjpeg's, until it is handed over */
	unsigned long len;
};

static void
jump(j_common_ptr jpeg)
{
	struct encoder *encoder = jpeg->client_data;

	longjmp(encoder->end, 1);
}

static void
say_nothing(j_common_ptr jpeg)
{
}

static cseal_status
fail(const struct encoder *encoder, cseal_error **ret_error)
{
	char text[JMSG_LENGTH_MAX];

	if (encoder->manager.msg_code == JERR_OUT_OF_MEMORY)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	encoder->manager.format_message(
	    (j_common_ptr)(uintptr_t)&encoder->jpeg, text);
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the picture could not be encoded: %s", text);
}

static cseal_status
start(struct encoder *encoder, unsigned width, unsigned height, bool half_rows,
    cseal_error **ret_error)
{
	struct jpeg_compress_struct *jpeg = &encoder->jpeg;

	if (setjmp(encoder->end) != 0)
		return fail(encoder, ret_error);
	jpeg_create_compress(jpeg);
	jpeg_mem_dest(jpeg, &encoder->file, &encoder->len);
	jpeg->image_width = width;
	jpeg->image_height = height;
	jpeg->input_components = 3;
	jpeg->in_color_space = JCS_YCbCr;
	jpeg_set_defaults(jpeg);
	jpeg_set_quality(jpeg, QUALITY, TRUE);
	jpeg->raw_data_in = TRUE;
	jpeg->comp_info[0].h_samp_factor = 2;
	jpeg->comp_info[0].v_samp_factor = half_rows ? 2 : 1;
	jpeg_start_compress(jpeg, TRUE);
	encoder->rows = half_rows ? 16 : 8;
	return CSEAL_OK;
}

cseal_status
encoder_new(unsigned width, unsigned height, bool half_rows,
    struct encoder **ret_encoder, cseal_error **ret_error)
{
	struct encoder *encoder = calloc(1, sizeof(*encoder));
	cseal_status st;

	if (encoder == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	encoder->jpeg.err = jpeg_std_error(&encoder->manager);
	encoder->jpeg.client_data = encoder;
	encoder->manager.error_exit = jump;
	encoder->manager.output_message = say_nothing;
	st = start(encoder, width, height, half_rows, ret_error);
	if (st != CSEAL_OK) {
		encoder_free(encoder);
		return st;
	}
	*ret_encoder = encoder;
	return CSEAL_OK;
}

/* Whole blocks: two of luma stand beside each other. */
unsigned
encoder_room(const struct encoder *encoder)
{
	return (encoder->jpeg.image_width + 15) / 16 * 16;
}

cseal_status
encoder_rows(struct encoder *encoder, uint8_t *const *luma,
    uint8_t *const *blue, uint8_t *const *red, cseal_error **ret_error)
{
	/* libjpeg writes to none of them. */
	JSAMPARRAY planes[3] = {
		(JSAMPARRAY)(uintptr_t)luma,
		(JSAMPARRAY)(uintptr_t)blue,
		(JSAMPARRAY)(uintptr_t)red,
	};

	if (setjmp(encoder->end) != 0)
		return fail(encoder, ret_error);
	if (jpeg_write_raw_data(&encoder->jpeg, planes, encoder->rows) !=
	    encoder->rows)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the picture could not be encoded");
	return CSEAL_OK;
}

cseal_status
encoder_finish(struct encoder *encoder, void **ret_jpeg, size_t *ret_len,
    cseal_error **ret_error)
{
	if (setjmp(encoder->end) != 0)
		return fail(encoder, ret_error);
	jpeg_finish_compress(&encoder->jpeg);
	*ret_jpeg = encoder->file;
	*ret_len = encoder->len;
	encoder->file = NULL;
	return CSEAL_OK;
}

void
encoder_free(struct encoder *encoder)
{
	if (encoder == NULL)
		return;
	jpeg_destroy_compress(&encoder->jpeg);
	free(encoder->file);
	free(encoder);
}
