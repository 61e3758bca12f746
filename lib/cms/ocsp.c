/* SPDX-License-Identifier: Apache-2.0 */
/* ocsp.c -- asks about a certificate, and reads what a responder answered
 * (RFC 6960), in place. */
#include "cms/certificate.h"
#include "cms/cms.h"
#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/oid.h"
#include "cms/revocation.h"

#include "error.h"

#include <openssl/x509v3.h>

#define PKIX(n) CSI_SPAN("\x2b\x06\x01\x05\x05\x07\x30\x01" n)

static const struct csi_span oid_basic = PKIX("\x01");
static const struct csi_span oid_nonce = PKIX("\x02");
static const struct csi_span oid_sha1 = CSI_SPAN("\x2b\x0e\x03\x02\x1a");

#define CERTIFICATES_MOST 16 /* that come along */

static cseal_status
fail_damaged(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the responder's answer was not well formed");
}

/* ---- reading --------------------------------------------------------- */

static const char *const refusals[] = { NULL, "the request was malformed",
	"it had an internal error", "it asked to try again later", NULL,
	"it wants signed requests", "it does not answer us" };

/* OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED,
 * responseBytes [0] EXPLICIT SEQUENCE { OID, OCTET STRING } OPTIONAL } */
static cseal_status
open_response(
    struct csi_reader in, struct csi_span *ret_basic, cseal_error **ret_error)
{
	struct csi_der status = csi_der_take(&in, CSI_DER_ENUMERATED);
	struct csi_reader outer, bytes;
	struct csi_span type;
	const char *why = NULL;

	if (in.bad || status.body.len != 1)
		return fail_damaged(ret_error);
	if (status.body.at[0] < sizeof(refusals) / sizeof(refusals[0]))
		why = refusals[status.body.at[0]];
	if (status.body.at[0] != 0)
		return cseal_fail(ret_error, CSEAL_FAULT_REMOTE,
		    "the responder gave no answer: %s",
		    why == NULL ? "it did not say why" : why);
	outer = csi_der_inside(csi_der_take(&in, CSI_DER_CONTEXT(0)));
	bytes = csi_der_inside(csi_der_take(&outer, CSI_DER_SEQUENCE));
	type = csi_der_take(&bytes, CSI_DER_OID).body;
	*ret_basic = csi_der_take(&bytes, CSI_DER_OCTET_STRING).body;
	if (!csi_der_done(&in) || !csi_der_done(&outer) ||
	    !csi_der_done(&bytes))
		return fail_damaged(ret_error);
	if (!csi_span_equal(type, oid_basic))
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the responder's answer was not of the basic type");
	return CSEAL_OK;
}

static bool
read_extensions(struct csi_ocsp *ocsp, struct csi_der outer)
{
	struct csi_reader in = csi_der_inside(outer), list;
	struct csi_extension one;

	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	while (csi_extension_next(&list, &one)) {
		if (csi_span_equal(one.oid, oid_nonce))
			ocsp->nonce = one.value;
		else if (one.is_critical)
			return false;
	}
	return csi_der_done(&in) && csi_der_done(&list);
}

/* ResponseData ::= SEQUENCE { version [0] DEFAULT v1, responderID,
 * producedAt, responses SEQUENCE OF, responseExtensions [1] } */
static bool
read_data(struct csi_ocsp *ocsp)
{
	struct csi_reader in = csi_der_inside(ocsp->object.body);

	if (csi_der_next_is(&in, CSI_DER_CONTEXT(0)))
		csi_der_any(&in);
	ocsp->responder = csi_der_any(&in);
	if (!csi_crypto_der_time(
		csi_der_take(&in, CSI_DER_TIME), &ocsp->produced_at))
		return false;
	ocsp->responses = csi_der_take(&in, CSI_DER_SEQUENCE);
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(1)) &&
	    !read_extensions(ocsp, csi_der_any(&in)))
		return false;
	return csi_der_done(&in) &&
	       (ocsp->responder.tag == CSI_DER_CONTEXT(1) ||
		   ocsp->responder.tag == CSI_DER_CONTEXT(2));
}

/* BasicOCSPResponse ::= SEQUENCE { tbsResponseData, signatureAlgorithm,
 * signature, certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL } */
static cseal_status
read_basic(
    struct csi_ocsp *ocsp, struct csi_span basic, cseal_error **ret_error)
{
	struct csi_reader in = csi_reader_of(basic.at, basic.len), whole;
	struct csi_reader outer;

