/* SPDX-License-Identifier: Apache-2.0 */
/* oom-judge.c -- judging without memory: lib/judge.c, lib/report.c. */
#include "judge/judge.h"

#include "../unit/authority.h"
#include "../unit/made.h"
#include "error.h"
#include "judge/report.h"
#include "pdf/changes.h"
#include "pdf/delta.h"
#include "refuse.h"
#include "tap.h"

#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct given {
	struct csi_span bytes;
	const char *path;            /* of the anchor */
	csi_trust *trust;            /* what is there */
	struct cseal_report *report; /* what was said of the bytes */
};

static cseal_status
load_anchor(void *user, cseal_error **ret_error)
{
	const struct given *given = user;
	csi_trust *trust;
	cseal_status st;

	st = csi_trust_new(&given->path, 1, &trust, ret_error);
	if (st == CSEAL_OK)
		csi_trust_free(trust);
	return st;
}

static cseal_status
judge_into(const struct given *given, struct cseal_report *report,
    cseal_error **ret_error)
{
	const struct csi_judge_wish wish = { .trust = given->trust,
		.time = (int64_t)time(NULL) };
	cseal_status st;

	st = csi_judge(report, given->bytes, &wish, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* A verdict that memory changed would be the worst of all. */
	if (strcmp(cseal_report_verdict(report), "valid") != 0)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "the verdict was %s", cseal_report_verdict(report));
	return CSEAL_OK;
}

static cseal_status
judge_once(void *user, cseal_error **ret_error)
{
	struct cseal_report *report = calloc(1, sizeof(*report));
	cseal_status st = report == NULL ? csi_fail_memory(ret_error)
					 : judge_into(user, report, ret_error);

	cseal_report_free(report);
	return st;
}

static cseal_status
write_json(void *user, cseal_error **ret_error)
{
	struct cseal_report *report = ((struct given *)user)->report;
	cseal_status st = CSEAL_OK;

	if (cseal_report_json(report, "order.pdf") == NULL)
		st = csi_fail_memory(ret_error);
	free(report->json);
	report->json = NULL;
	return st;
}

/* One after the other, as each n is one run of all that is done at once. */
static void
all_of_it_survives(struct given *given)
{
	refuse_pause();
	given->report = calloc(1, sizeof(*given->report));
	if (given->report == NULL ||
	    csi_trust_new(&given->path, 1, &given->trust, NULL) != CSEAL_OK ||
	    judge_into(given, given->report, NULL) != CSEAL_OK)
		abort();
	refuse_resume();
	OK(refuse_each("csi_trust_new", load_anchor, given, CSEAL_OK));
	OK(refuse_each("csi_judge", judge_once, given, CSEAL_OK));
	OK(refuse_each("cseal_report_json", write_json, given, CSEAL_OK));
	cseal_report_free(given->report);
	csi_trust_free(given->trust);
}

#define CATALOG "<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields ["
#define WIDGET  "/FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R"
#define TEXT                                                         \
	"<</FT /Tx /Type /Annot /Subtype /Widget /Rect [9 9 90 30] " \
	"/P 3 0 R /T (B) /MK <</BG [1]>> "
#define LIST                                                          \
	"<</FT /Ch /Type /Annot /Subtype /Widget /Rect [9 40 90 60] " \
	"/P 3 0 R /T (C) /Opt [(Rome) [(o) (Oslo)]] "
#define PAGE \
	"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "

static void
make_sealed(struct made *made, EVP_PKEY *pkey, struct csi_span certificate)
{
	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, "<<" WIDGET " /T (A) /V 7 0 R>>");
	made_signature(made, 7, "");
	made_sign(made, pkey, certificate);
	made_object(made, 1, CATALOG "6 0 R 8 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R 8 0 R]>>");
	made_object(made, 8, "<<" WIDGET " /T (B) /V 9 0 R>>");
	made_signature(made, 9, "");
	made_sign(made, pkey, certificate);
}

static void
put_stream(
    struct made *made, uint32_t number, const char *dict, const char *data)
{
	made_object(made, number, "<<%s /Length %zu>>\nstream\n%s\nendstream",
	    dict, strlen(data), data);
}

/* A field that was filled in, with letters that a map explains, and a list;
 * where the revision before ends. */
