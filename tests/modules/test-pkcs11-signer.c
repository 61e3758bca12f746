/* SPDX-License-Identifier: Apache-2.0 */
/* test-pkcs11-signer.c -- proves modules/pkcs11-signer: with SoftHSM tokens
 * that softhsm2-util and pkcs11-tool made, and with tokens that misbehave
 * (mock-*.c). */
#include "signer.h"

#include "findings.h"
#include "tap.h"

#include <counterseal/module.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/test-pkcs11-XXXXXX";
static const char *softhsm; /* path of its module; NULL: not installed */
static char last_log[512];

static struct {
	const char *pin; /* NULL: the customer declines */
	int calls;
	bool again, last_try;
	char title[64];
} application;

static void
take_log(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	if (level <= CSEAL_LOG_WARNING)
		snprintf(last_log, sizeof(last_log), "%s", text);
}

static cseal_status
enter(void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	application.calls++;
	application.again = request->again;
	application.last_try = request->last_try;
	snprintf(
	    application.title, sizeof(application.title), "%s", request->title);
	if (application.pin == NULL)
		return CSEAL_STOPPED_DECLINED;
	return cseal_secret_append(
	    secret, application.pin, strlen(application.pin));
}

/* Runs in the folder, in which M is the PKCS #11 module. */
static bool
run(const char *command)
{
	char whole[1024];

	snprintf(whole, sizeof(whole),
	    "cd '%s' && M='%s' && { %s; } >>log 2>&1", folder, softhsm,
	    command);
	return system(whole) == 0;
}

/* A context whose configuration names that PKCS #11 module; NULL: p11-kit's
 * own. */
static cseal_context *
context_with(const char *module)
{
	char config[128];
	const struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = config,
		.module_dir = "/nonexistent",
		.log = take_log,
		.log_level = CSEAL_LOG_WARNING,
	};
	cseal_context *context = NULL;
	FILE *file;

	snprintf(config, sizeof(config), "%s/config", folder);
	file = fopen(config, "w");
	fprintf(file, "[module pkcs11-signer]\n");
	if (module != NULL)
		fprintf(file, "module = %s\n", module);
	fclose(file);
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(context, TEST_MODULE, NULL) != CSEAL_OK) {
		printf("Bail out! no context\n");
		exit(1);
	}
	last_log[0] = '\0';
	return context;
}

static cseal_status
open_uri(cseal_context *context, const char *uri, const char *certificate,
    const char *pin, cseal_signer **ret_signer)
{
	char path[256];
	const struct cseal_signer_options options = {
		.size = sizeof(options),
		.pin = enter,
		.certificate_file = certificate == NULL ? NULL : path,
	};
	cseal_error *error = NULL;
	cseal_status st;

	snprintf(path, sizeof(path), "%s/%s", folder,
	    certificate == NULL ? "" : certificate);
	memset(&application, 0, sizeof(application));
	application.pin = pin;
	*ret_signer = NULL;
	st = cseal_signer_open(
	    context, uri, &options, CSEAL_NO_TIMEOUT, NULL, ret_signer, &error);
	if (st != CSEAL_OK)
		printf("# %s: %s\n", uri, cseal_error_text(error));
	cseal_error_free(error);
	return st;
}

static cseal_status
sign(cseal_signer *signer, cseal_scheme scheme, cseal_digest digest,
    size_t count)
{
	uint8_t hash[64] = { 9 }, values[3][CSEAL_SIGNATURE_MOST];
	struct cseal_sign_item items[3];
	cseal_error *error = NULL;
	struct cseal_wait wait;
	cseal_status st;

	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	for (size_t i = 0; i < count; i++) {
		items[i].size = sizeof(items[i]);
		items[i].digest = hash;
		items[i].digest_len = digest == CSEAL_DIGEST_SM3
					  ? 32
					  : (size_t)(16 + 16 * (int)digest);
		items[i].value = values[i];
	}
	st = csi_signer_sign(
	    signer, scheme, digest, items, count, &wait, &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return st;
}

/* ---- SoftHSM -------------------------------------------------------- */

static const char *
find_softhsm(void)
{
	static const char *const paths[] = {
		"/usr/lib/softhsm/libsofthsm2.so",
		"/usr/lib64/pkcs11/libsofthsm2.so",
		"/usr/local/lib/softhsm/libsofthsm2.so",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (access(paths[i], R_OK) == 0)
			return paths[i];
	}
	return NULL;
}

static bool
write_softhsm_config(void)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/softhsm2.conf", folder);
	setenv("SOFTHSM2_CONF", path, 1);
	file = fopen(path, "w");
	if (file == NULL)
		return false;
	fprintf(file,
	    "directories.tokendir = %s/tokens\n"
	    "objectstore.backend = file\n"
	    "log.level = ERROR\n",
	    folder);
	return fclose(file) == 0 && run("mkdir tokens");
}

