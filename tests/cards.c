/* SPDX-License-Identifier: Apache-2.0 */
/* cards.c -- identity cards of people who do not exist. */
#include "cards.h"

#include "credentials.h"
#include "sample-jpeg.h"
#include "unit/emrtd/build.h"

#include <counterseal/module.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	printf("Bail out! OpenSSL could not %s\n", what);
	exit(1);
}

/* ---- certificates ----------------------------------------------------- */

static void
add_text_extension(X509 *made, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer, made, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	must(extension != NULL && X509_add_ext(made, extension, -1) == 1,
	    "add an extension");
	X509_EXTENSION_free(extension);
}

/* SEQUENCE { type, SET { value } }, of 1.3.6.1.5.5.7.9.n */
static void
add_directory(struct csi_bytes *list, uint8_t n, uint8_t tag, const char *text)
{
	const uint8_t oid[] = { 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 9, n };
	uint8_t len = (uint8_t)strlen(text);

	csi_bytes_add_u8(list, 0x30);
	csi_bytes_add_u8(list, (uint8_t)(sizeof(oid) + len + 4));
	csi_bytes_add(list, oid, sizeof(oid));
	csi_bytes_add_u8(list, 0x31);
	csi_bytes_add_u8(list, (uint8_t)(len + 2));
	csi_bytes_add_u8(list, tag);
	csi_bytes_add_u8(list, len);
	csi_bytes_add(list, text, len);
}

static void
add_directory_extension(X509 *made, const struct cards_how *how)
{
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	struct csi_bytes list = { 0 }, whole = { 0 };
	char birth[24], sex[2] = { how->sex, '\0' };
	X509_EXTENSION *extension;

	snprintf(birth, sizeof(birth), "%.8s120000Z", how->birth);
	add_directory(&list, 1, 0x18, birth);
	add_directory(&list, 3, 0x13, sex);
	add_directory(&list, 4, 0x13, "PT");
	csi_bytes_add_u8(&whole, 0x30);
	csi_bytes_add_u8(&whole, (uint8_t)list.len);
	csi_bytes_add_span(&whole, csi_bytes_span(&list));
	ASN1_OCTET_STRING_set(value, whole.at, (int)whole.len);
	extension = X509_EXTENSION_create_by_NID(
	    NULL, NID_subject_directory_attributes, 0, value);
	must(X509_add_ext(made, extension, -1) == 1, "add an extension");
	X509_EXTENSION_free(extension);
	ASN1_OCTET_STRING_free(value);
	csi_bytes_free(&list);
	csi_bytes_free(&whole);
}

static X509_NAME *
make_name(const struct cards_attribute *subject)
{
	X509_NAME *name = X509_NAME_new();

	for (; subject->name != NULL; subject++)
		must(X509_NAME_add_entry_by_txt(name, subject->name,
			 MBSTRING_UTF8, (const unsigned char *)subject->text,
			 -1, -1, 0) == 1,
		    "make a name");
	return name;
}

X509 *
cards_certificate(EVP_PKEY *key, const struct cards_how *how, X509 *issuer,
    EVP_PKEY *issuer_key)
{
	static long serial = 100;
	X509_NAME *name = make_name(how->subject);
	X509 *made = X509_new();
	bool usual = how->from == 0 && how->to == 0;

	if (issuer == NULL) {
		issuer = made;
		issuer_key = key;
	}
	X509_set_version(made, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(made), serial++);
	X509_set_subject_name(made, name);
	X509_set_issuer_name(
	    made, issuer == made ? name : X509_get_subject_name(issuer));
	X509_gmtime_adj(
	    X509_getm_notBefore(made), usual ? -CRED_DAY : how->from);
	X509_gmtime_adj(
	    X509_getm_notAfter(made), usual ? 3650 * CRED_DAY : how->to);
	X509_set_pubkey(made, key);
	add_text_extension(made, issuer, NID_basic_constraints,
	    how->is_issuer ? "critical,CA:TRUE" : "CA:FALSE");
	add_text_extension(made, issuer, NID_key_usage,
	    how->is_issuer ? "critical,keyCertSign,cRLSign"
			   : "critical,digitalSignature");
	if (how->birth != NULL)
		add_directory_extension(made, how);
	must(X509_sign(made, issuer_key, EVP_sha256()) > 0,
	    "sign a certificate");
	X509_NAME_free(name);
	return made;
}

