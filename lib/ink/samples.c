/* SPDX-License-Identifier: Apache-2.0 */
/* samples.c -- handwriting in memory that is locked, and wiped when freed. */
#include "samples.h"

#include <string.h>
#include <sys/mman.h>

#define ROOM_LEAST 4096 /* 64 KiB, 20 seconds at 200 Hz */

static void
release(struct cseal_ink_sample *at, size_t room)
{
	if (at == NULL)
		return;
	explicit_bzero(at, room * sizeof(*at));
	munmap(at, room * sizeof(*at));
}

bool
csi_samples_reserve(struct csi_samples *samples, size_t more)
{
	struct cseal_ink_sample *at;
	size_t room = samples->room != 0 ? samples->room : ROOM_LEAST;

	if (more <= samples->room - samples->count)
		return true;
	if (more > SIZE_MAX / sizeof(*at) / 4 - samples->count)
		return false;
	while (room < samples->count + more)
		room *= 2;
	at = mmap(NULL, room * sizeof(*at), PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		return false;
	/* Both are best effort: RLIMIT_MEMLOCK may leave nothing to lock. */
	(void)mlock(at, room * sizeof(*at));
	(void)madvise(at, room * sizeof(*at), MADV_DONTDUMP);
	if (samples->count != 0)
		memcpy(at, samples->at, samples->count * sizeof(*at));
	release(samples->at, samples->room);
	samples->at = at;
	samples->room = room;
	return true;
}

void
csi_samples_clear(struct csi_samples *samples)
{
	if (samples->at != NULL)
		explicit_bzero(
		    samples->at, samples->room * sizeof(*samples->at));
	samples->count = 0;
}

void
csi_samples_free(struct csi_samples *samples)
{
	release(samples->at, samples->room);
	memset(samples, 0, sizeof(*samples));
}
