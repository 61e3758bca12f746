/* SPDX-License-Identifier: Apache-2.0 */
/* mock-token.h -- a PKCS #11 module with one token, one key, of RSA
 * unless it says another, and its certificate, that behaves.  Each mock-*.c beside it is the same token with
 * one misbehaviour, after which it is named: it defines mock_misbehave(), which
 * changes the function list or the state. */
#ifndef TESTS_MOCK_TOKEN_H
#define TESTS_MOCK_TOKEN_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <p11-kit/pkcs11.h>
#include <stdbool.h>
#include <stdint.h>

#define MOCK_PIN  "2468"
#define MOCK_SLOT 7

enum mock_object { MOCK_CERTIFICATE = 1, MOCK_KEY = 2 };

extern struct mock_token {
	const char *kind; /* of cred_key() */
	CK_KEY_TYPE type; /* as the token says */
	EVP_PKEY *key;
	X509 *certificate;
	uint8_t der[4096], modulus[128];
	size_t der_len;
	CK_FLAGS flags; /* of C_GetTokenInfo() */
	bool logged_in, always_authenticate, context_login;
	CK_ULONG found; /* objects given out in this search */
	CK_OBJECT_CLASS wanted;
	CK_MECHANISM_TYPE mechanism;
} mock;

extern CK_FUNCTION_LIST mock_functions;

/* Once, before the first call. */
void mock_misbehave(void);

#endif
