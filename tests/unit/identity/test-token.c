/* SPDX-License-Identifier: Apache-2.0 */
/* test-token.c -- proves lib/identity/token.c, anchored.c and
 * belgium-signed.c: what a token's reader hands over, as an identity, and who
 * signed it. */
#include "cards.h"
#include "credentials.h"
#include "evidence.h"
#include "identity/token.h"
#include "scratch.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <counterseal/module.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <time.h>

static bool
is(const cseal_identity *identity, cseal_identity_field field, const char *text)
{
	const char *value = cseal_identity_value(identity, field);

	if (value == text ||
	    (value != NULL && text != NULL && strcmp(value, text) == 0))
		return true;
	printf("# \"%s\"\n", value == NULL ? "nothing" : value);
	return false;
}

static bool
has_reason(const cseal_identity *identity, const char *part)
{
	for (size_t i = 0; i < cseal_identity_reason_count(identity); i++) {
		if (strstr(cseal_identity_reason(identity, i), part) != NULL)
			return true;
	}
	return false;
}

static void
print_reasons(const cseal_identity *identity)
{
	for (size_t i = 0; i < cseal_identity_reason_count(identity); i++)
		printf("# %s\n", cseal_identity_reason(identity, i));
}

static cseal_verdict
signed_of(const cseal_identity *identity)
{
	return cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED);
}

static void
hand(cseal_evidence *files, const char *name, struct csi_span file)
{
	if (cseal_evidence_add(files, name, file.at, file.len, NULL) !=
	    CSEAL_OK)
		abort();
}

/* As read on a day of 2026; without what is hidden, and without the file
 * `left_out`. */
static cseal_status
derive_without(const struct cards *card, bool with_hidden, const char *left_out,
    cseal_identity **ret_identity)
{
	cseal_identity *identity = calloc(1, sizeof(*identity));
	struct csi_bytes chain = cards_chain(card);
	cseal_status st;

	if (identity == NULL ||
	    csi_evidence_new(&identity->files, NULL) != CSEAL_OK)
		abort();
	snprintf(identity->read_at, sizeof(identity->read_at),
	    "2026-11-29T10:11:12+01:00");
	if (chain.len > 0)
		hand(identity->files, CSEAL_FILE_TOKEN_CERTIFICATES,
		    csi_bytes_span(&chain));
	for (size_t i = 0; i < card->object_count; i++) {
		const struct cards_object *object = &card->objects[i];

		if ((!object->is_hidden || with_hidden) &&
		    (left_out == NULL || strcmp(left_out, object->file) != 0))
			hand(identity->files, object->file,
			    csi_bytes_span(&object->bytes));
	}
	csi_bytes_free(&chain);
	st = csi_identity_derive(identity, "2026-11-29", NULL, NULL);
	if (st == CSEAL_OK)
		*ret_identity = identity;
	else
		cseal_identity_free(identity);
	return st;
}

static cseal_identity *
derive(const struct cards *card, bool with_hidden)
{
	cseal_identity *identity = NULL;

	OK(derive_without(card, with_hidden, NULL, &identity) == CSEAL_OK);
	if (identity == NULL)
		abort();
	return identity;
}

static const char *
trust_of(const struct cards *card)
{
	const char *path = scratch_path("root.pem");

	if (cred_write_pem(path, NULL, NULL, (X509 *const *)&card->root, 1) !=
	    0)
		abort();
	return path;
}

static cseal_status
judge_with(cseal_identity *identity, const char *trust, const char *crl,
    const char *mrz)
{
	const struct cseal_identity_judging judging = {
		.size = sizeof(judging),
		.trust = &trust,
		.trust_count = trust != NULL,
		.revocation = &crl,
		.revocation_count = crl != NULL,
		.mrz = mrz,
	};

	return cseal_identity_judge(identity, &judging, NULL);
}

static cseal_verdict
verdict_of(const struct cards *card)
{
	cseal_identity *identity = derive(card, true);
	cseal_verdict verdict;

	OK(judge_with(identity, trust_of(card), NULL, NULL) == CSEAL_OK);
	verdict = signed_of(identity);
	print_reasons(identity);
	cseal_identity_free(identity);
	return verdict;
}

