/* SPDX-License-Identifier: Apache-2.0 */
/* test-signer.c -- proves lib/signer.c and lib/pin.c, with a module that
 * misbehaves as its URI says (tests/modules/mock-signer.c). */
#include "signer.h"

#include "credentials.h"
#include "tap.h"

#include <counterseal/module.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static cseal_context *context;
static struct cred_chain chain;
static char pem[] = "test-signer-XXXXXX";

/* What the application was asked, and what it answers. */
static struct {
	const char *pin;
	cseal_status answer;
	int calls;
	bool again, last_try;
	char title[64];
} application;

static cseal_status
enter_pin(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	application.calls++;
	application.again = request->again;
	application.last_try = request->last_try;
	snprintf(
	    application.title, sizeof(application.title), "%s", request->title);
	if (application.answer != CSEAL_OK)
		return application.answer;
	return cseal_secret_append(
	    secret, application.pin, strlen(application.pin));
}

static cseal_status
open_mock(const char *behaviour, cseal_signer **ret_signer)
{
	const struct cseal_signer_options options = {
		.size = sizeof(options),
		.pin = enter_pin,
	};
	cseal_error *error = NULL;
	cseal_status st;
	char uri[256];

	snprintf(uri, sizeof(uri), "mock:%s:%s", behaviour, pem);
	st = cseal_signer_open(
	    context, uri, &options, CSEAL_NO_TIMEOUT, NULL, ret_signer, &error);
	if (st != CSEAL_OK)
		printf("# %s: %s\n", behaviour, cseal_error_text(error));
	if ((st == CSEAL_OK) != (error == NULL))
		printf("# %s: status and error disagree\n", behaviour);
	cseal_error_free(error);
	return st;
}

static cseal_status
sign(cseal_signer *signer, size_t count, uint8_t *values,
    cseal_error **ret_error)
{
	struct cseal_sign_item items[3];
	uint8_t digests[3][32];
	struct cseal_wait wait;
	cseal_status st;

	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	for (size_t i = 0; i < count; i++) {
		memset(digests[i], (int)i, sizeof(digests[i]));
		items[i].size = sizeof(items[i]);
		items[i].digest = digests[i];
		items[i].digest_len = sizeof(digests[i]);
		items[i].value = values + i * CSEAL_SIGNATURE_MOST;
	}
	st = csi_signer_sign(signer, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_DEFAULT,
	    items, count, &wait, ret_error);
	for (size_t i = 0; i < count; i++) {
		if ((st == CSEAL_OK) != (items[i].value_len != 0))
			return CSEAL_FAULT_INTERNAL;
	}
	return st;
}

static void
an_honest_signer_tells_all_about_itself(void)
{
	cseal_signer *signer = NULL;
	size_t len = 0;
	const void *der;

	OK(open_mock("honest", &signer) == CSEAL_OK);
	if (signer == NULL)
		return;
	OK(cseal_signer_chain_count(signer) == 3);
	der = cseal_signer_certificate(signer, 0, &len);
	OK(len == chain.len[0] && memcmp(der, chain.der[0], len) == 0);
	OK(cseal_signer_certificate(signer, 3, &len) == NULL);
	OK(strcmp(cseal_signer_subject(signer),
	       "CN=营业厅 Test Signer,O=Hall Test") == 0);
	OK(strcmp(cseal_signer_issuer(signer), "CN=Hall Test CA,O=Hall Test") ==
	    0);
	OK(strcmp(cseal_signer_key(signer), "EC P-256") == 0);
	OK(strcmp(cseal_signer_not_before(signer),
	       cseal_signer_not_after(signer)) < 0);
	OK(strncmp(cseal_signer_uri(signer), "mock:honest:", 12) == 0);
	OK(cseal_signer_is_virtual(signer));
	cseal_signer_free(signer);
	cseal_signer_free(NULL);
}

static void
the_chain_comes_out_leaf_first_whatever_the_order(void)
{
	cseal_signer *signer = NULL;
	const void *der;
	size_t len;

	OK(open_mock("unordered-chain", &signer) == CSEAL_OK);
	OK(cseal_signer_chain_count(signer) == 3);
	for (size_t i = 0; i < 3; i++) {
		der = cseal_signer_certificate(signer, i, &len);
		OK(len == chain.len[i] && memcmp(der, chain.der[i], len) == 0);
	}
	cseal_signer_free(signer);
}

