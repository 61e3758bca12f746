/* SPDX-License-Identifier: Apache-2.0 */
/* changes-shown.c -- does a field show what was filled in?
 *
 * Its value is what programs take from a form, its appearance what people
 * see: whoever fills it in could let them differ, or paint over the page
 * below.  So the text must be the value's, pictures are none, and areas and
 * lines may be there only where the field was made with a background and a
 * border. */
#include "pdf/changes-inside.h"

#include "error.h"
#include "pdf/formatted.h"
#include "pdf/letters.h"
#include "pdf/same.h"
#include "pdf/shown.h"
#include "pdf/text.h"

#include <stdlib.h>
#include <string.h>

#define PARENTS_MOST 32
#define OPTIONS_MOST 2000
#define VALUE_MOST   ((size_t)1 << 20) /* bytes of a value in a stream */
#define STATES_MOST  64                /* of a check box */

/* A background, a border and its bevels have fewer points; with those that
 * part the characters of a comb. */
#define POINTS_MOST 24
#define COMB_MOST   200

/* Bits of /Ff (Tables 226 to 230). */
#define FLAG_MULTILINE (1 << 12)
#define FLAG_PASSWORD  (1 << 13)
#define FLAG_COMBO     (1 << 17)
#define FLAG_COMB      (1 << 24)

struct field {
	struct csi_pdf_judge *judge;
	const struct csi_pdf_value *dict, *widget; /* now */
	const struct csi_pdf_value *old_widget;    /* or null */
	const struct csi_pdf_value *resources;     /* of the form, or null */
	const struct csi_pdf_value *type;
	int64_t flags;
};

/* ---- what it may show ----------------------------------------------------- */

/* Of the field, or of those that it belongs to. */
static cseal_status
inherited(struct csi_pdf_judge *judge, csi_pdf_reader *reader,
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

/* Adds the characters of a text without those that are not seen. */
static void
add_text(struct csi_bytes *out, struct csi_span text)
{
	struct csi_bytes utf8 = { 0 }, letters = { 0 };
	struct csi_reader in;

	csi_pdf_text_to_utf8(&utf8, text);
	csi_pdf_letters_of_utf8(csi_bytes_span(&utf8), &letters);
	in = csi_reader_of(letters.at, letters.len);
	while (csi_reader_left(&in) > 0) {
		uint32_t letter = csi_read_be32(&in);

		if (!csi_pdf_is_blank(letter))
			csi_bytes_add_be32(out, letter);
	}
	out->failed |= utf8.failed || letters.failed;
	csi_bytes_free(&utf8);
	csi_bytes_free(&letters);
}

static cseal_status
add_value(struct csi_pdf_judge *judge, const struct csi_pdf_value *value,
    struct csi_bytes *out)
{
	struct csi_bytes data = { 0 };
	cseal_status st;

	if (value->type == CSI_PDF_STRING || value->type == CSI_PDF_NAME)
		add_text(out, value->as.text);
	if (value->type == CSI_PDF_STREAM) {
		st = csi_pdf_stream_data(judge->delta.after, value, VALUE_MOST,
		    &data, judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		add_text(out, csi_bytes_span(&data));
		csi_bytes_free(&data);
	}
	/* When nothing is left, no more is compared. */
	csi_pdf_spend(&judge->left, out->len);
	return out->failed ? csi_fail_memory(judge->ret_error) : CSEAL_OK;
}

/* ---- comparing ------------------------------------------------------------ */

static uint32_t
letter_at(const struct csi_bytes *text, size_t i)
{
	struct csi_reader in = csi_reader_of(text->at + 4 * i, 4);

	return csi_read_be32(&in);
}

static bool
is_same_letter(uint32_t shown, uint32_t letter)
{
	return shown == letter ||
	       (shown == CSI_PDF_LETTER_SOME && letter >= 0x80);
}

/* Letters that are shown joined, or from right to left, cannot be compared
 * one by one. */
static bool
is_shaped(const struct csi_bytes *text)
{
	for (size_t i = 0; i < text->len / 4; i++) {
		uint32_t letter = letter_at(text, i);

		if ((letter >= 0x590 && letter < 0x1100) ||
		    (letter >= 0xfb00 && letter < 0xfeff))
			return true;
	}
	return false;
}

/* How many letters of the text at `from` are those of one; 0: not all. */
static size_t
match(const struct csi_bytes *text, size_t from, const struct csi_bytes *one)
{
	size_t count = one->len / 4;

	if (count > text->len / 4 - from)
		return 0;
	for (size_t i = 0; i < count; i++) {
		if (!is_same_letter(
			letter_at(text, from + i), letter_at(one, i)))
			return 0;
	}
	return count;
}

static bool
is_of_one_letter(const struct csi_bytes *text, uint32_t letter)
{
	for (size_t i = 0; i < text->len / 4; i++) {
		if (!is_same_letter(letter_at(text, i), letter))
			return false;
	}
	return true;
}

static bool
is_same_text(const struct csi_bytes *a, const struct csi_bytes *b)
{
	return a->len == b->len &&
	       (a->len == 0 || memcmp(a->at, b->at, a->len) == 0);
}

enum likeness { SAME, PART, OTHER, UNSURE };

static enum likeness
compare(struct csi_pdf_judge *judge, const struct csi_bytes *shown,
    const struct csi_bytes *value)
{
	size_t count = shown->len / 4, most = value->len / 4;

	if (count == 0)
		return SAME;
	if (count == most && match(shown, 0, value) == count)
		return SAME;
	for (size_t from = 0; count < most && from + count <= most; from++) {
		size_t i = 0;

		while (i < count && is_same_letter(letter_at(shown, i),
					letter_at(value, from + i)))
			i++;
		if (i == count)
			return PART;
		if (!csi_pdf_spend(&judge->left, i + 1))
			return UNSURE;
	}
	return OTHER;
}

/* ---- kinds of fields ------------------------------------------------------ */

static cseal_status
say(const struct field *field, enum csi_pdf_changes changes, const char *how)
{
	csi_pdf_raise(field->judge, changes);
	csi_reasons_add(
	    field->judge->reasons, "%s %s.", field->judge->what, how);
	return CSEAL_OK;
}

static cseal_status
say_likeness(const struct field *field, enum likeness likeness)
{
	if (likeness == OTHER)
		return say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "shows something other than what was filled in");
	if (likeness == UNSURE)
		return say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "shows text that cannot be compared with what was filled "
		    "in");
	if (likeness == PART && (field->flags & FLAG_MULTILINE) == 0)
		return say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "shows only a part of what was filled in");
	return CSEAL_OK;
}

