/* SPDX-License-Identifier: Apache-2.0 */
/* filling.c -- a form field that was filled in after a signature.
 *
 * A field paints inside its rectangle only, and that was signed: so the
 * rectangle, and whether the field is seen at all, must stay.  What it paints
 * must be new, or its own: nothing that lay ready in the document. */
#include "pdf/changes-inside.h"

#include "pdf/same.h"

#include <string.h>

/* Bits of /F that say whether it is seen (Table 165). */
#define SEEN_FLAGS (1 | 2 | 32 | 256)

static cseal_status
forbid_what(struct csi_pdf_judge *judge, const char *how)
{
	csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
	csi_reasons_add(judge->reasons, "%s %s.", judge->what, how);
	return CSEAL_OK;
}

static cseal_status
rule_place(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	bool same;
	cseal_status st = csi_pdf_same(old, new, &same, judge->ret_error);

	if (st != CSEAL_OK || same)
		return st;
	return forbid_what(judge, "was moved");
}

static int64_t
flags_of(const struct csi_pdf_value *value)
{
	int64_t flags = 0;

	csi_pdf_as_integer(value, 0, INT32_MAX, &flags);
	return flags;
}

static cseal_status
rule_flags(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	if (((flags_of(old) ^ flags_of(new)) & SEEN_FLAGS) == 0)
		return CSEAL_OK;
	return forbid_what(judge, "was hidden or shown");
}

