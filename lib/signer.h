/* SPDX-License-Identifier: Apache-2.0 */
/* signer.h -- a signer as sealing sees it: a chain, and digests to sign. */
#ifndef CSI_SIGNER_H
#define CSI_SIGNER_H

#include "bytes.h"
#include "cms/trust.h"
#include "wait.h"

#include <counterseal/signer.h>

#define CSI_CHAIN_MOST 16 /* certificates of a chain */

/* Chain as DER, borrowed; [0] is the signer's. */
size_t csi_signer_chain(
    const cseal_signer *signer, const struct csi_span **ret_chain);

/* What certificate 0 says; read once, when the signer was opened. */
const struct csi_certificate *csi_signer_says(const cseal_signer *signer);

/* Signs with the driver, then proves every value with the public key of the
 * certificate: a token that signs wrongly is FAULT_CRYPTO, never a bad
 * document. */
cseal_status csi_signer_sign(cseal_signer *signer, cseal_scheme scheme,
    cseal_digest digest, struct cseal_sign_item *items, size_t count,
    cseal_wait *wait, cseal_error **ret_error);

#endif
