/* SPDX-License-Identifier: Apache-2.0 */
/* crypto.c -- digests and public keys of libcrypto, with statuses. */
#include "cms/crypto.h"
#include "cms/sm2.h"

#include "error.h"

#include <openssl/err.h>
#include <openssl/rsa.h>
#include <string.h>
#include <time.h>

#define RSA_MOST (OPENSSL_RSA_MAX_MODULUS_BITS / 8)

bool
csi_crypto_lacked_memory(void)
{
	bool memory = false;
	unsigned long code;

	while ((code = ERR_get_error()) != 0) {
		if (ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE)
			memory = true;
	}
	return memory;
}

cseal_status
csi_crypto_fail(cseal_error **ret_error, cseal_status status, const char *note)
{
	if (csi_crypto_lacked_memory())
		return csi_fail_memory(ret_error);
	return cseal_fail(ret_error, status, "%s", note);
}

cseal_status
csi_crypto_digest(const struct csi_digest_row *digest, struct csi_span in,
    uint8_t *out, cseal_error **ret_error)
{
	const EVP_MD *md = EVP_get_digestbyname(digest->name);

	if (md != NULL && EVP_Digest(in.at, in.len, out, NULL, md, NULL) == 1)
		return CSEAL_OK;
	return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
	    "the crypto library could not compute the digest");
}

static bool
fits_key(EVP_PKEY *key, enum csi_family family)
{
	switch (family) {
	case CSI_FAMILY_RSA_PKCS1: return EVP_PKEY_is_a(key, "RSA") == 1;
	case CSI_FAMILY_RSA_PSS:
		return EVP_PKEY_is_a(key, "RSA") == 1 ||
		       EVP_PKEY_is_a(key, "RSA-PSS") == 1;
	case CSI_FAMILY_ECDSA: return EVP_PKEY_is_a(key, "EC") == 1;
	case CSI_FAMILY_DSA: return EVP_PKEY_is_a(key, "DSA") == 1;
	case CSI_FAMILY_SM2: return EVP_PKEY_is_a(key, "SM2") == 1;
	}
	return false;
}

cseal_status
csi_crypto_digest_signed(EVP_PKEY *key,
    const struct csi_signature_algorithm *algorithm,
    const struct csi_digest_row *digest, struct csi_span in, uint8_t *out,
    cseal_error **ret_error)
{
	/* A key of another kind does not fit, which verifying says. */
	if (algorithm->family == CSI_FAMILY_SM2 &&
	    fits_key(key, CSI_FAMILY_SM2))
		return csi_sm2_digest(key, csi_sm2_id, in, out, ret_error);
	return csi_crypto_digest(digest, in, out, ret_error);
}

static bool
is_rsa_sm3(const struct csi_signature_algorithm *algorithm,
    const struct csi_digest_row *digest)
{
	return algorithm->family == CSI_FAMILY_RSA_PKCS1 &&
	       digest->digest == CSEAL_DIGEST_SM3;
}

static bool
set_padding(EVP_PKEY_CTX *ctx, const struct csi_signature_algorithm *algorithm)
{
	if (algorithm->family == CSI_FAMILY_RSA_PKCS1)
		return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0;
	if (algorithm->family != CSI_FAMILY_RSA_PSS)
		return true;
	return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) > 0 &&
	       EVP_PKEY_CTX_set_rsa_mgf1_md(
		   ctx, EVP_get_digestbyname(algorithm->mgf->name)) > 0 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, (int)algorithm->salt_len) >
		   0;
}

static bool
start(EVP_PKEY_CTX *ctx, const struct csi_signature_algorithm *algorithm,
    const struct csi_digest_row *digest)
{
	if (is_rsa_sm3(algorithm, digest))
		return true;
	return EVP_PKEY_verify_init(ctx) > 0 && set_padding(ctx, algorithm) &&
	       EVP_PKEY_CTX_set_signature_md(
		   ctx, EVP_get_digestbyname(digest->name)) > 0;
}

/* DigestInfo, RFC 8017, 9.2 */
static void
write_digest_info(struct csi_bytes *bytes, const struct csi_digest_row *digest,
    const uint8_t *hash)
{
	size_t info = csi_der_begin(bytes, CSI_DER_SEQUENCE);
	size_t algorithm = csi_der_begin(bytes, CSI_DER_SEQUENCE);

	csi_der_add_span(bytes, CSI_DER_OID, digest->oid);
	csi_der_add(bytes, CSI_DER_NULL, NULL, 0);
	csi_der_end(bytes, algorithm);
	csi_der_add(bytes, CSI_DER_OCTET_STRING, hash, digest->len);
	csi_der_end(bytes, info);
}