/* What is shown now was there before, and shown by something else. */
static cseal_status
check_picture(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	bool there;
	cseal_status st;

	if (new == NULL || new->type != CSI_PDF_REFERENCE)
		return csi_pdf_explain_new(judge, new);
	if (old != NULL && old->type == CSI_PDF_REFERENCE &&
	    csi_pdf_same_ref(old->as.ref, new->as.ref))
		return csi_pdf_accept_appearance(judge, new->as.ref.number);
	st = csi_pdf_was_there(
	    &judge->delta, new->as.ref.number, &there, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (there)
		return forbid_what(
		    judge, "shows something that lay hidden in the document");
	return csi_pdf_explain_new(judge, new);
}

static cseal_status
rule_appearance(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	static const char *const keys[] = { "N", "R", "D" };
	cseal_status st = CSEAL_OK;

	if (new->type == CSI_PDF_NULL)
		return CSEAL_OK;
	if (new->type != CSI_PDF_DICT)
		return forbid_what(judge, "has no proper appearance any more");
	for (size_t i = 0; st == CSEAL_OK && i < 3; i++)
		st = check_picture(judge,
		    old->type == CSI_PDF_DICT ? csi_pdf_find(old, keys[i])
					      : NULL,
		    csi_pdf_find(new, keys[i]));
	return st;
}

static cseal_status
rule_value(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	(void)old;
	if (new->type == CSI_PDF_DICT)
		return forbid_what(judge, "was given a value of another kind");
	return csi_pdf_explain_new(judge, new);
}

static cseal_status
rule_colors(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	bool same;
	cseal_status st = csi_pdf_same_looks(judge, old, new, &same);

	if (st != CSEAL_OK || same)
		return st;
	return forbid_what(judge, "was changed: its /MK");
}

static cseal_status
rule_letters(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	return csi_pdf_same_letters(old, new)
		   ? CSEAL_OK
		   : forbid_what(judge, "was changed: its /DA");
}

static const struct csi_pdf_rule filling_rules[] = {
	{ "V", rule_value, NULL },
	{ "RV", NULL, NULL },
	{ "I", NULL, NULL },
	{ "AS", NULL, NULL },
	{ "AP", rule_appearance, NULL },
	{ "M", NULL, NULL },
	{ "BS", NULL, NULL }, /* a border has its color elsewhere */
	{ "Ff", NULL, NULL },
	{ "DA", rule_letters, NULL },
	{ "F", rule_flags, NULL },
	{ "MK", rule_colors, NULL },
	{ "TI", NULL, NULL }, /* how far a list is scrolled */
	{ "Rect", rule_place, NULL },
};

/* Of the field itself, or of the one whose widget it is. */
static cseal_status
is_value_same(struct csi_pdf_judge *judge, const struct csi_pdf_known *known,
    const char *key, bool *ret_same)
{
	const struct csi_pdf_value *old, *new, *a, *b;
	cseal_status st;

	st = csi_pdf_load_both(
	    &judge->delta, known->owner, &old, &new, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.before, old, key, &a, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, new, key, &b, judge->ret_error);
	return st == CSEAL_OK ? csi_pdf_same(a, b, ret_same, judge->ret_error)
			      : st;
}

/* Painted anew in the same object, by a program that fills in place: it must
 * serve for nothing else. */
cseal_status
csi_pdf_accept_appearance(struct csi_pdf_judge *judge, uint32_t number)
{
	const struct csi_pdf_value *new;
	cseal_status st;

	if (!csi_numbers_has(&judge->delta.is_changed, number) ||
	    csi_numbers_has(&judge->delta.shared, number))
		return CSEAL_OK;
	st = csi_pdf_load_newest(
	    judge->delta.after, number, &new, judge->ret_error);
	if (st != CSEAL_OK || new->type != CSI_PDF_STREAM)
		return st;
	csi_numbers_add(&judge->explained, number);
	return csi_pdf_explain_new(judge, new);
}

/* The widgets of a field that got a value may be painted anew, with it. */
static cseal_status
accept_widgets(struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < judge->before.count; i++) {
		const struct csi_pdf_known *widget = &judge->before.at[i];
		const struct csi_pdf_value *dict, *ap, *n;

		if (widget->owner != known->owner)
			continue;
		st = csi_pdf_load_newest(judge->delta.before, widget->number,
		    &dict, judge->ret_error);
		if (st == CSEAL_OK)
			st = csi_pdf_get(judge->delta.before, dict, "AP", &ap,
			    judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		n = csi_pdf_find(ap, "N");
		if (n != NULL && n->type == CSI_PDF_REFERENCE)
			st = csi_pdf_accept_appearance(judge, n->as.ref.number);
		if (st == CSEAL_OK && known->number == known->owner)
			st = csi_pdf_check_shown(judge, widget);
	}
	return st;
}

/* Do the appearances name the same objects, and did those stay? */
static cseal_status
is_look_same(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new, bool *ret_same)
{
	static const char *const keys[] = { "N", "R", "D" };
	const struct csi_pdf_value *a, *b, *x, *y;
	cseal_status st;

	*ret_same = true;
	st = csi_pdf_get(judge->delta.before, old, "AP", &a, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, new, "AP", &b, judge->ret_error);
	for (size_t i = 0; st == CSEAL_OK && *ret_same && i < 3; i++) {
		x = csi_pdf_find(a, keys[i]);
		y = csi_pdf_find(b, keys[i]);
		*ret_same = (x == NULL) == (y == NULL);
		if (x == NULL || y == NULL)
			continue;
		st = csi_pdf_same(x, y, ret_same, judge->ret_error);
		if (st == CSEAL_OK && *ret_same &&
		    y->type == CSI_PDF_REFERENCE &&
		    csi_numbers_has(&judge->delta.is_changed, y->as.ref.number))
			st = csi_pdf_is_same(&judge->delta, y->as.ref.number,
			    ret_same, judge->ret_error);
	}
	return st;
}

/* A field that shows something else although it was not filled in. */
static cseal_status
check_repaint(struct csi_pdf_judge *judge, const struct csi_pdf_known *known,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new)
{
	bool same = false, same_value;
	cseal_status st = is_value_same(judge, known, "V", &same_value);

	if (st != CSEAL_OK)
		return st;
	if (!same_value)
		return accept_widgets(judge, known);
	if (csi_pdf_find(old, "AP") == NULL)
		return csi_pdf_check_shown(judge, known);
	st = is_look_same(judge, old, new, &same);
	/* /RV is what readers make a look of, and programs may read it. */
	if (st == CSEAL_OK && same)
		st = is_value_same(judge, known, "RV", &same);
	if (st != CSEAL_OK)
		return st;
	if (same)
		return csi_pdf_check_state(judge, known);
	return forbid_what(
	    judge, "looks different, but what was filled in is the same");
}

static cseal_status
compare(struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	const struct csi_pdf_value *old, *new;
	cseal_status st;

	st = csi_pdf_load_both(
	    &judge->delta, known->number, &old, &new, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (old->type != CSI_PDF_DICT || new->type != CSI_PDF_DICT)
		return forbid_what(judge, "was replaced");
	st = csi_pdf_compare_dicts(judge, judge->what, filling_rules,
	    sizeof(filling_rules) / sizeof(filling_rules[0]), old, new);
	return st == CSEAL_OK ? check_repaint(judge, known, old, new) : st;
}

cseal_status
csi_pdf_judge_filling(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	char what[CSI_PDF_WHERE_MOST];
	cseal_status st;

	csi_pdf_say_field(judge, "The field", known, what);
	judge->what = what;
	csi_numbers_add(&judge->explained, known->number);
	if (judge->docmdp == 1)
		st = forbid_what(judge,
		    "was filled in, but the certification allows no changes");
	else if (csi_pdf_is_locked(judge, known->name))
		st = forbid_what(
		    judge, "was filled in, but a signature locked it");
	else if (known->has_fields)
		st = forbid_what(judge, "was changed");
	else
		st = compare(judge, known);
	judge->what = NULL;
	return st;
}
