/* SPDX-License-Identifier: Apache-2.0 */
/* changes-placed.c -- what somebody reads who looks at a field.
 *
 * Letters are read line by line from left to right, wherever in the content
 * they are drawn.  What cannot be seen is not read; what nobody could read for
 * sure, because it lies over something else or upside down, is marked. */
#include "pdf/changes-shown.h"

#include "error.h"
#include "pdf/canvas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* In ems. */
#define SAME_LINE   0.3  /* apart, and on one line */
#define NEXT_LINE   0.6  /* at least from one line to the next */
#define STEP        0.28 /* at least from one letter to the next */
#define NARROW_STEP 0.12 /* ... after i, l, and signs */
#define WIDE_STEP   0.45 /* ... after Chinese, Japanese, Korean */
#define SLANT       0.5
#define NARROWEST   0.4 /* of an em against its height */
#define WIDEST      2.5
#define SMALLER     0.6 /* than the first letter of a line */
#define LARGER      1.7
#define CONTRAST    0.2 /* of the color that differs most */

struct placed {
	size_t i; /* among all letters */
	double ahead, up, size;
	size_t line;
};

struct letters {
	struct placed *at;
	size_t count;
	double along[2]; /* the direction in which one reads */
};

static double
dot(const double a[2], const double b[2])
{
	return a[0] * b[0] + a[1] * b[1];
}

/* ---- one letter ------------------------------------------------------------- */

/* Its middle. */
static bool
is_inside(const struct csi_pdf_letter *letter, const struct csi_pdf_box *box)
{
	double x = letter->at[0] + letter->ahead[0] / 2 + letter->up[0] / 4;
	double y = letter->at[1] + letter->ahead[1] / 2 + letter->up[1] / 4;

	return x >= box->left && x <= box->right && y >= box->bottom &&
	       y <= box->top;
}

/* From its line to three quarters of its height. */
bool
csi_pdf_is_touched(
    const struct csi_pdf_letter *letter, const struct csi_pdf_box *box)
{
	double left = letter->at[0], right = left;
	double bottom = letter->at[1], top = bottom;

	for (size_t i = 1; i < 4; i++) {
		double ahead = i & 1 ? 0.9 : 0.1, up = i & 2 ? 0.7 : 0.05;
		double x = letter->at[0] + ahead * letter->ahead[0] +
			   up * letter->up[0];
		double y = letter->at[1] + ahead * letter->ahead[1] +
			   up * letter->up[1];

		left = fmin(left, x);
		right = fmax(right, x);
		bottom = fmin(bottom, y);
		top = fmax(top, y);
	}
	return left < box->right && right > box->left && bottom < box->top &&
	       top > box->bottom;
}

static bool
is_inside_any(const struct csi_pdf_letter *letter,
    const struct csi_pdf_box *boxes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (is_inside(letter, &boxes[i]))
			return true;
	}
	return false;
}

static double
contrast(const struct csi_pdf_color *a, const struct csi_pdf_color *b)
{
	double most = 0;

	for (size_t i = 0; i < 3; i++)
		most = fmax(most, fabs(a->rgb[i] - b->rgb[i]));
	return most;
}

/* The last area that was painted under it; NULL: there is none. */
static const struct csi_pdf_color *
under(const struct csi_pdf_sight *shown, size_t i)
{
	const struct csi_pdf_letter *letter = csi_pdf_letter_at(shown, i);

	for (size_t j = csi_pdf_paint_count(shown); j > 0; j--) {
		const struct csi_pdf_paint *paint =
		    csi_pdf_paint_at(shown, j - 1);
		struct csi_pdf_box box;

		if (paint->fills && paint->behind <= i &&
		    csi_pdf_is_rectangle(csi_pdf_segments_of(shown, paint),
			paint->count, &box) &&
		    is_inside(letter, &box))
			return &paint->color;
	}
	return NULL;
}

/* Paper is white; on another, letters have the color that the field was made
 * with. */
bool
csi_pdf_is_faint(const struct csi_pdf_filled *field,
    const struct csi_pdf_color *color, const struct csi_pdf_color *ground)
{
	static const struct csi_pdf_color white = { true, { 1, 1, 1 } };

	if (ground == NULL && field->ink.known && !field->has_ground &&
	    contrast(color, &field->ink) < CONTRAST)
		return false;
	return contrast(color, ground != NULL ? ground : &white) < CONTRAST;
}

static bool
is_colored(const struct csi_pdf_sight *shown, size_t i)
{
	const struct csi_pdf_color *ground = under(shown, i);

	return csi_pdf_letter_at(shown, i)->color.known &&
	       (ground == NULL || ground->known);
}

/* Upright as one reads the field, and of common proportions. */
static bool
stands(const struct csi_pdf_letter *letter, const double along[2])
{
	const double across[2] = { -along[1], along[0] };
	double em = dot(letter->em, along), up = dot(letter->up, across);

	return em > 0 && up > 0 && fabs(dot(letter->em, across)) <= 0.01 * em &&
	       fabs(dot(letter->up, along)) <= SLANT * up &&
	       em >= NARROWEST * up && em <= WIDEST * up;
}

/* ---- all of them ------------------------------------------------------------- */

/* A field is read as it was turned; some programs do not turn what they fill
 * in, which then lies on its side. */
