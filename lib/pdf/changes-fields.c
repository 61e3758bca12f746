/* SPDX-License-Identifier: Apache-2.0 */
/* changes-fields.c -- changes of the form and of its signature fields. */
#include "pdf/changes-inside.h"

#include "error.h"
#include "pdf/field.h"
#include "pdf/same.h"

#include <string.h>

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

/* The signature of a field must come with it: one that was there is that of
 * another field, and what it signed is not what this one shows. */
static cseal_status
check_value(struct csi_pdf_judge *judge, const struct csi_pdf_value *field,
    uint32_t number)
{
	const struct csi_pdf_value *entry = csi_pdf_find(field, "V");
	bool there = false;
	cseal_status st;

	if (entry == NULL || entry->type != CSI_PDF_REFERENCE)
		return CSEAL_OK;
	st = csi_pdf_was_there(
	    &judge->delta, entry->as.ref.number, &there, judge->ret_error);
	if (st != CSEAL_OK || !there)
		return st;
	return csi_pdf_forbid(judge,
	    "A field was added that shows the signature of another field",
	    number);
}

/* It, or one of its widgets. */
static cseal_status
field_shows(struct csi_pdf_judge *judge, const struct csi_pdf_value *field,
    uint32_t number, bool *ret_shows)
{
	bool is_new = csi_pdf_roster_find(&judge->before, number) == NULL;
	const struct csi_pdf_value *kids, *kid;
	cseal_status st =
	    csi_pdf_shows_something(judge, field, is_new, ret_shows);

	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, field, "Kids", &kids, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0;
	     st == CSEAL_OK && !*ret_shows && kids->type == CSI_PDF_ARRAY &&
	     i < kids->as.array.count;
	     i++) {
		st = csi_pdf_resolve(judge->delta.after,
		    &kids->as.array.items[i], &kid, judge->ret_error);
		if (st == CSEAL_OK)
			st = csi_pdf_shows_something(
			    judge, kid, is_new, ret_shows);
	}
	return st;
}

/* What looks like a seal is one, or forbidden. */
static cseal_status
check_seal(struct csi_pdf_judge *judge, const struct csi_pdf_value *field,
    uint32_t number)
{
	bool shows;
	cseal_status st = field_shows(judge, field, number, &shows);

	if (st != CSEAL_OK || !shows)
		return st;
	return csi_pdf_forbid(
	    judge, "A field shows a seal, but nobody signed it", number);
}

/* Certification with P = 1, and a lock, forbid what a further approval
 * signature does (ISO 32000-1, 12.8.2.2 and 12.7.4.5); of a time-stamp only
 * what is seen of it. */
static cseal_status
judge_signing(struct csi_pdf_judge *judge, const struct csi_pdf_known *known,
    const struct csi_pdf_value *field)
{
	const struct csi_pdf_value *value, *type;
	bool is_stamp, shows = false;
	cseal_status st;

	st = check_value(judge, field, known->number);
	if (st == CSEAL_OK)
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
		return check_seal(judge, field, known->number);
	}
	type = csi_pdf_find(value, "Type");
	is_stamp = type != NULL && csi_pdf_is_name(type, "DocTimeStamp");
	if (is_stamp && judge->docmdp == 1)
		st = field_shows(judge, field, known->number, &shows);
	if (st != CSEAL_OK || (is_stamp && !shows))
		return st;
	if (judge->docmdp == 1)
		return csi_pdf_forbid(judge,
		    "A signature was added, but the certification allows no "
		    "changes",
		    0);
	if (csi_pdf_is_locked(judge, known->name))
		return csi_pdf_forbid(judge,
		    "A field was signed that an earlier signature locked",
		    known->number);
	return CSEAL_OK;
}

