/* SPDX-License-Identifier: Apache-2.0 */
/* latin.h -- the characters of the standard Latin set (ISO 32000-1, Annex
 * D.2): their names, codes, and widths in the fonts that each reader has. */
#ifndef CSI_PDF_LATIN_H
#define CSI_PDF_LATIN_H

#include "bytes.h"

enum csi_pdf_latin_encoding {
	CSI_PDF_LATIN_STANDARD,
	CSI_PDF_LATIN_MAC,
	CSI_PDF_LATIN_WIN,
	CSI_PDF_LATIN_PDF_DOC,
	CSI_PDF_LATIN_ENCODINGS
};

/* Upright and slanted Helvetica are as wide; Courier is 600 everywhere. */
enum csi_pdf_latin_font {
	CSI_PDF_LATIN_HELVETICA,
	CSI_PDF_LATIN_HELVETICA_BOLD,
	CSI_PDF_LATIN_TIMES,
	CSI_PDF_LATIN_TIMES_BOLD,
	CSI_PDF_LATIN_TIMES_ITALIC,
	CSI_PDF_LATIN_TIMES_BOLD_ITALIC,
	CSI_PDF_LATIN_FONTS
};

struct csi_pdf_latin {
	const char *name;
	uint16_t letter;                        /* Unicode */
	uint8_t codes[CSI_PDF_LATIN_ENCODINGS]; /* 0: none */
	uint16_t widths[CSI_PDF_LATIN_FONTS];   /* thousandths of an em */
};

/* NULL: it is not one of them. */
const struct csi_pdf_latin *csi_pdf_latin_of_name(struct csi_span name);
const struct csi_pdf_latin *csi_pdf_latin_of_letter(uint32_t letter);

/* What each code of one byte stands for; 0: nothing. */
void csi_pdf_latin_codes(
    enum csi_pdf_latin_encoding encoding, uint32_t ret_letters[256]);

#endif
