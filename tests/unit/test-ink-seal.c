/* SPDX-License-Identifier: Apache-2.0 */
/* test-ink-seal.c -- proves lib/escrow.c and lib/ink-seal.c: only an escrow
 * opens what was sealed, as it was sealed. */
#include "cms/envelope.h"
#include "credentials.h"
#include "ink-statement.h"
#include "ink/iso19794_7.h"
#include "remains.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#define ORDER "%PDF-1.7 an order"

/* Who can be sealed for. */
struct party {
	EVP_PKEY *key;
	X509 *certificate;
	char *pem; /* both */
	size_t pem_len;
};

static struct party rsa, ec, stranger;
static cseal_ink *ink;
static struct csi_bytes sealed; /* for rsa and ec */

static struct party
make_party(const char *kind, const char *usage)
{
	static long serial;
	const struct cred_how how = {
		.common_name = kind, .usage = usage, .serial = ++serial
	};
	struct party party = { .key = cred_key(kind) };
	BIO *out = BIO_new(BIO_s_mem());
	char *at;

	party.certificate = cred_certificate(party.key, &how, NULL, party.key);
	PEM_write_bio_PrivateKey(out, party.key, NULL, NULL, 0, NULL, NULL);
	PEM_write_bio_X509(out, party.certificate);
	party.pem_len = (size_t)BIO_get_mem_data(out, &at);
	party.pem = strndup(at, party.pem_len);
	BIO_free(out);
	return party;
}

static void
free_party(struct party *party)
{
	EVP_PKEY_free(party->key);
	X509_free(party->certificate);
	free(party->pem);
}

static cseal_status
add(cseal_escrow *escrow, const struct party *party)
{
	cseal_status st;
	size_t len;
	uint8_t *der = cred_der(party->certificate, &len);

	st = cseal_escrow_add(escrow, der, len, NULL);
	free(der);
	return st;
}

static cseal_ink *
make_ink(void)
{
	struct cseal_ink_sample samples[100];
	struct csi_bytes record = { 0 };
	cseal_ink *made = NULL;

	for (int i = 0; i < 100; i++)
		samples[i] = (struct cseal_ink_sample){ .x_um = 500 * i,
			.y_um = 20 * i * i,
			.pressure = (uint16_t)(i == 99 ? 0 : 1000 + 7 * i),
			.time_us = 5000u * (uint32_t)i };
	csi_iso_write(samples, 100, false, &record);
	cseal_ink_new_iso19794_7(record.at, record.len, &made, NULL);
	csi_bytes_wipe(&record);
	return made;
}

static cseal_status
open_with(const char *pem, size_t len, cseal_ink **ret_ink)
{
	const struct cseal_ink_key key = {
		.size = sizeof(key), .bytes = pem, .len = len
	};

	return cseal_ink_open(sealed.at, sealed.len, &key, ret_ink, NULL);
}

/* ---- who ---------------------------------------------------------------- */

static void
an_escrow_takes_what_can_be_encrypted_for(void)
{
	cseal_escrow *escrow = NULL;

	OK(cseal_escrow_new(&escrow, NULL) == CSEAL_OK);
	OK(cseal_escrow_count(escrow) == 0);
	OK(add(escrow, &rsa) == CSEAL_OK && add(escrow, &ec) == CSEAL_OK);
	OK(cseal_escrow_count(escrow) == 2);
	OK(strstr(cseal_escrow_subject(escrow, 0), "CN=RSA:2048") != NULL);
	OK(cseal_escrow_subject(escrow, 2) == NULL);
	OK(cseal_escrow_add(escrow, rsa.pem, rsa.pem_len, NULL) == CSEAL_OK);
	OK(cseal_escrow_count(escrow) == 3);
	OK(cseal_escrow_add(escrow, "nonsense", 8, NULL) ==
	    CSEAL_REFUSED_INPUT);
	for (int i = 3; i < CSEAL_ESCROW_MOST; i++)
		OK(add(escrow, &ec) == CSEAL_OK);
	OK(add(escrow, &ec) == CSEAL_REFUSED_LIMIT);
	OK(cseal_escrow_count(escrow) == CSEAL_ESCROW_MOST);
	cseal_escrow_free(escrow);
	cseal_escrow_free(NULL);
}

