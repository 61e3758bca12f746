/* SPDX-License-Identifier: Apache-2.0 */
/* pkcs11-signer.c -- the tables: a certificate with its key in a token.
 *
 * URI: pkcs11:token=..;object=.. (RFC 7512).  The token's driver comes through
 * p11-kit. */
#include "signer.h"
#include "status.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <unistd.h>

static void
signer_close(void *opened)
{
	struct pkcs11_signer *signer = opened;

	/* With the last session of the program the token logs out; another
	 * signer of the program may still need the login.  After a fork() the
	 * session is the parent's (PKCS #11 v2.40, 6.6.1); p11-kit itself
	 * knows of forks. */
	if (signer->owner == getpid())
		pkcs11_session_close(&signer->session);
	pkcs11_library_close(&signer->library);
	for (size_t i = 0; i < signer->count; i++)
		X509_free(signer->chain[i]);
	free(signer);
}

static cseal_status
open_token(struct pkcs11_signer *signer, const struct pkcs11_uri *uri,
    const char *certificate_file, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st;

	st = pkcs11_library_open(
	    &signer->library, pkcs11_uri_module(signer->host, uri), ret_error);
	if (st == CSEAL_OK)
		st = pkcs11_choose_token(signer, uri, wait, ret_error);
	if (st == CSEAL_OK)
		st = pkcs11_session_open(
		    &signer->session, &signer->token, ret_error);
	if (st == CSEAL_OK &&
	    (signer->token.info.flags & CKF_LOGIN_REQUIRED) != 0)
		st = pkcs11_login(signer, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	return pkcs11_choose_key(signer, uri, certificate_file, ret_error);
}

static cseal_status
signer_open(cseal_host *host, const char *uri, const char *certificate_file,
    const cseal_pin_entry *pin, cseal_wait *wait, void **ret_signer,
    cseal_error **ret_error)
{
	struct pkcs11_signer *signer;
	struct pkcs11_uri parsed;
	cseal_status st;

	st = pkcs11_uri_parse(host, uri, &parsed, ret_error);
	if (st != CSEAL_OK)
		return st;
	signer = calloc(1, sizeof(*signer));
	if (signer == NULL) {
		pkcs11_uri_free(&parsed);
		return pkcs11_fail_memory(ret_error);
	}
	signer->host = host;
	signer->pin = pin;
	signer->owner = getpid();
	st = open_token(signer, &parsed, certificate_file, wait, ret_error);
	pkcs11_uri_free(&parsed);
	if (st != CSEAL_OK) {
		signer_close(signer);
		return st;
	}
	*ret_signer = signer;
	return CSEAL_OK;
}

static size_t
signer_chain_count(void *opened)
{
	const struct pkcs11_signer *signer = opened;

	return signer->count;
}

static cseal_status
signer_certificate(
    void *opened, size_t i, cseal_blob *der, cseal_error **ret_error)
{
	const struct pkcs11_signer *signer = opened;
	uint8_t *bytes = NULL;
	cseal_status st;
	int len;

	len = i2d_X509(signer->chain[i], &bytes);
	if (len < 0) {
		ERR_clear_error();
		return pkcs11_fail_memory(ret_error);
	}
	st = cseal_blob_append(der, bytes, (size_t)len, ret_error);
	OPENSSL_free(bytes);
	return st;
}

static cseal_status
signer_sign(void *opened, cseal_scheme scheme, cseal_digest digest,
    struct cseal_sign_item *items, size_t count, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct pkcs11_signer *signer = opened;

	if (signer->owner != getpid())
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the signer was opened before a fork(), by the parent");
	return pkcs11_sign(
	    signer, scheme, digest, items, count, wait, ret_error);
}

static const struct cseal_signer_ops signer_ops = {
	.size = sizeof(signer_ops),
	.open = signer_open,
	.close = signer_close,
	.chain_count = signer_chain_count,
	.certificate = signer_certificate,
	.sign = signer_sign,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_SIGNER,
	.title = "Tokens through PKCS #11",
	.find = pkcs11_find,
	.doctor = pkcs11_doctor,
	.ops.signer = &signer_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "pkcs11-signer",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