static size_t
make_filled(struct made *made)
{
	size_t end;

	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG "6 0 R 8 0 R 13 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R 8 0 R 13 0 R]>>");
	made_object(made, 6, "<<" WIDGET " /T (A) /V 7 0 R>>");
	made_object(made, 7, "<</Type /Sig>>");
	made_object(made, 8, TEXT ">>");
	made_object(made, 11,
	    "<</Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 12 "
	    "0 R /DescendantFonts [<</W [16 25 550]>>]>>");
	put_stream(
	    made, 12, "", "1 beginbfrange <0010> <0019> <0030> endbfrange");
	made_object(made, 13, LIST ">>");
	made_end(made);
	end = made->out.len;
	made_object(made, 8, TEXT "/V (27) /AP <</N 10 0 R>>>>");
	put_stream(made, 10,
	    "/Subtype /Form /BBox [0 0 81 21] /Resources <</Font <</F 11 0 "
	    "R>>>>",
	    "q 1 g 0 0 81 21 re f 0 g BT /F 9 Tf 2 5 Td [<0012>] TJ <0017> Tj "
	    "ET Q");
	made_object(made, 13, LIST "/V (o) /AP <</N 14 0 R>>>>");
	put_stream(made, 14,
	    "/Subtype /Form /BBox [0 0 81 20] /Resources <</Font <</F <</Type "
	    "/Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>",
	    "q 0.7 g 0 1 81 9 re f 0 g BT /F 9 Tf 2 12 Td (Rome) Tj 0 -9 Td "
	    "(Oslo) Tj ET Q");
	made_end(made);
	return end;
}

struct filled {
	struct csi_span before, after;
};

