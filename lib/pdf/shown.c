/* SPDX-License-Identifier: Apache-2.0 */
/* shown.c -- what an appearance shows.
 *
 * Runs over the operators of a stream and of the forms that it draws, with the
 * little state that says which text is seen.  Where a mark is does not matter:
 * all of it is clipped to the rectangle of the field. */
#include "shown.h"

#include "error.h"
#include "letters.h"
#include "lexer.h"

#include <string.h>

#define STREAM_MOST  ((size_t)4 << 20) /* bytes of one, decoded */
#define FORMS_MOST   64                /* that are drawn, in all */
#define DEPTH_MOST   8                 /* forms in forms */
#define STATES_MOST  64                /* q in q */
#define FONTS_MOST   16
#define LETTERS_MOST 20000

/* What a stream costs besides its bytes, and rows of a map that are looked
 * through for a letter in the time of one byte. */
#define STREAM_COST 1000
#define ROWS_A_BYTE 8

struct state {
	size_t font; /* FONTS_MOST: none */
	int mode;
};

struct frame {
	struct csi_bytes data;
	struct csi_pdf_lexer lexer;
	const struct csi_pdf_value *resources; /* or null */
	size_t states, floor; /* the one outside, and its own first */
};

struct run {
	csi_pdf_reader *reader;
	const struct csi_pdf_value *others;
	struct csi_pdf_shown *shown;
	struct frame frames[DEPTH_MOST];
	size_t depth, forms;
	struct state states[STATES_MOST];
	size_t state; /* the current one */
	struct csi_pdf_letters fonts[FONTS_MOST];
	const struct csi_pdf_value *font_values[FONTS_MOST];
	size_t font_count;
	/* Operands of the operator that comes. */
	struct csi_bytes codes;
	struct csi_pdf_token name, number;
	cseal_error **ret_error;
};

bool
csi_pdf_is_blank(uint32_t letter)
{
	return letter <= 0x20 || letter == 0xa0 || letter == 0x3000 ||
	       (letter >= 0x2000 && letter <= 0x200f) || letter == 0x2028 ||
	       letter == 0x2029 || letter == 0xfeff;
}

bool
csi_pdf_spend(size_t *left, size_t cost)
{
	bool is_enough = left == NULL || cost <= *left;

	if (left != NULL)
		*left -= is_enough ? cost : *left;
	return is_enough;
}

/* ---- resources ------------------------------------------------------------ */

static cseal_status
find_in(struct run *run, const struct csi_pdf_value *resources,
    const char *kind, const char *name, const struct csi_pdf_value **ret_value)
{
	const struct csi_pdf_value *dict;
	cseal_status st;

	*ret_value = NULL;
	if (resources == NULL || resources->type != CSI_PDF_DICT)
		return CSEAL_OK;
	st = csi_pdf_get(run->reader, resources, kind, &dict, run->ret_error);
	if (st != CSEAL_OK || dict->type != CSI_PDF_DICT ||
	    csi_pdf_find(dict, name) == NULL)
		return st;
	return csi_pdf_get(run->reader, dict, name, ret_value, run->ret_error);
}

/* The resource that the last name operand means; NULL: there is none. */
static cseal_status
find_resource(
    struct run *run, const char *kind, const struct csi_pdf_value **ret_value)
{
	const struct frame *frame = &run->frames[run->depth - 1];
	char name[256];
	size_t len;
	cseal_status st;

	*ret_value = NULL;
	if (run->name.kind != CSI_PDF_TOKEN_NAME ||
	    run->name.inner.len >= sizeof(name))
		return CSEAL_OK;
	len = csi_pdf_token_decode(&run->name, (uint8_t *)name);
	name[len] = '\0';
	st = find_in(run, frame->resources, kind, name, ret_value);
	if (st == CSEAL_OK && *ret_value == NULL)
		st = find_in(run, run->others, kind, name, ret_value);
	return st;
}

static cseal_status
set_font(struct run *run)
{
	struct state *state = &run->states[run->state];
	const struct csi_pdf_value *font;
	size_t i = 0;
	cseal_status st = find_resource(run, "Font", &font);

	state->font = FONTS_MOST;
	if (st != CSEAL_OK || font == NULL)
		return st;
	while (i < run->font_count && run->font_values[i] != font)
		i++;
	if (i == FONTS_MOST)
		return CSEAL_OK;
	if (i == run->font_count) {
		run->font_values[i] = font;
		run->font_count++;
		st = csi_pdf_letters_read(
		    run->reader, font, &run->fonts[i], run->ret_error);
		if (!csi_pdf_spend(run->shown->left, run->fonts[i].read))
			run->shown->unreadable = true;
	}
	state->font = i;
	return st;
}

static void
set_mode(struct run *run)
{
	if (run->number.kind != CSI_PDF_TOKEN_INTEGER ||
	    run->number.integer < 0 || run->number.integer > 7)
		run->shown->unreadable = true;
	else
		run->states[run->state].mode = (int)run->number.integer;
}

