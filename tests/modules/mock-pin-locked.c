/* SPDX-License-Identifier: Apache-2.0 */
/* mock-pin-locked.c -- the PIN was locked long ago. */
#include "mock-token.h"

void
mock_misbehave(void)
{
	mock.flags |= CKF_USER_PIN_LOCKED;
}
