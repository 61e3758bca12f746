/* SPDX-License-Identifier: Apache-2.0 */
/* changes-pages.c -- changes of pages, and of what is put on them. */
#include "pdf/changes-inside.h"

#include "error.h"
#include "pdf/same.h"

#include <stdio.h>
#include <string.h>

#define ANNOTATIONS_MOST 2000 /* of one page, for what a new one covers */

/* A new mark leaves at least half of its page. */
#define COVERED_MOST 0.5

/* In points: less is a common edge. */
#define OVERLAP_LEAST 1.0

/* A seal may be put across another, as it is across a date; not so that
 * nothing of it is left. */
#define HIDDEN_LEAST 0.8

struct page_compare {
	struct csi_pdf_judge *judge;
	uint32_t number;                 /* of the page */
	const struct csi_pdf_value *old; /* annotations before, or null */
};

static bool
read_rect(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_box *ret_box)
{
	const struct csi_pdf_value *rect, *item;
	double n[4];

	if (dict->type != CSI_PDF_DICT ||
	    csi_pdf_get(reader, dict, "Rect", &rect, NULL) != CSEAL_OK ||
	    rect->type != CSI_PDF_ARRAY || rect->as.array.count != 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		if (csi_pdf_resolve(reader, &rect->as.array.items[i], &item,
			NULL) != CSEAL_OK ||
		    !csi_pdf_as_number(item, &n[i]))
			return false;
	}
	ret_box->left = n[0] < n[2] ? n[0] : n[2];
	ret_box->right = n[0] < n[2] ? n[2] : n[0];
	ret_box->bottom = n[1] < n[3] ? n[1] : n[3];
	ret_box->top = n[1] < n[3] ? n[3] : n[1];
	return true;
}

static double
area(const struct csi_pdf_box *box)
{
	return (box->right - box->left) * (box->top - box->bottom);
}

static bool
hides(const struct csi_pdf_box *a, const struct csi_pdf_box *under,
    bool is_signature)
{
	double width = (a->right < under->right ? a->right : under->right) -
		       (a->left > under->left ? a->left : under->left);
	double height = (a->top < under->top ? a->top : under->top) -
			(a->bottom > under->bottom ? a->bottom : under->bottom);

	if (width <= OVERLAP_LEAST || height <= OVERLAP_LEAST)
		return false;
	return !is_signature || width * height >= HIDDEN_LEAST * area(under);
}

static bool
covers_the_page(csi_pdf_reader *reader, const struct csi_pdf_value *page,
    const struct csi_pdf_box *box)
{
	const struct csi_pdf_value *media = csi_pdf_find(page, "MediaBox");
	const struct csi_pdf_value *list;
	struct csi_pdf_box whole;
	double n[4];

	if (csi_pdf_resolve(reader, media, &list, NULL) != CSEAL_OK ||
	    list->type != CSI_PDF_ARRAY || list->as.array.count != 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		if (!csi_pdf_as_number(&list->as.array.items[i], &n[i]))
			return false;
	}
	whole = (struct csi_pdf_box){ n[0], n[1], n[2], n[3] };
	return area(&whole) > 0 && area(box) > COVERED_MOST * area(&whole);
}

/* A field or a seal that was there, under the new mark. */
static const struct csi_pdf_known *
what_is_under(const struct page_compare *page, const struct csi_pdf_box *box,
    bool is_signature)
{
	struct csi_pdf_judge *judge = page->judge;
	const struct csi_pdf_value *dict;
	struct csi_pdf_box under;
	size_t count =
	    page->old->type == CSI_PDF_ARRAY ? page->old->as.array.count : 0;

	for (size_t i = 0; i < count && i < ANNOTATIONS_MOST; i++) {
		const struct csi_pdf_value *item =
		    &page->old->as.array.items[i];
		const struct csi_pdf_known *known;

		if (item->type != CSI_PDF_REFERENCE)
			continue;
		known =
		    csi_pdf_roster_find(&judge->before, item->as.ref.number);
		if (known == NULL || (known->is_signature && !known->is_signed))
			continue;
		if (csi_pdf_resolve(judge->delta.before, item, &dict, NULL) ==
			CSEAL_OK &&
		    read_rect(judge->delta.before, dict, &under) &&
		    hides(box, &under, is_signature))
			return known;
	}
	return NULL;
}

