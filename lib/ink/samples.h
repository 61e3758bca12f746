/* SPDX-License-Identifier: Apache-2.0 */
/* samples.h -- handwriting in memory that is locked, and wiped when freed.
 *
 * It is a biometric: nothing of it may reach the swap or a core file. */
#ifndef CSI_INK_SAMPLES_H
#define CSI_INK_SAMPLES_H

#include "locked.h"

#include <counterseal/ink.h>

/* 10 minutes at 400 Hz; neither ink nor a record may hold more. */
#define CSI_INK_MOST (1u << 18)

/* That a pad is asked for at a time, behind the most there may be. */
#define CSI_INK_READ_MOST 256

/* All zero is empty. */
struct csi_samples {
	struct csi_locked memory;
	struct cseal_ink_sample *at;
	size_t count, room;
};

/* Sees to it that `more` samples can be put behind the others; what was there
 * before is moved and wiped.  False: out of memory, or more than CSI_INK_MOST
 * and CSI_INK_READ_MOST together. */
bool csi_samples_reserve(struct csi_samples *samples, size_t more);

/* Wipes and forgets the samples, and keeps the room. */
void csi_samples_clear(struct csi_samples *samples);

/* Wipes, then frees. */
void csi_samples_free(struct csi_samples *samples);

#endif
