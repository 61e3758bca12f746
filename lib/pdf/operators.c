/* SPDX-License-Identifier: Apache-2.0 */
/* operators.c -- what the operators of an appearance do, as far as that is
 * seen (ISO 32000-1, Annex A). */
#include "shown-inside.h"

#include <string.h>

/* Rows of a map that are looked through for a letter in the time of a byte. */
#define ROWS_A_BYTE 8

/* ---- fonts ---------------------------------------------------------------- */

/* Was it there, as it is, when the delta begins? */
static cseal_status
is_old(struct csi_pdf_run *run, struct csi_pdf_ref ref, bool *ret_is)
{
	struct csi_pdf_delta *delta = run->shown->delta;
	cseal_status st;

	*ret_is = delta == NULL;
	if (delta == NULL || ref.number == 0)
		return CSEAL_OK;
	st = csi_pdf_was_there(delta, ref.number, ret_is, run->ret_error);
	if (st != CSEAL_OK || !*ret_is ||
	    !csi_numbers_has(&delta->is_changed, ref.number))
		return st;
	return csi_pdf_is_same(delta, ref.number, ret_is, run->ret_error);
}

/* Glyphs that came with the appearance can be drawings of anything. */
static cseal_status
check_glyphs(struct csi_pdf_run *run, const struct csi_pdf_run_font *font,
    struct csi_pdf_ref ref)
{
	bool old;
	cseal_status st = is_old(run, ref, &old);

	if (st == CSEAL_OK && !old &&
	    font->letters.glyphs != CSI_PDF_GLYPHS_KNOWN)
		run->shown->foreign = true;
	return st;
}

static cseal_status
add_font(struct csi_pdf_run *run, const struct csi_pdf_value *value,
    struct csi_pdf_ref ref)
{
	struct csi_pdf_run_font *font = &run->fonts[run->font_count++];
	cseal_status st;

	font->value = value;
	st = csi_pdf_letters_read(
	    run->reader, value, &font->letters, run->ret_error);
	if (!csi_pdf_spend(run->shown->left, font->letters.read))
		run->shown->unreadable = true;
	if (st == CSEAL_OK)
		st = csi_pdf_widths_read(run->reader, value, &font->letters,
		    &font->widths, run->ret_error);
	return st == CSEAL_OK ? check_glyphs(run, font, ref) : st;
}

static cseal_status
set_font(struct csi_pdf_run *run)
{
	struct csi_pdf_state *state = csi_pdf_canvas_state(&run->canvas);
	const struct csi_pdf_value *value;
	struct csi_pdf_ref ref;
	size_t i = 0;
	cseal_status st = csi_pdf_find_resource(run, "Font", &value, &ref);

	state->font = CSI_PDF_FONTS_MOST;
	state->size = run->numbers[0];
	run->shown->unreadable |= run->is_odd;
	if (st != CSEAL_OK || value == NULL)
		return st;
	while (i < run->font_count && run->fonts[i].value != value)
		i++;
	if (i == CSI_PDF_FONTS_MOST)
		return CSEAL_OK;
	if (i == run->font_count)
		st = add_font(run, value, ref);
	state->font = i;
	return st;
}

/* ---- text ----------------------------------------------------------------- */

/* The next code, and what it stands for. */
static void
show_code(struct csi_pdf_run *run, const struct csi_pdf_run_font *font,
    struct csi_reader *in)
{
	struct csi_pdf_sight *shown = run->shown;
	struct csi_bytes text = { 0 };
	struct csi_reader letter;
	size_t len = font->letters.code_len;
	uint32_t code = 0;

	if (font->letters.kind == CSI_PDF_LETTERS_UTF16 &&
	    csi_reader_left(in) >= 4 && (in->at[0] & 0xfc) == 0xd8)
		len = 4;
	if (len > csi_reader_left(in))
		len = csi_reader_left(in);
	for (size_t i = 0; i < len; i++)
		code = code << 8 | in->at[i];
	if (!csi_pdf_spend(shown->left,
		(font->letters.row_count + font->widths.row_count) /
		    ROWS_A_BYTE) ||
	    !csi_pdf_letters_add(
		&font->letters, csi_read_span(in, len), &text)) {
		shown->unreadable = true;
		text.len = 0;
		csi_bytes_add_be32(&text, CSI_PDF_LETTER_SOME);
	}
	letter = csi_reader_of(text.at, text.len);
	csi_pdf_canvas_show(&run->canvas, csi_bytes_span(&text),
	    csi_pdf_width(&font->widths, code, csi_read_be32(&letter)),
	    len == 1 && code == ' ');
	shown->letters.failed |= text.failed;
	csi_bytes_free(&text);
}

