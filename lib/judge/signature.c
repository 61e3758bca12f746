/* SPDX-License-Identifier: Apache-2.0 */
/* signature.c -- one signature: is it intact, and what came after it? */
#include "judge/form.h"
#include "judge/inside.h"

#include "cms/ses.h"
#include "error.h"
#include "judge/covered.h"
#include "pdf/date.h"

#include <openssl/evp.h>
#include <string.h>

/* Objects that are read to compare what is covered with what there is. */
#define READ_LEAST 2000000
#define READ_TIMES 32

static struct csi_covered
covered_by(struct csi_judge *judge, const struct csi_pdf_range *range)
{
	const uint8_t *at = judge->bytes.at;

	return (struct csi_covered){ { at, (size_t)range->gap },
		{ at + range->after, (size_t)(range->end - range->after) },
		&judge->covering };
}

cseal_status
csi_judge_hash_range(struct csi_judge *judge, const struct csi_pdf_range *range,
    const char *name, uint8_t *digest, unsigned *ret_len,
    cseal_error **ret_error)
{
	const struct csi_covered covered = covered_by(judge, range);
	const struct csi_span none = { NULL, 0 };

	return csi_covered_hash(
	    &covered, none, name, digest, ret_len, ret_error);
}

/* What is to be proven. */
struct question {
	struct csi_judge *judge;
	struct csi_report_row *row;
	const struct csi_pdf_range *range;
};

/* A document time-stamp signs a TSTInfo, whose imprint is the digest of the
 * range (ISO 32000-2, 12.8.5). */