/* Even where it may be added, a mark must not hide what was signed. */
static cseal_status
check_cover(const struct page_compare *page, const struct csi_pdf_value *item,
    const struct csi_pdf_value *dict)
{
	struct csi_pdf_judge *judge = page->judge;
	const struct csi_pdf_value *whole;
	const struct csi_pdf_known *under;
	struct csi_pdf_box box;
	char where[CSI_PDF_WHERE_MOST];
	cseal_status st;

	if (csi_pdf_find(dict, "AP") == NULL ||
	    !read_rect(judge->delta.after, dict, &box))
		return CSEAL_OK;
	csi_pdf_say_page(judge->delta.before, page->number, where);
	under = what_is_under(page, &box,
	    csi_pdf_roster_find(&judge->after, item->as.ref.number) != NULL);
	if (under != NULL) {
		csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
		csi_reasons_add(judge->reasons,
		    "Something was put over the field \"%.80s\"%s (object "
		    "%u).",
		    under->name, where, item->as.ref.number);
	}
	st = csi_pdf_load_newest(
	    judge->delta.before, page->number, &whole, judge->ret_error);
	if (st != CSEAL_OK ||
	    !covers_the_page(judge->delta.before, whole, &box))
		return st;
	csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
	csi_reasons_add(judge->reasons,
	    "Something that hides most of it was added%s (object %u).", where,
	    item->as.ref.number);
	return CSEAL_OK;
}

/* A comment, and nothing that acts or is a field. */
static bool
is_comment(const struct csi_pdf_value *dict)
{
	static const char *const kinds[] = { "Text", "FreeText", "Line",
		"Square", "Circle", "Polygon", "PolyLine", "Highlight",
		"Underline", "Squiggly", "StrikeOut", "Stamp", "Caret", "Ink",
		"Popup" };
	const struct csi_pdf_value *kind = csi_pdf_find(dict, "Subtype");

	if (kind == NULL || csi_pdf_find(dict, "A") != NULL ||
	    csi_pdf_find(dict, "AA") != NULL)
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (csi_pdf_is_name(kind, kinds[i]))
			return true;
	}
	return false;
}

static cseal_status
forbid_on_page(const struct page_compare *page, const char *what,
    const struct csi_pdf_value *item)
{
	char where[CSI_PDF_WHERE_MOST];

	csi_pdf_say_page(page->judge->delta.before, page->number, where);
	csi_pdf_raise(page->judge, CSI_PDF_CHANGES_FORBIDDEN);
	csi_reasons_add(page->judge->reasons, "%s%s (object %u).", what, where,
	    item != NULL && item->type == CSI_PDF_REFERENCE
		? item->as.ref.number
		: page->number);
	return CSEAL_OK;
}

static cseal_status
judge_new_annotation(
    const struct page_compare *page, const struct csi_pdf_value *item)
{
	struct csi_pdf_judge *judge = page->judge;
	const struct csi_pdf_value *dict;
	bool there = true;
	cseal_status st;

	st = csi_pdf_resolve(judge->delta.after, item, &dict, judge->ret_error);
	if (st == CSEAL_OK && item->type == CSI_PDF_REFERENCE)
		st = csi_pdf_was_there(&judge->delta, item->as.ref.number,
		    &there, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!there && csi_numbers_has(&judge->explained, item->as.ref.number) &&
	    csi_pdf_roster_find(&judge->after, item->as.ref.number) != NULL)
		return check_cover(page, item, dict);
	if (there || judge->docmdp != 3 || dict->type != CSI_PDF_DICT ||
	    !is_comment(dict))
		return forbid_on_page(page, "An annotation was added", item);
	st = csi_pdf_explain_new(judge, item);
	return st == CSEAL_OK ? check_cover(page, item, dict) : st;
}

static bool
lists(const struct csi_pdf_value *array, const struct csi_pdf_value *item)
{
	for (size_t i = 0; i < array->as.array.count; i++) {
		const struct csi_pdf_value *have = &array->as.array.items[i];
		bool same;

		if (csi_pdf_same(have, item, &same, NULL) == CSEAL_OK && same)
			return true;
	}
	return false;
}