	ocsp->basic = basic;
	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	if (!csi_signed_read(&whole, &ocsp->object))
		return fail_damaged(ret_error);
	if (csi_der_next_is(&whole, CSI_DER_CONTEXT(0))) {
		outer = csi_der_inside(csi_der_any(&whole));
		ocsp->certificates = csi_der_take(&outer, CSI_DER_SEQUENCE);
		if (!csi_der_done(&outer))
			return fail_damaged(ret_error);
	}
	if (!csi_der_done(&whole) || !csi_der_done(&in) || !read_data(ocsp))
		return fail_damaged(ret_error);
	return CSEAL_OK;
}

cseal_status
csi_ocsp_read(
    struct csi_span der, struct csi_ocsp *ret_ocsp, cseal_error **ret_error)
{
	struct csi_reader in = csi_reader_of(der.at, der.len), whole;
	struct csi_ocsp made = { 0 };
	struct csi_span basic = der;
	cseal_status st = CSEAL_OK;

	if (der.len > CSI_OCSP_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the responder's answer took %zu bytes, more than %u",
		    der.len, CSI_OCSP_MOST);
	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	if (!csi_der_done(&in))
		return fail_damaged(ret_error);
	if (csi_der_next_is(&whole, CSI_DER_ENUMERATED))
		st = open_response(whole, &basic, ret_error);
	if (st == CSEAL_OK)
		st = read_basic(&made, basic, ret_error);
	if (st == CSEAL_OK)
		*ret_ocsp = made;
	return st;
}

bool
csi_ocsp_certificate(
    const struct csi_ocsp *ocsp, size_t i, struct csi_span *ret_certificate)
{
	struct csi_reader in = csi_der_inside(ocsp->certificates);
	struct csi_der one = { 0 };

	if (ocsp->certificates.tag == 0 || i >= CERTIFICATES_MOST)
		return false;
	for (size_t k = 0; k <= i && !in.bad; k++)
		one = csi_der_take(&in, CSI_DER_SEQUENCE);
	if (in.bad)
		return false;
	*ret_certificate = one.whole;
	return true;
}

/* ---- finding --------------------------------------------------------- */

/* CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash,
 * serialNumber } */
static cseal_status
is_about(struct csi_der id, const struct csi_certificate_parts *own,
    const struct csi_certificate_parts *above, bool *ret_is,
    cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(id);
	struct csi_der algorithm = csi_der_take(&in, CSI_DER_SEQUENCE);
	struct csi_span name = csi_der_take(&in, CSI_DER_OCTET_STRING).body;
	struct csi_span key = csi_der_take(&in, CSI_DER_OCTET_STRING).body;
	struct csi_span serial = csi_der_take(&in, CSI_DER_INTEGER).whole;
	uint8_t hash[CSI_DIGEST_MOST];
	const struct csi_digest_row *row;
	struct csi_span made = { hash, 0 };
	cseal_status st;

	*ret_is = false;
	if (!csi_der_done(&in))
		return fail_damaged(ret_error);
	if (!csi_span_equal(serial, own->serial) ||
	    csi_digest_read(algorithm, &row, NULL) != CSEAL_OK)
		return CSEAL_OK;
	made.len = row->len;
	st = csi_crypto_digest(row, own->issuer, hash, ret_error);
	if (st != CSEAL_OK || !csi_span_equal(made, name))
		return st;
	st = csi_crypto_digest(row, above->key, hash, ret_error);
	*ret_is = st == CSEAL_OK && csi_span_equal(made, key);
	return st;
}

/* RevokedInfo ::= SEQUENCE { revocationTime, revocationReason [0] EXPLICIT } */
static bool
read_revoked(struct csi_der info, struct csi_revocation *revocation)
{
	struct csi_reader in = csi_der_inside(info), outer;
	struct csi_span reason;

	if (!csi_crypto_der_time(
		csi_der_take(&in, CSI_DER_TIME), &revocation->revoked_at))
		return false;
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(0))) {
		outer = csi_der_inside(csi_der_any(&in));
		reason = csi_der_take(&outer, CSI_DER_ENUMERATED).body;
		if (csi_der_done(&outer) && reason.len == 1 &&
		    reason.at[0] < 0x80)
			revocation->reason = reason.at[0];
	}
	return csi_der_done(&in);
}

/* SingleResponse, after its CertID: certStatus CHOICE { good [0],
 * revoked [1], unknown [2] }, thisUpdate, nextUpdate [0] EXPLICIT, ... */
