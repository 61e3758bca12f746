/* SPDX-License-Identifier: Apache-2.0 */
/* changes-paint.c -- may a field that was filled in show these areas and
 * lines?
 *
 * A background and a border, where it was made with them, the lines that part
 * the characters of a comb, the bar behind the option that is chosen, and what
 * it showed before.  Anything else could be read as text, or hide it. */
#include "pdf/changes-shown.h"

#include "pdf/canvas.h"

#include <math.h>

#define NEAR 0.02 /* points, or parts of a color */

/* A border and its bevel are as wide as two lines, and a little more. */
#define BORDER_MORE 0.6 /* points */
#define BORDER_MOST 0.4 /* of the shorter side */

/* Of the rectangle. */
#define FULL_SIDE 0.75
#define FULL_AREA 0.5

#define SHARP 0.1 /* cosine, beyond a right angle */

#define CELL_SLACK 2.5 /* points, of the lines of a comb */

/* Of a button, from its middle: what is farther away is its border. */
#define RIM 0.68

struct frame {
	const struct csi_pdf_box *rect;
	double border;
	double cell; /* of a comb, or 0 */
	bool is_list, is_button;
	double covered; /* by areas of a button, so far */
	/* What it showed before. */
	const struct csi_pdf_sight *old;
	bool old_ground;
	bool is_same;  /* all of it is shown again */
	size_t on_top; /* the first with no area over it */
};

static double
width_of(const struct csi_pdf_box *box)
{
	return box->right - box->left;
}

static double
height_of(const struct csi_pdf_box *box)
{
	return box->top - box->bottom;
}

/* ---- what a path is ------------------------------------------------------- */

/* From one corner of the rectangle to the next, or within one: a shorter line
 * along an edge could be read as a figure. */
static bool
is_along_edge(const struct frame *frame, const double a[2], const double b[2],
    double half_line)
{
	const struct csi_pdf_box *rect = frame->rect;
	const double sides[2][2] = { { rect->left, rect->right },
		{ rect->bottom, rect->top } };
	bool shared = false;

	for (size_t i = 0; i < 2; i++) {
		double low = sides[i][0] + frame->border - half_line;
		double high = sides[i][1] - frame->border + half_line;

		if ((a[i] > low && a[i] < high) || (b[i] > low && b[i] < high))
			return false;
		shared |= (a[i] <= low) == (b[i] <= low);
	}
	return shared;
}

/* On the way around a button, be it square or round. */
static bool
is_on_rim(const struct frame *frame, const double point[2])
{
	const struct csi_pdf_box *rect = frame->rect;
	double x =
	    (point[0] - (rect->left + rect->right) / 2) / (width_of(rect) / 2);
	double y =
	    (point[1] - (rect->bottom + rect->top) / 2) / (height_of(rect) / 2);

	return hypot(x, y) >= RIM;
}

/* Some points of a curve. */
static void
point_of(const struct csi_pdf_segment *segment, double t, double ret_point[2])
{
	double s = 1 - t;

	for (size_t i = 0; i < 2; i++) {
		double a = segment->points[0][i], b = segment->points[3][i];

		ret_point[i] = segment->curve
				   ? s * s * s * a +
					 3 * s * s * t * segment->points[1][i] +
					 3 * s * t * t * segment->points[2][i] +
					 t * t * t * b
				   : s * a + t * b;
	}
}

static bool
is_rim(const struct frame *frame, const struct csi_pdf_segment *segment)
{
	for (size_t i = 0; i <= 8; i++) {
		double point[2];

		point_of(segment, (double)i / 8, point);
		if (!is_on_rim(frame, point))
			return false;
	}
	return true;
}

/* The line between two cells of a comb. */
static bool
is_divider(const struct frame *frame, const struct csi_pdf_segment *segment,
    double width)
{
	const double *a = segment->points[0], *b = segment->points[3];
	double cells;

	if (frame->cell <= 0 || segment->curve || fabs(a[0] - b[0]) > NEAR ||
	    fabs(a[1] - b[1]) < FULL_SIDE * height_of(frame->rect) ||
	    width > frame->border)
		return false;
	cells = (a[0] - frame->rect->left) / frame->cell;
	return fabs(cells - round(cells)) * frame->cell <= CELL_SLACK;
}

static bool
is_next(const struct csi_pdf_segment *from, const struct csi_pdf_segment *to)
{
	return from->points[3][0] == to->points[0][0] &&
	       from->points[3][1] == to->points[0][1];
}

/* Where lines meet at less than a right angle, what joins them can reach far
 * (8.4.3.5). */
