/* SPDX-License-Identifier: Apache-2.0 */
/* sealing.h -- one seal in the making: what was asked for, and what follows
 * from the certificate. */
#ifndef CSI_SEALING_H
#define CSI_SEALING_H

#include "cms/cms.h"
#include "document.h"
#include "pdf/lock.h"
#include "signer.h"

#include <counterseal/seal.h>

struct csi_sealing {
	cseal_context *context;
	cseal_document *document;
	cseal_signer *signer;
	const struct cseal_seal *seal;
	cseal_wait wait;

	/* csi_sealing_run() fills in what is below. */
	const struct csi_span *chain;
	size_t chain_count;
	cseal_scheme scheme;
	cseal_digest digest;
	const struct csi_certificate *says; /* the signer's */
	size_t most;              /* bytes of room for the SignedData */
	struct csi_pdf_lock lock; /* while it is composed */
};

/* Appends one revision with one signature.  Status: that of
 * cseal_document_seal(). */
cseal_status csi_sealing_run(
    struct csi_sealing *sealing, cseal_error **ret_error);

#endif
