/* SPDX-License-Identifier: Apache-2.0 */
/* chip-cipher.c -- keys, ciphers and checksums of a chip, by OpenSSL. */
#include "chip.h"

#include <openssl/core_names.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

static void
must(int ok)
{
	if (!ok)
		abort();
}

size_t
chip_block(unsigned cipher)
{
	return cipher == 1 ? 8 : 16;
}

static size_t
key_len(unsigned cipher)
{
	static const size_t lengths[] = { 0, 16, 16, 24, 32 };

	return lengths[cipher];
}

void
chip_random(uint8_t *out, size_t len)
{
	must(RAND_bytes(out, (int)len) == 1);
}

/* 9303-11, 9.7.1 */
void
chip_derive(unsigned cipher, const uint8_t *secret, size_t len,
    unsigned purpose, uint8_t key[32])
{
	uint8_t *input = malloc(len + 4), hash[32] = { 0 };

	memcpy(input, secret, len);
	memset(input + len, 0, 3);
	input[len + 3] = (uint8_t)purpose;
	must(EVP_Digest(input, len + 4, hash, NULL,
		 cipher >= 3 ? EVP_sha256() : EVP_sha1(), NULL) == 1);
	memset(key, 0, 32);
	memcpy(key, hash, key_len(cipher));
	free(input);
}

void
chip_crypt(unsigned cipher, const uint8_t *key, const uint8_t *iv, bool encrypt,
    const uint8_t *in, size_t len, uint8_t *out)
{
	static const uint8_t zeros[16];
	const EVP_CIPHER *algorithms[] = { NULL, EVP_des_ede_cbc(),
		EVP_aes_128_cbc(), EVP_aes_192_cbc(), EVP_aes_256_cbc() };
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int used = 0;

	must(EVP_CipherInit_ex(ctx, algorithms[cipher], NULL, key,
		 iv != NULL ? iv : zeros, encrypt) == 1);
	EVP_CIPHER_CTX_set_padding(ctx, 0);
	must(EVP_CipherUpdate(ctx, out, &used, in, (int)len) == 1);
	EVP_CIPHER_CTX_free(ctx);
}

/* ISO/IEC 9797-1, algorithm 3, block by block: DES is 3DES with one key. */
static void
retail_mac(const uint8_t *key, const uint8_t *in, size_t len, uint8_t mac[8])
{
	uint8_t first[16], second[16], block[8] = { 0 };

	memcpy(first, key, 8);
	memcpy(first + 8, key, 8);
	memcpy(second, key + 8, 8);
	memcpy(second + 8, key + 8, 8);
	for (size_t at = 0; at < len; at += 8) {
		for (int i = 0; i < 8; i++)
			block[i] ^= in[at + (size_t)i];
		chip_crypt(1, first, NULL, true, block, 8, block);
	}
	chip_crypt(1, second, NULL, false, block, 8, block);
	chip_crypt(1, first, NULL, true, block, 8, mac);
}

static void
cmac(unsigned cipher, const uint8_t *key, const uint8_t *in, size_t len,
    uint8_t mac[8])
{
	static const char *const names[] = { "", "", "AES-128-CBC",
		"AES-192-CBC", "AES-256-CBC" };
	uint8_t whole[16];
	size_t used;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(
		    OSSL_MAC_PARAM_CIPHER, (char *)(uintptr_t)names[cipher], 0),
		OSSL_PARAM_construct_end(),
	};

	must(EVP_Q_mac(NULL, "CMAC", NULL, NULL, params, key, key_len(cipher),
		 in, len, whole, sizeof(whole), &used) != NULL);
	memcpy(mac, whole, 8);
}

void
chip_mac(unsigned cipher, const uint8_t *key, const uint8_t *in, size_t len,
    uint8_t mac[8])
{
	uint8_t *padded;

	if (cipher != 1) {
		cmac(cipher, key, in, len, mac);
		return;
	}
	padded = calloc(1, len + 8);
	memcpy(padded, in, len);
	padded[len] = 0x80;
	retail_mac(key, padded, (len / 8 + 1) * 8, mac);
	free(padded);
}

/* ---- objects ------------------------------------------------------------- */

const uint8_t *
chip_object(const uint8_t *at, size_t len, unsigned tag, size_t *ret_len)
{
	size_t i = 0, body, head;

	while (i + 2 <= len) {
		body = at[i + 1];
		head = 2;
		if (body == 0x81 && i + 3 <= len) {
			body = at[i + 2];
			head = 3;
		} else if (body == 0x82 && i + 4 <= len) {
			body = (size_t)at[i + 2] << 8 | at[i + 3];
			head = 4;
		} else if (body > 0x7f) {
			return NULL;
		}
		if (body > len - i - head)
			return NULL;
		if (at[i] == tag) {
			*ret_len = body;
			return at + i + head;
		}
		i += head + body;
	}
	return NULL;
}

size_t
chip_put(uint8_t *out, unsigned tag, const uint8_t *value, size_t len)
{
	size_t used = 0;

	if (tag > 0xff)
		out[used++] = (uint8_t)(tag >> 8);
	out[used++] = (uint8_t)tag;
	if (len > 0xff) {
		out[used++] = 0x82;
		out[used++] = (uint8_t)(len >> 8);
	} else if (len > 0x7f) {
		out[used++] = 0x81;
	}
	out[used++] = (uint8_t)len;
	if (len > 0)
		memmove(out + used, value, len);
	return used + len;
}
