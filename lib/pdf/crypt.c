/* SPDX-License-Identifier: Apache-2.0 */
/* crypt.c -- encrypts and decrypts strings and streams (7.6.2). */
#include "crypt.h"

#include "error.h"
#include "keys.h"
#include "rc4.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

struct csi_pdf_crypt {
	struct csi_pdf_primitives primitives;
	struct csi_pdf_security security;
	struct csi_pdf_key key;
};

cseal_status
csi_pdf_crypt_new(const struct csi_pdf_security *security,
    struct csi_span password, csi_pdf_crypt **ret_crypt,
    cseal_error **ret_error)
{
	csi_pdf_crypt *crypt = calloc(1, sizeof(*crypt));
	bool found = false;
	cseal_status st;

	if (crypt == NULL)
		return csi_fail_memory(ret_error);
	crypt->security = *security;
	st = csi_pdf_primitives_fetch(&crypt->primitives, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_key_find(&crypt->primitives, security, password,
		    &crypt->key, &found, ret_error);
	if (st == CSEAL_OK && !found)
		st = password.len == 0
			 ? cseal_fail(ret_error, CSEAL_COUNTER_PASSWORD_NEEDED,
			       "the document is encrypted with a password")
			 : cseal_fail(ret_error, CSEAL_AGAIN_PASSWORD_WRONG,
			       "the password did not open the document");
	if (st != CSEAL_OK) {
		csi_pdf_crypt_free(crypt);
		return st;
	}
	*ret_crypt = crypt;
	return CSEAL_OK;
}

static bool
is_same(struct csi_span a, struct csi_span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Does the key come from the same numbers and strings? */
static bool
is_same_key(const struct csi_pdf_security *a, const struct csi_pdf_security *b)
{
	return a->revision == b->revision && a->key_len == b->key_len &&
	       a->permissions == b->permissions &&
	       a->encrypt_metadata == b->encrypt_metadata &&
	       is_same(a->o, b->o) && is_same(a->u, b->u) &&
	       is_same(a->oe, b->oe) && is_same(a->ue, b->ue) &&
	       is_same(a->perms, b->perms) && is_same(a->id, b->id);
}

cseal_status
csi_pdf_crypt_copy(const csi_pdf_crypt *crypt,
    const struct csi_pdf_security *security, csi_pdf_crypt **ret_crypt,
    cseal_error **ret_error)
{
	csi_pdf_crypt *made;
	cseal_status st;

	*ret_crypt = NULL;
	if (!is_same_key(&crypt->security, security))
		return CSEAL_OK;
	made = calloc(1, sizeof(*made));
	if (made == NULL)
		return csi_fail_memory(ret_error);
	made->security = *security;
	made->key = crypt->key;
	st = csi_pdf_primitives_fetch(&made->primitives, ret_error);
	if (st != CSEAL_OK) {
		csi_pdf_crypt_free(made);
		return st;
	}
	*ret_crypt = made;
	return CSEAL_OK;
}

void
csi_pdf_crypt_free(csi_pdf_crypt *crypt)
{
	if (crypt == NULL)
		return;
	csi_pdf_primitives_free(&crypt->primitives);
	OPENSSL_cleanse(&crypt->key, sizeof(crypt->key));
	free(crypt);
}

const struct csi_pdf_security *
csi_pdf_crypt_security(const csi_pdf_crypt *crypt)
{
	return &crypt->security;
}

bool
csi_pdf_crypt_is_owner(const csi_pdf_crypt *crypt)
{
	return crypt->key.by_owner;
}

/* ---- the key of one object ------------------------------------------------- */

/* Algorithms 1 and 1.A. */
static bool
key_of(const csi_pdf_crypt *crypt, enum csi_pdf_method method,
    struct csi_pdf_ref ref, struct csi_pdf_key *ret_key)
{
	const uint8_t tail[] = { (uint8_t)ref.number,
		(uint8_t)(ref.number >> 8), (uint8_t)(ref.number >> 16),
		(uint8_t)ref.generation, (uint8_t)(ref.generation >> 8), 's',
		'A', 'l', 'T' };
	const struct csi_span parts[] = { { crypt->key.at, crypt->key.len },
		{ tail, method == CSI_PDF_METHOD_AESV2 ? 9 : 5 } };

	if (method == CSI_PDF_METHOD_AESV3) {
		*ret_key = crypt->key;
		return true;
	}
	ret_key->len = crypt->key.len + 5 < 16 ? crypt->key.len + 5 : 16;
	return csi_pdf_digest(crypt->primitives.md5, parts, 2, ret_key->at);
}

static cseal_status
fail_crypto(const char *what, cseal_error **ret_error)
{
	return cseal_fail(
	    ret_error, CSEAL_FAULT_CRYPTO, "an object could not be %s", what);
}

static const EVP_CIPHER *
cipher_of(const csi_pdf_crypt *crypt, enum csi_pdf_method method)
{
	return method == CSI_PDF_METHOD_AESV3 ? crypt->primitives.aes256
					      : crypt->primitives.aes128;
}

/* ---- decrypting ------------------------------------------------------------- */

/* PKCS #5; 0 where it is none. */
static size_t
padding_of(const uint8_t *bytes, size_t len)
{
	uint8_t count = len > 0 ? bytes[len - 1] : 0;

	if (count == 0 || count > CSI_PDF_BLOCK || count > len)
		return 0;
	for (size_t i = 1; i <= count; i++) {
		if (bytes[len - i] != count)
			return 0;
	}
	return count;
}

/* The initialization vector comes first. */
static cseal_status
decrypt_aes(const EVP_CIPHER *cipher, const struct csi_pdf_key *key,
    struct csi_span from, bool strict, struct csi_bytes *out,
    cseal_error **ret_error)
{
	size_t len, padding;
	uint8_t *to;

	/* An empty one may be written as it is. */
	if (from.len == 0)
		return CSEAL_OK;
	if (strict &&
	    (from.len < 2 * CSI_PDF_BLOCK || from.len % CSI_PDF_BLOCK != 0))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "encrypted bytes were cut off");
	if (from.len < 2 * CSI_PDF_BLOCK)
		return CSEAL_OK;
	len = from.len / CSI_PDF_BLOCK * CSI_PDF_BLOCK - CSI_PDF_BLOCK;
	to = csi_bytes_room(out, len);
	if (to == NULL)
		return csi_fail_memory(ret_error);
	if (!csi_pdf_blocks(cipher, false, key->at, from.at,
		from.at + CSI_PDF_BLOCK, len, to))
		return fail_crypto("decrypted", ret_error);
	padding = padding_of(to, len);
	if (padding == 0 && strict)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "encrypted bytes had a bad padding");
	out->len += len - padding;
	return CSEAL_OK;
}

