/* SPDX-License-Identifier: Apache-2.0 */
/* pkcs12.c -- PKCS #12 files (RFC 7292). */
#include "store.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <string.h>

static cseal_status
fail(cseal_error **ret_error, cseal_status status, const char *note)
{
	if (file_reason() == FILE_REASON_MEMORY)
		return file_fail_memory(ret_error);
	return cseal_fail(ret_error, status, "%s", note);
}

static bool
are_bags_derivable(const STACK_OF(PKCS12_SAFEBAG) * bags)
{
	const X509_ALGOR *algorithm;
	const ASN1_OCTET_STRING *value;
	const X509_SIG *sealed;

	for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); i++) {
		sealed =
		    PKCS12_SAFEBAG_get0_pkcs8(sk_PKCS12_SAFEBAG_value(bags, i));
		if (sealed == NULL)
			continue;
		X509_SIG_get0(sealed, &algorithm, &value);
		if (!file_is_derivable(algorithm))
			return false;
	}
	return true;
}

/* One AuthenticatedSafe entry: encrypted, or with encrypted keys in it. */
static bool
is_safe_derivable(PKCS7 *safe)
{
	STACK_OF(PKCS12_SAFEBAG) * bags;
	bool is = true;

	if (OBJ_obj2nid(safe->type) == NID_pkcs7_encrypted)
		return file_is_derivable(
		    safe->d.encrypted->enc_data->algorithm);
	if (OBJ_obj2nid(safe->type) != NID_pkcs7_data)
		return true;
	bags = PKCS12_unpack_p7data(safe);
	if (bags != NULL)
		is = are_bags_derivable(bags);
	sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
	return is;
}

static bool
is_derivable(const PKCS12 *p12)
{
	const ASN1_INTEGER *iterations = NULL;
	STACK_OF(PKCS7) * safes;
	int64_t number;
	bool is = true;

	PKCS12_get0_mac(NULL, NULL, NULL, &iterations, p12);
	if (iterations != NULL &&
	    (ASN1_INTEGER_get_int64(&number, iterations) != 1 || number < 0 ||
		number > FILE_ITERATIONS_MOST))
		return false;
	safes = PKCS12_unpack_authsafes(p12);
	for (int i = 0; is && i < sk_PKCS7_num(safes); i++)
		is = is_safe_derivable(sk_PKCS7_value(safes, i));
	sk_PKCS7_pop_free(safes, PKCS7_free);
	ERR_clear_error();
	return is;
}

static PKCS12 *
decode(OSSL_LIB_CTX *library, const uint8_t *bytes, size_t len)
{
	PKCS12 *p12 = PKCS12_init_ex(NID_pkcs7_data, library, NULL);

	if (p12 != NULL && d2i_PKCS12(&p12, &bytes, (long)len) == NULL)
		return NULL; /* it freed what it was given */
	return p12;
}

/* Nothing is asked where an empty pass phrase, or none, fits; *ret_text is
 * what to open it with.  Without a MAC nothing can be tried. */
static cseal_status
find_pass(PKCS12 *p12, struct file_pass *pass, const char **ret_text,
    cseal_error **ret_error)
{
	cseal_status st;

	*ret_text = NULL;
	if (PKCS12_mac_present(p12) != 1 || PKCS12_verify_mac(p12, NULL, 0))
		return CSEAL_OK;
	*ret_text = "";
	if (PKCS12_verify_mac(p12, "", 0))
		return CSEAL_OK;
	ERR_clear_error();
	st = file_pass_ask(pass);
	if (st != CSEAL_OK)
		return st;
	*ret_text = pass->text;
	if (PKCS12_verify_mac(p12, pass->text, -1))
		return CSEAL_OK;
	return fail(ret_error, CSEAL_AGAIN_PIN_WRONG,
	    "the pass phrase did not open the file");
}

