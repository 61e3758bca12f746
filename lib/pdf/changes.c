/* SPDX-License-Identifier: Apache-2.0 */
/* changes.c -- may the file have become what it is after a signature?
 *
 * Starts at the trailer, the catalogue and the changed pages, follows the few
 * paths on which a later signature, validation data or metadata may change
 * something, and marks the objects that are explained in this way.  A changed
 * object that is left over is forbidden. */
#include "pdf/changes-inside.h"

#include "error.h"
#include "pdf/same.h"
#include "pdf/signature.h"

#include <stdlib.h>
#include <string.h>

const char *
csi_pdf_changes_name(enum csi_pdf_changes changes)
{
	static const char *const names[] = { "none", "permitted", "unknown",
		"forbidden" };

	return names[changes];
}

void
csi_pdf_raise(struct csi_pdf_judge *judge, enum csi_pdf_changes changes)
{
	if (changes > judge->worst)
		judge->worst = changes;
}

cseal_status
csi_pdf_forbid(struct csi_pdf_judge *judge, const char *what, uint32_t number)
{
	csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
	if (number != 0)
		csi_reasons_add(
		    judge->reasons, "%s (object %u).", what, number);
	else
		csi_reasons_add(judge->reasons, "%s.", what);
	return CSEAL_OK;
}

/* ---- signature fields ------------------------------------------------ */

static cseal_status judge_page(struct csi_pdf_judge *judge, uint32_t number);

/* A new field may hold what a signature needs, and no action. */
static const char *const field_keys[] = { "Type", "Subtype", "FT", "T", "TU",
	"TM", "Ff", "V", "Lock", "SV", "Rect", "AP", "AS", "P", "F", "M", "NM",
	"MK", "BS", "Border", "DA", "Q", "DR", "StructParent", "Contents",
	"Kids", "Parent" };

static bool
is_field_key(struct csi_span key)
{
	for (size_t i = 0; i < sizeof(field_keys) / sizeof(field_keys[0]);
	     i++) {
		if (csi_span_is(key, field_keys[i]))
			return true;
	}
	return false;
}

/* The page that a field's widget says it is on. */
static cseal_status
judge_page_of(struct csi_pdf_judge *judge, const struct csi_pdf_value *item)
{
	const struct csi_pdf_value *field, *page;
	cseal_status st;

	st =
	    csi_pdf_resolve(judge->delta.after, item, &field, judge->ret_error);
	if (st != CSEAL_OK || field->type != CSI_PDF_DICT)
		return st;
	page = csi_pdf_find(field, "P");
	if (page == NULL || page->type != CSI_PDF_REFERENCE)
		return CSEAL_OK;
	return judge_page(judge, page->as.ref.number);
}

/* Certification with P = 1, and a lock on all fields, forbid what a further
 * approval signature does (ISO 32000-1, 12.8.2.2 and 12.7.4.5). */
