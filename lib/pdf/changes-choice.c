/* SPDX-License-Identifier: Apache-2.0 */
/* changes-choice.c -- does a choice show the option that was chosen?
 *
 * A closed list shows that one; an open one shows one after another, with a
 * bar behind those that are chosen. */
#include "pdf/changes-shown.h"

#include "error.h"
#include "pdf/canvas.h"

#include <string.h>

#define OPTIONS_MOST 2000
#define CHOSEN_MOST  100
#define BARS_MOST    100
#define BAR_LEAST    0.75 /* of the width of the field */

struct choice {
	const struct csi_pdf_filled *field;
	const struct csi_pdf_value *options; /* an array, or null */
	size_t count;
	/* What was chosen, as the file calls it or as it is shown. */
	struct csi_bytes chosen[CHOSEN_MOST];
	size_t chosen_count;
};

static bool
is_same_text(const struct csi_bytes *a, const struct csi_bytes *b)
{
	return a->len == b->len &&
	       (a->len == 0 || memcmp(a->at, b->at, a->len) == 0);
}

static void
clear(struct choice *choice)
{
	for (size_t i = 0; i < choice->chosen_count; i++)
		csi_bytes_free(&choice->chosen[i]);
}

/* ---- what was chosen -------------------------------------------------------- */

/* One, or, in an array, several. */
static cseal_status
read_chosen(struct choice *choice)
{
	struct csi_pdf_judge *judge = choice->field->judge;
	const struct csi_pdf_value *value, *item;
	size_t count = 1;
	cseal_status st = csi_pdf_field_inherited(
	    judge, judge->delta.after, choice->field->dict, "V", &value);

	if (st == CSEAL_OK && value->type == CSI_PDF_ARRAY)
		count = value->as.array.count;
	for (size_t i = 0; st == CSEAL_OK && i < count && i < CHOSEN_MOST;
	     i++) {
		item = value->type == CSI_PDF_ARRAY ? &value->as.array.items[i]
						    : value;
		st = csi_pdf_resolve(
		    judge->delta.after, item, &item, judge->ret_error);
		if (st == CSEAL_OK && item->type != CSI_PDF_NULL)
			st = csi_pdf_add_value(judge, item,
			    &choice->chosen[choice->chosen_count++]);
	}
	return st;
}

static cseal_status
read_choice(struct choice *choice)
{
	struct csi_pdf_judge *judge = choice->field->judge;
	cseal_status st = read_chosen(choice);

	if (st == CSEAL_OK)
		st = csi_pdf_field_inherited(judge, judge->delta.after,
		    choice->field->dict, "Opt", &choice->options);
	if (st == CSEAL_OK && choice->options->type == CSI_PDF_ARRAY)
		choice->count = choice->options->as.array.count;
	if (choice->count > OPTIONS_MOST)
		choice->count = OPTIONS_MOST;
	return st;
}

/* ---- an option ---------------------------------------------------------------- */

/* Of two texts the second is shown; the other is what the file calls it. */
static cseal_status
read_option(struct choice *choice, size_t i, struct csi_bytes *name,
    struct csi_bytes *text)
{
	struct csi_pdf_judge *judge = choice->field->judge;
	csi_pdf_reader *reader = judge->delta.after;
	const struct csi_pdf_value *item, *first, *second;
	cseal_status st;

	st = csi_pdf_resolve(reader, &choice->options->as.array.items[i], &item,
	    judge->ret_error);
	first = second = item;
	if (st == CSEAL_OK && item->type == CSI_PDF_ARRAY &&
	    item->as.array.count == 2) {
		st = csi_pdf_resolve(
		    reader, &item->as.array.items[0], &first, judge->ret_error);
		if (st == CSEAL_OK)
			st = csi_pdf_resolve(reader, &item->as.array.items[1],
			    &second, judge->ret_error);
	}
	if (st == CSEAL_OK)
		st = csi_pdf_add_value(judge, first, name);
	if (st == CSEAL_OK)
		st = csi_pdf_add_value(judge, second, text);
	return st;
}

static bool
is_chosen(const struct choice *choice, const struct csi_bytes *name,
    const struct csi_bytes *text)
{
	for (size_t i = 0; i < choice->chosen_count; i++) {
		if (is_same_text(&choice->chosen[i], name) ||
		    is_same_text(&choice->chosen[i], text))
			return true;
	}
	return false;
}

struct list {
	size_t from; /* how much of what is shown is options, in order */
	size_t shown_count;
	struct csi_bytes chosen; /* the texts of those that were chosen */
	bool is_option;          /* what is shown is one that was chosen */
};

