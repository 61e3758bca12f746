/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c -- judges the signatures of one document.
 *
 * Reads strictly: what could be read in two ways is reported as such and
 * never judged valid.  Each signature is proved over the bytes it covers; then
 * the revision that ends with those bytes is compared with the whole file. */
#include "judge/judge.h"

#include "error.h"
#include "judge/inside.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIGNATURES_MOST 1000
/* Bytes that are digested: each signature may cover the whole file, and one
 * that came after another covers little that is new. */
#define DIGESTED_LEAST ((uint64_t)64 << 20)
#define DIGESTED_TIMES 16

bool
csi_judge_is_finding(cseal_status st)
{
	return cseal_status_class_of(st) == CSEAL_CLASS_REFUSED;
}

cseal_status
csi_judge_to_reason(struct csi_judge *judge, struct csi_reasons *reasons,
    const char *what, cseal_status st, cseal_error *error)
{
	if (!csi_judge_is_finding(st)) {
		if (judge->ret_error != NULL)
			*judge->ret_error = error;
		else
			cseal_error_free(error);
		return st;
	}
	csi_reasons_add(reasons, "%s: %s.", what, cseal_error_text(error));
	cseal_error_free(error);
	return CSEAL_OK;
}

static const char *
verdict_of(const struct csi_report_row *row)
{
	const struct cseal_report_signature *shown = &row->shown;

	if (strcmp(shown->integrity, "broken") == 0 ||
	    strcmp(shown->changes, "forbidden") == 0 ||
	    strcmp(shown->trust, "revoked") == 0)
		return "invalid";
	if (strcmp(shown->integrity, "intact") != 0 ||
	    strcmp(shown->trust, "trusted") != 0 ||
	    strcmp(shown->changes, "unknown") == 0 || row->is_weak)
		return "indeterminate";
	return "valid";
}

static cseal_status
conclude(struct csi_judge *judge)
{
	struct cseal_report *report = judge->report;

	for (size_t i = 0; i < report->count; i++) {
		struct csi_report_row *row = &report->rows[i];

		if (row->reasons.failed)
			return csi_fail_memory(judge->ret_error);
		csi_cms_read_free(row->cms);
		csi_cms_read_free(row->token);
		row->cms = NULL;
		row->token = NULL;
		row->shown.verdict = verdict_of(row);
		row->shown.reasons = (const char *const *)row->reasons.at;
		row->shown.reason_count = row->reasons.count;
	}
	return CSEAL_OK;
}

static int
by_revision(const void *a, const void *b)
{
	const struct csi_report_row *x = a, *y = b;

	return x->shown.revision < y->shown.revision
		   ? -1
		   : x->shown.revision > y->shown.revision;
}

struct pair {
	struct csi_pdf_signature *signature;
	struct csi_report_row *row;
};

static int
by_place(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return x->signature->value->source.at < y->signature->value->source.at
		   ? -1
		   : x->signature->value->source.at >
			 y->signature->value->source.at;
}

/* In the order in which they stand in the file; the rows are in that of the
 * form. */
static cseal_status
judge_each(struct csi_judge *judge, struct pair *pairs)
{
	struct cseal_report *report = judge->report;
	cseal_status st = CSEAL_OK;
	size_t count = 0;

	for (size_t i = 0; i < judge->list_count; i++) {
		if (judge->list[i].value == NULL)
			continue;
		pairs[count].signature = &judge->list[i];
		pairs[count].row = &report->rows[count];
		count++;
	}
	report->count = count;
	qsort(pairs, count, sizeof(*pairs), by_place);
	judge->covering.left =
	    DIGESTED_LEAST + DIGESTED_TIMES * (uint64_t)judge->bytes.len;
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = csi_judge_signature(
		    judge, pairs[i].row, pairs[i].signature);
	csi_covering_clear(&judge->covering);
	return st;
}

