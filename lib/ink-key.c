/* SPDX-License-Identifier: Apache-2.0 */
/* ink-key.c -- the private key of an escrow, from a file's bytes.
 *
 * OpenSSL calls back for each decoder that it tries: whoever has the pass
 * phrase is asked once. */
#include "ink-key.h"

#include "cms/crypto.h"
#include "error.h"
#include "pin.h"
#include "secret.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <string.h>

#define KEY_MOST (1u << 20) /* bytes of the file */

/* The pass phrase, and what came of asking for it. */
struct phrase {
	struct cseal_pin_entry entry;
	const char *title;
	cseal_secret *secret; /* NULL: not asked, or st says why */
	cseal_status st;
	cseal_error *error;
	bool is_wanted;
};

static bool
ask(struct phrase *phrase)
{
	if (!phrase->is_wanted) {
		phrase->is_wanted = true;
		phrase->st = cseal_pin_ask(&phrase->entry, phrase->title, false,
		    false, &phrase->secret, &phrase->error);
	}
	return phrase->st == CSEAL_OK;
}

/* A pem_password_cb. */
static int
give(char *buf, int size, int writing, void *user)
{
	struct phrase *phrase = user;
	const void *bytes;
	size_t len;

	if (!ask(phrase))
		return -1;
	bytes = cseal_secret_bytes(phrase->secret, &len);
	if (len > (size_t)size)
		return -1;
	memcpy(buf, bytes, len);
	return (int)len;
}

static void
read_pem(BIO *in, struct phrase *phrase, EVP_PKEY **pkey, X509 **x509)
{
	*pkey = PEM_read_bio_PrivateKey(in, NULL, give, phrase);
	if (*pkey == NULL || BIO_reset(in) < 0)
		return;
	*x509 = PEM_read_bio_X509(in, NULL, NULL, NULL);
}

/* A file without a pass phrase has an empty one, or none at all. */
static bool
is_open(PKCS12 *p12)
{
	return PKCS12_verify_mac(p12, NULL, 0) == 1 ||
	       PKCS12_verify_mac(p12, "", 0) == 1;
}

static void
read_pkcs12(BIO *in, struct phrase *phrase, EVP_PKEY **pkey, X509 **x509)
{
	char text[CSI_SECRET_MOST + 1] = "";
	PKCS12 *p12 = d2i_PKCS12_bio(in, NULL);
	int len = 0;

	if (p12 == NULL)
		return;
	if (!is_open(p12))
		len = give(text, CSI_SECRET_MOST, 0, phrase);
	if (len >= 0)
		PKCS12_parse(p12, text, pkey, x509, NULL);
	explicit_bzero(text, sizeof(text));
	PKCS12_free(p12);
}

static void
read_any(const struct cseal_ink_key *key, struct phrase *phrase,
    EVP_PKEY **pkey, X509 **x509)
{
	BIO *in = BIO_new_mem_buf(key->bytes, (int)key->len);

	if (in == NULL)
		return;
	/* DER begins with a SEQUENCE. */
	if (*(const uint8_t *)key->bytes == 0x30)
		read_pkcs12(in, phrase, pkey, x509);
	else
		read_pem(in, phrase, pkey, x509);
	BIO_free(in);
}

static cseal_status
fail(const struct phrase *phrase, cseal_error **ret_error)
{
	if (phrase->is_wanted)
		return csi_crypto_fail(ret_error, CSEAL_AGAIN_PIN_WRONG,
		    "the pass phrase did not open the key");
	return csi_crypto_fail(ret_error, CSEAL_SETUP_NO_KEY,
	    "there was no private key, or one of a kind that is not known");
}

static cseal_status
check(const struct cseal_ink_key *key, cseal_error **ret_error)
{
	if (key == NULL || key->size < sizeof(*key) || key->bytes == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "sealed ink was to be opened without a key");
	if (key->len == 0)
		return cseal_fail(
		    ret_error, CSEAL_SETUP_NO_KEY, "the key had no bytes");
	if (key->len > KEY_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a key has %u bytes at most", KEY_MOST);
	return CSEAL_OK;
}

cseal_status
csi_ink_key_read(const struct cseal_ink_key *key, EVP_PKEY **ret_pkey,
    X509 **ret_x509, cseal_error **ret_error)
{
	EVP_PKEY *pkey = NULL;
	X509 *x509 = NULL;
	struct phrase phrase = { 0 };
	cseal_status st = check(key, ret_error);

	if (st != CSEAL_OK)
		return st;
	phrase.entry.pin = key->pin;
	phrase.entry.user = key->pin_user;
	phrase.entry.uri = phrase.title = key->title != NULL ? key->title : "";
	ERR_clear_error();
	read_any(key, &phrase, &pkey, &x509);
	cseal_secret_free(phrase.secret);
	if (pkey != NULL) {
		ERR_clear_error();
		*ret_pkey = pkey;
		*ret_x509 = x509;
		return CSEAL_OK;
	}
	X509_free(x509);
	if (phrase.st == CSEAL_OK)
		return fail(&phrase, ret_error);
	ERR_clear_error();
	csi_error_move(phrase.error, ret_error);
	return phrase.st;
}
