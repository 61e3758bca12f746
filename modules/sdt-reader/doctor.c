/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c -- why a reader is not there. */
#include "find.h"

#include "ports.h"

#include <unistd.h>

#define RULE "70-counterseal-sdt.rules"

static void
examine_port(const struct cseal_desk *desk, const struct sdt_port *port)
{
	if (access(port->node, R_OK | W_OK) != 0)
		cseal_desk_say_denied(desk, port->node, RULE);
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
		cseal_desk_say_denied(desk, parsed.path, NULL);
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
