/* SPDX-License-Identifier: Apache-2.0 */
/* oom-signer.c -- signers, SignedData and trust without memory. */
#include "refuse.h"

#include "cms/cms.h"
#include "cms/trust.h"
#include "credentials.h"
#include "scratch.h"
#include "signer.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <counterseal/module.h>
#include <openssl/pkcs12.h>
#include <time.h>

/* What the operations share; made before they run. */
static struct {
	struct cred_chain chain;
	struct csi_span spans[3];
	char *file_module, *pkcs11_module;
	char uri[1200], pem[600], p12[600];
	const char *pass, *anchors;
	struct csi_bytes signed_data;
	uint8_t digest[32];
} stage;

static cseal_status
enter(void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	return cseal_secret_append(secret, stage.pass, strlen(stage.pass));
}

static cseal_status
make_context(
    const char *module, cseal_context **ret_context, cseal_error **ret_error)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent" };
	cseal_context *context;
	cseal_status st;

	refuse_pause();
	st = cseal_context_new(&options, &context, ret_error);
	if (st == CSEAL_OK) {
		st = cseal_context_load_module(context, module, ret_error);
		if (st != CSEAL_OK)
			cseal_context_unref(context);
	}
	refuse_resume();
	if (st == CSEAL_OK)
		*ret_context = context;
	return st;
}

static void
drop_context(cseal_context *context)
{
	refuse_pause();
	cseal_context_unref(context);
	refuse_resume();
}

static cseal_status
open_signer(
    cseal_context *context, cseal_signer **ret_signer, cseal_error **ret_error)
{
	const struct cseal_signer_options options = { .size = sizeof(options),
		.pin = enter };

	return cseal_signer_open(
	    context, stage.uri, &options, -1, NULL, ret_signer, ret_error);
}

