/* SPDX-License-Identifier: Apache-2.0 */
/* elements.c -- what is in an element.
 *
 * Text is put together from all text and CDATA of an element: a comment
 * between does not end it, for canonical XML leaves comments out, so that
 * anybody can put one in. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLANKS " \t\r\n"

bool
is_element(const xmlNode *node, const char *ns, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
	       node->ns->href != NULL &&
	       strcmp((const char *)node->ns->href, ns) == 0 &&
	       strcmp((const char *)node->name, name) == 0;
}

static xmlNode *
element_from(xmlNode *node)
{
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

xmlNode *
first_element(const xmlNode *parent)
{
	return element_from(parent->children);
}

xmlNode *
next_element(const xmlNode *node)
{
	return element_from(node->next);
}

xmlNode *
only_child(struct reader *reader, const xmlNode *parent, const char *ns,
    const char *name)
{
	xmlNode *found = NULL;

	for (xmlNode *at = first_element(parent); at != NULL;
	     at = next_element(at)) {
		if (!is_element(at, ns, name))
			continue;
		if (found != NULL)
			reader_fail(reader, FAILED_DAMAGED,
			    "there were two elements %s in one", name);
		found = at;
	}
	return reader->failure == 0 ? found : NULL;
}

xmlNode *
needed_child(struct reader *reader, const xmlNode *parent, const char *ns,
    const char *name)
{
	xmlNode *child = only_child(reader, parent, ns, name);

	if (child == NULL)
		reader_fail(reader, FAILED_DAMAGED,
		    "there was no element %s where one must be", name);
	return child;
}

/* ---- text ---------------------------------------------------------------- */

/* Bytes of all text in it; false: there is something else in it. */
static bool
measure(struct reader *reader, const xmlNode *node, size_t *ret_len)
{
	size_t len = 0;

	for (const xmlNode *at = node->children; at != NULL; at = at->next) {
		if (at->type == XML_COMMENT_NODE)
			continue;
		if (at->type != XML_TEXT_NODE &&
		    at->type != XML_CDATA_SECTION_NODE)
			return reader_fail(reader, FAILED_DAMAGED,
			    "there was something else than text in the element "
			    "%.60s",
			    (const char *)node->name);
		if (at->content != NULL)
			len += strlen((const char *)at->content);
	}
	*ret_len = len;
	return true;
}

static void
trim(char *text)
{
	size_t start = strspn(text, BLANKS), len = strlen(text);

	while (len > start && strchr(BLANKS, text[len - 1]) != NULL)
		len--;
	memmove(text, text + start, len - start);
	text[len - start] = '\0';
}

char *
text_of(struct reader *reader, const xmlNode *node, size_t most)
{
	size_t len = 0;
	char *text;

	if (!measure(reader, node, &len))
		return NULL;
	if (len > most) {
		reader_fail(reader, FAILED_LIMIT,
		    "the element %.60s had more than %zu bytes",
		    (const char *)node->name, most);
		return NULL;
	}
	text = malloc(len + 1);
	if (text == NULL) {
		reader_fail(reader, FAILED_MEMORY, "out of memory");
		return NULL;
	}
	len = 0;
	for (const xmlNode *at = node->children; at != NULL; at = at->next) {
		size_t part;

		if (at->type == XML_COMMENT_NODE || at->content == NULL)
			continue;
		part = strlen((const char *)at->content);
		memcpy(text + len, at->content, part);
		len += part;
	}
	text[len] = '\0';
	trim(text);
	return text;
}

/* ---- times (XML Schema 1.1 part 2, 3.3.7) -------------------------------- */

#define TIME_MOST 64

/* Two digits or four at *at, which moves on; -1: they are not there. */
static int
digits(const char **at, unsigned count)
{
	int number = 0;

	for (unsigned i = 0; i < count; i++) {
		char digit = (*at)[i];

		if (digit < '0' || digit > '9')
			return -1;
		number = 10 * number + (digit - '0');
	}
	*at += count;
	return number;
}

