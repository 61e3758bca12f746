/* SPDX-License-Identifier: Apache-2.0 */
/* cipher.h -- the keys of an encrypted session, by OpenSSL.
 *
 * False: OpenSSL failed or had no memory, or the other side's number is one
 * that no honest pad sends.  Keys are wiped when freed. */
#ifndef STU_CIPHER_H
#define STU_CIPHER_H

#include "protocol.h"

#include <openssl/types.h>

/* ---- version 1 --------------------------------------------------------- */
/* Diffie-Hellman over a prime of 128 bits: whoever listens can work the key
 * out.  It keeps a signature from being read by chance, nothing more. */

#define STU_V1_KEY_LEN 16 /* AES-128 */

struct stu_dh { /* all zero: none */
	BIGNUM *prime, *secret;
};

/* Draws a secret, to be wiped by stu_dh_end(); ret_public is what the pad
 * gets.  A pad whose prime is zero has its encryption switched off. */
bool stu_dh_begin(struct stu_dh *dh, const uint8_t prime[STU_DH_LEN],
    const uint8_t base[STU_DH_BASE_LEN], uint8_t ret_public[STU_DH_LEN]);
bool stu_dh_key(struct stu_dh *dh, const uint8_t device_public[STU_DH_LEN],
    uint8_t ret_key[STU_V1_KEY_LEN]);
void stu_dh_end(struct stu_dh *dh);

/* ---- version 2 --------------------------------------------------------- */

/* Makes a key pair of 2048 bits, to be freed by EVP_PKEY_free(), and asks from
 * time to time whether it shall stop; *ret_stopped tells that it did. */
bool stu_rsa_new(bool (*must_stop)(void *user), void *user, EVP_PKEY **ret_rsa,
    bool *ret_stopped);
bool stu_rsa_public(EVP_PKEY *rsa, uint8_t ret_modulus[STU_RSA_LEN],
    uint8_t ret_exponent[STU_V2_EXPONENT_LEN]);
/* The AES key that the pad drew and encrypted (OAEP with SHA-1): the last
 * bytes of what comes out. */
bool stu_rsa_key(EVP_PKEY *rsa, const uint8_t encrypted[STU_RSA_LEN],
    uint8_t ret_key[STU_KEY_LEN]);

/* ---- reports ----------------------------------------------------------- */

/* len is STU_V1_KEY_LEN or STU_KEY_LEN; freed, with the key wiped, by
 * EVP_CIPHER_CTX_free(). */
bool stu_decipher_new(
    const uint8_t *key, size_t len, EVP_CIPHER_CTX **ret_decipher);
/* One block, in its place: every report stands for itself (ECB). */
bool stu_decipher_block(EVP_CIPHER_CTX *decipher, uint8_t block[STU_BLOCK_LEN]);

/* A number for a session that is not 0 and that nobody can guess. */
bool stu_session_draw(uint32_t *ret_session);

#endif
