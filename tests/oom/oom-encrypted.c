/* SPDX-License-Identifier: Apache-2.0 */
/* oom-encrypted.c -- an encrypted document without memory: unlocked, sealed,
 * copied, judged. */
#include "../unit/pdf/encrypted.h"
#include "../unit/sealing.h"
#include "document/document.h"
#include "pdf/clear.h"
#include "refuse.h"

#include <counterseal/seal.h>

struct locked {
	struct csi_bytes pdf;
	const char *password;
};

static struct sealing_key key;
static cseal_signer *signer;

static cseal_status
open_locked(const struct locked *locked, cseal_document **ret_document,
    cseal_error **ret_error)
{
	cseal_status st = cseal_document_open_mem(
	    locked->pdf.at, locked->pdf.len, ret_document, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = cseal_document_password(*ret_document, locked->password,
	    strlen(locked->password), ret_error);
	if (st != CSEAL_OK)
		cseal_document_free(*ret_document);
	return st;
}

static cseal_status
unlock(void *user, cseal_error **ret_error)
{
	cseal_document *document;
	cseal_status st = open_locked(user, &document, ret_error);

	if (st == CSEAL_OK)
		cseal_document_free(document);
	return st;
}

static cseal_status
seal(void *user, cseal_error **ret_error)
{
	const struct cseal_seal one = {
		.size = sizeof(one), .reason = "I \xc3\xa9", .location = "here"
	};
	struct csi_bytes copy = { 0 };
	cseal_document *document;
	cseal_status st = open_locked(user, &document, ret_error);

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
copy(void *user, cseal_error **ret_error)
{
	struct csi_bytes clear = { 0 };
	cseal_document *document;
	csi_pdf_reader *reader;
	cseal_status st = open_locked(user, &document, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = csi_document_reader(document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_clear_copy(
		    reader, (size_t)1 << 20, &clear, ret_error);
	csi_bytes_wipe(&clear);
	cseal_document_free(document);
	return st;
}

/* user: sealed. */
static cseal_status
judge(void *user, cseal_error **ret_error)
{
	cseal_report *report = NULL;
	cseal_document *document;
	cseal_status st = open_locked(user, &document, ret_error);

	if (st != CSEAL_OK)
		return st;
	st = cseal_report_new(document, NULL, &report, ret_error);
	if (st == CSEAL_OK && cseal_report_count(report) != 1)
		abort();
	cseal_report_free(report);
	cseal_document_free(document);
	return st;
}

static struct locked
build_locked(const char *trailer)
{
	struct locked locked = { .password = "user" };
	struct build build = { .count = 0 };

	build_small(&build);
	build_table(&build, trailer);
	locked.pdf = build.pdf;
	free(build.rows);
	return locked;
}

static struct locked
seal_locked(const struct locked *locked)
{
	const struct cseal_seal one = { .size = sizeof(one) };
	struct locked sealed = { .password = locked->password };
	cseal_document *document;

	if (open_locked(locked, &document, NULL) != CSEAL_OK ||
	    cseal_document_seal(
		context, document, signer, &one, -1, NULL, NULL) != CSEAL_OK)
		exit(99);
	sealed.pdf = sealing_copy(document);
	cseal_document_free(document);
	return sealed;
}

static void
try_each(const char *trailer)
{
	struct locked locked = build_locked(trailer), sealed;

	OK(refuse_each("the user's password", unlock, &locked, CSEAL_OK));
	locked.password = "owner";
	OK(refuse_each("the owner's password", unlock, &locked, CSEAL_OK));
	locked.password = "wrong";
	OK(refuse_each(
	    "a wrong password", unlock, &locked, CSEAL_AGAIN_PASSWORD_WRONG));
	locked.password = "user";
	OK(refuse_each("cseal_document_seal", seal, &locked, CSEAL_OK));
	sealed = seal_locked(&locked);
	OK(refuse_each("csi_pdf_clear_copy", copy, &locked, CSEAL_OK));
	OK(refuse_each("cseal_report_new", judge, &sealed, CSEAL_OK));
	csi_bytes_free(&sealed.pdf);
	csi_bytes_free(&locked.pdf);
}

static void
rc4_survives_every_refused_allocation(void)
{
	try_each(REVISION3 " /P -4 >>");
}

static void
aes_survives_every_refused_allocation(void)
{
	try_each(REVISION6 " /P -4 >>");
}

int
main(void)
{
	refuse_init();
	sealing_start();
	sealing_make_key(&key, "EC:P-256");
	signer = sealing_open_file(key.pem);
	RUN(rc4_survives_every_refused_allocation);
	RUN(aes_survives_every_refused_allocation);
	cseal_signer_free(signer);
	sealing_free_key(&key);
	cseal_context_unref(context);
	return tap_done();
}
