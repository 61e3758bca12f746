/* SPDX-License-Identifier: Apache-2.0 */
/* trust.h -- trust anchors, and a chain from a certificate to one of them. */
#ifndef CSI_TRUST_H
#define CSI_TRUST_H

#include "bytes.h"

#include <counterseal/error.h>

typedef struct csi_trust csi_trust;

enum csi_trust_answer {
	CSI_TRUST_UNKNOWN, /* no anchors were given, or a list is too old */
	CSI_TRUST_TRUSTED,
	CSI_TRUST_UNTRUSTED, /* no chain to an anchor, or not for signing */
	CSI_TRUST_EXPIRED,   /* a certificate of the chain, at that time */
	CSI_TRUST_REVOKED
};

const char *csi_trust_answer_name(enum csi_trust_answer answer);

/* Each path: a PEM or DER file, or a folder of such files.  Status:
 * SETUP_TRUST (names the path). */
cseal_status csi_trust_new(const char *const *paths, size_t count,
    csi_trust **ret_trust, cseal_error **ret_error);

/* The same of certificates in DER, which are borrowed for the call. */
cseal_status csi_trust_new_der(const struct csi_span *certificates,
    size_t count, csi_trust **ret_trust, cseal_error **ret_error);

/* A service of a trusted list is an anchor for what it is listed for, while it
 * was granted.  Status: FAULT_MEMORY, REFUSED_LIMIT. */
struct csi_service;
cseal_status csi_trust_add_service(csi_trust *trust,
    struct csi_service *take_service, cseal_error **ret_error);

/* How strong keys and digests are is not judged here.
 * trust may be NULL: unknown.  others are certificates that may serve for
 * the chain.  time: seconds since 1970, at which to judge.  *ret_why is a
 * sentence, to be freed, or NULL when there is nothing to add: where the
 * anchor is of a trusted list, it says of which. */
cseal_status csi_trust_judge(const csi_trust *trust,
    struct csi_span certificate, const struct csi_span *others,
    size_t other_count, int64_t time, enum csi_trust_answer *ret_answer,
    char **ret_why, cseal_error **ret_error);

#define CSI_TRUST_DEPTH_MOST 16 /* certificates between signer and anchor */

/* From the certificate to the anchor, DER; all zero is empty. */
struct csi_trust_chain {
	struct csi_bytes der[CSI_TRUST_DEPTH_MOST + 2];
	size_t count;
};

/* The same, and the chain that was found: also where it expired.  A
 * certificate for_stamps is one of a time-stamp authority (RFC 3161, 2.3). */
cseal_status csi_trust_find(const csi_trust *trust, struct csi_span certificate,
    const struct csi_span *others, size_t other_count, int64_t time,
    bool for_stamps, enum csi_trust_answer *ret_answer, char **ret_why,
    struct csi_trust_chain *chain, cseal_error **ret_error);
void csi_trust_chain_clear(struct csi_trust_chain *chain);

void csi_trust_free(csi_trust *trust);

/* ---- one certificate, as text --------------------------------------- */

struct csi_certificate {
	char *subject, *issuer;       /* RFC 4514 */
	char *common_name;            /* of the subject, or "" */
	char *serial;                 /* hex, upper case */
	char *key;                    /* "RSA 2048", "EC P-256" */
	char *not_before, *not_after; /* RFC 3339 */
	int64_t from, to;             /* seconds since 1970 */
	bool may_sign; /* key usage, if any, has digitalSignature or
			  nonRepudiation */
	/* Bits of the key usage (RFC 5280, 4.2.1.3), digitalSignature the
	 * lowest; all of them where there is none. */
	uint32_t key_usage;
	/* Texts that end with a NUL each: policies, as dotted numbers; and of
	 * each attribute of the subject its dotted number, OpenSSL's short and
	 * long name of it, or "", and its value in UTF-8. */
	struct csi_bytes policies, attributes;
};

cseal_status csi_certificate_read(struct csi_span der,
    struct csi_certificate *ret_certificate, cseal_error **ret_error);
void csi_certificate_clear(struct csi_certificate *certificate);

/* "2026-11-23T08:00:00Z" */
char *csi_time_text(int64_t time);

#endif
