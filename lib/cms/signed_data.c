/* SPDX-License-Identifier: Apache-2.0 */
/* signed_data.c -- makes a SignedData (RFC 5652, 5.1): CAdES-B-B, detached,
 * one signer (ETSI EN 319 122-1, 5 and 6).
 *
 * Everything but the signature value is known at the start; what is signed is
 * kept as the very bytes that go into the SignedData. */
#include "cms/algorithm.h"
#include "cms/certificate.h"
#include "cms/cms.h"
#include "cms/crypto.h"
#include "cms/key.h"
#include "cms/oid.h"
#include "cms/sm2.h"

#include "error.h"
#include "signer.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* Bytes around certificates, issuer, digest and value: with every length of
 * four bytes and the longest identifiers, less than this. */
#define FRAME_MOST 288

struct csi_cms {
	bool is_gm; /* object identifiers of GB/T 35275 */
	cseal_scheme scheme;
	const struct csi_digest_row *digest;
	struct csi_bytes certificates; /* one after another, sorted */
	struct csi_bytes signer_id;    /* IssuerAndSerialNumber */
	struct csi_bytes attributes;   /* SET OF Attribute */
	uint8_t to_sign[CSI_DIGEST_MOST];
	struct csi_bytes token; /* time-stamp of the value, or empty */
};

/* ---- the parts that are known at the start -------------------------- */

static bool
digest_of(const struct csi_digest_row *row, struct csi_span in, uint8_t *out)
{
	return EVP_Digest(in.at, in.len, out, NULL,
		   EVP_get_digestbyname(row->name), NULL) == 1;
}

static struct csi_span
data_oid(const csi_cms *cms)
{
	return cms->is_gm ? csi_oid_gm_data : csi_oid_data;
}

/* Attribute ::= SEQUENCE { type OID, values SET OF ANY }; the value is added
 * between begin and end. */
struct attribute {
	size_t sequence, values;
};

static struct attribute
begin_attribute(struct csi_bytes *bytes, struct csi_span oid)
{
	struct attribute attribute;

	attribute.sequence = csi_der_begin(bytes, CSI_DER_SEQUENCE);
	csi_der_add_span(bytes, CSI_DER_OID, oid);
	attribute.values = csi_der_begin(bytes, CSI_DER_SET);
	return attribute;
}

static void
end_attribute(struct csi_bytes *bytes, struct attribute attribute)
{
	csi_der_end(bytes, attribute.values);
	csi_der_end(bytes, attribute.sequence);
}

static void
write_digest_identifier(
    struct csi_bytes *bytes, const struct csi_digest_row *digest)
{
	size_t mark = csi_der_begin(bytes, CSI_DER_SEQUENCE);

	/* RFC 5754, 2: parameters are absent */
	csi_der_add_span(bytes, CSI_DER_OID, digest->oid);
	csi_der_end(bytes, mark);
}

/* IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber } */
static void
write_issuer_serial(
    struct csi_bytes *bytes, const struct csi_certificate_parts *parts)
{
	size_t mark = csi_der_begin(bytes, CSI_DER_SEQUENCE);
	size_t names = csi_der_begin(bytes, CSI_DER_SEQUENCE);

	/* directoryName [4] is explicit: Name is a CHOICE */
	csi_der_add_span(bytes, CSI_DER_CONTEXT(4), parts->issuer);
	csi_der_end(bytes, names);
	csi_bytes_add_span(bytes, parts->serial);
	csi_der_end(bytes, mark);
}

/* SigningCertificateV2, RFC 5035, 3: one ESSCertIDv2, whose hash algorithm
 * is left out when it is the default, SHA-256. */
static void
write_signing_certificate(struct csi_bytes *bytes,
    const struct csi_digest_row *digest, const uint8_t *hash,
    const struct csi_certificate_parts *parts)
{
	struct attribute attribute =
	    begin_attribute(bytes, csi_oid_signing_certificate_v2);
	size_t whole = csi_der_begin(bytes, CSI_DER_SEQUENCE);
	size_t list = csi_der_begin(bytes, CSI_DER_SEQUENCE);
	size_t id = csi_der_begin(bytes, CSI_DER_SEQUENCE);

	if (digest->digest != CSEAL_DIGEST_SHA256)
		write_digest_identifier(bytes, digest);
	csi_der_add(bytes, CSI_DER_OCTET_STRING, hash, digest->len);
	write_issuer_serial(bytes, parts);
	csi_der_end(bytes, id);
	csi_der_end(bytes, list);
	csi_der_end(bytes, whole);
	end_attribute(bytes, attribute);
}

