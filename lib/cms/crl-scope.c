/* SPDX-License-Identifier: Apache-2.0 */
/* crl-scope.c -- which certificates a revocation list is for.
 *
 * A list that is one of several of its issuer says nothing by what is missing
 * in it, unless the certificate names that very list. */
#include "cms/crl-scope.h"
#include "cms/certificate.h"
#include "cms/extension.h"

#define CE(n) CSI_SPAN("\x55\x1d" n)

static const struct csi_span oid_constraints = CE("\x13");
static const struct csi_span oid_list_points = CE("\x1f");

#define DIRECTORY_NAME CSI_DER_CONTEXT(4)
#define NAMES_MOST     16 /* of one point that are compared */
#define POINTS_MOST    64 /* of one certificate */

/* ---- the list ----------------------------------------------------------- */

/* BOOLEAN DEFAULT FALSE, [n] IMPLICIT */
static bool
read_flag(struct csi_reader *in, uint8_t tag)
{
	struct csi_der flag;

	if (!csi_der_next_is(in, tag))
		return false;
	flag = csi_der_any(in);
	if (flag.body.len != 1)
		in->bad = true;
	return !in->bad && flag.body.at[0] != 0;
}

/* IssuingDistributionPoint ::= SEQUENCE { distributionPoint [0],
 * onlyContainsUserCerts [1], onlyContainsCACerts [2], onlySomeReasons [3],
 * indirectCRL [4], onlyContainsAttributeCerts [5] }, all of them optional */
bool
csi_crl_scope_read(struct csi_span extension, struct csi_crl_scope *ret_scope)
{
	struct csi_reader in = csi_reader_of(extension.at, extension.len);
	struct csi_reader inside =
	    csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	struct csi_crl_scope made = { 0 };

	if (csi_der_next_is(&inside, CSI_DER_CONTEXT(0)))
		made.point = csi_der_any(&inside);
	made.only_users = read_flag(&inside, CSI_DER_PRIMITIVE(1));
	made.only_authorities = read_flag(&inside, CSI_DER_PRIMITIVE(2));
	if (csi_der_next_is(&inside, CSI_DER_PRIMITIVE(3))) {
		csi_der_any(&inside);
		made.some_reasons = true;
	}
	made.is_indirect = read_flag(&inside, CSI_DER_PRIMITIVE(4));
	made.only_attributes = read_flag(&inside, CSI_DER_PRIMITIVE(5));
	if (!csi_der_done(&inside) || !csi_der_done(&in))
		return false;
	*ret_scope = made;
	return true;
}

/* ---- the certificate ---------------------------------------------------- */

/* BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, ... } */
static bool
is_authority(struct csi_span certificate)
{
	struct csi_extension constraints;
	struct csi_reader in, inside;
	struct csi_der ca;

	if (!csi_certificate_extension(
		certificate, oid_constraints, &constraints))
		return false;
	in = csi_reader_of(constraints.value.at, constraints.value.len);
	inside = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	if (!csi_der_next_is(&inside, CSI_DER_BOOLEAN))
		return false;
	ca = csi_der_any(&inside);
	return ca.body.len == 1 && ca.body.at[0] != 0;
}

static bool
next(struct csi_reader *in, struct csi_der *ret_element)
{
	if (in->bad || csi_reader_left(in) == 0)
		return false;
	*ret_element = csi_der_any(in);
	return !in->bad;
}

static bool
same_general_name(struct csi_der a, struct csi_der b)
{
	if (csi_span_equal(a.whole, b.whole))
		return true;
	return a.tag == DIRECTORY_NAME && b.tag == DIRECTORY_NAME &&
	       csi_certificate_same_name(a.body, b.body);
}

/* DistributionPointName ::= CHOICE { fullName [0] GeneralNames,
 * nameRelativeToCRLIssuer [1] }: one name in common is enough.  A relative
 * name is never taken for a full one. */
static bool
same_point(struct csi_der list, struct csi_der own)
{
	struct csi_reader a = csi_der_inside(list), names;
	struct csi_reader b = csi_der_inside(own), others;
	struct csi_der choice, other, name, one;

	if (csi_span_equal(list.whole, own.whole))
		return true;
	choice = csi_der_take(&a, CSI_DER_CONTEXT(0));
	other = csi_der_take(&b, CSI_DER_CONTEXT(0));
	names = csi_der_inside(choice);
	for (size_t i = 0; i < NAMES_MOST && next(&names, &name); i++) {
		others = csi_der_inside(other);
		for (size_t k = 0; k < NAMES_MOST && next(&others, &one); k++) {
			if (same_general_name(name, one))
				return true;
		}
	}
	return false;
}

/* Without a point of its own, that of a certificate is the name of its issuer
 * (RFC 5280, 6.3.3, at the end). */
static bool
names_issuer(const struct csi_crl_scope *scope, struct csi_span issuer)
{
	struct csi_reader in = csi_der_inside(scope->point), names;
	struct csi_der name;

	names = csi_der_inside(csi_der_take(&in, CSI_DER_CONTEXT(0)));
	for (size_t i = 0; i < NAMES_MOST && next(&names, &name); i++) {
		if (name.tag == DIRECTORY_NAME &&
		    csi_certificate_same_name(name.body, issuer))
			return true;
	}
	return false;
}

/* DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1],
 * cRLIssuer [2] }.  A point of another issuer, which may well name the same
 * place, is no point of this list. */
static enum csi_crl_cover
covered_by_point(const struct csi_crl_scope *scope, struct csi_der one)
{
	struct csi_reader in = csi_der_inside(one);
	struct csi_der point = { 0 };
	bool some_reasons = false;

	if (csi_der_next_is(&in, CSI_DER_CONTEXT(0)))
		point = csi_der_any(&in);
	if (csi_der_next_is(&in, CSI_DER_PRIMITIVE(1))) {
		csi_der_any(&in);
		some_reasons = true;
	}
	if (!csi_der_done(&in) || point.tag == 0 ||
	    !same_point(scope->point, point))
		return CSI_CRL_NOT;
	return some_reasons ? CSI_CRL_PART : CSI_CRL_WHOLE;
}

static enum csi_crl_cover
covered_by_points(
    const struct csi_crl_scope *scope, struct csi_span certificate)
{
	enum csi_crl_cover best = CSI_CRL_NOT, one;
	struct csi_certificate_parts parts;
	struct csi_extension points;
	struct csi_der point;
	struct csi_reader in, list;

	if (csi_certificate_split(certificate, &parts) &&
	    names_issuer(scope, parts.issuer))
		return CSI_CRL_WHOLE;
	if (!csi_certificate_extension(certificate, oid_list_points, &points))
		return CSI_CRL_NOT;
	in = csi_reader_of(points.value.at, points.value.len);
	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	for (size_t i = 0; i < POINTS_MOST && next(&list, &point); i++) {
		one = covered_by_point(scope, point);
		if (one > best)
			best = one;
	}
	return best;
}

enum csi_crl_cover
csi_crl_covers(const struct csi_crl_scope *scope, struct csi_span certificate)
{
	enum csi_crl_cover cover = CSI_CRL_WHOLE;

	if (scope->only_attributes ||
	    (scope->only_users && is_authority(certificate)) ||
	    (scope->only_authorities && !is_authority(certificate)))
		return CSI_CRL_NOT;
	if (scope->point.tag != 0)
		cover = covered_by_points(scope, certificate);
	if (cover == CSI_CRL_WHOLE && scope->some_reasons)
		cover = CSI_CRL_PART;
	return cover;
}
