/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c -- a signature field with its signature dictionary. */
#include "seal.h"

#include "error.h"
#include "form.h"
#include "structure.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Widths of numbers in /ByteRange: any 64 bits. */
#define RANGE_DIGITS 20
/* Annotation flags Print and Locked (Table 165). */
#define WIDGET_FLAGS 132

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

/* What the field is called to those who cannot see it (ISO 14289-1, 7.18.4):
 * who signs, and why. */
static bool
write_title(struct csi_bytes *out, const struct csi_pdf_target *target,
    const struct csi_pdf_claims *claims)
{
	struct csi_bytes title = { 0 };
	char *text;
	bool ok;

	if (claims->name != NULL)
		csi_bytes_add_text(&title, claims->name);
	if (claims->name != NULL && claims->reason != NULL)
		csi_bytes_add_text(&title, ": ");
	if (claims->reason != NULL)
		csi_bytes_add_text(&title, claims->reason);
	if (title.len == 0)
		csi_bytes_add_text(&title, target->name);
	text = csi_bytes_take_text(&title);
	if (text == NULL) {
		out->failed = true;
		return true;
	}
	csi_bytes_add_text(out, "\n/TU ");
	ok = csi_pdf_write_text(out, text);
	free(text);
	return ok;
}

/* Of a field: after "/T ". */
static bool
write_name(
    struct csi_bytes *out, const char *partial, struct csi_pdf_ref parent)
{
	bool is_text = csi_pdf_write_text(out, partial);

	if (parent.number != 0) {
		csi_bytes_add_text(out, "\n/Parent ");
		csi_pdf_write_ref(out, parent);
	}
	return is_text;
}

/* Where the field's own partial name begins. */
static size_t
last_part(const struct csi_pdf_target *target)
{
	size_t at = 0;

	for (size_t i = 0; i < target->new_groups; i++)
		at += strlen(target->parts + at) + 1;
	return at;
}

static cseal_status
write_new_widget(csi_pdf_update *update, const struct csi_pdf_target *target,
    const struct csi_pdf_claims *claims, struct csi_pdf_ref value,
    struct csi_pdf_ref appearance, struct csi_pdf_ref lock,
    struct csi_pdf_ref parent, struct csi_pdf_ref widget,
    cseal_error **ret_error)
{
	bool is_tagged = csi_pdf_update_promises(update)->is_tagged;
	const double rect[4] = { target->box.left, target->box.bottom,
		target->box.right, target->box.top };
	struct csi_bytes *out;
	int64_t key;
	cseal_status st;
	bool is_text;

	st = csi_pdf_structure_add(update, CSI_PDF_ROLE_FORM, widget,
	    target->page.ref, NULL, &key, ret_error);
	if (st != CSEAL_OK)
		return st;
	out = csi_pdf_update_open(update, widget);
	csi_bytes_add_text(
	    out, "<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T ");
	is_text = write_name(out, target->parts + last_part(target), parent);
	if (is_tagged)
		is_text &= write_title(out, target, claims);
	if (key >= 0)
		csi_bytes_print(out, "\n/StructParent %lld", (long long)key);
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
	if (lock.number != 0) {
		csi_bytes_add_text(out, "\n/Lock ");
		csi_pdf_write_ref(out, lock);
	}
	csi_bytes_add_text(out, "\n>>");
	csi_pdf_update_close(update);
	if (!is_text)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the name of the field, or a text of the seal, was not "
		    "UTF-8");
	return CSEAL_OK;
}

/*
 * Of a field that is there, only /V and the appearance change.  /V is
 * inherited by a widget of its own (12.7.3.1), but Poppler and MuPDF look for
 * it there alone, so it has it, too.  pyHanko calls any change of such a
 * widget forbidden after an earlier signature; without it, the others would
 * see no signature.
 */
static void
fill_field(csi_pdf_update *update, const struct csi_pdf_target *target,
    struct csi_pdf_ref value, struct csi_pdf_ref appearance)
{
	struct csi_pdf_change changes[2] = { { "V", { 0 } }, { "AP", { 0 } } };
	struct csi_bytes v = { 0 }, ap = { 0 };

