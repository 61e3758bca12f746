/* SPDX-License-Identifier: Apache-2.0 */
/* object.c -- certificates and keys in a token.
 *
 * Every length that a token gives is checked before it is used. */
#include "object.h"
#include "protocol.h"
#include "status.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define HANDLES_MOST 256 /* objects of one class that are looked at */

cseal_status
pkcs11_session_open(struct pkcs11_session *session,
    const struct pkcs11_token *token, cseal_error **ret_error)
{
	CK_RV rv;

	session->module = token->module;
	rv = token->module->C_OpenSession(
	    token->slot, CKF_SERIAL_SESSION, NULL, NULL, &session->handle);
	if (rv == CKR_OK)
		return CSEAL_OK;
	session->module = NULL;
	return pkcs11_fail(ret_error, rv, "open a session with the token");
}

void
pkcs11_session_close(struct pkcs11_session *session)
{
	if (session->module != NULL)
		session->module->C_CloseSession(session->handle);
	session->module = NULL;
}

/* ---- attributes ----------------------------------------------------- */

/* Up to room bytes of an attribute; *ret_len 0 where the token does not tell
 * it. */
static cseal_status
attribute(const struct pkcs11_session *session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE_TYPE type, void *buf, size_t room, size_t *ret_len,
    cseal_error **ret_error)
{
	CK_ATTRIBUTE one = { type, buf, room };
	CK_RV rv;

	*ret_len = 0;
	rv = session->module->C_GetAttributeValue(
	    session->handle, object, &one, 1);
	if (rv == CKR_ATTRIBUTE_TYPE_INVALID || rv == CKR_ATTRIBUTE_SENSITIVE)
		return CSEAL_OK;
	if (rv == CKR_BUFFER_TOO_SMALL)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "attribute 0x%lx of an object in the token was larger "
		    "than %zu bytes",
		    type, room);
	if (rv != CKR_OK)
		return pkcs11_fail(ret_error, rv, "read from the token");
	if (one.ulValueLen == CK_UNAVAILABLE_INFORMATION)
		return CSEAL_OK;
	if (one.ulValueLen > room)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the token's driver gave attribute 0x%lx an absurd length",
		    type);
	*ret_len = one.ulValueLen;
	return CSEAL_OK;
}

static cseal_status
read_name(const struct pkcs11_session *session, CK_OBJECT_HANDLE object,
    struct pkcs11_name *name, cseal_error **ret_error)
{
	cseal_status st;

	st = attribute(session, object, CKA_ID, name->id, sizeof(name->id),
	    &name->id_len, ret_error);
	if (st == CSEAL_OK)
		st = attribute(session, object, CKA_LABEL, name->label,
		    PKCS11_LABEL_MOST, &name->label_len, ret_error);
	name->label[st == CSEAL_OK ? name->label_len : 0] = '\0';
	return st;
}

static cseal_status
read_number(const struct pkcs11_session *session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE_TYPE type, CK_ULONG usual, CK_ULONG *ret_number,
    cseal_error **ret_error)
{
	CK_ULONG number;
	cseal_status st;
	size_t len;

	st = attribute(
	    session, object, type, &number, sizeof(number), &len, ret_error);
	if (st == CSEAL_OK)
		*ret_number = len == sizeof(number) ? number : usual;
	return st;
}

static cseal_status
read_bool(const struct pkcs11_session *session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE_TYPE type, bool usual, bool *ret_bool, cseal_error **ret_error)
{
	CK_BBOOL value;
	cseal_status st;
	size_t len;

	st = attribute(
	    session, object, type, &value, sizeof(value), &len, ret_error);
	if (st == CSEAL_OK)
		*ret_bool = len == sizeof(value) ? value != CK_FALSE : usual;
	return st;
}

/* Handles of a class; the first HANDLES_MOST of them. */
static cseal_status
find(const struct pkcs11_session *session, CK_ATTRIBUTE *template,
    CK_ULONG count, CK_OBJECT_HANDLE *handles, size_t *ret_count,
    cseal_error **ret_error)
{
	CK_FUNCTION_LIST *module = session->module;
	CK_ULONG found, have = 0;
	CK_RV rv;

	rv = module->C_FindObjectsInit(session->handle, template, count);
	if (rv != CKR_OK)
		return pkcs11_fail(ret_error, rv, "look into the token");
	do {
		found = 0;
		rv = module->C_FindObjects(session->handle, handles + have,
		    HANDLES_MOST - have, &found);
		if (rv == CKR_OK && found > HANDLES_MOST - have)
			rv = CKR_GENERAL_ERROR;
		if (rv == CKR_OK)
			have += found;
	} while (rv == CKR_OK && found != 0 && have < HANDLES_MOST);
	module->C_FindObjectsFinal(session->handle);
	if (rv != CKR_OK)
		return pkcs11_fail(ret_error, rv, "look into the token");
	*ret_count = have;
	return CSEAL_OK;
}

