/* SPDX-License-Identifier: Apache-2.0 */
/* test-object.c -- proves lib/pdf/object.c and parser.c: values of tokens. */
#include "pdf/parser.h"
#include "tap.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

static struct csi_pdf_arena arena;
static struct csi_pdf_parser parser;

/* Parses one value; what is left of the text comes to `left`. */
static cseal_status
parse_left(const char *text, bool strict, struct csi_pdf_value *value,
    const char **left)
{
	struct csi_pdf_lexer lexer = { (const uint8_t *)text,
		(const uint8_t *)text + strlen(text) };
	cseal_error *error = NULL;
	cseal_status st;

	parser.arena = &arena;
	parser.strict = strict;
	st = csi_pdf_parse(&parser, &lexer, value, &error);
	if (left != NULL)
		*left = (const char *)lexer.at;
	cseal_error_free(error);
	return st;
}

static struct csi_pdf_value
parse(const char *text)
{
	struct csi_pdf_value value = { .type = CSI_PDF_NULL };

	if (parse_left(text, true, &value, NULL) != CSEAL_OK)
		value.source.at = NULL;
	return value;
}

static cseal_status
status_of(const char *text, bool strict)
{
	struct csi_pdf_value value;

	return parse_left(text, strict, &value, NULL);
}

static void
every_type_is_parsed(void)
{
	struct csi_pdf_value value;

	value = parse("null");
	OK(value.type == CSI_PDF_NULL && csi_span_is(value.source, "null"));
	value = parse("true");
	OK(value.type == CSI_PDF_BOOLEAN && value.as.boolean);
	value = parse(" false ");
	OK(value.type == CSI_PDF_BOOLEAN && !value.as.boolean);
	OK(csi_span_is(value.source, "false"));
	value = parse("-12");
	OK(value.type == CSI_PDF_INTEGER && value.as.integer == -12);
	value = parse("1.5");
	OK(value.type == CSI_PDF_REAL && value.as.real == 1.5);
	value = parse("(a\\(b)");
	OK(value.type == CSI_PDF_STRING && csi_span_is(value.as.text, "a(b"));
	OK(csi_span_is(value.source, "(a\\(b)"));
	value = parse("<6162>");
	OK(value.type == CSI_PDF_STRING && csi_span_is(value.as.text, "ab"));
	value = parse("/A#42");
	OK(csi_pdf_is_name(&value, "AB"));
	value = parse("[]");
	OK(value.type == CSI_PDF_ARRAY && value.as.array.count == 0);
	value = parse("<<>>");
	OK(value.type == CSI_PDF_DICT && value.as.dict.count == 0);
	value = parse("12 3 R");
	OK(value.type == CSI_PDF_REFERENCE && value.as.ref.number == 12 &&
	    value.as.ref.generation == 3);
	OK(csi_span_is(value.source, "12 3 R"));
}

static void
text_without_escapes_is_not_copied(void)
{
	static const char text[] = "<</Key(string)>>";
	struct csi_pdf_value value = parse(text);
	const struct csi_pdf_value *string = csi_pdf_find(&value, "Key");

	OK(string != NULL && string->as.text.at == (const uint8_t *)text + 7);
	OK(value.as.dict.entries[0].key.at == (const uint8_t *)text + 3);
}