static cseal_status
load_legacy(struct file_store *store, cseal_error **ret_error)
{
	store->library = OSSL_LIB_CTX_new();
	if (store->library == NULL)
		return file_fail_memory(ret_error);
	store->standard = OSSL_PROVIDER_load(store->library, "default");
	store->legacy = OSSL_PROVIDER_load(store->library, "legacy");
	if (store->standard != NULL && store->legacy != NULL)
		return CSEAL_OK;
	return fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the file is encrypted with an old algorithm (RC2), which needs "
	    "OpenSSL's legacy provider, which could not be loaded");
}

static cseal_status
take(struct file_store *store, EVP_PKEY *take_key, X509 *take_certificate,
    STACK_OF(X509) * take_others, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	store->key = take_key;
	if (take_certificate != NULL)
		st = file_store_add(store, take_certificate, ret_error);
	for (int i = 0; st == CSEAL_OK && i < sk_X509_num(take_others); i++)
		st = file_store_add(
		    store, sk_X509_value(take_others, i), ret_error);
	X509_free(take_certificate);
	sk_X509_pop_free(take_others, X509_free);
	if (st == CSEAL_OK && take_key == NULL)
		st = cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
		    "there was no private key in the file");
	return st;
}

/* *ret_reason says why not, where it was not opened. */
static bool
parse(PKCS12 *p12, const char *text, struct file_store *store,
    enum file_reason *ret_reason, cseal_status *ret_status,
    cseal_error **ret_error)
{
	STACK_OF(X509) *others = NULL;
	X509 *certificate = NULL;
	EVP_PKEY *key = NULL;

	if (PKCS12_parse(p12, text, &key, &certificate, &others) != 1) {
		*ret_reason = file_reason();
		return false;
	}
	ERR_clear_error();
	*ret_status = take(store, key, certificate, others, ret_error);
	return true;
}

static cseal_status
fail_parse(PKCS12 *p12, enum file_reason reason, cseal_error **ret_error)
{
	switch (reason) {
	case FILE_REASON_MEMORY: return file_fail_memory(ret_error);
	case FILE_REASON_UNSUPPORTED:
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the file is encrypted with an algorithm that OpenSSL "
		    "does not have, or holds a key of such a kind");
	case FILE_REASON_OTHER: break;
	}
	if (PKCS12_mac_present(p12) != 1)
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the PKCS #12 file was damaged, or is encrypted and has no "
		    "MAC to try a pass phrase with");
	return cseal_fail(
	    ret_error, CSEAL_SETUP_NO_KEY, "the PKCS #12 file was damaged");
}

/* As it is, and once more with the legacy provider if that may help. */
static cseal_status
open_with(PKCS12 *p12, const char *text, const uint8_t *bytes, size_t len,
    struct file_store *store, cseal_error **ret_error)
{
	enum file_reason reason;
	cseal_status st;
	PKCS12 *old;

	if (parse(p12, text, store, &reason, &st, ret_error))
		return st;
	if (reason != FILE_REASON_UNSUPPORTED)
		return fail_parse(p12, reason, ret_error);
	st = load_legacy(store, ret_error);
	if (st != CSEAL_OK)
		return st;
	old = decode(store->library, bytes, len);
	if (old == NULL)
		return fail(ret_error, CSEAL_SETUP_NO_KEY,
		    "the PKCS #12 file was readable only once");
	if (!parse(old, text, store, &reason, &st, ret_error))
		st = fail_parse(old, reason, ret_error);
	PKCS12_free(old);
	return st;
}

cseal_status
file_pkcs12_read(struct file_store *store, const uint8_t *bytes, size_t len,
    struct file_pass *pass, cseal_error **ret_error)
{
	PKCS12 *p12 = decode(NULL, bytes, len);
	const char *text = NULL;
	cseal_status st;

	if (p12 == NULL)
		return fail(ret_error, CSEAL_SETUP_NO_KEY,
		    "the file was neither PEM nor PKCS #12");
	if (!is_derivable(p12))
		st = cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the file wants more than %d iterations to be opened",
		    FILE_ITERATIONS_MOST);
	else
		st = find_pass(p12, pass, &text, ret_error);
	if (st == CSEAL_OK)
		st = open_with(p12, text, bytes, len, store, ret_error);
	PKCS12_free(p12);
	return st;
}
