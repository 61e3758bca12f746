/* SPDX-License-Identifier: Apache-2.0 */
/* crl-scope.h -- which certificates a revocation list is for (RFC 5280, 5.2.5
 * and 6.3.3).  Pointed into, as in revocation.h. */
#ifndef CSI_CRL_SCOPE_H
#define CSI_CRL_SCOPE_H

#include "cms/der.h"

/* Of IssuingDistributionPoint; all zero: the whole of one issuer. */
struct csi_crl_scope {
	struct csi_der point; /* [0] DistributionPointName; tag 0: none */
	bool only_users, only_authorities, only_attributes;
	bool some_reasons;
	bool is_indirect; /* entries may name other issuers */
};

enum csi_crl_cover {
	CSI_CRL_NOT,  /* says nothing of it */
	CSI_CRL_PART, /* may say that it is revoked, never that it is not */
	CSI_CRL_WHOLE,
};

/* False: the extension is not well formed. */
bool csi_crl_scope_read(
    struct csi_span extension, struct csi_crl_scope *ret_scope);

/* The certificate is one of the issuer of the list. */
enum csi_crl_cover csi_crl_covers(
    const struct csi_crl_scope *scope, struct csi_span certificate);

#endif
