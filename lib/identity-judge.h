/* SPDX-License-Identifier: Apache-2.0 */
/* identity-judge.h -- what somebody gave to judge an identity by, from files. */
#ifndef CSI_IDENTITY_JUDGE_H
#define CSI_IDENTITY_JUDGE_H

#include "identity/emrtd.h"

#define CSI_JUDGING_LISTS_MOST 256 /* revocation lists */

/* All zero is empty. */
struct csi_judging {
	struct csi_identity_trust trust; /* points into the rest */
	csi_csca *csca;
	struct csi_bytes *lists;
	struct csi_span *spans;
	size_t count;
};

/* Status: SETUP_TRUST, FAULT_APPLICATION, REFUSED_LIMIT.  Cleared by
 * csi_judging_clear() in any case. */
cseal_status csi_judging_load(const struct cseal_identity_judging *given,
    struct csi_judging *judging, cseal_error **ret_error);
void csi_judging_clear(struct csi_judging *judging);

#endif
