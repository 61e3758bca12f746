/* SPDX-License-Identifier: Apache-2.0 */
/* findings.c -- a report as one list: the document, its signatures, what was
 * checked of each, and why it came out so. */
#include "judge/report.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

enum { OF_DOCUMENT, OF_SIGNATURE, OF_CHECK, OF_DETAIL };

#define CHECKS_OF_EACH 4 /* at most, of a signature */

static const struct {
	const char *check, *outcome, *sentence;
} words[] = {
	{ "document", "valid",
	    "Every signature is intact and trusted, and nothing was changed "
	    "that must not be." },
	{ "document", "invalid",
	    "A signature is broken or not to be trusted, or the document was "
	    "changed after it." },
	{ "document", "indeterminate",
	    "Nothing is known to be wrong, but something that has to be known "
	    "is not." },
	{ "document", "unsigned", "The document has no signature." },
	{ "integrity", "intact",
	    "The signed bytes are the ones that were signed." },
	{ "integrity", "broken", "The signature does not fit what it covers." },
	{ "changes", "none", "Nothing was added after it." },
	{ "changes", "permitted",
	    "Only what may be added was added after it." },
	{ "changes", "forbidden",
	    "What was signed was changed, or more was added than may be." },
	{ "trust", "trusted",
	    "The certificate leads to a trust anchor that was given." },
	{ "trust", "untrusted",
	    "The certificate leads to no trust anchor that was given." },
	{ "trust", "expired", "A certificate was not valid at that time." },
	{ "trust", "revoked", "A certificate was taken back by its issuer." },
	{ "time", "claimed",
	    "The signer's clock says so; nobody else vouches for it." },
	{ "time", "timestamp", "A time-stamp vouches for it." },
};

static const char *
sentence_of(const char *check, const char *outcome)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].check, check) == 0 &&
		    strcmp(words[i].outcome, outcome) == 0)
			return words[i].sentence;
	}
	return "This is not known.";
}

static void
add(struct cseal_report *report, unsigned depth, const char *check,
    const char *outcome, const char *sentence)
{
	struct cseal_report_finding *finding =
	    &report->findings[report->finding_count++];

	finding->size = sizeof(*finding);
	finding->depth = depth;
	finding->check = check;
	finding->outcome = outcome;
	finding->sentence = sentence;
}

/* A check, and those of the reasons that are about it. */
static void
add_check(struct cseal_report *report, const struct csi_report_row *row,
    const char *check, const char *outcome, size_t from, size_t to)
{
	add(report, OF_CHECK, check, outcome, sentence_of(check, outcome));
	for (size_t i = from; i < to && i < row->reasons.count; i++)
		add(report, OF_DETAIL, check, outcome, row->reasons.at[i]);
}

static void
add_row(struct cseal_report *report, const struct csi_report_row *row)
{
	const struct cseal_report_signature *shown = &row->shown;

	add(report, OF_SIGNATURE, shown->kind, shown->verdict, shown->field);
	add_check(report, row, "integrity", shown->integrity, 0,
	    row->integrity_reasons);
	add_check(report, row, "changes", shown->changes,
	    row->integrity_reasons, row->changes_reasons);
	add_check(report, row, "trust", shown->trust, row->changes_reasons,
	    row->reasons.count);
	if (shown->time_source != NULL)
		add_check(report, row, "time", shown->time_source, 0, 0);
}

cseal_status
csi_report_list_findings(struct cseal_report *report, cseal_error **ret_error)
{
	size_t count = 1 + report->problems.count;

	for (size_t i = 0; i < report->count; i++)
		count += 1 + CHECKS_OF_EACH + report->rows[i].reasons.count;
	report->findings = calloc(count, sizeof(*report->findings));
	if (report->findings == NULL)
		return csi_fail_memory(ret_error);
	add(report, OF_DOCUMENT, "document", report->verdict,
	    sentence_of("document", report->verdict));
	for (size_t i = 0; i < report->problems.count; i++)
		add(report, OF_SIGNATURE, "document", report->verdict,
		    report->problems.at[i]);
	for (size_t i = 0; i < report->count; i++)
		add_row(report, &report->rows[i]);
	return CSEAL_OK;
}

size_t
cseal_report_finding_count(const cseal_report *report)
{
	return report->finding_count;
}

const struct cseal_report_finding *
cseal_report_finding_at(const cseal_report *report, size_t i)
{
	return i < report->finding_count ? &report->findings[i] : NULL;
}
