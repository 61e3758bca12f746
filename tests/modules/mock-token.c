/* SPDX-License-Identifier: Apache-2.0 */
/* mock-token.c -- a PKCS #11 module with one token that behaves. */
#include "mock-token.h"

#include "credentials.h"

#include <openssl/rsa.h>
#include <string.h>

struct mock_token mock;

/* Of tests/oom: a token is made of no memory of ours. */
extern void refuse_pause(void) __attribute__((weak));
extern void refuse_resume(void) __attribute__((weak));

/* Whatever is asked of the token later takes no memory. */
static void
make_key(void)
{
	const struct cred_how how = { .common_name = "Mock Signer",
		.usage = "critical,digitalSignature" };
	uint8_t *at = mock.der;
	BIGNUM *n = NULL;

	mock.key = cred_key(mock.kind);
	mock.certificate = cred_certificate(mock.key, &how, NULL, NULL);
	mock.der_len = (size_t)i2d_X509(mock.certificate, &at);
	if (EVP_PKEY_get_bn_param(mock.key, "n", &n) == 1)
		BN_bn2binpad(n, mock.modulus, sizeof(mock.modulus));
	BN_free(n);
}

static CK_RV
initialize(void *args)
{
	(void)args;
	if (refuse_pause != NULL)
		refuse_pause();
	if (mock.key == NULL)
		make_key();
	if (refuse_resume != NULL)
		refuse_resume();
	return CKR_OK;
}

static CK_RV
finalize(void *reserved)
{
	(void)reserved;
	EVP_PKEY_free(mock.key);
	X509_free(mock.certificate);
	mock.key = NULL;
	mock.certificate = NULL;
	mock.logged_in = false;
	return CKR_OK;
}

static void
blank(unsigned char *field, size_t size, const char *text)
{
	memset(field, ' ', size);
	memcpy(field, text, strlen(text));
}

static CK_RV
get_info(CK_INFO *info)
{
	memset(info, 0, sizeof(*info));
	info->cryptokiVersion.major = 2;
	info->cryptokiVersion.minor = 40;
	blank(info->manufacturerID, 32, "Counterseal");
	blank(info->libraryDescription, 32, "Mock token");
	return CKR_OK;
}

static CK_RV
get_slot_list(CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *count)
{
	(void)present;
	if (slots != NULL && *count < 1)
		return CKR_BUFFER_TOO_SMALL;
	if (slots != NULL)
		slots[0] = MOCK_SLOT;
	*count = 1;
	return CKR_OK;
}

static CK_RV
get_slot_info(CK_SLOT_ID slot, CK_SLOT_INFO *info)
{
	memset(info, 0, sizeof(*info));
	blank(info->slotDescription, 64, "Mock slot");
	blank(info->manufacturerID, 32, "Counterseal");
	info->flags = CKF_TOKEN_PRESENT;
	return slot == MOCK_SLOT ? CKR_OK : CKR_SLOT_ID_INVALID;
}

static CK_RV
get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
	memset(info, 0, sizeof(*info));
	blank(info->label, 32, "mock");
	blank(info->manufacturerID, 32, "Counterseal");
	blank(info->model, 16, "mock");
	blank(info->serialNumber, 16, "0001");
	info->flags = mock.flags;
	return slot == MOCK_SLOT ? CKR_OK : CKR_SLOT_ID_INVALID;
}

static CK_RV
open_session(CK_SLOT_ID slot, CK_FLAGS flags, void *application,
    CK_NOTIFY notify, CK_SESSION_HANDLE *session)
{
	*session = 1;
	return slot == MOCK_SLOT ? CKR_OK : CKR_SLOT_ID_INVALID;
}

static CK_RV
close_session(CK_SESSION_HANDLE session)
{
	mock.logged_in = false;
	return CKR_OK;
}

static CK_RV
get_session_info(CK_SESSION_HANDLE session, CK_SESSION_INFO *info)
{
	memset(info, 0, sizeof(*info));
	info->slotID = MOCK_SLOT;
	info->state =
	    mock.logged_in ? CKS_RO_USER_FUNCTIONS : CKS_RO_PUBLIC_SESSION;
	info->flags = CKF_SERIAL_SESSION;
	return CKR_OK;
}

static CK_RV
login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin,
    CK_ULONG len)
{
	if (pin == NULL || len != strlen(MOCK_PIN) ||
	    memcmp(pin, MOCK_PIN, len) != 0)
		return CKR_PIN_INCORRECT;
	if (user == CKU_CONTEXT_SPECIFIC)
		mock.context_login = true;
	mock.logged_in = true;
	return CKR_OK;
}

static CK_RV
find_init(CK_SESSION_HANDLE session, CK_ATTRIBUTE *template, CK_ULONG count)
{
	mock.found = 0;
	mock.wanted = 0;
	for (CK_ULONG i = 0; i < count; i++) {
		if (template[i].type == CKA_CLASS)
			memcpy(&mock.wanted, template[i].pValue,
			    sizeof(mock.wanted));
	}
	return CKR_OK;
}

