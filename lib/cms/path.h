/* SPDX-License-Identifier: Apache-2.0 */
/* path.h -- a certificate at a proven time: its chain to an anchor, and what
 * the issuers said of each certificate of it (ETSI EN 319 102-1, 5.2.6). */
#ifndef CSI_PATH_H
#define CSI_PATH_H

#include "cms/statement.h"
#include "cms/trust.h"
#include "judge/reasons.h"

struct csi_path {
	const csi_trust *trust;
	const struct csi_span *others; /* that may serve for a chain */
	size_t other_count;
	struct csi_statements *statements;
	int64_t time;      /* at which it must have held */
	int64_t told_at;   /* at which to ask whether it was told; 0: time */
	int64_t now;       /* at which it is judged */
	bool is_proven;    /* the time: what happened later does no harm */
	bool for_stamps;   /* of a time-stamp authority */
	bool must_be_told; /* that nothing is revoked */
};

struct csi_path_answer {
	enum csi_trust_answer trust;
	bool is_told; /* of every certificate below the anchor */
	/* Where the last of the statements stands that tell it; 0: none was
	 * needed. */
	uint64_t last;
};

/* Adds sentences to reasons.  Status: what csi_trust_find() and
 * csi_state_find() say. */
cseal_status csi_path_judge(const struct csi_path *path,
    struct csi_span certificate, struct csi_path_answer *ret_answer,
    struct csi_reasons *reasons, cseal_error **ret_error);

#endif
