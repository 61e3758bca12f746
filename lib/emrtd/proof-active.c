/* SPDX-License-Identifier: Apache-2.0 */
/* proof-active.c -- active authentication (ICAO 9303-11, 6.1). */
#include "emrtd/proof.h"
#include "emrtd/public-key.h"
#include "emrtd/tlv.h"

#include "cms/crypto.h"

#include "error.h"

#include <openssl/ecdsa.h>
#include <openssl/rsa.h>
#include <string.h>

#define CHALLENGE_LEN 8
#define RSA_MOST      1024 /* bytes */

/* What was said and answered. */
struct saying {
	struct csi_span challenge, answer;
	bool is_refused;
};

static bool
read_saying(struct csi_span record, struct saying *saying)
{
	struct csi_reader in = csi_reader_of(record.at, record.len);
	struct csi_span sw;

	saying->challenge = csi_tlv_take(&in, 0x80).body;
	sw = csi_tlv_take(&in, 0x81).body;
	saying->answer = csi_tlv_take(&in, 0x82).body;
	if (in.bad || csi_reader_left(&in) > 0 ||
	    saying->challenge.len != CHALLENGE_LEN || sw.len != 2)
		return false;
	saying->is_refused = sw.at[0] != 0x90 || sw.at[1] != 0x00;
	return true;
}

/* ---- RSA: ISO/IEC 9796-2, scheme 1 -------------------------------------- */

/* The second last byte of a trailer of two, which names the digest (ISO/IEC
 * 10118-3). */
static const struct {
	uint8_t number;
	const char *digest;
} trailers[] = {
	{ 0x33, "SHA1" },
	{ 0x34, "SHA256" },
	{ 0x35, "SHA512" },
	{ 0x36, "SHA384" },
	{ 0x38, "SHA224" },
};

static const char *
find_trailer(const uint8_t *text, size_t len, size_t *ret_end)
{
	*ret_end = 1;
	if (text[len - 1] == 0xbc)
		return "SHA1";
	*ret_end = 2;
	for (size_t i = 0; text[len - 1] == 0xcc &&
			   i < sizeof(trailers) / sizeof(trailers[0]);
	     i++) {
		if (trailers[i].number == text[len - 2])
			return trailers[i].digest;
	}
	return NULL;
}

/* Is that the digest of what can be recovered and of the challenge? */
static cseal_status
compare_digest(const char *name, struct csi_span recovered,
    struct csi_span challenge, const uint8_t *expected,
    enum csi_proof *ret_proof, cseal_error **ret_error)
{
	uint8_t hash[EVP_MAX_MD_SIZE];
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned len = 0;
	bool ok;

	if (ctx == NULL)
		return csi_fail_memory(ret_error);
	ok = EVP_DigestInit_ex(ctx, EVP_get_digestbyname(name), NULL) == 1 &&
	     EVP_DigestUpdate(ctx, recovered.at, recovered.len) == 1 &&
	     EVP_DigestUpdate(ctx, challenge.at, challenge.len) == 1 &&
	     EVP_DigestFinal_ex(ctx, hash, &len) == 1;
	EVP_MD_CTX_free(ctx);
	if (!ok)
		return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the digest of the chip's signature could not be made");
	if (memcmp(hash, expected, len) == 0)
		*ret_proof = CSI_PROOF_GOOD;
	return CSEAL_OK;
}

/* 6A, what is recovered, its digest with the challenge, a trailer. */
static cseal_status
judge_text(const uint8_t *text, size_t len, struct csi_span challenge,
    enum csi_proof *ret_proof, cseal_error **ret_error)
{
	const char *name;
	size_t end, hash_len;
	struct csi_span recovered;

	if (len < 4 || text[0] != 0x6a)
		return CSEAL_OK;
	name = find_trailer(text, len, &end);
	if (name == NULL)
		return CSEAL_OK;
	hash_len = (size_t)EVP_MD_get_size(EVP_get_digestbyname(name));
	if (len < 1 + hash_len + end)
		return CSEAL_OK;
	recovered.at = text + 1;
	recovered.len = len - 1 - hash_len - end;
	return compare_digest(name, recovered, challenge,
	    text + len - end - hash_len, ret_proof, ret_error);
}

static cseal_status
judge_rsa(EVP_PKEY *key, const struct saying *saying, enum csi_proof *ret_proof,
    cseal_error **ret_error)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
	uint8_t text[RSA_MOST];
	size_t len = sizeof(text);
	bool has;

	*ret_proof = CSI_PROOF_BAD;
	if (ctx == NULL)
		return csi_fail_memory(ret_error);
	has = EVP_PKEY_get_size(key) <= RSA_MOST &&
	      EVP_PKEY_verify_recover_init(ctx) == 1 &&
	      EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1 &&
	      EVP_PKEY_verify_recover(
		  ctx, text, &len, saying->answer.at, saying->answer.len) == 1;
	EVP_PKEY_CTX_free(ctx);
	if (has)
		return judge_text(
		    text, len, saying->challenge, ret_proof, ret_error);
	return csi_crypto_lacked_memory() ? csi_fail_memory(ret_error)
					  : CSEAL_OK;
}

/* ---- ECDSA --------------------------------------------------------------- */

/* BSI TR-03111, 5.2.1: the last number says the digest. */
static const char *const digests[] = { "SHA1", "SHA224", "SHA256", "SHA384",
	"SHA512" };
static const struct csi_span oid_plain =
    CSI_SPAN("\x04\x00\x7f\x00\x07\x01\x01\x04\x01");

