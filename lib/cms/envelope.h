/* SPDX-License-Identifier: Apache-2.0 */
/* envelope.h -- AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084).
 *
 * OpenSSL's own code; what is clear goes through no memory that is not wiped. */
#ifndef CSI_ENVELOPE_H
#define CSI_ENVELOPE_H

#include "bytes.h"
#include "locked.h"

#include <counterseal/error.h>
#include <openssl/x509.h>

#define CSI_ENVELOPE_MOST (8u << 20) /* bytes of one that is opened */

/* Whether something can be enveloped for it.  Status: SETUP_KEY_UNSUPPORTED,
 * REFUSED_CERT_USAGE. */
cseal_status csi_envelope_check(X509 *x509, cseal_error **ret_error);

/* Appends the ContentInfo, DER.  RSA: OAEP with SHA-256 (RFC 4055); EC: ephemeral-static Diffie-Hellman with
 * SHA-256 (RFC 5753). */
cseal_status csi_envelope_seal(X509 *const *recipients, size_t count,
    struct csi_span content, struct csi_bytes *der, cseal_error **ret_error);

/*
 * x509 of the key, or NULL: then every recipient is tried.  *ret_content is
 * freed by csi_locked_free(), *ret_len of it were used.  Status:
 * REFUSED_INPUT (no such envelope), REFUSED_LIMIT, REFUSED_KEY_MISMATCH (it is
 * for others), REFUSED_DAMAGED (for others, or not as it was sealed).
 */
cseal_status csi_envelope_open(struct csi_span der, EVP_PKEY *key, X509 *x509,
    struct csi_locked *ret_content, size_t *ret_len, cseal_error **ret_error);

#endif
