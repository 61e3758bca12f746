/* SPDX-License-Identifier: Apache-2.0 */
/* crl.c -- lists of revoked certificates (RFC 5280, 5), in place. */
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/extension.h"
#include "cms/revocation.h"

#include "error.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#define CE(n) CSI_SPAN("\x55\x1d" n)

static const struct csi_span oid_number = CE("\x14");
static const struct csi_span oid_reason = CE("\x15");
static const struct csi_span oid_authority_key = CE("\x23");
static const struct csi_span oid_point = CE("\x1c");

static cseal_status
fail_damaged(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the revocation list was not well formed");
}

/* IssuingDistributionPoint ::= SEQUENCE { distributionPoint [0], and flags
 * and reasons [1] to [5] }: any of these makes it one for a part. */
static bool
is_for_all(struct csi_span point)
{
	struct csi_reader in = csi_reader_of(point.at, point.len), inside;

	inside = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	if (csi_der_next_is(&inside, CSI_DER_CONTEXT(0)))
		csi_der_any(&inside);
	return csi_der_done(&inside) && csi_der_done(&in);
}

static cseal_status
read_extensions(
    struct csi_crl *crl, struct csi_der outer, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(outer), list;
	struct csi_extension one;
	bool known;

	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	while (csi_extension_next(&list, &one)) {
		known = csi_span_equal(one.oid, oid_authority_key) ||
			(csi_span_equal(one.oid, oid_point) &&
			    is_for_all(one.value));
		if (csi_span_equal(one.oid, oid_number)) {
			crl->number = one.value;
			known = true;
		}
		if (one.is_critical && !known)
			return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
			    "the revocation list was not a complete one");
	}
	return csi_der_done(&in) && csi_der_done(&list)
		   ? CSEAL_OK
		   : fail_damaged(ret_error);
}

/* TBSCertList ::= SEQUENCE { version, signature, issuer, thisUpdate,
 * nextUpdate OPTIONAL, revokedCertificates OPTIONAL, [0] extensions } */
static cseal_status
read_body(struct csi_crl *crl, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(crl->object.body);
	struct csi_der algorithm, extensions = { 0 };

	if (csi_der_next_is(&in, CSI_DER_INTEGER))
		csi_der_any(&in);
	algorithm = csi_der_take(&in, CSI_DER_SEQUENCE);
	crl->issuer = csi_der_take(&in, CSI_DER_SEQUENCE).whole;
	if (!csi_crypto_der_time(csi_der_any(&in), &crl->this_update))
		in.bad = true;
	if ((csi_der_next_is(&in, CSI_DER_UTC_TIME) ||
		csi_der_next_is(&in, CSI_DER_TIME)) &&
	    !csi_crypto_der_time(csi_der_any(&in), &crl->next_update))
		in.bad = true;
	if (csi_der_next_is(&in, CSI_DER_SEQUENCE))
		crl->revoked = csi_der_any(&in);
	if (csi_der_next_is(&in, CSI_DER_CONTEXT(0)))
		extensions = csi_der_any(&in);
	if (!csi_der_done(&in) ||
	    !csi_span_equal(algorithm.whole, crl->object.algorithm.whole))
		return fail_damaged(ret_error);
	return extensions.tag == 0
		   ? CSEAL_OK
		   : read_extensions(crl, extensions, ret_error);
}

cseal_status
csi_crl_read(
    struct csi_span der, struct csi_crl *ret_crl, cseal_error **ret_error)
{
	struct csi_reader in = csi_reader_of(der.at, der.len), whole;
	struct csi_crl made = { 0 };
	cseal_status st;

	if (der.len > CSI_CRL_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the revocation list took %zu bytes, more than %u", der.len,
		    CSI_CRL_MOST);
	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	if (!csi_signed_read(&whole, &made.object) || !csi_der_done(&whole) ||
	    !csi_der_done(&in))
		return fail_damaged(ret_error);
	st = read_body(&made, ret_error);
	if (st == CSEAL_OK)
		*ret_crl = made;
	return st;
}

static int
reason_of(struct csi_der extensions)
{
	struct csi_reader list = csi_der_inside(extensions), in;
	struct csi_extension one;
	struct csi_span value;

	while (csi_extension_next(&list, &one)) {
		if (!csi_span_equal(one.oid, oid_reason))
			continue;
		in = csi_reader_of(one.value.at, one.value.len);
		value = csi_der_take(&in, CSI_DER_ENUMERATED).body;
		if (csi_der_done(&in) && value.len == 1 && value.at[0] < 0x80)
			return value.at[0];
	}
	return -1;
}

/* SEQUENCE { userCertificate, revocationDate, crlEntryExtensions } */
static cseal_status
read_entry(struct csi_reader entry, struct csi_revocation *revocation,
    cseal_error **ret_error)
{
	if (!csi_crypto_der_time(csi_der_any(&entry), &revocation->revoked_at))
		return fail_damaged(ret_error);
	revocation->state = CSI_REVOCATION_REVOKED;
	if (csi_der_next_is(&entry, CSI_DER_SEQUENCE))
		revocation->reason = reason_of(csi_der_any(&entry));
	return CSEAL_OK;
}

cseal_status
csi_crl_find(const struct csi_crl *crl, struct csi_span certificate,
    bool *ret_found, struct csi_revocation *ret_revocation,
    cseal_error **ret_error)
{
	struct csi_revocation made = { .state = CSI_REVOCATION_GOOD,
		.this_update = crl->this_update,
		.next_update = crl->next_update,
		.reason = -1 };
	struct csi_reader list = csi_der_inside(crl->revoked), entry;
	struct csi_certificate_parts parts;
	cseal_status st;

	if (!csi_certificate_split(certificate, &parts))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "this was not an X.509 certificate");
	*ret_found = csi_certificate_same_name(parts.issuer, crl->issuer);
	if (!*ret_found)
		return CSEAL_OK;
	while (
	    crl->revoked.tag != 0 && !list.bad && csi_reader_left(&list) > 0) {
		entry = csi_der_inside(csi_der_take(&list, CSI_DER_SEQUENCE));
		if (!csi_span_equal(csi_der_take(&entry, CSI_DER_INTEGER).whole,
			parts.serial))
			continue;
		st = read_entry(entry, &made, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	if (crl->revoked.tag != 0 && list.bad)
		return fail_damaged(ret_error);
	*ret_revocation = made;
	return CSEAL_OK;
}

cseal_status
csi_crl_prove(
    const struct csi_crl *crl, struct csi_span issuer, cseal_error **ret_error)
{
	struct csi_certificate_parts parts;
	X509 *x509 = csi_certificate_x509(issuer);
	uint32_t usage = x509 == NULL ? 0 : X509_get_key_usage(x509);

	X509_free(x509);
	if (!csi_certificate_split(issuer, &parts) ||
	    !csi_certificate_same_name(parts.subject, crl->issuer))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the revocation list was made by another issuer");
	if ((usage & KU_CRL_SIGN) == 0)
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the issuer's certificate was not for signing revocation "
		    "lists");
	return csi_signed_prove(&crl->object, issuer, ret_error);
}