/* What is in a value of PKCS #1 v1.5.  OpenSSL asks how much room there is,
 * and does not look at the answer: there must be enough for the modulus. */
static bool
recover(EVP_PKEY_CTX *ctx, struct csi_span value, uint8_t found[RSA_MOST],
    size_t *ret_len)
{
	*ret_len = RSA_MOST;
	return EVP_PKEY_get_size(EVP_PKEY_CTX_get0_pkey(ctx)) <= RSA_MOST &&
	       EVP_PKEY_verify_recover_init(ctx) > 0 &&
	       EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0 &&
	       EVP_PKEY_verify_recover(
		   ctx, found, ret_len, value.at, value.len) > 0;
}

/* OpenSSL refuses SM3 with RSA, but gives what is in the value. */
static bool
verify_recovered(EVP_PKEY_CTX *ctx, const struct csi_digest_row *digest,
    const uint8_t *hash, struct csi_span value)
{
	struct csi_bytes info = { 0 };
	uint8_t found[RSA_MOST];
	size_t len;
	bool same;

	write_digest_info(&info, digest, hash);
	same = !info.failed && recover(ctx, value, found, &len) &&
	       len == info.len && memcmp(found, info.at, len) == 0;
	csi_bytes_free(&info);
	return same;
}

static bool
verify(EVP_PKEY_CTX *ctx, const struct csi_signature_algorithm *algorithm,
    const struct csi_digest_row *digest, const uint8_t *hash,
    struct csi_span value)
{
	if (is_rsa_sm3(algorithm, digest))
		return verify_recovered(ctx, digest, hash, value);
	return EVP_PKEY_verify(ctx, value.at, value.len, hash, digest->len) ==
	       1;
}

static cseal_status
fail_family(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the signature algorithm was not one of the certificate's key");
}

cseal_status
csi_crypto_verify(EVP_PKEY *key,
    const struct csi_signature_algorithm *algorithm,
    const struct csi_digest_row *digest, const uint8_t *hash,
    struct csi_span value, cseal_error **ret_error)
{
	EVP_PKEY_CTX *ctx;
	cseal_status st = CSEAL_OK;

	if (!fits_key(key, algorithm->family))
		return fail_family(ret_error);
	ctx = EVP_PKEY_CTX_new(key, NULL);
	if (ctx == NULL)
		return csi_fail_memory(ret_error);
	if (!start(ctx, algorithm, digest))
		st = csi_crypto_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the crypto library does not do that signature "
		    "algorithm with that key");
	else if (!verify(ctx, algorithm, digest, hash, value))
		st = csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the signature value was not made with the "
		    "certificate's key over these attributes");
	EVP_PKEY_CTX_free(ctx);
	return st;
}

cseal_status
csi_crypto_recover(EVP_PKEY *key, struct csi_span value,
    struct csi_bytes *inside, cseal_error **ret_error)
{
	uint8_t found[RSA_MOST];
	EVP_PKEY_CTX *ctx;
	size_t len = 0;
	bool ok;

	if (!fits_key(key, CSI_FAMILY_RSA_PKCS1))
		return fail_family(ret_error);
	ctx = EVP_PKEY_CTX_new(key, NULL);
	if (ctx == NULL)
		return csi_fail_memory(ret_error);
	ok = recover(ctx, value, found, &len);
	EVP_PKEY_CTX_free(ctx);
	if (!ok)
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the signature value was not made with the "
		    "certificate's key");
	csi_bytes_add(inside, found, len);
	return inside->failed ? csi_fail_memory(ret_error) : CSEAL_OK;
}

bool
csi_crypto_time(const ASN1_TIME *time, int64_t *ret_time)
{
	struct tm tm = { 0 };

	if (time == NULL || ASN1_TIME_to_tm(time, &tm) != 1)
		return false;
	*ret_time = timegm(&tm);
	return true;
}

/* UTCTime or GeneralizedTime */
bool
csi_crypto_der_time(struct csi_der element, int64_t *ret_time)
{
	const uint8_t *at = element.whole.at;
	ASN1_TIME *time;
	bool ok;

	if (element.tag != CSI_DER_UTC_TIME && element.tag != CSI_DER_TIME)
		return false;
	ERR_set_mark();
	time = d2i_ASN1_TIME(NULL, &at, (long)element.whole.len);
	ok = csi_crypto_time(time, ret_time);
	ASN1_TIME_free(time);
	ERR_pop_to_mark();
	return ok;
}
