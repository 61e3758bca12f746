/* SPDX-License-Identifier: Apache-2.0 */
/* text.c -- which text may be set, before any library sees it. */
#include "text.h"

#include <glib.h>
#include <string.h>

/* C0, DEL and C1. */
static bool
is_control(gunichar character)
{
	return (character < 0x20 && character != '\n' && character != '\t') ||
	       (character >= 0x7f && character <= 0x9f);
}

/* Embeddings, overrides and isolates (Unicode 15, chapter 23.2): with them a
 * text shows other words than it holds.  Arabic and Hebrew need none. */
static bool
is_direction(gunichar character)
{
	return (character >= 0x202a && character <= 0x202e) ||
	       (character >= 0x2066 && character <= 0x2069);
}

cseal_status
text_check(const char *text, cseal_error **ret_error)
{
	size_t len = strnlen(text, TEXT_BYTES_MOST + 1);
	const char *end = text;

	if (len > TEXT_BYTES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the text had more than %d bytes", TEXT_BYTES_MOST);
	if (!g_utf8_validate(text, (gssize)len, &end))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the text was not UTF-8 at byte %td", end - text);
	for (const char *at = text; *at != '\0';
	     at += g_utf8_skip[(unsigned char)*at]) {
		gunichar character = g_utf8_get_char(at);

		if (is_control(character) || is_direction(character))
			return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
			    "the text had the control character U+%04X",
			    (unsigned)character);
	}
	return CSEAL_OK;
}
