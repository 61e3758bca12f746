/* SPDX-License-Identifier: Apache-2.0 */
/* statement-file.c -- what an issuer said, from a file of the caller. */
#include "cms/crypto.h"
#include "cms/statement.h"

#include "error.h"
#include "file.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#define FILE_MOST (2 * CSI_CRL_MOST) /* bytes: PEM is longer */

/* The DER inside of the first block of a PEM file with a list. */
static cseal_status
open_pem(struct csi_bytes *bytes, cseal_error **ret_error)
{
	struct csi_bytes der = { 0 };
	unsigned char *data = NULL;
	long len = 0;
	BIO *in = BIO_new_mem_buf(bytes->at, (int)bytes->len);
	bool ok;

	ERR_set_mark();
	ok = in != NULL && PEM_bytes_read_bio(&data, &len, NULL,
			       PEM_STRING_X509_CRL, in, NULL, NULL) == 1;
	ERR_pop_to_mark();
	BIO_free(in);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_SETUP_TRUST,
		    "it was no revocation list and no responder's answer");
	csi_bytes_add(&der, data, (size_t)len);
	OPENSSL_free(data);
	csi_bytes_free(bytes);
	*bytes = der;
	return der.failed ? csi_fail_memory(ret_error) : CSEAL_OK;
}

static cseal_status
load(const char *path, struct csi_bytes *der, bool *ret_is_list,
    cseal_error **ret_error)
{
	struct csi_ocsp ocsp;
	struct csi_crl crl;
	cseal_status st;

	st = csi_file_read(path, FILE_MOST, der, ret_error);
	if (st == CSEAL_OK && (der->len == 0 || der->at[0] != CSI_DER_SEQUENCE))
		st = open_pem(der, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_is_list =
	    csi_ocsp_read(csi_bytes_span(der), &ocsp, NULL) != CSEAL_OK;
	if (!*ret_is_list)
		return CSEAL_OK;
	return csi_crl_read(csi_bytes_span(der), &crl, ret_error);
}

/* Whatever was wrong, the settings are what to look at. */
cseal_status
csi_statement_load(const char *path, struct csi_bytes *der, bool *ret_is_list,
    cseal_error **ret_error)
{
	cseal_error *why = NULL;
	cseal_status st = load(path, der, ret_is_list, &why);

	if (st != CSEAL_OK)
		csi_bytes_free(der);
	if (st != CSEAL_OK && st != CSEAL_FAULT_MEMORY)
		st = cseal_fail(ret_error, CSEAL_SETUP_TRUST,
		    "could not take revocation information from %s: %s", path,
		    cseal_error_text(why));
	else if (st != CSEAL_OK)
		st = csi_fail_memory(ret_error);
	cseal_error_free(why);
	return st;
}
