/* SPDX-License-Identifier: Apache-2.0 */
/* stops.h -- how soon what was stopped ended.
 *
 * A call that does not heed its cancel would hang: nothing else ends it.  How
 * soon it ended is printed, and held against a bound that only a machine that
 * stands still does not keep, since a tenth of a second is nothing to one that
 * does much else. */
#ifndef TESTS_STOPS_H
#define TESTS_STOPS_H

#include <stdio.h>
#include <stdlib.h>

#define STOPS_MOST    512
#define STOPS_MOST_MS 5000

static long stops[STOPS_MOST];
static size_t stops_count;

static inline void
stops_begin(void)
{
	stops_count = 0;
}

/* Whether that is what a stop takes. */
static inline int
stops_note(long ms)
{
	if (stops_count < STOPS_MOST)
		stops[stops_count++] = ms;
	return ms <= STOPS_MOST_MS;
}

static inline int
stops_compare(const void *a, const void *b)
{
	long left = *(const long *)a, right = *(const long *)b;

	return left < right ? -1 : left > right;
}

static inline void
stops_tell(const char *where)
{
	size_t late = 0;

	if (stops_count == 0)
		return;
	qsort(stops, stops_count, sizeof(stops[0]), stops_compare);
	for (size_t i = 0; i < stops_count; i++)
		late += stops[i] > 100;
	printf("# %s: stopped %zu times: median %ld ms, most %ld ms, %zu over "
	       "100 ms\n",
	    where, stops_count, stops[stops_count / 2], stops[stops_count - 1],
	    late);
}

#endif
