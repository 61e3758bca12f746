/* SPDX-License-Identifier: Apache-2.0 */
/* judge-signature.c -- one signature: is it intact, and what came after it? */
#include "judge-inside.h"

#include "cms/ses.h"
#include "error.h"
#include "pdf/date.h"

#include <openssl/evp.h>
#include <string.h>
#include <strings.h>

static cseal_status
hash_behind(const struct csi_judge *judge, struct csi_span prefix,
    const struct csi_pdf_range *range, const char *name, uint8_t *digest,
    unsigned *ret_len, cseal_error **ret_error)
{
	EVP_MD *md = EVP_MD_fetch(NULL, name, NULL);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok;

	ok = md != NULL && ctx != NULL && EVP_DigestInit_ex2(ctx, md, NULL) &&
	     EVP_DigestUpdate(ctx, prefix.at, prefix.len) &&
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

cseal_status
csi_judge_hash_range(const struct csi_judge *judge,
    const struct csi_pdf_range *range, const char *name, uint8_t *digest,
    unsigned *ret_len, cseal_error **ret_error)
{
	const struct csi_span none = { NULL, 0 };

	return hash_behind(
	    judge, none, range, name, digest, ret_len, ret_error);
}

/* A document time-stamp signs a TSTInfo, whose imprint is the digest of the
 * range (ISO 32000-2, 12.8.5). */
static cseal_status
prove_stamp(const struct csi_judge *judge, struct csi_report_row *row,
    const struct csi_pdf_range *range, cseal_error **ret_error)
{
	struct csi_timestamp timestamp = { 0 };
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	cseal_status st;

	st = csi_cms_timestamp(row->cms, &timestamp, ret_error);
	if (st == CSEAL_OK)
		st = csi_judge_hash_range(judge, range, timestamp.digest_name,
		    digest, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (timestamp.imprint.len != len ||
	    memcmp(timestamp.imprint.at, digest, len) != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the time-stamp was made for other bytes");
	row->stamped = timestamp.time;
	return csi_cms_prove(row->cms, NULL, 0, ret_error);
}

/* Some products leave the content of an SM2 signature inside in spite of
 * "detached": the bytes of the range, or more often their SM3. */
static bool
is_range(const struct csi_judge *judge, const struct csi_pdf_range *range,
    struct csi_span content)
{
	size_t first = (size_t)range->gap;
	size_t second = (size_t)(range->end - range->after);

	return content.len == first + second &&
	       memcmp(content.at, judge->bytes.at, first) == 0 &&
	       memcmp(content.at + first, judge->bytes.at + range->after,
		   second) == 0;
}

static cseal_status
prove_inside(const struct csi_judge *judge, const struct csi_pdf_range *range,
    const csi_cms_read *cms, cseal_error **ret_error)
{
	struct csi_span content = csi_cms_content(cms);
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len;
	cseal_status st;

	st = csi_judge_hash_range(judge, range, "SM3", digest, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!is_range(judge, range, content) &&
	    (content.len != len || memcmp(content.at, digest, len) != 0))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the document was changed after it was signed");
	return csi_cms_prove(cms, NULL, 0, ret_error);
}

/* adbe.pkcs7.sha1 signs the SHA-1 of the range as encapsulated content
 * (12.8.3.3.1): the message digest is one of that. */
static cseal_status
prove(const struct csi_judge *judge, const struct csi_pdf_range *range,
    const csi_cms_read *cms, const char *subfilter, cseal_error **ret_error)
{
	uint8_t digest[EVP_MAX_MD_SIZE], prefix[CSI_DIGEST_MOST];
	const char *name = csi_cms_digest_name(cms);
	struct csi_span content = csi_cms_content(cms);
	size_t prefix_len;
	unsigned len;
	cseal_status st;

	if (name == NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the signature used an unknown digest");
	if (strcmp(subfilter, "adbe.pkcs7.sha1") == 0) {
		st = csi_judge_hash_range(
		    judge, range, "SHA1", digest, &len, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (csi_cms_is_detached(cms) || content.len != len ||
		    memcmp(content.at, digest, len) != 0)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "the document was changed after it was signed");
		return csi_cms_prove(cms, NULL, 0, ret_error);
	}
	if (!csi_cms_is_detached(cms) &&
	    csi_cms_digest(cms) == CSEAL_DIGEST_SM3)
		return prove_inside(judge, range, cms, ret_error);
	st = csi_cms_prefix(cms, prefix, &prefix_len, ret_error);
	if (st == CSEAL_OK)
		st = hash_behind(judge, (struct csi_span){ prefix, prefix_len },
		    range, name, digest, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_cms_prove(cms, digest, len, ret_error);
}

/* GB/T 38540: an SES_Signature instead of a SignedData */
static bool
is_seal_structure(const char *subfilter)
{
	return strcasecmp(subfilter, "GM.sm2seal") == 0;
}

static bool
is_known_subfilter(const char *subfilter)
{
	static const char *const known[] = { "ETSI.CAdES.detached",
		"adbe.pkcs7.detached", "adbe.pkcs7.sha1", "ETSI.RFC3161" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(subfilter, known[i]) == 0)
			return true;
	}
	/* GM.sm2cms.detached, GM.SM2 and what else there may be */
	return strncasecmp(subfilter, "GM.", 3) == 0 &&
	       !is_seal_structure(subfilter);
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
judge_cms(struct csi_judge *judge, struct csi_report_row *row,
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
		return csi_judge_to_reason(judge, &row->reasons,
		    "The signature value cannot be read", st, error);
	}
	row->cms = cms;
	read_time(row, dict, cms, &has_m);
	row->shown.level =
	    row->is_stamp ? "none" : level_of(row->subfilter, cms, has_m);
	st = row->is_stamp ? prove_stamp(judge, row, range, &error)
			   : prove(judge, range, cms, row->subfilter, &error);
	if (st == CSEAL_OK) {
		row->shown.integrity = "intact";
	} else {
		if (st != CSEAL_REFUSED_UNSUPPORTED)
			row->shown.integrity = "broken";
		st = csi_judge_to_reason(judge, &row->reasons,
		    "The signature does not hold", st, error);
	}
	digest = csi_cms_digest_name(cms);
	if ((digest != NULL && strcmp(digest, "SHA1") == 0) ||
	    strcmp(row->subfilter, "adbe.pkcs7.sha1") == 0) {
		csi_reasons_add(&row->reasons,
		    "SHA-1 was used, which no longer proves that nothing "
		    "was changed.");
		row->shown.level = "none";
		row->is_weak = true;
	}
	return st;
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
	}
	csi_pdf_reader_free(before);
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
	row->is_stamp = strcmp(row->subfilter, "ETSI.RFC3161") == 0;
	row->shown.kind = row->is_stamp ? "timestamp" : "signature";
	row->shown.subfilter = row->subfilter;
	row->shown.level = "none";
	row->shown.integrity = "unknown";
	row->shown.trust = "unknown";
	row->shown.changes = "unknown";
	row->shown.revisions = (uint32_t)judge->revisions;
	return CSEAL_OK;
}

static cseal_status
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
	return CSEAL_OK;
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
	if (is_seal_structure(row->subfilter))
		return say_seal(row, range);
	if (!is_known_subfilter(row->subfilter)) {
		csi_reasons_add(&row->reasons,
		    "This version does not judge signatures of the form "
		    "\"%.64s\".",
		    row->subfilter);
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
	if (row->end == 0 || !is_known_subfilter(row->subfilter))
		row->integrity_reasons = row->reasons.count;
	if (st == CSEAL_OK && row->reasons.failed)
		st = csi_fail_memory(judge->ret_error);
	return st;
}
