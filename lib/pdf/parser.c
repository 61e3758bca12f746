/* SPDX-License-Identifier: Apache-2.0 */
/* parser.c -- makes values of tokens, under one of the two policies.
 *
 * Values are pushed on a stack; a closing bracket takes those of its frame
 * off and pushes one container.  Nothing recurses. */
#include "parser.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

#define STACK_LEAST 64
/* Up to that many keys are compared each with each. */
#define FEW_KEYS 12

void
csi_pdf_parser_free(struct csi_pdf_parser *parser)
{
	free(parser->stack);
	parser->stack = NULL;
}

static cseal_status
damaged(cseal_error **ret_error, const char *what)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED, "%s", what);
}

static cseal_status
push(struct csi_pdf_parser *parser, const struct csi_pdf_value *value,
    cseal_error **ret_error)
{
	struct csi_pdf_value *stack;
	size_t room = parser->room;

	if (parser->made++ == CSI_PDF_VALUES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "an object had more than %zu values", CSI_PDF_VALUES_MOST);
	if (parser->count == room) {
		room = room == 0 ? STACK_LEAST : room * 2;
		stack = realloc(parser->stack, room * sizeof(*stack));
		if (stack == NULL)
			return csi_fail_memory(ret_error);
		parser->stack = stack;
		parser->room = room;
	}
	parser->stack[parser->count++] = *value;
	return CSEAL_OK;
}

/* The text of a string or name: in place where it says what it is. */
static cseal_status
decode(struct csi_pdf_parser *parser, const struct csi_pdf_token *token,
    struct csi_span *ret_text, cseal_error **ret_error)
{
	cseal_status st;
	void *room;

	if (!token->escaped) {
		*ret_text = token->inner;
		return CSEAL_OK;
	}
	st = csi_pdf_arena_take(
	    parser->arena, token->inner.len + 1, &room, ret_error);
	if (st != CSEAL_OK)
		return st;
	ret_text->at = room;
	ret_text->len = csi_pdf_token_decode(token, room);
	return CSEAL_OK;
}

