/* SPDX-License-Identifier: Apache-2.0 */
/* load.c -- loads objects (ISO 32000-1, 7.3.8, 7.3.10).
 *
 * Loading one object may need one other, the /Length of a stream, and that
 * one needs no third: see enum csi_pdf_length_from. */
#include "error.h"
#include "inside.h"

#include <stdlib.h>
#include <string.h>

/* Bytes that are read through in every file, and how often all of it is. */
#define WORK_LEAST (UINT64_C(64) << 20)
#define WORK_TIMES 8
/* References to references, one after another. */
#define HOPS_MOST 32

const struct csi_pdf_value csi_pdf_null_value = { .type = CSI_PDF_NULL };

/* ---- the cache ------------------------------------------------------ */

static size_t
place_of(const struct csi_pdf_cache *cache, uint32_t number)
{
	size_t mask = cache->room - 1;
	size_t at = (size_t)(number * UINT64_C(0x9e3779b97f4a7c15) >> 32);

	at &= mask;
	while (
	    cache->known[at].number != 0 && cache->known[at].number != number)
		at = (at + 1) & mask;
	return at;
}

struct csi_pdf_known *
csi_pdf_known_find(const struct csi_pdf_cache *cache, uint32_t number)
{
	struct csi_pdf_known *known;

	if (cache->room == 0 || number == 0)
		return NULL;
	known = &cache->known[place_of(cache, number)];
	return known->number == 0 ? NULL : known;
}

static cseal_status
grow_cache(struct csi_pdf_cache *cache, cseal_error **ret_error)
{
	struct csi_pdf_cache larger = { .count = cache->count };

	larger.room = cache->room == 0 ? 64 : cache->room * 2;
	larger.known = calloc(larger.room, sizeof(*larger.known));
	if (larger.known == NULL)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; i < cache->room; i++) {
		const struct csi_pdf_known *known = &cache->known[i];

		if (known->number != 0)
			larger.known[place_of(&larger, known->number)] = *known;
	}
	free(cache->known);
	*cache = larger;
	return CSEAL_OK;
}

cseal_status
csi_pdf_known_of(struct csi_pdf_cache *cache, uint32_t number,
    struct csi_pdf_known **ret_known, cseal_error **ret_error)
{
	struct csi_pdf_known *known;
	cseal_status st;

	if (cache->count >= cache->room / 2) {
		st = grow_cache(cache, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	known = &cache->known[place_of(cache, number)];
	if (known->number == 0) {
		known->number = number;
		cache->count++;
	}
	*ret_known = known;
	return CSEAL_OK;
}

cseal_status
csi_pdf_keep(csi_pdf_reader *reader, const struct csi_pdf_value *value,
    const struct csi_pdf_value **ret_value, cseal_error **ret_error)
{
	cseal_status st;
	void *at;

	st = csi_pdf_arena_take(&reader->arena, sizeof(*value), &at, ret_error);
	if (st != CSEAL_OK)
		return st;
	memcpy(at, value, sizeof(*value));
	*ret_value = at;
	return CSEAL_OK;
}

struct csi_pdf_lexer
csi_pdf_lexer_at(const csi_pdf_reader *reader, uint64_t offset)
{
	struct csi_pdf_lexer lexer = { reader->bytes + reader->len,
		reader->bytes + reader->len };

	if (offset < reader->len)
		lexer.at = reader->bytes + offset;
	return lexer;
}

cseal_status
csi_pdf_count_work(csi_pdf_reader *reader, size_t len, cseal_error **ret_error)
{
	reader->worked += len;
	if (reader->worked <= WORK_LEAST + WORK_TIMES * (uint64_t)reader->len)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "the objects of the document lay over one another, or had no end");
}

size_t
csi_pdf_loaded(const csi_pdf_reader *reader)
{
	return reader->cache.count;
}

/* ---- streams -------------------------------------------------------- */

/* Where the text of an object begins; at the end of the file where it is not
 * to be found. */
static cseal_status
find_text(csi_pdf_reader *reader, struct csi_pdf_ref ref, bool unpack,
    struct csi_pdf_lexer *lexer, cseal_error **ret_error)
{
	struct csi_pdf_ref header;
	struct csi_pdf_row row;
	struct csi_span text;
	const uint8_t *start;
	cseal_status st;

