/* SPDX-License-Identifier: Apache-2.0 */
/* changes-annotations.c -- what is put on a page, and taken off it. */
#include "pdf/changes-inside.h"

#include "error.h"
#include "pdf/same.h"

#include <string.h>

#define ANNOTATIONS_MOST 2000 /* of one page */

bool
csi_pdf_is_comment(const struct csi_pdf_value *dict)
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
forbid_on_page(const struct csi_pdf_page_compare *page, const char *what,
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
    const struct csi_pdf_page_compare *page, const struct csi_pdf_value *item)
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
		return csi_pdf_check_cover(page, item, dict);
	if (there || judge->docmdp != 3 || dict->type != CSI_PDF_DICT ||
	    !csi_pdf_is_comment(dict))
		return forbid_on_page(page, "An annotation was added", item);
	st = csi_pdf_explain_new(judge, item);
	return st == CSEAL_OK ? csi_pdf_check_cover(page, item, dict) : st;
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
    const struct csi_pdf_page_compare *page, const struct csi_pdf_value *new)
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
		if (!csi_pdf_is_comment(dict))
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

cseal_status
csi_pdf_compare_annotations(
    const struct csi_pdf_page_compare *page, const struct csi_pdf_value *new)
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