static cseal_status
push_scalar(struct csi_pdf_parser *parser, const struct csi_pdf_token *token,
    cseal_error **ret_error)
{
	struct csi_pdf_value value = { .source = token->source };
	cseal_status st;

	if (token->kind == CSI_PDF_TOKEN_INTEGER) {
		value.type = CSI_PDF_INTEGER;
		value.as.integer = token->integer;
	} else if (token->kind == CSI_PDF_TOKEN_REAL) {
		value.type = CSI_PDF_REAL;
		value.as.real = token->real;
	} else {
		value.type = token->kind == CSI_PDF_TOKEN_NAME ? CSI_PDF_NAME
							       : CSI_PDF_STRING;
		st = decode(parser, token, &value.as.text, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return push(parser, &value, ret_error);
}

static size_t
frame_start(const struct csi_pdf_parser *parser)
{
	return parser->depth == 0 ? 0 : parser->frames[parser->depth - 1].start;
}

/* Two integers become a reference (7.3.10).  False where they are none. */
static bool
make_reference(const struct csi_pdf_value *number,
    const struct csi_pdf_value *generation, const struct csi_pdf_token *r,
    struct csi_pdf_value *ret_value)
{
	if (number->type != CSI_PDF_INTEGER ||
	    generation->type != CSI_PDF_INTEGER)
		return false;
	if (number->as.integer < 0 || number->as.integer > UINT32_MAX ||
	    generation->as.integer < 0 || generation->as.integer > UINT16_MAX)
		return false;
	memset(ret_value, 0, sizeof(*ret_value));
	ret_value->type = CSI_PDF_REFERENCE;
	ret_value->as.ref.number = (uint32_t)number->as.integer;
	ret_value->as.ref.generation = (uint32_t)generation->as.integer;
	ret_value->source.at = number->source.at;
	ret_value->source.len = (size_t)(r->source.at + 1 - number->source.at);
	return true;
}

static bool
reduce_reference(
    struct csi_pdf_parser *parser, const struct csi_pdf_token *token)
{
	struct csi_pdf_value *top, value;

	if (parser->count - frame_start(parser) < 2)
		return false;
	top = &parser->stack[parser->count - 2];
	if (!make_reference(&top[0], &top[1], token, &value))
		return false;
	top[0] = value;
	parser->count--;
	return true;
}

/* Keywords that no container holds: one was not closed. */
static bool
ends_object(const struct csi_pdf_token *token)
{
	static const char *const words[] = { "obj", "endobj", "stream",
		"endstream", "xref", "trailer", "startxref" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (csi_pdf_is_keyword(token, words[i]))
			return true;
	}
	return false;
}

static cseal_status
push_keyword(struct csi_pdf_parser *parser, const struct csi_pdf_token *token,
    cseal_error **ret_error)
{
	struct csi_pdf_value value = { .source = token->source };

	if (csi_pdf_is_keyword(token, "true") ||
	    csi_pdf_is_keyword(token, "false")) {
		value.type = CSI_PDF_BOOLEAN;
		value.as.boolean = token->source.len == 4;
		return push(parser, &value, ret_error);
	}
	if (csi_pdf_is_keyword(token, "null"))
		return push(parser, &value, ret_error);
	if (csi_pdf_is_keyword(token, "R") && reduce_reference(parser, token))
		return CSEAL_OK;
	if (parser->depth > 0 && ends_object(token))
		return damaged(ret_error, "an array or dictionary was open");
	if (parser->strict)
		return damaged(ret_error, "an unknown word stood for a value");
	/* Other readers take what they do not know for null. */
	return push(parser, &value, ret_error);
}

static cseal_status
open_frame(struct csi_pdf_parser *parser, const struct csi_pdf_token *token,
    cseal_error **ret_error)
{
	struct csi_pdf_frame *frame;

	if (parser->depth == CSI_PDF_DEPTH_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "arrays and dictionaries were nested deeper than %d",
		    CSI_PDF_DEPTH_MOST);
	frame = &parser->frames[parser->depth++];
	frame->dict = token->kind == CSI_PDF_TOKEN_DICT_OPEN;
	frame->start = parser->count;
	frame->at = token->source.at;
	return CSEAL_OK;
}

static cseal_status
make_array(struct csi_pdf_parser *parser, const struct csi_pdf_value *first,
    size_t count, struct csi_pdf_value *array, cseal_error **ret_error)
{
	cseal_status st;
	void *items;

	array->type = CSI_PDF_ARRAY;
	if (count == 0)
		return CSEAL_OK;
	st = csi_pdf_arena_take(
	    parser->arena, count * sizeof(*first), &items, ret_error);
	if (st != CSEAL_OK)
		return st;
	memcpy(items, first, count * sizeof(*first));
	array->as.array.count = count;
	array->as.array.items = items;
	return CSEAL_OK;
}

/* By key, and of equal ones by place. */
static int
compare_places(const void *a, const void *b, void *user)
{
	const struct csi_pdf_entry *entries = user;
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
	int order = csi_pdf_compare_keys(entries[left].key, entries[right].key);

	if (order != 0)
		return order;
	return left < right ? -1 : left > right;
}

static bool
is_twice_among_few(const struct csi_pdf_entry *entries, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (csi_pdf_compare_keys(
				entries[i].key, entries[j].key) == 0)
				return true;
		}
	}
	return false;
}

/* Sees whether a key stands twice, and sorts many, so that no search of a
 * hostile dictionary takes long. */
