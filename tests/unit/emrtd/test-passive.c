/* SPDX-License-Identifier: Apache-2.0 */
/* test-passive.c -- proves lib/emrtd/passive.c and passive-issuer.c: one scene
 * in which everything is right, and what happens when one thing is not. */
#include "build.h"
#include "emrtd/details.h"
#include "emrtd/passive.h"
#include "error.h"
#include "issuer.h"
#include "tap.h"

#include <openssl/crypto.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <time.h>

#define NLD                                            \
	"P<NLDERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<" \
	"L898902C36NLD7408122F3204159ZE184226B<<<<<10"

/* What is as it should be, unless a test changes it. */
struct scene {
	const char *zone;
	const char *csca_country, *signer_country;
	struct issuer_how csca, signer;
	const char *curve;  /* of the signer */
	const char *digest; /* of the object */
	bool no_states, other_states, other_key;
	bool revoke, stale, foreign_list, any_list;
	unsigned changed, left_out, missing; /* data groups */
	const char *types;                   /* DER of the document types */
	int64_t now;                         /* seconds from now */
	const char *issued;
};

static struct csi_record record;
static cseal_verdict verdict;

static struct scene
good(void)
{
	return (struct scene){
		.zone = NLD,
		.csca = { .country = "NL",
		    .common_name = "Hall Test CSCA",
		    .usage = "critical,keyCertSign,cRLSign",
		    .is_ca = 1 },
		.signer = { .country = "NL",
		    .common_name = "Hall Test Document Signer",
		    .usage = "critical,digitalSignature",
		    .serial = 0x4711 },
		.curve = "brainpoolP256r1",
		.digest = "SHA256",
		.issued = "",
	};
}

static void
add_state(csi_csca *csca, X509 *certificate)
{
	size_t len, count;
	uint8_t *der = cred_der(certificate, &len);

	if (csi_csca_add(csca, (struct csi_span){ der, len }, &count, NULL) !=
	    CSEAL_OK)
		abort();
	free(der);
}

static struct csi_bytes
make_list(X509 *issuer, EVP_PKEY *key, bool revoke, bool stale)
{
	X509_CRL *list = X509_CRL_new();
	ASN1_TIME *time = ASN1_TIME_new();
	struct csi_bytes out = { 0 };
	unsigned char *der = NULL;
	int len;

	X509_CRL_set_version(list, 1);
	X509_CRL_set_issuer_name(list, X509_get_subject_name(issuer));
	X509_gmtime_adj(time, -2 * CRED_DAY);
	X509_CRL_set1_lastUpdate(list, time);
	X509_gmtime_adj(time, stale ? -CRED_DAY : CRED_DAY);
	X509_CRL_set1_nextUpdate(list, time);
	if (revoke) {
		X509_REVOKED *one = X509_REVOKED_new();
		ASN1_INTEGER *serial = ASN1_INTEGER_new();

		ASN1_INTEGER_set(serial, 0x4711);
		X509_REVOKED_set_serialNumber(one, serial);
		X509_gmtime_adj(time, -CRED_DAY);
		X509_REVOKED_set_revocationDate(one, time);
		X509_CRL_add0_revoked(list, one);
		ASN1_INTEGER_free(serial);
	}
	X509_CRL_sign(list, key, EVP_sha256());
	len = i2d_X509_CRL(list, &der);
	csi_bytes_add(&out, der, (size_t)len);
	OPENSSL_free(der);
	ASN1_TIME_free(time);
	X509_CRL_free(list);
	return out;
}

