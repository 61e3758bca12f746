/* SPDX-License-Identifier: Apache-2.0 */
/* tty.c -- a serial line: bytes in and out.
 *
 * The settings are those of the kernel, not of the C library: only they have a
 * speed of 128000. */
#include "tty.h"

#include "moment.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

struct stu_tty {
	int fd;
	bool is_marked; /* as for nobody else */
	bool has_saved; /* settings to be given back */
	struct termios2 saved;
};

static cseal_status
fail_open(const char *path, int number, cseal_error **ret_error)
{
	switch (number) {
	case EACCES:
	case EPERM: return cseal_fail_denied(path, ret_error);
	case EBUSY:
	case EWOULDBLOCK:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_BUSY,
		    "%s is in use by another program", path);
	case ENOTTY:
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "%s is not a serial line", path);
	default:
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "could not open %s: %s", path, strerror(number));
	}
}

/* Raw, 8N1, no flow control, modem lines not heeded; a read gives what there
 * is.  EINVAL: not at that speed. */
static int
set_up(struct stu_tty *tty, unsigned baud)
{
	struct termios2 raw;

	if (ioctl(tty->fd, TCGETS2, &tty->saved) != 0)
		return errno;
	tty->has_saved = true;
	raw = tty->saved;
	raw.c_iflag = IGNBRK;
	raw.c_oflag = 0;
	raw.c_lflag = 0;
	raw.c_cflag = CS8 | CREAD | CLOCAL | BOTHER;
	raw.c_ispeed = raw.c_ospeed = baud;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	if (ioctl(tty->fd, TCSETS2, &raw) != 0 ||
	    ioctl(tty->fd, TCGETS2, &raw) != 0)
		return errno;
	/* A chip has not every speed; 3 % is what a frame of 8N1 bears. */
	if (raw.c_ospeed > baud + baud / 32 || raw.c_ospeed < baud - baud / 32)
		return EINVAL;
	ioctl(tty->fd, TCFLSH, TCIOFLUSH);
	return 0;
}

/* As the one program that was seen to use such a line does it; a line that
 * has none does not mind. */
static void
set_modem_lines(const struct stu_tty *tty)
{
	int dtr = TIOCM_DTR, rts = TIOCM_RTS;

	ioctl(tty->fd, TIOCMBIC, &dtr);
	ioctl(tty->fd, TIOCMBIS, &rts);
}

/* Linux, admin-guide/devices.txt: the majors of Unix98 pseudo-terminals. */
static bool
is_pty(int fd)
{
	struct stat meta;

	return fstat(fd, &meta) == 0 && major(meta.st_rdev) >= 136 &&
	       major(meta.st_rdev) <= 143;
}

/* The lock keeps out those who know of it; TIOCEXCL all others but root, who
 * asks.  A pty would keep that mark if its user were killed. */
static int
lock(struct stu_tty *tty)
{
	int is_taken = 0;

	if (flock(tty->fd, LOCK_EX | LOCK_NB) != 0)
		return errno;
	if (is_pty(tty->fd))
		return 0;
	if (ioctl(tty->fd, TIOCGEXCL, &is_taken) == 0 && is_taken)
		return EBUSY;
	ioctl(tty->fd, TIOCEXCL);
	tty->is_marked = true;
	return 0;
}

static cseal_status
open_line(
    struct stu_tty *tty, const struct stu_uri *uri, cseal_error **ret_error)
{
	int number;

	tty->fd = open(uri->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (tty->fd < 0)
		return fail_open(uri->path, errno, ret_error);
	if (!isatty(tty->fd))
		return fail_open(uri->path, ENOTTY, ret_error);
	number = lock(tty);
	if (number == 0)
		number = set_up(tty, uri->baud);
	if (number == EINVAL)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s cannot be set to %u baud", uri->path, uri->baud);
	if (number != 0)
		return fail_open(uri->path, number, ret_error);
	set_modem_lines(tty);
	return CSEAL_OK;
}

cseal_status
stu_tty_open(const struct stu_uri *uri, struct stu_tty **ret_tty,
    cseal_error **ret_error)
{
	struct stu_tty *tty = calloc(1, sizeof(*tty));
	cseal_status st;

	if (tty == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	st = open_line(tty, uri, ret_error);
	if (st != CSEAL_OK) {
		stu_tty_close(tty);
		return st;
	}
	*ret_tty = tty;
	return CSEAL_OK;
}

void
stu_tty_close(struct stu_tty *tty)
{
	if (tty == NULL)
		return;
	if (tty->has_saved) {
		/* What came is not for the next user; what was sent may still
		 * go, and close() waits for it. */
		ioctl(tty->fd, TCFLSH, TCIFLUSH);
		ioctl(tty->fd, TCSETS2, &tty->saved);
	}
	if (tty->is_marked)
		ioctl(tty->fd, TIOCNXCL);
	if (tty->fd >= 0)
		close(tty->fd);
	free(tty);
}

static cseal_status
fail_gone(const char *what, int number, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
	    "could not %s the pad: %s", what,
	    number == 0 ? "the line was closed" : strerror(number));
}

cseal_status
stu_tty_send(struct stu_tty *tty, const uint8_t *bytes, size_t len,
    int64_t until_us, cseal_wait *wait, cseal_error **ret_error)
{
	size_t sent = 0;
	cseal_status st;

	while (sent < len) {
		struct pollfd fd = { tty->fd, POLLOUT, 0 };
		ssize_t n = write(tty->fd, bytes + sent, len - sent);

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
stu_tty_receive(struct stu_tty *tty, uint8_t *buf, size_t room,
    int64_t until_us, cseal_wait *wait, size_t *ret_len,
    cseal_error **ret_error)
{
	struct pollfd fd = { tty->fd, POLLIN, 0 };
	cseal_status st;
	ssize_t len;

	*ret_len = 0;
	st = stu_poll(&fd, 1, until_us, wait, ret_error);
	if (st != CSEAL_OK || fd.revents == 0)
		return st;
	len = read(tty->fd, buf, room);
	if (len == 0)
		return fail_gone("read from", 0, ret_error);
	if (len < 0 && errno != EAGAIN && errno != EINTR)
		return fail_gone("read from", errno, ret_error);
	if (len > 0)
		*ret_len = (size_t)len;
	return CSEAL_OK;
}
