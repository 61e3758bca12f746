/* SPDX-License-Identifier: Apache-2.0 */
/* rc4.c -- the stream cipher of old PDF files. */
#include "rc4.h"

#include <assert.h>
#include <openssl/crypto.h>

static void
swap(uint8_t *a, uint8_t *b)
{
	uint8_t was = *a;

	*a = *b;
	*b = was;
}

void
csi_pdf_rc4(struct csi_span key, const uint8_t *from, size_t len, uint8_t *to)
{
	uint8_t state[256], i = 0, j = 0;

	assert(key.len > 0 && key.len <= sizeof(state));
	for (size_t k = 0; k < sizeof(state); k++)
		state[k] = (uint8_t)k;
	for (size_t k = 0; k < sizeof(state); k++) {
		j = (uint8_t)(j + state[k] + key.at[k % key.len]);
		swap(&state[k], &state[j]);
	}
	j = 0;
	for (size_t k = 0; k < len; k++) {
		j = (uint8_t)(j + state[++i]);
		swap(&state[i], &state[j]);
		to[k] = from[k] ^ state[(uint8_t)(state[i] + state[j])];
	}
	OPENSSL_cleanse(state, sizeof(state));
}
