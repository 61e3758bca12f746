/* SPDX-License-Identifier: Apache-2.0 */
/* portrait.h -- an identity that has a portrait, for the tests. */
#ifndef TESTS_PORTRAIT_H
#define TESTS_PORTRAIT_H

#include <counterseal/counterseal.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Without raw files.  NULL: it was refused. */
static inline cseal_identity *
portrait_of(const char *media_type, const void *bytes, size_t len)
{
	size_t room = (len + 2) / 3 * 4 + 1;
	unsigned char *base64 = malloc(room);
	cseal_identity *identity = NULL;
	char *json = NULL;

	EVP_EncodeBlock(base64, bytes, (int)len);
	if (asprintf(&json,
		"{\"document_type\":\"icao-passport\",\"number\":\"1\","
		"\"virtual\":false,\"portrait\":{\"media_type\":\"%s\","
		"\"base64\":\"%s\"}}",
		media_type, (char *)base64) < 0)
		abort();
	cseal_identity_new_json(json, strlen(json), &identity, NULL);
	free(json);
	free(base64);
	return identity;
}

#endif
