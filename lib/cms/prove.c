/* SPDX-License-Identifier: Apache-2.0 */
/* prove.c -- does a SignedData hold (RFC 5652, 5.4 and 5.6)? */
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/oid.h"
#include "cms/read.h"
#include "cms/sm2.h"

#include "error.h"

#include <string.h>

static cseal_status
fail_broken(cseal_error **ret_error, const char *note)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED, "%s", note);
}

/* The digest of the content: the caller's, or of what is inside. */
static cseal_status
digest_content(const csi_cms_read *read, const uint8_t *given, size_t len,
    uint8_t *out, cseal_error **ret_error)
{
	if (!read->is_detached && given != NULL)
		return fail_broken(ret_error,
		    "the signed content was inside the SignedData, where the "
		    "document should have been signed");
	if (!read->is_detached)
		return csi_crypto_digest(
		    read->digest, read->content, out, ret_error);
	if (given == NULL || len != read->digest->len)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a content digest of %zu bytes was needed",
		    read->digest->len);
	memcpy(out, given, len);
	return CSEAL_OK;
}

/* Under either of its names: makers of SM2 signatures mix them. */
static bool
is_data(struct csi_span type)
{
	return csi_span_equal(type, csi_oid_data) ||
	       csi_span_equal(type, csi_oid_gm_data);
}

static cseal_status
prove_attributes(const csi_cms_read *read, const uint8_t *content_digest,
    cseal_error **ret_error)
{
	const struct csi_der *digest = &read->attribute_message_digest;
	const struct csi_der *type = &read->attribute_content_type;

	if (digest->tag != CSI_DER_OCTET_STRING || type->tag != CSI_DER_OID)
		return fail_broken(ret_error,
		    "the signed attributes lacked content type or message "
		    "digest");
	if (!csi_span_equal(type->body, read->content_type) &&
	    !(is_data(type->body) && csi_cms_is_data(read)))
		return fail_broken(ret_error,
		    "the signed content type was not that of the content");
	if (digest->body.len != read->digest->len ||
	    memcmp(digest->body.at, content_digest, digest->body.len) != 0)
		return fail_broken(ret_error,
		    "the message digest was not that of the signed bytes: "
		    "they were changed after signing");
	return CSEAL_OK;
}

/* The first ESSCertID or ESSCertIDv2 is the signer's (RFC 5035, 4).
 * *ret_row is NULL where there is no such id. */
static cseal_status
read_ess(const csi_cms_read *read, const struct csi_digest_row **ret_row,
    struct csi_span *ret_hash, cseal_error **ret_error)
{
	struct csi_reader list = csi_der_inside(read->attribute_ess), ids, id;
	struct csi_der digest;

	ids = csi_der_inside(csi_der_take(&list, CSI_DER_SEQUENCE));
	id = csi_der_inside(csi_der_take(&ids, CSI_DER_SEQUENCE));
	*ret_row = read->ess == CSI_ESS_V1
		       ? csi_digest_by_oid(
			     (struct csi_span)CSI_SPAN("\x2b\x0e\x03\x02\x1a"))
		       : csi_digest_by(CSEAL_DIGEST_SHA256);
	if (read->ess == CSI_ESS_V2 && csi_der_next_is(&id, CSI_DER_SEQUENCE)) {
		digest = csi_der_any(&id);
		if (csi_digest_read(digest, ret_row, NULL) != CSEAL_OK)
			return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
			    "the digest of the signing-certificate attribute "
			    "is not supported");
	}
	*ret_hash = csi_der_take(&id, CSI_DER_OCTET_STRING).body;
	if (read->attribute_ess.tag != CSI_DER_SEQUENCE || list.bad ||
	    ids.bad || id.bad)
		return fail_broken(ret_error,
		    "the signing-certificate attribute was not well formed");
	return CSEAL_OK;
}

/* Without this the certificate could be exchanged for another one of the same
 * key. */
