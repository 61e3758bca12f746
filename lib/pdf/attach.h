/* SPDX-License-Identifier: Apache-2.0 */
/* attach.h -- puts files into a document (ISO 32000-2, 7.11.4 and 14.13). */
#ifndef CSI_PDF_ATTACH_H
#define CSI_PDF_ATTACH_H

#include "update.h"

/* Texts are UTF-8 and were checked. */
struct csi_pdf_attachment {
	const char *name, *description; /* the second may be NULL */
	const char *type;               /* MIME */
	const char *relation;           /* /AFRelationship */
	struct csi_span data;
	int64_t time; /* seconds since 1970 */
};

/* All of them, among those that are there.  Status: REFUSED_INPUT (a name that
 * is there already), REFUSED_FORBIDDEN (PDF/A, or the permissions). */
cseal_status csi_pdf_attach(csi_pdf_update *update,
    const struct csi_pdf_attachment *attachments, size_t count,
    cseal_error **ret_error);

#endif
