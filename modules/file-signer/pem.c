/* SPDX-License-Identifier: Apache-2.0 */
/* pem.c -- keys and certificates in PEM files (RFC 7468). */
#include "store.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

#define BLOCKS_MOST 64 /* PEM blocks of a file */

/* PKCS #8: what must be done to decrypt it is in the clear. */
static bool
is_block_derivable(const char *name, const uint8_t *bytes, long len)
{
	const X509_ALGOR *algorithm;
	const ASN1_OCTET_STRING *value;
	X509_SIG *sealed;
	bool is;

	if (strcmp(name, PEM_STRING_PKCS8) != 0)
		return true;
	sealed = d2i_X509_SIG(NULL, &bytes, len);
	if (sealed == NULL)
		return true;
	X509_SIG_get0(sealed, &algorithm, &value);
	is = file_is_derivable(algorithm);
	X509_SIG_free(sealed);
	return is;
}

static bool
is_key(const char *name)
{
	size_t len = strlen(name), end = strlen("PRIVATE KEY");

	return len >= end && strcmp(name + len - end, "PRIVATE KEY") == 0;
}

/* Is there one key, and can it be decrypted in a bearable time? */
static cseal_status
look(BIO *in, cseal_error **ret_error)
{
	bool derivable = true;
	size_t blocks = 0, keys = 0;
	char *name, *header;
	uint8_t *bytes;
	long len;

	while (blocks <= BLOCKS_MOST &&
	       PEM_read_bio(in, &name, &header, &bytes, &len) == 1) {
		blocks++;
		keys += is_key(name);
		if (!is_block_derivable(name, bytes, len))
			derivable = false;
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_clear_free(bytes, (size_t)len);
	}
	if (file_reason() == FILE_REASON_MEMORY)
		return file_fail_memory(ret_error);
	if (blocks > BLOCKS_MOST || !derivable)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the file has more than %d blocks, or wants more than %d "
		    "iterations to be opened",
		    BLOCKS_MOST, FILE_ITERATIONS_MOST);
	if (keys != 1)
		return cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
		    keys == 0 ? "there was no private key in the file"
			      : "there were several private keys in the file");
	return CSEAL_OK;
}

static cseal_status
fail_key(const struct file_pass *pass, cseal_error **ret_error)
{
	enum file_reason reason = file_reason();

	if (pass->asked && pass->st != CSEAL_OK)
		return pass->st; /* asking left its own error */
	if (reason == FILE_REASON_MEMORY)
		return file_fail_memory(ret_error);
	if (pass->asked)
		return cseal_fail(ret_error, CSEAL_AGAIN_PIN_WRONG,
		    "the pass phrase did not open the key");
	/* OpenSSL's decoders do not tell the two apart. */
	return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
	    "the private key was damaged, or of a kind that OpenSSL does not "
	    "know");
}

cseal_status
file_pem_read_key(struct file_store *store, const uint8_t *bytes, size_t len,
    struct file_pass *pass, cseal_error **ret_error)
{
	BIO *in = BIO_new_mem_buf(bytes, (int)len);
	cseal_status st;

	if (in == NULL)
		return file_fail_memory(ret_error);
	st = look(in, ret_error);
	if (st == CSEAL_OK) {
		BIO_reset(in);
		store->key =
		    PEM_read_bio_PrivateKey(in, NULL, file_pass_callback, pass);
		if (store->key == NULL)
			st = fail_key(pass, ret_error);
		else
			ERR_clear_error();
	}
	BIO_free(in);
	return st;
}

static cseal_status
read_pem(struct file_store *store, BIO *in, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	unsigned long code;
	X509 *certificate;

	while (st == CSEAL_OK) {
		certificate = PEM_read_bio_X509(in, NULL, NULL, NULL);
		if (certificate == NULL)
			break;
		st = file_store_add(store, certificate, ret_error);
		X509_free(certificate);
	}
	if (st != CSEAL_OK)
		return st;
	code = ERR_peek_last_error();
	if (ERR_GET_LIB(code) == ERR_LIB_PEM &&
	    ERR_GET_REASON(code) == PEM_R_NO_START_LINE) {
		ERR_clear_error();
		return CSEAL_OK;
	}
	if (file_reason() == FILE_REASON_MEMORY)
		return file_fail_memory(ret_error);
	return cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
	    "a certificate in the file was damaged");
}

static cseal_status
read_der(struct file_store *store, const uint8_t *bytes, size_t len,
    cseal_error **ret_error)
{
	X509 *certificate = d2i_X509(NULL, &bytes, (long)len);
	cseal_status st;

	if (certificate == NULL && file_reason() == FILE_REASON_MEMORY)
		return file_fail_memory(ret_error);
	if (certificate == NULL)
		return cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
		    "the file was not a certificate in PEM or DER");
	st = file_store_add(store, certificate, ret_error);
	X509_free(certificate);
	return st;
}

cseal_status
file_read_certificates(struct file_store *store, const uint8_t *bytes,
    size_t len, cseal_error **ret_error)
{
	cseal_status st;
	BIO *in;

	if (len > 0 && bytes[0] == 0x30)
		return read_der(store, bytes, len, ret_error);
	in = BIO_new_mem_buf(bytes, (int)len);
	if (in == NULL)
		return file_fail_memory(ret_error);
	st = read_pem(store, in, ret_error);
	BIO_free(in);
	return st;
}
