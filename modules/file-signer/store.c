/* SPDX-License-Identifier: Apache-2.0 */
/* store.c -- the key and the certificates that were in a file. */
#include "store.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <string.h>

cseal_status
file_fail_memory(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}

cseal_status
file_store_add(
    struct file_store *store, X509 *certificate, cseal_error **ret_error)
{
	if (store->count == FILE_CERTIFICATES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "there were more than %d certificates",
		    FILE_CERTIFICATES_MOST);
	if (X509_up_ref(certificate) != 1)
		return file_fail_memory(ret_error);
	store->certificates[store->count++] = certificate;
	return CSEAL_OK;
}

cseal_status
file_store_match(struct file_store *store, cseal_error **ret_error)
{
	X509 *found;

	if (store->count == 0)
		return cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
		    "there was a key, but no certificate");
	for (size_t i = 0; i < store->count; i++) {
		found = store->certificates[i];
		if (X509_check_private_key(found, store->key) != 1)
			continue;
		store->certificates[i] = store->certificates[0];
		store->certificates[0] = found;
		ERR_clear_error();
		return CSEAL_OK;
	}
	if (file_reason() == FILE_REASON_MEMORY)
		return file_fail_memory(ret_error);
	return cseal_fail(ret_error, CSEAL_REFUSED_KEY_MISMATCH,
	    "the key belongs to none of the certificates");
}

void
file_store_clear(struct file_store *store)
{
	EVP_PKEY_free(store->key);
	for (size_t i = 0; i < store->count; i++)
		X509_free(store->certificates[i]);
	/* NULL is the default provider of the whole program to these. */
	if (store->legacy != NULL)
		OSSL_PROVIDER_unload(store->legacy);
	if (store->standard != NULL)
		OSSL_PROVIDER_unload(store->standard);
	OSSL_LIB_CTX_free(store->library);
	memset(store, 0, sizeof(*store));
}

enum file_reason
file_reason(void)
{
	enum file_reason reason = FILE_REASON_OTHER;
	unsigned long code;

	while ((code = ERR_get_error()) != 0) {
		int number = ERR_GET_REASON(code);

		if (number == ERR_R_MALLOC_FAILURE)
			reason = FILE_REASON_MEMORY;
		else if ((number == ERR_R_UNSUPPORTED ||
			     (ERR_GET_LIB(code) == ERR_LIB_EVP &&
				 number == EVP_R_UNSUPPORTED_ALGORITHM)) &&
			 reason == FILE_REASON_OTHER)
			reason = FILE_REASON_UNSUPPORTED;
	}
	return reason;
}

static bool
is_within(const ASN1_INTEGER *iterations)
{
	int64_t number;

	return iterations == NULL ||
	       (ASN1_INTEGER_get_int64(&number, iterations) == 1 &&
		   number >= 0 && number <= FILE_ITERATIONS_MOST);
}

/* RFC 8018, A.4: PBES2 with PBKDF2 */
static bool
is_pbes2_derivable(const ASN1_TYPE *parameter)
{
	PBE2PARAM *pbes2 =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), parameter);
	PBKDF2PARAM *pbkdf2;
	bool is = true;

	if (pbes2 == NULL)
		return true; /* OpenSSL will not understand it either */
	if (OBJ_obj2nid(pbes2->keyfunc->algorithm) == NID_id_pbkdf2) {
		pbkdf2 = ASN1_TYPE_unpack_sequence(
		    ASN1_ITEM_rptr(PBKDF2PARAM), pbes2->keyfunc->parameter);
		is = pbkdf2 == NULL || is_within(pbkdf2->iter);
		PBKDF2PARAM_free(pbkdf2);
	}
	PBE2PARAM_free(pbes2);
	return is;
}

/* RFC 8018, A.3; RFC 7292, C */
bool
file_is_derivable(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *object;
	const void *value;
	PBEPARAM *pbe;
	bool is;
	int type;

	X509_ALGOR_get0(&object, &type, &value, algorithm);
	if (type != V_ASN1_SEQUENCE)
		return true;
	if (OBJ_obj2nid(object) == NID_pbes2)
		return is_pbes2_derivable(algorithm->parameter);
	pbe = ASN1_TYPE_unpack_sequence(
	    ASN1_ITEM_rptr(PBEPARAM), algorithm->parameter);
	is = pbe == NULL || is_within(pbe->iter);
	PBEPARAM_free(pbe);
	ERR_clear_error();
	return is;
}
