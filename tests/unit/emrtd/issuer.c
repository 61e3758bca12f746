/* SPDX-License-Identifier: Apache-2.0 */
/* issuer.c -- a state that issues documents, made by OpenSSL. */
#include "issuer.h"

#include "build.h"

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	printf("Bail out! OpenSSL could not %s\n", what);
	exit(1);
}

static void
add_extension(
    X509 *certificate, X509 *issuer, const char *name, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *extension;

	X509V3_set_ctx(&ctx, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf(NULL, &ctx, name, value);
	must(extension != NULL && X509_add_ext(certificate, extension, -1) == 1,
	    "add an extension");
	X509_EXTENSION_free(extension);
}

static void
add_name(X509_NAME *name, const char *key, const char *value)
{
	must(X509_NAME_add_entry_by_txt(name, key, MBSTRING_UTF8,
		 (const unsigned char *)value, -1, -1, 0) == 1,
	    "make a name");
}

X509 *
issuer_certificate(EVP_PKEY *key, const struct issuer_how *how, X509 *issuer,
    EVP_PKEY *issuer_key)
{
	X509 *made = X509_new();
	X509_NAME *name = X509_NAME_new();
	bool dated = how->from != 0 || how->to != 0;

	if (issuer == NULL) {
		issuer = made;
		issuer_key = key;
	}
	if (how->country != NULL)
		add_name(name, "C", how->country);
	add_name(name, "O", "Hall Test");
	add_name(name, "CN", how->common_name);
	X509_set_version(made, 2);
	ASN1_INTEGER_set(
	    X509_get_serialNumber(made), how->serial == 0 ? 1 : how->serial);
	X509_set_subject_name(made, name);
	X509_set_issuer_name(
	    made, issuer == made ? name : X509_get_subject_name(issuer));
	X509_gmtime_adj(
	    X509_getm_notBefore(made), dated ? how->from : -CRED_DAY);
	X509_gmtime_adj(
	    X509_getm_notAfter(made), dated ? how->to : 3650 * CRED_DAY);
	X509_set_pubkey(made, key);
	if (how->is_ca)
		add_extension(made, issuer, SN_basic_constraints,
		    "critical,CA:TRUE,pathlen:0");
	if (how->usage != NULL)
		add_extension(made, issuer, SN_key_usage, how->usage);
	if (how->purpose != NULL)
		add_extension(made, issuer, SN_ext_key_usage, how->purpose);
	if (how->more_oid != NULL)
		add_extension(made, issuer, how->more_oid, how->more_value);
	add_extension(made, issuer, SN_subject_key_identifier, "hash");
	must(X509_sign(made, issuer_key,
		 EVP_get_digestbyname(
		     how->digest == NULL ? "SHA256" : how->digest)) > 0,
	    "sign a certificate");
	X509_NAME_free(name);
	return made;
}

EVP_PKEY *
issuer_explicit_key(const char *curve)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *key = NULL;

	must(ctx != NULL && EVP_PKEY_keygen_init(ctx) > 0 &&
		 EVP_PKEY_CTX_set_group_name(ctx, curve) > 0 &&
		 EVP_PKEY_CTX_set_ec_param_enc(ctx, OPENSSL_EC_EXPLICIT_CURVE) >
		     0 &&
		 EVP_PKEY_generate(ctx, &key) > 0,
	    "make a key of numbers");
	EVP_PKEY_CTX_free(ctx);
	return key;
}

void
issuer_make(struct issuer *issuer, const char *country)
{
	issuer_make_with(issuer, country,
	    issuer_explicit_key("brainpoolP384r1"),
	    issuer_explicit_key("brainpoolP256r1"));
}

void
issuer_make_with(struct issuer *issuer, const char *country,
    EVP_PKEY *take_csca_key, EVP_PKEY *take_key)
{
	const struct issuer_how csca = { .country = country,
		.common_name = "Hall Test CSCA",
		.usage = "critical,keyCertSign,cRLSign",
		.is_ca = 1 };
	const struct issuer_how signer = { .country = country,
		.common_name = "Hall Test Document Signer",
		.usage = "critical,digitalSignature",
		.serial = 0x4711 };

	issuer->csca_key = take_csca_key;
	issuer->key = take_key;
	issuer->csca = issuer_certificate(issuer->csca_key, &csca, NULL, NULL);
	issuer->certificate = issuer_certificate(
	    issuer->key, &signer, issuer->csca, issuer->csca_key);
}

void
issuer_free(struct issuer *issuer)
{
	EVP_PKEY_free(issuer->csca_key);
	EVP_PKEY_free(issuer->key);
	X509_free(issuer->csca);
	X509_free(issuer->certificate);
}

struct csi_bytes
issuer_sign(const struct issuer *issuer, const char *type,
    struct csi_span content, const char *digest)
{
	const unsigned flags = CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP;
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, flags);
	ASN1_OBJECT *object = OBJ_txt2obj(type, 1);
	BIO *in = BIO_new_mem_buf(content.at, (int)content.len);
	struct csi_bytes out = { 0 };
	unsigned char *der = NULL;
	int len;

	must(cms != NULL && object != NULL && in != NULL &&
		 CMS_add1_signer(cms, issuer->certificate, issuer->key,
		     EVP_get_digestbyname(digest), flags) != NULL &&
		 CMS_set1_eContentType(cms, object) == 1 &&
		 CMS_final(cms, in, NULL, flags) == 1,
	    "sign");
	len = i2d_CMS_ContentInfo(cms, &der);
	must(len > 0, "encode a SignedData");
	csi_bytes_add(&out, der, (size_t)len);
	OPENSSL_free(der);
	BIO_free(in);
	ASN1_OBJECT_free(object);
	CMS_ContentInfo_free(cms);
	return out;
}

struct csi_bytes
issuer_object(const struct csi_span files[17], const char *digest)
{
	const EVP_MD *md = EVP_get_digestbyname(digest);
	X509_ALGOR *algorithm = X509_ALGOR_new();
	struct csi_bytes out = { 0 }, list = { 0 };
	unsigned char *der = NULL, hash[EVP_MAX_MD_SIZE];
	unsigned hash_len;
	int len;

	X509_ALGOR_set_md(algorithm, md);
	len = i2d_X509_ALGOR(algorithm, &der);
	must(len > 0, "encode an algorithm");
	for (uint8_t i = 1; i <= 16; i++) {
		struct csi_bytes one = { 0 };

		if (files[i].len == 0)
			continue;
		EVP_Digest(
		    files[i].at, files[i].len, hash, &hash_len, md, NULL);
		build_object(&one, 0x02, (struct csi_span){ &i, 1 });
		build_object(&one, 0x04, (struct csi_span){ hash, hash_len });
		build_object(&list, 0x30, csi_bytes_span(&one));
		csi_bytes_free(&one);
	}
	build_object(&out, 0x02, (struct csi_span){ hash, 1 });
	out.at[2] = 0;
	csi_bytes_add(&out, der, (size_t)len);
	build_object(&out, 0x30, csi_bytes_span(&list));
	build_around(&out, 0x30);
	OPENSSL_free(der);
	X509_ALGOR_free(algorithm);
	csi_bytes_free(&list);
	return out;
}

struct csi_bytes
issuer_sod(const struct issuer *issuer, const struct csi_span files[17],
    const char *digest)
{
	struct csi_bytes object = issuer_object(files, digest);
	struct csi_bytes sod = issuer_sign(
	    issuer, "2.23.136.1.1.1", csi_bytes_span(&object), digest);

	build_around(&sod, 0x77);
	csi_bytes_free(&object);
	return sod;
}
