/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-png.c -- an image that an application hands over: what is read must
 * have exactly the samples that its size says. */
#include "fuzz.h"
#include "pdf/image_png.h"

#include <stdlib.h>
#include <zlib.h>

static void
check_plane(const struct csi_bytes *plane, size_t len)
{
	uint8_t *samples = malloc(len + 1);
	uLongf got = len + 1;

	if (samples == NULL ||
	    uncompress(samples, &got, plane->at, plane->len) != Z_OK ||
	    got != len)
		abort();
	free(samples);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_span bytes = { data, size };
	struct csi_png png;
	size_t pixels;

	if (csi_png_read(bytes, &png, NULL) != CSEAL_OK)
		return 0;
	pixels = (size_t)png.width * png.height;
	if (pixels == 0 || pixels > CSI_PNG_PIXELS_MOST)
		abort();
	if (pixels <= 1 << 20) {
		check_plane(&png.color, pixels * (png.is_grey ? 1 : 3));
		if (png.alpha.len > 0)
			check_plane(&png.alpha, pixels);
	}
	csi_png_clear(&png);
	return 0;
}