#define TOKEN(label)                                       \
	"softhsm2-util --init-token --free --label " label \
	" --so-pin 0000 --pin 1234"
#define KEY(token, file, label, id)                                         \
	"softhsm2-util --import " file " --token " token " --label '" label \
	"' --id " id " --pin 1234"
#define CERT(token, file, label, id)                           \
	"pkcs11-tool --module $M --token-label " token         \
	" --login --pin 1234 --type cert --write-object " file \
	" --label '" label "' --id " id

static void
tokens_are_made(void)
{
	static const char *const commands[] = {
		"openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key "
		"-out ca.pem -subj '/CN=Token Test CA' -days 30",
		"openssl req -newkey rsa:2048 -nodes -keyout rsa.key "
		"-out rsa.csr -subj '/CN=Token Test RSA'",
		"openssl x509 -req -in rsa.csr -CA ca.pem -CAkey ca.key "
		"-set_serial 7 -out rsa.pem -days 30",
		"openssl req -x509 -newkey ec -pkeyopt "
		"ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.pem "
		"-subj '/CN=Token Test EC' -days 30",
		"openssl req -x509 -newkey ec -pkeyopt "
		"ec_paramgen_curve:P-384 -nodes -keyout ec384.key "
		"-out ec384.pem -subj '/CN=Token Test EC 384' -days 30",
		"openssl req -x509 -key rsa.key -out other.pem "
		"-subj '/CN=Token Test Second' -days 30",
		"for i in ca rsa ec ec384; do openssl x509 -in $i.pem "
		"-outform DER -out $i.der || exit 1; done",
		"for i in rsa ec ec384; do openssl pkcs8 -topk8 -nocrypt "
		"-in $i.key -out $i.p8 || exit 1; done",
		TOKEN("rsa"),
		KEY("rsa", "rsa.p8", "seal", "A1"),
		CERT("rsa", "rsa.der", "seal", "a1"),
		CERT("rsa", "ca.der", "issuer", "ca"),
		TOKEN("ec"),
		KEY("ec", "ec.p8", "seal", "B1"),
		CERT("ec", "ec.der", "another label", "b1"),
		TOKEN("two"),
		KEY("two", "ec.p8", "first", "C1"),
		CERT("two", "ec.der", "first", "c1"),
		KEY("two", "ec384.p8", "second;=%", "C2"),
		CERT("two", "ec384.der", "second;=%", "c2"),
		TOKEN("bare"),
		KEY("bare", "rsa.p8", "lonely", "D1"),
		TOKEN("paper"),
		CERT("paper", "rsa.der", "lonely", "e1"),
		TOKEN("mixed"),
		KEY("mixed", "ec.p8", "mixed", "F1"),
		CERT("mixed", "rsa.der", "mixed", "f1"),
	};

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		OKF(run(commands[i]), "%s", commands[i]);
}

static void
every_scheme_is_signed_and_proven(void)
{
	const struct {
		const char *uri;
		cseal_scheme scheme;
		size_t chain;
	} rows[] = {
		{ "pkcs11:token=rsa", CSEAL_SCHEME_RSA_PKCS1, 2 },
		{ "pkcs11:token=rsa;object=seal", CSEAL_SCHEME_RSA_PSS, 2 },
		{ "pkcs11:token=ec;id=%B1", CSEAL_SCHEME_ECDSA, 1 },
		{ "pkcs11:token=two;object=second%3B%3D%25", CSEAL_SCHEME_ECDSA,
		    1 },
	};
	cseal_context *context = context_with(softhsm);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_signer *signer;

		OKF(open_uri(context, rows[i].uri, NULL, "1234", &signer) ==
			CSEAL_OK,
		    "%s", rows[i].uri);
		if (signer == NULL)
			continue;
		OK(application.calls == 1 && !application.again &&
		    !application.last_try);
		OK(cseal_signer_chain_count(signer) == rows[i].chain);
		for (int digest = 1; digest <= 3; digest++)
			OKF(sign(signer, rows[i].scheme, (cseal_digest)digest,
				3) == CSEAL_OK,
			    "digest %d", digest);
		OK(application.calls == 1);
		cseal_signer_free(signer);
	}
	cseal_context_unref(context);
}

