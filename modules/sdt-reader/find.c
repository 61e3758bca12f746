/* SPDX-License-Identifier: Apache-2.0 */
/* find.c -- which readers are there.
 *
 * On USB a reader says what it is.  A serial line does not, and asking may
 * disturb what is not a reader: so only the lines that the configuration names
 * are reported, unless it also says `probe = yes`. */
#include "find.h"

#include "ports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RESPONSE_MS 5000
#define POLL_MS     250
#define PROBE_MS    300 /* for a SAM to answer that may not be there */

static cseal_status
read_number(cseal_host *host, const char *key, int least, int most,
    int *ret_number, cseal_error **ret_error)
{
	const char *text = cseal_host_setting(host, key);
	char *end;
	long number;

	if (text == NULL)
		return CSEAL_OK;
	errno = 0;
	number = strtol(text, &end, 10);
	if (*end != '\0' || end == text || errno != 0 || number < least ||
	    number > most)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module sdt-reader] %s was not a number from %d to %d",
		    key, least, most);
	*ret_number = (int)number;
	return CSEAL_OK;
}

cseal_status
sdt_settings_read(cseal_host *host, struct sdt_settings *ret_settings,
    cseal_error **ret_error)
{
	struct sdt_settings settings = { RESPONSE_MS, POLL_MS };
	const char *probe;
	cseal_status st;

	st = read_number(
	    host, "response_ms", 50, 60000, &settings.response_ms, ret_error);
	if (st == CSEAL_OK)
		st = read_number(
		    host, "poll_ms", 10, 10000, &settings.poll_ms, ret_error);
	if (st != CSEAL_OK)
		return st;
	probe = cseal_host_setting(host, "probe");
	if (probe != NULL && strcmp(probe, "yes") != 0 &&
	    strcmp(probe, "no") != 0)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module sdt-reader] probe was neither yes nor no");
	*ret_settings = settings;
	return CSEAL_OK;
}

bool
sdt_may_probe(cseal_host *host)
{
	const char *text = cseal_host_setting(host, "probe");

	return text != NULL && strcmp(text, "yes") == 0;
}

bool
sdt_is_tty(const char *path)
{
	struct stat meta;

	return stat(path, &meta) == 0 && S_ISCHR(meta.st_mode);
}

bool
sdt_list_lines(glob_t *ret_lines)
{
	memset(ret_lines, 0, sizeof(*ret_lines));
	if (glob("/dev/ttyUSB*", 0, NULL, ret_lines) == GLOB_NOSPACE)
		return false;
	return glob("/dev/ttyACM*", GLOB_APPEND, NULL, ret_lines) !=
	       GLOB_NOSPACE;
}

static cseal_device_state
state_of(const char *path)
{
	return access(path, R_OK | W_OK) == 0 ? CSEAL_DEVICE_READY
					      : CSEAL_DEVICE_DENIED;
}

static cseal_device_state
state_of_port(const struct sdt_uri *uri)
{
	struct sdt_port port;

	if (!sdt_port_look(uri->port, &port) || !sdt_port_matches(&port, uri))
		return CSEAL_DEVICE_ABSENT;
	return state_of(port.node);
}

/* A tty is not opened for this: that would move its modem lines.  Nor is
 * there a connect: what listens may serve one at a time. */
static cseal_status
find_named(cseal_finder *finder, const char *uri, cseal_error **ret_error)
{
	cseal_device_state state = CSEAL_DEVICE_READY;
	char title[SDT_PATH_ROOM + SDT_HOST_ROOM];
	struct sdt_uri parsed;

	/* What cannot be parsed is absent; the doctor says why. */
	if (sdt_uri_parse(uri, &parsed, NULL) != CSEAL_OK)
		return CSEAL_OK;
	if (parsed.kind == SDT_TCP) {
		snprintf(title, sizeof(title), "ID card reader at %s, port %s",
		    parsed.host, parsed.service);
	} else if (parsed.kind == SDT_USB) {
		snprintf(title, sizeof(title), "ID card reader at USB %s",
		    parsed.port);
		state = state_of_port(&parsed);
	} else {
		snprintf(
		    title, sizeof(title), "ID card reader on %s", parsed.path);
		state = sdt_is_tty(parsed.path) ? state_of(parsed.path)
						: CSEAL_DEVICE_ABSENT;
	}
	return cseal_finder_add(finder, uri, title, state, ret_error);
}

/* Whether the configuration has that tty, or that port of USB. */
static bool
is_named(cseal_host *host, const char *path, const char *port)
{
	struct sdt_uri parsed;
	const char *uri;

	for (size_t i = 0;; i++) {
		uri = cseal_host_named(host, i);
		if (uri == NULL)
			return false;
		if (sdt_uri_parse(uri, &parsed, NULL) != CSEAL_OK)
			continue;
		if ((parsed.kind == SDT_TTY &&
			strcmp(parsed.path, path) == 0) ||
		    (parsed.kind == SDT_USB && strcmp(parsed.port, port) == 0))
			return true;
	}
}

/* A line that is in use stays in the list, or else a reader would leave it
 * whenever it reads. */
static cseal_status
probe(cseal_host *host, cseal_finder *finder, const char *path,
    cseal_wait *wait, cseal_error **ret_error)
{
	const struct sdt_settings settings = { PROBE_MS, POLL_MS };
	char uri[sizeof("sdt:tty:") + SDT_PATH_ROOM];
	struct sdt_reader *reader = NULL;
	struct sdt_uri parsed;
	cseal_status st;

	snprintf(uri, sizeof(uri), "sdt:tty:%s", path);
	st = sdt_uri_parse(uri, &parsed, NULL);
	if (st == CSEAL_OK)
		st = sdt_reader_new(
		    host, &parsed, &settings, wait, &reader, NULL);
	sdt_reader_free(reader);
	if (st == CSEAL_OK)
		return find_named(finder, uri, ret_error);
	if (st == CSEAL_COUNTER_DEVICE_BUSY)
		return cseal_finder_add(finder, uri,
		    "Serial line that is in use", CSEAL_DEVICE_BUSY, ret_error);
	return cseal_wait_check(wait, ret_error);
}

static cseal_status
probe_all(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	glob_t lines;

	if (!sdt_list_lines(&lines))
		st = cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	for (size_t i = 0; st == CSEAL_OK && i < lines.gl_pathc; i++) {
		if (!is_named(host, lines.gl_pathv[i], ""))
			st = probe(
			    host, finder, lines.gl_pathv[i], wait, ret_error);
	}
	globfree(&lines);
	return st;
}

static cseal_status
find_ports(cseal_host *host, cseal_finder *finder, cseal_error **ret_error)
{
	struct sdt_port ports[SDT_PORTS_MOST];
	char uri[sizeof("sdt:usb:") + SDT_USB_PORT_ROOM];
	size_t count = sdt_ports_list(ports);
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		if (is_named(host, "", ports[i].name))
			continue;
		snprintf(uri, sizeof(uri), "sdt:usb:%.*s",
		    SDT_USB_PORT_ROOM - 1, ports[i].name);
		st = find_named(finder, uri, ret_error);
	}
	return st;
}

cseal_status
sdt_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	const char *uri;

	for (size_t i = 0; st == CSEAL_OK; i++) {
		uri = cseal_host_named(host, i);
		if (uri == NULL)
			break;
		st = find_named(finder, uri, ret_error);
	}
	if (st == CSEAL_OK)
		st = find_ports(host, finder, ret_error);
	if (st == CSEAL_OK && sdt_may_probe(host))
		st = probe_all(host, finder, wait, ret_error);
	return st;
}
