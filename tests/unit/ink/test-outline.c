/* SPDX-License-Identifier: Apache-2.0 */
#include "ink/nib.h"
#include "ink/outline.h"
#include "tap.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define SAMPLES_MOST 20000
#define EDGES_MOST   400000
#define POINT        (72 / 25400.0)

static struct cseal_ink_sample samples[SAMPLES_MOST];
static size_t count;
static struct csi_ink_box box;
static struct csi_bytes out;

/* ---- ink to draw ------------------------------------------------------ */

static void
put(double x, double y, uint16_t pressure)
{
	samples[count] = (struct cseal_ink_sample){ .x_um = (int32_t)x,
		.y_um = (int32_t)y,
		.pressure = pressure,
		.time_us = (uint32_t)count * 5000 };
	count++;
}

static void
lift(void)
{
	put(0, 0, 0);
}

static void
line(double x0, double y0, double x1, double y1)
{
	for (int i = 0; i <= 50; i++)
		put(x0 + (x1 - x0) * i / 50, y0 + (y1 - y0) * i / 50, 30000);
	lift();
}

/* Loops, corners and a stroke that goes back on itself. */
static void
scribble(void)
{
	count = 0;
	for (int i = 0; i < 300; i++)
		put(10000 + i * 150 + 4000 * sin(i * 0.15),
		    20000 + 6000 * cos(i * 0.15), 20000);
	lift();
	line(10000, 5000, 50000, 9000);
	for (int i = 0; i < 6; i++) {
		for (int k = 0; k < 20; k++)
			put(60000 + (i % 2 != 0 ? 20 - k : k) * 400,
			    10000 + i * 500, 20000);
	}
	lift();
}

static void
draw(void)
{
	csi_bytes_free(&out);
	if (csi_ink_bounds(samples, count, &box))
		csi_ink_paths_pdf(samples, count, &box, &out);
}

/* ---- what was drawn --------------------------------------------------- */

static double edges[EDGES_MOST][4];
static size_t edge_count, path_count, open_count;
static bool well_formed;

static void
add_edge(const double *from, const double *to)
{
	if (edge_count == EDGES_MOST) {
		well_formed = false;
		return;
	}
	memcpy(edges[edge_count], from, 2 * sizeof(*from));
	memcpy(edges[edge_count++] + 2, to, 2 * sizeof(*to));
}

static void
add_curve(const double *from, const double *to)
{
	double last[2] = { from[0], from[1] };

	for (int i = 1; i <= 8; i++) {
		double t = i / 8.0, u = 1 - t, point[2];

		for (int k = 0; k < 2; k++)
			point[k] = u * u * u * from[k] + 3 * u * u * t * to[k] +
				   3 * u * t * t * to[2 + k] +
				   t * t * t * to[4 + k];
		add_edge(last, point);
		memcpy(last, point, sizeof(last));
	}
}

/* Reads the operators back; every number must be in the box. */
static void
read_paths(void)
{
	char *text, *word, *rest = NULL;
	double at[2] = { 0 }, start[2] = { 0 }, numbers[6];
	int have = 0;
	bool ended = false;

	edge_count = path_count = open_count = 0;
	well_formed = true;
	csi_bytes_add_u8(&out, 0);
	text = strdup((char *)out.at);
	out.len--;
	for (word = strtok_r(text, " \n", &rest); word != NULL;
	     word = strtok_r(NULL, " \n", &rest)) {
		char *end;
		double value = strtod(word, &end);

		if (ended)
			well_formed = false;
		if (*end == '\0') {
			double most = (have % 2 == 0 ? box.right - box.left
						     : box.bottom - box.top) *
				      POINT;

			if (have == 6 || value < 0 || value > most + 0.01 ||
			    strchr(word, 'e') != NULL ||
			    strchr(word, 'n') != NULL)
				well_formed = false;
			else
				numbers[have++] = value;
			continue;
		}
		if (strcmp(word, "m") == 0 && have == 2) {
			memcpy(at, numbers, sizeof(at));
			memcpy(start, numbers, sizeof(start));
			path_count++;
			open_count++;
		} else if (strcmp(word, "c") == 0 && have == 6) {
			add_curve(at, numbers);
			memcpy(at, numbers + 4, sizeof(at));
		} else if (strcmp(word, "h") == 0 && have == 0) {
			add_edge(at, start);
			open_count--;
		} else if (strcmp(word, "f") == 0 && have == 0) {
			ended = true;
		} else {
			well_formed = false;
		}
		have = 0;
	}
	free(text);
	if (!ended || open_count != 0)
		well_formed = false;
}