/* The holder's certificate below an intermediate one below the root. */
static void
add_chain(struct cards *card, const char *country, const struct cards_how *how)
{
	const struct cards_attribute top[] = { { "C", country },
		{ "CN", "Test Root CA" }, { NULL, NULL } };
	const struct cards_attribute middle[] = { { "C", country },
		{ "CN", "Test Citizen CA" }, { NULL, NULL } };
	const struct cards_how root = { .subject = top, .is_issuer = true };
	const struct cards_how between = { .subject = middle,
		.is_issuer = true };
	EVP_PKEY *root_key = cred_key("EC:P-384");
	EVP_PKEY *ca_key = cred_key("EC:P-256"), *key = cred_key("EC:P-256");
	X509 *ca;

	card->root = cards_certificate(root_key, &root, NULL, NULL);
	ca = cards_certificate(ca_key, &between, card->root, root_key);
	card->certificates[0] = cards_certificate(key, how, ca, ca_key);
	card->certificates[1] = ca;
	card->certificate_count = 2;
	if (card->register_key != NULL) {
		const struct cards_attribute own[] = { { "C", country },
			{ "O", "RRN" }, { "CN", "RRN" }, { NULL, NULL } };
		const struct cards_how rrn = { .subject = own };
		X509 *x509 = cards_certificate(
		    card->register_key, &rrn, card->root, root_key);
		size_t len;
		uint8_t *der = cred_der(x509, &len);

		csi_bytes_add(
		    cards_file(card, CSEAL_FILE_BE_REGISTER), der, len);
		free(der);
		X509_free(x509);
	}
	EVP_PKEY_free(root_key);
	EVP_PKEY_free(ca_key);
	EVP_PKEY_free(key);
}

struct csi_bytes
cards_chain(const struct cards *card)
{
	struct csi_bytes chain = { 0 };
	uint8_t *der;
	size_t len;

	for (size_t i = 0; i < card->certificate_count; i++) {
		der = cred_der(card->certificates[i], &len);
		csi_bytes_add(&chain, der, len);
		free(der);
	}
	return chain;
}

/* ---- objects ---------------------------------------------------------- */

static struct csi_bytes *
add_object(struct cards *card, const char *label, const char *file, bool hidden)
{
	struct cards_object *object = &card->objects[card->object_count++];

	object->label = label;
	object->file = file;
	object->is_hidden = hidden;
	return &object->bytes;
}

struct csi_bytes *
cards_file(struct cards *card, const char *file)
{
	for (size_t i = 0; i < card->object_count; i++) {
		if (strcmp(card->objects[i].file, file) == 0)
			return &card->objects[i].bytes;
	}
	return NULL;
}

void
cards_clear(struct cards *card)
{
	for (size_t i = 0; i < card->object_count; i++)
		csi_bytes_free(&card->objects[i].bytes);
	for (size_t i = 0; i < card->certificate_count; i++)
		X509_free(card->certificates[i]);
	X509_free(card->root);
	EVP_PKEY_free(card->register_key);
	memset(card, 0, sizeof(*card));
}

static void
write_object(const char *folder, const char *kind, const char *label,
    struct csi_span bytes)
{
	char path[900];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s-%s", folder, kind, label);
	file = fopen(path, "w");
	if (file == NULL || fwrite(bytes.at, 1, bytes.len, file) != bytes.len)
		abort();
	fclose(file);
}

