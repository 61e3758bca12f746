/* SPDX-License-Identifier: Apache-2.0 */
/* test-strings.c -- proves lib/pdf/strings.c. */
#include "pdf/signature.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static bool
reads_as(const char *raw, size_t len, const char *wanted)
{
	struct csi_span span = { (const uint8_t *)raw, len };
	char *text = csi_pdf_text(span);
	bool ok = text != NULL && strcmp(text, wanted) == 0;

	if (!ok)
		printf("# got \"%s\"\n", text == NULL ? "(null)" : text);
	free(text);
	return ok;
}

static void
text_is_read_in_its_three_encodings(void)
{
	OK(reads_as("Reason", 6, "Reason"));
	OK(reads_as("\xfe\xff\x4e\x1a\x52\xa1", 6, "\xe4\xb8\x9a\xe5\x8a\xa1"));
	OK(reads_as("\xff\xfe\x1a\x4e\xa1\x52", 6, "\xe4\xb8\x9a\xe5\x8a\xa1"));
	OK(reads_as("\xef\xbb\xbf\xe4\xb8\x9a", 6, "\xe4\xb8\x9a"));
	OK(reads_as("\xa0 5 \x80", 5, "\xe2\x82\xac 5 \xe2\x80\xa2"));
	OK(reads_as("caf\xe9", 4, "caf\xc3\xa9"));
	OK(reads_as("", 0, ""));
}

static void
characters_beyond_the_first_plane_are_put_together(void)
{
	/* U+20BB7 */
	OK(reads_as("\xfe\xff\xd8\x42\xdf\xb7", 6, "\xf0\xa0\xae\xb7"));
}

static void
what_is_no_character_becomes_the_replacement(void)
{
	OK(reads_as("\xfe\xff\xd8\x42", 4, "\xef\xbf\xbd"));
	OK(reads_as("\xfe\xff\xdf\xb7", 4, "\xef\xbf\xbd"));
	OK(reads_as("\xfe\xff\xd8\x42\x00\x41", 6, "\xef\xbf\xbd"));
	OK(reads_as("\xfe\xff\x4e", 3, ""));
	OK(reads_as("\x9f", 1, "\xef\xbf\xbd"));
	OK(reads_as("\xef\xbb\xbf\xff", 4, "\xef\xbf\xbd"));
}

static bool
dates_as(const char *text, int64_t wanted)
{
	struct csi_span span = { (const uint8_t *)text, strlen(text) };
	int64_t time;

	return csi_pdf_date(span, &time) && time == wanted;
}

static bool
is_no_date(const char *text)
{
	struct csi_span span = { (const uint8_t *)text, strlen(text) };
	int64_t time;

	return !csi_pdf_date(span, &time);
}

static void
dates_are_read_with_their_offset(void)
{
	OK(dates_as("D:20261123100000+08'00'", 1795399200));
	OK(dates_as("D:20261123100000+08'00", 1795399200));
	OK(dates_as("D:20261123020000Z", 1795399200));
	OK(dates_as("D:20261122210000-05'00'", 1795399200));
	OK(dates_as("20261123020000", 1795399200));
	OK(dates_as("D:2026", 1767225600));
	OK(dates_as("D:202611", 1793491200));
	OK(dates_as("D:20261123020000Z00'00'", 1795399200));
}

static void
what_is_no_date_is_refused(void)
{
	OK(is_no_date(""));
	OK(is_no_date("D:"));
	OK(is_no_date("D:20"));
	OK(is_no_date("D:20261323"));
	OK(is_no_date("D:20260132"));
	OK(is_no_date("D:20260101240000"));
	OK(is_no_date("D:20260101000000+25'00'"));
	OK(is_no_date("yesterday"));
	OK(is_no_date("D:20260101000000Z and much more text than fits"));
}

int
main(void)
{
	RUN(text_is_read_in_its_three_encodings);
	RUN(characters_beyond_the_first_plane_are_put_together);
	RUN(what_is_no_character_becomes_the_replacement);
	RUN(dates_are_read_with_their_offset);
	RUN(what_is_no_date_is_refused);
	return tap_done();
}
