/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-ink-capture.c -- counterseal ink capture: writing on the pad. */
#include "command.h"
#include "ink-file.h"

struct values {
	const char *pad, *prompt, *output;
	int timeout_ms;
};

static const struct cli_option options[] = {
	{ 'p', "pad", "URI", CLI_TEXT, offsetof(struct values, pad),
	    N_("the pad; without it, the only one there is") },
	{ 0, "prompt", "TEXT", CLI_TEXT, offsetof(struct values, prompt),
	    N_("shown on a pad that has a screen") },
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the signature there (ISO/IEC 19794-7)") },
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct values, timeout_ms),
	    N_("how long the customer may take (default 300)") },
	{ 0, "digest", "FILE", CLI_LATER, 0,
	    N_("this one does not bind ink to a document.") },
};

static const struct values defaults = { .timeout_ms = 300000 };

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	struct cseal_ink_options wish = { .size = sizeof(wish),
		.prompt = values->prompt };
	cseal_status st;
	cseal_ink *ink;

	st = cli_check_output(cli, NULL, values->output);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st != CSEAL_OK)
		return st;
	cli_progress(cli, _("Please let the customer sign on the pad."));
	st = cseal_ink_capture(cli->context, values->pad, &wish,
	    values->timeout_ms, cli->cancel, &ink, &cli->error);
	if (st != CSEAL_OK)
		return st;
	st = cli_write_ink(cli, ink, values->output);
	cseal_ink_free(ink);
	return st;
}

const struct cli_command cli_ink_capture = {
	.name = "ink capture",
	.synopsis = "[--pad URI] -o FILE",
	.summary = N_("captures a handwritten signature"),
	.more = N_("The signature is biometric data: the file is readable by "
		   "its owner only."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