static bool
is_sharp(const struct csi_pdf_segment *from, const struct csi_pdf_segment *to)
{
	double turn = 0, one = 0, other = 0;

	for (size_t i = 0; i < 2; i++) {
		double a = from->points[3][i] - from->points[0][i];
		double b = to->points[3][i] - to->points[0][i];

		turn += a * b;
		one += a * a;
		other += b * b;
	}
	return is_next(from, to) && turn < -SHARP * sqrt(one * other);
}

static bool
has_spike(
    const struct csi_pdf_paint *paint, const struct csi_pdf_segment *segments)
{
	const struct csi_pdf_segment *before = NULL, *start = NULL;

	for (size_t i = 0; paint->lines && i < paint->count; i++) {
		const struct csi_pdf_segment *one = &segments[i];
		bool is_empty = one->points[0][0] == one->points[3][0] &&
				one->points[0][1] == one->points[3][1];

		if (one->closing || one->curve || is_empty)
			continue;
		if (before == NULL || !is_next(before, one))
			start = one;
		if ((before != NULL && is_sharp(before, one)) ||
		    is_sharp(one, start))
			return true;
		before = one;
	}
	return false;
}

static bool
is_border(const struct frame *frame, const struct csi_pdf_paint *paint,
    const struct csi_pdf_segment *segments)
{
	if (!frame->is_button && has_spike(paint, segments))
		return false;
	for (size_t i = 0; i < paint->count; i++) {
		const struct csi_pdf_segment *segment = &segments[i];

		if (segment->closing && !paint->fills)
			continue;
		if (!segment->curve &&
		    is_along_edge(frame, segment->points[0], segment->points[3],
			paint->width / 2))
			continue;
		if (frame->is_button && is_rim(frame, segment))
			continue;
		if (!is_divider(frame, segment, paint->width))
			return false;
	}
	return true;
}

/* By the control points; a path that crosses itself has less. */
static double
area_of(
    const struct csi_pdf_paint *paint, const struct csi_pdf_segment *segments)
{
	double area = 0;

	for (size_t i = 0; i < paint->count; i++) {
		size_t step = segments[i].curve ? 1 : 3;

		for (size_t j = 0; j < 3; j += step) {
			const double *a = segments[i].points[j];
			const double *b = segments[i].points[j + step];

			area += (a[0] * b[1] - a[1] * b[0]) / 2;
		}
	}
	return fabs(area);
}

/* How often a path goes around the middle of the field: whatever else it
 * goes around, and wherever, does not make up for that. */
static int
turns_of(const struct frame *frame, const struct csi_pdf_paint *paint,
    const struct csi_pdf_segment *segments)
{
	const struct csi_pdf_box *rect = frame->rect;
	double x = (rect->left + rect->right) / 2;
	double y = (rect->bottom + rect->top) / 2;
	int turns = 0;

	for (size_t i = 0; i < paint->count; i++) {
		const double *a = segments[i].points[0];
		const double *b = segments[i].points[3];
		double side =
		    (b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1]);

		if (a[1] <= y && b[1] > y && side > 0)
			turns++;
		else if (a[1] > y && b[1] <= y && side < 0)
			turns--;
	}
	return turns;
}

/* Does an area, with those of a button before it, hide most of the field? */
static bool
is_ground(struct frame *frame, const struct csi_pdf_paint *paint,
    const struct csi_pdf_segment *segments)
{
	double whole = width_of(frame->rect) * height_of(frame->rect);
	double area = paint->fills ? area_of(paint, segments) : 0;

	if (frame->is_button)
		frame->covered += area;
	if (fmax(area, frame->covered) >= FULL_AREA * whole)
		return true;
	/* Of a button, the middle is not all. */
	return paint->fills && !frame->is_button &&
	       turns_of(frame, paint, segments) != 0;
}

/* Is it painted over a letter that came before it? */
static bool
is_over(const struct csi_pdf_sight *shown, const struct csi_pdf_paint *paint,
    const struct csi_pdf_segment *segments)
{
	struct csi_pdf_box box;

	if (!paint->fills || paint->behind == 0)
		return false;
	if (!csi_pdf_is_rectangle(segments, paint->count, &box))
		return true;
	for (size_t i = 0; i < paint->behind; i++) {
		if (csi_pdf_is_touched(csi_pdf_letter_at(shown, i), &box))
			return true;
	}
	return false;
}

static bool
is_bar(const struct frame *frame, const struct csi_pdf_paint *paint,
    const struct csi_pdf_segment *segments)
{
	struct csi_pdf_box box;

	return frame->is_list &&
	       csi_pdf_is_rectangle(segments, paint->count, &box) &&
	       width_of(&box) >= FULL_SIDE * width_of(frame->rect);
}

