/* SPDX-License-Identifier: Apache-2.0 */
/* samples.h -- handwriting in memory that is locked, and wiped when freed.
 *
 * It is a biometric: nothing of it may reach the swap or a core file. */
#ifndef CSI_INK_SAMPLES_H
#define CSI_INK_SAMPLES_H

#include <counterseal/ink.h>

/* All zero is empty. */
struct csi_samples {
	struct cseal_ink_sample *at;
	size_t count, room;
};

/* Sees to it that `more` samples can be put behind the others; what was there
 * before is moved and wiped.  False: out of memory. */
bool csi_samples_reserve(struct csi_samples *samples, size_t more);

/* Wipes and forgets the samples, and keeps the room. */
void csi_samples_clear(struct csi_samples *samples);

/* Wipes, then frees. */
void csi_samples_free(struct csi_samples *samples);

#endif