static void
what_does_not_open_is_the_modules_fault_and_leaves_nothing(void)
{
	const struct {
		const char *behaviour;
		cseal_status status;
	} rows[] = {
		{ "no-signer", CSEAL_FAULT_MODULE },
		{ "strange-status", CSEAL_FAULT_MODULE },
		{ "silent-failure", CSEAL_COUNTER_DEVICE_FAILED },
		{ "no-chain", CSEAL_FAULT_MODULE },
		{ "long-chain", CSEAL_FAULT_MODULE },
		{ "empty-certificate", CSEAL_FAULT_MODULE },
		{ "rubbish-certificate", CSEAL_FAULT_MODULE },
		{ "huge-certificate", CSEAL_REFUSED_LIMIT },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_signer *signer = NULL;

		OKF(open_mock(rows[i].behaviour, &signer) == rows[i].status,
		    "%s", rows[i].behaviour);
		OK(signer == NULL);
	}
}

static void
several_digests_are_signed_and_proven(void)
{
	uint8_t values[3][CSEAL_SIGNATURE_MOST];
	cseal_signer *signer = NULL;
	cseal_error *error = NULL;

	OK(open_mock("honest", &signer) == CSEAL_OK);
	OK(sign(signer, 3, values[0], &error) == CSEAL_OK);
	OK(error == NULL);
	cseal_signer_free(signer);
}

static bool
are_zero(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] != 0)
			return false;
	}
	return true;
}

