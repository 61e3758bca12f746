/* SPDX-License-Identifier: Apache-2.0 */
/* test-tty.c -- proves lib/tty.c: a serial line, raw and for nobody else. */
#include "tap.h"

#include <counterseal/module.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

/* A pty, whose far side has the settings of the line, too. */
struct line {
	int far;
	char path[64];
};

static struct line
a_line(void)
{
	struct line line = { .far = posix_openpt(O_RDWR | O_NOCTTY) };

	if (line.far < 0 || grantpt(line.far) != 0 || unlockpt(line.far) != 0 ||
	    ptsname_r(line.far, line.path, sizeof(line.path)) != 0) {
		printf("Bail out! no pty\n");
		exit(99);
	}
	return line;
}

static void
it_is_raw_while_it_is_open_and_as_before_afterwards(void)
{
	struct line line = a_line();
	struct termios before, during, after;
	cseal_tty *tty = NULL;

	tcgetattr(line.far, &before);
	if (!OK(cseal_tty_open(line.path, 9600, &tty, NULL) == CSEAL_OK))
		return;
	tcgetattr(line.far, &during);
	OK((before.c_lflag & ICANON) != 0 && during.c_lflag == 0);
	OK(during.c_oflag == 0 && during.c_iflag == IGNBRK);
	OK((during.c_cflag & (CSIZE | PARENB | CSTOPB | CRTSCTS)) == CS8);
	OK(during.c_cc[VMIN] == 1 && during.c_cc[VTIME] == 0);
	cseal_tty_close(tty);
	tcgetattr(line.far, &after);
	OK(after.c_lflag == before.c_lflag && after.c_oflag == before.c_oflag &&
	    after.c_iflag == before.c_iflag && after.c_cflag == before.c_cflag);
	close(line.far);
}

static void
bytes_pass_unchanged_and_nothing_blocks(void)
{
	static const char bytes[] = "\x03\r\n\x11\x13\x7f\xff";
	struct line line = a_line();
	char buf[sizeof(bytes)];
	cseal_tty *tty = NULL;
	struct pollfd fd;

	if (!OK(cseal_tty_open(line.path, 115200, &tty, NULL) == CSEAL_OK))
		return;
	fd = (struct pollfd){ cseal_tty_fd(tty), POLLIN, 0 };
	OK(read(fd.fd, buf, sizeof(buf)) < 0 && errno == EAGAIN);
	OK(write(line.far, bytes, sizeof(bytes)) == sizeof(bytes));
	OK(poll(&fd, 1, 10000) == 1);
	OK(read(fd.fd, buf, sizeof(buf)) == sizeof(bytes) &&
	    memcmp(buf, bytes, sizeof(bytes)) == 0);
	OK(write(fd.fd, bytes, sizeof(bytes)) == sizeof(bytes));
	OK(read(line.far, buf, sizeof(buf)) == sizeof(bytes) &&
	    memcmp(buf, bytes, sizeof(bytes)) == 0);
	OK((fcntl(fd.fd, F_GETFD) & FD_CLOEXEC) != 0);
	cseal_tty_close(tty);
	close(line.far);
}

static void
any_speed_will_do_but_none(void)
{
	static const unsigned bauds[] = { 9600, 128000, 921600, 1234567 };
	struct line line = a_line();
	cseal_error *error = NULL;
	cseal_tty *tty = NULL;

	for (size_t i = 0; i < sizeof(bauds) / sizeof(bauds[0]); i++) {
		OKF(cseal_tty_open(line.path, bauds[i], &tty, NULL) == CSEAL_OK,
		    "%u", bauds[i]);
		cseal_tty_close(tty);
		tty = NULL;
	}
	OK(cseal_tty_open(line.path, 0, &tty, &error) == CSEAL_SETUP_CONFIG);
	OKF(tty == NULL && strstr(cseal_error_text(error), "0 baud") != NULL,
	    "%s", cseal_error_text(error));
	cseal_error_free(error);
	close(line.far);
}

static void
it_is_for_one_at_a_time(void)
{
	struct line line = a_line();
	cseal_tty *tty = NULL, *other = NULL;

	if (!OK(cseal_tty_open(line.path, 9600, &tty, NULL) == CSEAL_OK))
		return;
	OK(cseal_tty_open(line.path, 9600, &other, NULL) ==
	    CSEAL_COUNTER_DEVICE_BUSY);
	OK(other == NULL);
	cseal_tty_close(tty);
	OK(cseal_tty_open(line.path, 9600, &other, NULL) == CSEAL_OK);
	cseal_tty_close(other);
	close(line.far);
}

static void
what_is_no_line_is_no_device(void)
{
	static const char *const paths[] = { "/dev/null", "/tmp",
		"/dev/none-such" };
	cseal_tty *tty = NULL;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		cseal_error *error = NULL;

		OKF(cseal_tty_open(paths[i], 9600, &tty, &error) ==
			CSEAL_COUNTER_NO_DEVICE,
		    "%s", cseal_error_text(error));
		OK(tty == NULL);
		cseal_error_free(error);
	}
	cseal_tty_close(NULL);
}

int
main(void)
{
	RUN(it_is_raw_while_it_is_open_and_as_before_afterwards);
	RUN(bytes_pass_unchanged_and_nothing_blocks);
	RUN(any_speed_will_do_but_none);
	RUN(it_is_for_one_at_a_time);
	RUN(what_is_no_line_is_no_device);
	return tap_done();
}
