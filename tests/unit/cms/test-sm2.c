/* SPDX-License-Identifier: Apache-2.0 */
/* test-sm2.c -- proves lib/cms/sm2.c with the example of GB/T 32918.5, annex
 * A.2, and every form in which SM2 signs a SignedData. */
#include "cms/chain.h"
#include "cms/cms.h"
#include "cms/crypto.h"
#include "cms/key.h"
#include "cms/oid.h"
#include "cms/ses.h"
#include "cms/signed.h"
#include "cms/sm2.h"
#include "cms/trust.h"

#include "credentials.h"
#include "gm.h"
#include "tap.h"

#include <counterseal/module.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <stdlib.h>
#include <string.h>

/* ---- the example ---------------------------------------------------- */

static const uint8_t point[65] = { 0x04, 0x09, 0xf9, 0xdf, 0x31, 0x1e, 0x54,
	0x21, 0xa1, 0x50, 0xdd, 0x7d, 0x16, 0x1e, 0x4b, 0xc5, 0xc6, 0x72, 0x17,
	0x9f, 0xad, 0x18, 0x33, 0xfc, 0x07, 0x6b, 0xb0, 0x8f, 0xf3, 0x56, 0xf3,
	0x50, 0x20, 0xcc, 0xea, 0x49, 0x0c, 0xe2, 0x67, 0x75, 0xa5, 0x2d, 0xc6,
	0xea, 0x71, 0x8c, 0xc1, 0xaa, 0x60, 0x0a, 0xed, 0x05, 0xfb, 0xf3, 0x5e,
	0x08, 0x4a, 0x66, 0x32, 0xf6, 0x07, 0x2d, 0xa9, 0xad, 0x13 };
static const uint8_t z_of_it[32] = { 0xb2, 0xe1, 0x4c, 0x5c, 0x79, 0xc6, 0xdf,
	0x5b, 0x85, 0xf4, 0xfe, 0x7e, 0xd8, 0xdb, 0x7a, 0x26, 0x2b, 0x9d, 0xa7,
	0xe0, 0x7c, 0xcb, 0x0e, 0xa9, 0xf4, 0x74, 0x7b, 0x8c, 0xcd, 0xa8, 0xa4,
	0xf3 };
static const uint8_t digest_of_it[32] = { 0xf0, 0xb4, 0x3e, 0x94, 0xba, 0x45,
	0xac, 0xca, 0xac, 0xe6, 0x92, 0xed, 0x53, 0x43, 0x82, 0xeb, 0x17, 0xe6,
	0xab, 0x5a, 0x19, 0xce, 0x7b, 0x31, 0xf4, 0x48, 0x6f, 0xdf, 0xc0, 0xd2,
	0x86, 0x40 };
/* SEQUENCE of r and s */
static const uint8_t value_of_it[72] = { 0x30, 0x46, 0x02, 0x21, 0x00, 0xf5,
	0xa0, 0x3b, 0x06, 0x48, 0xd2, 0xc4, 0x63, 0x0e, 0xea, 0xc5, 0x13, 0xe1,
	0xbb, 0x81, 0xa1, 0x59, 0x44, 0xda, 0x38, 0x27, 0xd5, 0xb7, 0x41, 0x43,
	0xac, 0x7e, 0xac, 0xee, 0xe7, 0x20, 0xb3, 0x02, 0x21, 0x00, 0xb1, 0xb6,
	0xaa, 0x29, 0xdf, 0x21, 0x2f, 0xd8, 0x76, 0x31, 0x82, 0xbc, 0x0d, 0x42,
	0x1c, 0xa1, 0xbb, 0x90, 0x38, 0xfd, 0x1f, 0x7f, 0x42, 0xd4, 0x84, 0x0b,
	0x69, 0xc4, 0x85, 0xbb, 0xc1, 0xaa };

