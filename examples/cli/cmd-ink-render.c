/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-ink-render.c -- counterseal ink render: a drawing of a signature. */
#include "command.h"
#include "ink-file.h"
#include "raster.h"

#include <stdlib.h>
#include <string.h>

struct values {
	const char *output, *format, *width;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the drawing there") },
	{ 'f', "format", "FORMAT", CLI_TEXT, offsetof(struct values, format),
	    N_("svg, pdf or png; without it, as FILE ends") },
	{ 0, "width", "PIXELS", CLI_TEXT, offsetof(struct values, width),
	    N_("width of a png (default: 300 per inch)") },
};

static cseal_status
pick_format(struct cli *cli, const struct values *values, const char **ret)
{
	const char *dot = strrchr(values->output, '.');
	const char *format = values->format;

	if (format == NULL && dot != NULL)
		format = dot + 1;
	if (format == NULL ||
	    (strcmp(format, "svg") != 0 && strcmp(format, "pdf") != 0 &&
		strcmp(format, "png") != 0))
		return cli_usage(cli, _("the format must be svg, pdf or png"));
	*ret = format;
	return CSEAL_OK;
}

static cseal_status
parse_width(struct cli *cli, const char *text, unsigned *ret_width)
{
	char *end;
	long width;

	*ret_width = 0;
	if (text == NULL)
		return CSEAL_OK;
	width = strtol(text, &end, 10);
	if (*end != '\0' || width < 1 || width > CLI_RASTER_MOST)
		return cli_usage(cli, _("--width takes 1 to %d, not %s"),
		    CLI_RASTER_MOST, text);
	*ret_width = (unsigned)width;
	return CSEAL_OK;
}

static cseal_status
draw(struct cli *cli, cseal_ink *ink, const struct values *values,
    const char *format, unsigned width)
{
	bool is_png = strcmp(format, "png") == 0;
	const void *bytes;
	void *png = NULL;
	cseal_status st;
	size_t len;

	st = cseal_ink_draw(
	    ink, is_png ? "svg" : format, &bytes, &len, &cli->error);
	if (st == CSEAL_OK && is_png) {
		st = cli_raster_png(
		    cli, bytes, len, width, CLI_RASTER_DPI, &png, &len);
		bytes = png;
	}
	if (st == CSEAL_OK)
		st = cli_write_file(cli, values->output, bytes, len);
	if (st == CSEAL_OK) {
		cli_put(cli, "format", cli_text(format));
		cli_tell_ink(cli, ink, values->output, len);
	}
	cli_bytes_free(png, len);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	const char *format = NULL;
	unsigned width = 0;
	cseal_status st;
	cseal_ink *ink;

	st = cli_check_output(cli, operands[0], values->output);
	if (st == CSEAL_OK)
		st = pick_format(cli, values, &format);
	if (st == CSEAL_OK)
		st = parse_width(cli, values->width, &width);
	if (st == CSEAL_OK)
		st = cli_read_ink(cli, operands[0], &ink);
	if (st != CSEAL_OK)
		return st;
	st = draw(cli, ink, values, format, width);
	cseal_ink_free(ink);
	return st;
}

const struct cli_command cli_ink_render = {
	.name = "ink render",
	.synopsis = "FILE -o DRAWING",
	.summary = N_("draws a signature, without time and pressure"),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.run = run,
};
