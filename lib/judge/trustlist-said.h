/* SPDX-License-Identifier: Apache-2.0 */
/* trustlist-said.h -- what a module says that a trusted list says. */
#ifndef CSI_TRUSTLIST_SAID_H
#define CSI_TRUSTLIST_SAID_H

#include "bytes.h"
#include "cms/service.h"
#include "judge/trustlist.h"

/* A certificate that may have signed another list. */
struct csi_trustlist_signer {
	struct csi_bytes der;
	char territory[CSI_TRUSTLIST_TERRITORY + 1]; /* whose list; "": any */
	int64_t until; /* of the list that names it; 0: no end */
};

struct csi_trustlist_signers {
	struct csi_trustlist_signer *all;
	size_t count, room;
};

/* Adds one, copied.  Status: FAULT_MEMORY, REFUSED_LIMIT. */
cseal_status csi_trustlist_signers_add(struct csi_trustlist_signers *signers,
    struct csi_span der, const char *territory, cseal_error **ret_error);
void csi_trustlist_signers_clear(struct csi_trustlist_signers *signers);

/* All zero but for asked: nothing was said yet. */
struct cseal_trustlist {
	size_t asked; /* signers of the request */
	bool has_head;
	bool is_bad; /* something that was said was not taken */
	size_t signer;
	bool is_of_lists;
	char territory[CSI_TRUSTLIST_TERRITORY + 1];
	int64_t next_update;
	size_t service_count;          /* that were said */
	struct csi_service **services; /* those that are of use */
	size_t count, room;
	size_t pointer_count;
	struct csi_trustlist_signers signers; /* of other lists */
};

void csi_trustlist_clear(cseal_trustlist *list);

#endif
