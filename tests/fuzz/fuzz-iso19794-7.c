/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-iso19794-7.c -- a signature record from anywhere: read, written again,
 * and drawn. */
#include "fuzz.h"
#include "ink/drawing.h"
#include "ink/iso19794_7.h"

#include <stdlib.h>
#include <string.h>

static void
check_samples(const struct cseal_ink_sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (abs(samples[i].x_um) > CSI_INK_SIDE_MOST_UM ||
		    abs(samples[i].y_um) > CSI_INK_SIDE_MOST_UM ||
		    samples[i].flags != 0)
			abort();
		if (samples[i].time_us < samples[i > 0 ? i - 1 : 0].time_us)
			abort();
	}
}

/* A record of ours reads as it was written, and stays the same. */
static void
check_again(const struct cseal_ink_sample *samples, size_t count, bool mark)
{
	struct csi_bytes first = { 0 }, second = { 0 };
	struct cseal_ink_sample *back = calloc(count, sizeof(*back));
	struct csi_iso_record record;

	csi_iso_write(samples, count, mark, &first);
	if (back == NULL || first.failed ||
	    csi_iso_read(csi_bytes_span(&first), &record, NULL) != CSEAL_OK ||
	    record.count != count || record.is_virtual != mark ||
	    csi_iso_samples(&record, back, NULL) != CSEAL_OK)
		abort();
	csi_iso_write(back, count, mark, &second);
	if (second.len != first.len ||
	    memcmp(first.at, second.at, first.len) != 0)
		abort();
	csi_bytes_free(&first);
	csi_bytes_free(&second);
	free(back);
}

static void
check_drawing(const struct cseal_ink_sample *samples, size_t count)
{
	struct csi_bytes drawing = { 0 };

	csi_ink_svg(samples, count, false, &drawing);
	if (drawing.failed)
		abort();
	/* Numbers are digits: no nan, no inf, no exponent. */
	if (drawing.len > 0 &&
	    (memmem(drawing.at, drawing.len, "nan", 3) != NULL ||
		memmem(drawing.at, drawing.len, "inf", 3) != NULL))
		abort();
	csi_bytes_free(&drawing);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_span bytes = { data, size };
	struct cseal_ink_sample *samples;
	struct csi_iso_record record;

	if (csi_iso_read(bytes, &record, NULL) != CSEAL_OK)
		return 0;
	if (record.count < 1 || record.count > CSI_INK_MOST)
		abort();
	samples = calloc(record.count, sizeof(*samples));
	if (samples == NULL)
		abort();
	if (csi_iso_samples(&record, samples, NULL) == CSEAL_OK) {
		check_samples(samples, record.count);
		check_again(samples, record.count, record.is_virtual);
		check_drawing(samples, record.count);
	}
	free(samples);
	return 0;
}
