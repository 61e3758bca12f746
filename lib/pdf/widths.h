/* SPDX-License-Identifier: Apache-2.0 */
/* widths.h -- how far the codes of a font move on (ISO 32000-1, 9.2.4 and
 * 9.7.4.3). */
#ifndef CSI_PDF_WIDTHS_H
#define CSI_PDF_WIDTHS_H

#include "letters.h"

/* Codes from first to last: as a list says, or all as wide. */
struct csi_pdf_width_row {
	uint32_t first, last;
	const struct csi_pdf_value *list; /* or NULL */
	double width;                     /* ems */
};

struct csi_pdf_widths {
	double simple[256]; /* of a simple font, ems */
	double other;       /* of a composite font */
	bool is_composite;
	bool is_by_letter; /* its codes are no glyphs */
	struct csi_pdf_width_row *rows;
	size_t row_count;
};

/* Status: FAULT_MEMORY, and what the reader says. */
cseal_status csi_pdf_widths_read(csi_pdf_reader *reader,
    const struct csi_pdf_value *font, const struct csi_pdf_letters *letters,
    struct csi_pdf_widths *widths, cseal_error **ret_error);
void csi_pdf_widths_free(struct csi_pdf_widths *widths);

/* In ems.  letter: what the code stands for. */
double csi_pdf_width(
    const struct csi_pdf_widths *widths, uint32_t code, uint32_t letter);

#endif
