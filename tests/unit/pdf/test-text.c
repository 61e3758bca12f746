/* SPDX-License-Identifier: Apache-2.0 */
/* test-text.c -- proves lib/pdf/text.c: text strings and dates. */
#include "pdf/text.h"

#include "tap.h"

#include <string.h>

static struct csi_bytes out;

static const char *
taken(void)
{
	static char text[1024];

	snprintf(text, sizeof(text), "%.*s", (int)out.len, (char *)out.at);
	csi_bytes_free(&out);
	return text;
}

static const char *
decoded(const char *bytes, size_t len)
{
	struct csi_span span = { (const uint8_t *)bytes, len };

	csi_pdf_text_to_utf8(&out, span);
	return taken();
}

static void
ascii_is_written_as_a_literal_string(void)
{
	OK(csi_pdf_write_text(&out, "I agree"));
	OK(strcmp(taken(), "(I agree)") == 0);
	OK(csi_pdf_write_text(&out, ""));
	OK(strcmp(taken(), "()") == 0);
	OK(csi_pdf_write_text(&out, "a(b)c\\d\re\nf\tg"));
	OK(strcmp(taken(), "(a\\(b\\)c\\\\d\\re\nf\tg)") == 0);
}

static void
other_text_is_written_as_utf_16(void)
{
	OK(csi_pdf_write_text(&out, "\xe5\x8d\xb0"));
	OK(strcmp(taken(), "<FEFF5370>") == 0);
	OK(csi_pdf_write_text(&out, "A\xf0\xa0\x80\x80"));
	OK(strcmp(taken(), "<FEFF0041D840DC00>") == 0);
	OK(csi_pdf_write_text(&out, "\x01"));
	OK(strcmp(taken(), "<FEFF0001>") == 0);
	OK(csi_pdf_write_text(&out, "\xc3\xa9"));
	OK(strcmp(taken(), "<FEFF00E9>") == 0);
}

static void
what_is_not_utf_8_is_not_written(void)
{
	static const char *const bad[] = { "\xff", "a\xc0\x80", "\xed\xa0\x80",
		"\xe5\x8d", "\xf4\x90\x80\x80", "\x80" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		OK(!csi_pdf_write_text(&out, bad[i]));
		OK(out.len == 0);
	}
}

static void
text_strings_are_decoded(void)
{
	OK(strcmp(decoded("Sig1", 4), "Sig1") == 0);
	OK(strcmp(decoded("\xfe\xff\x53\x70\x00\x41", 6), "\xe5\x8d\xb0"
							  "A") == 0);
	OK(strcmp(decoded("\xfe\xff\xd8\x40\xdc\x00", 6), "\xf0\xa0\x80\x80") ==
	    0);
	OK(strcmp(decoded("\xef\xbb\xbf\xe5\x8d\xb0", 6), "\xe5\x8d\xb0") == 0);
	OK(strcmp(decoded("\x80\xa0\xe9\x18", 4),
	       "\xe2\x80\xa2\xe2\x82\xac\xc3\xa9\xcb\x98") == 0);
	OK(strcmp(decoded("", 0), "") == 0);
}

static void
what_an_encoding_does_not_have_becomes_a_replacement(void)
{
	OK(strcmp(decoded("a\0b", 3), "a\xef\xbf\xbd"
				      "b") == 0);
	OK(strcmp(decoded("\x9f", 1), "\xef\xbf\xbd") == 0);
	OK(strcmp(decoded("\xfe\xff\xd8\x40", 4), "\xef\xbf\xbd") == 0);
	OK(strcmp(decoded("\xfe\xff\xdc\x00\x00\x41", 6), "\xef\xbf\xbd"
							  "A") == 0);
	OK(strcmp(decoded("\xfe\xff\xd8\x40\x00\x41", 6), "\xef\xbf\xbd"
							  "A") == 0);
	OK(strcmp(decoded("\xfe\xff\x53", 3), "") == 0);
	OK(strcmp(decoded("\xef\xbb\xbf\xff\x41", 5), "\xef\xbf\xbd"
						      "A") == 0);
	OK(strcmp(decoded("\xef\xbb\xbf\xe5\x8d", 5),
	       "\xef\xbf\xbd\xef\xbf\xbd") == 0);
}

static void
a_date_is_in_utc(void)
{
	OK(csi_pdf_write_date(&out, 0));
	OK(strcmp(taken(), "(D:19700101000000Z)") == 0);
	OK(csi_pdf_write_date(&out, 1795392000));
	OK(strcmp(taken(), "(D:20261123000000Z)") == 0);
	OK(csi_pdf_write_date(&out, -1));
	OK(strcmp(taken(), "(D:19691231235959Z)") == 0);
	OK(!csi_pdf_write_date(&out, INT64_MAX));
	OK(!csi_pdf_write_date(&out, 253402300800));
	OK(csi_pdf_write_date(&out, 253402300799));
	OK(strcmp(taken(), "(D:99991231235959Z)") == 0);
}

int
main(void)
{
	RUN(ascii_is_written_as_a_literal_string);
	RUN(other_text_is_written_as_utf_16);
	RUN(what_is_not_utf_8_is_not_written);
	RUN(text_strings_are_decoded);
	RUN(what_an_encoding_does_not_have_becomes_a_replacement);
	RUN(a_date_is_in_utc);
	return tap_done();
}
