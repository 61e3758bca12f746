/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-ink-open.c -- counterseal ink open: what only an escrow can. */
#include "command.h"
#include "ink-file.h"
#include "ink-seal.h"

struct values {
	const char *key, *pin_from, *digest, *output;
};

static const struct cli_option options[] = {
	{ 'k', "key", "FILE", CLI_TEXT, offsetof(struct values, key),
	    N_("private key of the escrow: PEM or PKCS #12") },
	{ 0, "pin-from", "SOURCE", CLI_TEXT, offsetof(struct values, pin_from),
	    N_("its pass phrase: file:F, fd:N, env:V or ask") },
	{ 0, "digest", "FILE", CLI_TEXT, offsetof(struct values, digest),
	    N_("check that it was written for this document") },
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the signature there (ISO/IEC 19794-7)") },
};

static cseal_status
open_with(struct cli *cli, const struct values *values, const void *sealed,
    size_t len, cseal_ink **ret_ink)
{
	struct cli_pin pin = { .cli = cli, .from = values->pin_from };
	struct cseal_ink_key key = { .size = sizeof(key),
		.title = values->key,
		.pin = cli_pin_ask,
		.pin_user = &pin };
	cseal_status st;
	void *bytes;

	st = cli_read_file(cli, values->key, &bytes, &key.len);
	if (st != CSEAL_OK)
		return st;
	key.bytes = bytes;
	st = cseal_ink_open(sealed, len, &key, ret_ink, &cli->error);
	cli_bytes_free(bytes, key.len);
	return st;
}

static cseal_status
read_sealed(struct cli *cli, const struct values *values, const char *path,
    cseal_ink **ret_ink)
{
	cseal_status st;
	void *bytes;
	size_t len;

	st = cli_read_file(cli, path, &bytes, &len);
	if (st != CSEAL_OK)
		return st;
	st = open_with(cli, values, bytes, len, ret_ink);
	if (st != CSEAL_OK && st != CSEAL_STOPPED_CANCELLED)
		cli_fail(cli, st, _("could not open the signature %s"), path);
	cli_bytes_free(bytes, len);
	return st;
}

static cseal_status
check(struct cli *cli, const struct values *values, const char *operand)
{
	cseal_status st = CSEAL_OK;

	if (values->key == NULL)
		return cli_usage(cli, _("--key is needed"));
	if (values->output != NULL)
		st = cli_check_output(cli, operand, values->output);
	return st == CSEAL_OK ? cli_pin_check(cli, values->pin_from) : st;
}

/* Without -o nothing of it is written in the clear. */
static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	cseal_ink *ink = NULL;
	cseal_status st;

	st = check(cli, values, operands[0]);
	if (st == CSEAL_OK)
		st = cli_cancel_by_signal(cli);
	if (st == CSEAL_OK)
		st = read_sealed(cli, values, operands[0], &ink);
	if (st == CSEAL_OK)
		st = cli_check_bound(cli, ink, values->digest);
	if (st == CSEAL_OK && values->output != NULL)
		st = cli_write_ink(cli, ink, values->output);
	else if (st == CSEAL_OK)
		cli_tell_ink(cli, ink, NULL, 0);
	cseal_ink_free(ink);
	return st;
}

const struct cli_command cli_ink_open = {
	.name = "ink open",
	.synopsis = "FILE --key FILE [--digest FILE.pdf] [-o FILE]",
	.summary = N_("opens a signature that was sealed for an escrow"),
	.more = N_("Without -o it says what it is, and writes nothing in the "
		   "clear.  The exit code is\n7 if it was written for another "
		   "document than that of --digest."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.run = run,
};
