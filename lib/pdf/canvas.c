/* SPDX-License-Identifier: Apache-2.0 */
/* canvas.c -- where the operators of a content stream paint. */
#include "canvas.h"

#include "place.h"

#include <math.h>
#include <string.h>

#define LETTERS_MOST  20000
#define SEGMENTS_MOST 20000
#define PAINTS_MOST   5000

#define NEAR     0.01 /* points, that are the same place */
#define FAR      1e6  /* points, beyond which nothing is placed */
#define SMALLEST 2.5  /* points, of letters that are seen */
#define FAINTEST 0.5  /* of opacity */

/* What must be seen of a letter: of its width, from there to there; of its
 * height, in ems; and how much of that. */
#define INNER_LEFT    0.06
#define INNER_RIGHT   0.94
#define TALL          0.70 /* capitals and digits */
#define MIDDLE        0.60 /* b, d, h */
#define SHORT         0.48 /* a, c, e */
#define DEEP          0.14 /* below the line: what makes a comma of a point */
#define SEEN_AT_LEAST 0.92
#define SEEN_AT_MOST  0.08 /* where it is hidden */
#define BLOT          0.12 /* ems, of lines around letters that are not read */

static void
apply(const double matrix[6], const double point[2], double ret_point[2])
{
	double x = point[0], y = point[1];

	ret_point[0] = matrix[0] * x + matrix[2] * y + matrix[4];
	ret_point[1] = matrix[1] * x + matrix[3] * y + matrix[5];
}

/* The upright box around the corners. */
static struct csi_pdf_box
around(const double matrix[6], const struct csi_pdf_box *box)
{
	const double corners[4][2] = { { box->left, box->bottom },
		{ box->right, box->bottom }, { box->left, box->top },
		{ box->right, box->top } };
	struct csi_pdf_box all = { 0 };

	for (size_t i = 0; i < 4; i++) {
		double at[2];

		apply(matrix, corners[i], at);
		all.left = i == 0 ? at[0] : fmin(all.left, at[0]);
		all.right = i == 0 ? at[0] : fmax(all.right, at[0]);
		all.bottom = i == 0 ? at[1] : fmin(all.bottom, at[1]);
		all.top = i == 0 ? at[1] : fmax(all.top, at[1]);
	}
	return all;
}

/* How much longer it makes what it makes longest. */
static double
stretch_of(const double matrix[6])
{
	double a = matrix[0], b = matrix[1], c = matrix[2], d = matrix[3];
	double one = (a * a + b * b + c * c + d * d) / 2;
	double other = (a * a + b * b - c * c - d * d) / 2;

	return sqrt(one + hypot(other, a * c + b * d));
}

static bool
is_upright(const double matrix[6])
{
	double small = 1e-6 * (fabs(matrix[0]) + fabs(matrix[1]) +
				  fabs(matrix[2]) + fabs(matrix[3]));

	return (fabs(matrix[1]) <= small && fabs(matrix[2]) <= small) ||
	       (fabs(matrix[0]) <= small && fabs(matrix[3]) <= small);
}

static void
clip_to(struct csi_pdf_state *state, const struct csi_pdf_box *box)
{
	state->clip.left = fmax(state->clip.left, box->left);
	state->clip.right = fmin(state->clip.right, box->right);
	state->clip.bottom = fmax(state->clip.bottom, box->bottom);
	state->clip.top = fmin(state->clip.top, box->top);
}

/* ---- the state ------------------------------------------------------------ */

void
csi_pdf_canvas_start(struct csi_pdf_canvas *canvas, struct csi_pdf_sight *shown)
{
	struct csi_pdf_state *state = &canvas->states[0];

	memset(canvas, 0, sizeof(*canvas));
	canvas->shown = shown;
	canvas->path = shown->segments.len / sizeof(struct csi_pdf_segment);
	state->ctm[0] = state->ctm[3] = 1;
	state->clip = (struct csi_pdf_box){ -FAR, -FAR, FAR, FAR };
	state->fill.known = state->stroke.known = true;
	state->fill_parts = state->stroke_parts = 1;
	state->fill_alpha = state->stroke_alpha = state->line_width = 1;
	state->group_alpha = 1;
	state->scale = 1;
	csi_pdf_canvas_begin_text(canvas);
}

