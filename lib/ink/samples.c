/* SPDX-License-Identifier: Apache-2.0 */
/* samples.c -- handwriting in memory that is locked, and wiped when freed. */
#include "samples.h"

#include <string.h>

/* 16 KiB, 5 seconds at 200 Hz: of what an old system locks (64 KiB), ink takes
 * no more than it needs. */
#define ROOM_LEAST 1024
#define ROOM_MOST  (CSI_INK_MOST + CSI_INK_READ_MOST)

bool
csi_samples_reserve(struct csi_samples *samples, size_t more)
{
	size_t room = samples->room != 0 ? samples->room : ROOM_LEAST;
	struct csi_locked memory;

	if (more <= samples->room - samples->count)
		return true;
	if (more > ROOM_MOST - samples->count)
		return false;
	while (room < samples->count + more)
		room *= 2;
	room = room < ROOM_MOST ? room : ROOM_MOST;
	if (!csi_locked_init(&memory, room * sizeof(*samples->at)))
		return false;
	if (samples->count != 0)
		memcpy(memory.at, samples->at,
		    samples->count * sizeof(*samples->at));
	csi_locked_free(&samples->memory);
	samples->memory = memory;
	samples->at = memory.at;
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
	csi_locked_free(&samples->memory);
	memset(samples, 0, sizeof(*samples));
}