static void
no_wrong_value_comes_out(void)
{
	const struct {
		const char *behaviour;
		cseal_status status;
	} rows[] = {
		{ "wrong-value", CSEAL_FAULT_CRYPTO },
		{ "long-value", CSEAL_FAULT_MODULE },
		{ "no-value", CSEAL_FAULT_MODULE },
		{ "gone", CSEAL_COUNTER_DEVICE_GONE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t values[2 * CSEAL_SIGNATURE_MOST];
		cseal_signer *signer = NULL;
		cseal_error *error = NULL;
		cseal_status st;

		memset(values, 0xaa, sizeof(values));
		OK(open_mock(rows[i].behaviour, &signer) == CSEAL_OK);
		st = sign(signer, 2, values, &error);
		OKF(st == rows[i].status, "%s: %s", rows[i].behaviour,
		    cseal_error_text(error));
		OK(are_zero(values, sizeof(values)));
		cseal_error_free(error);
		cseal_signer_free(signer);
	}
}

static void
the_pin_goes_from_the_application_to_the_module(void)
{
	const struct {
		const char *pin;
		cseal_status answer, status;
	} rows[] = {
		{ "2468", CSEAL_OK, CSEAL_OK },
		{ "1111", CSEAL_OK, CSEAL_AGAIN_PIN_WRONG },
		{ "", CSEAL_OK, CSEAL_AGAIN_PIN_WRONG },
		{ "", CSEAL_STOPPED_DECLINED, CSEAL_STOPPED_DECLINED },
		{ "", CSEAL_FAULT_MEMORY, CSEAL_FAULT_APPLICATION },
		{ "", (cseal_status)-1, CSEAL_FAULT_APPLICATION },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t value[CSEAL_SIGNATURE_MOST];
		cseal_signer *signer = NULL;
		cseal_error *error = NULL;
		cseal_status st;

		memset(&application, 0, sizeof(application));
		application.pin = rows[i].pin;
		application.answer = rows[i].answer;
		OK(open_mock("asks-pin", &signer) == CSEAL_OK);
		st = sign(signer, 1, value, &error);
		OKF(st == rows[i].status, "%d: %s", (int)rows[i].answer,
		    cseal_error_text(error));
		OK(application.calls == 1 && application.again &&
		    application.last_try);
		OK(strcmp(application.title, "A token") == 0);
		cseal_error_free(error);
		cseal_signer_free(signer);
	}
}

static void
without_a_pin_entry_a_pin_is_needed(void)
{
	uint8_t value[CSEAL_SIGNATURE_MOST];
	cseal_signer *signer = NULL;
	cseal_error *error = NULL;
	char uri[256];

	snprintf(uri, sizeof(uri), "mock:asks-pin:%s", pem);
	OK(cseal_signer_open(context, uri, NULL, CSEAL_NO_TIMEOUT, NULL,
	       &signer, NULL) == CSEAL_OK);
	OK(sign(signer, 1, value, &error) == CSEAL_COUNTER_PIN_NEEDED);
	cseal_error_free(error);
	cseal_signer_free(signer);
}

static void
wrong_arguments_are_the_applications_fault(void)
{
	const struct cseal_signer_options old = { .size = 4 };
	uint8_t value[CSEAL_SIGNATURE_MOST], digest[64] = { 0 };
	struct cseal_sign_item item = { sizeof(item), digest, 20, value, 0 };
	cseal_signer *signer = NULL;
	struct cseal_wait wait;

	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	OK(cseal_signer_open(context, NULL, NULL, 0, NULL, &signer, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_signer_open(NULL, "mock:x", NULL, 0, NULL, &signer, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_signer_open(context, "mock:x", &old, 0, NULL, &signer, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_signer_open(context, "nothing", NULL, -1, NULL, &signer,
	       NULL) == CSEAL_FAULT_APPLICATION);
	OK(cseal_signer_open(context, "absent:x", NULL, -1, NULL, &signer,
	       NULL) == CSEAL_SETUP_NO_MODULE);
	OK(open_mock("honest", &signer) == CSEAL_OK);
	OK(csi_signer_sign(signer, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_DEFAULT,
	       &item, 1, &wait, NULL) == CSEAL_FAULT_APPLICATION);
	item.digest_len = 32;
	OK(csi_signer_sign(signer, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_DEFAULT,
	       &item, 0, &wait, NULL) == CSEAL_FAULT_APPLICATION);
	OK(csi_signer_sign(signer, CSEAL_SCHEME_RSA_PSS, CSEAL_DIGEST_DEFAULT,
	       &item, 1, &wait, NULL) == CSEAL_SETUP_KEY_UNSUPPORTED);
	OK(csi_signer_sign(signer, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_DEFAULT,
	       &item, 1, &wait, NULL) == CSEAL_OK);
	cseal_signer_free(signer);
}

static void
a_wait_that_is_over_stops_before_the_token_is_asked(void)
{
	cseal_signer *signer = NULL;
	cseal_cancel *cancel = NULL;
	char uri[256];

	snprintf(uri, sizeof(uri), "mock:honest:%s", pem);
	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	cseal_cancel_request(cancel);
	OK(cseal_signer_open(context, uri, NULL, CSEAL_NO_TIMEOUT, cancel,
	       &signer, NULL) == CSEAL_STOPPED_CANCELLED);
	OK(cseal_signer_open(context, uri, NULL, 0, NULL, &signer, NULL) ==
	    CSEAL_STOPPED_TIMEOUT);
	OK(signer == NULL);
	cseal_cancel_free(cancel);
}

int
main(void)
{
	struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent",
	};
	X509 *certificates[3];
	int fd = mkstemp(pem);

	if (fd < 0 || cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(context, TEST_MODULE, NULL) != CSEAL_OK)
		return 1;
	close(fd);
	cred_chain_make(&chain, "EC:P-256");
	certificates[0] = chain.certificate;
	certificates[1] = chain.ca;
	certificates[2] = chain.root;
	cred_write_pem(pem, chain.key, NULL, certificates, 3);
	RUN(an_honest_signer_tells_all_about_itself);
	RUN(the_chain_comes_out_leaf_first_whatever_the_order);
	RUN(what_does_not_open_is_the_modules_fault_and_leaves_nothing);
	RUN(several_digests_are_signed_and_proven);
	RUN(no_wrong_value_comes_out);
	RUN(the_pin_goes_from_the_application_to_the_module);
	RUN(without_a_pin_entry_a_pin_is_needed);
	RUN(wrong_arguments_are_the_applications_fault);
	RUN(a_wait_that_is_over_stops_before_the_token_is_asked);
	cred_chain_free(&chain);
	cseal_context_unref(context);
	unlink(pem);
	return tap_done();
}
