/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-jp2.c -- a picture in JPEG 2000: what OpenJPEG makes of it has no more
 * dots than there may be, and each of them is there. */
#include "fuzz.h"
#include "pixels.h"

#include <stdlib.h>

/* Larger ones take long, and are not another picture. */
#define AREA_MOST 65536u

static bool
is_small(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i + 16 <= size; i++) {
		uint32_t width, height;

		if (data[i] != 0xff || data[i + 1] != 0x51)
			continue;
		width = (uint32_t)data[i + 6] << 24 | data[i + 7] << 16 |
			data[i + 8] << 8 | data[i + 9];
		height = (uint32_t)data[i + 10] << 24 | data[i + 11] << 16 |
			 data[i + 12] << 8 | data[i + 13];
		if ((uint64_t)width * height > AREA_MOST)
			return false;
	}
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pixels pixels;
	size_t count, sum = 0;

	if (!is_small(data, size) || pixels_decode(data, size, &pixels) != NULL)
		return 0;
	if (pixels.width < 1 || pixels.width > PIXELS_SIDE_MOST ||
	    pixels.height < 1 || pixels.height > PIXELS_SIDE_MOST ||
	    (pixels.channels != 1 && pixels.channels != 3))
		abort();
	count = (size_t)pixels.width * pixels.height * pixels.channels;
	for (size_t i = 0; i < count; i++)
		sum += pixels.at[i];
	if (sum > 255 * count)
		abort();
	free(pixels.at);
	return 0;
}
