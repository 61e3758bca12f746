/* SPDX-License-Identifier: Apache-2.0 */
/* shown.c -- what an appearance shows.
 *
 * Runs over the operators of a stream and of the forms that it draws; what
 * they paint, and where, is up to the canvas. */
#include "error.h"
#include "shown-inside.h"

#include <stdlib.h>
#include <string.h>

#define STREAM_MOST ((size_t)4 << 20) /* bytes of one, decoded */
#define STREAM_COST 1000              /* besides its bytes */
#define FORMS_MOST  64                /* that are drawn, in all */
#define ITEMS_MOST  5000              /* of one array */

/* ---- what was seen ---------------------------------------------------------- */

size_t
csi_pdf_letter_count(const struct csi_pdf_sight *shown)
{
	return shown->letters.len / sizeof(struct csi_pdf_letter);
}

const struct csi_pdf_letter *
csi_pdf_letter_at(const struct csi_pdf_sight *shown, size_t i)
{
	const void *all = shown->letters.at;

	return (const struct csi_pdf_letter *)all + i;
}

size_t
csi_pdf_paint_count(const struct csi_pdf_sight *shown)
{
	return shown->paints.len / sizeof(struct csi_pdf_paint);
}

const struct csi_pdf_paint *
csi_pdf_paint_at(const struct csi_pdf_sight *shown, size_t i)
{
	const void *all = shown->paints.at;

	return (const struct csi_pdf_paint *)all + i;
}

const struct csi_pdf_segment *
csi_pdf_segments_of(
    const struct csi_pdf_sight *shown, const struct csi_pdf_paint *paint)
{
	const void *all = shown->segments.at;

	return (const struct csi_pdf_segment *)all + paint->first;
}

struct csi_pdf_color
csi_pdf_color_of(const double *parts, size_t count)
{
	struct csi_pdf_color color = { .known = count != 0 };

	for (size_t i = 0; i < 3; i++) {
		if (count == 1)
			color.rgb[i] = parts[0];
		else if (count == 3)
			color.rgb[i] = parts[i];
		else if (count == 4)
			color.rgb[i] = (1 - parts[i]) * (1 - parts[3]);
		if (!(color.rgb[i] >= 0))
			color.rgb[i] = 0;
		if (!(color.rgb[i] <= 1))
			color.rgb[i] = 1;
	}
	return color;
}

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

/* ref: of the object that it is; number 0: it is written in place. */
static cseal_status
find_in(struct csi_pdf_run *run, const struct csi_pdf_value *resources,
    const char *kind, const char *name, const struct csi_pdf_value **ret_value,
    struct csi_pdf_ref *ret_ref)
{
	const struct csi_pdf_value *dict, *entry;
	cseal_status st;

	*ret_value = NULL;
	if (resources == NULL || resources->type != CSI_PDF_DICT)
		return CSEAL_OK;
	st = csi_pdf_get(run->reader, resources, kind, &dict, run->ret_error);
	if (st != CSEAL_OK || dict->type != CSI_PDF_DICT)
		return st;
	entry = csi_pdf_find(dict, name);
	if (entry == NULL)
		return CSEAL_OK;
	ret_ref->number = 0;
	if (entry->type == CSI_PDF_REFERENCE)
		*ret_ref = entry->as.ref;
	return csi_pdf_resolve(run->reader, entry, ret_value, run->ret_error);
}

/* The resource that the last name operand means; NULL: there is none. */
cseal_status
csi_pdf_find_resource(struct csi_pdf_run *run, const char *kind,
    const struct csi_pdf_value **ret_value, struct csi_pdf_ref *ret_ref)
{
	const struct csi_pdf_frame *frame = &run->frames[run->depth - 1];
	char name[256];
	size_t len;
	cseal_status st;

	*ret_value = NULL;
	ret_ref->number = 0;
	if (run->name.kind != CSI_PDF_TOKEN_NAME ||
	    run->name.inner.len >= sizeof(name))
		return CSEAL_OK;
	len = csi_pdf_token_decode(&run->name, (uint8_t *)name);
	name[len] = '\0';
	st = find_in(run, frame->resources, kind, name, ret_value, ret_ref);
	if (st == CSEAL_OK && *ret_value == NULL)
		st = find_in(run, run->others, kind, name, ret_value, ret_ref);
	return st;
}

/* ---- forms ---------------------------------------------------------------- */

static cseal_status
read_array(struct csi_pdf_run *run, const struct csi_pdf_value *dict,
    const char *key, size_t count, double *numbers, bool *ret_has)
{
	const struct csi_pdf_value *array, *item;
	cseal_status st =
	    csi_pdf_get(run->reader, dict, key, &array, run->ret_error);

	*ret_has = st == CSEAL_OK && array->type == CSI_PDF_ARRAY &&
		   array->as.array.count == count;
	for (size_t i = 0; st == CSEAL_OK && *ret_has && i < count; i++) {
		st = csi_pdf_resolve(run->reader, &array->as.array.items[i],
		    &item, run->ret_error);
		*ret_has =
		    st == CSEAL_OK && csi_pdf_as_number(item, &numbers[i]);
	}
	return st;
}

