/* SPDX-License-Identifier: Apache-2.0 */
/* read.c -- parses a SignedData (RFC 5652, 5.1) that somebody else made.
 *
 * The bytes are copied, made definite if they are BER, and then only pointed
 * into: what is digested later is what was signed. */
#include "cms/read.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/oid.h"

#include "error.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

static cseal_status
fail_damaged(cseal_error **ret_error, const char *what)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the signature was not a well-formed SignedData (%s)", what);
}

/* ---- bytes ---------------------------------------------------------- */

/* Has an element, at any depth, an indefinite length?  An outermost one that
 * is definite may still hold them, so the converter decides: DER comes out of
 * it unchanged. */
static cseal_status
take_bytes(struct csi_span in, csi_cms_read *read, cseal_error **ret_error)
{
	size_t used;

	if (!csi_ber_to_der(in, &read->bytes, &used)) {
		if (read->bytes.failed)
			return csi_fail_memory(ret_error);
		return fail_damaged(ret_error, "encoding");
	}
	for (size_t i = used; i < in.len; i++) {
		if (in.at[i] != 0)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "bytes other than zero followed the SignedData");
	}
	return CSEAL_OK;
}

/* ---- the signer's certificate --------------------------------------- */

static bool
has_key_id(struct csi_span certificate, struct csi_span id)
{
	const ASN1_OCTET_STRING *own;
	X509 *x509;
	bool has;

	ERR_set_mark();
	x509 = csi_certificate_x509(certificate);
	own = x509 == NULL ? NULL : X509_get0_subject_key_id(x509);
	has = own != NULL && id.len == (size_t)ASN1_STRING_length(own) &&
	      memcmp(id.at, ASN1_STRING_get0_data(own), id.len) == 0;
	X509_free(x509);
	ERR_pop_to_mark();
	return has;
}

/* SignerIdentifier ::= CHOICE { IssuerAndSerialNumber, [0] key identifier } */
static bool
is_signer(const csi_cms_read *read, struct csi_span certificate)
{
	struct csi_reader in = csi_der_inside(read->signer_id);
	struct csi_certificate_parts parts;
	struct csi_der issuer, serial;

	if (read->signer_id.tag == CSI_DER_PRIMITIVE(0))
		return has_key_id(certificate, read->signer_id.body);
	issuer = csi_der_take(&in, CSI_DER_SEQUENCE);
	serial = csi_der_take(&in, CSI_DER_INTEGER);
	return csi_der_done(&in) &&
	       csi_certificate_split(certificate, &parts) &&
	       csi_span_equal(parts.serial, serial.whole) &&
	       csi_certificate_same_name(parts.issuer, issuer.whole);
}

/* Puts the signer's to the front; the front was left free for it. */
static void
find_signer(csi_cms_read *read)
{
	for (size_t i = 1; i < read->certificate_count; i++) {
		if (!is_signer(read, read->certificates[i]))
			continue;
		read->certificates[0] = read->certificates[i];
		read->certificate_count--;
		memmove(&read->certificates[i], &read->certificates[i + 1],
		    (read->certificate_count - i) *
			sizeof(read->certificates[0]));
		return;
	}
}

/* CertificateSet ::= SET OF CHOICE { Certificate, [0] ... [3] }: attribute
 * certificates and others are left out. */
static cseal_status
read_certificates(
    csi_cms_read *read, struct csi_der set, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(set);
	struct csi_der one;
	size_t count = 0;

	if (set.tag == 0)
		in = csi_reader_of("", 0);
	while (!in.bad && csi_reader_left(&in) > 0) {
		one = csi_der_any(&in);
		count += one.tag == CSI_DER_SEQUENCE;
	}
	if (in.bad)
		return fail_damaged(ret_error, "certificates");
	if (count > CSI_CERTIFICATES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the SignedData held %zu certificates, more than %d", count,
		    CSI_CERTIFICATES_MOST);
	read->certificates = calloc(count + 1, sizeof(read->certificates[0]));
	if (read->certificates == NULL)
		return csi_fail_memory(ret_error);
	read->certificate_count = 1;
	if (set.tag != 0)
		in = csi_der_inside(set);
	while (csi_reader_left(&in) > 0) {
		one = csi_der_any(&in);
		if (one.tag == CSI_DER_SEQUENCE)
			read->certificates[read->certificate_count++] =
			    one.whole;
	}
	return CSEAL_OK;
}

/* ---- structures ----------------------------------------------------- */

