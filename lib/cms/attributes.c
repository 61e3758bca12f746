/* SPDX-License-Identifier: Apache-2.0 */
/* attributes.c -- the signed attributes that judging needs (RFC 5652, 11).
 *
 * Each of them may be there once and has one value: a second one could be
 * taken by somebody else for the first. */
#include "cms/oid.h"
#include "cms/read.h"

#include "error.h"

#define ATTRIBUTES_MOST 64

/* Where the value of an attribute goes; NULL: it is not needed. */
static struct csi_der *
place_of(csi_cms_read *read, struct csi_span oid)
{
	if (csi_span_equal(oid, csi_oid_content_type))
		return &read->attribute_content_type;
	if (csi_span_equal(oid, csi_oid_message_digest))
		return &read->attribute_message_digest;
	if (csi_span_equal(oid, csi_oid_signing_time))
		return &read->attribute_signing_time;
	if (csi_span_equal(oid, csi_oid_adobe_revocation))
		return &read->attribute_revocations;
	if (csi_span_equal(oid, csi_oid_signing_certificate_v2) ||
	    (csi_span_equal(oid, csi_oid_signing_certificate) &&
		read->ess != CSI_ESS_V2)) {
		return &read->attribute_ess;
	}
	return NULL;
}

static cseal_status
take_attribute(
    csi_cms_read *read, struct csi_der attribute, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(attribute), values;
	struct csi_span oid = csi_der_take(&in, CSI_DER_OID).body;
	struct csi_der *place = place_of(read, oid), value;
	bool is_v2 = csi_span_equal(oid, csi_oid_signing_certificate_v2);

	values = csi_der_inside(csi_der_take(&in, CSI_DER_SET));
	if (!csi_der_done(&in))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a signed attribute was not well formed");
	if (place == NULL)
		return CSEAL_OK;
	value = csi_der_any(&values);
	if (!csi_der_done(&values))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a signed attribute did not have one value");
	/* Both versions of the ESS attribute may be there: v2 counts. */
	if (place->tag != 0 && !(place == &read->attribute_ess && is_v2 &&
				   read->ess == CSI_ESS_V1))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a signed attribute was there twice");
	*place = value;
	if (place == &read->attribute_ess)
		read->ess = is_v2 ? CSI_ESS_V2 : CSI_ESS_V1;
	return CSEAL_OK;
}

cseal_status
csi_cms_read_attributes(csi_cms_read *read, cseal_error **ret_error)
{
	struct csi_reader in = csi_der_inside(read->attributes);
	struct csi_der attribute;
	cseal_status st;

	for (size_t i = 0; !in.bad && csi_reader_left(&in) > 0; i++) {
		if (i == ATTRIBUTES_MOST)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "there were more than %d signed attributes",
			    ATTRIBUTES_MOST);
		attribute = csi_der_take(&in, CSI_DER_SEQUENCE);
		st = take_attribute(read, attribute, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	if (in.bad)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the signed attributes were not well formed");
	return CSEAL_OK;
}
