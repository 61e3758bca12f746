/* SPDX-License-Identifier: Apache-2.0 */
/* proofs.h -- collects what later proves that certificates held: issuers,
 * answers of responders, revocation lists. */
#ifndef CSI_PROOFS_H
#define CSI_PROOFS_H

#include "bytes.h"
#include "pdf/dss.h"

#include <counterseal/module.h>

/* The kinds are those of a document security store. */
struct csi_proofs {
	struct csi_bytes items[CSI_PDF_DSS_KINDS][CSI_PDF_DSS_MOST];
	size_t counts[CSI_PDF_DSS_KINDS];
	size_t fetched; /* bytes */
};

void csi_proofs_free(struct csi_proofs *proofs);

/*
 * Collects for a certificate and all above it up to a root, for their
 * responders likewise.  others are certificates that may serve as issuers.
 * Bits of ret_uses say which items are for it.  What was collected before is
 * used again.  Status: FAULT_REMOTE (nobody gave what is needed),
 * REFUSED_UNSUPPORTED (a certificate does not say whom to ask),
 * REFUSED_CERT_REVOKED, REFUSED_LIMIT, and what csi_fetch() says.
 */
cseal_status csi_proofs_collect(struct csi_proofs *proofs,
    cseal_context *context, struct csi_span certificate,
    const struct csi_span *others, size_t other_count, cseal_wait *wait,
    uint64_t ret_uses[CSI_PDF_DSS_KINDS], cseal_error **ret_error);

#endif
