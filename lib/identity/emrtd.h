/* SPDX-License-Identifier: Apache-2.0 */
/* emrtd.h -- an identity from the files of a travel document's chip. */
#ifndef CSI_IDENTITY_EMRTD_H
#define CSI_IDENTITY_EMRTD_H

#include "emrtd/passive.h"
#include "identity/identity.h"

/* What somebody gave to judge by; all zero: nothing. */
struct csi_identity_trust {
	const csi_csca *csca; /* or NULL */
	struct csi_passive_lists lists;
	const char *mrz; /* as printed, or NULL */
	int64_t now;     /* seconds since 1970 */
};

/* Is that a file of such a chip: "emrtd.dg1"? */
bool csi_emrtd_is_file(const char *name);

/* Are such files there? */
bool csi_emrtd_is(const cseal_evidence *evidence);

/*
 * Reads fields, portrait, verdicts and reasons from the files into an identity
 * that has nothing but them.  Status: COUNTER_CARD_UNREADABLE (no data group
 * 1, or not one), REFUSED_INPUT (trust->mrz is no machine-readable zone),
 * FAULT_MEMORY, FAULT_CRYPTO.
 */
cseal_status csi_emrtd_derive(cseal_identity *identity, const char *today,
    const struct csi_identity_trust *trust, cseal_error **ret_error);

/* Adds a reason for whatever in the values does not add up on that day. */
void csi_emrtd_check(struct csi_record *record, const char *today);

#endif