static cseal_status
prove_ess(const csi_cms_read *read, cseal_error **ret_error)
{
	const struct csi_digest_row *row = NULL;
	uint8_t hash[CSI_DIGEST_MOST];
	struct csi_span claimed = { 0 };
	cseal_status st;

	st = read_ess(read, &row, &claimed, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_crypto_digest(row, read->certificates[0], hash, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (claimed.len != row->len || memcmp(claimed.at, hash, row->len) != 0)
		return fail_broken(ret_error,
		    "the signing-certificate attribute names another "
		    "certificate than the signer's");
	return CSEAL_OK;
}

/* What was signed, where its bytes are at hand: the attributes as a SET OF
 * (RFC 5652, 5.4), in the order in which they were signed, or else content
 * inside.  Nothing for content outside, of which there is the digest only. */
static bool
take_message(const csi_cms_read *read, struct csi_bytes *message)
{
	if (read->attributes.tag != 0)
		csi_der_add_span(message, CSI_DER_SET, read->attributes.body);
	else if (!read->is_detached)
		csi_bytes_add_span(message, read->content);
	return !message->failed;
}

/* OpenSSL and others leave the identifier empty where nobody set it.  That is
 * told, not accepted: such a signature binds no more than the key. */
static bool
proves_without_id(
    const csi_cms_read *read, EVP_PKEY *key, struct csi_span message)
{
	uint8_t hash[CSI_DIGEST_MOST];

	return read->algorithm.family == CSI_FAMILY_SM2 &&
	       csi_sm2_digest(key, csi_sm2_no_id, message, hash, NULL) ==
		   CSEAL_OK &&
	       csi_crypto_verify(key, &read->algorithm, read->digest, hash,
		   read->value, NULL) == CSEAL_OK;
}

static cseal_status
prove_message(const csi_cms_read *read, EVP_PKEY *key, struct csi_span message,
    cseal_error **ret_error)
{
	uint8_t hash[CSI_DIGEST_MOST];
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_crypto_digest_signed(
	    key, &read->algorithm, read->digest, message, hash, &error);
	if (st == CSEAL_OK)
		st = csi_crypto_verify(key, &read->algorithm, read->digest,
		    hash, read->value, &error);
	if (st == CSEAL_REFUSED_DAMAGED &&
	    proves_without_id(read, key, message)) {
		cseal_error_free(error);
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "it was made with an empty SM2 identifier instead of "
		    "1234567812345678");
	}
	if (st != CSEAL_OK)
		csi_error_move(error, ret_error);
	return st;
}

static cseal_status
prove_with(const csi_cms_read *read, EVP_PKEY *key, const uint8_t *hash,
    cseal_error **ret_error)
{
	struct csi_bytes message = { 0 };
	cseal_status st;

	if (read->attributes.tag == 0 && read->is_detached)
		return csi_crypto_verify(key, &read->algorithm, read->digest,
		    hash, read->value, ret_error);
	if (!take_message(read, &message))
		st = csi_fail_memory(ret_error);
	else
		st = prove_message(
		    read, key, csi_bytes_span(&message), ret_error);
	csi_bytes_free(&message);
	return st;
}

static cseal_status
read_key(const csi_cms_read *read, X509 **ret_x509, EVP_PKEY **ret_key,
    cseal_error **ret_error)
{
	*ret_x509 = csi_certificate_x509(read->certificates[0]);
	*ret_key = *ret_x509 == NULL ? NULL : X509_get0_pubkey(*ret_x509);
	if (*ret_key != NULL)
		return CSEAL_OK;
	X509_free(*ret_x509);
	return csi_crypto_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
	    "the key of the signer's certificate could not be read");
}

static cseal_status
prove_value(
    const csi_cms_read *read, const uint8_t *hash, cseal_error **ret_error)
{
	EVP_PKEY *key;
	X509 *x509;
	cseal_status st;

	st = read_key(read, &x509, &key, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = prove_with(read, key, hash, ret_error);
	X509_free(x509);
	return st;
}

cseal_status
csi_cms_prefix(const csi_cms_read *read, uint8_t *prefix, size_t *ret_len,
    cseal_error **ret_error)
{
	EVP_PKEY *key;
	X509 *x509;
	cseal_status st;

	*ret_len = 0;
	if (read->algorithm.family != CSI_FAMILY_SM2 ||
	    read->attributes.tag != 0 || !read->is_detached ||
	    read->certificates[0].len == 0)
		return CSEAL_OK;
	st = read_key(read, &x509, &key, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_sm2_z(key, csi_sm2_id, prefix, ret_error);
	if (st == CSEAL_OK)
		*ret_len = CSI_SM2_LEN;
	X509_free(x509);
	return st;
}

cseal_status
csi_cms_prove(const csi_cms_read *read, const uint8_t *content_digest,
    size_t len, cseal_error **ret_error)
{
	uint8_t hash[CSI_DIGEST_MOST];
	cseal_status st;

	st = digest_content(read, content_digest, len, hash, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (read->algorithm.digest != NULL &&
	    read->algorithm.digest != read->digest)
		return fail_broken(ret_error,
		    "digest algorithm and signature algorithm contradict "
		    "each other");
	if (read->attributes.tag != 0)
		st = prove_attributes(read, hash, ret_error);
	else if (!csi_cms_is_data(read))
		st = fail_broken(ret_error,
		    "signed attributes are missing, which this type of "
		    "content must have");
	if (st != CSEAL_OK)
		return st;
	if (read->certificates[0].len == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the signer's certificate was not in the SignedData");
	if (read->ess != CSI_ESS_NONE) {
		st = prove_ess(read, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return prove_value(read, hash, ret_error);
}
