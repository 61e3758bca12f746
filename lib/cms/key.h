/* SPDX-License-Identifier: Apache-2.0 */
/* key.h -- what the key of a certificate can do, and what is chosen for it. */
#ifndef CSI_KEY_H
#define CSI_KEY_H

#include "bytes.h"

#include <counterseal/error.h>
#include <counterseal/signer.h>

struct csi_key {
	bool is_rsa, pss_only;
	size_t bits;
	size_t value_most;   /* bytes of a signature value */
	cseal_scheme scheme; /* the default, likewise below */
	cseal_digest digest;
};

/* Status: SETUP_KEY_UNSUPPORTED. */
cseal_status csi_key_read(struct csi_span certificate, struct csi_key *ret_key,
    cseal_error **ret_error);

/* Fills in DEFAULT, and refuses what the key cannot do: likewise. */
cseal_status csi_key_choose(const struct csi_key *key, cseal_scheme *scheme,
    cseal_digest *digest, cseal_error **ret_error);

#endif
