/* SPDX-License-Identifier: Apache-2.0 */
/* test-read.c -- proves lib/cms/read.c and prove.c on SignedData that OpenSSL
 * made. */
#include "cms/cms.h"
#include "credentials.h"
#include "tap.h"

#include <openssl/cms.h>
#include <openssl/pkcs7.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

static const char content[] = "%PDF-1.7 what the ByteRange covers";
static struct cred_chain rsa, ec;

static void
digest(const char *name, uint8_t *out, size_t *ret_len)
{
	unsigned len = 0;

	EVP_Digest(content, sizeof(content) - 1, out, &len,
	    EVP_get_digestbyname(name), NULL);
	*ret_len = len;
}

/* What somebody else's program would have written; flags as for CMS_sign. */
static uint8_t *
openssl_signs(const struct cred_chain *chain, const char *digest_name,
    unsigned flags, bool pss, size_t *ret_len)
{
	BIO *in = BIO_new_mem_buf(content, (int)sizeof(content) - 1);
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL,
	    CMS_BINARY | CMS_PARTIAL | (flags & CMS_DETACHED));
	CMS_SignerInfo *info;
	uint8_t *der = NULL, *copy;
	int len;

	info = CMS_add1_signer(cms, chain->certificate, chain->key,
	    EVP_get_digestbyname(digest_name),
	    (flags & ~(unsigned)CMS_DETACHED) | CMS_BINARY |
		(pss ? CMS_KEY_PARAM : 0));
	if (pss && info != NULL)
		EVP_PKEY_CTX_set_rsa_padding(
		    CMS_SignerInfo_get0_pkey_ctx(info), RSA_PKCS1_PSS_PADDING);
	CMS_final(cms, in, NULL, CMS_BINARY | (flags & CMS_DETACHED));
	len = i2d_CMS_ContentInfo(cms, &der);
	copy = malloc(len > 0 ? (size_t)len : 1);
	if (len > 0)
		memcpy(copy, der, (size_t)len);
	*ret_len = len > 0 ? (size_t)len : 0;
	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	return copy;
}

static cseal_status
prove(const uint8_t *der, size_t len, const char *digest_name,
    cseal_error **ret_error)
{
	csi_cms_read *read = NULL;
	uint8_t hash[CSI_DIGEST_MOST];
	size_t hash_len;
	cseal_status st;

	st = csi_cms_parse(der, len, &read, ret_error);
	if (st != CSEAL_OK)
		return st;
	digest(digest_name, hash, &hash_len);
	if (strcmp(csi_cms_digest_name(read), digest_name) != 0)
		st = CSEAL_FAULT_INTERNAL;
	else
		st = csi_cms_prove(read, hash, hash_len, ret_error);
	csi_cms_read_free(read);
	return st;
}

static void
what_openssl_signed_is_proven(void)
{
	const struct {
		const struct cred_chain *chain;
		const char *digest;
		unsigned flags;
		bool pss;
	} rows[] = {
		{ &rsa, "SHA256", CMS_DETACHED, false },
		{ &rsa, "SHA384", CMS_DETACHED | CMS_CADES, false },
		{ &rsa, "SHA512", CMS_DETACHED | CMS_USE_KEYID, false },
		{ &rsa, "SHA1", CMS_DETACHED, false },
		{ &rsa, "SHA224", CMS_DETACHED, false },
		{ &rsa, "SHA256", CMS_DETACHED | CMS_NOATTR, false },
		{ &rsa, "SHA256", CMS_DETACHED, true },
		{ &rsa, "SHA384", CMS_DETACHED, true },
		{ &ec, "SHA256", CMS_DETACHED | CMS_CADES, false },
		{ &ec, "SHA512", CMS_DETACHED, false },
		{ &ec, "SHA1", CMS_DETACHED | CMS_NOATTR, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_error *error = NULL;
		size_t len;
		uint8_t *der = openssl_signs(rows[i].chain, rows[i].digest,
		    rows[i].flags, rows[i].pss, &len);
		cseal_status st = prove(der, len, rows[i].digest, &error);

		OKF(st == CSEAL_OK, "row %zu: %s %s", i, rows[i].digest,
		    cseal_error_text(error));
		cseal_error_free(error);
		free(der);
	}
}

int
main(void)
{
	cred_chain_make(&rsa, "RSA:2048");
	cred_chain_make(&ec, "EC:P-256");
	RUN(what_openssl_signed_is_proven);
	cred_chain_free(&rsa);
	cred_chain_free(&ec);
	return tap_done();
}