static void
what_cannot_receive_is_refused(void)
{
	static const struct {
		const char *kind, *usage;
		cseal_status st;
	} rows[] = {
		{ "RSA:1024", NULL, CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "RSA-PSS:2048", NULL, CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "ED25519", NULL, CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "SM2", NULL, CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "EC:P-192", NULL, CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "RSA:2048", "digitalSignature", CSEAL_REFUSED_CERT_USAGE },
		{ "EC:P-256", "keyEncipherment", CSEAL_REFUSED_CERT_USAGE },
		{ "RSA:2048", "keyEncipherment", CSEAL_OK },
		{ "EC:P-384", "keyAgreement", CSEAL_OK },
	};
	cseal_escrow *escrow = NULL;

	OK(cseal_escrow_new(&escrow, NULL) == CSEAL_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct party party = make_party(rows[i].kind, rows[i].usage);

		OKF(add(escrow, &party) == rows[i].st, "%s %s", rows[i].kind,
		    rows[i].usage != NULL ? rows[i].usage : "");
		free_party(&party);
	}
	OK(cseal_escrow_count(escrow) == 2);
	cseal_escrow_free(escrow);
}

/* ---- what --------------------------------------------------------------- */

static void
seal_it(void)
{
	cseal_escrow *escrow = NULL;
	const void *bytes = NULL;
	size_t len = 0;

	OK(cseal_escrow_new(&escrow, NULL) == CSEAL_OK);
	OK(cseal_ink_seal(ink, escrow, &bytes, &len, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(add(escrow, &rsa) == CSEAL_OK && add(escrow, &ec) == CSEAL_OK);
	OK(cseal_ink_seal(ink, escrow, &bytes, &len, NULL) == CSEAL_OK);
	csi_bytes_add(&sealed, bytes, len);
	cseal_escrow_free(escrow);
}

static void
each_of_the_escrow_opens_it_as_it_was(void)
{
	const struct party *parties[] = { &rsa, &ec };
	struct csi_span was, is;
	const void *bytes;

	OK(cseal_ink_iso19794_7(ink, &bytes, &was.len, NULL) == CSEAL_OK);
	was.at = bytes;
	for (size_t i = 0; i < 2; i++) {
		cseal_ink *back = NULL;
		char *json = strdup(cseal_ink_json(ink));

		OK(open_with(parties[i]->pem, parties[i]->pem_len, &back) ==
		    CSEAL_OK);
		OK(cseal_ink_iso19794_7(back, &bytes, &is.len, NULL) ==
		    CSEAL_OK);
		is.at = bytes;
		OK(was.len == is.len && memcmp(was.at, is.at, is.len) == 0);
		OK(strcmp(cseal_ink_json(back), json) == 0);
		OK(cseal_ink_is_virtual(back) == cseal_ink_is_virtual(ink));
		free(json);
		cseal_ink_free(back);
	}
}

static void
whoever_is_not_of_the_escrow_does_not(void)
{
	/* Of the certificate's kind, and without the certificate. */
	char *key_only = strndup(
	    rsa.pem, (size_t)(strstr(rsa.pem, "-----BEGIN CERT") - rsa.pem));
	cseal_ink *none = NULL;

	OK(open_with(stranger.pem, stranger.pem_len, &none) ==
	    CSEAL_REFUSED_KEY_MISMATCH);
	OK(open_with(key_only, strlen(key_only), &none) == CSEAL_OK);
	cseal_ink_free(none);
	none = NULL;
	free(key_only);
	key_only = strndup(stranger.pem,
	    (size_t)(strstr(stranger.pem, "-----BEGIN CERT") - stranger.pem));
	OK(open_with(key_only, strlen(key_only), &none) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(none == NULL);
	free(key_only);
}

static void
a_bit_that_changed_is_noticed(void)
{
	size_t opened = 0, odd = 0;

	/* The last bytes are of the ciphertext and the tag. */
	for (size_t i = sealed.len - 40; i < sealed.len; i++) {
		cseal_ink *none = NULL;
		cseal_status st;

		sealed.at[i] ^= 1;
		st = open_with(ec.pem, ec.pem_len, &none);
		opened += st == CSEAL_OK;
		odd += st != CSEAL_REFUSED_DAMAGED && st != CSEAL_REFUSED_INPUT;
		cseal_ink_free(none);
		sealed.at[i] ^= 1;
	}
	OKF(opened == 0 && odd == 0, "%zu, %zu", opened, odd);
}

static void
shorten(struct csi_bytes *der, size_t at, size_t by)
{
	size_t len = (size_t)der->at[at + 2] << 8 | der->at[at + 3];

	OK(der->at[at + 1] == 0x82);
	der->at[at + 2] = (uint8_t)((len - by) >> 8);
	der->at[at + 3] = (uint8_t)(len - by);
}

/* Whoever may choose how long the tag is needs few tries to change what it
 * stands for, for it is the beginning of the right one that is compared. */
static void
a_tag_that_was_cut_is_refused(void)
{
	const struct cseal_ink_key key = {
		.size = sizeof(key), .bytes = ec.pem, .len = ec.pem_len
	};
	const size_t inside = 4 + 13; /* an OID of 11 bytes */

	for (size_t len = 0; len < 16; len++) {
		struct csi_bytes cut = { 0 };
		cseal_ink *none = NULL;

		csi_bytes_add(&cut, sealed.at, sealed.len);
		OK(cut.at[cut.len - 18] == 4 && cut.at[cut.len - 17] == 16);
		cut.at[cut.len - 17] = (uint8_t)len;
		cut.len -= 16 - len;
		shorten(&cut, 0, 16 - len);
		shorten(&cut, inside, 16 - len);
		shorten(&cut, inside + 4, 16 - len);
		OKF(cseal_ink_open(cut.at, cut.len, &key, &none, NULL) ==
			CSEAL_REFUSED_INPUT,
		    "%zu bytes of tag", len);
		cseal_ink_free(none);
		csi_bytes_free(&cut);
	}
}

static void
what_is_cut_short_or_longer_is_refused(void)
{
	const struct cseal_ink_key key = {
		.size = sizeof(key), .bytes = ec.pem, .len = ec.pem_len
	};
	struct csi_bytes longer = { 0 };
	cseal_ink *none = NULL;

	for (size_t len = 0; len < sealed.len; len += 97)
		OKF(cseal_ink_open(sealed.at, len, &key, &none, NULL) ==
			CSEAL_REFUSED_INPUT,
		    "%zu bytes", len);
	csi_bytes_add_span(&longer, csi_bytes_span(&sealed));
	csi_bytes_add_u8(&longer, 0);
	OK(cseal_ink_open(longer.at, longer.len, &key, &none, NULL) ==
	    CSEAL_REFUSED_INPUT);
	csi_bytes_free(&longer);
	OK(none == NULL);
}

static void
it_is_an_authenveloped_data_with_gcm_oaep_and_sha256(void)
{
	static const uint8_t gcm[] = { 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1,
		0x2e };
	static const uint8_t oaep[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0xd, 1, 1,
		7 };
	static const uint8_t dh[] = { 0x2b, 0x81, 4, 1, 0xb, 1 };
	const uint8_t *at = sealed.at;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)sealed.len);

	OK(cms != NULL && OBJ_obj2nid(CMS_get0_type(cms)) ==
			      NID_id_smime_ct_authEnvelopedData);
	OK(sk_CMS_RecipientInfo_num(CMS_get0_RecipientInfos(cms)) == 2);
	OK(memmem(sealed.at, sealed.len, gcm, sizeof(gcm)) != NULL);
	OK(memmem(sealed.at, sealed.len, oaep, sizeof(oaep)) != NULL);
	OK(memmem(sealed.at, sealed.len, dh, sizeof(dh)) != NULL);
	CMS_ContentInfo_free(cms);
}

/* ---- for which document -------------------------------------------------- */

static void
a_document_is_the_same_with_what_was_added(void)
{
	cseal_ink *back = NULL;

	OK(open_with(ec.pem, ec.pem_len, &back) == CSEAL_OK);
	OK(cseal_ink_check_document(back, ORDER, strlen(ORDER), NULL) ==
	    CSEAL_OK);
	OK(cseal_ink_check_document(back, ORDER " sealed",
	       strlen(ORDER " sealed"), NULL) == CSEAL_OK);
	OK(cseal_ink_check_document(back, ORDER, strlen(ORDER) - 1, NULL) ==
	    CSEAL_REFUSED_INPUT);
	OK(cseal_ink_check_document(back, "%PDF-1.7 an other sealed", 24,
	       NULL) == CSEAL_REFUSED_INPUT);
	cseal_ink_free(back);
	back = make_ink();
	OK(cseal_ink_check_document(back, ORDER, strlen(ORDER), NULL) ==
	    CSEAL_REFUSED_INPUT);
	OK(cseal_ink_bind(back, NULL, 0, NULL) == CSEAL_FAULT_APPLICATION);
	cseal_ink_free(back);
}

/* ---- keys ---------------------------------------------------------------- */

static unsigned asked;

static cseal_status
say_secret(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	const char *text = user;

	asked++;
	return cseal_secret_append(secret, text, strlen(text));
}

static cseal_status
open_asking(const void *bytes, size_t len, const char *phrase)
{
	char text[16] = "";
	const struct cseal_ink_key key = { .size = sizeof(key),
		.bytes = bytes,
		.len = len,
		.title = "the key",
		.pin = phrase != NULL ? say_secret : NULL,
		.pin_user = text };
	cseal_ink *back = NULL;
	cseal_status st;

	if (phrase != NULL)
		strcpy(text, phrase);
	asked = 0;
	st = cseal_ink_open(sealed.at, sealed.len, &key, &back, NULL);
	cseal_ink_free(back);
	return st;
}

static void
an_encrypted_key_is_asked_for_once(void)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *at;
	size_t len;

	PEM_write_bio_PKCS8PrivateKey(
	    out, ec.key, EVP_aes_256_cbc(), "open", 4, NULL, NULL);
	len = (size_t)BIO_get_mem_data(out, &at);
	OK(open_asking(at, len, "open") == CSEAL_OK && asked == 1);
	OK(open_asking(at, len, "close") == CSEAL_AGAIN_PIN_WRONG);
	OKF(asked == 1, "asked %u times", asked);
	OK(open_asking(at, len, NULL) == CSEAL_COUNTER_PIN_NEEDED);
	BIO_free(out);
}