/* ---- fields ----------------------------------------------------------- */

static void
each_card_is_read(void)
{
	static const struct {
		void (*make)(struct cards *card);
		const char *type, *name, *number, *media_type;
	} rows[] = {
		{ cards_italy, "it-cns", "ROSSI, MARIO", "1234567890123456",
		    NULL },
		{ cards_portugal, "pt-card",
		    "EXEMPLO DA CONCEI\xc3\x87\xc3\x83O, JO\xc3\x83O",
		    "12345678 9 ZZ4", "image/j2c" },
		{ cards_piv, "piv-card", "Jamie Q. Doe", "0000000042",
		    "image/jpeg" },
		{ cards_plain, "certificate", "N\xc3\x84IDIS, JAAN", NULL,
		    NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *media_type = NULL;
		cseal_identity *identity;
		struct cards card;
		size_t len;

		rows[i].make(&card);
		identity = derive(&card, true);
		OK(is(identity, CSEAL_IDENTITY_DOCUMENT_TYPE, rows[i].type));
		OK(is(identity, CSEAL_IDENTITY_NAME, rows[i].name));
		OK(is(identity, CSEAL_IDENTITY_NUMBER, rows[i].number));
		OK((cseal_identity_portrait(identity, &len, &media_type) !=
		       NULL) == (rows[i].media_type != NULL));
		OK(rows[i].media_type == NULL ||
		    strcmp(media_type, rows[i].media_type) == 0);
		OK(signed_of(identity) == CSEAL_VERDICT_UNKNOWN);
		cseal_identity_free(identity);
		cards_clear(&card);
	}
}

static void
what_is_hidden_is_missed_without_harm(void)
{
	cseal_identity *identity;
	struct cards card;

	cards_piv(&card);
	identity = derive(&card, false);
	OK(is(identity, CSEAL_IDENTITY_DOCUMENT_TYPE, "piv-card"));
	OK(is(identity, CSEAL_IDENTITY_NAME, "DOE, JAMIE Q"));
	OK(is(identity, CSEAL_IDENTITY_PERSONAL_NUMBER, "1234567890"));
	OK(cseal_identity_portrait(identity, NULL, NULL) == NULL);
	cseal_identity_free(identity);
	cards_clear(&card);
}

static void
a_belgian_card_has_all_of_it(void)
{
	const char *media_type = NULL;
	cseal_identity *identity;
	struct cards card;
	size_t len = 0;

	cards_belgium(&card, "EC:P-384");
	identity = derive(&card, true);
	OK(is(identity, CSEAL_IDENTITY_DOCUMENT_TYPE, "be-card"));
	OK(is(identity, CSEAL_IDENTITY_NAME,
	    "Specimen-Peeters, \xc3\x89loise Marie J"));
	OK(is(identity, CSEAL_IDENTITY_ADDRESS,
	    "Rue de l'Exemple 1 /b02, 4700 Eupen"));
	OK(cseal_identity_portrait(identity, &len, &media_type) != NULL);
	OK(len == cards_file(&card, CSEAL_FILE_BE_PHOTO)->len &&
	    strcmp(media_type, "image/jpeg") == 0);
	OK(has_reason(identity, "No certificates of issuing states"));
	cseal_identity_free(identity);
	cards_clear(&card);
}

static void
files_of_two_cards_or_persons_are_refused(void)
{
	struct cards card, other;
	cseal_identity *identity = NULL;

	cards_belgium(&card, "EC:P-384");
	cards_italy(&other);
	card.objects[card.object_count++] = other.objects[0];
	OK(derive_without(&card, true, NULL, &identity) == CSEAL_FAULT_MODULE);
	card.object_count--;
	cards_clear(&other);
	OK(derive_without(&card, true, CSEAL_FILE_BE_IDENTITY, &identity) ==
	    CSEAL_COUNTER_CARD_UNREADABLE);
	cards_clear(&card);
	cards_plain(&card);
	cards_portugal(&other);
	card.certificates[card.certificate_count++] = other.certificates[0];
	OK(derive_without(&card, true, NULL, &identity) ==
	    CSEAL_COUNTER_CARD_UNREADABLE);
	card.certificate_count--;
	cards_clear(&other);
	cards_clear(&card);
	OK(identity == NULL);
}

static void
a_token_of_nobody_is_refused(void)
{
	cseal_identity *identity = NULL;
	struct cards card;

	cards_plain(&card);
	X509_free(card.certificates[0]);
	card.certificates[0] = card.certificates[1];
	card.certificate_count = 1;
	OK(derive_without(&card, true, NULL, &identity) ==
	    CSEAL_COUNTER_CARD_UNREADABLE);
	cards_clear(&card);
}

/* ---- who signed ------------------------------------------------------- */

static void
a_belgian_card_is_judged_by_its_register(void)
{
	static const char *const kinds[] = { "EC:P-384", "RSA:3072" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct cards card;

		cards_belgium(&card, kinds[i]);
		OKF(verdict_of(&card) == CSEAL_VERDICT_YES, "%s", kinds[i]);
		cards_clear(&card);
	}
}

static void
whatever_is_changed_is_not_signed(void)
{
	static const struct {
		const char *file, *reason;
	} rows[] = {
		{ CSEAL_FILE_BE_IDENTITY, "The identity file is not" },
		{ CSEAL_FILE_BE_IDENTITY_SIGNATURE, "The identity file is " },
		{ CSEAL_FILE_BE_ADDRESS, "The address is not" },
		{ CSEAL_FILE_BE_ADDRESS_SIGNATURE, "The address is not" },
		{ CSEAL_FILE_BE_PHOTO, "The photo is not" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_identity *identity;
		struct csi_bytes *file;
		struct cards card;

		cards_belgium(&card, "EC:P-384");
		file = cards_file(&card, rows[i].file);
		file->at[20] ^= 1;
		identity = derive(&card, true);
		/* Nobody need be trusted to see that. */
		OKF(signed_of(identity) == CSEAL_VERDICT_NO, "%s",
		    rows[i].file);
		OK(judge_with(identity, trust_of(&card), NULL, NULL) ==
		    CSEAL_OK);
		OK(signed_of(identity) == CSEAL_VERDICT_NO);
		OK(has_reason(identity, rows[i].reason));
		cseal_identity_free(identity);
		cards_clear(&card);
	}
}

static void
what_was_not_read_leaves_it_unknown(void)
{
	static const char *const rows[] = { CSEAL_FILE_BE_IDENTITY_SIGNATURE,
		CSEAL_FILE_BE_ADDRESS_SIGNATURE, CSEAL_FILE_BE_REGISTER };
	struct cards card;

	cards_belgium(&card, "EC:P-384");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_identity *identity = NULL;
		cseal_verdict verdict;

		OK(derive_without(&card, true, rows[i], &identity) == CSEAL_OK);
		OK(judge_with(identity, trust_of(&card), NULL, NULL) ==
		    CSEAL_OK);
		verdict = signed_of(identity);
		/* The address is signed with the first signature in it. */
		OKF(verdict ==
			(i == 0 ? CSEAL_VERDICT_NO : CSEAL_VERDICT_UNKNOWN),
		    "%s", rows[i]);
		OK(has_reason(identity, "was not read"));
		cseal_identity_free(identity);
	}
	cards_clear(&card);
}

static void
address_and_photo_are_not_needed(void)
{
	static const char *const rows[] = { CSEAL_FILE_BE_ADDRESS,
		CSEAL_FILE_BE_PHOTO };
	struct cards card;

	cards_belgium(&card, "EC:P-384");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_identity *identity = NULL;

		OK(derive_without(&card, true, rows[i], &identity) == CSEAL_OK);
		OK(judge_with(identity, trust_of(&card), NULL, NULL) ==
		    CSEAL_OK);
		OK(signed_of(identity) == CSEAL_VERDICT_YES);
		cseal_identity_free(identity);
	}
	cards_clear(&card);
}

