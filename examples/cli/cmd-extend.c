/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-extend.c -- counterseal extend: brings signatures to a higher level. */
#include "command.h"
#include "levels.h"
#include "mend.h"

struct values {
	struct cli_levels levels;
	const char *output;
	int timeout_ms;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the extended PDF there") },
	{ 0, "level", "LEVEL", CLI_TEXT, offsetof(struct values, levels.level),
	    N_("LT (the default) or LTA") },
	{ 0, "tsa", "URL", CLI_TEXT, offsetof(struct values, levels.tsa),
	    N_("the time-stamp authority, instead of the configured one") },
	{ 0, "lower-level-ok", NULL, CLI_FLAG,
	    offsetof(struct values, levels.lower),
	    N_("keep a lower level when a service fails, and say so") },
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct values, timeout_ms),
	    N_("how long services may take together (default 120)") },
};

static const struct values defaults = { .timeout_ms = 120000 };

static void
tell(struct cli *cli, const struct values *values, const char *input,
    uint64_t len)
{
	cli_put(cli, "input", cli_text(input));
	cli_put(cli, "output", cli_text(values->output));
	cli_put(cli, "bytes", json_integer((json_int_t)len));
	if (!cli->json)
		printf(_("%s: extended to level %s, %ju bytes\n"),
		    values->output, cseal_level_name(values->levels.reached),
		    (uintmax_t)len);
	cli_tell_level(cli, &values->levels);
}

static cseal_status
extend(struct cli *cli, struct values *values, const char *input)
{
	const struct cseal_extension extension = { .size = sizeof(extension),
		.level = values->levels.wanted,
		.tsa = values->levels.tsa,
		.lower_level_ok = values->levels.lower,
		.ret_level = &values->levels.reached,
		.ret_lowered = &values->levels.lowered };
	cseal_document *document;
	uint64_t len = 0;
	cseal_status st;

	st = cli_open_pdf(cli, input, &document);
	if (st != CSEAL_OK)
		return st;
	cli_progress(cli, _("Asking for what proves the certificates."));
	st = cseal_document_extend(cli->context, document, &extension,
	    values->timeout_ms, cli->cancel, &cli->error);
	if (st == CSEAL_OK)
		st = cli_save_document(cli, document, values->output, &len);
	if (st == CSEAL_OK)
		tell(cli, values, input, len);
	cseal_document_free(document);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	struct values *values = given;
	cseal_status st;

	st = cli_parse_level(
	    cli, &values->levels, CSEAL_LEVEL_LT, CSEAL_LEVEL_LT);
	if (st == CSEAL_OK)
		st = cli_check_output(cli, operands[0], values->output);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st == CSEAL_OK)
		st = extend(cli, values, operands[0]);
	cli_levels_free(&values->levels);
	return st;
}

const struct cli_command cli_extend = {
	.name = "extend",
	.synopsis = "IN.pdf -o OUT.pdf [--level LEVEL] [--tsa URL]",
	.summary = N_("keeps signatures provable: time-stamps, revocation"),
	.more = N_("Adds what proves the certificates of all signatures, and "
		   "for LTA a time-stamp\nover all, which is renewed by "
		   "extending once more."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
