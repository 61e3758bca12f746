/* SPDX-License-Identifier: Apache-2.0 */
/* covered.c -- is a SignedData one over the bytes that a ByteRange covers? */
#include "judge/covered.h"

#include "error.h"

#include <openssl/evp.h>
#include <string.h>

void
csi_covering_clear(struct csi_covering *covering)
{
	EVP_MD_CTX_free(covering->state);
	memset(covering, 0, sizeof(*covering));
}

/* Goes on from where the last one was, where that is no further. */
static bool
start(const struct csi_covered *covered, struct csi_span prefix,
    const char *name, EVP_MD_CTX *ctx, size_t *ret_done)
{
	const struct csi_covering *covering = covered->covering;
	EVP_MD *md;
	bool ok;

	*ret_done = 0;
	if (covering != NULL && prefix.len == 0 && covering->name != NULL &&
	    strcmp(covering->name, name) == 0 &&
	    covering->len <= covered->before.len) {
		*ret_done = covering->len;
		return EVP_MD_CTX_copy_ex(ctx, covering->state) == 1;
	}
	md = EVP_MD_fetch(NULL, name, NULL);
	ok = md != NULL && EVP_DigestInit_ex2(ctx, md, NULL) == 1 &&
	     EVP_DigestUpdate(ctx, prefix.at, prefix.len) == 1;
	EVP_MD_free(md);
	return ok;
}

/* name is static. */
static bool
keep(const struct csi_covered *covered, struct csi_span prefix,
    const char *name, const EVP_MD_CTX *ctx)
{
	struct csi_covering *covering = covered->covering;

	if (covering == NULL || prefix.len > 0)
		return true;
	covering->name = NULL;
	if (covering->state == NULL)
		covering->state = EVP_MD_CTX_new();
	if (covering->state == NULL ||
	    EVP_MD_CTX_copy_ex(covering->state, ctx) != 1)
		return false;
	covering->name = name;
	covering->len = covered->before.len;
	return true;
}

static cseal_status
count_bytes(
    const struct csi_covered *covered, size_t done, cseal_error **ret_error)
{
	uint64_t more =
	    (uint64_t)covered->before.len - done + covered->behind.len;

	if (covered->covering == NULL)
		return CSEAL_OK;
	if (more > covered->covering->left)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "with so many signatures there is too much to digest");
	covered->covering->left -= more;
	return CSEAL_OK;
}

cseal_status
csi_covered_hash(const struct csi_covered *covered, struct csi_span prefix,
    const char *name, uint8_t *digest, unsigned *ret_len,
    cseal_error **ret_error)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	cseal_status st = CSEAL_OK;
	size_t done = 0;
	bool ok;

	ok = ctx != NULL && start(covered, prefix, name, ctx, &done);
	if (ok)
		st = count_bytes(covered, done, ret_error);
	if (st != CSEAL_OK) {
		EVP_MD_CTX_free(ctx);
		return st;
	}
	ok = ok &&
	     EVP_DigestUpdate(
		 ctx, covered->before.at + done, covered->before.len - done) &&
	     keep(covered, prefix, name, ctx) &&
	     EVP_DigestUpdate(ctx, covered->behind.at, covered->behind.len) &&
	     EVP_DigestFinal_ex(ctx, digest, ret_len);
	EVP_MD_CTX_free(ctx);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the digest %s could not be computed", name);
	return CSEAL_OK;
}

static cseal_status
fail_changed(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the document was changed after it was signed");
}

cseal_status
csi_covered_prove_digest(const struct csi_covered *covered,
    const csi_cms_read *cms, const char *name, cseal_error **ret_error)
{
	const struct csi_span none = { NULL, 0 };
	struct csi_span content = csi_cms_content(cms);
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len;
	cseal_status st;

	st = csi_covered_hash(covered, none, name, digest, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (csi_cms_is_detached(cms) || content.len != len ||
	    memcmp(content.at, digest, len) != 0)
		return fail_changed(ret_error);
	return csi_cms_prove(cms, NULL, 0, ret_error);
}

static bool
is_covered(const struct csi_covered *covered, struct csi_span content)
{
	size_t first = covered->before.len, second = covered->behind.len;

	return content.len == first + second &&
	       memcmp(content.at, covered->before.at, first) == 0 &&
	       memcmp(content.at + first, covered->behind.at, second) == 0;
}

cseal_status
csi_covered_prove(const struct csi_covered *covered, const csi_cms_read *cms,
    cseal_error **ret_error)
{
	uint8_t digest[EVP_MAX_MD_SIZE], prefix[CSI_DIGEST_MOST];
	const char *name = csi_cms_digest_name(cms);
	struct csi_span front = { prefix, 0 };
	unsigned len;
	cseal_status st;

	/* Some products leave the content of an SM2 signature inside in spite
	 * of "detached": the bytes, or more often their SM3. */
	if (!csi_cms_is_detached(cms) &&
	    csi_cms_digest(cms) == CSEAL_DIGEST_SM3) {
		if (is_covered(covered, csi_cms_content(cms)))
			return csi_cms_prove(cms, NULL, 0, ret_error);
		return csi_covered_prove_digest(covered, cms, name, ret_error);
	}
	st = csi_cms_prefix(cms, prefix, &front.len, ret_error);
	if (st == CSEAL_OK)
		st = csi_covered_hash(
		    covered, front, name, digest, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_cms_prove(cms, digest, len, ret_error);
}