static cseal_status
index_entries(struct csi_pdf_parser *parser, struct csi_pdf_entry *entries,
    size_t count, struct csi_pdf_value *dict, cseal_error **ret_error)
{
	uint32_t *sorted;
	cseal_status st;
	void *room;

	if (count <= FEW_KEYS) {
		dict->twice = is_twice_among_few(entries, count);
		return CSEAL_OK;
	}
	st = csi_pdf_arena_take(
	    parser->arena, count * sizeof(*sorted), &room, ret_error);
	if (st != CSEAL_OK)
		return st;
	sorted = room;
	for (size_t i = 0; i < count; i++)
		sorted[i] = (uint32_t)i;
	qsort_r(sorted, count, sizeof(*sorted), compare_places, entries);
	for (size_t i = 1; i < count && !dict->twice; i++)
		dict->twice = csi_pdf_compare_keys(entries[sorted[i - 1]].key,
				  entries[sorted[i]].key) == 0;
	dict->as.dict.sorted = sorted;
	return CSEAL_OK;
}

/* Pairs of names and values.  Lenient: what stands where a key should is
 * left out, and a key without a value has null. */
static cseal_status
fill_entries(struct csi_pdf_parser *parser, const struct csi_pdf_value *first,
    size_t count, struct csi_pdf_entry *entries, size_t *ret_count,
    cseal_error **ret_error)
{
	static const struct csi_pdf_value null = { .type = CSI_PDF_NULL };
	size_t made = 0;

	for (size_t i = 0; i < count; i++) {
		if (first[i].type != CSI_PDF_NAME) {
			if (parser->strict)
				return damaged(ret_error,
				    "a dictionary had a key that was no name");
			continue;
		}
		if (i + 1 == count && parser->strict)
			return damaged(
			    ret_error, "a dictionary had a key without value");
		entries[made].key = first[i].as.text;
		entries[made].value = i + 1 < count ? first[i + 1] : null;
		made++;
		i++;
	}
	*ret_count = made;
	return CSEAL_OK;
}

