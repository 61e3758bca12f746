/* SPDX-License-Identifier: Apache-2.0 */
/* mock-signer.c -- a signer that misbehaves in the way that its URI names:
 * mock:BEHAVIOUR:/PATH.pem, with key and certificates in the PEM file. */
#include <counterseal/module.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

struct signer {
	char behaviour[32];
	EVP_PKEY *key;
	X509 *certificates[4];
	size_t count;
	const cseal_pin_entry *pin;
};

static bool
does(const struct signer *signer, const char *behaviour)
{
	return strcmp(signer->behaviour, behaviour) == 0;
}

static void
signer_close(void *opened)
{
	struct signer *signer = opened;

	EVP_PKEY_free(signer->key);
	for (size_t i = 0; i < signer->count; i++)
		X509_free(signer->certificates[i]);
	free(signer);
}

static void
read_pem(struct signer *signer, const char *path)
{
	BIO *in = BIO_new_file(path, "r");
	X509 *one;

	if (in == NULL)
		return;
	signer->key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
	while (signer->count < 4 &&
	       (one = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL)
		signer->certificates[signer->count++] = one;
	BIO_free(in);
	ERR_clear_error();
}

static cseal_status
signer_open(cseal_host *host, const char *uri, const char *certificate_file,
    const cseal_pin_entry *pin, cseal_wait *wait, void **ret_signer,
    cseal_error **ret_error)
{
	struct signer *signer = calloc(1, sizeof(*signer));
	const char *at = uri + strlen("mock:");
	size_t len = strcspn(at, ":");

	if (signer == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	memcpy(signer->behaviour, at, len < 31 ? len : 31);
	signer->pin = pin;
	if (at[len] == ':')
		read_pem(signer, at + len + 1);
	if (does(signer, "no-signer")) {
		signer_close(signer);
		return CSEAL_OK;
	}
	if (does(signer, "strange-status")) {
		signer_close(signer);
		return (cseal_status)12345;
	}
	if (does(signer, "silent-failure")) {
		signer_close(signer);
		return CSEAL_COUNTER_DEVICE_FAILED;
	}
	*ret_signer = signer;
	return CSEAL_OK;
}

static size_t
signer_chain_count(void *opened)
{
	const struct signer *signer = opened;

	if (does(signer, "no-chain"))
		return 0;
	return does(signer, "long-chain") ? 1000000 : signer->count;
}

static cseal_status
signer_certificate(
    void *opened, size_t i, cseal_blob *der, cseal_error **ret_error)
{
	struct signer *signer = opened;
	uint8_t bytes[70000] = { 0 }, *at = bytes;
	int len;

	if (does(signer, "empty-certificate"))
		return CSEAL_OK;
	if (does(signer, "rubbish-certificate"))
		return cseal_blob_append(der, "0\x82\xff\xff", 4, ret_error);
	if (does(signer, "huge-certificate"))
		return cseal_blob_append(der, bytes, sizeof(bytes), ret_error);
	if (does(signer, "unordered-chain") && i > 0)
		i = signer->count - i;
	len = i2d_X509(signer->certificates[i], &at);
	return cseal_blob_append(der, bytes, (size_t)len, ret_error);
}

static void
sign_one(const struct signer *signer, cseal_scheme scheme, cseal_digest digest,
    struct cseal_sign_item *item)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(signer->key, NULL);
	const EVP_MD *md = digest == CSEAL_DIGEST_SHA256   ? EVP_sha256()
			   : digest == CSEAL_DIGEST_SHA384 ? EVP_sha384()
			   : digest == CSEAL_DIGEST_SM3    ? EVP_sm3()
							   : EVP_sha512();
	size_t len = CSEAL_SIGNATURE_MOST;

	EVP_PKEY_sign_init(ctx);
	EVP_PKEY_CTX_set_signature_md(ctx, md);
	if (scheme == CSEAL_SCHEME_RSA_PSS) {
		EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING);
		EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST);
	}
	if (EVP_PKEY_sign(
		ctx, item->value, &len, item->digest, item->digest_len) == 1)
		item->value_len = len;
	EVP_PKEY_CTX_free(ctx);
	if (does(signer, "wrong-value"))
		item->value[len - 1] ^= 1;
	if (does(signer, "long-value"))
		item->value_len = CSEAL_SIGNATURE_MOST + 1;
	if (does(signer, "no-value"))
		item->value_len = 0;
}

/* Wants "2468". */
static cseal_status
ask_pin(const struct signer *signer, cseal_error **ret_error)
{
	cseal_secret *secret = NULL;
	const void *bytes;
	cseal_status st;
	size_t len;
	bool right;

	st = cseal_pin_ask(
	    signer->pin, "A token", true, true, &secret, ret_error);
	if (st != CSEAL_OK)
		return st;
	bytes = cseal_secret_bytes(secret, &len);
	right = len == 4 && memcmp(bytes, "2468", 4) == 0;
	cseal_secret_free(secret);
	return right ? CSEAL_OK
		     : cseal_fail(ret_error, CSEAL_AGAIN_PIN_WRONG,
			   "the PIN was wrong");
}

static cseal_status
signer_sign(void *opened, cseal_scheme scheme, cseal_digest digest,
    struct cseal_sign_item *items, size_t count, cseal_wait *wait,
    cseal_error **ret_error)
{
	const struct signer *signer = opened;
	cseal_status st;

	if (does(signer, "asks-pin")) {
		st = ask_pin(signer, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	for (size_t i = 0; i < count; i++)
		sign_one(signer, scheme, digest, &items[i]);
	if (does(signer, "gone"))
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
		    "the token was unplugged");
	return CSEAL_OK;
}

static const struct cseal_signer_ops signer_ops = {
	.size = sizeof(signer_ops),
	.open = signer_open,
	.close = signer_close,
	.chain_count = signer_chain_count,
	.certificate = signer_certificate,
	.sign = signer_sign,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_SIGNER,
	.title = "A signer that misbehaves",
	.ops.signer = &signer_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.flags = CSEAL_MODULE_VIRTUAL,
		.id = "mock-signer",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
