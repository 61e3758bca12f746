/* SPDX-License-Identifier: Apache-2.0 */
/* test-words.c -- proves lib/words.c: words, phrases, and where they are. */
#include "document/words.h"

#include "tap.h"

#include <math.h>
#include <string.h>

static const char sample[] =
    "<doc>\n<page width=\"595.0\" height=\"842.0\">\n"
    "<word xMin=\"10.0\" yMin=\"20.0\" xMax=\"40.0\" yMax=\"30.0\">Sign</word>\n"
    "<word xMin=\"45.0\" yMin=\"21.0\" xMax=\"75.5\" yMax=\"31.0\">here:</word>\n"
    "<word xMin=\"10.0\" yMin=\"40.0\" xMax=\"110.0\" yMax=\"60.0\">"
    "客户签字（盖章）处</word>\n"
    "<word xMin=\"10\" yMin=\"80\" xMax=\"50\" yMax=\"90\">a&amp;b&#38;c&lt;</word>"
    "\n</page>\n<page width=\"595.0\" height=\"842.0\">\n"
    "<word xMin=\"-1.5\" yMin=\"20.0\" xMax=\"40.0\" yMax=\"30.0\">Sign</word>\n"
    "<word xMin=\"10.0\" yMin=\"50.0\" xMax=\"40.0\" yMax=\"60.0\">here:</word>\n"
    "</page>\n</doc>\n";

static struct csi_words words;
static struct csi_word place;
static size_t count;

static struct csi_span
span(const char *text)
{
	return (struct csi_span){ (const uint8_t *)text, strlen(text) };
}

static cseal_status
read_text(const char *text)
{
	csi_words_clear(&words);
	return csi_words_read(span(text), &words, NULL);
}

static bool
find(const char *phrase, int32_t n)
{
	struct csi_bytes squeezed = { 0 };
	bool found;

	csi_words_squeeze(&squeezed, span(phrase));
	found = csi_words_find(
	    &words, csi_bytes_span(&squeezed), n, &place, &count);
	csi_bytes_free(&squeezed);
	return found;
}

static bool
is_at(uint32_t page, double left, double top, double right, double bottom)
{
	return place.page == page && fabs(place.left - left) < 0.01 &&
	       fabs(place.top - top) < 0.01 &&
	       fabs(place.right - right) < 0.01 &&
	       fabs(place.bottom - bottom) < 0.01;
}

static void
a_phrase_of_several_words_is_found(void)
{
	OK(read_text(sample) == CSEAL_OK && words.pages == 2);
	OK(find("Sign here:", 1) && is_at(0, 10, 20, 75.5, 31));
	OK(count == 2);
	OK(find("Signhere", 1) && is_at(0, 10, 20, 69.4, 31));
	/* On two lines: the place is that of the first. */
	OK(find("Sign here:", 2) && is_at(1, -1.5, 20, 40, 30));
	OK(find("Sign here:", -1) && is_at(1, -1.5, 20, 40, 30));
	OK(find("Sign here:", -2) && is_at(0, 10, 20, 75.5, 31));
}

static void
a_part_of_a_chinese_line_is_found(void)
{
	OK(find("盖章", 1));
	OK(is_at(0, 10 + 100 * 5 / 9.0, 40, 10 + 100 * 7 / 9.0, 60));
	OK(find("客户 签字", 1) && is_at(0, 10, 40, 10 + 400 / 9.0, 60));
}

static void
entities_are_characters(void)
{
	OK(find("a&b&c<", 1) && is_at(0, 10, 80, 50, 90));
}

static void
what_is_not_there_is_not_found(void)
{
	OK(!find("Sign here:", 3) && count == 2);
	OK(!find("Sign here:", -3) && count == 2);
	OK(!find("Sign here:", 0));
	OK(!find("Sign here:", INT32_MIN));
	OK(!find("nowhere", 1) && count == 0);
	/* Not from one page to the next. */
	OK(!find("c<Sign", 1));
	OK(!find(" ", 1));
	OK(read_text("") == CSEAL_OK && !find("a", 1));
}

static void
a_word_without_a_place_is_refused(void)
{
	static const char *const bad[] = {
		"<page ><word>a</word>",
		"<word xMin=\"1\" yMin=\"1\" xMax=\"1\" yMax=\"1\">a</word>",
		"<page ><word xMin=\"1\" yMin=\"1\" xMax=\"1\" yMax=\"x\">a"
		"</word>",
		"<page ><word xMin=\"1\" yMin=\"1\" xMax=\"1\" yMax=\"1\">a",
		"<page ><word xMin=\"99999999\" yMin=\"1\" xMax=\"1\" "
		"yMax=\"1\">a</word>",
		"<page ><word xMin=\"-\" yMin=\"1\" xMax=\"1\" yMax=\"1\">a"
		"</word>",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OKF(read_text(bad[i]) == CSEAL_REFUSED_INPUT, "%zu", i);
}

int
main(void)
{
	RUN(a_phrase_of_several_words_is_found);
	RUN(a_part_of_a_chinese_line_is_found);
	RUN(entities_are_characters);
	RUN(what_is_not_there_is_not_found);
	RUN(a_word_without_a_place_is_refused);
	csi_words_clear(&words);
	return tap_done();
}
