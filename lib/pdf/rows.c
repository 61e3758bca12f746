/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c -- rows of cross-reference tables and streams (ISO 32000-1, 7.5.4,
 * 7.5.8.3).
 *
 * Every row of a range lies within the bytes, and once the ranges were put in
 * order, none is over another. */
#include "rows.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

/* Rows of all sections that had to be listed one by one, at most. */
#define LISTED_MOST ((size_t)2 << 20)

cseal_status
csi_pdf_number_too_large(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "a cross-reference section had object numbers above %u",
	    CSI_PDF_NUMBER_MOST);
}

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

bool
csi_pdf_row_ends(const uint8_t *at)
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

bool
csi_pdf_row_read(
    const struct csi_pdf_rows *rows, const uint8_t *at, struct csi_pdf_row *row)
{
	memset(row, 0, sizeof(*row));
	if (rows->data.at != NULL) {
		read_stream_row(rows, at, row);
		return true;
	}
	if (!read_table_row(at, row))
		return false;
	return !rows->strict || csi_pdf_row_ends(at + CSI_PDF_ROW_SHORT);
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
void
csi_pdf_rows_sort_list(struct csi_pdf_rows *rows)
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

cseal_status
csi_pdf_rows_add_listed(struct csi_pdf_rows *rows, uint32_t number,
    const struct csi_pdf_row *row, size_t *listed, cseal_error **ret_error)
{
	struct csi_pdf_listed *list;
	size_t more = rows->list_room;

	if ((*listed)++ == LISTED_MOST)
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

cseal_status
csi_pdf_rows_add_range(struct csi_pdf_rows *rows, struct csi_pdf_range range,
    cseal_error **ret_error)
{
	struct csi_pdf_range *ranges;
	size_t more = rows->room;

	if (range.count > CSI_PDF_NUMBER_MOST + 1 ||
	    range.first > CSI_PDF_NUMBER_MOST + 1 - range.count)
		return csi_pdf_number_too_large(ret_error);
	if (range.count == 0)
		return CSEAL_OK;
	if (rows->count == more) {
		more = more == 0 ? 4 : more * 2;
		ranges = realloc(rows->ranges, more * sizeof(*ranges));
		if (ranges == NULL)
			return csi_fail_memory(ret_error);
		rows->ranges = ranges;
		rows->room = more;
	}
	rows->ranges[rows->count++] = range;
	if (rows->size < range.first + range.count)
		rows->size = range.first + range.count;
	return CSEAL_OK;
}

/* Ranges over one another: every row by itself. */
static cseal_status
list_ranges(struct csi_pdf_rows *rows, size_t *listed, cseal_error **ret_error)
{
	cseal_status st;

	for (size_t i = 0; i < rows->count; i++) {
		const struct csi_pdf_range *range = &rows->ranges[i];

		for (uint32_t j = 0; j < range->count; j++) {
			struct csi_pdf_row row;

			if (!csi_pdf_row_read(
				rows, range->rows + j * rows->stride, &row))
				continue;
			st = csi_pdf_rows_add_listed(
			    rows, range->first + j, &row, listed, ret_error);
			if (st != CSEAL_OK)
				return st;
		}
	}
	csi_pdf_rows_sort_list(rows);
	return CSEAL_OK;
}

cseal_status
csi_pdf_rows_order(
    struct csi_pdf_rows *rows, size_t *listed, cseal_error **ret_error)
{
	bool sorted = true;

	for (size_t i = 1; i < rows->count; i++)
		sorted = sorted && rows->ranges[i - 1].first +
					   rows->ranges[i - 1].count <=
				       rows->ranges[i].first;
	if (sorted)
		return CSEAL_OK;
	if (!rows->strict)
		return list_ranges(rows, listed, ret_error);
	qsort(rows->ranges, rows->count, sizeof(*rows->ranges), compare_ranges);
	for (size_t i = 1; i < rows->count; i++) {
		if (rows->ranges[i - 1].first + rows->ranges[i - 1].count >
		    rows->ranges[i].first)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "a cross-reference section had object %u twice",
			    rows->ranges[i].first);
	}
	return CSEAL_OK;
}

void
csi_pdf_rows_free(struct csi_pdf_rows *rows)
{
	free(rows->ranges);
	free(rows->list);
	csi_bytes_free(&rows->data);
	*rows = (struct csi_pdf_rows){ .strict = rows->strict };
}

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

bool
csi_pdf_rows_reach(const struct csi_pdf_rows *rows, uint32_t number)
{
	const struct csi_pdf_range *range = find_range(rows, number);
	size_t at;

	if (rows->front_of == NULL || range == NULL)
		return true;
	at = (size_t)(range->rows - rows->data.at) +
	     (size_t)(number - range->first) * rows->stride;
	return at + rows->stride <= rows->data.len;
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

bool
csi_pdf_rows_find(
    const struct csi_pdf_rows *rows, uint32_t number, struct csi_pdf_row *row)
{
	const struct csi_pdf_listed *listed;
	const struct csi_pdf_range *range;

	memset(row, 0, sizeof(*row));
	if (rows->list != NULL) {
		listed = find_listed(rows, number);
		if (listed != NULL)
			*row = listed->row;
		return true;
	}
	range = find_range(rows, number);
	if (range == NULL)
		return true;
	return csi_pdf_row_read(rows,
	    range->rows + (size_t)(number - range->first) * rows->stride, row);
}