/* A script that was signed may show the value in another form. */
static cseal_status
read_script(const struct field *field, struct csi_bytes *script, bool *ret_has)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *actions, *action, *text;
	cseal_status st = inherited(
	    judge, judge->delta.after, field->dict, "AA", &actions);

	*ret_has = st == CSEAL_OK && csi_pdf_find(actions, "F") != NULL;
	if (st != CSEAL_OK || !*ret_has)
		return st;
	st = csi_pdf_get(
	    judge->delta.after, actions, "F", &action, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    judge->delta.after, action, "JS", &text, judge->ret_error);
	if (st == CSEAL_OK && text->type == CSI_PDF_STRING)
		csi_pdf_text_to_utf8(script, text->as.text);
	else if (st == CSEAL_OK && text->type == CSI_PDF_STREAM)
		st = csi_pdf_stream_data(judge->delta.after, text, VALUE_MOST,
		    script, judge->ret_error);
	csi_pdf_spend(&judge->left, script->len);
	return st == CSEAL_OK && script->failed
		   ? csi_fail_memory(judge->ret_error)
		   : st;
}

static enum likeness
compare_text(const struct field *field, const struct csi_bytes *shown,
    const struct csi_bytes *value)
{
	if (shown->len > 0 && is_shaped(value))
		return UNSURE;
	return compare(field->judge, shown, value);
}

/* Of a script that is not known, anything may come. */
static enum likeness
compare_formatted(const struct field *field, const struct csi_bytes *script,
    const struct csi_bytes *shown, const struct csi_bytes *value)
{
	enum likeness likeness = compare_text(field, shown, value);

	/* Not all programs that fill forms in run scripts. */
	if (likeness == SAME)
		return SAME;
	switch (csi_pdf_formatted_number(csi_bytes_span(script),
	    csi_bytes_span(shown), csi_bytes_span(value))) {
	case CSI_PDF_FORMATTED_FREELY:
	case CSI_PDF_FORMATTED_SAME: return SAME;
	case CSI_PDF_FORMATTED_UNSURE: return UNSURE;
	case CSI_PDF_FORMATTED_OTHER: return OTHER;
	}
	return OTHER;
}

static cseal_status
check_text(const struct field *field, const struct csi_pdf_shown *shown)
{
	const struct csi_pdf_value *value;
	struct csi_bytes text = { 0 }, script = { 0 };
	enum likeness likeness = SAME;
	bool formatted;
	cseal_status st;

	if ((field->flags & FLAG_PASSWORD) != 0 &&
	    (is_of_one_letter(&shown->text, '*') ||
		is_of_one_letter(&shown->text, 0x2022)))
		return CSEAL_OK;
	st = inherited(
	    field->judge, field->judge->delta.after, field->dict, "V", &value);
	if (st == CSEAL_OK)
		st = add_value(field->judge, value, &text);
	if (st == CSEAL_OK)
		st = read_script(field, &script, &formatted);
	if (st == CSEAL_OK)
		likeness =
		    formatted
			? compare_formatted(
			      field, &script, &shown->text, &text)
			: compare_text(field, &shown->text, &text);
	csi_bytes_free(&text);
	csi_bytes_free(&script);
	return st == CSEAL_OK ? say_likeness(field, likeness) : st;
}

