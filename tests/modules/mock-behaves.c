/* SPDX-License-Identifier: Apache-2.0 */
/* mock-behaves.c -- the token as it should be. */
#include "mock-token.h"

void
mock_misbehave(void)
{
}
