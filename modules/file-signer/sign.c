/* SPDX-License-Identifier: Apache-2.0 */
/* sign.c -- signs digests with the key of a file. */
#include "store.h"

#include <openssl/err.h>
#include <openssl/rsa.h>

static const EVP_MD *
md_of(cseal_digest digest)
{
	switch (digest) {
	case CSEAL_DIGEST_SHA384: return EVP_sha384();
	case CSEAL_DIGEST_SHA512: return EVP_sha512();
	case CSEAL_DIGEST_SM3: return EVP_sm3();
	case CSEAL_DIGEST_SHA256:
	case CSEAL_DIGEST_DEFAULT: break;
	}
	return EVP_sha256();
}

static bool
set_scheme(EVP_PKEY_CTX *ctx, cseal_scheme scheme, cseal_digest digest)
{
	bool rsa =
	    scheme == CSEAL_SCHEME_RSA_PKCS1 || scheme == CSEAL_SCHEME_RSA_PSS;
	int padding = scheme == CSEAL_SCHEME_RSA_PSS ? RSA_PKCS1_PSS_PADDING
						     : RSA_PKCS1_PADDING;

	if (rsa && EVP_PKEY_CTX_set_rsa_padding(ctx, padding) <= 0)
		return false;
	if (EVP_PKEY_CTX_set_signature_md(ctx, md_of(digest)) <= 0)
		return false;
	/* MGF1 takes the digest of the signature. */
	return scheme != CSEAL_SCHEME_RSA_PSS ||
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) >
		   0;
}

static cseal_status
fail_crypto(cseal_error **ret_error, cseal_status status, const char *note)
{
	if (file_reason() == FILE_REASON_MEMORY)
		return file_fail_memory(ret_error);
	return cseal_fail(ret_error, status, "%s", note);
}

static cseal_status
sign_one(
    EVP_PKEY_CTX *ctx, struct cseal_sign_item *item, cseal_error **ret_error)
{
	size_t len = CSEAL_SIGNATURE_MOST;

	if (EVP_PKEY_sign(
		ctx, item->value, &len, item->digest, item->digest_len) != 1)
		return fail_crypto(ret_error, CSEAL_FAULT_CRYPTO,
		    "OpenSSL could not sign with the key");
	item->value_len = len;
	return CSEAL_OK;
}

cseal_status
file_sign(const struct file_store *store, cseal_scheme scheme,
    cseal_digest digest, struct cseal_sign_item *items, size_t count,
    cseal_wait *wait, cseal_error **ret_error)
{
	EVP_PKEY_CTX *ctx;
	cseal_status st = CSEAL_OK;

	if (EVP_PKEY_get_size(store->key) > CSEAL_SIGNATURE_MOST)
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the key is too long");
	ctx = EVP_PKEY_CTX_new_from_pkey(store->library, store->key, NULL);
	if (ctx == NULL)
		return file_fail_memory(ret_error);
	if (EVP_PKEY_sign_init(ctx) <= 0 || !set_scheme(ctx, scheme, digest))
		st = fail_crypto(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "OpenSSL does not sign like that with this key");
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		st = cseal_wait_check(wait, ret_error);
		if (st == CSEAL_OK)
			st = sign_one(ctx, &items[i], ret_error);
	}
	EVP_PKEY_CTX_free(ctx);
	return st;
}