/* What an option shows is its own text, or the second of two. */
static cseal_status
add_option(const struct field *field, const struct csi_pdf_value *item,
    struct csi_bytes *out)
{
	struct csi_pdf_judge *judge = field->judge;
	cseal_status st;

	st = csi_pdf_resolve(judge->delta.after, item, &item, judge->ret_error);
	if (st == CSEAL_OK && item->type == CSI_PDF_ARRAY &&
	    item->as.array.count == 2)
		st = csi_pdf_resolve(judge->delta.after,
		    &item->as.array.items[1], &item, judge->ret_error);
	return st == CSEAL_OK ? add_value(judge, item, out) : st;
}

/* A closed list shows what belongs to the value, which need not be what the
 * file calls it. */
static cseal_status
compare_option(const struct field *field, const struct csi_pdf_value *options,
    const struct csi_bytes *shown, const struct csi_bytes *value,
    bool *ret_found)
{
	struct csi_pdf_judge *judge = field->judge;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && !*ret_found && judge->left > 0 &&
			   options->type == CSI_PDF_ARRAY &&
			   i < options->as.array.count && i < OPTIONS_MOST;
	     i++) {
		struct csi_bytes name = { 0 }, text = { 0 };
		const struct csi_pdf_value *item, *first;

		st = csi_pdf_resolve(judge->delta.after,
		    &options->as.array.items[i], &item, judge->ret_error);
		if (st != CSEAL_OK || item->type != CSI_PDF_ARRAY ||
		    item->as.array.count != 2)
			continue;
		st = csi_pdf_resolve(judge->delta.after,
		    &item->as.array.items[0], &first, judge->ret_error);
		if (st == CSEAL_OK)
			st = add_value(judge, first, &name);
		if (st == CSEAL_OK && is_same_text(&name, value))
			st = add_option(field, item, &text);
		*ret_found = st == CSEAL_OK && is_same_text(&name, value) &&
			     compare(judge, shown, &text) != OTHER;
		csi_bytes_free(&name);
		csi_bytes_free(&text);
	}
	return st;
}

/* The options that are shown, from `from` on, as far as they match. */
static cseal_status
match_options(const struct field *field, const struct csi_pdf_value *options,
    const struct csi_bytes *shown, size_t *from)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && options->type == CSI_PDF_ARRAY &&
			   i < options->as.array.count && i < OPTIONS_MOST;
	     i++) {
		struct csi_bytes text = { 0 };

		if (field->judge->left == 0)
			break;
		st = add_option(field, &options->as.array.items[i], &text);
		if (st == CSEAL_OK && *from < shown->len / 4)
			*from += match(shown, *from, &text);
		csi_bytes_free(&text);
	}
	return st;
}

/* A list shows options one after another; a closed one shows one. */
static cseal_status
check_choice(const struct field *field, const struct csi_pdf_shown *shown)
{
	const struct csi_pdf_value *options, *value;
	struct csi_bytes text = { 0 };
	size_t count = shown->text.len / 4, from = 0;
	bool found = false;
	cseal_status st = inherited(
	    field->judge, field->judge->delta.after, field->dict, "V", &value);

	if (st == CSEAL_OK)
		st = add_value(field->judge, value, &text);
	if (st == CSEAL_OK)
		st = inherited(field->judge, field->judge->delta.after,
		    field->dict, "Opt", &options);
	if (st == CSEAL_OK && (field->flags & FLAG_COMBO) != 0)
		st = compare_option(
		    field, options, &shown->text, &text, &found);
	if (st == CSEAL_OK &&
	    (found || compare(field->judge, &shown->text, &text) != OTHER))
		from = count;
	else if (st == CSEAL_OK && (field->flags & FLAG_COMBO) == 0)
		st = match_options(field, options, &shown->text, &from);
	csi_bytes_free(&text);
	return st == CSEAL_OK
		   ? say_likeness(field, from == count ? SAME : OTHER)
		   : st;
}

/* A mark, or the caption that the button was made with. */
static cseal_status
check_button(const struct field *field, const struct csi_pdf_shown *shown)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *looks, *caption;
	struct csi_bytes text = { 0 };
	enum likeness likeness = SAME;
	cseal_status st;

	if (shown->text.len / 4 <= 1)
		return CSEAL_OK;
	st = csi_pdf_get(
	    judge->delta.after, field->widget, "MK", &looks, judge->ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, looks, "CA", &caption,
		    judge->ret_error);
	if (st == CSEAL_OK)
		st = add_value(judge, caption, &text);
	if (st == CSEAL_OK)
		likeness = compare(field->judge, &shown->text, &text);
	csi_bytes_free(&text);
	return st == CSEAL_OK ? say_likeness(field, likeness) : st;
}

