/* SPDX-License-Identifier: Apache-2.0 */
/* pen.c -- a pen tablet of the kernel that does what it is told.
 *
 *	pen [--uhid] [--display] [--name NAME]
 *
 * It is made with uinput: an evdev device; or, with --uhid, it is a HID
 * digitizer, from which the kernel's own driver makes the evdev device and a
 * hidraw one.  --display is a pen display, not a tablet.  The first line on
 * standard output is the node: "/dev/input/event5"; after that, a line for
 * each line of standard input that was done:
 *
 *	near, away         the pen comes near, and goes
 *	X Y PRESSURE       it is there: 0 to 21599, 0 to 13499, 0 to 1023;
 *	                   100 units are a millimetre
 *	button 0|1         its side switch
 *	sleep MS
 *	flood N            N samples as fast as they can be, more than anybody
 *	                   reads in time: the kernel drops some (SYN_DROPPED)
 *	unplug, plug       the tablet goes, and comes again: its node is told
 *
 * It ends with its input. */
#include "pen-report.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/uhid.h>
#include <linux/uinput.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PER_MM        100
#define WAIT_MS       30000
#define VENDOR        0x1209 /* pid.codes, for tests */
#define PRODUCT       0x0002

static struct {
	int fd;
	bool is_uhid, is_display;
	const char *name;
	bool is_near, is_pressed;
	int x, y, pressure;
} pen = { .fd = -1, .name = "Counterseal pen" };

static void die(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

static void
die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "pen: ");
	vfprintf(stderr, format, args);
	fprintf(stderr, "\n");
	va_end(args);
	exit(1);
}

static void
sleep_ms(long ms)
{
	const struct timespec pause = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&pause, NULL);
}

/* ---- uinput ------------------------------------------------------------ */

static void
set_axis(uint16_t axis, int most, int per_mm)
{
	struct uinput_abs_setup setup = { .code = axis };

	setup.absinfo.maximum = most;
	setup.absinfo.resolution = per_mm;
	if (ioctl(pen.fd, UI_ABS_SETUP, &setup) != 0)
		die("no axis: %s", strerror(errno));
}

static void
create_uinput(void)
{
	static const int keys[] = { BTN_TOOL_PEN, BTN_TOUCH, BTN_STYLUS };
	struct uinput_setup setup = { .id = { BUS_USB, VENDOR, PRODUCT, 1 } };

	pen.fd = open("/dev/uinput", O_WRONLY | O_CLOEXEC);
	if (pen.fd < 0)
		die("no uinput: %s", strerror(errno));
	snprintf(setup.name, sizeof(setup.name), "%s", pen.name);
	ioctl(pen.fd, UI_SET_EVBIT, EV_KEY);
	ioctl(pen.fd, UI_SET_EVBIT, EV_ABS);
	ioctl(pen.fd, UI_SET_PROPBIT,
	    pen.is_display ? INPUT_PROP_DIRECT : INPUT_PROP_POINTER);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		ioctl(pen.fd, UI_SET_KEYBIT, keys[i]);
	set_axis(ABS_X, PEN_X_MOST, PER_MM);
	set_axis(ABS_Y, PEN_Y_MOST, PER_MM);
	set_axis(ABS_PRESSURE, PEN_PRESSURE_MOST, 0);
	if (ioctl(pen.fd, UI_DEV_SETUP, &setup) != 0 ||
	    ioctl(pen.fd, UI_DEV_CREATE) != 0)
		die("no device: %s", strerror(errno));
}

static void
put(uint16_t type, uint16_t code, int value)
{
	const struct input_event event = {
		.type = type, .code = code, .value = value
	};

	if (write(pen.fd, &event, sizeof(event)) != sizeof(event))
		die("no event: %s", strerror(errno));
}

static void
say_uinput(void)
{
	put(EV_ABS, ABS_X, pen.x);
	put(EV_ABS, ABS_Y, pen.y);
	put(EV_ABS, ABS_PRESSURE, pen.pressure);
	put(EV_KEY, BTN_TOOL_PEN, pen.is_near);
	put(EV_KEY, BTN_TOUCH, pen.pressure > 0);
	put(EV_KEY, BTN_STYLUS, pen.is_pressed);
	put(EV_SYN, SYN_REPORT, 0);
}

/* ---- uhid --------------------------------------------------------------- */

static void
tell(const struct uhid_event *event)
{
	if (write(pen.fd, event, sizeof(*event)) != sizeof(*event))
		die("no uhid: %s", strerror(errno));
}

