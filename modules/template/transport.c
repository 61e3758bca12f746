/* SPDX-License-Identifier: Apache-2.0 */
/* transport.c -- the device: its descriptor, and bytes in and out.
 *
 * The descriptor does not block: all waiting is in cseal_wait_poll(), so that
 * a cancel ends it. */
#include "transport.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static cseal_status
status_of_errno(int number)
{
	switch (number) {
	case EACCES:
	case EPERM: return CSEAL_SETUP_PERMISSION;
	case EBUSY: return CSEAL_COUNTER_DEVICE_BUSY;
	default: return CSEAL_COUNTER_NO_DEVICE;
	}
}

cseal_status
template_open(const char *path, int *ret_fd, cseal_error **ret_error)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return cseal_fail(ret_error, status_of_errno(errno),
		    "could not open %s: %s", path, strerror(errno));
	*ret_fd = fd;
	return CSEAL_OK;
}

/* Unplugged while it was used. */
static cseal_status
fail_gone(const char *what, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
	    "could not %s the reader: %s", what, strerror(errno));
}

cseal_status
template_send(int fd, uint8_t byte, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st;
	short events;
	ssize_t len;

	for (;;) {
		len = write(fd, &byte, 1);
		if (len == 1)
			return CSEAL_OK;
		if (len < 0 && errno != EAGAIN && errno != EINTR)
			return fail_gone("write to", ret_error);
		st = cseal_wait_poll(wait, fd, POLLOUT, -1, &events, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
}

cseal_status
template_receive(int fd, uint8_t *buf, size_t room, int step_ms,
    cseal_wait *wait, size_t *ret_len, cseal_error **ret_error)
{
	cseal_status st;
	short events;
	ssize_t len;

	st = cseal_wait_poll(wait, fd, POLLIN, step_ms, &events, ret_error);
	if (st != CSEAL_OK)
		return st;
	len = events == 0 ? 0 : read(fd, buf, room);
	if (len < 0 && errno != EAGAIN && errno != EINTR)
		return fail_gone("read from", ret_error);
	*ret_len = len < 0 ? 0 : (size_t)len;
	return CSEAL_OK;
}