/* ISO 32000-1, 8.5.3.3.2; in micrometres of the pad. */
static bool
is_filled(double x_um, double y_um)
{
	double x = (x_um - box.left) * POINT;
	double y = (box.bottom - y_um) * POINT;
	int winding = 0;

	for (size_t i = 0; i < edge_count; i++) {
		const double *edge = edges[i];
		double part;

		if ((edge[1] <= y) == (edge[3] <= y))
			continue;
		part = (y - edge[1]) / (edge[3] - edge[1]);
		if (edge[0] + (edge[2] - edge[0]) * part > x)
			winding += edge[3] > edge[1] ? 1 : -1;
	}
	return winding != 0;
}

static double
pen(void)
{
	struct csi_ink_box bounds;
	double left = 1e18;

	csi_ink_bounds(samples, count, &bounds);
	for (size_t i = 0; i < count; i++) {
		if (samples[i].pressure != 0)
			left = fmin(left, samples[i].x_um);
	}
	return (left - bounds.left) * 2 / CSI_INK_NIB_MOST;
}

/* Of the places where the pen was, how many are not filled. */
static size_t
holes_along(double aside)
{
	size_t holes = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		double dx = samples[i + 1].x_um - samples[i].x_um;
		double dy = samples[i + 1].y_um - samples[i].y_um;
		double length = hypot(dx, dy);

		if (samples[i].pressure == 0 || samples[i + 1].pressure == 0 ||
		    length <= 0)
			continue;
		if (!is_filled(samples[i].x_um - dy / length * aside,
			samples[i].y_um + dx / length * aside))
			holes++;
	}
	return holes;
}

/* ---- tests ------------------------------------------------------------ */

static void
no_ink_has_no_bounds(void)
{
	count = 0;
	OK(!csi_ink_bounds(samples, 0, &box));
	lift();
	lift();
	OK(!csi_ink_bounds(samples, count, &box));
	csi_bytes_free(&out);
	csi_ink_paths_pdf(samples, count, &box, &out);
	OK(csi_span_is(csi_bytes_span(&out), "f\n"));
}

static void
where_the_pen_was_is_filled(void)
{
	scribble();
	draw();
	read_paths();
	OK(well_formed);
	OKF(holes_along(0) == 0, "%zu holes", holes_along(0));
	OKF(holes_along(pen() * 0.12) <= 2, "%zu holes to the left",
	    holes_along(pen() * 0.12));
	OKF(holes_along(-pen() * 0.12) <= 2, "%zu holes to the right",
	    holes_along(-pen() * 0.12));
}

static void
where_the_pen_was_not_is_empty(void)
{
	size_t stray = 0, seen = 0;
	double far = pen() * 1.1;

	scribble();
	draw();
	read_paths();
	for (double x = box.left; x < box.right; x += 700) {
		for (double y = box.top; y < box.bottom; y += 700) {
			double nearest = 1e18;

			for (size_t i = 0; i < count; i++) {
				if (samples[i].pressure != 0)
					nearest = fmin(
					    nearest, hypot(samples[i].x_um - x,
							 samples[i].y_um - y));
			}
			if (nearest < far)
				continue;
			seen++;
			if (is_filled(x, y))
				stray++;
		}
	}
	OKF(seen > 1000 && stray == 0, "%zu of %zu", stray, seen);
}

static void
a_sharp_turn_leaves_no_hole(void)
{
	for (int angle = 0; angle < 180; angle += 5) {
		double a = angle * 3.14159265 / 180;

		count = 0;
		for (int i = 0; i <= 60; i++)
			put(i * 300, 20000, 9000);
		for (int i = 1; i <= 60; i++)
			put(18000 + cos(a) * -i * 300, 20000 + sin(a) * i * 300,
			    9000);
		draw();
		read_paths();
		OKF(well_formed && holes_along(0) <= 1, "%d degrees, %zu holes",
		    angle, holes_along(0));
	}
}

static void
a_tight_circle_leaves_no_hole(void)
{
	for (int radius = 50; radius < 3000; radius = radius * 3 / 2) {
		size_t holes;

		count = 0;
		put(0, 0, 1000);
		for (int i = 0; i < 30; i++)
			put(i * 1000, 0, 1000);
		for (int i = 0; i < 200; i++)
			put(30000 + radius * sin(i * 0.1),
			    radius - radius * cos(i * 0.1), 1000);
		draw();
		read_paths();
		holes = holes_along(0);
		OKF(well_formed && holes == 0, "%d um, %zu holes", radius,
		    holes);
	}
}

