/* SPDX-License-Identifier: Apache-2.0 */
/* changes-value.c -- is the text that a field shows its value?
 *
 * Letters are compared in the order in which they are drawn, whatever program
 * made the appearance: blanks and breaks of lines do not count. */
#include "pdf/changes-shown.h"

#include "error.h"
#include "pdf/formatted.h"
#include "pdf/letters.h"
#include "pdf/text.h"

#include <string.h>

#define OPTIONS_MOST 2000
#define VALUE_MOST   ((size_t)1 << 20) /* bytes of a value in a stream */

/* ---- values --------------------------------------------------------------- */

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
say_likeness(const struct csi_pdf_filled *field, enum likeness likeness)
{
	if (likeness == OTHER)
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
		    "shows something other than what was filled in");
	if (likeness == UNSURE)
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "shows text that cannot be compared with what was filled "
		    "in");
	if (likeness == PART && (field->flags & CSI_PDF_FLAG_MULTILINE) == 0)
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "shows only a part of what was filled in");
	return CSEAL_OK;
}

/* A script that was signed may show the value in another form. */
static cseal_status
read_script(
    const struct csi_pdf_filled *field, struct csi_bytes *script, bool *ret_has)
{
	struct csi_pdf_judge *judge = field->judge;
	const struct csi_pdf_value *actions, *action, *text;
	cseal_status st = csi_pdf_field_inherited(
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
compare_text(const struct csi_pdf_filled *field, const struct csi_bytes *shown,
    const struct csi_bytes *value)
{
	if (shown->len > 0 && is_shaped(value))
		return UNSURE;
	return compare(field->judge, shown, value);
}

/* Of a script that is not known, anything may come. */
static enum likeness
compare_formatted(const struct csi_pdf_filled *field,
    const struct csi_bytes *script, const struct csi_bytes *shown,
    const struct csi_bytes *value)
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
check_text(
    const struct csi_pdf_filled *field, const struct csi_pdf_shown *shown)
{
	const struct csi_pdf_value *value;
	struct csi_bytes text = { 0 }, script = { 0 };
	enum likeness likeness = SAME;
	bool formatted;
	cseal_status st;

	if ((field->flags & CSI_PDF_FLAG_PASSWORD) != 0 &&
	    (is_of_one_letter(&shown->text, '*') ||
		is_of_one_letter(&shown->text, 0x2022)))
		return CSEAL_OK;
	st = csi_pdf_field_inherited(
	    field->judge, field->judge->delta.after, field->dict, "V", &value);
	if (st == CSEAL_OK)
		st = add_value(field->judge, value, &text);
	if (st == CSEAL_OK)
		st = read_script(field, &script, &formatted);
	if (st == CSEAL_OK)
		likeness = formatted ? compare_formatted(
					   field, &script, &shown->text, &text)
				     : compare_text(field, &shown->text, &text);
	csi_bytes_free(&text);
	csi_bytes_free(&script);
	return st == CSEAL_OK ? say_likeness(field, likeness) : st;
}

/* What an option shows is its own text, or the second of two. */
static cseal_status
add_option(const struct csi_pdf_filled *field, const struct csi_pdf_value *item,
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
compare_option(const struct csi_pdf_filled *field,
    const struct csi_pdf_value *options, const struct csi_bytes *shown,
    const struct csi_bytes *value, bool *ret_found)
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
match_options(const struct csi_pdf_filled *field,
    const struct csi_pdf_value *options, const struct csi_bytes *shown,
    size_t *from)
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
check_choice(
    const struct csi_pdf_filled *field, const struct csi_pdf_shown *shown)
{
	const struct csi_pdf_value *options, *value;
	struct csi_bytes text = { 0 };
	size_t count = shown->text.len / 4, from = 0;
	bool found = false;
	cseal_status st = csi_pdf_field_inherited(
	    field->judge, field->judge->delta.after, field->dict, "V", &value);

	if (st == CSEAL_OK)
		st = add_value(field->judge, value, &text);
	if (st == CSEAL_OK)
		st = csi_pdf_field_inherited(field->judge,
		    field->judge->delta.after, field->dict, "Opt", &options);
	if (st == CSEAL_OK && (field->flags & CSI_PDF_FLAG_COMBO) != 0)
		st =
		    compare_option(field, options, &shown->text, &text, &found);
	if (st == CSEAL_OK &&
	    (found || compare(field->judge, &shown->text, &text) != OTHER))
		from = count;
	else if (st == CSEAL_OK && (field->flags & CSI_PDF_FLAG_COMBO) == 0)
		st = match_options(field, options, &shown->text, &from);
	csi_bytes_free(&text);
	return st == CSEAL_OK
		   ? say_likeness(field, from == count ? SAME : OTHER)
		   : st;
}

/* A mark, or the caption that the button was made with. */
static cseal_status
check_button(
    const struct csi_pdf_filled *field, const struct csi_pdf_shown *shown)
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

cseal_status
csi_pdf_field_unsure(const struct csi_pdf_filled *field)
{
	return say_likeness(field, UNSURE);
}

cseal_status
csi_pdf_check_text(
    const struct csi_pdf_filled *field, const struct csi_pdf_shown *shown)
{
	if (csi_pdf_is_name(field->type, "Btn") && shown->text.len / 4 <= 1)
		return CSEAL_OK;
	if (shown->unreadable || is_shaped(&shown->text))
		return csi_pdf_field_unsure(field);
	if (csi_pdf_is_name(field->type, "Btn"))
		return check_button(field, shown);
	if (csi_pdf_is_name(field->type, "Ch"))
		return check_choice(field, shown);
	return check_text(field, shown);
}
