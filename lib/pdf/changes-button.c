/* SPDX-License-Identifier: Apache-2.0 */
/* changes-button.c -- does a button show the state that was filled in? */
#include "pdf/changes-shown.h"

#include "pdf/same.h"

#include <string.h>

/* ---- its state ------------------------------------------------------------ */

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
cseal_status
csi_pdf_check_button_state(const struct csi_pdf_filled *field)
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

/* ---- the looks of its states -------------------------------------------- */

/* A button's looks are made with it; what stays was signed. */
cseal_status
csi_pdf_was_button_look(const struct csi_pdf_filled *field, const char *key,
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

/* The caption that the button was made with. */
static cseal_status
check_caption(
    const struct csi_pdf_filled *field, const struct csi_pdf_sight *shown)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *looks, *caption;
	struct csi_pdf_reading reading = { .line_count = 0 };
	struct csi_bytes text = { 0 };
	enum csi_pdf_likeness likeness = CSI_PDF_LIKENESS_OTHER;
	cseal_status st;

	st = csi_pdf_get(judge->delta.before, field->old_widget, "MK", &looks,
	    judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.before, looks, "CA", &caption,
		    judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_add_value(judge, caption, &text);
	if (st == CSEAL_OK)
		st = csi_pdf_read_letters(field, shown, NULL, 0, &reading);
	if (st == CSEAL_OK)
		likeness = csi_pdf_compare_text(judge, &reading.text, &text);
	csi_bytes_free(&text);
	csi_bytes_free(&reading.text);
	if (st != CSEAL_OK || likeness == CSI_PDF_LIKENESS_SAME)
		return st;
	return likeness == CSI_PDF_LIKENESS_OTHER
		   ? csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
			 "shows something other than what was filled in")
		   : csi_pdf_field_unsure(field);
}

/* A box that is off shows no mark, and another state one, unless that was so
 * when it was signed. */
static cseal_status
check_mark(const struct csi_pdf_filled *field, struct csi_span state,
    const struct csi_pdf_sight *shown, const struct csi_pdf_sight *old)
{
	bool is_on = !csi_span_is(state, "Off");

	if (state.len == 0 || (field->flags & CSI_PDF_FLAG_PUSH) != 0 ||
	    csi_pdf_has_mark(field, shown, is_on) == is_on)
		return CSEAL_OK;
	if ((old->paints.len > 0 || old->letters.len > 0) &&
	    csi_pdf_has_mark(field, old, is_on) != is_on)
		return CSEAL_OK;
	/* There may be one, of a color that is not known. */
	if (is_on && csi_pdf_has_mark(field, shown, false))
		return csi_pdf_field_unsure(field);
	return csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
	    "shows something other than what was filled in");
}

cseal_status
csi_pdf_check_button(const struct csi_pdf_filled *field, struct csi_span state,
    const struct csi_pdf_sight *shown, const struct csi_pdf_sight *old,
    bool is_normal)
{
	enum csi_pdf_changes worst = field->judge->worst;
	size_t count = csi_pdf_letter_count(shown);
	cseal_status st = CSEAL_OK;

	/* Of one letter nobody need know which it is. */
	if (shown->foreign || (shown->unreadable && count > 1))
		return csi_pdf_field_unsure(field);
	if (count > 1)
		st = check_caption(field, shown);
	if (st != CSEAL_OK || !is_normal)
		return st;
	st = csi_pdf_check_paint(field, shown, old);
	if (st == CSEAL_OK && field->judge->worst == worst)
		st = check_mark(field, state, shown, old);
	return st;
}