static CK_RV
find(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *objects, CK_ULONG room,
    CK_ULONG *count)
{
	*count = 0;
	if (room == 0 || mock.found != 0)
		return CKR_OK;
	if (mock.wanted == CKO_CERTIFICATE)
		objects[(*count)++] = MOCK_CERTIFICATE;
	else if (mock.wanted == CKO_PRIVATE_KEY && mock.logged_in)
		objects[(*count)++] = MOCK_KEY;
	mock.found = 1;
	return CKR_OK;
}

static CK_RV
find_final(CK_SESSION_HANDLE session)
{
	return CKR_OK;
}

static CK_RV
give(CK_ATTRIBUTE *one, const void *bytes, size_t len)
{
	CK_RV rv = CKR_OK;

	if (one->pValue != NULL && one->ulValueLen < len)
		rv = CKR_BUFFER_TOO_SMALL;
	else if (one->pValue != NULL)
		memcpy(one->pValue, bytes, len);
	one->ulValueLen = rv == CKR_OK ? len : CK_UNAVAILABLE_INFORMATION;
	return rv;
}

static CK_RV
get_attribute(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE *one, CK_ULONG count)
{
	const CK_ULONG x509 = CKC_X_509;
	const CK_BBOOL yes = CK_TRUE, no = CK_FALSE;

	switch (one->type) {
	case CKA_ID: return give(one, "\x01", 1);
	case CKA_LABEL: return give(one, "mock key", 8);
	case CKA_CERTIFICATE_TYPE: return give(one, &x509, sizeof(x509));
	case CKA_VALUE: return give(one, mock.der, mock.der_len);
	case CKA_KEY_TYPE: return give(one, &mock.type, sizeof(mock.type));
	case CKA_SIGN: return give(one, &yes, 1);
	case CKA_ALWAYS_AUTHENTICATE:
		return give(one, mock.always_authenticate ? &yes : &no, 1);
	case CKA_MODULUS: return give(one, mock.modulus, sizeof(mock.modulus));
	default:
		one->ulValueLen = CK_UNAVAILABLE_INFORMATION;
		return CKR_ATTRIBUTE_TYPE_INVALID;
	}
}

static CK_RV
sign_init(
    CK_SESSION_HANDLE session, CK_MECHANISM *mechanism, CK_OBJECT_HANDLE key)
{
	if (!mock.logged_in)
		return CKR_USER_NOT_LOGGED_IN;
	if (mechanism->mechanism != CKM_RSA_PKCS)
		return CKR_MECHANISM_INVALID;
	mock.context_login = false;
	mock.mechanism = mechanism->mechanism;
	return CKR_OK;
}

static CK_RV
sign(CK_SESSION_HANDLE session, unsigned char *data, CK_ULONG len,
    unsigned char *value, CK_ULONG *value_len)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(mock.key, NULL);
	size_t room = *value_len;
	bool ok;

	if (mock.always_authenticate && !mock.context_login) {
		EVP_PKEY_CTX_free(ctx);
		return CKR_USER_NOT_LOGGED_IN;
	}
	ok = ctx != NULL && EVP_PKEY_sign_init(ctx) > 0 &&
	     EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0 &&
	     EVP_PKEY_sign(ctx, value, &room, data, len) > 0;
	EVP_PKEY_CTX_free(ctx);
	*value_len = room;
	return ok ? CKR_OK : CKR_FUNCTION_FAILED;
}

static CK_RV
sign_final(CK_SESSION_HANDLE session, unsigned char *value, CK_ULONG *len)
{
	return CKR_OPERATION_NOT_INITIALIZED;
}

CK_FUNCTION_LIST mock_functions = {
	.version = { 2, 40 },
	.C_Initialize = initialize,
	.C_Finalize = finalize,
	.C_GetInfo = get_info,
	.C_GetSlotList = get_slot_list,
	.C_GetSlotInfo = get_slot_info,
	.C_GetTokenInfo = get_token_info,
	.C_OpenSession = open_session,
	.C_CloseSession = close_session,
	.C_GetSessionInfo = get_session_info,
	.C_Login = login,
	.C_FindObjectsInit = find_init,
	.C_FindObjects = find,
	.C_FindObjectsFinal = find_final,
	.C_GetAttributeValue = get_attribute,
	.C_SignInit = sign_init,
	.C_Sign = sign,
	.C_SignFinal = sign_final,
};

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(
    CK_FUNCTION_LIST **list);

CK_RV
C_GetFunctionList(CK_FUNCTION_LIST **list)
{
	static bool begun;

	if (!begun) {
		mock.kind = "RSA:1024";
		mock.type = CKK_RSA;
		mock.flags = CKF_TOKEN_INITIALIZED | CKF_LOGIN_REQUIRED |
			     CKF_USER_PIN_INITIALIZED;
		mock_misbehave();
		begun = true;
	}
	*list = &mock_functions;
	return CKR_OK;
}