/* A font that is set in this way is met nowhere. */
static cseal_status
set_state(struct run *run)
{
	const struct csi_pdf_value *dict;
	cseal_status st = find_resource(run, "ExtGState", &dict);

	if (st == CSEAL_OK && dict != NULL && dict->type == CSI_PDF_DICT &&
	    csi_pdf_find(dict, "Font") != NULL)
		run->shown->unreadable = true;
	return st;
}

/* ---- marks ---------------------------------------------------------------- */

/* Modes 3 and 7 paint nothing (Table 106). */
static void
show_text(struct run *run)
{
	const struct state *state = &run->states[run->state];
	struct csi_pdf_shown *shown = run->shown;
	size_t start = shown->text.len, end = start;

	if (run->codes.len == 0 || state->mode == 3 || state->mode == 7)
		return;
	if (state->font == FONTS_MOST ||
	    !csi_pdf_spend(shown->left,
		run->codes.len *
		    (run->fonts[state->font].row_count / ROWS_A_BYTE)) ||
	    !csi_pdf_letters_add(&run->fonts[state->font],
		csi_bytes_span(&run->codes), &shown->text) ||
	    shown->text.len > LETTERS_MOST * sizeof(uint32_t))
		shown->unreadable = true;
	/* Without what is not seen. */
	for (size_t at = start; at + 4 <= shown->text.len; at += 4) {
		struct csi_reader in =
		    csi_reader_of(shown->text.at + at, sizeof(uint32_t));

		if (csi_pdf_is_blank(csi_read_be32(&in)))
			continue;
		memmove(shown->text.at + end, shown->text.at + at,
		    sizeof(uint32_t));
		end += sizeof(uint32_t);
	}
	shown->text.len = end;
}

static void
save(struct run *run)
{
	if (run->state + 1 == STATES_MOST) {
		run->shown->unreadable = true;
		return;
	}
	run->states[run->state + 1] = run->states[run->state];
	run->state++;
}

static cseal_status
open_form(struct run *run, const struct csi_pdf_value *form)
{
	struct frame *frame = &run->frames[run->depth];
	const struct csi_pdf_value *resources;
	size_t *left = run->shown->left, most = STREAM_MOST;
	cseal_status st;

	if (left != NULL && *left < most)
		most = *left;
	if (run->depth == DEPTH_MOST || run->forms++ == FORMS_MOST) {
		run->shown->unreadable = true;
		return CSEAL_OK;
	}
	memset(frame, 0, sizeof(*frame));
	st = csi_pdf_get(
	    run->reader, form, "Resources", &resources, run->ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_stream_data(run->reader, form, most, &frame->data, NULL);
	if (!csi_pdf_spend(left,
		st == CSEAL_OK ? frame->data.len + STREAM_COST : most) &&
	    st == CSEAL_OK)
		st = CSEAL_REFUSED_LIMIT;
	if (st != CSEAL_OK) {
		csi_bytes_free(&frame->data);
		if (st == CSEAL_FAULT_MEMORY)
			return csi_fail_memory(run->ret_error);
		run->shown->unreadable = true;
		return CSEAL_OK;
	}
	/* Without resources of its own, those of who draws it. */
	frame->resources = resources->type == CSI_PDF_DICT || run->depth == 0
			       ? resources
			       : run->frames[run->depth - 1].resources;
	frame->lexer.at = frame->data.at;
	frame->lexer.end = frame->data.at;
	if (frame->data.len > 0)
		frame->lexer.end += frame->data.len;
	frame->states = run->state;
	save(run);
	frame->floor = run->state;
	run->depth++;
	return CSEAL_OK;
}

static cseal_status
draw(struct run *run)
{
	const struct csi_pdf_value *object;
	cseal_status st = find_resource(run, "XObject", &object);

	if (st != CSEAL_OK)
		return st;
	/* Some readers go on looking in the resources of the page. */
	if (object == NULL) {
		run->shown->unreadable = true;
		return CSEAL_OK;
	}
	if (object->type == CSI_PDF_STREAM &&
	    csi_pdf_is_name(csi_pdf_find(object, "Subtype"), "Form"))
		return open_form(run, object);
	run->shown->pictures = true;
	return CSEAL_OK;
}

/* ---- operators ------------------------------------------------------------ */

enum effect {
	NOTHING,
	FILL,
	STROKE,
	BOTH,
	POINT,
	CURVE,
	PICTURE,
	TEXT,
	FONT,
	MODE,
	DRAW,
	SAVE,
	RESTORE,
	COLOR,
	STATE
};

static const struct {
	const char *word;
	enum effect effect;
} operators[] = {
	{ "f", FILL },
	{ "F", FILL },
	{ "f*", FILL },
	{ "S", STROKE },
	{ "s", STROKE },
	{ "B", BOTH },
	{ "B*", BOTH },
	{ "b", BOTH },
	{ "b*", BOTH },
	{ "m", POINT },
	{ "l", POINT },
	{ "re", POINT },
	{ "c", CURVE },
	{ "v", CURVE },
	{ "y", CURVE },
	{ "sh", PICTURE },
	{ "BI", PICTURE },
	{ "Tj", TEXT },
	{ "TJ", TEXT },
	{ "'", TEXT },
	{ "\"", TEXT },
	{ "Tf", FONT },
	{ "Tr", MODE },
	{ "Do", DRAW },
	{ "q", SAVE },
	{ "Q", RESTORE },
	{ "scn", COLOR },
	{ "SCN", COLOR },
	{ "gs", STATE },
};

static enum effect
effect_of(const struct csi_pdf_token *token)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		if (csi_pdf_is_keyword(token, operators[i].word))
			return operators[i].effect;
	}
	return NOTHING;
}

