/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-cert-list.c -- counterseal cert list: which certificates can sign. */
#include "signing.h"

static const struct cli_option options[] = {
	{ 's', "signer", "URI", CLI_TEXT, offsetof(struct cli_signing, signer),
	    N_("only this one, which need not be listed by its module") },
	CLI_SIGNING_PIN,
	CLI_SIGNING_CERTIFICATE,
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct cli_signing, timeout_ms),
	    N_("how long to look (default 30)") },
};

static const struct cli_signing defaults = { .timeout_ms = 30000 };

static void
add(struct cli *cli, json_t *array, const cseal_signer *signer,
    const char *title)
{
	json_t *row;

	if (!cli->json) {
		cli_print_signer(signer);
		return;
	}
	row = cli_signer_json(signer);
	json_object_set_new(row, "title", cli_text(title));
	json_object_set_new(row, "problem", json_null());
	cli_append(cli, array, row);
}

static void
add_problem(struct cli *cli, json_t *array, const struct cseal_device *device,
    cseal_status st)
{
	if (!cli->json) {
		printf("%s\n    %s\n    %s\n", device->uri, device->title,
		    _(cseal_status_text(st)));
		return;
	}
	cli_append(cli, array,
	    json_pack("{s:o, s:n, s:n, s:n, s:n, s:n, s:i, s:b, s:o, s:s}",
		"uri", cli_text(device->uri), "subject", "issuer", "key",
		"not_before", "not_after", "chain", 0, "virtual",
		device->is_virtual, "title", cli_text(device->title), "problem",
		cseal_status_name(st)));
}

/* No PIN is asked for: a list must not spend a try. */
static void
look_at(struct cli *cli, json_t *array, const struct cseal_device *device,
    int timeout_ms)
{
	cseal_signer *signer;
	cseal_status st;

	st = cseal_signer_open(cli->context, device->uri, NULL, timeout_ms,
	    cli->cancel, &signer, NULL);
	if (st != CSEAL_OK) {
		add_problem(cli, array, device, st);
		return;
	}
	add(cli, array, signer, device->title);
	cseal_signer_free(signer);
}

static cseal_status
look_at_all(struct cli *cli, json_t *array, int timeout_ms)
{
	cseal_device_list *list;
	cseal_status st;

	st = cseal_device_list_new(cli->context,
	    CSEAL_KIND_BIT(CSEAL_KIND_SIGNER), timeout_ms, cli->cancel, &list,
	    &cli->error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; i < cseal_device_list_count(list); i++)
		look_at(cli, array, cseal_device_list_at(list, i), timeout_ms);
	if (cseal_device_list_count(list) == 0 && !cli->json)
		puts(_("No signer was found; a file is named with --signer "
		       "file:/PATH."));
	cseal_device_list_free(list);
	return CSEAL_OK;
}

static cseal_status
look_at_one(struct cli *cli, json_t *array, const struct cli_signing *values)
{
	cseal_signer *signer;
	cseal_status st;

	st = cli_open_signer(cli, values, &signer);
	if (st != CSEAL_OK)
		return st;
	add(cli, array, signer, NULL);
	cseal_signer_free(signer);
	return CSEAL_OK;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct cli_signing *values = given;
	json_t *array;
	cseal_status st;

	st = values->signer != NULL ? cli_check_signing(cli, values)
				    : cli_pin_check(cli, values->pin_from);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st != CSEAL_OK)
		return st;
	array = json_array();
	if (values->signer != NULL)
		st = look_at_one(cli, array, values);
	else
		st = look_at_all(cli, array, values->timeout_ms);
	cli_put(cli, "certificates", array);
	return st;
}

const struct cli_command cli_cert_list = {
	.name = "cert list",
	.synopsis = "[--signer URI]",
	.summary = N_("shows which certificates can sign"),
	.more = N_("No PIN is asked for to make the list of all."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.values_size = sizeof(struct cli_signing),
	.defaults = &defaults,
	.run = run,
};