static void
show_codes(struct csi_pdf_run *run, const struct csi_pdf_item *item)
{
	const struct csi_pdf_state *state = csi_pdf_canvas_state(&run->canvas);
	struct csi_reader in =
	    csi_reader_of(run->codes.at + item->at, item->len);

	/* Modes from 4 on make a clip of the letters. */
	if (item->len == 0)
		return;
	if (state->font == CSI_PDF_FONTS_MOST || state->mode > 3) {
		run->shown->unreadable = true;
		return;
	}
	while (csi_reader_left(&in) > 0)
		show_code(run, &run->fonts[state->font], &in);
}

/* Of more operands than one, and of another kind, readers show what they
 * like. */
static void
show_text(struct csi_pdf_run *run, bool is_array)
{
	const void *all = run->items.at;
	const struct csi_pdf_item *items = all;

	if (run->operands != 1 || run->is_array != is_array || run->is_odd) {
		run->shown->unreadable = true;
		return;
	}
	for (size_t i = 0; i < run->items.len / sizeof(*items); i++) {
		if (items[i].is_codes)
			show_codes(run, &items[i]);
		else
			csi_pdf_canvas_adjust(&run->canvas, items[i].number);
	}
}

static void
set_mode(struct csi_pdf_run *run)
{
	double mode = run->numbers[0];

	if (mode != 0 && mode != 1 && mode != 2 && mode != 3)
		run->shown->unreadable = true;
	else
		csi_pdf_canvas_state(&run->canvas)->mode = (int)mode;
}

/* ---- colors and states ---------------------------------------------------- */

static void
set_color(struct csi_pdf_run *run, bool strokes, size_t parts)
{
	struct csi_pdf_state *state = csi_pdf_canvas_state(&run->canvas);
	struct csi_pdf_color color = { .known = false };

	if (parts == run->number_count && !run->canvas.odd_colors)
		color = csi_pdf_color_of(run->numbers, parts);
	if (strokes) {
		state->stroke = color;
		state->stroke_parts = parts;
	} else {
		state->fill = color;
		state->fill_parts = parts;
	}
}

/* sc, scn and their like. */
static void
set_parts(struct csi_pdf_run *run, bool strokes)
{
	const struct csi_pdf_state *state = csi_pdf_canvas_state(&run->canvas);

	if (run->name.kind == CSI_PDF_TOKEN_NAME)
		run->shown->pictures = true;
	set_color(
	    run, strokes, strokes ? state->stroke_parts : state->fill_parts);
}

/* Begins with black; of other spaces it is not known what they show. */
static void
set_space(struct csi_pdf_run *run, bool strokes)
{
	static const struct {
		const char *name;
		size_t parts;
	} spaces[] = { { "DeviceGray", 1 }, { "DeviceRGB", 3 },
		{ "DeviceCMYK", 4 } };
	static const double black[] = { 0, 0, 0, 1 };
	size_t parts = 0;

	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		if (run->name.kind == CSI_PDF_TOKEN_NAME &&
		    csi_span_is(run->name.inner, spaces[i].name))
			parts = spaces[i].parts;
	}
	memcpy(run->numbers, black, sizeof(black));
	run->number_count = parts;
	set_color(run, strokes, parts);
}

