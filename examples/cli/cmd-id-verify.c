/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-id-verify.c -- counterseal id verify: judges what was read, anew. */
#include "command.h"
#include "identity-block.h"
#include "identity-shown.h"

#define EXIT_NOT_VALID 7

struct values {
	struct cli_list trust, revocation;
	const char *mrz, *time, *portrait;
};

static const struct cli_option options[] = {
	{ 0, "trust", "FILE", CLI_LIST, offsetof(struct values, trust),
	    N_("certificates of issuing states: a file, a signed master list "
	       "or a folder; can be repeated") },
	{ 0, "crl", "FILE", CLI_LIST, offsetof(struct values, revocation),
	    N_("file with a state's revocation list; can be repeated") },
	{ 0, "mrz", "TEXT", CLI_TEXT, offsetof(struct values, mrz),
	    N_("machine-readable zone as printed") },
	{ 0, "time", "TIME", CLI_TEXT, offsetof(struct values, time),
	    N_("judge certificates at this time, RFC 3339, not now") },
	{ 0, "portrait", "FILE", CLI_TEXT, offsetof(struct values, portrait),
	    N_("write the portrait there; by its name, JPEG 2000 as PNG, JPEG") },
};

static bool
is_good(const cseal_identity *identity)
{
	static const cseal_identity_question others[] = {
		CSEAL_IDENTITY_CHIP_GENUINE,
		CSEAL_IDENTITY_MATCHES_PRINT,
	};

	for (size_t i = 0; i < CLI_COUNT(others); i++) {
		if (cseal_identity_verdict(identity, others[i]) ==
		    CSEAL_VERDICT_NO)
			return false;
	}
	return cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
	       CSEAL_VERDICT_YES;
}

static cseal_status
judge(struct cli *cli, const struct values *values, cseal_identity *identity,
    const struct cseal_identity_judging *wish)
{
	cseal_status st;

	st = cseal_identity_judge(identity, wish, &cli->error);
	if (st == CSEAL_OK && values->portrait != NULL)
		st = cli_write_portrait(cli, identity, values->portrait);
	if (st != CSEAL_OK)
		return st;
	if (!is_good(identity))
		cli->exit_code = EXIT_NOT_VALID;
	return cli_show_identity(cli, identity);
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	struct cseal_identity_judging wish = { .size = sizeof(wish),
		.trust = values->trust.at,
		.trust_count = values->trust.count,
		.revocation = values->revocation.at,
		.revocation_count = values->revocation.count,
		.mrz = values->mrz };
	cseal_identity *identity;
	cseal_status st = cli_time(cli, values->time, &wish.time);

	if (st == CSEAL_OK && values->portrait != NULL)
		st = cli_check_output(cli, operands[0], values->portrait);
	if (st == CSEAL_OK)
		st = cli_read_identity(cli, operands[0], &identity);
	if (st != CSEAL_OK)
		return st;
	st = judge(cli, values, identity, &wish);
	cseal_identity_free(identity);
	return st;
}

const struct cli_command cli_id_verify = {
	.name = "id verify",
	.synopsis = "FILE [--trust FILE]... [--crl FILE]...",
	.summary = N_("judges what was read from a travel document or card"),
	.more = N_("FILE is what id read -o wrote.  The exit code is 0 if the "
		   "issuing state signed\nthe data and nothing speaks against "
		   "it, else 7."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.run = run,
};