static void
it_opens_with_a_pkcs12_file_and_its_pass_phrase(void)
{
	PKCS12 *p12 = PKCS12_create(
	    "open", "", rsa.key, rsa.certificate, NULL, 0, 0, 0, 0, 0);
	uint8_t *der = NULL;
	int len = i2d_PKCS12(p12, &der);

	OK(open_asking(der, (size_t)len, "open") == CSEAL_OK && asked == 1);
	OK(open_asking(der, (size_t)len, "close") == CSEAL_AGAIN_PIN_WRONG);
	OK(open_asking(der, (size_t)len, NULL) == CSEAL_COUNTER_PIN_NEEDED);
	OPENSSL_free(der);
	PKCS12_free(p12);
}

static void
what_is_no_key_is_said(void)
{
	cseal_ink *none = NULL;

	OK(open_asking("nonsense", 8, "open") == CSEAL_SETUP_NO_KEY);
	OK(open_asking("\x30\x03\x02\x01\x01", 5, "open") ==
	    CSEAL_SETUP_NO_KEY);
	OK(open_asking("", 0, "open") == CSEAL_SETUP_NO_KEY);
	OK(cseal_ink_open(sealed.at, sealed.len, NULL, &none, NULL) ==
	    CSEAL_FAULT_APPLICATION);
}

