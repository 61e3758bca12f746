/* SPDX-License-Identifier: Apache-2.0 */
/* test-stu-cipher.c -- proves modules/stu-pad/cipher.c.  That the other side
 * may be written by somebody else is shown by test-stu-pad.c. */
#include "cipher.h"
#include "hex.h"
#include "tap.h"

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <string.h>

/* The largest prime of 128 bits. */
static const uint8_t prime[STU_DH_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x61 };
static const uint8_t base[STU_DH_BASE_LEN] = { 0, 5 };

static void
both_sides_get_the_same_key(void)
{
	uint8_t a_public[STU_DH_LEN], b_public[STU_DH_LEN];
	uint8_t a_key[STU_V1_KEY_LEN], b_key[STU_V1_KEY_LEN];
	struct stu_dh a = { 0 }, b = { 0 };

	OK(stu_dh_begin(&a, prime, base, a_public));
	OK(stu_dh_begin(&b, prime, base, b_public));
	OK(memcmp(a_public, b_public, STU_DH_LEN) != 0);
	OK(stu_dh_key(&a, b_public, a_key) && stu_dh_key(&b, a_public, b_key));
	OK(memcmp(a_key, b_key, STU_V1_KEY_LEN) == 0);
	stu_dh_end(&a);
	stu_dh_end(&b);
}

/* About one in 256 begins with a zero byte. */
static void
numbers_with_a_zero_in_front_keep_their_length(void)
{
	uint8_t mine[STU_DH_LEN], theirs[STU_DH_LEN] = { 0 };
	uint8_t key[STU_V1_KEY_LEN];
	struct stu_dh dh = { 0 };
	int seen = 0;

	theirs[15] = 2;
	for (int i = 0; i < 3000 && seen < 2; i++) {
		if (!stu_dh_begin(&dh, prime, base, mine) ||
		    !stu_dh_key(&dh, theirs, key))
			break;
		seen += mine[0] == 0;
		stu_dh_end(&dh);
	}
	stu_dh_end(&dh);
	OK(seen == 2);
}

static void
a_prime_that_is_none_is_refused(void)
{
	static const uint8_t zero[STU_DH_LEN];
	uint8_t even[STU_DH_LEN], small[STU_DH_LEN] = { 0 };
	uint8_t mine[STU_DH_LEN];
	struct stu_dh dh = { 0 };

	memcpy(even, prime, sizeof(even));
	even[15] = 0x60;
	small[15] = 7;
	OK(!stu_dh_begin(&dh, zero, base, mine));
	OK(!stu_dh_begin(&dh, even, base, mine));
	OK(!stu_dh_begin(&dh, small, base, mine));
	OK(dh.prime == NULL && dh.secret == NULL);
}

static void
a_base_that_is_none_is_refused(void)
{
	static const uint8_t zero[STU_DH_BASE_LEN];
	static const uint8_t one[STU_DH_BASE_LEN] = { 0, 1 };
	uint8_t mine[STU_DH_LEN];
	struct stu_dh dh = { 0 };

	OK(!stu_dh_begin(&dh, prime, zero, mine));
	OK(!stu_dh_begin(&dh, prime, one, mine));
}

/* 0, 1 and -1 give keys that anybody knows. */
static void
a_number_that_gives_the_key_away_is_refused(void)
{
	uint8_t mine[STU_DH_LEN], key[STU_V1_KEY_LEN];
	uint8_t theirs[STU_DH_LEN] = { 0 };
	struct stu_dh dh = { 0 };

	OK(stu_dh_begin(&dh, prime, base, mine));
	OK(!stu_dh_key(&dh, theirs, key));
	theirs[15] = 1;
	OK(!stu_dh_key(&dh, theirs, key));
	theirs[15] = 2;
	OK(stu_dh_key(&dh, theirs, key));
	memcpy(theirs, prime, sizeof(theirs));
	OK(!stu_dh_key(&dh, theirs, key));
	theirs[15]--;
	OK(!stu_dh_key(&dh, theirs, key));
	theirs[15]--;
	OK(stu_dh_key(&dh, theirs, key));
	stu_dh_end(&dh);
}

static bool
never(void *user)
{
	return false;
}

static bool
at_once(void *user)
{
	int *asked = user;

	(*asked)++;
	return true;
}

