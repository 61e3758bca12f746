/* SPDX-License-Identifier: Apache-2.0 */
/* statement.c -- collects what issuers said. */
#include "cms/statement.h"
#include "cms/oid.h"
#include "cms/read.h"

#include <stdlib.h>
#include <string.h>

void
csi_statements_add(struct csi_statements *statements, struct csi_span der,
    bool is_list, uint64_t at)
{
	struct csi_statement *one;

	if (statements->failed || statements->count == CSI_STATEMENTS_MOST)
		return;
	if (statements->all == NULL)
		statements->all =
		    calloc(CSI_STATEMENTS_MOST, sizeof(*statements->all));
	if (statements->all == NULL) {
		statements->failed = true;
		return;
	}
	one = &statements->all[statements->count++];
	one->der = der;
	one->is_list = is_list;
	one->at = at;
}

void
csi_statements_clear(struct csi_statements *statements)
{
	free(statements->all);
	memset(statements, 0, sizeof(*statements));
}

static void
add_each(struct csi_statements *statements, struct csi_der list, bool is_list,
    uint64_t at)
{
	struct csi_reader in = csi_der_inside(list);

	while (!in.bad && csi_reader_left(&in) > 0) {
		struct csi_der one = csi_der_take(&in, CSI_DER_SEQUENCE);

		if (!in.bad)
			csi_statements_add(statements, one.whole, is_list, at);
	}
}

/* RevocationInfoChoices ::= SET OF CHOICE { CertificateList,
 * other [1] SEQUENCE { OID, ANY } } */
static void
add_choices(
    struct csi_statements *statements, struct csi_der choices, uint64_t at)
{
	struct csi_reader in = csi_der_inside(choices), other;
	struct csi_span oid;
	struct csi_der one;

	while (!in.bad && csi_reader_left(&in) > 0) {
		one = csi_der_any(&in);
		if (one.tag == CSI_DER_SEQUENCE)
			csi_statements_add(statements, one.whole, true, at);
		if (one.tag != CSI_DER_CONTEXT(1))
			continue;
		other = csi_der_inside(one);
		oid = csi_der_take(&other, CSI_DER_OID).body;
		one = csi_der_take(&other, CSI_DER_SEQUENCE);
		if (csi_der_done(&other) &&
		    csi_span_equal(oid, csi_oid_ocsp_in_cms))
			csi_statements_add(statements, one.whole, false, at);
	}
}

/* RevocationInfoArchival ::= SEQUENCE { crl [0] EXPLICIT SEQUENCE OF,
 * ocsp [1] EXPLICIT SEQUENCE OF, otherRevInfo [2] } */
static void
add_archival(
    struct csi_statements *statements, struct csi_der archival, uint64_t at)
{
	struct csi_reader in = csi_der_inside(archival), inside;
	struct csi_der field, list;

	while (!in.bad && csi_reader_left(&in) > 0) {
		field = csi_der_any(&in);
		if (field.tag != CSI_DER_CONTEXT(0) &&
		    field.tag != CSI_DER_CONTEXT(1))
			continue;
		inside = csi_der_inside(field);
		list = csi_der_take(&inside, CSI_DER_SEQUENCE);
		if (csi_der_done(&inside))
			add_each(statements, list,
			    field.tag == CSI_DER_CONTEXT(0), at);
	}
}

void
csi_statements_add_from(
    struct csi_statements *statements, const csi_cms_read *read, uint64_t at)
{
	if (read->revocations.tag != 0)
		add_choices(statements, read->revocations, at);
	if (read->attribute_revocations.tag == CSI_DER_SEQUENCE)
		add_archival(statements, read->attribute_revocations, at);
}
