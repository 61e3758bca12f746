/* SPDX-License-Identifier: Apache-2.0 */
/* test-lexer.c -- proves lib/pdf/lexer.c. */
#include "pdf/lexer.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct csi_pdf_token
first_of(const char *text, size_t len)
{
	struct csi_pdf_lexer lexer = { (const uint8_t *)text,
		(const uint8_t *)text + len };
	struct csi_pdf_token token;

	csi_pdf_lex(&lexer, &token);
	return token;
}

static struct csi_pdf_token
first(const char *text)
{
	return first_of(text, strlen(text));
}

static bool
decodes(const char *text, const char *says, size_t len)
{
	struct csi_pdf_token token = first(text);
	uint8_t room[64];
	size_t got;

	if (!token.escaped)
		return token.inner.len == len &&
		       memcmp(token.inner.at, says, len) == 0;
	got = csi_pdf_token_decode(&token, room);
	return got == len && memcmp(room, says, len) == 0;
}

#define DECODES(text, says) OK(decodes(text, says, sizeof(says) - 1))

static void
integers_are_read(void)
{
	static const struct {
		const char *text;
		int64_t value;
	} vectors[] = {
		{ "0", 0 },
		{ "123", 123 },
		{ "+17", 17 },
		{ "-98", -98 },
		{ "43445", 43445 },
		{ "0000000016", 16 },
		{ "-0", 0 },
		{ "9999999999", INT64_C(9999999999) },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775807", -INT64_MAX },
	};

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct csi_pdf_token token = first(vectors[i].text);

		OKF(token.kind == CSI_PDF_TOKEN_INTEGER && !token.odd &&
			token.integer == vectors[i].value,
		    "%s", vectors[i].text);
	}
}

static void
reals_are_read(void)
{
	static const struct {
		const char *text;
		double value;
	} vectors[] = {
		{ "34.5", 34.5 },
		{ "-3.62", -3.62 },
		{ "+123.6", 123.6 },
		{ "4.", 4 },
		{ "-.002", -.002 },
		{ "+.5", .5 },
		{ "0.0", 0 },
		{ "595.276", 595.276 },
		{ "0.00000000000000000001", 1e-20 },
		{ "123456789012345678.5", 123456789012345678.5 },
		{ "1234567890123456789012.5", 1234567890123456789012.5 },
	};

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct csi_pdf_token token = first(vectors[i].text);
		double error = fabs(token.real - vectors[i].value);

		OKF(token.kind == CSI_PDF_TOKEN_REAL && !token.odd &&
			error <= fabs(vectors[i].value) * 1e-15,
		    "%s", vectors[i].text);
	}
}

static void
numbers_that_readers_read_differently_are_odd(void)
{
	static const struct {
		const char *text;
		enum csi_pdf_token_kind kind;
		double value;
	} vectors[] = {
		{ "--5", CSI_PDF_TOKEN_INTEGER, -5 },
		{ "+-5", CSI_PDF_TOKEN_INTEGER, -5 },
		{ "-", CSI_PDF_TOKEN_INTEGER, 0 },
		{ "+", CSI_PDF_TOKEN_INTEGER, 0 },
		{ ".", CSI_PDF_TOKEN_REAL, 0 },
		{ "-.", CSI_PDF_TOKEN_REAL, 0 },
		{ "1.2.3", CSI_PDF_TOKEN_REAL, 1.2 },
		{ "4-2", CSI_PDF_TOKEN_INTEGER, 4 },
		{ "5.-3", CSI_PDF_TOKEN_REAL, 5 },
		{ "9223372036854775808", CSI_PDF_TOKEN_REAL, 0x1p63 },
		{ "99999999999999999999999", CSI_PDF_TOKEN_REAL, 1e23 },
		{ "1e5", CSI_PDF_TOKEN_KEYWORD, 0 },
		{ "12abc", CSI_PDF_TOKEN_KEYWORD, 0 },
		{ "0x10", CSI_PDF_TOKEN_KEYWORD, 0 },
		{ "16#FF", CSI_PDF_TOKEN_KEYWORD, 0 },
	};

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct csi_pdf_token token = first(vectors[i].text);

		OKF(token.odd && token.kind == vectors[i].kind, "%s",
		    vectors[i].text);
		if (token.kind != CSI_PDF_TOKEN_KEYWORD)
			OKF(fabs(token.real - vectors[i].value) <=
				fabs(vectors[i].value) * 1e-15,
			    "value of %s", vectors[i].text);
	}
}

