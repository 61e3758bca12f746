/* SPDX-License-Identifier: Apache-2.0 */
/* capture.h -- one signature from a pad, and how it ended. */
#ifndef TESTS_CAPTURE_H
#define TESTS_CAPTURE_H

#include <counterseal/counterseal.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct capture {
	cseal_status st;
	cseal_ink *ink; /* if st is CSEAL_OK */
	char text[512]; /* of the error */
	long took_ms;   /* from the cancel on, where there was one */
	long ended_ms;  /* by that clock */
	bool left_open; /* a descriptor, for long */
};

static inline long
capture_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline int
capture_count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

/* What is given back in the background is so soon. */
static inline bool
capture_leaves_open(int fds)
{
	const struct timespec pause = { 0, 10000000 };

	for (int i = 0; i < 1000; i++) {
		if (capture_count_fds() == fds)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

/* FAULT_INTERNAL also if status and error did not agree.  fds: how many were
 * open before, which a test with threads that open files counts before it has
 * them. */
static inline struct capture
capture_run_from(int fds, cseal_context *context, const char *uri,
    const char *prompt, int timeout_ms, cseal_cancel *cancel)
{
	const struct cseal_ink_options options = { .size = sizeof(options),
		.prompt = prompt };
	struct capture result = { 0 };
	cseal_error *error = NULL;

	result.took_ms = capture_now_ms();
	result.st = cseal_ink_capture(
	    context, uri, &options, timeout_ms, cancel, &result.ink, &error);
	result.ended_ms = capture_now_ms();
	result.took_ms = result.ended_ms - result.took_ms;
	result.left_open = capture_leaves_open(fds);
	snprintf(
	    result.text, sizeof(result.text), "%s", cseal_error_text(error));
	if ((result.st == CSEAL_OK) != (error == NULL) ||
	    (error != NULL && cseal_error_status(error) != result.st)) {
		cseal_ink_free(result.ink);
		result.ink = NULL;
		result.st = CSEAL_FAULT_INTERNAL;
	}
	cseal_error_free(error);
	return result;
}

static inline struct capture
capture_run(cseal_context *context, const char *uri, const char *prompt,
    int timeout_ms, cseal_cancel *cancel)
{
	return capture_run_from(
	    capture_count_fds(), context, uri, prompt, timeout_ms, cancel);
}

/* Whether it ended so, with nothing left open and that part in the text of the
 * error (NULL: any text). */
static inline bool
capture_ended(const struct capture *result, cseal_status st, const char *part)
{
	return result->st == st && !result->left_open &&
	       (part == NULL || strstr(result->text, part) != NULL);
}

/* Samples with the pen on the surface; 0 of no ink. */
static inline size_t
capture_touching(const cseal_ink *ink)
{
	size_t count = 0;

	for (size_t i = 0; ink != NULL && i < cseal_ink_count(ink); i++)
		count += cseal_ink_samples(ink)[i].pressure != 0;
	return count;
}

#endif
