/* SPDX-License-Identifier: Apache-2.0 */
/* test-token-reader.c -- proves modules/token-reader with tokens of SoftHSM, in
 * which certificates and data objects are as the cards of four states have
 * them.  OpenSC's pkcs11-tool is a witness of what is in the tokens. */
#include "cards.h"
#include "credentials.h"
#include "findings.h"
#include "scratch.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <counterseal/module.h>
#include <p11-kit/p11-kit.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *softhsm; /* path of its module; NULL: not installed */

static struct {
	const char *pin; /* NULL: the holder declines */
	int calls;
	char title[128];
} application;

static cseal_status
enter(void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	application.calls++;
	snprintf(
	    application.title, sizeof(application.title), "%s", request->title);
	if (application.pin == NULL)
		return CSEAL_STOPPED_DECLINED;
	return cseal_secret_append(
	    secret, application.pin, strlen(application.pin));
}

/* In the folder, in which M is SoftHSM. */
static bool
run(const char *command)
{
	char whole[1024];

	snprintf(whole, sizeof(whole),
	    "cd '%s' && M='%s' && { %s; } >>log 2>&1", scratch_root, softhsm,
	    command);
	return system(whole) == 0;
}

/* ---- tokens ----------------------------------------------------------- */

static const struct {
	const char *label;
	void (*make)(struct cards *card);
} rows[] = {
	{ "italy", cards_italy },
	{ "portugal", cards_portugal },
	{ "citizen (Address PIN)", cards_portugal },
	{ "piv", cards_piv },
	{ "plain", cards_plain },
};

#define CARD_COUNT (sizeof(rows) / sizeof(rows[0]))

static struct cards cards[CARD_COUNT], belgian;

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
write_config(void)
{
	FILE *file = fopen(scratch_path("softhsm2.conf"), "w");

	setenv("SOFTHSM2_CONF", scratch_path("softhsm2.conf"), 1);
	if (file == NULL)
		return false;
	fprintf(file,
	    "directories.tokendir = %s/tokens\n"
	    "objectstore.backend = file\n"
	    "log.level = ERROR\n",
	    scratch_root);
	return fclose(file) == 0 && run("mkdir tokens");
}

static bool
put(CK_FUNCTION_LIST *module, CK_SESSION_HANDLE session, CK_OBJECT_CLASS class,
    const char *label, struct csi_span bytes, bool is_hidden)
{
	CK_CERTIFICATE_TYPE type = CKC_X_509;
	CK_BBOOL yes = CK_TRUE, hidden = is_hidden ? CK_TRUE : CK_FALSE;
	CK_ATTRIBUTE template[] = {
		{ CKA_CLASS, &class, sizeof(class) },
		{ CKA_TOKEN, &yes, sizeof(yes) },
		{ CKA_PRIVATE, &hidden, sizeof(hidden) },
		{ CKA_LABEL, (void *)(uintptr_t)label, strlen(label) },
		{ CKA_VALUE, (void *)(uintptr_t)bytes.at, bytes.len },
		{ CKA_CERTIFICATE_TYPE, &type, sizeof(type) },
		{ CKA_SUBJECT, &yes, 1 }, /* any */
	};
	CK_OBJECT_HANDLE object;

	return module->C_CreateObject(session, template,
		   class == CKO_CERTIFICATE ? 7 : 5, &object) == CKR_OK;
}

static bool
put_all(CK_FUNCTION_LIST *module, CK_SESSION_HANDLE session,
    const struct cards *card)
{
	bool ok = true;

	for (size_t i = 0; i < card->certificate_count; i++) {
		size_t len;
		uint8_t *der = cred_der(card->certificates[i], &len);

		ok = ok && put(module, session, CKO_CERTIFICATE, "certificate",
			       (struct csi_span){ der, len }, false);
		free(der);
	}
	for (size_t i = 0; i < card->object_count; i++)
		ok =
		    ok && put(module, session, CKO_DATA, card->objects[i].label,
			      csi_bytes_span(&card->objects[i].bytes),
			      card->objects[i].is_hidden);
	return ok;
}

static bool
is_labelled(CK_FUNCTION_LIST *module, CK_SLOT_ID slot, const char *label)
{
	CK_TOKEN_INFO info;

	return module->C_GetTokenInfo(slot, &info) == CKR_OK &&
	       memcmp(info.label, label, strlen(label)) == 0 &&
	       info.label[strlen(label)] == ' ';
}

