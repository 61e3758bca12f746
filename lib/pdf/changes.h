/* SPDX-License-Identifier: Apache-2.0 */
/* changes.h -- may the file have become what it is after a signature?
 *
 * A whitelist: what is not known to be harmless counts as forbidden. */
#ifndef CSI_PDF_CHANGES_H
#define CSI_PDF_CHANGES_H

#include "judge/reasons.h"
#include "pdf/reader.h"

enum csi_pdf_changes {
	CSI_PDF_CHANGES_NONE,
	CSI_PDF_CHANGES_PERMITTED,
	CSI_PDF_CHANGES_UNKNOWN, /* a kind that is not judged yet */
	CSI_PDF_CHANGES_FORBIDDEN
};

const char *csi_pdf_changes_name(enum csi_pdf_changes changes);

/*
 * before reads what the signature covers, after the whole file, both
 * strictly; value is the signature's dictionary, read by before.  Adds a
 * sentence to reasons for all that is not permitted.  An error is about
 * reading, not about the answer.
 */
cseal_status csi_pdf_judge_changes(csi_pdf_reader *before,
    csi_pdf_reader *after, const struct csi_pdf_value *value,
    enum csi_pdf_changes *ret_changes, struct csi_reasons *reasons,
    cseal_error **ret_error);

#endif
