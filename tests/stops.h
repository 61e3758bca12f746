/* SPDX-License-Identifier: Apache-2.0 */
/* stops.h -- how soon what was stopped ended: within a tenth of a second.
 *
 * A machine that does much else may be late, but not always: a step that took
 * longer is done again, and its best attempt counts; and of the first attempts
 * of all steps it is the median.  A call that does not heed its cancel would
 * hang: nothing else ends it.
 *
 *	stops_begin();
 *	for each step
 *		do {
 *			... stop it, which took so long ...
 *		} while (stops_again(ms));
 *		OKF(stops_in_time(), "%ld ms", stops_best_ms);
 *	OK(stops_tell("a device, cancelled"));
 */
#ifndef TESTS_STOPS_H
#define TESTS_STOPS_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define STOPS_MOST     512
#define STOPS_MOST_MS  100
#define STOPS_ATTEMPTS 3
#define STOPS_FEW      5 /* have no median that says something */

/* How many times slower the machine is than those that it is promised for. */
static long stops_factor = 1;

static long stops_first[STOPS_MOST]; /* attempts */
static size_t stops_count, stops_repeated;
static unsigned stops_attempt;
static long stops_best_ms;

static inline void
stops_begin(void)
{
	stops_count = stops_repeated = 0;
	stops_attempt = 0;
}

static inline bool
stops_in_time(void)
{
	return stops_best_ms <= STOPS_MOST_MS * stops_factor;
}

/* Whether the step that took so long is to be tried again. */
static inline bool
stops_again(long ms)
{
	if (stops_attempt == 0 && stops_count < STOPS_MOST)
		stops_first[stops_count++] = ms;
	if (stops_attempt == 0 || ms < stops_best_ms)
		stops_best_ms = ms;
	stops_repeated += stops_attempt == 1;
	if (!stops_in_time() && ++stops_attempt < STOPS_ATTEMPTS)
		return true;
	stops_attempt = 0;
	return false;
}

static inline int
stops_compare(const void *a, const void *b)
{
	long left = *(const long *)a, right = *(const long *)b;

	return left < right ? -1 : left > right;
}

/* Whether most steps ended in time at once. */
static inline bool
stops_tell(const char *where)
{
	long median_ms;

	if (stops_count == 0)
		return false;
	qsort(stops_first, stops_count, sizeof(stops_first[0]), stops_compare);
	median_ms = stops_first[stops_count / 2];
	printf("# %s: stopped %zu times: median %ld ms, most %ld ms, of %ld; "
	       "%zu once more\n",
	    where, stops_count, median_ms, stops_first[stops_count - 1],
	    STOPS_MOST_MS * stops_factor, stops_repeated);
	return stops_count < STOPS_FEW ||
	       median_ms <= STOPS_MOST_MS * stops_factor;
}

#endif
