/* SPDX-License-Identifier: Apache-2.0 */
/* cipher.h -- keys, ciphers and checksums of a travel document's protocols
 * (ICAO 9303-11, 9.7 and 9.8), by OpenSSL.
 *
 * False: OpenSSL failed, or there was no memory, which emrtd_lacked_memory()
 * tells; what was to be made is wiped then. */
#ifndef EMRTD_CIPHER_H
#define EMRTD_CIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum emrtd_cipher {
	EMRTD_3DES, /* two keys */
	EMRTD_AES_128,
	EMRTD_AES_192,
	EMRTD_AES_256
};

#define EMRTD_KEY_MOST   32
#define EMRTD_BLOCK_MOST 16
#define EMRTD_MAC_LEN    8

/* Was it memory that was missing, for OpenSSL or for us?  Empties OpenSSL's
 * queue of errors but for that. */
bool emrtd_lacked_memory(void);
/* Puts into that queue that it was. */
void emrtd_no_memory(void);

size_t emrtd_block_len(enum emrtd_cipher cipher);

/* What a key is derived for: the counter of 9.7.1. */
enum emrtd_purpose { EMRTD_ENC = 1, EMRTD_MAC = 2, EMRTD_PACE = 3 };

bool emrtd_derive_key(enum emrtd_cipher cipher, const uint8_t *secret,
    size_t len, enum emrtd_purpose purpose, uint8_t ret_key[EMRTD_KEY_MOST]);

/* CBC without padding: len is of whole blocks.  iv NULL: zeros.  in and out
 * may be the same. */
bool emrtd_encrypt(enum emrtd_cipher cipher, const uint8_t *key,
    const uint8_t *iv, const uint8_t *in, size_t len, uint8_t *out);
bool emrtd_decrypt(enum emrtd_cipher cipher, const uint8_t *key,
    const uint8_t *iv, const uint8_t *in, size_t len, uint8_t *out);

/* 3DES: ISO/IEC 9797-1, algorithm 3 with padding method 2; AES: CMAC, of which
 * the first eight bytes count. */
bool emrtd_mac(enum emrtd_cipher cipher, const uint8_t *key, const uint8_t *in,
    size_t len, uint8_t ret_mac[EMRTD_MAC_LEN]);

/* In constant time. */
bool emrtd_mac_is(const uint8_t a[EMRTD_MAC_LEN], const uint8_t *b);

/* ISO/IEC 9797-1, padding method 2, up to whole blocks; returns the length.
 * There must be room for one block more. */
size_t emrtd_pad(enum emrtd_cipher cipher, uint8_t *bytes, size_t len);
/* False: there is no such padding. */
bool emrtd_unpad(const uint8_t *bytes, size_t *len);

#endif
