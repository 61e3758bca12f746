/* SPDX-License-Identifier: Apache-2.0 */
/* extension.h -- extensions of a certificate, list or answer (RFC 5280, 4.2),
 * in place. */
#ifndef CSI_EXTENSION_H
#define CSI_EXTENSION_H

#include "cms/der.h"

#define CSI_EXTENSIONS_MOST 64
#define CSI_URLS_MOST       8
#define CSI_URL_MOST        2048 /* bytes */

struct csi_extension {
	struct csi_span oid;
	bool is_critical;
	struct csi_span value; /* what the OCTET STRING holds */
};

/* The next of Extensions ::= SEQUENCE OF Extension; false: no more, or it was
 * not well formed, which in->bad tells. */
bool csi_extension_next(
    struct csi_reader *in, struct csi_extension *ret_extension);

/* That of a certificate; false: it has none, or is no certificate. */
bool csi_certificate_extension(struct csi_span certificate, struct csi_span oid,
    struct csi_extension *ret_extension);

extern const struct csi_span csi_oid_time_stamping; /* purposes */
extern const struct csi_span csi_oid_ocsp_signing;

/* Does extended key usage name the purpose?  *ret_only: critical, and no
 * other purpose, as RFC 3161, 2.3 wants it. */
bool csi_certificate_has_purpose(
    struct csi_span certificate, struct csi_span purpose, bool *ret_only);
/* id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1) */
bool csi_certificate_is_unchecked(struct csi_span certificate);

/* Where a certificate says that more is to be had: http and https only, of
 * printable ASCII, the first CSI_URLS_MOST.  Borrowed from it. */
struct csi_urls {
	struct csi_span at[CSI_URLS_MOST];
	size_t count;
};

/* Responders and certificates of the issuer (RFC 5280, 4.2.2.1). */
void csi_certificate_responders(
    struct csi_span certificate, struct csi_urls *ret_urls);
void csi_certificate_issuers(
    struct csi_span certificate, struct csi_urls *ret_urls);
/* Complete lists (4.2.1.13): none for some reasons or by somebody else. */
void csi_certificate_lists(
    struct csi_span certificate, struct csi_urls *ret_urls);

#endif
