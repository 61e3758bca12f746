/* SPDX-License-Identifier: Apache-2.0 */
/* section.c -- questions to the cross-reference sections of an open file. */
#include "error.h"
#include "inside.h"

#include <stdlib.h>
#include <string.h>

/* Sections that are asked for rows before there is an index. */
#define ASKED_MOST 1000000

/* Lenient: the first and the last row of a table were where arithmetic finds
 * them, but one between was not. */
static cseal_status
list_table(csi_pdf_reader *reader, struct csi_pdf_known_section *section,
    cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer =
	    csi_pdf_lexer_at(reader, section->face.offset);
	struct csi_pdf_rows rows = { .strict = reader->strict };
	struct csi_pdf_token token;
	cseal_status st;

	csi_pdf_lex(&lexer, &token);
	st = csi_pdf_table_list(reader, &lexer, &rows, ret_error);
	if (st != CSEAL_OK) {
		csi_pdf_rows_free(&rows);
		return st;
	}
	csi_pdf_rows_free(&section->table);
	section->table = rows;
	return CSEAL_OK;
}

/* kind NONE where the section has no row. */
static cseal_status
find_row(csi_pdf_reader *reader, struct csi_pdf_known_section *section,
    struct csi_pdf_rows *rows, uint32_t number, struct csi_pdf_row *row,
    cseal_error **ret_error)
{
	cseal_status st;
	bool fits;

	if (!csi_pdf_rows_reach(rows, number)) {
		st = csi_pdf_rows_complete(reader, rows, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	fits = csi_pdf_rows_find(rows, number, row);
	if (!fits && !reader->strict) {
		st = list_table(reader, section, ret_error);
		if (st != CSEAL_OK)
			return st;
		fits = csi_pdf_rows_find(rows, number, row);
	}
	if (!fits)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the cross-reference row of object %u was not well-formed",
		    number);
	if (row->kind != CSI_PDF_ROW_OFFSET)
		return CSEAL_OK;
	/* Lenient: other writers mark free rows with offset 0. */
	if (row->offset == 0 && !reader->strict && !reader->is_rebuilt)
		row->kind = CSI_PDF_ROW_FREE;
	else if (row->offset >= reader->len - reader->base)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the cross-reference row of object %u led past the end",
		    number);
	else
		row->offset += reader->base;
	return CSEAL_OK;
}

static bool
is_in_use(const struct csi_pdf_row *row)
{
	return row->kind == CSI_PDF_ROW_OFFSET ||
	       row->kind == CSI_PDF_ROW_PACKED;
}

/* 7.5.8.4: a table's row first, unless it hides an object of the stream.
 * Strict: an object that both tell of is the same in both. */
static cseal_status
find_section_row(csi_pdf_reader *reader, size_t i, uint32_t number,
    struct csi_pdf_row *row, cseal_error **ret_error)
{
	struct csi_pdf_known_section *section = &reader->xref.sections[i];
	struct csi_pdf_row hidden;
	cseal_status st;

