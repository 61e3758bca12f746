/* SPDX-License-Identifier: Apache-2.0 */
/* bundle.c -- a certificate with its chain, as one file holds them. */
#include "cms/bundle.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/der.h"
#include "cms/oid.h"

#include "error.h"

#include <openssl/err.h>
#include <openssl/pem.h>

static bool
is_der(struct csi_span bytes)
{
	X509 *x509;

	ERR_set_mark();
	x509 = csi_certificate_x509(bytes);
	X509_free(x509);
	ERR_pop_to_mark();
	return x509 != NULL;
}

static cseal_status
add(X509 *x509, struct csi_bytes *der, cseal_error **ret_error)
{
	unsigned char *at = NULL;
	int len = i2d_X509(x509, &at);

	if (len <= 0)
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "a certificate could not be encoded");
	csi_bytes_add(der, at, (size_t)len);
	OPENSSL_free(at);
	return der->failed ? csi_fail_memory(ret_error) : CSEAL_OK;
}

static cseal_status
read_pem(BIO *in, struct csi_bytes *ders, size_t most, size_t *ret_count,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	unsigned long code;
	X509 *x509;

	*ret_count = 0;
	ERR_clear_error();
	while (st == CSEAL_OK &&
	       (x509 = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
		if (*ret_count == most)
			st = cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "there were more than %zu certificates", most);
		else
			st = add(x509, &ders[(*ret_count)++], ret_error);
		X509_free(x509);
	}
	if (st != CSEAL_OK)
		return st;
	code = ERR_peek_last_error();
	if (*ret_count > 0 && ERR_GET_LIB(code) == ERR_LIB_PEM &&
	    ERR_GET_REASON(code) == PEM_R_NO_START_LINE) {
		ERR_clear_error();
		return CSEAL_OK;
	}
	return csi_crypto_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "there was no certificate, or one was damaged");
}

/* The certificates of a SignedData (RFC 5652, 5.1), as a set in its DER. */
static bool
find_set(struct csi_span der, struct csi_der *ret_set)
{
	struct csi_reader in = csi_reader_of(der.at, der.len), info, content;
	struct csi_reader data;
	struct csi_span type;

	info = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	type = csi_der_take(&info, CSI_DER_OID).body;
	content = csi_der_inside(csi_der_take(&info, CSI_DER_CONTEXT(0)));
	data = csi_der_inside(csi_der_take(&content, CSI_DER_SEQUENCE));
	csi_der_take(&data, CSI_DER_INTEGER);
	csi_der_take(&data, CSI_DER_SET);
	csi_der_take(&data, CSI_DER_SEQUENCE);
	*ret_set = csi_der_take(&data, CSI_DER_CONTEXT(0));
	return !in.bad && !info.bad && !content.bad && !data.bad &&
	       csi_span_equal(type, csi_oid_signed_data);
}

static cseal_status
read_set(struct csi_der set, struct csi_bytes *ders, size_t most,
    size_t *ret_count, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(set);
	struct csi_der one;

	*ret_count = 0;
	while (!in.bad && csi_reader_left(&in) > 0) {
		one = csi_der_any(&in);
		if (in.bad || one.tag != CSI_DER_SEQUENCE || !is_der(one.whole))
			continue;
		if (*ret_count == most)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "there were more than %zu certificates", most);
		csi_bytes_add_span(&ders[*ret_count], one.whole);
		if (ders[(*ret_count)++].failed)
			return csi_fail_memory(ret_error);
	}
	if (in.bad || *ret_count == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "there was no certificate, or one was damaged");
	return CSEAL_OK;
}

/* *ret_is false: it is no SignedData. */
static cseal_status
read_signed(struct csi_span bytes, struct csi_bytes *ders, size_t most,
    size_t *ret_count, bool *ret_is, cseal_error **ret_error)
{
	struct csi_bytes der = { 0 };
	cseal_status st = CSEAL_OK;
	struct csi_der set;
	size_t used;

	*ret_is = csi_ber_to_der(bytes, &der, &used) &&
		  find_set(csi_bytes_span(&der), &set);
	if (der.failed)
		st = csi_fail_memory(ret_error);
	else if (*ret_is)
		st = read_set(set, ders, most, ret_count, ret_error);
	csi_bytes_free(&der);
	return st;
}

cseal_status
csi_bundle_read(struct csi_span bytes, struct csi_bytes *ders, size_t most,
    size_t *ret_count, cseal_error **ret_error)
{
	cseal_status st;
	bool is_signed;
	BIO *in;

	if (bytes.len > CSI_BUNDLE_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "certificates have %u bytes at most", CSI_BUNDLE_MOST);
	if (is_der(bytes)) {
		csi_bytes_add_span(&ders[0], bytes);
		*ret_count = 1;
		return ders[0].failed ? csi_fail_memory(ret_error) : CSEAL_OK;
	}
	st = read_signed(bytes, ders, most, ret_count, &is_signed, ret_error);
	if (st != CSEAL_OK || is_signed)
		return st;
	in = BIO_new_mem_buf(bytes.at, (int)bytes.len);
	if (in == NULL)
		return csi_crypto_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "certificates could not be read");
	st = read_pem(in, ders, most, ret_count, ret_error);
	BIO_free(in);
	return st;
}
