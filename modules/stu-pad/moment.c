/* SPDX-License-Identifier: Apache-2.0 */
/* moment.c -- the clock, and waiting for descriptors. */
#include "moment.h"

#include <limits.h>
#include <time.h>

int64_t
stu_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Rounded up: a poll of 0 ms again and again would only burn the time. */
static int
left_ms(int64_t until_us, const cseal_wait *wait)
{
	int64_t left = (until_us - stu_now_us() + 999) / 1000;
	int most = wait != NULL ? cseal_wait_left_ms(wait) : INT_MAX;

	if (left < 0)
		return 0;
	return left < most ? (int)left : most;
}

cseal_status
stu_poll(struct pollfd *fds, size_t count, int64_t until_us, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct pollfd all[STU_POLL_MOST + 1];
	nfds_t n = (nfds_t)count;

	for (size_t i = 0; i < count; i++)
		all[i] = fds[i];
	if (wait != NULL && cseal_wait_fd(wait) >= 0)
		all[n++] = (struct pollfd){ cseal_wait_fd(wait), POLLIN, 0 };
	/* An interrupted call is no event: the caller looks again. */
	if (poll(all, n, left_ms(until_us, wait)) < 0) {
		for (size_t i = 0; i < count; i++)
			all[i].revents = 0;
	}
	for (size_t i = 0; i < count; i++)
		fds[i] = all[i];
	return wait != NULL ? cseal_wait_check(wait, ret_error) : CSEAL_OK;
}