static cseal_status
find_class(const struct pkcs11_session *session, CK_OBJECT_CLASS class,
    CK_OBJECT_HANDLE *handles, size_t *ret_count, cseal_error **ret_error)
{
	CK_ATTRIBUTE template[] = { { CKA_CLASS, &class, sizeof(class) } };

	return find(session, template, 1, handles, ret_count, ret_error);
}

/* ---- certificates --------------------------------------------------- */

/* *ret_x509 is NULL where it is no X.509 certificate. */
static cseal_status
read_x509(const struct pkcs11_session *session, CK_OBJECT_HANDLE object,
    X509 **ret_x509, cseal_error **ret_error)
{
	uint8_t *der = malloc(PKCS11_CERTIFICATE_MOST);
	const uint8_t *at = der;
	cseal_status st;
	size_t len;

	if (der == NULL)
		return pkcs11_fail_memory(ret_error);
	st = attribute(session, object, CKA_VALUE, der, PKCS11_CERTIFICATE_MOST,
	    &len, ret_error);
	if (st == CSEAL_OK) {
		*ret_x509 = d2i_X509(NULL, &at, (long)len);
		ERR_clear_error();
	}
	free(der);
	return st;
}

static cseal_status
read_certificate(const struct pkcs11_session *session, CK_OBJECT_HANDLE object,
    struct pkcs11_certificate *certificate, cseal_error **ret_error)
{
	CK_ULONG type;
	cseal_status st;

	certificate->x509 = NULL;
	st = read_number(
	    session, object, CKA_CERTIFICATE_TYPE, CKC_X_509, &type, ret_error);
	if (st != CSEAL_OK || type != CKC_X_509)
		return st;
	st = read_name(session, object, &certificate->name, ret_error);
	if (st != CSEAL_OK)
		return st;
	return read_x509(session, object, &certificate->x509, ret_error);
}

cseal_status
pkcs11_certificates(const struct pkcs11_session *session,
    struct pkcs11_certificate *certificates, size_t *ret_count,
    cseal_error **ret_error)
{
	CK_OBJECT_HANDLE handles[HANDLES_MOST];
	size_t found = 0, count = 0;
	cseal_status st;

	st = find_class(session, CKO_CERTIFICATE, handles, &found, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < found; i++) {
		if (count == PKCS11_CERTIFICATES_MOST)
			break;
		st = read_certificate(
		    session, handles[i], &certificates[count], ret_error);
		if (st == CSEAL_OK && certificates[count].x509 != NULL)
			count++;
	}
	if (st != CSEAL_OK) {
		pkcs11_certificates_clear(certificates, count);
		return st;
	}
	*ret_count = count;
	return CSEAL_OK;
}

void
pkcs11_certificates_clear(struct pkcs11_certificate *certificates, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		X509_free(certificates[i].x509);
		certificates[i].x509 = NULL;
	}
}

/* ---- keys ----------------------------------------------------------- */

/* A private EC key does not tell its point; the public one beside it may. */
static cseal_status
read_point(const struct pkcs11_session *session, struct pkcs11_key *key,
    cseal_error **ret_error)
{
	CK_OBJECT_HANDLE handles[HANDLES_MOST];
	CK_OBJECT_CLASS class = CKO_PUBLIC_KEY;
	CK_ATTRIBUTE template[] = { { CKA_CLASS, &class, sizeof(class) },
		{ CKA_ID, key->name.id, key->name.id_len } };
	cseal_status st;
	size_t count;

	if (key->name.id_len == 0)
		return CSEAL_OK;
	st = find(session, template, 2, handles, &count, ret_error);
	if (st != CSEAL_OK || count != 1)
		return st;
	return attribute(session, handles[0], CKA_EC_POINT, key->public_part,
	    sizeof(key->public_part), &key->public_len, ret_error);
}

static cseal_status
read_public_part(const struct pkcs11_session *session, CK_OBJECT_CLASS class,
    CK_KEY_TYPE type, struct pkcs11_key *key, cseal_error **ret_error)
{
	CK_ATTRIBUTE_TYPE part = type == CKK_RSA ? CKA_MODULUS : CKA_EC_POINT;

	if (type == CKK_EC && class == CKO_PRIVATE_KEY)
		return read_point(session, key, ret_error);
	return attribute(session, key->handle, part, key->public_part,
	    sizeof(key->public_part), &key->public_len, ret_error);
}

