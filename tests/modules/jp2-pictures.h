/* SPDX-License-Identifier: Apache-2.0 */
/* jp2-pictures.h -- pictures in JPEG 2000, made by OpenJPEG's encoder. */
#ifndef TESTS_JP2_PICTURES_H
#define TESTS_JP2_PICTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jp2_how {
	uint32_t width, height;
	unsigned components; /* 1 to 4 */
	unsigned bits;       /* of a sample */
	bool is_signed;
	bool is_stream; /* a code-stream alone, and no file of boxes */
	bool is_ycc;    /* and both colours have half of the dots each way */
	unsigned ratio; /* of compression; 0: nothing is lost */
	uint32_t tile;  /* side of tiles; 0: one */
};

/* What sample i has at a place, of eight bits. */
uint8_t jp2_sample(unsigned i, uint32_t x, uint32_t y);

/* To be freed with free(). */
uint8_t *jp2_make(const struct jp2_how *how, size_t *ret_len);

#endif