static void
pressure_and_time_do_not_matter(void)
{
	struct csi_bytes first;

	scribble();
	draw();
	first = out;
	memset(&out, 0, sizeof(out));
	for (size_t i = 0; i < count; i++) {
		samples[i].time_us = (uint32_t)(i * i);
		samples[i].flags = (uint16_t)i;
		if (samples[i].pressure != 0)
			samples[i].pressure = (uint16_t)(1 + i % 65535);
	}
	draw();
	OK(first.len == out.len && memcmp(first.at, out.at, out.len) == 0);
	csi_bytes_free(&first);
}

/* Where a straight stroke was slow cannot be seen from where its points are.
 */
static void
speed_does_not_matter(void)
{
	struct csi_bytes first;

	count = 0;
	for (int i = 0; i <= 100; i++)
		put(i * 400, 0, 1);
	draw();
	first = out;
	memset(&out, 0, sizeof(out));
	count = 0;
	for (int i = 0; i <= 200; i++)
		put(i * i, 0, 1);
	draw();
	OK(first.len == out.len && memcmp(first.at, out.at, out.len) == 0);
	csi_bytes_free(&first);
}

static void
the_order_of_strokes_does_not_matter(void)
{
	struct csi_bytes first;

	count = 0;
	line(0, 0, 10000, 10000);
	line(5000, 0, 20000, 3000);
	line(9000, 9000, 30000, 0);
	draw();
	first = out;
	memset(&out, 0, sizeof(out));
	count = 0;
	line(9000, 9000, 30000, 0);
	line(5000, 0, 20000, 3000);
	line(0, 0, 10000, 10000);
	draw();
	OK(first.len == out.len && memcmp(first.at, out.at, out.len) == 0);
	csi_bytes_free(&first);
}

static void
a_tap_is_a_dot(void)
{
	count = 0;
	line(0, 0, 40000, 0);
	put(20000, 10000, 500);
	lift();
	draw();
	read_paths();
	OK(well_formed && path_count == 2);
	OK(is_filled(20000, 10000));
	OK(is_filled(20000 + pen() * 0.4, 10000));
	OK(is_filled(20000, 10000 - pen() * 0.4));
	OK(!is_filled(20000 + pen(), 10000));
	OK(!is_filled(20000 + pen() * 0.5, 10000 + pen() * 0.5));
}

static void
a_single_tap_alone_is_drawn(void)
{
	count = 0;
	put(1000, 1000, 1);
	draw();
	read_paths();
	OK(well_formed && path_count == 1);
	OK(is_filled(1000, 1000));
	OK(box.right - box.left > 100 && box.right - box.left < 1000);
}

static void
ends_are_thinner_than_the_middle(void)
{
	double wide = 0, at_end = 0, at_start = 0;

	count = 0;
	line(0, 0, 40000, 0);
	draw();
	read_paths();
	for (double y = -2000; y < 2000; y += 10) {
		wide += is_filled(15000, y);
		at_start += is_filled(20, y);
		at_end += is_filled(39980, y);
	}
	OKF(at_start > 0 && at_start < wide, "%g of %g", at_start, wide);
	OKF(at_end > 0 && at_end < 0.6 * wide, "%g of %g", at_end, wide);
	OKF(at_end < at_start, "%g, %g", at_end, at_start);
}

static void
the_svg_path_has_the_same_shape(void)
{
	struct csi_bytes svg = { 0 };
	size_t pdf_curves = 0, svg_curves = 0;

	scribble();
	draw();
	csi_ink_paths_svg(samples, count, &box, &svg);
	csi_bytes_add_u8(&svg, 0);
	for (size_t i = 0; i < out.len; i++)
		pdf_curves += out.at[i] == 'c';
	for (size_t i = 0; i < svg.len; i++)
		svg_curves += svg.at[i] == 'C';
	OK(pdf_curves == svg_curves && pdf_curves > 0);
	OK(strspn((char *)svg.at, "MCZ 0123456789") == svg.len - 1);
	csi_bytes_free(&svg);
}