/* Does an entry of a graphics state leave the looks as they are? */
static bool
is_plain_entry(const struct csi_pdf_entry *entry)
{
	const struct csi_pdf_value *value = &entry->value;

	if (csi_span_is(entry->key, "SMask"))
		return csi_pdf_is_name(value, "None");
	if (csi_span_is(entry->key, "BM"))
		return csi_pdf_is_name(value, "Normal") ||
		       csi_pdf_is_name(value, "Compatible");
	if (csi_span_is(entry->key, "TR") || csi_span_is(entry->key, "TR2"))
		return csi_pdf_is_name(value, "Identity") ||
		       csi_pdf_is_name(value, "Default");
	if (csi_span_is(entry->key, "OP") || csi_span_is(entry->key, "op"))
		return value->type == CSI_PDF_BOOLEAN && !value->as.boolean;
	/* A font that is set in this way is met nowhere. */
	return !csi_span_is(entry->key, "Font");
}

static cseal_status
set_number(struct csi_pdf_run *run, const struct csi_pdf_value *dict,
    const char *key, double *number)
{
	const struct csi_pdf_value *value;
	cseal_status st;

	if (csi_pdf_find(dict, key) == NULL)
		return CSEAL_OK;
	st = csi_pdf_get(run->reader, dict, key, &value, run->ret_error);
	if (st == CSEAL_OK && !csi_pdf_as_number(value, number))
		run->shown->unreadable = true;
	return st;
}

static cseal_status
set_state(struct csi_pdf_run *run)
{
	struct csi_pdf_state *state = csi_pdf_canvas_state(&run->canvas);
	const struct csi_pdf_value *dict;
	struct csi_pdf_ref ref;
	cseal_status st = csi_pdf_find_resource(run, "ExtGState", &dict, &ref);

	if (st != CSEAL_OK || dict == NULL || dict->type != CSI_PDF_DICT)
		return st;
	for (size_t i = 0; i < dict->as.dict.count; i++)
		run->shown->unreadable |=
		    !is_plain_entry(&dict->as.dict.entries[i]);
	st = set_number(run, dict, "ca", &state->fill_alpha);
	if (st == CSEAL_OK)
		st = set_number(run, dict, "CA", &state->stroke_alpha);
	if (st == CSEAL_OK)
		st = set_number(run, dict, "LW", &state->line_width);
	return st;
}

/* Whether layers are seen is for the reader to say. */
static void
begin_marked(struct csi_pdf_run *run)
{
	if (run->first_name.kind == CSI_PDF_TOKEN_NAME &&
	    csi_span_is(run->first_name.inner, "OC"))
		run->shown->unreadable = true;
}

/* ---- operators ------------------------------------------------------------ */

/* What several operators of one kind do. */
enum {
	FILL,
	STROKE,
	CLOSE_STROKE,
	BOTH,
	CLOSE_BOTH,
	END_PATH,
	MOVE,
	LINE,
	RECTANGLE,
	CURVE_C,
	CURVE_V,
	CURVE_Y,
	CLOSE,
	CLIP,
	BEGIN_TEXT,
	TEXT,
	ARRAY_TEXT,
	LINE_TEXT,
	SPACED_TEXT,
	NEXT,
	NEXT_LEADING,
	NEXT_LINE,
	PLACE,
	MODE,
	SPACING,
	WORD_SPACING,
	SCALE,
	LEADING,
	RISE,
	WIDTH,
	TRANSFORM,
	FILLS,
	LINES
};

static cseal_status
operate_path(struct csi_pdf_run *run, int what)
{
	struct csi_pdf_canvas *canvas = &run->canvas;
	const double *numbers = run->numbers;

	switch (what) {
	case MOVE: csi_pdf_canvas_move(canvas, numbers); break;
	case LINE: csi_pdf_canvas_line(canvas, numbers); break;
	case RECTANGLE: csi_pdf_canvas_rectangle(canvas, numbers); break;
	case CURVE_C: csi_pdf_canvas_curve(canvas, 'c', numbers); break;
	case CURVE_V: csi_pdf_canvas_curve(canvas, 'v', numbers); break;
	case CURVE_Y: csi_pdf_canvas_curve(canvas, 'y', numbers); break;
	case CLOSE: csi_pdf_canvas_close(canvas); break;
	default: canvas->clips = true; break;
	}
	return CSEAL_OK;
}