static bool
fill(CK_FUNCTION_LIST *module, const char *label, const struct cards *card)
{
	CK_UTF8CHAR pin[] = "1234";
	CK_SLOT_ID slots[32];
	CK_SESSION_HANDLE session;
	CK_ULONG count = 32;
	bool ok = false;

	if (module->C_GetSlotList(CK_TRUE, slots, &count) != CKR_OK)
		return false;
	for (CK_ULONG i = 0; i < count; i++) {
		if (!is_labelled(module, slots[i], label))
			continue;
		ok = module->C_OpenSession(slots[i],
			 CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL,
			 &session) == CKR_OK &&
		     module->C_Login(session, CKU_USER, pin, 4) == CKR_OK &&
		     put_all(module, session, card);
		module->C_CloseSession(session);
	}
	return ok;
}

#define TOKEN(label)                                       \
	"softhsm2-util --init-token --free --label " label \
	" --so-pin 0000 --pin 1234"

static void
tokens_are_made(void)
{
	static const struct cards_attribute hall[] = { { "C", "BE" },
		{ "O", "Hall" }, { "CN", "Seal of the hall" }, { NULL, NULL } };
	const struct cards_how how = { .subject = hall };
	EVP_PKEY *key = cred_key("EC:P-256");
	struct cards seal = { .certificate_count = 1 };
	CK_FUNCTION_LIST *module;

	OK(run(TOKEN("belgium")) && run(TOKEN("seal")));
	for (size_t i = 0; i < CARD_COUNT; i++) {
		char command[256];

		snprintf(
		    command, sizeof(command), TOKEN("'%s'"), rows[i].label);
		OKF(run(command), "%s", command);
		rows[i].make(&cards[i]);
	}
	cards_belgium(&belgian, "EC:P-384");
	seal.certificates[0] = cards_certificate(key, &how, NULL, NULL);
	module = p11_kit_module_load(softhsm, 0);
	OK(module != NULL && p11_kit_module_initialize(module) == CKR_OK);
	OK(fill(module, "belgium", &belgian));
	OK(fill(module, "seal", &seal));
	for (size_t i = 0; i < CARD_COUNT; i++)
		OK(fill(module, rows[i].label, &cards[i]));
	p11_kit_module_finalize(module);
	p11_kit_module_release(module);
	EVP_PKEY_free(key);
	cards_clear(&seal);
}

/* What a program that we did not write sees in them. */
static void
opensc_sees_the_same(void)
{
	if (!run("command -v pkcs11-tool")) {
		tap_skip("there is no pkcs11-tool");
		return;
	}
	OK(run("pkcs11-tool --module $M --token-label belgium "
	       "--list-objects --type data >belgium.list"));
	for (size_t i = 0; i < belgian.object_count; i++) {
		char command[256];

		snprintf(command, sizeof(command),
		    "grep -q \"label: *'%s'\" belgium.list",
		    belgian.objects[i].label);
		OKF(run(command), "%s", command);
	}
	OK(run("pkcs11-tool --module $M --token-label belgium --read-object "
	       "--type data --label DATA_FILE --output-file data.bin"));
	{
		const struct csi_bytes *own = &belgian.objects[0].bytes;
		FILE *file = fopen(scratch_path("data.bin"), "r");
		uint8_t bytes[4096];
		size_t len =
		    file == NULL ? 0 : fread(bytes, 1, sizeof(bytes), file);

		OK(len == own->len && memcmp(bytes, own->at, len) == 0);
		if (file != NULL)
			fclose(file);
	}
	OK(run("pkcs11-tool --module $M --token-label piv --list-objects "
	       "--type data >piv.list && ! grep -q 'Printed' piv.list"));
}

/* ---- reading ---------------------------------------------------------- */

/* A context whose configuration has that. */
static cseal_context *
context_with(const char *module, const char *devices)
{
	const struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = scratch_path("config"),
		.module_dir = "/nonexistent",
	};
	FILE *file = fopen(options.user_config, "w");
	cseal_context *context = NULL;

	fprintf(file, "[devices]\n%s[module token-reader]\nmodule = %s\n",
	    devices, module);
	fclose(file);
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(context, TEST_MODULE, NULL) != CSEAL_OK) {
		printf("Bail out! no context\n");
		exit(1);
	}
	return context;
}

static cseal_status
read_with(const char *uri, bool asks, const char *pin, const char *trust,
    cseal_identity **ret_identity)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = 0,
		.trust = trust,
		.pin = asks ? enter : NULL,
	};
	cseal_context *context = context_with(softhsm, "");
	cseal_error *error = NULL;
	cseal_status st;

	memset(&application, 0, sizeof(application));
	application.pin = pin;
	*ret_identity = NULL;
	st = cseal_identity_read(
	    context, uri, &options, 20000, NULL, ret_identity, &error);
	if (st != CSEAL_OK)
		printf("# %s: %s\n", uri, cseal_error_text(error));
	cseal_error_free(error);
	cseal_context_unref(context);
	return st;
}

static bool
is(const cseal_identity *identity, cseal_identity_field field, const char *text)
{
	const char *value =
	    identity == NULL ? NULL : cseal_identity_value(identity, field);

	if (value == text ||
	    (value != NULL && text != NULL && strcmp(value, text) == 0))
		return true;
	printf("# \"%s\"\n", value == NULL ? "nothing" : value);
	return false;
}

