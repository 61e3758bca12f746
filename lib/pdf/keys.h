/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h -- from a password to the key of a file (ISO 32000-2, 7.6.4.3). */
#ifndef CSI_PDF_KEYS_H
#define CSI_PDF_KEYS_H

#include "primitives.h"
#include "security.h"

#define CSI_PDF_KEY_MOST 32
/* What the handler takes of a password, since revision 5 and before. */
#define CSI_PDF_PASSWORD_MOST 127

struct csi_pdf_key {
	uint8_t at[CSI_PDF_KEY_MOST];
	size_t len;
	bool by_owner; /* the password was the owner's */
};

/* password: bytes as the handler takes them, without SASLprep; tried as the
 * owner's, then as the user's.  *ret_found says whether it was one of them;
 * else the key is all zero.  Status: FAULT_CRYPTO, REFUSED_DAMAGED (/Perms
 * contradicts /P). */
cseal_status csi_pdf_key_find(const struct csi_pdf_primitives *primitives,
    const struct csi_pdf_security *security, struct csi_span password,
    struct csi_pdf_key *ret_key, bool *ret_found, cseal_error **ret_error);

#endif