static cseal_status
run_rc4(const struct csi_pdf_key *key, struct csi_span from,
    struct csi_bytes *out, cseal_error **ret_error)
{
	struct csi_span span = { key->at, key->len };
	uint8_t *to;

	if (from.len == 0)
		return CSEAL_OK;
	to = csi_bytes_room(out, from.len);
	if (to == NULL)
		return csi_fail_memory(ret_error);
	csi_pdf_rc4(span, from.at, from.len, to);
	out->len += from.len;
	return CSEAL_OK;
}

cseal_status
csi_pdf_decrypt(const csi_pdf_crypt *crypt, enum csi_pdf_method method,
    struct csi_pdf_ref ref, struct csi_span from, bool strict,
    struct csi_bytes *out, cseal_error **ret_error)
{
	struct csi_pdf_key key;
	cseal_status st;

	if (method == CSI_PDF_METHOD_NONE) {
		csi_bytes_add_span(out, from);
		return out->failed ? csi_fail_memory(ret_error) : CSEAL_OK;
	}
	if (!key_of(crypt, method, ref, &key))
		st = fail_crypto("decrypted", ret_error);
	else if (method == CSI_PDF_METHOD_RC4)
		st = run_rc4(&key, from, out, ret_error);
	else
		st = decrypt_aes(cipher_of(crypt, method), &key, from, strict,
		    out, ret_error);
	OPENSSL_cleanse(&key, sizeof(key));
	if (st != CSEAL_OK)
		csi_bytes_free(out);
	return st;
}

/* ---- encrypting ------------------------------------------------------------- */

static cseal_status
encrypt_aes(const EVP_CIPHER *cipher, const struct csi_pdf_key *key,
    struct csi_span from, struct csi_bytes *out, cseal_error **ret_error)
{
	size_t padding = CSI_PDF_BLOCK - from.len % CSI_PDF_BLOCK;
	size_t len = from.len + padding;
	uint8_t *to;

	to = csi_bytes_room(out, CSI_PDF_BLOCK + len);
	if (to == NULL)
		return csi_fail_memory(ret_error);
	if (RAND_bytes(to, CSI_PDF_BLOCK) != 1)
		return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the crypto library gave no random bytes");
	if (from.len > 0)
		memcpy(to + CSI_PDF_BLOCK, from.at, from.len);
	memset(to + CSI_PDF_BLOCK + from.len, (int)padding, padding);
	if (!csi_pdf_blocks(cipher, true, key->at, to, to + CSI_PDF_BLOCK, len,
		to + CSI_PDF_BLOCK))
		return fail_crypto("encrypted", ret_error);
	out->len += CSI_PDF_BLOCK + len;
	return CSEAL_OK;
}

cseal_status
csi_pdf_encrypt(const csi_pdf_crypt *crypt, enum csi_pdf_method method,
    struct csi_pdf_ref ref, struct csi_span from, struct csi_bytes *out,
    cseal_error **ret_error)
{
	struct csi_pdf_key key;
	cseal_status st;

	if (method == CSI_PDF_METHOD_NONE) {
		csi_bytes_add_span(out, from);
		return out->failed ? csi_fail_memory(ret_error) : CSEAL_OK;
	}
	if (!key_of(crypt, method, ref, &key))
		st = fail_crypto("encrypted", ret_error);
	else if (method == CSI_PDF_METHOD_RC4)
		st = run_rc4(&key, from, out, ret_error);
	else
		st = encrypt_aes(
		    cipher_of(crypt, method), &key, from, out, ret_error);
	OPENSSL_cleanse(&key, sizeof(key));
	if (st != CSEAL_OK)
		csi_bytes_free(out);
	return st;
}