static bool
is_seen(const struct frame *frame, const struct csi_pdf_paint *paint,
    const struct csi_pdf_segment *segments)
{
	struct csi_pdf_box box = { INFINITY, INFINITY, -INFINITY, -INFINITY };

	for (size_t i = 0; i < paint->count; i++) {
		for (size_t j = 0; j < 4; j++) {
			const double *point = segments[i].points[j];

			if (!segments[i].curve && (j == 1 || j == 2))
				continue;
			box.left = fmin(box.left, point[0]);
			box.right = fmax(box.right, point[0]);
			box.bottom = fmin(box.bottom, point[1]);
			box.top = fmax(box.top, point[1]);
		}
	}
	return box.left - paint->width < frame->rect->right &&
	       box.right + paint->width > frame->rect->left &&
	       box.bottom - paint->width < frame->rect->top &&
	       box.top + paint->width > frame->rect->bottom;
}

/* ---- what it was ---------------------------------------------------------- */

static bool
is_same_path(const struct csi_pdf_segment *a, const struct csi_pdf_segment *b,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (a[i].curve != b[i].curve)
			return false;
		for (size_t j = 0; j < 8; j++) {
			if (fabs(a[i].points[j / 2][j % 2] -
				 b[i].points[j / 2][j % 2]) > NEAR)
				return false;
		}
	}
	return true;
}

static bool
is_same_clip(const struct csi_pdf_paint *a, const struct csi_pdf_paint *b)
{
	return !a->odd_clip && !b->odd_clip &&
	       fabs(a->clip.left - b->clip.left) <= NEAR &&
	       fabs(a->clip.right - b->clip.right) <= NEAR &&
	       fabs(a->clip.bottom - b->clip.bottom) <= NEAR &&
	       fabs(a->clip.top - b->clip.top) <= NEAR;
}

static bool
is_same_color(const struct csi_pdf_paint *a, const struct csi_pdf_paint *b)
{
	for (size_t i = 0; i < 3; i++) {
		if (!(fabs(a->color.rgb[i] - b->color.rgb[i]) <= NEAR))
			return false;
	}
	return a->color.known && b->color.known &&
	       fabs(a->alpha - b->alpha) <= NEAR;
}

static bool
is_same_paint(const struct csi_pdf_sight *shown, size_t i,
    const struct csi_pdf_sight *old, size_t j)
{
	const struct csi_pdf_paint *a = csi_pdf_paint_at(shown, i);
	const struct csi_pdf_paint *b = csi_pdf_paint_at(old, j);

	return a->count == b->count && a->fills == b->fills &&
	       a->lines == b->lines && fabs(a->width - b->width) <= NEAR &&
	       is_same_color(a, b) && is_same_clip(a, b) &&
	       is_same_path(csi_pdf_segments_of(shown, a),
		   csi_pdf_segments_of(old, b), a->count);
}

/* The same was painted, under the letters, and was seen: no area was painted
 * over it that is gone now. */
static bool
was_painted(
    const struct frame *frame, const struct csi_pdf_sight *shown, size_t i)
{
	if (frame->is_same)
		return true;
	for (size_t j = frame->on_top; j < csi_pdf_paint_count(frame->old);
	     j++) {
		if (is_same_paint(shown, i, frame->old, j))
			return true;
	}
	return false;
}

static bool
had(const struct csi_pdf_sight *old, bool fills)
{
	for (size_t i = 0; i < csi_pdf_paint_count(old); i++) {
		if (fills ? csi_pdf_paint_at(old, i)->fills
			  : csi_pdf_paint_at(old, i)->lines)
			return true;
	}
	return false;
}

static void
look_at_old(struct frame *frame, const struct csi_pdf_sight *shown,
    const struct csi_pdf_sight *old)
{
	size_t count = csi_pdf_paint_count(old);

	frame->old = old;
	frame->is_same = count == csi_pdf_paint_count(shown);
	for (size_t i = 0; i < count; i++) {
		const struct csi_pdf_paint *paint = csi_pdf_paint_at(old, i);

		if (paint->fills)
			frame->on_top = i;
		frame->old_ground |=
		    is_ground(frame, paint, csi_pdf_segments_of(old, paint));
		frame->is_same =
		    frame->is_same && is_same_paint(shown, i, old, i);
	}
	frame->covered = 0;
}

/* ---- one after another ------------------------------------------------------ */

