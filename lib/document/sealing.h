/* SPDX-License-Identifier: Apache-2.0 */
/* sealing.h -- one seal in the making: what was asked for, and what follows
 * from the certificate. */
#ifndef CSI_SEALING_H
#define CSI_SEALING_H

#include "cms/cms.h"
#include "document/document.h"
#include "pdf/seal.h"
#include "signer.h"

#include <counterseal/seal.h>

/* Bytes of a time-stamp until one was seen: what authorities send is 2 to
 * 7 kB. */
#define CSI_TOKEN_LEN 8192

struct csi_sealing {
	cseal_context *context;
	cseal_document *document;
	cseal_signer *signer; /* NULL: the signature comes later */
	const struct cseal_seal *seal;
	const char *filter;    /* NULL: Adobe.PPKLite */
	const char *subfilter; /* NULL: ETSI.CAdES.detached */
	cseal_wait wait;

	/* csi_sealing_run() fills in what is below; who composes a seal
	 * without a signer, does it. */
	const struct csi_span *chain;
	size_t chain_count;
	cseal_scheme scheme;
	cseal_digest digest;
	const struct csi_certificate *says; /* the signer's */
	size_t most;              /* bytes of room for the SignedData */
	struct csi_pdf_lock lock; /* while it is composed */
	const char *tsa;          /* URL, if there is to be a time-stamp */
	char *seed_tsa;           /* that of the field, while it is sealed */
	size_t token_most;        /* bytes of one; 0: not known yet */
	cseal_level reached;      /* B or T */
	cseal_error *lowered;     /* why it is not T; the caller frees it */
};

/* What the application asks for, as far as the seal itself tells.  Status:
 * FAULT_APPLICATION. */
cseal_status csi_seal_check(
    const struct cseal_seal *seal, cseal_error **ret_error);

/* Completes scheme and digest from chain and says, which may be none, and
 * checks the certificate. */
cseal_status csi_sealing_choose(
    struct csi_sealing *sealing, cseal_error **ret_error);

/* Now, and made for signing?  Status: REFUSED_CERT_*. */
cseal_status csi_sealing_check(
    const struct csi_certificate *certificate, cseal_error **ret_error);

/* A revision behind the document's end, which is whole but for its signature
 * and is not counted yet. */
struct csi_composed {
	size_t len; /* of the document with it */
	struct csi_pdf_holes holes;
	uint8_t digest[CSI_DIGEST_MOST]; /* of what is covered */
};
cseal_status csi_sealing_compose(struct csi_sealing *sealing,
    struct csi_composed *ret_composed, cseal_error **ret_error);

/* Appends one revision with one signature.  Status: that of
 * cseal_document_seal(). */
cseal_status csi_sealing_run(
    struct csi_sealing *sealing, cseal_error **ret_error);

#endif
