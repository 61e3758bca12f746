/* SPDX-License-Identifier: Apache-2.0 */
/* trustlist.h -- trust anchors from trusted lists (ETSI TS 119 612). */
#ifndef CSI_TRUSTLIST_H
#define CSI_TRUSTLIST_H

#include "cms/trust.h"

#include <counterseal/module.h>

#define CSI_TRUSTLISTS_MOST     64                 /* files with a list */
#define CSI_TRUSTLIST_MOST      ((size_t)32 << 20) /* bytes of one */
#define CSI_TRUSTLIST_SERVICES  16384              /* of one list, at most */
#define CSI_TRUSTLIST_POINTERS  256                /* of one list, at most */
#define CSI_TRUSTLIST_TERRITORY 15                 /* bytes, at most */

struct csi_trustlist_wish {
	const char *const *lists; /* paths */
	size_t list_count;
	const char *const *signers; /* paths, as trust anchors are given */
	size_t signer_count;
	int64_t now;
};

/*
 * Reads the lists through a module, and adds their services to trust.  Status:
 * SETUP_TRUST (names the path), SETUP_NO_MODULE and its kin, STOPPED_*,
 * FAULT_*.
 */
cseal_status csi_trustlists_load(cseal_context *context,
    const struct csi_trustlist_wish *wish, cseal_wait *wait, csi_trust *trust,
    cseal_error **ret_error);

#endif