/* Comments may go where they may come (P = 3); fields may not. */
static cseal_status
compare_loosely(
    const struct page_compare *page, const struct csi_pdf_value *new)
{
	size_t count =
	    page->old->type == CSI_PDF_ARRAY ? page->old->as.array.count : 0;
	cseal_status st = CSEAL_OK;

	if (count > ANNOTATIONS_MOST || new->as.array.count > ANNOTATIONS_MOST)
		return cseal_fail(page->judge->ret_error, CSEAL_REFUSED_LIMIT,
		    "a page had more than %d annotations", ANNOTATIONS_MOST);
	for (size_t i = 0; i < count; i++) {
		const struct csi_pdf_value *item =
		    &page->old->as.array.items[i];
		const struct csi_pdf_value *dict;

		if (lists(new, item))
			continue;
		st = csi_pdf_resolve(page->judge->delta.before, item, &dict,
		    page->judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!is_comment(dict))
			forbid_on_page(
			    page, "Annotations were taken away", item);
	}
	for (size_t i = 0; st == CSEAL_OK && i < new->as.array.count; i++) {
		const struct csi_pdf_value *item = &new->as.array.items[i];

		if (count == 0 || !lists(page->old, item))
			st = judge_new_annotation(page, item);
	}
	return st;
}

static cseal_status
compare_annotations(
    const struct page_compare *page, const struct csi_pdf_value *new)
{
	size_t count =
	    page->old->type == CSI_PDF_ARRAY ? page->old->as.array.count : 0;
	bool same;
	cseal_status st = CSEAL_OK;

	if (page->old->type == CSI_PDF_NULL && new->type == CSI_PDF_NULL)
		return CSEAL_OK;
	if (new->type == CSI_PDF_ARRAY && page->judge->docmdp == 3)
		return compare_loosely(page, new);
	if (new->type != CSI_PDF_ARRAY || new->as.array.count < count)
		return forbid_on_page(
		    page, "Annotations were taken away", NULL);
	for (size_t i = 0; i < count; i++) {
		st = csi_pdf_same(&page->old->as.array.items[i],
		    &new->as.array.items[i], &same, page->judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!same)
			return forbid_on_page(
			    page, "Annotations were exchanged", NULL);
	}
	for (size_t i = count; st == CSEAL_OK && i < new->as.array.count; i++)
		st = judge_new_annotation(page, &new->as.array.items[i]);
	return st;
}

/* Compared apart, with the page's number. */
static cseal_status
leave(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	(void)judge;
	(void)old;
	(void)new;
	return CSEAL_OK;
}

static const struct csi_pdf_rule page_rules[] = {
	{ "Annots", leave, NULL },
	{ "Tabs", NULL, NULL }, /* the order of fields, which is not seen */
	{ "LastModified", NULL, NULL },
};

static cseal_status
judge_annotations(struct csi_pdf_judge *judge, uint32_t number,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new)
{
	struct page_compare page = { judge, number, NULL };
	const struct csi_pdf_value *annots;
	cseal_status st;

	st = csi_pdf_get(
	    judge->delta.before, old, "Annots", &page.old, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, new, "Annots", &annots,
		    judge->ret_error);
	return st == CSEAL_OK ? compare_annotations(&page, annots) : st;
}

