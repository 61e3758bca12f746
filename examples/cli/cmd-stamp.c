/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-stamp.c -- counterseal stamp: merges what was captured into a PDF.
 *
 * The order of the options matters: an option that says how or where belongs
 * to the thing before it. */
#include "at-text.h"
#include "command.h"
#include "identity-block.h"
#include "mend.h"

#include <stdlib.h>
#include <string.h>

#define ITEMS_MOST  64
#define STAMPS_MOST (2 * ITEMS_MOST) /* an identity is text and portrait */

enum item_kind {
	ITEM_IDENTITY,
	ITEM_PHOTO,
	ITEM_INK,
	ITEM_IMAGE,
	ITEM_TEXT,
	ITEM_QR
};

struct item {
	enum item_kind kind;
	const char *name; /* of its option */
	const char *value;
	bool placed;
	struct cseal_place place;
	struct cli_at_text_options at_text;
	const char *font;
	uint32_t text_um, color;
	uint8_t opacity;
	int32_t turn_mdeg;
	uint8_t lost_percent;
};

struct values {
	struct item items[ITEMS_MOST];
	size_t count;
	const char *output;
	bool repair;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the new PDF there") },
	{ 0, "identity", "FILE", CLI_ORDERED, ITEM_IDENTITY,
	    N_("an identity as id read -o wrote it") },
	{ 0, "photo", "FILE", CLI_ORDERED, ITEM_PHOTO, N_("a JPEG file") },
	{ 0, "ink", "FILE", CLI_ORDERED, ITEM_INK,
	    N_("a signature as ink capture wrote it") },
	{ 0, "image", "FILE", CLI_ORDERED, ITEM_IMAGE,
	    N_("a PNG, a JPEG or a PDF of one page") },
	{ 0, "text", "TEXT", CLI_ORDERED, ITEM_TEXT, N_("text") },
	{ 0, "qr", "TEXT", CLI_ORDERED, ITEM_QR, N_("a QR code of that text") },
	{ 'a', "at", "PLACE", CLI_ORDERED, 0,
	    N_("where the thing before goes: PAGE:X,Y,W,H") },
	{ 0, "at-text", "TEXT", CLI_ORDERED, 0,
	    N_("or over this text; TEXT#2 is the second, TEXT#-1 the last") },
	{ 0, "at-text-size", "W,H", CLI_ORDERED, 0,
	    N_("its size there in millimetres (default 42,42)") },
	{ 0, "at-text-offset", "X,Y", CLI_ORDERED, 0,
	    N_("how far right of and below the text, in millimetres") },
	{ 0, "font", "FONT", CLI_ORDERED, 0,
	    N_("font of the text before, as fontconfig names it") },
	{ 0, "font-size", "MM", CLI_ORDERED, 0,
	    N_("height of its font in millimetres (default 3.5)") },
	{ 0, "color", "RRGGBB", CLI_ORDERED, 0,
	    N_("color of the text, QR code or ink before (default 000000)") },
	{ 0, "correction", "LEVEL", CLI_ORDERED, 0,
	    N_("error correction of the QR code: L, M (default), Q or H") },
	{ 0, "opacity", "PERCENT", CLI_ORDERED, 0,
	    N_("less than 100: the page shows through the thing before") },
	{ 0, "turn", "DEGREES", CLI_ORDERED, 0,
	    N_("turn the thing before in its place, clockwise") },
	{ 0, "repair", NULL, CLI_FLAG, offsetof(struct values, repair),
	    N_("repair a damaged PDF if nothing else helps") },
};

static cseal_status
add_item(struct cli *cli, struct values *values,
    const struct cli_option *option, const char *value)
{
	struct item *item;

	if (values->count == ITEMS_MOST)
		return cli_usage(
		    cli, _("more than %d things to stamp"), ITEMS_MOST);
	item = &values->items[values->count++];
	item->kind = (enum item_kind)option->offset;
	item->name = option->name;
	item->value = value;
	return CSEAL_OK;
}

/* Or does it belong to one? */
static bool
is_thing(const struct cli_option *option)
{
	static const char *const others[] = { "at", "at-text", "at-text-size",
		"at-text-offset", "font", "font-size", "color", "correction",
		"opacity", "turn" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(option->name, others[i]) == 0)
			return false;
	return true;
}