	csi_pdf_write_ref(&v, value);
	csi_bytes_add_text(&ap, "<</N ");
	csi_pdf_write_ref(&ap, appearance);
	csi_bytes_add_text(&ap, ">>");
	changes[0].text = csi_bytes_span(&v);
	changes[1].text = csi_bytes_span(&ap);
	csi_pdf_replace(update, target->widget_ref, target->widget, changes, 2);
	if (!csi_pdf_same_ref(target->field_ref, target->widget_ref))
		csi_pdf_replace(
		    update, target->field_ref, target->field, changes, 1);
	if (v.failed || ap.failed)
		csi_pdf_update_fail(update);
	csi_bytes_free(&v);
	csi_bytes_free(&ap);
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

/* /Lock shall be an object of its own (Table 232). */
static cseal_status
write_lock(csi_pdf_update *update, const struct csi_pdf_lock *lock,
    struct csi_pdf_ref *ret_ref, cseal_error **ret_error)
{
	bool ok;

	*ret_ref = (struct csi_pdf_ref){ 0, 0 };
	if (lock->action == CSI_PDF_LOCK_NONE)
		return CSEAL_OK;
	*ret_ref = csi_pdf_update_new_ref(update);
	ok = csi_pdf_lock_write(csi_pdf_update_open(update, *ret_ref), lock);
	csi_pdf_update_close(update);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the name of a field to lock was not UTF-8");
	return CSEAL_OK;
}

static cseal_status
write_signature(csi_pdf_update *update, struct csi_pdf_ref ref,
    struct csi_pdf_ref catalog, const struct csi_pdf_claims *claims,
    size_t contents_len, struct csi_pdf_holes *holes, cseal_error **ret_error)
{
	struct csi_bytes *out = csi_pdf_update_open(update, ref);
	size_t len = 2 * contents_len + 2;
	uint8_t *at;
	bool ok;

	csi_bytes_print(out, "<<\n/Type /%s\n/Filter /%s\n/SubFilter /%s\n",
	    claims->is_timestamp ? "DocTimeStamp" : "Sig",
	    claims->filter != NULL ? claims->filter : "Adobe.PPKLite",
	    claims->is_timestamp        ? "ETSI.RFC3161"
	    : claims->subfilter != NULL ? claims->subfilter
					: "ETSI.CAdES.detached");
	ok = claims->is_timestamp || write_claims(out, claims);
	if (claims->is_virtual)
		csi_bytes_add_text(out, "\n/CSEAL_Virtual true");
	ok &= csi_pdf_write_references(
	    out, claims->certify, &claims->lock, catalog);
	csi_pdf_update_settle(update);
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
	csi_pdf_update_clear(update);
	csi_bytes_add_text(out, "\n>>");
	csi_pdf_update_close(update);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a text of the seal was not UTF-8, or its time was out of "
		    "range");
	return CSEAL_OK;
}

/* The widget comes last: it is seen over its marks. */
static cseal_status
put_on_page(csi_pdf_update *update, const struct csi_pdf_target *target,
    struct csi_pdf_ref widget, cseal_error **ret_error)
{
	size_t count = target->beside_count;
	struct csi_pdf_ref *refs = calloc(count + 1, sizeof(*refs));
	cseal_status st;

	if (refs == NULL)
		return csi_fail_memory(ret_error);
	if (count > 0)
		memcpy(refs, target->beside, count * sizeof(*refs));
	refs[count] = widget;
	st =
	    csi_pdf_page_add(update, &target->page, refs, count + 1, ret_error);
	free(refs);
	return st;
}

/* The array of its kids is written into it, whatever object it was: in a
 * hostile file that may be anything. */
static cseal_status
put_in_group(csi_pdf_update *update, const struct csi_pdf_target *target,
    struct csi_pdf_ref field, cseal_error **ret_error)
{
	struct csi_pdf_change change = { "Kids", { 0 } };
	const struct csi_pdf_value *kids;
	struct csi_bytes longer = { 0 };
	cseal_status st;

