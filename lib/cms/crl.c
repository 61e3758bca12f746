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
static const struct csi_span oid_invalid_since = CE("\x18");
static const struct csi_span oid_delta = CE("\x1b");
static const struct csi_span oid_point = CE("\x1c");
static const struct csi_span oid_certificate_issuer = CE("\x1d");
static const struct csi_span oid_authority_key = CE("\x23");

#define REASON_REMOVED 8 /* RFC 5280, 5.3.1: in a delta only */

static cseal_status
fail_damaged(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "the revocation list was not well formed");
}

/* What makes it a list for a part must be critical; where it is not, it still
 * is one for a part. */
static cseal_status
read_extensions(
    struct csi_crl *crl, struct csi_der outer, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(outer), list;
	struct csi_extension one;

	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	while (csi_extension_next(&list, &one)) {
		if (csi_span_equal(one.oid, oid_number))
			crl->number = one.value;
		else if (csi_span_equal(one.oid, oid_delta))
			crl->is_delta = true;
		else if (csi_span_equal(one.oid, oid_point)) {
			if (!csi_crl_scope_read(one.value, &crl->scope))
				return fail_damaged(ret_error);
		} else if (one.is_critical &&
			   !csi_span_equal(one.oid, oid_authority_key))
			return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
			    "the revocation list had a critical extension "
			    "that is not known");
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

/* ---- entries ------------------------------------------------------------ */

struct walk {
	const struct csi_crl *crl;
	struct csi_certificate_parts parts; /* of whom is looked for */
	bool is_own; /* of its issuer are the entries from here on */
	bool found;
	struct csi_revocation said;
};

static cseal_status
fail_entry(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
	    "the revocation list had an entry with a critical extension that "
	    "is not known");
}

/* GeneralNames with one directoryName [4], from here on (RFC 5280, 5.3.3). */
static cseal_status
change_issuer(struct walk *walk, struct csi_span value, cseal_error **ret_error)
{
	struct csi_reader in = csi_reader_of(value.at, value.len), names;
	struct csi_der name;

	/* Where the list does not say that there are any. */
	if (!walk->crl->scope.is_indirect)
		return fail_entry(ret_error);
	names = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	name = csi_der_take(&names, CSI_DER_CONTEXT(4));
	if (!csi_der_done(&names) || !csi_der_done(&in))
		return fail_damaged(ret_error);
	walk->is_own = csi_certificate_same_name(name.body, walk->parts.issuer);
	return CSEAL_OK;
}

static int
read_reason(struct csi_span value)
{
	struct csi_reader in = csi_reader_of(value.at, value.len);
	struct csi_span reason = csi_der_take(&in, CSI_DER_ENUMERATED).body;

	return csi_der_done(&in) && reason.len == 1 && reason.at[0] < 0x80
		   ? reason.at[0]
		   : -1;
}

static cseal_status
read_entry_extensions(struct walk *walk, struct csi_der extensions,
    int *ret_reason, cseal_error **ret_error)
{
	struct csi_reader list = csi_der_inside(extensions);
	struct csi_extension one;
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK && csi_extension_next(&list, &one)) {
		if (csi_span_equal(one.oid, oid_reason))
			*ret_reason = read_reason(one.value);
		else if (csi_span_equal(one.oid, oid_certificate_issuer))
			st = change_issuer(walk, one.value, ret_error);
		else if (one.is_critical &&
			 !csi_span_equal(one.oid, oid_invalid_since))
			st = fail_entry(ret_error);
	}
	return st == CSEAL_OK && list.bad ? fail_damaged(ret_error) : st;
}

/* SEQUENCE { userCertificate, revocationDate, crlEntryExtensions } */
static cseal_status
read_entry(struct walk *walk, struct csi_reader entry, cseal_error **ret_error)
{
	struct csi_span serial = csi_der_take(&entry, CSI_DER_INTEGER).whole;
	struct csi_der time = csi_der_any(&entry);
	int reason = -1;
	cseal_status st;

	if (csi_der_next_is(&entry, CSI_DER_SEQUENCE)) {
		st = read_entry_extensions(
		    walk, csi_der_any(&entry), &reason, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	if (!csi_der_done(&entry))
		return fail_damaged(ret_error);
	if (!walk->is_own || !csi_span_equal(serial, walk->parts.serial))
		return CSEAL_OK;
	if (!csi_crypto_der_time(time, &walk->said.revoked_at))
		return fail_damaged(ret_error);
	walk->found = true;
	walk->said.reason = reason;
	walk->said.state = walk->crl->is_delta && reason == REASON_REMOVED
			       ? CSI_REVOCATION_GOOD
			       : CSI_REVOCATION_REVOKED;
	return CSEAL_OK;
}

static cseal_status
read_entries(struct walk *walk, cseal_error **ret_error)
{
	struct csi_reader list = csi_der_inside(walk->crl->revoked);
	cseal_status st = CSEAL_OK;

	if (walk->crl->revoked.tag == 0)
		return CSEAL_OK;
	while (st == CSEAL_OK && !list.bad && csi_reader_left(&list) > 0)
		st = read_entry(walk,
		    csi_der_inside(csi_der_take(&list, CSI_DER_SEQUENCE)),
		    ret_error);
	return st == CSEAL_OK && list.bad ? fail_damaged(ret_error) : st;
}

cseal_status
csi_crl_find(const struct csi_crl *crl, struct csi_span certificate,
    bool *ret_found, struct csi_revocation *ret_revocation,
    cseal_error **ret_error)
{
	struct walk walk = { .crl = crl,
		.is_own = true,
		.said = { .state = CSI_REVOCATION_GOOD,
		    .this_update = crl->this_update,
		    .next_update = crl->next_update,
		    .reason = -1 } };
	enum csi_crl_cover cover = CSI_CRL_NOT;
	cseal_status st;

	if (!csi_certificate_split(certificate, &walk.parts))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "this was not an X.509 certificate");
	if (csi_certificate_same_name(walk.parts.issuer, crl->issuer))
		cover = csi_crl_covers(&crl->scope, certificate);
	*ret_found = false;
	if (cover == CSI_CRL_NOT)
		return CSEAL_OK;
	st = read_entries(&walk, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_found = walk.found || (cover == CSI_CRL_WHOLE && !crl->is_delta);
	*ret_revocation = walk.said;
	return CSEAL_OK;
}

bool
csi_crl_is_by(const struct csi_crl *crl, struct csi_span issuer)
{
	struct csi_certificate_parts parts;

	return csi_certificate_split(issuer, &parts) &&
	       csi_certificate_same_name(parts.subject, crl->issuer);
}

cseal_status
csi_crl_prove(
    const struct csi_crl *crl, struct csi_span issuer, cseal_error **ret_error)
{
	X509 *x509 = csi_certificate_x509(issuer);
	uint32_t usage = x509 == NULL ? 0 : X509_get_key_usage(x509);

	X509_free(x509);
	if (!csi_crl_is_by(crl, issuer))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the revocation list was made by another issuer");
	if ((usage & KU_CRL_SIGN) == 0)
		return csi_crypto_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the issuer's certificate was not for signing revocation "
		    "lists");
	return csi_signed_prove(&crl->object, issuer, ret_error);
}
