/* SPDX-License-Identifier: Apache-2.0 */
/* form.h -- a new field in the form, and its widget on a page (ISO 32000-1,
 * 12.7.2 and 12.5.2). */
#ifndef CSI_PDF_FORM_H
#define CSI_PDF_FORM_H

#include "field.h"
#include "update.h"
#include "write.h"

/* The object as it was, with other values for some of its keys.  dict may be
 * NULL. */
void csi_pdf_replace(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_value *dict, const struct csi_pdf_change *changes,
    size_t count);

/* Puts annotations last on the page; once for each page. */
cseal_status csi_pdf_page_add(csi_pdf_update *update,
    const struct csi_pdf_page *page, const struct csi_pdf_ref *annotations,
    size_t count, cseal_error **ret_error);

/* What a signature changes in the form and in the catalog; number 0, NULL:
 * not that. */
struct csi_pdf_form_change {
	struct csi_pdf_ref field;         /* a new one */
	struct csi_pdf_ref certification; /* for /Perms (12.8.4) */
	const char *attestation;          /* for /Legal (12.8.5), UTF-8 */
};

/* Does that, and sees to /SigFlags; what need not change is not written.
 * Status: FAULT_APPLICATION (text that is not UTF-8). */
cseal_status csi_pdf_form_change(csi_pdf_update *update,
    const struct csi_pdf_form *form, const struct csi_pdf_form_change *change,
    cseal_error **ret_error);

#endif
