/* SPDX-License-Identifier: Apache-2.0 */
/* oom-document.c -- stamping, sealing and saving without memory. */
#include "../unit/gm.h"
#include "../unit/sealing.h"

#include "cms/sm2.h"
#include "document/seal-text.h"
#include "refuse.h"

#include <counterseal/module.h>
#include <counterseal/seal.h>

static struct csi_bytes png, grey_png, jpeg, pdf, form, damaged, hopeless, pair,
    archive;
static cseal_context *mocked;
static struct sealing_key key, sm2;
static cseal_signer *signer, *gm_signer;
static cseal_ink *ink;
static char path[] = "oom-document-XXXXXX";

static cseal_status
open_bytes(const struct csi_bytes *bytes, cseal_document **ret_document,
    cseal_error **ret_error)
{
	return cseal_document_open_mem(
	    bytes->at, bytes->len, ret_document, ret_error);
}

/* user: the look.  What is mocked for a QR code is there only. */
static cseal_status
stamp(void *user, cseal_error **ret_error)
{
	const struct cseal_stamp one = { .size = sizeof(one),
		.place = { 1, 20000, 30000, 40000, 40000 },
		.look = *(struct cseal_look *)user };
	cseal_context *with = one.look.qr != NULL ? mocked : context;
	const struct cseal_stamp *list[2] = { &one, &one };
	cseal_document *document;
	cseal_status st;

	st = open_bytes(&pdf, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_stamp(with, document, list, 2, ret_error);
	cseal_document_free(document);
	return st;
}

/* Attaches beside what is there, lists, and takes out. */
static cseal_status
attach(void *user, cseal_error **ret_error)
{
	struct cseal_attachment all[2] = {
		cseal_attachment_of("\xc3\xa4.bin", png.at, png.len),
		cseal_attachment_of("b", "", 0),
	};
	const struct cseal_attachment *list[2] = { &all[0], &all[1] };
	cseal_attachments *found = NULL;
	cseal_document *document;
	const void *data;
	cseal_status st;
	size_t len;

	(void)user;
	all[0].description = "what it is";
	st = open_bytes(&pdf, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_attach(document, &list[1], 1, ret_error);
	if (st == CSEAL_OK)
		st = cseal_document_attach(document, list, 1, ret_error);
	if (st == CSEAL_OK)
		st = cseal_document_attachments(document, &found, ret_error);
	if (st == CSEAL_OK)
		st = cseal_attachments_data(found, 1, &data, &len, ret_error);
	if (st == CSEAL_OK && len != png.len)
		st = CSEAL_FAULT_INTERNAL;
	cseal_attachments_free(found);
	cseal_document_free(document);
	return st;
}

/* user: the look, or NULL for an invisible one. */
static cseal_status
seal(void *user, cseal_error **ret_error)
{
	struct cseal_seal one = { .size = sizeof(one),
		.visible = user != NULL,
		.place = { 1, 20000, 30000, 40000, 40000 },
		.certify = CSEAL_ALLOW_FORMS,
		.legal_attestation = "yes",
		.reason = "I \xc3\xa9",
		.location = "here" };
	struct csi_bytes copy = { 0 };
	cseal_document *document;
	cseal_status st;

	if (user != NULL)
		one.look = *(struct cseal_look *)user;
	st = open_bytes(&form, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	refuse_pause();
	copy = sealing_copy(document);
	refuse_resume();
	st = cseal_document_seal(
	    context, document, signer, &one, -1, NULL, ret_error);
	if (st != CSEAL_OK && !sealing_is_same(document, &copy))
		abort();
	one.field = "a";
	one.certify = CSEAL_ALLOW_UNSAID;
	one.legal_attestation = NULL;
	one.lock = CSEAL_LOCK_INCLUDE;
	one.lock_fields = (const char *const[]){ "b" };
	one.lock_field_count = 1;
	if (st == CSEAL_OK)
		st = cseal_document_seal(
		    context, document, signer, &one, -1, NULL, ret_error);
	csi_bytes_free(&copy);
	cseal_document_free(document);
	return st;
}

/* Its table is made anew. */
static cseal_status
seal_damaged(void *user, cseal_error **ret_error)
{
	struct cseal_seal one = { .size = sizeof(one) };
	cseal_document *document;
	cseal_status st;

	st = open_bytes(&damaged, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_seal(
	    context, document, signer, &one, -1, NULL, ret_error);
	if (st == CSEAL_OK && !cseal_document_was_damaged(document))
		abort();
	cseal_document_free(document);
	return st;
}

static cseal_status
seal_all(void *user, cseal_error **ret_error)
{
	const struct cseal_seal seal = { .size = sizeof(seal) };
	const struct cseal_seal_by by = { sizeof(by), signer, &seal };
	const struct cseal_seal_by *const seals[2] = { &by, &by };
	struct csi_bytes copy = { 0 };
	cseal_document *document;
	cseal_status st;

	st = open_bytes(&form, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	refuse_pause();
	copy = sealing_copy(document);
	refuse_resume();
	st = cseal_document_seal_all(
	    context, document, seals, 2, -1, NULL, ret_error);
	if (st != CSEAL_OK && !sealing_is_same(document, &copy))
		abort();
	csi_bytes_free(&copy);
	cseal_document_free(document);
	return st;
}

/* By a module that gives what is behind its mark. */
static cseal_status
repair(void *user, cseal_error **ret_error)
{
	cseal_document *document;
	cseal_status st;
	bool repaired = false;

	st = open_bytes(&hopeless, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_repair(
	    mocked, document, -1, NULL, &repaired, ret_error);
	if ((st == CSEAL_OK) != repaired)
		abort();
	cseal_document_free(document);
	return st;
}

/* What came from elsewhere: made while memory is there. */
static struct csi_bytes prepared, state;
static uint8_t value[CSEAL_SIGNATURE_MOST];
static size_t value_len;

static cseal_status
prepare(void *user, cseal_error **ret_error)
{
	const struct cseal_seal seal = { .size = sizeof(seal) };
	const struct cseal_preparation preparation = { .size =
							   sizeof(preparation),
		.seal = &seal,
		.certificates = key.chain.der[0],
		.certificates_len = key.chain.len[0] };
	cseal_pending *pending = NULL;
	cseal_document *document;
	cseal_status st;

	st = open_bytes(&form, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_prepare(
	    context, document, &preparation, -1, NULL, &pending, ret_error);
	if (st == CSEAL_OK && prepared.len == 0) {
		size_t len;
		const void *at = cseal_pending_state(pending, &len);

		refuse_pause();
		prepared = sealing_copy(document);
		csi_bytes_add(&state, at, len);
		at = cseal_pending_to_sign_digest(pending, &len);
		value_len = cred_sign(
		    key.chain.key, 0, "SHA256", at, len, value, sizeof(value));
		refuse_resume();
	}
	cseal_pending_free(pending);
	cseal_document_free(document);
	return st;
}

static cseal_status
finish(void *user, cseal_error **ret_error)
{
	const struct cseal_finish how = {
		.size = sizeof(how), .value = value, .value_len = value_len
	};
	cseal_pending *pending = NULL;
	cseal_document *document;
	cseal_status st;

	st = open_bytes(&prepared, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_pending_new_state(state.at, state.len, &pending, ret_error);
	if (st == CSEAL_OK)
		st = cseal_document_finish(
		    context, document, pending, &how, -1, NULL, ret_error);
	if (st != CSEAL_OK && !sealing_is_same(document, &prepared))
		abort();
	cseal_pending_free(pending);
	cseal_document_free(document);
	return st;
}

/* ---- SM2, in the form of GB/T 35275 ------------------------------------ */

static const struct cseal_seal gm_seal = { .size = sizeof(gm_seal),
	.form = CSEAL_FORM_GM };

static cseal_status
seal_gm(void *user, cseal_error **ret_error)
{
	cseal_document *document;
	cseal_status st;

	st = open_bytes(&pdf, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_seal(
	    context, document, gm_signer, &gm_seal, -1, NULL, ret_error);
	if (st != CSEAL_OK && !sealing_is_same(document, &pdf))
		abort();
	cseal_document_free(document);
	return st;
}

static struct csi_bytes gm_prepared, gm_state, gm_whole;
static uint8_t gm_value[CSEAL_SIGNATURE_MOST];
static size_t gm_value_len;

/* What somebody else makes of it: a value, and a whole one without signed
 * attributes. */
static void
sign_gm(const cseal_document *document, const cseal_pending *pending)
{
	const struct gm_form bare = { .is_gm = true, .id = csi_sm2_id };
	struct csi_bytes covered = { 0 };
	const uint8_t *at;
	uint64_t range[4];
	size_t len;

	gm_prepared = sealing_copy(document);
	at = cseal_pending_state(pending, &len);
	csi_bytes_add(&gm_state, at, len);
	at = cseal_document_bytes(document, NULL);
	cseal_pending_covered(pending, range);
	csi_bytes_add(&covered, at + range[0], (size_t)range[1]);
	csi_bytes_add(&covered, at + range[2], (size_t)range[3]);
	gm_whole = gm_make(&bare, &sm2.chain, csi_bytes_span(&covered));
	at = cseal_pending_to_sign_digest(pending, &len);
	gm_value_len = cred_sign(
	    sm2.chain.key, 0, "SM3", at, len, gm_value, sizeof(gm_value));
	csi_bytes_free(&covered);
}

static cseal_status
prepare_gm(void *user, cseal_error **ret_error)
{
	const struct cseal_preparation preparation = { .size =
							   sizeof(preparation),
		.seal = &gm_seal,
		.certificates = sm2.chain.der[0],
		.certificates_len = sm2.chain.len[0] };
	cseal_pending *pending = NULL;
	cseal_document *document;
	cseal_status st;

	st = open_bytes(&pdf, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_prepare(
	    context, document, &preparation, -1, NULL, &pending, ret_error);
	if (st == CSEAL_OK && gm_prepared.len == 0) {
		refuse_pause();
		sign_gm(document, pending);
		refuse_resume();
	}
	cseal_pending_free(pending);
	cseal_document_free(document);
	return st;
}

/* user: NULL for the value, else the whole one. */
static cseal_status
finish_gm(void *user, cseal_error **ret_error)
{
	struct cseal_finish how = { .size = sizeof(how) };
	cseal_pending *pending = NULL;
	cseal_document *document;
	cseal_status st;

	if (user == NULL) {
		how.value = gm_value;
		how.value_len = gm_value_len;
	} else {
		how.cms = gm_whole.at;
		how.cms_len = gm_whole.len;
	}
	st = open_bytes(&gm_prepared, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_pending_new_state(
	    gm_state.at, gm_state.len, &pending, ret_error);
	if (st == CSEAL_OK)
		st = cseal_document_finish(
		    context, document, pending, &how, -1, NULL, ret_error);
	if (st != CSEAL_OK && !sealing_is_same(document, &gm_prepared))
		abort();
	cseal_pending_free(pending);
	cseal_document_free(document);
	return st;
}

static const struct csi_bytes *marked = &pair;

/* user: the look, on both pages and across their edges. */
static cseal_status
seal_marks(void *user, cseal_error **ret_error)
{
	const struct cseal_mark mark = { sizeof(mark),
		{ 1, 20000, 30000, 40000, 40000 }, CSEAL_PAGE_LAST,
		CSEAL_SIDES_ALL, NULL };
	const struct cseal_mark *const marks[1] = { &mark };
	const struct cseal_straddle straddle = {
		.size = sizeof(straddle), .width_um = 42000, .height_um = 42000
	};
	const struct cseal_seal one = { .size = sizeof(one),
		.visible = true,
		.place = { 1, 20000, 30000, 40000, 40000 },
		.look = *(struct cseal_look *)user,
		.marks = marks,
		.mark_count = 1,
		.straddle = &straddle };
	struct csi_bytes copy = { 0 };
	cseal_document *document;
	cseal_status st;

	st = open_bytes(marked, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	refuse_pause();
	copy = sealing_copy(document);
	refuse_resume();
	st = cseal_document_seal(
	    context, document, signer, &one, -1, NULL, ret_error);
	if (st != CSEAL_OK && !sealing_is_same(document, &copy))
		abort();
	csi_bytes_free(&copy);
	cseal_document_free(document);
	return st;
}

static cseal_status
measure_and_save(void *user, cseal_error **ret_error)
{
	uint32_t count, width, height;
	cseal_document *document;
	cseal_status st;

	st = cseal_document_open_file(path, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_page_count(document, &count, ret_error);
	if (st == CSEAL_OK)
		st = cseal_document_page_size(
		    document, 1, &width, &height, ret_error);
	if (st == CSEAL_OK)
		st = cseal_document_save_file(document, path, ret_error);
	cseal_document_free(document);
	return st;
}

static cseal_status
parse_place(void *user, cseal_error **ret_error)
{
	struct cseal_place place;

	return cseal_place_parse(user, &place, ret_error);
}

/* There is no text: it ends with an answer, which allocates, too. */
static cseal_status
find_text(void *user, cseal_error **ret_error)
{
	cseal_document *document;
	struct cseal_place place;
	cseal_status st;

	st = open_bytes(&pdf, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_find_text(
	    NULL, document, "a", 1, -1, NULL, &place, ret_error);
	cseal_document_free(document);
	return st;
}

static cseal_status
fill_text(void *user, cseal_error **ret_error)
{
	const struct csi_seal_words words = { "a name", NULL, NULL, 0 };
	struct csi_bytes text = { 0 };
	cseal_status st;

	(void)user;
	st = csi_seal_text("%name%, %date%", &words, &text, ret_error);
	csi_bytes_free(&text);
	return st;
}

/* user: the look. */
static cseal_status
complete_place(void *user, cseal_error **ret_error)
{
	struct cseal_place place = { 1, 0, 0, 0, 0 };

	return cseal_place_complete(&place, user, ret_error);
}

static char right_place[] = "1:1,2,3,4", wrong_place[] = "1:1";

static void
documents_survive_every_refused_allocation(void)
{
	struct cseal_look looks[6];

	for (size_t i = 0; i < 6; i++)
		looks[i] = sealing_look();
	looks[0].image = png.at;
	looks[0].image_len = png.len;
	looks[1].image = grey_png.at;
	looks[1].image_len = grey_png.len;
	looks[2].image = jpeg.at;
	looks[2].image_len = jpeg.len;
	looks[3].image = pdf.at;
	looks[3].image_len = pdf.len;
	looks[4].ink = ink;
	looks[4].opacity = 50;
	looks[4].turn_mdeg = 3500;
	looks[5].qr = "100010001";
	for (size_t i = 0; i < 6; i++)
		OK(refuse_each(
		    "cseal_document_stamp", stamp, &looks[i], CSEAL_OK));
	OK(refuse_each("cseal_document_attach", attach, NULL, CSEAL_OK));
	OK(refuse_each("cseal_document_seal", seal, NULL, CSEAL_OK));
	OK(refuse_each("cseal_document_seal", seal, &looks[0], CSEAL_OK));
	OK(refuse_each("cseal_document_seal", seal, &looks[3], CSEAL_OK));
	OK(refuse_each("csi_seal_text", fill_text, NULL, CSEAL_OK));
	OK(refuse_each("marks of a seal", seal_marks, &looks[0], CSEAL_OK));
	marked = &archive;
	OK(refuse_each("marks in PDF/A-1a", seal_marks, &looks[2], CSEAL_OK));
	OK(refuse_each("a mask in PDF/A-1a", seal_marks, &looks[1], CSEAL_OK));
	OK(refuse_each("a damaged document", seal_damaged, NULL, CSEAL_OK));
	OK(refuse_each("cseal_document_repair", repair, NULL, CSEAL_OK));
	OK(refuse_each("cseal_document_seal_all", seal_all, NULL, CSEAL_OK));
	OK(refuse_each("cseal_document_prepare", prepare, NULL, CSEAL_OK));
	OK(refuse_each("cseal_document_finish", finish, NULL, CSEAL_OK));
	OK(refuse_each("a seal with SM2", seal_gm, NULL, CSEAL_OK));
	OK(refuse_each("preparing one", prepare_gm, NULL, CSEAL_OK));
	OK(refuse_each("finishing it", finish_gm, NULL, CSEAL_OK));
	OK(refuse_each("with a whole one", finish_gm, &gm_whole, CSEAL_OK));
	OK(refuse_each(
	    "cseal_document_save_file", measure_and_save, NULL, CSEAL_OK));
	OK(refuse_each(
	    "cseal_place_parse", parse_place, right_place, CSEAL_OK));
	OK(refuse_each(
	    "cseal_place_complete", complete_place, &looks[3], CSEAL_OK));
	OK(refuse_each(
	    "cseal_document_find_text", find_text, NULL, CSEAL_REFUSED_PLACE));
	OK(refuse_each("cseal_place_parse", parse_place, wrong_place,
	    CSEAL_FAULT_APPLICATION));
}

static void
make_files(void)
{
	const struct sample_png grey = { .width = 20,
		.height = 10,
		.color_type = PNG_COLOR_TYPE_GRAY,
		.bit_depth = 16,
		.interlaced = true };
	static const char packet[] =
	    "<x pdfaid:part='1' pdfaid:conformance='A'/>";
	static const char *const packed[] = { "(a)", "[1 2]" };
	struct build build = { .count = 0 };

	png = sealing_png();
	sample_png(&grey_png, &grey);
	sample_jpeg(&jpeg, 64, 64, 3);
	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	pdf = build.pdf;
	free(build.rows);
	memset(&build, 0, sizeof(build));
	build_small(&build);
	build_object(&build, 5,
	    "<< /T (a) /FT /Sig /Subtype /Widget /Rect [0 0 99 99] /SV << >> "
	    "/P 3 0 R >>");
	build_object(&build, 6, "<< /Fields [5 0 R] >>");
	build_xref_stream(&build, 7, "/Root 1 0 R");
	build_object(
	    &build, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>");
	build_xref_stream(&build, 8, "/Root 1 0 R");
	form = build.pdf;
	free(build.rows);
	memset(&build, 0, sizeof(build));
	build_pair(&build);
	pair = build.pdf;
	free(build.rows);
	memset(&build, 0, sizeof(build));
	build_pair(&build);
	build_object(&build, 1,
	    "<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R /MarkInfo << "
	    "/Marked true >> /StructTreeRoot 7 0 R >>");
	build_stream(&build, 6, "/Type /Metadata", packet, strlen(packet));
	build_object(&build, 7, "<< /K 8 0 R /ParentTree 9 0 R >>");
	build_object(&build, 8, "<< /S /Document /P 7 0 R >>");
	build_object(&build, 9, "<< /Kids [10 0 R] >>");
	build_object(&build, 10, "<< /Limits [0 0] /Nums [0 8 0 R] >>");
	build_table(&build, "/Root 1 0 R");
	archive = build.pdf;
	free(build.rows);
	memset(&build, 0, sizeof(build));
	build_small(&build);
	build_object_stream(&build, 7, 8, packed, 2);
	build_text(&build, "trailer << /Root 1 0 R >>\nstartxref\n7\n%%EOF\n");
	damaged = build.pdf;
	free(build.rows);
	csi_bytes_add_text(&hopeless,
	    "%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
	    "2 0 obj << /Kids [] /Count 1 >> endobj\n%MOCK\n");
	for (size_t i = 0; i < pdf.len; i++)
		csi_bytes_add_u8(&hopeless, pdf.at[i] ^ 0x80);
}

static void
start_mocked(void)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent",
		.module_dir = "/nonexistent" };

	if (cseal_context_new(&options, &mocked, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		mocked, TEST_MOCKS "/mock-repair.so", NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		mocked, TEST_MOCKS "/mock-symbol.so", NULL) != CSEAL_OK)
		exit(99);
}

static void
write_ink(void)
{
	char script[] = "oom-document-XXXXXX", uri[64];
	FILE *file = fdopen(mkstemp(script), "w");

	fputs("stroke 200 1000 1000 30000 9000 8000 20000\nok\n", file);
	fclose(file);
	snprintf(uri, sizeof(uri), "virtual:%s", script);
	if (cseal_ink_capture(context, uri, NULL, 5000, NULL, &ink, NULL) !=
	    CSEAL_OK)
		exit(99);
	unlink(script);
}

int
main(void)
{
	FILE *file;

	refuse_init();
	sealing_start();
	make_files();
	start_mocked();
	sealing_make_key(&key, "EC:P-256");
	signer = sealing_open_file(key.pem);
	sealing_make_key(&sm2, "SM2");
	gm_signer = sealing_open_file(sm2.pem);
	write_ink();
	file = fdopen(mkstemp(path), "w");
	if (file == NULL || fwrite(pdf.at, 1, pdf.len, file) != pdf.len ||
	    fclose(file) != 0)
		return 99;
	RUN(documents_survive_every_refused_allocation);
	unlink(path);
	cseal_ink_free(ink);
	cseal_signer_free(signer);
	sealing_free_key(&key);
	cseal_signer_free(gm_signer);
	sealing_free_key(&sm2);
	csi_bytes_free(&gm_prepared);
	csi_bytes_free(&gm_state);
	csi_bytes_free(&gm_whole);
	csi_bytes_free(&png);
	csi_bytes_free(&grey_png);
	csi_bytes_free(&jpeg);
	csi_bytes_free(&pdf);
	csi_bytes_free(&form);
	csi_bytes_free(&damaged);
	csi_bytes_free(&hopeless);
	cseal_context_unref(mocked);
	cseal_context_unref(context);
	return tap_done();
}
