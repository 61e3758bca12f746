/* SPDX-License-Identifier: Apache-2.0 */
/* cipher.c -- the keys of an encrypted session, by OpenSSL. */
#include "cipher.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <string.h>

#define RSA_BITS 2048

/* ---- version 1 --------------------------------------------------------- */

void
stu_dh_end(struct stu_dh *dh)
{
	BN_free(dh->prime);
	BN_clear_free(dh->secret);
	memset(dh, 0, sizeof(*dh));
}

/* Of 16 bytes, with zeros in front. */
static bool
put_number(const BIGNUM *number, uint8_t bytes[STU_DH_LEN])
{
	return BN_bn2binpad(number, bytes, STU_DH_LEN) == STU_DH_LEN;
}

/* 2 to p - 2: the others have only two powers. */
static bool
is_in_range(const BIGNUM *number, const BIGNUM *prime, BN_CTX *context)
{
	BIGNUM *most;
	bool ok;

	BN_CTX_start(context);
	most = BN_CTX_get(context);
	ok = most != NULL && BN_copy(most, prime) != NULL &&
	     BN_sub_word(most, 2) == 1 && BN_cmp(number, most) <= 0 &&
	     BN_cmp(number, BN_value_one()) > 0;
	BN_CTX_end(context);
	return ok;
}

static bool
draw_secret(struct stu_dh *dh, const uint8_t base[STU_DH_BASE_LEN],
    BN_CTX *context, uint8_t ret_public[STU_DH_LEN])
{
	BIGNUM *generator, *number, *span;
	bool ok;

	BN_CTX_start(context);
	generator = BN_CTX_get(context);
	span = BN_CTX_get(context);
	number = BN_CTX_get(context);
	/* From 2 on; BN_priv_rand_range() begins with 0. */
	ok = number != NULL &&
	     BN_bin2bn(base, STU_DH_BASE_LEN, generator) != NULL &&
	     is_in_range(generator, dh->prime, context) &&
	     BN_copy(span, dh->prime) != NULL && BN_sub_word(span, 3) == 1 &&
	     BN_priv_rand_range(dh->secret, span) == 1 &&
	     BN_add_word(dh->secret, 2) == 1 &&
	     BN_mod_exp_mont_consttime(number, generator, dh->secret, dh->prime,
		 context, NULL) == 1 &&
	     put_number(number, ret_public);
	BN_CTX_end(context);
	return ok;
}

bool
stu_dh_begin(struct stu_dh *dh, const uint8_t prime[STU_DH_LEN],
    const uint8_t base[STU_DH_BASE_LEN], uint8_t ret_public[STU_DH_LEN])
{
	BN_CTX *context = BN_CTX_secure_new();
	bool ok;

	dh->prime = BN_bin2bn(prime, STU_DH_LEN, NULL);
	dh->secret = BN_secure_new();
	/* An even number is no prime, and has no Montgomery form. */
	ok = context != NULL && dh->prime != NULL && dh->secret != NULL &&
	     BN_is_odd(dh->prime) && BN_num_bits(dh->prime) > 64 &&
	     draw_secret(dh, base, context, ret_public);
	BN_CTX_free(context);
	if (!ok)
		stu_dh_end(dh);
	return ok;
}

bool
stu_dh_key(struct stu_dh *dh, const uint8_t device_public[STU_DH_LEN],
    uint8_t ret_key[STU_V1_KEY_LEN])
{
	BN_CTX *context = BN_CTX_secure_new();
	BIGNUM *number = BN_bin2bn(device_public, STU_DH_LEN, NULL);
	BIGNUM *shared = BN_secure_new();
	bool ok;

	ok = context != NULL && number != NULL && shared != NULL &&
	     is_in_range(number, dh->prime, context) &&
	     BN_mod_exp_mont_consttime(
		 shared, number, dh->secret, dh->prime, context, NULL) == 1 &&
	     put_number(shared, ret_key);
	BN_free(number);
	BN_clear_free(shared);
	BN_CTX_free(context);
	return ok;
}

/* ---- version 2 --------------------------------------------------------- */

struct stopper {
	bool (*must_stop)(void *user);
	void *user;
	bool stopped;
};

