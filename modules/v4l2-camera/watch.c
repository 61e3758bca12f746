/* SPDX-License-Identifier: Apache-2.0 */
/* watch.c -- cameras that come and go, as udev tells it: after it made the
 * links and gave the node to its group. */
#include "find.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libudev.h>

struct watch {
	struct udev *udev;
	struct udev_monitor *monitor;
};

static void
watch_close(void *opened)
{
	struct watch *watch = opened;

	udev_monitor_unref(watch->monitor);
	udev_unref(watch->udev);
	free(watch);
}

static bool
start_listening(struct watch *watch)
{
	watch->udev = udev_new();
	if (watch->udev == NULL)
		return false;
	watch->monitor = udev_monitor_new_from_netlink(watch->udev, "udev");
	return watch->monitor != NULL &&
	       udev_monitor_filter_add_match_subsystem_devtype(
		   watch->monitor, "video4linux", NULL) >= 0 &&
	       udev_monitor_enable_receiving(watch->monitor) >= 0;
}

static cseal_status
watch_open(cseal_host *host, void **ret_watch, cseal_error **ret_error)
{
	struct watch *watch = calloc(1, sizeof(*watch));

	if (watch == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	if (!start_listening(watch)) {
		int number = errno;

		watch_close(watch);
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "udev could not be listened to: %s", strerror(number));
	}
	*ret_watch = watch;
	return CSEAL_OK;
}

static int
watch_fd(void *opened)
{
	const struct watch *watch = opened;

	return udev_monitor_get_fd(watch->monitor);
}

/* The descriptor does not block.  What was lost because too much came at once
 * (ENOBUFS) is a change, too. */
static cseal_status
watch_dispatch(void *opened, bool *ret_changed, cseal_error **ret_error)
{
	const struct watch *watch = opened;
	struct udev_device *device;
	bool changed = false;

	errno = 0;
	while ((device = udev_monitor_receive_device(watch->monitor)) != NULL) {
		udev_device_unref(device);
		changed = true;
	}
	*ret_changed = changed || errno == ENOBUFS;
	return CSEAL_OK;
}

const struct cseal_watch_ops camera_watch = {
	.size = sizeof(camera_watch),
	.open = watch_open,
	.fd = watch_fd,
	.dispatch = watch_dispatch,
	.close = watch_close,
};
