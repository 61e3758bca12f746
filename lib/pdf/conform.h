/* SPDX-License-Identifier: Apache-2.0 */
/* conform.h -- whether a page of another file can be the look of something on
 * a PDF/A document (ISO 19005), and what it must leave out. */
#ifndef CSI_PDF_CONFORM_H
#define CSI_PDF_CONFORM_H

#include "colour.h"

/* A dictionary, or that of a stream, on its way.  Nothing is asked where
 * nothing was promised.  Status: REFUSED_INPUT: it says what is in the way. */
cseal_status csi_pdf_conform_dict(csi_pdf_reader *reader,
    const struct csi_pdf_promises *promises, const struct csi_pdf_value *dict,
    cseal_error **ret_error);

/* A name on its way, which may be that of a colour space.  Status:
 * REFUSED_INPUT. */
cseal_status csi_pdf_conform_name(const struct csi_pdf_promises *promises,
    const struct csi_pdf_value *name, cseal_error **ret_error);

/* Content, decoded.  Status: REFUSED_INPUT. */
cseal_status csi_pdf_conform_content(const struct csi_pdf_promises *promises,
    struct csi_span content, cseal_error **ret_error);

/* Is the entry better left out? */
bool csi_pdf_conform_leaves_out(const struct csi_pdf_promises *promises,
    const struct csi_pdf_value *dict, struct csi_span key);

#endif