static cseal_status
make_dict(struct csi_pdf_parser *parser, const struct csi_pdf_value *first,
    size_t count, struct csi_pdf_value *dict, cseal_error **ret_error)
{
	struct csi_pdf_entry *entries;
	cseal_status st;
	size_t made = 0;
	void *room;

	dict->type = CSI_PDF_DICT;
	if (count == 0)
		return CSEAL_OK;
	st = csi_pdf_arena_take(parser->arena,
	    (count + 1) / 2 * sizeof(*entries), &room, ret_error);
	if (st != CSEAL_OK)
		return st;
	entries = room;
	st = fill_entries(parser, first, count, entries, &made, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = index_entries(parser, entries, made, dict, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (dict->twice && parser->strict)
		return damaged(ret_error, "a dictionary had a key twice");
	dict->as.dict.count = made;
	dict->as.dict.entries = entries;
	return CSEAL_OK;
}

static cseal_status
close_frame(struct csi_pdf_parser *parser, const struct csi_pdf_token *token,
    cseal_error **ret_error)
{
	struct csi_pdf_value value = { .type = CSI_PDF_NULL };
	const struct csi_pdf_value *first;
	struct csi_pdf_frame *frame;
	cseal_status st;
	size_t count;

	if (parser->depth == 0)
		return damaged(ret_error, "a bracket closed nothing");
	frame = &parser->frames[parser->depth - 1];
	if (frame->dict != (token->kind == CSI_PDF_TOKEN_DICT_CLOSE))
		return damaged(ret_error, "brackets did not match");
	value.source.at = frame->at;
	value.source.len =
	    (size_t)(token->source.at + token->source.len - frame->at);
	count = parser->count - frame->start;
	first = count == 0 ? NULL : parser->stack + frame->start;
	if (frame->dict)
		st = make_dict(parser, first, count, &value, ret_error);
	else
		st = make_array(parser, first, count, &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	parser->count = frame->start;
	parser->depth--;
	return push(parser, &value, ret_error);
}

static cseal_status
take_token(struct csi_pdf_parser *parser, const struct csi_pdf_token *token,
    cseal_error **ret_error)
{
	if (parser->strict && token->odd)
		return damaged(
		    ret_error, "a number, name or string was not well-formed");
	switch (token->kind) {
	case CSI_PDF_TOKEN_END:
		return damaged(ret_error, "the bytes ended inside an object");
	case CSI_PDF_TOKEN_BAD:
		return damaged(ret_error, "a string did not end");
	case CSI_PDF_TOKEN_INTEGER:
	case CSI_PDF_TOKEN_REAL:
	case CSI_PDF_TOKEN_STRING:
	case CSI_PDF_TOKEN_HEX_STRING:
	case CSI_PDF_TOKEN_NAME: return push_scalar(parser, token, ret_error);
	case CSI_PDF_TOKEN_ARRAY_OPEN:
	case CSI_PDF_TOKEN_DICT_OPEN:
		return open_frame(parser, token, ret_error);
	case CSI_PDF_TOKEN_ARRAY_CLOSE:
	case CSI_PDF_TOKEN_DICT_CLOSE:
		return close_frame(parser, token, ret_error);
	case CSI_PDF_TOKEN_KEYWORD:
		return push_keyword(parser, token, ret_error);
	}
	return CSEAL_FAULT_INTERNAL;
}

/* At the outermost level an integer may begin a reference. */
static void
try_reference(struct csi_pdf_lexer *lexer, struct csi_pdf_value *value)
{
	struct csi_pdf_lexer ahead = *lexer;
	struct csi_pdf_value generation = { .type = CSI_PDF_INTEGER };
	struct csi_pdf_token token;
	struct csi_pdf_value made;

	csi_pdf_lex(&ahead, &token);
	if (token.kind != CSI_PDF_TOKEN_INTEGER)
		return;
	generation.as.integer = token.integer;
	csi_pdf_lex(&ahead, &token);
	if (!csi_pdf_is_keyword(&token, "R"))
		return;
	if (!make_reference(value, &generation, &token, &made))
		return;
	*value = made;
	*lexer = ahead;
}

cseal_status
csi_pdf_parse(struct csi_pdf_parser *parser, struct csi_pdf_lexer *lexer,
    struct csi_pdf_value *ret_value, cseal_error **ret_error)
{
	struct csi_pdf_lexer before;
	struct csi_pdf_token token;
	cseal_status st;

	parser->count = parser->depth = parser->made = 0;
	do {
		before = *lexer;
		csi_pdf_lex(lexer, &token);
		st = take_token(parser, &token, ret_error);
		if (st != CSEAL_OK)
			return st;
	} while (parser->depth > 0);
	*ret_value = parser->stack[0];
	if (ret_value->type == CSI_PDF_INTEGER)
		try_reference(lexer, ret_value);
	/* "1 0 obj endobj": the word is not the value's. */
	if (token.kind == CSI_PDF_TOKEN_KEYWORD && ends_object(&token))
		*lexer = before;
	return CSEAL_OK;
}

bool
csi_pdf_parse_header(struct csi_pdf_lexer *lexer, struct csi_pdf_ref *ret_ref,
    struct csi_span *ret_source)
{
	struct csi_pdf_token number, generation, word;

	csi_pdf_lex(lexer, &number);
	csi_pdf_lex(lexer, &generation);
	csi_pdf_lex(lexer, &word);
	if (number.kind != CSI_PDF_TOKEN_INTEGER || number.odd ||
	    number.integer < 0 || number.integer > UINT32_MAX ||
	    generation.kind != CSI_PDF_TOKEN_INTEGER || generation.odd ||
	    generation.integer < 0 || generation.integer > UINT16_MAX ||
	    !csi_pdf_is_keyword(&word, "obj"))
		return false;
	ret_ref->number = (uint32_t)number.integer;
	ret_ref->generation = (uint32_t)generation.integer;
	ret_source->at = number.source.at;
	ret_source->len = (size_t)(lexer->at - number.source.at);
	return true;
}
