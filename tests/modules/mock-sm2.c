/* SPDX-License-Identifier: Apache-2.0 */
/* mock-sm2.c -- has an SM2 key and calls it one of an elliptic curve. */
#include "mock-token.h"

void
mock_misbehave(void)
{
	mock.kind = "SM2";
	mock.type = CKK_EC;
}
