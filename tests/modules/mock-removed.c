/* SPDX-License-Identifier: Apache-2.0 */
/* mock-removed.c -- is pulled out while it signs the second digest. */
#include "mock-token.h"

static CK_C_Sign honest;

static CK_RV
sign(CK_SESSION_HANDLE session, unsigned char *data, CK_ULONG len,
    unsigned char *value, CK_ULONG *value_len)
{
	static int calls;

	if (calls++ == 1)
		return CKR_DEVICE_REMOVED;
	return honest(session, data, len, value, value_len);
}

void
mock_misbehave(void)
{
	honest = mock_functions.C_Sign;
	mock_functions.C_Sign = sign;
}
