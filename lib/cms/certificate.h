/* SPDX-License-Identifier: Apache-2.0 */
/* certificate.h -- the fields of a certificate (RFC 5280, 4.1) in place. */
#ifndef CSI_CERTIFICATE_H
#define CSI_CERTIFICATE_H

#include "cms/der.h"

#include <openssl/x509.h>

#define CSI_CERTIFICATE_MOST 65536 /* bytes of one certificate */

struct csi_certificate_parts {
	struct csi_span serial, issuer, subject; /* with tag and length */
	struct csi_span key_algorithm;           /* body of the OID */
	struct csi_der key_parameters;           /* tag 0: there are none */
	struct csi_span key; /* what the BIT STRING holds, whole bytes */
};

/* False: it is not a certificate, or bytes are left over. */
bool csi_certificate_split(
    struct csi_span der, struct csi_certificate_parts *ret_parts);

/* The whole certificate as OpenSSL sees it; NULL: it is none, bytes are left
 * over, or there was no memory: csi_crypto_fail() tells. */
X509 *csi_certificate_x509(struct csi_span der);

/* Two encodings of one name: another string type with the same text counts
 * as the same. */
bool csi_certificate_same_name(struct csi_span a, struct csi_span b);

/* RFC 4514, but UTF-8 stays readable; NULL when out of memory. */
char *csi_certificate_name_text(const X509_NAME *name);

/* The most specific common name, UTF-8 without control characters; "" if there
 * is none; NULL when out of memory. */
char *csi_certificate_common_name(const X509_NAME *name);

/* Has its key usage, if it has one, digitalSignature or nonRepudiation? */
bool csi_certificate_may_sign(X509 *x509);
/* As struct csi_certificate has them; what failed is remembered there. */
uint32_t csi_certificate_key_usage(X509 *x509);
void csi_certificate_policies(X509 *x509, struct csi_bytes *list);
void csi_certificate_attributes(const X509_NAME *name, struct csi_bytes *list);

#endif
