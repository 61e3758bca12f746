/* SPDX-License-Identifier: Apache-2.0 */
/* test-samples.c -- proves lib/ink/samples.c: room for handwriting, and how
 * much there is at most. */
#include "ink/samples.h"
#include "tap.h"

static void
samples_keep_what_they_are_when_they_are_moved(void)
{
	struct csi_samples samples = { 0 };
	size_t wrong = 0;

	for (uint32_t i = 0; i < 5000; i++) {
		if (!csi_samples_reserve(&samples, 1))
			break;
		samples.at[samples.count++].time_us = i;
	}
	OK(samples.count == 5000 && samples.room >= 5000);
	for (uint32_t i = 0; i < samples.count; i++)
		wrong += samples.at[i].time_us != i;
	OK(wrong == 0);
	csi_samples_clear(&samples);
	OK(samples.count == 0 && samples.room >= 5000);
	OK(samples.at[4999].time_us == 0);
	csi_samples_free(&samples);
	OK(samples.at == NULL && samples.room == 0);
}

static void
there_is_a_most(void)
{
	struct csi_samples samples = { 0 };

	OK(csi_samples_reserve(&samples, CSI_INK_MOST + CSI_INK_READ_MOST));
	samples.count = CSI_INK_MOST;
	OK(csi_samples_reserve(&samples, CSI_INK_READ_MOST));
	OK(!csi_samples_reserve(&samples, CSI_INK_READ_MOST + 1));
	OK(!csi_samples_reserve(&samples, SIZE_MAX));
	OK(samples.room == CSI_INK_MOST + CSI_INK_READ_MOST);
	csi_samples_free(&samples);
	OK(!csi_samples_reserve(
	    &samples, CSI_INK_MOST + CSI_INK_READ_MOST + 1));
	OK(samples.at == NULL);
}

int
main(void)
{
	RUN(samples_keep_what_they_are_when_they_are_moved);
	RUN(there_is_a_most);
	return tap_done();
}
