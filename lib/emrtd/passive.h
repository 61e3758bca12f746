/* SPDX-License-Identifier: Apache-2.0 */
/* passive.h -- did the state sign what the chip says (passive authentication,
 * ICAO 9303-11, 5.1 and 9303-12, 6)?
 *
 * Nothing here asks the time or the network. */
#ifndef CSI_EMRTD_PASSIVE_H
#define CSI_EMRTD_PASSIVE_H

#include "emrtd/csca.h"
#include "emrtd/mrz.h"
#include "emrtd/sod.h"
#include "identity/record.h"

/* What states said of their certificates, one list each (DER). */
struct csi_passive_lists {
	const struct csi_span *at;
	size_t count;
};

struct csi_passive {
	const struct csi_sod *sod;
	/* What was read: number 0 is empty, an empty one was not. */
	struct csi_span files[CSI_GROUPS_MOST + 1];
	const struct csi_mrz *mrz; /* of data group 1 */
	const char *issued;        /* "YYYY-MM-DD" by data group 12, or "" */
	const csi_csca *csca;      /* NULL: none were given */
	struct csi_passive_lists lists;
	int64_t now; /* seconds since 1970 */
};

/* The answer, and its reasons.  NO: something is not what a state signed;
 * UNKNOWN: it could not be found out.  Status: FAULT_MEMORY, FAULT_CRYPTO. */
cseal_status csi_passive_judge(const struct csi_passive *passive,
    struct csi_record *record, cseal_verdict *ret_verdict,
    cseal_error **ret_error);

#endif
