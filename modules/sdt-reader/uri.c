/* SPDX-License-Identifier: Apache-2.0 */
/* uri.c -- where a reader is. */
#include "uri.h"

#include <stdlib.h>
#include <string.h>

#define BAUD 115200 /* what modern readers have */

static bool
is_speed(unsigned baud)
{
	static const unsigned speeds[] = { 9600, 19200, 38400, 57600, 115200,
		230400, 460800, 921600 };

	for (size_t i = 0; i < sizeof(speeds) / sizeof(speeds[0]); i++) {
		if (speeds[i] == baud)
			return true;
	}
	return false;
}

/* One to `most` digits, and nothing else. */
static bool
parse_number(const char *text, size_t most, unsigned *ret_number)
{
	size_t len = strspn(text, "0123456789");

	if (len == 0 || len > most || text[len] != '\0')
		return false;
	*ret_number = (unsigned)strtoul(text, NULL, 10);
	return true;
}

static bool
copy(char *room, size_t size, const char *text, size_t len)
{
	if (len == 0 || len >= size)
		return false;
	memcpy(room, text, len);
	room[len] = '\0';
	return true;
}

static bool
parse_tty(const char *text, struct sdt_uri *uri)
{
	const char *query = strrchr(text, '?');
	size_t len = query == NULL ? strlen(text) : (size_t)(query - text);

	uri->baud = BAUD;
	if (query != NULL && (strncmp(query, "?baud=", 6) != 0 ||
				 !parse_number(query + 6, 7, &uri->baud) ||
				 !is_speed(uri->baud)))
		return false;
	return text[0] == '/' && copy(uri->path, SDT_PATH_ROOM, text, len);
}

/* An IPv6 address has colons, and stands in brackets (RFC 3986, 3.2.2). */
static bool
parse_tcp(const char *text, struct sdt_uri *uri)
{
	const char *colon = strrchr(text, ':');
	const char *host = text;
	unsigned port;
	size_t len;

	uri->kind = SDT_TCP;
	if (colon == NULL || !parse_number(colon + 1, 5, &port) || port < 1 ||
	    port > 65535)
		return false;
	len = (size_t)(colon - text);
	if (len > 2 && text[0] == '[' && text[len - 1] == ']') {
		host++;
		len -= 2;
	} else if (strcspn(text, "[]:") < len) {
		return false;
	}
	return copy(uri->host, SDT_HOST_ROOM, host, len) &&
	       copy(uri->service, SDT_PORT_ROOM, colon + 1, strlen(colon + 1));
}

/* Four hexadecimal digits, then `end`. */
static bool
parse_hex(const char *text, char end, unsigned *ret_number)
{
	if (strspn(text, "0123456789abcdefABCDEF") != 4 || text[4] != end)
		return false;
	*ret_number = (unsigned)strtoul(text, NULL, 16);
	return true;
}

/* id=VVVV:PPPP, pairs=N, in any order, with & between them. */
static bool
parse_usb_options(const char *text, struct sdt_uri *uri)
{
	char word[16];
	size_t len;

	for (;; text += len + 1) {
		len = strcspn(text, "&");
		if (!copy(word, sizeof(word), text, len))
			return false;
		if (strcmp(word, "pairs=1") == 0)
			uri->pairs = 1;
		else if (strcmp(word, "pairs=2") == 0)
			uri->pairs = 2;
		else if (strncmp(word, "id=", 3) == 0 &&
			 parse_hex(word + 3, ':', &uri->vendor) &&
			 parse_hex(word + 8, '\0', &uri->product))
			uri->has_id = true;
		else
			return false;
		if (text[len] == '\0')
			return true;
	}
}

/* Digits, one -, then digits with a dot between them. */
static bool
parse_usb(const char *text, struct sdt_uri *uri)
{
	size_t len = strcspn(text, "?");
	const char *at;

	uri->kind = SDT_USB;
	if (!copy(uri->port, SDT_USB_PORT_ROOM, text, len))
		return false;
	at = uri->port;
	for (char end = '-'; end != '\0'; at++) {
		size_t digits = strspn(at, "0123456789");

		if (digits == 0 || digits > 3)
			return false;
		at += digits;
		if (*at == '\0')
			break;
		if (*at != end)
			return false;
		end = '.';
	}
	if (strchr(uri->port, '-') == NULL)
		return false;
	return text[len] == '\0' || parse_usb_options(text + len + 1, uri);
}

cseal_status
sdt_uri_parse(const char *uri, struct sdt_uri *ret_uri, cseal_error **ret_error)
{
	struct sdt_uri parsed = { 0 };
	bool ok = false;

	if (strncmp(uri, "sdt:tty:", 8) == 0)
		ok = parse_tty(uri + 8, &parsed);
	else if (strncmp(uri, "sdt:tcp:", 8) == 0)
		ok = parse_tcp(uri + 8, &parsed);
	else if (strncmp(uri, "sdt:usb:", 8) == 0)
		ok = parse_usb(uri + 8, &parsed);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s was not sdt:tty:/PATH[?baud=N], sdt:tcp:HOST:PORT or "
		    "sdt:usb:BUS-PORT",
		    uri);
	*ret_uri = parsed;
	return CSEAL_OK;
}
