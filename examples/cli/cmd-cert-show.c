/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-cert-show.c -- counterseal cert show: one certificate and its chain. */
#include "pem.h"
#include "signing.h"

#include <stdlib.h>
#include <string.h>

struct values {
	struct cli_signing signing;
	const char *output;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the certificate and its chain there (PEM)") },
	CLI_SIGNING_PIN,
	CLI_SIGNING_CERTIFICATE,
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct cli_signing, timeout_ms),
	    N_("how long to wait for the signer (default 30)") },
};

static const struct values defaults = { .signing.timeout_ms = 30000 };

static void
put_chain(struct cli *cli, const cseal_signer *signer)
{
	json_t *array = json_array();

	for (size_t i = 0; i < cseal_signer_chain_count(signer); i++) {
		const void *der;
		size_t len;
		char *text;

		der = cseal_signer_certificate(signer, i, &len);
		text = cli_base64(der, len, 0);
		cli_append(cli, array, text != NULL ? json_string(text) : NULL);
		free(text);
	}
	cli_put(cli, "certificate", cli_signer_json(signer));
	cli_put(cli, "chain_der", array);
}

static cseal_status
write_chain(struct cli *cli, const cseal_signer *signer, const char *path)
{
	char *pem = cli_chain_pem(signer);
	cseal_status st;

	if (pem == NULL)
		return CSEAL_FAULT_MEMORY;
	st = cli_write_file(cli, path, pem, strlen(pem));
	free(pem);
	if (st == CSEAL_OK)
		cli_put(cli, "output", cli_text(path));
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	struct values *values = given;
	cseal_signer *signer;
	cseal_status st;

	values->signing.signer = operands[0];
	st = cli_check_signing(cli, &values->signing);
	if (st == CSEAL_OK && values->output != NULL)
		st = cli_check_output(cli, NULL, values->output);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st == CSEAL_OK)
		st = cli_open_signer(cli, &values->signing, &signer);
	if (st != CSEAL_OK)
		return st;
	if (values->output != NULL)
		st = write_chain(cli, signer, values->output);
	if (st == CSEAL_OK && cli->json)
		put_chain(cli, signer);
	else if (st == CSEAL_OK)
		cli_print_signer(signer);
	cseal_signer_free(signer);
	return st;
}

const struct cli_command cli_cert_show = {
	.name = "cert show",
	.synopsis = "URI [-o FILE]",
	.summary = N_("shows one certificate that can sign"),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
