/* SPDX-License-Identifier: Apache-2.0 */
/* tsa.h -- gets a time-stamp from an authority. */
#ifndef CSI_TSA_H
#define CSI_TSA_H

#include "bytes.h"

#include <counterseal/module.h>

/* The URL that was given, else that of the configuration.  Status:
 * SETUP_CONFIG (there is none). */
cseal_status csi_tsa_url(cseal_context *context, const char *given,
    const char **ret_url, cseal_error **ret_error);

/* A token over the digest of the bytes; the caller frees it.  Status: FAULT_REMOTE, and what csi_fetch() says. */
cseal_status csi_tsa_token(cseal_context *context, const char *url,
    cseal_digest digest, struct csi_span bytes, cseal_wait *wait,
    struct csi_bytes *ret_token, cseal_error **ret_error);

/* The same over a digest that was computed already. */
cseal_status csi_tsa_token_of(cseal_context *context, const char *url,
    cseal_digest digest, const uint8_t *imprint, cseal_wait *wait,
    struct csi_bytes *ret_token, cseal_error **ret_error);

#endif