static X509 *
make_signer(const struct scene *scene, const struct issuer *issuer)
{
	X509 *made = issuer_certificate(
	    issuer->key, &scene->signer, issuer->csca, issuer->csca_key);
	X509_EXTENSION *extension;
	ASN1_OCTET_STRING *value;
	ASN1_OBJECT *object;

	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer->csca, made, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(
	    NULL, &ctx, NID_authority_key_identifier, "keyid:always");
	X509_add_ext(made, extension, -1);
	X509_EXTENSION_free(extension);
	if (scene->types != NULL) {
		object = OBJ_txt2obj("2.23.136.1.1.6.2", 1);
		value = ASN1_OCTET_STRING_new();
		ASN1_OCTET_STRING_set(value,
		    (const unsigned char *)scene->types, scene->types[1] + 2);
		extension =
		    X509_EXTENSION_create_by_OBJ(NULL, object, 0, value);
		X509_add_ext(made, extension, -1);
		X509_EXTENSION_free(extension);
		ASN1_OCTET_STRING_free(value);
		ASN1_OBJECT_free(object);
	}
	X509_sign(made, issuer->csca_key,
	    EVP_get_digestbyname(scene->signer.digest != NULL
				     ? scene->signer.digest
				     : "SHA256"));
	return made;
}

/* Plays the scene; true if the verdict is that. */
static bool
play(const struct scene *scene, cseal_verdict expected)
{
	struct csi_span files[17] = { { NULL, 0 } }, signed_files[17];
	struct csi_bytes dg1 = build_dg1(scene->zone), sod, list = { 0 };
	struct csi_passive passive = { .issued = scene->issued };
	struct issuer issuer = { NULL, NULL, NULL, NULL }, other;
	struct csi_sod read = { 0 };
	struct csi_mrz mrz;
	struct csi_span lists[1];
	csi_csca *csca = NULL;
	cseal_status st;

	files[1] = csi_bytes_span(&dg1);
	files[2] = (struct csi_span){ (const uint8_t *)"a face", 6 };
	files[11] = (struct csi_span){ (const uint8_t *)"a place", 7 };
	files[3] = (struct csi_span){ (const uint8_t *)"a finger", 8 };
	files[14] = (struct csi_span){ (const uint8_t *)"a key", 5 };
	memcpy(signed_files, files, sizeof(files));
	if (scene->changed != 0)
		files[scene->changed] =
		    (struct csi_span){ (const uint8_t *)"another", 7 };
	files[3].len = 0; /* nobody may read it */
	if (scene->missing != 0)
		files[scene->missing].len = 0;
	if (scene->left_out != 0)
		signed_files[scene->left_out].len = 0;

	issuer_make(&other, "NL");
	issuer.csca_key = issuer_explicit_key("brainpoolP384r1");
	issuer.key = scene->curve == NULL ? cred_key("RSA:2048")
					  : issuer_explicit_key(scene->curve);
	issuer.csca =
	    issuer_certificate(issuer.csca_key, &scene->csca, NULL, NULL);
	issuer.certificate = make_signer(scene, &issuer);
	sod = issuer_sod(&issuer, signed_files, scene->digest);

	memset(&record, 0, sizeof(record));
	verdict = CSEAL_VERDICT_UNKNOWN;
	if (csi_csca_new(&csca, NULL) != CSEAL_OK ||
	    csi_sod_read(csi_bytes_span(&sod), &read, NULL) != CSEAL_OK ||
	    !csi_mrz_read(scene->zone, strlen(scene->zone), &mrz))
		abort();
	add_state(csca, other.csca);
	if (!scene->other_states)
		add_state(csca, issuer.csca);
	list = make_list(scene->foreign_list ? other.csca : issuer.csca,
	    scene->foreign_list ? other.csca_key : issuer.csca_key,
	    scene->revoke, scene->stale);
	lists[0] = csi_bytes_span(&list);
	passive.sod = &read;
	passive.mrz = &mrz;
	memcpy(passive.files, files, sizeof(files));
	passive.csca = scene->no_states ? NULL : csca;
	passive.lists.at = lists;
	passive.lists.count = scene->any_list;
	passive.now = (int64_t)time(NULL) + scene->now;
	st = csi_passive_judge(&passive, &record, &verdict, NULL);

	csi_sod_clear(&read);
	csi_csca_free(csca);
	csi_bytes_free(&dg1);
	csi_bytes_free(&sod);
	csi_bytes_free(&list);
	issuer_free(&issuer);
	issuer_free(&other);
	if (st == CSEAL_OK && verdict == expected)
		return true;
	printf(
	    "# status %d, verdict %s\n", (int)st, cseal_verdict_name(verdict));
	for (size_t i = 0; i < record.reason_count; i++)
		printf("# %s\n", record.reasons[i]);
	return false;
}

