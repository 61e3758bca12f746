/* SPDX-License-Identifier: Apache-2.0 */
/* test-judge-pkcs1.c -- proves lib/cms/pkcs1.c and how it is judged: a value
 * of PKCS #1 with its certificates beside it. */
#include "authority.h"
#include "cms/der.h"
#include "judge/judge.h"
#include "made.h"
#include "scratch.h"
#include "tap.h"

#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

#define DAY         (24 * 3600L)
#define END_OF_SHA1 INT64_C(1343779200) /* ETSI TS 119 312: 2012-08-01 */

#define FORM    "/AcroForm <</SigFlags 3 /Fields ["
#define CATALOG "<</Type /Catalog /Pages 2 0 R "
#define PAGE \
	"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "
#define WIDGET(n)                                                     \
	"<</FT /Sig /Type /Annot /Subtype /Widget /T (" n ") /F 132 " \
	"/Rect [0 0 0 0] /P 3 0 R "

static struct identity root, ca, signer, other, curve, tsa;
static csi_trust *trust;

static struct identity
make_rsa(const char *name, long serial)
{
	struct identity made =
	    identity_make(name, &ca, serial, -10000, 2000, NULL);

	EVP_PKEY_free(made.key);
	made.key = EVP_RSA_gen(2048);
	X509_set_pubkey(made.certificate, made.key);
	identity_sign(&made, &ca, EVP_sha256());
	return made;
}

static void
make_identities(void)
{
	const char *path = scratch_path("root.pem");
	FILE *file = fopen(path, "w");

	root = identity_make("Root", NULL, 1, -10000, 2000, NULL);
	ca = identity_make("CA", &root, 2, -10000, 2000, NULL);
	signer = make_rsa("Signer", 3);
	other = make_rsa("Other", 4);
	curve = identity_make("Curve", &ca, 5, -10000, 2000, NULL);
	tsa =
	    identity_make("TSA", &ca, 6, -10000, 2000, "critical,timeStamping");
	if (file == NULL || !PEM_write_X509(file, root.certificate) ||
	    fclose(file) != 0 ||
	    csi_trust_new(&path, 1, &trust, NULL) != CSEAL_OK)
		abort();
}

static void
free_identities(void)
{
	struct identity *all[] = { &root, &ca, &signer, &other, &curve, &tsa };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		identity_free(all[i]);
	csi_trust_free(trust);
}

/* ---- documents ------------------------------------------------------------ */

static void
add_hex(struct csi_bytes *text, const struct identity *identity)
{
	struct csi_bytes der = identity_der(identity);

	csi_bytes_add_text(text, "<");
	for (size_t i = 0; i < der.len; i++)
		csi_bytes_print(text, "%02x", der.at[i]);
	csi_bytes_add_text(text, ">");
	csi_bytes_free(&der);
}

/* "/Cert <..>" or "/Cert [<..> <..>]" */
static char *
cert_of(const struct identity *first, const struct identity *second)
{
	struct csi_bytes text = { 0 };

	csi_bytes_add_text(&text, second == NULL ? "/Cert " : "/Cert [");
	add_hex(&text, first);
	if (second != NULL) {
		add_hex(&text, second);
		csi_bytes_add_text(&text, "]");
	}
	return csi_bytes_take_text(&text);
}

/* take_cert: what the dictionary has beside. */
static void
start(struct made *made, char *take_cert)
{
	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG FORM "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, WIDGET("First") "/V 7 0 R>>");
	made_signature(made, 7, take_cert);
	free(take_cert);
}

static struct csi_bytes
stamp(void *user, const uint8_t *digest)
{
	uint8_t own[32];

	memcpy(own, digest, sizeof(own));
	return authority_stamp(&tsa, &ca, own, *(time_t *)user);
}

static void
stamp_at(struct made *made, time_t when)
{
	made_object(made, 1, CATALOG FORM "6 0 R 8 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R 8 0 R]>>");
	made_object(made, 8, WIDGET("Second") "/V 9 0 R>>");
	made_signature(made, 9, "");
	made_stamp(made, stamp, &when);
}

/* ---- judging ---------------------------------------------------------------- */

static bool
says(const struct cseal_report_signature *row, const char *words)
{
	for (size_t i = 0; words != NULL && i < row->reason_count; i++) {
		if (strstr(row->reasons[i], words) != NULL)
			return true;
	}
	return words == NULL;
}

/* Frees the document. */
static void
expect(struct made *made, const char *what, const char *verdict,
    const char *integrity, const char *words)
{
	const struct csi_judge_wish wish = { .trust = trust,
		.time = (int64_t)time(NULL) };
	struct cseal_report *report = calloc(1, sizeof(*report));
	const struct cseal_report_signature *row;

	if (report == NULL || csi_judge(report, csi_bytes_span(&made->out),
				  &wish, NULL) != CSEAL_OK)
		abort();
	row = cseal_report_at(report, 0);
	if (!OKF(row != NULL && strcmp(row->verdict, verdict) == 0 &&
		     strcmp(row->integrity, integrity) == 0 &&
		     strcmp(row->level, "none") == 0 && says(row, words),
		"%s: %s, %s", what, verdict, integrity)) {
		for (size_t i = 0; row != NULL && i < row->reason_count; i++)
			printf("# %s\n", row->reasons[i]);
	}
	cseal_report_free(report);
	csi_bytes_free(&made->out);
}