static cseal_status
take(struct cli *cli, void *given, const struct cli_option *option,
    const char *value)
{
	struct values *values = given;
	struct item *item;

	if (is_thing(option))
		return add_item(cli, values, option, value);
	if (values->count == 0)
		return cli_lacks_thing(cli, option);
	item = &values->items[values->count - 1];
	if (strcmp(option->name, "font") == 0) {
		item->font = value;
		return CSEAL_OK;
	}
	if (strcmp(option->name, "font-size") == 0)
		return cli_parse_font_size(cli, value, &item->text_um);
	if (strcmp(option->name, "color") == 0)
		return cli_parse_color(cli, value, &item->color);
	if (strcmp(option->name, "opacity") == 0)
		return cli_parse_opacity(cli, value, &item->opacity);
	if (strcmp(option->name, "correction") == 0)
		return cli_parse_correction(cli, value, &item->lost_percent);
	if (strcmp(option->name, "turn") == 0)
		return cli_parse_turn(cli, value, &item->turn_mdeg);
	if (strcmp(option->name, "at-text-size") == 0) {
		item->at_text.size = value;
		return CSEAL_OK;
	}
	if (strcmp(option->name, "at-text-offset") == 0) {
		item->at_text.offset = value;
		return CSEAL_OK;
	}
	if (item->placed)
		return cli_usage(cli, _("--%s has two places"), item->name);
	item->placed = true;
	if (strcmp(option->name, "at-text") == 0) {
		item->at_text.text = value;
		return CSEAL_OK;
	}
	return cli_parse_place(cli, value, &item->place);
}

/* ---- from items to stamps ---------------------------------------------- */

struct work {
	struct cli_identity_block blocks[ITEMS_MOST]; /* by item */
	struct cli_look looks[ITEMS_MOST];            /* by item */
	struct cli_at_text at_texts[ITEMS_MOST];      /* by item */
	struct cseal_stamp stamps[STAMPS_MOST];
	const struct cseal_stamp *pointers[STAMPS_MOST];
	size_t count;
	struct cseal_stamp *at[ITEMS_MOST]; /* by item; NULL: an identity */
	/* By item: the text of an identity in a font of our choice. */
	struct cseal_stamp *fitted[ITEMS_MOST];
	bool needs_context;
};

static struct cseal_stamp *
add_stamp(struct work *work, const struct cseal_place *place,
    const struct cseal_look *look)
{
	struct cseal_stamp *stamp = &work->stamps[work->count];

	stamp->size = sizeof(*stamp);
	stamp->place = *place;
	stamp->look = *look;
	work->pointers[work->count++] = stamp;
	if (look->text != NULL || look->qr != NULL)
		work->needs_context = true;
	return stamp;
}

static cseal_status
prepare_identity(
    struct cli *cli, const struct item *item, size_t number, struct work *work)
{
	struct cli_identity_block *block = &work->blocks[number];
	struct cseal_stamp *stamp;
	cseal_status st;

	st = cli_identity_block(cli, item->value, &item->place, block);
	if (st != CSEAL_OK)
		return st;
	block->text.look.font = item->font;
	block->text.look.color = item->color;
	block->text.look.opacity = item->opacity;
	block->portrait.look.opacity = item->opacity;
	if (item->text_um != 0)
		block->text.look.text_um = item->text_um;
	stamp = add_stamp(work, &block->text_place, &block->text.look);
	if (item->text_um == 0)
		work->fitted[number] = stamp;
	if (block->has_portrait)
		add_stamp(work, &block->portrait_place, &block->portrait.look);
	return CSEAL_OK;
}

static cseal_status
load(struct cli *cli, const struct item *item, struct cli_look *look)
{
	switch (item->kind) {
	case ITEM_PHOTO: return cli_look_photo(cli, item->value, look);
	case ITEM_INK: return cli_look_ink(cli, item->value, look);
	case ITEM_IMAGE: return cli_look_image(cli, item->value, look);
	case ITEM_TEXT: return cli_look_text(cli, item->value, look);
	case ITEM_QR: return cli_look_qr(cli, item->value, look);
	case ITEM_IDENTITY: break;
	}
	return CSEAL_FAULT_INTERNAL;
}

