/* SPDX-License-Identifier: Apache-2.0 */
/* judge.h -- judges the signatures of one document. */
#ifndef CSI_JUDGE_H
#define CSI_JUDGE_H

#include "report.h"

/* Fills in verdict, rows, problems and sha256 of a report that is all zero.
 * trust may be NULL.  An error means that there is no report. */
cseal_status csi_judge(struct cseal_report *report, struct csi_span bytes,
    const csi_trust *trust, int64_t time, cseal_error **ret_error);

#endif
