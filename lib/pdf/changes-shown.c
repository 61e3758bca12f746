/* SPDX-License-Identifier: Apache-2.0 */
/* changes-shown.c -- does a field show what was filled in?
 *
 * Its value is what programs take from a form, its appearance what people
 * see: whoever fills it in could let them differ, or paint over the page
 * below.  So the text must be the value's, pictures are none, and areas and
 * lines may be there only where the field was made with a background and a
 * border. */
#include "pdf/changes-shown.h"

#include "error.h"
#include "pdf/same.h"

#include <string.h>

#define PARENTS_MOST 32
#define STATES_MOST  64 /* of a check box */

/* A background, a border and its bevels have fewer points; with those that
 * part the characters of a comb. */
#define POINTS_MOST 24
#define COMB_MOST   200

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

cseal_status
csi_pdf_field_say(const struct csi_pdf_filled *field,
    enum csi_pdf_changes changes, const char *how)
{
	csi_pdf_raise(field->judge, changes);
	csi_reasons_add(
	    field->judge->reasons, "%s %s.", field->judge->what, how);
	return CSEAL_OK;
}

/* ---- one appearance ------------------------------------------------------- */

/* /MK was signed: a field with a background shows it (Table 189). */
static cseal_status
has_look(const struct csi_pdf_filled *field, const char *key, bool *ret_has)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *looks, *color;
	cseal_status st;

	st = csi_pdf_get(
	    judge->delta.after, field->widget, "MK", &looks, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, looks, key, &color, judge->ret_error);
	*ret_has = st == CSEAL_OK && color->type == CSI_PDF_ARRAY &&
		   color->as.array.count > 0;
	return st;
}

/* What the same appearance showed before. */
static cseal_status
read_old(const struct csi_pdf_filled *field, const char *key,
    struct csi_pdf_shown *shown)
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
	if (st == CSEAL_OK && look->type == CSI_PDF_STREAM)
		st = csi_pdf_shown_add(judge->delta.before, look,
		    field->resources, shown, judge->ret_error);
	return st;
}

/* A button's mark is painted, and the option that is chosen in a list. */
static cseal_status
check_paint(const struct csi_pdf_filled *field, const char *key,
    const struct csi_pdf_shown *shown)
{
	struct csi_pdf_shown old = { .left = &field->judge->left };
	size_t points = (field->flags & CSI_PDF_FLAG_COMB) != 0
			    ? POINTS_MOST + COMB_MOST
			    : POINTS_MOST;
	bool fills = false, lines = false, is_list, is_drawing;
	cseal_status st;

	if (csi_pdf_is_name(field->type, "Btn") ||
	    (!shown->fills && !shown->lines))
		return CSEAL_OK;
	is_list = csi_pdf_is_name(field->type, "Ch") &&
		  (field->flags & CSI_PDF_FLAG_COMBO) == 0;
	st = has_look(field, "BG", &fills);
	if (st == CSEAL_OK)
		st = has_look(field, "BC", &lines);
	if (st == CSEAL_OK)
		st = read_old(field, key, &old);
	fills |= old.fills || is_list;
	lines |= old.lines || is_list;
	if (old.points > points)
		points = old.points;
	is_drawing = (shown->curves && !old.curves) || shown->points > points;
	csi_pdf_shown_clear(&old);
	if (st == CSEAL_OK && shown->fills && !fills)
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "hides what is behind it, which it was not made for");
	if (st == CSEAL_OK && ((shown->lines && !lines) || is_drawing))
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "shows a drawing where text was filled in");
	return st;
}

static cseal_status
judge_shown(const struct csi_pdf_filled *field, const char *key,
    const struct csi_pdf_shown *shown)
{
	cseal_status st;

	if (field->judge->left == 0)
		return csi_pdf_field_unsure(field);
	if (shown->pictures)
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "shows a picture where text was filled in");
	st = check_paint(field, key, shown);
	return st == CSEAL_OK ? csi_pdf_check_text(field, shown) : st;
}

static cseal_status
check_look(const struct csi_pdf_filled *field, const char *key,
    const struct csi_pdf_value *look)
{
	struct csi_pdf_judge *judge = field->judge;
	struct csi_pdf_shown shown = { .left = &judge->left };
	cseal_status st;

	st = csi_pdf_resolve(judge->delta.after, look, &look, judge->ret_error);
	if (st != CSEAL_OK || look->type != CSI_PDF_STREAM)
		return st;
	st = csi_pdf_shown_add(judge->delta.after, look, field->resources,
	    &shown, judge->ret_error);
	if (st == CSEAL_OK)
		st = judge_shown(field, key, &shown);
	csi_pdf_shown_clear(&shown);
	return st;
}

/* A button's looks are made with it; what stays was signed. */
static cseal_status
was_button_look(const struct csi_pdf_filled *field, const char *key,
    struct csi_span state, const struct csi_pdf_value *look, bool *ret_was)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *looks, *states, *old;
	cseal_status st;

	*ret_was = false;
	if (!csi_pdf_is_name(field->type, "Btn") ||
	    look->type != CSI_PDF_REFERENCE ||
	    csi_numbers_has(&judge->delta.is_changed, look->as.ref.number))
		return CSEAL_OK;
	st = csi_pdf_get(judge->delta.before, field->old_widget, "AP", &looks,
	    judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.before, looks, key, &states, judge->ret_error);
	if (st != CSEAL_OK || states->type != CSI_PDF_DICT)
		return st;
	old = csi_pdf_find_span(states, state);
	return old == NULL ? CSEAL_OK
			   : csi_pdf_same(old, look, ret_was, judge->ret_error);
}

