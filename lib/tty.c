/* SPDX-License-Identifier: Apache-2.0 */
/* tty.c -- a serial line, raw and for nobody else.
 *
 * The settings are those of the kernel, not of the C library: only they have
 * any speed, such as 128000. */
#include "error.h"

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

struct cseal_tty {
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

/* A chip has not every speed; 3 % is what a frame of 8N1 bears. */
static bool
is_near(unsigned baud, unsigned wished)
{
	return (baud > wished ? baud - wished : wished - baud) <= wished / 32;
}

/* Raw, 8N1, no flow control, modem lines not heeded; a read gives what there
 * is.  EINVAL: not at that speed.  Speed 0 would hang up. */
static int
set_up(struct cseal_tty *tty, unsigned baud)
{
	struct termios2 raw;

	if (baud == 0)
		return EINVAL;
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
	/* It succeeds if it did any of what was asked. */
	if (ioctl(tty->fd, TCSETS2, &raw) != 0 ||
	    ioctl(tty->fd, TCGETS2, &raw) != 0)
		return errno;
	if (!is_near(raw.c_ospeed, baud) || (raw.c_cflag & CSIZE) != CS8)
		return EINVAL;
	ioctl(tty->fd, TCFLSH, TCIOFLUSH);
	return 0;
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
lock(struct cseal_tty *tty)
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
open_line(struct cseal_tty *tty, const char *path, unsigned baud,
    cseal_error **ret_error)
{
	int number;

	tty->fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (tty->fd < 0)
		return fail_open(path, errno, ret_error);
	if (!isatty(tty->fd))
		return fail_open(path, ENOTTY, ret_error);
	number = lock(tty);
	if (number == 0)
		number = set_up(tty, baud);
	if (number == EINVAL)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s cannot be set to %u baud", path, baud);
	if (number != 0)
		return fail_open(path, number, ret_error);
	return CSEAL_OK;
}

cseal_status
cseal_tty_open(const char *path, unsigned baud, cseal_tty **ret_tty,
    cseal_error **ret_error)
{
	struct cseal_tty *tty = calloc(1, sizeof(*tty));
	cseal_status st;

	if (tty == NULL)
		return csi_fail_memory(ret_error);
	st = open_line(tty, path, baud, ret_error);
	if (st != CSEAL_OK) {
		cseal_tty_close(tty);
		return st;
	}
	*ret_tty = tty;
	return CSEAL_OK;
}

int
cseal_tty_fd(const cseal_tty *tty)
{
	return tty->fd;
}

void
cseal_tty_close(cseal_tty *tty)
{
	if (tty == NULL)
		return;
	if (tty->has_saved) {
		/* What came is not for the next user. */
		ioctl(tty->fd, TCFLSH, TCIFLUSH);
		ioctl(tty->fd, TCSETS2, &tty->saved);
	}
	if (tty->is_marked)
		ioctl(tty->fd, TIOCNXCL);
	if (tty->fd >= 0)
		close(tty->fd);
	free(tty);
}
