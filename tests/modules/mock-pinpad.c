/* SPDX-License-Identifier: Apache-2.0 */
/* mock-pinpad.c -- asks for the PIN by itself, and refuses one that comes over
 * the wire. */
#include "mock-token.h"

static CK_RV
login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin,
    CK_ULONG len)
{
	if (pin != NULL || len != 0)
		return CKR_ARGUMENTS_BAD;
	mock.logged_in = mock.context_login = true;
	return CKR_OK;
}

void
mock_misbehave(void)
{
	mock.flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
	mock_functions.C_Login = login;
}