static bool
said(const char *part)
{
	for (size_t i = 0; i < record.reason_count; i++) {
		if (strstr(record.reasons[i], part) != NULL)
			return true;
	}
	return false;
}

static void
what_a_state_signed_is_signed(void)
{
	struct scene scene = good();

	OK(play(&scene, CSEAL_VERDICT_YES));
	OKF(record.reason_count == 1 && said("revoked"),
	    "only revocation is not told");
	scene.curve = NULL;
	OKF(play(&scene, CSEAL_VERDICT_YES), "with RSA");
	scene.digest = "SHA512";
	OKF(play(&scene, CSEAL_VERDICT_YES), "with SHA-512");
	scene.any_list = true;
	OKF(play(&scene, CSEAL_VERDICT_YES), "with a revocation list");
	OK(record.reason_count == 0);
}

static void
a_data_group_that_was_changed_is_not(void)
{
	static const unsigned groups[] = { 1, 2, 14 };
	struct scene scene = good();

	for (size_t i = 0; i < 3; i++) {
		scene.changed = groups[i];
		OK(play(&scene, CSEAL_VERDICT_NO) && said("was changed"));
	}
	/* also where nobody is trusted */
	scene.no_states = true;
	OK(play(&scene, CSEAL_VERDICT_NO));
}

static void
a_data_group_that_was_never_signed_is_not(void)
{
	struct scene scene = good();

	scene.left_out = 1;
	OK(play(&scene, CSEAL_VERDICT_NO) && said("not among"));
	scene.left_out = 2;
	OK(play(&scene, CSEAL_VERDICT_NO) && said("not among"));
	scene.left_out = 14;
	OKF(play(&scene, CSEAL_VERDICT_YES) && said("left aside"),
	    "but a key is only not used");
}

/* What a chip does not give, nobody can compare. */
static void
a_data_group_that_was_signed_and_is_missing_is_told(void)
{
	struct scene scene = good();

	OKF(play(&scene, CSEAL_VERDICT_YES) && !said("did not come along"),
	    "but not fingers");
	scene.missing = 1;
	OK(play(&scene, CSEAL_VERDICT_UNKNOWN) && said("Data group 1,") &&
	    said("did not come along"));
	scene.missing = 2;
	OK(play(&scene, CSEAL_VERDICT_UNKNOWN) && said("Data group 2,") &&
	    said("did not come along"));
	scene.changed = 11;
	OKF(play(&scene, CSEAL_VERDICT_NO) && said("did not come along") &&
		said("was changed"),
	    "beside what is wrong");
	scene = good();
	scene.missing = 11;
	OKF(play(&scene, CSEAL_VERDICT_YES) && said("Data group 11,") &&
		said("did not come along"),
	    "details need not be given");
	scene.missing = 14;
	OKF(play(&scene, CSEAL_VERDICT_YES) && !said("did not come along"),
	    "and keys are the chip's matter");
}

static void
without_the_state_it_is_unknown(void)
{
	struct scene scene = good();

	scene.no_states = true;
	OK(play(&scene, CSEAL_VERDICT_UNKNOWN) && said("were given"));
	scene = good();
	scene.csca.common_name = "Another Test CSCA";
	scene.other_states = true;
	OK(play(&scene, CSEAL_VERDICT_UNKNOWN) && said("is not among"));
	scene = good();
	scene.other_states = true;
	OKF(play(&scene, CSEAL_VERDICT_UNKNOWN) && said("right name"),
	    "and with another key of the same name");
}

