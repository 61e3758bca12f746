/* SPDX-License-Identifier: Apache-2.0 */
/* extension.c -- extensions of a certificate, in place. */
#include "cms/extension.h"
#include "cms/certificate.h"

#include <string.h>
#include <strings.h>

#define CE(n)   CSI_SPAN("\x55\x1d" n)
#define PKIX(n) CSI_SPAN("\x2b\x06\x01\x05\x05\x07" n)

static const struct csi_span oid_extended_usage = CE("\x25");
static const struct csi_span oid_list_points = CE("\x1f");
static const struct csi_span oid_authority_access = PKIX("\x01\x01");
static const struct csi_span oid_access_ocsp = PKIX("\x30\x01");
static const struct csi_span oid_access_issuers = PKIX("\x30\x02");
static const struct csi_span oid_nocheck = PKIX("\x30\x01\x05");

const struct csi_span csi_oid_time_stamping = PKIX("\x03\x08");
const struct csi_span csi_oid_ocsp_signing = PKIX("\x03\x09");

/* Extension ::= SEQUENCE { extnID OID, critical BOOLEAN DEFAULT FALSE,
 * extnValue OCTET STRING } */
bool
csi_extension_next(struct csi_reader *in, struct csi_extension *ret_extension)
{
	struct csi_extension made = { 0 };
	struct csi_reader inside;
	struct csi_der critical;

	if (in->bad || csi_reader_left(in) == 0)
		return false;
	inside = csi_der_inside(csi_der_take(in, CSI_DER_SEQUENCE));
	made.oid = csi_der_take(&inside, CSI_DER_OID).body;
	if (csi_der_next_is(&inside, CSI_DER_BOOLEAN)) {
		critical = csi_der_any(&inside);
		made.is_critical =
		    critical.body.len == 1 && critical.body.at[0] != 0;
	}
	made.value = csi_der_take(&inside, CSI_DER_OCTET_STRING).body;
	if (!csi_der_done(&inside)) {
		in->bad = true;
		return false;
	}
	*ret_extension = made;
	return true;
}

/* TBSCertificate: past subjectPublicKeyInfo, at what is optional. */
static struct csi_reader
extensions_of(struct csi_span certificate)
{
	struct csi_reader in = csi_reader_of(certificate.at, certificate.len);
	struct csi_reader whole, tbs, none = { 0 };

	none.bad = true;
	if (certificate.len > CSI_CERTIFICATE_MOST)
		return none;
	whole = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	tbs = csi_der_inside(csi_der_take(&whole, CSI_DER_SEQUENCE));
	while (!tbs.bad && csi_reader_left(&tbs) > 0) {
		if (!csi_der_next_is(&tbs, CSI_DER_CONTEXT(3))) {
			csi_der_any(&tbs);
			continue;
		}
		in = csi_der_inside(csi_der_any(&tbs));
		return csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	}
	return none;
}

bool
csi_certificate_extension(struct csi_span certificate, struct csi_span oid,
    struct csi_extension *ret_extension)
{
	struct csi_reader in = extensions_of(certificate);
	struct csi_extension one;

	for (size_t i = 0;
	     i < CSI_EXTENSIONS_MOST && csi_extension_next(&in, &one); i++) {
		if (csi_span_equal(one.oid, oid)) {
			*ret_extension = one;
			return true;
		}
	}
	return false;
}

bool
csi_certificate_has_purpose(
    struct csi_span certificate, struct csi_span purpose, bool *ret_only)
{
	struct csi_extension usage;
	struct csi_reader in, list;
	size_t others = 0;
	bool has = false;

	*ret_only = false;
	if (!csi_certificate_extension(certificate, oid_extended_usage, &usage))
		return false;
	in = csi_reader_of(usage.value.at, usage.value.len);
	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	while (!list.bad && csi_reader_left(&list) > 0) {
		if (csi_span_equal(
			csi_der_take(&list, CSI_DER_OID).body, purpose))
			has = true;
		else
			others++;
	}
	*ret_only = has && others == 0 && usage.is_critical;
	return has && !list.bad;
}

bool
csi_certificate_is_unchecked(struct csi_span certificate)
{
	struct csi_extension nocheck;

	return csi_certificate_extension(certificate, oid_nocheck, &nocheck);
}

/* ---- URLs ------------------------------------------------------------ */

static bool
begins(struct csi_span url, const char *with)
{
	size_t len = strlen(with);

	return url.len > len &&
	       strncasecmp((const char *)url.at, with, len) == 0;
}

static void
add_url(struct csi_urls *urls, struct csi_span url)
{
	if (urls->count == CSI_URLS_MOST || url.len > CSI_URL_MOST ||
	    (!begins(url, "http://") && !begins(url, "https://")))
		return;
	for (size_t i = 0; i < url.len; i++) {
		if (url.at[i] <= ' ' || url.at[i] > '~')
			return;
	}
	for (size_t i = 0; i < urls->count; i++) {
		if (csi_span_equal(urls->at[i], url))
			return;
	}
	urls->at[urls->count++] = url;
}

/* AuthorityInfoAccessSyntax ::= SEQUENCE OF AccessDescription */
static void
collect_access(
    struct csi_span certificate, struct csi_span method, struct csi_urls *urls)
{
	struct csi_extension access;
	struct csi_reader in, list, one;
	struct csi_span oid;
	struct csi_der place;

	urls->count = 0;
	if (!csi_certificate_extension(
		certificate, oid_authority_access, &access))
		return;
	in = csi_reader_of(access.value.at, access.value.len);
	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	while (!list.bad && csi_reader_left(&list) > 0) {
		one = csi_der_inside(csi_der_take(&list, CSI_DER_SEQUENCE));
		oid = csi_der_take(&one, CSI_DER_OID).body;
		place = csi_der_any(&one);
		if (!one.bad && place.tag == CSI_DER_PRIMITIVE(6) &&
		    csi_span_equal(oid, method))
			add_url(urls, place.body);
	}
}

void
csi_certificate_responders(
    struct csi_span certificate, struct csi_urls *ret_urls)
{
	collect_access(certificate, oid_access_ocsp, ret_urls);
}

void
csi_certificate_issuers(struct csi_span certificate, struct csi_urls *ret_urls)
{
	collect_access(certificate, oid_access_issuers, ret_urls);
}

/* DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1],
 * cRLIssuer [2] }; its name: CHOICE { fullName [0] GeneralNames, ... } */
static void
collect_point(struct csi_der point, struct csi_urls *urls)
{
	struct csi_reader in = csi_der_inside(point), choice, names;
	struct csi_der name;

	if (!csi_der_next_is(&in, CSI_DER_CONTEXT(0)))
		return;
	choice = csi_der_inside(csi_der_any(&in));
	if (in.bad || csi_reader_left(&in) > 0 ||
	    !csi_der_next_is(&choice, CSI_DER_CONTEXT(0)))
		return;
	names = csi_der_inside(csi_der_any(&choice));
	while (!names.bad && csi_reader_left(&names) > 0) {
		name = csi_der_any(&names);
		if (name.tag == CSI_DER_PRIMITIVE(6))
			add_url(urls, name.body);
	}
}

void
csi_certificate_lists(struct csi_span certificate, struct csi_urls *ret_urls)
{
	struct csi_extension points;
	struct csi_reader in, list;

	ret_urls->count = 0;
	if (!csi_certificate_extension(certificate, oid_list_points, &points))
		return;
	in = csi_reader_of(points.value.at, points.value.len);
	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	while (!list.bad && csi_reader_left(&list) > 0)
		collect_point(csi_der_take(&list, CSI_DER_SEQUENCE), ret_urls);
}