/* Follows the options through what is shown. */
static cseal_status
follow(struct choice *choice, const struct csi_bytes *shown, struct list *list)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < choice->count &&
			   choice->field->judge->left > 0;
	     i++) {
		struct csi_bytes name = { 0 }, text = { 0 };
		size_t len = 0;

		st = read_option(choice, i, &name, &text);
		if (st == CSEAL_OK && list->from < shown->len / 4)
			len = csi_pdf_match_text(shown, list->from, &text);
		list->from += len;
		list->shown_count += len > 0;
		if (st == CSEAL_OK && is_chosen(choice, &name, &text)) {
			list->is_option |= is_same_text(&text, shown);
			if (len > 0)
				csi_bytes_add_span(
				    &list->chosen, csi_bytes_span(&text));
		}
		csi_bytes_free(&name);
		csi_bytes_free(&text);
	}
	return st;
}

/* ---- bars ------------------------------------------------------------------- */

/* On another background than paper it is not known. */
static bool
is_seen(const struct csi_pdf_filled *field, const struct csi_pdf_paint *paint)
{
	return field->has_ground || !paint->color.known ||
	       !csi_pdf_is_faint(field, &paint->color, NULL);
}

/* Rectangles as wide as the list around some letters, not all of them. */
static size_t
find_bars(const struct csi_pdf_filled *field, const struct csi_pdf_sight *shown,
    struct csi_pdf_box *bars)
{
	double width = field->rect.right - field->rect.left;
	double height = field->rect.top - field->rect.bottom;
	size_t count = 0;

	for (size_t i = 0; i < csi_pdf_paint_count(shown); i++) {
		const struct csi_pdf_paint *paint = csi_pdf_paint_at(shown, i);
		struct csi_pdf_box box;

		if (count < BARS_MOST && is_seen(field, paint) &&
		    csi_pdf_is_rectangle(csi_pdf_segments_of(shown, paint),
			paint->count, &box) &&
		    box.right - box.left >= BAR_LEAST * width &&
		    box.top - box.bottom < BAR_LEAST * height)
			bars[count++] = box;
	}
	return count;
}

static cseal_status
compare_bars(const struct choice *choice, const struct csi_pdf_sight *shown,
    const struct list *list, enum csi_pdf_likeness *ret_likeness)
{
	struct csi_pdf_box bars[BARS_MOST];
	struct csi_pdf_reading reading = { .line_count = 0 };
	size_t count = find_bars(choice->field, shown, bars);
	cseal_status st = CSEAL_OK;

	/* An option that stands alone is chosen, unless there is no other. */
	if (list->shown_count == 1 && count == 0) {
		if (choice->count > 1 && list->chosen.len == 0)
			*ret_likeness = CSI_PDF_LIKENESS_OTHER;
		return CSEAL_OK;
	}
	if (count > 0)
		st = csi_pdf_read_letters(
		    choice->field, shown, bars, count, &reading);
	if (st != CSEAL_OK)
		return st;
	if (!is_same_text(&reading.text, &list->chosen))
		*ret_likeness = reading.text.len == 0
				    ? CSI_PDF_LIKENESS_UNMARKED
				    : CSI_PDF_LIKENESS_OTHER;
	csi_bytes_free(&reading.text);
	return CSEAL_OK;
}

/* ---- the choice ------------------------------------------------------------- */

static enum csi_pdf_likeness
compare_one(const struct choice *choice, const struct csi_bytes *shown,
    const struct list *list)
{
	static const struct csi_bytes nothing = { 0 };

	if (list->is_option)
		return CSI_PDF_LIKENESS_SAME;
	return csi_pdf_compare_text(choice->field->judge, shown,
	    choice->chosen_count == 1 ? &choice->chosen[0] : &nothing);
}

static cseal_status
compare_list(struct choice *choice, const struct csi_pdf_sight *shown,
    const struct csi_bytes *text, enum csi_pdf_likeness *ret_likeness)
{
	struct list list = { .from = 0 };
	cseal_status st = follow(choice, text, &list);

	if (st == CSEAL_OK && list.chosen.failed)
		st = csi_fail_memory(choice->field->judge->ret_error);
	if (st == CSEAL_OK)
		*ret_likeness = compare_one(choice, text, &list);
	if (st == CSEAL_OK &&
	    (choice->field->flags & CSI_PDF_FLAG_COMBO) == 0 &&
	    *ret_likeness != CSI_PDF_LIKENESS_SAME && text->len > 0 &&
	    list.from == text->len / 4) {
		*ret_likeness = CSI_PDF_LIKENESS_SAME;
		st = compare_bars(choice, shown, &list, ret_likeness);
	}
	csi_bytes_free(&list.chosen);
	return st;
}

cseal_status
csi_pdf_compare_choice(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, const struct csi_pdf_reading *reading,
    enum csi_pdf_likeness *ret_likeness)
{
	struct choice choice = { .field = field };
	cseal_status st = read_choice(&choice);

	if (st == CSEAL_OK)
		st = compare_list(&choice, shown, &reading->text, ret_likeness);
	clear(&choice);
	return st;
}
