/* SPDX-License-Identifier: Apache-2.0 */
/* test-text.c -- proves lib/identity/text.c. */
#include "identity/text.h"
#include "tap.h"

#include <string.h>
#include <uchar.h>

#define REPLACED "\xef\xbf\xbd"

/* The units as UTF-16LE, whatever the machine's order is. */
static unsigned
convert(const char16_t *units, size_t count, char *text, size_t room)
{
	uint8_t bytes[256];

	for (size_t i = 0; i < count; i++) {
		bytes[2 * i] = (uint8_t)units[i];
		bytes[2 * i + 1] = (uint8_t)(units[i] >> 8);
	}
	return csi_text_from_utf16le(bytes, 2 * count, text, room);
}

#define CONVERT(units) \
	convert(units, sizeof(units) / sizeof(char16_t) - 1, text, sizeof(text))

static void
text_of_every_width_is_converted(void)
{
	char text[256];

	OK(CONVERT(u"Wang 王 é") == 0);
	OK(strcmp(text, "Wang 王 é") == 0);
	OK(CONVERT(u"𠮷") == 0);
	OK(strcmp(text, "𠮷") == 0);
	OK(CONVERT(u"\U0001F600") == 0);
	OK(strcmp(text, "\U0001F600") == 0);
}

static void
only_spaces_at_the_end_are_trimmed(void)
{
	char text[256];

	CONVERT(u"  A  B   ");
	OK(strcmp(text, "  A  B") == 0);
	CONVERT(u"      ");
	OK(text[0] == '\0');
	CONVERT(u"");
	OK(text[0] == '\0');
	/* An ideographic space is what somebody wrote. */
	CONVERT(u"王　  ");
	OK(strcmp(text, "王　") == 0);
}

static void
an_unpaired_surrogate_is_replaced_and_reported(void)
{
	static const char16_t high[] = { 'a', 0xd842, 'b', 0 };
	static const char16_t low[] = { 0xdfb7, 'b', 0 };
	static const char16_t last[] = { 'a', 0xd842, 0 };
	static const char16_t twice[] = { 0xd842, 0xd842, 0xdfb7, 0 };
	static const char16_t wrong[] = { 0xdfb7, 0xd842, 0 };
	char text[256];

	OK(CONVERT(high) == CSI_TEXT_REPLACED);
	OK(strcmp(text, "a" REPLACED "b") == 0);
	OK(CONVERT(low) == CSI_TEXT_REPLACED);
	OK(strcmp(text, REPLACED "b") == 0);
	OK(CONVERT(last) == CSI_TEXT_REPLACED);
	OK(strcmp(text, "a" REPLACED) == 0);
	OK(CONVERT(twice) == CSI_TEXT_REPLACED);
	OK(strcmp(text, REPLACED "𠮷") == 0);
	OK(CONVERT(wrong) == CSI_TEXT_REPLACED);
	OK(strcmp(text, REPLACED REPLACED) == 0);
}

static void
what_would_harm_a_line_is_replaced_and_reported(void)
{
	static const char16_t harm[] = { 0x0000, 0x0007, 0x000a, 0x000d, 0x001b,
		0x007f, 0x0085, 0x009b, 0x00ad, 0x061c, 0x200b, 0x200d, 0x200e,
		0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfdd0,
		0xfeff, 0xfff9, 0xfffe, 0xffff };

	for (size_t i = 0; i < sizeof(harm) / sizeof(harm[0]); i++) {
		char text[16];
		unsigned met = convert(&harm[i], 1, text, sizeof(text));

		OKF(met == CSI_TEXT_REPLACED && strcmp(text, REPLACED) == 0,
		    "U+%04X", (unsigned)harm[i]);
	}
}

static void
a_private_character_stays_and_is_reported(void)
{
	static const char16_t edges[] = { 0xe000, 0xf8ff, 0 };
	static const char16_t beside[] = { 0xf900, 0 };
	char text[256];

	OK(CONVERT(edges) == CSI_TEXT_PRIVATE);
	OK(strcmp(text, "\xee\x80\x80\xef\xa3\xbf") == 0);
	OK(CONVERT(beside) == 0);
}

static void
an_odd_byte_is_left_out(void)
{
	char text[16];

	OK(csi_text_from_utf16le(
	       (const uint8_t *)"A\0B", 3, text, sizeof(text)) == 0);
	OK(strcmp(text, "A") == 0);
	OK(csi_text_from_utf16le((const uint8_t *)"A", 1, text, sizeof(text)) ==
	    0);
	OK(text[0] == '\0');
}

static void
what_does_not_fit_is_left_out_as_whole_characters(void)
{
	for (size_t room = 1; room <= 10; room++) {
		char text[16];
		size_t fits = (room - 1) / 3 * 3;

		memset(text, 'x', sizeof(text));
		convert(u"王小明", 3, text, room);
		OKF(strlen(text) == (fits > 9 ? 9 : fits), "room %zu", room);
		OKF(text[room] == 'x', "nothing behind room %zu", room);
	}
}

static void
the_room_for_a_field_is_enough(void)
{
	char16_t units[35];
	char text[CSI_TEXT_ROOM(70)];

	for (size_t i = 0; i < 35; i++)
		units[i] = 0x9fff;
	convert(units, 35, text, sizeof(text));
	OK(strlen(text) == 105);
}

static void
every_converted_text_is_plain(void)
{
	size_t wrong = 0;

	for (uint32_t unit = 0; unit < 0x10000; unit++) {
		char16_t one = (char16_t)unit;
		char text[16];

		convert(&one, 1, text, sizeof(text));
		wrong += !csi_text_is_plain(text);
	}
	OK(wrong == 0);
}

static void
utf8_that_is_not_well_formed_is_not_plain(void)
{
	static const char *const wrong[] = { "\x80", "\xc0\x80", "\xc1\xbf",
		"\xe0\x80\x80", "\xe4\xb8", "\xe4", "\xed\xa0\x80",
		"\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xff", "a\nb", "\x1b[0m", "\x7f", "\xc2\x80", "\xe2\x80\xae",
		"\xef\xbf\xbf", "\xf3\xa0\x80\x81", "\xf0\x9f\xbf\xbe" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		OKF(!csi_text_is_plain(wrong[i]), "number %zu", i);
	OK(csi_text_is_plain(""));
	OK(csi_text_is_plain("王小明 Ming \xf0\xa0\xae\xb7"));
}

int
main(void)
{
	RUN(text_of_every_width_is_converted);
	RUN(only_spaces_at_the_end_are_trimmed);
	RUN(an_unpaired_surrogate_is_replaced_and_reported);
	RUN(what_would_harm_a_line_is_replaced_and_reported);
	RUN(a_private_character_stays_and_is_reported);
	RUN(an_odd_byte_is_left_out);
	RUN(what_does_not_fit_is_left_out_as_whole_characters);
	RUN(the_room_for_a_field_is_enough);
	RUN(every_converted_text_is_plain);
	RUN(utf8_that_is_not_well_formed_is_not_plain);
	return tap_done();
}
