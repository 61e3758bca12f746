/* SPDX-License-Identifier: Apache-2.0 */
/* judge.h -- judges the signatures of one document. */
#ifndef CSI_JUDGE_H
#define CSI_JUDGE_H

#include "judge/report.h"

struct csi_judge_wish {
	const csi_trust *trust; /* NULL: unknown */
	int64_t time;           /* at which it is judged */
	bool must_be_told;      /* that no certificate is revoked */
	/* What issuers said, beside what is in the document. */
	const struct csi_bytes *lists, *answers;
	size_t list_count, answer_count;
	struct csi_span password; /* of an encrypted document */
};

/* Fills in verdict, rows, problems and sha256 of a report that is all zero.
 * An error means that there is no report. */
cseal_status csi_judge(struct cseal_report *report, struct csi_span bytes,
    const struct csi_judge_wish *wish, cseal_error **ret_error);

#endif