void
cards_write(const struct cards *card, const char *folder)
{
	for (size_t i = 0; i < card->certificate_count; i++) {
		char label[8];
		size_t len;
		uint8_t *der = cred_der(card->certificates[i], &len);

		snprintf(label, sizeof(label), "%zu", i);
		write_object(folder, "certificate", label,
		    (struct csi_span){ der, len });
		free(der);
	}
	for (size_t i = 0; i < card->object_count; i++)
		write_object(folder,
		    card->objects[i].is_hidden ? "hidden" : "data",
		    card->objects[i].label,
		    csi_bytes_span(&card->objects[i].bytes));
}

/* ---- Belgium ---------------------------------------------------------- */

void
cards_field(struct csi_bytes *file, uint8_t tag, const char *text)
{
	csi_bytes_add_u8(file, tag);
	csi_bytes_add_u8(file, (uint8_t)strlen(text));
	csi_bytes_add_text(file, text);
}

static void
put_digest(struct csi_bytes *file, struct csi_span photo, const char *digest)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	must(EVP_Digest(photo.at, photo.len, hash, &len,
		 EVP_get_digestbyname(digest), NULL) == 1,
	    "make a digest");
	csi_bytes_add_u8(file, 0x11);
	csi_bytes_add_u8(file, (uint8_t)len);
	csi_bytes_add(file, hash, len);
}

static void
sign(const struct cards *card, struct csi_span content, const char *digest,
    struct csi_bytes *value)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	unsigned char bytes[1024];
	size_t len = sizeof(bytes);

	must(EVP_DigestSignInit(md, NULL, EVP_get_digestbyname(digest), NULL,
		 card->register_key) == 1 &&
		 EVP_DigestSign(md, bytes, &len, content.at, content.len) == 1,
	    "sign");
	csi_bytes_free(value);
	csi_bytes_add(value, bytes, len);
	EVP_MD_CTX_free(md);
}

void
cards_belgium_sign(struct cards *card, const char *digest)
{
	struct csi_bytes *identity = cards_file(card, CSEAL_FILE_BE_IDENTITY);
	struct csi_bytes *address = cards_file(card, CSEAL_FILE_BE_ADDRESS);
	struct csi_bytes *first =
	    cards_file(card, CSEAL_FILE_BE_IDENTITY_SIGNATURE);
	struct csi_bytes whole = { 0 };
	size_t len = address->len;

	sign(card, csi_bytes_span(identity), digest, first);
	while (len > 0 && address->at[len - 1] == 0)
		len--;
	csi_bytes_add(&whole, address->at, len);
	csi_bytes_add_span(&whole, csi_bytes_span(first));
	sign(card, csi_bytes_span(&whole), digest,
	    cards_file(card, CSEAL_FILE_BE_ADDRESS_SIGNATURE));
	csi_bytes_free(&whole);
}

static void
fill_identity(struct csi_bytes *file, struct csi_span photo, const char *digest)
{
	cards_field(file, 0x01, "592000000182");
	cards_field(file, 0x03, "01.06.2021");
	cards_field(file, 0x04, "01.06.2061");
	cards_field(file, 0x05, "Li\xc3\xa8ge");
	cards_field(file, 0x06, "85021100212");
	cards_field(file, 0x07, "Specimen-Peeters");
	cards_field(file, 0x08, "\xc3\x89loise Marie");
	cards_field(file, 0x09, "J");
	cards_field(file, 0x0a, "Belge");
	cards_field(file, 0x0b, "Eupen");
	cards_field(file, 0x0c, "11 FEV  1985");
	cards_field(file, 0x0d, "F");
	cards_field(file, 0x0f, "1");
	put_digest(file, photo, digest);
}

