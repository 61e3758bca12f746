/* SPDX-License-Identifier: Apache-2.0 */
/* credentials.c -- keys and certificates for tests, made by OpenSSL. */
#include "credentials.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	printf("Bail out! OpenSSL could not %s\n", what);
	exit(1);
}

EVP_PKEY *
cred_key(const char *kind)
{
	EVP_PKEY *key = NULL;
	char type[16];
	const char *colon = strchr(kind, ':');
	EVP_PKEY_CTX *ctx;

	if (colon == NULL) {
		key = EVP_PKEY_Q_keygen(NULL, NULL, kind);
		must(key != NULL, "make a key");
		return key;
	}
	snprintf(type, sizeof(type), "%.*s", (int)(colon - kind), kind);
	ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	must(ctx != NULL && EVP_PKEY_keygen_init(ctx) > 0, "start a key");
	if (strcmp(type, "EC") == 0)
		must(EVP_PKEY_CTX_set_group_name(ctx, colon + 1) > 0,
		    "choose a curve");
	else
		must(EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, atoi(colon + 1)) > 0,
		    "choose a length");
	must(EVP_PKEY_generate(ctx, &key) > 0, "make a key");
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static void
add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *extension;

	X509V3_set_ctx(&ctx, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	must(extension != NULL && X509_add_ext(certificate, extension, -1) == 1,
	    "add an extension");
	X509_EXTENSION_free(extension);
}

/* OpenSSL signs with an empty SM2 identifier, unless it is told. */
static void
sign_certificate(X509 *made, EVP_PKEY *key)
{
	static const char id[] = "1234567812345678";
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	bool is_sm2 = EVP_PKEY_is_a(key, "SM2") == 1;

	must(md != NULL && ctx != NULL, "start a certificate");
	EVP_MD_CTX_set_pkey_ctx(md, ctx);
	must(!is_sm2 || EVP_PKEY_CTX_set1_id(ctx, id, sizeof(id) - 1) > 0,
	    "set an identifier");
	must(EVP_DigestSignInit(md, NULL,
		 EVP_PKEY_is_a(key, "ED25519") ? NULL
		 : is_sm2                      ? EVP_sm3()
					       : EVP_sha256(),
		 NULL, key) > 0 &&
		 X509_sign_ctx(made, md) > 0,
	    "sign a certificate");
	EVP_MD_CTX_free(md);
	EVP_PKEY_CTX_free(ctx);
}

X509 *
cred_certificate(EVP_PKEY *key, const struct cred_how *how, X509 *issuer,
    EVP_PKEY *issuer_key)
{
	X509 *made = X509_new();
	X509_NAME *name = X509_NAME_new();
	long from = how->from, to = how->to;

	if (from == 0 && to == 0) {
		from = -CRED_DAY;
		to = 3650 * CRED_DAY;
	}
	if (issuer == NULL) {
		issuer = made;
		issuer_key = key;
	}
	must(X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8,
		 (const unsigned char *)"Hall Test", -1, -1, 0) == 1 &&
		 X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
		     (const unsigned char *)how->common_name, -1, -1, 0) == 1,
	    "make a name");
	X509_set_version(made, 2);
	ASN1_INTEGER_set(
	    X509_get_serialNumber(made), how->serial == 0 ? 1 : how->serial);
	X509_set_subject_name(made, name);
	X509_set_issuer_name(
	    made, issuer == made ? name : X509_get_subject_name(issuer));
	X509_gmtime_adj(X509_getm_notBefore(made), from);
	X509_gmtime_adj(X509_getm_notAfter(made), to);
	X509_set_pubkey(made, key);
	add_extension(made, issuer, NID_basic_constraints,
	    how->is_ca ? "critical,CA:TRUE" : "CA:FALSE");
	if (how->usage != NULL)
		add_extension(made, issuer, NID_key_usage, how->usage);
	add_extension(made, issuer, NID_subject_key_identifier, "hash");
	sign_certificate(made, issuer_key);
	X509_NAME_free(name);
	return made;
}

uint8_t *
cred_der(X509 *certificate, size_t *ret_len)
{
	int len = i2d_X509(certificate, NULL);
	uint8_t *der = malloc(len > 0 ? (size_t)len : 1), *at = der;

	must(len > 0 && der != NULL && i2d_X509(certificate, &at) == len,
	    "encode a certificate");
	*ret_len = (size_t)len;
	return der;
}

void
cred_chain_make(struct cred_chain *chain, const char *kind)
{
	const struct cred_how root = { "Hall Test Root", .is_ca = 1,
		.usage = "critical,keyCertSign,cRLSign" };
	const struct cred_how ca = { "Hall Test CA", .is_ca = 1, .serial = 2,
		.usage = "critical,keyCertSign,cRLSign" };
	const struct cred_how signer = { "营业厅 Test Signer", .serial = 0x4711,
		.usage = "critical,digitalSignature,nonRepudiation" };

	const char *above = strcmp(kind, "SM2") == 0 ? "SM2" : "EC:P-256";

	memset(chain, 0, sizeof(*chain));
	chain->root_key = cred_key(above);
	chain->ca_key = cred_key(above);
	chain->key = cred_key(kind);
	chain->root = cred_certificate(chain->root_key, &root, NULL, NULL);
	chain->ca =
	    cred_certificate(chain->ca_key, &ca, chain->root, chain->root_key);
	chain->certificate =
	    cred_certificate(chain->key, &signer, chain->ca, chain->ca_key);
	chain->der[0] = cred_der(chain->certificate, &chain->len[0]);
	chain->der[1] = cred_der(chain->ca, &chain->len[1]);
	chain->der[2] = cred_der(chain->root, &chain->len[2]);
}

void
cred_chain_free(struct cred_chain *chain)
{
	EVP_PKEY_free(chain->key);
	EVP_PKEY_free(chain->ca_key);
	EVP_PKEY_free(chain->root_key);
	X509_free(chain->certificate);
	X509_free(chain->ca);
	X509_free(chain->root);
	for (size_t i = 0; i < 3; i++)
		free(chain->der[i]);
}

int
cred_write_pem(const char *path, EVP_PKEY *key, const char *pass,
    X509 *const *certificates, size_t count)
{
	FILE *file = fopen(path, "w");
	int ok = file != NULL;

	if (ok && key != NULL)
		ok = PEM_write_PrivateKey(file, key,
			 pass == NULL ? NULL : EVP_aes_256_cbc(),
			 (const unsigned char *)pass,
			 pass == NULL ? 0 : (int)strlen(pass), NULL, NULL) == 1;
	for (size_t i = 0; ok && i < count; i++)
		ok = PEM_write_X509(file, certificates[i]) == 1;
	if (file != NULL && fclose(file) != 0)
		ok = 0;
	return ok ? 0 : -1;
}

size_t
cred_sign(EVP_PKEY *key, int pss, const char *digest_name,
    const uint8_t *digest, size_t digest_len, uint8_t *value, size_t room)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	const EVP_MD *md = EVP_get_digestbyname(digest_name);

	must(ctx != NULL && EVP_PKEY_sign_init(ctx) > 0, "start signing");
	if (pss)
		must(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) >
			 0,
		    "choose PSS");
	must(EVP_PKEY_CTX_set_signature_md(ctx, md) > 0, "choose a digest");
	if (pss)
		must(EVP_PKEY_CTX_set_rsa_pss_saltlen(
			 ctx, RSA_PSS_SALTLEN_DIGEST) > 0,
		    "choose a salt");
	must(EVP_PKEY_sign(ctx, value, &room, digest, digest_len) > 0, "sign");
	EVP_PKEY_CTX_free(ctx);
	return room;
}