cseal_status
csi_pdf_judge_page(struct csi_pdf_judge *judge, uint32_t number)
{
	const struct csi_pdf_value *old, *new, *type;
	char where[CSI_PDF_WHERE_MOST], what[CSI_PDF_WHERE_MOST + 8];
	bool there;
	cseal_status st;

	st = csi_pdf_was_there(&judge->delta, number, &there, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!there)
		return csi_pdf_forbid(judge, "A page was added", number);
	st = csi_pdf_load_newest(
	    judge->delta.before, number, &old, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_load_newest(
		    judge->delta.after, number, &new, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	type = old->type == CSI_PDF_DICT ? csi_pdf_find(old, "Type") : NULL;
	if (type == NULL || !csi_pdf_is_name(type, "Page") ||
	    new->type != CSI_PDF_DICT)
		return csi_pdf_forbid(judge, "A page was replaced", number);
	csi_numbers_add(&judge->explained, number);
	/* " on page 3" */
	csi_pdf_say_page(judge->delta.before, number, where);
	snprintf(what, sizeof(what), "%s",
	    where[0] != '\0' ? where + strlen(" on ") : "page");
	what[0] = 'P';
	st = csi_pdf_compare_dicts(judge, what, page_rules,
	    sizeof(page_rules) / sizeof(page_rules[0]), old, new);
	return st == CSEAL_OK ? judge_annotations(judge, number, old, new) : st;
}

static cseal_status
judge_widget_page(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *widget)
{
	const struct csi_pdf_value *page = csi_pdf_find(widget, "P");

	if (page == NULL || page->type != CSI_PDF_REFERENCE)
		return CSEAL_OK;
	return csi_pdf_judge_page(judge, page->as.ref.number);
}

cseal_status
csi_pdf_judge_page_of(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *item)
{
	const struct csi_pdf_value *field, *kids, *kid;
	cseal_status st;

	st =
	    csi_pdf_resolve(judge->delta.after, item, &field, judge->ret_error);
	if (st != CSEAL_OK || field->type != CSI_PDF_DICT)
		return st;
	st = judge_widget_page(judge, field);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, field, "Kids", &kids, judge->ret_error);
	if (st != CSEAL_OK || kids->type != CSI_PDF_ARRAY)
		return st;
	for (size_t i = 0; st == CSEAL_OK && i < kids->as.array.count; i++) {
		st = csi_pdf_resolve(judge->delta.after,
		    &kids->as.array.items[i], &kid, judge->ret_error);
		if (st == CSEAL_OK && kid->type == CSI_PDF_DICT)
			st = judge_widget_page(judge, kid);
	}
	return st;
}

/* ---- what is left over ----------------------------------------------- */

static bool
is_of_type(const struct csi_pdf_value *value, const char *name)
{
	const struct csi_pdf_value *type =
	    value->type == CSI_PDF_DICT ? csi_pdf_find(value, "Type") : NULL;

	return type != NULL && csi_pdf_is_name(type, name);
}

/* The annotations of a page may stand in an object of their own. */
static cseal_status
judge_array(struct csi_pdf_judge *judge, uint32_t number, bool *ret_is_judged)
{
	uint32_t page = csi_pdf_page_of_annots(judge, number);

	*ret_is_judged =
	    page != 0 && !csi_numbers_has(&judge->delta.shared, number);
	if (!*ret_is_judged)
		return CSEAL_OK;
	csi_numbers_add(&judge->explained, number);
	return csi_pdf_judge_page(judge, page);
}

/* A comment that was changed, where comments may be (P = 3). */
static cseal_status
judge_comment(struct csi_pdf_judge *judge, uint32_t number, bool *ret_is_judged)
{
	const struct csi_pdf_value *new;
	cseal_status st;

	st = csi_pdf_load_newest(
	    judge->delta.after, number, &new, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_is_judged = new->type == CSI_PDF_NULL ||
			 (new->type == CSI_PDF_DICT &&is_comment(new));
	if (!*ret_is_judged)
		return CSEAL_OK;
	csi_numbers_add(&judge->explained, number);
	return csi_pdf_explain_new(judge, new);
}

cseal_status
csi_pdf_judge_rest(struct csi_pdf_judge *judge, uint32_t number,
    const struct csi_pdf_value *old)
{
	char use[CSI_PDF_WHERE_MOST];
	bool is_judged = false;
	cseal_status st = CSEAL_OK;

	if (is_of_type(old, "Page"))
		return csi_pdf_judge_page(judge, number);
	if (is_of_type(old, "Pages"))
		return csi_pdf_forbid(judge,
		    "Pages were added or taken away, or what they have in "
		    "common was changed",
		    number);
	if (old->type == CSI_PDF_ARRAY)
		st = judge_array(judge, number, &is_judged);
	else if (old->type == CSI_PDF_DICT && judge->docmdp == 3 &&
		 is_comment(old))
		st = judge_comment(judge, number, &is_judged);
	if (st != CSEAL_OK || is_judged)
		return st;
	if (!csi_pdf_say_use(judge, number, use))
		return csi_pdf_forbid(
		    judge, "Signed content was replaced", number);
	csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
	csi_reasons_add(judge->reasons,
	    "Signed content was replaced: %s (object %u).", use, number);
	return CSEAL_OK;
}
