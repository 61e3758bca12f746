/* SPDX-License-Identifier: Apache-2.0 */
/* pkcs1.c -- parses a bare signature value with its certificates beside it, as
 * a SignedData without attributes would say the same. */
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/oid.h"
#include "cms/read.h"

#include "error.h"

#include <stdlib.h>

static cseal_status
fail_damaged(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the signature was not an OCTET STRING with a value of PKCS #1");
}

/* Contents and certificates, one behind the other. */
static cseal_status
take_bytes(csi_cms_read *read, struct csi_span contents,
    const struct csi_span *certificates, size_t count, cseal_error **ret_error)
{
	size_t at = contents.len;

	read->certificates = calloc(count, sizeof(read->certificates[0]));
	csi_bytes_add_span(&read->bytes, contents);
	for (size_t i = 0; i < count; i++)
		csi_bytes_add_span(&read->bytes, certificates[i]);
	if (read->certificates == NULL || read->bytes.failed)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; i < count; i++) {
		if (certificates[i].len == 0)
			continue;
		read->certificates[i].at = read->bytes.at + at;
		read->certificates[i].len = certificates[i].len;
		at += certificates[i].len;
	}
	read->certificate_count = count;
	return CSEAL_OK;
}

static cseal_status
read_value(csi_cms_read *read, size_t len, cseal_error **ret_error)
{
	struct csi_reader in = csi_reader_of(read->bytes.at, len);

	read->value = csi_der_take(&in, CSI_DER_OCTET_STRING).body;
	if (in.bad || read->value.len == 0)
		return fail_damaged(ret_error);
	while (csi_reader_left(&in) > 0) {
		if (csi_read_u8(&in) != 0)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "bytes other than zero followed the signature "
			    "value");
	}
	return CSEAL_OK;
}

/* DigestInfo ::= SEQUENCE { digestAlgorithm, digest OCTET STRING }, RFC 8017,
 * 9.2.  It is taken for nothing but the name of a digest: proving makes its
 * own and compares the whole. */
static cseal_status
read_digest(csi_cms_read *read, EVP_PKEY *key, cseal_error **ret_error)
{
	struct csi_bytes inside = { 0 };
	struct csi_reader in, info;
	struct csi_der algorithm;
	cseal_status st;

	st = csi_crypto_recover(key, read->value, &inside, ret_error);
	if (st == CSEAL_OK) {
		in = csi_reader_of(inside.at, inside.len);
		info = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
		algorithm = csi_der_take(&info, CSI_DER_SEQUENCE);
		st = info.bad
			 ? fail_damaged(ret_error)
			 : csi_digest_read(algorithm, &read->digest, ret_error);
	}
	csi_bytes_free(&inside);
	return st;
}

static cseal_status
read_all(csi_cms_read *read, size_t len, cseal_error **ret_error)
{
	X509 *x509 = csi_certificate_x509(read->certificates[0]);
	EVP_PKEY *key = x509 == NULL ? NULL : X509_get0_pubkey(x509);
	cseal_status st;

	if (key == NULL)
		st = csi_crypto_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the key of the signer's certificate could not be read");
	else
		st = read_value(read, len, ret_error);
	if (st == CSEAL_OK)
		st = read_digest(read, key, ret_error);
	X509_free(x509);
	read->algorithm.family = CSI_FAMILY_RSA_PKCS1;
	read->algorithm.digest = read->digest;
	read->content_type = csi_oid_data;
	read->is_detached = true;
	return st;
}

cseal_status
csi_cms_parse_pkcs1(struct csi_span contents,
    const struct csi_span *certificates, size_t count, csi_cms_read **ret_read,
    cseal_error **ret_error)
{
	csi_cms_read *read;
	cseal_status st;

	if (count == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the signer's certificate was not beside the signature");
	if (contents.len > CSI_CMS_MOST || count > CSI_CERTIFICATES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the signature took %zu bytes and had %zu certificates",
		    contents.len, count);
	read = calloc(1, sizeof(*read));
	if (read == NULL)
		return csi_fail_memory(ret_error);
	st = take_bytes(read, contents, certificates, count, ret_error);
	if (st == CSEAL_OK)
		st = read_all(read, contents.len, ret_error);
	if (st != CSEAL_OK) {
		csi_cms_read_free(read);
		return st;
	}
	*ret_read = read;
	return CSEAL_OK;
}
