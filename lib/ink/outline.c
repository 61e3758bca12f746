/* SPDX-License-Identifier: Apache-2.0 */
/* outline.c -- from samples to closed paths that are filled.
 *
 * Strokes are drawn from left to right, not in the order in which they were
 * written, and the pen's width follows from the size of the whole. */
#include "outline.h"

#include "contour.h"
#include "nib.h"
#include "number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The pen: the diagonal of the ink by so much, but at least so broad. */
#define PENS_A_DIAGONAL 88
#define PEN_LEAST_UM    200
#define STEPS_A_PEN     4

/* A stroke that is shorter, in pens, is a dot. */
#define DOT_MOST  0.5
#define DOT_WIDTH 1.15

/* Points (1/72 inch) in a micrometre. */
#define POINT (72 / 25400.0)

/* One stroke: pen down all the time. */
struct run {
	const struct cseal_ink_sample *samples;
	size_t count;
	int32_t left;
};

struct paths {
	const struct csi_ink_box *box;
	struct csi_bytes *out;
	bool svg;
};

/* ---- the sink that writes paths ----------------------------------- */

static double
within(double value, double least, double most)
{
	return value < least ? least : value > most ? most : value;
}

static void
add_point(const struct paths *paths, struct csi_ink_point point)
{
	const struct csi_ink_box *box = paths->box;
	double x = within(point.x, box->left, box->right) - box->left;
	double y = within(point.y, box->top, box->bottom);

	if (paths->svg) {
		csi_ink_add_number(paths->out, x, false);
		csi_bytes_add(paths->out, " ", 1);
		csi_ink_add_number(paths->out, y - box->top, false);
	} else {
		csi_ink_add_number(paths->out, x * POINT, true);
		csi_bytes_add(paths->out, " ", 1);
		csi_ink_add_number(paths->out, (box->bottom - y) * POINT, true);
	}
}

static void
move(void *user, struct csi_ink_point to)
{
	struct paths *paths = user;

	if (paths->svg)
		csi_bytes_add(paths->out, "M", 1);
	add_point(paths, to);
	if (!paths->svg)
		csi_bytes_add(paths->out, " m\n", 3);
}

static void
curve(void *user, const struct csi_ink_point to[3])
{
	struct paths *paths = user;

	if (paths->svg)
		csi_bytes_add(paths->out, "C", 1);
	for (int i = 0; i < 3; i++) {
		if (i > 0)
			csi_bytes_add(paths->out, " ", 1);
		add_point(paths, to[i]);
	}
	if (!paths->svg)
		csi_bytes_add(paths->out, " c\n", 3);
}

static void
close_path(void *user)
{
	struct paths *paths = user;

	csi_bytes_add_text(paths->out, paths->svg ? "Z" : "h\n");
}

/* ---- strokes ---------------------------------------------------------- */

/* The box of the samples themselves. */
static bool
sample_box(const struct cseal_ink_sample *samples, size_t count,
    struct csi_ink_box *box)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		double x = samples[i].x_um, y = samples[i].y_um;

		if (samples[i].pressure == 0)
			continue;
		if (!any)
			*box = (struct csi_ink_box){ x, y, x, y };
		any = true;
		box->left = fmin(box->left, x);
		box->right = fmax(box->right, x);
		box->top = fmin(box->top, y);
		box->bottom = fmax(box->bottom, y);
	}
	return any;
}

static double
pen_of(const struct csi_ink_box *box)
{
	double diagonal = hypot(box->right - box->left, box->bottom - box->top);

	return fmax(diagonal / PENS_A_DIAGONAL, PEN_LEAST_UM);
}

/* The stroke that begins at or after *i, which is moved behind it. */
static struct run
next_run(const struct cseal_ink_sample *samples, size_t count, size_t *i)
{
	struct run run = { NULL, 0, INT32_MAX };

	while (*i < count && samples[*i].pressure == 0)
		(*i)++;
	run.samples = samples + *i;
	for (; *i < count && samples[*i].pressure != 0; (*i)++) {
		run.count++;
		if (samples[*i].x_um < run.left)
			run.left = samples[*i].x_um;
	}
	return run;
}

bool
csi_ink_bounds(const struct cseal_ink_sample *samples, size_t count,
    struct csi_ink_box *ret_box)
{
	struct csi_ink_box box;
	double pen, half;

	if (!sample_box(samples, count, &box))
		return false;
	pen = pen_of(&box);
	half = pen * CSI_INK_NIB_MOST / 2;
	for (size_t i = 0; i < count;) {
		struct run run = next_run(samples, count, &i);

		csi_ink_line_reach(
		    run.samples, run.count, pen / STEPS_A_PEN, &box);
	}
	box.left -= half;
	box.top -= half;
	box.right += half;
	box.bottom += half;
	*ret_box = box;
	return true;
}

/* Fills runs, if it is not NULL. */
static size_t
find_runs(
    const struct cseal_ink_sample *samples, size_t count, struct run *runs)
{
	size_t found = 0;

	for (size_t i = 0; i < count;) {
		struct run run = next_run(samples, count, &i);

		if (run.count == 0)
			break;
		if (runs != NULL)
			runs[found] = run;
		found++;
	}
	return found;
}

static int
from_left(const void *first, const void *second)
{
	const struct run *a = first, *b = second;

	if (a->left != b->left)
		return a->left < b->left ? -1 : 1;
	return (a->samples > b->samples) - (a->samples < b->samples);
}

static bool
draw_run(const struct run *run, double pen, const struct csi_ink_sink *sink)
{
	struct csi_ink_line line;
	double *half;
	bool ok;

	if (!csi_ink_line_init(
		&line, run->samples, run->count, pen / STEPS_A_PEN))
		return false;
	if ((double)(line.count - 1) * line.step < pen * DOT_MOST) {
		csi_ink_dot(line.at[line.count / 2], pen * DOT_WIDTH / 2, sink);
		csi_ink_line_free(&line);
		return true;
	}
	half = csi_ink_nib_new(&line, pen);
	ok = half != NULL && csi_ink_contour(&line, half, sink);
	if (half != NULL)
		explicit_bzero(half, line.count * sizeof(*half));
	free(half);
	csi_ink_line_free(&line);
	return ok;
}

static void
draw(const struct cseal_ink_sample *samples, size_t count, struct paths *paths)
{
	struct csi_ink_sink sink = { move, curve, close_path, paths };
	size_t run_count = find_runs(samples, count, NULL);
	struct csi_ink_box box;
	struct run *runs;

	if (!sample_box(samples, count, &box))
		return;
	runs = calloc(run_count, sizeof(*runs));
	if (runs == NULL) {
		paths->out->failed = true;
		return;
	}
	find_runs(samples, count, runs);
	qsort(runs, run_count, sizeof(*runs), from_left);
	for (size_t i = 0; i < run_count && !paths->out->failed; i++) {
		if (!draw_run(&runs[i], pen_of(&box), &sink))
			paths->out->failed = true;
	}
	explicit_bzero(runs, run_count * sizeof(*runs));
	free(runs);
}

void
csi_ink_paths_pdf(const struct cseal_ink_sample *samples, size_t count,
    const struct csi_ink_box *box, struct csi_bytes *out)
{
	struct paths paths = { box, out, false };

	draw(samples, count, &paths);
	csi_bytes_add_text(out, "f\n");
}

void
csi_ink_paths_svg(const struct cseal_ink_sample *samples, size_t count,
    const struct csi_ink_box *box, struct csi_bytes *out)
{
	struct paths paths = { box, out, true };

	draw(samples, count, &paths);
}
