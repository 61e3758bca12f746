/* SPDX-License-Identifier: Apache-2.0 */
/* letters.h -- which characters the codes of a font stand for, as far as that
 * can be told without its glyphs (ISO 32000-1, 9.10.2). */
#ifndef CSI_PDF_LETTERS_H
#define CSI_PDF_LETTERS_H

#include "reader.h"

/* A character of which is known only that it is not of ASCII. */
#define CSI_PDF_LETTER_SOME 0xfffd

enum csi_pdf_letters_kind {
	CSI_PDF_LETTERS_UNKNOWN,
	CSI_PDF_LETTERS_ASCII, /* one byte each */
	CSI_PDF_LETTERS_UTF16,
	CSI_PDF_LETTERS_MAPPED /* by its /ToUnicode */
};

/* Codes from first to last; the last unit counts upwards. */
struct csi_pdf_letter_row {
	uint32_t first, last;
	size_t at, len; /* UTF-16BE, in `texts` */
};

struct csi_pdf_letters {
	enum csi_pdf_letters_kind kind;
	unsigned code_len; /* bytes, of MAPPED */
	bool is_plain;     /* letters and digits of ASCII stand for themselves,
			      or the map is wrong */
	struct csi_pdf_letter_row *rows;
	size_t row_count;
	struct csi_bytes texts;
	size_t read; /* bytes of its map */
};

/* Status: FAULT_MEMORY, and what the reader says; what is not known is no
 * failure. */
cseal_status csi_pdf_letters_read(csi_pdf_reader *reader,
    const struct csi_pdf_value *font, struct csi_pdf_letters *ret_letters,
    cseal_error **ret_error);
void csi_pdf_letters_free(struct csi_pdf_letters *letters);

/* Adds the characters of the codes, 32 bits each.  False: one is not known. */
bool csi_pdf_letters_add(const struct csi_pdf_letters *letters,
    struct csi_span codes, struct csi_bytes *out);
/* The characters of UTF-8. */
void csi_pdf_letters_of_utf8(struct csi_span utf8, struct csi_bytes *out);

#endif
