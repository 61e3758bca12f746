/* SPDX-License-Identifier: Apache-2.0 */
/* at-text.c -- what goes where a text stands. */
#include "at-text.h"

#include <stdlib.h>
#include <string.h>

#define SIDE_UM 42000 /* of a company's seal */

/* Two numbers of a place: it has a parser for millimetres. */
static bool
parse_pair(const char *text, int32_t ret_um[2])
{
	struct cseal_place place;
	char *whole;
	bool ok;

	if (asprintf(&whole, "1:%s,1,1", text) < 0)
		return false;
	ok = cseal_place_parse(whole, &place, NULL) == CSEAL_OK &&
	     place.width_um == 1000 && place.height_um == 1000;
	free(whole);
	if (!ok)
		return false;
	ret_um[0] = place.x_um;
	ret_um[1] = place.y_um;
	return true;
}

/* "TEXT#N"; a text that ends otherwise is one without number. */
static bool
split_number(char *text, int32_t *ret_number)
{
	char *sign = strrchr(text, '#'), *end;
	long number;

	*ret_number = 1;
	if (sign == NULL || sign[1] == '\0' ||
	    strspn(sign + 1, "-0123456789") != strlen(sign + 1))
		return *text != '\0';
	number = strtol(sign + 1, &end, 10);
	if (*end != '\0' || number == 0 || number < -1000000 ||
	    number > 1000000)
		return false;
	*sign = '\0';
	*ret_number = (int32_t)number;
	return *text != '\0';
}

cseal_status
cli_parse_at_text(struct cli *cli, const struct cli_at_text_options *options,
    struct cli_at_text *ret_at)
{
	memset(ret_at, 0, sizeof(*ret_at));
	if (options->text == NULL && options->size == NULL &&
	    options->offset == NULL)
		return CSEAL_OK;
	if (options->text == NULL)
		return cli_usage(cli,
		    _("--at-text-size and --at-text-offset need --at-text"));
	ret_at->size_um[0] = ret_at->size_um[1] = SIDE_UM;
	ret_at->phrase = strdup(options->text);
	if (ret_at->phrase == NULL)
		return CSEAL_FAULT_MEMORY;
	if (!split_number(ret_at->phrase, &ret_at->occurrence))
		return cli_usage(cli,
		    _("--at-text takes a text, and #N after it for another "
		      "than the first"));
	if (options->size != NULL &&
	    (!parse_pair(options->size, ret_at->size_um) ||
		ret_at->size_um[0] <= 0 || ret_at->size_um[1] <= 0))
		return cli_usage(cli,
		    _("--at-text-size takes millimetres such as 42,42, not %s"),
		    options->size);
	if (options->offset != NULL &&
	    !parse_pair(options->offset, ret_at->offset_um))
		return cli_usage(cli,
		    _("--at-text-offset takes millimetres such as 5,-10, "
		      "not %s"),
		    options->offset);
	return CSEAL_OK;
}

cseal_status
cli_find_place(struct cli *cli, cseal_document *document,
    const struct cli_at_text *at, struct cseal_place *place)
{
	struct cseal_place text;
	cseal_status st;

	if (at->phrase == NULL)
		return CSEAL_OK;
	st = cseal_document_find_text(cli->context, document, at->phrase,
	    at->occurrence, CSEAL_NO_TIMEOUT, cli->cancel, &text, &cli->error);
	if (st != CSEAL_OK)
		return st;
	place->page = text.page;
	place->width_um = (uint32_t)at->size_um[0];
	place->height_um = (uint32_t)at->size_um[1];
	place->x_um = text.x_um + at->offset_um[0] +
		      ((int32_t)text.width_um - at->size_um[0]) / 2;
	place->y_um = text.y_um + at->offset_um[1] +
		      ((int32_t)text.height_um - at->size_um[1]) / 2;
	return CSEAL_OK;
}

void
cli_at_text_free(struct cli_at_text *at)
{
	free(at->phrase);
	memset(at, 0, sizeof(*at));
}