struct csi_pdf_state *
csi_pdf_canvas_state(struct csi_pdf_canvas *canvas)
{
	return &canvas->states[canvas->state];
}

bool
csi_pdf_canvas_save(struct csi_pdf_canvas *canvas)
{
	if (canvas->state + 1 == CSI_PDF_STATES_MOST)
		return false;
	canvas->states[canvas->state + 1] = canvas->states[canvas->state];
	canvas->state++;
	return true;
}

void
csi_pdf_canvas_transform(struct csi_pdf_canvas *canvas, const double matrix[6])
{
	struct csi_pdf_state *state = csi_pdf_canvas_state(canvas);

	csi_pdf_multiply(matrix, state->ctm, state->ctm);
}

/* 11.6.6 */
void
csi_pdf_canvas_group(struct csi_pdf_canvas *canvas)
{
	struct csi_pdf_state *state = csi_pdf_canvas_state(canvas);

	state->group_alpha *= state->fill_alpha;
	state->fill_alpha = state->stroke_alpha = 1;
}

/* Algorithm 8.1 of 12.5.5.  Of nothing, nothing is seen. */
static void
fit_into(struct csi_pdf_state *state, const struct csi_pdf_box *rect,
    const struct csi_pdf_box *box)
{
	double width = box->right - box->left, height = box->top - box->bottom;
	double fit[6] = { 1, 0, 0, 1, 0, 0 };

	if (!(width > 0) || !(height > 0)) {
		state->clip = (struct csi_pdf_box){ 0, 0, 0, 0 };
		return;
	}
	fit[0] = (rect->right - rect->left) / width;
	fit[3] = (rect->top - rect->bottom) / height;
	fit[4] = rect->left - box->left * fit[0];
	fit[5] = rect->bottom - box->bottom * fit[3];
	csi_pdf_multiply(fit, state->ctm, state->ctm);
}

void
csi_pdf_canvas_enter(struct csi_pdf_canvas *canvas, const double matrix[6],
    const struct csi_pdf_box *box, bool is_outermost)
{
	struct csi_pdf_state *state = csi_pdf_canvas_state(canvas);
	struct csi_pdf_box placed = around(matrix, box);

	if (is_outermost && canvas->shown->rect != NULL)
		fit_into(state, canvas->shown->rect, &placed);
	csi_pdf_multiply(matrix, state->ctm, state->ctm);
	placed = around(state->ctm, box);
	clip_to(state, &placed);
	state->odd_clip |= !is_upright(state->ctm);
}

/* ---- paths ---------------------------------------------------------------- */

static struct csi_pdf_segment *
path_of(const struct csi_pdf_canvas *canvas)
{
	void *all = canvas->shown->segments.at;

	return all == NULL ? NULL
			   : (struct csi_pdf_segment *)all + canvas->path;
}

static size_t
path_count(const struct csi_pdf_canvas *canvas)
{
	return canvas->shown->segments.len / sizeof(struct csi_pdf_segment) -
	       canvas->path;
}

static void
add_segment(
    struct csi_pdf_canvas *canvas, const struct csi_pdf_segment *segment)
{
	struct csi_pdf_sight *shown = canvas->shown;

	if (shown->segments.len >= SEGMENTS_MOST * sizeof(*segment))
		shown->unreadable = true;
	else
		csi_bytes_add(&shown->segments, segment, sizeof(*segment));
}

static void
add_line(struct csi_pdf_canvas *canvas, const double to[2], bool closing)
{
	struct csi_pdf_segment segment = { .closing = closing };

	memcpy(segment.points[0], canvas->point, sizeof(canvas->point));
	memcpy(segment.points[3], to, sizeof(segment.points[3]));
	add_segment(canvas, &segment);
	memcpy(canvas->point, to, sizeof(canvas->point));
}

/* An area is closed where its path is not (8.5.3.3.1). */
static void
end_part(struct csi_pdf_canvas *canvas)
{
	if (canvas->has_point && (canvas->point[0] != canvas->start[0] ||
				     canvas->point[1] != canvas->start[1]))
		add_line(canvas, canvas->start, true);
}

