/* SPDX-License-Identifier: Apache-2.0 */
/* changes-shown.c -- does a field show what was filled in?
 *
 * Its value is what programs take from a form, its appearance what people
 * see: whoever fills it in could let them differ, or paint over the page
 * below.  So what is read there must be the value, pictures are none, and
 * areas and lines may be there only where the field was made with them. */
#include "pdf/changes-shown.h"

#include "error.h"
#include "pdf/same.h"

#include <string.h>

#define STATES_MOST 64 /* of a check box */

cseal_status
csi_pdf_field_say(const struct csi_pdf_filled *field,
    enum csi_pdf_changes changes, const char *how)
{
	csi_pdf_raise(field->judge, changes);
	csi_reasons_add(
	    field->judge->reasons, "%s %s.", field->judge->what, how);
	return CSEAL_OK;
}

cseal_status
csi_pdf_field_unsure(const struct csi_pdf_filled *field)
{
	return csi_pdf_field_say(field, CSI_PDF_CHANGES_UNKNOWN,
	    "shows text that cannot be compared with what was filled in");
}

/* ---- one appearance ------------------------------------------------------- */

/* Of what has no place, its own space is looked at. */
static struct csi_pdf_sight
sight_of(const struct csi_pdf_filled *field)
{
	struct csi_pdf_sight shown = { .left = &field->judge->left };

	if (field->rect.left < field->rect.right &&
	    field->rect.bottom < field->rect.top)
		shown.rect = &field->rect;
	return shown;
}

/* What the same appearance showed before. */
static cseal_status
read_old(const struct csi_pdf_filled *field, const char *key,
    struct csi_span state, struct csi_pdf_sight *shown)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *looks, *look;
	cseal_status st;

	if (field->old_widget->type != CSI_PDF_DICT)
		return CSEAL_OK;
	st = csi_pdf_get(judge->delta.before, field->old_widget, "AP", &looks,
	    judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.before, looks, key, &look, judge->ret_error);
	if (st == CSEAL_OK && look->type == CSI_PDF_DICT)
		st = csi_pdf_resolve(judge->delta.before,
		    csi_pdf_find_span(look, state), &look, judge->ret_error);
	if (st == CSEAL_OK && look->type == CSI_PDF_STREAM)
		st = csi_pdf_shown_add(judge->delta.before, look,
		    field->resources, shown, judge->ret_error);
	return st;
}

static cseal_status
judge_shown(const struct csi_pdf_filled *field, struct csi_span state,
    const struct csi_pdf_sight *shown, const struct csi_pdf_sight *old,
    bool is_normal)
{
	cseal_status st;

	if (field->judge->left == 0)
		return csi_pdf_field_unsure(field);
	if (shown->pictures)
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "shows a picture where text was filled in");
	if (csi_pdf_is_name(field->type, "Btn"))
		return csi_pdf_check_button(
		    field, state, shown, old, is_normal);
	st = csi_pdf_check_paint(field, shown, old);
	return st == CSEAL_OK ? csi_pdf_check_text(field, shown, is_normal)
			      : st;
}

/* state: of a button, or empty. */
static cseal_status
check_look(const struct csi_pdf_filled *field, const char *key,
    struct csi_span state, const struct csi_pdf_value *look)
{
	struct csi_pdf_judge *judge = field->judge;
	struct csi_pdf_sight shown = sight_of(field), old = sight_of(field);
	cseal_status st;

	shown.delta = &judge->delta;
	st = csi_pdf_resolve(judge->delta.after, look, &look, judge->ret_error);
	if (st != CSEAL_OK || look->type != CSI_PDF_STREAM)
		return st;
	st = csi_pdf_shown_add(judge->delta.after, look, field->resources,
	    &shown, judge->ret_error);
	if (st == CSEAL_OK)
		st = read_old(field, key, state, &old);
	if (st == CSEAL_OK)
		st = judge_shown(
		    field, state, &shown, &old, strcmp(key, "N") == 0);
	csi_pdf_shown_clear(&shown);
	csi_pdf_shown_clear(&old);
	return st;
}

