/* SPDX-License-Identifier: Apache-2.0 */
/* report.h -- what judging fills in and the report shows. */
#ifndef CSI_REPORT_H
#define CSI_REPORT_H

#include "cms/cms.h"
#include "cms/trust.h"
#include "pdf/changes.h"
#include "reasons.h"

#include <counterseal/report.h>

/* One signature: the owner of what the public entry borrows. */
struct csi_report_row {
	struct cseal_report_signature shown;
	char *field, *subfilter, *time;
	struct csi_certificate certificate;
	struct csi_reasons reasons;
	csi_cms_read *cms; /* while judging only */
};

struct cseal_report {
	const char *verdict;
	struct csi_report_row *rows;
	size_t count;
	struct csi_reasons problems;
	char sha256[65];
	char *json;
};

#endif
