/* SPDX-License-Identifier: Apache-2.0 */
/* content.h -- what a page's content leaves behind (ISO 32000-1, 7.8.2,
 * 8.4.2). */
#ifndef CSI_PDF_CONTENT_H
#define CSI_PDF_CONTENT_H

#include "reader.h"

/* Saved graphics states that are restored at most. */
#define CSI_PDF_SAVED_MOST 10000

/* How many graphics states are saved and not restored at the end of the
 * contents (a stream, an array of them, or null) that begin with one saved:
 * 1, where every q has its Q.  1, too, where a stream cannot be decoded.
 * Status: FAULT_MEMORY. */
cseal_status csi_pdf_content_saved(csi_pdf_reader *reader,
    const struct csi_pdf_value *contents, unsigned *ret_saved,
    cseal_error **ret_error);

/* Has the content, decoded, one of those words as an operator or, with its
 * slash, as a name?  Strings, comments and data of pictures are passed over. */
bool csi_pdf_content_has(
    struct csi_span content, const char *const *words, size_t count);

#endif