static bool
take(const char **at, char mark)
{
	if (**at != mark)
		return false;
	(*at)++;
	return true;
}

/* Z, or hours and minutes from it. */
static bool
read_zone(const char **at, int64_t *seconds)
{
	int sign = **at == '-' ? 1 : -1, hours, minutes;

	if (take(at, 'Z'))
		return **at == '\0';
	if (!take(at, '+') && !take(at, '-'))
		return false;
	hours = digits(at, 2);
	if (hours < 0 || hours > 14 || !take(at, ':'))
		return false;
	minutes = digits(at, 2);
	if (minutes < 0 || minutes > 59)
		return false;
	*seconds += sign * (hours * 3600 + minutes * 60);
	return **at == '\0';
}

static bool
read_time(const char *at, int64_t *ret_time)
{
	struct tm tm = { 0 };
	int64_t seconds;

	tm.tm_year = digits(&at, 4) - 1900;
	if (tm.tm_year < 0 || !take(&at, '-'))
		return false;
	tm.tm_mon = digits(&at, 2) - 1;
	if (tm.tm_mon < 0 || tm.tm_mon > 11 || !take(&at, '-'))
		return false;
	tm.tm_mday = digits(&at, 2);
	if (tm.tm_mday < 1 || tm.tm_mday > 31 || !take(&at, 'T'))
		return false;
	tm.tm_hour = digits(&at, 2);
	if (tm.tm_hour < 0 || tm.tm_hour > 24 || !take(&at, ':'))
		return false;
	tm.tm_min = digits(&at, 2);
	if (tm.tm_min < 0 || tm.tm_min > 59 || !take(&at, ':'))
		return false;
	tm.tm_sec = digits(&at, 2);
	if (tm.tm_sec < 0 || tm.tm_sec > 60)
		return false;
	if (take(&at, '.'))
		at += strspn(at, "0123456789");
	seconds = timegm(&tm);
	if (!read_zone(&at, &seconds))
		return false;
	*ret_time = seconds;
	return true;
}

bool
time_of(struct reader *reader, const xmlNode *node, int64_t *ret_time)
{
	char *text = text_of(reader, node, TIME_MOST);
	bool ok;

	if (text == NULL)
		return false;
	ok = read_time(text, ret_time);
	free(text);
	if (!ok)
		return reader_fail(reader, FAILED_DAMAGED,
		    "the element %.60s had no date and time in it",
		    (const char *)node->name);
	return true;
}

/* ---- base64 (RFC 4648, 4) ------------------------------------------------ */

static int
value_of(char letter)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789+/";
	const char *at = letter == '\0' ? NULL : strchr(letters, letter);

	return at == NULL ? -1 : (int)(at - letters);
}

/* In place; 0: it is none. */
static size_t
decode(char *text)
{
	static const unsigned shifts[] = { 0, 0, 4, 2 };
	size_t len = 0, letters = 0, pads = 0;
	uint32_t bits = 0;

	for (const char *at = text; *at != '\0'; at++) {
		int value = value_of(*at);

		if (strchr(BLANKS, *at) != NULL)
			continue;
		if (*at == '=' && ++pads <= 2)
			continue;
		if (value < 0 || pads > 0)
			return 0;
		bits = bits << 6 | (uint32_t)value;
		/* The second letter of four ends the first byte, and so on. */
		if (++letters % 4 != 1)
			text[len++] = (char)(bits >> shifts[letters % 4]);
	}
	return (letters + pads) % 4 == 0 ? len : 0;
}

uint8_t *
bytes_of(
    struct reader *reader, const xmlNode *node, size_t most, size_t *ret_len)
{
	char *text = text_of(reader, node, most);

	if (text == NULL)
		return NULL;
	*ret_len = decode(text);
	if (*ret_len == 0) {
		reader_fail(reader, FAILED_DAMAGED,
		    "the element %.60s had no base64 in it",
		    (const char *)node->name);
		free(text);
		return NULL;
	}
	return (uint8_t *)text;
}