/* OpenSSL's callback: 0 ends the work. */
static int
go_on(EVP_PKEY_CTX *context)
{
	struct stopper *stopper = EVP_PKEY_CTX_get_app_data(context);

	stopper->stopped =
	    stopper->stopped || stopper->must_stop(stopper->user);
	return !stopper->stopped;
}

bool
stu_rsa_new(bool (*must_stop)(void *user), void *user, EVP_PKEY **ret_rsa,
    bool *ret_stopped)
{
	struct stopper stopper = { must_stop, user, false };
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, NULL);
	EVP_PKEY *rsa = NULL;
	bool ok;

	ok = context != NULL && EVP_PKEY_keygen_init(context) == 1 &&
	     EVP_PKEY_CTX_set_rsa_keygen_bits(context, RSA_BITS) == 1;
	if (ok) {
		EVP_PKEY_CTX_set_app_data(context, &stopper);
		EVP_PKEY_CTX_set_cb(context, go_on);
		ok = EVP_PKEY_keygen(context, &rsa) == 1;
	}
	EVP_PKEY_CTX_free(context);
	*ret_stopped = stopper.stopped;
	if (ok)
		*ret_rsa = rsa;
	else
		EVP_PKEY_free(rsa);
	return ok;
}

static bool
put_parameter(EVP_PKEY *rsa, const char *name, uint8_t *bytes, int len)
{
	BIGNUM *number = NULL;
	bool ok = EVP_PKEY_get_bn_param(rsa, name, &number) == 1 &&
		  BN_bn2binpad(number, bytes, len) == len;

	BN_free(number);
	return ok;
}

bool
stu_rsa_public(EVP_PKEY *rsa, uint8_t ret_modulus[STU_RSA_LEN],
    uint8_t ret_exponent[STU_V2_EXPONENT_LEN])
{
	return put_parameter(
		   rsa, OSSL_PKEY_PARAM_RSA_N, ret_modulus, STU_RSA_LEN) &&
	       put_parameter(rsa, OSSL_PKEY_PARAM_RSA_E, ret_exponent,
		   STU_V2_EXPONENT_LEN);
}

bool
stu_rsa_key(EVP_PKEY *rsa, const uint8_t encrypted[STU_RSA_LEN],
    uint8_t ret_key[STU_KEY_LEN])
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(rsa, NULL);
	uint8_t plain[STU_RSA_LEN];
	size_t len = sizeof(plain);
	bool ok;

	ok = context != NULL && EVP_PKEY_decrypt_init(context) == 1 &&
	     EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) ==
		 1 &&
	     EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha1()) == 1 &&
	     EVP_PKEY_decrypt(context, plain, &len, encrypted, STU_RSA_LEN) ==
		 1 &&
	     len >= STU_KEY_LEN;
	if (ok)
		memcpy(ret_key, plain + len - STU_KEY_LEN, STU_KEY_LEN);
	explicit_bzero(plain, sizeof(plain));
	EVP_PKEY_CTX_free(context);
	return ok;
}

/* ---- reports ----------------------------------------------------------- */

bool
stu_decipher_new(const uint8_t *key, size_t len, EVP_CIPHER_CTX **ret_decipher)
{
	EVP_CIPHER_CTX *decipher = EVP_CIPHER_CTX_new();
	const EVP_CIPHER *cipher =
	    len == STU_KEY_LEN ? EVP_aes_256_ecb() : EVP_aes_128_ecb();

	if (decipher == NULL ||
	    EVP_DecryptInit_ex2(decipher, cipher, key, NULL, NULL) != 1 ||
	    EVP_CIPHER_CTX_set_padding(decipher, 0) != 1) {
		EVP_CIPHER_CTX_free(decipher);
		return false;
	}
	*ret_decipher = decipher;
	return true;
}

bool
stu_decipher_block(EVP_CIPHER_CTX *decipher, uint8_t block[STU_BLOCK_LEN])
{
	int len = 0;

	return EVP_DecryptUpdate(decipher, block, &len, block, STU_BLOCK_LEN) ==
		   1 &&
	       len == STU_BLOCK_LEN;
}

bool
stu_session_draw(uint32_t *ret_session)
{
	uint32_t session = 0;

	while (session == 0) {
		if (RAND_bytes((unsigned char *)&session, sizeof(session)) != 1)
			return false;
	}
	*ret_session = session;
	return true;
}
