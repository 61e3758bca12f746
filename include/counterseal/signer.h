/* SPDX-License-Identifier: Apache-2.0 */
/* signer.h -- a certificate with its chain, and a key that can sign. */
#ifndef COUNTERSEAL_SIGNER_H
#define COUNTERSEAL_SIGNER_H

#include <counterseal/device.h>

typedef enum cseal_digest {
	CSEAL_DIGEST_DEFAULT =
	    0, /* SHA-256; SHA-384 for P-384, SHA-512 for P-521, SM3 for SM2 */
	CSEAL_DIGEST_SHA256 = 1,
	CSEAL_DIGEST_SHA384 = 2,
	CSEAL_DIGEST_SHA512 = 3,
	CSEAL_DIGEST_SM3 = 4 /* GB/T 32905; for SM2 keys only */
} cseal_digest;

typedef enum cseal_scheme {
	CSEAL_SCHEME_DEFAULT = 0,   /* by the key: RSA_PKCS1, ECDSA or SM2 */
	CSEAL_SCHEME_RSA_PKCS1 = 1, /* RSASSA-PKCS1-v1_5, RFC 8017 8.2 */
	CSEAL_SCHEME_RSA_PSS = 2, /* RSASSA-PSS, RFC 8017 8.1, salt = digest */
	CSEAL_SCHEME_ECDSA = 3,
	/* GB/T 32918.2.  The digest to sign is SM3 of Z and the message,
	 * with the distinguishing identifier 1234567812345678 (GM/T 0009),
	 * and no other one. */
	CSEAL_SCHEME_SM2 = 4
} cseal_scheme;

/* Adds bytes to a secret: memory that is locked, and wiped when freed. */
CSEAL_API cseal_status cseal_secret_append(
    cseal_secret *secret, const void *bytes, size_t len);

struct cseal_pin_request {
	size_t size;
	const char *uri;   /* the signer as the application named it */
	const char *title; /* label of the token, or the file's path */
	bool again;        /* the last one given was wrong */
	bool last_try;     /* a wrong one now blocks the token */
};

/* Puts the PIN or pass phrase into the secret.  Anything but CSEAL_OK ends
 * the call with that status.  Not called for a token with a pin pad. */
typedef cseal_status (*cseal_pin_fn)(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret);

/*
 * One that is ready, for scripts and samples: a line of the descriptor that user
 * points to, an int, or of standard input (NULL).  It is read byte by byte: what
 * follows is for the next PIN, and no buffer keeps a copy.  Blocks until the
 * line ends.  Nothing is read after a wrong PIN, nor where a wrong one would
 * block the token: that is for somebody who can see what they type.  Status:
 * COUNTER_PIN_NEEDED (as said; an empty line, or none), REFUSED_LIMIT,
 * SETUP_FILE (it cannot be read).
 */
CSEAL_API cseal_status cseal_pin_from_fd(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret);

struct cseal_signer_options {
	size_t size;
	cseal_pin_fn pin; /* NULL: none is known */
	void *pin_user;
	/* PEM or DER file with the certificate, and PEM chain, of a key that
	 * has none beside it in the token; NULL: the token's. */
	const char *certificate_file;
};

/* Opens the one certificate with key that uri names and logs in if that is
 * needed.  Blocks.  Status: SETUP_NO_KEY (none, or more than one matches),
 * AGAIN_PIN_WRONG, COUNTER_PIN_NEEDED, COUNTER_PIN_LOCKED, COUNTER_*,
 * REFUSED_KEY_MISMATCH. */
CSEAL_API cseal_status cseal_signer_open(cseal_context *context,
    const char *uri, const struct cseal_signer_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_signer **ret_signer, cseal_error **ret_error);

/* Certificates, X.509 DER: number 0 is the signer's, then its issuers as far
 * as they are known.  NULL past the end. */
CSEAL_API size_t cseal_signer_chain_count(const cseal_signer *signer);
CSEAL_API const void *cseal_signer_certificate(
    const cseal_signer *signer, size_t i, size_t *ret_len);

/* Subject and issuer of certificate 0, RFC 4514. */
CSEAL_API const char *cseal_signer_subject(const cseal_signer *signer);
CSEAL_API const char *cseal_signer_issuer(const cseal_signer *signer);
/* "RSA 2048", "EC P-256", "SM2", ... */
CSEAL_API const char *cseal_signer_key(const cseal_signer *signer);
/* RFC 3339, UTC. */
CSEAL_API const char *cseal_signer_not_before(const cseal_signer *signer);
CSEAL_API const char *cseal_signer_not_after(const cseal_signer *signer);
CSEAL_API const char *cseal_signer_uri(const cseal_signer *signer);
CSEAL_API bool cseal_signer_is_virtual(const cseal_signer *signer);

/* Logs out and wipes. */
CSEAL_API void cseal_signer_free(cseal_signer *signer);

#endif
