/* SPDX-License-Identifier: Apache-2.0 */
/* anchors.c -- certificates from the files and folders that were given. */
#include "cms/anchors.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/sm2.h"

#include "error.h"
#include "file.h"
#include "folder.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Takes the certificate over. */
static cseal_status
add(STACK_OF(X509) * anchors, X509 *take_certificate, const char *path,
    cseal_error **ret_error)
{
	if (sk_X509_num(anchors) >= CSI_ANCHORS_MOST) {
		X509_free(take_certificate);
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "with %s there were more than %d certificates", path,
		    CSI_ANCHORS_MOST);
	}
	if (!csi_sm2_prepare(take_certificate) ||
	    sk_X509_push(anchors, take_certificate) <= 0) {
		X509_free(take_certificate);
		return csi_fail_memory(ret_error);
	}
	return CSEAL_OK;
}

static cseal_status
add_der(STACK_OF(X509) * anchors, const char *path, struct csi_span der,
    cseal_error **ret_error)
{
	X509 *certificate = csi_certificate_x509(der);
	cseal_error *error = NULL;
	cseal_status st;

	if (certificate != NULL)
		return add(anchors, certificate, path, ret_error);
	st = csi_crypto_fail(&error, CSEAL_SETUP_TRUST, "");
	cseal_error_free(error);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	return CSEAL_OK;
}

/* Other PEM blocks (keys, lists) are skipped by PEM_read_bio_X509(). */
static cseal_status
add_pem(STACK_OF(X509) * anchors, const char *path, BIO *in,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	unsigned long code;
	X509 *certificate;

	while (st == CSEAL_OK) {
		certificate = PEM_read_bio_X509(in, NULL, NULL, NULL);
		if (certificate == NULL)
			break;
		st = add(anchors, certificate, path, ret_error);
	}
	if (st != CSEAL_OK)
		return st;
	code = ERR_peek_last_error();
	if (ERR_GET_LIB(code) == ERR_LIB_PEM &&
	    ERR_GET_REASON(code) == PEM_R_NO_START_LINE) {
		ERR_clear_error();
		return CSEAL_OK;
	}
	st = csi_crypto_fail(
	    ret_error, CSEAL_SETUP_TRUST, "a PEM block could not be read");
	return cseal_fail_note(ret_error, st, "%s is damaged", path);
}

/* Adds nothing, and succeeds, when there is no certificate in it. */
static cseal_status
add_file(STACK_OF(X509) * anchors, const char *path, cseal_error **ret_error)
{
	struct csi_bytes bytes = { 0 };
	cseal_status st;
	BIO *in;

	st = csi_file_read(path, CSI_ANCHOR_FILE_MOST, &bytes, ret_error);
	if (st != CSEAL_OK || bytes.len == 0) {
		csi_bytes_free(&bytes);
		return st;
	}
	if (bytes.at[0] == CSI_DER_SEQUENCE) {
		st = add_der(anchors, path, csi_bytes_span(&bytes), ret_error);
	} else {
		in = BIO_new_mem_buf(bytes.at, (int)bytes.len);
		st = in == NULL ? csi_fail_memory(ret_error)
				: add_pem(anchors, path, in, ret_error);
		BIO_free(in);
	}
	csi_bytes_free(&bytes);
	return st;
}

static bool
is_file(const char *path)
{
	struct stat meta;

	return stat(path, &meta) == 0 && S_ISREG(meta.st_mode);
}

static cseal_status
add_folder(STACK_OF(X509) * anchors, const char *path, cseal_error **ret_error)
{
	struct csi_folder folder = { 0 };
	cseal_status st;

	st = csi_folder_read(
	    path, "", CSI_ANCHOR_FILES_MOST, &folder, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < folder.count; i++) {
		char *file = csi_folder_path(path, folder.names[i]);

		if (file == NULL)
			st = csi_fail_memory(ret_error);
		else if (is_file(file))
			st = add_file(anchors, file, ret_error);
		free(file);
	}
	csi_folder_free(&folder);
	return st;
}

static cseal_status
add_path(STACK_OF(X509) * anchors, const char *path, cseal_error **ret_error)
{
	int before = sk_X509_num(anchors);
	struct stat meta;
	cseal_status st;

	if (stat(path, &meta) == 0 && S_ISDIR(meta.st_mode))
		st = add_folder(anchors, path, ret_error);
	else
		st = add_file(anchors, path, ret_error);
	if (st == CSEAL_OK && sk_X509_num(anchors) == before)
		return cseal_fail(ret_error, CSEAL_SETUP_TRUST,
		    "there was no certificate in it");
	return st;
}

/* Whatever was wrong, the trust settings are what to look at. */
cseal_status
csi_anchors_add(
    STACK_OF(X509) * anchors, const char *path, cseal_error **ret_error)
{
	cseal_error *why = NULL;
	cseal_status st = add_path(anchors, path, &why);

	if (st != CSEAL_OK && st != CSEAL_FAULT_MEMORY)
		st = cseal_fail(ret_error, CSEAL_SETUP_TRUST,
		    "could not take trust anchors from %s: %s", path,
		    cseal_error_text(why));
	else if (st != CSEAL_OK)
		st = csi_fail_memory(ret_error);
	cseal_error_free(why);
	return st;
}
