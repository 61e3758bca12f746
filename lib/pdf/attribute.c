/* SPDX-License-Identifier: Apache-2.0 */
/* attribute.c -- attributes of a page, its own and inherited (ISO 32000-1,
 * 7.7.3.3, 7.7.3.4). */
#include "error.h"
#include "page.h"

#include <math.h>
#include <string.h>

/* US Letter, what other readers take for a page without media box. */
#define DEFAULT_WIDTH  612
#define DEFAULT_HEIGHT 792
/* Coordinates that still make sense; Annex C.2 has 14400 units. */
#define COORDINATE_MOST 1e7
#define USER_UNIT_MOST  1e6

static const char *const names[CSI_PDF_INHERITED_COUNT] = {
	[CSI_PDF_RESOURCES] = "Resources",
	[CSI_PDF_MEDIA_BOX] = "MediaBox",
	[CSI_PDF_CROP_BOX] = "CropBox",
	[CSI_PDF_ROTATE] = "Rotate",
};

static const struct csi_pdf_value *
own_or(const struct csi_pdf_value *dict, int which,
    const struct csi_pdf_value *inherited)
{
	const struct csi_pdf_value *own = csi_pdf_find(dict, names[which]);

	return own == NULL || own->type == CSI_PDF_NULL ? inherited : own;
}

void
csi_pdf_inherit(struct csi_pdf_node *node, const struct csi_pdf_node *parent)
{
	for (int i = 0; i < CSI_PDF_INHERITED_COUNT; i++)
		node->inherited[i] = own_or(node->dict, i,
		    parent == NULL ? NULL : parent->inherited[i]);
}

/* The entry of the page, or of the nearest node above that has it; NULL if
 * none has. */
static const struct csi_pdf_value *
inherit(const struct csi_pdf_page_list *list, const struct csi_pdf_leaf *leaf,
    int which)
{
	return own_or(leaf->dict, which,
	    leaf->parent == CSI_PDF_NO_NODE
		? NULL
		: list->nodes[leaf->parent].inherited[which]);
}

static void
order(double *low, double *high)
{
	double swap = *low;

	if (*low <= *high)
		return;
	*low = *high;
	*high = swap;
}

/* Four numbers (7.9.5).  *ret_is false: none that make sense. */
static cseal_status
read_box(csi_pdf_reader *reader, const struct csi_pdf_value *value,
    struct csi_pdf_box *box, bool *ret_is, cseal_error **ret_error)
{
	const struct csi_pdf_value *item;
	double numbers[4];
	cseal_status st;