void
csi_pdf_canvas_move(struct csi_pdf_canvas *canvas, const double to[2])
{
	end_part(canvas);
	apply(csi_pdf_canvas_state(canvas)->ctm, to, canvas->start);
	memcpy(canvas->point, canvas->start, sizeof(canvas->point));
	canvas->has_point = true;
}

/* A line from nowhere is read in different ways. */
static bool
check_point(struct csi_pdf_canvas *canvas)
{
	if (!canvas->has_point)
		canvas->shown->unreadable = true;
	return canvas->has_point;
}

void
csi_pdf_canvas_line(struct csi_pdf_canvas *canvas, const double to[2])
{
	double at[2];

	if (!check_point(canvas))
		return;
	apply(csi_pdf_canvas_state(canvas)->ctm, to, at);
	add_line(canvas, at, false);
}

void
csi_pdf_canvas_curve(
    struct csi_pdf_canvas *canvas, char kind, const double *points)
{
	const double *ctm = csi_pdf_canvas_state(canvas)->ctm;
	struct csi_pdf_segment segment = { .curve = true };
	size_t first = kind == 'v' ? 2 : 1, last = kind == 'y' ? 2 : 3;

	if (!check_point(canvas))
		return;
	memcpy(segment.points[0], canvas->point, sizeof(canvas->point));
	memcpy(segment.points[1], canvas->point, sizeof(canvas->point));
	for (size_t i = first; i <= last; i++)
		apply(ctm, points + 2 * (i - first), segment.points[i]);
	if (kind == 'y')
		memcpy(segment.points[3], segment.points[2],
		    sizeof(segment.points[3]));
	add_segment(canvas, &segment);
	memcpy(canvas->point, segment.points[3], sizeof(canvas->point));
}

void
csi_pdf_canvas_rectangle(struct csi_pdf_canvas *canvas, const double sides[4])
{
	const double corners[4][2] = { { sides[0], sides[1] },
		{ sides[0] + sides[2], sides[1] },
		{ sides[0] + sides[2], sides[1] + sides[3] },
		{ sides[0], sides[1] + sides[3] } };

	csi_pdf_canvas_move(canvas, corners[0]);
	for (size_t i = 1; i < 4; i++)
		csi_pdf_canvas_line(canvas, corners[i]);
	csi_pdf_canvas_close(canvas);
}

void
csi_pdf_canvas_close(struct csi_pdf_canvas *canvas)
{
	if (check_point(canvas))
		add_line(canvas, canvas->start, false);
}

static bool
is_near(double a, double b)
{
	return fabs(a - b) <= NEAR;
}

static struct csi_pdf_box
bounds_of(const struct csi_pdf_segment *segments, size_t count)
{
	struct csi_pdf_box box = { FAR, FAR, -FAR, -FAR };

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < 4; j += 3) {
			const double *point = segments[i].points[j];

			box.left = fmin(box.left, point[0]);
			box.right = fmax(box.right, point[0]);
			box.bottom = fmin(box.bottom, point[1]);
			box.top = fmax(box.top, point[1]);
		}
	}
	return box;
}

bool
csi_pdf_is_rectangle(const struct csi_pdf_segment *segments, size_t count,
    struct csi_pdf_box *ret_box)
{
	struct csi_pdf_box box = bounds_of(segments, count);
	size_t sides[4] = { 0 };
	double between = 0; /* short steps, which may lead anywhere */

	for (size_t i = 0; i < count; i++) {
		const double *a = segments[i].points[0];
		const double *b = segments[i].points[3];
		bool upright = is_near(a[0], b[0]), level = is_near(a[1], b[1]);

		if (segments[i].curve)
			return false;
		if (upright && level) {
			between += hypot(a[0] - b[0], a[1] - b[1]);
			continue;
		}
		if (upright && is_near(a[0], box.left))
			sides[0]++;
		else if (upright && is_near(a[0], box.right))
			sides[1]++;
		else if (level && is_near(a[1], box.bottom))
			sides[2]++;
		else if (level && is_near(a[1], box.top))
			sides[3]++;
		else
			return false;
	}
	*ret_box = box;
	return sides[0] == 1 && sides[1] == 1 && sides[2] == 1 &&
	       sides[3] == 1 && between <= 4 * NEAR;
}

