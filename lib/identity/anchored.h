/* SPDX-License-Identifier: Apache-2.0 */
/* anchored.h -- did somebody who is trusted make a certificate of a card (RFC
 * 5280, 6)?
 *
 * What is said of it names nobody: the certificate may be a person's. */
#ifndef CSI_IDENTITY_ANCHORED_H
#define CSI_IDENTITY_ANCHORED_H

#include "identity/emrtd.h"

struct csi_anchored {
	struct csi_span certificate;
	const struct csi_span *others; /* that may serve for a chain */
	size_t other_count;
	const struct csi_identity_trust *trust;
	int64_t time; /* at which it must hold; now is as good */
};

/*
 * Makes the verdict no better than the answer, and adds its reasons.  NO:
 * it was revoked; UNKNOWN: no chain leads to what was given, or one that is too
 * weak or too old.  Status: FAULT_MEMORY, FAULT_CRYPTO, REFUSED_LIMIT.
 */
cseal_status csi_anchored_judge(const struct csi_anchored *anchored,
    struct csi_record *record, cseal_verdict *verdict, cseal_error **ret_error);

/* Adds a reason, and makes the verdict no better than that. */
void csi_anchored_say(struct csi_record *record, cseal_verdict *verdict,
    cseal_verdict answer, const char *reason);

#endif