static void
countries_must_agree(void)
{
	struct scene scene = good();

	scene.csca.country = "nl";
	OKF(play(&scene, CSEAL_VERDICT_YES), "in small letters, too");
	scene.csca.country = "BE";
	OK(play(&scene, CSEAL_VERDICT_NO) && said("one country"));
	scene.signer.country = "BE";
	OK(play(&scene, CSEAL_VERDICT_NO) && said("another country"));
	scene = good();
	scene.signer.country = NULL;
	OK(play(&scene, CSEAL_VERDICT_NO) && said("one country"));
	scene = good();
	scene.zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
		     "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
	OK(play(&scene, CSEAL_VERDICT_UNKNOWN) && said("not known here"));
}

static void
certificates_must_be_valid_when_it_was_signed(void)
{
	struct scene scene = good();

	scene.signer.from = -10 * CRED_DAY;
	scene.signer.to = -5 * CRED_DAY;
	OK(play(&scene, CSEAL_VERDICT_NO) && said("not valid at the time"));
	scene = good();
	scene.csca.from = -10 * CRED_DAY;
	scene.csca.to = -5 * CRED_DAY;
	OK(play(&scene, CSEAL_VERDICT_NO) && said("not valid at the time"));
	scene = good();
	scene.now = -10 * CRED_DAY;
	OK(play(&scene, CSEAL_VERDICT_NO) && said("in the future"));
	scene = good();
	scene.now = 9000 * CRED_DAY;
	OKF(play(&scene, CSEAL_VERDICT_YES), "not now, years later");
}

static void
certificates_must_be_for_what_they_did(void)
{
	struct scene scene = good();

	scene.signer.usage = "critical,keyEncipherment";
	OK(play(&scene, CSEAL_VERDICT_NO) && said("key usage"));
	scene.signer.usage = NULL;
	OKF(play(&scene, CSEAL_VERDICT_YES), "where it is said");
	scene = good();
	scene.signer.usage = "critical,keyEncipherment";
	scene.signer.purpose = "serverAuth";
	OKF(play(&scene, CSEAL_VERDICT_NO) && said("key usage)") &&
		said("extended key usage"),
	    "all of it is told");
	scene = good();
	scene.csca.is_ca = 0;
	scene.csca.usage = "critical,digitalSignature";
	OK(play(&scene, CSEAL_VERDICT_NO) && said("make others"));
}

/* 2.23.136.1.1.3 is for master lists, .8 for lists of deviations, .14.2 for bar
 * codes. */
static void
a_signer_has_no_other_purpose(void)
{
	static const char *const others[] = { "critical,serverAuth,clientAuth",
		"critical,2.23.136.1.1.3", "critical,2.23.136.1.1.14.2",
		"critical,1.2.3.4", "critical,anyExtendedKeyUsage",
		"serverAuth", "emailProtection", "codeSigning",
		"1.2.3.4,clientAuth", "2.23.136.1.1.3", "2.23.136.1.1.8",
		"2.23.136.1.1.14.2" };
	static const char *const unknown[] = { "anyExtendedKeyUsage", "1.2.3.4",
		"2.23.136.1.2", "1.3.6.1.4.1.311.20.2.2" };
	struct scene scene = good();

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		scene.signer.purpose = others[i];
		OKF(play(&scene, CSEAL_VERDICT_NO) &&
			said("for something else"),
		    "%s", others[i]);
	}
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		scene.signer.purpose = unknown[i];
		OKF(play(&scene, CSEAL_VERDICT_UNKNOWN) &&
			said("names a purpose"),
		    "%s", unknown[i]);
	}
	scene = good();
	scene.signer.more_oid = "extendedKeyUsage";
	scene.signer.more_value = "DER:0500";
	OKF(play(&scene, CSEAL_VERDICT_NO) && said("for something else"),
	    "one that cannot be read");
	scene.signer.more_value = "1.2.3.4";
	scene.signer.purpose = "1.2.3.4";
	OKF(play(&scene, CSEAL_VERDICT_NO) && said("for something else"),
	    "two of them");
}

