/* SPDX-License-Identifier: Apache-2.0 */
/* pixels.h -- a picture between the two codecs: rows of bytes from the top, one
 * (grey) or three (sRGB) for each dot.
 *
 * Of a program that does one picture and ends: what fails says a sentence and
 * does not return. */
#ifndef OPENJPEG_PIXELS_H
#define OPENJPEG_PIXELS_H

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

/* The program's: the sentence on standard output, and exit code 1. */
void refuse(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

/* JPEG 2000, as a file of boxes or a code-stream alone. */
struct pixels pixels_decode(const uint8_t *bytes, size_t len);

void pixels_write_png(const struct pixels *pixels, FILE *out);
void pixels_write_jpeg(const struct pixels *pixels, FILE *out);

#endif