/* A citizen has a key, and a certificate that leads to the same root. */
static void
a_citizen_is_no_register(void)
{
	struct csi_bytes *file;
	struct cards card, other;
	uint8_t *der;
	size_t len;

	cards_belgium(&card, "EC:P-384");
	/* One that the root made itself, so that the chain is no obstacle. */
	cards_belgium(&other, "EC:P-384");
	{
		static const struct cards_attribute subject[] = { { "C", "BE" },
			{ "CN", "A B (Signature)" }, { "SN", "B" },
			{ "GN", "A" }, { "serialNumber", "85021100212" },
			{ NULL, NULL } };
		static const struct cards_attribute top[] = { { "C", "BE" },
			{ "CN", "Belgium Test Root" }, { NULL, NULL } };
		const struct cards_how how = { .subject = subject };
		const struct cards_how root = { .subject = top,
			.is_issuer = true };
		EVP_PKEY *root_key = cred_key("EC:P-384");
		X509 *x509;

		X509_free(card.root);
		card.root = cards_certificate(root_key, &root, NULL, NULL);
		x509 = cards_certificate(
		    card.register_key, &how, card.root, root_key);
		der = cred_der(x509, &len);
		X509_free(x509);
		EVP_PKEY_free(root_key);
	}
	file = cards_file(&card, CSEAL_FILE_BE_REGISTER);
	csi_bytes_free(file);
	csi_bytes_add(file, der, len);
	free(der);
	OK(verdict_of(&card) == CSEAL_VERDICT_NO);
	cards_clear(&card);
	cards_clear(&other);
}

