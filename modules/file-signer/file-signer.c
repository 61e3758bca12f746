/* SPDX-License-Identifier: Apache-2.0 */
/* file-signer.c -- the tables: a certificate with its key in a file.
 *
 * URI: file:/PATH, PKCS #12 or PEM. */
#include "path.h"
#include "store.h"
#include "transport.h"

#include <openssl/err.h>
#include <stdlib.h>

struct signer {
	struct file_store store;
};

/* PEM has a key and certificates; PKCS #12 begins as DER does. */
static cseal_status
read_key_file(struct signer *signer, const struct file_bytes *bytes,
    bool with_certificates, struct file_pass *pass, cseal_error **ret_error)
{
	cseal_status st;

	if (bytes->len > 0 && bytes->at[0] == 0x30) {
		st = file_pkcs12_read(
		    &signer->store, bytes->at, bytes->len, pass, ret_error);
		return st;
	}
	st = file_pem_read_key(
	    &signer->store, bytes->at, bytes->len, pass, ret_error);
	if (st != CSEAL_OK || !with_certificates)
		return st;
	return file_read_certificates(
	    &signer->store, bytes->at, bytes->len, ret_error);
}

/* What came with the key is put aside. */
static cseal_status
read_certificate_file(
    struct signer *signer, const char *path, cseal_error **ret_error)
{
	struct file_store *store = &signer->store;
	struct file_bytes bytes;
	cseal_status st;

	while (store->count > 0)
		X509_free(store->certificates[--store->count]);
	st = file_load(path, &bytes, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = file_read_certificates(store, bytes.at, bytes.len, ret_error);
	file_unload(&bytes);
	return st;
}

static cseal_status
read_files(struct signer *signer, cseal_host *host, const char *path,
    const char *certificate_file, const cseal_pin_entry *pin,
    cseal_error **ret_error)
{
	struct file_pass pass = {
		.entry = pin,
		.title = path,
		.ret_error = ret_error,
	};
	struct file_bytes bytes;
	cseal_status st;

	st = file_load(path, &bytes, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (bytes.is_open_to_others)
		cseal_host_log(host, CSEAL_LOG_WARNING,
		    "everybody may read the key file %s", path);
	st = read_key_file(
	    signer, &bytes, certificate_file == NULL, &pass, ret_error);
	file_unload(&bytes);
	file_pass_wipe(&pass);
	if (st == CSEAL_OK && certificate_file != NULL)
		st = read_certificate_file(signer, certificate_file, ret_error);
	if (st == CSEAL_OK)
		st = file_store_match(&signer->store, ret_error);
	return st;
}

static void
signer_close(void *opened)
{
	struct signer *signer = opened;

	file_store_clear(&signer->store);
	free(signer);
}

static cseal_status
signer_open(cseal_host *host, const char *uri, const char *certificate_file,
    const cseal_pin_entry *pin, cseal_wait *wait, void **ret_signer,
    cseal_error **ret_error)
{
	struct signer *signer;
	cseal_status st;
	char *path;

	st = cseal_wait_check(wait, ret_error);
	if (st == CSEAL_OK)
		st = file_path_of(uri, &path, ret_error);
	if (st != CSEAL_OK)
		return st;
	signer = calloc(1, sizeof(*signer));
	if (signer == NULL)
		st = file_fail_memory(ret_error);
	else
		st = read_files(
		    signer, host, path, certificate_file, pin, ret_error);
	if (st == CSEAL_OK)
		*ret_signer = signer;
	else if (signer != NULL)
		signer_close(signer);
	if (st != CSEAL_OK)
		cseal_fail_note(
		    ret_error, st, "could not use the key file %s", path);
	free(path);
	return st;
}

static size_t
signer_chain_count(void *opened)
{
	const struct signer *signer = opened;

	return signer->store.count;
}

static cseal_status
signer_certificate(
    void *opened, size_t i, cseal_blob *der, cseal_error **ret_error)
{
	const struct signer *signer = opened;
	uint8_t *bytes = NULL;
	cseal_status st;
	int len;

	len = i2d_X509(signer->store.certificates[i], &bytes);
	if (len < 0) {
		ERR_clear_error();
		return file_fail_memory(ret_error);
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
	const struct signer *signer = opened;

	return file_sign(
	    &signer->store, scheme, digest, items, count, wait, ret_error);
}

/* Files are not looked for: those that the configuration names. */
static cseal_status
signer_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_device_state state;
	cseal_status st = CSEAL_OK;
	const char *uri;
	char *path;

	(void)host;
	(void)wait;
	for (size_t i = 0; st == CSEAL_OK; i++) {
		uri = cseal_host_named(host, i);
		if (uri == NULL)
			break;
		st = file_path_of(uri, &path, ret_error);
		if (st != CSEAL_OK)
			break;
		state = file_state(path);
		/* One that is not reported is listed as absent. */
		if (state != CSEAL_DEVICE_ABSENT)
			st = cseal_finder_add(
			    finder, uri, path, state, ret_error);
		free(path);
	}
	return st;
}

static void
signer_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };
	OSSL_LIB_CTX *library = OSSL_LIB_CTX_new();
	OSSL_PROVIDER *legacy = NULL;

	(void)host;
	if (library == NULL)
		return;
	legacy = OSSL_PROVIDER_load(library, "legacy");
	if (legacy == NULL)
		cseal_desk_say(&desk, false,
		    "write them anew with a current program",
		    "PKCS #12 files that are encrypted with RC2 cannot be "
		    "opened: OpenSSL's legacy provider is missing");
	else
		OSSL_PROVIDER_unload(legacy);
	ERR_clear_error();
	OSSL_LIB_CTX_free(library);
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
	.title = "PKCS #12 and PEM files",
	.find = signer_find,
	.doctor = signer_doctor,
	.ops.signer = &signer_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "file-signer",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
