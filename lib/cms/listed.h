/* SPDX-License-Identifier: Apache-2.0 */
/* listed.h -- the anchors that trusted lists have, beside those that were
 * given. */
#ifndef CSI_LISTED_H
#define CSI_LISTED_H

#include "cms/service.h"

#define CSI_LISTED_MOST 32768 /* services of all lists */

/* All zero is empty. */
struct csi_listed {
	struct csi_service **all;
	size_t count, room;
};

/* What an anchor must be for, and when. */
struct csi_moment {
	int64_t time;
	bool for_stamps;
};

struct csi_listing {
	const struct csi_service *service; /* NULL: the anchor was given */
	enum csi_service_answer answer;
};

/* Status: FAULT_MEMORY, REFUSED_LIMIT. */
cseal_status csi_listed_add(struct csi_listed *listed,
    struct csi_service *take_service, cseal_error **ret_error);
void csi_listed_clear(struct csi_listed *listed);

/* The anchors of the store, and those of the lists that may be used then;
 * moment NULL: all of them. */
cseal_status csi_listed_anchors(const struct csi_listed *listed,
    X509_STORE *store, const struct csi_moment *moment,
    STACK_OF(X509) * *ret_anchors, cseal_error **ret_error);

/* The service that an anchor is of: of several, the one that may rather be
 * used.  One of the store is of none. */
void csi_listed_find(const struct csi_listed *listed, X509_STORE *store,
    const struct csi_moment *moment, const X509 *anchor,
    struct csi_listing *ret_listing);

#endif
