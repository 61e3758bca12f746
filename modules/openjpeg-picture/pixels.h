/* SPDX-License-Identifier: Apache-2.0 */
/* pixels.h -- a picture between the two codecs: rows of bytes from the top, one
 * (grey) or three (sRGB) for each dot. */
#ifndef OPENJPEG_PIXELS_H
#define OPENJPEG_PIXELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define PIXELS_SIDE_MOST 8192u
#define PIXELS_AREA_MOST (UINT32_C(1) << 24)

struct pixels {
	uint32_t width, height;
	unsigned channels; /* 1 or 3 */
	uint8_t *at;
};

/* JPEG 2000, as a file of boxes or a code-stream alone; at is to be freed with
 * free().  NULL, or a sentence that says why not; static. */
const char *pixels_decode(
    const uint8_t *bytes, size_t len, struct pixels *ret_pixels);

/* False: it could not be made; part of it may be written. */
bool pixels_write_png(const struct pixels *pixels, FILE *out);
bool pixels_write_jpeg(const struct pixels *pixels, FILE *out);

#endif
