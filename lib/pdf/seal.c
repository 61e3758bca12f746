/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c -- a signature field with its signature dictionary. */
#include "seal.h"

#include "error.h"
#include "text.h"
#include "write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Widths of numbers in /ByteRange: any 64 bits. */
#define RANGE_DIGITS 20
#define PARENTS_MOST 500
/* Annotations of all pages together that are looked at for one widget. */
#define ANNOTS_MOST 1000000

/* Annotation flags Print and Locked (Table 165); /SigFlags: signatures exist,
 * append only (Table 219). */
#define WIDGET_FLAGS 132
#define SIG_FLAGS    3

bool
csi_pdf_target_is_visible(const struct csi_pdf_target *target)
{
	return target->box.right > target->box.left &&
	       target->box.top > target->box.bottom;
}

void
csi_pdf_target_clear(struct csi_pdf_target *target)
{
	free(target->name);
	memset(target, 0, sizeof(*target));
}

/* ---- an existing field --------------------------------------------------- */

/* /Rotate and /UserUnit of the page that a widget names; /Rotate may be
 * inherited (7.7.3.4). */
static cseal_status
read_rotation(csi_pdf_reader *reader, const struct csi_pdf_value *page,
    struct csi_pdf_target *target, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	int64_t rotate = 0;
	cseal_status st;

	st = csi_pdf_get(reader, page, "UserUnit", &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_pdf_as_number(value, &target->user_unit) ||
	    !(target->user_unit > 0))
		target->user_unit = 1;
	for (int i = 0; i < PARENTS_MOST && page->type == CSI_PDF_DICT; i++) {
		st = csi_pdf_get(reader, page, "Rotate", &value, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (csi_pdf_as_integer(value, INT32_MIN, INT32_MAX, &rotate))
			break;
		st = csi_pdf_get(reader, page, "Parent", &page, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	target->rotate = (int)((rotate % 360 + 360) % 360 / 90 * 90);
	return CSEAL_OK;
}

static cseal_status
names_widget(csi_pdf_reader *reader, const struct csi_pdf_value *page,
    struct csi_pdf_ref widget, size_t *seen, bool *ret_names,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *annots;
	cseal_status st;

	*ret_names = false;
	st = csi_pdf_get(reader, page, "Annots", &annots, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (++*seen > ANNOTS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the field's page was not among the first");
	if (annots->type != CSI_PDF_ARRAY)
		return CSEAL_OK;
	*seen += annots->as.array.count;
	for (size_t i = 0; i < annots->as.array.count; i++) {
		const struct csi_pdf_value *item = &annots->as.array.items[i];

		if (item->type == CSI_PDF_REFERENCE &&
		    csi_pdf_same_ref(item->as.ref, widget))
			*ret_names = true;
	}
	return CSEAL_OK;
}

/* The page that shows the widget: /P is optional (Table 164). */
static cseal_status
find_page(csi_pdf_reader *reader, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *dict;
	size_t seen = 0;
	uint32_t count;
	cseal_status st;

	st = csi_pdf_get(reader, target->widget, "P", &dict, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (dict->type == CSI_PDF_DICT)
		return read_rotation(reader, dict, target, ret_error);
	st = csi_pdf_page_count(reader, &count, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (uint32_t i = 0; i < count; i++) {
		struct csi_pdf_page page;
		bool names;

		st = csi_pdf_page(reader, i, &page, ret_error);
		if (st == CSEAL_OK)
			st = names_widget(reader, page.dict, target->widget_ref,
			    &seen, &names, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (names) {
			target->rotate = page.rotate;
			target->user_unit = page.user_unit;
			return CSEAL_OK;
		}
	}
	return CSEAL_OK;
}

static cseal_status
read_rect(csi_pdf_reader *reader, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *rect, *item;
	double n[4] = { 0 };
	cseal_status st;

	st = csi_pdf_get(reader, target->widget, "Rect", &rect, ret_error);
	if (st != CSEAL_OK || rect->type != CSI_PDF_ARRAY ||
	    rect->as.array.count < 4)
		return st;
	for (size_t i = 0; i < 4; i++) {
		st = csi_pdf_resolve(
		    reader, &rect->as.array.items[i], &item, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (!csi_pdf_as_number(item, &n[i]))
			return CSEAL_OK;
	}
	target->box = (struct csi_pdf_box){ n[0] < n[2] ? n[0] : n[2],
		n[1] < n[3] ? n[1] : n[3], n[0] < n[2] ? n[2] : n[0],
		n[1] < n[3] ? n[3] : n[1] };
	return CSEAL_OK;
}

/* The field itself, or its first kid, is the widget. */
static cseal_status
find_widget(csi_pdf_reader *reader, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *kids, *first;
	cseal_status st;

	target->widget = target->field;
	target->widget_ref = target->field_ref;
	st = csi_pdf_get(reader, target->field, "Kids", &kids, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (kids->type == CSI_PDF_ARRAY && kids->as.array.count > 0) {
		first = &kids->as.array.items[0];
		if (first->type != CSI_PDF_REFERENCE)
			return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
			    "the widget of the field %s was not an object of "
			    "its own",
			    target->name);
		target->widget_ref = first->as.ref;
		st = csi_pdf_resolve(reader, first, &target->widget, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (target->widget->type != CSI_PDF_DICT)
			return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
			    "the field %s had no widget", target->name);
	}
	st = read_rect(reader, target, ret_error);
	if (st != CSEAL_OK)
		return st;
	return find_page(reader, target, ret_error);
}

static cseal_status
use_field(csi_pdf_reader *reader, const struct csi_pdf_field *field,
    struct csi_pdf_target *target, cseal_error **ret_error)
{
	const char *why = NULL;

	if (!field->is_signature)
		why = "is not a signature field";
	else if (field->has_fields)
		why = "is a group of fields";
	else if (field->value->type != CSI_PDF_NULL)
		why = "is signed already";
	else if (field->ref.number == 0)
		why = "is not an object of its own";
	if (why != NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
		    "the field %s %s", field->name, why);
	target->is_new = false;
	target->field = field->dict;
	target->field_ref = field->ref;
	return find_widget(reader, target, ret_error);
}

/* ---- a new field ---------------------------------------------------------- */

/* Sees every name; finds the one that is wanted, or the first number that no
 * "SignatureN" has. */
struct search {
	const char *wanted;
	bool found;
	unsigned next;
};

static void
note_name(struct search *search, const char *name)
{
	static const char prefix[] = "Signature";
	char *end;
	unsigned long number;

	if (strncmp(name, prefix, sizeof(prefix) - 1) != 0)
		return;
	name += sizeof(prefix) - 1;
	number = strtoul(name, &end, 10);
	if (end != name && number < 1000000 && number >= search->next)
		search->next = (unsigned)number + 1;
}

static cseal_status
search_fields(csi_pdf_reader *reader, struct csi_pdf_target *target,
    struct search *search, cseal_error **ret_error)
{
	struct csi_pdf_field_walk walk;
	struct csi_pdf_field field;
	bool more = true;
	cseal_status st = CSEAL_OK;

	csi_pdf_field_start(&walk, reader, &target->form);
	while (st == CSEAL_OK && !search->found) {
		st = csi_pdf_field_next(&walk, &field, &more, ret_error);
		if (st != CSEAL_OK || !more)
			break;
		note_name(search, field.name);
		if (search->wanted == NULL ||
		    strcmp(field.name, search->wanted) != 0)
			continue;
		search->found = true;
		st = use_field(reader, &field, target, ret_error);
	}
	csi_pdf_field_end(&walk);
	return st;
}

static cseal_status
prepare_new(csi_pdf_reader *reader, uint32_t page,
    const struct csi_pdf_shown *shown, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	cseal_status st;

	/* A partial name has no full stop (12.7.3.2). */
	if (strchr(target->name, '.') != NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_FIELD,
		    "there is no field %s, and a new one cannot have a full "
		    "stop in its name",
		    target->name);
	st = csi_pdf_page(reader, page, &target->page, ret_error);
	if (st != CSEAL_OK)
		return st;
	target->is_new = true;
	target->rotate = target->page.rotate;
	target->user_unit = target->page.user_unit;
	if (shown == NULL)
		return CSEAL_OK;
	return csi_pdf_place_box(&target->page, shown, &target->box, ret_error);
}

static cseal_status
find_target(csi_pdf_reader *reader, const char *name, uint32_t page,
    const struct csi_pdf_shown *shown, struct csi_pdf_target *target,
    cseal_error **ret_error)
{
	struct search search = { .wanted = name, .next = 1 };
	char chosen[32];
	cseal_status st;

	st = csi_pdf_form_read(reader, &target->form, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (name != NULL) {
		target->name = strdup(name);
		if (target->name == NULL)
			return csi_fail_memory(ret_error);
	}
	st = search_fields(reader, target, &search, ret_error);
	if (st != CSEAL_OK || search.found)
		return st;
	if (name == NULL) {
		snprintf(chosen, sizeof(chosen), "Signature%u", search.next);
		target->name = strdup(chosen);
		if (target->name == NULL)
			return csi_fail_memory(ret_error);
	}
	return prepare_new(reader, page, shown, target, ret_error);
}

cseal_status
csi_pdf_target_find(csi_pdf_reader *reader, const char *name, uint32_t page,
    const struct csi_pdf_shown *shown, struct csi_pdf_target *ret_target,
    cseal_error **ret_error)
{
	struct csi_pdf_target target = { .user_unit = 1 };
	cseal_status st;

	st = find_target(reader, name, page, shown, &target, ret_error);
	if (st != CSEAL_OK) {
		csi_pdf_target_clear(&target);
		return st;
	}
	*ret_target = target;
	return CSEAL_OK;
}

/* ---- writing --------------------------------------------------------------- */

/* All that is written in pieces, so that one check at the end suffices. */
struct parts {
	struct csi_bytes a, b;
};

static void
end_parts(csi_pdf_update *update, struct parts *parts)
{
	if (parts->a.failed || parts->b.failed)
		csi_pdf_update_fail(update);
	csi_bytes_free(&parts->a);
	csi_bytes_free(&parts->b);
}

static void
replace(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_value *dict, const struct csi_pdf_change *changes,
    size_t count)
{
	struct csi_bytes *out = csi_pdf_update_open(update, ref);

	csi_pdf_write_dict(out, dict, changes, count);
	csi_pdf_update_close(update);
}

/* /Annots may be an array of its own; then only that changes. */
static cseal_status
add_to_page(csi_pdf_update *update, const struct csi_pdf_page *page,
    struct csi_pdf_ref widget, cseal_error **ret_error)
{
	const struct csi_pdf_value *entry = csi_pdf_find(page->dict, "Annots");
	const struct csi_pdf_value *annots;
	struct parts parts = { .a = { 0 } };
	cseal_status st;

	st = csi_pdf_resolve(
	    csi_pdf_update_reader(update), entry, &annots, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (annots->type == CSI_PDF_ARRAY && entry->type == CSI_PDF_REFERENCE) {
		csi_pdf_write_appended(
		    csi_pdf_update_open(update, entry->as.ref), annots, widget);
		csi_pdf_update_close(update);
	} else {
		struct csi_pdf_change change = { "Annots", { 0 } };

		csi_pdf_write_appended(&parts.a, annots, widget);
		change.text = csi_bytes_span(&parts.a);
		replace(update, page->ref, page->dict, &change, 1);
	}
	end_parts(update, &parts);
	return CSEAL_OK;
}

static void
write_form(csi_pdf_update *update, const struct csi_pdf_form *form,
    struct csi_span fields, int64_t flags)
{
	struct csi_pdf_change changes[2], catalog = { "AcroForm", { 0 } };
	struct csi_pdf_ref ref = form->ref;
	struct parts parts = { .a = { 0 } };
	size_t count = 0;

	csi_bytes_print(&parts.a, "%lld", (long long)flags);
	changes[count].key = "SigFlags";
	changes[count++].text = csi_bytes_span(&parts.a);
	if (fields.len > 0) {
		changes[count].key = "Fields";
		changes[count++].text = fields;
	}
	if (form->dict != NULL && ref.number == 0) {
		csi_pdf_write_dict(&parts.b, form->dict, changes, count);
		catalog.text = csi_bytes_span(&parts.b);
		replace(update, form->catalog_ref, form->catalog, &catalog, 1);
	} else if (form->dict != NULL) {
		replace(update, ref, form->dict, changes, count);
	} else {
		ref = csi_pdf_update_new_ref(update);
		replace(update, ref, NULL, changes, count);
		csi_pdf_write_ref(&parts.b, ref);
		catalog.text = csi_bytes_span(&parts.b);
		replace(update, form->catalog_ref, form->catalog, &catalog, 1);
	}
	end_parts(update, &parts);
}

/* Adds a field (number 0: none) and sees to /SigFlags; what need not change
 * is not written. */
static cseal_status
add_to_form(csi_pdf_update *update, const struct csi_pdf_form *form,
    struct csi_pdf_ref field, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	struct parts parts = { .a = { 0 } };
	int64_t flags = 0;
	cseal_status st;

	st = csi_pdf_get(csi_pdf_update_reader(update), form->dict, "SigFlags",
	    &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_as_integer(value, 0, UINT32_MAX, &flags);
	/* One array may be both /Annots and /Fields: it was written. */
	if (field.number != 0 && csi_pdf_update_has(update, form->fields_ref)) {
		;
	} else if (field.number != 0 && form->fields_ref.number != 0) {
		csi_pdf_write_appended(
		    csi_pdf_update_open(update, form->fields_ref), form->fields,
		    field);
		csi_pdf_update_close(update);
	} else if (field.number != 0) {
		csi_pdf_write_appended(&parts.a, form->fields, field);
	}
	if (parts.a.len > 0 || (flags & SIG_FLAGS) != SIG_FLAGS)
		write_form(
		    update, form, csi_bytes_span(&parts.a), flags | SIG_FLAGS);
	end_parts(update, &parts);
	return CSEAL_OK;
}

/* The appearance and what turns it upright: [0 1 -1 0 ..] of the box moved
 * to the origin. */
static void
write_appearance(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_target *target, const struct csi_pdf_look *look)
{
	const struct csi_pdf_box *box = &target->box;
	const struct csi_pdf_box at_origin = { 0, 0, box->right - box->left,
		box->top - box->bottom };
	double matrix[6], width, height;

	csi_pdf_upright(&at_origin, target->rotate, matrix);
	csi_pdf_shown_size(box, target->rotate, &width, &height);
	csi_pdf_look_form(update, ref, look, matrix, width, height);
}

static cseal_status
write_new_widget(csi_pdf_update *update, const struct csi_pdf_target *target,
    struct csi_pdf_ref value, struct csi_pdf_ref appearance,
    struct csi_pdf_ref widget, cseal_error **ret_error)
{
	const double rect[4] = { target->box.left, target->box.bottom,
		target->box.right, target->box.top };
	struct csi_bytes *out = csi_pdf_update_open(update, widget);
	bool is_text;

	csi_bytes_add_text(
	    out, "<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T ");
	is_text = csi_pdf_write_text(out, target->name);
	csi_bytes_print(out, "\n/F %d\n/Rect ", WIDGET_FLAGS);
	csi_pdf_write_array(out, rect, 4);
	csi_bytes_add_text(out, "\n/P ");
	csi_pdf_write_ref(out, target->page.ref);
	if (target->rotate != 0)
		csi_bytes_print(out, "\n/MK <</R %d>>", target->rotate);
	csi_bytes_add_text(out, "\n/AP <</N ");
	csi_pdf_write_ref(out, appearance);
	csi_bytes_add_text(out, ">>\n/V ");
	csi_pdf_write_ref(out, value);
	csi_bytes_add_text(out, "\n>>");
	csi_pdf_update_close(update);
	if (!is_text)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the name of the field was not UTF-8");
	return CSEAL_OK;
}

/*
 * Of a field that is there, only /V and the appearance change.  /V is
 * inherited by a widget of its own (12.7.3.1), but Poppler and MuPDF look for
 * it there alone, so it has it, too.
 */
static void
fill_field(csi_pdf_update *update, const struct csi_pdf_target *target,
    struct csi_pdf_ref value, struct csi_pdf_ref appearance)
{
	struct csi_pdf_change changes[2] = { { "V", { 0 } }, { "AP", { 0 } } };
	struct parts parts = { .a = { 0 } };

	csi_pdf_write_ref(&parts.a, value);
	csi_bytes_add_text(&parts.b, "<</N ");
	csi_pdf_write_ref(&parts.b, appearance);
	csi_bytes_add_text(&parts.b, ">>");
	changes[0].text = csi_bytes_span(&parts.a);
	changes[1].text = csi_bytes_span(&parts.b);
	replace(update, target->widget_ref, target->widget, changes, 2);
	if (!csi_pdf_same_ref(target->field_ref, target->widget_ref))
		replace(update, target->field_ref, target->field, changes, 1);
	end_parts(update, &parts);
}

/* ---- the signature dictionary (Table 252) ----------------------------------- */

static bool
write_claims(struct csi_bytes *out, const struct csi_pdf_claims *claims)
{
	const struct {
		const char *key, *text;
	} texts[] = { { "Name", claims->name }, { "Reason", claims->reason },
		{ "Location", claims->location },
		{ "ContactInfo", claims->contact } };
	bool ok = true;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].text == NULL)
			continue;
		csi_bytes_print(out, "/%s ", texts[i].key);
		ok &= csi_pdf_write_text(out, texts[i].text);
		csi_bytes_add_u8(out, '\n');
	}
	csi_bytes_add_text(out, "/M ");
	ok &= csi_pdf_write_date(out, claims->time);
	return ok;
}

static cseal_status
write_signature(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_claims *claims, size_t contents_len,
    struct csi_pdf_holes *holes, cseal_error **ret_error)
{
	struct csi_bytes *out = csi_pdf_update_open(update, ref);
	size_t len = 2 * contents_len + 2;
	uint8_t *at;
	bool ok;

	csi_bytes_add_text(out, "<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n"
				"/SubFilter /ETSI.CAdES.detached\n");
	ok = write_claims(out, claims);
	if (claims->is_virtual)
		csi_bytes_add_text(out, "\n/CSEAL_Virtual true");
	csi_bytes_add_text(out, "\n/ByteRange ");
	holes->range = csi_pdf_update_at(update);
	csi_bytes_print(out, "[0 %*s %*s %*s]", RANGE_DIGITS, "", RANGE_DIGITS,
	    "", RANGE_DIGITS, "");
	csi_bytes_add_text(out, "\n/Contents ");
	holes->contents = csi_pdf_update_at(update);
	holes->contents_len = len;
	at = csi_bytes_room(out, len);
	if (at != NULL) {
		memset(at, '0', len);
		at[0] = '<';
		at[len - 1] = '>';
		out->len += len;
	}
	csi_bytes_add_text(out, "\n>>");
	csi_pdf_update_close(update);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a text of the seal was not UTF-8, or its time was out of "
		    "range");
	return CSEAL_OK;
}

cseal_status
csi_pdf_seal_write(csi_pdf_update *update, const struct csi_pdf_target *target,
    const struct csi_pdf_look *look, const struct csi_pdf_claims *claims,
    size_t contents_len, struct csi_pdf_holes *ret_holes,
    cseal_error **ret_error)
{
	struct csi_pdf_ref value = csi_pdf_update_new_ref(update);
	struct csi_pdf_ref appearance = csi_pdf_update_new_ref(update);
	struct csi_pdf_ref widget = { 0, 0 };
	struct csi_pdf_holes holes;
	cseal_status st;

	write_appearance(update, appearance, target, look);
	if (target->is_new) {
		widget = csi_pdf_update_new_ref(update);
		st = write_new_widget(
		    update, target, value, appearance, widget, ret_error);
		if (st == CSEAL_OK)
			st = add_to_page(
			    update, &target->page, widget, ret_error);
		if (st != CSEAL_OK)
			return st;
	} else {
		fill_field(update, target, value, appearance);
	}
	st = add_to_form(update, &target->form, widget, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = write_signature(
	    update, value, claims, contents_len, &holes, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_holes = holes;
	return CSEAL_OK;
}

void
csi_pdf_seal_range(
    uint8_t *file, uint64_t len, const struct csi_pdf_holes *holes)
{
	uint64_t after = holes->contents + holes->contents_len;
	const uint64_t numbers[3] = { holes->contents, after, len - after };
	uint8_t *at = file + holes->range + 2;

	for (int i = 0; i < 3; i++) {
		char digits[RANGE_DIGITS + 1];
		int count = snprintf(digits, sizeof(digits), "%llu",
		    (unsigned long long)numbers[i]);

		memcpy(at + 1 + i * (RANGE_DIGITS + 1), digits, (size_t)count);
	}
}

void
csi_pdf_seal_contents(
    uint8_t *file, struct csi_span der, const struct csi_pdf_holes *holes)
{
	static const char hex[] = "0123456789abcdef";
	uint8_t *at = file + holes->contents + 1;

	for (size_t i = 0; i < der.len; i++) {
		*at++ = (uint8_t)hex[der.at[i] >> 4];
		*at++ = (uint8_t)hex[der.at[i] & 15];
	}
}
