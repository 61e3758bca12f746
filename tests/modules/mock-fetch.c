/* SPDX-License-Identifier: Apache-2.0 */
/* mock-fetch.c -- answers from files: what is asked of http://ANY/NAME is in
 * the file NAME of the folder that the configuration names.  "tsa" is made on
 * the spot, by OpenSSL. */
#include <counterseal/module.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <stdio.h>
#include <string.h>

static cseal_status
give_file(const char *path, cseal_blob *body, cseal_error **ret_error)
{
	static char bytes[65536];
	FILE *file = fopen(path, "r");
	size_t len = 0;

	if (file != NULL) {
		len = fread(bytes, 1, sizeof(bytes), file);
		fclose(file);
	}
	if (len == 0)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_REMOTE, "there was no answer");
	return cseal_blob_append(body, bytes, len, ret_error);
}

static ASN1_INTEGER *
next_serial(struct TS_resp_ctx *ctx, void *user)
{
	ASN1_INTEGER *serial = ASN1_INTEGER_new();

	if (serial != NULL)
		ASN1_INTEGER_set(serial, 7);
	return serial;
}

static FILE *
open_in(const char *folder, const char *name)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return fopen(path, "r");
}

/* Signer, policy and digests. */
static bool
prepare(TS_RESP_CTX *ctx, const char *folder)
{
	FILE *certificate_file = open_in(folder, "tsa.crt");
	FILE *key_file = open_in(folder, "tsa.key");
	ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4", 1);
	X509 *certificate = NULL;
	EVP_PKEY *key = NULL;
	bool ok;

	if (certificate_file != NULL && key_file != NULL) {
		certificate = PEM_read_X509(certificate_file, NULL, NULL, NULL);
		key = PEM_read_PrivateKey(key_file, NULL, NULL, NULL);
	}
	ok = ctx != NULL && certificate != NULL && key != NULL &&
	     policy != NULL && TS_RESP_CTX_set_signer_cert(ctx, certificate) &&
	     TS_RESP_CTX_set_signer_key(ctx, key) &&
	     TS_RESP_CTX_set_def_policy(ctx, policy) &&
	     TS_RESP_CTX_add_md(ctx, EVP_sha256()) &&
	     TS_RESP_CTX_set_signer_digest(ctx, EVP_sha256()) &&
	     TS_RESP_CTX_set_ess_cert_id_digest(ctx, EVP_sha256());
	if (ok)
		TS_RESP_CTX_set_serial_cb(ctx, next_serial, NULL);
	X509_free(certificate);
	EVP_PKEY_free(key);
	ASN1_OBJECT_free(policy);
	if (certificate_file != NULL)
		fclose(certificate_file);
	if (key_file != NULL)
		fclose(key_file);
	return ok;
}

static cseal_status
give_stamp(const char *folder, const struct cseal_fetch_request *request,
    cseal_blob *body, cseal_error **ret_error)
{
	BIO *question = BIO_new_mem_buf(request->body, (int)request->body_len);
	TS_RESP_CTX *ctx = TS_RESP_CTX_new();
	TS_RESP *response = NULL;
	uint8_t *der = NULL;
	cseal_status st;
	int len = -1;

	if (question != NULL && prepare(ctx, folder))
		response = TS_RESP_create_response(ctx, question);
	if (response != NULL)
		len = i2d_TS_RESP(response, &der);
	if (len > 0)
		st = cseal_blob_append(body, der, (size_t)len, ret_error);
	else
		st = cseal_fail(
		    ret_error, CSEAL_FAULT_REMOTE, "there was no time-stamp");
	ERR_clear_error();
	OPENSSL_free(der);
	TS_RESP_free(response);
	TS_RESP_CTX_free(ctx);
	BIO_free(question);
	return st;
}

static cseal_status
fetch(cseal_host *host, const struct cseal_fetch_request *request,
    cseal_wait *wait, struct cseal_fetch_answer *answer, cseal_blob *body,
    cseal_error **ret_error)
{
	const char *folder = cseal_host_setting(host, "folder");
	const char *name = strrchr(request->url, '/') + 1;
	char path[1024];

	if (folder == NULL)
		return cseal_fail(
		    ret_error, CSEAL_SETUP_CONFIG, "there was no folder");
	answer->code = 200;
	if (strcmp(name, "tsa") == 0)
		return give_stamp(folder, request, body, ret_error);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return give_file(path, body, ret_error);
}

static const struct cseal_fetch_ops ops = {
	.size = sizeof(ops),
	.fetch = fetch,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_FETCH,
	.title = "Mock of a network",
	.ops.fetch = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "mock-fetch",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
