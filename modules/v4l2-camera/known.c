/* SPDX-License-Identifier: Apache-2.0 */
/* known.c -- what udev knows of the nodes of video devices.
 *
 * The number of a node is drawn anew at every replug.  udev also makes links:
 * by-id, where the camera tells a serial number, and by-path, the socket that
 * it is plugged into. */
#include "known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libudev.h>

#define BY_ID   "/dev/v4l/by-id/"
#define BY_PATH "/dev/v4l/by-path/"

bool
known_same(const char *path, const char *other)
{
	char *real = realpath(path, NULL), *real_other = realpath(other, NULL);
	bool same =
	    real != NULL && real_other != NULL && strcmp(real, real_other) == 0;

	free(real);
	free(real_other);
	return same;
}

static void
copy(char *room, size_t size, const char *text)
{
	if (text != NULL && strlen(text) < size)
		memcpy(room, text, strlen(text) + 1);
}

/* The first link in byte order that begins so and leads to the node. */
static const char *
link_of(struct udev_device *device, const char *folder, const char *node)
{
	struct udev_list_entry *entry =
	    udev_device_get_devlinks_list_entry(device);
	const char *best = NULL;

	for (; entry != NULL; entry = udev_list_entry_get_next(entry)) {
		const char *name = udev_list_entry_get_name(entry);

		if (strncmp(name, folder, strlen(folder)) == 0 &&
		    (best == NULL || strcmp(name, best) < 0) &&
		    known_same(name, node))
			best = name;
	}
	return best;
}

/* A camera without a serial number has the id of every other of its model. */
static const char *
lasting_path(struct udev_device *device, const char *node)
{
	const char *link = NULL;

	if (udev_device_get_property_value(device, "ID_SERIAL_SHORT") != NULL)
		link = link_of(device, BY_ID, node);
	if (link == NULL)
		link = link_of(device, BY_PATH, node);
	return link != NULL ? link : node;
}

static bool
may_be_camera(struct udev_device *device)
{
	const char *can =
	    udev_device_get_property_value(device, "ID_V4L_CAPABILITIES");

	return can == NULL || strstr(can, ":capture:") != NULL;
}

/* Whether udev still makes its links; it will tell when they are there.  Where
 * nobody makes them, there is nothing to wait for. */
static bool
is_unfinished(struct udev_device *device)
{
	return udev_device_get_is_initialized(device) == 0 &&
	       access("/run/udev/control", F_OK) == 0;
}

static void
add(struct known_list *list, struct udev_device *device)
{
	const char *node = udev_device_get_devnode(device);
	const char *title =
	    udev_device_get_property_value(device, "ID_V4L_PRODUCT");
	struct known_node *known = &list->nodes[list->count];

	if (node == NULL || strncmp(node, "/dev/video", 10) != 0 ||
	    strlen(node) >= CAMERA_PATH_ROOM || list->count == KNOWN_MOST ||
	    is_unfinished(device))
		return;
	if (title == NULL)
		title = udev_device_get_sysattr_value(device, "name");
	copy(known->node, sizeof(known->node), node);
	copy(known->path, sizeof(known->path), node);
	copy(known->path, sizeof(known->path), lasting_path(device, node));
	copy(known->title, sizeof(known->title), title);
	known->role = camera_role_of(
	    udev_device_get_property_value(device, "COUNTERSEAL_CAMERA"));
	known->may_be_camera = may_be_camera(device);
	list->count++;
}

static void
add_all(struct known_list *list, struct udev *udev,
    struct udev_enumerate *enumerate)
{
	struct udev_list_entry *entry =
	    udev_enumerate_get_list_entry(enumerate);

	for (; entry != NULL; entry = udev_list_entry_get_next(entry)) {
		struct udev_device *device = udev_device_new_from_syspath(
		    udev, udev_list_entry_get_name(entry));

		if (device == NULL)
			continue; /* it left meanwhile */
		add(list, device);
		udev_device_unref(device);
	}
}

static bool
scan(struct known_list *list, struct udev *udev)
{
	struct udev_enumerate *enumerate = udev_enumerate_new(udev);
	bool ok = false;

	if (enumerate != NULL &&
	    udev_enumerate_add_match_subsystem(enumerate, "video4linux") >= 0 &&
	    udev_enumerate_scan_devices(enumerate) >= 0) {
		add_all(list, udev, enumerate);
		ok = true;
	}
	udev_enumerate_unref(enumerate);
	return ok;
}

cseal_status
known_list_new(struct known_list **ret_list, cseal_error **ret_error)
{
	struct known_list *list = calloc(1, sizeof(*list));
	struct udev *udev = udev_new();
	bool ok = false;

	if (list != NULL && udev != NULL)
		ok = scan(list, udev);
	udev_unref(udev);
	if (!ok) {
		free(list);
		return cseal_fail(ret_error, CSEAL_FAULT_MEMORY,
		    "udev could not be asked for cameras");
	}
	*ret_list = list;
	return CSEAL_OK;
}

const struct known_node *
known_find(const struct known_list *list, const char *path)
{
	for (size_t i = 0; i < list->count; i++) {
		if (known_same(list->nodes[i].node, path))
			return &list->nodes[i];
	}
	return NULL;
}