/* The SET OF in DER order, and its digest. */
static bool
write_attributes(csi_cms *cms, const struct csi_certificate_parts *parts,
    const uint8_t *certificate_hash, const uint8_t *content_digest)
{
	struct csi_bytes bytes = { 0 };
	struct csi_span each[3];
	struct attribute attribute;
	size_t ends[3], mark, start = 0;
	bool ok = false;

	attribute = begin_attribute(&bytes, csi_oid_content_type);
	csi_der_add_span(&bytes, CSI_DER_OID, data_oid(cms));
	end_attribute(&bytes, attribute);
	ends[0] = bytes.len;
	attribute = begin_attribute(&bytes, csi_oid_message_digest);
	csi_der_add(
	    &bytes, CSI_DER_OCTET_STRING, content_digest, cms->digest->len);
	end_attribute(&bytes, attribute);
	ends[1] = bytes.len;
	write_signing_certificate(&bytes, cms->digest, certificate_hash, parts);
	ends[2] = bytes.len;
	if (bytes.failed)
		goto out;
	for (size_t i = 0; i < 3; start = ends[i++]) {
		each[i].at = bytes.at + start;
		each[i].len = ends[i] - start;
	}
	csi_der_sort(each, 3);
	mark = csi_der_begin(&cms->attributes, CSI_DER_SET);
	for (size_t i = 0; i < 3; i++)
		csi_bytes_add_span(&cms->attributes, each[i]);
	csi_der_end(&cms->attributes, mark);
	ok = !cms->attributes.failed;
out:
	csi_bytes_free(&bytes);
	return ok;
}

static void
write_certificates(
    csi_cms *cms, const struct csi_span *chain, size_t chain_count)
{
	struct csi_span sorted[CSI_CHAIN_MOST];

	memcpy(sorted, chain, chain_count * sizeof(chain[0]));
	csi_der_sort(sorted, chain_count);
	for (size_t i = 0; i < chain_count; i++) {
		if (i == 0 || !csi_span_equal(sorted[i], sorted[i - 1]))
			csi_bytes_add_span(&cms->certificates, sorted[i]);
	}
}

static void
write_signer_id(csi_cms *cms, const struct csi_certificate_parts *parts)
{
	size_t mark = csi_der_begin(&cms->signer_id, CSI_DER_SEQUENCE);

	csi_bytes_add_span(&cms->signer_id, parts->issuer);
	csi_bytes_add_span(&cms->signer_id, parts->serial);
	csi_der_end(&cms->signer_id, mark);
}

static cseal_status
check_chain(
    const struct csi_span *chain, size_t chain_count, cseal_error **ret_error)
{
	struct csi_certificate_parts parts;

	if (chain_count == 0 || chain_count > CSI_CHAIN_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a chain has 1 to %d certificates", CSI_CHAIN_MOST);
	for (size_t i = 0; i < chain_count; i++) {
		if (!csi_certificate_split(chain[i], &parts))
			return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
			    "certificate %zu of the chain was not one", i + 1);
	}
	return CSEAL_OK;
}

/* Of what the key signs: with Z in front for SM2. */
static cseal_status
digest_attributes(
    csi_cms *cms, struct csi_span certificate, cseal_error **ret_error)
{
	struct csi_span attributes = csi_bytes_span(&cms->attributes);
	X509 *x509;
	EVP_PKEY *key;
	cseal_status st;

	if (cms->scheme != CSEAL_SCHEME_SM2)
		return csi_crypto_digest(
		    cms->digest, attributes, cms->to_sign, ret_error);
	x509 = csi_certificate_x509(certificate);
	key = x509 == NULL ? NULL : X509_get0_pubkey(x509);
	if (key == NULL)
		st = csi_crypto_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the crypto library cannot read the certificate's key");
	else
		st = csi_sm2_digest(
		    key, csi_sm2_id, attributes, cms->to_sign, ret_error);
	X509_free(x509);
	return st;
}

