/* SPDX-License-Identifier: Apache-2.0 */
/* changes-value.c -- is the text that a field shows its value?
 *
 * Letters are compared in the order in which one reads them, whatever program
 * made the appearance: blanks and breaks of lines do not count. */
#include "pdf/changes-shown.h"

#include "error.h"
#include "pdf/formatted.h"
#include "pdf/letters.h"
#include "pdf/text.h"

#include <string.h>

#define VALUE_MOST ((size_t)1 << 20) /* bytes of a value in a stream */

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

cseal_status
csi_pdf_add_value(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *value, struct csi_bytes *out)
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

/* Signs that look the same, or that fonts have in place of one another. */
static uint32_t
plain(uint32_t letter)
{
	switch (letter) {
	case 0x60:
	case 0x2018:
	case 0x2019: return 0x27;
	case 0xad:
	case 0x2010:
	case 0x2011:
	case 0x2212: return '-';
	default: return letter;
	}
}

static bool
is_same_letter(uint32_t shown, uint32_t letter)
{
	return plain(shown) == plain(letter);
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

size_t
csi_pdf_match_text(
    const struct csi_bytes *text, size_t from, const struct csi_bytes *one)
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

enum csi_pdf_likeness
csi_pdf_compare_text(struct csi_pdf_judge *judge, const struct csi_bytes *shown,
    const struct csi_bytes *value)
{
	size_t count = shown->len / 4, most = value->len / 4;

	if (count == 0)
		return most == 0 ? CSI_PDF_LIKENESS_SAME
				 : CSI_PDF_LIKENESS_NOTHING;
	if (count == most && csi_pdf_match_text(shown, 0, value) == count)
		return CSI_PDF_LIKENESS_SAME;
	for (size_t from = 0; count < most && from + count <= most; from++) {
		size_t i = 0;

		while (i < count && is_same_letter(letter_at(shown, i),
					letter_at(value, from + i)))
			i++;
		if (i == count)
			return CSI_PDF_LIKENESS_PART;
		if (!csi_pdf_spend(&judge->left, i + 1))
			return CSI_PDF_LIKENESS_UNSURE;
	}
	return CSI_PDF_LIKENESS_OTHER;
}

/* ---- numbers, dates, and what scripts make of them -------------------------- */

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

static enum csi_pdf_likeness
compare_letters(const struct csi_pdf_filled *field,
    const struct csi_bytes *shown, const struct csi_bytes *value)
{
	if (shown->len > 0 && is_shaped(value))
		return CSI_PDF_LIKENESS_UNSURE;
	return csi_pdf_compare_text(field->judge, shown, value);
}

/* Not all programs that fill forms in run scripts. */
static enum csi_pdf_likeness
compare_formatted(const struct csi_pdf_filled *field,
    const struct csi_bytes *script, const struct csi_bytes *shown,
    const struct csi_bytes *value)
{
	enum csi_pdf_likeness likeness = compare_letters(field, shown, value);

	if (likeness == CSI_PDF_LIKENESS_SAME ||
	    likeness == CSI_PDF_LIKENESS_NOTHING)
		return likeness;
	switch (csi_pdf_formatted(csi_bytes_span(script), csi_bytes_span(shown),
	    csi_bytes_span(value))) {
	case CSI_PDF_FORMATTED_SAME: return CSI_PDF_LIKENESS_SAME;
	case CSI_PDF_FORMATTED_UNSURE: return CSI_PDF_LIKENESS_UNSURE;
	case CSI_PDF_FORMATTED_OTHER: return CSI_PDF_LIKENESS_OTHER;
	}
	return CSI_PDF_LIKENESS_OTHER;
}

/* ---- kinds of fields ------------------------------------------------------ */

static cseal_status
say_likeness(const struct csi_pdf_filled *field, enum csi_pdf_likeness likeness)
{
	switch (likeness) {
	case CSI_PDF_LIKENESS_SAME: return CSEAL_OK;
	case CSI_PDF_LIKENESS_PART:
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "shows only a part of what was filled in");
	case CSI_PDF_LIKENESS_NOTHING:
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "shows nothing of what was filled in");
	case CSI_PDF_LIKENESS_UNMARKED:
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "does not show which option was chosen");
	case CSI_PDF_LIKENESS_UNSURE: return csi_pdf_field_unsure(field);
	case CSI_PDF_LIKENESS_OTHER: break;
	}
	return csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN,
	    "shows something other than what was filled in");
}

