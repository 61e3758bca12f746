/* SPDX-License-Identifier: Apache-2.0 */
/* uri.c -- where a pad is. */
#include "uri.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A pad that was switched to be a serial line, over its own USB chip; the
 * RS-232 kit of a 540 has 115200. */
#define BAUD       128000
#define BAUD_LEAST 9600
#define BAUD_MOST  921600

/* One to `most` digits; *text is moved behind them. */
static bool
parse_number(const char **text, size_t most, unsigned *ret_number)
{
	size_t len = strspn(*text, "0123456789");

	if (len == 0 || len > most)
		return false;
	*ret_number = (unsigned)strtoul(*text, NULL, 10);
	*text += len;
	return true;
}

static bool
parse_baud(const char *query, struct stu_uri *uri)
{
	if (strncmp(query, "?baud=", 6) != 0)
		return false;
	query += 6;
	return parse_number(&query, 6, &uri->baud) && *query == '\0' &&
	       uri->baud >= BAUD_LEAST && uri->baud <= BAUD_MOST;
}

static bool
parse_tty(const char *text, struct stu_uri *uri)
{
	const char *query = strrchr(text, '?');
	size_t len = query == NULL ? strlen(text) : (size_t)(query - text);

	uri->is_tty = true;
	uri->baud = BAUD;
	if (query != NULL && !parse_baud(query, uri))
		return false;
	if (text[0] != '/' || len >= STU_PATH_ROOM)
		return false;
	memcpy(uri->path, text, len);
	uri->path[len] = '\0';
	return true;
}

static bool
parse_usb(const char *text, struct stu_uri *uri)
{
	unsigned number;

	if (!parse_number(&text, 3, &number) || number < 1 || number > 255)
		return false;
	uri->bus = (uint8_t)number;
	do {
		text++;
		if (text[-1] != (uri->port_count == 0 ? '-' : '.') ||
		    uri->port_count == STU_PORTS_MOST ||
		    !parse_number(&text, 3, &number) || number < 1 ||
		    number > 255)
			return false;
		uri->ports[uri->port_count++] = (uint8_t)number;
	} while (*text != '\0');
	return true;
}

cseal_status
stu_uri_parse(const char *uri, struct stu_uri *ret_uri, cseal_error **ret_error)
{
	struct stu_uri parsed = { 0 };
	bool ok = false;

	if (strncmp(uri, "stu:tty:", 8) == 0)
		ok = parse_tty(uri + 8, &parsed);
	else if (strncmp(uri, "stu:usb:", 8) == 0)
		ok = parse_usb(uri + 8, &parsed);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s was not stu:usb:BUS-PORT or stu:tty:/PATH[?baud=N]",
		    uri);
	*ret_uri = parsed;
	return CSEAL_OK;
}

void
stu_uri_usb_name(uint8_t bus, const uint8_t *ports, size_t port_count,
    char ret_name[STU_USB_NAME_ROOM])
{
	int len = snprintf(ret_name, STU_USB_NAME_ROOM, "%u", bus);

	for (size_t i = 0; i < port_count && i < STU_PORTS_MOST; i++)
		len += snprintf(ret_name + len, STU_USB_NAME_ROOM - (size_t)len,
		    "%c%u", i == 0 ? '-' : '.', ports[i]);
}