static void
a_decimal_comma_does_not_come_in(void)
{
	struct csi_bytes first;

	scribble();
	draw();
	first = out;
	memset(&out, 0, sizeof(out));
	if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL &&
	    setlocale(LC_NUMERIC, "fr_FR.UTF-8") == NULL) {
		tap_skip("no locale with a decimal comma");
	} else {
		draw();
		OK(memcmp(first.at, out.at, out.len) == 0);
	}
	setlocale(LC_NUMERIC, "C");
	OK(memchr(first.at, ',', first.len) == NULL);
	csi_bytes_free(&first);
}

static void
three_seconds_are_at_most_20_kB_deflated(void)
{
	uLongf len = 0;
	Bytef *deflated;

	scribble();
	OK(count > 430 && count < 620);
	draw();
	len = compressBound(out.len);
	deflated = malloc(len);
	OK(compress(deflated, &len, out.at, out.len) == Z_OK);
	OKF(len <= 20000, "%lu bytes", (unsigned long)len);
	free(deflated);
}

/* Between two samples of a quick turn the curve is farther out than both. */
static void
a_curve_that_swings_out_is_not_cut(void)
{
	double width, height;
	size_t cut = 0;

	count = 0;
	for (int i = 0; i <= 5; i++)
		put(20000 * cos(i * 1.2566 + 0.3),
		    20000 * sin(i * 1.2566 + 0.3), 9000);
	draw();
	read_paths();
	width = (box.right - box.left) * POINT;
	height = (box.bottom - box.top) * POINT;
	for (size_t i = 0; i < edge_count; i++)
		cut += edges[i][0] < 0.001 || edges[i][0] > width - 0.001 ||
		       edges[i][1] < 0.001 || edges[i][1] > height - 0.001;
	OKF(well_formed && cut == 0, "%zu on the border", cut);
}

static void
coordinates_at_the_ends_of_the_range_are_drawn(void)
{
	count = 0;
	put(INT32_MIN, INT32_MIN, 1);
	put(INT32_MAX, INT32_MAX, 1);
	put(INT32_MIN, INT32_MAX, 65535);
	put(INT32_MAX, INT32_MIN, 1);
	put(INT32_MIN, INT32_MIN, 1);
	draw();
	read_paths();
	OK(!out.failed && well_formed);
	OK(is_filled(0, 0));
}

static void
wild_jumps_stay_small(void)
{
	uint32_t random = 1;

	count = 0;
	for (int i = 0; i < SAMPLES_MOST; i++) {
		random = random * 1664525 + 1013904223;
		put((int32_t)random, (int32_t)(random * 69069u),
		    (uint16_t)(random >> 28));
	}
	draw();
	OK(!out.failed);
	OKF(out.len < 200u * SAMPLES_MOST * 10, "%zu bytes", out.len);
}

static void
all_samples_in_one_place_are_a_dot(void)
{
	count = 0;
	for (int i = 0; i < 1000; i++)
		put(-5, 7, 1);
	draw();
	read_paths();
	OK(well_formed && path_count == 1 && is_filled(-5, 7));
}

static void
many_taps_are_many_dots(void)
{
	count = 0;
	for (int i = 0; i < 100; i++) {
		put(i % 10 * 5000, i / 10 * 5000, 1);
		lift();
	}
	draw();
	read_paths();
	OK(well_formed && path_count == 100);
}

int
main(void)
{
	RUN(no_ink_has_no_bounds);
	RUN(where_the_pen_was_is_filled);
	RUN(where_the_pen_was_not_is_empty);
	RUN(a_sharp_turn_leaves_no_hole);
	RUN(a_tight_circle_leaves_no_hole);
	RUN(pressure_and_time_do_not_matter);
	RUN(speed_does_not_matter);
	RUN(the_order_of_strokes_does_not_matter);
	RUN(a_tap_is_a_dot);
	RUN(a_single_tap_alone_is_drawn);
	RUN(ends_are_thinner_than_the_middle);
	RUN(the_svg_path_has_the_same_shape);
	RUN(a_decimal_comma_does_not_come_in);
	RUN(three_seconds_are_at_most_20_kB_deflated);
	RUN(a_curve_that_swings_out_is_not_cut);
	RUN(coordinates_at_the_ends_of_the_range_are_drawn);
	RUN(wild_jumps_stay_small);
	RUN(all_samples_in_one_place_are_a_dot);
	RUN(many_taps_are_many_dots);
	csi_bytes_free(&out);
	return tap_done();
}
