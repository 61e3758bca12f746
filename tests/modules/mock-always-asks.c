/* SPDX-License-Identifier: Apache-2.0 */
/* mock-always-asks.c -- wants the PIN for each signature. */
#include "mock-token.h"

void
mock_misbehave(void)
{
	mock.always_authenticate = true;
}