static void
a_register_of_another_root_is_not_known(void)
{
	struct cards card, other;
	X509 *own;

	cards_belgium(&card, "EC:P-384");
	cards_belgium(&other, "EC:P-384");
	own = card.root;
	card.root = other.root; /* of the same name */
	OK(verdict_of(&card) == CSEAL_VERDICT_UNKNOWN);
	card.root = own;
	cards_clear(&card);
	cards_clear(&other);
}

/* The register's certificate under an intermediate one is somebody else's. */
static void
a_register_is_right_below_who_is_trusted(void)
{
	struct csi_bytes chain, *file;
	struct cards card, other;

	cards_belgium(&card, "EC:P-384");
	cards_plain(&other);
	chain = cards_chain(&other);
	csi_bytes_free(&chain);
	file = cards_file(&card, CSEAL_FILE_BE_REGISTER);
	OK(file->len > 0);
	X509_free(card.root);
	card.root = other.root;
	other.root = NULL;
	OK(verdict_of(&card) == CSEAL_VERDICT_UNKNOWN);
	cards_clear(&card);
	cards_clear(&other);
}

static void
sha_1_is_not_believed(void)
{
	cseal_identity *identity;
	struct cards card;

	cards_belgium(&card, "RSA:2048");
	cards_belgium_sign(&card, "SHA1");
	identity = derive(&card, true);
	OK(judge_with(identity, trust_of(&card), NULL, NULL) == CSEAL_OK);
	OK(signed_of(identity) == CSEAL_VERDICT_UNKNOWN);
	OK(has_reason(identity, "SHA-1"));
	OK(!has_reason(identity, "changed"));
	cseal_identity_free(identity);
	cards_clear(&card);
}

/* As some say that cards have it; and as cards do, up to the file's end. */
static void
ecdsa_values_may_be_raw_or_have_zeros_behind(void)
{
	struct csi_bytes *file;
	struct cards card;

	cards_belgium(&card, "EC:P-384");
	file = cards_file(&card, CSEAL_FILE_BE_ADDRESS_SIGNATURE);
	while (file->len < 256)
		csi_bytes_add_u8(file, 0);
	OK(verdict_of(&card) == CSEAL_VERDICT_YES);
	{
		const unsigned char *at = file->at;
		ECDSA_SIG *value = d2i_ECDSA_SIG(NULL, &at, (long)file->len);
		uint8_t raw[96];

		BN_bn2binpad(ECDSA_SIG_get0_r(value), raw, 48);
		BN_bn2binpad(ECDSA_SIG_get0_s(value), raw + 48, 48);
		csi_bytes_free(file);
		csi_bytes_add(file, raw, sizeof(raw));
		ECDSA_SIG_free(value);
	}
	/* One in 256 begins as DER does. */
	if (file->at[0] != 0x30)
		OK(verdict_of(&card) == CSEAL_VERDICT_YES);
	cards_clear(&card);
}

