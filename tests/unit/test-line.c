/* SPDX-License-Identifier: Apache-2.0 */
/* test-line.c -- proves lib/line.c. */
#include "line.h"
#include "tap.h"

#include <string.h>

static size_t
char_of(const char *text, uint32_t *ret_code)
{
	return csi_utf8_char((const uint8_t *)text, strlen(text), ret_code);
}

static void
characters_of_every_length_are_read(void)
{
	uint32_t code = 0;

	OK(char_of("A", &code) == 1 && code == 'A');
	OK(char_of("\xc3\xa9", &code) == 2 && code == 0xe9);
	OK(char_of("\xe5\xbc\xa0", &code) == 3 && code == 0x5f20);
	OK(char_of("\xf0\xa0\xae\xb7", &code) == 4 && code == 0x20bb7);
	OK(char_of("\xf4\x8f\xbf\xbf", &code) == 4 && code == 0x10ffff);
	OK(csi_utf8_char((const uint8_t *)"", 1, &code) == 1 && code == 0);
	OK(char_of("A", NULL) == 1);
}

static void
what_is_not_utf8_is_no_character(void)
{
	static const char *const bad[] = { "\x80", "\xbf", "\xc0\x80",
		"\xc1\xbf", "\xc3", "\xc3(", "\xe0\x80\x80", "\xe0\x9f\xbf",
		"\xed\xa0\x80", "\xed\xbf\xbf", "\xe5\xbc", "\xe5(\xa0",
		"\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80", "\xff", "\xf0\xa0\xae" };
	uint32_t code = 7;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		OKF(char_of(bad[i], &code) == 0, "number %zu", i);
		OKF(!csi_line_is_clean(bad[i], strlen(bad[i])),
		    "nor is a line with it clean");
	}
	OK(csi_utf8_char((const uint8_t *)"A", 0, &code) == 0);
	OK(code == 7);
}

static void
control_characters_are_not_clean(void)
{
	OK(csi_line_is_clean("abc \xe5\xbc\xa0", 7));
	OK(csi_line_is_clean("", 0));
	OK(!csi_line_is_clean("a\tb", 3));
	OK(!csi_line_is_clean("a\nb", 3));
	OK(!csi_line_is_clean("a\0b", 3));
	OK(!csi_line_is_clean("a\x7f", 2));
	OK(!csi_line_is_clean("\xc2\x85", 2)); /* C1: NEL */
	OK(csi_line_is_clean("\xc2\xa0", 2));
}

static void
cleaning_keeps_what_is_clean(void)
{
	char text[] = "\xe5\xbc\xa0\t\xff\xc2\x9b\xe5\xbc";

	csi_line_clean(text);
	OK(strcmp(text, "\xe5\xbc\xa0 ?  ??") == 0);
	OK(csi_line_is_clean(text, strlen(text)));
}

int
main(void)
{
	RUN(characters_of_every_length_are_read);
	RUN(what_is_not_utf8_is_no_character);
	RUN(control_characters_are_not_clean);
	RUN(cleaning_keeps_what_is_clean);
	return tap_done();
}
