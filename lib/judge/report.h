/* SPDX-License-Identifier: Apache-2.0 */
/* report.h -- what judging fills in and the report shows. */
#ifndef CSI_REPORT_H
#define CSI_REPORT_H

#include "cms/cms.h"
#include "cms/trust.h"
#include "judge/reasons.h"
#include "pdf/changes.h"

#include <counterseal/report.h>

/* One signature: the owner of what the public entry borrows. */
struct csi_report_row {
	struct cseal_report_signature shown;
	char *field, *subfilter, *time;
	struct csi_certificate certificate;
	struct csi_reasons reasons;
	/* How many of the reasons are about integrity, and, from there to the
	 * second, about changes; the rest is about trust. */
	size_t integrity_reasons, changes_reasons;
	bool is_stamp; /* a document time-stamp */
	bool is_weak;  /* by what it was made with */
	uint64_t end;  /* of what it covers */
	/* While judging only. */
	csi_cms_read *cms;
	csi_cms_read *token; /* the time-stamp over its value, if it holds */
	int64_t stamped;     /* what the time-stamp says */
	bool is_proof;       /* of time: a trusted document time-stamp */
};

struct cseal_report {
	const char *verdict;
	struct csi_report_row *rows;
	size_t count;
	struct csi_reasons problems;
	struct cseal_report_finding *findings;
	size_t finding_count;
	char sha256[65];
	char *json;
};

/* The verdict and the rows as one list, when they are known. */
cseal_status csi_report_list_findings(
    struct cseal_report *report, cseal_error **ret_error);

#endif
