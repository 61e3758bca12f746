/* SPDX-License-Identifier: Apache-2.0 */
/* encode.c -- a raw picture as a JPEG file, without a copy of the whole. */
#include "picture.h"

#include "coder.h"

#include <stdlib.h>
#include <string.h>

/* JFIF has samples of full range; cameras mostly those of television (ITU-R
 * BT.601: luma 16 to 235, chroma 16 to 240). */
struct levels {
	uint8_t luma[256], chroma[256];
};

/* Where the samples of a picture are. */
struct source {
	const struct camera_agreed *agreed;
	const uint8_t *luma, *blue, *red;
	size_t stride, chroma_stride;
	unsigned luma_pitch, chroma_pitch; /* bytes between two samples */
	bool half_rows;
};

/* A few rows as the encoder wants them. */
struct band {
	uint8_t *bytes;
	uint8_t *luma[ENCODER_ROWS_MOST], *blue[8], *red[8];
	unsigned room;
};

static uint8_t
clamp(int value)
{
	return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static void
set_levels(struct levels *levels, bool is_full_range)
{
	for (int i = 0; i < 256; i++) {
		int luma = i - 16, chroma = i - 128;

		levels->luma[i] = is_full_range
				      ? (uint8_t)i
				      : clamp((luma * 510 + 219) / (2 * 219));
		levels->chroma[i] = is_full_range
					? (uint8_t)i
					: clamp(128 + (chroma * 255) / 224);
	}
}

static struct source
source_of(const struct camera_agreed *agreed, const uint8_t *bytes)
{
	size_t plane = (size_t)agreed->stride * agreed->height;
	struct source source = {
		.agreed = agreed,
		.luma = bytes,
		.stride = agreed->stride,
		.half_rows = true,
	};

	if (agreed->coding == CAMERA_CODING_YUYV) {
		source.blue = bytes + 1;
		source.red = bytes + 3;
		source.luma_pitch = 2;
		source.chroma_pitch = 4;
		source.chroma_stride = agreed->stride;
		source.half_rows = false;
	} else if (agreed->coding == CAMERA_CODING_NV12) {
		source.blue = bytes + plane;
		source.red = source.blue + 1;
		source.luma_pitch = 1;
		source.chroma_pitch = 2;
		source.chroma_stride = agreed->stride;
	} else {
		source.blue = bytes + plane;
		source.red = source.blue + plane / 4;
		source.luma_pitch = 1;
		source.chroma_pitch = 1;
		source.chroma_stride = agreed->stride / 2;
	}
	return source;
}

static bool
make_band(struct band *band, unsigned room)
{
	uint8_t *at = calloc(ENCODER_ROWS_MOST + 8, room);

	if (at == NULL)
		return false;
	band->bytes = at;
	band->room = room;
	for (unsigned i = 0; i < ENCODER_ROWS_MOST; i++)
		band->luma[i] = at + (size_t)i * room;
	at += (size_t)ENCODER_ROWS_MOST * room;
	for (unsigned i = 0; i < 8; i++) {
		band->blue[i] = at + (size_t)i * room;
		band->red[i] = band->blue[i] + room / 2;
	}
	return true;
}

/* The last sample is repeated up to the end of the blocks. */
static void
copy_row(uint8_t *to, unsigned room, const uint8_t *from, unsigned count,
    unsigned pitch, const uint8_t *levels)
{
	for (unsigned x = 0; x < count; x++)
		to[x] = levels[from[(size_t)x * pitch]];
	memset(to + count, to[count - 1], room - count);
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Below the last row it is repeated, too. */
static void
fill_band(struct band *band, const struct source *source,
    const struct levels *levels, unsigned top)
{
	const struct camera_agreed *agreed = source->agreed;
	const unsigned rows = source->half_rows ? 16 : 8;
	const unsigned chroma_top = source->half_rows ? top / 2 : top;
	const unsigned chroma_end =
	    source->half_rows ? agreed->height / 2 : agreed->height;

	for (unsigned i = 0; i < rows; i++)
		copy_row(band->luma[i], band->room,
		    source->luma +
			source->stride * least(top + i, agreed->height - 1),
		    agreed->width, source->luma_pitch, levels->luma);
	for (unsigned i = 0; i < 8; i++) {
		size_t at = source->chroma_stride *
			    least(chroma_top + i, chroma_end - 1);

		copy_row(band->blue[i], band->room / 2, source->blue + at,
		    agreed->width / 2, source->chroma_pitch, levels->chroma);
		copy_row(band->red[i], band->room / 2, source->red + at,
		    agreed->width / 2, source->chroma_pitch, levels->chroma);
	}
}

static cseal_status
encode(struct encoder *encoder, const struct source *source,
    cseal_error **ret_error)
{
	struct levels levels;
	struct band band;
	cseal_status st = CSEAL_OK;

	if (!make_band(&band, encoder_room(encoder)))
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	set_levels(&levels, source->agreed->is_full_range);
	for (unsigned top = 0; st == CSEAL_OK && top < source->agreed->height;
	     top += source->half_rows ? 16 : 8) {
		fill_band(&band, source, &levels, top);
		st = encoder_rows(
		    encoder, band.luma, band.blue, band.red, ret_error);
	}
	explicit_bzero(band.bytes, (size_t)band.room * (ENCODER_ROWS_MOST + 8));
	free(band.bytes);
	return st;
}

cseal_status
picture_encode(const struct camera_agreed *agreed, const void *bytes,
    void **ret_jpeg, size_t *ret_len, cseal_error **ret_error)
{
	const struct source source = source_of(agreed, bytes);
	struct encoder *encoder;
	cseal_status st;

	st = encoder_new(agreed->width, agreed->height, source.half_rows,
	    &encoder, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = encode(encoder, &source, ret_error);
	if (st == CSEAL_OK)
		st = encoder_finish(encoder, ret_jpeg, ret_len, ret_error);
	encoder_free(encoder);
	return st;
}
