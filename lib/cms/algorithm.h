/* SPDX-License-Identifier: Apache-2.0 */
/* algorithm.h -- object identifiers of digests and signatures, as tables.
 *
 * A new algorithm is a row here and a branch where csi_family is switched
 * on. */
#ifndef CSI_ALGORITHM_H
#define CSI_ALGORITHM_H

#include "cms/der.h"

#include <counterseal/error.h>
#include <counterseal/signer.h>

struct csi_digest_row {
	const char *name;      /* for EVP_get_digestbyname() */
	cseal_digest digest;   /* DEFAULT: only proven, never made */
	size_t len;            /* bytes */
	struct csi_span oid;   /* body of the OBJECT IDENTIFIER */
	struct csi_span rsa;   /* shaXWithRSAEncryption */
	struct csi_span ecdsa; /* ecdsa-with-SHAx */
	struct csi_span sm2;   /* SM2-with-SM3 */
	bool is_forged;        /* anybody makes two texts with one digest */
};

/* NULL where there is none. */
const struct csi_digest_row *csi_digest_by(cseal_digest digest);
const struct csi_digest_row *csi_digest_by_oid(struct csi_span oid);

enum csi_family {
	CSI_FAMILY_RSA_PKCS1,
	CSI_FAMILY_RSA_PSS,
	CSI_FAMILY_ECDSA,
	CSI_FAMILY_DSA,
	CSI_FAMILY_SM2 /* what is signed has Z in front, see sm2.h */
};

/* What an AlgorithmIdentifier of a signature says. */
struct csi_signature_algorithm {
	enum csi_family family;
	const struct csi_digest_row *digest; /* NULL: it names none */
	const struct csi_digest_row *mgf;    /* PSS: of MGF1 */
	long salt_len;                       /* PSS */
};

/* Status: REFUSED_DAMAGED, REFUSED_UNSUPPORTED (the note names it). */
cseal_status csi_signature_algorithm_read(struct csi_der identifier,
    struct csi_signature_algorithm *ret_algorithm, cseal_error **ret_error);
/* The digest of an AlgorithmIdentifier; status likewise. */
cseal_status csi_digest_read(struct csi_der identifier,
    const struct csi_digest_row **ret_row, cseal_error **ret_error);

/* Appends the AlgorithmIdentifier for making a signature. */
void csi_signature_algorithm_write(struct csi_bytes *bytes, cseal_scheme scheme,
    const struct csi_digest_row *digest);

/* Dotted form of an OID for a note; at most size bytes with NUL. */
void csi_oid_text(struct csi_span oid, char *text, size_t size);

/* Of a SubjectPublicKeyInfo. */
extern const struct csi_span csi_oid_rsa, csi_oid_rsa_pss, csi_oid_ec;

#endif
