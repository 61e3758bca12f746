/* SPDX-License-Identifier: Apache-2.0 */
/* xref.c -- cross-reference sections (ISO 32000-1, 7.5.4, 7.5.8).
 *
 * A section that was opened has its ranges in the order of their numbers,
 * none over another, and every row of them lies within the bytes. */
#include "error.h"
#include "inside.h"

#include <stdlib.h>
#include <string.h>

/* A row without its end of line, and with it (7.5.4). */
#define ROW_SHORT 18
#define ROW_LEN   20
/* Decoded bytes of one cross-reference stream, at most. */
#define STREAM_MOST ((size_t)256 << 20)
/* Rows of all sections that had to be listed one by one, at most. */
#define LISTED_MOST ((size_t)2 << 20)

static cseal_status
damaged(cseal_error **ret_error, uint64_t offset, const char *what)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the cross-reference section at %llu %s",
	    (unsigned long long)offset, what);
}

static cseal_status
too_large(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "a cross-reference section had object numbers above %u",
	    CSI_PDF_NUMBER_MOST);
}

/* ---- rows ----------------------------------------------------------- */

static bool
read_digits(const uint8_t *at, size_t len, uint64_t *ret_value)
{
	uint64_t value = 0;

	for (size_t i = 0; i < len; i++) {
		if (at[i] < '0' || at[i] > '9')
			return false;
		value = value * 10 + (at[i] - '0');
	}
	*ret_value = value;
	return true;
}

/* "nnnnnnnnnn ggggg n" (7.5.4); 18 bytes are there. */
static bool
read_table_row(const uint8_t *at, struct csi_pdf_row *row)
{
	uint64_t offset, generation;

	if (!read_digits(at, 10, &offset) || at[10] != ' ' ||
	    !read_digits(at + 11, 5, &generation) || at[16] != ' ' ||
	    (at[17] != 'n' && at[17] != 'f'))
		return false;
	row->kind = at[17] == 'n' ? CSI_PDF_ROW_OFFSET : CSI_PDF_ROW_FREE;
	row->offset = offset;
	row->generation = (uint32_t)generation;
	return true;
}

static bool
is_line_end_pair(const uint8_t *at)
{
	return (at[0] == ' ' && (at[1] == '\r' || at[1] == '\n')) ||
	       (at[0] == '\r' && at[1] == '\n');
}

static uint64_t
read_field(const uint8_t *at, size_t width)
{
	uint64_t value = 0;

	for (size_t i = 0; i < width; i++)
		value = value << 8 | at[i];
	return value;
}

/* 7.5.8.3, Table 18 */
static void
read_stream_row(
    const struct csi_pdf_rows *rows, const uint8_t *at, struct csi_pdf_row *row)
{
	uint64_t type = 1, second, third;

	if (rows->width[0] > 0)
		type = read_field(at, rows->width[0]);
	at += rows->width[0];
	second = read_field(at, rows->width[1]);
	third = read_field(at + rows->width[1], rows->width[2]);
	/* A type that is not known stands for null. */
	row->kind = CSI_PDF_ROW_FREE;
	if (type == 1 && third <= UINT16_MAX) {
		row->kind = CSI_PDF_ROW_OFFSET;
		row->offset = second;
		row->generation = (uint32_t)third;
	} else if (type == 2 && second <= CSI_PDF_NUMBER_MOST &&
		   third <= UINT32_MAX) {
		row->kind = CSI_PDF_ROW_PACKED;
		row->stream = (uint32_t)second;
		row->index = (uint32_t)third;
	} else if (type == 0) {
		row->generation = third > UINT16_MAX ? 0 : (uint32_t)third;
	}
}

/* False where the row is not one.  The line end of a table's row matters to
 * the strict policy only: with another one the rows are not in their place. */
