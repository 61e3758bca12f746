/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-id.c -- counterseal id read: an identity document. */
#include "command.h"
#include "identity-shown.h"

#include <string.h>

struct values {
	const char *reader, *mrz, *can, *trust, *pin_from, *portrait, *output;
	int timeout_ms;
};

static const struct cli_option options[] = {
	{ 'r', "reader", "URI", CLI_TEXT, offsetof(struct values, reader),
	    N_("the reader; without it, the only one there is") },
	{ 0, "mrz", "TEXT", CLI_TEXT, offsetof(struct values, mrz),
	    N_("machine-readable zone as printed") },
	{ 0, "can", "NUMBER", CLI_TEXT, offsetof(struct values, can),
	    N_("card access number as printed") },
	{ 0, "trust", "FILE", CLI_TEXT, offsetof(struct values, trust),
	    N_("file or folder of certificates of issuing states") },
	{ 0, "pin-from", "SOURCE", CLI_TEXT, offsetof(struct values, pin_from),
	    N_("also read what a card shows only after its PIN, which comes "
	       "from file:F, fd:N, env:V or ask") },
	{ 0, "portrait", "FILE", CLI_TEXT, offsetof(struct values, portrait),
	    N_("write the portrait there; by its name, JPEG 2000 as PNG, JPEG") },
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the whole record there as JSON, for stamp --identity") },
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct values, timeout_ms),
	    N_("how long to wait for the card (default 60)") },
};

static const struct values defaults = { .timeout_ms = 60000 };

static cseal_status
write_record(struct cli *cli, cseal_identity *identity, const char *path)
{
	const char *json = cseal_identity_json(identity);
	cseal_status st;

	if (json == NULL)
		return CSEAL_FAULT_MEMORY;
	st = cli_write_file(cli, path, json, strlen(json));
	if (st == CSEAL_OK)
		cli_put(cli, "output", cli_text(path));
	return st;
}

static cseal_status
report(struct cli *cli, const struct values *values, cseal_identity *identity)
{
	cseal_status st = CSEAL_OK;

	if (values->output != NULL)
		st = write_record(cli, identity, values->output);
	if (st == CSEAL_OK && values->portrait != NULL)
		st = cli_write_portrait(cli, identity, values->portrait);
	if (st != CSEAL_OK)
		return st;
	return cli_show_identity(cli, identity);
}

static cseal_status
check(struct cli *cli, const struct values *values)
{
	cseal_status st = CSEAL_OK;

	if (values->mrz != NULL && values->can != NULL)
		return cli_usage(cli, _("--mrz and --can exclude each other"));
	st = cli_pin_check(cli, values->pin_from);
	if (st == CSEAL_OK && values->reader != NULL)
		st = cli_pin_check_uri(cli, values->reader);
	if (st == CSEAL_OK && values->output != NULL)
		st = cli_check_output(cli, NULL, values->output);
	if (st == CSEAL_OK && values->portrait != NULL)
		st = cli_check_output(cli, NULL, values->portrait);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	struct cli_pin pin = { .cli = cli, .from = values->pin_from };
	struct cseal_identity_options options_of_it = {
		.size = sizeof(options_of_it),
		.card_wait_ms = -1,
		.mrz = values->mrz,
		.can = values->can,
		.trust = values->trust,
		.pin = values->pin_from == NULL ? NULL : cli_pin_ask,
		.pin_user = &pin,
	};
	cseal_identity *identity;
	cseal_status st;

	st = check(cli, values);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st != CSEAL_OK)
		return st;
	cli_progress(cli, _("Please put the document on the reader."));
	st = cseal_identity_read(cli->context, values->reader, &options_of_it,
	    values->timeout_ms, cli->cancel, &identity, &cli->error);
	if (st != CSEAL_OK)
		return st;
	st = report(cli, values, identity);
	cseal_identity_free(identity);
	return st;
}

const struct cli_command cli_id_read = {
	.name = "id read",
	.synopsis = "[--reader URI] [-o FILE] [--portrait FILE]",
	.summary = N_("reads an identity document"),
	.more = N_("The record is personal data: the files are readable by "
		   "their owner only."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
