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

typedef uint64_t remains_word __attribute__((may_alias));

#define REMAINS_ONES UINT64_C(0x0101010101010101)

/* Is a byte of the word 0? (There are many words.) */
__attribute__((no_sanitize("address", "undefined"))) static inline bool
remains_has_zero(uint64_t word)
{
	return ((word - REMAINS_ONES) & ~word & (REMAINS_ONES << 7)) != 0;
}

/* What a sanitizer thinks is freed is looked at above all. */
__attribute__((no_sanitize("address", "undefined"))) static inline size_t
remains_between(
    const struct remains *remains, const uint8_t *at, const uint8_t *end)
{
	const uint64_t first = REMAINS_ONES * (uint8_t)~remains->inverted[0];
	size_t found = 0, i;

	while (at + remains->len <= end) {
		if ((uintptr_t)at % sizeof(remains_word) == 0 &&
		    at + sizeof(remains_word) <= end &&
		    !remains_has_zero(*(const remains_word *)at ^ first)) {
			at += sizeof(remains_word);
			continue;
		}
		for (i = 0; i < remains->len; i++) {
			if ((at[i] ^ remains->inverted[i]) != 0xff)
				break;
		}
		found += i == remains->len;
		at++;
	}
	return found;
}

static inline long
remains_in(const struct remains *remains, const char *map)
{
	unsigned long start, end;
	char mode[8];

	if (sscanf(map, "%lx-%lx %7s", &start, &end, mode) != 3 ||
	    strncmp(mode, "rw", 2) != 0 || end - start > REMAINS_MAPPING_MOST)
		return 0;
	return (long)remains_between(
	    remains, (const uint8_t *)start, (const uint8_t *)end);
}

/* How often it is in memory that can be written; -1: that cannot be seen. */
static inline long
remains_count(const struct remains *remains)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	long found = 0;

	if (maps == NULL)
		return -1;
	while (fgets(line, sizeof(line), maps) != NULL)
		found += remains_in(remains, line);
	fclose(maps);
	return found;
}

/* The same of memory that may reach the swap: all that is not locked. */
static inline long
remains_count_unlocked(const struct remains *remains)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	char line[512], map[512] = "";
	unsigned long start, end;
	long found = 0;

	if (maps == NULL)
		return -1;
	while (fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
			memcpy(map, line, sizeof(map));
		else if (strncmp(line, "VmFlags:", 8) == 0 &&
			 strstr(line, " lo") == NULL)
			found += remains_in(remains, map);
	}
	fclose(maps);
	return found;
}

#endif