static cseal_status
paint_path(struct csi_pdf_run *run, int what)
{
	if (what == CLOSE_STROKE || what == CLOSE_BOTH)
		csi_pdf_canvas_close(&run->canvas);
	csi_pdf_canvas_paint(&run->canvas,
	    what == FILL || what == BOTH || what == CLOSE_BOTH,
	    what != FILL && what != END_PATH);
	return CSEAL_OK;
}

/* Where text goes. */
static cseal_status
operate_text(struct csi_pdf_run *run, int what)
{
	struct csi_pdf_canvas *canvas = &run->canvas;
	struct csi_pdf_state *state = csi_pdf_canvas_state(canvas);
	const double *numbers = run->numbers;

	if (what == SPACED_TEXT) {
		state->word_spacing = numbers[0];
		state->spacing = numbers[1];
	}
	if (what == NEXT_LEADING)
		state->leading = -numbers[1];
	switch (what) {
	case BEGIN_TEXT: csi_pdf_canvas_begin_text(canvas); break;
	case PLACE: csi_pdf_canvas_place_text(canvas, numbers); break;
	case NEXT:
	case NEXT_LEADING:
		csi_pdf_canvas_next_line(canvas, numbers[0], numbers[1]);
		break;
	case NEXT_LINE:
	case LINE_TEXT:
	case SPACED_TEXT:
		csi_pdf_canvas_next_line(canvas, 0, -state->leading);
		break;
	default: break;
	}
	if (what == TEXT || what == ARRAY_TEXT || what == LINE_TEXT ||
	    what == SPACED_TEXT)
		show_text(run, what == ARRAY_TEXT);
	return CSEAL_OK;
}

static cseal_status
operate_state(struct csi_pdf_run *run, int what)
{
	struct csi_pdf_state *state = csi_pdf_canvas_state(&run->canvas);
	double number = run->numbers[0];

	switch (what) {
	case MODE: set_mode(run); break;
	case SPACING: state->spacing = number; break;
	case WORD_SPACING: state->word_spacing = number; break;
	case SCALE: state->scale = number / 100; break;
	case LEADING: state->leading = number; break;
	case RISE: state->rise = number; break;
	case WIDTH: state->line_width = number; break;
	default: csi_pdf_canvas_transform(&run->canvas, run->numbers); break;
	}
	return CSEAL_OK;
}

/* g, rg and k. */
static cseal_status
operate_color(struct csi_pdf_run *run, int what)
{
	set_color(run, what == LINES, run->number_count);
	return CSEAL_OK;
}

static cseal_status
operate_space(struct csi_pdf_run *run, int what)
{
	set_space(run, what == LINES);
	return CSEAL_OK;
}

static cseal_status
operate_parts(struct csi_pdf_run *run, int what)
{
	set_parts(run, what == LINES);
	return CSEAL_OK;
}

static cseal_status
operate_font(struct csi_pdf_run *run, int what)
{
	(void)what;
	return set_font(run);
}

static cseal_status
operate_dictionary(struct csi_pdf_run *run, int what)
{
	(void)what;
	return set_state(run);
}

static cseal_status
operate_object(struct csi_pdf_run *run, int what)
{
	(void)what;
	return csi_pdf_draw_object(run);
}

static cseal_status
operate_picture(struct csi_pdf_run *run, int what)
{
	(void)what;
	run->shown->pictures = true;
	return CSEAL_OK;
}

static cseal_status
operate_marked(struct csi_pdf_run *run, int what)
{
	(void)what;
	begin_marked(run);
	return CSEAL_OK;
}

static cseal_status
operate_save(struct csi_pdf_run *run, int what)
{
	(void)what;
	csi_pdf_run_save(run);
	return CSEAL_OK;
}

static cseal_status
operate_restore(struct csi_pdf_run *run, int what)
{
	(void)what;
	if (run->canvas.state > run->frames[run->depth - 1].floor)
		run->canvas.state--;
	return CSEAL_OK;
}

#define ANY_NUMBERS SIZE_MAX

