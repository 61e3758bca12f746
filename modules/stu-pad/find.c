/* SPDX-License-Identifier: Apache-2.0 */
/* find.c -- which pads are there.
 *
 * On USB a pad says what it is.  A serial line does not, and asking may
 * disturb what is no pad: only lines that the configuration names are
 * reported. */
#include "find.h"

#include "sysfs.h"
#include "usb.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct model {
	uint16_t product;
	const char *name;
} models[] = {
	{ 0x00a1, "STU-500" },
	{ 0x00a2, "STU-300" },
	{ 0x00a3, "STU-520" },
	{ 0x00a4, "STU-430" },
	{ 0x00a5, "STU-530" },
	{ 0x00a6, "STU-430V" },
	{ 0x00a8, "STU-540" },
};

const char *
stu_model_of(uint16_t product)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++) {
		if (models[i].product == product)
			return models[i].name;
	}
	return NULL;
}

bool
stu_is_tty(const char *path)
{
	struct stat meta;

	return stat(path, &meta) == 0 && S_ISCHR(meta.st_mode);
}

/* ---- finding ----------------------------------------------------------- */

static cseal_status
report_usb(cseal_finder *finder, const struct stu_usb_device *device,
    const char *model, cseal_error **ret_error)
{
	char name[STU_USB_NAME_ROOM], node[STU_NODE_ROOM];
	char uri[sizeof("stu:usb:") + STU_USB_NAME_ROOM];
	char title[sizeof("Wacom  at USB ") + 32 + STU_USB_NAME_ROOM];
	cseal_device_state state = CSEAL_DEVICE_READY;

	stu_uri_usb_name(device->bus, device->ports, device->port_count, name);
	stu_usb_node(device->bus, device->address, node);
	snprintf(uri, sizeof(uri), "stu:usb:%s", name);
	snprintf(title, sizeof(title), "Wacom %s at USB %s", model, name);
	if (access(node, R_OK | W_OK) != 0)
		state = CSEAL_DEVICE_DENIED;
	else if (stu_has_driver(name, "usbfs"))
		state = CSEAL_DEVICE_BUSY;
	return cseal_finder_add(finder, uri, title, state, ret_error);
}

static cseal_status
find_usb(cseal_finder *finder, cseal_error **ret_error)
{
	struct stu_usb_device devices[STU_USB_DEVICES_MOST];
	cseal_status st;
	size_t count;

	st = stu_usb_list(devices, &count, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		const char *model = stu_model_of(devices[i].product);

		if (model != NULL)
			st = report_usb(finder, &devices[i], model, ret_error);
	}
	return st;
}

/* Not opened for this: that would move its modem lines. */
static cseal_status
find_named(cseal_finder *finder, const char *uri, cseal_error **ret_error)
{
	cseal_device_state state = CSEAL_DEVICE_READY;
	char title[sizeof("Wacom STU on ") + STU_PATH_ROOM];
	struct stu_uri parsed;

	/* What cannot be parsed is absent; the doctor says why.  On USB it is
	 * found, or absent. */
	if (stu_uri_parse(uri, &parsed, NULL) != CSEAL_OK || !parsed.is_tty)
		return CSEAL_OK;
	snprintf(title, sizeof(title), "Wacom STU on %s", parsed.path);
	if (!stu_is_tty(parsed.path))
		state = CSEAL_DEVICE_ABSENT;
	else if (access(parsed.path, R_OK | W_OK) != 0)
		state = CSEAL_DEVICE_DENIED;
	return cseal_finder_add(finder, uri, title, state, ret_error);
}

cseal_status
stu_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st = find_usb(finder, ret_error);
	const char *uri;

	for (size_t i = 0; st == CSEAL_OK; i++) {
		uri = cseal_host_named(host, i);
		if (uri == NULL)
			break;
		st = find_named(finder, uri, ret_error);
	}
	return st;
}

/* ---- coming and going --------------------------------------------------- */
/* udev makes the node, then gives it to a group or a user: both are seen in
 * its folder.  A folder of /dev/bus/usb comes with its bus. */

#define SEEN (IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVE)

static void
watch_folders(int fd)
{
	const struct dirent *entry;
	DIR *dir;

	/* What is not there yet is seen to come in the one above it. */
	inotify_add_watch(fd, "/dev/bus", SEEN);
	inotify_add_watch(fd, "/dev/bus/usb", SEEN);
	dir = opendir("/dev/bus/usb");
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char path[sizeof("/dev/bus/usb/") + sizeof(entry->d_name)];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/dev/bus/usb/%s", entry->d_name);
		inotify_add_watch(fd, path, SEEN);
	}
	if (dir != NULL)
		closedir(dir);
}

static cseal_status
watch_open(cseal_host *host, void **ret_watch, cseal_error **ret_error)
{
	int *fd = malloc(sizeof(*fd));

	if (fd == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	*fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (*fd < 0 || inotify_add_watch(*fd, "/dev", SEEN) < 0) {
		int number = errno;

		if (*fd >= 0)
			close(*fd);
		free(fd);
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "/dev could not be watched: %s", strerror(number));
	}
	watch_folders(*fd);
	*ret_watch = fd;
	return CSEAL_OK;
}

static int
watch_fd(void *watch)
{
	return *(const int *)watch;
}

static cseal_status
watch_dispatch(void *watch, bool *ret_changed, cseal_error **ret_error)
{
	const int fd = *(const int *)watch;
	char buf[4096];
	bool changed = false;
	ssize_t len;

	while ((len = read(fd, buf, sizeof(buf))) > 0)
		changed = true;
	if (len < 0 && errno != EAGAIN && errno != EINTR)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "/dev could not be watched: %s", strerror(errno));
	if (changed)
		watch_folders(fd);
	*ret_changed = changed;
	return CSEAL_OK;
}

static void
watch_close(void *watch)
{
	close(*(const int *)watch);
	free(watch);
}

const struct cseal_watch_ops stu_watch = {
	.size = sizeof(stu_watch),
	.open = watch_open,
	.fd = watch_fd,
	.dispatch = watch_dispatch,
	.close = watch_close,
};