static void
each_card_says_who_its_holder_is(void)
{
	static const struct {
		const char *uri, *type, *name, *number;
	} told[] = {
		{ "token:token=italy", "it-cns", "ROSSI, MARIO",
		    "1234567890123456" },
		{ "token:token=portugal", "pt-card",
		    "EXEMPLO DA CONCEI\xc3\x87\xc3\x83O, JO\xc3\x83O",
		    "12345678 9 ZZ4" },
		{ "token:token=piv", "piv-card", "DOE, JAMIE Q", NULL },
		{ "token:token=plain", "certificate", "N\xc3\x84IDIS, JAAN",
		    NULL },
		{ "token:token=belgium", "be-card",
		    "Specimen-Peeters, \xc3\x89loise Marie J", "592000000182" },
	};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		cseal_identity *identity;

		OKF(read_with(told[i].uri, false, NULL, NULL, &identity) ==
			CSEAL_OK,
		    "%s", told[i].uri);
		OK(is(identity, CSEAL_IDENTITY_DOCUMENT_TYPE, told[i].type));
		OK(is(identity, CSEAL_IDENTITY_NAME, told[i].name));
		OK(is(identity, CSEAL_IDENTITY_NUMBER, told[i].number));
		OK(is(identity, CSEAL_IDENTITY_ADDRESS,
		    i == 0   ? "VIA DELL'ESEMPIO 7, F205"
		    : i == 4 ? "Rue de l'Exemple 1 /b02, 4700 Eupen"
			     : NULL));
		cseal_identity_free(identity);
	}
}

static void
what_is_hidden_comes_after_the_pin(void)
{
	cseal_identity *identity;
	size_t len = 0;

	OK(read_with("token:token=piv", true, "1234", NULL, &identity) ==
	    CSEAL_OK);
	OK(application.calls == 1);
	OK(strstr(application.title, "SoftHSM") != NULL);
	OK(is(identity, CSEAL_IDENTITY_NAME, "Jamie Q. Doe"));
	OK(is(identity, CSEAL_IDENTITY_NUMBER, "0000000042"));
	OK(identity != NULL &&
	    cseal_identity_portrait(identity, &len, NULL) != NULL && len > 0);
	cseal_identity_free(identity);
	OK(read_with("token:token=citizen%20%28Address%20PIN%29", true, "1234",
	       NULL, &identity) == CSEAL_OK);
	OK(is(identity, CSEAL_IDENTITY_ADDRESS,
	    "Rua do Exemplo 7, Lisboa, 1000-001 LISBOA"));
	cseal_identity_free(identity);
}

static void
nobody_is_asked_where_nothing_is_hidden(void)
{
	/* The Portuguese one is not that of the right PIN. */
	static const char *const uris[] = { "token:token=belgium",
		"token:token=italy", "token:token=plain",
		"token:token=portugal" };
	cseal_identity *identity;

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		OK(read_with(uris[i], true, "1234", NULL, &identity) ==
		    CSEAL_OK);
		OKF(application.calls == 0, "%s", uris[i]);
		cseal_identity_free(identity);
	}
}

static void
a_wrong_pin_is_tried_once(void)
{
	cseal_identity *identity;

	OK(read_with("token:token=piv", true, "9999", NULL, &identity) ==
	    CSEAL_AGAIN_PIN_WRONG);
	OK(application.calls == 1);
	OK(read_with("token:token=piv", true, NULL, NULL, &identity) ==
	    CSEAL_STOPPED_DECLINED);
	OK(read_with("token:token=piv", true, "", NULL, &identity) ==
	    CSEAL_COUNTER_PIN_NEEDED);
	OK(read_with("token:token=piv", true, "1234", NULL, &identity) ==
	    CSEAL_OK);
	cseal_identity_free(identity);
}

static void
the_register_is_judged_when_the_card_is_read(void)
{
	cseal_identity *identity, *again = NULL;
	const char *root = scratch_path("root.pem"), *json;
	const struct cseal_identity_judging judging = {
		.size = sizeof(judging),
		.trust = &root,
		.trust_count = 1,
	};

	OK(cred_write_pem(root, NULL, NULL, &belgian.root, 1) == 0);
	OK(read_with("token:token=belgium", false, NULL, root, &identity) ==
	    CSEAL_OK);
	OK(identity != NULL &&
	    cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
		CSEAL_VERDICT_YES);
	json = cseal_identity_json(identity);
	OK(cseal_identity_new_json(json, strlen(json), &again, NULL) ==
	    CSEAL_OK);
	OK(cseal_identity_judge(again, &judging, NULL) == CSEAL_OK);
	OK(cseal_identity_verdict(again, CSEAL_IDENTITY_DATA_SIGNED) ==
	    CSEAL_VERDICT_YES);
	cseal_identity_free(again);
	cseal_identity_free(identity);
}

