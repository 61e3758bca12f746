/* SPDX-License-Identifier: Apache-2.0 */
/* test-signed-data.c -- proves lib/cms/signed_data.c; OpenSSL's CMS is the
 * witness. */
#include "cms/cms.h"

#include "credentials.h"
#include "tap.h"
#include <counterseal/module.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

static const char content[] = "%PDF-1.7 what the ByteRange covers";

struct made {
	struct cred_chain chain;
	struct csi_span spans[3];
	struct csi_bytes der;
	size_t most;
};

static struct csi_span *
spans_of(struct made *made)
{
	for (size_t i = 0; i < 3; i++) {
		made->spans[i].at = made->chain.der[i];
		made->spans[i].len = made->chain.len[i];
	}
	return made->spans;
}

static void
digest_content(cseal_digest digest, uint8_t *out)
{
	EVP_Digest(content, sizeof(content) - 1, out, NULL,
	    EVP_get_digestbyname(csi_digest_name(digest)), NULL);
}

static cseal_status
make(struct made *made, const char *kind, cseal_scheme scheme,
    cseal_digest digest)
{
	uint8_t hash[CSI_DIGEST_MOST], value[CSEAL_SIGNATURE_MOST];
	const struct csi_span *spans;
	csi_cms *cms = NULL;
	cseal_status st;
	size_t len;

	memset(made, 0, sizeof(*made));
	cred_chain_make(&made->chain, kind);
	spans = spans_of(made);
	st = csi_cms_choose(spans[0], &scheme, &digest, NULL);
	if (st != CSEAL_OK)
		return st;
	digest_content(digest, hash);
	st = csi_cms_start(spans, 3, scheme, digest, hash, &cms, NULL);
	if (st != CSEAL_OK)
		return st;
	len = cred_sign(made->chain.key, scheme == CSEAL_SCHEME_RSA_PSS,
	    csi_digest_name(digest), csi_cms_to_sign(cms),
	    csi_digest_len(digest), value, sizeof(value));
	st = csi_cms_finish(cms, value, len, &made->der, NULL);
	made->most = csi_cms_most(spans, 3, scheme, digest);
	csi_cms_free(cms);
	return st;
}

static void
unmake(struct made *made)
{
	cred_chain_free(&made->chain);
	csi_bytes_free(&made->der);
}

static CMS_ContentInfo *
decode(const struct csi_bytes *der)
{
	const uint8_t *at = der->at;

	return d2i_CMS_ContentInfo(NULL, &at, (long)der->len);
}

static bool
openssl_verifies(const struct made *made)
{
	CMS_ContentInfo *cms = decode(&made->der);
	X509_STORE *store = X509_STORE_new();
	BIO *in = BIO_new_mem_buf(content, (int)sizeof(content) - 1);
	X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);
	bool ok;

	X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
	X509_STORE_add_cert(store, made->chain.root);
	ok = cms != NULL && CMS_verify(cms, NULL, store, in, NULL,
				CMS_BINARY | CMS_CADES) == 1;
	if (!ok)
		ERR_print_errors_fp(stdout);
	BIO_free(in);
	X509_STORE_free(store);
	CMS_ContentInfo_free(cms);
	return ok;
}

/* CMS_CADES makes it check the signing-certificate attribute too. */
static void
openssl_verifies_every_scheme_and_digest_and_the_size_was_foretold(void)
{
	const struct {
		const char *kind;
		cseal_scheme scheme;
		cseal_digest digest;
	} rows[] = {
		{ "RSA:2048", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_DEFAULT },
		{ "RSA:2048", CSEAL_SCHEME_RSA_PKCS1, CSEAL_DIGEST_SHA384 },
		{ "RSA:2048", CSEAL_SCHEME_RSA_PKCS1, CSEAL_DIGEST_SHA512 },
		{ "RSA:2048", CSEAL_SCHEME_RSA_PSS, CSEAL_DIGEST_SHA256 },
		{ "RSA:2048", CSEAL_SCHEME_RSA_PSS, CSEAL_DIGEST_SHA384 },
		{ "RSA:2048", CSEAL_SCHEME_RSA_PSS, CSEAL_DIGEST_SHA512 },
		{ "RSA-PSS:2048", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_DEFAULT },
		{ "EC:P-256", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_DEFAULT },
		{ "EC:P-256", CSEAL_SCHEME_ECDSA, CSEAL_DIGEST_SHA512 },
		{ "EC:P-384", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_DEFAULT },
		{ "EC:P-521", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_DEFAULT },
	};
	struct made made;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		OKF(make(&made, rows[i].kind, rows[i].scheme, rows[i].digest) ==
			CSEAL_OK,
		    "%s is made", rows[i].kind);
		OKF(openssl_verifies(&made), "%s scheme %d digest %d",
		    rows[i].kind, (int)rows[i].scheme, (int)rows[i].digest);
		OKF(made.der.len <= made.most && made.most - made.der.len < 150,
		    "%zu of at most %zu bytes", made.der.len, made.most);
		unmake(&made);
	}
}

