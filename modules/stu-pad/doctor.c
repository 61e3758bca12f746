/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c -- why a pad is not there. */
#include "find.h"
#include "settings.h"
#include "sysfs.h"
#include "usb.h"

#include <string.h>
#include <unistd.h>

#define RULE "70-counterseal-stu.rules"

/* ---- USB ---------------------------------------------------------------- */

static void
examine_pad(const struct cseal_desk *desk, const struct stu_usb_device *device)
{
	char name[STU_USB_NAME_ROOM], node[STU_NODE_ROOM];
	const char *model = stu_model_of(device->product);

	stu_uri_usb_name(device->bus, device->ports, device->port_count, name);
	stu_usb_node(device->bus, device->address, node);
	if (device->product == STU_PRODUCT_541) {
		cseal_desk_say(desk, true, "Use another model of the series.",
		    "The pad at USB %s is an STU-541, which is not supported: "
		    "how it encrypts is not known.",
		    name);
		return;
	}
	if (model == NULL)
		return;
	if (access(node, R_OK | W_OK) != 0)
		cseal_desk_say_denied(desk, node, RULE);
	else if (stu_has_driver(name, "usbfs"))
		cseal_desk_say(desk, true, "End the other program.",
		    "Another program uses the %s at USB %s.", model, name);
	else
		cseal_desk_say(desk, false, NULL,
		    "The %s at USB %s is there and may be used.", model, name);
	/* A driver for tablets takes every device of the vendor; it makes
	 * nothing of a pad, and keeps others from it. */
	if (stu_has_driver_below(name, "wacom"))
		cseal_desk_say(desk, false, NULL,
		    "The kernel's driver wacom holds the %s at USB %s; it is "
		    "taken off while the pad is used.",
		    model, name);
}

static void
examine_usb(const struct cseal_desk *desk)
{
	struct stu_usb_device devices[STU_USB_DEVICES_MOST];
	size_t count = 0;

	if (stu_usb_list(devices, &count, NULL) != CSEAL_OK)
		return;
	for (size_t i = 0; i < count; i++)
		examine_pad(desk, &devices[i]);
}

/* ---- what is configured -------------------------------------------------- */

static bool
is_plugged_in(const struct stu_uri *uri)
{
	struct stu_usb_device devices[STU_USB_DEVICES_MOST];
	size_t count = 0;

	stu_usb_list(devices, &count, NULL);
	for (size_t i = 0; i < count; i++) {
		if (devices[i].bus == uri->bus &&
		    devices[i].port_count == uri->port_count &&
		    memcmp(devices[i].ports, uri->ports, uri->port_count) == 0)
			return true;
	}
	return false;
}

static void
examine_named(const struct cseal_desk *desk, const char *uri)
{
	struct stu_uri parsed;
	cseal_error *error = NULL;

	if (stu_uri_parse(uri, &parsed, &error) != CSEAL_OK) {
		cseal_desk_say(desk, true, "Correct [devices] pad.",
		    "The configured pad cannot be used: %s.",
		    cseal_error_text(error));
		cseal_error_free(error);
	} else if (!parsed.is_tty) {
		if (!is_plugged_in(&parsed))
			cseal_desk_say(desk, true,
			    "Connect the pad, or correct [devices] pad.",
			    "The configured pad %s is not there.", uri);
	} else if (!stu_is_tty(parsed.path)) {
		cseal_desk_say(desk, true,
		    "Connect the pad, or correct [devices] pad.",
		    "The configured serial line %s is not there.", parsed.path);
	} else if (access(parsed.path, R_OK | W_OK) != 0) {
		cseal_desk_say_denied(desk, parsed.path, NULL);
	} else {
		cseal_desk_say(desk, false, NULL,
		    "The serial line %s is there and may be used.",
		    parsed.path);
	}
}

void
stu_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };
	struct stu_settings settings;
	cseal_error *error = NULL;
	const char *uri;

	if (stu_settings_read(host, &settings, &error) != CSEAL_OK)
		cseal_desk_say(&desk, true, "Correct the configuration.", "%s.",
		    cseal_error_text(error));
	cseal_error_free(error);
	for (size_t i = 0; (uri = cseal_host_named(host, i)) != NULL; i++)
		examine_named(&desk, uri);
	examine_usb(&desk);
}