static cseal_status
prepare(struct cli *cli, const struct values *values, struct work *work)
{
	cseal_status st;

	for (size_t i = 0; i < values->count; i++) {
		const struct item *item = &values->items[i];
		struct cli_look *look = &work->looks[i];

		if (item->kind == ITEM_IDENTITY) {
			st = prepare_identity(cli, item, i, work);
			if (st != CSEAL_OK)
				return st;
			continue;
		}
		st = load(cli, item, look);
		if (st != CSEAL_OK)
			return st;
		look->look.font = item->font;
		look->look.text_um = item->text_um;
		look->look.color = item->color;
		look->look.opacity = item->opacity;
		look->look.turn_mdeg = item->turn_mdeg;
		look->look.qr_lost_percent = item->lost_percent;
		work->at[i] = add_stamp(work, &item->place, &look->look);
		st = cli_parse_at_text(cli, &item->at_text, &work->at_texts[i]);
		if (st != CSEAL_OK)
			return st;
		if (item->at_text.text != NULL)
			work->needs_context = true;
		else
			st = cseal_place_complete(
			    &work->at[i]->place, &look->look, &cli->error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

static void
work_free(struct work *work)
{
	if (work == NULL)
		return;
	for (size_t i = 0; i < ITEMS_MOST; i++) {
		cli_identity_block_free(&work->blocks[i]);
		cli_look_free(&work->looks[i]);
		cli_at_text_free(&work->at_texts[i]);
	}
	free(work);
}

static cseal_status
check(struct cli *cli, const struct values *values, const char *input)
{
	if (values->count == 0)
		return cli_usage(cli, _("there is nothing to stamp"));
	for (size_t i = 0; i < values->count; i++) {
		const struct item *item = &values->items[i];

		if (!item->placed)
			return cli_usage(cli,
			    _("--%s %s needs a place after it: --at "
			      "PAGE:X,Y,W,H"),
			    item->name, item->value);
		if (item->kind != ITEM_QR && item->lost_percent != 0)
			return cli_usage(cli, _("--correction needs --qr"));
		if (item->kind != ITEM_TEXT && item->kind != ITEM_IDENTITY &&
		    (item->font != NULL || item->text_um != 0))
			return cli_usage(cli,
			    _("--font and --font-size belong to a text or an "
			      "identity before them"));
		if (item->kind == ITEM_IDENTITY &&
		    (item->turn_mdeg != 0 || item->at_text.text != NULL))
			return cli_usage(
			    cli, _("an identity cannot be turned, or put at a "
				   "text"));
		if (item->kind == ITEM_IDENTITY &&
		    (item->place.width_um == 0 || item->place.height_um == 0))
			return cli_usage(cli,
			    _("the place of an identity needs a width and a "
			      "height"));
	}
	return cli_check_output(cli, input, values->output);
}

static bool
shrink(struct work *work)
{
	bool shrunk = false;

	for (size_t i = 0; i < ITEMS_MOST; i++) {
		struct cli_identity_block *block = &work->blocks[i];

		if (work->fitted[i] == NULL ||
		    !cli_identity_block_shrink(block))
			continue;
		work->fitted[i]->look = block->text.look;
		shrunk = true;
	}
	return shrunk;
}

/* Only the typesetter knows how high the text of an identity becomes. */
static cseal_status
stamp_fitting(struct cli *cli, cseal_document *document, struct work *work)
{
	cseal_status st;

	for (;;) {
		st = cseal_document_stamp(cli->context, document,
		    work->pointers, work->count, &cli->error);
		if (st != CSEAL_REFUSED_INPUT || !shrink(work))
			return st;
		cseal_error_free(cli->error);
		cli->error = NULL;
	}
}

static cseal_status
find_places(struct cli *cli, cseal_document *document, struct work *work)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < ITEMS_MOST; i++)
		if (work->at[i] != NULL)
			st = cli_find_place(cli, document, &work->at_texts[i],
			    &work->at[i]->place);
	return st;
}

static void
tell(struct cli *cli, const char *input, const char *output, uint64_t len,
    const struct work *work)
{
	cli_put(cli, "input", cli_text(input));
	cli_put(cli, "output", cli_text(output));
	cli_put(cli, "bytes", json_integer((json_int_t)len));
	cli_put(cli, "stamps", json_integer((json_int_t)work->count));
	if (!cli->json)
		printf(_("%s: stamped, %ju bytes\n"), output, (uintmax_t)len);
}

static cseal_status
stamp_file(struct cli *cli, const char *input, const struct values *values,
    struct work *work)
{
	cseal_document *document;
	cseal_status st;
	uint64_t len = 0;
	bool repaired;

	st =
	    cli_open_document(cli, input, values->repair, &document, &repaired);
	if (st != CSEAL_OK)
		return st;
	st = find_places(cli, document, work);
	if (st == CSEAL_OK)
		st = stamp_fitting(cli, document, work);
	if (st == CSEAL_OK)
		st = cli_save_document(cli, document, values->output, &len);
	if (st == CSEAL_OK) {
		tell(cli, input, values->output, len, work);
		cli_tell_mended(cli, input, document, repaired);
	}
	cseal_document_free(document);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	struct work *work;
	cseal_status st;

	st = check(cli, values, operands[0]);
	if (st != CSEAL_OK)
		return st;
	work = calloc(1, sizeof(*work));
	if (work == NULL)
		return CSEAL_FAULT_MEMORY;
	st = prepare(cli, values, work);
	if (st == CSEAL_OK && work->needs_context)
		st = cli_context(cli);
	if (st == CSEAL_OK)
		st = stamp_file(cli, operands[0], values, work);
	work_free(work);
	return st;
}

const struct cli_command cli_stamp = {
	.name = "stamp",
	.synopsis = "IN.pdf -o OUT.pdf THING --at PLACE [THING --at PLACE]...",
	.summary = N_("merges captured data into a PDF, not signed"),
	.more =
	    N_("A thing is --identity, --photo, --ink, --image, --text or "
	       "--qr; the other options\nbelong to the thing before them.  A "
	       "place is a page from 1 or \"last\", and\nmillimetres from its "
	       "top left corner: 1:20,30,60,25."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.run = run,
	.take = take,
};
