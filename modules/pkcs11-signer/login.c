/* SPDX-License-Identifier: Apache-2.0 */
/* login.c -- shows the token a PIN.
 *
 * A PIN is tried once: a wrong one counts, and the third may block the token.
 * Whoever wants to try again calls again. */
#include "signer.h"
#include "status.h"

static cseal_status
fail_locked(cseal_error **ret_error, const char *label)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_PIN_LOCKED,
	    "the PIN of the token \"%s\" is locked", label);
}

/* NULL where the token has a pin pad. */
cseal_status
pkcs11_ask(const struct pkcs11_signer *signer, cseal_secret **ret_secret,
    cseal_error **ret_error)
{
	CK_FLAGS flags = signer->token.info.flags;
	cseal_secret *secret = NULL;
	cseal_status st;
	size_t len;

	if ((flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0) {
		*ret_secret = NULL;
		return CSEAL_OK;
	}
	st = cseal_pin_ask(signer->pin, signer->token.label,
	    (flags & CKF_USER_PIN_COUNT_LOW) != 0,
	    (flags & CKF_USER_PIN_FINAL_TRY) != 0, &secret, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* An empty one would only use up a try. */
	cseal_secret_bytes(secret, &len);
	if (len == 0) {
		cseal_secret_free(secret);
		return cseal_fail(ret_error, CSEAL_COUNTER_PIN_NEEDED,
		    "the PIN that was entered was empty");
	}
	*ret_secret = secret;
	return CSEAL_OK;
}

static CK_RV
show(
    struct pkcs11_signer *signer, CK_USER_TYPE user, const cseal_secret *secret)
{
	const void *bytes = NULL;
	uint8_t *pin;
	size_t len = 0;

	if (secret != NULL)
		bytes = cseal_secret_bytes(secret, &len);
	/* PKCS #11 knows no const. */
	pin = (uint8_t *)(uintptr_t)bytes;
	return signer->session.module->C_Login(
	    signer->session.handle, user, pin, len);
}

/* Was that the last try? */
static cseal_status
fail_login(struct pkcs11_signer *signer, CK_RV rv, cseal_error **ret_error)
{
	bool wrong = rv == CKR_PIN_INCORRECT || rv == CKR_PIN_LOCKED;

	if (wrong && pkcs11_token_refresh(&signer->token) == CKR_OK &&
	    (signer->token.info.flags & CKF_USER_PIN_LOCKED) != 0)
		return fail_locked(ret_error, signer->token.label);
	return pkcs11_fail(ret_error, rv, "log in to the token");
}

static cseal_status
login(struct pkcs11_signer *signer, CK_USER_TYPE user,
    const cseal_secret *secret, cseal_error **ret_error)
{
	CK_RV rv = show(signer, user, secret);

	if (rv == CKR_OK || rv == CKR_USER_ALREADY_LOGGED_IN)
		return CSEAL_OK;
	return fail_login(signer, rv, ret_error);
}

cseal_status
pkcs11_login_context(struct pkcs11_signer *signer, const cseal_secret *secret,
    cseal_error **ret_error)
{
	return login(signer, CKU_CONTEXT_SPECIFIC, secret, ret_error);
}

/* Somebody else of this program may have logged in to this token: the login
 * is the program's, and nobody is asked again. */
static bool
is_logged_in(const struct pkcs11_signer *signer)
{
	CK_SESSION_INFO info;

	return signer->session.module->C_GetSessionInfo(
		   signer->session.handle, &info) == CKR_OK &&
	       (info.state == CKS_RO_USER_FUNCTIONS ||
		   info.state == CKS_RW_USER_FUNCTIONS);
}

cseal_status
pkcs11_login(
    struct pkcs11_signer *signer, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_secret *secret = NULL;
	cseal_status st;
	CK_RV rv;

	if (is_logged_in(signer))
		return CSEAL_OK;
	rv = pkcs11_token_refresh(&signer->token);
	if (rv != CKR_OK)
		return pkcs11_fail(ret_error, rv, "look at the token");
	if ((signer->token.info.flags & CKF_USER_PIN_LOCKED) != 0)
		return fail_locked(ret_error, signer->token.label);
	st = pkcs11_ask(signer, &secret, ret_error);
	if (st == CSEAL_OK)
		st = cseal_wait_check(wait, ret_error);
	if (st == CSEAL_OK)
		st = login(signer, CKU_USER, secret, ret_error);
	cseal_secret_free(secret);
	return st;
}