static void
the_uri_must_name_exactly_one(void)
{
	const struct {
		const char *uri, *certificate;
		cseal_status status;
	} rows[] = {
		{ "pkcs11:token=none", NULL, CSEAL_COUNTER_NO_DEVICE },
		{ "pkcs11:", NULL, CSEAL_SETUP_NO_KEY },
		{ "pkcs11:object=seal", NULL, CSEAL_SETUP_NO_KEY },
		{ "pkcs11:object=issuer", NULL, CSEAL_SETUP_NO_KEY },
		{ "pkcs11:object=first", NULL, CSEAL_OK },
		{ "pkcs11:id=%C2", NULL, CSEAL_OK },
		{ "pkcs11:token=two", NULL, CSEAL_SETUP_NO_KEY },
		{ "pkcs11:token=two;id=%C1", NULL, CSEAL_OK },
		{ "pkcs11:token=two;id=%C1;object=second%3B%3D%25", NULL,
		    CSEAL_SETUP_NO_KEY },
		{ "pkcs11:token=rsa;object=issuer", NULL, CSEAL_SETUP_NO_KEY },
		{ "pkcs11:token=rsa;object=nothing", NULL, CSEAL_SETUP_NO_KEY },
		{ "pkcs11:token=rsa;type=cert", NULL, CSEAL_OK },
		{ "pkcs11:token=rsa;type=private", NULL, CSEAL_OK },
		/* the key has the one label, the certificate the other */
		{ "pkcs11:token=ec;object=seal", NULL, CSEAL_OK },
		{ "pkcs11:token=ec;object=another%20label", NULL, CSEAL_OK },
		{ "pkcs11:token=rsa;type=public", NULL,
		    CSEAL_FAULT_APPLICATION },
		{ "pkcs11:token=rsa?pin-value=1234", NULL,
		    CSEAL_FAULT_APPLICATION },
		{ "pkcs11:token=rsa;strange=1", NULL, CSEAL_FAULT_APPLICATION },
		{ "pkcs11:token", NULL, CSEAL_FAULT_APPLICATION },
		{ "pkcs11:token=%zz", NULL, CSEAL_FAULT_APPLICATION },
		{ "pkcs11:token=rsa?pin-source=file:/etc/pin", NULL, CSEAL_OK },
		{ "pkcs11:token=bare", NULL, CSEAL_SETUP_NO_KEY },
		{ "pkcs11:token=bare", "rsa.pem", CSEAL_OK },
		{ "pkcs11:token=bare", "rsa.der", CSEAL_OK },
		{ "pkcs11:token=bare", "ec.pem", CSEAL_REFUSED_KEY_MISMATCH },
		{ "pkcs11:token=bare", "nowhere.pem", CSEAL_SETUP_NO_KEY },
		{ "pkcs11:token=bare", "rsa.key", CSEAL_SETUP_NO_KEY },
		{ "pkcs11:token=bare", "tokens", CSEAL_SETUP_FILE },
		{ "pkcs11:token=two", "ec384.pem", CSEAL_OK },
		{ "pkcs11:token=two;object=first", "ec384.pem",
		    CSEAL_REFUSED_KEY_MISMATCH },
		{ "pkcs11:token=paper", NULL, CSEAL_SETUP_NO_KEY },
		{ "pkcs11:token=mixed", NULL, CSEAL_REFUSED_KEY_MISMATCH },
	};
	cseal_context *context = context_with(softhsm);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_signer *signer;
		cseal_status st = open_uri(
		    context, rows[i].uri, rows[i].certificate, "1234", &signer);

		OKF(st == rows[i].status, "%s %s: %s", rows[i].uri,
		    rows[i].certificate == NULL ? "" : rows[i].certificate,
		    cseal_status_name(st));
		if (signer != NULL)
			OK(sign(signer, CSEAL_SCHEME_DEFAULT,
			       CSEAL_DIGEST_SHA256, 1) == CSEAL_OK);
		cseal_signer_free(signer);
	}
	cseal_context_unref(context);
}

