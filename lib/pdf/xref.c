/* SPDX-License-Identifier: Apache-2.0 */
/* xref.c -- opens the chain of cross-reference sections (ISO 32000-1, 7.5.4,
 * 7.5.5, 7.5.8). */
#include "error.h"
#include "inside.h"

#include <stdlib.h>
#include <string.h>

/* Decoded bytes of all cross-reference streams, at most. */
#define STREAMS_MOST ((size_t)256 << 20)
/* Of one that is long, lenient, at first. */
#define FRONT_LEN ((size_t)32 << 10)

static cseal_status
damaged(cseal_error **ret_error, uint64_t offset, const char *what)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the cross-reference section at %llu %s",
	    (unsigned long long)offset, what);
}

/* ---- streams -------------------------------------------------------- */

static bool
read_widths(const struct csi_pdf_value *dict, struct csi_pdf_rows *rows)
{
	const struct csi_pdf_value *w = csi_pdf_find(dict, "W");
	int64_t width;

	if (w == NULL || w->type != CSI_PDF_ARRAY || w->as.array.count < 3)
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (!csi_pdf_as_integer(&w->as.array.items[i], 0, 8, &width))
			return false;
		rows->width[i] = (uint8_t)width;
		rows->stride += (size_t)width;
	}
	return rows->stride > 0;
}

/* The range number i of /Index, or the one that /Size stands for. */
static bool
index_range(const struct csi_pdf_value *dict, size_t i,
    struct csi_pdf_range *range, bool *ret_more)
{
	const struct csi_pdf_value *index = csi_pdf_find(dict, "Index");
	const struct csi_pdf_value *items;
	int64_t first = 0, count;

	*ret_more = true;
	if (index == NULL) {
		if (!csi_pdf_as_integer(
			csi_pdf_find(dict, "Size"), 0, UINT32_MAX, &count))
			return false;
		*ret_more = i == 0;
	} else {
		if (index->type != CSI_PDF_ARRAY ||
		    index->as.array.count % 2 != 0)
			return false;
		*ret_more = i < index->as.array.count / 2;
		if (!*ret_more)
			return true;
		items = index->as.array.items + 2 * i;
		if (!csi_pdf_as_integer(&items[0], 0, UINT32_MAX, &first) ||
		    !csi_pdf_as_integer(&items[1], 0, UINT32_MAX, &count))
			return false;
	}
	range->first = (uint32_t)first;
	range->count = (uint32_t)count;
	return true;
}

/* Lenient: whether the ranges follow one another below /Size, so that it does
 * not matter yet whether all their rows are there. */
static bool
is_in_order(const struct csi_pdf_value *dict)
{
	struct csi_pdf_range range;
	uint64_t next = 0;
	int64_t size;
	bool more;

	if (!csi_pdf_as_integer(
		csi_pdf_find(dict, "Size"), 0, CSI_PDF_NUMBER_MOST + 1, &size))
		return false;
	for (size_t i = 0;; i++) {
		if (!index_range(dict, i, &range, &more))
			return false;
		if (!more)
			return true;
		if (range.first < next)
			return false;
		next = (uint64_t)range.first + range.count;
		if (next > (uint64_t)size)
			return false;
	}
}

/* Of a front: the ranges, the rows of which may lie behind it. */
static cseal_status
add_ranges(const struct csi_pdf_value *dict, struct csi_pdf_rows *rows,
    cseal_error **ret_error)
{
	struct csi_pdf_range range;
	cseal_status st;
	size_t at = 0;
	bool more;

	for (size_t i = 0; index_range(dict, i, &range, &more) && more; i++) {
		range.rows =
		    rows->data.at + (at < rows->data.len ? at : rows->data.len);
		st = csi_pdf_rows_add_range(rows, range, ret_error);
		if (st != CSEAL_OK)
			return st;
		at += (size_t)range.count * rows->stride;
	}
	return CSEAL_OK;
}

/* Gives the decoded bytes to the ranges.  Lenient: where they end early, the
 * numbers left are not there. */
