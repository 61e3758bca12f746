/* SPDX-License-Identifier: Apache-2.0 */
/* mock-absurd-attribute.c -- says that every attribute has a billion bytes,
 * and that it has written them. */
#include "mock-token.h"

static CK_RV
get_attribute(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE *one, CK_ULONG count)
{
	one->ulValueLen = 1000000000;
	return CKR_OK;
}

void
mock_misbehave(void)
{
	mock_functions.C_GetAttributeValue = get_attribute;
}
