/* SPDX-License-Identifier: Apache-2.0 */
/* find.c -- which pads are there.
 *
 * On USB a pad says what it is.  A serial line does not, and asking may
 * disturb what is no pad: only lines that the configuration names are
 * reported. */
#include "find.h"

#include "sysfs.h"
#include "usb.h"

#include <stdio.h>
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