/* What a pad does, with numbers alone: the message is padded by hand. */
static void
encrypt(EVP_PKEY *rsa, const uint8_t message[STU_RSA_LEN],
    uint8_t encrypted[STU_RSA_LEN])
{
	uint8_t modulus[STU_RSA_LEN], exponent[STU_V2_EXPONENT_LEN];
	BN_CTX *context = BN_CTX_new();
	BIGNUM *n, *e, *m;

	OK(stu_rsa_public(rsa, modulus, exponent));
	n = BN_bin2bn(modulus, sizeof(modulus), NULL);
	e = BN_bin2bn(exponent, sizeof(exponent), NULL);
	m = BN_bin2bn(message, STU_RSA_LEN, NULL);
	OK(BN_num_bits(n) == 2048 && BN_get_word(e) == 65537);
	OK(BN_mod_exp(m, m, e, n, context) == 1);
	OK(BN_bn2binpad(m, encrypted, STU_RSA_LEN) == STU_RSA_LEN);
	BN_free(n);
	BN_free(e);
	BN_free(m);
	BN_CTX_free(context);
}

static void
what_is_not_padded_as_it_should_be_has_no_key(void)
{
	uint8_t message[STU_RSA_LEN] = { 0 }, encrypted[STU_RSA_LEN];
	uint8_t key[STU_KEY_LEN];
	EVP_PKEY *rsa = NULL;
	bool stopped = true;

	OK(stu_rsa_new(never, NULL, &rsa, &stopped) && !stopped);
	memset(message + 1, 0x5a, sizeof(message) - 1);
	encrypt(rsa, message, encrypted);
	OK(!stu_rsa_key(rsa, encrypted, key));
	memset(encrypted, 0xff, sizeof(encrypted));
	OK(!stu_rsa_key(rsa, encrypted, key));
	memset(encrypted, 0, sizeof(encrypted));
	OK(!stu_rsa_key(rsa, encrypted, key));
	EVP_PKEY_free(rsa);
}

static void
making_a_key_pair_can_be_stopped(void)
{
	EVP_PKEY *rsa = NULL;
	bool stopped = false;
	int asked = 0;

	OK(!stu_rsa_new(at_once, &asked, &rsa, &stopped));
	OK(stopped && asked == 1 && rsa == NULL);
}

/* FIPS 197, appendices C.1 and C.3. */
static void
a_block_is_deciphered_in_its_place(void)
{
	uint8_t key[STU_KEY_LEN], block[STU_BLOCK_LEN];
	EVP_CIPHER_CTX *decipher = NULL;

	hex_read("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D"
		 "1E1F",
	    key, sizeof(key));
	hex_read("8EA2B7CA516745BFEAFC49904B496089", block, sizeof(block));
	OK(stu_decipher_new(key, STU_KEY_LEN, &decipher));
	OK(stu_decipher_block(decipher, block));
	OK(hex_is(block, sizeof(block), "00112233445566778899AABBCCDDEEFF"));
	hex_read("8EA2B7CA516745BFEAFC49904B496089", block, sizeof(block));
	OK(stu_decipher_block(decipher, block));
	OK(hex_is(block, sizeof(block), "00112233445566778899AABBCCDDEEFF"));
	EVP_CIPHER_CTX_free(decipher);
	OK(stu_decipher_new(key, STU_V1_KEY_LEN, &decipher));
	hex_read("69C4E0D86A7B0430D8CDB78070B4C55A", block, sizeof(block));
	OK(stu_decipher_block(decipher, block));
	OK(hex_is(block, sizeof(block), "00112233445566778899AABBCCDDEEFF"));
	EVP_CIPHER_CTX_free(decipher);
}

static void
sessions_differ_and_are_never_0(void)
{
	uint32_t a = 0, b = 0;

	OK(stu_session_draw(&a) && stu_session_draw(&b));
	OK(a != 0 && b != 0 && a != b);
}

int
main(void)
{
	RUN(both_sides_get_the_same_key);
	RUN(numbers_with_a_zero_in_front_keep_their_length);
	RUN(a_prime_that_is_none_is_refused);
	RUN(a_base_that_is_none_is_refused);
	RUN(a_number_that_gives_the_key_away_is_refused);
	RUN(what_is_not_padded_as_it_should_be_has_no_key);
	RUN(making_a_key_pair_can_be_stopped);
	RUN(a_block_is_deciphered_in_its_place);
	RUN(sessions_differ_and_are_never_0);
	return tap_done();
}
