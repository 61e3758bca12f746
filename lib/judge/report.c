/* SPDX-License-Identifier: Apache-2.0 */
/* report.c -- the verdict on a document, and its JSON. */
#include "judge/report.h"

#include "cms/statement.h"
#include "document/document.h"
#include "error.h"
#include "judge/judge.h"
#include "judge/trustlist.h"
#include "wait.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LISTS_MS 120000 /* for trusted lists, however many and hostile */

/* What issuers said, from the caller's files. */
struct statements {
	struct csi_bytes lists[CSI_STATEMENT_FILES_MOST];
	struct csi_bytes answers[CSI_STATEMENT_FILES_MOST];
	size_t list_count, answer_count;
};

static void
free_statements(struct statements *statements)
{
	for (size_t i = 0; i < statements->list_count; i++)
		csi_bytes_free(&statements->lists[i]);
	for (size_t i = 0; i < statements->answer_count; i++)
		csi_bytes_free(&statements->answers[i]);
}

static cseal_status
load_statements(struct statements *statements,
    const struct cseal_report_options *options, cseal_error **ret_error)
{
	bool is_list = false;
	cseal_status st;

	if (options->revocation_count > CSI_STATEMENT_FILES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %d files with revocation information were given",
		    CSI_STATEMENT_FILES_MOST);
	for (size_t i = 0; i < options->revocation_count; i++) {
		struct csi_bytes der = { 0 };

		st = csi_statement_load(
		    options->revocation[i], &der, &is_list, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (is_list)
			statements->lists[statements->list_count++] = der;
		else
			statements->answers[statements->answer_count++] = der;
	}
	return CSEAL_OK;
}

static cseal_status
load_lists(csi_trust *trust, const struct cseal_report_options *options,
    int64_t now, cseal_error **ret_error)
{
	const struct csi_trustlist_wish wish = {
		.lists = options->trusted_lists,
		.list_count = options->trusted_list_count,
		.signers = options->trusted_list_signers,
		.signer_count = options->trusted_list_signer_count,
		.now = now,
	};
	cseal_wait wait;

	if (options->context == NULL || options->trusted_list_signer_count == 0)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "trusted lists need a context and the certificates of "
		    "those who sign them");
	csi_wait_init(&wait, LISTS_MS, NULL);
	return csi_trustlists_load(
	    options->context, &wish, &wait, trust, ret_error);
}

/* Whom the caller trusts; none: nobody was named. */
static cseal_status
load_trust(const struct cseal_report_options *options, int64_t now,
    csi_trust **ret_trust, cseal_error **ret_error)
{
	csi_trust *trust;
	cseal_status st;

	if (options->trust_count == 0 && options->trusted_list_count == 0)
		return CSEAL_OK;
	st = csi_trust_new(
	    options->trust, options->trust_count, &trust, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (options->trusted_list_count > 0)
		st = load_lists(trust, options, now, ret_error);
	if (st != CSEAL_OK) {
		csi_trust_free(trust);
		return st;
	}
	*ret_trust = trust;
	return CSEAL_OK;
}

cseal_status
cseal_report_new(cseal_document *document,
    const struct cseal_report_options *options, cseal_report **ret_report,
    cseal_error **ret_error)
{
	struct csi_judge_wish wish = { .time = (int64_t)time(NULL) };
	struct statements given = { 0 };
	cseal_report *report = NULL;
	csi_trust *trust = NULL;
	struct csi_span bytes;
	uint64_t len;
	cseal_status st = CSEAL_OK;

	if (document == NULL || ret_report == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "cseal_report_new() was called without a document");
	if (options != NULL && options->size < sizeof(*options))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the options of a report had %zu bytes, which are too few",
		    options->size);
	if (options != NULL && options->time != 0)
		wish.time = options->time;
	if (options != NULL)
		st = load_trust(options, wish.time, &trust, ret_error);
	if (st == CSEAL_OK && options != NULL)
		st = load_statements(&given, options, ret_error);
	if (st != CSEAL_OK)
		goto out;
	wish.trust = trust;
	wish.password = csi_bytes_span(&document->password);
	wish.must_be_told = options != NULL && options->require_revocation;
	wish.lists = given.lists;
	wish.list_count = given.list_count;
	wish.answers = given.answers;
	wish.answer_count = given.answer_count;
	report = calloc(1, sizeof(*report));
	if (report == NULL) {
		st = csi_fail_memory(ret_error);
		goto out;
	}
	bytes.at = cseal_document_bytes(document, &len);
	bytes.len = (size_t)len;
	st = csi_judge(report, bytes, &wish, ret_error);
	if (st != CSEAL_OK)
		goto out;
	*ret_report = report;
	report = NULL;
out:
	cseal_report_free(report);
	free_statements(&given);
	csi_trust_free(trust);
	return st;
}

