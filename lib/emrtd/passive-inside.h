/* SPDX-License-Identifier: Apache-2.0 */
/* passive-inside.h -- what the files of passive authentication share. */
#ifndef CSI_EMRTD_PASSIVE_INSIDE_H
#define CSI_EMRTD_PASSIVE_INSIDE_H

#include "emrtd/passive.h"

#include <openssl/x509.h>

struct csi_passive_state {
	const struct csi_passive *passive;
	struct csi_record *record;
	cseal_verdict verdict;  /* so far; what is worse wins */
	struct csi_span signer; /* the document signer's certificate */
	X509 *x509;             /* likewise */
};

/* Adds a reason, and makes the verdict no better than that. */
void csi_passive_say(
    struct csi_passive_state *state, cseal_verdict verdict, const char *reason);

/* May the certificate sign documents?  Status: FAULT_MEMORY. */
cseal_status csi_passive_judge_signer(
    struct csi_passive_state *state, cseal_error **ret_error);

/* Is what stands in each critical extension known here, but_purpose: with
 * extended key usage left aside? */
bool csi_passive_knows_extensions(X509 *x509, bool but_purpose);

/* Did a state make the document signer's certificate, and for this document?
 * Status: FAULT_MEMORY. */
cseal_status csi_passive_judge_issuer(
    struct csi_passive_state *state, cseal_error **ret_error);

#endif