static void
clip_path(struct csi_pdf_canvas *canvas)
{
	struct csi_pdf_state *state = csi_pdf_canvas_state(canvas);
	struct csi_pdf_box box;

	if (path_count(canvas) > 0 &&
	    csi_pdf_is_rectangle(path_of(canvas), path_count(canvas), &box))
		clip_to(state, &box);
	else
		state->odd_clip = true;
}

static void
add_paint(struct csi_pdf_canvas *canvas, bool fills, bool lines)
{
	const struct csi_pdf_state *state = csi_pdf_canvas_state(canvas);
	struct csi_pdf_sight *shown = canvas->shown;
	struct csi_pdf_paint paint = { .fills = fills,
		.lines = lines,
		.color = fills ? state->fill : state->stroke,
		.width = lines ? state->line_width * stretch_of(state->ctm) : 0,
		.alpha = state->group_alpha *
			 (fills ? state->fill_alpha : state->stroke_alpha),
		.clip = state->clip,
		.odd_clip = state->odd_clip,
		.first = canvas->path,
		.count = path_count(canvas),
		.behind = csi_pdf_letter_count(shown) };

	if (paint.count == 0)
		return;
	if (csi_pdf_paint_count(shown) >= PAINTS_MOST)
		shown->unreadable = true;
	else
		csi_bytes_add(&shown->paints, &paint, sizeof(paint));
}

void
csi_pdf_canvas_paint(struct csi_pdf_canvas *canvas, bool fills, bool lines)
{
	struct csi_pdf_sight *shown = canvas->shown;

	end_part(canvas);
	if (fills || lines)
		add_paint(canvas, fills, lines);
	if (canvas->clips)
		clip_path(canvas);
	if (fills || lines)
		canvas->path =
		    shown->segments.len / sizeof(struct csi_pdf_segment);
	else
		shown->segments.len =
		    canvas->path * sizeof(struct csi_pdf_segment);
	canvas->clips = canvas->has_point = false;
}

/* ---- text ----------------------------------------------------------------- */

void
csi_pdf_canvas_begin_text(struct csi_pdf_canvas *canvas)
{
	static const double none[6] = { 1, 0, 0, 1, 0, 0 };

	csi_pdf_canvas_place_text(canvas, none);
}

void
csi_pdf_canvas_place_text(struct csi_pdf_canvas *canvas, const double matrix[6])
{
	memcpy(canvas->line, matrix, sizeof(canvas->line));
	memcpy(canvas->text, matrix, sizeof(canvas->text));
}

void
csi_pdf_canvas_next_line(struct csi_pdf_canvas *canvas, double right, double up)
{
	const double move[6] = { 1, 0, 0, 1, right, up };

	csi_pdf_multiply(move, canvas->line, canvas->line);
	memcpy(canvas->text, canvas->line, sizeof(canvas->text));
}

static void
move_on(struct csi_pdf_canvas *canvas, double distance)
{
	const double move[6] = { 1, 0, 0, 1, distance, 0 };

	csi_pdf_multiply(move, canvas->text, canvas->text);
}

/* What tells it from others. */
static double
height_of(uint32_t letter)
{
	if (letter >= 0x80 || letter == 0)
		return TALL;
	if (strchr("acegmnopqrsuvwxyz.,-:;=+_~", (int)letter) != NULL)
		return SHORT;
	return letter >= 'a' && letter <= 'z' ? MIDDLE : TALL;
}

/* How much of a box can be seen. */
static double
share(const struct csi_pdf_box *box, const struct csi_pdf_box *clip)
{
	double area = (box->right - box->left) * (box->top - box->bottom);
	double width =
	    fmin(box->right, clip->right) - fmax(box->left, clip->left);
	double height =
	    fmin(box->top, clip->top) - fmax(box->bottom, clip->bottom);

	if (!(area > 0) || !(width > 0) || !(height > 0))
		return 0;
	return width * height / area;
}

static bool
is_lined(const struct csi_pdf_state *state)
{
	return state->mode == 1 || state->mode == 2;
}