static bool
read_row(const struct csi_pdf_rows *rows, const uint8_t *at, bool strict,
    struct csi_pdf_row *row)
{
	memset(row, 0, sizeof(*row));
	if (rows->data.at != NULL) {
		read_stream_row(rows, at, row);
		return true;
	}
	if (!read_table_row(at, row))
		return false;
	return !strict || is_line_end_pair(at + ROW_SHORT);
}

static int
compare_ranges(const void *a, const void *b)
{
	const struct csi_pdf_range *left = a, *right = b;

	if (left->first != right->first)
		return left->first < right->first ? -1 : 1;
	return left->rows < right->rows ? -1 : left->rows > right->rows;
}

static int
compare_listed(const void *a, const void *b)
{
	const struct csi_pdf_listed *left = a, *right = b;

	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	return left->order < right->order ? -1 : left->order > right->order;
}

/* Of a number that stands twice the first row counts, as in other readers. */
static void
sort_list(struct csi_pdf_rows *rows)
{
	struct csi_pdf_listed *list = rows->list;
	size_t kept = 0;

	if (rows->list_count == 0)
		return;
	qsort(list, rows->list_count, sizeof(*list), compare_listed);
	for (size_t i = 1; i < rows->list_count; i++) {
		if (list[i].number != list[kept].number)
			list[++kept] = list[i];
	}
	rows->list_count = kept + 1;
}

static cseal_status
add_listed(csi_pdf_reader *reader, struct csi_pdf_rows *rows, uint32_t number,
    const struct csi_pdf_row *row, cseal_error **ret_error)
{
	struct csi_pdf_listed *list;
	size_t more = rows->list_room;

	if (reader->xref.listed++ == LISTED_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %zu cross-reference rows were out of place",
		    LISTED_MOST);
	if (rows->list_count == more) {
		more = more == 0 ? 64 : more * 2;
		list = realloc(rows->list, more * sizeof(*list));
		if (list == NULL)
			return csi_fail_memory(ret_error);
		rows->list = list;
		rows->list_room = more;
	}
	rows->list[rows->list_count].number = number;
	rows->list[rows->list_count].order = rows->list_count;
	rows->list[rows->list_count].row = *row;
	rows->list_count++;
	return CSEAL_OK;
}

static cseal_status
add_range(struct csi_pdf_rows *rows, size_t *room, struct csi_pdf_range range,
    cseal_error **ret_error)
{
	struct csi_pdf_range *ranges;
	size_t more = *room;

	if (range.count > CSI_PDF_NUMBER_MOST + 1 ||
	    range.first > CSI_PDF_NUMBER_MOST + 1 - range.count)
		return too_large(ret_error);
	if (range.count == 0)
		return CSEAL_OK;
	if (rows->count == more) {
		more = more == 0 ? 4 : more * 2;
		ranges = realloc(rows->ranges, more * sizeof(*ranges));
		if (ranges == NULL)
			return csi_fail_memory(ret_error);
		rows->ranges = ranges;
		*room = more;
	}
	rows->ranges[rows->count++] = range;
	if (rows->size < range.first + range.count)
		rows->size = range.first + range.count;
	return CSEAL_OK;
}

/* Ranges over one another: every row by itself. */
static cseal_status
list_ranges(
    csi_pdf_reader *reader, struct csi_pdf_rows *rows, cseal_error **ret_error)
{
	cseal_status st;

	for (size_t i = 0; i < rows->count; i++) {
		const struct csi_pdf_range *range = &rows->ranges[i];

		for (uint32_t j = 0; j < range->count; j++) {
			struct csi_pdf_row row;

			if (!read_row(rows, range->rows + j * rows->stride,
				false, &row))
				continue;
			st = add_listed(
			    reader, rows, range->first + j, &row, ret_error);
			if (st != CSEAL_OK)
				return st;
		}
	}
	sort_list(rows);
	return CSEAL_OK;
}

