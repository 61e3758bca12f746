/* SPDX-License-Identifier: Apache-2.0 */
/* test-file-signer.c -- proves modules/file-signer, with files that
 * openssl(1) wrote. */
#include "signer.h"

#include "credentials.h"
#include "tap.h"

#include <counterseal/module.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static cseal_context *context;
static char folder[] = "test-file-signer-XXXXXX";
static char last_log[256];

static struct {
	const char *pass; /* NULL: the customer declines */
	int calls;
	char title[256];
} application;

static void
take_log(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	if (level == CSEAL_LOG_WARNING)
		snprintf(last_log, sizeof(last_log), "%s", text);
}

static cseal_status
enter(void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	application.calls++;
	snprintf(
	    application.title, sizeof(application.title), "%s", request->title);
	if (application.pass == NULL)
		return CSEAL_STOPPED_DECLINED;
	return cseal_secret_append(
	    secret, application.pass, strlen(application.pass));
}

/* Runs in the folder. */
static bool
run(const char *command)
{
	char whole[1024];

	snprintf(whole, sizeof(whole), "cd '%s' && { %s; } >>log 2>&1", folder,
	    command);
	return system(whole) == 0;
}

static cseal_status
open_file(const char *name, const char *certificate, const char *pass,
    cseal_signer **ret_signer)
{
	char uri[256], path[256];
	const struct cseal_signer_options options = {
		.size = sizeof(options),
		.pin = enter,
		.certificate_file = certificate == NULL ? NULL : path,
	};
	cseal_error *error = NULL;
	cseal_status st;

	memset(&application, 0, sizeof(application));
	application.pass = pass;
	snprintf(uri, sizeof(uri), "file:%s/%s", folder, name);
	snprintf(path, sizeof(path), "%s/%s", folder,
	    certificate == NULL ? "" : certificate);
	*ret_signer = NULL;
	st = cseal_signer_open(
	    context, uri, &options, CSEAL_NO_TIMEOUT, NULL, ret_signer, &error);
	if (st != CSEAL_OK)
		printf("# %s: %s\n", name, cseal_error_text(error));
	if (pass != NULL && pass[0] != '\0' && error != NULL &&
	    strstr(cseal_error_text(error), pass) != NULL)
		st = CSEAL_FAULT_INTERNAL; /* a secret in a note */
	cseal_error_free(error);
	return st;
}

/* Signs with every scheme that the key can do; the core proves the values. */
static bool
signs(cseal_signer *signer)
{
	const struct csi_span *chain;
	uint8_t digest[64] = { 7 }, value[CSEAL_SIGNATURE_MOST];
	struct cseal_sign_item item = { sizeof(item), digest, 0, value, 0 };
	const cseal_scheme schemes[] = { CSEAL_SCHEME_RSA_PKCS1,
		CSEAL_SCHEME_RSA_PSS, CSEAL_SCHEME_ECDSA };
	struct cseal_wait wait;
	int good = 0;

	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	csi_signer_chain(signer, &chain);
	for (size_t i = 0; i < 3; i++) {
		for (int hash = 1; hash <= 3; hash++) {
			cseal_status st;

			item.digest_len = (size_t)(16 + 16 * hash);
			st = csi_signer_sign(signer, schemes[i],
			    (cseal_digest)hash, &item, 1, &wait, NULL);
			if (st == CSEAL_OK)
				good++;
			else if (st != CSEAL_SETUP_KEY_UNSUPPORTED)
				return false;
		}
	}
	return good >= 3;
}

