/* SPDX-License-Identifier: Apache-2.0 */
/* tty.c -- a serial line: bytes in and out. */
#include "tty.h"

#include "moment.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* As the one program that was seen to use such a line does it; a line that
 * has none does not mind. */
static void
set_modem_lines(const cseal_tty *tty)
{
	int dtr = TIOCM_DTR, rts = TIOCM_RTS;

	ioctl(cseal_tty_fd(tty), TIOCMBIC, &dtr);
	ioctl(cseal_tty_fd(tty), TIOCMBIS, &rts);
}

cseal_status
stu_tty_open(
    const struct stu_uri *uri, cseal_tty **ret_tty, cseal_error **ret_error)
{
	cseal_status st;

	st = cseal_tty_open(uri->path, uri->baud, ret_tty, ret_error);
	if (st == CSEAL_OK)
		set_modem_lines(*ret_tty);
	return st;
}

static cseal_status
fail_gone(const char *what, int number, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
	    "could not %s the pad: %s", what,
	    number == 0 ? "the line was closed" : strerror(number));
}

cseal_status
stu_tty_send(cseal_tty *tty, const uint8_t *bytes, size_t len, int64_t until_us,
    cseal_wait *wait, cseal_error **ret_error)
{
	size_t sent = 0;
	cseal_status st;

	while (sent < len) {
		struct pollfd fd = { cseal_tty_fd(tty), POLLOUT, 0 };
		ssize_t n = write(fd.fd, bytes + sent, len - sent);

		if (n > 0) {
			sent += (size_t)n;
			continue;
		}
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return fail_gone("write to", errno, ret_error);
		if (stu_now_us() >= until_us)
			return fail_gone("write to", ETIMEDOUT, ret_error);
		st = stu_poll(&fd, 1, until_us, wait, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

cseal_status
stu_tty_receive(cseal_tty *tty, uint8_t *buf, size_t room, int64_t until_us,
    cseal_wait *wait, size_t *ret_len, cseal_error **ret_error)
{
	struct pollfd fd = { cseal_tty_fd(tty), POLLIN, 0 };
	cseal_status st;
	ssize_t len;

	*ret_len = 0;
	st = stu_poll(&fd, 1, until_us, wait, ret_error);
	if (st != CSEAL_OK || fd.revents == 0)
		return st;
	len = read(fd.fd, buf, room);
	if (len == 0)
		return fail_gone("read from", 0, ret_error);
	if (len < 0 && errno != EAGAIN && errno != EINTR)
		return fail_gone("read from", errno, ret_error);
	if (len > 0)
		*ret_len = (size_t)len;
	return CSEAL_OK;
}
