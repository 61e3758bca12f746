/* SPDX-License-Identifier: Apache-2.0 */
/* node.c -- an input device of the kernel, without knowing what it means. */
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <libevdev/libevdev.h>

static cseal_status
fail(int number, const char *what, cseal_error **ret_error)
{
	if (number == ENODEV || number == ENXIO)
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
		    "the tablet was unplugged");
	if (number == ENOMEM)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
	    "the tablet could not be %s: %s", what, strerror(number));
}

cseal_status
evdev_node_open(const char *path, int *ret_fd, cseal_error **ret_error)
{
	struct stat meta;
	int fd;

	/* To open what is something else may have effects. */
	if (stat(path, &meta) != 0 || !S_ISCHR(meta.st_mode))
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "there was no tablet at %s", path);
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && (errno == EACCES || errno == EPERM))
		return cseal_fail_denied(path, ret_error);
	if (fd < 0 && errno == ENOENT)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "there was no tablet at %s", path);
	if (fd < 0)
		return fail(errno, "opened", ret_error);
	*ret_fd = fd;
	return CSEAL_OK;
}

cseal_status
evdev_node_grab(int fd, cseal_error **ret_error)
{
	if (ioctl(fd, EVIOCGRAB, (void *)1) == 0)
		return CSEAL_OK;
	if (errno == EBUSY)
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_BUSY,
		    "another program holds the tablet");
	return fail(errno, "held", ret_error);
}

void
evdev_node_let_go(int fd)
{
	ioctl(fd, EVIOCGRAB, (void *)0);
}

bool
evdev_node_set_clock(int fd)
{
	int clock = CLOCK_MONOTONIC;

	return ioctl(fd, EVIOCSCLOCKID, &clock) == 0;
}

/* ---- what it is --------------------------------------------------------- */

/* What is wrong with a device is told by the calls that fail. */
static void
ignore(const struct libevdev *device, enum libevdev_log_priority priority,
    void *user, const char *file, int line, const char *function,
    const char *format, va_list args)
{
}

static struct evdev_axis
read_axis(const struct libevdev *device, unsigned code)
{
	const struct input_absinfo *info = libevdev_get_abs_info(device, code);

	if (info == NULL)
		return (struct evdev_axis){ .is_there = false };
	return (struct evdev_axis){ .is_there = true,
		.least = info->minimum,
		.most = info->maximum,
		.per_mm = info->resolution,
		.now = info->value };
}

static void
read_facts(const struct libevdev *device, struct evdev_facts *facts)
{
	const char *name = libevdev_get_name(device);

	memset(facts, 0, sizeof(*facts));
	snprintf(facts->name, sizeof(facts->name), "%s",
	    name == NULL || name[0] == '\0' ? "the tablet" : name);
	facts->x = read_axis(device, ABS_X);
	facts->y = read_axis(device, ABS_Y);
	facts->pressure = read_axis(device, ABS_PRESSURE);
	facts->has_contacts =
	    libevdev_has_event_code(device, EV_ABS, ABS_MT_SLOT) ||
	    libevdev_has_event_code(device, EV_ABS, ABS_MT_POSITION_X);
	for (unsigned i = 0; i < EVDEV_KEYS; i++) {
		unsigned code = BTN_DIGI + i;

		if (libevdev_has_event_code(device, EV_KEY, code))
			facts->keys |= (uint16_t)(1u << i);
		if (libevdev_get_event_value(device, EV_KEY, code) != 0)
			facts->held |= (uint16_t)(1u << i);
	}
}

cseal_status
evdev_node_describe(
    int fd, struct evdev_facts *ret_facts, cseal_error **ret_error)
{
	struct libevdev *device = libevdev_new();
	int number;

	if (device == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	libevdev_set_device_log_function(
	    device, ignore, LIBEVDEV_LOG_ERROR, NULL);
	number = -libevdev_set_fd(device, fd);
	if (number == 0)
		read_facts(device, ret_facts);
	libevdev_free(device);
	if (number == ENOTTY || number == EINVAL)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "it is no input device of the kernel");
	return number == 0 ? CSEAL_OK : fail(number, "asked", ret_error);
}

cseal_status
evdev_node_read(int fd, struct input_event *events, size_t room,
    size_t *ret_count, cseal_error **ret_error)
{
	ssize_t len = read(fd, events, room * sizeof(*events));

	if (len < 0 && errno != EAGAIN && errno != EINTR)
		return fail(errno, "read", ret_error);
	if (len == 0)
		return fail(ENODEV, "read", ret_error);
	if (len > 0 && (size_t)len % sizeof(*events) != 0)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the tablet gave %zd bytes, which are no events", len);
	*ret_count = len < 0 ? 0 : (size_t)len / sizeof(*events);
	return CSEAL_OK;
}