static void
containers_hold_what_is_in_them(void)
{
	struct csi_pdf_value value;
	const struct csi_pdf_value *item;

	value = parse("[1 2 0 R 3 0 4 0 R (s) [/N] << /A 1 >> true]");
	OK(value.type == CSI_PDF_ARRAY && value.as.array.count == 9);
	if (value.as.array.count != 9)
		return;
	item = value.as.array.items;
	OK(item[0].as.integer == 1);
	OK(item[1].type == CSI_PDF_REFERENCE && item[1].as.ref.number == 2);
	OK(csi_span_is(item[1].source, "2 0 R"));
	OK(item[2].as.integer == 3 && item[3].as.integer == 0);
	OK(item[4].type == CSI_PDF_REFERENCE && item[4].as.ref.number == 4);
	OK(item[6].type == CSI_PDF_ARRAY && item[6].as.array.count == 1);
	OK(csi_span_is(item[6].source, "[/N]"));
	OK(item[7].type == CSI_PDF_DICT);
	OK(csi_span_is(item[7].source, "<< /A 1 >>"));

	value = parse("<</A 1/B 2 0 R/C<</D[1 2]>>/E/F/G null>>");
	OK(value.type == CSI_PDF_DICT && value.as.dict.count == 5);
	OK(csi_pdf_find(&value, "A")->as.integer == 1);
	OK(csi_pdf_find(&value, "B")->type == CSI_PDF_REFERENCE);
	item = csi_pdf_find(csi_pdf_find(&value, "C"), "D");
	OK(item != NULL && item->as.array.count == 2);
	OK(csi_pdf_is_name(csi_pdf_find(&value, "E"), "F"));
	OK(csi_pdf_find(&value, "G")->type == CSI_PDF_NULL);
	OK(csi_pdf_find(&value, "H") == NULL);
	OK(csi_pdf_find(NULL, "A") == NULL);
	OK(csi_pdf_find(item, "A") == NULL);
}

static void
the_lexer_is_left_just_past_the_value(void)
{
	struct csi_pdf_value value;
	const char *left;

	OK(parse_left("5 endobj", true, &value, &left) == CSEAL_OK);
	OK(strcmp(left, " endobj") == 0);
	OK(parse_left("5 6 7", true, &value, &left) == CSEAL_OK);
	OK(strcmp(left, " 6 7") == 0);
	OK(parse_left("5 0 R]", true, &value, &left) == CSEAL_OK);
	OK(strcmp(left, "]") == 0);
	OK(parse_left("<<>>stream", true, &value, &left) == CSEAL_OK);
	OK(strcmp(left, "stream") == 0);
	OK(parse_left(" endobj", false, &value, &left) == CSEAL_OK);
	OK(value.type == CSI_PDF_NULL && strcmp(left, " endobj") == 0);
}

/* Text, and whether the lenient policy takes it; the strict one does not. */
static const struct {
	const char *text;
	bool lenient;
} bad[] = {
	{ "", false },
	{ "]", false },
	{ ">>", false },
	{ "[1 2", false },
	{ "<< /A 1", false },
	{ "[1 2 >>", false },
	{ "<< /A 1 ]", false },
	{ "<< /A [1 >> ]", false },
	{ "(abc", false },
	{ "[ endobj", false },
	{ "<< /A 1 endobj", false },
	{ "<< /A 1 stream", false },
	{ "endobj", true },
	{ "--5", true },
	{ "[1.2.3]", true },
	{ "/A#0G", true },
	{ "<4G>", true },
	{ "[nul]", true },
	{ "[Null]", true },
	{ "[R]", true },
	{ "[1 R]", true },
	{ "[1 2.0 R]", true },
	{ "[-1 0 R]", true },
	{ "[1 65536 R]", true },
	{ "[4294967296 0 R]", true },
	{ "<< /A >>", true },
	{ "<< 1 2 >>", true },
	{ "<< /A 1 2 /B 3 >>", true },
	{ "<< /A 1 /A 1 >>", true },
	{ "<< /A 1 /#41 2 >>", true },
	{ "<< /B << /A 1 /A 2 >> >>", true },
	{ "[ } ]", true },
};

static void
what_readers_read_differently_is_refused_when_strict(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		OKF(status_of(bad[i].text, true) == CSEAL_REFUSED_DAMAGED,
		    "strict: %s", bad[i].text);
		OKF(status_of(bad[i].text, false) ==
			(bad[i].lenient ? CSEAL_OK : CSEAL_REFUSED_DAMAGED),
		    "lenient: %s", bad[i].text);
	}
}

