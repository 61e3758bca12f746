/* SPDX-License-Identifier: Apache-2.0 */
/* store.h -- the key and the certificates that were in a file.
 *
 * The key never leaves its EVP_PKEY. */
#ifndef FILE_STORE_H
#define FILE_STORE_H

#include "pass.h"

#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/x509.h>

#define FILE_MOST              (1u << 20) /* bytes of a file */
#define FILE_CERTIFICATES_MOST 16
/* Iterations of a key derivation: a file must not hold up the counter. */
#define FILE_ITERATIONS_MOST 10000000

struct file_store {
	EVP_PKEY *key;
	X509 *certificates[FILE_CERTIFICATES_MOST]; /* [0] is the key's */
	size_t count;
	/* Of its own, and only when a file needs the legacy provider. */
	OSSL_LIB_CTX *library;
	OSSL_PROVIDER *standard, *legacy;
};

cseal_status file_fail_memory(cseal_error **ret_error);

/* Adds a reference.  Status: REFUSED_LIMIT. */
cseal_status file_store_add(
    struct file_store *store, X509 *certificate, cseal_error **ret_error);
/* Puts the key's certificate first.  Status: SETUP_NO_KEY (there are none),
 * REFUSED_KEY_MISMATCH. */
cseal_status file_store_match(
    struct file_store *store, cseal_error **ret_error);
void file_store_clear(struct file_store *store);

/* Why OpenSSL failed; empties its queue. */
enum file_reason {
	FILE_REASON_OTHER,
	FILE_REASON_MEMORY,
	FILE_REASON_UNSUPPORTED
};
enum file_reason file_reason(void);

/* Is the derivation of a key from a pass phrase within the limit? */
bool file_is_derivable(const X509_ALGOR *algorithm);

/* Status: SETUP_NO_KEY (not such a file, or no key in it), AGAIN_PIN_WRONG,
 * SETUP_KEY_UNSUPPORTED, REFUSED_LIMIT, and what asking gives. */
cseal_status file_pkcs12_read(struct file_store *store, const uint8_t *bytes,
    size_t len, struct file_pass *pass, cseal_error **ret_error);
cseal_status file_pem_read_key(struct file_store *store, const uint8_t *bytes,
    size_t len, struct file_pass *pass, cseal_error **ret_error);
/* All certificates of a PEM file, or the one of a DER file. */
cseal_status file_read_certificates(struct file_store *store,
    const uint8_t *bytes, size_t len, cseal_error **ret_error);

/* Signs every digest; as cseal_signer_ops.sign. */
cseal_status file_sign(const struct file_store *store, cseal_scheme scheme,
    cseal_digest digest, struct cseal_sign_item *items, size_t count,
    cseal_wait *wait, cseal_error **ret_error);

#endif
