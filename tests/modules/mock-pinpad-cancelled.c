/* SPDX-License-Identifier: Apache-2.0 */
/* mock-pinpad-cancelled.c -- somebody presses cancel on its pad. */
#include "mock-token.h"

static CK_RV
login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin,
    CK_ULONG len)
{
	return CKR_FUNCTION_CANCELED;
}

void
mock_misbehave(void)
{
	mock.flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
	mock_functions.C_Login = login;
}