static void
a_lenient_dictionary_keeps_what_makes_sense(void)
{
	struct csi_pdf_value value;

	OK(parse_left("<< /A 1 2 /B 3 /C >>", false, &value, NULL) == CSEAL_OK);
	OK(value.as.dict.count == 3);
	OK(csi_pdf_find(&value, "A")->as.integer == 1);
	OK(csi_pdf_find(&value, "B")->as.integer == 3);
	OK(csi_pdf_find(&value, "C")->type == CSI_PDF_NULL);
	OK(!csi_pdf_has_twice(&value));

	OK(parse_left("<< /A 1 /B 2 /A 3 >>", false, &value, NULL) == CSEAL_OK);
	OK(csi_pdf_has_twice(&value));
	OK(csi_pdf_find(&value, "A")->as.integer == 3);

	OK(parse_left("<< /A abc /B 2 >>", false, &value, NULL) == CSEAL_OK);
	OK(csi_pdf_find(&value, "A")->type == CSI_PDF_NULL);
	OK(csi_pdf_find(&value, "B")->as.integer == 2);
}

static void
a_key_twice_is_seen_among_many(void)
{
	struct csi_bytes text = { 0 };
	struct csi_pdf_value value;
	struct csi_pdf_lexer lexer;

	csi_bytes_add_text(&text, "<<");
	for (int i = 0; i < 5000; i++)
		csi_bytes_print(&text, "/K%d %d", i, i);
	csi_bytes_add_text(&text, ">>");
	parser.strict = false;
	lexer.at = text.at;
	lexer.end = text.at + text.len;
	OK(csi_pdf_parse(&parser, &lexer, &value, NULL) == CSEAL_OK);
	OK(value.as.dict.count == 5000 && !csi_pdf_has_twice(&value));
	OK(csi_pdf_find(&value, "K4321")->as.integer == 4321);

	text.len -= 2;
	csi_bytes_add_text(&text, "/K77 0>>");
	lexer.at = text.at;
	lexer.end = text.at + text.len;
	OK(csi_pdf_parse(&parser, &lexer, &value, NULL) == CSEAL_OK);
	OK(value.as.dict.count == 5001 && csi_pdf_has_twice(&value));
	csi_bytes_free(&text);
}

static cseal_status
nested(size_t depth, bool closed)
{
	char *text = calloc(2 * depth + 1, 1);
	cseal_status st;

	if (text == NULL)
		return CSEAL_FAULT_MEMORY;
	memset(text, '[', depth);
	if (closed)
		memset(text + depth, ']', depth);
	st = status_of(text, false);
	free(text);
	return st;
}

static void
nesting_has_a_limit(void)
{
	OK(nested(CSI_PDF_DEPTH_MOST, true) == CSEAL_OK);
	OK(nested(CSI_PDF_DEPTH_MOST + 1, true) == CSEAL_REFUSED_LIMIT);
	OK(nested(1000000, true) == CSEAL_REFUSED_LIMIT);
	OK(nested(CSI_PDF_DEPTH_MOST, false) == CSEAL_REFUSED_DAMAGED);
}

static void
the_number_of_values_has_a_limit(void)
{
	size_t len = 2 * CSI_PDF_VALUES_MOST + 3;
	char *text = malloc(len + 1);

	if (text == NULL)
		return;
	memset(text, ' ', len);
	text[0] = '[';
	for (size_t i = 1; i + 1 < len; i += 2)
		text[i] = '1';
	text[len - 1] = ']';
	text[len] = '\0';
	OK(status_of(text, true) == CSEAL_REFUSED_LIMIT);
	text[5] = ']';
	OK(status_of(text, true) == CSEAL_OK);
	free(text);
}

