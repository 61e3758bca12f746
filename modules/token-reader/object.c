/* SPDX-License-Identifier: Apache-2.0 */
/* object.c -- a session with a card, and what its objects say. */
#include "object.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>

cseal_status
token_session_open(struct token_session *session, const struct token_slot *slot,
    cseal_error **ret_error)
{
	CK_RV rv;

	session->module = slot->module;
	rv = slot->module->C_OpenSession(
	    slot->id, CKF_SERIAL_SESSION, NULL, NULL, &session->handle);
	session->is_open = rv == CKR_OK;
	return rv == CKR_OK ? CSEAL_OK
			    : token_fail(ret_error, rv, "open the card");
}

void
token_session_close(struct token_session *session)
{
	if (session->is_open)
		session->module->C_CloseSession(session->handle);
	session->is_open = false;
}

cseal_status
token_objects(const struct token_session *session, CK_OBJECT_CLASS class,
    CK_OBJECT_HANDLE *handles, size_t *ret_count, cseal_error **ret_error)
{
	CK_ATTRIBUTE template = { CKA_CLASS, &class, sizeof(class) };
	CK_FUNCTION_LIST *module = session->module;
	CK_ULONG room = TOKEN_OBJECTS_MOST, found = 0, have = 0;
	CK_RV rv;

	rv = module->C_FindObjectsInit(session->handle, &template, 1);
	if (rv != CKR_OK)
		return token_fail(ret_error, rv, "look into the card");
	do {
		found = 0;
		rv = module->C_FindObjects(
		    session->handle, handles + have, room - have, &found);
		if (rv == CKR_OK && found > room - have)
			rv = CKR_GENERAL_ERROR;
		if (rv == CKR_OK)
			have += found;
	} while (rv == CKR_OK && found > 0 && have < room);
	module->C_FindObjectsFinal(session->handle);
	if (rv != CKR_OK)
		return token_fail(ret_error, rv, "look into the card");
	*ret_count = have;
	return CSEAL_OK;
}

static bool
is_untold(CK_RV rv, const CK_ATTRIBUTE *one)
{
	return rv == CKR_ATTRIBUTE_TYPE_INVALID ||
	       rv == CKR_ATTRIBUTE_SENSITIVE ||
	       (rv == CKR_OK && one->ulValueLen == CK_UNAVAILABLE_INFORMATION);
}

static cseal_status
fail_long(CK_ATTRIBUTE_TYPE type, size_t most, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "attribute 0x%lx of an object of the card was larger than %zu "
	    "bytes",
	    type, most);
}

/* The length is asked for first; what comes then may be shorter. */
cseal_status
token_attribute(const struct token_session *session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE_TYPE type, size_t most, struct token_bytes *ret_bytes,
    cseal_error **ret_error)
{
	CK_ATTRIBUTE one = { type, NULL, 0 };
	struct token_bytes bytes = { NULL, 0 };
	CK_RV rv;

	*ret_bytes = bytes;
	rv = session->module->C_GetAttributeValue(
	    session->handle, object, &one, 1);
	if (is_untold(rv, &one) || (rv == CKR_OK && one.ulValueLen == 0))
		return CSEAL_OK;
	if (rv != CKR_OK)
		return token_fail(ret_error, rv, "read the card");
	if (one.ulValueLen > most)
		return fail_long(type, most, ret_error);
	bytes.len = one.ulValueLen;
	bytes.at = calloc(1, bytes.len);
	if (bytes.at == NULL)
		return token_fail_memory(ret_error);
	one.pValue = bytes.at;
	rv = session->module->C_GetAttributeValue(
	    session->handle, object, &one, 1);
	if (rv == CKR_OK && one.ulValueLen <= bytes.len) {
		*ret_bytes = bytes;
		ret_bytes->len = one.ulValueLen;
		return CSEAL_OK;
	}
	token_bytes_clear(&bytes);
	if (is_untold(rv, &one))
		return CSEAL_OK;
	if (rv == CKR_OK || rv == CKR_BUFFER_TOO_SMALL)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the card's driver gave attribute 0x%lx of an object two "
		    "lengths",
		    type);
	return token_fail(ret_error, rv, "read the card");
}

void
token_bytes_clear(struct token_bytes *bytes)
{
	if (bytes->at != NULL)
		explicit_bzero(bytes->at, bytes->len);
	free(bytes->at);
	memset(bytes, 0, sizeof(*bytes));
}