static void
a_certificate_file_brings_its_chain(void)
{
	cseal_context *context = context_with(softhsm);
	cseal_signer *signer;

	OK(run("cat ca.pem rsa.pem >chain.pem"));
	OK(open_uri(context, "pkcs11:token=bare", "chain.pem", "1234",
	       &signer) == CSEAL_OK);
	OK(cseal_signer_chain_count(signer) == 2);
	OK(strstr(cseal_signer_subject(signer), "Token Test RSA") != NULL);
	cseal_signer_free(signer);
	/* Another certificate of the same key */
	OK(open_uri(context, "pkcs11:token=rsa", "other.pem", "1234",
	       &signer) == CSEAL_OK);
	OK(strstr(cseal_signer_subject(signer), "Token Test Second") != NULL);
	cseal_signer_free(signer);
	cseal_context_unref(context);
}

static void
a_wrong_pin_is_tried_once(void)
{
	cseal_context *context = context_with(softhsm);
	cseal_signer *signer;

	OK(open_uri(context, "pkcs11:token=rsa", NULL, "9999", &signer) ==
	    CSEAL_AGAIN_PIN_WRONG);
	OK(application.calls == 1);
	OK(strcmp(application.title, "rsa") == 0);
	OK(open_uri(context, "pkcs11:token=rsa", NULL, "", &signer) ==
	    CSEAL_COUNTER_PIN_NEEDED);
	OK(open_uri(context, "pkcs11:token=rsa", NULL, NULL, &signer) ==
	    CSEAL_STOPPED_DECLINED);
	OK(cseal_signer_open(context, "pkcs11:token=rsa", NULL,
	       CSEAL_NO_TIMEOUT, NULL, &signer,
	       NULL) == CSEAL_COUNTER_PIN_NEEDED);
	OK(open_uri(context, "pkcs11:token=rsa", NULL, "1234", &signer) ==
	    CSEAL_OK);
	cseal_signer_free(signer);
	cseal_context_unref(context);
}

static void
nothing_is_asked_before_the_token_is_found(void)
{
	cseal_context *context = context_with(softhsm);
	cseal_signer *signer;

	OK(open_uri(context, "pkcs11:token=none", NULL, "1234", &signer) ==
	    CSEAL_COUNTER_NO_DEVICE);
	OK(application.calls == 0);
	OK(open_uri(context, "pkcs11:", NULL, "1234", &signer) ==
	    CSEAL_SETUP_NO_KEY);
	OK(application.calls == 0);
	cseal_context_unref(context);
}

/* The login is the program's, not the session's. */
static void
two_signers_share_a_token(void)
{
	cseal_context *context = context_with(softhsm);
	cseal_signer *first, *second;

	OK(open_uri(context, "pkcs11:token=two;id=%C1", NULL, "1234", &first) ==
	    CSEAL_OK);
	OK(open_uri(context, "pkcs11:token=two;id=%C2", NULL, "1234",
	       &second) == CSEAL_OK);
	OK(application.calls == 0);
	cseal_signer_free(first);
	OK(sign(second, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA384, 1) ==
	    CSEAL_OK);
	cseal_signer_free(second);
	cseal_context_unref(context);
}

static void
closing_the_last_signer_logs_out(void)
{
	cseal_context *context = context_with(softhsm);
	cseal_signer *signer;

	OK(open_uri(context, "pkcs11:token=ec", NULL, "1234", &signer) ==
	    CSEAL_OK);
	cseal_signer_free(signer);
	OK(open_uri(context, "pkcs11:token=ec", NULL, "9999", &signer) ==
	    CSEAL_AGAIN_PIN_WRONG);
	cseal_context_unref(context);
}