static void
two_persons_on_one_belgian_card_are_told(void)
{
	cseal_identity *identity;
	struct csi_bytes *file;
	struct cards card;

	cards_belgium(&card, "EC:P-384");
	file = cards_file(&card, CSEAL_FILE_BE_IDENTITY);
	for (size_t i = 0; i + 11 < file->len; i++) {
		if (memcmp(file->at + i, "85021100212", 11) == 0)
			memcpy(file->at + i, "01030500117", 11);
	}
	cards_belgium_sign(&card, "SHA384");
	identity = derive(&card, true);
	OK(judge_with(identity, trust_of(&card), NULL, NULL) == CSEAL_OK);
	OK(signed_of(identity) == CSEAL_VERDICT_UNKNOWN);
	OK(has_reason(identity, "different personal numbers"));
	cseal_identity_free(identity);
	cards_clear(&card);
}

static void
certificates_are_judged_by_their_chain(void)
{
	cseal_identity *identity;
	struct cards card, other;
	X509 *own;

	cards_plain(&card);
	cards_plain(&other);
	OK(verdict_of(&card) == CSEAL_VERDICT_YES);
	own = card.root;
	card.root = other.root;
	OK(verdict_of(&card) == CSEAL_VERDICT_UNKNOWN);
	card.root = own;
	/* Without the intermediate one there is no chain. */
	card.certificate_count = 1;
	OK(verdict_of(&card) == CSEAL_VERDICT_UNKNOWN);
	card.certificate_count = 2;
	identity = derive(&card, true);
	OK(judge_with(identity, NULL, NULL, NULL) == CSEAL_OK);
	OK(signed_of(identity) == CSEAL_VERDICT_UNKNOWN);
	OK(judge_with(identity, scratch_path("none"), NULL, NULL) ==
	    CSEAL_SETUP_TRUST);
	cseal_identity_free(identity);
	cards_clear(&card);
	cards_clear(&other);
}

static void
data_objects_beside_a_certificate_are_not_known_to_be_signed(void)
{
	static void (*const makes[])(
	    struct cards * card) = { cards_italy, cards_portugal, cards_piv };

	for (size_t i = 0; i < sizeof(makes) / sizeof(makes[0]); i++) {
		cseal_identity *identity;
		struct cards card;

		makes[i](&card);
		identity = derive(&card, true);
		OK(judge_with(identity, trust_of(&card), NULL, NULL) ==
		    CSEAL_OK);
		OK(signed_of(identity) == CSEAL_VERDICT_UNKNOWN);
		OK(has_reason(identity, "only its certificate"));
		cseal_identity_free(identity);
		cards_clear(&card);
	}
}

static void
expired_certificates_are_told(void)
{
	static const struct cards_attribute subject[] = { { "C", "EE" },
		{ "SN", "S" }, { "GN", "G" }, { NULL, NULL } };
	static const struct cards_attribute top[] = { { "C", "EE" },
		{ "CN", "Old Root" }, { NULL, NULL } };
	const struct cards_how root = { .subject = top,
		.is_issuer = true,
		.from = -3000 * CRED_DAY,
		.to = 3000 * CRED_DAY };
	const struct cards_how how = { .subject = subject,
		.from = -2000 * CRED_DAY,
		.to = -10 * CRED_DAY };
	EVP_PKEY *root_key = cred_key("EC:P-256"), *key = cred_key("EC:P-256");
	struct cards card = { .certificate_count = 1 };
	cseal_identity *identity;

	card.root = cards_certificate(root_key, &root, NULL, NULL);
	card.certificates[0] =
	    cards_certificate(key, &how, card.root, root_key);
	identity = derive(&card, true);
	OK(judge_with(identity, trust_of(&card), NULL, NULL) == CSEAL_OK);
	OK(signed_of(identity) == CSEAL_VERDICT_UNKNOWN);
	OK(has_reason(identity, "was not valid"));
	cseal_identity_free(identity);
	EVP_PKEY_free(root_key);
	EVP_PKEY_free(key);
	cards_clear(&card);
}

