/* SPDX-License-Identifier: Apache-2.0 */
/* chain.h -- puts certificates in the order in which they certify. */
#ifndef CSI_CHAIN_H
#define CSI_CHAIN_H

#include "bytes.h"

#include <counterseal/error.h>

/*
 * certificates[0] is the signer's.  Puts its issuer behind it, then that
 * one's, as far as they are there, and says how many those are; what does
 * not belong to the chain comes after them.  An issuer is one that really
 * signed, not one that only has the name.  Status: REFUSED_DAMAGED (one is
 * not a certificate; the note says which), FAULT_MEMORY.
 */
cseal_status csi_chain_order(struct csi_span *certificates, size_t count,
    size_t *ret_chain_count, cseal_error **ret_error);

#endif