/* SignerInfo, RFC 5652, 5.3 */
static cseal_status
read_signer_info(
    csi_cms_read *read, struct csi_der info, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(info);
	struct csi_der digest, algorithm;
	cseal_status st;

	csi_der_take(&in, CSI_DER_INTEGER);
	read->signer_id = csi_der_any(&in);
	digest = csi_der_take(&in, CSI_DER_SEQUENCE);
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(0)))
		read->attributes = csi_der_any(&in);
	algorithm = csi_der_take(&in, CSI_DER_SEQUENCE);
	read->value = csi_der_take(&in, CSI_DER_OCTET_STRING).body;
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(1)))
		read->unsigned_attributes = csi_der_any(&in);
	if (!csi_der_done(&in) ||
	    (read->signer_id.tag != CSI_DER_SEQUENCE &&
		read->signer_id.tag != CSI_DER_PRIMITIVE(0)))
		return fail_damaged(ret_error, "signer info");
	st = csi_digest_read(digest, &read->digest, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_signature_algorithm_read(
	    algorithm, &read->algorithm, ret_error);
	if (st != CSEAL_OK || read->attributes.tag == 0)
		return st;
	return csi_cms_read_attributes(read, ret_error);
}

/* EncapsulatedContentInfo ::= SEQUENCE { eContentType OID,
 * eContent [0] EXPLICIT OCTET STRING OPTIONAL } */
static cseal_status
read_content(csi_cms_read *read, struct csi_der info, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(info), inside;
	struct csi_der content;

	read->content_type = csi_der_take(&in, CSI_DER_OID).body;
	read->is_detached = true;
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(0))) {
		inside = csi_der_inside(csi_der_any(&in));
		content = csi_der_any(&inside);
		if (!csi_der_done(&inside))
			in.bad = true;
		/* PKCS #7 1.5 allowed any type */
		else if (content.tag != CSI_DER_OCTET_STRING)
			return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
			    "the content inside was not an OCTET STRING");
		read->is_detached = false;
		read->content = content.body;
	}
	if (!csi_der_done(&in))
		return fail_damaged(ret_error, "content");
	return CSEAL_OK;
}

/* Exactly one SignerInfo: with several, a verdict on one would be taken for
 * a verdict on the signature (ISO 32000-2, 12.8.3.3.1 wants one). */
