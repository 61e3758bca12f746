/* SPDX-License-Identifier: Apache-2.0 */
/* status.c -- what a CKR_ value means to somebody who reads.
 *
 * A card that is pulled out looks like a session, a slot or an object that was
 * never there. */
#include "status.h"

static const struct {
	cseal_status status;
	const char *text;
	CK_RV values[6]; /* the rest is CKR_OK */
} rows[] = {
	{ CSEAL_AGAIN_CARD_LIFTED, "the card is gone",
	    { CKR_DEVICE_REMOVED, CKR_TOKEN_NOT_PRESENT,
		CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED,
		CKR_OBJECT_HANDLE_INVALID } },
	{ CSEAL_COUNTER_DEVICE_GONE, "the reader is gone",
	    { CKR_SLOT_ID_INVALID } },
	{ CSEAL_COUNTER_DEVICE_BUSY, "somebody else is using it",
	    { CKR_SESSION_COUNT, CKR_OPERATION_ACTIVE,
		CKR_SESSION_READ_WRITE_SO_EXISTS,
		CKR_USER_ANOTHER_ALREADY_LOGGED_IN } },
	{ CSEAL_COUNTER_CARD_UNREADABLE, "its driver does not know the card",
	    { CKR_TOKEN_NOT_RECOGNIZED } },
	{ CSEAL_COUNTER_DEVICE_FAILED, "the card or its driver failed",
	    { CKR_DEVICE_ERROR, CKR_DEVICE_MEMORY, CKR_FUNCTION_FAILED,
		CKR_GENERAL_ERROR } },
	{ CSEAL_STOPPED_DECLINED, "it was cancelled at the reader",
	    { CKR_CANCEL, CKR_FUNCTION_CANCELED, CKR_FUNCTION_REJECTED } },
	{ CSEAL_AGAIN_PIN_WRONG, "the PIN was wrong",
	    { CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_PIN_LEN_RANGE } },
	{ CSEAL_COUNTER_PIN_LOCKED, "the PIN is locked or has expired",
	    { CKR_PIN_LOCKED, CKR_PIN_EXPIRED } },
	{ CSEAL_FAULT_MEMORY, "out of memory", { CKR_HOST_MEMORY } },
};

cseal_status
token_fail(cseal_error **ret_error, CK_RV rv, const char *what)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (size_t k = 0; k < 6 && rows[i].values[k] != CKR_OK; k++) {
			if (rows[i].values[k] == rv)
				return cseal_fail(ret_error, rows[i].status,
				    "could not %s: %s", what, rows[i].text);
		}
	}
	return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
	    "could not %s: the card's driver returned 0x%lx", what, rv);
}

cseal_status
token_fail_memory(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}