static void
the_module_comes_from_uri_configuration_or_p11_kit(void)
{
	cseal_context *context = context_with("/nonexistent/token.so");
	char uri[256];
	cseal_signer *signer;

	OK(open_uri(context, "pkcs11:token=rsa", NULL, "1234", &signer) ==
	    CSEAL_SETUP_MODULE_UNFIT);
	snprintf(uri, sizeof(uri), "pkcs11:token=rsa?module-path=%s", softhsm);
	OK(open_uri(context, uri, NULL, "1234", &signer) == CSEAL_OK);
	cseal_signer_free(signer);
	OK(open_uri(context, "pkcs11:token=rsa?module-path=token.so", NULL,
	       "1234", &signer) == CSEAL_SETUP_MODULE_UNFIT);
	cseal_context_unref(context);
	context = context_with(NULL);
	OK(open_uri(context, "pkcs11:token=rsa", NULL, "1234", &signer) ==
	    CSEAL_OK);
	cseal_signer_free(signer);
	OK(open_uri(context, "pkcs11:token=rsa?module-name=softhsm2", NULL,
	       "1234", &signer) == CSEAL_OK);
	cseal_signer_free(signer);
	OK(open_uri(context, "pkcs11:token=rsa?module-name=other", NULL, "1234",
	       &signer) == CSEAL_COUNTER_NO_DEVICE);
	cseal_context_unref(context);
}

static void
a_pin_source_is_not_read_and_said_so(void)
{
	cseal_context *context = context_with(softhsm);
	cseal_signer *signer;

	OK(open_uri(context, "pkcs11:token=ec?pin-source=/etc/passwd", NULL,
	       "1234", &signer) == CSEAL_OK);
	OKF(strstr(last_log, "pin-source") != NULL, "%s", last_log);
	OK(application.calls == 1);
	cseal_signer_free(signer);
	cseal_context_unref(context);
}

/* Every URI of the list opens what the list said. */
static void
certificates_with_keys_are_listed_without_login(void)
{
	cseal_context *context = context_with(softhsm);
	cseal_device_list *list = NULL;
	size_t count, good = 0;

	OK(cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_SIGNER),
	       CSEAL_NO_TIMEOUT, NULL, &list, NULL) == CSEAL_OK);
	count = cseal_device_list_count(list);
	for (size_t i = 0; i < count; i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);
		cseal_signer *signer;

		printf("# %s = %s\n", device->uri, device->title);
		if (strstr(device->uri, "token=paper") != NULL)
			continue; /* seen to have no key only after login */
		OKF(open_uri(context, device->uri, NULL, "1234", &signer) ==
			CSEAL_OK,
		    "%s", device->uri);
		good++;
		cseal_signer_free(signer);
	}
	OK(good == 4);
	OK(last_log[0] == '\0');
	cseal_device_list_free(list);
	cseal_context_unref(context);
}

static void
the_doctor_says_why_a_token_cannot_sign(void)
{
	cseal_context *context = context_with(softhsm);
	const struct findings *findings = findings_of(context, "pkcs11-signer");

	OK(findings_have(
	    findings, ". the token \"rsa\" has 2 certificates, 1 of them"));
	OK(findings_have(findings, "! the token \"bare\" has 0 certificates"));
	cseal_context_unref(context);
	context = context_with("/nonexistent/token.so");
	OK(findings_have(findings_of(context, "pkcs11-signer"),
	    "! could not load the PKCS #11 module"));
	cseal_context_unref(context);
}

static cseal_context *shared;

/* One thread at the counter: a signer of its own, again and again. */
static void *
sign_often(void *user)
{
	const char *uri = user;
	const struct cseal_signer_options options = {
		.size = sizeof(options),
		.pin = enter,
	};
	uintptr_t good = 0;

	for (int i = 0; i < 10; i++) {
		cseal_signer *signer = NULL;

		if (cseal_signer_open(shared, uri, &options, CSEAL_NO_TIMEOUT,
			NULL, &signer, NULL) != CSEAL_OK)
			break;
		good += sign(signer, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256,
			    2) == CSEAL_OK;
		cseal_signer_free(signer);
	}
	return (void *)good;
}

static void
signers_of_several_threads_do_not_disturb_each_other(void)
{
	static char uris[4][32] = { "pkcs11:token=rsa", "pkcs11:token=ec",
		"pkcs11:token=two;id=%C1", "pkcs11:token=two;id=%C2" };
	cseal_signer *keep[3];
	pthread_t threads[4];
	void *good;

	shared = context_with(softhsm);
	/* The login of each token is kept, so that nobody is asked: the test's
	 * PIN entry is not made for threads. */
	OK(open_uri(shared, uris[0], NULL, "1234", &keep[0]) == CSEAL_OK);
	OK(open_uri(shared, uris[1], NULL, "1234", &keep[1]) == CSEAL_OK);
	OK(open_uri(shared, uris[2], NULL, "1234", &keep[2]) == CSEAL_OK);
	for (size_t i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, sign_often, uris[i]);
	for (size_t i = 0; i < 4; i++) {
		pthread_join(threads[i], &good);
		OKF((uintptr_t)good == 10, "%s: %ju of 10", uris[i],
		    (uintmax_t)(uintptr_t)good);
	}
	for (size_t i = 0; i < 3; i++)
		cseal_signer_free(keep[i]);
	cseal_context_unref(shared);
}

