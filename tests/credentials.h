/* SPDX-License-Identifier: Apache-2.0 */
/* credentials.h -- keys and certificates for tests, made on the spot by
 * OpenSSL, which is a witness here: nothing of our own code is used. */
#ifndef TESTS_CREDENTIALS_H
#define TESTS_CREDENTIALS_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stddef.h>
#include <stdint.h>

#define CRED_DAY (24 * 3600L)

struct cred_how {
	const char *common_name;
	long from, to;     /* seconds from now; both 0: yesterday, ten years */
	const char *usage; /* as in openssl.cnf; NULL: no key usage */
	int is_ca;
	long serial; /* 0: 1 */
};

/* "RSA:2048", "RSA-PSS:2048", "EC:P-256", "SM2", "ED25519" */
EVP_PKEY *cred_key(const char *kind);

/* issuer NULL: self-signed. */
X509 *cred_certificate(EVP_PKEY *key, const struct cred_how *how, X509 *issuer,
    EVP_PKEY *issuer_key);

/* DER, to be freed with free(). */
uint8_t *cred_der(X509 *certificate, size_t *ret_len);

/* A signer below an intermediate CA below a root; all SM2 where the signer is. */
struct cred_chain {
	EVP_PKEY *key, *ca_key, *root_key;
	X509 *certificate, *ca, *root;
	uint8_t *der[3]; /* signer, intermediate, root */
	size_t len[3];
};

void cred_chain_make(struct cred_chain *chain, const char *kind);
void cred_chain_free(struct cred_chain *chain);

/* Writes PEM of n things, each an X509 or, where keys[i] is not NULL, a key.
 * Returns 0. */
int cred_write_pem(const char *path, EVP_PKEY *key, const char *pass,
    X509 *const *certificates, size_t count);

/* Signs a digest as a token would: RSA PKCS#1, PSS (salt = digest), ECDSA or
 * SM2 (over what has Z in it already); returns the length of the value. */
size_t cred_sign(EVP_PKEY *key, int pss, const char *digest_name,
    const uint8_t *digest, size_t digest_len, uint8_t *value, size_t room);

#endif
