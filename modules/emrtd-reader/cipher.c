/* SPDX-License-Identifier: Apache-2.0 */
/* cipher.c -- keys, ciphers and checksums of a travel document's protocols. */
#include "cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define DES_LEN 8

/* DES alone is in a provider that is not always there; with one key three
 * times, 3DES is DES. */
static const struct {
	const char *name;
	const char *digest;
	size_t key_len, block_len;
} ciphers[] = {
	[EMRTD_3DES] = { "DES-EDE-CBC", "SHA1", 16, DES_LEN },
	[EMRTD_AES_128] = { "AES-128-CBC", "SHA1", 16, 16 },
	[EMRTD_AES_192] = { "AES-192-CBC", "SHA256", 24, 16 },
	[EMRTD_AES_256] = { "AES-256-CBC", "SHA256", 32, 16 },
};

/* ---- memory ------------------------------------------------------------ */

void
emrtd_no_memory(void)
{
	ERR_raise(ERR_LIB_USER, ERR_R_MALLOC_FAILURE);
}

bool
emrtd_lacked_memory(void)
{
	bool lacked = false;
	unsigned long code;

	while ((code = ERR_get_error()) != 0)
		lacked = lacked || ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
	if (lacked)
		emrtd_no_memory();
	return lacked;
}

size_t
emrtd_block_len(enum emrtd_cipher cipher)
{
	return ciphers[cipher].block_len;
}

/* ---- keys ------------------------------------------------------------- */

/* 9.7.1.1: not needed by OpenSSL, but so that keys are those of the standard's
 * examples. */
static void
set_parity(uint8_t *key, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		uint8_t bits = key[i];

		bits ^= (uint8_t)(bits >> 4);
		bits ^= (uint8_t)(bits >> 2);
		bits ^= (uint8_t)(bits >> 1);
		key[i] ^= (uint8_t)(~bits & 1);
	}
}

static bool
digest_with(const char *name, const uint8_t *secret, size_t len,
    enum emrtd_purpose purpose, uint8_t hash[EVP_MAX_MD_SIZE])
{
	const uint8_t counter[4] = { 0, 0, 0, (uint8_t)purpose };
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_MD *md = EVP_MD_fetch(NULL, name, NULL);
	bool ok = ctx != NULL && md != NULL &&
		  EVP_DigestInit_ex2(ctx, md, NULL) == 1 &&
		  EVP_DigestUpdate(ctx, secret, len) == 1 &&
		  EVP_DigestUpdate(ctx, counter, sizeof(counter)) == 1 &&
		  EVP_DigestFinal_ex(ctx, hash, NULL) == 1;

	if (ctx == NULL)
		emrtd_no_memory();
	EVP_MD_CTX_free(ctx);
	EVP_MD_free(md);
	return ok;
}

bool
emrtd_derive_key(enum emrtd_cipher cipher, const uint8_t *secret, size_t len,
    enum emrtd_purpose purpose, uint8_t ret_key[EMRTD_KEY_MOST])
{
	uint8_t hash[EVP_MAX_MD_SIZE];
	bool ok;

	memset(ret_key, 0, EMRTD_KEY_MOST);
	ok = digest_with(ciphers[cipher].digest, secret, len, purpose, hash);
	if (ok)
		memcpy(ret_key, hash, ciphers[cipher].key_len);
	if (ok && cipher == EMRTD_3DES)
		set_parity(ret_key, ciphers[cipher].key_len);
	OPENSSL_cleanse(hash, sizeof(hash));
	return ok;
}

/* ---- ciphers ---------------------------------------------------------- */

static bool
run(const char *name, const uint8_t *key, const uint8_t *iv, bool encrypt,
    const uint8_t *in, size_t len, uint8_t *out)
{
	static const uint8_t zeros[EMRTD_BLOCK_MOST] = { 0 };
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	EVP_CIPHER *fetched = EVP_CIPHER_fetch(NULL, name, NULL);
	int used = 0, more = 0;
	bool ok;

	ok = ctx != NULL && fetched != NULL && len <= INT32_MAX &&
	     EVP_CipherInit_ex2(ctx, fetched, key, iv == NULL ? zeros : iv,
		 encrypt, NULL) == 1 &&
	     EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 &&
	     EVP_CipherUpdate(ctx, out, &used, in, (int)len) == 1 &&
	     EVP_CipherFinal_ex(ctx, out + used, &more) == 1 &&
	     (size_t)used + (size_t)more == len;
	if (ctx == NULL)
		emrtd_no_memory();
	EVP_CIPHER_CTX_free(ctx);
	EVP_CIPHER_free(fetched);
	if (!ok)
		OPENSSL_cleanse(out, len);
	return ok;
}

