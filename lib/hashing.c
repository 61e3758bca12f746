/* SPDX-License-Identifier: Apache-2.0 */
/* hashing.c -- the digest of what a signature covers. */
#include "hashing.h"

#include "error.h"

#include <openssl/evp.h>

/* Between two looks at the clock and the cancel. */
#define HASH_STEP ((size_t)8 << 20)

static cseal_status
fail_crypto(const char *what, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
	    "the crypto library could not %s", what);
}

/* A large file takes a while: it can be cancelled. */
static cseal_status
hash_span(EVP_MD_CTX *md, const uint8_t *at, size_t len, cseal_wait *wait,
    cseal_error **ret_error)
{
	while (len > 0) {
		size_t step = len < HASH_STEP ? len : HASH_STEP;
		cseal_status st = cseal_wait_check(wait, ret_error);

		if (st != CSEAL_OK)
			return st;
		if (EVP_DigestUpdate(md, at, step) != 1)
			return fail_crypto("hash", ret_error);
		at += step;
		len -= step;
	}
	return CSEAL_OK;
}

cseal_status
csi_document_hash(const cseal_document *document, size_t len,
    const struct csi_pdf_holes *holes, const char *name, cseal_wait *wait,
    uint8_t *ret_digest, cseal_error **ret_error)
{
	const uint8_t *file = document->file.at;
	const EVP_MD *type = EVP_get_digestbyname(name);
	size_t after = (size_t)holes->contents + holes->contents_len;
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	cseal_status st;

	if (md == NULL || type == NULL ||
	    EVP_DigestInit_ex(md, type, NULL) != 1) {
		st = fail_crypto("begin a hash", ret_error);
		goto out;
	}
	st = hash_span(md, file, (size_t)holes->contents, wait, ret_error);
	if (st == CSEAL_OK)
		st = hash_span(md, file + after, len - after, wait, ret_error);
	if (st == CSEAL_OK && EVP_DigestFinal_ex(md, ret_digest, NULL) != 1)
		st = fail_crypto("end a hash", ret_error);
out:
	EVP_MD_CTX_free(md);
	return st;
}
