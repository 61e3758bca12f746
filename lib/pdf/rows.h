/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h -- rows of cross-reference tables and streams (ISO 32000-1, 7.5.4,
 * 7.5.8.3): they are used where they lie, no table of objects is built. */
#ifndef CSI_PDF_ROWS_H
#define CSI_PDF_ROWS_H

#include "reader.h"

/* Highest object number (ISO 32000-1, Annex C.2). */
#define CSI_PDF_NUMBER_MOST 8388607u
/* A table's row without its end of line, and with it. */
#define CSI_PDF_ROW_SHORT 18
#define CSI_PDF_ROW_LEN   20

struct csi_pdf_range {
	uint32_t first, count;
	const uint8_t *rows;
};

/* A row that was taken out of its table, since it is not where arithmetic
 * would find it. */
struct csi_pdf_listed {
	uint32_t number;
	size_t order;
	struct csi_pdf_row row;
};

/* The rows of one table or one stream: ranges in the order of their numbers,
 * none over another, or, where `list` is set, a list in that order. */
struct csi_pdf_rows {
	bool strict;
	size_t stride;
	uint8_t width[3]; /* of a stream's fields; a table has none */
	size_t count, room;
	struct csi_pdf_range *ranges;
	size_t list_count, list_room;
	struct csi_pdf_listed *list;
	struct csi_bytes data; /* of a stream, decoded */
	/* Of a long stream only the front is decoded until a row behind it is
	 * asked for: then this is the stream.  Else NULL. */
	const struct csi_pdf_value *front_of;
	uint32_t size; /* one more than the highest number */
};

/* Frees what rows hold and makes them empty, of the same policy. */
void csi_pdf_rows_free(struct csi_pdf_rows *rows);

cseal_status csi_pdf_rows_add_range(struct csi_pdf_rows *rows,
    struct csi_pdf_range range, cseal_error **ret_error);

/* *listed counts the rows of all lists of a file. */
cseal_status csi_pdf_rows_add_listed(struct csi_pdf_rows *rows, uint32_t number,
    const struct csi_pdf_row *row, size_t *listed, cseal_error **ret_error);
void csi_pdf_rows_sort_list(struct csi_pdf_rows *rows);

/* Once all ranges were added.  Status: REFUSED_DAMAGED where, strict, they
 * are over one another; lenient makes a list of them. */
cseal_status csi_pdf_rows_order(
    struct csi_pdf_rows *rows, size_t *listed, cseal_error **ret_error);

/* The row at a place, offsets as written.  False where it is none; the end of
 * line of a table's row matters to the strict policy only. */
bool csi_pdf_row_read(const struct csi_pdf_rows *rows, const uint8_t *at,
    struct csi_pdf_row *row);
/* Whether two bytes end a table's row. */
bool csi_pdf_row_ends(const uint8_t *at);

/* Whether the row of an object, if there is one, lies in what is decoded. */
bool csi_pdf_rows_reach(const struct csi_pdf_rows *rows, uint32_t number);

/* The row of an object; kind NONE where there is none.  False: it is not
 * well-formed. */
bool csi_pdf_rows_find(
    const struct csi_pdf_rows *rows, uint32_t number, struct csi_pdf_row *row);

cseal_status csi_pdf_number_too_large(cseal_error **ret_error);

#endif
