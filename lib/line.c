/* SPDX-License-Identifier: Apache-2.0 */
/* line.c -- one line of text for people. */
#include "line.h"

#include <string.h>

struct lead {
	uint8_t first, last; /* of the lead byte */
	uint8_t second_low;  /* the second byte's range; the others have */
	uint8_t second_high; /* 80..BF */
	uint8_t more;        /* bytes that follow the lead byte */
	uint8_t mask;        /* of the lead byte's payload */
};

/* Unicode 15, table 3-7: well-formed UTF-8 byte sequences. */
static const struct lead leads[] = {
	{ 0x00, 0x7f, 0, 0, 0, 0x7f },
	{ 0xc2, 0xdf, 0x80, 0xbf, 1, 0x1f },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 2, 0x0f },
	{ 0xe1, 0xec, 0x80, 0xbf, 2, 0x0f },
	{ 0xed, 0xed, 0x80, 0x9f, 2, 0x0f },
	{ 0xee, 0xef, 0x80, 0xbf, 2, 0x0f },
	{ 0xf0, 0xf0, 0x90, 0xbf, 3, 0x07 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 3, 0x07 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 3, 0x07 },
};

static const struct lead *
lead_of(uint8_t byte)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		if (byte >= leads[i].first && byte <= leads[i].last)
			return &leads[i];
	}
	return NULL;
}

size_t
csi_utf8_char(const uint8_t *at, size_t len, uint32_t *ret_code)
{
	const struct lead *lead;
	uint32_t code;

	if (len == 0)
		return 0;
	lead = lead_of(at[0]);
	if (lead == NULL || len <= lead->more)
		return 0;
	code = at[0] & lead->mask;
	for (size_t i = 1; i <= lead->more; i++) {
		uint8_t low = i == 1 ? lead->second_low : 0x80;
		uint8_t high = i == 1 ? lead->second_high : 0xbf;

		if (at[i] < low || at[i] > high)
			return 0;
		code = code << 6 | (at[i] & 0x3f);
	}
	if (ret_code != NULL)
		*ret_code = code;
	return (size_t)lead->more + 1;
}

/* C0, DEL and C1: a terminal acts on all of them. */
static bool
is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

bool
csi_line_is_clean(const char *text, size_t len)
{
	const uint8_t *at = (const uint8_t *)text;
	uint32_t code;
	size_t step;

	for (; len != 0; at += step, len -= step) {
		step = csi_utf8_char(at, len, &code);
		if (step == 0 || is_control(code))
			return false;
	}
	return true;
}

void
csi_line_clean(char *text)
{
	uint8_t *at = (uint8_t *)text;
	size_t len = strlen(text);
	uint32_t code;
	size_t step;

	for (; len != 0; at += step, len -= step) {
		step = csi_utf8_char(at, len, &code);
		if (step == 0) {
			*at = '?';
			step = 1;
		} else if (is_control(code)) {
			memset(at, ' ', step);
		}
	}
}
