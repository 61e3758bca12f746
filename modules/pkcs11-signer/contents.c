/* SPDX-License-Identifier: Apache-2.0 */
/* contents.c -- what a session can see of a token. */
#include "object.h"
#include "status.h"

#include <openssl/x509v3.h>
#include <stdlib.h>

cseal_status
pkcs11_contents_read(const struct pkcs11_session *session,
    struct pkcs11_contents **ret_contents, cseal_error **ret_error)
{
	struct pkcs11_contents *contents = calloc(1, sizeof(*contents));
	cseal_status st;

	if (contents == NULL)
		return pkcs11_fail_memory(ret_error);
	st = pkcs11_certificates(session, contents->certificates,
	    &contents->certificate_count, ret_error);
	if (st == CSEAL_OK)
		st = pkcs11_keys(session, CKO_PRIVATE_KEY, contents->keys,
		    &contents->key_count, ret_error);
	if (st == CSEAL_OK)
		st = pkcs11_keys(session, CKO_PUBLIC_KEY, contents->publics,
		    &contents->public_count, ret_error);
	if (st != CSEAL_OK) {
		pkcs11_contents_free(contents);
		return st;
	}
	*ret_contents = contents;
	return CSEAL_OK;
}

void
pkcs11_contents_free(struct pkcs11_contents *contents)
{
	if (contents == NULL)
		return;
	pkcs11_certificates_clear(
	    contents->certificates, contents->certificate_count);
	free(contents);
}

static bool
has_mate(const struct pkcs11_key *keys, size_t count,
    const struct pkcs11_certificate *certificate)
{
	for (size_t i = 0; i < count; i++) {
		enum pkcs11_fit fit =
		    pkcs11_key_fits(&keys[i], certificate->x509);

		if (fit == PKCS11_FITS ||
		    (fit == PKCS11_UNTOLD &&
			pkcs11_same_id(&keys[i].name, &certificate->name)))
			return true;
	}
	return false;
}

bool
pkcs11_may_have_key(const struct pkcs11_contents *contents,
    const struct pkcs11_token *token,
    const struct pkcs11_certificate *certificate)
{
	if (contents->key_count != 0)
		return has_mate(
		    contents->keys, contents->key_count, certificate);
	if ((token->info.flags & CKF_LOGIN_REQUIRED) == 0)
		return false;
	if (contents->public_count != 0)
		return has_mate(
		    contents->publics, contents->public_count, certificate);
	return X509_check_ca(certificate->x509) != 1;
}
