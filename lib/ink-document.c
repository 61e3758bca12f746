/* SPDX-License-Identifier: Apache-2.0 */
/* ink-document.c -- the document that ink was written for.
 *
 * What is put on a PDF afterwards, the ink itself and the seals, is added at
 * its end (ISO 32000-1, 7.5.6): the bytes that the customer signed stay the
 * first ones, so their digest and their number prove it at any time. */
#include "ink-inside.h"

#include "error.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

void
csi_ink_hex(const uint8_t digest[CSI_INK_DIGEST_LEN],
    char hex[2 * CSI_INK_DIGEST_LEN + 1])
{
	for (size_t i = 0; i < CSI_INK_DIGEST_LEN; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

cseal_status
csi_ink_digest(struct csi_span bytes, uint8_t digest[CSI_INK_DIGEST_LEN],
    cseal_error **ret_error)
{
	if (EVP_Digest(bytes.at, bytes.len, digest, NULL, EVP_sha256(), NULL) ==
	    1)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
	    "the crypto library could not compute the digest");
}

cseal_status
cseal_ink_bind(
    cseal_ink *ink, const void *document, size_t len, cseal_error **ret_error)
{
	struct csi_ink_document bound = { .is_there = true, .len = len };
	struct csi_span bytes = { document, len };
	cseal_status st;

	if (document == NULL || len == 0)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "ink was to be bound to a document of no bytes");
	st = csi_ink_digest(bytes, bound.digest, ret_error);
	if (st == CSEAL_OK)
		ink->document = bound;
	return st;
}

cseal_status
cseal_ink_check_document(const cseal_ink *ink, const void *document, size_t len,
    cseal_error **ret_error)
{
	const struct csi_ink_document *bound = &ink->document;
	struct csi_span first = { document, bound->len };
	uint8_t digest[CSI_INK_DIGEST_LEN];
	cseal_status st;

	if (!bound->is_there)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the ink was not bound to a document");
	if (len < bound->len)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the ink was written for another document, of %llu bytes",
		    (unsigned long long)bound->len);
	st = csi_ink_digest(first, digest, ret_error);
	if (st == CSEAL_OK &&
	    memcmp(digest, bound->digest, sizeof(digest)) != 0)
		st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the ink was written for another document");
	return st;
}
