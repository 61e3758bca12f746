/* SPDX-License-Identifier: Apache-2.0 */
/* text.c -- what a chip says as text: UTF-16LE or UTF-8, made fit to show. */
#include "text.h"

#include "line.h"

#include <string.h>

#define REPLACEMENT 0xfffdu

struct range {
	uint32_t first, last;
};

/*
 * What must not come out of a card as text: controls (C0, DEL, C1) and line
 * separators, which break lines; characters that turn or hide what stands
 * beside them; noncharacters of the basic plane.
 */
static const struct range unfit[] = {
	{ 0x0000, 0x001f },
	{ 0x007f, 0x009f },
	{ 0x00ad, 0x00ad },
	{ 0x061c, 0x061c },
	{ 0x180e, 0x180e },
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0xd800, 0xdfff },
	{ 0xfdd0, 0xfdef },
	{ 0xfeff, 0xfeff },
	{ 0xfff9, 0xfffb },
	{ 0xe0000, 0xe0fff },
};

static const struct range private_use[] = {
	{ 0xe000, 0xf8ff },
	{ 0xf0000, 0xffffd },
	{ 0x100000, 0x10fffd },
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t character)
{
	for (size_t i = 0; i < count; i++) {
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	}
	return false;
}

static bool
is_unfit(uint32_t character)
{
	/* The last two of every plane are noncharacters. */
	if ((character & 0xfffe) == 0xfffe || character > 0x10ffff)
		return true;
	return is_in(unfit, sizeof(unfit) / sizeof(unfit[0]), character);
}

static bool
is_private(uint32_t character)
{
	return is_in(private_use, sizeof(private_use) / sizeof(private_use[0]),
	    character);
}

static unsigned
unit_at(const uint8_t *bytes, size_t i)
{
	return (unsigned)(bytes[2 * i] | bytes[2 * i + 1] << 8);
}

/* The character at unit *i, which is moved past it. */
static uint32_t
next_character(const uint8_t *bytes, size_t units, size_t *i)
{
	unsigned high = unit_at(bytes, (*i)++), low;

	if ((high & 0xfc00) != 0xd800 || *i == units)
		return high;
	low = unit_at(bytes, *i);
	if ((low & 0xfc00) != 0xdc00)
		return high;
	(*i)++;
	return 0x10000 + ((high & 0x3ffu) << 10) + (low & 0x3ffu);
}

static size_t
encode(uint32_t character, char out[4])
{
	static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t len = character < 0x80      ? 1
		     : character < 0x800   ? 2
		     : character < 0x10000 ? 3
					   : 4;

	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (character & 0x3f));
		character >>= 6;
	}
	out[0] = (char)(len == 1 ? character : lead[len] | character);
	return len;
}

/* A text that is being written. */
struct writing {
	char *text;
	size_t used, room;
	unsigned met;
};

/* False: it does not fit. */
static bool
put(struct writing *writing, uint32_t character)
{
	char utf8[4];
	size_t n;

	if (is_unfit(character)) {
		character = REPLACEMENT;
		writing->met |= CSI_TEXT_REPLACED;
	}
	if (is_private(character))
		writing->met |= CSI_TEXT_PRIVATE;
	n = encode(character, utf8);
	if (n >= writing->room - writing->used)
		return false;
	for (size_t k = 0; k < n; k++)
		writing->text[writing->used++] = utf8[k];
	return true;
}

unsigned
csi_text_from_utf16le(
    const uint8_t *bytes, size_t len, char *ret_text, size_t room)
{
	struct writing writing = { .text = ret_text, .room = room };
	size_t units = len / 2;

	while (units > 0 && unit_at(bytes, units - 1) == ' ')
		units--;
	for (size_t i = 0; i < units;) {
		if (!put(&writing, next_character(bytes, units, &i)))
			break;
	}
	ret_text[writing.used] = '\0';
	return writing.met;
}

unsigned
csi_text_from_utf8(
    const uint8_t *bytes, size_t len, char *ret_text, size_t room)
{
	struct writing writing = { .text = ret_text, .room = room };

	while (len > 0 && bytes[len - 1] == ' ')
		len--;
	for (size_t i = 0; i < len;) {
		uint32_t character = UINT32_MAX;
		size_t n = csi_utf8_char(bytes + i, len - i, &character);

		if (!put(&writing, n == 0 ? UINT32_MAX : character))
			break;
		i += n == 0 ? 1 : n;
	}
	ret_text[writing.used] = '\0';
	return writing.met;
}

unsigned
csi_text_from_latin1(
    const uint8_t *bytes, size_t len, char *ret_text, size_t room)
{
	struct writing writing = { .text = ret_text, .room = room };

	while (len > 0 && bytes[len - 1] == ' ')
		len--;
	for (size_t i = 0; i < len; i++) {
		if (!put(&writing, bytes[i]))
			break;
	}
	ret_text[writing.used] = '\0';
	return writing.met;
}

unsigned
csi_text_from_bytes(
    const uint8_t *bytes, size_t len, char *ret_text, size_t room)
{
	for (size_t i = 0; i < len;) {
		size_t n = csi_utf8_char(bytes + i, len - i, NULL);

		if (n == 0)
			return csi_text_from_latin1(bytes, len, ret_text, room);
		i += n;
	}
	return csi_text_from_utf8(bytes, len, ret_text, room);
}

bool
csi_text_is_plain(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t left = strlen(text);

	while (left > 0) {
		uint32_t character;
		size_t len = csi_utf8_char(at, left, &character);

		if (len == 0 || is_unfit(character))
			return false;
		at += len;
		left -= len;
	}
	return true;
}
