/* SPDX-License-Identifier: Apache-2.0 */
/* mock-endless-objects.c -- finds the same object again and again. */
#include "mock-token.h"

static CK_RV
find(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *objects, CK_ULONG room,
    CK_ULONG *count)
{
	for (CK_ULONG i = 0; i < room; i++)
		objects[i] = mock.wanted == CKO_CERTIFICATE ? MOCK_CERTIFICATE
							    : MOCK_KEY;
	*count = room;
	return CKR_OK;
}

void
mock_misbehave(void)
{
	mock_functions.C_FindObjects = find;
}
