/* SPDX-License-Identifier: Apache-2.0 */
/* mock-not-initialized.c -- cannot be started, as without its daemon. */
#include "mock-token.h"

static CK_RV
initialize(void *args)
{
	return CKR_GENERAL_ERROR;
}

void
mock_misbehave(void)
{
	mock_functions.C_Initialize = initialize;
}