	st = find_row(reader, section, &section->table, number, row, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!is_in_use(row) || (reader->strict && section->stream.size > 0)) {
		st = find_row(reader, section, &section->stream, number,
		    &hidden, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!is_in_use(row) && hidden.kind != CSI_PDF_ROW_NONE)
			*row = hidden;
		else if (is_in_use(row) && is_in_use(&hidden) &&
			 (hidden.kind != row->kind ||
			     hidden.offset != row->offset))
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "a hybrid cross-reference section had object %u "
			    "in two places",
			    number);
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

/* Of each number that rows have a row for: section i is the newest so far. */
static void
mark_rows(const struct csi_pdf_rows *rows, uint16_t i, uint16_t *newest)
{
	for (size_t j = 0; j < rows->list_count; j++)
		newest[rows->list[j].number] = i;
	for (size_t j = 0; rows->list == NULL && j < rows->count; j++) {
		for (uint32_t k = 0; k < rows->ranges[j].count; k++)
			newest[rows->ranges[j].first + k] = i;
	}
}

/* Without an index every row of a long chain is looked for in each of its
 * sections.  It takes no longer to make than the file has rows. */
static cseal_status
make_index(csi_pdf_reader *reader, cseal_error **ret_error)
{
	struct csi_pdf_xref *xref = &reader->xref;
	cseal_status st;

	for (size_t i = 0; i < xref->count; i++) {
		st = csi_pdf_rows_complete(
		    reader, &xref->sections[i].stream, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	xref->newest = calloc((size_t)xref->size + 1, sizeof(*xref->newest));
	if (xref->newest == NULL)
		return csi_fail_memory(ret_error);
	/* What has no row anywhere is looked for in the oldest only. */
	for (uint32_t i = 0; i < xref->size; i++)
		xref->newest[i] = (uint16_t)(xref->count - 1);
	for (size_t i = xref->count; i-- > 0;) {
		mark_rows(&xref->sections[i].table, (uint16_t)i, xref->newest);
		mark_rows(&xref->sections[i].stream, (uint16_t)i, xref->newest);
	}
	return CSEAL_OK;
}

cseal_status
csi_pdf_row_of(csi_pdf_reader *reader, uint32_t number,
    struct csi_pdf_row *ret_row, cseal_error **ret_error)
{
	struct csi_pdf_row row = { .kind = CSI_PDF_ROW_NONE };
	struct csi_pdf_xref *xref = &reader->xref;
	cseal_status st;
	size_t i = 0;

	if (xref->newest == NULL && xref->asked > ASKED_MOST) {
		st = make_index(reader, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	if (xref->newest != NULL && number < xref->size)
		i = xref->newest[number];
	for (; i < xref->count && number < xref->size; i++) {
		xref->asked++;
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
	struct csi_pdf_known_section *section =
	    &walk->reader->xref.sections[walk->section];
	struct csi_pdf_row row, table;
	cseal_status st;

	st = find_section_row(
	    walk->reader, walk->section, number, &row, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (rows == &section->stream) {
		/* The table told of it already. */
		st = find_row(walk->reader, section, &section->table, number,
		    &table, ret_error);
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

/* Lenient: a table with a row out of its place is listed before the walk, not
 * during it. */
static cseal_status
settle(csi_pdf_reader *reader, struct csi_pdf_known_section *section,
    cseal_error **ret_error)
{
	const struct csi_pdf_rows *rows = &section->table;
	struct csi_pdf_row row;

	if (reader->strict || rows->list != NULL)
		return CSEAL_OK;
	for (size_t i = 0; i < rows->count; i++) {
		const struct csi_pdf_range *range = &rows->ranges[i];

		for (uint32_t j = 0; j < range->count; j++) {
			if (!csi_pdf_row_read(
				rows, range->rows + j * rows->stride, &row))
				return list_table(reader, section, ret_error);
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
	st = settle(reader, &reader->xref.sections[section], ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_rows_complete(
		    reader, &reader->xref.sections[section].stream, ret_error);
	if (st != CSEAL_OK)
		return st;
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
	lexer = csi_pdf_lexer_at(reader, reader->xref.sections[section].end);
	csi_pdf_lex(&lexer, &word);
	csi_pdf_lex(&lexer, &offset);
	for (at = lexer.at; at < end && csi_pdf_is_space(*at);)
		at++;
	if (!csi_pdf_is_keyword(&word, "startxref") ||
	    offset.kind != CSI_PDF_TOKEN_INTEGER || end - at < 5 ||
	    memcmp(at, "%%EOF", 5) != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a cross-reference section was not followed by startxref "
		    "and an end-of-file marker");
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
csi_pdf_rows_end(const csi_pdf_reader *reader)
{
	return reader->xref.told;
}

uint32_t
csi_pdf_size(const csi_pdf_reader *reader)
{
	return reader->xref.size;
}
