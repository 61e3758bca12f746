/* SPDX-License-Identifier: Apache-2.0 */
/* signer.c -- a certificate with its chain, and a key that can sign.
 *
 * No signature value leaves this file that the certificate's public key did
 * not prove: a wrong one must not reach a document, and the wrong value of an
 * RSA key may give the key away, so it is wiped. */
#include "signer.h"

#include "blob.h"
#include "cms/certificate.h"
#include "cms/chain.h"
#include "cms/cms.h"
#include "cms/crypto.h"
#include "cms/trust.h"
#include "context.h"
#include "error.h"
#include "pin.h"

#include <stdlib.h>
#include <string.h>

#define ITEMS_MOST 4096 /* digests of one call */

struct cseal_signer {
	cseal_context *context;
	struct csi_module *module;
	const struct cseal_signer_ops *ops;
	void *driver; /* what the module opened */
	char *uri;
	struct cseal_pin_entry pin;
	struct csi_bytes ders[CSI_CHAIN_MOST];
	struct csi_span chain[CSI_CHAIN_MOST]; /* into ders, in order */
	size_t chain_count;
	struct csi_certificate text;
	X509 *certificate;
};

/* ---- opening -------------------------------------------------------- */

static cseal_status
fail_module(
    const cseal_signer *signer, const char *what, cseal_error **ret_error)
{
	csi_log(signer->context, CSEAL_LOG_BUG_MODULE, "the module %s %s",
	    signer->module->table->id, what);
	return cseal_fail(ret_error, CSEAL_FAULT_MODULE, "the module %s %s",
	    signer->module->table->id, what);
}

static cseal_status
take_certificate(cseal_signer *signer, size_t i, cseal_error **ret_error)
{
	struct csi_certificate_parts parts;
	struct cseal_blob blob;
	cseal_status st;

	csi_blob_init(&blob, CSI_CERTIFICATE_MOST);
	st = csi_module_said(signer->module, "given a certificate",
	    signer->ops->certificate(signer->driver, i, &blob, ret_error),
	    ret_error);
	if (st != CSEAL_OK) {
		csi_blob_wipe(&blob);
		return st;
	}
	signer->ders[i] = csi_blob_take(&blob);
	signer->chain[i] = csi_bytes_span(&signer->ders[i]);
	if (!csi_certificate_split(signer->chain[i], &parts))
		return fail_module(signer,
		    "gave something that is not a certificate", ret_error);
	return CSEAL_OK;
}

static cseal_status
take_chain(cseal_signer *signer, cseal_error **ret_error)
{
	size_t count = signer->ops->chain_count(signer->driver);
	cseal_error *why = NULL;
	cseal_status st = CSEAL_OK;

	if (count == 0 || count > CSI_CHAIN_MOST)
		return fail_module(
		    signer, "has a chain of an absurd length", ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = take_certificate(signer, i, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_chain_order(signer->chain, count, &signer->chain_count, &why);
	if (st == CSEAL_OK)
		st =
		    csi_certificate_read(signer->chain[0], &signer->text, &why);
	cseal_error_free(why);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	if (st != CSEAL_OK)
		return fail_module(signer,
		    "gave something that is not a certificate", ret_error);
	return CSEAL_OK;
}

/* The chain, and the key that proves what is signed. */
static cseal_status
take_certificates(cseal_signer *signer, cseal_error **ret_error)
{
	cseal_status st = take_chain(signer, ret_error);

	if (st != CSEAL_OK)
		return st;
	signer->certificate = csi_certificate_x509(signer->chain[0]);
	if (signer->certificate == NULL)
		return csi_crypto_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "the signer's certificate was readable only once");
	return CSEAL_OK;
}

static cseal_status
open_driver(cseal_signer *signer, const char *certificate_file,
    cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st = csi_loader_driver(signer->context, signer->uri,
	    CSEAL_KIND_SIGNER, &signer->module, ret_error);
	void *driver = NULL;

	if (st != CSEAL_OK)
		return st;
	signer->ops = signer->module->driver->ops.signer;
	st = csi_module_said(signer->module, "opened the signer",
	    signer->ops->open(&signer->module->host, signer->uri,
		certificate_file, &signer->pin, wait, &driver, ret_error),
	    ret_error);
	if (st != CSEAL_OK)
		return st;
	if (driver == NULL)
		return fail_module(
		    signer, "opened a signer and gave none", ret_error);
	signer->driver = driver;
	return take_certificates(signer, ret_error);
}

cseal_status
cseal_signer_open(cseal_context *context, const char *uri,
    const struct cseal_signer_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_signer **ret_signer, cseal_error **ret_error)
{
	struct cseal_signer_options chosen = { 0 };
	struct cseal_wait wait;
	cseal_signer *signer;
	cseal_status st;

	if (context == NULL || uri == NULL || ret_signer == NULL ||
	    (options != NULL && options->size < sizeof(*options)))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a signer was opened without context, URI or place, or "
		    "with options of the wrong size");
	if (options != NULL)
		chosen = *options;
	csi_wait_init(&wait, timeout_ms, cancel);
	st = cseal_wait_check(&wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	signer = calloc(1, sizeof(*signer));
	if (signer == NULL)
		return csi_fail_memory(ret_error);
	signer->context = cseal_context_ref(context);
	signer->uri = strdup(uri);
	signer->pin.pin = chosen.pin;
	signer->pin.user = chosen.pin_user;
	signer->pin.uri = signer->uri;
	st = signer->uri == NULL ? csi_fail_memory(ret_error)
				 : open_driver(signer, chosen.certificate_file,
				       &wait, ret_error);
	if (st != CSEAL_OK) {
		cseal_signer_free(signer);
		return st;
	}
	*ret_signer = signer;
	return CSEAL_OK;
}

void
cseal_signer_free(cseal_signer *signer)
{
	if (signer == NULL)
		return;
	if (signer->driver != NULL)
		signer->ops->close(signer->driver);
	for (size_t i = 0; i < CSI_CHAIN_MOST; i++)
		csi_bytes_free(&signer->ders[i]);
	csi_certificate_clear(&signer->text);
	X509_free(signer->certificate);
	free(signer->uri);
	cseal_context_unref(signer->context);
	free(signer);
}

/* ---- signing -------------------------------------------------------- */

static cseal_status
check_items(const struct cseal_sign_item *items, size_t count,
    cseal_digest digest, cseal_error **ret_error)
{
	size_t len = csi_digest_len(digest);

	if (items == NULL || count == 0 || count > ITEMS_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "%zu digests were to be signed", count);
	for (size_t i = 0; i < count; i++) {
		if (items[i].size < sizeof(items[i]) ||
		    items[i].digest == NULL || items[i].value == NULL ||
		    items[i].digest_len != len)
			return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
			    "digest %zu of %zu was not a %s", i + 1, count,
			    csi_digest_name(digest));
	}
	return CSEAL_OK;
}