static cseal_status
open_and_free(const char *module, cseal_error **ret_error)
{
	cseal_signer *signer = NULL;
	cseal_context *context;
	cseal_status st;

	st = make_context(module, &context, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = open_signer(context, &signer, ret_error);
	if (st == CSEAL_OK && cseal_signer_chain_count(signer) == 0)
		st = CSEAL_FAULT_INTERNAL;
	cseal_signer_free(signer);
	drop_context(context);
	return st;
}

static cseal_status
open_file(void *user, cseal_error **ret_error)
{
	return open_and_free(stage.file_module, ret_error);
}

static cseal_status
open_token(void *user, cseal_error **ret_error)
{
	return open_and_free(stage.pkcs11_module, ret_error);
}

static cseal_status
sign(const char *module, cseal_error **ret_error)
{
	uint8_t value[CSEAL_SIGNATURE_MOST];
	struct cseal_sign_item item = { sizeof(item), stage.digest, 32, value,
		0 };
	cseal_signer *signer = NULL;
	cseal_context *context;
	struct cseal_wait wait;
	cseal_status st;

	st = make_context(module, &context, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_wait_init(&wait, -1, NULL);
	refuse_pause();
	st = open_signer(context, &signer, ret_error);
	refuse_resume();
	if (st == CSEAL_OK)
		st = csi_signer_sign(signer, CSEAL_SCHEME_DEFAULT,
		    CSEAL_DIGEST_SHA256, &item, 1, &wait, ret_error);
	refuse_pause();
	cseal_signer_free(signer);
	cseal_context_unref(context);
	refuse_resume();
	return st;
}

static cseal_status
sign_file(void *user, cseal_error **ret_error)
{
	return sign(stage.file_module, ret_error);
}

static cseal_status
sign_token(void *user, cseal_error **ret_error)
{
	return sign(stage.pkcs11_module, ret_error);
}

/* ---- SignedData ------------------------------------------------------ */

static cseal_status
make(void *user, cseal_error **ret_error)
{
	struct csi_bytes der = { 0 };
	csi_cms *cms = NULL;
	cseal_status st;

	st = csi_cms_start(stage.spans, 3, CSEAL_SCHEME_DEFAULT,
	    CSEAL_DIGEST_DEFAULT, stage.digest, &cms, ret_error);
	if (st == CSEAL_OK)
		st = csi_cms_finish(cms, stage.digest, 32, &der, ret_error);
	csi_cms_free(cms);
	csi_bytes_free(&der);
	return st;
}

static cseal_status
judge(void *user, cseal_error **ret_error)
{
	csi_cms_read *read = NULL;
	cseal_status st;

	st = csi_cms_parse(
	    stage.signed_data.at, stage.signed_data.len, &read, ret_error);
	if (st == CSEAL_OK)
		st = csi_cms_prove(read, stage.digest, 32, ret_error);
	csi_cms_read_free(read);
	return st;
}

static cseal_status
trust(void *user, cseal_error **ret_error)
{
	enum csi_trust_answer answer;
	csi_trust *anchors = NULL;
	char *why = NULL;
	cseal_status st;

	st = csi_trust_new(&stage.anchors, 1, &anchors, ret_error);
	if (st == CSEAL_OK)
		st = csi_trust_judge(anchors, stage.spans[0], stage.spans, 2,
		    time(NULL) + (int64_t)(intptr_t)user, &answer, &why,
		    ret_error);
	free(why);
	csi_trust_free(anchors);
	return st;
}

static cseal_status
describe(void *user, cseal_error **ret_error)
{
	struct csi_certificate text;
	cseal_status st;

	st = csi_certificate_read(stage.spans[0], &text, ret_error);
	if (st == CSEAL_OK)
		csi_certificate_clear(&text);
	return st;
}

/* ---- tests ----------------------------------------------------------- */

static void
use(const char *pass, const char *format, const char *what)
{
	stage.pass = pass;
	snprintf(stage.uri, sizeof(stage.uri), "%s%s", format, what);
}

static void
files_survive_every_refused_allocation(void)
{
	use("", "file:", stage.pem);
	OK(refuse_each("open PEM", open_file, NULL, CSEAL_OK));
	OK(refuse_each("sign", sign_file, NULL, CSEAL_OK));
	use("secret", "file:", stage.p12);
	OK(refuse_each("open PKCS #12", open_file, NULL, CSEAL_OK));
	use("wrong", "file:", stage.p12);
	OK(refuse_each(
	    "wrong pass phrase", open_file, NULL, CSEAL_AGAIN_PIN_WRONG));
}

static void
tokens_survive_every_refused_allocation(void)
{
	char *mock = build_path("tests/modules/.libs/mock-behaves.so");

	if (stage.pkcs11_module == NULL) {
		tap_skip("pkcs11-signer is not built");
		free(mock);
		return;
	}
	use("2468", "pkcs11:token=mock?module-path=", mock);
	OK(refuse_each("open a token", open_token, NULL, CSEAL_OK));
	OK(refuse_each("sign with it", sign_token, NULL, CSEAL_OK));
	use("1111", "pkcs11:token=mock?module-path=", mock);
	OK(refuse_each("wrong PIN", open_token, NULL, CSEAL_AGAIN_PIN_WRONG));
	use("2468", "pkcs11:token=none?module-path=", mock);
	OK(refuse_each("no token", open_token, NULL, CSEAL_COUNTER_NO_DEVICE));
	free(mock);
}

static void
signed_data_survives_every_refused_allocation(void)
{
	OK(refuse_each("make", make, NULL, CSEAL_OK));
	OK(refuse_each("judge", judge, NULL, CSEAL_OK));
	stage.digest[0] ^= 1;
	OK(refuse_each(
	    "judge a broken one", judge, NULL, CSEAL_REFUSED_DAMAGED));
	stage.digest[0] ^= 1;
}

static void
trust_survives_every_refused_allocation(void)
{
	stage.anchors = scratch_path("root.pem");
	OK(refuse_each("trust", trust, NULL, CSEAL_OK));
	OK(refuse_each("trust in twenty years", trust,
	    (void *)(intptr_t)(7300 * CRED_DAY), CSEAL_OK));
	stage.anchors = scratch_path("nowhere.pem");
	OK(refuse_each("no anchors", trust, NULL, CSEAL_SETUP_TRUST));
	OK(refuse_each("describe", describe, NULL, CSEAL_OK));
}

static bool
write_p12(void)
{
	PKCS12 *p12 = PKCS12_create("secret", NULL, stage.chain.key,
	    stage.chain.certificate, NULL, 0, 0, 0, 0, 0);
	FILE *file = fopen(stage.p12, "w");
	bool ok = file != NULL && i2d_PKCS12_fp(file, p12) == 1;

	PKCS12_free(p12);
	return file != NULL && fclose(file) == 0 && ok;
}

static bool
write_signed_data(void)
{
	uint8_t value[CSEAL_SIGNATURE_MOST];
	csi_cms *cms = NULL;
	cseal_status st;
	size_t len;

	st = csi_cms_start(stage.spans, 3, CSEAL_SCHEME_DEFAULT,
	    CSEAL_DIGEST_DEFAULT, stage.digest, &cms, NULL);
	if (st != CSEAL_OK)
		return false;
	len = cred_sign(stage.chain.key, 0, "SHA256", csi_cms_to_sign(cms), 32,
	    value, sizeof(value));
	st = csi_cms_finish(cms, value, len, &stage.signed_data, NULL);
	csi_cms_free(cms);
	return st == CSEAL_OK;
}

static bool
set_stage(void)
{
	X509 *certificates[3];

	cred_chain_make(&stage.chain, "EC:P-256");
	for (size_t i = 0; i < 3; i++) {
		stage.spans[i].at = stage.chain.der[i];
		stage.spans[i].len = stage.chain.len[i];
	}
	certificates[0] = stage.chain.certificate;
	certificates[1] = stage.chain.ca;
	certificates[2] = stage.chain.root;
	stage.file_module = build_path("tests/oom/.libs/file-signer.so");
	stage.pkcs11_module = build_path("tests/oom/.libs/pkcs11-signer.so");
	if (access(stage.pkcs11_module, R_OK) != 0) {
		free(stage.pkcs11_module);
		stage.pkcs11_module = NULL;
	}
	snprintf(stage.pem, sizeof(stage.pem), "%s", scratch_path("key.pem"));
	snprintf(stage.p12, sizeof(stage.p12), "%s", scratch_path("key.p12"));
	return cred_write_pem(
		   stage.pem, stage.chain.key, NULL, certificates, 2) == 0 &&
	       chmod(stage.pem, 0600) == 0 &&
	       cred_write_pem(scratch_path("root.pem"), NULL, NULL,
		   &certificates[2], 1) == 0 &&
	       write_p12() && write_signed_data();
}

int
main(void)
{
	refuse_init();
	scratch_make();
	if (!set_stage())
		return 99;
	RUN(signed_data_survives_every_refused_allocation);
	RUN(trust_survives_every_refused_allocation);
	if (access(stage.file_module, R_OK) == 0)
		RUN(files_survive_every_refused_allocation);
	RUN(tokens_survive_every_refused_allocation);
	cred_chain_free(&stage.chain);
	csi_bytes_free(&stage.signed_data);
	free(stage.file_module);
	free(stage.pkcs11_module);
	return tap_done();
}
