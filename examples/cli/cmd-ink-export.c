/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-ink-export.c -- counterseal ink export: to another format. */
#include "command.h"
#include "ink-file.h"
#include "ink-seal.h"

#include <string.h>

struct values {
	const char *output, *format, *digest;
	struct cli_list seal_for;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the signature there") },
	{ 'f', "format", "FORMAT", CLI_TEXT, offsetof(struct values, format),
	    N_("iso19794-7 (the default) or inkml") },
	{ 0, "seal-for", "CERT", CLI_LIST, offsetof(struct values, seal_for),
	    N_("write it so that only the key of this certificate can open it; "
	       "can be repeated") },
	{ 0, "digest", "FILE", CLI_TEXT, offsetof(struct values, digest),
	    N_("seal with it for which document it is written") },
};

static const struct values defaults = { .format = "iso19794-7" };

static cseal_status
check(struct cli *cli, const struct values *values, const char *operand)
{
	bool is_iso = strcmp(values->format, "iso19794-7") == 0;

	if (!is_iso && strcmp(values->format, "inkml") != 0)
		return cli_usage(
		    cli, _("there is no format %s"), values->format);
	if (!is_iso && values->seal_for.count > 0)
		return cli_usage(cli,
		    _("what is sealed is iso19794-7, and no other format"));
	if (values->digest != NULL && values->seal_for.count == 0)
		return cli_usage(
		    cli, _("--digest needs --seal-for: a record has no place "
			   "for it"));
	return cli_check_output(cli, operand, values->output);
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	cseal_document *document = NULL;
	cseal_escrow *escrow = NULL;
	cseal_ink *ink = NULL;
	cseal_status st;

	st = check(cli, values, operands[0]);
	if (st == CSEAL_OK)
		st = cli_read_escrow(cli, &values->seal_for, &escrow);
	if (st == CSEAL_OK)
		st = cli_read_ink(cli, operands[0], &ink);
	if (st == CSEAL_OK)
		st = cli_open_bound(cli, values->digest, &document);
	if (st == CSEAL_OK)
		st = cli_bind_ink(cli, ink, document);
	if (st == CSEAL_OK)
		st = cli_write_ink_for(
		    cli, ink, escrow, values->format, values->output);
	cseal_ink_free(ink);
	cseal_document_free(document);
	cseal_escrow_free(escrow);
	return st;
}

const struct cli_command cli_ink_export = {
	.name = "ink export",
	.synopsis = "FILE [--format FORMAT] [--seal-for CERT]... -o FILE",
	.summary = N_("checks a signature and writes it in another format"),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
