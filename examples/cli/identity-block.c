/* SPDX-License-Identifier: Apache-2.0 */
/* identity-block.c -- an identity as it is stamped: text, and a portrait. */
#include "identity-block.h"

#include "identity-shown.h"
#include "labels.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MOST_UM   4000 /* 11 pt */
#define TEXT_LEAST_UM  1000
#define TEXT_STEP_UM   100
#define SHRINK_PART    16
#define LINE_PERCENT   140 /* of the font's height, from line to line */
#define NARROW_PERCENT 60  /* width of a letter that is not Chinese */

/* The portrait of a resident ID card has 102 x 126 dots. */
#define PORTRAIT_WIDTH  102
#define PORTRAIT_HEIGHT 126
#define PORTRAIT_PARTS  3 /* it takes no more than 1/3 of the width */
#define GAP_UM          2000

/* In the order of the card; what shares a line stands in one row. */
static const cseal_identity_field rows[][3] = {
	{ CSEAL_IDENTITY_NAME, CSEAL_IDENTITY_NAME_LATIN },
	{ CSEAL_IDENTITY_SEX, CSEAL_IDENTITY_NATION,
	    CSEAL_IDENTITY_NATIONALITY },
	{ CSEAL_IDENTITY_BIRTH_DATE },
	{ CSEAL_IDENTITY_ADDRESS },
	{ CSEAL_IDENTITY_ADDRESS_NEW },
	{ CSEAL_IDENTITY_NUMBER },
	{ CSEAL_IDENTITY_PERMIT_NUMBER },
	{ CSEAL_IDENTITY_AUTHORITY },
};
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static void
write_row(FILE *out, const cseal_identity *identity,
    const cseal_identity_field row[3])
{
	const char *between = ftell(out) > 0 ? "\n" : "";
	const char *value;

	for (int i = 0; i < 3 && row[i] != 0; i++) {
		value = cli_identity_shown(identity, row[i]);
		if (value == NULL)
			continue;
		fprintf(out, "%s%s: %s", between,
		    cli_identity_label(identity, row[i]), value);
		between = "   ";
	}
}

static void
write_validity(FILE *out, const cseal_identity *identity)
{
	const char *from =
	    cli_identity_shown(identity, CSEAL_IDENTITY_VALID_FROM);
	const char *to = cli_identity_shown(identity, CSEAL_IDENTITY_VALID_TO);

	if (from == NULL && to == NULL)
		return;
	fprintf(out, "\n");
	fprintf(out, _("Valid: %s to %s"), from != NULL ? from : "?",
	    to != NULL ? to : "?");
}

static char *
make_text(const cseal_identity *identity)
{
	char *text = NULL;
	size_t len;
	FILE *out;
	bool bad;

	out = open_memstream(&text, &len);
	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < ROW_COUNT; i++)
		write_row(out, identity, rows[i]);
	write_validity(out, identity);
	if (cseal_identity_is_virtual(identity))
		fprintf(out, "\n%s", _("(virtual: not from a real document)"));
	bad = ferror(out) != 0;
	if (fclose(out) == 0 && !bad)
		return text;
	free(text);
	return NULL;
}

/* Height of the text, wrapped at width, in a font of this height. */
static uint64_t
height_of(const char *text, uint32_t font_um, uint32_t width_um)
{
	uint64_t lines = 1, used = 0, step;

	for (const unsigned char *c = (const unsigned char *)text; *c != '\0';
	     c++) {
		if (*c == '\n') {
			lines++;
			used = 0;
			continue;
		}
		if ((*c & 0xC0) == 0x80)
			continue; /* the rest of a character */
		step = *c >= 0xE0 ? font_um : font_um * NARROW_PERCENT / 100;
		if (used + step > width_um) {
			lines++;
			used = 0;
		}
		used += step;
	}
	return lines * font_um * LINE_PERCENT / 100;
}

/* The largest font that should fit; see cli_identity_block_shrink(). */
static uint32_t
fit(const char *text, const struct cseal_place *place)
{
	uint32_t font_um = TEXT_MOST_UM;

	while (font_um > TEXT_LEAST_UM &&
	       height_of(text, font_um, place->width_um) > place->height_um)
		font_um -= TEXT_STEP_UM;
	return font_um;
}

static void
divide(struct cli_identity_block *block)
{
	struct cseal_place *text = &block->text_place;
	struct cseal_place *portrait = &block->portrait_place;
	uint64_t width =
	    (uint64_t)text->height_um * PORTRAIT_WIDTH / PORTRAIT_HEIGHT;

	*portrait = *text;
	if (width > text->width_um / PORTRAIT_PARTS)
		width = text->width_um / PORTRAIT_PARTS;
	portrait->width_um = (uint32_t)width;
	portrait->x_um += (int32_t)(text->width_um - portrait->width_um);
	text->width_um -= portrait->width_um;
	if (text->width_um > 2 * GAP_UM)
		text->width_um -= GAP_UM;
}

/* What a vendor's decoder made.  A picture, unlike a photo, cannot be marked as
 * that of a virtual device: from one it is not taken. */
