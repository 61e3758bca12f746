/* SPDX-License-Identifier: Apache-2.0 */
/* test-trust.c -- proves lib/cms/trust.c and anchors.c. */
#include "cms/trust.h"
#include "credentials.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static struct cred_chain chain;
static struct csi_span ders[3];
static char folder[] = "test-trust-XXXXXX";

static const char *
path_of(const char *name)
{
	static char path[4][128];
	static unsigned turn;
	char *one = path[turn++ % 4];

	snprintf(one, sizeof(path[0]), "%s/%s", folder, name);
	return one;
}

static const char *
pem(const char *name, X509 *certificate)
{
	const char *path = path_of(name);

	cred_write_pem(path, NULL, NULL, &certificate, 1);
	return path;
}

static void
write_file(const char *path, const void *bytes, size_t len)
{
	FILE *file = fopen(path, "w");

	fwrite(bytes, 1, len, file);
	fclose(file);
}

static csi_trust *
trust_in(const char *path)
{
	csi_trust *trust = NULL;
	cseal_error *error = NULL;

	if (csi_trust_new(&path, 1, &trust, &error) != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return trust;
}

/* The answer on one certificate; prints the reason. */
static enum csi_trust_answer
judge(const csi_trust *trust, struct csi_span der,
    const struct csi_span *others, size_t count, int64_t when)
{
	enum csi_trust_answer answer = CSI_TRUST_UNKNOWN;
	cseal_error *error = NULL;
	char *why = NULL;

	if (csi_trust_judge(trust, der, others, count, when, &answer, &why,
		&error) != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	else
		printf("# %s: %s\n", csi_trust_answer_name(answer),
		    why == NULL ? "(nothing to add)" : why);
	/* Whoever is not trusted is told why. */
	if ((why == NULL) !=
	    (answer == CSI_TRUST_TRUSTED || answer == CSI_TRUST_UNKNOWN))
		answer = CSI_TRUST_UNKNOWN;
	cseal_error_free(error);
	free(why);
	return answer;
}

static void
without_anchors_the_answer_is_unknown(void)
{
	OK(judge(NULL, ders[0], ders, 3, time(NULL)) == CSI_TRUST_UNKNOWN);
}

static void
every_certificate_that_was_given_is_an_anchor(void)
{
	X509 *each[] = { chain.root, chain.ca, chain.certificate };

	for (size_t i = 0; i < 3; i++) {
		csi_trust *trust = trust_in(pem("anchor.pem", each[i]));

		OK(judge(trust, ders[0], ders, 3, time(NULL)) ==
		    CSI_TRUST_TRUSTED);
		csi_trust_free(trust);
	}
}

static void
a_chain_that_does_not_lead_to_an_anchor_is_untrusted(void)
{
	const struct cred_how how = { "Hall Test Root", .is_ca = 1,
		.usage = "critical,keyCertSign,cRLSign" };
	EVP_PKEY *key = cred_key("EC:P-256");
	X509 *impostor = cred_certificate(key, &how, NULL, NULL);
	csi_trust *trust = trust_in(pem("impostor.pem", impostor));

	/* The same name, and another key */
	OK(judge(trust, ders[0], ders, 3, time(NULL)) == CSI_TRUST_UNTRUSTED);
	csi_trust_free(trust);
	trust = trust_in(pem("root.pem", chain.root));
	/* The certificate between is missing. */
	OK(judge(trust, ders[0], NULL, 0, time(NULL)) == CSI_TRUST_UNTRUSTED);
	OK(judge(trust, ders[0], ders, 2, time(NULL)) == CSI_TRUST_TRUSTED);
	csi_trust_free(trust);
	X509_free(impostor);
	EVP_PKEY_free(key);
}

static void
rubbish_among_the_others_does_no_harm(void)
{
	struct csi_span others[3] = { { (const uint8_t *)"0\x03xyz", 5 },
		{ NULL, 0 }, ders[1] };
	csi_trust *trust = trust_in(pem("root.pem", chain.root));

	OK(judge(trust, ders[0], others, 3, time(NULL)) == CSI_TRUST_TRUSTED);
	csi_trust_free(trust);
}

static void
time_is_judged_at_the_time_that_is_given(void)
{
	csi_trust *trust = trust_in(pem("root.pem", chain.root));
	int64_t now = time(NULL);

	OK(judge(trust, ders[0], ders, 3, now + 3660 * CRED_DAY) ==
	    CSI_TRUST_EXPIRED);
	OK(judge(trust, ders[0], ders, 3, now - 2 * CRED_DAY) ==
	    CSI_TRUST_EXPIRED);
	OK(judge(trust, ders[0], ders, 3, now + 3600 * CRED_DAY) ==
	    CSI_TRUST_TRUSTED);
	csi_trust_free(trust);
}

/* A signer's certificate with one thing wrong, under the CA. */
static enum csi_trust_answer
judge_how(const struct cred_how *how, X509 *issuer, EVP_PKEY *issuer_key)
{
	X509 *made = cred_certificate(chain.key, how, issuer, issuer_key);
	csi_trust *trust = trust_in(pem("root.pem", chain.root));
	enum csi_trust_answer answer;
	struct csi_span der;
	uint8_t *bytes;

	bytes = cred_der(made, &der.len);
	der.at = bytes;
	answer = judge(trust, der, ders, 3, time(NULL));
	csi_trust_free(trust);
	free(bytes);
	X509_free(made);
	return answer;
}

static void
an_expired_certificate_is_expired_and_a_broken_chain_is_worse(void)
{
	const struct cred_how how = { .common_name = "Old Signer",
		.from = -20 * CRED_DAY,
		.to = -10 * CRED_DAY,
		.usage = "critical,digitalSignature" };

	OK(judge_how(&how, chain.ca, chain.ca_key) == CSI_TRUST_EXPIRED);
	/* The name of the CA, the signature of somebody else */
	OK(judge_how(&how, chain.ca, chain.key) == CSI_TRUST_UNTRUSTED);
}

static void
a_certificate_not_for_signing_is_untrusted(void)
{
	const struct cred_how key = { .common_name = "Encryption only",
		.usage = "critical,keyEncipherment" };
	const struct cred_how any = { .common_name = "No key usage" };
	const struct cred_how seal = { .common_name = "Seal",
		.usage = "critical,nonRepudiation" };

	OK(judge_how(&key, chain.ca, chain.ca_key) == CSI_TRUST_UNTRUSTED);
	OK(judge_how(&any, chain.ca, chain.ca_key) == CSI_TRUST_TRUSTED);
	OK(judge_how(&seal, chain.ca, chain.ca_key) == CSI_TRUST_TRUSTED);
}

static void
a_signer_cannot_issue_certificates(void)
{
	const struct cred_how how = { .common_name = "Below a signer",
		.usage = "critical,digitalSignature" };

	OK(judge_how(&how, chain.certificate, chain.key) ==
	    CSI_TRUST_UNTRUSTED);
}

static void
anchors_come_from_der_pem_and_folders(void)
{
	X509 *both[] = { chain.root, chain.ca };
	csi_trust *trust;

	write_file(path_of("root.der"), chain.der[2], chain.len[2]);
	trust = trust_in(path_of("root.der"));
	OK(judge(trust, ders[0], ders, 3, time(NULL)) == CSI_TRUST_TRUSTED);
	csi_trust_free(trust);
	mkdir(path_of("anchors"), 0755);
	write_file(path_of("anchors/README"), "not a certificate\n", 18);
	write_file(path_of("anchors/empty"), "", 0);
	mkdir(path_of("anchors/deeper"), 0755);
	cred_write_pem(path_of("anchors/two.pem"), NULL, NULL, both, 2);
	trust = trust_in(path_of("anchors"));
	OK(judge(trust, ders[0], NULL, 0, time(NULL)) == CSI_TRUST_TRUSTED);
	csi_trust_free(trust);
}

static void
anchors_that_cannot_be_read_are_named(void)
{
	const char *names[] = { "missing", "rubbish.pem", "broken.pem",
		"broken.der", "none", "fifo" };

	write_file(path_of("rubbish.pem"), "hello", 5);
	write_file(path_of("broken.pem"),
	    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
	    60);
	write_file(path_of("broken.der"), "0\x82\x01\x01", 4);
	mkdir(path_of("none"), 0755);
	mkfifo(path_of("fifo"), 0600);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *path = path_of(names[i]);
		cseal_error *error = NULL;
		csi_trust *trust = NULL;

		OK(csi_trust_new(&path, 1, &trust, &error) ==
		    CSEAL_SETUP_TRUST);
		OKF(strstr(cseal_error_text(error), path) != NULL, "%s",
		    cseal_error_text(error));
		OK(trust == NULL);
		cseal_error_free(error);
	}
}

static void
a_certificate_is_read_as_text(void)
{
	struct csi_certificate text;

	OK(csi_certificate_read(ders[0], &text, NULL) == CSEAL_OK);
	OK(strcmp(text.subject, "CN=营业厅 Test Signer,O=Hall Test") == 0);
	OK(strcmp(text.issuer, "CN=Hall Test CA,O=Hall Test") == 0);
	OK(strcmp(text.common_name, "营业厅 Test Signer") == 0);
	OK(strcmp(text.serial, "4711") == 0);
	OK(strcmp(text.key, "EC P-256") == 0);
	OK(text.may_sign);
	OK(text.from < time(NULL) && text.to > time(NULL));
	OK(strlen(text.not_before) == 20 && text.not_before[19] == 'Z');
	csi_certificate_clear(&text);
	OK(text.subject == NULL);
	OK(csi_certificate_read(ders[1], &text, NULL) == CSEAL_OK);
	OK(!text.may_sign);
	csi_certificate_clear(&text);
	ders[0].len--;
	OK(csi_certificate_read(ders[0], &text, NULL) == CSEAL_REFUSED_DAMAGED);
	ders[0].len++;
}

static void
hostile_names_do_not_break_a_line(void)
{
	const struct cred_how how = { .common_name = "Two\nlines \x1b[31m" };
	X509 *made = cred_certificate(chain.key, &how, NULL, NULL);
	struct csi_certificate text;
	struct csi_span der;
	uint8_t *bytes = cred_der(made, &der.len);

	der.at = bytes;
	OK(csi_certificate_read(der, &text, NULL) == CSEAL_OK);
	OK(strcmp(text.common_name, "Two lines  [31m") == 0);
	OK(strpbrk(text.subject, "\n\x1b") == NULL);
	csi_certificate_clear(&text);
	free(bytes);
	X509_free(made);
}

static void
times_are_written_as_rfc_3339(void)
{
	const struct {
		int64_t time;
		const char *text;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 1795420800, "2026-11-23T08:00:00Z" },
		{ -1, "1969-12-31T23:59:59Z" },
		{ 253402300799, "9999-12-31T23:59:59Z" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = csi_time_text(rows[i].time);

		OKF(strcmp(text, rows[i].text) == 0, "%s", text);
		free(text);
	}
}

int
main(void)
{
	char command[64];

	if (mkdtemp(folder) == NULL)
		return 1;
	cred_chain_make(&chain, "EC:P-256");
	for (size_t i = 0; i < 3; i++) {
		ders[i].at = chain.der[i];
		ders[i].len = chain.len[i];
	}
	RUN(without_anchors_the_answer_is_unknown);
	RUN(every_certificate_that_was_given_is_an_anchor);
	RUN(a_chain_that_does_not_lead_to_an_anchor_is_untrusted);
	RUN(rubbish_among_the_others_does_no_harm);
	RUN(time_is_judged_at_the_time_that_is_given);
	RUN(an_expired_certificate_is_expired_and_a_broken_chain_is_worse);
	RUN(a_certificate_not_for_signing_is_untrusted);
	RUN(a_signer_cannot_issue_certificates);
	RUN(anchors_come_from_der_pem_and_folders);
	RUN(anchors_that_cannot_be_read_are_named);
	RUN(a_certificate_is_read_as_text);
	RUN(hostile_names_do_not_break_a_line);
	RUN(times_are_written_as_rfc_3339);
	cred_chain_free(&chain);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command) != 0 || tap_done();
}
