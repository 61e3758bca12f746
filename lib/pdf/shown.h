/* SPDX-License-Identifier: Apache-2.0 */
/* shown.h -- what an appearance shows (ISO 32000-1, 12.5.5): its text, and
 * which other kinds of marks there are. */
#ifndef CSI_PDF_SHOWN_H
#define CSI_PDF_SHOWN_H

#include "reader.h"

struct csi_pdf_shown {
	struct csi_bytes text; /* characters, 32 bits each; no white space */
	bool fills, lines;     /* areas, strokes */
	bool curves;           /* among their edges */
	size_t points;         /* of their edges; a rectangle counts as one */
	bool pictures;         /* images, shadings, patterns */
	size_t *left;          /* how much may still be looked at, or NULL: as
				  much as there is */
	bool unreadable;       /* text of which the characters are not known,
				  or content that is not understood */
};

/* Takes the cost from what is left, in bytes that are read or steps that are
 * as long.  False: that is not enough. */
bool csi_pdf_spend(size_t *left, size_t cost);

/* Adds what one appearance stream shows; fonts are looked for in its own
 * resources, then in others, which may be null.  Status: FAULT_MEMORY, and
 * what the reader says. */
cseal_status csi_pdf_shown_add(csi_pdf_reader *reader,
    const struct csi_pdf_value *stream, const struct csi_pdf_value *others,
    struct csi_pdf_shown *shown, cseal_error **ret_error);
void csi_pdf_shown_clear(struct csi_pdf_shown *shown);

/* White space, and what is as little seen. */
bool csi_pdf_is_blank(uint32_t letter);

#endif
