/* SPDX-License-Identifier: Apache-2.0 */
/* document.h -- a document as stamping and sealing see it. */
#ifndef CSI_DOCUMENT_H
#define CSI_DOCUMENT_H

#include "pdf/file.h"
#include "pdf/update.h"

#include <counterseal/document.h>

struct cseal_document {
	struct csi_pdf_file file;
	csi_pdf_reader *reader; /* of the file as it is now, or NULL */
};

/* Opened when it is first needed.  Status: that of csi_pdf_reader_new(). */
cseal_status csi_document_reader(cseal_document *document,
    csi_pdf_reader **ret_reader, cseal_error **ret_error);

/* The same, and REFUSED_ENCRYPTED. */
cseal_status csi_document_writable(cseal_document *document,
    csi_pdf_reader **ret_reader, cseal_error **ret_error);

/* Puts a finished update behind the end, but does not count it yet: the
 * document is as it was until the length is added to file.len.  The reader,
 * and all that came from it, is gone. */
cseal_status csi_document_place(cseal_document *document,
    const csi_pdf_update *update, cseal_error **ret_error);

/* The index of a page from a cseal_place, and what it is.  Status:
 * REFUSED_PLACE. */
cseal_status csi_document_page(cseal_document *document, uint32_t page,
    uint32_t *ret_index, cseal_error **ret_error);

#endif
