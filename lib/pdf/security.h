/* SPDX-License-Identifier: Apache-2.0 */
/* security.h -- what an encryption dictionary says (ISO 32000-1, 7.6; ISO
 * 32000-2, 7.6): the standard security handler, revisions 2, 3, 4, 5 (Adobe's
 * extension level 3) and 6. */
#ifndef CSI_PDF_SECURITY_H
#define CSI_PDF_SECURITY_H

#include "reader.h"

/* Crypt filters of one document. */
#define CSI_PDF_CRYPT_FILTERS_MOST 32

enum csi_pdf_method {
	CSI_PDF_METHOD_NONE,
	CSI_PDF_METHOD_RC4,
	CSI_PDF_METHOD_AESV2,
	CSI_PDF_METHOD_AESV3
};

struct csi_pdf_crypt_filter {
	struct csi_span name;
	enum csi_pdf_method method;
};

/* The spans are as long as the handler needs them; id may be empty. */
struct csi_pdf_security {
	int revision;
	size_t key_len; /* bytes */
	uint32_t permissions;
	bool encrypt_metadata;
	struct csi_span o, u, oe, ue, perms, id;
	enum csi_pdf_method streams, strings, files;
	struct csi_pdf_crypt_filter filters[CSI_PDF_CRYPT_FILTERS_MOST];
	size_t filter_count;
};

/* The reader must not decrypt yet.  Status: REFUSED_ENCRYPTED (a handler, or
 * a version of it, that is not known), REFUSED_DAMAGED, REFUSED_LIMIT. */
cseal_status csi_pdf_security_read(csi_pdf_reader *reader,
    struct csi_pdf_security *ret_security, cseal_error **ret_error);

/* The method of a stream with that /Type, which may be empty, that names no
 * crypt filter of its own. */
enum csi_pdf_method csi_pdf_security_of_stream(
    const struct csi_pdf_security *security, struct csi_span type);

/* The method of a named crypt filter; false where there is none. */
bool csi_pdf_security_method(const struct csi_pdf_security *security,
    struct csi_span name, enum csi_pdf_method *ret_method);

#endif
