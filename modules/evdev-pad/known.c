/* SPDX-License-Identifier: Apache-2.0 */
/* known.c -- what udev knows of the tablets of this machine.
 *
 * The number of a node is drawn anew at every replug.  udev also makes links:
 * by-id, where the tablet tells a serial number, and by-path, the socket that
 * it is plugged into.  All parts of a device (pen, fingers, keys) claim the
 * same link, and it leads to one of them; what counts is the claim. */
#include "known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libudev.h>

#define BY_ID   "/dev/input/by-id/"
#define BY_PATH "/dev/input/by-path/"

#define WACOM     0x056a
#define STU_FIRST 0x00a1
#define STU_LAST  0x00a9

static bool
copy(char *room, size_t size, const char *text)
{
	if (text == NULL || strlen(text) >= size)
		return false;
	memcpy(room, text, strlen(text) + 1);
	return true;
}

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* ---- one device ---------------------------------------------------------- */

static void
add_links(struct known_tablet *tablet, struct udev_device *device)
{
	struct udev_list_entry *entry =
	    udev_device_get_devlinks_list_entry(device);

	for (; entry != NULL && tablet->link_count < KNOWN_LINKS;
	     entry = udev_list_entry_get_next(entry)) {
		const char *name = udev_list_entry_get_name(entry);

		if ((begins(name, BY_ID) || begins(name, BY_PATH)) &&
		    copy(tablet->links[tablet->link_count], EVDEV_PATH_ROOM,
			name))
			tablet->link_count++;
	}
}

static unsigned
number_of(struct udev_device *device, const char *attribute)
{
	const char *text = udev_device_get_sysattr_value(device, attribute);

	return text == NULL ? 0 : (unsigned)strtoul(text, NULL, 16);
}

/* Whether udev still makes its links; it will tell when they are there.  Where
 * nobody makes them, there is nothing to wait for. */
static bool
is_unfinished(struct udev_device *device)
{
	return udev_device_get_is_initialized(device) == 0 &&
	       access("/run/udev/control", F_OK) == 0;
}

/* input is the device that the node is one of. */
static void
add(struct known_list *list, struct udev_device *device,
    struct udev_device *input)
{
	struct known_tablet *tablet = &list->tablets[list->count];
	unsigned product = number_of(input, "id/product");

	memset(tablet, 0, sizeof(*tablet));
	tablet->kind = evdev_kind_of_text(
	    udev_device_get_sysattr_value(input, "capabilities/abs"),
	    udev_device_get_sysattr_value(input, "capabilities/key"));
	/* The kernel takes the node away before it forgets the device. */
	if (tablet->kind == EVDEV_OTHER || is_unfinished(device) ||
	    !copy(tablet->node, sizeof(tablet->node),
		udev_device_get_devnode(device)) ||
	    access(tablet->node, F_OK) != 0)
		return;
	add_links(tablet, device);
	tablet->has_serial =
	    udev_device_get_property_value(device, "ID_SERIAL_SHORT") != NULL;
	tablet->is_display =
	    (number_of(input, "properties") >> INPUT_PROP_DIRECT & 1) != 0;
	tablet->is_stu = number_of(input, "id/vendor") == WACOM &&
			 product >= STU_FIRST && product <= STU_LAST;
	if (!copy(tablet->name, sizeof(tablet->name),
		udev_device_get_sysattr_value(input, "name")))
		copy(tablet->name, sizeof(tablet->name), "Pen tablet");
	list->count++;
}

/* ---- all of them --------------------------------------------------------- */

static void
add_all(struct known_list *list, struct udev *udev,
    struct udev_enumerate *enumerate)
{
	struct udev_list_entry *entry =
	    udev_enumerate_get_list_entry(enumerate);

	for (; entry != NULL && list->count < KNOWN_MOST;
	     entry = udev_list_entry_get_next(entry)) {
		struct udev_device *device = udev_device_new_from_syspath(
		    udev, udev_list_entry_get_name(entry));
		struct udev_device *input;

		if (device == NULL)
			continue; /* it left meanwhile */
		/* Its parent's is the device's reference. */
		input = udev_device_get_parent_with_subsystem_devtype(
		    device, "input", NULL);
		if (input != NULL)
			add(list, device, input);
		udev_device_unref(device);
	}
}

static bool
scan(struct known_list *list, struct udev *udev)
{
	struct udev_enumerate *enumerate = udev_enumerate_new(udev);
	bool ok = false;

	if (enumerate != NULL &&
	    udev_enumerate_add_match_subsystem(enumerate, "input") >= 0 &&
	    udev_enumerate_add_match_sysname(enumerate, "event*") >= 0 &&
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
		    "udev could not be asked for tablets");
	}
	*ret_list = list;
	return CSEAL_OK;
}

/* ---- names --------------------------------------------------------------- */

static bool
claims(const struct known_tablet *tablet, const char *path)
{
	for (size_t i = 0; i < tablet->link_count; i++) {
		if (strcmp(tablet->links[i], path) == 0)
			return true;
	}
	return false;
}

/* The only pen that claims the link. */
static const struct known_tablet *
find_claim(const struct known_list *list, const char *path)
{
	const struct known_tablet *found = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct known_tablet *tablet = &list->tablets[i];

		if (tablet->kind != EVDEV_PEN || !claims(tablet, path))
			continue;
		if (found != NULL)
			return NULL;
		found = tablet;
	}
	return found;
}

static bool
leads_to(const char *path, const char *node)
{
	struct stat meta, other;

	return strcmp(path, node) == 0 ||
	       (stat(path, &meta) == 0 && stat(node, &other) == 0 &&
		   S_ISCHR(meta.st_mode) && meta.st_rdev == other.st_rdev);
}

const struct known_tablet *
known_find(const struct known_list *list, const char *path)
{
	const struct known_tablet *found = find_claim(list, path);

	for (size_t i = 0; found == NULL && i < list->count; i++) {
		if (leads_to(path, list->tablets[i].node))
			found = &list->tablets[i];
	}
	return found;
}

/* The first in byte order that is this pen's alone. */
static const char *
link_of(const struct known_list *list, const struct known_tablet *tablet,
    const char *folder)
{
	const char *best = NULL;

	for (size_t i = 0; i < tablet->link_count; i++) {
		const char *link = tablet->links[i];

		if (begins(link, folder) && find_claim(list, link) == tablet &&
		    (best == NULL || strcmp(link, best) < 0))
			best = link;
	}
	return best;
}

/* A tablet without a serial number has the id of every other of its model. */
const char *
known_lasting(const struct known_list *list, const struct known_tablet *tablet)
{
	const char *link = NULL;

	if (tablet->has_serial)
		link = link_of(list, tablet, BY_ID);
	if (link == NULL)
		link = link_of(list, tablet, BY_PATH);
	return link != NULL ? link : tablet->node;
}