void
cards_belgium(struct cards *card, const char *kind)
{
	static const struct cards_attribute subject[] = { { "C", "BE" },
		{ "CN", "\xc3\x89loise Specimen-Peeters (Authentication)" },
		{ "SN", "Specimen-Peeters" }, { "GN", "\xc3\x89loise Marie" },
		{ "serialNumber", "85021100212" }, { NULL, NULL } };
	static const struct cards_how how = { .subject = subject };
	const char *digest = strncmp(kind, "EC", 2) == 0 ? "SHA384" : "SHA256";
	struct csi_bytes *identity, *address, *photo;

	memset(card, 0, sizeof(*card));
	card->register_key = cred_key(kind);
	identity = add_object(card, "DATA_FILE", CSEAL_FILE_BE_IDENTITY, false);
	add_object(
	    card, "SIGN_DATA_FILE", CSEAL_FILE_BE_IDENTITY_SIGNATURE, false);
	address =
	    add_object(card, "ADDRESS_FILE", CSEAL_FILE_BE_ADDRESS, false);
	add_object(
	    card, "SIGN_ADDRESS_FILE", CSEAL_FILE_BE_ADDRESS_SIGNATURE, false);
	photo = add_object(card, "PHOTO_FILE", CSEAL_FILE_BE_PHOTO, false);
	add_object(card, "CERT_RN_FILE", CSEAL_FILE_BE_REGISTER, false);
	sample_jpeg(photo, 140, 200, 1);
	fill_identity(identity, csi_bytes_span(photo), digest);
	cards_field(address, 0x01, "Rue de l'Exemple 1 /b02");
	cards_field(address, 0x02, "4700");
	cards_field(address, 0x03, "Eupen");
	while (address->len < 117)
		csi_bytes_add_u8(address, 0);
	cards_belgium_sign(card, digest);
	add_chain(card, "BE", &how);
}

/* ---- Italy ------------------------------------------------------------ */

void
cards_italy(struct cards *card)
{
	static const struct cards_attribute subject[] = { { "C", "IT" },
		{ "O", "Regione di Prova" },
		{ "CN", "RSSMRA80A01H501U/1234567890123456."
			"q83vEjRWeJq83vEjRWeJq83vEjQ=" },
		{ NULL, NULL } };
	static const char *const fields[] = { "1301", "15032022", "14032062",
		"ROSSI", "MARIO", "01011980", "M", "175", "RSSMRA80A01H501U",
		"ITA", "H501", "", "", "F205", "VIA DELL'ESEMPIO 7", "" };
	static const struct cards_how how = { .subject = subject };
	struct csi_bytes *file, inside = { 0 };

	memset(card, 0, sizeof(*card));
	file =
	    add_object(card, "EF_DatiPersonali", CSEAL_FILE_IT_PERSONAL, false);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		csi_bytes_print(
		    &inside, "%02X%s", (unsigned)strlen(fields[i]), fields[i]);
	csi_bytes_print(file, "%06X", (unsigned)inside.len);
	csi_bytes_add_span(file, csi_bytes_span(&inside));
	while (file->len < 400)
		csi_bytes_add_u8(file, 0);
	csi_bytes_free(&inside);
	add_chain(card, "IT", &how);
}

/* ---- Portugal --------------------------------------------------------- */

static void
put_at(struct csi_bytes *file, size_t at, const char *text)
{
	memcpy(file->at + at, text, strlen(text));
}

static void
fill_citizen(struct csi_bytes *file)
{
	struct csi_bytes stream = build_codestream(120, 160, 0, 0);
	struct csi_bytes record = build_record(csi_bytes_span(&stream), 0);

	for (int i = 0; i < 1537; i++)
		csi_bytes_add_u8(file, 0);
	put_at(file, 0,
	    "Rep\xc3\xba"
	    "blica Portuguesa");
	put_at(file, 40, "PRT");
	put_at(file, 154, "12345678 9 ZZ4");
	put_at(file, 230, "02 05 2016");
	put_at(file, 310, "02 05 2061");
	put_at(file, 330, "EXEMPLO DA CONCEI\xc3\x87\xc3\x83O");
	put_at(file, 450, "JO\xc3\x83O");
	put_at(file, 570, "M");
	put_at(file, 572, "PRT");
	put_at(file, 578, "24 12 1977");
	put_at(file, 606, "123456789");
	csi_bytes_add_span(file, csi_bytes_span(&record));
	for (int i = 0; i < 64; i++)
		csi_bytes_add_u8(file, 0);
	csi_bytes_free(&stream);
	csi_bytes_free(&record);
}