static void
names_are_decoded(void)
{
	DECODES("/Name1", "Name1");
	DECODES("/ASomewhatLongerName", "ASomewhatLongerName");
	DECODES("/A;Name_With-Various***Characters?",
	    "A;Name_With-Various***Characters?");
	DECODES("/1.2", "1.2");
	DECODES("/$$", "$$");
	DECODES("/@pattern", "@pattern");
	DECODES("/.notdef", ".notdef");
	DECODES("/Lime#20Green", "Lime Green");
	DECODES("/paired#28#29parentheses", "paired()parentheses");
	DECODES("/The_Key_of_F#23_Minor", "The_Key_of_F#_Minor");
	DECODES("/A#42", "AB");
	DECODES("/ ", "");
	DECODES("/", "");
	DECODES("/A/B", "A");
	DECODES("/A(B)", "A");
	DECODES("/A<B>", "A");
	DECODES("/A[B]", "A");
	DECODES("/A%B", "A");
	OK(!first("/A#42").odd);
}

static void
names_with_a_bad_escape_are_odd(void)
{
	OK(first("/A#").odd);
	OK(first("/A#4").odd);
	OK(first("/A#4G").odd);
	OK(first("/A#G4").odd);
	OK(first("/A#00").odd);
	DECODES("/A#", "A#");
	DECODES("/A#4", "A#4");
	DECODES("/A#4G", "A#4G");
	DECODES("/##41", "#A");
}

static void
strings_are_decoded(void)
{
	DECODES("(This is a string)", "This is a string");
	DECODES("()", "");
	DECODES("(a (nested (deeper)) one)", "a (nested (deeper)) one");
	DECODES("(\\(\\)\\\\)", "()\\");
	DECODES("(\\n\\r\\t\\b\\f)", "\n\r\t\b\f");
	DECODES("(\\053)", "+");
	DECODES("(\\53)", "+");
	DECODES("(\\0053)", "\0053");
	DECODES("(\\5x)", "\005x");
	DECODES("(\\777)", "\377");
	DECODES("(\\8)", "8");
	DECODES("(\\q)", "q");
	DECODES("(two \\\nlines)", "two lines");
	DECODES("(two \\\r\nlines)", "two lines");
	DECODES("(two \\\rlines)", "two lines");
	DECODES("(a\nb)", "a\nb");
	DECODES("(a\r\nb)", "a\nb");
	DECODES("(a\rb)", "a\nb");
	DECODES("(a\r)", "a\n");
	DECODES("(% no comment)", "% no comment");
	OK(!first("(plain)").escaped);
}

static void
strings_that_do_not_end_are_bad(void)
{
	OK(first("(").kind == CSI_PDF_TOKEN_BAD);
	OK(first("(abc").kind == CSI_PDF_TOKEN_BAD);
	OK(first("((abc)").kind == CSI_PDF_TOKEN_BAD);
	OK(first("(abc\\").kind == CSI_PDF_TOKEN_BAD);
	OK(first("(abc\\)").kind == CSI_PDF_TOKEN_BAD);
	OK(first("<41").kind == CSI_PDF_TOKEN_BAD);
	OK(first("<").kind == CSI_PDF_TOKEN_BAD);
}

static void
hexadecimal_strings_are_decoded(void)
{
	DECODES("<4E6F76>", "Nov");
	DECODES("<4e6f76>", "Nov");
	DECODES("<901FA3>", "\x90\x1f\xa3");
	DECODES("<901FA>", "\x90\x1f\xa0");
	DECODES("<4>", "@");
	DECODES("<>", "");
	DECODES("< 4 1\n4\t2 >", "AB");
	OK(!first("<4E>").odd);
	OK(first("<4G>").odd);
	OK(first("<4E(>").odd);
	DECODES("<4G1>", "A");
}

