/* SPDX-License-Identifier: Apache-2.0 */
/* node-watch.c -- nodes of devices that come and go, for a module's tables.
 *
 * udev makes the node, then gives it to a group and to the user at the seat:
 * all of that is seen in /dev, with udev and without.  What it knows of the
 * node, such as the names that last, it writes down after that.  USB has a
 * folder for each bus, and folders come and go, too: after every change all
 * that are there are watched, and what was made in one before that is found by
 * looking. */
#include "error.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define BUSES "/dev/bus/usb"

static const char *const folders[] = { "/dev/input", "/run/udev/data",
	"/dev/bus", BUSES };

/* To watch twice is to watch once. */
static bool
watch_folder(int fd, const char *path)
{
	return inotify_add_watch(fd, path,
		   IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVE | IN_ONLYDIR) >=
	       0;
}

/* What is not there yet is seen to come in the folder above it; without udev,
 * what it writes down never comes. */
static void
watch_folders(int fd)
{
	char path[sizeof(BUSES) + 257];
	const struct dirent *entry;
	DIR *folder;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		watch_folder(fd, folders[i]);
	folder = opendir(BUSES);
	if (folder == NULL)
		return;
	while ((entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), BUSES "/%s", entry->d_name);
		watch_folder(fd, path);
	}
	closedir(folder);
}

static cseal_status
watch_open(cseal_host *host, void **ret_watch, cseal_error **ret_error)
{
	int *fd = malloc(sizeof(*fd));

	(void)host;
	if (fd == NULL)
		return csi_fail_memory(ret_error);
	*fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (*fd < 0 || !watch_folder(*fd, "/dev")) {
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

const struct cseal_watch_ops cseal_node_watch = {
	.size = sizeof(cseal_node_watch),
	.open = watch_open,
	.fd = watch_fd,
	.dispatch = watch_dispatch,
	.close = watch_close,
};
