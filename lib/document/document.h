/* SPDX-License-Identifier: Apache-2.0 */
/* document.h -- a document as stamping and sealing see it. */
#ifndef CSI_DOCUMENT_H
#define CSI_DOCUMENT_H

#include "pdf/file.h"
#include "pdf/update.h"

#include <counterseal/document.h>

#include <openssl/types.h>

/* The state of a digest over the first len bytes (hashing.h). */
#define CSI_PREFIXES_MOST 4
struct csi_prefix {
	EVP_MD_CTX *md; /* NULL: none */
	size_t len;
};

struct cseal_document {
	struct csi_pdf_file file;
	csi_pdf_reader *reader; /* of the file as it is now, or NULL */
	bool was_damaged;       /* its table was made anew, once */
	struct csi_prefix prefixes[CSI_PREFIXES_MOST];
	struct csi_bytes password; /* of an encrypted document; or empty */
};

/* Opened when it is first needed; where the cross-reference table or what it
 * leads to first is damaged, the table is made anew (pdf/rebuild.h).  Status:
 * that of csi_pdf_reader_new(). */
cseal_status csi_document_reader(cseal_document *document,
    csi_pdf_reader **ret_reader, cseal_error **ret_error);

/* The same, but the document is unlocked, and may be added to: status of
 * csi_pdf_unlock() and csi_pdf_rights_no_code(), too. */
cseal_status csi_document_writable(cseal_document *document,
    csi_pdf_reader **ret_reader, cseal_error **ret_error);

/* The same as csi_document_reader(), but unlocked.  Status: that of
 * csi_pdf_unlock(), too. */
cseal_status csi_document_open(cseal_document *document,
    csi_pdf_reader **ret_reader, cseal_error **ret_error);

/* Content under a signature must not change.  Status: REFUSED_FORBIDDEN. */
cseal_status csi_document_unsigned(
    csi_pdf_reader *reader, cseal_error **ret_error);

/* After an operation that ended with *st: whether to do it again, because the
 * document was damaged, and its table was made anew now.  Then *st is OK. */
bool csi_document_mend(
    cseal_document *document, cseal_status *st, cseal_error **error);

/* Puts a finished update behind the end, but does not count it yet: the
 * document is as it was until the length is added to file.len.  The reader,
 * and all that came from it, is gone. */
cseal_status csi_document_place(cseal_document *document,
    const csi_pdf_update *update, cseal_error **ret_error);

/* Back to what it was when it had that length. */
void csi_document_rewind(cseal_document *document, size_t len);

/* The index of a page from a cseal_place, and what it is.  Status:
 * REFUSED_PLACE. */
cseal_status csi_document_page(cseal_document *document, uint32_t page,
    uint32_t *ret_index, cseal_error **ret_error);

#endif