static void
create_uhid(void)
{
	struct uhid_event event = { .type = UHID_CREATE2 };

	pen.fd = open("/dev/uhid", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (pen.fd < 0)
		die("no uhid: %s", strerror(errno));
	snprintf((char *)event.u.create2.name, sizeof(event.u.create2.name),
	    "%s", pen.name);
	snprintf((char *)event.u.create2.phys, sizeof(event.u.create2.phys),
	    "pen/%d", (int)getpid());
	event.u.create2.rd_size = sizeof(pen_report_descriptor);
	memcpy(event.u.create2.rd_data, pen_report_descriptor,
	    sizeof(pen_report_descriptor));
	event.u.create2.bus = BUS_USB;
	event.u.create2.vendor = VENDOR;
	event.u.create2.product = PRODUCT;
	tell(&event);
}

/* Nobody waits for an answer that we could give. */
static void
hear_uhid(void)
{
	struct uhid_event event, answer = { 0 };

	while (read(pen.fd, &event, sizeof(event)) > 0) {
		if (event.type == UHID_GET_REPORT) {
			answer.type = UHID_GET_REPORT_REPLY;
			answer.u.get_report_reply.id = event.u.get_report.id;
			answer.u.get_report_reply.err = EIO;
			tell(&answer);
		} else if (event.type == UHID_SET_REPORT) {
			answer.type = UHID_SET_REPORT_REPLY;
			answer.u.set_report_reply.id = event.u.set_report.id;
			answer.u.set_report_reply.err = EIO;
			tell(&answer);
		}
	}
}

static void
say_uhid(void)
{
	struct uhid_event event = { .type = UHID_INPUT2 };
	const struct pen_state now = { pen.is_near, pen.is_pressed, pen.x,
		pen.y, pen.pressure };

	pen_report(event.u.input2.data, &now);
	event.u.input2.size = PEN_REPORT_LEN;
	tell(&event);
}

/* ---- both ---------------------------------------------------------------- */

static void
say(void)
{
	if (pen.fd < 0)
		die("it is not plugged in");
	if (pen.is_uhid)
		say_uhid();
	else
		say_uinput();
}

/* The event node of the device with our name. */
static bool
find_node(char *node, size_t room)
{
	char path[300], name[128];
	struct dirent *entry;
	bool found = false;
	DIR *folder = opendir("/sys/class/input");

	while (folder != NULL && !found && (entry = readdir(folder)) != NULL) {
		FILE *stream;

		if (strncmp(entry->d_name, "event", 5) != 0)
			continue;
		snprintf(path, sizeof(path), "/sys/class/input/%s/device/name",
		    entry->d_name);
		stream = fopen(path, "re");
		if (stream == NULL)
			continue;
		if (fgets(name, sizeof(name), stream) != NULL) {
			name[strcspn(name, "\n")] = '\0';
			/* The kernel's driver may say which part it is. */
			found = strncmp(name, pen.name, strlen(pen.name)) == 0;
		}
		fclose(stream);
		snprintf(node, room, "/dev/input/%.32s", entry->d_name);
	}
	if (folder != NULL)
		closedir(folder);
	return found && access(node, F_OK) == 0;
}

static void
plug(void)
{
	char node[64];

	if (pen.fd >= 0)
		die("it is plugged in");
	if (pen.is_uhid)
		create_uhid();
	else
		create_uinput();
	for (int ms = 0; !find_node(node, sizeof(node)); ms += 10) {
		if (ms >= WAIT_MS)
			die("it has no node");
		if (pen.is_uhid)
			hear_uhid();
		sleep_ms(10);
	}
	printf("%s\n", node);
}

static void
unplug(void)
{
	char node[64];

	if (pen.fd >= 0)
		close(pen.fd);
	pen.fd = -1;
	for (int ms = 0; ms < WAIT_MS && find_node(node, sizeof(node));
	     ms += 10)
		sleep_ms(10);
}

static void
flood(int count)
{
	for (int i = 0; i < count; i++) {
		pen.x = 1000 + i % 10000;
		pen.y = 1000 + i % 5000;
		pen.pressure = 500;
		say();
	}
}

static void
obey(const char *line)
{
	int number, x, y, pressure;

	if (strcmp(line, "near") == 0 || strcmp(line, "away") == 0) {
		pen.is_near = line[0] == 'n';
		pen.pressure = 0;
		say();
	} else if (strcmp(line, "unplug") == 0) {
		unplug();
	} else if (strcmp(line, "plug") == 0) {
		plug();
		return;
	} else if (sscanf(line, "button %d", &number) == 1) {
		pen.is_pressed = number != 0;
		say();
	} else if (sscanf(line, "sleep %d", &number) == 1) {
		sleep_ms(number);
	} else if (sscanf(line, "flood %d", &number) == 1) {
		flood(number);
	} else if (sscanf(line, "%d %d %d", &x, &y, &pressure) == 3) {
		pen.x = x;
		pen.y = y;
		pen.pressure = pressure;
		say();
	} else {
		die("what is \"%s\"?", line);
	}
	printf("done\n");
}

int
main(int argc, char **argv)
{
	char line[128];

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--uhid") == 0)
			pen.is_uhid = true;
		else if (strcmp(argv[i], "--display") == 0)
			pen.is_display = true;
		else if (strcmp(argv[i], "--name") == 0 && i + 1 < argc)
			pen.name = argv[++i];
		else
			die("what is %s?", argv[i]);
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	plug();
	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '\0' && line[0] != '#')
			obey(line);
		if (pen.is_uhid && pen.fd >= 0)
			hear_uhid();
	}
	return 0;
}
