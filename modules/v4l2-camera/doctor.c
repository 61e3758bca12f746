/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c -- why a camera is not there. */
#include "doctor.h"

#include "find.h"
#include "holder.h"
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libudev.h>

#define SEEN_MOST 16 /* paths that the configuration may name twice */

struct round {
	cseal_host *host;
	struct cseal_desk desk;
	char seen[SEEN_MOST][CAMERA_PATH_ROOM];
	size_t seen_count;
};

static void
say_busy(const struct cseal_desk *desk, const char *path)
{
	char holder[128];

	if (camera_holder(path, holder, sizeof(holder)))
		cseal_desk_say(desk, true, "Close that program.",
		    "The camera %s is in use by %s.", path, holder);
	else
		cseal_desk_say(desk, true, "Close the other program.",
		    "The camera %s is in use by another program.", path);
}

/* Whether it was examined before; it is now. */
static bool
was_seen(struct round *round, const char *path)
{
	for (size_t i = 0; i < round->seen_count; i++) {
		if (strcmp(round->seen[i], path) == 0 ||
		    known_same(round->seen[i], path))
			return true;
	}
	if (round->seen_count < SEEN_MOST)
		snprintf(round->seen[round->seen_count++], CAMERA_PATH_ROOM,
		    "%s", path);
	return false;
}

/* cure is for one that is absent. */
static void
examine(struct round *round, const char *path, const char *cure)
{
	struct camera_probe probe;

	if (was_seen(round, path))
		return;
	if (camera_probe(path, NULL, &probe, NULL) != CSEAL_OK)
		return;
	if (!probe.is_camera)
		cseal_desk_say(&round->desk, cure != NULL, cure,
		    "%s is no camera; one may have a second node, for its "
		    "metadata.",
		    path);
	else if (probe.state == CSEAL_DEVICE_DENIED)
		cseal_desk_say_denied(&round->desk, path, NULL);
	else if (probe.state == CSEAL_DEVICE_BUSY)
		say_busy(&round->desk, path);
	else if (probe.state == CSEAL_DEVICE_ABSENT)
		cseal_desk_say(&round->desk, cure != NULL, cure,
		    "The camera %s is not there.", path);
	else
		cseal_desk_say(&round->desk, false, NULL,
		    "The camera %s may be used.", path);
}

static void
examine_named(struct round *round, const char *uri)
{
	char path[CAMERA_PATH_ROOM];
	struct camera_uri parsed;
	cseal_error *error = NULL;
	enum camera_role role;
	cseal_status st;

	st = camera_uri_parse(uri, &parsed, &error);
	if (st == CSEAL_OK)
		st = camera_locate(round->host, &parsed, path, &role, &error);
	if (st == CSEAL_OK)
		examine(round, path,
		    "Connect the camera, or correct [devices] camera.");
	else
		cseal_desk_say(&round->desk, true, "Correct the configuration.",
		    "The configured camera %s cannot be used: %s.", uri,
		    cseal_error_text(error));
	cseal_error_free(error);
}

static void
examine_roles(struct round *round)
{
	struct camera_uri uri;

	for (unsigned i = CAMERA_ANY + 1; i < CAMERA_ROLES; i++) {
		enum camera_role role = (enum camera_role)i;
		cseal_error *error = NULL;
		bool is_there = false;

		if (camera_role_setting(
			round->host, role, &uri, &is_there, &error) != CSEAL_OK)
			cseal_desk_say(&round->desk, true,
			    "Correct the configuration.", "%s.",
			    cseal_error_text(error));
		else if (is_there)
			examine(round, uri.path,
			    "Connect the camera, or correct "
			    "[module v4l2-camera].");
		cseal_error_free(error);
	}
}

static void
examine_known(struct round *round)
{
	struct known_list *list;

	if (known_list_new(&list, NULL) != CSEAL_OK)
		return;
	for (size_t i = 0; i < list->count; i++)
		examine(round, list->nodes[i].node, NULL);
	if (list->count == 0)
		cseal_desk_say(&round->desk, false, "Connect a camera.",
		    "The system has no video device.");
	free(list);
}

/* Of the USB interfaces of the video class (USB class codes, 0Eh), those that
 * no driver serves. */
static bool
has_orphan(struct udev *udev, struct udev_enumerate *enumerate)
{
	struct udev_list_entry *entry;
	bool found = false;

	if (udev_enumerate_add_match_subsystem(enumerate, "usb") < 0 ||
	    udev_enumerate_add_match_sysattr(
		enumerate, "bInterfaceClass", "0e") < 0 ||
	    udev_enumerate_scan_devices(enumerate) < 0)
		return false;
	entry = udev_enumerate_get_list_entry(enumerate);
	for (; entry != NULL; entry = udev_list_entry_get_next(entry)) {
		struct udev_device *device = udev_device_new_from_syspath(
		    udev, udev_list_entry_get_name(entry));

		if (device == NULL)
			continue;
		found |= udev_device_get_driver(device) == NULL;
		udev_device_unref(device);
	}
	return found;
}

static void
examine_usb(const struct cseal_desk *desk)
{
	struct udev *udev = udev_new();
	struct udev_enumerate *enumerate =
	    udev == NULL ? NULL : udev_enumerate_new(udev);

	if (enumerate != NULL && has_orphan(udev, enumerate))
		cseal_desk_say(desk, true, "Load the kernel's module uvcvideo.",
		    "There is a USB camera that no driver serves.");
	udev_enumerate_unref(enumerate);
	udev_unref(udev);
}

void
camera_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	struct round round = { .host = host, .desk = { report, user } };
	struct camera_settings settings;
	cseal_error *error = NULL;
	const char *uri;

	if (camera_settings_read(host, &settings, &error) != CSEAL_OK)
		cseal_desk_say(&round.desk, true, "Correct the configuration.",
		    "%s.", cseal_error_text(error));
	cseal_error_free(error);
	for (size_t i = 0; (uri = cseal_host_named(host, i)) != NULL; i++)
		examine_named(&round, uri);
	examine_roles(&round);
	examine_known(&round);
	examine_usb(&round.desk);
}