static void
the_uri_says_which(void)
{
	static const struct {
		const char *uri;
		cseal_status status;
	} told[] = {
		{ "token:token=none", CSEAL_AGAIN_NO_CARD },
		{ "token:slot-description=none", CSEAL_AGAIN_NO_CARD },
		{ "token:token=seal", CSEAL_COUNTER_CARD_UNREADABLE },
		{ "token:any", CSEAL_COUNTER_NO_DEVICE }, /* several */
		{ "token:anyone", CSEAL_FAULT_APPLICATION },
		{ "token:token=italy?pin-value=1234", CSEAL_FAULT_APPLICATION },
		{ "token:token=italy?pin-source=file:x",
		    CSEAL_FAULT_APPLICATION },
		{ "token:object=x", CSEAL_FAULT_APPLICATION },
		{ "token:token=italy;type=cert", CSEAL_FAULT_APPLICATION },
		{ "token:strange=1", CSEAL_FAULT_APPLICATION },
		{ "token:token", CSEAL_FAULT_APPLICATION },
		{ "token:token=%zz", CSEAL_FAULT_APPLICATION },
		{ "token:token=italy?module-path=/nonexistent.so",
		    CSEAL_SETUP_MODULE_UNFIT },
		{ "token:token=italy?module-path=softhsm.so",
		    CSEAL_SETUP_MODULE_UNFIT },
		{ "token:token=italy?module-name=other", CSEAL_AGAIN_NO_CARD },
	};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		cseal_identity *identity;
		cseal_status st =
		    read_with(told[i].uri, false, NULL, NULL, &identity);

		OKF(st == told[i].status, "%s: %s", told[i].uri,
		    cseal_status_name(st));
		cseal_identity_free(identity);
	}
}

/* ---- the list --------------------------------------------------------- */

static void
somebodys_cards_are_listed_and_no_seal(void)
{
	cseal_context *context =
	    context_with(softhsm, "reader = token:token=seal\n");
	cseal_device_list *list = NULL;
	size_t named = 0;

	OK(cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_READER),
	       20000, NULL, &list, NULL) == CSEAL_OK);
	OK(cseal_device_list_count(list) == CARD_COUNT + 2);
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);

		printf("# %s: %s\n", device->uri, device->title);
		OK(device->state == CSEAL_DEVICE_READY);
		OK(strncmp(device->uri, "token:", 6) == 0);
		named += strcmp(device->uri, "token:token=seal") == 0;
		if (strcmp(device->title, "belgium") == 0) {
			cseal_identity *identity;

			OK(read_with(device->uri, false, NULL, NULL,
			       &identity) == CSEAL_OK);
			OK(is(identity, CSEAL_IDENTITY_NUMBER, "592000000182"));
			cseal_identity_free(identity);
		}
	}
	OK(named == 1);
	cseal_device_list_free(list);
	cseal_context_unref(context);
}

static void
the_doctor_says_what_is_wrong(void)
{
	cseal_context *context =
	    context_with(softhsm, "reader = token:object=x\n");
	const struct findings *findings = findings_of(context, "token-reader");

	OK(findings->problems == 1);
	OK(findings_have(findings, "The configured reader cannot be used"));
	OK(findings_have(findings, "says who its holder is"));
	cseal_context_unref(context);
	context = context_with("/nonexistent.so", "");
	findings = findings_of(context, "token-reader");
	OK(findings->problems == 1);
	OK(findings_have(findings, "could not load"));
	cseal_context_unref(context);
	context = context_with(scratch_path("config"), "");
	findings = findings_of(context, "token-reader");
	OK(findings->problems == 1);
	OK(findings_have(findings, "install the module"));
	cseal_context_unref(context);
}

int
main(void)
{
	scratch_make();
	softhsm = find_softhsm();
	if (softhsm == NULL || !write_config() ||
	    !run("command -v softhsm2-util")) {
		printf("1..0 # SKIP SoftHSM is not installed\n");
		return 0;
	}
	RUN(tokens_are_made);
	RUN(opensc_sees_the_same);
	RUN(each_card_says_who_its_holder_is);
	RUN(what_is_hidden_comes_after_the_pin);
	RUN(nobody_is_asked_where_nothing_is_hidden);
	RUN(a_wrong_pin_is_tried_once);
	RUN(the_register_is_judged_when_the_card_is_read);
	RUN(the_uri_says_which);
	RUN(somebodys_cards_are_listed_and_no_seal);
	RUN(the_doctor_says_what_is_wrong);
	for (size_t i = 0; i < CARD_COUNT; i++)
		cards_clear(&cards[i]);
	cards_clear(&belgian);
	return tap_done();
}