static const char *
write_crl(X509 *issuer, EVP_PKEY *key, X509 *revoked)
{
	const char *path = scratch_path("list.crl");
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_TIME *now = X509_gmtime_adj(NULL, -3600);
	ASN1_TIME *later = X509_gmtime_adj(NULL, CRED_DAY);
	X509_CRL *crl = X509_CRL_new();
	FILE *file = fopen(path, "w");

	X509_CRL_set_version(crl, 1);
	X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer));
	X509_CRL_set1_lastUpdate(crl, now);
	X509_CRL_set1_nextUpdate(crl, later);
	X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(revoked));
	X509_REVOKED_set_revocationDate(entry, now);
	X509_CRL_add0_revoked(crl, entry);
	X509_CRL_sign(crl, key, EVP_sha256());
	if (file == NULL || PEM_write_X509_CRL(file, crl) != 1)
		abort();
	fclose(file);
	X509_CRL_free(crl);
	ASN1_TIME_free(now);
	ASN1_TIME_free(later);
	return path;
}

static void
a_revoked_certificate_is_no_proof(void)
{
	static const struct cards_attribute subject[] = { { "C", "EE" },
		{ "SN", "S" }, { "GN", "G" }, { NULL, NULL } };
	static const struct cards_attribute top[] = { { "C", "EE" },
		{ "CN", "Root" }, { NULL, NULL } };
	const struct cards_how root = { .subject = top, .is_issuer = true };
	const struct cards_how how = { .subject = subject };
	EVP_PKEY *root_key = cred_key("EC:P-256"), *key = cred_key("EC:P-256");
	struct cards card = { .certificate_count = 1 };
	cseal_identity *identity;

	card.root = cards_certificate(root_key, &root, NULL, NULL);
	card.certificates[0] =
	    cards_certificate(key, &how, card.root, root_key);
	identity = derive(&card, true);
	OK(judge_with(identity, trust_of(&card), NULL, NULL) == CSEAL_OK);
	OK(signed_of(identity) == CSEAL_VERDICT_YES);
	OK(has_reason(identity, "were revoked"));
	OK(judge_with(identity, trust_of(&card),
	       write_crl(card.root, root_key, card.certificates[0]),
	       NULL) == CSEAL_OK);
	OK(signed_of(identity) == CSEAL_VERDICT_NO);
	OK(has_reason(identity, "was revoked"));
	/* That of another certificate says that this one is good. */
	OK(judge_with(identity, trust_of(&card),
	       write_crl(card.root, root_key, card.root), NULL) == CSEAL_OK);
	OK(signed_of(identity) == CSEAL_VERDICT_YES);
	OK(!has_reason(identity, "revoked"));
	cseal_identity_free(identity);
	EVP_PKEY_free(root_key);
	EVP_PKEY_free(key);
	cards_clear(&card);
}

/* ---- the print -------------------------------------------------------- */

static char
check_digit(const char *text)
{
	unsigned sum = 0;

	for (size_t i = 0; text[i] != '\0'; i++)
		sum += "\7\3\1"[i % 3] * (unsigned)(text[i] - '0');
	return (char)('0' + sum % 10);
}

/* The zone of a Belgian card: a number of twelve digits (ICAO 9303-5, note
 * j). */
static void
make_zone(
    char zone[91], const char *number, const char *birth, const char *expiry)
{
	snprintf(zone, 91,
	    "IDBEL%.9s<%s%c<<<<<<<<<<<%s%cF%s%cBEL<<<<<<<<<<<0"
	    "SPECIMEN<PEETERS<<ELOISE<MARIE",
	    number, number + 9, check_digit(number), birth, check_digit(birth),
	    expiry, check_digit(expiry));
}