static bool
read_single(struct csi_reader in, struct csi_revocation *revocation)
{
	struct csi_der status = csi_der_any(&in);
	struct csi_reader outer;

	revocation->reason = -1;
	if (status.tag == CSI_DER_PRIMITIVE(0))
		revocation->state = CSI_REVOCATION_GOOD;
	else if (status.tag == CSI_DER_PRIMITIVE(2))
		revocation->state = CSI_REVOCATION_UNKNOWN;
	else
		revocation->state = CSI_REVOCATION_REVOKED;
	if (revocation->state == CSI_REVOCATION_REVOKED &&
	    (status.tag != CSI_DER_CONTEXT(1) ||
		!read_revoked(status, revocation)))
		return false;
	if (!csi_crypto_der_time(
		csi_der_take(&in, CSI_DER_TIME), &revocation->this_update))
		return false;
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(0))) {
		outer = csi_der_inside(csi_der_any(&in));
		if (!csi_crypto_der_time(csi_der_take(&outer, CSI_DER_TIME),
			&revocation->next_update) ||
		    !csi_der_done(&outer))
			return false;
	}
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(1)))
		csi_der_any(&in);
	return csi_der_done(&in);
}

cseal_status
csi_ocsp_find(const struct csi_ocsp *ocsp, struct csi_span certificate,
    struct csi_span issuer, bool *ret_found,
    struct csi_revocation *ret_revocation, cseal_error **ret_error)
{
	struct csi_reader list = csi_der_inside(ocsp->responses), one;
	struct csi_certificate_parts own, above;
	struct csi_revocation best = { 0 };
	bool is = false, found = false;
	cseal_status st;

	if (!csi_certificate_split(certificate, &own) ||
	    !csi_certificate_split(issuer, &above))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "this was not an X.509 certificate");
	while (!list.bad && csi_reader_left(&list) > 0) {
		struct csi_revocation made = { 0 };

		one = csi_der_inside(csi_der_take(&list, CSI_DER_SEQUENCE));
		st = is_about(csi_der_take(&one, CSI_DER_SEQUENCE), &own,
		    &above, &is, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!is)
			continue;
		if (!read_single(one, &made))
			return fail_damaged(ret_error);
		if (!found || made.this_update > best.this_update)
			best = made;
		found = true;
	}
	if (list.bad)
		return fail_damaged(ret_error);
	*ret_found = found;
	if (found)
		*ret_revocation = best;
	return CSEAL_OK;
}

/* ---- proving --------------------------------------------------------- */

/* ResponderID ::= CHOICE { byName [1] Name, byKey [2] OCTET STRING }: the
 * hash is SHA-1 of the key. */
static cseal_status
is_responder(const struct csi_ocsp *ocsp, struct csi_span certificate,
    bool *ret_is, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(ocsp->responder);
	struct csi_der id = csi_der_any(&in);
	struct csi_certificate_parts parts;
	uint8_t hash[CSI_DIGEST_MOST];
	const struct csi_span made = { hash, 20 };
	cseal_status st;

	*ret_is = false;
	if (!csi_der_done(&in) || !csi_certificate_split(certificate, &parts))
		return CSEAL_OK;
	if (ocsp->responder.tag == CSI_DER_CONTEXT(1)) {
		*ret_is = csi_certificate_same_name(id.whole, parts.subject);
		return CSEAL_OK;
	}
	st = csi_crypto_digest(
	    csi_digest_by_oid(oid_sha1), parts.key, hash, ret_error);
	*ret_is = st == CSEAL_OK && csi_span_equal(made, id.body);
	return st;
}

static bool
was_valid(struct csi_span certificate, int64_t time)
{
	X509 *x509 = csi_certificate_x509(certificate);
	int64_t from, to;
	bool valid;

	valid = x509 != NULL &&
		csi_crypto_time(X509_get0_notBefore(x509), &from) &&
		csi_crypto_time(X509_get0_notAfter(x509), &to) &&
		from <= time && time <= to;
	X509_free(x509);
	return valid;
}

/* RFC 6960, 4.2.2.2: issued directly by the CA, and made for it. */
static cseal_status
check_delegate(const struct csi_ocsp *ocsp, struct csi_span certificate,
    struct csi_span issuer, cseal_error **ret_error)
{
	cseal_status st;
	bool only;

