/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c -- judges the signatures of one document.
 *
 * Reads strictly: what could be read in two ways is reported as such and
 * never judged valid.  Each signature is proved over the bytes it covers; then
 * the revision that ends with those bytes is compared with the whole file. */
#include "judge.h"

#include "cms/cms.h"
#include "error.h"
#include "pdf/date.h"
#include "pdf/signature.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIGNATURES_MOST 1000
#define REVISIONS_MOST  1000
/* Certificates that chains are built from. */
#define POOL_MOST 1000

struct judge {
	struct cseal_report *report;
	struct csi_span bytes;
	const csi_trust *trust;
	int64_t time;
	csi_pdf_reader *reader;
	struct csi_pdf_signature *list;
	size_t list_count;
	uint64_t *ends; /* of the revisions, oldest first */
	size_t revisions;
	bool removed; /* an earlier signature is gone */
	cseal_error **ret_error;
};

/* Trouble with the document is a finding; trouble of our own is an error. */
static bool
is_finding(cseal_status st)
{
	return cseal_status_class_of(st) == CSEAL_CLASS_REFUSED;
}

/* Takes the error over into a sentence; CSEAL_OK, or the status where it is
 * not a finding. */
static cseal_status
to_reason(struct judge *judge, struct csi_reasons *reasons, const char *what,
    cseal_status st, cseal_error *error)
{
	if (!is_finding(st)) {
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

/* ---- revisions ------------------------------------------------------- */

static int
by_offset(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* A linearized file has two sections in its first revision, of which the
 * older one is the later in the file: both end with the later end. */
static cseal_status
list_revisions(struct judge *judge)
{
	size_t sections = csi_pdf_section_count(judge->reader);
	uint64_t end = 0, newer = 0;
	cseal_status st;

	if (sections > REVISIONS_MOST)
		return cseal_fail(judge->ret_error, CSEAL_REFUSED_LIMIT,
		    "the file had more than %d revisions", REVISIONS_MOST);
	judge->ends = calloc(sections, sizeof(*judge->ends));
	if (judge->ends == NULL)
		return csi_fail_memory(judge->ret_error);
	for (size_t i = 0; i < sections; i++) {
		st = csi_pdf_revision_end(
		    judge->reader, i, &end, judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		if (i > 0 && end > newer) {
			judge->ends[judge->revisions - 1] = end;
			newer = end;
			continue;
		}
		newer = end;
		judge->ends[judge->revisions++] = end;
	}
	qsort(judge->ends, judge->revisions, sizeof(*judge->ends), by_offset);
	return CSEAL_OK;
}

static uint32_t
revision_of(const struct judge *judge, uint64_t end)
{
	uint32_t i = 0;

	while (i + 1 < judge->revisions && judge->ends[i] < end)
		i++;
	return i + 1;
}

static bool
is_listed(const struct judge *judge, const struct csi_pdf_signature *wanted)
{
	for (size_t i = 0; i < judge->list_count; i++) {
		const struct csi_pdf_signature *have = &judge->list[i];

		if (have->value != NULL &&
		    have->value->source.at == wanted->value->source.at)
			return true;
	}
	return false;
}

/* Signatures that an earlier revision shows and the file does not. */
static cseal_status
look_for_removed(struct judge *judge, size_t revision)
{
	csi_pdf_reader *reader;
	struct csi_pdf_signature *list = NULL;
	size_t count = 0;
	cseal_status st;

	st = csi_pdf_reader_new(judge->bytes.at, judge->ends[revision],
	    CSI_PDF_STRICT, &reader, NULL);
	if (st != CSEAL_OK)
		return is_finding(st) ? CSEAL_OK
				      : csi_fail_memory(judge->ret_error);
	st = csi_pdf_signatures(reader, &list, &count, NULL);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		if (list[i].value == NULL || is_listed(judge, &list[i]))
			continue;
		judge->removed = true;
		csi_reasons_add(&judge->report->problems,
		    "The signature \"%s\" of revision %zu was taken away "
		    "later.",
		    list[i].field, revision + 1);
	}
	csi_pdf_signatures_free(list, count);
	csi_pdf_reader_free(reader);
	return st == CSEAL_OK || is_finding(st)
		   ? CSEAL_OK
		   : csi_fail_memory(judge->ret_error);
}

/* ---- one signature --------------------------------------------------- */

static cseal_status
hash_range(const struct judge *judge, const struct csi_pdf_range *range,
    const char *name, uint8_t *digest, unsigned *ret_len,
    cseal_error **ret_error)
{
	EVP_MD *md = EVP_MD_fetch(NULL, name, NULL);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok;

	ok = md != NULL && ctx != NULL && EVP_DigestInit_ex2(ctx, md, NULL) &&
	     EVP_DigestUpdate(ctx, judge->bytes.at, range->gap) &&
	     EVP_DigestUpdate(ctx, judge->bytes.at + range->after,
		 range->end - range->after) &&
	     EVP_DigestFinal_ex(ctx, digest, ret_len);
	EVP_MD_CTX_free(ctx);
	EVP_MD_free(md);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the digest %s could not be computed", name);
	return CSEAL_OK;
}

/* adbe.pkcs7.sha1 signs the SHA-1 of the range as encapsulated content
 * (12.8.3.3.1): the message digest is one of that. */
static cseal_status
prove(const struct judge *judge, const struct csi_pdf_range *range,
    const csi_cms_read *cms, const char *subfilter, cseal_error **ret_error)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	const char *name = csi_cms_digest_name(cms);
	struct csi_span content = csi_cms_content(cms);
	unsigned len;
	cseal_status st;

	if (name == NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the signature used an unknown digest");
	if (strcmp(subfilter, "adbe.pkcs7.sha1") == 0) {
		st = hash_range(judge, range, "SHA1", digest, &len, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (csi_cms_is_detached(cms) || content.len != len ||
		    memcmp(content.at, digest, len) != 0)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "the document was changed after it was signed");
		return csi_cms_prove(cms, NULL, 0, ret_error);
	}
	st = hash_range(judge, range, name, digest, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_cms_prove(cms, digest, len, ret_error);
}

static bool
is_known_subfilter(const char *subfilter)
{
	static const char *const known[] = { "ETSI.CAdES.detached",
		"adbe.pkcs7.detached", "adbe.pkcs7.sha1" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(subfilter, known[i]) == 0)
			return true;
	}
	return false;
}

static const char *
level_of(const char *subfilter, const csi_cms_read *cms, bool has_m)
{
	if (strcmp(subfilter, "ETSI.CAdES.detached") == 0 && has_m &&
	    csi_cms_is_baseline(cms))
		return "B-B";
	return "CMS";
}

/* /M is the claimed time of PAdES, the attribute that of older forms. */
static void
read_time(struct csi_report_row *row, const struct csi_pdf_value *dict,
    const csi_cms_read *cms, bool *ret_has_m)
{
	const struct csi_pdf_value *m = csi_pdf_find(dict, "M");
	int64_t claimed;

	*ret_has_m = m != NULL && m->type == CSI_PDF_STRING &&
		     csi_pdf_read_date(m->as.text, &claimed);
	if (!*ret_has_m && !csi_cms_signing_time(cms, &claimed))
		return;
	row->time = csi_time_text(claimed);
	row->shown.time = row->time;
	row->shown.time_source = "claimed";
}

static cseal_status
judge_cms(struct judge *judge, struct csi_report_row *row,
    const struct csi_pdf_value *dict, const struct csi_pdf_range *range)
{
	cseal_error *error = NULL;
	csi_cms_read *cms;
	const char *digest;
	bool has_m;
	cseal_status st;

	st = csi_cms_parse(
	    range->contents.at, range->contents.len, &cms, &error);
	if (st != CSEAL_OK) {
		if (st != CSEAL_REFUSED_UNSUPPORTED)
			row->shown.integrity = "broken";
		return to_reason(judge, &row->reasons,
		    "The signature value cannot be read", st, error);
	}
	row->cms = cms;
	read_time(row, dict, cms, &has_m);
	row->shown.level = level_of(row->subfilter, cms, has_m);
	st = prove(judge, range, cms, row->subfilter, &error);
	if (st == CSEAL_OK) {
		row->shown.integrity = "intact";
	} else {
		if (st != CSEAL_REFUSED_UNSUPPORTED)
			row->shown.integrity = "broken";
		st = to_reason(judge, &row->reasons,
		    "The signature does not hold", st, error);
	}
	digest = csi_cms_digest_name(cms);
	if ((digest != NULL && strcmp(digest, "SHA1") == 0) ||
	    strcmp(row->subfilter, "adbe.pkcs7.sha1") == 0) {
		csi_reasons_add(&row->reasons,
		    "SHA-1 was used, which no longer proves that nothing "
		    "was changed.");
		row->shown.level = "none";
	}
	return st;
}

static cseal_status
judge_later(struct judge *judge, struct csi_report_row *row,
    const struct csi_pdf_signature *signature,
    const struct csi_pdf_range *range)
{
	enum csi_pdf_changes changes = CSI_PDF_CHANGES_UNKNOWN;
	cseal_error *error = NULL;
	csi_pdf_reader *before;
	cseal_status st;

	if (row->shown.covers_file) {
		row->shown.changes = csi_pdf_changes_name(CSI_PDF_CHANGES_NONE);
		return CSEAL_OK;
	}
	st = csi_pdf_reader_new(
	    judge->bytes.at, range->end, CSI_PDF_STRICT, &before, &error);
	if (st != CSEAL_OK)
		return to_reason(judge, &row->reasons,
		    "What the signature covers is no whole document", st,
		    error);
	st = csi_pdf_judge_changes(before, judge->reader, signature->value,
	    &changes, &row->reasons, &error);
	csi_pdf_reader_free(before);
	if (st != CSEAL_OK)
		return to_reason(judge, &row->reasons,
		    "What was changed later cannot be judged", st, error);
	row->shown.changes = csi_pdf_changes_name(changes);
	return CSEAL_OK;
}

/* A virtual capture is marked in the signature, or in the document it
 * covers (14.5). */
static bool
is_marked_virtual(const struct csi_pdf_value *dict)
{
	const struct csi_pdf_value *mark = csi_pdf_find(dict, "CSEAL_Virtual");

	return mark != NULL && mark->type == CSI_PDF_BOOLEAN &&
	       mark->as.boolean;
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
	    strcmp(shown->changes, "unknown") == 0 ||
	    strcmp(shown->level, "none") == 0)
		return "indeterminate";
	return "valid";
}

/* What is not found out stays as it is set here: nothing is good by
 * default. */
static cseal_status
start_row(struct judge *judge, struct csi_report_row *row,
    struct csi_pdf_signature *signature)
{
	const struct csi_pdf_value *name =
	    signature->value->type == CSI_PDF_DICT
		? csi_pdf_find(signature->value, "SubFilter")
		: NULL;
	struct csi_bytes subfilter = { 0 };

	row->field = signature->field;
	signature->field = NULL;
	if (name != NULL && name->type == CSI_PDF_NAME)
		csi_bytes_add_span(&subfilter, name->as.text);
	row->subfilter = csi_bytes_take_text(&subfilter);
	if (row->subfilter == NULL)
		return csi_fail_memory(judge->ret_error);
	row->shown.size = sizeof(row->shown);
	row->shown.field = row->field;
	row->shown.kind = strcmp(row->subfilter, "ETSI.RFC3161") == 0
			      ? "timestamp"
			      : "signature";
	row->shown.subfilter = row->subfilter;
	row->shown.level = "none";
	row->shown.integrity = "unknown";
	row->shown.trust = "unknown";
	row->shown.changes = "unknown";
	row->shown.revisions = (uint32_t)judge->revisions;
	return CSEAL_OK;
}

static cseal_status
judge_range(struct judge *judge, struct csi_report_row *row,
    const struct csi_pdf_signature *signature,
    const struct csi_pdf_range *range)
{
	cseal_status st;

	row->shown.revision = revision_of(judge, range->end);
	row->shown.covers_file = range->end == judge->bytes.len;
	row->shown.is_virtual = is_marked_virtual(signature->value);
	if (!is_known_subfilter(row->subfilter)) {
		csi_reasons_add(&row->reasons,
		    "This version does not judge signatures of the form "
		    "\"%.64s\".",
		    row->subfilter);
		return CSEAL_OK;
	}
	st = judge_cms(judge, row, signature->value, range);
	if (st == CSEAL_OK)
		st = judge_later(judge, row, signature, range);
	return st;
}

static cseal_status
judge_signature(struct judge *judge, struct csi_report_row *row,
    struct csi_pdf_signature *signature)
{
	struct csi_pdf_range range;
	cseal_error *error = NULL;
	cseal_status st;

	st = start_row(judge, row, signature);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_range(judge->reader, signature->value, &range, &error);
	if (st == CSEAL_OK) {
		st = judge_range(judge, row, signature, &range);
	} else {
		row->shown.integrity = "broken";
		st = to_reason(judge, &row->reasons,
		    "The signature is malformed", st, error);
	}
	if (st == CSEAL_OK && row->reasons.failed)
		st = csi_fail_memory(judge->ret_error);
	return st;
}

/* ---- the signers ----------------------------------------------------- */

static cseal_status
judge_signer(struct judge *judge, struct csi_report_row *row,
    const struct csi_span *pool, size_t pool_count)
{
	const struct csi_span *certificates;
	size_t count = csi_cms_certificates(row->cms, &certificates);
	enum csi_trust_answer answer;
	cseal_error *error = NULL;
	char *why = NULL;
	cseal_status st;

	if (count == 0 || certificates[0].len == 0) {
		csi_reasons_add(&row->reasons,
		    "The signer's certificate is not in the signature.");
		return CSEAL_OK;
	}
	st = csi_certificate_read(certificates[0], &row->certificate, &error);
	if (st != CSEAL_OK)
		return to_reason(judge, &row->reasons,
		    "The signer's certificate cannot be read", st, error);
	row->shown.subject = row->certificate.subject;
	row->shown.issuer = row->certificate.issuer;
	row->shown.serial = row->certificate.serial;
	row->shown.not_before = row->certificate.not_before;
	row->shown.not_after = row->certificate.not_after;
	st = csi_trust_judge(judge->trust, certificates[0], pool, pool_count,
	    judge->time, &answer, &why, &error);
	if (st != CSEAL_OK)
		return to_reason(judge, &row->reasons,
		    "The certificate chain cannot be judged", st, error);
	row->shown.trust = csi_trust_answer_name(answer);
	if (why != NULL)
		csi_reasons_add(&row->reasons, "%s", why);
	free(why);
	return CSEAL_OK;
}

/* Any certificate of the document may serve for any chain (ETSI EN
 * 319 102-1, 5.2.6): a seal's issuer may have come with another seal. */
static cseal_status
judge_signers(struct judge *judge)
{
	struct cseal_report *report = judge->report;
	const struct csi_span *certificates;
	struct csi_span *pool;
	size_t count = 0, room = 1;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; i < report->count; i++) {
		if (report->rows[i].cms != NULL)
			room += csi_cms_certificates(
			    report->rows[i].cms, &certificates);
	}
	pool = calloc(room, sizeof(*pool));
	if (pool == NULL)
		return csi_fail_memory(judge->ret_error);
	for (size_t i = 0; i < report->count; i++) {
		size_t more = 0;

		if (report->rows[i].cms != NULL)
			more = csi_cms_certificates(
			    report->rows[i].cms, &certificates);
		for (size_t j = 0; j < more && count < POOL_MOST; j++) {
			if (certificates[j].len > 0)
				pool[count++] = certificates[j];
		}
	}
	for (size_t i = 0; st == CSEAL_OK && i < report->count; i++) {
		if (report->rows[i].cms != NULL)
			st = judge_signer(judge, &report->rows[i], pool, count);
	}
	free(pool);
	return st;
}

static cseal_status
conclude(struct judge *judge)
{
	struct cseal_report *report = judge->report;

	for (size_t i = 0; i < report->count; i++) {
		struct csi_report_row *row = &report->rows[i];

		if (row->reasons.failed)
			return csi_fail_memory(judge->ret_error);
		csi_cms_read_free(row->cms);
		row->cms = NULL;
		row->shown.verdict = verdict_of(row);
		row->shown.reasons = (const char *const *)row->reasons.at;
		row->shown.reason_count = row->reasons.count;
	}
	return CSEAL_OK;
}

/* ---- the document ---------------------------------------------------- */

static int
by_revision(const void *a, const void *b)
{
	const struct csi_report_row *x = a, *y = b;

	return x->shown.revision < y->shown.revision
		   ? -1
		   : x->shown.revision > y->shown.revision;
}

static cseal_status
judge_all(struct judge *judge)
{
	struct cseal_report *report = judge->report;
	cseal_status st = CSEAL_OK;
	size_t signed_count = 0;

	for (size_t i = 0; i < judge->list_count; i++)
		signed_count += judge->list[i].value != NULL;
	if (signed_count > SIGNATURES_MOST)
		return cseal_fail(judge->ret_error, CSEAL_REFUSED_LIMIT,
		    "the file had more than %d signatures", SIGNATURES_MOST);
	if (signed_count == 0)
		return CSEAL_OK;
	report->rows = calloc(signed_count, sizeof(*report->rows));
	if (report->rows == NULL)
		return csi_fail_memory(judge->ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < judge->list_count; i++) {
		if (judge->list[i].value == NULL)
			continue;
		st = judge_signature(
		    judge, &report->rows[report->count++], &judge->list[i]);
	}
	if (st == CSEAL_OK)
		st = judge_signers(judge);
	if (st == CSEAL_OK)
		st = conclude(judge);
	if (st == CSEAL_OK)
		qsort(report->rows, report->count, sizeof(*report->rows),
		    by_revision);
	return st;
}

static const char *
worst_of(const struct judge *judge)
{
	const struct cseal_report *report = judge->report;
	const char *worst = "valid";

	if (judge->removed)
		return "invalid";
	for (size_t i = 0; i < report->count; i++) {
		const char *verdict = report->rows[i].shown.verdict;

		if (strcmp(verdict, "invalid") == 0)
			return verdict;
		if (strcmp(verdict, "indeterminate") == 0)
			worst = verdict;
	}
	if (report->problems.count > 0)
		return "indeterminate";
	return report->count == 0 ? "unsigned" : worst;
}

/* What follows the last revision belongs to nothing that a reader shows, and
 * to nothing that anyone signed. */
static void
look_behind_the_end(struct judge *judge)
{
	uint64_t end = judge->ends[judge->revisions - 1];

	for (uint64_t i = end; i < judge->bytes.len; i++) {
		if (strchr(" \t\r\n\f", judge->bytes.at[i]) == NULL ||
		    judge->bytes.at[i] == '\0') {
			csi_reasons_add(&judge->report->problems,
			    "After the end of the document there are %llu "
			    "bytes that belong to no revision.",
			    (unsigned long long)(judge->bytes.len - end));
			return;
		}
	}
}

static cseal_status
read_document(struct judge *judge)
{
	cseal_status st;

	st = csi_pdf_reader_new(judge->bytes.at, judge->bytes.len,
	    CSI_PDF_STRICT, &judge->reader, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_is_encrypted(judge->reader))
		return cseal_fail(judge->ret_error, CSEAL_REFUSED_ENCRYPTED,
		    "it is encrypted, which this version does not judge");
	st = list_revisions(judge);
	if (st == CSEAL_OK)
		look_behind_the_end(judge);
	if (st == CSEAL_OK)
		st = csi_pdf_signatures(judge->reader, &judge->list,
		    &judge->list_count, judge->ret_error);
	for (size_t i = 0; st == CSEAL_OK && i + 1 < judge->revisions; i++)
		st = look_for_removed(judge, i);
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
    const csi_trust *trust, int64_t time, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	struct judge judge = {
		.report = report,
		.bytes = bytes,
		.trust = trust,
		.time = time,
		.ret_error = &error,
	};
	cseal_status st = hash_file(report, bytes, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = read_document(&judge);
	judge.ret_error = ret_error;
	if (st != CSEAL_OK)
		st = to_reason(&judge, &report->problems,
		    "The document cannot be read without guessing", st, error);
	if (st == CSEAL_OK && report->problems.failed)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK)
		report->verdict = worst_of(&judge);
	csi_pdf_signatures_free(judge.list, judge.list_count);
	csi_pdf_reader_free(judge.reader);
	free(judge.ends);
	return st;
}