void
cards_portugal(struct cards *card)
{
	static const struct cards_attribute subject[] = { { "C", "PT" },
		{ "O", "Cart\xc3\xa3o de Cidad\xc3\xa3o" },
		{ "SN", "EXEMPLO DA CONCEI\xc3\x87\xc3\x83O" },
		{ "GN", "JO\xc3\x83O" }, { "serialNumber", "BI123456789" },
		{ "CN", "JO\xc3\x83O EXEMPLO DA CONCEI\xc3\x87\xc3\x83O" },
		{ NULL, NULL } };
	static const struct cards_how how = {
		.subject = subject, .birth = "19771224", .sex = 'M'
	};
	struct csi_bytes *address;

	memset(card, 0, sizeof(*card));
	fill_citizen(
	    add_object(card, "Citizen Data", CSEAL_FILE_PT_CITIZEN, false));
	address = add_object(
	    card, "Citizen Address Data", CSEAL_FILE_PT_ADDRESS, true);
	for (int i = 0; i < 1146; i++)
		csi_bytes_add_u8(address, 0);
	put_at(address, 0, "N");
	put_at(address, 2, "PT");
	put_at(address, 350, "Rua");
	put_at(address, 450, "do Exemplo");
	put_at(address, 770, "7");
	put_at(address, 970, "Lisboa");
	put_at(address, 1070, "1000");
	put_at(address, 1078, "001");
	put_at(address, 1084, "LISBOA");
	add_chain(card, "PT", &how);
}

/* ---- PIV -------------------------------------------------------------- */

static void
fill_face(struct csi_bytes *object)
{
	struct csi_bytes image = { 0 }, record, body = { 0 };

	sample_jpeg(&image, 240, 320, 1);
	record = build_record(csi_bytes_span(&image), 2);
	csi_bytes_add_be16(&body, 0x030d);
	csi_bytes_add_be32(&body, (uint32_t)record.len);
	while (body.len < 88)
		csi_bytes_add_u8(&body, 0);
	csi_bytes_add_span(&body, csi_bytes_span(&record));
	csi_bytes_add(&body, "signature", 9);
	build_object(object, 0xbc, csi_bytes_span(&body));
	build_object(object, 0xfe, (struct csi_span){ NULL, 0 });
	csi_bytes_free(&image);
	csi_bytes_free(&record);
	csi_bytes_free(&body);
}

void
cards_piv(struct cards *card)
{
	static const struct cards_attribute subject[] = { { "C", "US" },
		{ "O", "Test Government" }, { "CN", "DOE.JAMIE.Q.1234567890" },
		{ NULL, NULL } };
	static const struct cards_how how = { .subject = subject };
	struct csi_bytes *printed;

	memset(card, 0, sizeof(*card));
	csi_bytes_add(add_object(card, "Card Holder Unique Identifier",
			  CSEAL_FILE_PIV_HOLDER, false),
	    "\x30\x19\xd4\xe7\x39\xda\x73\x9c", 8);
	printed = add_object(
	    card, "Printed Information", CSEAL_FILE_PIV_PRINTED, true);
	build_text(printed, 0x01, "Jamie Q. Doe");
	build_text(printed, 0x02, "EMPLOYEE");
	build_text(printed, 0x04, "2061DEC31");
	build_text(printed, 0x05, "0000000042");
	build_text(printed, 0x06, "TEST0001");
	build_object(printed, 0xfe, (struct csi_span){ NULL, 0 });
	fill_face(add_object(
	    card, "Cardholder Facial Image", CSEAL_FILE_PIV_FACE, true));
	add_chain(card, "US", &how);
}

void
cards_plain(struct cards *card)
{
	static const struct cards_attribute subject[] = { { "C", "EE" },
		{ "CN", "N\xc3\x84IDIS,JAAN,39001010000" },
		{ "SN", "N\xc3\x84IDIS" }, { "GN", "JAAN" },
		{ "serialNumber", "PNOEE-39001010000" }, { NULL, NULL } };
	static const struct cards_how how = { .subject = subject };

	memset(card, 0, sizeof(*card));
	add_chain(card, "EE", &how);
}
