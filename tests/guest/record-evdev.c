/* SPDX-License-Identifier: Apache-2.0 */
/* record-evdev.c -- writes down what the kernel says of a pen, as orders for
 * tests/hall/tablet-on-evdev.
 *
 *	record-evdev [OPTION OF pen]
 *
 * The first line is what the tablet is; then comes what its pen does: a
 * signature, as the tests have it. */
#include "evdev-harness.h"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define QUIET_MS 50 /* after which no more comes of a line */

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static void
print_axis(int fd, const char *name, unsigned code)
{
	struct input_absinfo info;

	if (ioctl(fd, EVIOCGABS(code), &info) != 0)
		die(name);
	printf(
	    " %s=%d,%d,%d", name, info.minimum, info.maximum, info.resolution);
}

static void
print_keys(int fd)
{
	uint8_t bits[KEY_MAX / 8 + 1] = { 0 };
	const char *between = " keys=";

	if (ioctl(fd, EVIOCGBIT(EV_KEY, sizeof(bits)), bits) < 0)
		die("keys");
	for (unsigned code = 0; code <= KEY_MAX; code++) {
		if ((bits[code / 8] >> code % 8 & 1) == 0)
			continue;
		printf("%s%x", between, code);
		between = ",";
	}
}

static void
print_tablet(int fd)
{
	struct input_id id;
	char name[128] = "";

	if (ioctl(fd, EVIOCGID, &id) != 0 ||
	    ioctl(fd, EVIOCGNAME(sizeof(name) - 1), name) < 0)
		die("what it is");
	for (char *at = name; *at != '\0'; at++) {
		if (*at == ' ')
			*at = '_';
	}
	printf("new name=%s id=%04x:%04x", name, id.vendor, id.product);
	print_axis(fd, "x", ABS_X);
	print_axis(fd, "y", ABS_Y);
	print_axis(fd, "pressure", ABS_PRESSURE);
	print_keys(fd);
	printf("\n");
}

static void
print_events(int fd, long long *last_us)
{
	struct pollfd poll_fd = { fd, POLLIN, 0 };
	struct input_event event;
	long long us;

	while (poll(&poll_fd, 1, QUIET_MS) == 1 &&
	       read(fd, &event, sizeof(event)) == sizeof(event)) {
		us = (long long)event.input_event_sec * 1000000 +
		     (long long)event.input_event_usec;
		if (*last_us != 0 && us != *last_us)
			printf("clock %lld\n", us - *last_us);
		*last_us = us;
		printf("event %u %u %d\n", event.type, event.code, event.value);
	}
}

int
main(int argc, char **argv)
{
	const char *lines = TABLET_SIGNED;
	char line[TABLET_ROOM];
	long long last_us = 0;
	size_t len;
	int fd;

	tablet_begin(PEN_PROGRAM, argc > 1 ? argv[1] : NULL);
	fd = open(
	    tablet_uri() + strlen("evdev:"), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		die(tablet_uri());
	print_tablet(fd);
	for (; *lines != '\0'; lines += len + 1) {
		len = strcspn(lines, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)len, lines);
		tablet_tell(line);
		print_events(fd, &last_us);
	}
	close(fd);
	tablet_end();
	return 0;
}
