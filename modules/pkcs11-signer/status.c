/* SPDX-License-Identifier: Apache-2.0 */
/* status.c -- what a CKR_ value means to the counter. */
#include "status.h"

static const struct {
	CK_RV rv;
	cseal_status status;
	const char *text;
} rows[] = {
	{ CKR_HOST_MEMORY, CSEAL_FAULT_MEMORY, "out of memory" },
	{ CKR_CANCEL, CSEAL_STOPPED_DECLINED, "it was cancelled" },
	{ CKR_FUNCTION_CANCELED, CSEAL_STOPPED_DECLINED,
	    "it was cancelled at the token" },
	{ CKR_FUNCTION_REJECTED, CSEAL_STOPPED_DECLINED,
	    "it was rejected at the token" },
	{ CKR_SLOT_ID_INVALID, CSEAL_COUNTER_DEVICE_GONE,
	    "the reader is gone" },
	{ CKR_DEVICE_REMOVED, CSEAL_COUNTER_DEVICE_GONE,
	    "the token was removed" },
	{ CKR_TOKEN_NOT_PRESENT, CSEAL_COUNTER_DEVICE_GONE,
	    "the token is gone" },
	{ CKR_SESSION_HANDLE_INVALID, CSEAL_COUNTER_DEVICE_GONE,
	    "the session is gone, as after removal of the token" },
	{ CKR_SESSION_CLOSED, CSEAL_COUNTER_DEVICE_GONE,
	    "the session was closed, as after removal of the token" },
	{ CKR_OBJECT_HANDLE_INVALID, CSEAL_COUNTER_DEVICE_GONE,
	    "the object is gone, as after removal of the token" },
	{ CKR_KEY_HANDLE_INVALID, CSEAL_COUNTER_DEVICE_GONE,
	    "the key is gone, as after removal of the token" },
	{ CKR_CRYPTOKI_NOT_INITIALIZED, CSEAL_FAULT_APPLICATION,
	    "the PKCS #11 module was not initialized, as in a process that "
	    "was forked after opening the signer" },
	{ CKR_DEVICE_ERROR, CSEAL_COUNTER_DEVICE_FAILED,
	    "the token reported an error" },
	{ CKR_DEVICE_MEMORY, CSEAL_COUNTER_DEVICE_FAILED,
	    "the token ran out of memory" },
	{ CKR_FUNCTION_FAILED, CSEAL_COUNTER_DEVICE_FAILED,
	    "the token could not do it" },
	{ CKR_GENERAL_ERROR, CSEAL_COUNTER_DEVICE_FAILED,
	    "the token or its driver failed" },
	{ CKR_SESSION_COUNT, CSEAL_COUNTER_DEVICE_BUSY,
	    "the token has no session left" },
	{ CKR_OPERATION_ACTIVE, CSEAL_COUNTER_DEVICE_BUSY,
	    "the token is in the middle of something else" },
	{ CKR_USER_ANOTHER_ALREADY_LOGGED_IN, CSEAL_COUNTER_DEVICE_BUSY,
	    "somebody else is logged in" },
	{ CKR_USER_TOO_MANY_TYPES, CSEAL_COUNTER_DEVICE_BUSY,
	    "somebody else is logged in" },
	{ CKR_SESSION_READ_WRITE_SO_EXISTS, CSEAL_COUNTER_DEVICE_BUSY,
	    "a security officer is logged in" },
	{ CKR_TOKEN_NOT_RECOGNIZED, CSEAL_COUNTER_CARD_UNREADABLE,
	    "the card is not one that its driver knows" },
	{ CKR_PIN_INCORRECT, CSEAL_AGAIN_PIN_WRONG, "the PIN was wrong" },
	{ CKR_PIN_INVALID, CSEAL_AGAIN_PIN_WRONG,
	    "the PIN had characters that the token does not know" },
	{ CKR_PIN_LEN_RANGE, CSEAL_AGAIN_PIN_WRONG,
	    "the PIN was too short or too long" },
	{ CKR_PIN_EXPIRED, CSEAL_COUNTER_PIN_LOCKED,
	    "the PIN has expired and must be changed" },
	{ CKR_PIN_LOCKED, CSEAL_COUNTER_PIN_LOCKED, "the PIN is locked" },
	{ CKR_USER_NOT_LOGGED_IN, CSEAL_COUNTER_PIN_NEEDED,
	    "nobody is logged in" },
	{ CKR_USER_PIN_NOT_INITIALIZED, CSEAL_SETUP_NO_KEY,
	    "the token has no user PIN yet" },
	{ CKR_MECHANISM_INVALID, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the token does not know that way of signing" },
	{ CKR_MECHANISM_PARAM_INVALID, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the token does not take these parameters" },
	{ CKR_KEY_TYPE_INCONSISTENT, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the key is not for that way of signing" },
	{ CKR_KEY_SIZE_RANGE, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the key has a length that the token does not sign with" },
	{ CKR_KEY_FUNCTION_NOT_PERMITTED, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the key is not for signing" },
	{ CKR_DATA_LEN_RANGE, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the token does not sign that digest with this key" },
	{ CKR_FUNCTION_NOT_SUPPORTED, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the token does not support it" },
};

cseal_status
pkcs11_fail(cseal_error **ret_error, CK_RV rv, const char *what)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].rv == rv)
			return cseal_fail(ret_error, rows[i].status,
			    "could not %s: %s", what, rows[i].text);
	}
	return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
	    "could not %s: the token's driver returned 0x%lx", what, rv);
}

cseal_status
pkcs11_fail_memory(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}

cseal_status
pkcs11_fail_sm2(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the token's key is one of SM2, which PKCS #11 does not sign with");
}
