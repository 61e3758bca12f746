/* SPDX-License-Identifier: Apache-2.0 */
/* primitives.c -- digests and ciphers of encrypted documents. */
#include "primitives.h"

#include "error.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <string.h>

/* EVP counts in int. */
#define STEP ((size_t)1 << 30)

/* False where one of them is not there.  A process that is held to FIPS may
 * still have MD5 beside it. */
static bool
fetch_from(OSSL_LIB_CTX *lib, struct csi_pdf_primitives *got)
{
	got->md5 = EVP_MD_fetch(lib, "MD5", "-fips");
	got->sha256 = EVP_MD_fetch(lib, "SHA2-256", NULL);
	got->sha384 = EVP_MD_fetch(lib, "SHA2-384", NULL);
	got->sha512 = EVP_MD_fetch(lib, "SHA2-512", NULL);
	got->aes128 = EVP_CIPHER_fetch(lib, "AES-128-CBC", NULL);
	got->aes256 = EVP_CIPHER_fetch(lib, "AES-256-CBC", NULL);
	got->aes256_block = EVP_CIPHER_fetch(lib, "AES-256-ECB", NULL);
	return got->md5 != NULL && got->sha256 != NULL && got->sha384 != NULL &&
	       got->sha512 != NULL && got->aes128 != NULL &&
	       got->aes256 != NULL && got->aes256_block != NULL;
}

cseal_status
csi_pdf_primitives_fetch(
    struct csi_pdf_primitives *primitives, cseal_error **ret_error)
{
	struct csi_pdf_primitives got = { .lib = NULL };
	bool has = fetch_from(NULL, &got);

	if (!has) {
		csi_pdf_primitives_free(&got);
		ERR_clear_error();
		got.lib = OSSL_LIB_CTX_new();
		has = got.lib != NULL && fetch_from(got.lib, &got);
	}
	if (!has) {
		csi_pdf_primitives_free(&got);
		return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the crypto library lacked MD5, SHA-2 or AES");
	}
	*primitives = got;
	return CSEAL_OK;
}

void
csi_pdf_primitives_free(struct csi_pdf_primitives *primitives)
{
	EVP_MD_free(primitives->md5);
	EVP_MD_free(primitives->sha256);
	EVP_MD_free(primitives->sha384);
	EVP_MD_free(primitives->sha512);
	EVP_CIPHER_free(primitives->aes128);
	EVP_CIPHER_free(primitives->aes256);
	EVP_CIPHER_free(primitives->aes256_block);
	OSSL_LIB_CTX_free(primitives->lib);
	memset(primitives, 0, sizeof(*primitives));
}

bool
csi_pdf_digest(
    const EVP_MD *md, const struct csi_span *parts, size_t count, uint8_t *to)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx != NULL && EVP_DigestInit_ex2(ctx, md, NULL) == 1;

	for (size_t i = 0; ok && i < count; i++)
		ok = EVP_DigestUpdate(ctx, parts[i].at, parts[i].len) == 1;
	ok = ok && EVP_DigestFinal_ex(ctx, to, NULL) == 1;
	EVP_MD_CTX_free(ctx);
	return ok;
}

bool
csi_pdf_blocks(const EVP_CIPHER *cipher, bool encrypt, const uint8_t *key,
    const uint8_t *iv, const uint8_t *from, size_t len, uint8_t *to)
{
	static const uint8_t zeros[CSI_PDF_BLOCK];
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool ok;

	ok = ctx != NULL &&
	     EVP_CipherInit_ex2(ctx, cipher, key, iv != NULL ? iv : zeros,
		 encrypt, NULL) == 1 &&
	     EVP_CIPHER_CTX_set_padding(ctx, 0) == 1;
	while (ok && len > 0) {
		size_t step = len < STEP ? len : STEP;
		int done = 0;

		ok = EVP_CipherUpdate(ctx, to, &done, from, (int)step) == 1 &&
		     (size_t)done == step;
		from += step;
		to += step;
		len -= step;
	}
	EVP_CIPHER_CTX_free(ctx);
	return ok;
}
