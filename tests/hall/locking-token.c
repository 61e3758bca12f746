/* SPDX-License-Identifier: Apache-2.0 */
/* locking-token.c -- SoftHSM2 as a PKCS #11 module that locks a PIN.
 *
 * SoftHSM2 lets one guess for ever; cards and HSMs do not.  This module
 * stands before it (COUNTERSEAL_SOFTHSM names the real one) and, like a
 * card, remembers wrong PINs beyond the process, in the file "tries" beside
 * softhsm2.conf: after the third, PIN_LOCKED whatever comes. */
#include <p11-kit/pkcs11.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRIES 3

static CK_FUNCTION_LIST *real;
static CK_FUNCTION_LIST ours;

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR ret_list);

static FILE *
open_tries(const char *mode)
{
	char path[4096];
	const char *conf = getenv("SOFTHSM2_CONF");
	const char *slash = conf == NULL ? NULL : strrchr(conf, '/');

	if (slash == NULL)
		return NULL;
	snprintf(path, sizeof(path), "%.*s/tries", (int)(slash - conf), conf);
	return fopen(path, mode);
}

static int
tries(void)
{
	FILE *file = open_tries("r");
	int n = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%d", &n) != 1)
		n = 0;
	fclose(file);
	return n;
}

static void
set_tries(int n)
{
	FILE *file = open_tries("w");

	if (file == NULL)
		return;
	fprintf(file, "%d\n", n);
	fclose(file);
}

static CK_RV
login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin,
    CK_ULONG len)
{
	CK_RV rv;

	if (user != CKU_USER)
		return real->C_Login(session, user, pin, len);
	if (tries() >= TRIES)
		return CKR_PIN_LOCKED;
	rv = real->C_Login(session, user, pin, len);
	if (rv == CKR_OK)
		set_tries(0);
	else if (rv == CKR_PIN_INCORRECT)
		set_tries(tries() + 1);
	return rv;
}

static CK_RV
get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info)
{
	CK_RV rv = real->C_GetTokenInfo(slot, info);
	int n = tries();

	if (rv != CKR_OK)
		return rv;
	info->flags &=
	    ~(CK_FLAGS)(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY |
			CKF_USER_PIN_LOCKED);
	if (n > 0)
		info->flags |= CKF_USER_PIN_COUNT_LOW;
	if (n == TRIES - 1)
		info->flags |= CKF_USER_PIN_FINAL_TRY;
	if (n >= TRIES)
		info->flags |= CKF_USER_PIN_LOCKED;
	return CKR_OK;
}

__attribute__((visibility("default"))) CK_RV
C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR ret_list)
{
	const char *path = getenv("COUNTERSEAL_SOFTHSM");
	void *library;
	CK_C_GetFunctionList get;
	CK_RV rv;

	if (real == NULL) {
		library = path == NULL ? NULL : dlopen(path, RTLD_NOW);
		if (library == NULL)
			return CKR_GENERAL_ERROR;
		*(void **)&get = dlsym(library, "C_GetFunctionList");
		if (get == NULL)
			return CKR_GENERAL_ERROR;
		rv = get(&real);
		if (rv != CKR_OK)
			return rv;
		ours = *real;
		ours.C_GetFunctionList = C_GetFunctionList;
		ours.C_GetTokenInfo = get_token_info;
		ours.C_Login = login;
	}
	*ret_list = &ours;
	return CKR_OK;
}