static double
least(double a, double b)
{
	return a < b ? a : b;
}

static cseal_status
place_form(struct csi_pdf_run *run, const struct csi_pdf_value *form)
{
	double matrix[6] = { 1, 0, 0, 1, 0, 0 }, box[4] = { 0, 0, 0, 0 };
	struct csi_pdf_box sides;
	bool has;
	cseal_status st = read_array(run, form, "Matrix", 6, matrix, &has);

	if (st == CSEAL_OK && !has && csi_pdf_find(form, "Matrix") != NULL)
		run->shown->unreadable = true;
	if (st == CSEAL_OK)
		st = read_array(run, form, "BBox", 4, box, &has);
	if (st == CSEAL_OK && !has)
		run->shown->unreadable = true;
	sides.left = least(box[0], box[2]);
	sides.right = box[0] + box[2] - sides.left;
	sides.bottom = least(box[1], box[3]);
	sides.top = box[1] + box[3] - sides.bottom;
	csi_pdf_canvas_enter(&run->canvas, matrix, &sides, run->depth == 0);
	return st;
}

/* Device colors that mean others (8.6.5.6), and layers. */
static cseal_status
check_form(struct csi_pdf_run *run, const struct csi_pdf_value *form,
    const struct csi_pdf_value *resources)
{
	static const char *const others[] = { "DefaultGray", "DefaultRGB",
		"DefaultCMYK" };
	const struct csi_pdf_value *spaces;
	cseal_status st;

	if (csi_pdf_find(form, "OC") != NULL)
		run->shown->unreadable = true;
	if (csi_pdf_find(form, "Group") != NULL)
		csi_pdf_canvas_group(&run->canvas);
	if (resources->type != CSI_PDF_DICT)
		return CSEAL_OK;
	st = csi_pdf_get(
	    run->reader, resources, "ColorSpace", &spaces, run->ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < 3; i++)
		run->canvas.odd_colors |=
		    csi_pdf_find(spaces, others[i]) != NULL;
	if (run->canvas.odd_colors)
		csi_pdf_canvas_state(&run->canvas)->fill.known =
		    csi_pdf_canvas_state(&run->canvas)->stroke.known = false;
	return st;
}

void
csi_pdf_run_save(struct csi_pdf_run *run)
{
	if (!csi_pdf_canvas_save(&run->canvas))
		run->shown->unreadable = true;
}

