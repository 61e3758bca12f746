/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-pending.c -- the state of a seal that waits: with a checksum that fits,
 * so that what is behind it is reached, and with a document and a CMS. */
#include "fuzz.h"

#include "document/pending.h"

#include <counterseal/pending.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define SUM_LEN 32

/* Where the hole is was checked: it lies in a document of that length. */
static void
check(const cseal_pending *pending)
{
	uint64_t range[4];
	size_t len = 0;

	cseal_pending_covered(pending, range);
	if (range[1] >= range[2] || range[3] == 0 ||
	    range[2] + range[3] != pending->len)
		abort();
	if (cseal_pending_covered_digest(pending, &len) == NULL || len == 0)
		abort();
	if ((cseal_pending_to_sign(pending, &len) == NULL) !=
	    (pending->chain_count == 0))
		abort();
}

static void
finish(const cseal_pending *pending, const uint8_t *data, size_t size)
{
	static const char head[] = "%PDF-1.7\n<0000>\n";
	const struct cseal_finish how = {
		.size = sizeof(how), .cms = data, .cms_len = size
	};
	const struct cseal_finish value = {
		.size = sizeof(value), .value = data, .value_len = size
	};
	cseal_document *document = NULL;

	if (cseal_document_open_mem(head, sizeof(head) - 1, &document, NULL) !=
	    CSEAL_OK)
		return;
	if (cseal_document_finish(
		NULL, document, pending, &how, -1, NULL, NULL) == CSEAL_OK ||
	    cseal_document_finish(
		NULL, document, pending, &value, -1, NULL, NULL) == CSEAL_OK)
		abort();
	cseal_document_free(document);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cseal_pending *pending = NULL;
	uint8_t *state = malloc(size + 1);

	if (state == NULL)
		return 0;
	if (size > 0)
		memcpy(state, data, size);
	if (size > SUM_LEN)
		EVP_Digest(state, size - SUM_LEN, state + size - SUM_LEN, NULL,
		    EVP_sha256(), NULL);
	if (cseal_pending_new_state(state, size, &pending, NULL) == CSEAL_OK) {
		check(pending);
		finish(pending, data, size);
	}
	cseal_pending_free(pending);
	free(state);
	return 0;
}