bool
emrtd_encrypt(enum emrtd_cipher cipher, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t len, uint8_t *out)
{
	return run(ciphers[cipher].name, key, iv, true, in, len, out);
}

bool
emrtd_decrypt(enum emrtd_cipher cipher, const uint8_t *key, const uint8_t *iv,
    const uint8_t *in, size_t len, uint8_t *out)
{
	return run(ciphers[cipher].name, key, iv, false, in, len, out);
}

/* ---- checksums -------------------------------------------------------- */

static bool
mac_aes(enum emrtd_cipher cipher, const uint8_t *key, const uint8_t *in,
    size_t len, uint8_t ret_mac[EMRTD_MAC_LEN])
{
	char name[16];
	OSSL_PARAM params[2];
	uint8_t whole[EMRTD_BLOCK_MOST];
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "CMAC", NULL);
	EVP_MAC_CTX *ctx = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
	size_t used = 0;
	bool ok;

	memcpy(name, ciphers[cipher].name, strlen(ciphers[cipher].name) + 1);
	params[0] =
	    OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, name, 0);
	params[1] = OSSL_PARAM_construct_end();
	ok = ctx != NULL &&
	     EVP_MAC_init(ctx, key, ciphers[cipher].key_len, params) == 1 &&
	     EVP_MAC_update(ctx, in, len) == 1 &&
	     EVP_MAC_final(ctx, whole, &used, sizeof(whole)) == 1 &&
	     used == sizeof(whole);
	if (ok)
		memcpy(ret_mac, whole, EMRTD_MAC_LEN);
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(mac);
	return ok;
}

/* ISO/IEC 9797-1, algorithm 3: DES in CBC with the first key over all blocks
 * but the last, which is done with both.  Works in place on what is padded. */
static bool
mac_des(const uint8_t *key, uint8_t *bytes, size_t len,
    uint8_t ret_mac[EMRTD_MAC_LEN])
{
	uint8_t thrice[3 * DES_LEN];
	size_t before = len - DES_LEN;
	const uint8_t *chain = before == 0 ? NULL : bytes + before - DES_LEN;
	bool ok;

	for (size_t i = 0; i < 3; i++)
		memcpy(thrice + i * DES_LEN, key, DES_LEN);
	ok = (before == 0 || run("DES-EDE3-CBC", thrice, NULL, true, bytes,
				 before, bytes)) &&
	     run(ciphers[EMRTD_3DES].name, key, chain, true, bytes + before,
		 DES_LEN, ret_mac);
	OPENSSL_cleanse(thrice, sizeof(thrice));
	return ok;
}

bool
emrtd_mac(enum emrtd_cipher cipher, const uint8_t *key, const uint8_t *in,
    size_t len, uint8_t ret_mac[EMRTD_MAC_LEN])
{
	uint8_t *padded;
	bool ok;

	memset(ret_mac, 0, EMRTD_MAC_LEN);
	if (cipher != EMRTD_3DES)
		return mac_aes(cipher, key, in, len, ret_mac);
	padded = malloc(len + DES_LEN);
	if (padded == NULL) {
		emrtd_no_memory();
		return false;
	}
	memcpy(padded, in, len);
	len = emrtd_pad(cipher, padded, len);
	ok = mac_des(key, padded, len, ret_mac);
	OPENSSL_cleanse(padded, len);
	free(padded);
	return ok;
}

bool
emrtd_mac_is(const uint8_t a[EMRTD_MAC_LEN], const uint8_t *b)
{
	return CRYPTO_memcmp(a, b, EMRTD_MAC_LEN) == 0;
}

/* ---- padding ---------------------------------------------------------- */

size_t
emrtd_pad(enum emrtd_cipher cipher, uint8_t *bytes, size_t len)
{
	bytes[len++] = 0x80;
	while (len % ciphers[cipher].block_len != 0)
		bytes[len++] = 0;
	return len;
}

bool
emrtd_unpad(const uint8_t *bytes, size_t *len)
{
	size_t left = *len;

	while (left > 0 && bytes[left - 1] == 0)
		left--;
	if (left == 0 || bytes[left - 1] != 0x80)
		return false;
	*len = left - 1;
	return true;
}
