/* SPDX-License-Identifier: Apache-2.0 */
/* test-judge.c -- proves lib/judge.c and lib/pdf/changes.c. */
#include "cms/der.h"
#include "judge/judge.h"
#include "tap.h"
#include "trusted.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct cseal_report *
judge_bytes_at(
    const void *bytes, size_t len, const csi_trust *anchors, int64_t now)
{
	struct cseal_report *report = calloc(1, sizeof(*report));
	const struct csi_judge_wish wish = { .trust = anchors, .time = now };
	struct csi_span span = { bytes, len };
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_judge(report, span, &wish, &error);
	if (st != CSEAL_OK) {
		printf("# %s: %s\n", cseal_status_name(st),
		    cseal_error_text(error));
		cseal_error_free(error);
		report->verdict = "no report";
	}
	return report;
}

static struct cseal_report *
judge_bytes(const void *bytes, size_t len, const csi_trust *anchors)
{
	return judge_bytes_at(bytes, len, anchors, (int64_t)time(NULL));
}

static struct cseal_report *
judge_at(const struct made *made, int64_t now)
{
	return judge_bytes_at(made->out.at, made->out.len, trust, now);
}

static struct cseal_report *
judge(const struct made *made)
{
	return judge_bytes(made->out.at, made->out.len, trust);
}

static void
print_findings(const struct cseal_report *report)
{
	for (size_t i = 0; i < report->problems.count; i++)
		printf("# problem: %s\n", report->problems.at[i]);
	for (size_t i = 0; i < report->count; i++) {
		const struct cseal_report_signature *row =
		    cseal_report_at(report, i);

		printf("# %s: %s %s %s %s\n", row->field, row->verdict,
		    row->integrity, row->trust, row->changes);
		for (size_t j = 0; j < row->reason_count; j++)
			printf("#   %s\n", row->reasons[j]);
	}
}

/* Does any sentence of the report contain the words? */
static bool
says(const struct cseal_report *report, const char *words)
{
	for (size_t i = 0; i < report->problems.count; i++) {
		if (strstr(report->problems.at[i], words) != NULL)
			return true;
	}
	for (size_t i = 0; i < report->count; i++) {
		for (size_t j = 0; j < report->rows[i].reasons.count; j++) {
			if (strstr(report->rows[i].reasons.at[j], words) !=
			    NULL)
				return true;
		}
	}
	return false;
}

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Judges, checks the verdict and the sentence, and frees all. */
static void
expect(
    struct made *made, const char *verdict, const char *words, const char *what)
{
	struct cseal_report *report = judge(made);

	if (!OKF(is(report->verdict, verdict), "%s: %s", what, verdict))
		print_findings(report);
	if (words != NULL && !OKF(says(report, words), "%s: %s", what, words))
		print_findings(report);
	cseal_report_free(report);
	csi_bytes_free(&made->out);
}

/* ---- documents ------------------------------------------------------- */

#define FORM    "/AcroForm <</SigFlags 3 /Fields ["
#define CATALOG "<</Type /Catalog /Pages 2 0 R "
#define PAGE \
	"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "
#define WIDGET(n) WIDGET_AT(n, "10 10 60 30")
#define WIDGET_AT(n, rect)                                            \
	"<</FT /Sig /Type /Annot /Subtype /Widget /T (" n ") /F 132 " \
	"/Rect [" rect "] /P 3 0 R "