/* *ret_usable is false for a key of another kind, or not for signing. */
static cseal_status
read_key(const struct pkcs11_session *session, CK_OBJECT_CLASS class,
    CK_OBJECT_HANDLE object, struct pkcs11_key *key, bool *ret_usable,
    cseal_error **ret_error)
{
	CK_ULONG type = 0;
	bool may_sign = true;
	cseal_status st;

	memset(key, 0, sizeof(*key));
	key->handle = object;
	*ret_usable = false;
	st = read_number(session, object, CKA_KEY_TYPE,
	    CK_UNAVAILABLE_INFORMATION, &type, ret_error);
	if (st == CSEAL_OK && class == CKO_PRIVATE_KEY)
		st = read_bool(
		    session, object, CKA_SIGN, true, &may_sign, ret_error);
	if (st != CSEAL_OK || !may_sign || (type != CKK_RSA && type != CKK_EC))
		return st;
	if (class == CKO_PRIVATE_KEY)
		st = read_bool(session, object, CKA_ALWAYS_AUTHENTICATE, false,
		    &key->always_authenticate, ret_error);
	if (st == CSEAL_OK)
		st = read_name(session, object, &key->name, ret_error);
	if (st == CSEAL_OK)
		st = read_public_part(session, class, type, key, ret_error);
	*ret_usable = st == CSEAL_OK;
	return st;
}

cseal_status
pkcs11_keys(const struct pkcs11_session *session, CK_OBJECT_CLASS class,
    struct pkcs11_key *keys, size_t *ret_count, cseal_error **ret_error)
{
	CK_OBJECT_HANDLE handles[HANDLES_MOST];
	size_t found = 0, count = 0;
	cseal_status st;
	bool usable;

	st = find_class(session, class, handles, &found, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < found; i++) {
		if (count == PKCS11_KEYS_MOST)
			break;
		st = read_key(session, class, handles[i], &keys[count], &usable,
		    ret_error);
		if (st == CSEAL_OK && usable)
			count++;
	}
	if (st == CSEAL_OK)
		*ret_count = count;
	return st;
}

/* ---- comparing ------------------------------------------------------ */

static bool
has_value(const CK_ATTRIBUTE *wanted, const void *bytes, size_t len)
{
	return wanted == NULL ||
	       (wanted->ulValueLen == len &&
		   (len == 0 || memcmp(wanted->pValue, bytes, len) == 0));
}

bool
pkcs11_name_matches(
    const struct pkcs11_name *name, const struct pkcs11_uri *uri)
{
	return has_value(uri->label, name->label, name->label_len) &&
	       has_value(uri->id, name->id, name->id_len);
}

bool
pkcs11_same_id(const struct pkcs11_name *a, const struct pkcs11_name *b)
{
	return a->id_len != 0 && a->id_len == b->id_len &&
	       memcmp(a->id, b->id, a->id_len) == 0;
}

static bool
same_modulus(const struct pkcs11_key *key, EVP_PKEY *own)
{
	BIGNUM *n = NULL;
	uint8_t bytes[sizeof(key->public_part)];
	const uint8_t *modulus = key->public_part;
	size_t len = key->public_len;
	bool same = false;

	for (; len > 0 && *modulus == 0; len--)
		modulus++;
	if (EVP_PKEY_get_bn_param(own, "n", &n) == 1 &&
	    (size_t)BN_num_bytes(n) == len && len <= sizeof(bytes)) {
		BN_bn2bin(n, bytes);
		same = memcmp(bytes, modulus, len) == 0;
	}
	BN_free(n);
	return same;
}

/* CKA_EC_POINT is the point in an OCTET STRING; some give it bare. */
static bool
same_point(const struct pkcs11_key *key, EVP_PKEY *own)
{
	uint8_t *point = NULL;
	size_t len = EVP_PKEY_get1_encoded_public_key(own, &point);
	bool same;

	same =
	    len > 0 && len <= key->public_len && key->public_len - len <= 4 &&
	    memcmp(key->public_part + key->public_len - len, point, len) == 0;
	OPENSSL_free(point);
	return same;
}

enum pkcs11_fit
pkcs11_key_fits(const struct pkcs11_key *key, X509 *x509)
{
	EVP_PKEY *own = X509_get0_pubkey(x509);
	bool same;

	if (own == NULL || key->public_len == 0)
		return PKCS11_UNTOLD;
	if (EVP_PKEY_is_a(own, "RSA") || EVP_PKEY_is_a(own, "RSA-PSS"))
		same = same_modulus(key, own);
	else
		same = same_point(key, own);
	ERR_clear_error();
	return same ? PKCS11_FITS : PKCS11_DIFFERS;
}