static void
the_printed_zone_is_compared(void)
{
	static const struct {
		const char *number, *birth, *expiry;
		cseal_verdict verdict;
	} rows[] = {
		{ "592000000182", "850211", "610601", CSEAL_VERDICT_YES },
		{ "592000000279", "850211", "610601", CSEAL_VERDICT_NO },
		{ "592000000182", "850212", "610601", CSEAL_VERDICT_NO },
		{ "592000000182", "850211", "610602", CSEAL_VERDICT_NO },
	};
	cseal_identity *identity;
	struct cards card;
	char zone[91];

	cards_belgium(&card, "EC:P-384");
	identity = derive(&card, true);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_zone(zone, rows[i].number, rows[i].birth, rows[i].expiry);
		OK(judge_with(identity, trust_of(&card), NULL, zone) ==
		    CSEAL_OK);
		OKF(cseal_identity_verdict(identity,
			CSEAL_IDENTITY_MATCHES_PRINT) == rows[i].verdict,
		    "row %zu: %s", i, zone);
	}
	OK(judge_with(identity, trust_of(&card), NULL, "no zone") ==
	    CSEAL_REFUSED_INPUT);
	cseal_identity_free(identity);
	cards_clear(&card);
}

/* ---- there and back ---------------------------------------------------- */

static void
a_saved_read_is_judged_again(void)
{
	static void (*const makes[])(struct cards * card) = { cards_italy,
		cards_portugal, cards_piv, cards_plain };
	struct cards card;

	for (size_t i = 0; i <= sizeof(makes) / sizeof(makes[0]); i++) {
		cseal_identity *identity, *again = NULL;
		const char *json;

		if (i == 0)
			cards_belgium(&card, "EC:P-384");
		else
			makes[i - 1](&card);
		identity = derive(&card, true);
		OK(judge_with(identity, trust_of(&card), NULL, NULL) ==
		    CSEAL_OK);
		json = cseal_identity_json(identity);
		OK(cseal_identity_new_json(json, strlen(json), &again, NULL) ==
		    CSEAL_OK);
		OK(signed_of(again) == CSEAL_VERDICT_UNKNOWN);
		OK(judge_with(again, trust_of(&card), NULL, NULL) == CSEAL_OK);
		OK(signed_of(again) == signed_of(identity));
		OK(cseal_identity_reason_count(again) ==
		    cseal_identity_reason_count(identity));
		cseal_identity_free(again);
		cseal_identity_free(identity);
		cards_clear(&card);
	}
}

static void
fields_without_files_are_told_as_such(void)
{
	static const char json[] =
	    "{\"virtual\":false,\"document_type\":\"be-card\","
	    "\"name\":\"Specimen, A\",\"number\":\"592000000182\"}";
	cseal_identity *identity = NULL;

	OK(cseal_identity_new_json(json, sizeof(json) - 1, &identity, NULL) ==
	    CSEAL_OK);
	OK(is(identity, CSEAL_IDENTITY_NAME, "Specimen, A"));
	OK(signed_of(identity) == CSEAL_VERDICT_UNKNOWN);
	OK(has_reason(identity, "raw files are no longer there"));
	cseal_identity_free(identity);
}

int
main(void)
{
	scratch_make();
	RUN(each_card_is_read);
	RUN(what_is_hidden_is_missed_without_harm);
	RUN(a_belgian_card_has_all_of_it);
	RUN(files_of_two_cards_or_persons_are_refused);
	RUN(a_token_of_nobody_is_refused);
	RUN(a_belgian_card_is_judged_by_its_register);
	RUN(whatever_is_changed_is_not_signed);
	RUN(what_was_not_read_leaves_it_unknown);
	RUN(address_and_photo_are_not_needed);
	RUN(a_citizen_is_no_register);
	RUN(a_register_of_another_root_is_not_known);
	RUN(a_register_is_right_below_who_is_trusted);
	RUN(sha_1_is_not_believed);
	RUN(ecdsa_values_may_be_raw_or_have_zeros_behind);
	RUN(two_persons_on_one_belgian_card_are_told);
	RUN(certificates_are_judged_by_their_chain);
	RUN(data_objects_beside_a_certificate_are_not_known_to_be_signed);
	RUN(expired_certificates_are_told);
	RUN(a_revoked_certificate_is_no_proof);
	RUN(the_printed_zone_is_compared);
	RUN(a_saved_read_is_judged_again);
	RUN(fields_without_files_are_told_as_such);
	return tap_done();
}