	if (!csi_certificate_has_purpose(
		certificate, csi_oid_ocsp_signing, &only))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the responder's certificate was not for answering");
	st = csi_signed_by(certificate, issuer, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(ret_error, st,
		    "the responder's certificate was not of the issuer");
	if (!was_valid(certificate, ocsp->produced_at))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the responder's certificate was not valid then");
	return CSEAL_OK;
}

static cseal_status
find_responder(const struct csi_ocsp *ocsp, struct csi_span issuer,
    struct csi_span *ret_responder, cseal_error **ret_error)
{
	struct csi_span one;
	cseal_status st;
	bool is;

	st = is_responder(ocsp, issuer, &is, ret_error);
	if (st != CSEAL_OK || is) {
		*ret_responder = issuer;
		return st;
	}
	for (size_t i = 0; csi_ocsp_certificate(ocsp, i, &one); i++) {
		st = is_responder(ocsp, one, &is, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!is)
			continue;
		*ret_responder = one;
		return check_delegate(ocsp, one, issuer, ret_error);
	}
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the certificate of the responder was not in its answer");
}

cseal_status
csi_ocsp_prove(const struct csi_ocsp *ocsp, struct csi_span issuer,
    struct csi_span *ret_responder, cseal_error **ret_error)
{
	struct csi_span responder = { 0 };
	cseal_status st;

	st = find_responder(ocsp, issuer, &responder, ret_error);
	if (st == CSEAL_OK)
		st = csi_signed_prove(&ocsp->object, responder, ret_error);
	if (st == CSEAL_OK)
		*ret_responder = responder;
	return st;
}

/* ---- asking ---------------------------------------------------------- */

static void
write_id(struct csi_bytes *der, const struct csi_certificate_parts *own,
    const uint8_t *name, const uint8_t *key)
{
	size_t id = csi_der_begin(der, CSI_DER_SEQUENCE);
	size_t algorithm = csi_der_begin(der, CSI_DER_SEQUENCE);

	csi_der_add_span(der, CSI_DER_OID, oid_sha1);
	csi_der_add(der, CSI_DER_NULL, NULL, 0);
	csi_der_end(der, algorithm);
	csi_der_add(der, CSI_DER_OCTET_STRING, name, 20);
	csi_der_add(der, CSI_DER_OCTET_STRING, key, 20);
	csi_bytes_add_span(der, own->serial);
	csi_der_end(der, id);
}

static void
write_nonce(struct csi_bytes *der, struct csi_span nonce)
{
	size_t outer = csi_der_begin(der, CSI_DER_CONTEXT(2));
	size_t list = csi_der_begin(der, CSI_DER_SEQUENCE);
	size_t one = csi_der_begin(der, CSI_DER_SEQUENCE), value;

	csi_der_add_span(der, CSI_DER_OID, oid_nonce);
	value = csi_der_begin(der, CSI_DER_OCTET_STRING);
	csi_der_add_span(der, CSI_DER_OCTET_STRING, nonce);
	csi_der_end(der, value);
	csi_der_end(der, one);
	csi_der_end(der, list);
	csi_der_end(der, outer);
}

/* SHA-1 because every responder has its answers under it; it protects
 * nothing here. */
cseal_status
csi_ocsp_request(struct csi_span certificate, struct csi_span issuer,
    struct csi_span nonce, struct csi_bytes *der, cseal_error **ret_error)
{
	const struct csi_digest_row *sha1 = csi_digest_by_oid(oid_sha1);
	uint8_t name[CSI_DIGEST_MOST], key[CSI_DIGEST_MOST];
	struct csi_certificate_parts own, above;
	size_t whole, tbs, list, one;
	cseal_status st;

	if (!csi_certificate_split(certificate, &own) ||
	    !csi_certificate_split(issuer, &above))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "this was not an X.509 certificate");
	st = csi_crypto_digest(sha1, own.issuer, name, ret_error);
	if (st == CSEAL_OK)
		st = csi_crypto_digest(sha1, above.key, key, ret_error);
	if (st != CSEAL_OK)
		return st;
	whole = csi_der_begin(der, CSI_DER_SEQUENCE);
	tbs = csi_der_begin(der, CSI_DER_SEQUENCE);
	list = csi_der_begin(der, CSI_DER_SEQUENCE);
	one = csi_der_begin(der, CSI_DER_SEQUENCE);
	write_id(der, &own, name, key);
	csi_der_end(der, one);
	csi_der_end(der, list);
	if (nonce.len > 0)
		write_nonce(der, nonce);
	csi_der_end(der, tbs);
	csi_der_end(der, whole);
	return der->failed ? csi_fail_memory(ret_error) : CSEAL_OK;
}
