/* SPDX-License-Identifier: Apache-2.0 */
/* test-pen.c -- proves that pen.c makes pen tablets: what it is told comes out
 * of the kernel's evdev, of uinput and of a HID device alike. */
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAIT_MS 30000

struct tablet {
	pid_t pid;
	FILE *in, *out;
	char node[64];
};

static bool
start(struct tablet *tablet, const char *option)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		return false;
	tablet->pid = fork();
	if (tablet->pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		execl(PEN_PROGRAM, "pen", option, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	tablet->in = fdopen(in[1], "w");
	tablet->out = fdopen(out[0], "r");
	if (fgets(tablet->node, sizeof(tablet->node), tablet->out) == NULL)
		return false;
	tablet->node[strcspn(tablet->node, "\n")] = '\0';
	return true;
}

/* Waits until it was done, and gives what was said. */
static const char *
tell(struct tablet *tablet, const char *line)
{
	static char answer[64];

	fprintf(tablet->in, "%s\n", line);
	fflush(tablet->in);
	if (fgets(answer, sizeof(answer), tablet->out) == NULL)
		return "";
	answer[strcspn(answer, "\n")] = '\0';
	return answer;
}

static void
end(struct tablet *tablet)
{
	fclose(tablet->in);
	fclose(tablet->out);
	waitpid(tablet->pid, NULL, 0);
}

struct seen {
	int x, y, pressure;
	bool is_near, is_touching, was_dropped;
};

static void
take(struct seen *seen, const struct input_event *event)
{
	if (event->type == EV_ABS && event->code == ABS_X)
		seen->x = event->value;
	else if (event->type == EV_ABS && event->code == ABS_Y)
		seen->y = event->value;
	else if (event->type == EV_ABS && event->code == ABS_PRESSURE)
		seen->pressure = event->value;
	else if (event->type == EV_KEY && event->code == BTN_TOOL_PEN)
		seen->is_near = event->value != 0;
	else if (event->type == EV_KEY && event->code == BTN_TOUCH)
		seen->is_touching = event->value != 0;
	else if (event->type == EV_SYN && event->code == SYN_DROPPED)
		seen->was_dropped = true;
}

/* Reads until the pen is where it should be; false if it does not come. */
static bool
sees(int fd, struct seen *seen, int x, int y, int pressure)
{
	struct pollfd poll_fd = { fd, POLLIN, 0 };
	struct input_event event;

	while (poll(&poll_fd, 1, WAIT_MS) == 1 &&
	       read(fd, &event, sizeof(event)) == sizeof(event)) {
		take(seen, &event);
		if (event.type == EV_SYN && seen->x == x && seen->y == y &&
		    seen->pressure == pressure)
			return true;
	}
	return false;
}

static void
what_it_is_told_comes_out_of_the_kernel(void)
{
	static const char *const options[] = { NULL, "--uhid", "--display" };

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		struct input_absinfo info = { 0 };
		struct seen seen = { 0 };
		struct tablet tablet;
		int fd;

		if (!OKF(start(&tablet, options[i]), "%s",
			options[i] == NULL ? "uinput" : options[i]))
			continue;
		fd = open(tablet.node, O_RDONLY | O_CLOEXEC);
		OK(fd >= 0);
		OK(ioctl(fd, EVIOCGABS(ABS_X), &info) == 0);
		OKF(info.maximum == 21599 && info.resolution == 100,
		    "%d, %d units a mm", info.maximum, info.resolution);
		OK(ioctl(fd, EVIOCGABS(ABS_PRESSURE), &info) == 0 &&
		    info.maximum == 1023);
		tell(&tablet, "near");
		tell(&tablet, "1000 2000 300");
		OK(sees(fd, &seen, 1000, 2000, 300));
		OK(seen.is_near && seen.is_touching && !seen.was_dropped);
		tell(&tablet, "1500 2100 0");
		OK(sees(fd, &seen, 1500, 2100, 0) && !seen.is_touching);
		close(fd);
		end(&tablet);
	}
}

static void
what_nobody_reads_in_time_is_dropped(void)
{
	struct seen seen = { 0 };
	struct tablet tablet;
	int fd;

	if (!OK(start(&tablet, NULL)))
		return;
	fd = open(tablet.node, O_RDONLY | O_CLOEXEC);
	tell(&tablet, "near");
	tell(&tablet, "flood 500");
	tell(&tablet, "7 8 9");
	OK(sees(fd, &seen, 7, 8, 9));
	OK(seen.was_dropped);
	close(fd);
	end(&tablet);
}

static void
a_tablet_can_go_and_come_again(void)
{
	struct input_event event;
	struct tablet tablet;
	const char *node;
	int fd;

	if (!OK(start(&tablet, "--uhid")))
		return;
	fd = open(tablet.node, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	OK(strcmp(tell(&tablet, "unplug"), "done") == 0);
	while (read(fd, &event, sizeof(event)) > 0)
		continue;
	OK(errno == ENODEV);
	close(fd);
	node = tell(&tablet, "plug");
	OKF(access(node, R_OK) == 0, "%s", node);
	end(&tablet);
}

int
main(void)
{
	if (system("modprobe -a uinput uhid hid-generic evdev 2>/dev/null") !=
	    0)
		printf("# they are part of the kernel, or are missing\n");
	RUN(what_it_is_told_comes_out_of_the_kernel);
	RUN(what_nobody_reads_in_time_is_dropped);
	RUN(a_tablet_can_go_and_come_again);
	return tap_done();
}
