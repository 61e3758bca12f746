/* SPDX-License-Identifier: Apache-2.0 */
/* mock-endless-slots.c -- always has one more slot than fits. */
#include "mock-token.h"

static CK_RV
get_slot_list(CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *count)
{
	if (slots != NULL) {
		for (CK_ULONG i = 0; i < *count; i++)
			slots[i] = MOCK_SLOT;
	}
	*count = 1000000000;
	return CKR_OK;
}

void
mock_misbehave(void)
{
	mock_functions.C_GetSlotList = get_slot_list;
}