static cseal_status
open_form(struct csi_pdf_run *run, const struct csi_pdf_value *form)
{
	struct csi_pdf_frame *frame = &run->frames[run->depth];
	const struct csi_pdf_value *resources;
	size_t *left = run->shown->left, most = STREAM_MOST;
	cseal_status st;

	if (left != NULL && *left < most)
		most = *left;
	if (run->depth == CSI_PDF_FORM_DEPTH_MOST ||
	    run->forms++ == FORMS_MOST) {
		run->shown->unreadable = true;
		return CSEAL_OK;
	}
	memset(frame, 0, sizeof(*frame));
	st = csi_pdf_get(
	    run->reader, form, "Resources", &resources, run->ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_stream_data(run->reader, form, most, &frame->data, NULL);
	if (!csi_pdf_spend(
		left, st == CSEAL_OK ? frame->data.len + STREAM_COST : most) &&
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
	frame->states = run->canvas.state;
	csi_pdf_run_save(run);
	frame->floor = run->canvas.state;
	st = check_form(run, form, frame->resources);
	if (st == CSEAL_OK)
		st = place_form(run, form);
	run->depth++;
	return st;
}

cseal_status
csi_pdf_draw_object(struct csi_pdf_run *run)
{
	const struct csi_pdf_value *object;
	struct csi_pdf_ref ref;
	cseal_status st = csi_pdf_find_resource(run, "XObject", &object, &ref);

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

/* ---- operands --------------------------------------------------------------- */

static void
take_item(struct csi_pdf_run *run, const struct csi_pdf_item *item)
{
	if (run->items.len >= ITEMS_MOST * sizeof(*item))
		run->shown->unreadable = true;
	else
		csi_bytes_add(&run->items, item, sizeof(*item));
}

static void
take_string(struct csi_pdf_run *run, const struct csi_pdf_token *token)
{
	struct csi_pdf_item item = { .is_codes = true, .at = run->codes.len };
	uint8_t *room;

	if (!run->in_array)
		run->operands++;
	if (token->inner.len == 0)
		return;
	room = csi_bytes_room(&run->codes, token->inner.len);
	if (room == NULL)
		return;
	if (token->escaped)
		run->codes.len += csi_pdf_token_decode(token, room);
	else
		csi_bytes_add_span(&run->codes, token->inner);
	item.len = run->codes.len - item.at;
	take_item(run, &item);
}

static void
take_number(struct csi_pdf_run *run, double number)
{
	struct csi_pdf_item item = { .number = number };

	if (run->in_array) {
		take_item(run, &item);
		return;
	}
	run->is_odd |= run->operands > 0;
	if (run->number_count == CSI_PDF_OPERANDS_MOST) {
		memmove(run->numbers, run->numbers + 1,
		    sizeof(run->numbers) - sizeof(run->numbers[0]));
		run->number_count--;
	}
	run->numbers[run->number_count++] = number;
}

static void
take_name(struct csi_pdf_run *run, const struct csi_pdf_token *token)
{
	run->is_odd |= run->number_count > 0;
	if (run->name.kind != CSI_PDF_TOKEN_NAME)
		run->first_name = *token;
	run->name = *token;
}

static void
take_bracket(struct csi_pdf_run *run, bool opens)
{
	run->in_array = opens;
	run->is_array |= opens;
	if (opens)
		run->operands++;
}

static void
drop_operands(struct csi_pdf_run *run)
{
	const struct csi_pdf_token none = { .kind = CSI_PDF_TOKEN_END };

	run->codes.len = run->items.len = 0;
	run->number_count = run->operands = 0;
	run->is_array = run->in_array = run->is_odd = false;
	run->first_name = run->name = none;
}

static cseal_status
end_operator(struct csi_pdf_run *run, struct csi_pdf_frame *frame,
    const struct csi_pdf_token *token)
{
	cseal_status st = csi_pdf_operate(run, token);

	drop_operands(run);
	/* What an image holds is no content. */
	if (csi_pdf_is_keyword(token, "BI"))
		frame->lexer.at = frame->lexer.end;
	return st;
}

static cseal_status
step(struct csi_pdf_run *run)
{
	struct csi_pdf_frame *frame = &run->frames[run->depth - 1];
	struct csi_pdf_token token;

	csi_pdf_lex(&frame->lexer, &token);
	if (token.kind == CSI_PDF_TOKEN_STRING ||
	    token.kind == CSI_PDF_TOKEN_HEX_STRING) {
		take_string(run, &token);
	} else if (token.kind == CSI_PDF_TOKEN_NAME) {
		take_name(run, &token);
	} else if (token.kind == CSI_PDF_TOKEN_INTEGER ||
		   token.kind == CSI_PDF_TOKEN_REAL) {
		take_number(run, token.real);
	} else if (token.kind == CSI_PDF_TOKEN_ARRAY_OPEN ||
		   token.kind == CSI_PDF_TOKEN_ARRAY_CLOSE) {
		take_bracket(run, token.kind == CSI_PDF_TOKEN_ARRAY_OPEN);
	} else if (token.kind == CSI_PDF_TOKEN_BAD) {
		run->shown->unreadable = true;
	} else if (token.kind == CSI_PDF_TOKEN_KEYWORD) {
		return end_operator(run, frame, &token);
	}
	return run->codes.failed || run->items.failed
		   ? csi_fail_memory(run->ret_error)
		   : CSEAL_OK;
}

/* Operands without an operator lie in its data, and are for no other. */
static void
close_form(struct csi_pdf_run *run)
{
	struct csi_pdf_frame *frame = &run->frames[--run->depth];

	drop_operands(run);
	run->canvas.state = frame->states;
	csi_bytes_free(&frame->data);
}

static void
clear_run(struct csi_pdf_run *run)
{
	while (run->depth > 0)
		close_form(run);
	for (size_t i = 0; i < run->font_count; i++) {
		csi_pdf_letters_free(&run->fonts[i].letters);
		csi_pdf_widths_free(&run->fonts[i].widths);
	}
	csi_bytes_free(&run->codes);
	csi_bytes_free(&run->items);
	free(run);
}

cseal_status
csi_pdf_shown_add(csi_pdf_reader *reader, const struct csi_pdf_value *stream,
    const struct csi_pdf_value *others, struct csi_pdf_sight *shown,
    cseal_error **ret_error)
{
	struct csi_pdf_run *run = calloc(1, sizeof(*run));
	cseal_status st;

	if (run == NULL)
		return csi_fail_memory(ret_error);
	run->reader = reader;
	run->others = others;
	run->shown = shown;
	run->ret_error = ret_error;
	csi_pdf_canvas_start(&run->canvas, shown);
	run->canvas.states[0].font = CSI_PDF_FONTS_MOST;
	st = open_form(run, stream);
	while (st == CSEAL_OK && run->depth > 0) {
		const struct csi_pdf_frame *frame =
		    &run->frames[run->depth - 1];

		if (frame->lexer.at < frame->lexer.end)
			st = step(run);
		else
			close_form(run);
	}
	clear_run(run);
	if (st == CSEAL_OK && (shown->letters.failed || shown->paints.failed ||
				  shown->segments.failed))
		st = csi_fail_memory(ret_error);
	return st;
}

void
csi_pdf_shown_clear(struct csi_pdf_sight *shown)
{
	csi_bytes_free(&shown->letters);
	csi_bytes_free(&shown->paints);
	csi_bytes_free(&shown->segments);
	memset(shown, 0, sizeof(*shown));
}
