/* SPDX-License-Identifier: Apache-2.0 */
/* object.h -- certificates and keys in a token. */
#ifndef PKCS11_OBJECT_H
#define PKCS11_OBJECT_H

#include "library.h"

#include <openssl/x509.h>

#define PKCS11_CERTIFICATE_MOST  65536 /* bytes */
#define PKCS11_CERTIFICATES_MOST 64    /* looked at, of one token */
#define PKCS11_KEYS_MOST         64
#define PKCS11_ID_MOST           255 /* bytes of CKA_ID */
#define PKCS11_LABEL_MOST        255

struct pkcs11_name {
	uint8_t id[PKCS11_ID_MOST];
	size_t id_len;
	char label[PKCS11_LABEL_MOST + 1];
	size_t label_len;
};

struct pkcs11_certificate {
	struct pkcs11_name name;
	X509 *x509;
};

struct pkcs11_key {
	CK_OBJECT_HANDLE handle;
	struct pkcs11_name name;
	bool always_authenticate; /* wants the PIN for each signature */
	/* What shows whose it is, where the token says: the modulus (RSA) or
	 * the point (EC, of the public key beside it). */
	uint8_t public_part[1040];
	size_t public_len;
};

struct pkcs11_session {
	CK_FUNCTION_LIST *module;
	CK_SESSION_HANDLE handle;
};

/* Status of all: what status.c says, FAULT_DEVICE (absurd answers),
 * REFUSED_LIMIT. */
cseal_status pkcs11_session_open(struct pkcs11_session *session,
    const struct pkcs11_token *token, cseal_error **ret_error);
void pkcs11_session_close(struct pkcs11_session *session);

/* X.509 certificates that the session can see; what is not one is left out.
 * Each x509 is the caller's. */
cseal_status pkcs11_certificates(const struct pkcs11_session *session,
    struct pkcs11_certificate *certificates, size_t *ret_count,
    cseal_error **ret_error);
void pkcs11_certificates_clear(
    struct pkcs11_certificate *certificates, size_t count);

/* Keys of RSA and EC that the session can see: private ones that may sign, or
 * public ones. */
cseal_status pkcs11_keys(const struct pkcs11_session *session,
    CK_OBJECT_CLASS class, struct pkcs11_key *keys, size_t *ret_count,
    cseal_error **ret_error);

/* Does the object part of the URI match? */
bool pkcs11_name_matches(
    const struct pkcs11_name *name, const struct pkcs11_uri *uri);
bool pkcs11_same_id(const struct pkcs11_name *a, const struct pkcs11_name *b);

enum pkcs11_fit { PKCS11_FITS, PKCS11_DIFFERS, PKCS11_UNTOLD };
/* Is it the key of that certificate? */
enum pkcs11_fit pkcs11_key_fits(const struct pkcs11_key *key, X509 *x509);

/* What a session can see of a token. */
struct pkcs11_contents {
	struct pkcs11_certificate certificates[PKCS11_CERTIFICATES_MOST];
	struct pkcs11_key keys[PKCS11_KEYS_MOST];    /* private */
	struct pkcs11_key publics[PKCS11_KEYS_MOST]; /* public */
	size_t certificate_count, key_count, public_count;
};

cseal_status pkcs11_contents_read(const struct pkcs11_session *session,
    struct pkcs11_contents **ret_contents, cseal_error **ret_error);
void pkcs11_contents_free(struct pkcs11_contents *contents);

/*
 * Has the certificate a key in the token?  Private keys may be invisible until
 * somebody logs in, so a public one tells, too; and where the token shows no
 * key at all and wants a login, every certificate but a CA's may have one.
 */
bool pkcs11_may_have_key(const struct pkcs11_contents *contents,
    const struct pkcs11_token *token,
    const struct pkcs11_certificate *certificate);

#endif