static const struct verb {
	const char *word;
	size_t numbers; /* that it wants */
	cseal_status (*operate)(struct csi_pdf_run *run, int what);
	int what;
} verbs[] = {
	{ "f", ANY_NUMBERS, paint_path, FILL },
	{ "F", ANY_NUMBERS, paint_path, FILL },
	{ "f*", ANY_NUMBERS, paint_path, FILL },
	{ "S", ANY_NUMBERS, paint_path, STROKE },
	{ "s", ANY_NUMBERS, paint_path, CLOSE_STROKE },
	{ "B", ANY_NUMBERS, paint_path, BOTH },
	{ "B*", ANY_NUMBERS, paint_path, BOTH },
	{ "b", ANY_NUMBERS, paint_path, CLOSE_BOTH },
	{ "b*", ANY_NUMBERS, paint_path, CLOSE_BOTH },
	{ "n", ANY_NUMBERS, paint_path, END_PATH },
	{ "m", 2, operate_path, MOVE },
	{ "l", 2, operate_path, LINE },
	{ "re", 4, operate_path, RECTANGLE },
	{ "c", 6, operate_path, CURVE_C },
	{ "v", 4, operate_path, CURVE_V },
	{ "y", 4, operate_path, CURVE_Y },
	{ "h", ANY_NUMBERS, operate_path, CLOSE },
	{ "W", ANY_NUMBERS, operate_path, CLIP },
	{ "W*", ANY_NUMBERS, operate_path, CLIP },
	{ "BT", ANY_NUMBERS, operate_text, BEGIN_TEXT },
	{ "Tj", 0, operate_text, TEXT },
	{ "TJ", 0, operate_text, ARRAY_TEXT },
	{ "'", 0, operate_text, LINE_TEXT },
	{ "\"", 2, operate_text, SPACED_TEXT },
	{ "Td", 2, operate_text, NEXT },
	{ "TD", 2, operate_text, NEXT_LEADING },
	{ "T*", ANY_NUMBERS, operate_text, NEXT_LINE },
	{ "Tm", 6, operate_text, PLACE },
	{ "Tr", 1, operate_state, MODE },
	{ "Tc", 1, operate_state, SPACING },
	{ "Tw", 1, operate_state, WORD_SPACING },
	{ "Tz", 1, operate_state, SCALE },
	{ "TL", 1, operate_state, LEADING },
	{ "Ts", 1, operate_state, RISE },
	{ "w", 1, operate_state, WIDTH },
	{ "cm", 6, operate_state, TRANSFORM },
	{ "g", 1, operate_color, FILLS },
	{ "G", 1, operate_color, LINES },
	{ "rg", 3, operate_color, FILLS },
	{ "RG", 3, operate_color, LINES },
	{ "k", 4, operate_color, FILLS },
	{ "K", 4, operate_color, LINES },
	{ "cs", ANY_NUMBERS, operate_space, FILLS },
	{ "CS", ANY_NUMBERS, operate_space, LINES },
	{ "sc", ANY_NUMBERS, operate_parts, FILLS },
	{ "scn", ANY_NUMBERS, operate_parts, FILLS },
	{ "SC", ANY_NUMBERS, operate_parts, LINES },
	{ "SCN", ANY_NUMBERS, operate_parts, LINES },
	{ "Tf", 1, operate_font, 0 },
	{ "gs", ANY_NUMBERS, operate_dictionary, 0 },
	{ "Do", ANY_NUMBERS, operate_object, 0 },
	{ "sh", ANY_NUMBERS, operate_picture, 0 },
	{ "BI", ANY_NUMBERS, operate_picture, 0 },
	{ "BDC", ANY_NUMBERS, operate_marked, 0 },
	{ "q", ANY_NUMBERS, operate_save, 0 },
	{ "Q", ANY_NUMBERS, operate_restore, 0 },
};

/* Without all that it wants, readers do as they like. */
cseal_status
csi_pdf_operate(struct csi_pdf_run *run, const struct csi_pdf_token *token)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		const struct verb *verb = &verbs[i];

		if (!csi_pdf_is_keyword(token, verb->word))
			continue;
		if (verb->numbers == ANY_NUMBERS ||
		    verb->numbers == run->number_count)
			return verb->operate(run, verb->what);
		run->shown->unreadable = true;
		return CSEAL_OK;
	}
	return CSEAL_OK;
}
