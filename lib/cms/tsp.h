/* SPDX-License-Identifier: Apache-2.0 */
/* tsp.h -- asks a time-stamp authority, and checks what it answered (RFC 3161,
 * RFC 5816). */
#ifndef CSI_TSP_H
#define CSI_TSP_H

#include "cms/algorithm.h"
#include "cms/cms.h"

#define CSI_TSP_MOST     (256u << 10) /* bytes of an answer */
#define CSI_TSP_NONCE    8            /* bytes */
#define CSI_TSP_ASK_TYPE "application/timestamp-query"

struct csi_tsp_question {
	const struct csi_digest_row *digest;
	uint8_t imprint[CSI_DIGEST_MOST];
	uint8_t nonce[CSI_TSP_NONCE];
};

/* Fills the question in, with a random nonce; the imprint is the digest of
 * the bytes.  Status: FAULT_CRYPTO, FAULT_MEMORY. */
cseal_status csi_tsp_question(const struct csi_digest_row *digest,
    struct csi_span bytes, struct csi_tsp_question *ret_question,
    cseal_error **ret_error);

/* Appends the TimeStampReq; the authority's certificate is asked for. */
void csi_tsp_request(
    const struct csi_tsp_question *question, struct csi_bytes *der);

/*
 * The token in a TimeStampResp, borrowed: granted, with the imprint and the
 * nonce of the question, signed by a certificate that came along and is for
 * time-stamps only (RFC 3161, 2.3).  Whether that one is trusted is not asked
 * here.  Status: FAULT_REMOTE for what does not hold, and the note says what.
 */
cseal_status csi_tsp_token(const struct csi_tsp_question *question,
    struct csi_span response, struct csi_span *ret_token,
    cseal_error **ret_error);

/* Is it a refusal of the digest (badAlg), so that another one may do? */
bool csi_tsp_refuses_digest(struct csi_span response);

#endif
