/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-doctor.c -- counterseal doctor: why something is not there. */
#include "command.h"
#include "sentence.h"

struct diagnosis {
	struct cli *cli;
	json_t *findings;
	int count, problems;
};

static void
take_finding(void *user, const struct cseal_finding *finding)
{
	struct diagnosis *diagnosis = user;

	diagnosis->count++;
	if (finding->is_problem)
		diagnosis->problems++;
	if (diagnosis->cli->json) {
		cli_append(diagnosis->cli, diagnosis->findings,
		    json_pack("{s:b, s:o, s:o, s:o}", "problem",
			finding->is_problem, "about", cli_text(finding->about),
			"text", cli_text(finding->text), "cure",
			cli_text(finding->cure)));
		return;
	}
	printf("%s  %s: ", finding->is_problem ? _("PROBLEM") : _("ok"),
	    finding->about);
	cli_print_sentence(finding->text);
	if (finding->cure != NULL) {
		printf("  %s ", _("Cure:"));
		cli_print_sentence(finding->cure);
	}
	putchar('\n');
}

static cseal_status
run(struct cli *cli, void *values, char **operands)
{
	struct diagnosis diagnosis = { .cli = cli };
	cseal_status st;

	st = cli_context(cli);
	if (st != CSEAL_OK)
		return st;
	diagnosis.findings = json_array();
	st = cseal_device_doctor(
	    cli->context, take_finding, &diagnosis, &cli->error);
	cli_put(cli, "findings", diagnosis.findings);
	cli_put(cli, "problems", json_integer(diagnosis.problems));
	if (st == CSEAL_OK && diagnosis.count == 0 && !cli->json)
		puts(_("Nothing was found to be wrong."));
	return st;
}

const struct cli_command cli_doctor = {
	.name = "doctor",
	.synopsis = "",
	.summary = N_("says why something is not there, and what cures it"),
	.run = run,
};
