/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-verify.c -- counterseal verify: judges a PDF. */
#include "command.h"
#include "mend.h"
#include "verdict.h"

#include <string.h>

#define EXIT_NOT_VALID 7

struct values {
	struct cli_list trust, revocation;
	struct cli_list trusted_lists, trusted_list_signers;
	bool require_revocation;
	const char *time;
	bool explain;
};

static const struct cli_option options[] = {
	{ 0, "trust", "FILE", CLI_LIST, offsetof(struct values, trust),
	    N_("file or folder of trust anchors; can be repeated") },
	{ 0, "trusted-list", "FILE", CLI_LIST,
	    offsetof(struct values, trusted_lists),
	    N_("EU trusted list (XML) with trust anchors; can be repeated") },
	{ 0, "trusted-list-signer", "FILE", CLI_LIST,
	    offsetof(struct values, trusted_list_signers),
	    N_("certificate that must have signed the list, or the list of "
	       "lists; can be repeated") },
	{ 0, "crl", "FILE", CLI_LIST, offsetof(struct values, revocation),
	    N_("file with a revocation list or a responder's answer; can be "
	       "repeated") },
	{ 0, "require-revocation", NULL, CLI_FLAG,
	    offsetof(struct values, require_revocation),
	    N_("trust no certificate of which nothing says that it was not "
	       "revoked") },
	{ 'e', "explain", NULL, CLI_FLAG, offsetof(struct values, explain),
	    N_("print every finding, and what it means") },
	{ 0, "time", "TIME", CLI_TEXT, offsetof(struct values, time),
	    N_("judge certificates at this time, RFC 3339, not now") },
};

/* The report's own keys beside those of every answer. */
static void
put_report(struct cli *cli, cseal_report *report, const char *file)
{
	const char *text = cseal_report_json(report, file);
	json_t *object = text != NULL ? json_loads(text, 0, NULL) : NULL;
	const char *key;
	json_t *value;

	if (object == NULL)
		cli->answer_bad = true;
	json_object_foreach(object, key, value)
	    cli_put(cli, key, json_incref(value));
	json_decref(object);
}

/* Perhaps it was a PDF, before somebody changed its header. */
static void
call_indeterminate(struct cli *cli, const char *file)
{
	cli->exit_code = EXIT_NOT_VALID;
	cli_put(cli, "file", cli_text(file));
	cli_put(cli, "sha256", json_null());
	cli_put(cli, "verdict", cli_text("indeterminate"));
	cli_put(cli, "signatures", json_array());
	cli_put(cli, "problems",
	    json_pack("[o]", cli_text(cseal_error_text(cli->error))));
}

static cseal_status
judge(struct cli *cli, const struct values *values, const char *file,
    const struct cseal_report_options *wish)
{
	cseal_document *document;
	cseal_report *report;
	cseal_status st;

	st = cli_open_pdf(cli, file, &document);
	if (st == CSEAL_REFUSED_NOT_A_PDF)
		call_indeterminate(cli, file);
	if (st != CSEAL_OK)
		return st;
	st = cseal_report_new(document, wish, &report, &cli->error);
	if (st != CSEAL_OK)
		goto out;
	if (strcmp(cseal_report_verdict(report), "valid") != 0)
		cli->exit_code = EXIT_NOT_VALID;
	if (cli->json)
		put_report(cli, report, file);
	else if (values->explain)
		cli_explain_report(report, file);
	else
		cli_print_report(report, file);
	cseal_report_free(report);
out:
	cseal_document_free(document);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	struct cseal_report_options wish = { .size = sizeof(wish),
		.trust = values->trust.at,
		.trust_count = values->trust.count,
		.revocation = values->revocation.at,
		.revocation_count = values->revocation.count,
		.require_revocation = values->require_revocation,
		.trusted_lists = values->trusted_lists.at,
		.trusted_list_count = values->trusted_lists.count,
		.trusted_list_signers = values->trusted_list_signers.at,
		.trusted_list_signer_count =
		    values->trusted_list_signers.count };
	cseal_status st = cli_time(cli, values->time, &wish.time);

	if (st != CSEAL_OK)
		return st;
	if (wish.trusted_list_count > 0 && wish.trusted_list_signer_count == 0)
		return cli_usage(cli,
		    _("--trusted-list needs --trusted-list-signer: who must "
		      "have signed it?"));
	if (wish.trusted_list_count > 0) {
		st = cli_context(cli);
		if (st != CSEAL_OK)
			return st;
		wish.context = cli->context;
	}
	return judge(cli, values, operands[0], &wish);
}

const struct cli_command cli_verify = {
	.name = "verify",
	.synopsis = "FILE.pdf [--trust FILE]... [--explain]",
	.summary = N_("judges the signatures of a PDF"),
	.more = N_("The exit code is 0 if the document is valid and 7 if it "
		   "is not valid, cannot be\ndecided, or is not signed.  "
		   "Without --trust or --trusted-list it is\nnever valid."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.run = run,
};
