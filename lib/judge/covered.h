/* SPDX-License-Identifier: Apache-2.0 */
/* covered.h -- the bytes that a ByteRange covers, and whether a SignedData is
 * one over them. */
#ifndef CSI_COVERED_H
#define CSI_COVERED_H

#include "cms/cms.h"

/* What is shared by all signatures of one document.  Each covers it from its
 * start: where they are asked for from the first to the last, what lies before
 * a hole is digested once. */
struct csi_covering {
	const char *name;            /* of the digest; NULL: none yet */
	struct evp_md_ctx_st *state; /* after len bytes, or NULL */
	size_t len;
	uint64_t left; /* bytes that may be digested yet, for all of them */
};

void csi_covering_clear(struct csi_covering *covering);

struct csi_covered {
	struct csi_span before, behind; /* of the hole */
	struct csi_covering *covering;  /* or NULL: of one alone */
};

/* The digest, by OpenSSL's name, of the prefix and of what is covered.
 * digest: EVP_MAX_MD_SIZE.  Status: FAULT_CRYPTO, REFUSED_LIMIT. */
cseal_status csi_covered_hash(const struct csi_covered *covered,
    struct csi_span prefix, const char *name, uint8_t *digest,
    unsigned *ret_len, cseal_error **ret_error);

/* Content outside; or, of SM2 and SM3, also inside: the bytes themselves or
 * their digest.  Status: that of csi_cms_prove(). */
cseal_status csi_covered_prove(const struct csi_covered *covered,
    const csi_cms_read *cms, cseal_error **ret_error);

/* Is the content inside a digest of what is covered, by that name?  Proves
 * the SignedData, too; status likewise. */
cseal_status csi_covered_prove_digest(const struct csi_covered *covered,
    const csi_cms_read *cms, const char *name, cseal_error **ret_error);

#endif
