/* SPDX-License-Identifier: Apache-2.0 */
/* xref.h -- the chain of cross-reference sections (ISO 32000-1, 7.5.4, 7.5.5,
 * 7.5.8). */
#ifndef CSI_PDF_XREF_H
#define CSI_PDF_XREF_H

#include "lexer.h"
#include "rows.h"

/* Sections of one file: 7.5.6 sets no bound, a chain of /Prev needs one. */
#define CSI_PDF_SECTIONS_MOST 8192

struct csi_pdf_known_section {
	struct csi_pdf_section face;
	uint64_t end; /* past the trailer dictionary, or endobj */
	struct csi_pdf_rows table, stream;
	uint64_t stream_offset, stream_end; /* of a hybrid's stream */
};

/* All sections, newest first. */
struct csi_pdf_xref {
	size_t count, room;
	struct csi_pdf_known_section *sections;
	uint32_t told; /* one more than the highest number with a row */
	uint32_t size; /* csi_pdf_size() */
	/* The newest section with a row for each number, made when many rows
	 * were asked for in a long chain; NULL before. */
	uint16_t *newest;
	uint64_t asked; /* sections, for rows */
	size_t listed;  /* rows in lists */
	size_t decoded; /* bytes of streams */
};

/* Follows the chain from the section at offset on. */
cseal_status csi_pdf_xref_open(
    csi_pdf_reader *reader, uint64_t offset, cseal_error **ret_error);
void csi_pdf_xref_free(struct csi_pdf_xref *xref);

/* Decodes the rest of the streams of a section. */
cseal_status csi_pdf_rows_complete(
    csi_pdf_reader *reader, struct csi_pdf_rows *rows, cseal_error **ret_error);

/* The rows of a table, from past the word xref to past the word trailer. */
cseal_status csi_pdf_table_read(csi_pdf_reader *reader,
    struct csi_pdf_lexer *lexer, struct csi_pdf_rows *rows,
    cseal_error **ret_error);
/* Lenient: the same one by one, where rows have different lengths, or are
 * fewer than were counted. */
cseal_status csi_pdf_table_list(csi_pdf_reader *reader,
    struct csi_pdf_lexer *lexer, struct csi_pdf_rows *rows,
    cseal_error **ret_error);

#endif
