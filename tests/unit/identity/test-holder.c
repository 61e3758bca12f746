/* SPDX-License-Identifier: Apache-2.0 */
/* test-holder.c -- proves lib/identity/holder.c, with certificates that OpenSSL
 * made. */
#include "cards.h"
#include "credentials.h"
#include "identity/holder.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static EVP_PKEY *key;
static struct csi_holder holder;
static struct csi_record record;

static bool
is(cseal_identity_field field, const char *text)
{
	if (strcmp(record.values[field], text) == 0)
		return true;
	printf("# \"%s\"\n", record.values[field]);
	return false;
}

static bool
read_x509(X509 *x509)
{
	size_t len;
	uint8_t *der = cred_der(x509, &len);
	bool ok = csi_holder_read((struct csi_span){ der, len }, &holder);

	memset(&record, 0, sizeof(record));
	csi_holder_record(&holder, &record);
	free(der);
	return ok;
}

static void
read_subject(const struct cards_attribute *subject)
{
	const struct cards_how how = { .subject = subject };
	X509 *x509 = cards_certificate(key, &how, NULL, NULL);

	OK(read_x509(x509));
	X509_free(x509);
}

static void
states_write_their_people_so(void)
{
	static const struct {
		void (*make)(struct cards *card);
		const char *type, *name, *number, *personal, *state;
	} rows[] = {
		{ cards_italy, "it-cns", "", "1234567890123456",
		    "RSSMRA80A01H501U", "ITA" },
		{ cards_portugal, "pt-card",
		    "EXEMPLO DA CONCEI\xc3\x87\xc3\x83O, JO\xc3\x83O", "",
		    "123456789", "PRT" },
		{ cards_piv, "certificate", "DOE, JAMIE Q", "", "1234567890",
		    "USA" },
		{ cards_plain, "certificate", "N\xc3\x84IDIS, JAAN", "",
		    "39001010000", "EST" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cards card;

		rows[i].make(&card);
		OK(read_x509(card.certificates[0]));
		OK(csi_holder_is_person(&holder));
		OK(strcmp(csi_holder_type(&holder), rows[i].type) == 0);
		OK(is(CSEAL_IDENTITY_NAME, rows[i].name));
		OK(is(CSEAL_IDENTITY_NUMBER, rows[i].number));
		OK(is(CSEAL_IDENTITY_PERSONAL_NUMBER, rows[i].personal));
		OK(is(CSEAL_IDENTITY_ISSUING_STATE, rows[i].state));
		OK(record.reason_count == 0);
		OK(read_x509(card.certificates[1])); /* who issued it */
		OK(!csi_holder_is_person(&holder));
		cards_clear(&card);
	}
}

static void
belgians_are_known_by_their_number(void)
{
	static const struct cards_attribute subject[] = { { "C", "BE" },
		{ "CN", "A B (Signature)" }, { "SN", "B" }, { "GN", "A" },
		{ "serialNumber", "85021100212" }, { NULL, NULL } };

	read_subject(subject);
	OK(strcmp(csi_holder_type(&holder), "be-card") == 0);
	OK(is(CSEAL_IDENTITY_PERSONAL_NUMBER, "85021100212"));
}

static void
subject_directory_attributes_are_read(void)
{
	struct cards card;

	cards_portugal(&card);
	OK(read_x509(card.certificates[0]));
	OK(is(CSEAL_IDENTITY_BIRTH_DATE, "1977-12-24"));
	OK(is(CSEAL_IDENTITY_SEX, "male"));
	OK(is(CSEAL_IDENTITY_NATIONALITY, "PRT"));
	cards_clear(&card);
}

static void
a_number_says_what_it_is_of(void)
{
	static const struct {
		const char *serial, *number, *personal, *state;
	} rows[] = {
		{ "PNOSK-9001019999", "", "9001019999", "SVK" },
		{ "IDCLV-PA1234567", "PA1234567", "", "LVA" },
		{ "PASGB-123456789", "123456789", "", "GBR" },
		{ "TINIT-RSSMRA80A01H501U", "", "RSSMRA80A01H501U", "ITA" },
		{ "NUMGB-1", "", "NUMGB-1", "DEU" },
		{ "PNO", "", "PNO", "DEU" },
		{ "12345", "", "12345", "DEU" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct cards_attribute subject[] = { { "C", "DE" },
			{ "SN", "S" }, { "GN", "G" },
			{ "serialNumber", rows[i].serial }, { NULL, NULL } };

		read_subject(subject);
		OKF(is(CSEAL_IDENTITY_NUMBER, rows[i].number), "%s",
		    rows[i].serial);
		OKF(is(CSEAL_IDENTITY_PERSONAL_NUMBER, rows[i].personal), "%s",
		    rows[i].serial);
		OKF(is(CSEAL_IDENTITY_ISSUING_STATE, rows[i].state), "%s",
		    rows[i].serial);
	}
}

static void
halls_and_issuers_are_nobody(void)
{
	static const struct cards_attribute hall[] = { { "C", "BE" },
		{ "O", "Hall" }, { "CN", "Seal of the hall" },
		{ "serialNumber", "0123456789" }, { NULL, NULL } };
	static const struct cards_attribute issuer[] = { { "C", "BE" },
		{ "SN", "S" }, { "GN", "G" }, { NULL, NULL } };
	const struct cards_how how = { .subject = issuer, .is_issuer = true };
	X509 *x509 = cards_certificate(key, &how, NULL, NULL);

	read_subject(hall);
	OK(!csi_holder_is_person(&holder));
	OK(read_x509(x509) && holder.is_issuer);
	OK(!csi_holder_is_person(&holder));
	X509_free(x509);
}

/* A certificate whose given name has those bytes, which OpenSSL would not write
 * where they are no text: they are put in place of others. */
static bool
read_given(int type, const char *bytes, int len)
{
	static const struct cards_attribute subject[] = { { "C", "ES" },
		{ "SN", "S" }, { NULL, NULL } };
	const struct cards_how how = { .subject = subject };
	X509 *x509 = cards_certificate(key, &how, NULL, NULL);
	X509_NAME *name = X509_NAME_dup(X509_get_subject_name(x509));
	uint8_t *der, *at;
	size_t der_len;
	bool ok;

	X509_NAME_add_entry_by_NID(name, NID_givenName, type,
	    (const unsigned char *)"QQQQQQQQ", len, -1, 0);
	X509_set_subject_name(x509, name);
	X509_sign(x509, key, EVP_sha256());
	der = cred_der(x509, &der_len);
	at = memmem(der, der_len, "QQQQQQQQ", (size_t)len);
	OK(at != NULL);
	if (at != NULL)
		memcpy(at, bytes, (size_t)len);
	ok = csi_holder_read((struct csi_span){ der, der_len }, &holder);
	free(der);
	X509_NAME_free(name);
	X509_free(x509);
	return ok;
}

static void
strings_of_every_kind_become_utf8(void)
{
	static const struct {
		int type;
		const char *bytes;
		int len;
		const char *text;
	} rows[] = {
		{ V_ASN1_PRINTABLESTRING, "Jose", 4, "Jose" },
		{ V_ASN1_UTF8STRING, "Jos\xc3\xa9", 5, "Jos\xc3\xa9" },
		{ V_ASN1_T61STRING, "Jos\xe9", 4, "Jos\xc3\xa9" },
		{ V_ASN1_BMPSTRING, "\0J\0o\0s\0\xe9", 8, "Jos\xc3\xa9" },
		{ V_ASN1_IA5STRING, "Jose", 4, "Jose" },
		{ V_ASN1_UTF8STRING, "Jo\xff", 3, "Jo\xef\xbf\xbd" },
		{ V_ASN1_UTF8STRING, "A\nB\x1b", 4,
		    "A\xef\xbf\xbd"
		    "B\xef\xbf\xbd" },
		{ V_ASN1_BMPSTRING, "\xd8\0\0A", 4,
		    "\xef\xbf\xbd"
		    "A" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		OK(read_given(rows[i].type, rows[i].bytes, rows[i].len));
		OKF(strcmp(holder.given, rows[i].text) == 0, "row %zu: %s", i,
		    holder.given);
		OKF(holder.was_replaced ==
			(strstr(rows[i].text, "\xef\xbf\xbd") != NULL),
		    "row %zu", i);
	}
}

/* The longest texts that fit, and longer ones. */
static void
long_names_are_cut_and_harmless(void)
{
	static char text[32768 + 1];
	const struct cards_attribute subject[] = { { "C", "ES" }, { "SN", "S" },
		{ NULL, NULL } };
	const struct cards_how how = { .subject = subject };
	X509 *x509 = cards_certificate(key, &how, NULL, NULL);
	X509_NAME *name = X509_NAME_dup(X509_get_subject_name(x509));

	memset(text, 'x', 32768);
	X509_NAME_add_entry_by_NID(name, NID_givenName, V_ASN1_UTF8STRING,
	    (const unsigned char *)text, 32768, -1, 0);
	X509_set_subject_name(x509, name);
	X509_sign(x509, key, EVP_sha256());
	OK(read_x509(x509));
	OK(strlen(holder.given) == CSI_HOLDER_ROOM - 1);
	OK(strlen(record.values[CSEAL_IDENTITY_NAME]) == 3 + 240);
	X509_NAME_free(name);
	X509_free(x509);
}

static void
what_is_no_certificate_is_nobody(void)
{
	static const uint8_t rows[][8] = { { 0 }, { 0x30, 0x00 },
		{ 0x30, 0x84, 0xff, 0xff, 0xff, 0xff },
		{ 0x30, 0x06, 0x30, 0x04, 0x30, 0x02, 0x05, 0x00 } };
	struct csi_span none = { NULL, 0 };

	OK(!csi_holder_read(none, &holder));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct csi_span der = { rows[i], sizeof(rows[i]) };

		OKF(!csi_holder_read(der, &holder), "row %zu", i);
		OK(!csi_holder_is_person(&holder));
	}
}

int
main(void)
{
	key = cred_key("EC:P-256");
	RUN(states_write_their_people_so);
	RUN(belgians_are_known_by_their_number);
	RUN(subject_directory_attributes_are_read);
	RUN(a_number_says_what_it_is_of);
	RUN(halls_and_issuers_are_nobody);
	RUN(strings_of_every_kind_become_utf8);
	RUN(long_names_are_cut_and_harmless);
	RUN(what_is_no_certificate_is_nobody);
	EVP_PKEY_free(key);
	return tap_done();
}