static const char *
fault_of(const struct csi_pdf_filled *field, struct frame *frame,
    const struct csi_pdf_sight *shown, size_t i)
{
	const struct csi_pdf_paint *paint = csi_pdf_paint_at(shown, i);
	const struct csi_pdf_segment *segments =
	    csi_pdf_segments_of(shown, paint);
	bool is_full;

	if (!is_seen(frame, paint, segments))
		return NULL;
	is_full = is_ground(frame, paint, segments);
	if (is_over(shown, paint, segments))
		return "paints over what was filled in";
	if (was_painted(frame, shown, i))
		return NULL;
	if (is_bar(frame, paint, segments))
		return NULL;
	if (paint->fills && is_full && !field->has_ground && !frame->old_ground)
		return "hides what is behind it, which it was not made for";
	/* The lines of a mark in a button may be any. */
	if (frame->is_button)
		return NULL;
	if (!is_border(frame, paint, segments))
		return "shows a drawing where text was filled in";
	if (!is_full && paint->fills && !field->has_ground &&
	    !field->has_border && !had(frame->old, true))
		return "hides what is behind it, which it was not made for";
	if (paint->lines && !field->has_border && !had(frame->old, false))
		return "shows a drawing where text was filled in";
	return NULL;
}

static struct frame
frame_of(const struct csi_pdf_filled *field)
{
	struct frame frame = { .rect = &field->rect,
		.border = 2 * field->border + BORDER_MORE };
	double most =
	    BORDER_MOST * fmin(width_of(&field->rect), height_of(&field->rect));

	frame.border = fmin(frame.border, most);
	frame.is_button = csi_pdf_is_name(field->type, "Btn");
	frame.is_list = csi_pdf_is_name(field->type, "Ch") &&
			(field->flags & CSI_PDF_FLAG_COMBO) == 0;
	if ((field->flags & CSI_PDF_FLAG_COMB) != 0 && field->cells > 0)
		frame.cell = width_of(&field->rect) / (double)field->cells;
	return frame;
}

cseal_status
csi_pdf_check_paint(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, const struct csi_pdf_sight *old)
{
	struct frame frame = frame_of(field);
	const char *fault = NULL;

	/* Each is compared with each that was there, and each letter. */
	if (!csi_pdf_spend(&field->judge->left,
		csi_pdf_paint_count(shown) * (1 + csi_pdf_paint_count(old) +
						 csi_pdf_letter_count(shown))))
		return csi_pdf_field_unsure(field);
	look_at_old(&frame, shown, old);
	for (size_t i = 0; fault == NULL && i < csi_pdf_paint_count(shown); i++)
		fault = fault_of(field, &frame, shown, i);
	return fault == NULL
		   ? CSEAL_OK
		   : csi_pdf_field_say(field, CSI_PDF_CHANGES_FORBIDDEN, fault);
}

/* ---- marks of buttons ------------------------------------------------------- */

/* The last area that fills the button, and how many paints are up to it; NULL:
 * there is none. */
static const struct csi_pdf_color *
ground_of(const struct frame *frame, const struct csi_pdf_sight *shown,
    size_t *ret_count)
{
	double whole = width_of(frame->rect) * height_of(frame->rect);

	for (size_t i = csi_pdf_paint_count(shown); i > 0; i--) {
		const struct csi_pdf_paint *paint =
		    csi_pdf_paint_at(shown, i - 1);

		*ret_count = i;
		if (paint->fills &&
		    area_of(paint, csi_pdf_segments_of(shown, paint)) >=
			FULL_AREA * whole)
			return &paint->color;
	}
	*ret_count = 0;
	return NULL;
}

static bool
is_mark(const struct csi_pdf_filled *field, const struct csi_pdf_color *color,
    const struct csi_pdf_color *ground, bool surely)
{
	if (!color->known || (ground != NULL && !ground->known))
		return !surely;
	return !csi_pdf_is_faint(field, color, ground);
}

bool
csi_pdf_has_mark(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, bool surely)
{
	const struct frame frame = frame_of(field);
	size_t first;
	const struct csi_pdf_color *ground = ground_of(&frame, shown, &first);

	for (size_t i = 0; i < csi_pdf_letter_count(shown); i++) {
		const struct csi_pdf_letter *letter =
		    csi_pdf_letter_at(shown, i);

		if (!letter->hidden &&
		    is_mark(field, &letter->color, ground, surely))
			return true;
	}
	for (size_t i = first; i < csi_pdf_paint_count(shown); i++) {
		const struct csi_pdf_paint *paint = csi_pdf_paint_at(shown, i);
		const struct csi_pdf_segment *segments =
		    csi_pdf_segments_of(shown, paint);

		if (is_seen(&frame, paint, segments) &&
		    !is_border(&frame, paint, segments) &&
		    is_mark(field, &paint->color, ground, surely))
			return true;
	}
	return false;
}
