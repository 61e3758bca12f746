/* SPDX-License-Identifier: Apache-2.0 */
/* signer.h -- one opened signer: a token, a login, a key, its chain. */
#ifndef PKCS11_SIGNER_H
#define PKCS11_SIGNER_H

#include "object.h"

#include <sys/types.h>

#define PKCS11_CHAIN_MOST 16

struct pkcs11_signer {
	cseal_host *host;
	const cseal_pin_entry *pin;
	struct pkcs11_library library;
	struct pkcs11_token token;
	struct pkcs11_session session;
	pid_t owner; /* the process that opened the session */
	struct pkcs11_key key;
	X509 *chain[PKCS11_CHAIN_MOST]; /* [0] is the key's */
	size_t count;
};

/* login.c: asks for the PIN, or lets the token ask.  Status: AGAIN_PIN_WRONG,
 * COUNTER_PIN_LOCKED, what asking gives. */
cseal_status pkcs11_login(
    struct pkcs11_signer *signer, cseal_wait *wait, cseal_error **ret_error);
/* The secret for a key that wants it for each signature; NULL where the token
 * asks by itself. */
cseal_status pkcs11_ask(const struct pkcs11_signer *signer,
    cseal_secret **ret_secret, cseal_error **ret_error);
cseal_status pkcs11_login_context(struct pkcs11_signer *signer,
    const cseal_secret *secret, cseal_error **ret_error);

/* credential.c: the one key and certificate of the token that the URI names.
 * certificate_file may be NULL.  Status: SETUP_NO_KEY, REFUSED_KEY_MISMATCH,
 * SETUP_FILE. */
cseal_status pkcs11_choose_key(struct pkcs11_signer *signer,
    const struct pkcs11_uri *uri, const char *certificate_file,
    cseal_error **ret_error);
/* Before anybody logged in: the one token to look at.  Status:
 * COUNTER_NO_DEVICE, SETUP_NO_KEY (several). */
cseal_status pkcs11_choose_token(struct pkcs11_signer *signer,
    const struct pkcs11_uri *uri, cseal_wait *wait, cseal_error **ret_error);

/* transport.c: certificates of a PEM or DER file; each the caller's. */
cseal_status pkcs11_read_file(const char *path,
    struct pkcs11_certificate *certificates, size_t *ret_count,
    cseal_error **ret_error);

/* sign.c: as cseal_signer_ops.sign */
cseal_status pkcs11_sign(struct pkcs11_signer *signer, cseal_scheme scheme,
    cseal_digest digest, struct cseal_sign_item *items, size_t count,
    cseal_wait *wait, cseal_error **ret_error);

/* list.c: as cseal_driver.find and .doctor */
cseal_status pkcs11_find(cseal_host *host, cseal_finder *finder,
    cseal_wait *wait, cseal_error **ret_error);
void pkcs11_doctor(cseal_host *host, cseal_finding_fn report, void *user);

#endif
