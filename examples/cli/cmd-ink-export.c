/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-ink-export.c -- counterseal ink export: to another format. */
#include "command.h"
#include "ink-file.h"

#include <string.h>

struct values {
	const char *output, *format;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the signature there") },
	{ 'f', "format", "FORMAT", CLI_TEXT, offsetof(struct values, format),
	    N_("iso19794-7 (the default)") },
};

static const struct values defaults = { .format = "iso19794-7" };

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	cseal_status st;
	cseal_ink *ink;

	if (strcmp(values->format, "inkml") == 0)
		return cli_usage(
		    cli, _("the format inkml belongs to a later version; "
			   "this one writes iso19794-7"));
	if (strcmp(values->format, "iso19794-7") != 0)
		return cli_usage(
		    cli, _("there is no format %s"), values->format);
	st = cli_check_output(cli, operands[0], values->output);
	if (st == CSEAL_OK)
		st = cli_read_ink(cli, operands[0], &ink);
	if (st != CSEAL_OK)
		return st;
	st = cli_write_ink(cli, ink, values->output);
	cseal_ink_free(ink);
	return st;
}

const struct cli_command cli_ink_export = {
	.name = "ink export",
	.synopsis = "FILE [--format FORMAT] -o FILE",
	.summary = N_("checks a signature and writes it in another format"),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
