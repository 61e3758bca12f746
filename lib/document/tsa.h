/* SPDX-License-Identifier: Apache-2.0 */
/* tsa.h -- gets a time-stamp from an authority. */
#ifndef CSI_TSA_H
#define CSI_TSA_H

#include "bytes.h"

#include <counterseal/module.h>

/* An authority, and how it is asked. */
struct csi_tsa {
	cseal_context *context;
	const char *url;
	cseal_digest digest; /* of the imprint; see below */
	cseal_wait *wait;
};

/* The URL that was given, else that of the configuration.  Status:
 * SETUP_CONFIG (there is none). */
cseal_status csi_tsa_url(cseal_context *context, const char *given,
    const char **ret_url, cseal_error **ret_error);

/* A token over the digest of the bytes; the caller frees it.  An authority
 * that refuses SM3 as no digest of its own is asked with SHA-256, also from
 * then on: the log says so.  Status: FAULT_REMOTE, and what csi_fetch() says.
 */
cseal_status csi_tsa_token(struct csi_tsa *tsa, struct csi_span bytes,
    struct csi_bytes *ret_token, cseal_error **ret_error);

/* The same over a digest that was computed already.  An empty token: it
 * refused that digest, and tsa->digest is now the one to come with. */
cseal_status csi_tsa_token_of(struct csi_tsa *tsa, const uint8_t *imprint,
    struct csi_bytes *ret_token, cseal_error **ret_error);

#endif
