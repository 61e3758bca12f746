/* SPDX-License-Identifier: Apache-2.0 */
/* sign.c -- signs digests in the token. */
#include "protocol.h"
#include "signer.h"
#include "status.h"

#include <string.h>

/* An operation that was begun and will not be ended stands in the way of the
 * next one. */
static void
abandon(struct pkcs11_signer *signer)
{
	uint8_t value[CSEAL_SIGNATURE_MOST];
	CK_ULONG len = sizeof(value);

	signer->session.module->C_SignFinal(
	    signer->session.handle, value, &len);
	explicit_bzero(value, sizeof(value));
}

static CK_RV
begin(struct pkcs11_signer *signer, struct pkcs11_operation *operation)
{
	CK_MECHANISM mechanism = { operation->mechanism, NULL, 0 };
	CK_FUNCTION_LIST *module = signer->session.module;
	CK_RV rv;

	if (operation->has_pss) {
		mechanism.pParameter = &operation->pss;
		mechanism.ulParameterLen = sizeof(operation->pss);
	}
	rv = module->C_SignInit(
	    signer->session.handle, &mechanism, signer->key.handle);
	if (rv != CKR_OPERATION_ACTIVE)
		return rv;
	abandon(signer);
	return module->C_SignInit(
	    signer->session.handle, &mechanism, signer->key.handle);
}

static cseal_status
finish(struct pkcs11_signer *signer, struct pkcs11_operation *operation,
    struct cseal_sign_item *item, cseal_error **ret_error)
{
	CK_ULONG len = CSEAL_SIGNATURE_MOST;
	size_t der;
	CK_RV rv;

	rv = signer->session.module->C_Sign(signer->session.handle,
	    operation->data, operation->len, item->value, &len);
	if (rv == CKR_BUFFER_TOO_SMALL)
		abandon(signer);
	if (rv != CKR_OK)
		return pkcs11_fail(ret_error, rv, "sign with the token");
	if (len == 0 || len > CSEAL_SIGNATURE_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the token gave a signature of an absurd length");
	item->value_len = len;
	if (operation->mechanism != CKM_ECDSA)
		return CSEAL_OK;
	der = pkcs11_ecdsa_der(item->value, len, CSEAL_SIGNATURE_MOST);
	item->value_len = der;
	if (der == 0)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the token gave an ECDSA value of %lu bytes, which is "
		    "none",
		    len);
	return CSEAL_OK;
}

static size_t
order_len(const struct pkcs11_signer *signer)
{
	EVP_PKEY *key = X509_get0_pubkey(signer->chain[0]);
	int bits = key == NULL ? 0 : EVP_PKEY_get_bits(key);

	return bits <= 0 ? CSEAL_SIGNATURE_MOST : ((size_t)bits + 7) / 8;
}

/* secret is for keys that want it for each signature. */
static cseal_status
sign_one(struct pkcs11_signer *signer, struct pkcs11_operation *operation,
    const cseal_secret *secret, struct cseal_sign_item *item, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st;
	CK_RV rv;

	rv = begin(signer, operation);
	if (rv == CKR_USER_NOT_LOGGED_IN) {
		/* Somebody else of this program has logged out. */
		st = pkcs11_login(signer, wait, ret_error);
		if (st != CSEAL_OK)
			return st;
		rv = begin(signer, operation);
	}
	if (rv != CKR_OK)
		return pkcs11_fail(ret_error, rv, "sign with the token");
	if (signer->key.always_authenticate) {
		st = pkcs11_login_context(signer, secret, ret_error);
		if (st != CSEAL_OK) {
			abandon(signer);
			return st;
		}
	}
	return finish(signer, operation, item, ret_error);
}

cseal_status
pkcs11_sign(struct pkcs11_signer *signer, cseal_scheme scheme,
    cseal_digest digest, struct cseal_sign_item *items, size_t count,
    cseal_wait *wait, cseal_error **ret_error)
{
	struct pkcs11_operation operation;
	cseal_secret *secret = NULL;
	cseal_status st = CSEAL_OK;

	if (scheme == CSEAL_SCHEME_SM2)
		return pkcs11_fail_sm2(ret_error);
	/* Asked once for the batch: what is signed belongs together. */
	if (signer->key.always_authenticate)
		st = pkcs11_ask(signer, &secret, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		st = cseal_wait_check(wait, ret_error);
		if (st != CSEAL_OK)
			break;
		if (!pkcs11_prepare(&operation, scheme, digest, items[i].digest,
			items[i].digest_len, order_len(signer)))
			st = cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
			    "unknown scheme %d or digest %d", (int)scheme,
			    (int)digest);
		else
			st = sign_one(signer, &operation, secret, &items[i],
			    wait, ret_error);
	}
	cseal_secret_free(secret);
	return st;
}