/* One picture, or one for each state. */
static cseal_status
check_looks(const struct csi_pdf_filled *field, const char *key,
    const struct csi_pdf_value *looks)
{
	cseal_status st = CSEAL_OK;

	if (looks->type != CSI_PDF_DICT)
		return check_look(field, key, looks);
	if (looks->as.dict.count > STATES_MOST)
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "has more appearances than can be looked at");
	for (size_t i = 0; st == CSEAL_OK && i < looks->as.dict.count; i++) {
		const struct csi_pdf_entry *entry = &looks->as.dict.entries[i];
		bool was;

		st = was_button_look(
		    field, key, entry->key, &entry->value, &was);
		if (st == CSEAL_OK && !was)
			st = check_look(field, key, &entry->value);
	}
	return st;
}

/* ---- a widget ------------------------------------------------------------- */

static cseal_status
read_field(struct csi_pdf_filled *field, const struct csi_pdf_known *known)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *catalog, *form, *flags, *old;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = csi_pdf_load_newest(
	    judge->delta.after, known->owner, &field->dict, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_load_newest(judge->delta.after, known->number,
		    &field->widget, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_load_newest(judge->delta.before, known->number,
		    &field->old_widget, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_catalog(
		    judge->delta.after, &catalog, &ref, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, catalog, "AcroForm", &form,
		    judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, form, "DR",
		    &field->resources, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_field_inherited(
		    judge, judge->delta.after, field->dict, "FT", &field->type);
	if (st == CSEAL_OK)
		st = csi_pdf_load_newest(
		    judge->delta.before, known->owner, &old, judge->ret_error);
	/* As it was signed: what it is cannot be changed with what it says. */
	if (st == CSEAL_OK)
		st = csi_pdf_field_inherited(
		    judge, judge->delta.before, old, "Ff", &flags);
	if (st == CSEAL_OK)
		csi_pdf_as_integer(flags, 0, INT64_MAX, &field->flags);
	return st;
}

static bool
is_same_name(const struct csi_pdf_value *a, const struct csi_pdf_value *b)
{
	return (a->type == CSI_PDF_NAME || a->type == CSI_PDF_STRING) &&
	       (b->type == CSI_PDF_NAME || b->type == CSI_PDF_STRING) &&
	       a->as.text.len == b->as.text.len &&
	       (a->as.text.len == 0 ||
		   memcmp(a->as.text.at, b->as.text.at, a->as.text.len) == 0);
}

static bool
is_off(const struct csi_pdf_value *state)
{
	return state->type == CSI_PDF_NULL || csi_pdf_is_name(state, "Off");
}

/* /AS is what people see, /V what programs read (12.7.4.2.3). */
static cseal_status
check_state(const struct csi_pdf_filled *field)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *state, *value, *looks, *states;
	cseal_status st;

	if (!csi_pdf_is_name(field->type, "Btn"))
		return CSEAL_OK;
	st = csi_pdf_get(
	    judge->delta.after, field->widget, "AS", &state, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_field_inherited(
		    judge, judge->delta.after, field->dict, "V", &value);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, field->widget, "AP",
		    &looks, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, looks, "N", &states, judge->ret_error);
	if (st != CSEAL_OK || is_same_name(state, value))
		return st;
	if (!is_off(state))
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "shows something other than what was filled in");
	/* Of several boxes, those with another state are off. */
	if (is_off(value) ||
	    (value->type != CSI_PDF_NAME && value->type != CSI_PDF_STRING) ||
	    states->type != CSI_PDF_DICT ||
	    csi_pdf_find_span(states, value->as.text) == NULL)
		return CSEAL_OK;
	return csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
	    "shows something other than what was filled in");
}

cseal_status
csi_pdf_check_state(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	struct csi_pdf_filled field = { .judge = judge };
	const struct csi_pdf_value *now, *then;
	bool same = false;
	cseal_status st = read_field(&field, known);

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
	return st == CSEAL_OK && !same ? check_state(&field) : st;
}

cseal_status
csi_pdf_check_shown(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	static const char *const keys[] = { "N", "R", "D" };
	struct csi_pdf_filled field = { .judge = judge };
	const struct csi_pdf_value *looks, *look;
	cseal_status st = read_field(&field, known);

	if (st != CSEAL_OK || field.widget->type != CSI_PDF_DICT ||
	    field.dict->type != CSI_PDF_DICT)
		return st;
	st = check_state(&field);
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
	struct csi_pdf_shown shown = { .left = &judge->left };
	cseal_status st;

	*ret_shows = look->type != CSI_PDF_NULL;
	if (look->type != CSI_PDF_STREAM)
		return CSEAL_OK;
	st = csi_pdf_shown_add(
	    judge->delta.after, look, &nothing, &shown, judge->ret_error);
	if (st == CSEAL_OK)
		*ret_shows = shown.text.len > 0 || shown.fills || shown.lines ||
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
	struct csi_pdf_filled field = { .judge = judge, .widget = widget };
	const struct csi_pdf_value *looks, *look;
	bool fills = false, lines = false;
	cseal_status st = CSEAL_OK;

	if (is_new)
		st = has_look(&field, "BG", &fills);
	if (st == CSEAL_OK && is_new)
		st = has_look(&field, "BC", &lines);
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