static cseal_status
prove_stamp(const struct question *question, const csi_cms_read *cms,
    cseal_error **ret_error)
{
	struct csi_timestamp timestamp = { 0 };
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	cseal_status st;

	st = csi_cms_timestamp(cms, &timestamp, ret_error);
	if (st == CSEAL_OK)
		st = csi_judge_hash_range(question->judge, question->range,
		    timestamp.digest_name, digest, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (timestamp.imprint.len != len ||
	    memcmp(timestamp.imprint.at, digest, len) != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the time-stamp was made for other bytes");
	question->row->stamped = timestamp.time;
	return csi_cms_prove(cms, NULL, 0, ret_error);
}

/* adbe.pkcs7.sha1 signs the SHA-1 of the range as encapsulated content
 * (12.8.3.3.1): the message digest is one of that. */
static cseal_status
prove_range(const struct question *question, const csi_cms_read *cms,
    cseal_error **ret_error)
{
	const struct csi_covered covered =
	    covered_by(question->judge, question->range);
	const char *subfilter = question->row->subfilter;

	if (csi_cms_digest_name(cms) == NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the signature used an unknown digest");
	if (csi_form_of(subfilter)->kind == CSI_FORM_CMS_SHA1)
		return csi_covered_prove_digest(
		    &covered, cms, "SHA1", ret_error);
	return csi_covered_prove(&covered, cms, ret_error);
}

static cseal_status
prove(void *user, const csi_cms_read *cms, cseal_error **ret_error)
{
	const struct question *question = user;

	return question->row->is_stamp ? prove_stamp(question, cms, ret_error)
				       : prove_range(question, cms, ret_error);
}

static const char *
level_of(const char *subfilter, const csi_cms_read *cms, bool has_m)
{
	const struct csi_form *form = csi_form_of(subfilter);

	if (form->kind == CSI_FORM_STAMP || form->kind == CSI_FORM_PKCS1)
		return "none";
	if (form->is_pades && has_m && csi_cms_is_baseline(cms))
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

/* /Cert is one string, or an array of them with the signer's first (ISO
 * 32000-1, Table 252). */
static cseal_status
parse_pkcs1(struct csi_judge *judge, const struct csi_pdf_value *dict,
    const struct csi_pdf_range *range, csi_cms_read **ret_cms,
    cseal_error **ret_error)
{
	struct csi_span certificates[CSI_CERTIFICATES_MOST];
	const struct csi_pdf_value *cert, *one;
	size_t count = 0;
	cseal_status st;

	st = csi_pdf_get(judge->reader, dict, "Cert", &cert, ret_error);
	if (st == CSEAL_OK && cert->type == CSI_PDF_STRING)
		certificates[count++] = cert->as.text;
	for (size_t i = 0;
	     st == CSEAL_OK && cert->type == CSI_PDF_ARRAY &&
	     i < cert->as.array.count && count < CSI_CERTIFICATES_MOST;
	     i++) {
		st = csi_pdf_resolve(
		    judge->reader, &cert->as.array.items[i], &one, ret_error);
		if (st == CSEAL_OK && one->type == CSI_PDF_STRING)
			certificates[count++] = one->as.text;
	}
	if (st != CSEAL_OK)
		return st;
	return csi_cms_parse_pkcs1(
	    range->contents, certificates, count, ret_cms, ret_error);
}

/* What is not done, or is too much to do, is not known. */
static bool
is_broken(cseal_status st)
{
	return st != CSEAL_REFUSED_UNSUPPORTED && st != CSEAL_REFUSED_LIMIT;
}

static cseal_status
judge_cms(struct csi_judge *judge, struct csi_report_row *row,
    const struct csi_pdf_value *dict, const struct csi_pdf_range *range)
{
	struct question question = { judge, row, range };
	cseal_error *error = NULL;
	csi_cms_read *cms;
	bool has_m;
	cseal_status st;

	if (csi_form_of(row->subfilter)->kind == CSI_FORM_PKCS1)
		st = parse_pkcs1(judge, dict, range, &cms, &error);
	else
		st = csi_cms_parse(
		    range->contents.at, range->contents.len, &cms, &error);
	if (st != CSEAL_OK) {
		if (is_broken(st))
			row->shown.integrity = "broken";
		return csi_judge_to_reason(judge, &row->reasons,
		    "The signature value cannot be read", st, error);
	}
	row->cms = cms;
	read_time(row, dict, cms, &has_m);
	st = csi_judge_prove_lent(judge, cms, prove, &question, &error);
	csi_judge_take_proofs(judge, cms, row->end);
	row->shown.level = level_of(row->subfilter, cms, has_m);
	if (st == CSEAL_OK) {
		row->shown.integrity = "intact";
	} else {
		if (is_broken(st))
			row->shown.integrity = "broken";
		st = csi_judge_to_reason(judge, &row->reasons,
		    "The signature does not hold", st, error);
	}
	return st;
}

/* Each signature reads all that it covers: what is short can ask for a lot. */
static cseal_status
check_work(const struct csi_judge *judge, cseal_error **ret_error)
{
	uint64_t size = csi_pdf_rows_end(judge->reader);

	if (judge->read <= READ_LEAST + READ_TIMES * size)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "with so many signatures there is too much to compare");
}

static cseal_status
judge_later(struct csi_judge *judge, struct csi_report_row *row,
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
	st = check_work(judge, &error);
	if (st == CSEAL_OK)
		st = csi_judge_open(judge, range->end, &before, &error);
	if (st != CSEAL_OK)
		return csi_judge_to_reason(judge, &row->reasons,
		    "What the signature covers is no whole document", st,
		    error);
	st = csi_pdf_judge_changes(before, judge->reader, signature->value,
	    &changes, &row->reasons, &error);
	if (st != CSEAL_OK) {
		st = csi_judge_to_reason(judge, &row->reasons,
		    "What was changed later cannot be judged", st, error);
	} else {
		row->shown.changes = csi_pdf_changes_name(changes);
		if (changes < CSI_PDF_CHANGES_UNKNOWN)
			st = csi_judge_steps(
			    judge, row, before, signature->value);
		if (st == CSEAL_OK)
			st = csi_judge_strays(judge, row);
	}
	judge->read += csi_judge_close(before) + csi_pdf_loaded(judge->reader);
	return st;
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

/* What is not found out stays as it is set here: nothing is good by
 * default. */
static cseal_status
start_row(struct csi_judge *judge, struct csi_report_row *row,
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
	csi_reasons_clean(row->subfilter);
	row->shown.size = sizeof(row->shown);
	row->shown.field = row->field;
	row->is_stamp = csi_form_of(row->subfilter)->kind == CSI_FORM_STAMP;
	row->shown.kind = row->is_stamp ? "timestamp" : "signature";
	row->shown.subfilter = row->subfilter;
	row->shown.level = "none";
	row->shown.integrity = "unknown";
	row->shown.trust = "unknown";
	row->shown.changes = "unknown";
	row->shown.revisions = (uint32_t)judge->revisions;
	return CSEAL_OK;
}

static void
say_seal(struct csi_report_row *row, const struct csi_pdf_range *range)
{
	char name[CSI_SES_NAME_MOST + 1];

	if (csi_ses_name(range->contents, name))
		csi_reasons_add(&row->reasons,
		    "The electronic seal \"%s\" (GB/T 38540) is recognised, but "
		    "this version does not judge it yet.",
		    name);
	else
		csi_reasons_add(&row->reasons,
		    "An electronic seal (GB/T 38540) that cannot be read.");
}

/* What is not judged is named: nothing is known of it, good or bad. */
static void
say_form(struct csi_report_row *row, const struct csi_pdf_range *range)
{
	switch (csi_form_of(row->subfilter)->kind) {
	case CSI_FORM_SES: say_seal(row, range); break;
	case CSI_FORM_NONE:
		csi_reasons_add(&row->reasons,
		    "The signature names no form (/SubFilter): it is not "
		    "judged.");
		break;
	case CSI_FORM_CMS:
	case CSI_FORM_CMS_SHA1:
	case CSI_FORM_STAMP:
	case CSI_FORM_PKCS1:
	case CSI_FORM_OTHER:
		csi_reasons_add(&row->reasons,
		    "This version does not judge signatures of the form "
		    "\"%.64s\".",
		    row->subfilter);
	}
}

/* What was signed in one field cannot stand for what is shown in another. */
static void
look_for_twin(
    struct csi_judge *judge, const struct csi_pdf_signature *signature)
{
	const struct csi_pdf_signature *twin = judge->list;

	while (twin->value == NULL ||
	       twin->value->source.at != signature->value->source.at)
		twin++;
	if (twin != signature)
		csi_reasons_add(&judge->report->problems,
		    "Two fields show one and the same signature.");
}

static cseal_status
judge_range(struct csi_judge *judge, struct csi_report_row *row,
    const struct csi_pdf_signature *signature,
    const struct csi_pdf_range *range)
{
	cseal_status st;

	row->shown.revision = csi_judge_revision_of(judge, range->end);
	row->shown.covers_file = range->end == judge->bytes.len;
	row->end = range->end;
	row->shown.is_virtual = is_marked_virtual(signature->value);
	if (!csi_form_is_judged(csi_form_of(row->subfilter))) {
		say_form(row, range);
		return CSEAL_OK;
	}
	st = judge_cms(judge, row, signature->value, range);
	row->integrity_reasons = row->reasons.count;
	if (st == CSEAL_OK)
		st = judge_later(judge, row, signature, range);
	return st;
}

cseal_status
csi_judge_signature(struct csi_judge *judge, struct csi_report_row *row,
    struct csi_pdf_signature *signature)
{
	struct csi_pdf_range range;
	cseal_error *error = NULL;
	cseal_status st;

	look_for_twin(judge, signature);
	st = start_row(judge, row, signature);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_range(judge->reader, signature->value, &range, &error);
	if (st == CSEAL_OK) {
		st = judge_range(judge, row, signature, &range);
	} else {
		row->shown.integrity = "broken";
		st = csi_judge_to_reason(judge, &row->reasons,
		    "It is not certain which part of the document was signed",
		    st, error);
	}
	row->changes_reasons = row->reasons.count;
	if (row->end == 0 || !csi_form_is_judged(csi_form_of(row->subfilter)))
		row->integrity_reasons = row->reasons.count;
	if (st == CSEAL_OK && row->reasons.failed)
		st = csi_fail_memory(judge->ret_error);
	return st;
}
