/* SPDX-License-Identifier: Apache-2.0 */
/* tap.h -- what a test program prints: the Test Anything Protocol.
 *
 * A test function is named as the sentence it proves and calls OK() with what
 * must be true.  main() runs them with RUN() and ends with tap_done(). */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_count, tap_failed;
static const char *tap_test = "";

__attribute__((format(printf, 4, 5))) static inline bool
tap_ok(bool ok, const char *file, int line, const char *format, ...)
{
	va_list args;

	tap_count++;
	if (!ok)
		tap_failed++;
	printf("%sok %d - %s: ", ok ? "" : "not ", tap_count, tap_test);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	if (!ok)
		printf("# failed at %s:%d\n", file, line);
	fflush(stdout);
	return ok;
}

static inline void
tap_skip(const char *why)
{
	tap_count++;
	printf("ok %d - %s # SKIP %s\n", tap_count, tap_test, why);
	fflush(stdout);
}

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	fflush(stdout);
	return tap_failed != 0;
}

/* The condition is the name; OKF gives one. */
#define OK(condition)       tap_ok((condition), __FILE__, __LINE__, "%s", #condition)
#define OKF(condition, ...) tap_ok((condition), __FILE__, __LINE__, __VA_ARGS__)
#define RUN(test)           (tap_test = #test, test())

#endif
