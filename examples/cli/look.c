/* SPDX-License-Identifier: Apache-2.0 */
/* look.c -- what is drawn, read from a file or given as text. */
#include "look.h"

#include "ink-file.h"
#include "photo-file.h"

#include <stdlib.h>
#include <string.h>

cseal_status
cli_look_image(struct cli *cli, const char *path, struct cli_look *look)
{
	cseal_status st;

	st = cli_read_file(cli, path, &look->bytes, &look->len);
	if (st != CSEAL_OK)
		return st;
	look->look.size = sizeof(look->look);
	look->look.image = look->bytes;
	look->look.image_len = look->len;
	return CSEAL_OK;
}

cseal_status
cli_look_ink(struct cli *cli, const char *path, struct cli_look *look)
{
	cseal_status st;

	st = cli_read_ink(cli, path, &look->ink);
	if (st != CSEAL_OK)
		return st;
	look->look.size = sizeof(look->look);
	look->look.ink = look->ink;
	return CSEAL_OK;
}

cseal_status
cli_look_photo(struct cli *cli, const char *path, struct cli_look *look)
{
	cseal_status st;

	st = cli_read_photo(cli, path, &look->photo);
	if (st != CSEAL_OK)
		return st;
	look->look.size = sizeof(look->look);
	look->look.photo = look->photo;
	return CSEAL_OK;
}

cseal_status
cli_look_text(struct cli *cli, const char *text, struct cli_look *look)
{
	look->text = strdup(text);
	if (look->text == NULL)
		return CSEAL_FAULT_MEMORY;
	look->look.size = sizeof(look->look);
	look->look.text = look->text;
	return CSEAL_OK;
}

cseal_status
cli_look_qr(struct cli *cli, const char *text, struct cli_look *look)
{
	look->qr = strdup(text);
	if (look->qr == NULL)
		return CSEAL_FAULT_MEMORY;
	look->look.size = sizeof(look->look);
	look->look.qr = look->qr;
	return CSEAL_OK;
}

void
cli_look_free(struct cli_look *look)
{
	cli_bytes_free(look->bytes, look->len);
	cseal_ink_free(look->ink);
	cseal_photo_free(look->photo);
	if (look->text != NULL)
		cli_bytes_free(look->text, strlen(look->text));
	if (look->qr != NULL)
		cli_bytes_free(look->qr, strlen(look->qr));
	memset(look, 0, sizeof(*look));
}

cseal_status
cli_parse_place(
    struct cli *cli, const char *text, struct cseal_place *ret_place)
{
	cseal_error *error = NULL;

	if (cseal_place_parse(text, ret_place, &error) == CSEAL_OK)
		return CSEAL_OK;
	cseal_error_free(error);
	return cli_usage(cli,
	    _("a place is PAGE:X,Y,W,H: a page from 1 or \"last\", then "
	      "millimetres from the top left corner; this is none: %s"),
	    text);
}

cseal_status
cli_parse_color(struct cli *cli, const char *text, uint32_t *ret_color)
{
	if (strlen(text) != 6 || strspn(text, "0123456789abcdefABCDEF") != 6)
		return cli_usage(cli,
		    _("a color is six hexadecimal digits, RRGGBB, not %s"),
		    text);
	*ret_color = (uint32_t)strtoul(text, NULL, 16);
	return CSEAL_OK;
}

cseal_status
cli_parse_opacity(struct cli *cli, const char *text, uint8_t *ret_percent)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long percent = strtoul(text, NULL, 10);

	if (digits == 0 || digits > 3 || text[digits] != '\0' || percent < 1 ||
	    percent > 100)
		return cli_usage(
		    cli, _("--opacity takes percent, 1 to 100, not %s"), text);
	*ret_percent = (uint8_t)percent;
	return CSEAL_OK;
}

cseal_status
cli_parse_font_size(struct cli *cli, const char *text, uint32_t *ret_um)
{
	char *end;
	double mm = strtod(text, &end);

	if (*end != '\0' || !(mm >= 0.5) || !(mm <= 500))
		return cli_usage(cli,
		    _("--font-size takes millimetres, 0.5 to 500, not %s"),
		    text);
	*ret_um = (uint32_t)(mm * 1000);
	return CSEAL_OK;
}

cseal_status
cli_parse_correction(
    struct cli *cli, const char *text, uint8_t *ret_lost_percent)
{
	static const char levels[] = "LMQH";
	static const uint8_t lost[] = { 7, 15, 25, 30 };
	const char *at = strchr(levels, text[0]);

	if (text[0] == '\0' || text[1] != '\0' || at == NULL)
		return cli_usage(
		    cli, _("--correction takes L, M, Q or H, not %s"), text);
	*ret_lost_percent = lost[at - levels];
	return CSEAL_OK;
}

/* A place has a parser for decimal numbers, whatever the locale. */
cseal_status
cli_parse_turn(struct cli *cli, const char *text, int32_t *ret_mdeg)
{
	struct cseal_place place;
	char *whole;
	bool ok;

	if (asprintf(&whole, "1:%s,0,1,1", text) < 0)
		return CSEAL_FAULT_MEMORY;
	ok = cseal_place_parse(whole, &place, NULL) == CSEAL_OK &&
	     place.x_um >= -360000 && place.x_um <= 360000;
	free(whole);
	if (!ok)
		return cli_usage(cli,
		    _("--turn takes degrees clockwise, -360 to 360, not %s"),
		    text);
	*ret_mdeg = place.x_um;
	return CSEAL_OK;
}