static void
choose_direction(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, double along[2])
{
	static const double level[2] = { 1, 0 };
	const struct csi_pdf_letter *first = csi_pdf_letter_at(shown, 0);

	along[0] = field->turn == 0 ? 1 : field->turn == 180 ? -1 : 0;
	along[1] = field->turn == 90 ? 1 : field->turn == 270 ? -1 : 0;
	if (along[0] == 0 && stands(first, level)) {
		along[0] = 1;
		along[1] = 0;
	}
}

static void
collect(const struct csi_pdf_filled *field, const struct csi_pdf_sight *shown,
    const struct csi_pdf_box *boxes, size_t box_count, struct letters *letters,
    struct csi_pdf_reading *reading)
{
	const double across[2] = { -letters->along[1], letters->along[0] };

	for (size_t i = 0; i < csi_pdf_letter_count(shown); i++) {
		const struct csi_pdf_letter *letter =
		    csi_pdf_letter_at(shown, i);
		struct placed *placed = &letters->at[letters->count];

		if (boxes != NULL && !is_inside_any(letter, boxes, box_count))
			continue;
		reading->unsure |= !is_colored(shown, i);
		if (letter->hidden ||
		    csi_pdf_is_faint(field, &letter->color, under(shown, i))) {
			reading->hidden = true;
			continue;
		}
		reading->cut |= letter->cut;
		reading->askew |= !stands(letter, letters->along);
		placed->i = i;
		placed->ahead = dot(letter->at, letters->along);
		placed->up = dot(letter->at, across);
		placed->size = dot(letter->up, across);
		placed->line = 0;
		letters->count++;
	}
}

static int
compare_sizes(double a, double b)
{
	return (a > b) - (a < b);
}

static int
compare_heights(const void *a, const void *b)
{
	const struct placed *one = a, *other = b;
	int order = compare_sizes(other->up, one->up);

	return order != 0 ? order : (one->i > other->i) - (one->i < other->i);
}

static int
compare_places(const void *a, const void *b)
{
	const struct placed *one = a, *other = b;
	int order = (one->line > other->line) - (one->line < other->line);

	if (order == 0)
		order = compare_sizes(one->ahead, other->ahead);
	return order != 0 ? order : (one->i > other->i) - (one->i < other->i);
}

static void
number_lines(struct letters *letters, struct csi_pdf_reading *reading)
{
	size_t line = 0, first = 0;

	for (size_t i = 1; i < letters->count; i++) {
		const struct placed *start = &letters->at[first];
		struct placed *placed = &letters->at[i];
		double down = start->up - placed->up;

		if (down > SAME_LINE * start->size) {
			reading->unsure |= down < NEXT_LINE * placed->size;
			first = i;
			line++;
		}
		placed->line = line;
	}
	reading->line_count = letters->count > 0 ? line + 1 : 0;
}

static double
step_after(uint32_t letter)
{
	if (letter >= 0x300 && letter < 0x370)
		return 0;
	if (letter >= 0x2e80)
		return WIDE_STEP;
	if (letter < 0x80 && strchr("ijlftIr'.,:;!|()[]{}/\\`\"-",
				 letter == 0 ? '0' : (int)letter) != NULL)
		return NARROW_STEP;
	/* Modifiers, and general punctuation. */
	return (letter >= 0x2b0 && letter < 0x370) ||
		       (letter >= 0x2000 && letter < 0x2070)
		   ? NARROW_STEP
		   : STEP;
}

/* One letter must not lie over the next. */
static void
check_steps(const struct csi_pdf_sight *shown, const struct letters *letters,
    struct csi_pdf_reading *reading)
{
	size_t first = 0;

	for (size_t i = 1; i < letters->count; i++) {
		const struct placed *before = &letters->at[i - 1];
		const struct placed *placed = &letters->at[i];
		const struct csi_pdf_letter *letter =
		    csi_pdf_letter_at(shown, before->i);
		double size;

		if (placed->line != before->line) {
			first = i;
			continue;
		}
		size = letters->at[first].size;
		reading->unsure |= placed->size < SMALLER * size ||
				   placed->size > LARGER * size;
		reading->unsure |= !(placed->ahead - before->ahead >=
				     step_after(letter->letter) *
					 hypot(letter->em[0], letter->em[1]));
	}
}

cseal_status
csi_pdf_read_letters(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, const struct csi_pdf_box *boxes,
    size_t box_count, struct csi_pdf_reading *reading)
{
	struct letters letters = { .count = 0 };
	size_t count = csi_pdf_letter_count(shown);

	memset(reading, 0, sizeof(*reading));
	if (count == 0)
		return CSEAL_OK;
	/* For each letter, all areas and boxes are looked at. */
	if (!csi_pdf_spend(&field->judge->left,
		count * (1 + csi_pdf_paint_count(shown) + box_count))) {
		reading->unsure = true;
		return CSEAL_OK;
	}
	letters.at = calloc(count, sizeof(*letters.at));
	if (letters.at == NULL)
		return csi_fail_memory(field->judge->ret_error);
	choose_direction(field, shown, letters.along);
	collect(field, shown, boxes, box_count, &letters, reading);
	qsort(letters.at, letters.count, sizeof(*letters.at), compare_heights);
	number_lines(&letters, reading);
	qsort(letters.at, letters.count, sizeof(*letters.at), compare_places);
	check_steps(shown, &letters, reading);
	for (size_t i = 0; i < letters.count; i++)
		csi_bytes_add_be32(&reading->text,
		    csi_pdf_letter_at(shown, letters.at[i].i)->letter);
	free(letters.at);
	if (reading->text.failed) {
		csi_bytes_free(&reading->text);
		return csi_fail_memory(field->judge->ret_error);
	}
	return CSEAL_OK;
}