	*lexer = csi_pdf_lexer_at(reader, reader->len);
	st = csi_pdf_row_of(reader, ref.number, &row, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (row.kind == CSI_PDF_ROW_PACKED && unpack) {
		st = csi_pdf_packed_text(
		    reader, ref.number, &row, &text, ret_error);
		if (st != CSEAL_OK)
			return st;
		lexer->at = text.at;
		lexer->end = text.at + text.len;
	}
	if (row.kind != CSI_PDF_ROW_OFFSET)
		return CSEAL_OK;
	*lexer = csi_pdf_lexer_at(reader, row.offset);
	start = lexer->at;
	if (!csi_pdf_parse_header(lexer, &header, &text) ||
	    !csi_pdf_same_ref(header, ref))
		lexer->end = lexer->at;
	return csi_pdf_count_work(
	    reader, (size_t)(lexer->at - start), ret_error);
}

/* The integer that an indirect object is; false where it is something else.
 * Reads no stream but, if allowed, the object stream that it is in. */
static cseal_status
read_integer(csi_pdf_reader *reader, struct csi_pdf_ref ref, bool unpack,
    bool *ret_is, int64_t *ret_integer, cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer;
	struct csi_pdf_token token;
	const uint8_t *start;
	cseal_status st;

	*ret_is = false;
	st = csi_pdf_count_work(reader, 0, ret_error);
	if (st == CSEAL_OK)
		st = find_text(reader, ref, unpack, &lexer, ret_error);
	if (st != CSEAL_OK)
		return st;
	start = lexer.at;
	csi_pdf_lex(&lexer, &token);
	*ret_is = token.kind == CSI_PDF_TOKEN_INTEGER;
	*ret_integer = token.integer;
	return csi_pdf_count_work(
	    reader, (size_t)(lexer.at - start), ret_error);
}

static cseal_status
stream_length(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    enum csi_pdf_length_from from, bool *ret_known, uint64_t *ret_len,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *value = csi_pdf_find(dict, "Length");
	cseal_error *error = NULL;
	int64_t length = 0;
	cseal_status st = CSEAL_OK;

	*ret_known = csi_pdf_as_integer(value, 0, INT64_MAX, &length);
	if (value != NULL && value->type == CSI_PDF_REFERENCE &&
	    from != CSI_PDF_LENGTH_DIRECT)
		st = read_integer(reader, value->as.ref,
		    from == CSI_PDF_LENGTH_ANYWHERE, ret_known, &length,
		    &error);
	/* Lenient: there is still endstream to look for. */
	if (!reader->strict &&
	    cseal_status_class_of(st) == CSEAL_CLASS_REFUSED) {
		cseal_error_free(error);
		error = NULL;
		st = CSEAL_OK;
	}
	if (st != CSEAL_OK) {
		if (ret_error != NULL)
			*ret_error = error;
		else
			cseal_error_free(error);
		return st;
	}
	if (length < 0)
		*ret_known = false;
	*ret_len = (uint64_t)length;
	return CSEAL_OK;
}

/* Past the end of line after the word stream (7.3.8.1). */
static cseal_status
skip_stream_line(const csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    cseal_error **ret_error)
{
	const uint8_t *at = lexer->at, *end = lexer->end, *start = at;

	if (!reader->strict) {
		while (at < end && (*at == ' ' || *at == '\t'))
			at++;
		if (at < end && *at != '\r' && *at != '\n')
			at = start;
	}
	if (end - at > 1 && at[0] == '\r' && at[1] == '\n')
		at += 2;
	else if (at < end && (*at == '\n' || (*at == '\r' && !reader->strict)))
		at++;
	else if (reader->strict)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the word stream did not end its line");
	lexer->at = at;
	return CSEAL_OK;
}

/* Whether endstream comes at `at`, after at most one end of line (lenient:
 * any white space); *ret_past is past it. */
static bool
ends_stream(
    const csi_pdf_reader *reader, const uint8_t *at, const uint8_t **ret_past)
{
	static const char word[] = "endstream";
	const uint8_t *end = reader->bytes + reader->len;

	if (reader->strict) {
		if (at < end && *at == '\r')
			at++;
		if (at < end && *at == '\n')
			at++;
	} else {
		while (at < end && csi_pdf_is_space(*at))
			at++;
	}
	if ((size_t)(end - at) < sizeof(word) - 1 ||
	    memcmp(at, word, sizeof(word) - 1) != 0)
		return false;
	*ret_past = at + sizeof(word) - 1;
	return true;
}

/* Lenient: the length is what lies before the next endstream, or endobj. */
static cseal_status
search_end(csi_pdf_reader *reader, const uint8_t *start, struct csi_span *raw,
    const uint8_t **ret_past, cseal_error **ret_error)
{
	const uint8_t *end = reader->bytes + reader->len, *at;
	cseal_status st;

	st = csi_pdf_count_work(reader, 0, ret_error);
	if (st != CSEAL_OK)
		return st;
	at = memmem(start, (size_t)(end - start), "endstream", 9);
	*ret_past = at == NULL ? NULL : at + 9;
	if (at == NULL) {
		at = memmem(start, (size_t)(end - start), "endobj", 6);
		*ret_past = at;
	}
	st = csi_pdf_count_work(
	    reader, (size_t)((at == NULL ? end : at) - start), ret_error);
	if (st != CSEAL_OK)
		return st;
	if (at == NULL)
		return cseal_fail(
		    ret_error, CSEAL_REFUSED_DAMAGED, "a stream did not end");
	if (at > start && at[-1] == '\n')
		at--;
	if (at > start && at[-1] == '\r')
		at--;
	raw->at = start;
	raw->len = (size_t)(at - start);
	return CSEAL_OK;
}

/* After the word stream: the bytes up to endstream, which is passed. */
static cseal_status
read_stream(csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    struct csi_pdf_value *value, enum csi_pdf_length_from from,
    cseal_error **ret_error)
{
	const uint8_t *past;
	uint64_t length;
	cseal_status st;
	bool known;

	st = skip_stream_line(reader, lexer, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = stream_length(reader, value, from, &known, &length, ret_error);
	if (st != CSEAL_OK)
		return st;
	value->type = CSI_PDF_STREAM;
	if (known && length <= (uint64_t)(lexer->end - lexer->at) &&
	    ends_stream(reader, lexer->at + length, &past)) {
		value->as.dict.raw.at = lexer->at;
		value->as.dict.raw.len = (size_t)length;
	} else if (reader->strict) {
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a stream had a wrong /Length");
	} else {
		st = search_end(
		    reader, lexer->at, &value->as.dict.raw, &past, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	lexer->at = past;
	return CSEAL_OK;
}

/* ---- objects -------------------------------------------------------- */

/* "12 0 obj" and the value. */
static cseal_status
read_value(csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    struct csi_pdf_object *object, cseal_error **ret_error)
{
	const uint8_t *start = lexer->at;
	struct csi_span header;
	cseal_status st, work_st;

	st = csi_pdf_count_work(reader, 0, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_pdf_parse_header(lexer, &object->ref, &header) ||
	    (reader->strict && header.at != start))
		st = cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "no object began at %llu",
		    (unsigned long long)(start - reader->bytes));
	else
		st = csi_pdf_parse(
		    &reader->parser, lexer, &object->value, ret_error);
	work_st = csi_pdf_count_work(reader, (size_t)(lexer->at - start),
	    st == CSEAL_OK ? ret_error : NULL);
	return st != CSEAL_OK ? st : work_st;
}

cseal_status
csi_pdf_read_object(csi_pdf_reader *reader, uint64_t offset,
    enum csi_pdf_length_from from, struct csi_pdf_object *ret_object,
    cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer = csi_pdf_lexer_at(reader, offset), before;
	struct csi_pdf_token token;
	cseal_status st;

	st = read_value(reader, &lexer, ret_object, ret_error);
	if (st != CSEAL_OK)
		return st;
	before = lexer;
	csi_pdf_lex(&lexer, &token);
	if (csi_pdf_is_keyword(&token, "stream") &&
	    ret_object->value.type == CSI_PDF_DICT) {
		st = read_stream(
		    reader, &lexer, &ret_object->value, from, ret_error);
		if (st != CSEAL_OK)
			return st;
		before = lexer;
		csi_pdf_lex(&lexer, &token);
	}
	st = csi_pdf_count_work(
	    reader, (size_t)(lexer.at - before.at), ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_pdf_is_keyword(&token, "endobj")) {
		if (reader->strict)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "an object was not ended by endobj");
		lexer = before;
	}
	ret_object->end = (uint64_t)(lexer.at - reader->bytes);
	return csi_pdf_decrypt_object(reader, ret_object, ret_error);
}

static cseal_status
load_from_offset(csi_pdf_reader *reader, uint32_t number,
    const struct csi_pdf_row *row, struct csi_pdf_value *value,
    cseal_error **ret_error)
{
	struct csi_pdf_object object;
	cseal_status st;

	st = csi_pdf_read_object(
	    reader, row->offset, CSI_PDF_LENGTH_ANYWHERE, &object, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (object.ref.number != number ||
	    (reader->strict && object.ref.generation != row->generation))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "object %u %u stood in its place", object.ref.number,
		    object.ref.generation);
	*value = object.value;
	return CSEAL_OK;
}

static cseal_status
load_from_stream(csi_pdf_reader *reader, uint32_t number,
    const struct csi_pdf_row *row, struct csi_pdf_value *value,
    cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer;
	struct csi_span text;
	cseal_status st;

	st = csi_pdf_packed_text(reader, number, row, &text, ret_error);
	if (st != CSEAL_OK)
		return st;
	lexer.at = text.at;
	lexer.end = text.at + text.len;
	st = csi_pdf_parse(&reader->parser, &lexer, value, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_skip_space(&lexer);
	if (reader->strict && lexer.at != lexer.end)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "more than one value stood in its place");
	return CSEAL_OK;
}

static cseal_status
load_new(csi_pdf_reader *reader, uint32_t number, const struct csi_pdf_row *row,
    const struct csi_pdf_value **ret_value, cseal_error **ret_error)
{
	struct csi_pdf_value value;
	cseal_status st;

	if (row->kind == CSI_PDF_ROW_OFFSET)
		st = load_from_offset(reader, number, row, &value, ret_error);
	else
		st = load_from_stream(reader, number, row, &value, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_keep(reader, &value, ret_value, ret_error);
	return st;
}

/* Remembers what became of an object; a failure too, so that it is not
 * repeated at every reference.  Of memory there may be more next time. */
static cseal_status
load_known(csi_pdf_reader *reader, uint32_t number,
    const struct csi_pdf_row *row, const struct csi_pdf_value **ret_value,
    cseal_error **ret_error)
{
	struct csi_pdf_known *known;
	const struct csi_pdf_value *value = NULL;
	cseal_status st, known_st;

	known = csi_pdf_known_find(&reader->cache, number);
	if (known != NULL && known->status != CSEAL_OK)
		return cseal_fail(ret_error, known->status,
		    "object %u could not be read before", number);
	if (known != NULL && known->value != NULL) {
		*ret_value = known->value;
		return CSEAL_OK;
	}
	st = load_new(reader, number, row, &value, ret_error);
	if (st == CSEAL_FAULT_MEMORY)
		return st;
	known_st = csi_pdf_known_of(
	    &reader->cache, number, &known, st == CSEAL_OK ? ret_error : NULL);
	if (known_st == CSEAL_OK) {
		known->value = value;
		known->status = st;
	}
	if (st != CSEAL_OK)
		return cseal_fail_note(
		    ret_error, st, "object %u could not be read", number);
	if (known_st != CSEAL_OK)
		return known_st;
	*ret_value = value;
	return CSEAL_OK;
}

cseal_status
csi_pdf_load(csi_pdf_reader *reader, struct csi_pdf_ref ref,
    const struct csi_pdf_value **ret_value, cseal_error **ret_error)
{
	struct csi_pdf_row row;
	cseal_status st;

	st = csi_pdf_row_of(reader, ref.number, &row, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (row.kind == CSI_PDF_ROW_NONE || row.kind == CSI_PDF_ROW_FREE ||
	    ref.number == 0) {
		*ret_value = &csi_pdf_null_value;
		return CSEAL_OK;
	}
	if (ref.generation != row.generation) {
		if (reader->strict)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "object %u %u was referred to, but is %u %u",
			    ref.number, ref.generation, ref.number,
			    row.generation);
		*ret_value = &csi_pdf_null_value;
		return CSEAL_OK;
	}
	return load_known(reader, ref.number, &row, ret_value, ret_error);
}

cseal_status
csi_pdf_resolve(csi_pdf_reader *reader, const struct csi_pdf_value *value,
    const struct csi_pdf_value **ret_value, cseal_error **ret_error)
{
	cseal_status st;

	if (value == NULL)
		value = &csi_pdf_null_value;
	for (int i = 0; value->type == CSI_PDF_REFERENCE; i++) {
		if (i == HOPS_MOST)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "references led to references");
		st = csi_pdf_load(reader, value->as.ref, &value, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	*ret_value = value;
	return CSEAL_OK;
}

cseal_status
csi_pdf_get(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    const char *key, const struct csi_pdf_value **ret_value,
    cseal_error **ret_error)
{
	return csi_pdf_resolve(
	    reader, csi_pdf_find(dict, key), ret_value, ret_error);
}