static cseal_status
fill(csi_cms *cms, const struct csi_span *chain, size_t chain_count,
    const uint8_t *content_digest, cseal_error **ret_error)
{
	struct csi_certificate_parts parts;
	uint8_t hash[CSI_DIGEST_MOST];

	csi_certificate_split(chain[0], &parts);
	if (!digest_of(cms->digest, chain[0], hash))
		return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
		    "the crypto library could not compute %s",
		    cms->digest->name);
	write_certificates(cms, chain, chain_count);
	write_signer_id(cms, &parts);
	if (!write_attributes(cms, &parts, hash, content_digest) ||
	    cms->certificates.failed || cms->signer_id.failed)
		return csi_fail_memory(ret_error);
	return digest_attributes(cms, chain[0], ret_error);
}

static cseal_status
start(bool is_gm, const struct csi_span *chain, size_t chain_count,
    cseal_scheme scheme, cseal_digest digest, const uint8_t *content_digest,
    csi_cms **ret_cms, cseal_error **ret_error)
{
	csi_cms *cms;
	cseal_status st;

	st = check_chain(chain, chain_count, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_cms_choose(chain[0], &scheme, &digest, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (is_gm && scheme != CSEAL_SCHEME_SM2)
		return cseal_fail(ret_error, CSEAL_SETUP_KEY_UNSUPPORTED,
		    "the form of GB/T 35275 is for SM2 keys");
	cms = calloc(1, sizeof(*cms));
	if (cms == NULL)
		return csi_fail_memory(ret_error);
	cms->is_gm = is_gm;
	cms->scheme = scheme;
	cms->digest = csi_digest_by(digest);
	st = fill(cms, chain, chain_count, content_digest, ret_error);
	if (st != CSEAL_OK) {
		csi_cms_free(cms);
		return st;
	}
	*ret_cms = cms;
	return CSEAL_OK;
}

cseal_status
csi_cms_start(const struct csi_span *chain, size_t chain_count,
    cseal_scheme scheme, cseal_digest digest, const uint8_t *content_digest,
    csi_cms **ret_cms, cseal_error **ret_error)
{
	return start(false, chain, chain_count, scheme, digest, content_digest,
	    ret_cms, ret_error);
}

cseal_status
csi_cms_start_gm(const struct csi_span *chain, size_t chain_count,
    cseal_scheme scheme, cseal_digest digest, const uint8_t *content_digest,
    csi_cms **ret_cms, cseal_error **ret_error)
{
	return start(true, chain, chain_count, scheme, digest, content_digest,
	    ret_cms, ret_error);
}

const uint8_t *
csi_cms_to_sign(const csi_cms *cms)
{
	return cms->to_sign;
}

struct csi_span
csi_cms_attributes(const csi_cms *cms)
{
	return csi_bytes_span(&cms->attributes);
}

/* ---- with the value ------------------------------------------------- */

/* UnsignedAttributes [1] IMPLICIT: one, which is not signed and may be put in
 * afterwards. */
static void
write_unsigned(struct csi_span token, struct csi_bytes *der)
{
	size_t mark = csi_der_begin(der, CSI_DER_CONTEXT(1));
	struct attribute attribute =
	    begin_attribute(der, csi_oid_signature_time_stamp);

	csi_bytes_add_span(der, token);
	end_attribute(der, attribute);
	csi_der_end(der, mark);
}

/* SignerInfo, RFC 5652, 5.3.  The attributes are signed as a SET OF and
 * stored as [0] IMPLICIT: only the tag differs. */
static void
write_signer_info(
    const csi_cms *cms, struct csi_span value, struct csi_bytes *der)
{
	const uint8_t version = 1; /* issuerAndSerialNumber */
	size_t mark = csi_der_begin(der, CSI_DER_SEQUENCE);

	csi_der_add(der, CSI_DER_INTEGER, &version, 1);
	csi_bytes_add_span(der, csi_bytes_span(&cms->signer_id));
	write_digest_identifier(der, cms->digest);
	csi_bytes_add_u8(der, CSI_DER_CONTEXT(0));
	csi_bytes_add(der, cms->attributes.at + 1, cms->attributes.len - 1);
	csi_signature_algorithm_write(der, cms->scheme, cms->digest);
	csi_der_add_span(der, CSI_DER_OCTET_STRING, value);
	if (cms->token.len > 0)
		write_unsigned(csi_bytes_span(&cms->token), der);
	csi_der_end(der, mark);
}

static void
write_signed_data(
    const csi_cms *cms, struct csi_span value, struct csi_bytes *der)
{
	const uint8_t version = 1; /* id-data, no attribute certificates */
	size_t mark = csi_der_begin(der, CSI_DER_SEQUENCE), inner;

	csi_der_add(der, CSI_DER_INTEGER, &version, 1);
	inner = csi_der_begin(der, CSI_DER_SET);
	write_digest_identifier(der, cms->digest);
	csi_der_end(der, inner);
	inner = csi_der_begin(der, CSI_DER_SEQUENCE);
	csi_der_add_span(der, CSI_DER_OID, data_oid(cms));
	csi_der_end(der, inner);
	csi_der_add_span(
	    der, CSI_DER_CONTEXT(0), csi_bytes_span(&cms->certificates));
	inner = csi_der_begin(der, CSI_DER_SET);
	write_signer_info(cms, value, der);
	csi_der_end(der, inner);
	csi_der_end(der, mark);
}

cseal_status
csi_cms_stamp(csi_cms *cms, struct csi_span token, cseal_error **ret_error)
{
	csi_bytes_free(&cms->token);
	csi_bytes_add_span(&cms->token, token);
	return cms->token.failed ? csi_fail_memory(ret_error) : CSEAL_OK;
}

/* Tags, the OID, and lengths of four bytes. */
size_t
csi_cms_stamp_most(size_t token_len)
{
	return token_len + 64;
}

cseal_status
csi_cms_finish(const csi_cms *cms, const uint8_t *value, size_t value_len,
    struct csi_bytes *der, cseal_error **ret_error)
{
	const struct csi_span span = { value, value_len };
	size_t whole, content;

	if (value_len == 0 || value_len > CSEAL_SIGNATURE_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a signature value of %zu bytes", value_len);
	whole = csi_der_begin(der, CSI_DER_SEQUENCE);
	csi_der_add_span(der, CSI_DER_OID,
	    cms->is_gm ? csi_oid_gm_signed_data : csi_oid_signed_data);
	content = csi_der_begin(der, CSI_DER_CONTEXT(0));
	write_signed_data(cms, span, der);
	csi_der_end(der, content);
	csi_der_end(der, whole);
	if (der->failed)
		return csi_fail_memory(ret_error);
	return CSEAL_OK;
}

void
csi_cms_free(csi_cms *cms)
{
	if (cms == NULL)
		return;
	csi_bytes_free(&cms->certificates);
	csi_bytes_free(&cms->signer_id);
	csi_bytes_free(&cms->attributes);
	csi_bytes_free(&cms->token);
	free(cms);
}

/* Arithmetic only, so that it cannot fail for want of memory. */
size_t
csi_cms_most(const struct csi_span *chain, size_t chain_count,
    cseal_scheme scheme, cseal_digest digest)
{
	struct csi_certificate_parts parts;
	struct csi_key key;
	size_t most = FRAME_MOST;

	if (check_chain(chain, chain_count, NULL) != CSEAL_OK ||
	    csi_key_read(chain[0], &key, NULL) != CSEAL_OK ||
	    csi_key_choose(&key, &scheme, &digest, NULL) != CSEAL_OK)
		return 0;
	csi_certificate_split(chain[0], &parts);
	for (size_t i = 0; i < chain_count; i++)
		most += chain[i].len;
	/* issuer and serial are in the signer id and in the ESS attribute */
	most += 2 * (parts.issuer.len + parts.serial.len);
	/* message digest and hash of the certificate */
	most += 2 * csi_digest_len(digest);
	return most + key.value_most;
}
