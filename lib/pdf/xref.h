/* SPDX-License-Identifier: Apache-2.0 */
/* xref.h -- cross-reference sections (ISO 32000-1, 7.5.4, 7.5.8): their rows
 * are used where they lie, no table of objects is built. */
#ifndef CSI_PDF_XREF_H
#define CSI_PDF_XREF_H

#include "reader.h"

/* Highest object number (ISO 32000-1, Annex C.2). */
#define CSI_PDF_NUMBER_MOST 8388607u
/* Sections of one file: 7.5.6 sets no bound, a chain of /Prev needs one. */
#define CSI_PDF_SECTIONS_MOST 8192

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
	size_t stride;
	uint8_t width[3]; /* of a stream's fields; a table has none */
	size_t count;
	struct csi_pdf_range *ranges;
	size_t list_count, list_room;
	struct csi_pdf_listed *list;
	struct csi_bytes data; /* of a stream, decoded */
	uint32_t size;         /* one more than the highest number */
};

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
	uint32_t size;
	size_t listed; /* rows in lists */
};

/* Follows the chain from the section at offset on. */
cseal_status csi_pdf_xref_open(
    csi_pdf_reader *reader, uint64_t offset, cseal_error **ret_error);
void csi_pdf_xref_free(struct csi_pdf_xref *xref);

#endif
