/* SPDX-License-Identifier: Apache-2.0 */
/* crypt.h -- encrypts and decrypts the strings and streams of a document
 * (ISO 32000-1, 7.6.2). */
#ifndef CSI_PDF_CRYPT_H
#define CSI_PDF_CRYPT_H

#include "security.h"

typedef struct csi_pdf_crypt csi_pdf_crypt;

/* What security points at must outlive it.  Status: AGAIN_PASSWORD_WRONG;
 * COUNTER_PASSWORD_NEEDED where it was empty; that of csi_pdf_key_find(). */
cseal_status csi_pdf_crypt_new(const struct csi_pdf_security *security,
    struct csi_span password, csi_pdf_crypt **ret_crypt,
    cseal_error **ret_error);
/* With the key of another, where security says the same; else NULL.  Status:
 * FAULT_MEMORY, FAULT_CRYPTO. */
cseal_status csi_pdf_crypt_copy(const csi_pdf_crypt *crypt,
    const struct csi_pdf_security *security, csi_pdf_crypt **ret_crypt,
    cseal_error **ret_error);
void csi_pdf_crypt_free(csi_pdf_crypt *crypt);

const struct csi_pdf_security *csi_pdf_crypt_security(
    const csi_pdf_crypt *crypt);
bool csi_pdf_crypt_is_owner(const csi_pdf_crypt *crypt);

/* Bytes of the object ref.  Strict: whole blocks and a right padding, or
 * REFUSED_DAMAGED; lenient: as much as there is.  out must be empty. */
cseal_status csi_pdf_decrypt(const csi_pdf_crypt *crypt,
    enum csi_pdf_method method, struct csi_pdf_ref ref, struct csi_span from,
    bool strict, struct csi_bytes *out, cseal_error **ret_error);
cseal_status csi_pdf_encrypt(const csi_pdf_crypt *crypt,
    enum csi_pdf_method method, struct csi_pdf_ref ref, struct csi_span from,
    struct csi_bytes *out, cseal_error **ret_error);

#endif
