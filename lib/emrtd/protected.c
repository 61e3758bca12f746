/* SPDX-License-Identifier: Apache-2.0 */
/* protected.c -- was an answer of a chip made with keys from a secret? */
#include "emrtd/protected.h"
#include "emrtd/tlv.h"

#include "cms/crypto.h"

#include "error.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#define MAC_LEN     8
#define BLOCK_3DES  8
#define BLOCK_AES   16
#define PURPOSE_MAC 2 /* 9.7.1 */

/* One for the command, one for the answer. */
#define COUNTER_FIRST_ANSWER 2

static const struct cipher {
	const char *name; /* in CBC */
	const char *digest;
	size_t key_len, block;
} ciphers[] = {
	[CSI_PROTECTED_3DES] = { "DES-EDE3-CBC", "SHA1", 16, BLOCK_3DES },
	[CSI_PROTECTED_AES_128] = { "AES-128-CBC", "SHA1", 16, BLOCK_AES },
	[CSI_PROTECTED_AES_192] = { "AES-192-CBC", "SHA256", 24, BLOCK_AES },
	[CSI_PROTECTED_AES_256] = { "AES-256-CBC", "SHA256", 32, BLOCK_AES },
};

/* The objects of an answer: data, status and checksum, in that order, and all
 * of it but the last is protected (9.8.4). */
static bool
split(
    struct csi_span answer, struct csi_span *ret_body, struct csi_span *ret_mac)
{
	struct csi_reader in;
	struct csi_span status;

	if (answer.len < 2 || answer.len > CSI_PROTECTED_MOST)
		return false;
	in = csi_reader_of(answer.at, answer.len - 2);
	if (csi_tlv_next_is(&in, 0x87) || csi_tlv_next_is(&in, 0x85))
		csi_tlv_any(&in);
	status = csi_tlv_take(&in, 0x99).body;
	ret_body->at = answer.at;
	ret_body->len = answer.len - 2 - csi_reader_left(&in);
	*ret_mac = csi_tlv_take(&in, 0x8e).body;
	return !in.bad && csi_reader_left(&in) == 0 && status.len == 2 &&
	       memcmp(status.at, answer.at + answer.len - 2, 2) == 0 &&
	       ret_mac->len == MAC_LEN;
}

static bool
derive(const struct cipher *cipher, const uint8_t *secret, size_t len,
    uint8_t key[EVP_MAX_MD_SIZE])
{
	static const uint8_t counter[4] = { 0, 0, 0, PURPOSE_MAC };
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx != NULL &&
		  EVP_DigestInit_ex(
		      ctx, EVP_get_digestbyname(cipher->digest), NULL) == 1 &&
		  EVP_DigestUpdate(ctx, secret, len) == 1 &&
		  EVP_DigestUpdate(ctx, counter, sizeof(counter)) == 1 &&
		  EVP_DigestFinal_ex(ctx, key, NULL) == 1;

	EVP_MD_CTX_free(ctx);
	return ok;
}

/* Counter and body, padded (ISO/IEC 9797-1, method 2). */
static bool
make_text(
    const struct cipher *cipher, struct csi_span body, struct csi_bytes *text)
{
	for (size_t i = 1; i < cipher->block; i++)
		csi_bytes_add_u8(text, 0);
	csi_bytes_add_u8(text, COUNTER_FIRST_ANSWER);
	csi_bytes_add_span(text, body);
	csi_bytes_add_u8(text, 0x80);
	while (text->len % cipher->block != 0)
		csi_bytes_add_u8(text, 0);
	return !text->failed;
}

static bool
make_cmac(const struct cipher *cipher, const uint8_t *key, struct csi_span text,
    uint8_t mac[BLOCK_AES])
{
	char name[16];
	OSSL_PARAM params[2];
	size_t used = 0;

	memcpy(name, cipher->name, strlen(cipher->name) + 1);
	params[0] =
	    OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, name, 0);
	params[1] = OSSL_PARAM_construct_end();
	return EVP_Q_mac(NULL, "CMAC", NULL, NULL, params, key, cipher->key_len,
		   text.at, text.len, mac, BLOCK_AES, &used) != NULL &&
	       used == BLOCK_AES;
}

static bool
run(const uint8_t *first, const uint8_t *second, const uint8_t *iv,
    const uint8_t *in, size_t len, uint8_t *out)
{
	uint8_t key[3 * BLOCK_3DES];
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int used = 0;
	bool ok;

	memcpy(key, first, BLOCK_3DES);
	memcpy(key + BLOCK_3DES, second, BLOCK_3DES);
	memcpy(key + 2 * BLOCK_3DES, first, BLOCK_3DES);
	ok = ctx != NULL &&
	     EVP_EncryptInit_ex(ctx, EVP_des_ede3_cbc(), NULL, key, iv) == 1 &&
	     EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 &&
	     EVP_EncryptUpdate(ctx, out, &used, in, (int)len) == 1;
	EVP_CIPHER_CTX_free(ctx);
	OPENSSL_cleanse(key, sizeof(key));
	return ok;
}

/* ISO/IEC 9797-1, algorithm 3: DES in CBC, which is 3DES with one key, and the
 * last block with both keys. */
static bool
make_retail(const uint8_t *key, struct csi_bytes *text, uint8_t mac[BLOCK_AES])
{
	static const uint8_t zeros[BLOCK_3DES] = { 0 };
	size_t before = text->len - BLOCK_3DES;

	return run(key, key, zeros, text->at, before, text->at) &&
	       run(key, key + BLOCK_3DES, text->at + before - BLOCK_3DES,
		   text->at + before, BLOCK_3DES, mac);
}

cseal_status
csi_protected_holds(enum csi_protected_cipher number, const uint8_t *secret,
    size_t len, struct csi_span answer, bool *ret_holds,
    cseal_error **ret_error)
{
	const struct cipher *cipher = &ciphers[number];
	uint8_t key[EVP_MAX_MD_SIZE], mac[BLOCK_AES];
	struct csi_bytes text = { 0 };
	struct csi_span body, given;
	cseal_status st = CSEAL_OK;
	bool ok;

	*ret_holds = false;
	if (!split(answer, &body, &given))
		return CSEAL_OK;
	ok = derive(cipher, secret, len, key) &&
	     make_text(cipher, body, &text) &&
	     (number == CSI_PROTECTED_3DES
		     ? make_retail(key, &text, mac)
		     : make_cmac(cipher, key, csi_bytes_span(&text), mac));
	if (text.failed)
		st = csi_fail_memory(ret_error);
	csi_bytes_free(&text);
	OPENSSL_cleanse(key, sizeof(key));
	if (st != CSEAL_OK)
		return st;
	if (!ok)
		return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the checksum of the chip's answer could not be made");
	*ret_holds = CRYPTO_memcmp(mac, given.at, MAC_LEN) == 0;
	return CSEAL_OK;
}