/* Revision 2: field 6 with signature 7. */
static void
sign_first(struct made *made)
{
	made_object(made, 1, CATALOG FORM "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, WIDGET("First") "/V 7 0 R>>");
	made_signature(made, 7, "/Reason (Agreed)");
	made_sign(made, pkey, csi_bytes_span(&certificate));
}

/* Revision 3: field 8 with signature 9, after sign_first(). */
static void
sign_second(struct made *made)
{
	made_object(made, 1, CATALOG FORM "6 0 R 8 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R 8 0 R]>>");
	made_object(made, 8,
	    WIDGET_AT("Second", "70 10 120 30") "/V 9 0 R /AP <</N 10 0 R>>>>");
	made_object(made, 10,
	    "<</Type /XObject /Subtype /Form /BBox [0 0 50 20] /Length 0>>\n"
	    "stream\n\nendstream");
	made_signature(made, 9, "");
	made_sign(made, pkey, csi_bytes_span(&certificate));
}

static void
make_signed(struct made *made)
{
	made_base(made, "", "");
	made_end(made);
	sign_first(made);
}

/* ---- what must hold -------------------------------------------------- */

/* What is signed is the SHA-1 of the range, inside the SignedData. */
static void
make_signed_sha1(struct made *made)
{
	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG FORM "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, WIDGET("First") "/V 7 0 R>>");
	made_signature(made, 7, "/Reason (Agreed)");
	made_sign_sha1(made, pkey, csi_bytes_span(&certificate));
}

static void
an_old_signature_of_a_sha1_digest_is_proven_and_called_weak(void)
{
	struct made made = { 0 };
	struct cseal_report *report;

	make_signed_sha1(&made);
	report = judge(&made);
	if (!OK(is(cseal_report_at(report, 0)->integrity, "intact")))
		print_findings(report);
	OK(is(cseal_report_at(report, 0)->level, "none"));
	OK(says(report, "SHA-1 was used, which is not safe since 2012-08-01"));
	OK(is(cseal_report_at(report, 0)->verdict, "indeterminate"));
	cseal_report_free(report);
	/* When it was new. */
	report = judge_at(&made, 1300000000);
	OK(!says(report, "SHA-1"));
	OK(is(cseal_report_at(report, 0)->integrity, "intact"));
	cseal_report_free(report);
	csi_bytes_free(&made.out);
	memset(&made, 0, sizeof(made));
	make_signed_sha1(&made);
	*(uint8_t *)memmem(made.out.at, made.out.len, "Agreed", 6) = 'B';
	expect(&made, "invalid", "changed", "one letter");
}

/* ---- forms ----------------------------------------------------------- */

static void
start_form(struct made *made, const char *subfilter)
{
	memset(made, 0, sizeof(*made));
	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG FORM "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, WIDGET("First") "/V 7 0 R>>");
	made_signature(made, 7, "");
	made_subfilter(made, subfilter);
}

/* Nothing is known of it, so nothing good is said, even if a signature that
 * would hold below another name is in it. */
static void
expect_unjudged(struct made *made, const char *words, const char *what)
{
	struct cseal_report *report = judge(made);
	const struct cseal_report_signature *row = cseal_report_at(report, 0);

	if (!OKF(is(report->verdict, "indeterminate") && row != NULL &&
		     is(row->verdict, "indeterminate") &&
		     is(row->integrity, "unknown") &&
		     is(row->trust, "unknown") && is(row->level, "none"),
		"%s is not judged", what) ||
	    !OKF(says(report, words), "%s: %s", what, words))
		print_findings(report);
	OKF(report->rows[0].integrity_reasons == 1, "%s: one reason", what);
	cseal_report_free(report);
	csi_bytes_free(&made->out);
}

static void
forms_that_are_not_judged_are_named(void)
{
	static const struct {
		const char *subfilter, *words;
	} rows[] = {
		{ "/Acme.secret", "form \"Acme.secret\"." },
		{ "/etsi.cades.detached", "form \"etsi.cades.detached\"." },
		{ "/ETSI.CAdES", "form \"ETSI.CAdES\"." },
		{ "/GMX.sm2", "form \"GMX.sm2\"." },
		{ "/a#20b", "form \"a b\"." },
		{ "/#ff", "form \"?\"." },
		{ "null", "names no form" },
		{ "(adbe.pkcs7)", "names no form" },
		{ "7", "names no form" },
		{ "/GM.sm2seal", "electronic seal (GB/T 38540) that cannot" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct made made;

		start_form(&made, rows[i].subfilter);
		made_sign(&made, pkey, csi_bytes_span(&certificate));
		expect_unjudged(&made, rows[i].words, rows[i].subfilter);
	}
}

static void
forms_that_are_judged_are_valid_or_not(void)
{
	/* made_sign() makes what these have in common. */
	static const char *const names[] = { "/ETSI.CAdES.detached",
		"/adbe.pkcs7.detached", "/GM.sm2cms.detached", "/GM.SM2",
		"/gm.any" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct made made;

		start_form(&made, names[i]);
		made_sign(&made, pkey, csi_bytes_span(&certificate));
		expect(&made, "valid", NULL, names[i]);
		start_form(&made, names[i]);
		made_sign(&made, pkey, csi_bytes_span(&certificate));
		*(uint8_t *)memmem(made.out.at, made.out.len, "First", 5) = 'B';
		expect(&made, "invalid", NULL, names[i]);
	}
}

/* ---- electronic seals ------------------------------------------------- */

/* SES_Signature of GB/T 38540 (4) or GM/T 0031-2014 (1), with values that
 * nobody could have made: what is not judged must not depend on them. */
static struct csi_bytes
make_ses(uint8_t version)
{
	static const uint8_t one = 1;
	struct csi_bytes der = { 0 };
	size_t whole = csi_der_begin(&der, CSI_DER_SEQUENCE);
	size_t tbs = csi_der_begin(&der, CSI_DER_SEQUENCE), seal, info, part;

	csi_der_add(&der, CSI_DER_INTEGER, &version, 1);
	seal = csi_der_begin(&der, CSI_DER_SEQUENCE);
	info = csi_der_begin(&der, CSI_DER_SEQUENCE);
	part = csi_der_begin(&der, CSI_DER_SEQUENCE);
	csi_der_add(&der, 0x16, "ES", 2);
	csi_der_add(&der, CSI_DER_INTEGER, &version, 1);
	csi_der_add(&der, 0x16, "hall", 4);
	csi_der_end(&der, part);
	csi_der_add(&der, 0x16, "31000000000001", 14);
	part = csi_der_begin(&der, CSI_DER_SEQUENCE);
	csi_der_add(&der, CSI_DER_INTEGER, &one, 1);
	csi_der_add(&der, 0x0c, "\xe4\xb8\x9a\xe5\x8a\xa1\xe7\xab\xa0", 9);
	if (version == 4)
		csi_der_add(&der, CSI_DER_INTEGER, &one, 1);
	csi_der_end(&der, part);
	csi_der_end(&der, info);
	csi_der_add_span(
	    &der, CSI_DER_OCTET_STRING, csi_bytes_span(&certificate));
	csi_der_end(&der, seal);
	csi_der_add(&der, CSI_DER_TIME, "20260301120000Z", 15);
	csi_der_add(&der, CSI_DER_BIT_STRING, "\0digest", 7);
	csi_der_end(&der, tbs);
	csi_der_add_span(
	    &der, CSI_DER_OCTET_STRING, csi_bytes_span(&certificate));
	csi_der_add(&der, CSI_DER_BIT_STRING, "\0value", 6);
	csi_der_end(&der, whole);
	return der;
}

static void
an_electronic_seal_is_recognised_and_not_judged(void)
{
	static const char *const names[] = { "/GM.sm2seal", "/GM.SM2SEAL" };

	for (size_t i = 0; i < 4; i++) {
		struct csi_bytes der = make_ses(i < 2 ? 4 : 1);
		struct made made;

		start_form(&made, names[i % 2]);
		made_fill(&made, csi_bytes_span(&der));
		expect_unjudged(&made,
		    "electronic seal \"\xe4\xb8\x9a\xe5\x8a\xa1"
		    "\xe7\xab\xa0\" (GB/T 38540) is recognised",
		    names[i % 2]);
		/* Below a name that is for a SignedData it is none. */
		start_form(&made, "/GM.sm2cms.detached");
		made_fill(&made, csi_bytes_span(&der));
		expect(&made, "invalid", "cannot be read", "below that of CMS");
		start_form(&made, names[i % 2]);
		der.at[0] = CSI_DER_SET;
		made_fill(&made, csi_bytes_span(&der));
		expect_unjudged(&made, "cannot be read", "no SEQUENCE");
		csi_bytes_free(&der);
	}
}

static void
a_document_without_signatures_is_unsigned(void)
{
	struct made made;

	made_base(&made, "", "");
	made_end(&made);
	expect(&made, "unsigned", NULL, "base");
}

static void
a_signature_over_the_whole_file_is_valid(void)
{
	const struct cseal_report_signature *row;
	struct cseal_report *report;
	struct made made;

	make_signed(&made);
	report = judge(&made);
	OK(is(report->verdict, "valid"));
	OK(report->count == 1);
	row = cseal_report_at(report, 0);
	if (row != NULL) {
		OK(is(row->field, "First"));
		OK(is(row->kind, "signature"));
		OK(is(row->subfilter, "ETSI.CAdES.detached"));
		OK(is(row->level, "B-B"));
		OK(row->revision == 2 && row->revisions == 2);
		OK(row->covers_file);
		OK(is(row->integrity, "intact"));
		OK(is(row->trust, "trusted"));
		OK(is(row->changes, "none"));
		OK(is(row->subject, "CN=Test signer"));
		OK(row->time != NULL && is(row->time, "2026-11-23T10:00:00Z"));
		OK(row->time_source != NULL && is(row->time_source, "claimed"));
		OK(!row->is_virtual);
	}
	print_findings(report);
	cseal_report_free(report);
	csi_bytes_free(&made.out);
}

static void
without_anchors_the_verdict_is_indeterminate(void)
{
	struct cseal_report *report;
	struct made made;

	make_signed(&made);
	report = judge_bytes(made.out.at, made.out.len, NULL);
	OK(is(report->verdict, "indeterminate"));
	OK(is(report->rows[0].shown.trust, "unknown"));
	OK(is(report->rows[0].shown.integrity, "intact"));
	cseal_report_free(report);
	csi_bytes_free(&made.out);
}

static void
a_flipped_bit_of_the_signed_range_is_never_valid(void)
{
	struct cseal_report *report;
	size_t valid = 0, tried = 0;
	struct made made;

	make_signed(&made);
	for (size_t i = 0; i < made.out.len; i += 1 + i % 3) {
		/* What stands between the brackets is not signed. */
		if (i > made.gap && i < made.after - 1)
			continue;
		made.out.at[i] ^= 1;
		report = judge(&made);
		made.out.at[i] ^= 1;
		tried++;
		if (is(report->verdict, "valid")) {
			valid++;
			printf("# byte %zu of %zu\n", i, made.out.len);
		}
		cseal_report_free(report);
	}
	OKF(tried > 500, "%zu bytes were flipped", tried);
	OKF(valid == 0, "%zu of them went unnoticed", valid);
	csi_bytes_free(&made.out);
}

static void
a_cut_file_is_never_valid(void)
{
	struct cseal_report *report;
	size_t valid = 0;
	struct made made;

	make_signed(&made);
	/* The newline after the last %%EOF may go: it is signed, too. */
	for (size_t cut = 1; cut < made.out.len; cut += 1 + cut / 50) {
		report = judge_bytes(made.out.at, made.out.len - cut, trust);
		if (is(report->verdict, "valid")) {
			valid++;
			printf("# cut by %zu\n", cut);
		}
		cseal_report_free(report);
	}
	OKF(valid == 0, "%zu cuts went unnoticed", valid);
	csi_bytes_free(&made.out);
}

static void
a_second_signature_leaves_the_first_valid(void)
{
	struct cseal_report *report;
	struct made made;

	make_signed(&made);
	sign_second(&made);
	report = judge(&made);
	OK(is(report->verdict, "valid"));
	OK(report->count == 2);
	if (report->count == 2) {
		OK(is(report->rows[0].field, "First"));
		OK(is(report->rows[0].shown.changes, "permitted"));
		OK(!report->rows[0].shown.covers_file);
		OK(is(report->rows[1].shown.changes, "none"));
		OK(report->rows[1].shown.covers_file);
		OK(report->rows[1].shown.revision == 3);
	}
	print_findings(report);
	cseal_report_free(report);
	csi_bytes_free(&made.out);
}

static void
an_empty_field_may_be_signed_later(void)
{
	struct made made;

	made_base(&made, FORM "6 0 R 8 0 R]>>", "/Annots [6 0 R 8 0 R]");
	made_object(&made, 6, WIDGET("First") ">>");
	made_object(&made, 8, WIDGET("Second") ">>");
	made_end(&made);
	made_object(&made, 6, WIDGET("First") "/V 7 0 R>>");
	made_signature(&made, 7, "");
	made_sign(&made, pkey, csi_bytes_span(&certificate));
	made_object(&made, 8, WIDGET("Second") "/V 9 0 R>>");
	made_signature(&made, 9, "");
	made_sign(&made, pkey, csi_bytes_span(&certificate));
	expect(&made, "valid", NULL, "two fields");
}

static void
document_information_and_metadata_may_change(void)
{
	struct made made;

	made_base(&made, "/Metadata 11 0 R", "");
	made_object(&made, 11,
	    "<</Type /Metadata /Subtype /XML /Length 1>>\nstream\na\n"
	    "endstream");
	made_end(&made);
	made_object(&made, 1, CATALOG "/Metadata 11 0 R " FORM "6 0 R]>>>>");
	made_object(&made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(&made, 6, WIDGET("First") "/V 7 0 R>>");
	made_signature(&made, 7, "");
	made_sign(&made, pkey, csi_bytes_span(&certificate));
	made_object(&made, 5, "<</Title (Order) /Producer (P)>>");
	made_object(&made, 11,
	    "<</Type /Metadata /Subtype /XML /Length 1>>\nstream\nb\n"
	    "endstream");
	made_end(&made);
	expect(&made, "valid", NULL, "metadata");
}

/* The content of the page as made_base() has it, with another digit. */
static void
put_amount(struct made *made, int digit)
{
	made_object(made, 4,
	    "<</Length 28>>\nstream\nBT /F1 12 Tf (Pay %d00) Tj ET\nendstream",
	    digit);
	made_end(made);
}

static void
make_changed_back(struct made *made, int digit)
{
	make_signed(made);
	put_amount(made, digit);
	put_amount(made, 1);
}

static void
what_was_changed_and_changed_back_is_told(void)
{
	struct cseal_report *report;
	struct made made;

	make_changed_back(&made, 9);
	expect(&made, "valid",
	    "Revision 3 changed what was signed, and a later one changed it "
	    "back.",
	    "changed back");
	make_changed_back(&made, 1);
	report = judge(&made);
	OK(is(report->verdict, "valid"));
	OK(!says(report, "changed it back"));
	cseal_report_free(report);
	csi_bytes_free(&made.out);
}

static void
steps_have_a_limit(void)
{
	struct made made;

	make_changed_back(&made, 1);
	for (size_t i = 0; i < 120; i++) {
		made_object(&made, 5, "<</Title (Order)>>");
		made_end(&made);
	}
	expect(&made, "valid", "Not every revision was looked at", "many");
}

/* ---- attacks --------------------------------------------------------- */

static void
replaced_content_is_forbidden(void)
{
	struct made made;

	make_signed(&made);
	made_object(&made, 4,
	    "<</Length 28>>\nstream\nBT /F1 12 Tf (Pay 999) Tj ET\n"
	    "endstream");
	made_end(&made);
	expect(&made, "invalid", "Signed content was replaced", "content");
}

static void
a_page_that_shows_other_content_is_forbidden(void)
{
	struct made made;

	make_signed(&made);
	made_object(&made, 3,
	    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] "
	    "/Contents 12 0 R /Annots [6 0 R]>>");
	made_object(&made, 12, "<</Length 0>>\nstream\n\nendstream");
	made_end(&made);
	expect(&made, "invalid", "Page 1 was changed: its /Contents", "page");
}

static void
an_inserted_page_is_forbidden(void)
{
	struct made made;

	make_signed(&made);
	made_object(&made, 2, "<</Type /Pages /Count 2 /Kids [3 0 R 12 0 R]>>");
	made_object(
	    &made, 12, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>");
	made_end(&made);
	expect(&made, "invalid", "Pages were added or taken away", "insertion");
}

static void
an_exchanged_catalogue_is_forbidden(void)
{
	struct made made;

	make_signed(&made);
	made_object(
	    &made, 1, CATALOG FORM "6 0 R]>> /OpenAction [3 0 R /Fit]>>");
	made_end(&made);
	expect(&made, "invalid", "/OpenAction", "action");
	make_signed(&made);
	made_object(
	    &made, 1, "<</Type /Catalog /Pages 12 0 R " FORM "6 0 R]>>>>");
	made_object(&made, 12, "<</Type /Pages /Count 0 /Kids []>>");
	made_end(&made);
	expect(&made, "invalid", "/Pages", "page tree");
}

static void
a_moved_or_repainted_seal_is_forbidden(void)
{
	struct made made;

	make_signed(&made);
	made_object(&made, 6,
	    "<</FT /Sig /Type /Annot /Subtype /Widget /T (First) /F 132 "
	    "/Rect [90 10 160 30] /P 3 0 R /V 7 0 R>>");
	made_end(&made);
	expect(&made, "invalid", "changed after it was signed", "moved");
	make_signed(&made);
	made_object(&made, 6, WIDGET("First") "/V 7 0 R /AP <</N 12 0 R>>>>");
	made_object(&made, 12,
	    "<</Subtype /Form /BBox [0 0 9 9] /Length 0>>\nstream\n\n"
	    "endstream");
	made_end(&made);
	expect(&made, "invalid", "changed after it was signed", "repainted");
}

static void
an_annotation_over_the_text_is_forbidden(void)
{
	struct made made;

	make_signed(&made);
	made_object(&made, 3, PAGE "/Annots [6 0 R 12 0 R]>>");
	made_object(&made, 12,
	    "<</Type /Annot /Subtype /FreeText /Rect [0 0 200 100] "
	    "/Contents (Pay 999)>>");
	made_end(&made);
	expect(&made, "invalid", "An annotation was added", "overlay");
}

static void
a_signature_taken_away_is_noticed(void)
{
	struct made made;

	make_signed(&made);
	made_object(&made, 1, CATALOG ">>");
	made_end(&made);
	expect(&made, "invalid", "was taken away later", "removed");
}

static void
an_object_that_fills_a_hole_is_forbidden(void)
{
	struct made made;

	made_base(&made, "", "/Resources <</XObject <</X 20 0 R>>>>");
	made_end(&made);
	made_object(&made, 1, CATALOG FORM "6 0 R]>>>>");
	made_object(&made, 3,
	    PAGE "/Resources <</XObject <</X 20 0 R>>>> /Annots [6 0 R]>>");
	made_object(&made, 6, WIDGET("First") "/V 7 0 R>>");
	made_signature(&made, 7, "");
	made_sign(&made, pkey, csi_bytes_span(&certificate));
	made_object(&made, 20,
	    "<</Subtype /Form /BBox [0 0 9 9] /Length 0>>\nstream\n\n"
	    "endstream");
	made_end(&made);
	expect(&made, "invalid", "the signed content refers to", "hole");
}

static void
a_freed_object_is_forbidden(void)
{
	struct made made;

	make_signed(&made);
	made_free_object(&made, 4);
	made_end(&made);
	expect(&made, "invalid", "Signed content was replaced", "freed");
}

static void
a_field_that_can_act_is_forbidden(void)
{
	struct made made;

	make_signed(&made);
	made_object(&made, 1, CATALOG FORM "6 0 R 8 0 R]>>>>");
	made_object(&made, 8, WIDGET("Second") "/V 9 0 R /AA <</E 12 0 R>>>>");
	made_object(&made, 12, "<</S /JavaScript /JS (app.alert)>>");
	made_signature(&made, 9, "");
	made_sign(&made, pkey, csi_bytes_span(&certificate));
	expect(&made, "invalid", "more than a signature in it", "action");
}

static void
a_text_field_added_is_forbidden(void)
{
	struct made made;

	make_signed(&made);
	made_object(&made, 1, CATALOG FORM "6 0 R 12 0 R]>>>>");
	made_object(&made, 12, "<</FT /Tx /T (Amount) /V (999)>>");
	made_end(&made);
	expect(&made, "invalid", "not a signature field", "text field");
}

static void
certification_without_changes_forbids_a_signature(void)
{
	struct made made;

	made_base(&made, "", "");
	made_end(&made);
	made_object(
	    &made, 1, CATALOG "/Perms <</DocMDP 7 0 R>> " FORM "6 0 R]>>>>");
	made_object(&made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(&made, 6, WIDGET("First") "/V 7 0 R>>");
	made_signature(&made, 7,
	    "/Reference [<</Type /SigRef /TransformMethod /DocMDP "
	    "/TransformParams <</Type /TransformParams /V /1.2 /P 1>>>>]");
	made_sign(&made, pkey, csi_bytes_span(&certificate));
	made_object(&made, 1,
	    CATALOG "/Perms <</DocMDP 7 0 R>> " FORM "6 0 R 8 0 R]>>>>");
	made_object(&made, 3, PAGE "/Annots [6 0 R 8 0 R]>>");
	made_object(&made, 8, WIDGET("Second") "/V 9 0 R>>");
	made_signature(&made, 9, "");
	made_sign(&made, pkey, csi_bytes_span(&certificate));
	expect(&made, "invalid", "certification allows no changes", "P 1");
}

static void
bytes_behind_the_end_are_a_problem(void)
{
	struct made made;
	struct cseal_report *report;

	make_signed(&made);
	csi_bytes_add_text(&made.out, "%more\n");
	report = judge(&made);
	OK(!is(report->verdict, "valid"));
	OK(report->problems.count > 0);
	print_findings(report);
	cseal_report_free(report);
	csi_bytes_free(&made.out);
}

/* Nobody sees them, and they are no change; but somebody put them there. */
static void
bytes_that_nothing_lists_are_told(void)
{
	static const struct {
		const char *what, *text;
		bool is_told;
	} cases[] = {
		{ "nothing", "", false },
		{ "white space", "\n\n   \r\n", false },
		{ "a comment", "% made by somebody, on some day\n", false },
		{ "an object", "77 0 obj\n(hidden)\nendobj\n", true },
		{ "an older state of an object", "5 0 obj\n<<>>\nendobj\n",
		    true },
		{ "a word", "endobj\n", true },
		{ "half a mark", "startxref\nabc\n", true },
		{ "a comment that is none",
		    "%......................................................"
		    "......................................................."
		    "......................................................."
		    "......................................................."
		    ".......................................................\n",
		    true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cseal_report *report;
		struct made made;

		make_signed(&made);
		csi_bytes_add_text(&made.out, cases[i].text);
		made_object(&made, 5, "<</Title (Order)>>");
		made_end(&made);
		report = judge(&made);
		OKF(is(report->verdict, "valid"), "%s: valid", cases[i].what);
		OKF(says(report, "belong to nothing that the document lists") ==
			cases[i].is_told,
		    "%s: %s", cases[i].what,
		    cases[i].is_told ? "told" : "not told");
		OKF(says(report, "there are 25 bytes") == (i == 3), "%s",
		    cases[i].what);
		cseal_report_free(report);
		csi_bytes_free(&made.out);
	}
}

/* ---- files that ask for a lot of work ---------------------------------- */

#define FIELDS    4000
#define REVISIONS 150

static void
add_line(struct csi_bytes *out, const char *format, ...)
{
	char line[128];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	csi_bytes_add_text(out, line);
}

/* A form of many fields, and many revisions of one object. */
static void
make_heavy(struct csi_bytes *out, const char *text)
{
	struct csi_bytes rows = { 0 };
	size_t prev, at;

	csi_bytes_add_text(out, "%PDF-1.7\n");
	csi_bytes_add_text(&rows, "xref\n0 1\n0000000000 65535 f \n1 3\n");
	add_line(&rows, "%010zu 00000 n \n", out->len);
	csi_bytes_add_text(
	    out, "1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[");
	for (int i = 0; i < FIELDS; i++)
		add_line(out, "%d 0 R ", 10 + i);
	csi_bytes_add_text(out, "]>>>>\nendobj\n");
	add_line(&rows, "%010zu 00000 n \n", out->len);
	csi_bytes_add_text(
	    out, "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n");
	add_line(&rows, "%010zu 00000 n \n", out->len);
	csi_bytes_add_text(out,
	    "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\n"
	    "endobj\n");
	add_line(&rows, "10 %d\n", FIELDS);
	for (int i = 0; i < FIELDS; i++) {
		add_line(&rows, "%010zu 00000 n \n", out->len);
		add_line(
		    out, "%d 0 obj\n<</FT/Tx/T(f%d)>>\nendobj\n", 10 + i, i);
	}
	prev = out->len;
	csi_bytes_add_span(out, csi_bytes_span(&rows));
	add_line(out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n",
	    10 + FIELDS, prev);
	csi_bytes_add_text(out, "%%EOF\n");
	for (int i = 0; i < REVISIONS; i++) {
		at = out->len;
		add_line(out, "4 0 obj\n(%s)\nendobj\n", text);
		add_line(out, "xref\n4 1\n%010zu 00000 n \n", at);
		at = out->len - strlen("xref\n4 1\n0000000000 00000 n \n");
		add_line(out,
		    "trailer\n<</Size %d/Root 1 0 R/Prev %zu>>\nstartxref\n"
		    "%zu\n",
		    10 + FIELDS, prev, at);
		csi_bytes_add_text(out, "%%EOF\n");
		prev = at;
	}
	csi_bytes_free(&rows);
}

static void
many_revisions_of_many_fields_are_not_all_read(void)
{
	struct csi_bytes plain = { 0 }, suspect = { 0 };
	struct cseal_report *report;

	/* No signature can have been in any of them. */
	make_heavy(&plain, "nothing");
	report = judge_bytes(plain.at, plain.len, trust);
	OK(is(report->verdict, "unsigned"));
	cseal_report_free(report);
	make_heavy(&suspect, "/ByteRange");
	report = judge_bytes(suspect.at, suspect.len, trust);
	OK(is(report->verdict, "indeterminate"));
	OK(says(report, "there is too much to read"));
	cseal_report_free(report);
	csi_bytes_free(&plain);
	csi_bytes_free(&suspect);
}

#define SIGNATURES 200
#define LONG       (8u << 20) /* bytes */

/* Fields from 10 on, each with one and the same signature in it, before a long
 * stream that all of them cover. */
static void
make_many(struct csi_bytes *out, struct csi_span contents)
{
	size_t objects[4 + 2 * SIGNATURES + 8] = { 0 }, at[SIGNATURES];
	size_t gaps[SIGNATURES], count = 0;
	uint8_t *room;

	csi_bytes_add_text(out, "%PDF-1.7\n");
	objects[1] = out->len;
	csi_bytes_add_text(
	    out, "1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[");
	for (int i = 0; i < SIGNATURES; i++)
		add_line(out, "%d 0 R ", 5 + 2 * i);
	csi_bytes_add_text(out, "]>>>>\nendobj\n");
	objects[2] = out->len;
	csi_bytes_add_text(
	    out, "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n");
	objects[3] = out->len;
	csi_bytes_add_text(out,
	    "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\n"
	    "endobj\n");
	for (int i = 0; i < SIGNATURES; i++) {
		objects[5 + 2 * i] = out->len;
		add_line(out, "%d 0 obj\n<</FT/Sig/T(s%d)/V %d 0 R>>\nendobj\n",
		    5 + 2 * i, i, 6 + 2 * i);
		objects[6 + 2 * i] = out->len;
		add_line(out,
		    "%d 0 obj\n<</Type/Sig/SubFilter/adbe.pkcs7.detached",
		    6 + 2 * i);
		at[count] = out->len;
		add_line(
		    out, "/ByteRange[0 %010d %010d %010d]/Contents", 0, 0, 0);
		gaps[count++] = out->len;
		csi_bytes_add_text(out, "<");
		for (size_t k = 0; k < contents.len; k++)
			add_line(out, "%02x", contents.at[k]);
		csi_bytes_add_text(out, ">>>\nendobj\n");
	}
	objects[4] = out->len;
	add_line(out, "4 0 obj\n<</Length %u>>\nstream\n", LONG);
	room = csi_bytes_room(out, LONG);
	if (room == NULL)
		abort();
	memset(room, ' ', LONG);
	out->len += LONG;
	csi_bytes_add_text(out, "\nendstream\nendobj\n");
	count = out->len;
	add_line(out, "xref\n0 %d\n0000000000 65535 f \n", 5 + 2 * SIGNATURES);
	for (int i = 1; i < 5 + 2 * SIGNATURES; i++)
		add_line(out, "%010zu 00000 n \n", objects[i]);
	add_line(out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n",
	    5 + 2 * SIGNATURES, count);
	csi_bytes_add_text(out, "%%EOF\n");
	for (int i = 0; i < SIGNATURES; i++) {
		size_t after = gaps[i] + 2 * contents.len + 2;
		char range[64];

		snprintf(range, sizeof(range), "[0 %010zu %010zu %010zu]",
		    gaps[i], after, out->len - after);
		memcpy(out->at + at[i] + strlen("/ByteRange"), range,
		    strlen(range));
	}
}

static size_t
count_of(const struct cseal_report *report, const char *integrity)
{
	size_t count = 0;

	for (size_t i = 0; i < report->count; i++)
		count += is(report->rows[i].shown.integrity, integrity);
	return count;
}

/* The first are judged; of the others nothing is said, good or bad. */
static void
many_signatures_over_all_of_a_long_file_are_not_all_digested(void)
{
	const struct cseal_report_signature *row;
	struct cseal_report *report;
	struct csi_bytes out = { 0 };
	struct csi_span contents;
	struct made made;

	make_signed(&made);
	contents.at = made.out.at + made.gap + 1;
	contents.len = made.after - made.gap - 2;
	for (size_t i = 0; i < contents.len / 2; i++) {
		unsigned byte;

		sscanf((const char *)contents.at + 2 * i, "%2x", &byte);
		made.out.at[i] = (uint8_t)byte;
	}
	/* SEQUENCE, and its length in two bytes */
	OK(made.out.at[0] == CSI_DER_SEQUENCE && made.out.at[1] == 0x82);
	contents.at = made.out.at;
	contents.len = 4 + ((size_t)made.out.at[2] << 8 | made.out.at[3]);
	make_many(&out, contents);
	report = judge_bytes(out.at, out.len, trust);
	OK(report->count == SIGNATURES);
	OK(is(report->verdict, "invalid"));
	OK(count_of(report, "broken") > 10);
	OK(count_of(report, "unknown") > 100);
	row = cseal_report_at(report, 0);
	OK(row != NULL && is(row->field, "s0") && is(row->integrity, "broken"));
	OK(says(report, "there is too much to digest"));
	cseal_report_free(report);
	csi_bytes_free(&made.out);
	csi_bytes_free(&out);
}

static void
put(struct made *made, const char *range)
{
	char *at = memmem(made->out.at + made->gap - 64, 64, "[0 ", 3);

	memcpy(at, range, strlen(range));
}

static void
a_twisted_byte_range_is_malformed(void)
{
	static const char *const ranges[] = {
		"[1 0000000600 0000008700 0000000300]",
		"[0 0000000000 0000000000 0000000000]",
		"[0 9999999999 9999999999 9999999999]",
		"[0 0000000600 0000000500 0000000300]",
		"[0 -000000600 0000008700 0000000300]",
		"[0 0000000600 0000008700           ]",
		"[0 0000000600 0000008700 3 0000 0 R]",
	};
	struct cseal_report *report;
	struct made made;

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		make_signed(&made);
		put(&made, ranges[i]);
		report = judge(&made);
		OKF(!is(report->verdict, "valid"), "%s is not valid",
		    ranges[i]);
		OKF(report->count == 1 &&
			is(report->rows[0].shown.integrity, "broken"),
		    "%s is broken", ranges[i]);
		cseal_report_free(report);
		csi_bytes_free(&made.out);
	}
}

static void
garbage_gets_a_report_and_no_crash(void)
{
	static const char *const texts[] = { "", "%PDF-", "%PDF-1.7\n%%EOF",
		"startxref\n0\n%%EOF", "no pdf at all" };
	struct cseal_report *report;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		report = judge_bytes(texts[i], strlen(texts[i]), trust);
		OK(is(report->verdict, "indeterminate"));
		OK(report->problems.count == 1);
		cseal_report_free(report);
	}
}

static void
the_json_has_the_keys_that_it_promises(void)
{
	static const char *const keys[] = { "\"file\"", "\"sha256\"",
		"\"verdict\"", "\"signatures\"", "\"field\"", "\"kind\"",
		"\"subfilter\"", "\"level\"", "\"revision\"", "\"revisions\"",
		"\"covers_file\"", "\"integrity\"", "\"trust\"", "\"changes\"",
		"\"signer\"", "\"subject\"", "\"issuer\"", "\"serial\"",
		"\"not_before\"", "\"not_after\"", "\"time\"",
		"\"time_source\"", "\"virtual\"", "\"reasons\"", "\"problems\"",
		"\"findings\"", "\"depth\"", "\"check\"", "\"outcome\"",
		"\"sentence\"" };
	struct cseal_report *report;
	const char *json;
	struct made made;

	make_signed(&made);
	report = judge(&made);
	json = cseal_report_json(report, "order.pdf");
	OK(json != NULL);
	for (size_t i = 0; json != NULL && i < sizeof(keys) / sizeof(keys[0]);
	     i++)
		OKF(strstr(json, keys[i]) != NULL, "%s", keys[i]);
	cseal_report_free(report);
	csi_bytes_free(&made.out);
}

static void
findings_are_a_tree_from_the_document_to_the_detail(void)
{
	struct cseal_report *report;
	const struct cseal_report_finding *finding;
	struct made made;
	bool told = false;

	make_signed(&made);
	made_object(&made, 4, "<</Length 1>>\nstream\nq\nendstream");
	made_end(&made);
	report = judge(&made);
	finding = cseal_report_finding_at(report, 0);
	OK(finding != NULL && finding->depth == 0 &&
	    is(finding->check, "document") && is(finding->outcome, "invalid"));
	finding = cseal_report_finding_at(report, 1);
	OK(finding != NULL && finding->depth == 1 &&
	    is(finding->check, "signature") && is(finding->sentence, "First"));
	for (size_t i = 2; i < cseal_report_finding_count(report); i++) {
		finding = cseal_report_finding_at(report, i);
		if (finding->depth == 3)
			told |= is(finding->check, "changes") &&
				is(finding->outcome, "forbidden") &&
				strstr(finding->sentence, "page 1") != NULL;
	}
	OK(told);
	OK(cseal_report_finding_at(
	       report, cseal_report_finding_count(report)) == NULL);
	cseal_report_free(report);
	csi_bytes_free(&made.out);
}

int
main(void)
{
	trusted_make();
	RUN(a_document_without_signatures_is_unsigned);
	RUN(an_old_signature_of_a_sha1_digest_is_proven_and_called_weak);
	RUN(forms_that_are_not_judged_are_named);
	RUN(forms_that_are_judged_are_valid_or_not);
	RUN(an_electronic_seal_is_recognised_and_not_judged);
	RUN(a_signature_over_the_whole_file_is_valid);
	RUN(without_anchors_the_verdict_is_indeterminate);
	RUN(a_flipped_bit_of_the_signed_range_is_never_valid);
	RUN(a_cut_file_is_never_valid);
	RUN(a_second_signature_leaves_the_first_valid);
	RUN(an_empty_field_may_be_signed_later);
	RUN(document_information_and_metadata_may_change);
	RUN(what_was_changed_and_changed_back_is_told);
	RUN(steps_have_a_limit);
	RUN(replaced_content_is_forbidden);
	RUN(a_page_that_shows_other_content_is_forbidden);
	RUN(an_inserted_page_is_forbidden);
	RUN(an_exchanged_catalogue_is_forbidden);
	RUN(a_moved_or_repainted_seal_is_forbidden);
	RUN(an_annotation_over_the_text_is_forbidden);
	RUN(a_signature_taken_away_is_noticed);
	RUN(an_object_that_fills_a_hole_is_forbidden);
	RUN(a_freed_object_is_forbidden);
	RUN(a_field_that_can_act_is_forbidden);
	RUN(a_text_field_added_is_forbidden);
	RUN(certification_without_changes_forbids_a_signature);
	RUN(bytes_behind_the_end_are_a_problem);
	RUN(bytes_that_nothing_lists_are_told);
	RUN(many_revisions_of_many_fields_are_not_all_read);
	RUN(many_signatures_over_all_of_a_long_file_are_not_all_digested);
	RUN(a_twisted_byte_range_is_malformed);
	RUN(garbage_gets_a_report_and_no_crash);
	RUN(the_json_has_the_keys_that_it_promises);
	RUN(findings_are_a_tree_from_the_document_to_the_detail);
	trusted_free();
	return tap_done();
}
