/* SPDX-License-Identifier: Apache-2.0 */
/* cover.c -- what a new mark on a page hides of what was signed. */
#include "pdf/changes-inside.h"

#define ANNOTATIONS_MOST 2000 /* of one page, for what a new one covers */
#define PARENTS_MOST     32   /* of a page */

/* A new mark leaves at least half of its page. */
#define COVERED_MOST 0.5

/* In points: less is a common edge. */
#define OVERLAP_LEAST 1.0

/* A seal may be put across another, as it is across a date; not so that
 * nothing of it is left. */
#define HIDDEN_LEAST 0.8

static bool
read_box(csi_pdf_reader *reader, const struct csi_pdf_value *value,
    struct csi_pdf_box *ret_box)
{
	const struct csi_pdf_value *box, *item;
	double n[4];

	if (csi_pdf_resolve(reader, value, &box, NULL) != CSEAL_OK ||
	    box->type != CSI_PDF_ARRAY || box->as.array.count != 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		if (csi_pdf_resolve(reader, &box->as.array.items[i], &item,
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

static bool
read_rect(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_box *ret_box)
{
	return dict->type == CSI_PDF_DICT &&
	       read_box(reader, csi_pdf_find(dict, "Rect"), ret_box);
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

/* Its own, or of the nodes above it (7.7.3.4). */
static bool
find_box(csi_pdf_reader *reader, const struct csi_pdf_value *node,
    const char *key, struct csi_pdf_box *ret_box)
{
	const struct csi_pdf_value *box = NULL;

	for (size_t i = 0; i < PARENTS_MOST && box == NULL; i++) {
		if (node->type != CSI_PDF_DICT)
			return false;
		box = csi_pdf_find(node, key);
		if (box == NULL && csi_pdf_get(reader, node, "Parent", &node,
				       NULL) != CSEAL_OK)
			return false;
	}
	return box != NULL && read_box(reader, box, ret_box) &&
	       area(ret_box) > 0;
}

/* What is seen of it is its crop box, which may be much less than all. */
static bool
covers_the_page(csi_pdf_reader *reader, const struct csi_pdf_value *page,
    double hidden)
{
	static const char *const keys[] = { "MediaBox", "CropBox" };
	struct csi_pdf_box whole;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (find_box(reader, page, keys[i], &whole) &&
		    hidden > COVERED_MOST * area(&whole))
			return true;
	}
	return false;
}

/* A field or a seal that was there, under the new mark. */
static const struct csi_pdf_known *
what_is_under(const struct csi_pdf_page_compare *page,
    const struct csi_pdf_box *box, bool is_signature)
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

/* By this mark, or, as seals come in several pieces, by all the fields that
 * were added to the page. */
static double
hidden_by(const struct csi_pdf_page_compare *page,
    const struct csi_pdf_value *item, bool is_field,
    const struct csi_pdf_box *box)
{
	struct csi_pdf_judge *judge = page->judge;

	if (!is_field)
		return area(box);
	if (judge->hidden_page != page->number)
		judge->hidden = 0;
	judge->hidden_page = page->number;
	/* A page may be looked at for each of its fields. */
	if (csi_numbers_add(&judge->hiding, item->as.ref.number))
		judge->hidden += area(box);
	return judge->hidden;
}

/* Of these a reader makes a picture itself where there is none. */
static bool
is_painted(const struct csi_pdf_value *dict)
{
	static const char *const kinds[] = { "FreeText", "Square", "Circle",
		"Polygon", "PolyLine", "Line", "Ink", "Stamp", "Caret" };
	const struct csi_pdf_value *kind = csi_pdf_find(dict, "Subtype");

	if (csi_pdf_find(dict, "AP") != NULL ||
	    csi_pdf_find(dict, "MK") != NULL)
		return true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (csi_pdf_is_name(kind, kinds[i]))
			return true;
	}
	return false;
}

cseal_status
csi_pdf_check_cover(const struct csi_pdf_page_compare *page,
    const struct csi_pdf_value *item, const struct csi_pdf_value *dict)
{
	struct csi_pdf_judge *judge = page->judge;
	const struct csi_pdf_value *whole;
	const struct csi_pdf_known *under;
	struct csi_pdf_box box;
	char where[CSI_PDF_WHERE_MOST];
	bool is_field;
	cseal_status st;

	if (!is_painted(dict) || !read_rect(judge->delta.after, dict, &box))
		return CSEAL_OK;
	csi_pdf_say_page(judge->delta.before, page->number, where);
	is_field =
	    csi_pdf_roster_find(&judge->after, item->as.ref.number) != NULL;
	under = what_is_under(page, &box, is_field);
	if (under != NULL) {
		csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
		csi_reasons_add(judge->reasons,
		    "Something was put over the field \"%.80s\"%s (object "
		    "%u).",
		    under->name, where, item->as.ref.number);
	}
	st = csi_pdf_load_newest(
	    judge->delta.before, page->number, &whole, judge->ret_error);
	if (st != CSEAL_OK || !covers_the_page(judge->delta.before, whole,
				  hidden_by(page, item, is_field, &box)))
		return st;
	csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
	csi_reasons_add(judge->reasons,
	    "Something that hides most of it was added%s (object %u).", where,
	    item->as.ref.number);
	return CSEAL_OK;
}
