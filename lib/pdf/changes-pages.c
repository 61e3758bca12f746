/* SPDX-License-Identifier: Apache-2.0 */
/* changes-pages.c -- changes of pages, and of what nothing accounts for. */
#include "pdf/changes-inside.h"

#include "error.h"
#include "pdf/same.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	struct csi_pdf_page_compare page = { judge, number, NULL };
	const struct csi_pdf_value *annots;
	cseal_status st;

	st = csi_pdf_get(
	    judge->delta.before, old, "Annots", &page.old, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, new, "Annots", &annots,
		    judge->ret_error);
	return st == CSEAL_OK ? csi_pdf_compare_annotations(&page, annots) : st;
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
	st = csi_pdf_load_both(
	    &judge->delta, number, &old, &new, judge->ret_error);
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

static cseal_status
judge_page_of(struct csi_pdf_judge *judge, const struct csi_pdf_value *item)
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

cseal_status
csi_pdf_page_is_due(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *item)
{
	const struct csi_pdf_value **due = judge->due;
	size_t room = judge->due_room;

	if (judge->due_count == room) {
		room = room == 0 ? 16 : 2 * room;
		due = reallocarray(
		    due, room, sizeof(const struct csi_pdf_value *));
		if (due == NULL)
			return csi_fail_memory(judge->ret_error);
		judge->due = due;
		judge->due_room = room;
	}
	judge->due[judge->due_count++] = item;
	return CSEAL_OK;
}

cseal_status
csi_pdf_judge_due_pages(struct csi_pdf_judge *judge)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < judge->due_count; i++)
		st = judge_page_of(judge, judge->due[i]);
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

/* A comment that is somewhere else now must not hide what was signed. */
static cseal_status
check_move(struct csi_pdf_judge *judge, uint32_t number,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new)
{
	const struct csi_pdf_value item = { .type = CSI_PDF_REFERENCE,
		.as.ref.number = number };
	struct csi_pdf_page_compare page = { judge,
		csi_pdf_page_showing(judge, number), NULL };
	const struct csi_pdf_value *from, *to, *dict;
	bool same = false;
	cseal_status st;

	st = csi_pdf_get(
	    judge->delta.before, old, "Rect", &from, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, new, "Rect", &to, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_same(from, to, &same, judge->ret_error);
	if (st != CSEAL_OK || same || page.number == 0)
		return st;
	st = csi_pdf_load_newest(
	    judge->delta.before, page.number, &dict, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.before, dict, "Annots", &page.old,
		    judge->ret_error);
	return st == CSEAL_OK ? csi_pdf_check_cover(&page, &item, new) : st;
}

/* A comment that was changed, where comments may be (P = 3). */
static cseal_status
judge_comment(struct csi_pdf_judge *judge, uint32_t number,
    const struct csi_pdf_value *old, bool *ret_is_judged)
{
	const struct csi_pdf_value *new;
	cseal_status st;

	st = csi_pdf_load_newest(
	    judge->delta.after, number, &new, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_is_judged = new->type == CSI_PDF_NULL ||
			 (new->type == CSI_PDF_DICT &&csi_pdf_is_comment(new));
	if (!*ret_is_judged)
		return CSEAL_OK;
	csi_numbers_add(&judge->explained, number);
	if (new->type == CSI_PDF_DICT)
		st = check_move(judge, number, old, new);
	return st == CSEAL_OK ? csi_pdf_explain_new(judge, new) : st;
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
	st = csi_pdf_judge_structure(judge, number, old, &is_judged);
	if (st != CSEAL_OK || is_judged)
		return st;
	if (old->type == CSI_PDF_ARRAY)
		st = judge_array(judge, number, &is_judged);
	else if (old->type == CSI_PDF_DICT && judge->docmdp == 3 &&
		 csi_pdf_is_comment(old))
		st = judge_comment(judge, number, old, &is_judged);
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