	st = csi_pdf_get(csi_pdf_update_reader(update), target->group, "Kids",
	    &kids, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_write_appended(&longer, kids, &field, 1);
	if (longer.failed)
		csi_pdf_update_fail(update);
	change.text = csi_bytes_span(&longer);
	csi_pdf_replace(update, target->group_ref, target->group, &change, 1);
	csi_bytes_free(&longer);
	return CSEAL_OK;
}

/* The groups that are not there yet, each the only kid of the one above.
 * *ret_first: what goes into the form, or into the group that is there;
 * *ret_parent: of the field, number 0: none. */
static cseal_status
write_groups(csi_pdf_update *update, const struct csi_pdf_target *target,
    struct csi_pdf_ref field, struct csi_pdf_ref *ret_first,
    struct csi_pdf_ref *ret_parent, cseal_error **ret_error)
{
	struct csi_pdf_ref own = field, parent = target->group_ref, kid;
	const char *part = target->parts;
	bool is_text = true;

	if (target->new_groups > 0)
		own = csi_pdf_update_new_ref(update);
	*ret_first = own;
	for (size_t i = 0; i < target->new_groups; i++) {
		struct csi_bytes *out;

		kid = i + 1 < target->new_groups
			  ? csi_pdf_update_new_ref(update)
			  : field;
		out = csi_pdf_update_open(update, own);
		csi_bytes_add_text(out, "<<\n/T ");
		is_text &= write_name(out, part, parent);
		csi_bytes_add_text(out, "\n/Kids [");
		csi_pdf_write_ref(out, kid);
		csi_bytes_add_text(out, "]\n>>");
		csi_pdf_update_close(update);
		part += strlen(part) + 1;
		parent = own;
		own = kid;
	}
	*ret_parent = parent;
	return is_text ? CSEAL_OK
		       : cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
			     "the name of the field was not UTF-8");
}

static cseal_status
write_new_field(csi_pdf_update *update, const struct csi_pdf_target *target,
    const struct csi_pdf_claims *claims, struct csi_pdf_ref value,
    struct csi_pdf_ref appearance, struct csi_pdf_form_change *change,
    cseal_error **ret_error)
{
	struct csi_pdf_ref widget = csi_pdf_update_new_ref(update);
	struct csi_pdf_ref lock, first = { 0, 0 }, parent = { 0, 0 };
	cseal_status st;

	st = write_lock(update, &claims->lock, &lock, ret_error);
	if (st == CSEAL_OK)
		st = write_groups(
		    update, target, widget, &first, &parent, ret_error);
	if (st == CSEAL_OK)
		st = write_new_widget(update, target, claims, value, appearance,
		    lock, parent, widget, ret_error);
	if (st == CSEAL_OK)
		st = put_on_page(update, target, widget, ret_error);
	if (st == CSEAL_OK && target->group_ref.number != 0)
		return put_in_group(update, target, first, ret_error);
	change->field = first;
	return st;
}

cseal_status
csi_pdf_seal_write(csi_pdf_update *update, const struct csi_pdf_target *target,
    const struct csi_pdf_look *look, const struct csi_pdf_claims *claims,
    size_t contents_len, struct csi_pdf_holes *ret_holes,
    cseal_error **ret_error)
{
	struct csi_pdf_ref value = csi_pdf_update_new_ref(update);
	struct csi_pdf_ref appearance = csi_pdf_update_new_ref(update);
	struct csi_pdf_form_change change = { .attestation =
						  claims->attestation };
	struct csi_pdf_holes holes;
	cseal_status st = CSEAL_OK;

	write_appearance(update, appearance, target, look);
	if (target->is_new)
		st = write_new_field(update, target, claims, value, appearance,
		    &change, ret_error);
	else
		fill_field(update, target, value, appearance);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_structure_finish(update);
	if (claims->certify != 0)
		change.certification = value;
	st = csi_pdf_form_change(update, &target->form, &change, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = write_signature(update, value, target->form.catalog_ref, claims,
	    contents_len, &holes, ret_error);
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
