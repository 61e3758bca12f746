/* SPDX-License-Identifier: Apache-2.0 */
/* changes-made.c -- how a field was made that was filled in: where it is, and
 * which looks it was given. */
#include "pdf/changes-shown.h"

#define PARENTS_MOST 32
#define CELLS_MOST   1000

/* Bits of /F (Table 165): it is not seen on the screen. */
#define HIDDEN_FLAGS (1 << 1 | 1 << 5)

/* Of the field, or of those that it belongs to. */
cseal_status
csi_pdf_field_inherited(struct csi_pdf_judge *judge, csi_pdf_reader *reader,
    const struct csi_pdf_value *dict, const char *key,
    const struct csi_pdf_value **ret_value)
{
	static const struct csi_pdf_value nothing = { .type = CSI_PDF_NULL };
	cseal_status st = CSEAL_OK;

	*ret_value = &nothing;
	for (size_t i = 0; i < PARENTS_MOST && dict->type == CSI_PDF_DICT;
	     i++) {
		if (csi_pdf_find(dict, key) != NULL)
			return csi_pdf_get(
			    reader, dict, key, ret_value, judge->ret_error);
		st = csi_pdf_get(
		    reader, dict, "Parent", &dict, judge->ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return st;
}

/* ---- looks ---------------------------------------------------------------- */

cseal_status
csi_pdf_has_color(struct csi_pdf_judge *judge, csi_pdf_reader *reader,
    const struct csi_pdf_value *widget, const char *key, bool *ret_has)
{
	const struct csi_pdf_value *looks, *color;
	cseal_status st;

	st = csi_pdf_get(reader, widget, "MK", &looks, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, looks, key, &color, judge->ret_error);
	*ret_has = st == CSEAL_OK && color->type == CSI_PDF_ARRAY &&
		   color->as.array.count > 0;
	return st;
}

/* /BS has the width of the border, else /Border (12.5.4). */
static cseal_status
read_border(struct csi_pdf_filled *field, csi_pdf_reader *reader)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *style, *width, *border;
	cseal_status st;

	field->border = 1;
	st = csi_pdf_get(
	    reader, field->old_widget, "BS", &style, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, style, "W", &width, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, field->old_widget, "Border", &border,
		    judge->ret_error);
	if (st != CSEAL_OK || csi_pdf_as_number(width, &field->border) ||
	    border->type != CSI_PDF_ARRAY || border->as.array.count < 3)
		return st;
	csi_pdf_as_number(&border->as.array.items[2], &field->border);
	return st;
}

static cseal_status
read_place(struct csi_pdf_filled *field, csi_pdf_reader *reader)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *rect, *item, *flags, *looks, *turn;
	double sides[4] = { 0, 0, 0, 0 };
	int64_t bits = 0;
	cseal_status st;

	st = csi_pdf_get(
	    reader, field->old_widget, "Rect", &rect, judge->ret_error);
	for (size_t i = 0; st == CSEAL_OK && rect->type == CSI_PDF_ARRAY &&
			   rect->as.array.count == 4 && i < 4;
	     i++) {
		st = csi_pdf_resolve(
		    reader, &rect->as.array.items[i], &item, judge->ret_error);
		if (st == CSEAL_OK)
			csi_pdf_as_number(item, &sides[i]);
	}
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    reader, field->old_widget, "F", &flags, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    reader, field->old_widget, "MK", &looks, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, looks, "R", &turn, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	field->rect.left = sides[sides[0] < sides[2] ? 0 : 2];
	field->rect.right = sides[sides[0] < sides[2] ? 2 : 0];
	field->rect.bottom = sides[sides[1] < sides[3] ? 1 : 3];
	field->rect.top = sides[sides[1] < sides[3] ? 3 : 1];
	csi_pdf_as_integer(flags, 0, INT32_MAX, &bits);
	field->is_seen = (bits & HIDDEN_FLAGS) == 0 &&
			 field->rect.left < field->rect.right &&
			 field->rect.bottom < field->rect.top;
	if (csi_pdf_as_integer(turn, -INT32_MAX, INT32_MAX, &field->turn))
		field->turn = (field->turn % 360 + 360) % 360;
	return st;
}

/* ---- the field ------------------------------------------------------------ */

static cseal_status
read_form(struct csi_pdf_filled *field, csi_pdf_reader *reader,
    const struct csi_pdf_value **ret_form)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *catalog;
	struct csi_pdf_ref ref;
	cseal_status st =
	    csi_pdf_catalog(reader, &catalog, &ref, judge->ret_error);

	return st == CSEAL_OK ? csi_pdf_get(reader, catalog, "AcroForm",
				    ret_form, judge->ret_error)
			      : st;
}

/* What was signed. */
static cseal_status
read_old(struct csi_pdf_filled *field, const struct csi_pdf_known *known)
{
	struct csi_pdf_judge *judge = field->judge;
	csi_pdf_reader *reader = judge->delta.before;
	const struct csi_pdf_value *form, *flags, *cells, *look;
	cseal_status st;

	st = csi_pdf_load_newest(
	    reader, known->owner, &field->old_dict, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_load_newest(reader, known->number,
		    &field->old_widget, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_field_inherited(
		    judge, reader, field->old_dict, "Ff", &flags);
	if (st == CSEAL_OK)
		st = csi_pdf_field_inherited(
		    judge, reader, field->old_dict, "MaxLen", &cells);
	if (st == CSEAL_OK)
		st = csi_pdf_field_inherited(
		    judge, reader, field->old_widget, "DA", &look);
	if (st == CSEAL_OK && look->type != CSI_PDF_STRING)
		st = read_form(field, reader, &form);
	if (st == CSEAL_OK && look->type != CSI_PDF_STRING)
		st = csi_pdf_get(reader, form, "DA", &look, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_as_integer(flags, 0, INT64_MAX, &field->flags);
	csi_pdf_as_integer(cells, 0, CELLS_MOST, &field->cells);
	if (look->type == CSI_PDF_STRING)
		field->ink = csi_pdf_ink_of(look->as.text);
	st = read_place(field, reader);
	if (st == CSEAL_OK)
		st = read_border(field, reader);
	if (st == CSEAL_OK)
		st = csi_pdf_has_color(
		    judge, reader, field->old_widget, "BG", &field->has_ground);
	return st == CSEAL_OK ? csi_pdf_has_color(judge, reader,
				    field->old_widget, "BC", &field->has_border)
			      : st;
}

cseal_status
csi_pdf_filled_read(
    struct csi_pdf_filled *field, const struct csi_pdf_known *known)
{
	struct csi_pdf_judge *judge = field->judge;
	csi_pdf_reader *reader = judge->delta.after;
	const struct csi_pdf_value *form, *redrawn;
	cseal_status st;

	st = csi_pdf_load_newest(
	    reader, known->owner, &field->dict, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_load_newest(
		    reader, known->number, &field->widget, judge->ret_error);
	if (st == CSEAL_OK)
		st = read_form(field, reader, &form);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    reader, form, "DR", &field->resources, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, form, "NeedAppearances", &redrawn,
		    judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_field_inherited(
		    judge, reader, field->dict, "FT", &field->type);
	if (st != CSEAL_OK)
		return st;
	field->is_redrawn =
	    redrawn->type == CSI_PDF_BOOLEAN && redrawn->as.boolean;
	return read_old(field, known);
}