/* ---- tokens that misbehave ------------------------------------------ */

static cseal_status
open_mock(const char *mock, const char *pin, cseal_context **ret_context,
    cseal_signer **ret_signer)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s.so", TEST_MOCKS, mock);
	*ret_context = context_with(path);
	return open_uri(*ret_context, "pkcs11:", NULL, pin, ret_signer);
}

static void
misbehaving_tokens_get_the_right_status(void)
{
	const struct {
		const char *mock, *pin;
		cseal_status opens, signs;
		int calls; /* of the PIN entry, opening and signing */
	} rows[] = {
		{ "mock-behaves", "2468", CSEAL_OK, CSEAL_OK, 1 },
		{ "mock-pin-locked", "2468", CSEAL_COUNTER_PIN_LOCKED, CSEAL_OK,
		    0 },
		{ "mock-final-try", "2468", CSEAL_OK, CSEAL_OK, 1 },
		{ "mock-final-try", "1111", CSEAL_COUNTER_PIN_LOCKED, CSEAL_OK,
		    1 },
		{ "mock-final-try", "2468", CSEAL_COUNTER_PIN_LOCKED, CSEAL_OK,
		    0 },
		{ "mock-pinpad", "2468", CSEAL_OK, CSEAL_OK, 0 },
		{ "mock-pinpad-cancelled", "2468", CSEAL_STOPPED_DECLINED,
		    CSEAL_OK, 0 },
		{ "mock-always-asks", "2468", CSEAL_OK, CSEAL_OK, 2 },
		{ "mock-forgets-login", "2468", CSEAL_OK, CSEAL_OK, 2 },
		{ "mock-removed", "2468", CSEAL_OK, CSEAL_COUNTER_DEVICE_GONE,
		    1 },
		{ "mock-wrong-signature", "2468", CSEAL_OK, CSEAL_FAULT_CRYPTO,
		    1 },
		{ "mock-absurd-signature", "2468", CSEAL_OK, CSEAL_FAULT_DEVICE,
		    1 },
		{ "mock-absurd-attribute", "2468", CSEAL_FAULT_DEVICE, CSEAL_OK,
		    1 },
		{ "mock-endless-slots", "2468", CSEAL_COUNTER_NO_DEVICE,
		    CSEAL_OK, 0 },
		{ "mock-endless-objects", "2468", CSEAL_SETUP_NO_KEY, CSEAL_OK,
		    1 },
		{ "mock-not-initialized", "2468", CSEAL_SETUP_MODULE_UNFIT,
		    CSEAL_OK, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_context *context;
		cseal_signer *signer;
		cseal_status st =
		    open_mock(rows[i].mock, rows[i].pin, &context, &signer);

		OKF(st == rows[i].opens, "%s opens: %s", rows[i].mock,
		    cseal_status_name(st));
		if (signer != NULL) {
			st = sign(signer, CSEAL_SCHEME_DEFAULT,
			    CSEAL_DIGEST_SHA256, 3);
			OKF(st == rows[i].signs, "%s signs: %s", rows[i].mock,
			    cseal_status_name(st));
		}
		OKF(application.calls == rows[i].calls, "asked %d times",
		    application.calls);
		cseal_signer_free(signer);
		cseal_context_unref(context);
	}
}

static void
the_customer_is_told_of_the_last_try(void)
{
	cseal_context *context;
	cseal_signer *signer;

	OK(open_mock("mock-final-try", "2468", &context, &signer) == CSEAL_OK);
	OK(application.again && application.last_try);
	cseal_signer_free(signer);
	cseal_context_unref(context);
}

static void
what_the_token_does_not_know_is_the_keys_limit(void)
{
	cseal_context *context;
	cseal_signer *signer;

	OK(open_mock("mock-behaves", "2468", &context, &signer) == CSEAL_OK);
	OK(sign(signer, CSEAL_SCHEME_RSA_PSS, CSEAL_DIGEST_SHA256, 1) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	cseal_signer_free(signer);
	cseal_context_unref(context);
}

/* However the token calls it: there is no mechanism that all have. */
static void
a_key_of_sm2_is_told_by_name(void)
{
	cseal_context *context;
	cseal_signer *signer;

	OK(open_mock("mock-sm2", "2468", &context, &signer) == CSEAL_OK);
	OK(strcmp(cseal_signer_key(signer), "SM2") == 0);
	OK(sign(signer, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SM3, 1) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	OK(sign(signer, CSEAL_SCHEME_SM2, CSEAL_DIGEST_SM3, 3) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	OK(sign(signer, CSEAL_SCHEME_ECDSA, CSEAL_DIGEST_SHA256, 1) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	cseal_signer_free(signer);
	cseal_context_unref(context);
	OK(open_mock("mock-sm2-vendor", "2468", &context, &signer) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	OK(signer == NULL);
	cseal_context_unref(context);
}

/* PKCS #11 ends at a fork: the child is told, and the parent goes on. */
static void
after_a_fork_only_the_parent_can_sign(void)
{
	cseal_context *context;
	cseal_signer *signer;
	int status = -1;
	pid_t child;

	OK(open_mock("mock-behaves", "2468", &context, &signer) == CSEAL_OK);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		bool told =
		    sign(signer, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256,
			1) == CSEAL_FAULT_APPLICATION;

		fflush(stdout);
		cseal_signer_free(signer);
		_exit(told ? 0 : 1);
	}
	OK(waitpid(child, &status, 0) == child);
	OK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	OK(sign(signer, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256, 1) ==
	    CSEAL_OK);
	cseal_signer_free(signer);
	cseal_context_unref(context);
}

static void
a_locked_token_is_listed_as_locked_and_the_doctor_says_so(void)
{
	char path[512];
	cseal_context *context;
	cseal_device_list *list = NULL;

	snprintf(path, sizeof(path), "%s/mock-pin-locked.so", TEST_MOCKS);
	context = context_with(path);
	OK(cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_SIGNER),
	       CSEAL_NO_TIMEOUT, NULL, &list, NULL) == CSEAL_OK);
	OK(cseal_device_list_count(list) == 1 &&
	    cseal_device_list_at(list, 0)->state == CSEAL_DEVICE_LOCKED);
	OK(strcmp(cseal_device_list_at(list, 0)->title, "Mock Signer (mock)") ==
	    0);
	cseal_device_list_free(list);
	OK(findings_have(findings_of(context, "pkcs11-signer"),
	    "! the PIN of the token \"mock\" is locked"));
	cseal_context_unref(context);
}

static void
run_softhsm(void)
{
	RUN(tokens_are_made);
	RUN(every_scheme_is_signed_and_proven);
	RUN(the_uri_must_name_exactly_one);
	RUN(a_certificate_file_brings_its_chain);
	RUN(a_wrong_pin_is_tried_once);
	RUN(nothing_is_asked_before_the_token_is_found);
	RUN(two_signers_share_a_token);
	RUN(closing_the_last_signer_logs_out);
	RUN(the_module_comes_from_uri_configuration_or_p11_kit);
	RUN(signers_of_several_threads_do_not_disturb_each_other);
	RUN(a_pin_source_is_not_read_and_said_so);
	RUN(certificates_with_keys_are_listed_without_login);
	RUN(the_doctor_says_why_a_token_cannot_sign);
}

int
main(void)
{
	char command[64];

	if (mkdtemp(folder) == NULL)
		return 1;
	softhsm = find_softhsm();
	if (softhsm == NULL || !write_softhsm_config() ||
	    !run("command -v softhsm2-util pkcs11-tool openssl"))
		tap_skip("SoftHSM2 or pkcs11-tool is not installed");
	else
		run_softhsm();
	RUN(the_customer_is_told_of_the_last_try);
	RUN(misbehaving_tokens_get_the_right_status);
	RUN(what_the_token_does_not_know_is_the_keys_limit);
	RUN(a_key_of_sm2_is_told_by_name);
	RUN(after_a_fork_only_the_parent_can_sign);
	RUN(a_locked_token_is_listed_as_locked_and_the_doctor_says_so);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command) != 0 || tap_done();
}
