/* SPDX-License-Identifier: Apache-2.0 */
/* oom-levels.c -- time-stamps, proofs and their store without memory. */
#include "../unit/sealing.h"

#include "refuse.h"
#include "scratch.h"

#include "cms/revocation.h"

static cseal_signer *signer; /* that is used */
static struct csi_bytes plain, stamped, answer, list;
static struct csi_span certificate, issuer;

static bool
run(const char *command)
{
	char whole[1024];

	snprintf(whole, sizeof(whole), "cd '%s' && { %s; } >>log 2>&1",
	    scratch_root, command);
	return system(whole) == 0;
}

static struct csi_bytes
load(const char *name)
{
	struct csi_bytes bytes = { 0 };
	FILE *file = fopen(scratch_path(name), "r");
	uint8_t *at = csi_bytes_room(&bytes, 65536);

	if (file == NULL || at == NULL)
		exit(99);
	bytes.len = fread(at, 1, 65536, file);
	fclose(file);
	return bytes;
}

/* user: the level. */
static cseal_status
seal(void *user, cseal_error **ret_error)
{
	cseal_level reached = CSEAL_LEVEL_B;
	const struct cseal_seal one = { .size = sizeof(one),
		.level = *(cseal_level *)user,
		.tsa = "http://mock/tsa",
		.ret_level = &reached };
	cseal_document *document;
	cseal_status st;

	st = cseal_document_open_mem(plain.at, plain.len, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_seal(
	    context, document, signer, &one, -1, NULL, ret_error);
	if ((st == CSEAL_OK) != (reached == one.level))
		abort();
	if (st != CSEAL_OK && !sealing_is_same(document, &plain))
		abort();
	if (st == CSEAL_OK && stamped.len == 0) {
		refuse_pause();
		stamped = sealing_copy(document);
		refuse_resume();
	}
	cseal_document_free(document);
	return st;
}

static cseal_status
extend(void *user, cseal_error **ret_error)
{
	const struct cseal_extension how = { .size = sizeof(how),
		.level = *(cseal_level *)user,
		.tsa = "http://mock/tsa" };
	cseal_document *document;
	cseal_status st;

	st = cseal_document_open_mem(
	    stamped.at, stamped.len, &document, ret_error);
	if (st != CSEAL_OK)
		return st;
	st =
	    cseal_document_extend(context, document, &how, -1, NULL, ret_error);
	if (st != CSEAL_OK && !sealing_is_same(document, &stamped))
		abort();
	cseal_document_free(document);
	return st;
}

static cseal_status
read_answer(void *user, cseal_error **ret_error)
{
	struct csi_revocation revocation;
	struct csi_span responder;
	struct csi_ocsp ocsp;
	bool found;
	cseal_status st;

	st = csi_ocsp_read(csi_bytes_span(&answer), &ocsp, ret_error);
	if (st == CSEAL_OK)
		st = csi_ocsp_find(
		    &ocsp, certificate, issuer, &found, &revocation, ret_error);
	if (st == CSEAL_OK)
		st = csi_ocsp_prove(&ocsp, issuer, &responder, ret_error);
	return st;
}

static cseal_status
read_list(void *user, cseal_error **ret_error)
{
	struct csi_revocation revocation;
	struct csi_crl crl;
	bool found;
	cseal_status st;

	st = csi_crl_read(csi_bytes_span(&list), &crl, ret_error);
	if (st == CSEAL_OK)
		st = csi_crl_find(
		    &crl, certificate, &found, &revocation, ret_error);
	if (st == CSEAL_OK)
		st = csi_crl_prove(&crl, issuer, ret_error);
	return st;
}

static void
levels_survive_every_refused_allocation(void)
{
	cseal_level t = CSEAL_LEVEL_T, lt = CSEAL_LEVEL_LT,
		    lta = CSEAL_LEVEL_LTA;

	OK(refuse_each("csi_ocsp_prove", read_answer, NULL, CSEAL_OK));
	OK(refuse_each("csi_crl_prove", read_list, NULL, CSEAL_OK));
	OK(refuse_each("cseal_document_seal, B-T", seal, &t, CSEAL_OK));
	OK(refuse_each("cseal_document_extend, B-LT", extend, &lt, CSEAL_OK));
	OK(refuse_each("cseal_document_extend, B-LTA", extend, &lta, CSEAL_OK));
}

/* The authority of the mock has no SM3: it is asked twice. */
static void
so_does_a_time_stamp_of_sm2(void)
{
	cseal_level t = CSEAL_LEVEL_T;
	cseal_signer *other = signer;
	struct sealing_key sm2;

	sealing_make_key(&sm2, "SM2");
	signer = sealing_open("", sm2.pem);
	OK(signer != NULL && refuse_each("B-T with SM2", seal, &t, CSEAL_OK));
	cseal_signer_free(signer);
	signer = other;
	sealing_free_key(&sm2);
}

static bool
make_authority(void)
{
	return run("'" LEVELS_DIR "/make-pki' .") &&
	       run("openssl x509 -in signer.crt -outform DER -out signer.der "
		   "&& openssl ocsp -issuer ca.crt -cert signer.crt -cert "
		   "tsa.crt -no_nonce -reqout request && openssl ocsp -index "
		   "ca.index -CA ca.crt -rsigner responder.crt -rkey "
		   "responder.key -reqin request -respout ocsp -ndays 1 && "
		   "mv ca.der ca.crt.der && cp ca.crt ca.pem && mv ca.crt.der "
		   "ca.crt && mv root.crt root.pem && mv root.der root.crt");
}

static void
start(void)
{
	char config[1024];
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = scratch_path("counterseal.conf"),
		.module_dir = TEST_MODULES };

	snprintf(config, sizeof(config),
	    "[module mock-fetch]\nfolder = %s\n[modules]\nfetch = mock-fetch\n",
	    scratch_root);
	scratch_write("counterseal.conf", config);
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCKS "/mock-signer.so", NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCKS "/mock-fetch.so", NULL) != CSEAL_OK)
		exit(99);
}

int
main(void)
{
	struct csi_bytes signer_der, issuer_der;
	cseal_document *document;
	char uri[256];

	refuse_init();
	scratch_make();
	if (!make_authority())
		return 99;
	start();
	snprintf(uri, sizeof(uri), "mock::%s", scratch_path("signer.pem"));
	signer = sealing_open_uri(uri);
	if (signer == NULL)
		return 99;
	document = sealing_document("");
	plain = sealing_copy(document);
	cseal_document_free(document);
	answer = load("ocsp");
	list = load("ca.crl");
	signer_der = load("signer.der");
	issuer_der = load("ca.crt");
	certificate = csi_bytes_span(&signer_der);
	issuer = csi_bytes_span(&issuer_der);
	RUN(levels_survive_every_refused_allocation);
	RUN(so_does_a_time_stamp_of_sm2);
	csi_bytes_free(&signer_der);
	csi_bytes_free(&issuer_der);
	csi_bytes_free(&answer);
	csi_bytes_free(&list);
	csi_bytes_free(&plain);
	csi_bytes_free(&stamped);
	cseal_signer_free(signer);
	cseal_context_unref(context);
	return tap_done();
}
