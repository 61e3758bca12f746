/* SPDX-License-Identifier: Apache-2.0 */
/* wait.c -- deadline and cancel of one operation.
 *
 * The end of the wait is looked at before the device, so a device that never
 * stops talking cannot hold a call beyond its deadline. */
#include "wait.h"

#include "error.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <time.h>

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S  INT64_C(1000000000)

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

void
csi_wait_init(
    struct cseal_wait *wait, int timeout_ms, const cseal_cancel *cancel)
{
	wait->limited = timeout_ms >= 0;
	wait->deadline_ns =
	    wait->limited ? now_ns() + timeout_ms * NS_PER_MS : INT64_MAX;
	wait->cancel = cancel;
}

cseal_status
cseal_wait_check(cseal_wait *wait, cseal_error **ret_error)
{
	if (cseal_cancel_requested(wait->cancel))
		return cseal_fail(
		    ret_error, CSEAL_STOPPED_CANCELLED, "it was cancelled");
	if (wait->limited && now_ns() >= wait->deadline_ns)
		return cseal_fail(
		    ret_error, CSEAL_STOPPED_TIMEOUT, "the time ran out");
	return CSEAL_OK;
}

int
cseal_wait_left_ms(const cseal_wait *wait)
{
	int64_t left;

	if (cseal_cancel_requested(wait->cancel))
		return 0;
	if (!wait->limited)
		return INT_MAX;
	left = wait->deadline_ns - now_ns();
	if (left <= 0)
		return 0;
	/* Rounded up: whoever polls for it wakes when it is over, and not
	 * again and again in the last millisecond. */
	return (int)((left + NS_PER_MS - 1) / NS_PER_MS);
}

int
cseal_wait_fd(const cseal_wait *wait)
{
	return csi_cancel_fd(wait->cancel);
}

static int
poll_until(struct pollfd *fds, nfds_t count, int64_t until_ns)
{
	int64_t left = until_ns - now_ns();
	struct timespec time;

	if (until_ns == INT64_MAX)
		return ppoll(fds, count, NULL, NULL);
	if (left < 0)
		left = 0;
	time.tv_sec = left / NS_PER_S;
	time.tv_nsec = left % NS_PER_S;
	return ppoll(fds, count, &time, NULL);
}

cseal_status
cseal_wait_poll(cseal_wait *wait, int fd, short events, int step_ms,
    short *ret_events, cseal_error **ret_error)
{
	struct pollfd fds[2] = {
		{ .fd = fd, .events = events },
		{ .fd = csi_cancel_fd(wait->cancel), .events = POLLIN },
	};
	int64_t step_ns =
	    step_ms < 0 ? INT64_MAX : now_ns() + step_ms * NS_PER_MS;
	int64_t until_ns =
	    step_ns < wait->deadline_ns ? step_ns : wait->deadline_ns;
	cseal_status st;
	int count;

	for (;;) {
		st = cseal_wait_check(wait, ret_error);
		if (st != CSEAL_OK)
			return st;
		count = poll_until(fds, 2, until_ns);
		if (count < 0 && errno != EINTR)
			return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
			    "poll failed: %s", strerror(errno));
		if (count > 0 && fds[0].revents != 0 && fds[1].revents == 0) {
			*ret_events = fds[0].revents;
			return CSEAL_OK;
		}
		if (count == 0 && now_ns() >= step_ns) {
			*ret_events = 0;
			return CSEAL_OK;
		}
	}
}