static cseal_status
take_picture(
    struct cli *cli, const void *bytes, size_t len, struct cli_look *portrait)
{
	portrait->bytes = malloc(len);
	if (portrait->bytes == NULL)
		return CSEAL_FAULT_MEMORY;
	memcpy(portrait->bytes, bytes, len);
	portrait->len = len;
	portrait->look.image = portrait->bytes;
	portrait->look.image_len = len;
	return CSEAL_OK;
}

/* PDF knows JPEG 2000, but PDF/A-1 does not, and whoever opens the document
 * would decode what a chip gave: a JPEG is made of it.  One of which none can be
 * made is left out, as where no module does it. */
static cseal_status
take_jpeg_2000(struct cli *cli, cseal_identity *identity, const void **bytes,
    size_t *len, const char **media_type)
{
	cseal_status st = cli_context(cli);

	if (st != CSEAL_OK)
		return st;
	st = cseal_identity_decode_portrait(cli->context, identity,
	    CSEAL_PICTURE_JPEG, CLI_DECODE_MS, cli->cancel, bytes, len,
	    &cli->error);
	*media_type = "image/jpeg";
	if (st == CSEAL_OK ||
	    cseal_status_class_of(st) == CSEAL_CLASS_STOPPED ||
	    cseal_status_class_of(st) == CSEAL_CLASS_FAULT)
		return st;
	cli_progress(cli, _("The portrait is left out: %s"),
	    cseal_error_text(cli->error));
	cli_put(cli, "portrait_left_out",
	    cli_text(cseal_error_text(cli->error)));
	cseal_error_free(cli->error);
	cli->error = NULL;
	*bytes = NULL;
	return CSEAL_OK;
}

/* A portrait that only its vendor's decoder can open is left out. */
static cseal_status
take_portrait(
    struct cli *cli, cseal_identity *identity, struct cli_identity_block *block)
{
	const char *media_type = NULL;
	cseal_status st = CSEAL_OK;
	const void *bytes;
	size_t len = 0;

	bytes = cseal_identity_portrait(identity, &len, &media_type);
	if (bytes != NULL && cli_is_jpeg_2000(media_type))
		st = take_jpeg_2000(cli, identity, &bytes, &len, &media_type);
	if (st != CSEAL_OK)
		return st;
	if (bytes != NULL && strcmp(media_type, "image/jpeg") == 0)
		st = cseal_photo_new_mem(
		    bytes, len, &block->portrait.photo, &cli->error);
	else if (bytes != NULL && strcmp(media_type, "image/png") == 0 &&
		 !cseal_identity_is_virtual(identity))
		st = take_picture(cli, bytes, len, &block->portrait);
	else
		return CSEAL_OK;
	if (st != CSEAL_OK)
		return st;
	if (block->portrait.photo != NULL &&
	    cseal_identity_is_virtual(identity))
		cseal_photo_mark_virtual(block->portrait.photo);
	block->portrait.look.size = sizeof(block->portrait.look);
	block->portrait.look.photo = block->portrait.photo;
	block->has_portrait = true;
	divide(block);
	return CSEAL_OK;
}

cseal_status
cli_read_identity(
    struct cli *cli, const char *path, cseal_identity **ret_identity)
{
	json_t *whole, *part;
	cseal_status st;
	void *bytes;
	size_t len;
	char *text;

	st = cli_read_file(cli, path, &bytes, &len);
	if (st != CSEAL_OK)
		return st;
	whole = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
	part = json_object_get(whole, "identity");
	if (json_is_object(part)) {
		text = json_dumps(part, 0);
		cli_bytes_free(bytes, len);
		bytes = text;
		len = text != NULL ? strlen(text) : 0;
	}
	json_decref(whole);
	if (bytes == NULL)
		return CSEAL_FAULT_MEMORY;
	st = cseal_identity_new_json(bytes, len, ret_identity, &cli->error);
	cli_bytes_free(bytes, len);
	if (st != CSEAL_OK)
		return cli_fail(
		    cli, st, _("could not use the identity %s"), path);
	return CSEAL_OK;
}

cseal_status
cli_identity_block(struct cli *cli, const char *path,
    const struct cseal_place *place, struct cli_identity_block *block)
{
	cseal_identity *identity;
	cseal_status st;

	memset(block, 0, sizeof(*block));
	block->text_place = *place;
	st = cli_read_identity(cli, path, &identity);
	if (st != CSEAL_OK)
		return st;
	st = take_portrait(cli, identity, block);
	if (st == CSEAL_OK) {
		block->text.text = make_text(identity);
		if (block->text.text == NULL)
			st = CSEAL_FAULT_MEMORY;
	}
	cseal_identity_free(identity);
	if (st != CSEAL_OK) {
		cli_identity_block_free(block);
		return st;
	}
	block->text.look.size = sizeof(block->text.look);
	block->text.look.text = block->text.text;
	block->text.look.text_um = fit(block->text.text, &block->text_place);
	return CSEAL_OK;
}

bool
cli_identity_block_shrink(struct cli_identity_block *block)
{
	struct cseal_look *look = &block->text.look;

	if (look->text_um <= TEXT_LEAST_UM)
		return false;
	look->text_um -= look->text_um / SHRINK_PART;
	return true;
}

void
cli_identity_block_free(struct cli_identity_block *block)
{
	cli_look_free(&block->text);
	cli_look_free(&block->portrait);
}
