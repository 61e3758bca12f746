/* SPDX-License-Identifier: Apache-2.0 */
/* pending.h -- a seal that waits for its signature, inside. */
#ifndef CSI_PENDING_H
#define CSI_PENDING_H

#include "cms/cms.h"
#include "signer.h"

#include <counterseal/pending.h>

#define CSI_PENDING_MOST      (4u << 20) /* bytes of a state */
#define CSI_PENDING_ROOM_MOST (1u << 20) /* bytes of a CMS that is to come */
#define CSI_PENDING_TSA_MOST  2048       /* bytes of a URL, with its NUL */

/* The state holds all but cms and state, which are made from it. */
struct cseal_pending {
	bool plain_cms, any_certificate, is_gm;
	cseal_scheme scheme;
	cseal_digest digest;
	uint64_t len; /* of the document that was prepared */
	uint64_t contents;
	uint32_t contents_len; /* with the brackets */
	uint8_t covered[CSI_DIGEST_MOST];
	size_t chain_count; /* 0: the certificates were not known */
	struct csi_bytes ders[CSI_CHAIN_MOST];
	struct csi_span chain[CSI_CHAIN_MOST]; /* into ders, in order */
	/* The time-stamp authority that the field names, with a NUL; or empty. */
	struct csi_bytes tsa;
	csi_cms *cms; /* NULL without certificates */
	struct csi_bytes state;
};

/* Begins the SignedData that is to come. */
cseal_status csi_pending_start(
    const cseal_pending *pending, csi_cms **ret_cms, cseal_error **ret_error);

/* Makes cms, where there are certificates. */
cseal_status csi_pending_complete(
    cseal_pending *pending, cseal_error **ret_error);

/* ---- pending-state.c ------------------------------------------------ */

/* Fills in state; what failed is remembered there. */
void csi_pending_write(cseal_pending *pending);
/* Fills in all but state of one that is all zero.  Status: that of
 * cseal_pending_new_state(). */
cseal_status csi_pending_parse(
    struct csi_span state, cseal_pending *pending, cseal_error **ret_error);

#endif