static cseal_status
operate(struct run *run, const struct csi_pdf_token *token)
{
	struct csi_pdf_shown *shown = run->shown;
	enum effect effect = effect_of(token);

	shown->fills |= effect == FILL || effect == BOTH;
	shown->lines |= effect == STROKE || effect == BOTH;
	shown->curves |= effect == CURVE;
	shown->points += effect == POINT || effect == CURVE;
	shown->pictures |=
	    effect == PICTURE ||
	    (effect == COLOR && run->name.kind == CSI_PDF_TOKEN_NAME);
	if (effect == TEXT)
		show_text(run);
	else if (effect == FONT)
		return set_font(run);
	else if (effect == STATE)
		return set_state(run);
	else if (effect == DRAW)
		return draw(run);
	else if (effect == MODE)
		set_mode(run);
	else if (effect == SAVE)
		save(run);
	else if (effect == RESTORE &&
		 run->state > run->frames[run->depth - 1].floor)
		run->state--;
	return CSEAL_OK;
}

static void
take_string(struct run *run, const struct csi_pdf_token *token)
{
	uint8_t *room = csi_bytes_room(&run->codes, token->inner.len);

	if (room == NULL)
		return;
	if (token->escaped)
		run->codes.len += csi_pdf_token_decode(token, room);
	else if (token->inner.len > 0)
		csi_bytes_add_span(&run->codes, token->inner);
}

static cseal_status
end_operator(
    struct run *run, struct frame *frame, const struct csi_pdf_token *token)
{
	const struct csi_pdf_token none = { .kind = CSI_PDF_TOKEN_END };
	cseal_status st = operate(run, token);

	run->codes.len = 0;
	run->name = run->number = none;
	/* What an image holds is no content. */
	if (csi_pdf_is_keyword(token, "BI"))
		frame->lexer.at = frame->lexer.end;
	return st;
}

static cseal_status
step(struct run *run)
{
	struct frame *frame = &run->frames[run->depth - 1];
	struct csi_pdf_token token;

	csi_pdf_lex(&frame->lexer, &token);
	if (token.kind == CSI_PDF_TOKEN_STRING ||
	    token.kind == CSI_PDF_TOKEN_HEX_STRING)
		take_string(run, &token);
	else if (token.kind == CSI_PDF_TOKEN_NAME)
		run->name = token;
	else if (token.kind == CSI_PDF_TOKEN_INTEGER ||
		 token.kind == CSI_PDF_TOKEN_REAL)
		run->number = token;
	else if (token.kind == CSI_PDF_TOKEN_BAD)
		run->shown->unreadable = true;
	else if (token.kind == CSI_PDF_TOKEN_KEYWORD)
		return end_operator(run, frame, &token);
	return run->codes.failed ? csi_fail_memory(run->ret_error) : CSEAL_OK;
}

static void
close_form(struct run *run)
{
	struct frame *frame = &run->frames[--run->depth];

	run->state = frame->states;
	csi_bytes_free(&frame->data);
}

cseal_status
csi_pdf_shown_add(csi_pdf_reader *reader, const struct csi_pdf_value *stream,
    const struct csi_pdf_value *others, struct csi_pdf_shown *shown,
    cseal_error **ret_error)
{
	struct run run = { .reader = reader,
		.others = others,
		.shown = shown,
		.ret_error = ret_error };
	cseal_status st;

	run.states[0].font = FONTS_MOST;
	st = open_form(&run, stream);
	while (st == CSEAL_OK && run.depth > 0) {
		const struct frame *frame = &run.frames[run.depth - 1];

		if (frame->lexer.at < frame->lexer.end)
			st = step(&run);
		else
			close_form(&run);
	}
	while (run.depth > 0)
		close_form(&run);
	for (size_t i = 0; i < run.font_count; i++)
		csi_pdf_letters_free(&run.fonts[i]);
	csi_bytes_free(&run.codes);
	if (st == CSEAL_OK && shown->text.failed)
		st = csi_fail_memory(ret_error);
	return st;
}

void
csi_pdf_shown_clear(struct csi_pdf_shown *shown)
{
	csi_bytes_free(&shown->text);
	memset(shown, 0, sizeof(*shown));
}