static void
structure_and_keywords_are_told_apart(void)
{
	OK(first("[").kind == CSI_PDF_TOKEN_ARRAY_OPEN);
	OK(first("]").kind == CSI_PDF_TOKEN_ARRAY_CLOSE);
	OK(first("<<").kind == CSI_PDF_TOKEN_DICT_OPEN);
	OK(first(">>").kind == CSI_PDF_TOKEN_DICT_CLOSE);
	OK(first("").kind == CSI_PDF_TOKEN_END);
	OK(first("   \n\t\f").kind == CSI_PDF_TOKEN_END);
	OK(first("% only this").kind == CSI_PDF_TOKEN_END);
	OK(first_of("\0\0obj", 5).kind == CSI_PDF_TOKEN_KEYWORD);
	OK(first("true").kind == CSI_PDF_TOKEN_KEYWORD && !first("true").odd);
	OK(first("f*").kind == CSI_PDF_TOKEN_KEYWORD);
	OK(first(">").kind == CSI_PDF_TOKEN_KEYWORD && first(">").odd);
	OK(first(")").kind == CSI_PDF_TOKEN_KEYWORD && first(")").odd);
	OK(first("{").kind == CSI_PDF_TOKEN_KEYWORD && first("{").odd);
	OK(first("}").kind == CSI_PDF_TOKEN_KEYWORD && first("}").odd);
}

static void
comments_and_white_space_are_passed(void)
{
	OK(first("% a comment\n 5").integer == 5);
	OK(first("% a comment\r 5").integer == 5);
	OK(first("%one\n%two\n  %three\r\n7").integer == 7);
	OK(first_of("\0 \t\f\r\n9", 7).integer == 9);
	OK(first("12% tight").integer == 12);
}

static void
every_token_of_a_line_is_found_with_its_source(void)
{
	static const char text[] = "12 0 obj<</A[1 .5(s)<41>/N]/B true>>";
	static const char *const sources[] = { "12", "0", "obj", "<<", "/A",
		"[", "1", ".5", "(s)", "<41>", "/N", "]", "/B", "true", ">>" };
	struct csi_pdf_lexer lexer = { (const uint8_t *)text,
		(const uint8_t *)text + sizeof(text) - 1 };
	struct csi_pdf_token token;

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		csi_pdf_lex(&lexer, &token);
		OKF(csi_span_is(token.source, sources[i]), "%s", sources[i]);
	}
	csi_pdf_lex(&lexer, &token);
	OK(token.kind == CSI_PDF_TOKEN_END && token.source.len == 0);
	csi_pdf_lex(&lexer, &token);
	OK(token.kind == CSI_PDF_TOKEN_END);
}

static void
any_bytes_come_to_an_end(void)
{
	uint8_t *bytes;
	unsigned state = 1;
	size_t tokens = 0;
	bool inside = true;

	/* Of its own size, so that a sanitizer sees a step past the end. */
	for (size_t len = 0; len < 300; len++) {
		struct csi_pdf_lexer lexer;
		struct csi_pdf_token token;

		bytes = malloc(len + 1);
		for (size_t i = 0; i < len; i++) {
			state = state * 1103515245u + 12345u;
			bytes[i] =
			    (uint8_t) "()<>[]{}/%#\\ \n\r10-.aR"[(state >> 16) %
								 21];
		}
		lexer.at = bytes;
		lexer.end = bytes + len;
		do {
			csi_pdf_lex(&lexer, &token);
			inside =
			    inside && token.source.at >= bytes &&
			    token.source.at + token.source.len <= lexer.end;
		} while (token.kind != CSI_PDF_TOKEN_END && ++tokens < 100000);
		free(bytes);
	}
	OK(tokens < 100000);
	OK(inside);
}

int
main(void)
{
	RUN(integers_are_read);
	RUN(reals_are_read);
	RUN(numbers_that_readers_read_differently_are_odd);
	RUN(names_are_decoded);
	RUN(names_with_a_bad_escape_are_odd);
	RUN(strings_are_decoded);
	RUN(strings_that_do_not_end_are_bad);
	RUN(hexadecimal_strings_are_decoded);
	RUN(structure_and_keywords_are_told_apart);
	RUN(comments_and_white_space_are_passed);
	RUN(every_token_of_a_line_is_found_with_its_source);
	RUN(any_bytes_come_to_an_end);
	return tap_done();
}
