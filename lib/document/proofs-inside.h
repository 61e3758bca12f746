/* SPDX-License-Identifier: Apache-2.0 */
/* proofs-inside.h -- shared by the files that collect proofs, and by no
 * other. */
#ifndef CSI_PROOFS_INSIDE_H
#define CSI_PROOFS_INSIDE_H

#include "document/proofs.h"

struct csi_collector {
	struct csi_proofs *proofs;
	cseal_context *context;
	const struct csi_span *others;
	size_t other_count;
	cseal_wait *wait;
	int64_t now;
	uint64_t *uses;
	size_t queue[CSI_PDF_DSS_MOST]; /* indices of certificates */
	size_t queued;
};

/* ---- proofs.c ---- */

struct csi_span csi_proofs_item(
    const struct csi_proofs *proofs, int kind, size_t i);
/* Keeps a copy, once, and marks it as used. */
cseal_status csi_proofs_keep(struct csi_collector *collector, int kind,
    struct csi_span item, size_t *ret_index, cseal_error **ret_error);
/* Keeps a certificate that is to be proven itself. */
cseal_status csi_proofs_enqueue(struct csi_collector *collector,
    struct csi_span certificate, cseal_error **ret_error);
cseal_status csi_proofs_fetch(struct csi_collector *collector,
    struct csi_span url, const char *type, struct csi_span body, size_t most,
    struct csi_bytes *ret_answer, cseal_error **ret_error);
/* One source failed: is there any sense in asking the next? */
bool csi_proofs_may_go_on(cseal_status st);
/* What the source before said is forgotten; this one's word stays. */
void csi_proofs_forget(cseal_error **ret_error);

/* ---- proofs-issuer.c ---- */

bool csi_proofs_is_issuer(struct csi_span issuer, struct csi_span certificate);
/* Among the caller's certificates and what was collected. */
bool csi_proofs_find_issuer(const struct csi_collector *collector,
    struct csi_span certificate, struct csi_span *ret_issuer);
cseal_status csi_proofs_fetch_issuer(struct csi_collector *collector,
    struct csi_span certificate, struct csi_span *ret_issuer,
    cseal_error **ret_error);

/* ---- proofs-state.c ---- */

/* Keeps what proves that a certificate is not revoked. */
cseal_status csi_proofs_find_state(struct csi_collector *collector,
    struct csi_span certificate, struct csi_span issuer,
    cseal_error **ret_error);

#endif