static cseal_status
judge_all(struct csi_judge *judge)
{
	struct cseal_report *report = judge->report;
	size_t signed_count = 0;
	struct pair *pairs;
	cseal_status st;

	for (size_t i = 0; i < judge->list_count; i++)
		signed_count += judge->list[i].value != NULL;
	if (signed_count > SIGNATURES_MOST)
		return cseal_fail(judge->ret_error, CSEAL_REFUSED_LIMIT,
		    "the file had more than %d signatures", SIGNATURES_MOST);
	if (signed_count == 0)
		return CSEAL_OK;
	report->rows = calloc(signed_count, sizeof(*report->rows));
	pairs = calloc(signed_count, sizeof(*pairs));
	st = report->rows == NULL || pairs == NULL
		 ? csi_fail_memory(judge->ret_error)
		 : csi_judge_start_proofs(judge);
	if (st == CSEAL_OK)
		st = judge_each(judge, pairs);
	free(pairs);
	if (st == CSEAL_OK)
		st = csi_judge_tokens(judge);
	if (st == CSEAL_OK && judge->statements.failed)
		st = csi_fail_memory(judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_judge_times(judge);
	if (st == CSEAL_OK)
		st = conclude(judge);
	if (st == CSEAL_OK)
		qsort(report->rows, report->count, sizeof(*report->rows),
		    by_revision);
	return st;
}

static bool
is_stamps_only(const struct cseal_report *report)
{
	for (size_t i = 0; i < report->count; i++) {
		if (!report->rows[i].is_stamp)
			return false;
	}
	return true;
}

/* A document time-stamp that proves nothing takes nothing from signatures
 * that hold without it. */
static const char *
worst_of(const struct csi_judge *judge)
{
	const struct cseal_report *report = judge->report;
	const char *worst = "valid";

	if (judge->removed)
		return "invalid";
	for (size_t i = 0; i < report->count; i++) {
		const struct csi_report_row *row = &report->rows[i];

		if (strcmp(row->shown.verdict, "invalid") == 0)
			return row->shown.verdict;
		if (strcmp(row->shown.verdict, "indeterminate") == 0 &&
		    (!row->is_stamp || is_stamps_only(report)))
			worst = row->shown.verdict;
	}
	if (report->problems.count > 0)
		return "indeterminate";
	return report->count == 0 ? "unsigned" : worst;
}

static cseal_status
read_document(struct csi_judge *judge)
{
	cseal_status st;

	st = csi_judge_open(
	    judge, judge->bytes.len, &judge->reader, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_judge_list_revisions(judge);
	if (st == CSEAL_OK)
		csi_judge_look_behind_the_end(judge);
	if (st == CSEAL_OK)
		st = csi_pdf_signatures(judge->reader, &judge->list,
		    &judge->list_count, judge->ret_error);
	for (size_t i = 0; st == CSEAL_OK && i + 1 < judge->revisions; i++)
		st = csi_judge_look_for_removed(judge, i);
	if (st == CSEAL_OK)
		st = judge_all(judge);
	return st;
}

static cseal_status
hash_file(
    struct cseal_report *report, struct csi_span bytes, cseal_error **ret_error)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len;

	if (!EVP_Digest(bytes.at, bytes.len, digest, &len, EVP_sha256(), NULL))
		return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the digest of the file could not be computed");
	for (unsigned i = 0; i < len; i++)
		snprintf(report->sha256 + 2 * i, 3, "%02x", digest[i]);
	return CSEAL_OK;
}

cseal_status
csi_judge(struct cseal_report *report, struct csi_span bytes,
    const struct csi_judge_wish *wish, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	struct csi_judge judge = {
		.report = report,
		.bytes = bytes,
		.wish = wish,
		.ret_error = &error,
	};
	cseal_status st = hash_file(report, bytes, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = read_document(&judge);
	judge.ret_error = ret_error;
	if (st != CSEAL_OK)
		st = csi_judge_to_reason(&judge, &report->problems,
		    "The document cannot be read without guessing", st, error);
	if (st == CSEAL_OK && report->problems.failed)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK)
		report->verdict = worst_of(&judge);
	if (st == CSEAL_OK)
		st = csi_report_list_findings(report, ret_error);
	csi_pdf_signatures_free(judge.list, judge.list_count);
	csi_pdf_reader_free(judge.reader);
	csi_judge_forget_proofs(&judge);
	free(judge.strays);
	free(judge.ends);
	return st;
}