static bool
has_name(const struct csi_pdf_roster *roster, const char *name)
{
	for (size_t i = 0; i < roster->count; i++) {
		if (strcmp(roster->at[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Its full name is what both ways give: down from the form, and up. */
static bool
is_in_group(
    const struct csi_pdf_judge *judge, const struct csi_pdf_value *field)
{
	const struct csi_pdf_value *parent = csi_pdf_find(field, "Parent");

	if (judge->group == 0)
		return parent == NULL || parent->type == CSI_PDF_NULL;
	return parent != NULL && parent->type == CSI_PDF_REFERENCE &&
	       parent->as.ref.number == judge->group;
}

static cseal_status
judge_new_field(struct csi_pdf_judge *judge, const struct csi_pdf_value *item)
{
	const struct csi_pdf_known *known;
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
	known = csi_pdf_roster_find(&judge->after, number);
	if (there || known == NULL || !known->is_signature || known->has_fields)
		return csi_pdf_forbid(judge,
		    "A form field was added that is not a signature field",
		    number);
	if (has_name(&judge->before, known->name))
		return csi_pdf_forbid(judge,
		    "A field was added that has the name of another", number);
	st = csi_pdf_load_newest(
	    judge->delta.after, number, &field, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!is_in_group(judge, field))
		return csi_pdf_forbid(judge,
		    "A field was added that does not name its group", number);
	for (size_t i = 0; i < field->as.dict.count; i++) {
		if (!is_field_key(field->as.dict.entries[i].key))
			return csi_pdf_forbid(judge,
			    "A signature field was added with more than a "
			    "signature in it",
			    number);
	}
	st = csi_pdf_explain_new(judge, item);
	return st == CSEAL_OK ? judge_signing(judge, known, field) : st;
}

/* ---- new ones, and groups of them ------------------------------------- */

/* A new group of fields: a name, its kids, and the group above. */
static bool
is_new_group(const struct csi_pdf_judge *judge,
    const struct csi_pdf_value *item, bool there)
{
	const struct csi_pdf_known *known =
	    item->type == CSI_PDF_REFERENCE
		? csi_pdf_roster_find(&judge->after, item->as.ref.number)
		: NULL;

	return !there && known != NULL && known->has_fields;
}

static cseal_status
judge_new_group(struct csi_pdf_judge *judge, uint32_t number,
    const struct csi_pdf_value *group)
{
	static const char *const keys[] = { "T", "Kids", "Parent" };
	const struct csi_pdf_known *known =
	    csi_pdf_roster_find(&judge->after, number);

	csi_numbers_add(&judge->explained, number);
	if (has_name(&judge->before, known->name))
		return csi_pdf_forbid(judge,
		    "A field was added that has the name of another", number);
	if (!is_in_group(judge, group))
		return csi_pdf_forbid(judge,
		    "A field was added that does not name its group", number);
	for (size_t i = 0; i < group->as.dict.count; i++) {
		bool is_known = false;

		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			is_known |=
			    csi_span_is(group->as.dict.entries[i].key, keys[k]);
		if (!is_known)
			return csi_pdf_forbid(judge,
			    "A group of fields was added with more than fields "
			    "in it",
			    number);
	}
	return CSEAL_OK;
}

/* One step: *ret_kids are those of a new group, else null. */
static cseal_status
judge_new(struct csi_pdf_judge *judge, const struct csi_pdf_value *item,
    const struct csi_pdf_value **ret_kids)
{
	const struct csi_pdf_value *group;
	bool there = true;
	cseal_status st = CSEAL_OK;

	*ret_kids = NULL;
	if (item->type == CSI_PDF_REFERENCE)
		st = csi_pdf_was_there(&judge->delta, item->as.ref.number,
		    &there, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!is_new_group(judge, item, there)) {
		st = judge_new_field(judge, item);
		return st == CSEAL_OK ? csi_pdf_page_is_due(judge, item) : st;
	}
	st = csi_pdf_load_newest(
	    judge->delta.after, item->as.ref.number, &group, judge->ret_error);
	if (st == CSEAL_OK)
		st = judge_new_group(judge, item->as.ref.number, group);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, group, "Kids", ret_kids,
		    judge->ret_error);
	if (st == CSEAL_OK && (*ret_kids)->type != CSI_PDF_ARRAY)
		*ret_kids = NULL;
	return st;
}

/* Those of an array from `from` on, and what is in groups among them: the
 * roster found that those are no deeper than forms are, and how many. */
static cseal_status
judge_all_new(struct csi_pdf_judge *judge, const struct csi_pdf_value *fields,
    size_t from)
{
	struct {
		const struct csi_pdf_value *fields;
		size_t next;
		uint32_t group;
	} levels[CSI_PDF_FIELD_DEPTH_MOST] = { { fields, from, judge->group } };
	size_t depth = 1;
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK && depth > 0) {
		const struct csi_pdf_value *item, *kids, *all;

		all = levels[depth - 1].fields;
		if (levels[depth - 1].next >= all->as.array.count) {
			depth--;
			continue;
		}
		item = &all->as.array.items[levels[depth - 1].next++];
		judge->group = levels[depth - 1].group;
		st = judge_new(judge, item, &kids);
		if (st != CSEAL_OK || kids == NULL)
			continue;
		if (depth == CSI_PDF_FIELD_DEPTH_MOST)
			return cseal_fail(judge->ret_error, CSEAL_REFUSED_LIMIT,
			    "the form was more than %d fields deep",
			    CSI_PDF_FIELD_DEPTH_MOST);
		levels[depth].fields = kids;
		levels[depth].next = 0;
		levels[depth++].group = item->as.ref.number;
	}
	judge->group = levels[0].group;
	return st;
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
	return judge_all_new(judge, new, old_count);
}

/* Default resources and appearance may come with the first form, not change
 * under fields that are there. */
static cseal_status
rule_form_default(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	bool same;
	cseal_status st;

	if (old->type == CSI_PDF_NULL && judge->before.count == 0)
		return csi_pdf_explain_new(judge, new);
	st = csi_pdf_same(old, new, &same, judge->ret_error);
	if (st != CSEAL_OK || same)
		return st;
	return csi_pdf_forbid(
	    judge, "The defaults of the form were changed", 0);
}

/* Resources of one kind: more may come, none may become another. */
static cseal_status
check_kind(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	const struct csi_pdf_value *a, *b;
	bool same;
	cseal_status st;

	st = csi_pdf_resolve(judge->delta.before, old, &a, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_resolve(
		    judge->delta.after, new, &b, judge->ret_error);
	if (st != CSEAL_OK || a->type != CSI_PDF_DICT ||
	    b->type != CSI_PDF_DICT)
		return st != CSEAL_OK ? st : rule_form_default(judge, old, new);
	for (size_t i = 0; i < a->as.dict.count; i++) {
		const struct csi_pdf_value *have =
		    csi_pdf_find_span(b, a->as.dict.entries[i].key);

		same = false;
		if (have != NULL)
			st = csi_pdf_same(&a->as.dict.entries[i].value, have,
			    &same, judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!same)
			return csi_pdf_forbid(
			    judge, "The defaults of the form were changed", 0);
	}
	st = csi_pdf_explain_holder(judge, old, new);
	return st == CSEAL_OK ? csi_pdf_explain_new(judge, b) : st;
}

static cseal_status
rule_resources(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	cseal_status st;

	if (old->type != CSI_PDF_DICT || new->type != CSI_PDF_DICT)
		return old->type == CSI_PDF_NULL
			   ? csi_pdf_explain_new(judge, new)
			   : rule_form_default(judge, old, new);
	for (size_t i = 0; i < old->as.dict.count; i++) {
		const struct csi_pdf_entry *entry = &old->as.dict.entries[i];
		const struct csi_pdf_value *have =
		    csi_pdf_find_span(new, entry->key);

		if (have == NULL)
			return csi_pdf_forbid(
			    judge, "The defaults of the form were changed", 0);
		st = check_kind(judge, &entry->value, have);
		if (st != CSEAL_OK)
			return st;
	}
	return csi_pdf_explain_new(judge, new);
}

static const struct csi_pdf_rule form_rules[] = {
	{ "Fields", rule_fields, NULL },
	{ "SigFlags", NULL, NULL },
	{ "NeedAppearances", NULL, NULL },
	{ "DR", rule_resources, NULL },
	{ "DA", rule_form_default, NULL },
	{ "Q", rule_form_default, NULL },
	{ "XFA", NULL, "The form's other description was changed" },
	{ "CO", NULL, "What the form calculates was changed" },
};

cseal_status
csi_pdf_rule_form(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
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

/* ---- groups that were there ------------------------------------------- */

/* Fields may be added to it as to the form. */
static const struct csi_pdf_rule group_rules[] = {
	{ "Kids", rule_fields, NULL },
};

cseal_status
csi_pdf_judge_group(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	const struct csi_pdf_value *old, *new;
	char what[CSI_PDF_WHERE_MOST];
	cseal_status st;

	st = csi_pdf_load_both(
	    &judge->delta, known->number, &old, &new, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_numbers_add(&judge->explained, known->number);
	csi_pdf_say_field(judge, "The group of fields", known, what);
	if (old->type != CSI_PDF_DICT || new->type != CSI_PDF_DICT)
		return csi_pdf_forbid(
		    judge, "A group of fields was replaced", known->number);
	judge->group = known->number;
	st = csi_pdf_compare_dicts(judge, what, group_rules,
	    sizeof(group_rules) / sizeof(group_rules[0]), old, new);
	judge->group = 0;
	return st;
}

/* ---- signature fields that were there -------------------------------- */

/* What signing an empty field changes in it. */
static const struct csi_pdf_rule signing_rules[] = {
	{ "V", NULL, NULL },
	{ "AP", NULL, NULL },
	{ "AS", NULL, NULL },
	{ "M", NULL, NULL },
	{ "F", NULL, NULL },
	{ "Ff", NULL, NULL },
	{ "SigFlags", NULL, NULL },
};

/* Which entry of a signed field differs, in words. */
static const char *
difference(const struct csi_pdf_value *old, const struct csi_pdf_value *new)
{
	static const struct {
		const char *key, *how;
	} known[] = {
		{ "V", "its signature was exchanged" },
		{ "Rect", "the seal was moved" },
		{ "P", "the seal was moved to another page" },
		{ "AP", "the seal was painted anew" },
		{ "F", "the seal was hidden or shown" },
		{ "MK", "the seal was painted anew" },
		{ "T", "its name was exchanged" },
	};
	bool same;

	if (old->type != CSI_PDF_DICT || new->type != CSI_PDF_DICT)
		return "it was replaced";
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const struct csi_pdf_value *a = csi_pdf_find(old, known[i].key);
		const struct csi_pdf_value *b = csi_pdf_find(new, known[i].key);

		if (a == NULL && b == NULL)
			continue;
		if (a == NULL || b == NULL ||
		    csi_pdf_same(a, b, &same, NULL) != CSEAL_OK || !same)
			return known[i].how;
	}
	return "something in it was exchanged";
}

cseal_status
csi_pdf_judge_signature_field(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	const struct csi_pdf_value *old, *new;
	char what[CSI_PDF_WHERE_MOST];
	cseal_status st;

	st = csi_pdf_load_both(
	    &judge->delta, known->number, &old, &new, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_numbers_add(&judge->explained, known->number);
	csi_pdf_say_field(judge, "The signature field", known, what);
	if (known->is_signed) {
		csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
		csi_reasons_add(judge->reasons,
		    "%s was changed after it was signed: %s.", what,
		    difference(old, new));
		return CSEAL_OK;
	}
	if (old->type != CSI_PDF_DICT || new->type != CSI_PDF_DICT)
		return csi_pdf_forbid(
		    judge, "A signature field was replaced", known->number);
	st = csi_pdf_compare_dicts(judge, what, signing_rules,
	    sizeof(signing_rules) / sizeof(signing_rules[0]), old, new);
	if (st == CSEAL_OK)
		st = judge_signing(judge, known, new);
	return st == CSEAL_OK ? csi_pdf_page_is_due(judge, new) : st;
}
