/* SPDX-License-Identifier: Apache-2.0 */
/* mock-forgets-login.c -- is logged out, by somebody else, before it signs. */
#include "mock-token.h"

static CK_C_SignInit honest;

static CK_RV
sign_init(
    CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key)
{
	static int calls;

	if (calls++ == 0)
		mock.logged_in = false;
	return honest(session, mechanism, key);
}

void
mock_misbehave(void)
{
	honest = mock_functions.C_SignInit;
	mock_functions.C_SignInit = sign_init;
}
