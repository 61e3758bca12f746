/* SPDX-License-Identifier: Apache-2.0 */
/* import.h -- the one page of another PDF as a form XObject (ISO 32000-1,
 * 8.10): a vector image, or text that was set elsewhere. */
#ifndef CSI_PDF_IMPORT_H
#define CSI_PDF_IMPORT_H

#include "appearance.h"

#define CSI_PDF_IMPORT_BYTES_MOST   ((size_t)64 << 20)
#define CSI_PDF_IMPORT_OBJECTS_MOST 20000

bool csi_pdf_is(struct csi_span bytes);

/*
 * The page as shown, in points; its annotations stay behind, and so does
 * what would speak of the other document: structure, metadata, pages.  The
 * bytes are borrowed by the update.  Status: REFUSED_INPUT (encrypted, more
 * than one page, damaged, or against what PDF/A allows, where the document
 * promises it), REFUSED_LIMIT.
 */
cseal_status csi_pdf_look_page(csi_pdf_update *update, struct csi_span bytes,
    struct csi_pdf_look *ret_look, cseal_error **ret_error);

#endif