static void
numbers_are_asked_for_within_bounds(void)
{
	struct csi_pdf_value value = parse("12");
	int64_t integer = -1;
	double number = -1;

	OK(csi_pdf_as_integer(&value, 0, 12, &integer) && integer == 12);
	OK(!csi_pdf_as_integer(&value, 0, 11, &integer));
	OK(!csi_pdf_as_integer(&value, 13, 99, &integer));
	OK(csi_pdf_as_number(&value, &number) && number == 12);
	value = parse("3.0");
	OK(csi_pdf_as_integer(&value, 0, 12, &integer) && integer == 3);
	value = parse("3.5");
	OK(!csi_pdf_as_integer(&value, 0, 12, &integer));
	OK(csi_pdf_as_number(&value, &number) && number == 3.5);
	value = parse("99999999999999999999.0");
	OK(!csi_pdf_as_integer(&value, 0, INT64_MAX, &integer));
	value = parse("/Name");
	OK(!csi_pdf_as_integer(&value, 0, 12, &integer));
	OK(!csi_pdf_as_number(&value, &number));
	OK(!csi_pdf_as_integer(NULL, 0, 12, &integer));
	OK(!csi_pdf_as_number(NULL, &number));
	OK(!csi_pdf_is_name(NULL, "Name"));
}

static void
headers_are_told_from_other_text(void)
{
	static const struct {
		const char *text;
		bool is;
	} vectors[] = {
		{ "12 0 obj", true },
		{ "12 0 obj<<", true },
		{ "12\n65535\r\nobj", true },
		{ "12 % comment\n 0 obj", true },
		{ "12 0 objx", false },
		{ "12 0 R", false },
		{ "12 obj", false },
		{ "-1 0 obj", false },
		{ "12 65536 obj", false },
		{ "1.0 0 obj", false },
		{ "--1 0 obj", false },
		{ "4294967296 0 obj", false },
		{ "", false },
	};

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		const char *text = vectors[i].text;
		struct csi_pdf_lexer lexer = { (const uint8_t *)text,
			(const uint8_t *)text + strlen(text) };
		struct csi_pdf_ref ref;
		struct csi_span source;

		OKF(csi_pdf_parse_header(&lexer, &ref, &source) ==
			vectors[i].is,
		    "header %zu", i);
	}
}

static void
an_arena_has_a_limit(void)
{
	struct csi_pdf_arena large = { 0 };
	cseal_status st = CSEAL_OK;
	void *at = NULL;
	size_t taken = 0;

	OK(csi_pdf_arena_take(&large, 3, &at, NULL) == CSEAL_OK);
	OK((uintptr_t)at % alignof(max_align_t) == 0);
	OK(csi_pdf_arena_take(&large, 8, &at, NULL) == CSEAL_OK);
	OK((uintptr_t)at % alignof(max_align_t) == 0);
	OK(csi_pdf_arena_take(&large, SIZE_MAX, &at, NULL) ==
	    CSEAL_REFUSED_LIMIT);
	/* Memory that nobody touches. */
	while (st == CSEAL_OK && ++taken < 100)
		st = csi_pdf_arena_take(&large, (size_t)32 << 20, &at, NULL);
	OK(st == CSEAL_REFUSED_LIMIT);
	csi_pdf_arena_free(&large);
	csi_pdf_arena_free(&large);
}

int
main(void)
{
	RUN(every_type_is_parsed);
	RUN(text_without_escapes_is_not_copied);
	RUN(containers_hold_what_is_in_them);
	RUN(the_lexer_is_left_just_past_the_value);
	RUN(what_readers_read_differently_is_refused_when_strict);
	RUN(a_lenient_dictionary_keeps_what_makes_sense);
	RUN(a_key_twice_is_seen_among_many);
	RUN(nesting_has_a_limit);
	RUN(the_number_of_values_has_a_limit);
	RUN(numbers_are_asked_for_within_bounds);
	RUN(headers_are_told_from_other_text);
	RUN(an_arena_has_a_limit);
	csi_pdf_parser_free(&parser);
	csi_pdf_arena_free(&arena);
	return tap_done();
}