static cseal_status
judge_changes(void *user, cseal_error **ret_error)
{
	const struct filled *filled = user;
	enum csi_pdf_changes changes = CSI_PDF_CHANGES_UNKNOWN;
	csi_pdf_reader *before = NULL, *after = NULL;
	struct csi_reasons reasons = { 0 };
	const struct csi_pdf_value *value;
	cseal_status st;

	st = csi_pdf_reader_new(filled->before.at, filled->before.len,
	    CSI_PDF_STRICT, &before, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_reader_new(filled->after.at, filled->after.len,
		    CSI_PDF_STRICT, &after, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_load_newest(after, 7, &value, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_judge_changes(
		    before, after, value, &changes, &reasons, ret_error);
	if (st == CSEAL_OK && changes != CSI_PDF_CHANGES_PERMITTED)
		st = cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "the changes were %s: %s", csi_pdf_changes_name(changes),
		    reasons.count > 0 ? reasons.at[0] : "no reason");
	csi_reasons_free(&reasons);
	csi_pdf_reader_free(before);
	csi_pdf_reader_free(after);
	return st;
}

static void
judging_what_was_filled_in_survives_refused_allocations(void)
{
	struct filled filled;
	struct made made;
	size_t end;

	refuse_pause();
	end = make_filled(&made);
	refuse_resume();
	filled.after = csi_bytes_span(&made.out);
	filled.before = filled.after;
	filled.before.len = end;
	OK(refuse_each(
	    "csi_pdf_judge_changes", judge_changes, &filled, CSEAL_OK));
	csi_bytes_free(&made.out);
}

static void
judging_survives_every_refused_allocation(void)
{
	char path[] = "/tmp/cseal-oom-XXXXXX";
	struct csi_bytes certificate = { 0 };
	struct given given;
	struct made made;
	EVP_PKEY *pkey;
	int fd = mkstemp(path);

	refuse_pause();
	close(fd);
	pkey = made_key(&certificate, path);
	make_sealed(&made, pkey, csi_bytes_span(&certificate));
	refuse_resume();
	given.path = path;
	given.bytes = csi_bytes_span(&made.out);
	all_of_it_survives(&given);
	csi_bytes_free(&certificate);
	csi_bytes_free(&made.out);
	EVP_PKEY_free(pkey);
	unlink(path);
}

/* ---- with all that proves a time -------------------------------------- */

static struct identity root, tsa, signer;

static struct csi_bytes
stamp(void *user, const uint8_t *digest)
{
	uint8_t copy[32];

	(void)user;
	memcpy(copy, digest, sizeof(copy));
	return authority_stamp(&tsa, &root, copy, time(NULL));
}

static void
make_archived(struct made *made)
{
	struct csi_bytes certificate = identity_der(&signer);
	struct csi_bytes list = authority_list(&root, -1, 30, 0, 0);
	struct csi_bytes answer =
	    authority_answer(&root, &signer, &root, -1, 30, 1);
	struct csi_span chain = csi_bytes_span(&certificate);

	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, "<<" WIDGET " /T (A) /V 7 0 R>>");
	made_signature(made, 7, "");
	made_sign_stamped(made, signer.key, &chain, 1, stamp, NULL);
	made_object(made, 1,
	    CATALOG "6 0 R 8 0 R]>> /DSS <</CRLs [10 0 R] /OCSPs [11 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R 8 0 R]>>");
	made_object(made, 8, "<<" WIDGET " /T (B) /V 9 0 R>>");
	made_stream(made, 10, csi_bytes_span(&list));
	made_stream(made, 11, csi_bytes_span(&answer));
	made_signature(made, 9, "");
	made_stamp(made, stamp, NULL);
	csi_bytes_free(&certificate);
	csi_bytes_free(&list);
	csi_bytes_free(&answer);
}

static void
judging_of_proven_times_survives_it_too(void)
{
	char path[] = "/tmp/cseal-oom-XXXXXX";
	struct given given;
	struct made made;
	int fd = mkstemp(path);
	FILE *file;

	refuse_pause();
	file = fdopen(fd, "w");
	root = identity_make("Root", NULL, 1, -10, 100, NULL);
	tsa = identity_make("TSA", &root, 2, -10, 100, "critical,timeStamping");
	signer = identity_make("Signer", &root, 3, -10, 100, NULL);
	if (file == NULL || !PEM_write_X509(file, root.certificate))
		abort();
	fclose(file);
	make_archived(&made);
	refuse_resume();
	given.path = path;
	given.bytes = csi_bytes_span(&made.out);
	all_of_it_survives(&given);
	csi_bytes_free(&made.out);
	identity_free(&root);
	identity_free(&tsa);
	identity_free(&signer);
	unlink(path);
}

/* ---- a value beside its certificate --------------------------------------- */

static void
make_bare(struct made *made)
{
	struct csi_bytes der = identity_der(&signer), text = { 0 };

	csi_bytes_add_text(&text, "/Cert <");
	for (size_t i = 0; i < der.len; i++)
		csi_bytes_print(&text, "%02x", der.at[i]);
	csi_bytes_add_text(&text, ">");
	csi_bytes_add(&text, "", 1);
	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, "<<" WIDGET " /T (A) /V 7 0 R>>");
	made_signature(made, 7, (const char *)text.at);
	made_sign_pkcs1(made, signer.key, EVP_sha256());
	csi_bytes_free(&text);
	csi_bytes_free(&der);
}

static void
judging_of_a_bare_value_survives_it_too(void)
{
	char path[] = "/tmp/cseal-oom-XXXXXX";
	struct given given;
	struct made made;
	int fd = mkstemp(path);
	FILE *file;

	refuse_pause();
	file = fdopen(fd, "w");
	root = identity_make("Root", NULL, 1, -10, 100, NULL);
	signer = identity_make("Signer", &root, 2, -10, 100, NULL);
	EVP_PKEY_free(signer.key);
	signer.key = EVP_RSA_gen(2048);
	X509_set_pubkey(signer.certificate, signer.key);
	identity_sign(&signer, &root, EVP_sha256());
	if (file == NULL || !PEM_write_X509(file, root.certificate))
		abort();
	fclose(file);
	make_bare(&made);
	refuse_resume();
	given.path = path;
	given.bytes = csi_bytes_span(&made.out);
	all_of_it_survives(&given);
	csi_bytes_free(&made.out);
	identity_free(&root);
	identity_free(&signer);
	unlink(path);
}

int
main(void)
{
	refuse_init();
	RUN(judging_what_was_filled_in_survives_refused_allocations);
	RUN(judging_of_proven_times_survives_it_too);
	RUN(judging_of_a_bare_value_survives_it_too);
	RUN(judging_survives_every_refused_allocation);
	return tap_done();
}
