/* SPDX-License-Identifier: Apache-2.0 */
/* test-pkcs11-protocol.c -- proves modules/pkcs11-signer/protocol.c; OpenSSL
 * is the witness for what is DER. */
#include "protocol.h"

#include "tap.h"

#include <openssl/ec.h>
#include <openssl/x509.h>
#include <string.h>

static size_t
der_of(const uint8_t *raw, size_t len, uint8_t *der, size_t room)
{
	memcpy(der, raw, len);
	return pkcs11_ecdsa_der(der, len, room);
}

/* Do r and s come out of the DER as they went in? */
static bool
comes_back(const uint8_t *raw, size_t len)
{
	uint8_t der[256], back[132];
	const uint8_t *at = der;
	size_t der_len = der_of(raw, len, der, sizeof(der));
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)der_len);
	uint8_t *again = NULL;
	bool same = false;
	int half = (int)(len / 2);

	if (sig != NULL && at == der + der_len &&
	    i2d_ECDSA_SIG(sig, &again) == (int)der_len &&
	    memcmp(again, der, der_len) == 0 &&
	    BN_bn2binpad(ECDSA_SIG_get0_r(sig), back, half) == half &&
	    BN_bn2binpad(ECDSA_SIG_get0_s(sig), back + half, half) == half)
		same = memcmp(back, raw, len) == 0;
	OPENSSL_free(again);
	ECDSA_SIG_free(sig);
	return same;
}

static void
ecdsa_values_become_der(void)
{
	static const size_t lens[] = { 2, 64, 96, 132 };
	uint8_t raw[132];

	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		memset(raw, 0xff, sizeof(raw));
		OKF(comes_back(raw, lens[i]), "%zu bytes, all ones", lens[i]);
		memset(raw, 0x7f, sizeof(raw));
		OKF(comes_back(raw, lens[i]), "%zu bytes, no sign", lens[i]);
		memset(raw, 0, sizeof(raw));
		raw[lens[i] - 1] = 0x80;
		raw[lens[i] / 2 - 1] = 1;
		OKF(comes_back(raw, lens[i]), "%zu bytes, mostly zero",
		    lens[i]);
		memset(raw, 0, sizeof(raw));
		OKF(comes_back(raw, lens[i]), "%zu bytes, zero", lens[i]);
	}
}

static void
what_is_no_ecdsa_value_is_refused(void)
{
	uint8_t raw[256] = { 0xff };

	OK(pkcs11_ecdsa_der(raw, 0, sizeof(raw)) == 0);
	OK(pkcs11_ecdsa_der(raw, 63, sizeof(raw)) == 0);
	OK(pkcs11_ecdsa_der(raw, 134, sizeof(raw)) == 0);
	memset(raw, 0xff, sizeof(raw));
	OK(pkcs11_ecdsa_der(raw, 64, 71) == 0);
	OK(pkcs11_ecdsa_der(raw, 64, 72) == 72);
}

/* X509_SIG is a DigestInfo. */
static void
rsa_gets_a_digest_info(void)
{
	const int nids[] = { NID_sha256, NID_sha384, NID_sha512 };
	struct pkcs11_operation operation;
	uint8_t hash[64];

	memset(hash, 0x5a, sizeof(hash));
	for (int digest = 1; digest <= 3; digest++) {
		size_t len = (size_t)(16 + 16 * digest);
		const ASN1_OCTET_STRING *value;
		const X509_ALGOR *algorithm;
		const uint8_t *at;
		X509_SIG *info;

		OK(pkcs11_prepare(&operation, CSEAL_SCHEME_RSA_PKCS1,
		    (cseal_digest)digest, hash, len, 256));
		at = operation.data;
		info = d2i_X509_SIG(NULL, &at, (long)operation.len);
		OK(info != NULL && at == operation.data + operation.len);
		X509_SIG_get0(info, &algorithm, &value);
		OK(OBJ_obj2nid(algorithm->algorithm) == nids[digest - 1]);
		OK((size_t)ASN1_STRING_length(value) == len &&
		    memcmp(ASN1_STRING_get0_data(value), hash, len) == 0);
		OK(operation.mechanism == CKM_RSA_PKCS && !operation.has_pss);
		X509_SIG_free(info);
	}
}

static void
a_digest_longer_than_the_curve_is_cut(void)
{
	struct pkcs11_operation operation;
	const uint8_t hash[64] = { 1, 2, 3 };

	OK(pkcs11_prepare(
	    &operation, CSEAL_SCHEME_ECDSA, CSEAL_DIGEST_SHA512, hash, 64, 32));
	OK(operation.len == 32 && operation.mechanism == CKM_ECDSA);
	OK(pkcs11_prepare(
	    &operation, CSEAL_SCHEME_ECDSA, CSEAL_DIGEST_SHA512, hash, 64, 66));
	OK(operation.len == 64);
}

static void
pss_parameters_follow_the_digest(void)
{
	struct pkcs11_operation operation;
	const uint8_t hash[64] = { 0 };

	OK(pkcs11_prepare(&operation, CSEAL_SCHEME_RSA_PSS, CSEAL_DIGEST_SHA384,
	    hash, 48, 256));
	OK(operation.has_pss && operation.pss.hash_alg == CKM_SHA384 &&
	    operation.pss.mgf == CKG_MGF1_SHA384 && operation.pss.s_len == 48);
	OK(operation.len == 48);
}

static void
what_does_not_exist_is_refused(void)
{
	struct pkcs11_operation operation;
	const uint8_t hash[64] = { 0 };

	OK(!pkcs11_prepare(&operation, CSEAL_SCHEME_RSA_PKCS1,
	    CSEAL_DIGEST_SHA256, hash, 31, 256));
	OK(!pkcs11_prepare(&operation, CSEAL_SCHEME_RSA_PKCS1,
	    CSEAL_DIGEST_DEFAULT, hash, 32, 256));
	OK(!pkcs11_prepare(
	    &operation, (cseal_scheme)7, CSEAL_DIGEST_SHA256, hash, 32, 256));
}

static void
padded_fields_become_text(void)
{
	char text[33], small[4];

	pkcs11_text(text, sizeof(text), (const uint8_t *)"hall  two   ", 12);
	OK(strcmp(text, "hall  two") == 0);
	pkcs11_text(text, sizeof(text), (const uint8_t *)"a\nb\0\0\0", 6);
	OK(strcmp(text, "a b") == 0);
	pkcs11_text(text, sizeof(text), (const uint8_t *)"      ", 6);
	OK(text[0] == '\0');
	pkcs11_text(small, sizeof(small), (const uint8_t *)"abcdef", 6);
	OK(strcmp(small, "abc") == 0);
}

int
main(void)
{
	RUN(ecdsa_values_become_der);
	RUN(what_is_no_ecdsa_value_is_refused);
	RUN(rsa_gets_a_digest_info);
	RUN(a_digest_longer_than_the_curve_is_cut);
	RUN(pss_parameters_follow_the_digest);
	RUN(what_does_not_exist_is_refused);
	RUN(padded_fields_become_text);
	return tap_done();
}