static EVP_PKEY *
key_of_point(void)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
	uint8_t copy[sizeof(point)];
	char curve[] = "SM2";
	EVP_PKEY *key = NULL;
	OSSL_PARAM params[3];

	memcpy(copy, point, sizeof(copy));
	params[0] = OSSL_PARAM_construct_utf8_string(
	    OSSL_PKEY_PARAM_GROUP_NAME, curve, 0);
	params[1] = OSSL_PARAM_construct_octet_string(
	    OSSL_PKEY_PARAM_PUB_KEY, copy, sizeof(copy));
	params[2] = OSSL_PARAM_construct_end();
	if (EVP_PKEY_fromdata_init(ctx) <= 0 ||
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) <= 0)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static void
the_example_of_the_standard_gives_its_z_its_digest_and_its_proof(void)
{
	const struct csi_digest_row *sm3 = csi_digest_by(CSEAL_DIGEST_SM3);
	const struct csi_signature_algorithm sm2 = { .family = CSI_FAMILY_SM2,
		.digest = sm3 };
	struct csi_span message = CSI_SPAN("message digest");
	struct csi_span value = { value_of_it, sizeof(value_of_it) };
	uint8_t z[CSI_SM2_LEN], digest[CSI_SM2_LEN];
	EVP_PKEY *key = key_of_point();

	OK(key != NULL);
	OK(csi_sm2_z(key, csi_sm2_id, z, NULL) == CSEAL_OK);
	OK(memcmp(z, z_of_it, sizeof(z)) == 0);
	OK(csi_sm2_digest(key, csi_sm2_id, message, digest, NULL) == CSEAL_OK);
	OK(memcmp(digest, digest_of_it, sizeof(digest)) == 0);
	OK(csi_crypto_verify(key, &sm2, sm3, digest, value, NULL) == CSEAL_OK);
	digest[31] ^= 1;
	OK(csi_crypto_verify(key, &sm2, sm3, digest, value, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(csi_sm2_z(key, csi_sm2_no_id, z, NULL) == CSEAL_OK);
	OK(memcmp(z, z_of_it, sizeof(z)) != 0);
	EVP_PKEY_free(key);
}

static void
keys_of_other_kinds_have_no_z(void)
{
	uint8_t z[CSI_SM2_LEN];
	EVP_PKEY *key = cred_key("EC:P-256");

	OK(csi_sm2_z(key, csi_sm2_id, z, NULL) == CSEAL_REFUSED_UNSUPPORTED);
	EVP_PKEY_free(key);
}

/* ---- a chain -------------------------------------------------------- */

static struct csi_span
span_of(const struct cred_chain *chain, size_t i)
{
	return (struct csi_span){ chain->der[i], chain->len[i] };
}

static void
a_chain_with_an_intermediate_is_ordered_and_trusted(void)
{
	char path[] = "/tmp/counterseal-sm2-XXXXXX";
	const char *paths[] = { path };
	struct csi_span spans[3], other;
	enum csi_trust_answer answer = CSI_TRUST_UNKNOWN;
	struct cred_chain chain;
	csi_trust *trust = NULL;
	char *why = NULL;
	size_t count = 0;
	int fd = mkstemp(path);

	cred_chain_make(&chain, "SM2");
	OK(fd >= 0 && cred_write_pem(path, NULL, NULL, &chain.root, 1) == 0);
	spans[0] = span_of(&chain, 0);
	spans[1] = span_of(&chain, 2);
	spans[2] = span_of(&chain, 1);
	OK(csi_chain_order(spans, 3, &count, NULL) == CSEAL_OK && count == 3);
	OK(spans[1].at == chain.der[1]);
	OK(csi_signed_by(spans[0], spans[1], NULL) == CSEAL_OK);
	OK(csi_signed_by(spans[0], spans[2], NULL) == CSEAL_REFUSED_DAMAGED);
	OK(csi_trust_new(paths, 1, &trust, NULL) == CSEAL_OK);
	other = span_of(&chain, 1);
	OK(csi_trust_judge(trust, spans[0], &other, 1, time(NULL), &answer,
	       &why, NULL) == CSEAL_OK);
	OKF(answer == CSI_TRUST_TRUSTED, "%s", why == NULL ? "" : why);
	free(why);
	csi_trust_free(trust);
	cred_chain_free(&chain);
	remove(path);
}

/* ---- forms ---------------------------------------------------------- */

static const char content[] = "%PDF-1.7 what the ByteRange covers";
static const struct csi_span covered = { (const uint8_t *)content,
	sizeof(content) - 1 };

static void
digest_covered(uint8_t out[CSI_SM2_LEN])
{
	EVP_Digest(covered.at, covered.len, out, NULL, EVP_sm3(), NULL);
}

/* As we make it. */
static struct csi_bytes
make(const struct cred_chain *chain, bool is_gm, size_t *ret_most)
{
	cseal_scheme scheme = CSEAL_SCHEME_DEFAULT;
	cseal_digest digest = CSEAL_DIGEST_DEFAULT;
	struct csi_span spans[3];
	uint8_t hash[CSI_SM2_LEN], value[CSEAL_SIGNATURE_MOST];
	struct csi_bytes der = { 0 };
	csi_cms *cms = NULL;
	size_t len;

	for (size_t i = 0; i < 3; i++)
		spans[i] = span_of(chain, i);
	digest_covered(hash);
	OK(csi_cms_choose(spans[0], &scheme, &digest, NULL) == CSEAL_OK &&
	    scheme == CSEAL_SCHEME_SM2 && digest == CSEAL_DIGEST_SM3);
	OK((is_gm ? csi_cms_start_gm : csi_cms_start)(
	       spans, 3, scheme, digest, hash, &cms, NULL) == CSEAL_OK);
	len = cred_sign(chain->key, 0, "SM3", csi_cms_to_sign(cms), 32, value,
	    sizeof(value));
	OK(csi_cms_finish(cms, value, len, &der, NULL) == CSEAL_OK);
	*ret_most = csi_cms_most(spans, 3, scheme, digest);
	csi_cms_free(cms);
	return der;
}

static bool
holds(const struct csi_bytes *der, struct csi_span text)
{
	return memmem(der->at, der->len, text.at, text.len) != NULL;
}

static void
both_forms_are_made_proven_and_told_apart(void)
{
	uint8_t hash[CSI_SM2_LEN];
	struct cred_chain chain;
	csi_cms_read *read;
	size_t most;

	cred_chain_make(&chain, "SM2");
	digest_covered(hash);
	for (int is_gm = 0; is_gm < 2; is_gm++) {
		struct csi_bytes der = make(&chain, is_gm, &most);

		OKF(der.len <= most && most - der.len < 150,
		    "%zu of at most %zu bytes", der.len, most);
		OK(holds(&der, csi_oid_gm_signed_data) == is_gm);
		OK(holds(&der, csi_oid_signed_data) != is_gm);
		read = NULL;
		OK(csi_cms_parse(der.at, der.len, &read, NULL) == CSEAL_OK);
		OK(csi_cms_is_baseline(read) == !is_gm);
		OK(csi_cms_is_data(read) && csi_cms_is_detached(read));
		OK(csi_cms_digest(read) == CSEAL_DIGEST_SM3);
		OK(csi_cms_prove(read, hash, sizeof(hash), NULL) == CSEAL_OK);
		hash[0] ^= 1;
		OK(csi_cms_prove(read, hash, sizeof(hash), NULL) ==
		    CSEAL_REFUSED_DAMAGED);
		hash[0] ^= 1;
		csi_cms_read_free(read);
		csi_bytes_free(&der);
	}
	cred_chain_free(&chain);
}

/* Digests content outside as its caller does: behind the prefix. */
static cseal_status
prove(const csi_cms_read *read)
{
	uint8_t prefix[CSI_DIGEST_MOST], digest[CSI_SM2_LEN];
	struct csi_bytes bytes = { 0 };
	size_t len = 0;

	if (csi_cms_prefix(read, prefix, &len, NULL) != CSEAL_OK)
		return CSEAL_FAULT_INTERNAL;
	if (!csi_cms_is_detached(read))
		return len == 0 ? csi_cms_prove(read, NULL, 0, NULL)
				: CSEAL_FAULT_INTERNAL;
	csi_bytes_add(&bytes, prefix, len);
	csi_bytes_add_span(&bytes, covered);
	EVP_Digest(bytes.at, bytes.len, digest, NULL, EVP_sm3(), NULL);
	csi_bytes_free(&bytes);
	return csi_cms_prove(read, digest, sizeof(digest), NULL);
}

static void
every_form_without_attributes_is_proven_or_told(void)
{
	uint8_t hash[CSI_SM2_LEN];
	const struct csi_span digest = { hash, sizeof(hash) }, none = { 0 };
	const struct {
		const char *what;
		struct gm_form form;
		cseal_status wanted;
	} rows[] = {
		{ "outside", { false, none, csi_sm2_id, false }, CSEAL_OK },
		{ "outside, GM", { true, none, csi_sm2_id, false }, CSEAL_OK },
		{ "inside", { false, covered, csi_sm2_id, false }, CSEAL_OK },
		{ "inside, GM", { true, covered, csi_sm2_id, false },
		    CSEAL_OK },
		{ "digest", { false, digest, csi_sm2_id, true }, CSEAL_OK },
		{ "digest, GM", { true, digest, csi_sm2_id, true }, CSEAL_OK },
		{ "bare", { true, none, csi_sm2_id, true }, CSEAL_OK },
		/* not accepted, whether it can be said why or not */
		{ "no id", { true, covered, csi_sm2_no_id, false },
		    CSEAL_REFUSED_UNSUPPORTED },
		{ "no id outside", { true, none, csi_sm2_no_id, false },
		    CSEAL_REFUSED_DAMAGED },
	};
	struct cred_chain chain;
	csi_cms_read *read;

	cred_chain_make(&chain, "SM2");
	digest_covered(hash);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct csi_bytes der = gm_make(&rows[i].form, &chain, covered);
		cseal_status st;

		read = NULL;
		OKF(csi_cms_parse(der.at, der.len, &read, NULL) == CSEAL_OK,
		    "%s is read", rows[i].what);
		st = prove(read);
		OKF(st == rows[i].wanted, "%s: %s", rows[i].what,
		    cseal_status_name(st));
		csi_cms_read_free(read);
		csi_bytes_free(&der);
	}
	cred_chain_free(&chain);
}

/* ---- what does not go together -------------------------------------- */

static void
sm2_and_sm3_go_with_each_other_only(void)
{
	const struct {
		const char *kind;
		cseal_scheme scheme;
		cseal_digest digest;
	} rows[] = {
		{ "SM2", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256 },
		{ "SM2", CSEAL_SCHEME_ECDSA, CSEAL_DIGEST_SM3 },
		{ "SM2", CSEAL_SCHEME_RSA_PKCS1, CSEAL_DIGEST_SM3 },
		{ "EC:P-256", CSEAL_SCHEME_SM2, CSEAL_DIGEST_SM3 },
		{ "EC:P-256", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SM3 },
		{ "RSA:2048", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SM3 },
		{ "RSA:2048", CSEAL_SCHEME_SM2, CSEAL_DIGEST_SM3 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_scheme scheme = rows[i].scheme;
		cseal_digest digest = rows[i].digest;
		struct cred_chain chain;

		cred_chain_make(&chain, rows[i].kind);
		OKF(csi_cms_choose(span_of(&chain, 0), &scheme, &digest,
			NULL) == CSEAL_SETUP_KEY_UNSUPPORTED,
		    "%s scheme %d digest %d", rows[i].kind, (int)rows[i].scheme,
		    (int)rows[i].digest);
		cred_chain_free(&chain);
	}
}

static void
the_form_of_gm_is_for_sm2_keys(void)
{
	uint8_t hash[CSI_DIGEST_MOST] = { 0 };
	struct cred_chain chain;
	struct csi_span span;
	csi_cms *cms = NULL;

	cred_chain_make(&chain, "EC:P-256");
	span = span_of(&chain, 0);
	OK(csi_cms_start_gm(&span, 1, CSEAL_SCHEME_DEFAULT,
	       CSEAL_DIGEST_DEFAULT, hash, &cms,
	       NULL) == CSEAL_SETUP_KEY_UNSUPPORTED &&
	    cms == NULL);
	cred_chain_free(&chain);
}

/* RSA over SM3 is only read: OpenSSL does not make it, so the DigestInfo is
 * signed as it is. */
static void
rsa_with_sm3_is_proven(void)
{
	const struct csi_digest_row *sm3 = csi_digest_by(CSEAL_DIGEST_SM3);
	const struct csi_signature_algorithm rsa = {
		.family = CSI_FAMILY_RSA_PKCS1, .digest = sm3
	};
	uint8_t info[50] = { 0x30, 0x30, 0x30, 0x0c, 0x06, 0x08, 0x2a, 0x81,
		0x1c, 0xcf, 0x55, 0x01, 0x83, 0x11, 0x05, 0x00, 0x04, 0x20 };
	uint8_t value[CSEAL_SIGNATURE_MOST];
	EVP_PKEY *key = cred_key("RSA:2048");
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	struct csi_span span = { value, sizeof(value) };

	digest_covered(info + 18);
	OK(EVP_PKEY_sign_init(ctx) > 0 &&
	    EVP_PKEY_sign(ctx, value, &span.len, info, sizeof(info)) > 0);
	OK(csi_crypto_verify(key, &rsa, sm3, info + 18, span, NULL) ==
	    CSEAL_OK);
	info[20] ^= 1;
	OK(csi_crypto_verify(key, &rsa, sm3, info + 18, span, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
}

/* ---- electronic seals ----------------------------------------------- */

/* SES_Signature as far as the name, GB/T 38540 */
static void
the_name_of_an_electronic_seal_is_read_and_text(void)
{
	static const uint8_t der[] =
	    "\x30\x1e\x30\x1c\x02\x01\x04\x30\x17\x30\x15"
	    "\x30\x04\x16\x02"
	    "ES"
	    "\x16\x01"
	    "1"
	    "\x30\x0a\x02\x01\x01\x0c\x05"
	    "SEAL1";
	uint8_t copy[sizeof(der) - 1];
	struct csi_span span = { copy, sizeof(copy) };
	char name[CSI_SES_NAME_MOST + 1] = "";

	memcpy(copy, der, sizeof(copy));
	OK(csi_ses_name(span, name) && strcmp(name, "SEAL1") == 0);
	copy[sizeof(copy) - 1] = 0x07;
	OK(!csi_ses_name(span, name));
	copy[sizeof(copy) - 1] = 0xff;
	OK(!csi_ses_name(span, name));
	for (size_t len = 0; len < sizeof(copy); len++) {
		span.len = len;
		OK(!csi_ses_name(span, name));
	}
}

int
main(void)
{
	RUN(the_example_of_the_standard_gives_its_z_its_digest_and_its_proof);
	RUN(keys_of_other_kinds_have_no_z);
	RUN(a_chain_with_an_intermediate_is_ordered_and_trusted);
	RUN(both_forms_are_made_proven_and_told_apart);
	RUN(every_form_without_attributes_is_proven_or_told);
	RUN(sm2_and_sm3_go_with_each_other_only);
	RUN(the_form_of_gm_is_for_sm2_keys);
	RUN(rsa_with_sm3_is_proven);
	RUN(the_name_of_an_electronic_seal_is_read_and_text);
	return tap_done();
}