/* ---- what anybody may have sealed ----------------------------------------- */

static cseal_status
read_statement(const char *line, struct csi_span record)
{
	struct csi_bytes content = { 0 };
	cseal_ink *read = NULL;
	cseal_status st;

	csi_bytes_room(&content, CSI_STATEMENT_MOST);
	csi_bytes_add_text(&content, line);
	csi_bytes_add_u8(&content, '\n');
	csi_bytes_add_span(&content, record);
	st = csi_statement_read(csi_bytes_span(&content), &read, NULL);
	OK((st == CSEAL_OK) == (read != NULL));
	cseal_ink_free(read);
	csi_bytes_wipe(&content);
	csi_locked_wipe_stack();
	return st;
}

/* A member of the line that is wrong makes it refused. */
static void
a_statement_that_does_not_fit_is_refused(void)
{
	static const struct {
		const char *from, *to;
	} wrong[] = {
		{ "\"version\":1", "\"version\":2" },
		{ "handwritten signature", "handwritten will" },
		{ "\"link\":\"clear\"", "\"link\":\"loud\"" },
		{ "\"tally\":\"count\"", "\"tally\":3" },
		{ "\"lost\":0", "\"lost\":-1" },
		{ "\"gaps\":0", "\"gaps\":false" },
		{ "\"received\":100", "\"received\":9007199254740993" },
		{ "\"counted\":100", "\"counted\":\"100\"" },
		{ "\"device\":\"Pen\"", "\"device\":\"P\\u0007n\"" },
		{ "\"device\":\"Pen\"", "\"device\":7" },
		{ "2026-11-30T05:00:00.250Z", "2026-11-30 05:00:00.250Z" },
		{ "\"bytes\":17", "\"bytes\":0" },
		{ "\"document\":{", "\"document\":{\"sha256\":\"00\"," },
		{ "\"format\":\"ISO", "\"bytes\":1,\"format\":\"ISO" },
		{ "\"counterseal\"", "counterseal" },
	};
	struct csi_locked memory = { 0 };
	struct csi_span record;
	size_t len = 0;
	char *line, *end;

	ink->account.size = sizeof(ink->account);
	strcpy(ink->account.device, "Pen");
	ink->account.link = CSEAL_INK_LINK_CLEAR;
	ink->account.tally = CSEAL_INK_TALLY_COUNT;
	ink->account.counted = ink->account.received = 100;
	ink->account.began_ms = INT64_C(1796014800250);
	OK(csi_statement_write(ink, &memory, &len, NULL) == CSEAL_OK);
	line = strndup(memory.at, len);
	end = strchr(line, '\n');
	*end = '\0';
	record.at = (uint8_t *)memory.at + (end - line) + 1;
	record.len = len - (size_t)(end - line) - 1;
	OK(read_statement(line, record) == CSEAL_OK);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const char *at = strstr(line, wrong[i].from);
		char *changed = NULL;

		OKF(at != NULL, "%s is there", wrong[i].from);
		if (at == NULL ||
		    asprintf(&changed, "%.*s%s%s", (int)(at - line), line,
			wrong[i].to, at + strlen(wrong[i].from)) < 0)
			continue;
		OKF(read_statement(changed, record) == CSEAL_REFUSED_INPUT,
		    "%s", wrong[i].to);
		free(changed);
	}
	record.len--;
	OK(read_statement(line, record) == CSEAL_REFUSED_INPUT);
	record.len = 0;
	OK(read_statement("", record) == CSEAL_REFUSED_INPUT);
	free(line);
	csi_locked_free(&memory);
	memset(&ink->account, 0, sizeof(ink->account));
}

