/* SPDX-License-Identifier: Apache-2.0 */
/* table.c -- the rows of a cross-reference table (ISO 32000-1, 7.5.4). */
#include "error.h"
#include "inside.h"

#include <string.h>

static cseal_status
no_trailer(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "a cross-reference table was not followed by a trailer");
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
	size_t stride = CSI_PDF_ROW_SHORT;

	if (end - at < CSI_PDF_ROW_LEN + 2)
		return 0;
	if (strict)
		return csi_pdf_row_ends(at + CSI_PDF_ROW_SHORT)
			   ? CSI_PDF_ROW_LEN
			   : 0;
	while (stride < CSI_PDF_ROW_LEN + 2 && csi_pdf_is_space(at[stride]))
		stride++;
	return stride == CSI_PDF_ROW_SHORT || stride == CSI_PDF_ROW_LEN + 2
		   ? 0
		   : stride;
}

/* Lenient: a table that begins with the row of object 0, but counts from 1. */
static bool
counts_from_one(uint32_t first, const struct csi_pdf_row *row)
{
	return first == 1 && row->kind == CSI_PDF_ROW_FREE &&
	       row->generation >= UINT16_MAX;
}

/* One subsection whose rows are where arithmetic finds them. */
static bool
take_rows(struct csi_pdf_lexer *lexer, struct csi_pdf_rows *rows,
    struct csi_pdf_range *range)
{
	struct csi_pdf_row row;
	const uint8_t *last;
	size_t stride;

	if (range->count == 0)
		return true;
	if (!skip_line(lexer, rows->strict))
		return false;
	range->rows = lexer->at;
	stride = row_stride(lexer->at, lexer->end, rows->strict);
	if (stride == 0 || (rows->stride != 0 && rows->stride != stride))
		return false;
	if ((size_t)(lexer->end - lexer->at) / stride < range->count)
		return false;
	rows->stride = stride;
	last = lexer->at + (range->count - 1) * stride;
	/* No row is read before it is asked for, but none is another table's:
	 * there is no "t" before a trailer. */
	if (memchr(range->rows, 't', (size_t)(last - range->rows)) != NULL)
		return false;
	if (!csi_pdf_row_read(rows, range->rows, &row) ||
	    !csi_pdf_row_read(rows, last, &row))
		return false;
	lexer->at = last + (rows->strict ? CSI_PDF_ROW_LEN : CSI_PDF_ROW_SHORT);
	csi_pdf_row_read(rows, range->rows, &row);
	if (!rows->strict && rows->count == 0 &&
	    counts_from_one(range->first, &row))
		range->first = 0;
	return true;
}

/* Up to and with the word trailer.  *ret_fits false: the rows are not where
 * they should be. */
static cseal_status
read_in_place(struct csi_pdf_lexer *lexer, struct csi_pdf_rows *rows,
    bool *ret_fits, cseal_error **ret_error)
{
	struct csi_pdf_token token;
	struct csi_pdf_range range;
	cseal_status st;

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
		if (!take_rows(lexer, rows, &range))
			return CSEAL_OK;
		st = csi_pdf_rows_add_range(rows, range, ret_error);
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
		if (rows->list_count == 0 && counts_from_one(range.first, &row))
			range.first = 0;
		if (range.first + i > CSI_PDF_NUMBER_MOST)
			return csi_pdf_number_too_large(ret_error);
		st = csi_pdf_rows_add_listed(rows, range.first + i, &row,
		    &reader->xref.listed, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (rows->size < range.first + i + 1)
			rows->size = range.first + i + 1;
	}
	return CSEAL_OK;
}

cseal_status
csi_pdf_table_list(csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    struct csi_pdf_rows *rows, cseal_error **ret_error)
{
	struct csi_pdf_token token;
	struct csi_pdf_range range = { 0 };
	cseal_status st;

	csi_pdf_rows_free(rows);
	for (;;) {
		csi_pdf_lex(lexer, &token);
		if (csi_pdf_is_keyword(&token, "trailer"))
			break;
		if (!take_count(&token, &range.first) ||
		    range.first > CSI_PDF_NUMBER_MOST)
			return no_trailer(ret_error);
		csi_pdf_lex(lexer, &token);
		if (!take_count(&token, &range.count))
			return no_trailer(ret_error);
		st = list_subsection(reader, lexer, rows, range, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	csi_pdf_rows_sort_list(rows);
	return CSEAL_OK;
}

cseal_status
csi_pdf_table_read(csi_pdf_reader *reader, struct csi_pdf_lexer *lexer,
    struct csi_pdf_rows *rows, cseal_error **ret_error)
{
	struct csi_pdf_lexer start = *lexer;
	cseal_status st;
	bool fits = false;

	st = read_in_place(lexer, rows, &fits, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (fits)
		return csi_pdf_rows_order(
		    rows, &reader->xref.listed, ret_error);
	if (reader->strict)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a cross-reference table was not made of rows of 20 bytes");
	*lexer = start;
	return csi_pdf_table_list(reader, lexer, rows, ret_error);
}
