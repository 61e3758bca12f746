/* SPDX-License-Identifier: Apache-2.0 */
/* validation-data.c -- changes of the document security store (ISO 32000-2,
 * 12.8.4.3): certificates, answers and lists, which no page shows. */
#include "pdf/changes-inside.h"

static bool
is_one_of(struct csi_span key, const char *const *names)
{
	while (*names != NULL && !csi_span_is(key, *names))
		names++;
	return *names != NULL;
}

static const struct csi_pdf_value *
dict_or_null(const struct csi_pdf_value *value)
{
	return value->type == CSI_PDF_DICT ? value : NULL;
}

static cseal_status
check_streams(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *value)
{
	const struct csi_pdf_value *array, *item;
	cseal_status st = csi_pdf_explain_holder(judge, old, value);

	if (st == CSEAL_OK)
		st = csi_pdf_resolve(
		    judge->delta.after, value, &array, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (array->type != CSI_PDF_ARRAY)
		return csi_pdf_forbid(
		    judge, "The validation data are malformed", 0);
	for (size_t i = 0; st == CSEAL_OK && i < array->as.array.count; i++) {
		st = csi_pdf_resolve(judge->delta.after,
		    &array->as.array.items[i], &item, judge->ret_error);
		if (st == CSEAL_OK && item->type != CSI_PDF_STREAM)
			return csi_pdf_forbid(
			    judge, "The validation data are malformed", 0);
	}
	return st == CSEAL_OK ? csi_pdf_explain_new(judge, array) : st;
}

static cseal_status
check_lists(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *dict, const char *const *lists,
    const char *const *others)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < dict->as.dict.count; i++) {
		const struct csi_pdf_entry *entry = &dict->as.dict.entries[i];

		if (is_one_of(entry->key, lists))
			st = check_streams(judge,
			    csi_pdf_find_span(old, entry->key), &entry->value);
		else if (!is_one_of(entry->key, others))
			return csi_pdf_forbid(judge,
			    "The validation data hold something else", 0);
	}
	return st;
}

/* Of one signature each. */
static cseal_status
check_vri(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *value)
{
	static const char *const lists[] = { "Cert", "CRL", "OCSP", NULL };
	static const char *const others[] = { "Type", "TU", "TS", NULL };
	const struct csi_pdf_value *vri, *one, *old_vri, *old_one;
	cseal_status st = csi_pdf_explain_holder(judge, old, value);

	if (st == CSEAL_OK)
		st = csi_pdf_resolve(
		    judge->delta.after, value, &vri, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_resolve(
		    judge->delta.before, old, &old_vri, judge->ret_error);
	if (st != CSEAL_OK || vri->type != CSI_PDF_DICT)
		return st;
	for (size_t i = 0; st == CSEAL_OK && i < vri->as.dict.count; i++) {
		const struct csi_pdf_value *item =
		    &vri->as.dict.entries[i].value;

		if (csi_span_is(vri->as.dict.entries[i].key, "Type"))
			continue;
		old_one = dict_or_null(old_vri) == NULL
			      ? NULL
			      : csi_pdf_find_span(
				    old_vri, vri->as.dict.entries[i].key);
		st = csi_pdf_explain_holder(judge, old_one, item);
		if (st == CSEAL_OK)
			st = csi_pdf_resolve(
			    judge->delta.after, item, &one, judge->ret_error);
		if (st == CSEAL_OK)
			st = csi_pdf_resolve(judge->delta.before, old_one,
			    &old_one, judge->ret_error);
		if (st == CSEAL_OK && one->type != CSI_PDF_DICT)
			return csi_pdf_forbid(
			    judge, "The validation data are malformed", 0);
		if (st == CSEAL_OK)
			st = check_lists(
			    judge, dict_or_null(old_one), one, lists, others);
		if (st == CSEAL_OK)
			st =
			    csi_pdf_explain_new(judge, csi_pdf_find(one, "TS"));
	}
	return st;
}

cseal_status
csi_pdf_rule_dss(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	static const char *const lists[] = { "Certs", "CRLs", "OCSPs", NULL };
	static const char *const others[] = { "Type", "VRI", NULL };
	const struct csi_pdf_value *vri;
	cseal_status st;

	if (old->type == CSI_PDF_NULL && new->type == CSI_PDF_NULL)
		return CSEAL_OK;
	if (new->type != CSI_PDF_DICT)
		return csi_pdf_forbid(
		    judge, "The validation data were taken away", 0);
	st = check_lists(judge, dict_or_null(old), new, lists, others);
	vri = csi_pdf_find(new, "VRI");
	if (st != CSEAL_OK || vri == NULL)
		return st;
	return check_vri(judge, csi_pdf_find(old, "VRI"), vri);
}
