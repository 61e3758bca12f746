/* SPDX-License-Identifier: Apache-2.0 */
/* letters.h -- which characters the codes of a font stand for, as far as that
 * can be told without its glyphs (ISO 32000-1, 9.10.2). */
#ifndef CSI_PDF_LETTERS_H
#define CSI_PDF_LETTERS_H

#include "reader.h"

/* A character of which nothing is known. */
#define CSI_PDF_LETTER_SOME 0xfffd

enum csi_pdf_letters_kind {
	CSI_PDF_LETTERS_UNKNOWN,
	CSI_PDF_LETTERS_CODES, /* one byte each, by its encoding */
	CSI_PDF_LETTERS_UTF16,
	CSI_PDF_LETTERS_MAPPED /* by its /ToUnicode */
};

/* Where its glyphs come from. */
enum csi_pdf_glyphs {
	CSI_PDF_GLYPHS_KNOWN, /* of a common font that each reader has */
	CSI_PDF_GLYPHS_OWN,   /* from the file: drawings of any kind */
	CSI_PDF_GLYPHS_OTHER  /* of a font that a reader may have */
};

/* Codes from first to last; the last unit counts upwards. */
struct csi_pdf_letter_row {
	uint32_t first, last;
	size_t at, len; /* UTF-16BE, in `texts` */
};

struct csi_pdf_letters {
	enum csi_pdf_letters_kind kind;
	enum csi_pdf_glyphs glyphs;
	bool is_composite;
	unsigned code_len;   /* bytes */
	uint32_t codes[256]; /* of CODES; 0: not known */
	struct csi_pdf_letter_row *rows;
	size_t row_count;
	struct csi_bytes texts;
	size_t read; /* bytes of its map */
};

/* Status: FAULT_MEMORY, and what the reader says; what is not known is no
 * failure. */
cseal_status csi_pdf_letters_read(csi_pdf_reader *reader,
    const struct csi_pdf_value *font, struct csi_pdf_letters *letters,
    cseal_error **ret_error);
void csi_pdf_letters_free(struct csi_pdf_letters *letters);

/* Adds the characters of the codes, 32 bits each.  False: one is not known. */
bool csi_pdf_letters_add(const struct csi_pdf_letters *letters,
    struct csi_span codes, struct csi_bytes *out);
/* The characters of UTF-8. */
void csi_pdf_letters_of_utf8(struct csi_span utf8, struct csi_bytes *out);

#endif