static cseal_status
read_ranges(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_rows *rows, uint64_t offset, cseal_error **ret_error)
{
	size_t left = rows->data.len / rows->stride;
	size_t at = 0;
	struct csi_pdf_range range;
	cseal_status st;
	bool more;

	for (size_t i = 0;; i++) {
		if (!index_range(dict, i, &range, &more))
			return damaged(
			    ret_error, offset, "had a bad /Index or /Size");
		if (!more)
			return CSEAL_OK;
		if (range.count > left) {
			if (reader->strict)
				return damaged(ret_error, offset,
				    "had fewer rows than it counted");
			range.count = (uint32_t)left;
		}
		if (range.count == 0)
			continue;
		range.rows = rows->data.at + at;
		st = csi_pdf_rows_add_range(rows, range, ret_error);
		if (st != CSEAL_OK)
			return st;
		at += (size_t)range.count * rows->stride;
		left -= range.count;
	}
}

/* All of it. */
static cseal_status
decode_rows(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_rows *rows, uint64_t offset, cseal_error **ret_error)
{
	cseal_status st;

	reader->xref.decoded += rows->data.len;
	st = read_ranges(reader, dict, rows, offset, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_pdf_rows_order(rows, &reader->xref.listed, ret_error);
}

static cseal_status
decode_stream(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_rows *rows, uint64_t offset, cseal_error **ret_error)
{
	size_t most = STREAMS_MOST - reader->xref.decoded;
	bool whole = true;
	cseal_status st;

	if (reader->strict || !is_in_order(dict))
		st = csi_pdf_stream_data_direct(
		    reader, dict, most, &rows->data, ret_error);
	else
		st = csi_pdf_stream_front(reader, dict, FRONT_LEN, most,
		    &rows->data, &whole, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(ret_error, st,
		    "a cross-reference stream could not be decoded");
	if (whole)
		return decode_rows(reader, dict, rows, offset, ret_error);
	reader->xref.decoded += rows->data.len;
	st = csi_pdf_keep(reader, dict, &rows->front_of, ret_error);
	if (st != CSEAL_OK)
		return st;
	return add_ranges(dict, rows, ret_error);
}

cseal_status
csi_pdf_rows_complete(
    csi_pdf_reader *reader, struct csi_pdf_rows *rows, cseal_error **ret_error)
{
	struct csi_pdf_rows whole = { .strict = rows->strict };
	const struct csi_pdf_value *dict = rows->front_of;
	cseal_status st;

	if (dict == NULL)
		return CSEAL_OK;
	read_widths(dict, &whole);
	st = csi_pdf_stream_data_direct(reader, dict,
	    STREAMS_MOST - reader->xref.decoded, &whole.data, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(ret_error, st,
		    "a cross-reference stream could not be decoded");
	st = decode_rows(reader, dict, &whole, 0, ret_error);
	if (st != CSEAL_OK) {
		csi_pdf_rows_free(&whole);
		return st;
	}
	csi_pdf_rows_free(rows);
	*rows = whole;
	return CSEAL_OK;
}

static cseal_status
read_stream(csi_pdf_reader *reader, uint64_t offset, struct csi_pdf_rows *rows,
    struct csi_pdf_object *ret_object, cseal_error **ret_error)
{
	const struct csi_pdf_value *dict = &ret_object->value;
	cseal_status st;

	st = csi_pdf_read_object(
	    reader, offset, CSI_PDF_LENGTH_DIRECT, ret_object, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(ret_error, st,
		    "no cross-reference section was at %llu",
		    (unsigned long long)offset);
	if (dict->type != CSI_PDF_STREAM ||
	    !csi_pdf_is_name(csi_pdf_find(dict, "Type"), "XRef"))
		return damaged(ret_error, offset, "was another object");
	if (!read_widths(dict, rows))
		return damaged(ret_error, offset, "had a bad /W");
	return decode_stream(reader, dict, rows, offset, ret_error);
}

/* ---- sections ------------------------------------------------------- */

static cseal_status
read_trailer(csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    struct csi_pdf_known_section *section, cseal_error **ret_error)
{
	struct csi_pdf_value trailer;
	cseal_status st;

	st = csi_pdf_parse(&reader->parser, lexer, &trailer, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(
		    ret_error, st, "a trailer could not be read");
	if (trailer.type != CSI_PDF_DICT)
		return damaged(ret_error, section->face.offset,
		    "had a trailer that was no dictionary");
	section->end = (uint64_t)(lexer->at - reader->bytes);
	return csi_pdf_keep(
	    reader, &trailer, &section->face.trailer, ret_error);
}

static cseal_status
read_table(csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    struct csi_pdf_known_section *section, cseal_error **ret_error)
{
	cseal_status st;

	st = csi_pdf_table_read(reader, lexer, &section->table, ret_error);
	if (st != CSEAL_OK)
		return st;
	return read_trailer(reader, lexer, section, ret_error);
}

/* The offset that a key of a trailer gives, as a place in the bytes. */
static bool
offset_of(const csi_pdf_reader *reader, const struct csi_pdf_value *value,
    uint64_t *ret_offset)
{
	int64_t offset;

	if (!csi_pdf_as_integer(value, 0, INT64_MAX, &offset) ||
	    (uint64_t)offset >= reader->len - reader->base)
		return false;
	*ret_offset = (uint64_t)offset + reader->base;
	return true;
}

/* 7.5.8.4 */
static cseal_status
read_hybrid(csi_pdf_reader *reader, struct csi_pdf_known_section *section,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *at;
	struct csi_pdf_object object;
	cseal_status st;

	at = csi_pdf_find(section->face.trailer, "XRefStm");
	if (at == NULL)
		return CSEAL_OK;
	section->face.kind = CSI_PDF_XREF_HYBRID;
	if (!offset_of(reader, at, &section->stream_offset))
		return damaged(
		    ret_error, section->face.offset, "had a bad /XRefStm");
	st = read_stream(reader, section->stream_offset, &section->stream,
	    &object, ret_error);
	if (st != CSEAL_OK)
		return st;
	section->stream_end = object.end;
	return CSEAL_OK;
}

static cseal_status
read_section(csi_pdf_reader *reader, uint64_t offset,
    struct csi_pdf_known_section *section, cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer = csi_pdf_lexer_at(reader, offset);
	struct csi_pdf_token token;
	struct csi_pdf_object object;
	cseal_status st;

	section->face.offset = offset;
	csi_pdf_lex(&lexer, &token);
	if (csi_pdf_is_keyword(&token, "xref")) {
		section->face.kind = CSI_PDF_XREF_TABLE;
		st = read_table(reader, &lexer, section, ret_error);
		if (st == CSEAL_OK)
			st = read_hybrid(reader, section, ret_error);
	} else {
		section->face.kind = CSI_PDF_XREF_STREAM;
		st = read_stream(
		    reader, offset, &section->stream, &object, ret_error);
		if (st == CSEAL_OK) {
			section->end = object.end;
			st = csi_pdf_keep(reader, &object.value,
			    &section->face.trailer, ret_error);
		}
	}
	return st;
}

static cseal_status
add_section(csi_pdf_reader *reader, struct csi_pdf_known_section **ret_section,
    cseal_error **ret_error)
{
	struct csi_pdf_xref *xref = &reader->xref;
	struct csi_pdf_known_section *sections;
	size_t room = xref->room;

	if (xref->count == CSI_PDF_SECTIONS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the file had more than %d cross-reference sections",
		    CSI_PDF_SECTIONS_MOST);
	if (xref->count == room) {
		room = room == 0 ? 4 : room * 2;
		sections = realloc(xref->sections, room * sizeof(*sections));
		if (sections == NULL)
			return csi_fail_memory(ret_error);
		xref->sections = sections;
		xref->room = room;
	}
	*ret_section = &xref->sections[xref->count++];
	memset(*ret_section, 0, sizeof(**ret_section));
	(*ret_section)->table.strict = reader->strict;
	(*ret_section)->stream.strict = reader->strict;
	return CSEAL_OK;
}

static bool
is_known(const struct csi_pdf_xref *xref, uint64_t offset)
{
	for (size_t i = 0; i < xref->count; i++) {
		if (xref->sections[i].face.offset == offset)
			return true;
	}
	return false;
}

struct extent {
	uint64_t start, end;
};

static int
compare_extents(const void *a, const void *b)
{
	const struct extent *left = a, *right = b;

	return left->start < right->start ? -1 : left->start > right->start;
}

/* Strict: no byte belongs to two sections. */
static cseal_status
check_overlap(const struct csi_pdf_xref *xref, cseal_error **ret_error)
{
	struct extent *extents;
	size_t count = 0;
	bool over = false;

	extents = calloc(xref->count * 2, sizeof(*extents));
	if (extents == NULL)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; i < xref->count; i++) {
		const struct csi_pdf_known_section *section =
		    &xref->sections[i];

		extents[count].start = section->face.offset;
		extents[count++].end = section->end;
		if (section->face.kind != CSI_PDF_XREF_HYBRID)
			continue;
		extents[count].start = section->stream_offset;
		extents[count++].end = section->stream_end;
	}
	qsort(extents, count, sizeof(*extents), compare_extents);
	for (size_t i = 1; i < count; i++)
		over = over || extents[i - 1].end > extents[i].start;
	free(extents);
	if (over)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "cross-reference sections lay over one another");
	return CSEAL_OK;
}

static uint32_t
size_of(const struct csi_pdf_value *trailer)
{
	int64_t size = 0;

	csi_pdf_as_integer(
	    csi_pdf_find(trailer, "Size"), 0, CSI_PDF_NUMBER_MOST + 1, &size);
	return (uint32_t)size;
}

static cseal_status
sum_up(csi_pdf_reader *reader, cseal_error **ret_error)
{
	struct csi_pdf_xref *xref = &reader->xref;
	uint32_t size;

	for (size_t i = 0; i < xref->count; i++) {
		if (xref->told < xref->sections[i].table.size)
			xref->told = xref->sections[i].table.size;
		if (xref->told < xref->sections[i].stream.size)
			xref->told = xref->sections[i].stream.size;
	}
	xref->size = xref->told;
	/* The newest /Size counts for the sections together (7.5.5): numbers
	 * from it on are not there, but not for all readers.  That an older
	 * one was too small is of no meaning any more. */
	size = size_of(xref->sections[0].face.trailer);
	if (reader->strict && xref->size > size)
		return damaged(ret_error, xref->sections[0].face.offset,
		    "had a wrong /Size");
	if (xref->size < size)
		xref->size = size;
	return reader->strict ? check_overlap(xref, ret_error) : CSEAL_OK;
}

/* Where the section begins that should be at offset: lenient, white space
 * may come first. */
static cseal_status
find_start(csi_pdf_reader *reader, uint64_t *offset, cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer = csi_pdf_lexer_at(reader, *offset);
	uint64_t start;

	csi_pdf_skip_space(&lexer);
	start = (uint64_t)(lexer.at - reader->bytes);
	if (start == reader->len || (reader->strict && start != *offset))
		return damaged(ret_error, *offset, "did not begin there");
	if (is_known(&reader->xref, start))
		return damaged(
		    ret_error, start, "was reached by /Prev in a circle");
	*offset = start;
	return CSEAL_OK;
}

cseal_status
csi_pdf_xref_open(
    csi_pdf_reader *reader, uint64_t offset, cseal_error **ret_error)
{
	struct csi_pdf_known_section *section = NULL;
	const struct csi_pdf_value *prev;
	cseal_status st;

	for (;;) {
		st = find_start(reader, &offset, ret_error);
		if (st != CSEAL_OK)
			return st;
		st = add_section(reader, &section, ret_error);
		if (st != CSEAL_OK)
			return st;
		st = read_section(reader, offset, section, ret_error);
		if (st != CSEAL_OK)
			return st;
		prev = csi_pdf_find(section->face.trailer, "Prev");
		if (prev == NULL)
			break;
		if (!offset_of(reader, prev, &offset))
			return damaged(
			    ret_error, section->face.offset, "had a bad /Prev");
	}
	return sum_up(reader, ret_error);
}

void
csi_pdf_xref_free(struct csi_pdf_xref *xref)
{
	for (size_t i = 0; i < xref->count; i++) {
		csi_pdf_rows_free(&xref->sections[i].table);
		csi_pdf_rows_free(&xref->sections[i].stream);
	}
	free(xref->sections);
	free(xref->newest);
	memset(xref, 0, sizeof(*xref));
}