/* Of a password, stars. */
static bool
is_masked(
    const struct csi_pdf_filled *field, const struct csi_pdf_reading *reading)
{
	return (field->flags & CSI_PDF_FLAG_PASSWORD) != 0 &&
	       (is_of_one_letter(&reading->text, '*') ||
		   is_of_one_letter(&reading->text, 0x2022));
}

static cseal_status
compare_value(const struct csi_pdf_filled *field,
    const struct csi_pdf_reading *reading, enum csi_pdf_likeness *ret_likeness)
{
	const struct csi_pdf_value *value;
	struct csi_bytes text = { 0 }, script = { 0 };
	bool formatted;
	cseal_status st = csi_pdf_field_inherited(
	    field->judge, field->judge->delta.after, field->dict, "V", &value);

	if (st == CSEAL_OK)
		st = csi_pdf_add_value(field->judge, value, &text);
	if (st == CSEAL_OK)
		st = read_script(field, &script, &formatted);
	if (st == CSEAL_OK)
		*ret_likeness =
		    formatted ? compare_formatted(
				    field, &script, &reading->text, &text)
			      : compare_letters(field, &reading->text, &text);
	csi_bytes_free(&text);
	csi_bytes_free(&script);
	return st;
}

/* What is the same may not be all that there is. */
static enum csi_pdf_likeness
weigh(const struct csi_pdf_filled *field, enum csi_pdf_likeness likeness,
    const struct csi_pdf_reading *reading, bool is_normal)
{
	bool is_line = csi_pdf_is_name(field->type, "Ch")
			   ? (field->flags & CSI_PDF_FLAG_COMBO) != 0
			   : (field->flags & CSI_PDF_FLAG_MULTILINE) == 0;

	if (likeness == CSI_PDF_LIKENESS_NOTHING &&
	    (!is_normal || !field->is_seen || field->is_redrawn))
		likeness = CSI_PDF_LIKENESS_SAME;
	if (likeness != CSI_PDF_LIKENESS_SAME)
		return likeness;
	if (reading->unsure || (is_line && reading->line_count > 1))
		return CSI_PDF_LIKENESS_UNSURE;
	return field->is_seen && (reading->hidden || reading->cut)
		   ? CSI_PDF_LIKENESS_PART
		   : CSI_PDF_LIKENESS_SAME;
}

static cseal_status
judge_reading(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, const struct csi_pdf_reading *reading,
    bool is_normal)
{
	enum csi_pdf_likeness likeness = CSI_PDF_LIKENESS_SAME;
	cseal_status st;

	if (is_shaped(&reading->text) || reading->askew)
		return csi_pdf_field_unsure(field);
	if (is_masked(field, reading))
		return CSEAL_OK;
	st = csi_pdf_is_name(field->type, "Ch")
		 ? csi_pdf_compare_choice(field, shown, reading, &likeness)
		 : compare_value(field, reading, &likeness);
	return st == CSEAL_OK ? say_likeness(field,
				    weigh(field, likeness, reading, is_normal))
			      : st;
}

cseal_status
csi_pdf_check_text(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, bool is_normal)
{
	struct csi_pdf_reading reading;
	cseal_status st;

	if (shown->foreign)
		return csi_pdf_field_say(field, CSI_PDF_CHANGES_UNKNOWN,
		    "shows letters of a font that came with them, which can "
		    "look like any others");
	if (shown->unreadable)
		return csi_pdf_field_unsure(field);
	st = csi_pdf_read_letters(field, shown, NULL, 0, &reading);
	if (st == CSEAL_OK)
		st = judge_reading(field, shown, &reading, is_normal);
	csi_bytes_free(&reading.text);
	return st;
}