#define DIGEST_COUNT (sizeof(digests) / sizeof(digests[0]))

/* DIGEST_COUNT: it is not told. */
static size_t
find_digest(const struct csi_infos *infos)
{
	for (size_t i = 0; i < infos->count; i++) {
		struct csi_span oid = infos->at[i].optional.body;

		if (infos->at[i].kind == CSI_INFO_ACTIVE &&
		    infos->at[i].optional.tag == CSI_DER_OID &&
		    oid.len == oid_plain.len + 1 &&
		    memcmp(oid.at, oid_plain.at, oid_plain.len) == 0 &&
		    oid.at[oid_plain.len] >= 1 &&
		    oid.at[oid_plain.len] <= DIGEST_COUNT)
			return oid.at[oid_plain.len] - 1u;
	}
	return DIGEST_COUNT;
}

static ECDSA_SIG *
put_together(struct csi_span r_bytes, struct csi_span s_bytes)
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(r_bytes.at, (int)r_bytes.len, NULL);
	BIGNUM *s = BN_bin2bn(s_bytes.at, (int)s_bytes.len, NULL);

	if (signature != NULL && r != NULL && s != NULL &&
	    ECDSA_SIG_set0(signature, r, s) == 1)
		return signature;
	ECDSA_SIG_free(signature);
	BN_free(r);
	BN_free(s);
	return NULL;
}

/* Two numbers side by side; some chips give what X9.62 has.  *ret_signature
 * NULL: neither. */
static cseal_status
read_numbers(
    struct csi_span value, ECDSA_SIG **ret_signature, cseal_error **ret_error)
{
	const unsigned char *at = value.at;
	struct csi_span r = { value.at, value.len / 2 };
	struct csi_span s = { value.at + r.len, r.len };
	ECDSA_SIG *signature;

	signature = d2i_ECDSA_SIG(NULL, &at, (long)value.len);
	if (signature == NULL && csi_crypto_lacked_memory())
		return csi_fail_memory(ret_error);
	*ret_signature = signature;
	if (signature != NULL && at == value.at + value.len)
		return CSEAL_OK;
	ECDSA_SIG_free(signature);
	*ret_signature = NULL;
	if (value.len == 0 || value.len % 2 != 0)
		return CSEAL_OK;
	*ret_signature = put_together(r, s);
	return *ret_signature != NULL ? CSEAL_OK : csi_fail_memory(ret_error);
}

/* A digest that OpenSSL does not do with that key was not it. */
static cseal_status
try_digest(EVP_PKEY *key, const char *digest, struct csi_span challenge,
    struct csi_span der, enum csi_proof *ret_proof, cseal_error **ret_error)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool holds;

	if (ctx == NULL)
		return csi_fail_memory(ret_error);
	holds = EVP_DigestVerifyInit_ex(
		    ctx, NULL, digest, NULL, NULL, key, NULL) == 1 &&
		EVP_DigestVerify(
		    ctx, der.at, der.len, challenge.at, challenge.len) == 1;
	EVP_MD_CTX_free(ctx);
	if (!holds && csi_crypto_lacked_memory())
		return csi_fail_memory(ret_error);
	if (holds)
		*ret_proof = CSI_PROOF_GOOD;
	return CSEAL_OK;
}

static cseal_status
judge_ecdsa(EVP_PKEY *key, const struct saying *saying,
    const struct csi_infos *infos, enum csi_proof *ret_proof,
    cseal_error **ret_error)
{
	size_t told = find_digest(infos);
	ECDSA_SIG *signature = NULL;
	unsigned char *der = NULL;
	struct csi_span span;
	cseal_status st;
	int len;

	*ret_proof = CSI_PROOF_BAD;
	st = read_numbers(saying->answer, &signature, ret_error);
	if (signature == NULL)
		return st;
	len = i2d_ECDSA_SIG(signature, &der);
	ECDSA_SIG_free(signature);
	if (len <= 0)
		return csi_fail_memory(ret_error);
	span = (struct csi_span){ der, (size_t)len };
	for (size_t i = 0; st == CSEAL_OK && i < DIGEST_COUNT; i++) {
		if (told == i || told == DIGEST_COUNT)
			st = try_digest(key, digests[i], saying->challenge,
			    span, ret_proof, ret_error);
	}
	OPENSSL_free(der);
	return st;
}

/* ---- both ---------------------------------------------------------------- */

cseal_status
csi_proof_active(struct csi_span record, struct csi_span dg15,
    const struct csi_infos *infos, enum csi_proof *ret_proof,
    cseal_error **ret_error)
{
	struct csi_public_key key = { .key = NULL };
	struct saying saying;
	struct csi_der info;
	cseal_status st;

	*ret_proof = CSI_PROOF_NONE;
	if (record.len == 0)
		return CSEAL_OK;
	*ret_proof = CSI_PROOF_BAD;
	if (!read_saying(record, &saying) || saying.is_refused)
		return CSEAL_OK;
	*ret_proof = CSI_PROOF_UNKNOWN;
	if (!csi_dg15_read(dg15, &info))
		return CSEAL_OK;
	st = csi_public_key_read(info.whole, &key, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK || key.key == NULL)
		st = CSEAL_OK;
	else if (EVP_PKEY_is_a(key.key, "RSA") == 1)
		st = judge_rsa(key.key, &saying, ret_proof, ret_error);
	else if (key.curve != NULL)
		st = judge_ecdsa(key.key, &saying, infos, ret_proof, ret_error);
	csi_public_key_clear(&key);
	return st;
}
