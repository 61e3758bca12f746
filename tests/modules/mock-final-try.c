/* SPDX-License-Identifier: Apache-2.0 */
/* mock-final-try.c -- one more wrong PIN locks it. */
#include "mock-token.h"

static CK_C_Login honest;

static CK_RV
login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin,
    CK_ULONG len)
{
	CK_RV rv = honest(session, user, pin, len);

	if (rv == CKR_PIN_INCORRECT)
		mock.flags |= CKF_USER_PIN_LOCKED;
	return rv;
}

void
mock_misbehave(void)
{
	mock.flags |= CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY;
	honest = mock_functions.C_Login;
	mock_functions.C_Login = login;
}
