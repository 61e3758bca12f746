/* SPDX-License-Identifier: Apache-2.0 */
/* revocation.h -- what an issuer says of a certificate, and when it said so:
 * answers of responders (RFC 6960) and lists (RFC 5280, 5).
 *
 * Reading points into the bytes, which must stay as they are; nothing is to
 * be freed.  Reading, finding and proving are three steps: what was found
 * holds only when it was proven. */
#ifndef CSI_REVOCATION_H
#define CSI_REVOCATION_H

#include "cms/crl-scope.h"
#include "cms/signed.h"

#define CSI_OCSP_MOST (64u << 10) /* bytes of an answer */
#define CSI_CRL_MOST  (16u << 20) /* bytes of a list */

enum csi_revocation_state {
	CSI_REVOCATION_GOOD,
	CSI_REVOCATION_REVOKED,
	CSI_REVOCATION_UNKNOWN /* the responder does not know it */
};

/* Seconds since 1970. */
struct csi_revocation {
	enum csi_revocation_state state;
	int64_t this_update;
	int64_t next_update; /* 0: it was not said */
	int64_t revoked_at;  /* if revoked */
	int reason;          /* RFC 5280, 5.3.1; -1: none was said */
};

/* ---- OCSP ----------------------------------------------------------- */

struct csi_ocsp {
	struct csi_span basic; /* BasicOCSPResponse, as /OCSPs has it too */
	struct csi_signed object;
	struct csi_der responder; /* [1] Name or [2] hash of its key */
	int64_t produced_at;
	struct csi_der responses;
	struct csi_span nonce;       /* its encoding; empty: none */
	struct csi_der certificates; /* tag 0: none came along */
};

/* An OCSPResponse, or the BasicOCSPResponse alone.  Status: REFUSED_DAMAGED,
 * REFUSED_LIMIT, FAULT_REMOTE (the responder says that it cannot answer). */
cseal_status csi_ocsp_read(
    struct csi_span der, struct csi_ocsp *ret_ocsp, cseal_error **ret_error);

/* What it says of the certificate, of several the newest; *ret_found false:
 * nothing. */
cseal_status csi_ocsp_find(const struct csi_ocsp *ocsp,
    struct csi_span certificate, struct csi_span issuer, bool *ret_found,
    struct csi_revocation *ret_revocation, cseal_error **ret_error);

/* Proves it: signed by the issuer, or by one whom the issuer made for it
 * (id-kp-OCSPSigning) and whose certificate was valid when it was produced.
 * *ret_responder: whose certificate that is, the issuer's or one that came
 * along; the latter has a revocation of its own unless
 * csi_certificate_is_unchecked().  Status: REFUSED_DAMAGED,
 * REFUSED_UNSUPPORTED. */
cseal_status csi_ocsp_prove(const struct csi_ocsp *ocsp, struct csi_span issuer,
    struct csi_span *ret_responder, cseal_error **ret_error);

/* Certificate number i that came along; false past the end. */
bool csi_ocsp_certificate(
    const struct csi_ocsp *ocsp, size_t i, struct csi_span *ret_certificate);

/* Appends an OCSPRequest about one certificate; nonce (RFC 8954) may be
 * empty. */
cseal_status csi_ocsp_request(struct csi_span certificate,
    struct csi_span issuer, struct csi_span nonce, struct csi_bytes *der,
    cseal_error **ret_error);

/* ---- CRL ------------------------------------------------------------ */

struct csi_crl {
	struct csi_signed object;
	struct csi_span issuer; /* Name, with tag and length */
	int64_t this_update, next_update;
	struct csi_der revoked; /* tag 0: nothing is */
	struct csi_span number; /* of the list, INTEGER; empty: none */
	struct csi_crl_scope scope;
	bool is_delta; /* since an earlier list */
};

/* Status: REFUSED_DAMAGED, REFUSED_LIMIT, REFUSED_UNSUPPORTED (an extension
 * that must be understood, and is not). */
cseal_status csi_crl_read(
    struct csi_span der, struct csi_crl *ret_crl, cseal_error **ret_error);

/* What it says of a certificate of its issuer; *ret_found false: nothing.  A
 * list is for the certificates in its scope; a delta, or one for some reasons,
 * says nothing by what is missing in it (RFC 5280, 6.3.3).  An indirect list
 * is read for certificates of its own issuer only: entries of others are
 * passed over, and a certificate that names another issuer's list (cRLIssuer)
 * is not told of.  Status: REFUSED_DAMAGED, REFUSED_UNSUPPORTED. */
cseal_status csi_crl_find(const struct csi_crl *crl,
    struct csi_span certificate, bool *ret_found,
    struct csi_revocation *ret_revocation, cseal_error **ret_error);

/* Does it name the subject of that certificate as its issuer? */
bool csi_crl_is_by(const struct csi_crl *crl, struct csi_span issuer);
/* Signed by the issuer, who may sign lists.  Status: REFUSED_DAMAGED,
 * REFUSED_UNSUPPORTED. */
cseal_status csi_crl_prove(
    const struct csi_crl *crl, struct csi_span issuer, cseal_error **ret_error);

#endif