const char *
cseal_report_verdict(const cseal_report *report)
{
	return report->verdict;
}

size_t
cseal_report_count(const cseal_report *report)
{
	return report->count;
}

const struct cseal_report_signature *
cseal_report_at(const cseal_report *report, size_t i)
{
	return i < report->count ? &report->rows[i].shown : NULL;
}

size_t
cseal_report_problem_count(const cseal_report *report)
{
	return report->problems.count;
}

const char *
cseal_report_problem(const cseal_report *report, size_t i)
{
	return i < report->problems.count ? report->problems.at[i] : NULL;
}

static json_t *
sentences(const char *const *at, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; array != NULL && i < count; i++) {
		if (json_array_append_new(array, json_string(at[i])) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static json_t *
signature(const struct cseal_report_signature *shown)
{
	return json_pack(
	    "{s:s, s:s, s:s*, s:s, s:I, s:I, s:b, s:s, s:s, s:s,"
	    " s:{s:s*, s:s*, s:s*, s:s*, s:s*}, s:s*, s:s*, s:b, s:s, s:o}",
	    "field", shown->field, "kind", shown->kind, "subfilter",
	    shown->subfilter, "level", shown->level, "revision",
	    (json_int_t)shown->revision, "revisions",
	    (json_int_t)shown->revisions, "covers_file",
	    (int)shown->covers_file, "integrity", shown->integrity, "trust",
	    shown->trust, "changes", shown->changes, "signer", "subject",
	    shown->subject, "issuer", shown->issuer, "serial", shown->serial,
	    "not_before", shown->not_before, "not_after", shown->not_after,
	    "time", shown->time, "time_source", shown->time_source, "virtual",
	    (int)shown->is_virtual, "verdict", shown->verdict, "reasons",
	    sentences(shown->reasons, shown->reason_count));
}

static json_t *
findings(const cseal_report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; array != NULL && i < report->finding_count; i++) {
		const struct cseal_report_finding *finding =
		    &report->findings[i];

		if (json_array_append_new(
			array, json_pack("{s:I, s:s, s:s, s:s}", "depth",
				   (json_int_t)finding->depth, "check",
				   finding->check, "outcome", finding->outcome,
				   "sentence", finding->sentence)) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static json_t *
signatures(const cseal_report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; array != NULL && i < report->count; i++) {
		if (json_array_append_new(
			array, signature(&report->rows[i].shown)) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

const char *
cseal_report_json(cseal_report *report, const char *file)
{
	json_t *root;

	free(report->json);
	report->json = NULL;
	root = json_pack("{s:s*, s:s, s:s, s:o, s:o, s:o}", "file", file,
	    "sha256", report->sha256, "verdict", report->verdict, "signatures",
	    signatures(report), "problems",
	    sentences((const char *const *)report->problems.at,
		report->problems.count),
	    "findings", findings(report));
	if (root == NULL)
		return NULL;
	report->json = json_dumps(root, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	json_decref(root);
	return report->json;
}

void
cseal_report_free(cseal_report *report)
{
	if (report == NULL)
		return;
	for (size_t i = 0; i < report->count; i++) {
		free(report->rows[i].field);
		free(report->rows[i].subfilter);
		free(report->rows[i].time);
		csi_certificate_clear(&report->rows[i].certificate);
		csi_reasons_free(&report->rows[i].reasons);
		csi_cms_read_free(report->rows[i].cms);
		csi_cms_read_free(report->rows[i].token);
	}
	free(report->rows);
	free(report->findings);
	csi_reasons_free(&report->problems);
	free(report->json);
	free(report);
}
