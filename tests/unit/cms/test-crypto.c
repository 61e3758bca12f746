/* SPDX-License-Identifier: Apache-2.0 */
/* test-crypto.c -- proves lib/cms/crypto.c: keys of any size are no danger. */
#include "cms/cms.h"
#include "cms/crypto.h"
#include "tap.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_MOST 2048 /* of a modulus that OpenSSL takes */

/* A key of a modulus that has no factors anybody would have to know: with an
 * exponent of 1, what is in a signature is the signature itself. */
static EVP_PKEY *
made_key(size_t bytes)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	BIGNUM *n = BN_new(), *e = BN_new();
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	BN_set_bit(n, (int)bytes * 8 - 1);
	BN_set_bit(n, 0);
	BN_set_word(e, 1);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e);
	params = OSSL_PARAM_BLD_to_param(build);
	if (EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		abort();
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(ctx);
	BN_free(n);
	BN_free(e);
	return key;
}

/* 00 01 ff .. ff 00 and what is signed (RFC 8017, 9.2), as short as may be. */
static void
pad(uint8_t *value, size_t bytes, size_t inside)
{
	memset(value, 0x5a, bytes);
	value[0] = 0;
	memset(value + 1, 0xff, bytes - inside - 2);
	value[1] = 1;
	value[bytes - inside - 1] = 0;
}

/* OpenSSL gives all that is in the value, however long that is. */
static void
what_is_in_a_long_signature_of_sm3_has_room(void)
{
	const struct csi_digest_row *sm3 = csi_digest_by(CSEAL_DIGEST_SM3);
	const struct csi_signature_algorithm algorithm = {
		.family = CSI_FAMILY_RSA_PKCS1, .digest = sm3
	};
	static const size_t sizes[] = { 128, 1024, 1100, BYTES_MOST };
	uint8_t value[BYTES_MOST], hash[CSI_DIGEST_MOST] = { 0 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		EVP_PKEY *key = made_key(sizes[i]);
		const struct csi_span span = { value, sizes[i] };

		pad(value, sizes[i], sizes[i] - 11);
		OKF(csi_crypto_verify(key, &algorithm, sm3, hash, span, NULL) ==
			CSEAL_REFUSED_DAMAGED,
		    "RSA of %zu bytes", sizes[i]);
		EVP_PKEY_free(key);
	}
}

int
main(void)
{
	RUN(what_is_in_a_long_signature_of_sm3_has_room);
	return tap_done();
}
