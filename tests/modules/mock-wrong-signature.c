/* SPDX-License-Identifier: Apache-2.0 */
/* mock-wrong-signature.c -- signs, with one bit wrong. */
#include "mock-token.h"

static CK_C_Sign honest;

static CK_RV
sign(CK_SESSION_HANDLE session, unsigned char *data, CK_ULONG len,
    unsigned char *value, CK_ULONG *value_len)
{
	CK_RV rv = honest(session, data, len, value, value_len);

	value[5] ^= 0x10;
	return rv;
}

void
mock_misbehave(void)
{
	honest = mock_functions.C_Sign;
	mock_functions.C_Sign = sign;
}
