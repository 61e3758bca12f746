/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-report.c -- judges a whole document: there is a report, and without
 * trust anchors it is never a good one. */
#include "fuzz.h"

#include "judge/judge.h"

#include <stdlib.h>
#include <string.h>

#define JUDGED_AT 1795000000 /* no clock: a run can be repeated */

static void
check(cseal_report *report)
{
	if (strcmp(report->verdict, "valid") == 0)
		abort();
	for (size_t i = 0; i < report->count; i++) {
		if (strcmp(report->rows[i].shown.verdict, "valid") == 0)
			abort();
	}
	for (size_t i = 0; i < cseal_report_finding_count(report); i++) {
		if (cseal_report_finding_at(report, i)->sentence == NULL)
			abort();
	}
	if (cseal_report_json(report, "fuzz") == NULL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_judge_wish wish = { .time = JUDGED_AT };
	const struct csi_span bytes = { data, size };
	cseal_report *report = calloc(1, sizeof(*report));

	if (report == NULL)
		return 0;
	if (csi_judge(report, bytes, &wish, NULL) == CSEAL_OK)
		check(report);
	cseal_report_free(report);
	return 0;
}