static void
the_digest_is_what_the_value_says(void)
{
	const EVP_MD *all[] = { EVP_sha256(), EVP_sha384(), EVP_sha512() };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct made made;

		start(&made, cert_of(&signer, &ca));
		made_sign_pkcs1(&made, signer.key, all[i]);
		expect(
		    &made, EVP_MD_get0_name(all[i]), "valid", "intact", NULL);
	}
}

static void
one_certificate_needs_no_array(void)
{
	struct made made;

	start(&made, cert_of(&signer, NULL));
	made_sign_pkcs1(&made, signer.key, EVP_sha256());
	expect(&made, "without its issuer", "indeterminate", "intact",
	    "no chain leads to a given trust anchor");
}

static void
sha1_is_as_old_as_it_is(void)
{
	struct made made;

	start(&made, cert_of(&signer, &ca));
	made_sign_pkcs1(&made, signer.key, EVP_sha1());
	expect(&made, "now", "indeterminate", "intact", "SHA-1 was used");
	start(&made, cert_of(&signer, &ca));
	made_sign_pkcs1(&made, signer.key, EVP_sha1());
	stamp_at(&made, (time_t)(END_OF_SHA1 - 10 * DAY));
	expect(&made, "then", "valid", "intact", NULL);
	start(&made, cert_of(&signer, &ca));
	made_sign_pkcs1(&made, signer.key, EVP_sha1());
	stamp_at(&made, (time_t)(END_OF_SHA1 + 10 * DAY));
	expect(&made, "too late", "indeterminate", "intact", "SHA-1 was used");
}

static void
what_was_changed_is_broken(void)
{
	struct made made;

	start(&made, cert_of(&signer, &ca));
	made_sign_pkcs1(&made, signer.key, EVP_sha256());
	*(uint8_t *)memmem(made.out.at, made.out.len, "First", 5) = 'B';
	expect(&made, "a changed document", "invalid", "broken",
	    "The signature does not hold");
}

static void
the_certificate_must_be_the_right_one(void)
{
	struct made made;

	start(&made, cert_of(&other, &ca));
	made_sign_pkcs1(&made, signer.key, EVP_sha256());
	expect(&made, "another key", "invalid", "broken",
	    "not made with the certificate's key");
	start(&made, cert_of(&curve, &ca));
	made_sign_pkcs1(&made, signer.key, EVP_sha256());
	expect(&made, "a key that is none of RSA", "invalid", "broken",
	    "not one of the certificate's key");
	start(&made, strdup("/Cert [(rubbish)]"));
	made_sign_pkcs1(&made, signer.key, EVP_sha256());
	expect(
	    &made, "rubbish", "indeterminate", "unknown", "could not be read");
	start(&made, strdup("/Cert 7"));
	made_sign_pkcs1(&made, signer.key, EVP_sha256());
	expect(&made, "no certificate", "indeterminate", "unknown",
	    "was not beside the signature");
}

static void
values_that_are_none_are_broken(void)
{
	static const uint8_t raw[] = { 0x5a, 0x5a, 0x5a, 0x5a };
	static const uint8_t behind[] = { 4, 2, 1, 2, 3 };
	static const uint8_t huge[] = { 4, 0x84, 0xff, 0xff, 0xff, 0xff, 1 };
	static const uint8_t empty[] = { 4, 0 };
	const struct csi_span all[] = { { raw, sizeof(raw) },
		{ behind, sizeof(behind) }, { huge, sizeof(huge) },
		{ empty, sizeof(empty) } };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct made made;

		start(&made, cert_of(&signer, &ca));
		made_subfilter(&made, "/adbe.x509.rsa_sha1");
		made_fill(&made, all[i]);
		expect(&made, "no value", "invalid", "broken",
		    "The signature value cannot be read");
	}
}

/* Anybody makes two documents for one signature. */
static void
md5_proves_nothing(void)
{
	struct made made;

	start(&made, cert_of(&signer, &ca));
	made_sign_pkcs1(&made, signer.key, EVP_md5());
	expect(&made, "MD5", "indeterminate", "unknown", "MD5 was used");
}

int
main(void)
{
	scratch_make();
	make_identities();
	RUN(the_digest_is_what_the_value_says);
	RUN(one_certificate_needs_no_array);
	RUN(sha1_is_as_old_as_it_is);
	RUN(what_was_changed_is_broken);
	RUN(the_certificate_must_be_the_right_one);
	RUN(values_that_are_none_are_broken);
	RUN(md5_proves_nothing);
	free_identities();
	return tap_done();
}
