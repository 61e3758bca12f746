/* SPDX-License-Identifier: Apache-2.0 */
/* numbers.c -- a set of object numbers: open addressing, never more than half
 * full, so that a search always ends at an empty slot. */
#include "pdf/numbers.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 64

static size_t
slot_of(const struct csi_numbers *set, uint32_t number)
{
	size_t mask = set->room - 1;
	/* Fibonacci hashing: numbers come in runs. */
	size_t i = (size_t)(number * 2654435769u) & mask;

	while (set->slots[i] != 0 && set->slots[i] != number + 1)
		i = (i + 1) & mask;
	return i;
}

static bool
grow(struct csi_numbers *set)
{
	struct csi_numbers bigger = { 0 };

	bigger.room = set->room == 0 ? ROOM_FIRST : set->room * 2;
	bigger.slots = calloc(bigger.room, sizeof(*bigger.slots));
	if (bigger.slots == NULL) {
		set->failed = true;
		return false;
	}
	for (size_t i = 0; i < set->room; i++) {
		if (set->slots[i] != 0)
			bigger.slots[slot_of(&bigger, set->slots[i] - 1)] =
			    set->slots[i];
	}
	bigger.count = set->count;
	free(set->slots);
	*set = bigger;
	return true;
}

bool
csi_numbers_add(struct csi_numbers *set, uint32_t number)
{
	size_t i;

	/* UINT32_MAX would look like an empty slot; no object has it. */
	if (set->failed || number == UINT32_MAX)
		return false;
	if ((set->count + 1) * 2 > set->room && !grow(set))
		return false;
	i = slot_of(set, number);
	if (set->slots[i] != 0)
		return false;
	set->slots[i] = number + 1;
	set->count++;
	return true;
}

bool
csi_numbers_has(const struct csi_numbers *set, uint32_t number)
{
	if (set->room == 0 || number == UINT32_MAX)
		return false;
	return set->slots[slot_of(set, number)] != 0;
}

void
csi_numbers_free(struct csi_numbers *set)
{
	free(set->slots);
	memset(set, 0, sizeof(*set));
}
