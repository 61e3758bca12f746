/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-sealed-ink.c -- a sealed signature from anywhere, which anybody can
 * make who has the certificate: opened, read, and written again.  What does
 * not begin as DER is what was inside. */
#include "cms/envelope.h"
#include "fuzz.h"
#include "ink-statement.h"

#include <stdlib.h>
#include <string.h>

/* ECPrivateKey (RFC 5915) on P-256, as make-sealed-ink-seeds has it: 32 bytes
 * of 1 between the two. */
static const uint8_t key_start[] = { 0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20 };
static const uint8_t key_end[] = { 0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48,
	0xce, 0x3d, 0x03, 0x01, 0x07 };

/* What was read says the same when it is written and read again. */
static void
check_again(cseal_ink *ink)
{
	struct csi_locked memory = { 0 };
	struct csi_span content = { 0 };
	cseal_ink *back = NULL;
	const char *json = cseal_ink_json(ink);
	cseal_status st;

	st = csi_statement_write(ink, &memory, &content.len, NULL);
	if (st == CSEAL_REFUSED_INPUT)
		return; /* the pen never touched the pad */
	content.at = memory.at;
	if (st != CSEAL_OK || json == NULL ||
	    csi_statement_read(content, &back, NULL) != CSEAL_OK ||
	    strcmp(json, cseal_ink_json(back)) != 0)
		abort();
	cseal_ink_free(back);
	csi_locked_free(&memory);
}

static void
read_content(struct csi_span content)
{
	cseal_ink *ink = NULL;

	if (csi_statement_read(content, &ink, NULL) != CSEAL_OK)
		return;
	check_again(ink);
	cseal_ink_free(ink);
}

static EVP_PKEY *
load_key(void)
{
	uint8_t der[sizeof(key_start) + 32 + sizeof(key_end)];
	const uint8_t *at = der;

	memset(der, 1, sizeof(der));
	memcpy(der, key_start, sizeof(key_start));
	memcpy(der + sizeof(key_start) + 32, key_end, sizeof(key_end));
	return d2i_AutoPrivateKey(NULL, &at, sizeof(der));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static EVP_PKEY *key;
	struct csi_span bytes = { data, size };
	struct csi_locked memory = { 0 };
	struct csi_span content;

	if (size == 0 || data[0] != 0x30) {
		read_content(bytes);
		return 0;
	}
	if (key == NULL)
		key = load_key();
	if (key == NULL)
		abort();
	if (csi_envelope_open(bytes, key, NULL, &memory, &content.len, NULL) !=
	    CSEAL_OK)
		return 0;
	content.at = memory.at;
	read_content(content);
	csi_locked_free(&memory);
	return 0;
}