static void
critical_extensions_must_be_known(void)
{
	/* That it may only sign from 1970 to 1980; names that must not be. */
	static const char *const rows[][2] = {
		{ "privateKeyUsagePeriod", "critical,DER:3011810f"
					   "31393830303130313030303030305a" },
		{ "nameConstraints",
		    "critical,DER:300da10b300982076578616d706c65" },
		{ "inhibitAnyPolicy", "critical,0" },
		{ "1.2.3.4", "critical,DER:0500" },
	};
	static const char *const known[][2] = {
		{ "subjectAltName", "critical,email:a@example.org" },
		{ "certificatePolicies", "critical,DER:3007300506032a0304" },
		{ "crlDistributionPoints",
		    "critical,URI:http://example.org/a" },
	};
	struct scene scene = good();

	for (size_t i = 0; i < 2; i++) {
		struct issuer_how *how = i == 0 ? &scene.signer : &scene.csca;

		how->more_oid = "1.2.3.4";
		how->more_value = "DER:0500";
		OKF(play(&scene, CSEAL_VERDICT_YES), "others need not be");
		for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++) {
			how->more_oid = known[k][0];
			how->more_value = known[k][1];
			OKF(play(&scene, CSEAL_VERDICT_YES), "%s", known[k][0]);
		}
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
			how->more_oid = rows[k][0];
			how->more_value = rows[k][1];
			OKF(play(&scene, i == 0 ? CSEAL_VERDICT_NO
						: CSEAL_VERDICT_UNKNOWN) &&
				said("critical extension"),
			    "%s", rows[k][0]);
		}
		scene = good();
	}
}

static void
the_kind_of_document_must_be_listed(void)
{
	struct scene scene = good();

	scene.types = "\x30\x08\x02\x01\x00\x31\x03\x13\x01P";
	OK(play(&scene, CSEAL_VERDICT_YES));
	scene.types = "\x30\x09\x02\x01\x00\x31\x04\x13\x02ID";
	OK(play(&scene, CSEAL_VERDICT_NO) && said("of this kind"));
}

static void
what_was_revoked_is_not_signed(void)
{
	struct scene scene = good();

	scene.any_list = true;
	scene.revoke = true;
	OK(play(&scene, CSEAL_VERDICT_NO) && said("was revoked"));
	scene.foreign_list = true;
	OKF(play(&scene, CSEAL_VERDICT_NO),
	    "by another certificate of the state, too");
	scene = good();
	scene.any_list = true;
	scene.stale = true;
	OK(play(&scene, CSEAL_VERDICT_YES) && said("out of date"));
}

static void
a_weak_digest_proves_nothing(void)
{
	struct scene scene = good();

	scene.digest = "SHA1";
	OK(play(&scene, CSEAL_VERDICT_UNKNOWN) && said("SHA-1"));
	scene = good();
	scene.signer.digest = "SHA1";
	OK(play(&scene, CSEAL_VERDICT_UNKNOWN) && said("certificate relies"));
}

int
main(void)
{
	RUN(what_a_state_signed_is_signed);
	RUN(a_data_group_that_was_changed_is_not);
	RUN(a_data_group_that_was_never_signed_is_not);
	RUN(a_data_group_that_was_signed_and_is_missing_is_told);
	RUN(without_the_state_it_is_unknown);
	RUN(countries_must_agree);
	RUN(certificates_must_be_valid_when_it_was_signed);
	RUN(certificates_must_be_for_what_they_did);
	RUN(a_signer_has_no_other_purpose);
	RUN(critical_extensions_must_be_known);
	RUN(the_kind_of_document_must_be_listed);
	RUN(what_was_revoked_is_not_signed);
	RUN(a_weak_digest_proves_nothing);
	return tap_done();
}