/* One picture, or one for each state. */
static cseal_status
check_looks(const struct csi_pdf_filled *field, const char *key,
    const struct csi_pdf_value *looks)
{
	static const struct csi_span none = { NULL, 0 };
	cseal_status st = CSEAL_OK;

	if (looks->type != CSI_PDF_DICT)
		return check_look(field, key, none, looks);
	if (looks->as.dict.count > STATES_MOST)
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "has more appearances than can be looked at");
	for (size_t i = 0; st == CSEAL_OK && i < looks->as.dict.count; i++) {
		const struct csi_pdf_entry *entry = &looks->as.dict.entries[i];
		bool was;

		st = csi_pdf_was_button_look(
		    field, key, entry->key, &entry->value, &was);
		if (st == CSEAL_OK && !was)
			st = check_look(field, key, entry->key, &entry->value);
	}
	return st;
}

/* ---- a widget ------------------------------------------------------------- */

cseal_status
csi_pdf_check_state(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	struct csi_pdf_filled field = { .judge = judge };
	const struct csi_pdf_value *now, *then;
	bool same = false;
	cseal_status st = csi_pdf_filled_read(&field, known);

	if (st != CSEAL_OK || field.widget->type != CSI_PDF_DICT ||
	    field.dict->type != CSI_PDF_DICT)
		return st;
	/* What it showed when it was signed, it may go on showing. */
	st = csi_pdf_get(
	    judge->delta.after, field.widget, "AS", &now, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.before, field.old_widget, "AS",
		    &then, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_same(then, now, &same, judge->ret_error);
	return st == CSEAL_OK && !same ? csi_pdf_check_button_state(&field)
				       : st;
}

cseal_status
csi_pdf_check_shown(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	static const char *const keys[] = { "N", "R", "D" };
	struct csi_pdf_filled field = { .judge = judge };
	const struct csi_pdf_value *looks, *look;
	cseal_status st = csi_pdf_filled_read(&field, known);

	if (st != CSEAL_OK || field.widget->type != CSI_PDF_DICT ||
	    field.dict->type != CSI_PDF_DICT)
		return st;
	st = csi_pdf_check_button_state(&field);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, field.widget, "AP", &looks,
		    judge->ret_error);
	for (size_t i = 0; st == CSEAL_OK && looks->type == CSI_PDF_DICT &&
			   i < sizeof(keys) / sizeof(keys[0]);
	     i++) {
		st = csi_pdf_get(judge->delta.after, looks, keys[i], &look,
		    judge->ret_error);
		if (st == CSEAL_OK)
			st = check_looks(&field, keys[i], look);
	}
	return st;
}

/* ---- a signature field without a signature -------------------------------- */

static cseal_status
shows_look(struct csi_pdf_judge *judge, const struct csi_pdf_value *look,
    bool *ret_shows)
{
	static const struct csi_pdf_value nothing = { .type = CSI_PDF_NULL };
	struct csi_pdf_sight shown = { .left = &judge->left };
	cseal_status st;

	*ret_shows = look->type != CSI_PDF_NULL;
	if (look->type != CSI_PDF_STREAM)
		return CSEAL_OK;
	st = csi_pdf_shown_add(
	    judge->delta.after, look, &nothing, &shown, judge->ret_error);
	if (st == CSEAL_OK)
		*ret_shows = shown.letters.len > 0 || shown.paints.len > 0 ||
			     shown.pictures || shown.unreadable;
	csi_pdf_shown_clear(&shown);
	return st;
}

/* Does its appearance show anything, or, where it is new, the background and
 * the border that readers paint without one? */
cseal_status
csi_pdf_shows_something(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *widget, bool is_new, bool *ret_shows)
{
	static const char *const keys[] = { "N", "R", "D" };
	const struct csi_pdf_value *looks, *look;
	bool fills = false, lines = false;
	cseal_status st = CSEAL_OK;

	if (is_new)
		st = csi_pdf_has_color(
		    judge, judge->delta.after, widget, "BG", &fills);
	if (st == CSEAL_OK && is_new)
		st = csi_pdf_has_color(
		    judge, judge->delta.after, widget, "BC", &lines);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, widget, "AP", &looks, judge->ret_error);
	*ret_shows = fills || lines;
	for (size_t i = 0; st == CSEAL_OK && !*ret_shows &&
			   i < sizeof(keys) / sizeof(keys[0]);
	     i++) {
		st = csi_pdf_get(judge->delta.after, looks, keys[i], &look,
		    judge->ret_error);
		if (st == CSEAL_OK)
			st = shows_look(judge, look, ret_shows);
	}
	return st;
}