static void
the_default_digest_follows_the_curve(void)
{
	const struct {
		const char *kind;
		cseal_digest digest;
		cseal_scheme scheme;
	} rows[] = {
		{ "EC:P-256", CSEAL_DIGEST_SHA256, CSEAL_SCHEME_ECDSA },
		{ "EC:P-384", CSEAL_DIGEST_SHA384, CSEAL_SCHEME_ECDSA },
		{ "EC:P-521", CSEAL_DIGEST_SHA512, CSEAL_SCHEME_ECDSA },
		{ "RSA:1024", CSEAL_DIGEST_SHA256, CSEAL_SCHEME_RSA_PKCS1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_scheme scheme = CSEAL_SCHEME_DEFAULT;
		cseal_digest digest = CSEAL_DIGEST_DEFAULT;
		struct made made = { 0 };

		cred_chain_make(&made.chain, rows[i].kind);
		OK(csi_cms_choose(spans_of(&made)[0], &scheme, &digest, NULL) ==
		    CSEAL_OK);
		OK(scheme == rows[i].scheme && digest == rows[i].digest);
		cred_chain_free(&made.chain);
	}
}

static void
the_encoding_is_der_with_the_whole_chain_and_no_signing_time(void)
{
	struct made made;
	CMS_ContentInfo *cms;
	CMS_SignerInfo *info;
	STACK_OF(X509) * certificates;
	uint8_t *again = NULL;
	int len;

	OK(make(&made, "EC:P-256", CSEAL_SCHEME_DEFAULT,
	       CSEAL_DIGEST_DEFAULT) == CSEAL_OK);
	cms = decode(&made.der);
	/* OpenSSL sorts every SET OF when it encodes */
	len = i2d_CMS_ContentInfo(cms, &again);
	OK(len > 0 && (size_t)len == made.der.len &&
	    memcmp(again, made.der.at, made.der.len) == 0);
	certificates = CMS_get1_certs(cms);
	OK(sk_X509_num(certificates) == 3);
	OK(CMS_is_detached(cms) == 1);
	info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
	OK(CMS_signed_get_attr_count(info) == 3);
	OK(CMS_signed_get_attr_by_NID(info, NID_pkcs9_signingTime, -1) < 0);
	OK(CMS_signed_get_attr_by_NID(
	       info, NID_id_smime_aa_signingCertificateV2, -1) >= 0);
	OK(CMS_unsigned_get_attr_count(info) <= 0);
	sk_X509_pop_free(certificates, X509_free);
	OPENSSL_free(again);
	CMS_ContentInfo_free(cms);
	unmake(&made);
}

static void
a_byte_of_the_content_changed_is_seen_by_openssl(void)
{
	struct made made;
	CMS_ContentInfo *cms;
	BIO *in = BIO_new_mem_buf("something else", -1);

	OK(make(&made, "EC:P-256", CSEAL_SCHEME_DEFAULT,
	       CSEAL_DIGEST_DEFAULT) == CSEAL_OK);
	cms = decode(&made.der);
	OK(CMS_verify(cms, NULL, NULL, in, NULL,
	       CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) != 1);
	ERR_clear_error();
	BIO_free(in);
	CMS_ContentInfo_free(cms);
	unmake(&made);
}

static void
keys_that_cannot_do_it_are_refused_with_their_reason(void)
{
	const struct {
		const char *kind;
		cseal_scheme scheme;
		cseal_digest digest;
		cseal_status status;
	} rows[] = {
		{ "EC:P-256", CSEAL_SCHEME_RSA_PSS, CSEAL_DIGEST_SHA256,
		    CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "RSA:2048", CSEAL_SCHEME_ECDSA, CSEAL_DIGEST_SHA256,
		    CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "RSA-PSS:2048", CSEAL_SCHEME_RSA_PKCS1, CSEAL_DIGEST_SHA256,
		    CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "RSA:1024", CSEAL_SCHEME_RSA_PSS, CSEAL_DIGEST_SHA512,
		    CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "EC:secp256k1", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256,
		    CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "SM2", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256,
		    CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "ED25519", CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256,
		    CSEAL_SETUP_KEY_UNSUPPORTED },
		{ "EC:P-256", CSEAL_SCHEME_ECDSA, (cseal_digest)9,
		    CSEAL_FAULT_APPLICATION },
		{ "EC:P-256", (cseal_scheme)9, CSEAL_DIGEST_SHA256,
		    CSEAL_FAULT_APPLICATION },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_scheme scheme = rows[i].scheme;
		cseal_digest digest = rows[i].digest;
		struct made made = { 0 };
		cseal_error *error = NULL;
		cseal_status st;

		cred_chain_make(&made.chain, rows[i].kind);
		st = csi_cms_choose(
		    spans_of(&made)[0], &scheme, &digest, &error);
		OKF(st == rows[i].status, "%s: %s", rows[i].kind,
		    cseal_error_text(error));
		OK(csi_cms_most(
		       made.spans, 3, rows[i].scheme, rows[i].digest) == 0);
		cseal_error_free(error);
		cred_chain_free(&made.chain);
	}
}

static void
a_chain_that_is_none_is_refused(void)
{
	const struct csi_span rubbish = { (const uint8_t *)"0\x82\x01", 3 };
	uint8_t hash[CSI_DIGEST_MOST] = { 0 };
	struct csi_span many[17];
	struct made made = { 0 };
	csi_cms *cms = NULL;

	cred_chain_make(&made.chain, "EC:P-256");
	for (size_t i = 0; i < 17; i++)
		many[i] = spans_of(&made)[0];
	OK(csi_cms_start(&rubbish, 1, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256,
	       hash, &cms, NULL) == CSEAL_REFUSED_INPUT);
	OK(csi_cms_start(many, 0, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256,
	       hash, &cms, NULL) == CSEAL_FAULT_APPLICATION);
	OK(csi_cms_start(many, 17, CSEAL_SCHEME_DEFAULT, CSEAL_DIGEST_SHA256,
	       hash, &cms, NULL) == CSEAL_FAULT_APPLICATION);
	OK(cms == NULL);
	cred_chain_free(&made.chain);
}

static void
a_value_of_an_absurd_length_is_refused(void)
{
	uint8_t hash[CSI_DIGEST_MOST] = { 0 }, value[1] = { 0 };
	struct csi_bytes der = { 0 };
	struct made made = { 0 };
	csi_cms *cms = NULL;

	cred_chain_make(&made.chain, "EC:P-256");
	OK(csi_cms_start(spans_of(&made), 3, CSEAL_SCHEME_DEFAULT,
	       CSEAL_DIGEST_DEFAULT, hash, &cms, NULL) == CSEAL_OK);
	OK(csi_cms_finish(cms, value, 0, &der, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(csi_cms_finish(cms, value, CSEAL_SIGNATURE_MOST + 1, &der, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(der.len == 0);
	csi_cms_free(cms);
	cred_chain_free(&made.chain);
}

int
main(void)
{
	RUN(openssl_verifies_every_scheme_and_digest_and_the_size_was_foretold);
	RUN(the_default_digest_follows_the_curve);
	RUN(the_encoding_is_der_with_the_whole_chain_and_no_signing_time);
	RUN(a_byte_of_the_content_changed_is_seen_by_openssl);
	RUN(keys_that_cannot_do_it_are_refused_with_their_reason);
	RUN(a_chain_that_is_none_is_refused);
	RUN(a_value_of_an_absurd_length_is_refused);
	return tap_done();
}
