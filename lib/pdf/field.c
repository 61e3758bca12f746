/* SPDX-License-Identifier: Apache-2.0 */
/* field.c -- the interactive form and its fields (ISO 32000-1, 12.7). */
#include "field.h"

#include "error.h"
#include "text.h"

#include <string.h>

/* A resolved entry, and the reference that it was. */
static cseal_status
get_with_ref(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    const char *key, const struct csi_pdf_value **ret_value,
    struct csi_pdf_ref *ret_ref, cseal_error **ret_error)
{
	const struct csi_pdf_value *value = csi_pdf_find(dict, key);

	if (value != NULL && value->type == CSI_PDF_REFERENCE)
		*ret_ref = value->as.ref;
	return csi_pdf_resolve(reader, value, ret_value, ret_error);
}

cseal_status
csi_pdf_form_read(csi_pdf_reader *reader, struct csi_pdf_form *ret_form,
    cseal_error **ret_error)
{
	struct csi_pdf_form form = { 0 };
	cseal_status st;

	st = csi_pdf_catalog(
	    reader, &form.catalog, &form.catalog_ref, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = get_with_ref(
	    reader, form.catalog, "AcroForm", &form.dict, &form.ref, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (form.dict->type != CSI_PDF_DICT) {
		form.dict = NULL;
		form.ref.number = 0;
	} else {
		st = get_with_ref(reader, form.dict, "Fields", &form.fields,
		    &form.fields_ref, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (form.fields->type != CSI_PDF_ARRAY) {
			form.fields = NULL;
			form.fields_ref.number = 0;
		}
	}
	*ret_form = form;
	return CSEAL_OK;
}

/* ---- going through the fields ------------------------------------------ */

void
csi_pdf_field_start(struct csi_pdf_field_walk *walk, csi_pdf_reader *reader,
    const struct csi_pdf_form *form)
{
	memset(walk, 0, sizeof(*walk));
	walk->reader = reader;
	if (form->fields != NULL)
		walk->frames[walk->depth++].kids = form->fields;
}

void
csi_pdf_field_end(struct csi_pdf_field_walk *walk)
{
	csi_bytes_free(&walk->name);
}

/* "parent.kid" (12.7.3.2).  A NUL behind it that is not counted. */
static bool
set_name(struct csi_pdf_field_walk *walk, size_t parent_len,
    const struct csi_pdf_value *partial)
{
	struct csi_bytes *name = &walk->name;

	name->len = parent_len;
	if (partial->type == CSI_PDF_STRING) {
		if (parent_len > 0)
			csi_bytes_add_u8(name, '.');
		csi_pdf_text_to_utf8(name, partial->as.text);
	}
	csi_bytes_add_u8(name, 0);
	if (name->failed)
		return false;
	name->len--;
	return true;
}

/* Kids without a name of their own are the field's widgets. */
static cseal_status
has_field_kids(struct csi_pdf_field_walk *walk,
    const struct csi_pdf_value *kids, bool *ret_has, cseal_error **ret_error)
{
	*ret_has = false;
	if (kids->type != CSI_PDF_ARRAY)
		return CSEAL_OK;
	for (size_t i = 0; i < kids->as.array.count; i++) {
		const struct csi_pdf_value *kid;
		cseal_status st;

		if (++walk->seen > CSI_PDF_FIELDS_MOST)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "the form had more than %u fields",
			    CSI_PDF_FIELDS_MOST);
		st = csi_pdf_resolve(
		    walk->reader, &kids->as.array.items[i], &kid, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (kid->type == CSI_PDF_DICT &&
		    csi_pdf_find(kid, "T") != NULL) {
			*ret_has = true;
			return CSEAL_OK;
		}
	}
	return CSEAL_OK;
}

static cseal_status
visit(struct csi_pdf_field_walk *walk, const struct csi_pdf_field_frame *parent,
    struct csi_pdf_field *field, cseal_error **ret_error)
{
	struct csi_pdf_field_frame frame = { .is_signature =
						 parent->is_signature };
	const struct csi_pdf_value *type, *partial;
	cseal_status st;

	st = csi_pdf_get(walk->reader, field->dict, "T", &partial, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    walk->reader, field->dict, "FT", &type, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    walk->reader, field->dict, "V", &field->value, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    walk->reader, field->dict, "Kids", &frame.kids, ret_error);
	if (st == CSEAL_OK)
		st = has_field_kids(
		    walk, frame.kids, &field->has_fields, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!set_name(walk, parent->name_len, partial))
		return csi_fail_memory(ret_error);
	/* A value is inherited, too (Table 220). */
	if (field->value->type == CSI_PDF_NULL && parent->value != NULL)
		field->value = parent->value;
	frame.value = field->value;
	if (type->type == CSI_PDF_NAME)
		frame.is_signature = csi_pdf_is_name(type, "Sig");
	frame.name_len = walk->name.len;
	field->name = (const char *)walk->name.at;
	field->is_signature = frame.is_signature;
	if (!field->has_fields)
		return CSEAL_OK;
	/* Deeper than any form goes there may be a loop; what is below must
	 * not be passed over in silence. */
	if (walk->depth == CSI_PDF_FIELD_DEPTH_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the form was more than %u fields deep",
		    CSI_PDF_FIELD_DEPTH_MOST);
	walk->frames[walk->depth++] = frame;
	return CSEAL_OK;
}

cseal_status
csi_pdf_field_next(struct csi_pdf_field_walk *walk,
    struct csi_pdf_field *ret_field, bool *ret_more, cseal_error **ret_error)
{
	while (walk->depth > 0) {
		struct csi_pdf_field_frame *frame =
		    &walk->frames[walk->depth - 1];
		const struct csi_pdf_value *item;
		struct csi_pdf_field field = { 0 };
		cseal_status st;

		if (frame->next == frame->kids->as.array.count) {
			walk->depth--;
			continue;
		}
		if (++walk->seen > CSI_PDF_FIELDS_MOST)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "the form had more than %u fields",
			    CSI_PDF_FIELDS_MOST);
		item = &frame->kids->as.array.items[frame->next++];
		if (item->type == CSI_PDF_REFERENCE)
			field.ref = item->as.ref;
		st =
		    csi_pdf_resolve(walk->reader, item, &field.dict, ret_error);
		if (st != CSEAL_OK)
			return st;
		/* A kid without a name beside kids with one is a widget. */
		if (field.dict->type != CSI_PDF_DICT ||
		    (walk->depth > 1 && csi_pdf_find(field.dict, "T") == NULL))
			continue;
		st = visit(walk, frame, &field, ret_error);
		if (st != CSEAL_OK)
			return st;
		*ret_field = field;
		*ret_more = true;
		return CSEAL_OK;
	}
	*ret_more = false;
	return CSEAL_OK;
}

cseal_status
csi_pdf_form_is_signed(csi_pdf_reader *reader, const struct csi_pdf_form *form,
    bool *ret_signed, cseal_error **ret_error)
{
	struct csi_pdf_field_walk walk;
	struct csi_pdf_field field;
	bool is_signed = false, more = true;
	cseal_status st = CSEAL_OK;

	csi_pdf_field_start(&walk, reader, form);
	while (!is_signed && more) {
		st = csi_pdf_field_next(&walk, &field, &more, ret_error);
		if (st != CSEAL_OK)
			break;
		if (more)
			is_signed = field.is_signature &&
				    field.value->type == CSI_PDF_DICT;
	}
	csi_pdf_field_end(&walk);
	if (st != CSEAL_OK)
		return st;
	*ret_signed = is_signed;
	return CSEAL_OK;
}
