/* SPDX-License-Identifier: Apache-2.0 */
/* remains.h -- what is left in the memory of this process. */
#ifndef TESTS_REMAINS_H
#define TESTS_REMAINS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What is looked for, inverted: it must not be found in itself. */
struct remains {
	uint8_t inverted[64];
	size_t len;
};

#define REMAINS_MAPPING_MOST (UINT64_C(1) << 28) /* a sanitizer's are larger */

static inline void
remains_of(struct remains *remains, const void *bytes, size_t len)
{
	remains->len = len;
	for (size_t i = 0; i < len; i++)
		remains->inverted[i] = (uint8_t) ~((const uint8_t *)bytes)[i];
}

/* What a sanitizer thinks is freed is looked at above all. */
__attribute__((no_sanitize("address", "undefined"))) static inline size_t
remains_between(
    const struct remains *remains, const uint8_t *at, const uint8_t *end)
{
	size_t found = 0, i;

	for (; at + remains->len <= end; at++) {
		for (i = 0; i < remains->len; i++) {
			if ((at[i] ^ remains->inverted[i]) != 0xff)
				break;
		}
		found += i == remains->len;
	}
	return found;
}

/* How often it is in memory that can be written; -1: that cannot be seen. */
static inline long
remains_count(const struct remains *remains)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long start, end;
	char line[512], mode[8];
	long found = 0;

	if (maps == NULL)
		return -1;
	while (fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%lx-%lx %7s", &start, &end, mode) != 3 ||
		    strncmp(mode, "rw", 2) != 0 ||
		    end - start > REMAINS_MAPPING_MOST)
			continue;
		found += (long)remains_between(
		    remains, (const uint8_t *)start, (const uint8_t *)end);
	}
	fclose(maps);
	return found;
}

#endif