/* Of areas with lines around them in another color it is not known. */
static struct csi_pdf_color
letter_color(const struct csi_pdf_state *state)
{
	struct csi_pdf_color color =
	    state->mode == 1 ? state->stroke : state->fill;

	if (state->mode != 2)
		return color;
	color.known &= state->stroke.known;
	for (size_t i = 0; i < 3; i++)
		color.known &= color.rgb[i] == state->stroke.rgb[i];
	return color;
}

static bool
is_blot(const struct csi_pdf_state *state, const struct csi_pdf_letter *letter)
{
	double em = fmin(hypot(letter->em[0], letter->em[1]),
	    hypot(letter->up[0], letter->up[1]));

	return is_lined(state) &&
	       !(fabs(state->line_width) * stretch_of(state->ctm) <= BLOT * em);
}

/* matrix: from ems to the page. */
static void
look_at(const struct csi_pdf_state *state, const double matrix[6], double width,
    struct csi_pdf_letter *letter)
{
	bool is_deep = letter->letter == ',' || letter->letter == ';';
	const struct csi_pdf_box inner = { INNER_LEFT * width,
		is_deep ? -DEEP : 0, INNER_RIGHT * width,
		height_of(letter->letter) };
	struct csi_pdf_box box = around(matrix, &inner);
	double seen = share(&box, &state->clip);
	double alpha =
	    state->mode == 1 ? state->stroke_alpha : state->fill_alpha;

	letter->hidden = !(seen > SEEN_AT_MOST) ||
			 !(alpha * state->group_alpha >= FAINTEST) ||
			 !(hypot(letter->up[0], letter->up[1]) >= SMALLEST);
	letter->cut = !letter->hidden && !(seen >= SEEN_AT_LEAST);
}

static void
add_letter(struct csi_pdf_canvas *canvas, const struct csi_pdf_letter *letter)
{
	struct csi_pdf_sight *shown = canvas->shown;

	if (csi_pdf_is_blank(letter->letter))
		return;
	if (csi_pdf_letter_count(shown) >= LETTERS_MOST)
		shown->unreadable = true;
	else
		csi_bytes_add(&shown->letters, letter, sizeof(*letter));
}

/* Of several letters that one glyph shows, each has its part. */
static void
add_glyph(struct csi_pdf_canvas *canvas, struct csi_span letters, double width)
{
	const struct csi_pdf_state *state = csi_pdf_canvas_state(canvas);
	struct csi_reader in = csi_reader_of(letters.at, letters.len);
	const double scaled[6] = { state->size * state->scale, 0, 0,
		state->size, 0, state->rise };
	double matrix[6];
	size_t count = letters.len / sizeof(uint32_t);

	csi_pdf_multiply(scaled, canvas->text, matrix);
	csi_pdf_multiply(matrix, state->ctm, matrix);
	if (count > 1)
		width /= (double)count;
	while (csi_reader_left(&in) > 0) {
		struct csi_pdf_letter letter = { .letter = csi_read_be32(&in),
			.at = { matrix[4], matrix[5] },
			.ahead = { matrix[0] * width, matrix[1] * width },
			.em = { matrix[0], matrix[1] },
			.up = { matrix[2], matrix[3] },
			.color = letter_color(state) };
		const double next[6] = { 1, 0, 0, 1, width, 0 };

		look_at(state, matrix, width, &letter);
		canvas->shown->unreadable |= is_blot(state, &letter);
		add_letter(canvas, &letter);
		csi_pdf_multiply(next, matrix, matrix);
	}
}

void
csi_pdf_canvas_show(struct csi_pdf_canvas *canvas, struct csi_span letters,
    double width, bool is_space)
{
	const struct csi_pdf_state *state = csi_pdf_canvas_state(canvas);
	double distance = width * state->size + state->spacing;

	/* Mode 3 paints nothing (Table 106). */
	if (state->mode != 3) {
		canvas->shown->unreadable |= state->odd_clip;
		add_glyph(canvas, letters, width);
	}
	if (is_space)
		distance += state->word_spacing;
	move_on(canvas, distance * state->scale);
}

void
csi_pdf_canvas_adjust(struct csi_pdf_canvas *canvas, double back)
{
	const struct csi_pdf_state *state = csi_pdf_canvas_state(canvas);

	move_on(canvas, -back / 1000 * state->size * state->scale);
}
