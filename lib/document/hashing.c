/* SPDX-License-Identifier: Apache-2.0 */
/* hashing.c -- the digest of what a signature covers.
 *
 * What was counted into the document never changes, so the state of a digest
 * over it is kept: the next seal goes on from there, and a large file that
 * gets three seals is read once. */
#include "document/hashing.h"

#include "cms/crypto.h"

#include <openssl/evp.h>

/* Between two looks at the clock and the cancel. */
#define HASH_STEP ((size_t)8 << 20)

static cseal_status
fail(const char *note, cseal_error **ret_error)
{
	return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO, note);
}

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
			return fail(
			    "the crypto library could not hash", ret_error);
		at += step;
		len -= step;
	}
	return CSEAL_OK;
}

/* ---- what is hashed already --------------------------------------------- */

static void
drop(struct csi_prefix *prefix)
{
	EVP_MD_CTX_free(prefix->md);
	*prefix = (struct csi_prefix){ 0 };
}

void
csi_document_forget(cseal_document *document, size_t from)
{
	for (size_t i = 0; i < CSI_PREFIXES_MOST; i++) {
		if (document->prefixes[i].len > from)
			drop(&document->prefixes[i]);
	}
}

/* The state of that digest; an empty one, or the shortest, is made new. */
static cseal_status
find_prefix(cseal_document *document, const EVP_MD *type,
    struct csi_prefix **ret_prefix, cseal_error **ret_error)
{
	struct csi_prefix *all = document->prefixes, *free = &all[0];

	for (size_t i = 0; i < CSI_PREFIXES_MOST; i++) {
		if (all[i].md != NULL &&
		    EVP_MD_get_type(EVP_MD_CTX_get0_md(all[i].md)) ==
			EVP_MD_get_type(type)) {
			*ret_prefix = &all[i];
			return CSEAL_OK;
		}
		if (all[i].len < free->len)
			free = &all[i];
	}
	drop(free);
	free->md = EVP_MD_CTX_new();
	if (free->md == NULL || EVP_DigestInit_ex(free->md, type, NULL) != 1) {
		drop(free);
		return fail(
		    "the crypto library could not begin a hash", ret_error);
	}
	*ret_prefix = free;
	return CSEAL_OK;
}

/* A large file takes a while: it can be cancelled. */
static cseal_status
advance(const uint8_t *file, struct csi_prefix *prefix, size_t to,
    cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK && prefix->len < to) {
		size_t left = to - prefix->len;
		size_t step = left < HASH_STEP ? left : HASH_STEP;

		st = hash_span(
		    prefix->md, file + prefix->len, step, wait, ret_error);
		if (st == CSEAL_OK)
			prefix->len += step;
		else if (st == CSEAL_FAULT_CRYPTO)
			drop(prefix);
	}
	return st;
}

static cseal_status
hash_rest(const struct csi_prefix *prefix, const uint8_t *file, size_t len,
    const struct csi_pdf_holes *holes, cseal_wait *wait, uint8_t *ret_digest,
    cseal_error **ret_error)
{
	size_t hole = (size_t)holes->contents;
	size_t after = hole + holes->contents_len;
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	cseal_status st;

	if (md == NULL || EVP_MD_CTX_copy_ex(md, prefix->md) != 1) {
		st = fail("the crypto library could not go on with a hash",
		    ret_error);
		goto out;
	}
	st = hash_span(
	    md, file + prefix->len, hole - prefix->len, wait, ret_error);
	if (st == CSEAL_OK)
		st = hash_span(md, file + after, len - after, wait, ret_error);
	if (st == CSEAL_OK && EVP_DigestFinal_ex(md, ret_digest, NULL) != 1)
		st = fail("the crypto library could not end a hash", ret_error);
out:
	EVP_MD_CTX_free(md);
	return st;
}

cseal_status
csi_document_hash(cseal_document *document, size_t len,
    const struct csi_pdf_holes *holes, const char *name, cseal_wait *wait,
    uint8_t *ret_digest, cseal_error **ret_error)
{
	const uint8_t *file = document->file.at;
	const EVP_MD *type = EVP_get_digestbyname(name);
	size_t fixed = document->file.len;
	struct csi_prefix *prefix = NULL;
	cseal_status st;

	if (type == NULL)
		return fail(
		    "the crypto library could not find a digest", ret_error);
	/* The hole itself is filled in later. */
	if (fixed > holes->contents) {
		fixed = (size_t)holes->contents;
		csi_document_forget(document, fixed);
	}
	st = find_prefix(document, type, &prefix, ret_error);
	if (st == CSEAL_OK)
		st = advance(file, prefix, fixed, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	return hash_rest(prefix, file, len, holes, wait, ret_digest, ret_error);
}