static void
make_files(void)
{
	static const char *const commands[] = {
		"openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key "
		"-out ca.pem -subj '/CN=File Test CA' -days 30",
		"openssl req -newkey rsa:2048 -nodes -keyout rsa.key "
		"-out rsa.csr -subj '/CN=File Test RSA'",
		"openssl x509 -req -in rsa.csr -CA ca.pem -CAkey ca.key "
		"-set_serial 7 -out rsa.pem -days 30",
		"openssl req -x509 -newkey ec -pkeyopt "
		"ec_paramgen_curve:P-384 -nodes -keyout ec.key -out ec.pem "
		"-subj '/CN=File Test EC' -days 30",
		"openssl req -x509 -newkey rsa-pss -nodes -keyout pss.key "
		"-out pss.pem -subj '/CN=File Test PSS' -days 30",
		"openssl pkcs12 -export -inkey rsa.key -in rsa.pem "
		"-certfile ca.pem -out modern.p12 -passout pass:Geheim1",
		"openssl pkcs12 -export -inkey rsa.key -in rsa.pem "
		"-out empty.p12 -passout pass:",
		"openssl pkcs12 -export -inkey rsa.key -in rsa.pem -nomac "
		"-keypbe NONE -certpbe NONE -out bare.p12 -passout pass:",
		"openssl pkcs12 -export -inkey rsa.key -in rsa.pem -nomac "
		"-out nomac.p12 -passout pass:Geheim1",
		"openssl pkcs12 -export -legacy -inkey rsa.key -in rsa.pem "
		"-certfile ca.pem -out legacy.p12 -passout pass:Geheim1",
		"openssl pkcs12 -export -inkey rsa.key -in rsa.pem "
		"-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 "
		"-out des3.p12 -passout pass:Geheim1",
		"openssl pkcs12 -export -inkey ec.key -in ec.pem "
		"-out ec.p12 -passout pass:Geheim1",
		"openssl pkcs12 -export -nokeys -in rsa.pem "
		"-out nokey.p12 -passout pass:Geheim1",
		"cat rsa.key rsa.pem ca.pem >rsa-all.pem",
		"cat ca.pem rsa.pem rsa.key >rsa-disorder.pem",
		"cat ec.key ec.pem >ec-all.pem",
		"cat pss.key pss.pem >pss-all.pem",
		"{ openssl pkcs8 -topk8 -in rsa.key -passout pass:Geheim1 && "
		"cat rsa.pem; } >pkcs8.pem",
		"{ openssl rsa -in rsa.key -traditional -aes128 "
		"-passout pass:Geheim1 && cat rsa.pem; } >traditional.pem",
		"{ openssl ecparam -name secp384r1 && openssl ec -in ec.key && "
		"cat ec.pem; } >sec1.pem",
		"openssl x509 -in rsa.pem -outform DER -out rsa.der",
		"cat rsa.key ec.pem >mismatch.pem",
		"cat rsa.key ec.key rsa.pem >two-keys.pem",
		"echo hello >rubbish.pem",
		"head -c 600 modern.p12 >cut.p12",
		"head -c 1100000 /dev/zero >large.pem",
		": >empty.pem",
		"mkfifo fifo.pem",
		"cp rsa-all.pem 'a %41 b.pem'",
		"{ sed 's/^MII/AAA/' rsa.key; cat rsa.pem; } >damaged.pem",
		"{ sed 's/^MII/AAA/' rsa.pem; cat rsa.key; } >damaged-cert.pem",
		"chmod 600 *.p12 *.pem *.key",
	};

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		OKF(run(commands[i]), "%s", commands[i]);
}