static struct csi_signature_algorithm
algorithm_of(cseal_scheme scheme, const struct csi_digest_row *digest)
{
	struct csi_signature_algorithm algorithm = {
		.family = CSI_FAMILY_RSA_PKCS1,
		.digest = digest,
		.mgf = digest,
		.salt_len = (long)digest->len,
	};

	if (scheme == CSEAL_SCHEME_RSA_PSS)
		algorithm.family = CSI_FAMILY_RSA_PSS;
	else if (scheme == CSEAL_SCHEME_ECDSA)
		algorithm.family = CSI_FAMILY_ECDSA;
	else if (scheme == CSEAL_SCHEME_SM2)
		algorithm.family = CSI_FAMILY_SM2;
	return algorithm;
}

static cseal_status
prove(cseal_signer *signer, cseal_scheme scheme, cseal_digest digest,
    const struct cseal_sign_item *item, cseal_error **ret_error)
{
	const struct csi_digest_row *row = csi_digest_by(digest);
	struct csi_signature_algorithm algorithm = algorithm_of(scheme, row);
	EVP_PKEY *key = X509_get0_pubkey(signer->certificate);
	struct csi_span value = { item->value, item->value_len };
	cseal_error *error = NULL;
	cseal_status st;

	if (value.len == 0 || value.len > CSEAL_SIGNATURE_MOST)
		return fail_module(
		    signer, "gave a value of an absurd length", ret_error);
	if (key == NULL)
		return csi_crypto_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the crypto library cannot read the certificate's key");
	st = csi_crypto_verify(
	    key, &algorithm, row, item->digest, value, &error);
	if (st == CSEAL_REFUSED_DAMAGED)
		st = cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the token signed wrongly: the certificate's key does not "
		    "prove the value");
	else if (st != CSEAL_OK) {
		csi_error_move(error, ret_error);
		return st;
	}
	cseal_error_free(error);
	return st;
}

static void
wipe(struct cseal_sign_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		explicit_bzero(items[i].value, CSEAL_SIGNATURE_MOST);
		items[i].value_len = 0;
	}
}

cseal_status
csi_signer_sign(cseal_signer *signer, cseal_scheme scheme, cseal_digest digest,
    struct cseal_sign_item *items, size_t count, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st;

	st = csi_cms_choose(signer->chain[0], &scheme, &digest, ret_error);
	if (st == CSEAL_OK)
		st = check_items(items, count, digest, ret_error);
	if (st == CSEAL_OK)
		st = cseal_wait_check(wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; i < count; i++)
		items[i].value_len = 0;
	st = csi_module_said(signer->module, "signed",
	    signer->ops->sign(
		signer->driver, scheme, digest, items, count, wait, ret_error),
	    ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++)
		st = prove(signer, scheme, digest, &items[i], ret_error);
	if (st != CSEAL_OK)
		wipe(items, count);
	return st;
}

/* ---- getters -------------------------------------------------------- */

const struct csi_certificate *
csi_signer_says(const cseal_signer *signer)
{
	return &signer->text;
}

size_t
csi_signer_chain(const cseal_signer *signer, const struct csi_span **ret_chain)
{
	*ret_chain = signer->chain;
	return signer->chain_count;
}

size_t
cseal_signer_chain_count(const cseal_signer *signer)
{
	return signer->chain_count;
}

const void *
cseal_signer_certificate(const cseal_signer *signer, size_t i, size_t *ret_len)
{
	if (i >= signer->chain_count)
		return NULL;
	if (ret_len != NULL)
		*ret_len = signer->chain[i].len;
	return signer->chain[i].at;
}

const char *
cseal_signer_subject(const cseal_signer *signer)
{
	return signer->text.subject;
}

const char *
cseal_signer_issuer(const cseal_signer *signer)
{
	return signer->text.issuer;
}

const char *
cseal_signer_key(const cseal_signer *signer)
{
	return signer->text.key;
}

const char *
cseal_signer_not_before(const cseal_signer *signer)
{
	return signer->text.not_before;
}

const char *
cseal_signer_not_after(const cseal_signer *signer)
{
	return signer->text.not_after;
}

const char *
cseal_signer_uri(const cseal_signer *signer)
{
	return signer->uri;
}

bool
cseal_signer_is_virtual(const cseal_signer *signer)
{
	return signer->module->is_virtual;
}
