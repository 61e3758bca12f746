/* SPDX-License-Identifier: Apache-2.0 */
/* stamp.h -- content added to a page for good (ISO 32000-1, 7.8.2). */
#ifndef CSI_PDF_STAMP_H
#define CSI_PDF_STAMP_H

#include "appearance.h"

struct csi_pdf_stamp {
	struct csi_pdf_look look;
	struct csi_pdf_box box; /* in default user space */
};

/* Draws all of them over what is there.  What the page shares with others,
 * or inherits, stays as it is: the page gets its own. */
cseal_status csi_pdf_stamp_page(csi_pdf_update *update,
    const struct csi_pdf_page *page, const struct csi_pdf_stamp *stamps,
    size_t count, cseal_error **ret_error);

/* What virtual devices captured for this document. */
#define CSI_PDF_VIRTUAL_INK   1u
#define CSI_PDF_VIRTUAL_PHOTO 2u

/* The mark in the catalog: /PieceInfo /CSEAL /Private /Virtual (14.5). */
cseal_status csi_pdf_virtual_read(
    csi_pdf_reader *reader, unsigned *ret_virtual, cseal_error **ret_error);
/* Adds to it.  time: seconds since 1970 UTC. */
cseal_status csi_pdf_virtual_mark(csi_pdf_update *update, unsigned what,
    int64_t time, cseal_error **ret_error);

#endif
