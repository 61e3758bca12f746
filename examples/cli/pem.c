/* SPDX-License-Identifier: Apache-2.0 */
/* pem.c -- certificates as text. */
#include "pem.h"

#include <stdlib.h>
#include <string.h>

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Three bytes as four characters; RFC 4648, 4. */
static void
encode_group(const uint8_t *in, size_t len, char *out)
{
	uint32_t bits = (uint32_t)in[0] << 16;

	if (len > 1)
		bits |= (uint32_t)in[1] << 8;
	if (len > 2)
		bits |= in[2];
	out[0] = alphabet[bits >> 18];
	out[1] = alphabet[bits >> 12 & 63];
	out[2] = len > 1 ? alphabet[bits >> 6 & 63] : '=';
	out[3] = len > 2 ? alphabet[bits & 63] : '=';
}

char *
cli_base64(const void *bytes, size_t len, size_t wrap)
{
	const uint8_t *in = bytes;
	size_t count = (len + 2) / 3 * 4, used = 0;
	char *text;

	text = malloc(count + (wrap > 0 ? count / wrap + 1 : 0) + 1);
	if (text == NULL)
		return NULL;
	for (size_t i = 0; i < len; i += 3) {
		encode_group(in + i, len - i, text + used);
		used += 4;
		if (wrap > 0 && ((i / 3 + 1) * 4 % wrap == 0 || i + 3 >= len))
			text[used++] = '\n';
	}
	text[used] = '\0';
	return text;
}

char *
cli_chain_pem(const cseal_signer *signer)
{
	char *all = strdup("");

	for (size_t i = 0; i < cseal_signer_chain_count(signer); i++) {
		const void *der;
		char *body, *next;
		size_t len;

		der = cseal_signer_certificate(signer, i, &len);
		body = cli_base64(der, len, 64);
		if (all == NULL || body == NULL ||
		    asprintf(&next,
			"%s-----BEGIN CERTIFICATE-----\n%s"
			"-----END CERTIFICATE-----\n",
			all, body) < 0)
			next = NULL;
		free(body);
		free(all);
		all = next;
	}
	return all;
}