static void
every_kind_of_file_signs_and_asks_only_when_it_must(void)
{
	const struct {
		const char *name, *certificate;
		size_t chain;
		int calls; /* of the pass phrase entry */
	} rows[] = {
		{ "modern.p12", NULL, 2, 1 },
		{ "empty.p12", NULL, 1, 0 },
		{ "bare.p12", NULL, 1, 0 },
		{ "legacy.p12", NULL, 2, 1 },
		{ "des3.p12", NULL, 1, 1 },
		{ "ec.p12", NULL, 1, 1 },
		{ "rsa-all.pem", NULL, 2, 0 },
		{ "rsa-disorder.pem", NULL, 2, 0 },
		{ "ec-all.pem", NULL, 1, 0 },
		{ "pss-all.pem", NULL, 1, 0 },
		{ "pkcs8.pem", NULL, 1, 1 },
		{ "traditional.pem", NULL, 1, 1 },
		{ "sec1.pem", NULL, 1, 0 },
		{ "rsa.key", "rsa.pem", 1, 0 },
		{ "rsa.key", "rsa.der", 1, 0 },
		{ "rsa.key", "rsa-disorder.pem", 2, 0 },
		{ "modern.p12", "rsa.der", 1, 1 },
		{ "a%20%2541%20b.pem", NULL, 2, 0 },
		{ "a %2541 b.pem", NULL, 2, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_signer *signer;

		OKF(open_file(rows[i].name, rows[i].certificate, "Geheim1",
			&signer) == CSEAL_OK,
		    "%s opens", rows[i].name);
		OKF(application.calls == rows[i].calls, "asked %d times",
		    application.calls);
		OK(signer != NULL &&
		    cseal_signer_chain_count(signer) == rows[i].chain);
		OK(signer != NULL && signs(signer));
		OK(signer != NULL && !cseal_signer_is_virtual(signer));
		cseal_signer_free(signer);
	}
}

static void
what_cannot_be_used_says_why(void)
{
	const struct {
		const char *name, *certificate, *pass;
		cseal_status status;
	} rows[] = {
		{ "modern.p12", NULL, "wrong-one", CSEAL_AGAIN_PIN_WRONG },
		{ "modern.p12", NULL, "", CSEAL_AGAIN_PIN_WRONG },
		{ "modern.p12", NULL, NULL, CSEAL_STOPPED_DECLINED },
		{ "nomac.p12", NULL, "Geheim1", CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "legacy.p12", NULL, "wrong-one", CSEAL_AGAIN_PIN_WRONG },
		{ "pkcs8.pem", NULL, "wrong-one", CSEAL_AGAIN_PIN_WRONG },
		{ "pkcs8.pem", NULL, NULL, CSEAL_STOPPED_DECLINED },
		{ "traditional.pem", NULL, "wrong-one", CSEAL_AGAIN_PIN_WRONG },
		{ "traditional.pem", NULL, NULL, CSEAL_STOPPED_DECLINED },
		{ "missing.p12", NULL, "", CSEAL_SETUP_NO_KEY },
		{ "rsa.key", "missing.pem", "", CSEAL_SETUP_NO_KEY },
		{ "rsa.key", NULL, "", CSEAL_SETUP_NO_KEY },
		{ "rsa.pem", NULL, "", CSEAL_SETUP_NO_KEY },
		{ "nokey.p12", NULL, "Geheim1", CSEAL_SETUP_NO_KEY },
		{ "rsa.key", "ec.pem", "", CSEAL_REFUSED_KEY_MISMATCH },
		{ "mismatch.pem", NULL, "", CSEAL_REFUSED_KEY_MISMATCH },
		{ "two-keys.pem", NULL, "", CSEAL_SETUP_NO_KEY },
		{ "rubbish.pem", NULL, "", CSEAL_SETUP_NO_KEY },
		{ "empty.pem", NULL, "", CSEAL_SETUP_NO_KEY },
		{ "cut.p12", NULL, "Geheim1", CSEAL_SETUP_NO_KEY },
		{ "rsa.der", NULL, "", CSEAL_SETUP_NO_KEY },
		{ "damaged.pem", NULL, "", CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "damaged-cert.pem", NULL, "", CSEAL_SETUP_NO_KEY },
		{ "large.pem", NULL, "", CSEAL_REFUSED_LIMIT },
		{ "fifo.pem", NULL, "", CSEAL_SETUP_FILE },
		{ ".", NULL, "", CSEAL_SETUP_FILE },
		{ "x%00.pem", NULL, "", CSEAL_FAULT_APPLICATION },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_signer *signer;
		cseal_status st = open_file(
		    rows[i].name, rows[i].certificate, rows[i].pass, &signer);

		OKF(st == rows[i].status, "%s: %s", rows[i].name,
		    cseal_status_name(st));
		OK(signer == NULL && application.calls <= 1);
	}
}

/* PBKDF2 with 4 000 000 000 iterations would hold up the counter for a
 * quarter of an hour. */
static void
a_file_that_would_take_minutes_to_open_is_refused(void)
{
	cseal_signer *signer;

	OK(run("openssl pkcs8 -topk8 -in rsa.key -iter 10000001 "
	       "-passout pass:Geheim1 -out slow.pem"));
	OK(open_file("slow.pem", "rsa.pem", "Geheim1", &signer) ==
	    CSEAL_REFUSED_LIMIT);
	OK(application.calls == 0);
}

static void
a_key_file_that_everybody_may_read_is_warned_of(void)
{
	cseal_signer *signer;

	last_log[0] = '\0';
	OK(open_file("rsa-all.pem", NULL, "", &signer) == CSEAL_OK);
	OK(last_log[0] == '\0');
	cseal_signer_free(signer);
	OK(run("chmod 644 rsa-all.pem"));
	OK(open_file("rsa-all.pem", NULL, "", &signer) == CSEAL_OK);
	OKF(strstr(last_log, "everybody may read") != NULL, "%s", last_log);
	cseal_signer_free(signer);
}

static void
the_application_is_told_the_path(void)
{
	cseal_signer *signer;
	char path[256];

	snprintf(path, sizeof(path), "%s/modern.p12", folder);
	OK(open_file("modern.p12", NULL, "Geheim1", &signer) == CSEAL_OK);
	OK(strcmp(application.title, path) == 0);
	cseal_signer_free(signer);
}

static void
absolute_uris_of_every_form_are_understood(void)
{
	const char *const forms[] = { "file:%s/%s/ec-all.pem",
		"file://%s/%s/ec-all.pem", "file://localhost%s/%s/ec-all.pem" };
	char cwd[512], uri[1200];
	cseal_signer *signer = NULL;

	OK(getcwd(cwd, sizeof(cwd)) != NULL);
	for (size_t i = 0; i < 3; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(uri, sizeof(uri), forms[i], cwd, folder);
#pragma GCC diagnostic pop
		OKF(cseal_signer_open(context, uri, NULL, CSEAL_NO_TIMEOUT,
			NULL, &signer, NULL) == CSEAL_OK,
		    "%s", forms[i]);
		cseal_signer_free(signer);
		signer = NULL;
	}
	OK(cseal_signer_open(context, "file://server/share/x.p12", NULL,
	       CSEAL_NO_TIMEOUT, NULL, &signer,
	       NULL) == CSEAL_FAULT_APPLICATION);
}

static void
configured_files_are_listed(void)
{
	const struct cseal_device *device;
	cseal_device_list *list = NULL;
	size_t found = 0, absent = 0;

	OK(cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_SIGNER),
	       CSEAL_NO_TIMEOUT, NULL, &list, NULL) == CSEAL_OK);
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		device = cseal_device_list_at(list, i);
		if (device->state == CSEAL_DEVICE_READY &&
		    strcmp(device->module, "file-signer") == 0 &&
		    strstr(device->uri, "modern.p12") != NULL)
			found++;
		if (device->state == CSEAL_DEVICE_ABSENT)
			absent++;
	}
	OK(found == 1);
	OK(absent == 1);
	cseal_device_list_free(list);
}

static bool
write_config(const char *path)
{
	FILE *file = fopen(path, "w");

	if (file == NULL)
		return false;
	fprintf(file,
	    "[devices]\nsigner = file:%s/modern.p12\n"
	    "signer = file:%s/nowhere.p12\n",
	    folder, folder);
	return fclose(file) == 0;
}

int
main(void)
{
	char config[128], command[64];
	struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = config,
		.module_dir = "/nonexistent",
		.log = take_log,
		.log_level = CSEAL_LOG_WARNING,
	};

	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(config, sizeof(config), "%s/config", folder);
	if (!write_config(config) ||
	    cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(context, TEST_MODULE, NULL) != CSEAL_OK)
		return 1;
	RUN(make_files);
	RUN(every_kind_of_file_signs_and_asks_only_when_it_must);
	RUN(what_cannot_be_used_says_why);
	RUN(a_file_that_would_take_minutes_to_open_is_refused);
	RUN(a_key_file_that_everybody_may_read_is_warned_of);
	RUN(the_application_is_told_the_path);
	RUN(absolute_uris_of_every_form_are_understood);
	RUN(configured_files_are_listed);
	cseal_context_unref(context);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command) != 0 || tap_done();
}
