/* SPDX-License-Identifier: Apache-2.0 */
/* mock-sm2-vendor.c -- has an SM2 key, of a type that the vendor defined. */
#include "mock-token.h"

void
mock_misbehave(void)
{
	mock.kind = "SM2";
	mock.type = CKK_VENDOR_DEFINED | 0x5;
}