static void
nothing_clear_is_left_of_sealing_and_opening(void)
{
	struct remains points;
	cseal_ink *own = make_ink(), *back = NULL;
	const void *record;
	size_t len;
	cseal_escrow *escrow = NULL;
	const void *bytes;

	/* The dynamic linker puts vector registers onto the stack when it
	 * looks for a function: it has done so before. */
	remains_of(&points, ORDER, strlen(ORDER));
	(void)remains_count(&points);
	cseal_ink_iso19794_7(own, &record, &len, NULL);
	remains_of(&points, (const uint8_t *)record + len - 63, 54);
	cseal_ink_free(own);
	cseal_ink_free(ink);
	ink = NULL;
	csi_locked_wipe_stack();
	OKF(remains_count(&points) <= 0, "%ld", remains_count(&points));
	own = make_ink();
	cseal_escrow_new(&escrow, NULL);
	add(escrow, &ec);
	OK(cseal_ink_seal(own, escrow, &bytes, &len, NULL) == CSEAL_OK);
	cseal_escrow_free(escrow);
	cseal_ink_free(own);
	OKF(remains_count(&points) <= 0, "%ld", remains_count(&points));
	OK(open_with(ec.pem, ec.pem_len, &back) == CSEAL_OK);
	cseal_ink_free(back);
	OKF(remains_count(&points) <= 0, "%ld", remains_count(&points));
}

int
main(void)
{
	rsa = make_party("RSA:2048", NULL);
	ec = make_party("EC:P-256", NULL);
	stranger = make_party("RSA:2048", "keyEncipherment");
	ink = make_ink();
	OK(cseal_ink_bind(ink, ORDER, strlen(ORDER), NULL) == CSEAL_OK);
	RUN(an_escrow_takes_what_can_be_encrypted_for);
	RUN(what_cannot_receive_is_refused);
	RUN(seal_it);
	RUN(each_of_the_escrow_opens_it_as_it_was);
	RUN(whoever_is_not_of_the_escrow_does_not);
	RUN(a_bit_that_changed_is_noticed);
	RUN(a_tag_that_was_cut_is_refused);
	RUN(what_is_cut_short_or_longer_is_refused);
	RUN(it_is_an_authenveloped_data_with_gcm_oaep_and_sha256);
	RUN(a_document_is_the_same_with_what_was_added);
	RUN(an_encrypted_key_is_asked_for_once);
	RUN(it_opens_with_a_pkcs12_file_and_its_pass_phrase);
	RUN(what_is_no_key_is_said);
	RUN(a_statement_that_does_not_fit_is_refused);
	RUN(nothing_clear_is_left_of_sealing_and_opening);
	cseal_ink_free(ink);
	csi_bytes_free(&sealed);
	free_party(&rsa);
	free_party(&ec);
	free_party(&stranger);
	return tap_done();
}