static cseal_status
judge_signing(struct csi_pdf_judge *judge, const struct csi_pdf_value *field)
{
	const struct csi_pdf_value *value, *type;
	cseal_status st;

	st = csi_pdf_get(
	    judge->delta.after, field, "V", &value, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (value->type != CSI_PDF_DICT) {
		if (judge->docmdp == 1)
			return csi_pdf_forbid(judge,
			    "A field was added, but the certification allows "
			    "no changes",
			    0);
		return CSEAL_OK;
	}
	type = csi_pdf_find(value, "Type");
	if (type != NULL && csi_pdf_is_name(type, "DocTimeStamp"))
		return CSEAL_OK;
	if (judge->docmdp == 1)
		return csi_pdf_forbid(judge,
		    "A signature was added, but the certification allows no "
		    "changes",
		    0);
	return CSEAL_OK;
}

static cseal_status
judge_new_field(struct csi_pdf_judge *judge, const struct csi_pdf_value *item)
{
	const struct csi_pdf_value *field;
	uint32_t number;
	bool there;
	cseal_status st;

	if (item->type != CSI_PDF_REFERENCE)
		return csi_pdf_forbid(
		    judge, "A field was added that is no object", 0);
	number = item->as.ref.number;
	st = csi_pdf_was_there(&judge->delta, number, &there, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (there || !csi_numbers_has(&judge->fields_after, number))
		return csi_pdf_forbid(judge,
		    "A form field was added that is not a signature field",
		    number);
	st = csi_pdf_load_newest(
	    judge->delta.after, number, &field, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; i < field->as.dict.count; i++) {
		if (!is_field_key(field->as.dict.entries[i].key))
			return csi_pdf_forbid(judge,
			    "A signature field was added with more than a "
			    "signature in it",
			    number);
	}
	st = csi_pdf_explain_new(judge, item);
	return st == CSEAL_OK ? judge_signing(judge, field) : st;
}

static cseal_status
rule_fields(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	size_t old_count = old->type == CSI_PDF_ARRAY ? old->as.array.count : 0;
	bool same;
	cseal_status st = CSEAL_OK;

	if (new->type != CSI_PDF_ARRAY || new->as.array.count < old_count)
		return csi_pdf_forbid(judge, "Form fields were taken away", 0);
	for (size_t i = 0; i < old_count; i++) {
		st = csi_pdf_same(&old->as.array.items[i],
		    &new->as.array.items[i], &same, judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!same)
			return csi_pdf_forbid(
			    judge, "Form fields were exchanged", 0);
	}
	for (size_t i = old_count; st == CSEAL_OK && i < new->as.array.count;
	     i++)
		st = judge_new_field(judge, &new->as.array.items[i]);
	/* Pages last: by now all new widgets are known. */
	for (size_t i = old_count; st == CSEAL_OK && i < new->as.array.count;
	     i++)
		st = judge_page_of(judge, &new->as.array.items[i]);
	return st;
}

/* Default resources and appearance may come with the first form, not change
 * under fields that are there. */
static cseal_status
rule_form_default(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	bool same;
	cseal_status st;

	if (old->type == CSI_PDF_NULL && judge->fields_before.count == 0)
		return csi_pdf_explain_new(judge, new);
	st = csi_pdf_same(old, new, &same, judge->ret_error);
	if (st != CSEAL_OK || same)
		return st;
	return csi_pdf_forbid(
	    judge, "The defaults of the form were changed", 0);
}

static const struct csi_pdf_rule form_rules[] = {
	{ "Fields", rule_fields },
	{ "SigFlags", NULL },
	{ "DR", rule_form_default },
	{ "DA", rule_form_default },
};

static cseal_status
rule_form(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	if (new->type != CSI_PDF_DICT) {
		if (old->type == CSI_PDF_NULL && new->type == CSI_PDF_NULL)
			return CSEAL_OK;
		return csi_pdf_forbid(judge, "The form was taken away", 0);
	}
	if (old->type != CSI_PDF_DICT && old->type != CSI_PDF_NULL)
		return csi_pdf_forbid(judge, "The form was changed", 0);
	return csi_pdf_compare_dicts(judge, "The form", form_rules,
	    sizeof(form_rules) / sizeof(form_rules[0]),
	    old->type == CSI_PDF_DICT ? old : NULL, new);
}

/* What signing an empty field changes in it. */
static const struct csi_pdf_rule signing_rules[] = {
	{ "V", NULL },
	{ "AP", NULL },
	{ "AS", NULL },
	{ "M", NULL },
	{ "F", NULL },
	{ "SigFlags", NULL },
};

/* A signature field that was there: it may be signed now, once. */
static cseal_status
judge_old_field(struct csi_pdf_judge *judge, uint32_t number)
{
	const struct csi_pdf_value *old, *new;
	cseal_status st;

	if (csi_numbers_has(&judge->signed_before, number))
		return csi_pdf_forbid(judge,
		    "A signature field was changed after it was signed",
		    number);
	if (judge->lock_all)
		return csi_pdf_forbid(judge,
		    "A field was signed that an earlier signature locked",
		    number);
	st = csi_pdf_load_newest(
	    judge->delta.before, number, &old, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_load_newest(
	    judge->delta.after, number, &new, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (old->type != CSI_PDF_DICT || new->type != CSI_PDF_DICT)
		return csi_pdf_forbid(
		    judge, "A signature field was replaced", number);
	csi_numbers_add(&judge->explained, number);
	st = csi_pdf_compare_dicts(judge, "A signature field", signing_rules,
	    sizeof(signing_rules) / sizeof(signing_rules[0]), old, new);
	if (st == CSEAL_OK)
		st = judge_signing(judge, new);
	return st == CSEAL_OK ? judge_page_of(judge, new) : st;
}

/* ---- pages ----------------------------------------------------------- */

static cseal_status
rule_annots(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	size_t old_count = old->type == CSI_PDF_ARRAY ? old->as.array.count : 0;
	const struct csi_pdf_value *item;
	bool same;
	cseal_status st;

	if (old->type == CSI_PDF_NULL && new->type == CSI_PDF_NULL)
		return CSEAL_OK;
	if (new->type != CSI_PDF_ARRAY || new->as.array.count < old_count)
		return csi_pdf_forbid(
		    judge, "Annotations were taken from a page", 0);
	for (size_t i = 0; i < new->as.array.count; i++) {
		item = &new->as.array.items[i];
		if (i >= old_count) {
			if (item->type == CSI_PDF_REFERENCE &&
			    csi_numbers_has(
				&judge->explained, item->as.ref.number))
				continue;
			csi_pdf_forbid(judge, "An annotation was put on a page",
			    item->type == CSI_PDF_REFERENCE
				? item->as.ref.number
				: 0);
			continue;
		}
		st = csi_pdf_same(
		    &old->as.array.items[i], item, &same, judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!same)
			return csi_pdf_forbid(judge,
			    "The annotations of a page were exchanged", 0);
	}
	return CSEAL_OK;
}

static const struct csi_pdf_rule page_rules[] = {
	{ "Annots", rule_annots },
};

static cseal_status
judge_page(struct csi_pdf_judge *judge, uint32_t number)
{
	const struct csi_pdf_value *old, *new, *type;
	bool there;
	cseal_status st;

	st = csi_pdf_was_there(&judge->delta, number, &there, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!there)
		return csi_pdf_forbid(judge, "A page was added", number);
	st = csi_pdf_load_newest(
	    judge->delta.before, number, &old, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_load_newest(
	    judge->delta.after, number, &new, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	type = old->type == CSI_PDF_DICT ? csi_pdf_find(old, "Type") : NULL;
	if (type == NULL || !csi_pdf_is_name(type, "Page") ||
	    new->type != CSI_PDF_DICT)
		return csi_pdf_forbid(judge, "A page was replaced", number);
	csi_numbers_add(&judge->explained, number);
	return csi_pdf_compare_dicts(judge, "A page", page_rules,
	    sizeof(page_rules) / sizeof(page_rules[0]), old, new);
}

/* ---- catalogue and trailer ------------------------------------------ */

/* Metadata is shown by no page; it must be a stream of its own that says what
 * it is, in both revisions, so that it cannot double as page content. */
static cseal_status
rule_metadata(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	const struct csi_pdf_value *values[] = { old, new };
	const struct csi_pdf_value *type;

	for (size_t i = 0; i < 2; i++) {
		if (values[i]->type == CSI_PDF_NULL)
			continue;
		type = values[i]->type == CSI_PDF_STREAM
			   ? csi_pdf_find(values[i], "Type")
			   : NULL;
		if (type == NULL || !csi_pdf_is_name(type, "Metadata"))
			return csi_pdf_forbid(
			    judge, "The metadata are no metadata", 0);
	}
	return CSEAL_OK;
}

static const struct csi_pdf_rule catalog_rules[] = {
	{ "AcroForm", rule_form },
	{ "DSS", NULL },
	{ "Extensions", NULL },
	{ "Version", NULL },
	{ "Metadata", rule_metadata },
};

static cseal_status
rule_catalog(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	if (old->type != CSI_PDF_DICT || new->type != CSI_PDF_DICT)
		return csi_pdf_forbid(judge, "The catalogue was replaced", 0);
	return csi_pdf_compare_dicts(judge, "The catalogue", catalog_rules,
	    sizeof(catalog_rules) / sizeof(catalog_rules[0]), old, new);
}

/* Document information is shown by no page. */
static cseal_status
rule_info(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	if ((old->type != CSI_PDF_DICT && old->type != CSI_PDF_NULL) ||
	    (new->type != CSI_PDF_DICT &&new->type != CSI_PDF_NULL))
		return csi_pdf_forbid(
		    judge, "The document information was replaced", 0);
	return csi_pdf_explain_new(judge, new);
}

static const struct csi_pdf_rule trailer_rules[] = {
	{ "Root", rule_catalog },
	{ "Info", rule_info },
};

/* Of the trailer only /Root, /Info and /Encrypt mean anything to a reader of
 * the whole. */
static cseal_status
judge_trailer(struct csi_pdf_judge *judge)
{
	const struct csi_pdf_value *old = csi_pdf_trailer(judge->delta.before);
	const struct csi_pdf_value *new = csi_pdf_trailer(judge->delta.after);
	static const char *const keys[] = { "Root", "Info" };
	const struct csi_pdf_value *a, *b;
	bool same;
	cseal_status st;

	for (size_t i = 0; i < 2; i++) {
		a = csi_pdf_find(old, keys[i]);
		b = csi_pdf_find(new, keys[i]);
		if (a != NULL && b != NULL) {
			st = csi_pdf_same(a, b, &same, judge->ret_error);
			if (st != CSEAL_OK)
				return st;
			if (!same)
				csi_pdf_forbid(judge,
				    i == 0 ? "The catalogue was exchanged"
					   : "The document information was "
					     "exchanged",
				    0);
		}
		if (a == NULL && b == NULL)
			continue;
		st = csi_pdf_apply(judge, &trailer_rules[i], a, b);
		if (st != CSEAL_OK)
			return st;
	}
	if ((csi_pdf_find(old, "Encrypt") == NULL) !=
	    (csi_pdf_find(new, "Encrypt") == NULL))
		return csi_pdf_forbid(judge, "The encryption was changed", 0);
	return CSEAL_OK;
}

/* ---- what is left over ----------------------------------------------- */

static bool
is_page(const struct csi_pdf_value *value)
{
	const struct csi_pdf_value *type =
	    value->type == CSI_PDF_DICT ? csi_pdf_find(value, "Type") : NULL;

	return type != NULL && csi_pdf_is_name(type, "Page");
}

static cseal_status
judge_left_over(struct csi_pdf_judge *judge, uint32_t number)
{
	const struct csi_pdf_value *old;
	bool there, same;
	cseal_status st;

	if (csi_numbers_has(&judge->explained, number))
		return CSEAL_OK;
	st = csi_pdf_was_there(&judge->delta, number, &there, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!there) {
		/* Whatever leads to a new object is a changed object, and
		 * those are all looked at: what nothing leads to shows
		 * nothing. */
		if (!csi_numbers_has(&judge->delta.dangling, number))
			return CSEAL_OK;
		return csi_pdf_forbid(judge,
		    "Something was added that the signed content refers to",
		    number);
	}
	st = csi_pdf_is_same(&judge->delta, number, &same, judge->ret_error);
	if (st != CSEAL_OK || same)
		return st;
	if (csi_numbers_has(&judge->fields_before, number))
		return judge_old_field(judge, number);
	st = csi_pdf_load_newest(
	    judge->delta.before, number, &old, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (is_page(old))
		return judge_page(judge, number);
	return csi_pdf_forbid(judge, "Signed content was replaced", number);
}

static cseal_status
list_fields(csi_pdf_reader *reader, struct csi_numbers *fields,
    struct csi_numbers *signed_fields, cseal_error **ret_error)
{
	struct csi_pdf_signature *list;
	size_t count;
	cseal_status st;

	st = csi_pdf_signatures(reader, &list, &count, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; i < count; i++) {
		csi_numbers_add(fields, list[i].field_ref.number);
		if (signed_fields != NULL && list[i].value != NULL)
			csi_numbers_add(
			    signed_fields, list[i].field_ref.number);
	}
	csi_pdf_signatures_free(list, count);
	if (fields->failed || (signed_fields != NULL && signed_fields->failed))
		return csi_fail_memory(ret_error);
	return CSEAL_OK;
}

static cseal_status
run(struct csi_pdf_judge *judge, const struct csi_pdf_value *value)
{
	cseal_status st;

	st = list_fields(judge->delta.before, &judge->fields_before,
	    &judge->signed_before, judge->ret_error);
	if (st == CSEAL_OK)
		st = list_fields(judge->delta.after, &judge->fields_after, NULL,
		    judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_read_docmdp(judge);
	if (st == CSEAL_OK)
		st = csi_pdf_read_lock(judge, value);
	if (st == CSEAL_OK)
		st = judge_trailer(judge);
	for (size_t i = 0; st == CSEAL_OK && i < judge->delta.changed_count;
	     i++)
		st = judge_left_over(judge, judge->delta.changed[i]);
	if (st == CSEAL_OK &&
	    (judge->explained.failed || judge->reasons->failed))
		st = csi_fail_memory(judge->ret_error);
	return st;
}

cseal_status
csi_pdf_judge_changes(csi_pdf_reader *before, csi_pdf_reader *after,
    const struct csi_pdf_value *value, enum csi_pdf_changes *ret_changes,
    struct csi_reasons *reasons, cseal_error **ret_error)
{
	struct csi_pdf_judge judge = { .reasons = reasons,
		.ret_error = ret_error };
	cseal_error *cause = NULL;
	cseal_status st;

	st = csi_pdf_delta_init(&judge.delta, before, after, &cause);
	if (st == CSEAL_REFUSED_FORBIDDEN) {
		csi_reasons_add(reasons, "The file was rebuilt: %s.",
		    cseal_error_note(cause, 0));
		cseal_error_free(cause);
		*ret_changes = CSI_PDF_CHANGES_FORBIDDEN;
		return CSEAL_OK;
	}
	if (st != CSEAL_OK) {
		if (ret_error != NULL)
			*ret_error = cause;
		else
			cseal_error_free(cause);
		return st;
	}
	judge.worst = judge.delta.changed_count > 0 ? CSI_PDF_CHANGES_PERMITTED
						    : CSI_PDF_CHANGES_NONE;
	st = run(&judge, value);
	if (st == CSEAL_OK)
		*ret_changes = judge.worst;
	csi_pdf_delta_clear(&judge.delta);
	csi_numbers_free(&judge.explained);
	csi_numbers_free(&judge.fields_before);
	csi_numbers_free(&judge.fields_after);
	csi_numbers_free(&judge.signed_before);
	return st;
}
