/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-finish.c -- counterseal finish: puts a signature that was made elsewhere
 * into the place that prepare left for it. */
#include "command.h"
#include "levels.h"
#include "mend.h"

#include <string.h>

struct values {
	struct cli_levels levels;
	const char *output, *state, *value, *cms;
	int timeout_ms;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the sealed PDF there") },
	{ 0, "state", "FILE", CLI_TEXT, offsetof(struct values, state),
	    N_("what counterseal prepare wrote beside the PDF") },
	{ 0, "value", "FILE", CLI_TEXT, offsetof(struct values, value),
	    N_("the signature value") },
	{ 0, "cms", "FILE", CLI_TEXT, offsetof(struct values, cms),
	    N_("or a whole CMS, DER") },
	{ 0, "level", "LEVEL", CLI_TEXT, offsetof(struct values, levels.level),
	    N_("B (the default), T, LT or LTA: PAdES B-B to B-LTA") },
	{ 0, "tsa", "URL", CLI_TEXT, offsetof(struct values, levels.tsa),
	    N_("the time-stamp authority, instead of the configured one") },
	{ 0, "lower-level-ok", NULL, CLI_FLAG,
	    offsetof(struct values, levels.lower),
	    N_("keep a lower level when a service fails, and say so") },
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct values, timeout_ms),
	    N_("how long it may take (default 120)") },
};

static const struct values defaults = { .timeout_ms = 120000 };

static cseal_status
check(struct cli *cli, const struct values *values)
{
	if (values->state == NULL)
		return cli_usage(
		    cli, _("--state is missing: what did prepare write?"));
	if ((values->value == NULL) == (values->cms == NULL))
		return cli_usage(cli, _("either --value or --cms is needed"));
	return CSEAL_OK;
}

static cseal_status
read_pending(struct cli *cli, const char *path, cseal_pending **ret_pending)
{
	cseal_status st;
	void *state;
	size_t len;

	st = cli_read_file(cli, path, &state, &len);
	if (st != CSEAL_OK)
		return st;
	st = cseal_pending_new_state(state, len, ret_pending, &cli->error);
	cli_bytes_free(state, len);
	return st;
}

static cseal_status
finish_file(struct cli *cli, const struct values *values, const char *input,
    const cseal_pending *pending, const struct cseal_finish *finish)
{
	cseal_document *document;
	cseal_status st;
	uint64_t len = 0;

	st = cli_open_pdf(cli, input, &document);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_finish(cli->context, document, pending, finish,
	    values->timeout_ms, cli->cancel, &cli->error);
	if (st == CSEAL_OK)
		st = cli_save_document(cli, document, values->output, &len);
	if (st == CSEAL_OK) {
		cli_put(cli, "input", cli_text(input));
		cli_put(cli, "output", cli_text(values->output));
		cli_put(cli, "bytes", json_integer((json_int_t)len));
		if (!cli->json)
			printf(_("%s: sealed, %ju bytes\n"), values->output,
			    (uintmax_t)len);
		cli_tell_level(cli, &values->levels);
	}
	cseal_document_free(document);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	struct values *values = given;
	struct cseal_finish finish = { .size = sizeof(finish),
		.tsa = values->levels.tsa,
		.lower_level_ok = values->levels.lower,
		.ret_level = &values->levels.reached,
		.ret_lowered = &values->levels.lowered };
	cseal_pending *pending = NULL;
	void *bytes = NULL;
	size_t len = 0;
	cseal_status st;

	st = check(cli, values);
	if (st == CSEAL_OK)
		st = cli_parse_level(
		    cli, &values->levels, CSEAL_LEVEL_B, CSEAL_LEVEL_B);
	if (st == CSEAL_OK)
		st = cli_check_output(cli, operands[0], values->output);
	if (st == CSEAL_OK)
		st = read_pending(cli, values->state, &pending);
	if (st == CSEAL_OK)
		st = cli_read_file(cli,
		    values->value != NULL ? values->value : values->cms, &bytes,
		    &len);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st == CSEAL_OK) {
		finish.level = values->levels.wanted;
		if (values->value != NULL) {
			finish.value = bytes;
			finish.value_len = len;
		} else {
			finish.cms = bytes;
			finish.cms_len = len;
		}
		st = finish_file(cli, values, operands[0], pending, &finish);
	}
	cli_bytes_free(bytes, len);
	cseal_pending_free(pending);
	cli_levels_free(&values->levels);
	return st;
}

const struct cli_command cli_finish_pending = {
	.name = "finish",
	.synopsis = "PREPARED.pdf -o OUT.pdf --state FILE --value FILE | --cms "
		    "FILE",
	.summary = N_("puts a signature that was made elsewhere into a PDF"),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