static cseal_status
order_ranges(csi_pdf_reader *reader, struct csi_pdf_rows *rows, uint64_t offset,
    cseal_error **ret_error)
{
	bool sorted = true;

	for (size_t i = 1; i < rows->count; i++)
		sorted = sorted && rows->ranges[i - 1].first +
					   rows->ranges[i - 1].count <=
				       rows->ranges[i].first;
	if (sorted)
		return CSEAL_OK;
	if (!reader->strict)
		return list_ranges(reader, rows, ret_error);
	qsort(rows->ranges, rows->count, sizeof(*rows->ranges), compare_ranges);
	for (size_t i = 1; i < rows->count; i++) {
		if (rows->ranges[i - 1].first + rows->ranges[i - 1].count >
		    rows->ranges[i].first)
			return damaged(
			    ret_error, offset, "had an object number twice");
	}
	return CSEAL_OK;
}

static void
free_rows(struct csi_pdf_rows *rows)
{
	free(rows->ranges);
	free(rows->list);
	csi_bytes_free(&rows->data);
	memset(rows, 0, sizeof(*rows));
}

/* ---- tables --------------------------------------------------------- */

static struct csi_pdf_lexer
lexer_at(const csi_pdf_reader *reader, uint64_t offset)
{
	struct csi_pdf_lexer lexer = { reader->bytes + reader->len,
		reader->bytes + reader->len };

	if (offset < reader->len)
		lexer.at = reader->bytes + offset;
	return lexer;
}

static bool
take_count(const struct csi_pdf_token *token, uint32_t *ret_count)
{
	if (token->kind != CSI_PDF_TOKEN_INTEGER || token->odd ||
	    token->integer < 0 || token->integer > UINT32_MAX)
		return false;
	*ret_count = (uint32_t)token->integer;
	return true;
}

/* From the count to the first row: the rest of the line. */
static bool
skip_line(struct csi_pdf_lexer *lexer, bool strict)
{
	const uint8_t *at = lexer->at, *end = lexer->end;

	if (!strict) {
		csi_pdf_skip_space(lexer);
		return true;
	}
	while (at < end && *at == ' ')
		at++;
	if (at == end || (*at != '\r' && *at != '\n'))
		return false;
	at += *at == '\r' && end - at > 1 && at[1] == '\n' ? 2 : 1;
	lexer->at = at;
	return true;
}

/* The length of a row with its end of line; 0 where it is none. */
static size_t
row_stride(const uint8_t *at, const uint8_t *end, bool strict)
{
	size_t stride = ROW_SHORT;

	if (end - at < ROW_LEN + 2)
		return 0;
	if (strict)
		return is_line_end_pair(at + ROW_SHORT) ? ROW_LEN : 0;
	while (stride < ROW_LEN + 2 && csi_pdf_is_space(at[stride]))
		stride++;
	return stride == ROW_SHORT || stride == ROW_LEN + 2 ? 0 : stride;
}

/* One subsection whose rows are where arithmetic finds them. */
static bool
take_rows(struct csi_pdf_lexer *lexer, struct csi_pdf_rows *rows, bool strict,
    struct csi_pdf_range *range)
{
	struct csi_pdf_row row;
	const uint8_t *last;
	size_t stride;

	if (range->count == 0)
		return true;
	if (!skip_line(lexer, strict))
		return false;
	range->rows = lexer->at;
	stride = row_stride(lexer->at, lexer->end, strict);
	if (stride == 0 || (rows->stride != 0 && rows->stride != stride))
		return false;
	if ((size_t)(lexer->end - lexer->at) / stride < range->count)
		return false;
	rows->stride = stride;
	last = lexer->at + (range->count - 1) * stride;
	if (!read_row(rows, range->rows, strict, &row) ||
	    !read_row(rows, last, strict, &row))
		return false;
	lexer->at = last + (strict ? ROW_LEN : ROW_SHORT);
	return true;
}

/* Up to and with the word trailer.  *ret_fits false: the rows are not where
 * they should be. */