/* ---- one appearance ------------------------------------------------------- */

/* /MK was signed: a field with a background shows it (Table 189). */
static cseal_status
has_look(const struct field *field, const char *key, bool *ret_has)
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
read_old(
    const struct field *field, const char *key, struct csi_pdf_shown *shown)
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
check_paint(const struct field *field, const char *key,
    const struct csi_pdf_shown *shown)
{
	struct csi_pdf_shown old = { .left = &field->judge->left };
	size_t points = (field->flags & FLAG_COMB) != 0
			    ? POINTS_MOST + COMB_MOST
			    : POINTS_MOST;
	bool fills = false, lines = false, is_list, is_drawing;
	cseal_status st;

	if (csi_pdf_is_name(field->type, "Btn") ||
	    (!shown->fills && !shown->lines))
		return CSEAL_OK;
	is_list = csi_pdf_is_name(field->type, "Ch") &&
		  (field->flags & FLAG_COMBO) == 0;
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
		return say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "hides what is behind it, which it was not made for");
	if (st == CSEAL_OK && ((shown->lines && !lines) || is_drawing))
		return say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "shows a drawing where text was filled in");
	return st;
}

static cseal_status
judge_shown(const struct field *field, const char *key,
    const struct csi_pdf_shown *shown)
{
	cseal_status st;

	if (field->judge->left == 0)
		return say_likeness(field, UNSURE);
	if (shown->pictures)
		return say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "shows a picture where text was filled in");
	st = check_paint(field, key, shown);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_is_name(field->type, "Btn") && shown->text.len / 4 <= 1)
		return CSEAL_OK;
	if (shown->unreadable || is_shaped(&shown->text))
		return say_likeness(field, UNSURE);
	if (csi_pdf_is_name(field->type, "Btn"))
		return check_button(field, shown);
	if (csi_pdf_is_name(field->type, "Ch"))
		return check_choice(field, shown);
	return check_text(field, shown);
}

static cseal_status
check_look(const struct field *field, const char *key,
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
was_button_look(const struct field *field, const char *key, struct csi_span state,
    const struct csi_pdf_value *look, bool *ret_was)
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
	return old == NULL
		   ? CSEAL_OK
		   : csi_pdf_same(old, look, ret_was, judge->ret_error);
}

/* One picture, or one for each state. */
static cseal_status
check_looks(const struct field *field, const char *key,
    const struct csi_pdf_value *looks)
{
	cseal_status st = CSEAL_OK;

	if (looks->type != CSI_PDF_DICT)
		return check_look(field, key, looks);
	if (looks->as.dict.count > STATES_MOST)
		return say(field, CSI_PDF_CHANGES_UNKNOWN,
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
read_field(struct field *field, const struct csi_pdf_known *known)
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
		st = inherited(
		    judge, judge->delta.after, field->dict, "FT", &field->type);
	if (st == CSEAL_OK)
		st = csi_pdf_load_newest(
		    judge->delta.before, known->owner, &old, judge->ret_error);
	/* As it was signed: what it is cannot be changed with what it says. */
	if (st == CSEAL_OK)
		st = inherited(judge, judge->delta.before, old, "Ff", &flags);
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
check_state(const struct field *field)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *state, *value, *looks, *states;
	cseal_status st;

	if (!csi_pdf_is_name(field->type, "Btn"))
		return CSEAL_OK;
	st = csi_pdf_get(
	    judge->delta.after, field->widget, "AS", &state, judge->ret_error);
	if (st == CSEAL_OK)
		st = inherited(
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
		return say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "shows something other than what was filled in");
	/* Of several boxes, those with another state are off. */
	if (is_off(value) || (value->type != CSI_PDF_NAME &&
				 value->type != CSI_PDF_STRING) ||
	    states->type != CSI_PDF_DICT ||
	    csi_pdf_find_span(states, value->as.text) == NULL)
		return CSEAL_OK;
	return say(field, CSI_PDF_CHANGES_FORBIDDEN,
	    "shows something other than what was filled in");
}

cseal_status
csi_pdf_check_state(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known)
{
	struct field field = { .judge = judge };
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
	struct field field = { .judge = judge };
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
	struct field field = { .judge = judge, .widget = widget };
	const struct csi_pdf_value *looks, *look;
	bool fills = false, lines = false;
	cseal_status st = CSEAL_OK;

	if (is_new)
		st = has_look(&field, "BG", &fills);
	if (st == CSEAL_OK && is_new)
		st = has_look(&field, "BC", &lines);
	if (st == CSEAL_OK)
		st = csi_pdf_get(judge->delta.after, widget, "AP", &looks,
		    judge->ret_error);
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
