/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c -- why a reader is not there. */
#include "find.h"

#include "permission.h"
#include "ports.h"

#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Where udev looks for the rule that gives readers on USB to their group and
 * to the user at the seat. */
static bool
has_rule(void)
{
	static const char *const folders[] = { "/etc/udev/rules.d",
		"/run/udev/rules.d", "/usr/local/lib/udev/rules.d",
		"/usr/lib/udev/rules.d", "/lib/udev/rules.d" };
	char path[128];

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, sizeof(path), "%s/70-counterseal-sdt.rules",
		    folders[i]);
		if (access(path, F_OK) == 0)
			return true;
	}
	return false;
}

static bool
has_group(const char *name)
{
	struct group group, *found = NULL;
	char buf[4096];

	getgrnam_r(name, &group, buf, sizeof(buf), &found);
	return found != NULL;
}

/* The group that the device belongs to is the one to join. */
static void
say_denied(const struct cseal_desk *desk, const char *path, bool is_usb)
{
	char group[SDT_GROUP_ROOM], join[128];
	const char *cure;

	if (sdt_group_of(path, group)) {
		snprintf(join, sizeof(join),
		    "Add the user to the group %s and log in again.", group);
		cure = join;
	} else if (!is_usb) {
		cure = "Give the user access with a udev rule, or run as one "
		       "who has it.";
	} else if (!has_rule()) {
		cure = "Install the udev rule 70-counterseal-sdt.rules, and "
		       "plug the reader in again.";
	} else if (!has_group("counterseal")) {
		cure = "Make the group counterseal with systemd-sysusers, and "
		       "plug the reader in again.";
	} else {
		cure = "Plug the reader in again: its udev rule was not "
		       "applied yet.";
	}
	cseal_desk_say(desk, true, cure,
	    "%s is there, but may not be used by this user.", path);
}

static void
examine_port(const struct cseal_desk *desk, const struct sdt_port *port)
{
	if (access(port->node, R_OK | W_OK) != 0)
		say_denied(desk, port->node, true);
	else
		cseal_desk_say(desk, false, NULL,
		    "The reader at USB %s is there and may be used.",
		    port->name);
}

static void
examine_named_port(const struct cseal_desk *desk, const struct sdt_uri *uri)
{
	struct sdt_port port;

	if (!sdt_port_look(uri->port, &port))
		cseal_desk_say(desk, true,
		    "Connect the reader, or correct [devices] reader.",
		    "The configured reader at USB %s is not there.", uri->port);
	else if (!sdt_port_matches(&port, uri))
		cseal_desk_say(desk, true,
		    "Correct [devices] reader; if it is a reader all the same, "
		    "add ?id=VENDOR:PRODUCT.",
		    "At USB %s is %04x:%04x, which is not known as a reader.",
		    uri->port, port.vendor, port.product);
	else if (!sdt_port_is_reader(port.vendor, port.product))
		examine_port(desk, &port);
	/* Known ones are examined whether they are named or not. */
}

static void
examine_named(const struct cseal_desk *desk, const char *uri)
{
	struct sdt_uri parsed;
	cseal_error *error = NULL;

	if (sdt_uri_parse(uri, &parsed, &error) != CSEAL_OK) {
		cseal_desk_say(desk, true, "Correct [devices] reader.",
		    "The configured reader cannot be used: %s.",
		    cseal_error_text(error));
		cseal_error_free(error);
	} else if (parsed.kind == SDT_TCP) {
		cseal_desk_say(desk, false, NULL,
		    "The reader at %s, port %s, is asked when it is used.",
		    parsed.host, parsed.service);
	} else if (parsed.kind == SDT_USB) {
		examine_named_port(desk, &parsed);
	} else if (!sdt_is_tty(parsed.path)) {
		cseal_desk_say(desk, true,
		    "Connect the reader, or correct [devices] reader.",
		    "The configured serial line %s is not there.", parsed.path);
	} else if (access(parsed.path, R_OK | W_OK) != 0) {
		say_denied(desk, parsed.path, false);
	} else {
		cseal_desk_say(desk, false, NULL,
		    "The serial line %s is there and may be used.",
		    parsed.path);
	}
}

/* Lines that could have a reader, where none is configured. */
static void
examine_lines(const struct cseal_desk *desk)
{
	glob_t lines;

	if (sdt_list_lines(&lines) && lines.gl_pathc > 0)
		cseal_desk_say(desk, false,
		    "If it is a reader, write [devices] reader = "
		    "sdt:tty:PATH, or [module sdt-reader] probe = yes.",
		    "No reader is configured; there is a serial line, %s.",
		    lines.gl_pathv[0]);
	globfree(&lines);
}

static size_t
examine_ports(const struct cseal_desk *desk)
{
	struct sdt_port ports[SDT_PORTS_MOST];
	size_t count = sdt_ports_list(ports);

	for (size_t i = 0; i < count; i++)
		examine_port(desk, &ports[i]);
	return count;
}

static void
examine_decoder(const struct cseal_desk *desk, const char *decoder)
{
	if (decoder == NULL)
		return;
	if (access(decoder, R_OK) != 0)
		cseal_desk_say(desk, true,
		    "Install it, or correct photo_decoder in [module "
		    "sdt-reader].",
		    "The photo decoder %s is not there.", decoder);
	else
		cseal_desk_say(desk, false, NULL,
		    "The photo decoder %s is there.", decoder);
}

void
sdt_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };
	struct sdt_settings settings;
	cseal_error *error = NULL;
	const char *uri;

	if (sdt_settings_read(host, &settings, &error) != CSEAL_OK)
		cseal_desk_say(&desk, true, "Correct the configuration.", "%s.",
		    cseal_error_text(error));
	cseal_error_free(error);
	for (size_t i = 0; (uri = cseal_host_named(host, i)) != NULL; i++)
		examine_named(&desk, uri);
	examine_decoder(&desk, cseal_host_setting(host, "photo_decoder"));
	if (examine_ports(&desk) == 0 && cseal_host_named(host, 0) == NULL &&
	    !sdt_may_probe(host))
		examine_lines(&desk);
}