	*ret_is = false;
	st = csi_pdf_resolve(reader, value, &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (value->type != CSI_PDF_ARRAY || value->as.array.count < 4 ||
	    (reader->strict && value->as.array.count > 4))
		return CSEAL_OK;
	for (size_t i = 0; i < 4; i++) {
		st = csi_pdf_resolve(
		    reader, &value->as.array.items[i], &item, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!csi_pdf_as_number(item, &numbers[i]) ||
		    !(fabs(numbers[i]) <= COORDINATE_MOST))
			return CSEAL_OK;
	}
	order(&numbers[0], &numbers[2]);
	order(&numbers[1], &numbers[3]);
	box->left = numbers[0];
	box->bottom = numbers[1];
	box->right = numbers[2];
	box->top = numbers[3];
	*ret_is = box->left < box->right && box->bottom < box->top;
	return CSEAL_OK;
}

/* 14.11.2: the crop box is cut to the media box. */
static void
cut(struct csi_pdf_box *crop, const struct csi_pdf_box *media)
{
	crop->left = fmax(crop->left, media->left);
	crop->bottom = fmax(crop->bottom, media->bottom);
	crop->right = fmin(crop->right, media->right);
	crop->top = fmin(crop->top, media->top);
	if (crop->left >= crop->right || crop->bottom >= crop->top)
		*crop = *media;
}

static cseal_status
read_boxes(csi_pdf_reader *reader, const struct csi_pdf_page_list *list,
    const struct csi_pdf_leaf *leaf, struct csi_pdf_page *page,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *value =
	    inherit(list, leaf, CSI_PDF_MEDIA_BOX);
	cseal_status st;
	bool is;

	st = read_box(reader, value, &page->media, &is, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!is && reader->strict)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a page had no media box");
	if (!is) {
		memset(&page->media, 0, sizeof(page->media));
		page->media.right = DEFAULT_WIDTH;
		page->media.top = DEFAULT_HEIGHT;
	}
	page->crop = page->media;
	value = inherit(list, leaf, CSI_PDF_CROP_BOX);
	if (value == NULL)
		return CSEAL_OK;
	st = read_box(reader, value, &page->crop, &is, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!is && reader->strict)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a page had a bad crop box");
	if (!is)
		page->crop = page->media;
	cut(&page->crop, &page->media);
	return CSEAL_OK;
}

static cseal_status
read_rotation(csi_pdf_reader *reader, const struct csi_pdf_page_list *list,
    const struct csi_pdf_leaf *leaf, struct csi_pdf_page *page,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	int64_t rotate = 0;
	cseal_status st;

	st = csi_pdf_resolve(
	    reader, inherit(list, leaf, CSI_PDF_ROTATE), &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (value->type == CSI_PDF_NULL)
		return CSEAL_OK;
	if (!csi_pdf_as_integer(value, INT32_MIN, INT32_MAX, &rotate) ||
	    rotate % 90 != 0) {
		if (reader->strict)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "a page was rotated by a bad angle");
		rotate = 0;
	}
	page->rotate = (int)((rotate % 360 + 360) % 360);
	return CSEAL_OK;
}

/* Table 30: not inherited. */
static cseal_status
read_user_unit(csi_pdf_reader *reader, const struct csi_pdf_leaf *leaf,
    struct csi_pdf_page *page, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	double unit = 1;
	cseal_status st;

	page->user_unit = 1;
	st = csi_pdf_get(reader, leaf->dict, "UserUnit", &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (value->type == CSI_PDF_NULL)
		return CSEAL_OK;
	if (csi_pdf_as_number(value, &unit) && unit > 0 &&
	    unit <= USER_UNIT_MOST)
		page->user_unit = unit;
	else if (reader->strict)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "a page had a bad user unit");
	return CSEAL_OK;
}

static cseal_status
read_resources(csi_pdf_reader *reader, const struct csi_pdf_page_list *list,
    const struct csi_pdf_leaf *leaf, struct csi_pdf_page *page,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *own = csi_pdf_find(leaf->dict, "Resources");
	const struct csi_pdf_value *value =
	    inherit(list, leaf, CSI_PDF_RESOURCES);

	page->resources_inherited =
	    value != NULL && value != own && value->type != CSI_PDF_NULL;
	if (value != NULL && value->type == CSI_PDF_REFERENCE)
		page->resources_ref = value->as.ref;
	return csi_pdf_resolve(reader, value, &page->resources, ret_error);
}

cseal_status
csi_pdf_read_page(csi_pdf_reader *reader, const struct csi_pdf_page_list *list,
    const struct csi_pdf_leaf *leaf, struct csi_pdf_page *ret_page,
    cseal_error **ret_error)
{
	struct csi_pdf_page page = { .ref = leaf->ref, .dict = leaf->dict };
	cseal_status st;

	st = read_boxes(reader, list, leaf, &page, ret_error);
	if (st == CSEAL_OK)
		st = read_rotation(reader, list, leaf, &page, ret_error);
	if (st == CSEAL_OK)
		st = read_user_unit(reader, leaf, &page, ret_error);
	if (st == CSEAL_OK)
		st = read_resources(reader, list, leaf, &page, ret_error);
	if (st == CSEAL_OK)
		*ret_page = page;
	return st;
}
