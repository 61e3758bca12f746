/* SPDX-License-Identifier: Apache-2.0 */
/* statement.h -- what issuers said of certificates, from wherever it came:
 * answers of responders and lists, and where in the document they stand. */
#ifndef CSI_STATEMENT_H
#define CSI_STATEMENT_H

#include "cms/cms.h"
#include "cms/revocation.h"

#define CSI_STATEMENT_FILES_MOST 64 /* that are given */
#define CSI_STATEMENTS_MOST      512
/* Signatures of statements that are tried for one document, each over as many
 * bytes: a short document can ask for many. */
#define CSI_STATEMENT_PROOFS_MOST 4096
#define CSI_STATEMENT_PROOF_BYTES 65536
#define CSI_STATEMENT_WHOM_LEN    32 /* bytes of a digest of certificates */

#define CSI_OUTSIDE UINT64_MAX /* not in the document: the caller gave it */

/* May a responder say that a certificate is good? */
enum csi_voucher {
	CSI_VOUCHED,     /* the issuer itself, or one known to be good */
	CSI_VOUCHED_NOT, /* nobody tells whether it was revoked */
	CSI_SILENCED     /* it was revoked */
};

/* What was found in a statement last, so that it is found once. */
struct csi_told {
	bool is_set, found;
	uint8_t whom[CSI_STATEMENT_WHOM_LEN];
	enum csi_voucher voucher;
	struct csi_revocation said;
	/* How it is signed, and by whom, where that is not the issuer. */
	struct csi_der algorithm;
	struct csi_span responder;
};

/* Whether a list holds, by the issuer that was asked for last. */
struct csi_list_proof {
	bool is_set, holds;
	uint8_t issuer[CSI_STATEMENT_WHOM_LEN];
};

struct csi_statement {
	struct csi_span der; /* borrowed */
	bool is_list;
	uint64_t at; /* bytes from the start of the document */
	struct csi_told told;
	struct csi_list_proof proof;
};

/* All zero is empty. */
struct csi_statements {
	struct csi_statement *all;
	size_t count;
	size_t proofs; /* that were tried */
	/* The responder that was asked for last, and the time. */
	struct csi_told responder;
	bool failed; /* no memory */
	/* The time at which what stands at a place is proven to have been
	 * there; NULL: now. */
	int64_t (*proven_at)(const void *user, uint64_t at);
	const void *user;
};

/* More than CSI_STATEMENTS_MOST are left out. */
void csi_statements_add(struct csi_statements *statements, struct csi_span der,
    bool is_list, uint64_t at);
/* Those in a SignedData: its crls (RFC 5652, 5.1; RFC 5940) and Adobe's
 * attribute (ISO 32000-2, 12.8.3.3.2). */
void csi_statements_add_from(
    struct csi_statements *statements, const csi_cms_read *read, uint64_t at);
/* Reads a list (DER or PEM) or an answer (DER) from a file.  Status:
 * SETUP_TRUST (names the path). */
cseal_status csi_statement_load(const char *path, struct csi_bytes *der,
    bool *ret_is_list, cseal_error **ret_error);
void csi_statements_clear(struct csi_statements *statements);

enum csi_known {
	CSI_KNOWN_NOTHING,
	CSI_KNOWN_STALE, /* what was said is too old for that time */
	/* Good, says a responder of whom nobody tells whether it was revoked
	 * (RFC 6960, 4.2.2.2.1): said, and not proven. */
	CSI_KNOWN_HEARSAY,
	CSI_KNOWN_GOOD,
	CSI_KNOWN_REVOKED /* whenever that was */
};

struct csi_state {
	enum csi_known known;
	struct csi_revocation said;
	uint64_t at; /* of the statement */
};

/* Did the key not get into other hands, so that what was made before the
 * revocation still holds (RFC 3161, 4)? */
bool csi_reason_is_harmless(int reason);

/* Is what was said to be used at that time? */
bool csi_state_is_of(const struct csi_state *state, int64_t time);

/*
 * What the statements say of a certificate at a time.  A statement counts if
 * it was made at that time or later, or before and was still to be used then
 * (ETSI EN 319 102-1, 5.2.5); what says that it was made after `now` does not
 * count, nor what is signed with a digest that was not safe any more when it
 * is proven to have been there, unless it says that it was revoked.  Status: FAULT_MEMORY, FAULT_CRYPTO, REFUSED_LIMIT (too many proofs).
 */
cseal_status csi_state_find(struct csi_statements *statements,
    struct csi_span certificate, struct csi_span issuer, int64_t time,
    int64_t now, struct csi_state *ret_state, cseal_error **ret_error);

#endif