static cseal_status
read_signer_infos(
    csi_cms_read *read, struct csi_der set, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(set);
	struct csi_der info;

	if (set.body.len == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the SignedData had no signer");
	info = csi_der_take(&in, CSI_DER_SEQUENCE);
	if (in.bad)
		return fail_damaged(ret_error, "signer infos");
	if (csi_reader_left(&in) > 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the SignedData had more than one signer");
	return read_signer_info(read, info, ret_error);
}

/* SignedData, RFC 5652, 5.1 */
static cseal_status
read_signed_data(
    csi_cms_read *read, struct csi_der data, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(data);
	struct csi_der content, certificates = { 0 }, infos;
	cseal_status st;

	csi_der_take(&in, CSI_DER_INTEGER);
	csi_der_take(&in, CSI_DER_SET); /* digest algorithms */
	content = csi_der_take(&in, CSI_DER_SEQUENCE);
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(0)))
		certificates = csi_der_any(&in);
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(1)))
		read->revocations = csi_der_any(&in);
	infos = csi_der_take(&in, CSI_DER_SET);
	if (!csi_der_done(&in))
		return fail_damaged(ret_error, "fields");
	st = read_content(read, content, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = read_signer_infos(read, infos, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = read_certificates(read, certificates, ret_error);
	if (st != CSEAL_OK)
		return st;
	find_signer(read);
	return CSEAL_OK;
}

/* ContentInfo ::= SEQUENCE { contentType OID, content [0] EXPLICIT ANY } */
static cseal_status
read_content_info(csi_cms_read *read, cseal_error **ret_error)
{
	struct csi_reader whole =
	    csi_reader_of(read->bytes.at, read->bytes.len);
	struct csi_reader in, content;
	struct csi_der data;
	struct csi_span type;
	char text[64];

	in = csi_der_inside(csi_der_take(&whole, CSI_DER_SEQUENCE));
	type = csi_der_take(&in, CSI_DER_OID).body;
	content = csi_der_inside(csi_der_take(&in, CSI_DER_CONTEXT(0)));
	data = csi_der_take(&content, CSI_DER_SEQUENCE);
	if (!csi_der_done(&whole) || !csi_der_done(&in) ||
	    !csi_der_done(&content))
		return fail_damaged(ret_error, "content info");
	/* GB/T 35275 has the same structure under names of its own. */
	if (!csi_span_equal(type, csi_oid_signed_data) &&
	    !csi_span_equal(type, csi_oid_gm_signed_data)) {
		csi_oid_text(type, text, sizeof(text));
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the content was of type %s instead of SignedData", text);
	}
	return read_signed_data(read, data, ret_error);
}

cseal_status
csi_cms_parse(const void *der, size_t len, csi_cms_read **ret_read,
    cseal_error **ret_error)
{
	const struct csi_span in = { der, len };
	csi_cms_read *read;
	cseal_status st;

	if (len > CSI_CMS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the signature took %zu bytes, more than %u", len,
		    CSI_CMS_MOST);
	read = calloc(1, sizeof(*read));
	if (read == NULL)
		return csi_fail_memory(ret_error);
	st = take_bytes(in, read, ret_error);
	if (st == CSEAL_OK)
		st = read_content_info(read, ret_error);
	if (st != CSEAL_OK) {
		csi_cms_read_free(read);
		return st;
	}
	*ret_read = read;
	return CSEAL_OK;
}

/* ---- getters -------------------------------------------------------- */

cseal_digest
csi_cms_digest(const csi_cms_read *read)
{
	return read->digest->digest;
}

const char *
csi_cms_digest_name(const csi_cms_read *read)
{
	return read->digest->name;
}

size_t
csi_cms_certificates(
    const csi_cms_read *read, const struct csi_span **ret_certificates)
{
	*ret_certificates = read->certificates;
	return read->certificate_count;
}

bool
csi_cms_lend(csi_cms_read *read, struct csi_span certificate)
{
	bool is_missing = read->certificates[0].len == 0 || read->is_lent;

	if (!is_missing || !is_signer(read, certificate))
		return false;
	read->certificates[0] = certificate;
	read->is_lent = true;
	return true;
}

void
csi_cms_lend_none(csi_cms_read *read)
{
	const struct csi_span none = { 0 };

	if (read->is_lent)
		read->certificates[0] = none;
	read->is_lent = false;
}

bool
csi_cms_is_lent(const csi_cms_read *read)
{
	return read->is_lent;
}

bool
csi_cms_is_baseline(const csi_cms_read *read)
{
	return read->is_detached && !read->is_lent &&
	       read->ess != CSI_ESS_NONE &&
	       read->attribute_signing_time.tag == 0 &&
	       csi_span_equal(read->content_type, csi_oid_data);
}

bool
csi_cms_is_data(const csi_cms_read *read)
{
	return csi_span_equal(read->content_type, csi_oid_data) ||
	       csi_span_equal(read->content_type, csi_oid_gm_data);
}

bool
csi_cms_is_detached(const csi_cms_read *read)
{
	return read->is_detached;
}

bool
csi_cms_has_attributes(const csi_cms_read *read)
{
	return read->attributes.tag != 0;
}

struct csi_span
csi_cms_content(const csi_cms_read *read)
{
	return read->content;
}

bool
csi_cms_is_timestamp(const csi_cms_read *read)
{
	return csi_span_equal(read->content_type, csi_oid_tst_info);
}

struct csi_span
csi_cms_value(const csi_cms_read *read)
{
	return read->value;
}

struct csi_span
csi_cms_token(const csi_cms_read *read)
{
	struct csi_reader in = csi_der_inside(read->unsigned_attributes);
	struct csi_reader attribute, values;
	struct csi_span token = { 0 }, none = { 0 }, oid;
	struct csi_der one;

	if (read->unsigned_attributes.tag == 0)
		return none;
	while (!in.bad && csi_reader_left(&in) > 0) {
		attribute = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
		oid = csi_der_take(&attribute, CSI_DER_OID).body;
		values = csi_der_inside(csi_der_take(&attribute, CSI_DER_SET));
		one = csi_der_any(&values);
		if (!csi_span_equal(oid, csi_oid_signature_time_stamp))
			continue;
		if (!csi_der_done(&values) || token.len > 0)
			return none;
		token = one.whole;
	}
	return in.bad ? none : token;
}

bool
csi_cms_signing_time(const csi_cms_read *read, int64_t *ret_time)
{
	return csi_crypto_der_time(read->attribute_signing_time, ret_time);
}

/* TSTInfo ::= SEQUENCE { version, policy, messageImprint SEQUENCE {
 * hashAlgorithm, hashedMessage }, serialNumber, genTime, ... } */
cseal_status
csi_cms_timestamp(const csi_cms_read *read, struct csi_timestamp *ret_timestamp,
    cseal_error **ret_error)
{
	struct csi_reader whole =
	    csi_reader_of(read->content.at, read->content.len);
	struct csi_reader in, imprint;
	const struct csi_digest_row *row;
	struct csi_timestamp made;
	struct csi_der digest, time;
	cseal_status st;

	in = csi_der_inside(csi_der_take(&whole, CSI_DER_SEQUENCE));
	csi_der_take(&in, CSI_DER_INTEGER);
	csi_der_take(&in, CSI_DER_OID);
	imprint = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	csi_der_take(&in, CSI_DER_INTEGER);
	time = csi_der_take(&in, CSI_DER_TIME);
	digest = csi_der_take(&imprint, CSI_DER_SEQUENCE);
	made.imprint = csi_der_take(&imprint, CSI_DER_OCTET_STRING).body;
	if (!csi_cms_is_timestamp(read) || !csi_der_done(&whole) || in.bad ||
	    !csi_der_done(&imprint) || !csi_crypto_der_time(time, &made.time))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the time-stamp was not well formed");
	st = csi_digest_read(digest, &row, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (made.imprint.len != row->len)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the time-stamp's imprint was not a %s digest", row->name);
	made.digest_name = row->name;
	*ret_timestamp = made;
	return CSEAL_OK;
}

void
csi_cms_read_free(csi_cms_read *read)
{
	if (read == NULL)
		return;
	csi_bytes_free(&read->bytes);
	free(read->certificates);
	free(read);
}
