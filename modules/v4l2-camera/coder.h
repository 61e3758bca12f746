/* SPDX-License-Identifier: Apache-2.0 */
/* coder.h -- libjpeg, with statuses in place of its jumps. */
#ifndef CAMERA_CODER_H
#define CAMERA_CODER_H

#include <counterseal/module.h>

/* ---- from JPEG to grey, at a fraction of the size -------------------- */

struct decoder;

/* The bytes are borrowed until it is freed; scale is 1, 2, 4 or 8.  Status:
 * REFUSED_INPUT, FAULT_MEMORY. */
cseal_status decoder_new(const void *bytes, size_t len, unsigned scale,
    struct decoder **ret_decoder, cseal_error **ret_error);
unsigned decoder_width(const struct decoder *decoder);
unsigned decoder_height(const struct decoder *decoder);

/* The next row, decoder_width() bytes. */
cseal_status decoder_row(
    struct decoder *decoder, uint8_t *row, cseal_error **ret_error);

/* Whether all that was decoded so far was there: libjpeg paints over what is
 * missing.  Status: REFUSED_INPUT. */
cseal_status decoder_check(
    const struct decoder *decoder, cseal_error **ret_error);
void decoder_free(struct decoder *decoder);

/* ---- from samples to JPEG -------------------------------------------- */

struct encoder;

/* YCbCr of full range; chroma has half the columns, and half the rows if
 * half_rows. */
cseal_status encoder_new(unsigned width, unsigned height, bool half_rows,
    struct encoder **ret_encoder, cseal_error **ret_error);

/* Rows in one step: 16 of luma if half_rows, else 8; always 8 of chroma. */
#define ENCODER_ROWS_MOST 16

/* The next rows, each of encoder_room() bytes for luma, half of it for chroma;
 * what is beyond the picture is not seen. */
cseal_status encoder_rows(struct encoder *encoder, uint8_t *const *luma,
    uint8_t *const *blue, uint8_t *const *red, cseal_error **ret_error);
unsigned encoder_room(const struct encoder *encoder);

/* The file, freed with free(). */
cseal_status encoder_finish(struct encoder *encoder, void **ret_jpeg,
    size_t *ret_len, cseal_error **ret_error);
void encoder_free(struct encoder *encoder);

#endif
