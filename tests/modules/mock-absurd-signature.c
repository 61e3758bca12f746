/* SPDX-License-Identifier: Apache-2.0 */
/* mock-absurd-signature.c -- says that the signature has a billion bytes. */
#include "mock-token.h"

static CK_RV
sign(CK_SESSION_HANDLE session, unsigned char *data, CK_ULONG len,
    unsigned char *value, CK_ULONG *value_len)
{
	*value_len = 1000000000;
	return CKR_OK;
}

void
mock_misbehave(void)
{
	mock_functions.C_Sign = sign;
}