static cseal_status
read_table_in_place(csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    struct csi_pdf_rows *rows, bool *ret_fits, cseal_error **ret_error)
{
	struct csi_pdf_token token;
	struct csi_pdf_range range;
	cseal_status st;
	size_t room = 0;

	*ret_fits = false;
	for (;;) {
		csi_pdf_lex(lexer, &token);
		if (csi_pdf_is_keyword(&token, "trailer"))
			break;
		if (!take_count(&token, &range.first))
			return CSEAL_OK;
		csi_pdf_lex(lexer, &token);
		if (!take_count(&token, &range.count))
			return CSEAL_OK;
		if (!take_rows(lexer, rows, reader->strict, &range))
			return CSEAL_OK;
		st = add_range(rows, &room, range, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	*ret_fits = true;
	return CSEAL_OK;
}

/* A row of any shape: two integers and a letter. */
static bool
lex_row(struct csi_pdf_lexer *lexer, struct csi_pdf_row *row)
{
	struct csi_pdf_token offset, generation, letter;

	csi_pdf_lex(lexer, &offset);
	csi_pdf_lex(lexer, &generation);
	csi_pdf_lex(lexer, &letter);
	memset(row, 0, sizeof(*row));
	if (offset.kind != CSI_PDF_TOKEN_INTEGER || offset.integer < 0 ||
	    generation.kind != CSI_PDF_TOKEN_INTEGER || generation.integer < 0)
		return false;
	row->offset = (uint64_t)offset.integer;
	row->generation = generation.integer > UINT32_MAX
			      ? UINT32_MAX
			      : (uint32_t)generation.integer;
	if (csi_pdf_is_keyword(&letter, "n"))
		row->kind = CSI_PDF_ROW_OFFSET;
	else if (csi_pdf_is_keyword(&letter, "f"))
		row->kind = CSI_PDF_ROW_FREE;
	else
		return false;
	return true;
}

static cseal_status
list_subsection(csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    struct csi_pdf_rows *rows, struct csi_pdf_range range,
    cseal_error **ret_error)
{
	struct csi_pdf_lexer before;
	struct csi_pdf_row row;
	cseal_status st;

	for (uint32_t i = 0; i < range.count; i++) {
		before = *lexer;
		if (!lex_row(lexer, &row)) {
			/* Fewer rows than were counted. */
			*lexer = before;
			return CSEAL_OK;
		}
		if (range.first + i > CSI_PDF_NUMBER_MOST)
			return too_large(ret_error);
		st = add_listed(reader, rows, range.first + i, &row, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (rows->size < range.first + i + 1)
			rows->size = range.first + i + 1;
	}
	return CSEAL_OK;
}

/* Lenient: rows of different lengths, or fewer than were counted. */
static cseal_status
read_table_by_row(csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    struct csi_pdf_rows *rows, uint64_t offset, cseal_error **ret_error)
{
	struct csi_pdf_token token;
	struct csi_pdf_range range = { 0 };
	cseal_status st;

	free_rows(rows);
	for (;;) {
		csi_pdf_lex(lexer, &token);
		if (csi_pdf_is_keyword(&token, "trailer"))
			break;
		if (!take_count(&token, &range.first) ||
		    range.first > CSI_PDF_NUMBER_MOST)
			return damaged(ret_error, offset, "had no trailer");
		csi_pdf_lex(lexer, &token);
		if (!take_count(&token, &range.count))
			return damaged(ret_error, offset, "had no trailer");
		st = list_subsection(reader, lexer, rows, range, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	sort_list(rows);
	return CSEAL_OK;
}

/* Lenient: a table that begins with the row of object 0, but counts from 1. */
static void
mend_first(struct csi_pdf_rows *rows)
{
	struct csi_pdf_row row;

	if (rows->count == 0 || rows->ranges[0].first != 1)
		return;
	if (!read_row(rows, rows->ranges[0].rows, false, &row))
		return;
	if (row.kind == CSI_PDF_ROW_FREE && row.generation >= UINT16_MAX)
		rows->ranges[0].first = 0;
}

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
	struct csi_pdf_lexer start = *lexer;
	uint64_t offset = section->face.offset;
	cseal_status st;
	bool fits;

	st = read_table_in_place(
	    reader, lexer, &section->table, &fits, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!fits && reader->strict)
		return damaged(
		    ret_error, offset, "was not written as a table of rows");
	if (!fits) {
		*lexer = start;
		st = read_table_by_row(
		    reader, lexer, &section->table, offset, ret_error);
		if (st != CSEAL_OK)
			return st;
	} else if (!reader->strict) {
		mend_first(&section->table);
	}
	st = order_ranges(reader, &section->table, offset, ret_error);
	if (st != CSEAL_OK)
		return st;
	return read_trailer(reader, lexer, section, ret_error);
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

/* Gives the decoded bytes to the ranges.  Lenient: where they end early, the
 * numbers left are not there. */
static cseal_status
read_ranges(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_rows *rows, uint64_t offset, cseal_error **ret_error)
{
	size_t left = rows->data.len / rows->stride, room = 0;
	const uint8_t *at = rows->data.at;
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
		range.rows = at;
		st = add_range(rows, &room, range, ret_error);
		if (st != CSEAL_OK)
			return st;
		at += (size_t)range.count * rows->stride;
		left -= range.count;
	}
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
	st = csi_pdf_stream_data_direct(
	    reader, dict, STREAM_MOST, &rows->data, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(ret_error, st,
		    "a cross-reference stream could not be decoded");
	st = read_ranges(reader, dict, rows, offset, ret_error);
	if (st != CSEAL_OK)
		return st;
	return order_ranges(reader, rows, offset, ret_error);
}

/* ---- sections ------------------------------------------------------- */

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
check_size(csi_pdf_reader *reader, const struct csi_pdf_known_section *section,
    cseal_error **ret_error)
{
	int64_t size;

	if (!reader->strict)
		return CSEAL_OK;
	/* Numbers from /Size on are not there (7.5.5): not for all readers. */
	if (!csi_pdf_as_integer(csi_pdf_find(section->face.trailer, "Size"), 0,
		CSI_PDF_NUMBER_MOST + 1, &size) ||
	    section->table.size > (uint64_t)size ||
	    section->stream.size > (uint64_t)size)
		return damaged(
		    ret_error, section->face.offset, "had a wrong /Size");
	return CSEAL_OK;
}

static cseal_status
read_section(csi_pdf_reader *reader, uint64_t offset,
    struct csi_pdf_known_section *section, cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer = lexer_at(reader, offset);
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
	if (st != CSEAL_OK)
		return st;
	return check_size(reader, section, ret_error);
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

static cseal_status
sum_up(csi_pdf_reader *reader, cseal_error **ret_error)
{
	struct csi_pdf_xref *xref = &reader->xref;
	int64_t size = 0;

	for (size_t i = 0; i < xref->count; i++) {
		if (xref->size < xref->sections[i].table.size)
			xref->size = xref->sections[i].table.size;
		if (xref->size < xref->sections[i].stream.size)
			xref->size = xref->sections[i].stream.size;
	}
	if (!csi_pdf_as_integer(
		csi_pdf_find(xref->sections[0].face.trailer, "Size"), 0,
		CSI_PDF_NUMBER_MOST + 1, &size))
		size = 0;
	if (reader->strict && xref->size > (uint64_t)size)
		return damaged(ret_error, xref->sections[0].face.offset,
		    "had a /Size below that of an earlier one");
	if (xref->size < (uint64_t)size)
		xref->size = (uint32_t)size;
	return reader->strict ? check_overlap(xref, ret_error) : CSEAL_OK;
}

/* Where the section begins that should be at offset: lenient, white space
 * may come first. */
static cseal_status
find_start(csi_pdf_reader *reader, uint64_t *offset, cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer = lexer_at(reader, *offset);
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
		free_rows(&xref->sections[i].table);
		free_rows(&xref->sections[i].stream);
	}
	free(xref->sections);
	memset(xref, 0, sizeof(*xref));
}

/* ---- questions ------------------------------------------------------ */

static const struct csi_pdf_range *
find_range(const struct csi_pdf_rows *rows, uint32_t number)
{
	size_t low = 0, high = rows->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct csi_pdf_range *range = &rows->ranges[middle];

		if (number < range->first)
			high = middle;
		else if (number - range->first >= range->count)
			low = middle + 1;
		else
			return range;
	}
	return NULL;
}

static const struct csi_pdf_listed *
find_listed(const struct csi_pdf_rows *rows, uint32_t number)
{
	size_t low = 0, high = rows->list_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (number < rows->list[middle].number)
			high = middle;
		else if (number > rows->list[middle].number)
			low = middle + 1;
		else
			return &rows->list[middle];
	}
	return NULL;
}

/* kind NONE where the section has no row. */
static cseal_status
find_row(const csi_pdf_reader *reader, const struct csi_pdf_rows *rows,
    uint32_t number, struct csi_pdf_row *row, cseal_error **ret_error)
{
	const struct csi_pdf_listed *listed;
	const struct csi_pdf_range *range;
	const uint8_t *at;

	memset(row, 0, sizeof(*row));
	if (rows->list != NULL) {
		listed = find_listed(rows, number);
		if (listed != NULL)
			*row = listed->row;
	} else {
		range = find_range(rows, number);
		if (range == NULL)
			return CSEAL_OK;
		at = range->rows + (number - range->first) * rows->stride;
		if (!read_row(rows, at, reader->strict, row))
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "the cross-reference row of object %u was not "
			    "well-formed",
			    number);
	}
	if (row->kind != CSI_PDF_ROW_OFFSET)
		return CSEAL_OK;
	/* Lenient: other writers mark free rows with offset 0. */
	if (row->offset == 0 && !reader->strict)
		row->kind = CSI_PDF_ROW_FREE;
	else if (row->offset >= reader->len - reader->base)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the cross-reference row of object %u led past the end",
		    number);
	else
		row->offset += reader->base;
	return CSEAL_OK;
}

/* 7.5.8.4: a table's row first, unless it hides an object of the stream. */
static cseal_status
find_section_row(const csi_pdf_reader *reader, size_t i, uint32_t number,
    struct csi_pdf_row *row, cseal_error **ret_error)
{
	const struct csi_pdf_known_section *section = &reader->xref.sections[i];
	struct csi_pdf_row hidden;
	cseal_status st;

	st = find_row(reader, &section->table, number, row, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (row->kind == CSI_PDF_ROW_NONE || row->kind == CSI_PDF_ROW_FREE) {
		st = find_row(
		    reader, &section->stream, number, &hidden, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (hidden.kind != CSI_PDF_ROW_NONE)
			*row = hidden;
	}
	row->section = i;
	if (number != 0 || row->kind == CSI_PDF_ROW_NONE)
		return CSEAL_OK;
	if (row->kind != CSI_PDF_ROW_FREE && reader->strict)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "object 0 was said to be in use");
	/* It never is (7.5.4), whatever its row says. */
	row->kind = CSI_PDF_ROW_FREE;
	return CSEAL_OK;
}

cseal_status
csi_pdf_row_of(csi_pdf_reader *reader, uint32_t number,
    struct csi_pdf_row *ret_row, cseal_error **ret_error)
{
	struct csi_pdf_row row = { .kind = CSI_PDF_ROW_NONE };
	cseal_status st;

	for (size_t i = 0; i < reader->xref.count; i++) {
		st = find_section_row(reader, i, number, &row, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (row.kind != CSI_PDF_ROW_NONE)
			break;
	}
	*ret_row = row;
	return CSEAL_OK;
}

/* What a walk over one section needs. */
struct walk {
	csi_pdf_reader *reader;
	size_t section;
	csi_pdf_row_fn each;
	void *user;
};

static cseal_status
visit(const struct walk *walk, const struct csi_pdf_rows *rows, uint32_t number,
    cseal_error **ret_error)
{
	const struct csi_pdf_known_section *section =
	    &walk->reader->xref.sections[walk->section];
	struct csi_pdf_row row, table;
	cseal_status st;

	st = find_section_row(
	    walk->reader, walk->section, number, &row, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (rows == &section->stream) {
		/* The table told of it already. */
		st = find_row(
		    walk->reader, &section->table, number, &table, ret_error);
		if (st != CSEAL_OK || table.kind != CSI_PDF_ROW_NONE)
			return st;
	}
	walk->each(walk->user, number, &row);
	return CSEAL_OK;
}

static cseal_status
visit_rows(const struct walk *walk, const struct csi_pdf_rows *rows,
    cseal_error **ret_error)
{
	cseal_status st;

	for (size_t i = 0; i < rows->list_count; i++) {
		st = visit(walk, rows, rows->list[i].number, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	for (size_t i = 0; rows->list == NULL && i < rows->count; i++) {
		const struct csi_pdf_range *range = &rows->ranges[i];

		for (uint32_t j = 0; j < range->count; j++) {
			st = visit(walk, rows, range->first + j, ret_error);
			if (st != CSEAL_OK)
				return st;
		}
	}
	return CSEAL_OK;
}

cseal_status
csi_pdf_section_rows(csi_pdf_reader *reader, size_t section,
    csi_pdf_row_fn each, void *user, cseal_error **ret_error)
{
	struct walk walk = { reader, section, each, user };
	cseal_status st;

	if (section >= reader->xref.count)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there was no cross-reference section %zu", section);
	st =
	    visit_rows(&walk, &reader->xref.sections[section].table, ret_error);
	if (st != CSEAL_OK)
		return st;
	return visit_rows(
	    &walk, &reader->xref.sections[section].stream, ret_error);
}

cseal_status
csi_pdf_revision_end(csi_pdf_reader *reader, size_t section, uint64_t *ret_end,
    cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer;
	struct csi_pdf_token word, offset;
	const uint8_t *at, *end = reader->bytes + reader->len;

	if (section >= reader->xref.count)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there was no cross-reference section %zu", section);
	lexer = lexer_at(reader, reader->xref.sections[section].end);
	csi_pdf_lex(&lexer, &word);
	csi_pdf_lex(&lexer, &offset);
	for (at = lexer.at; at < end && csi_pdf_is_space(*at);)
		at++;
	if (!csi_pdf_is_keyword(&word, "startxref") ||
	    offset.kind != CSI_PDF_TOKEN_INTEGER || end - at < 5 ||
	    memcmp(at, "%%EOF", 5) != 0)
		return damaged(ret_error,
		    reader->xref.sections[section].face.offset,
		    "was not followed by startxref and an end-of-file marker");
	at += 5;
	if (at < end && *at == '\r')
		at++;
	if (at < end && *at == '\n')
		at++;
	*ret_end = (uint64_t)(at - reader->bytes);
	return CSEAL_OK;
}

size_t
csi_pdf_section_count(const csi_pdf_reader *reader)
{
	return reader->xref.count;
}

const struct csi_pdf_section *
csi_pdf_section_at(const csi_pdf_reader *reader, size_t i)
{
	return i < reader->xref.count ? &reader->xref.sections[i].face : NULL;
}

uint32_t
csi_pdf_size(const csi_pdf_reader *reader)
{
	return reader->xref.size;
}
