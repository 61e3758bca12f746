/* SPDX-License-Identifier: Apache-2.0 */
/* main.c -- the counterseal tool: from the command line to the exit code. */
#include "command.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* --json and --lang decide how the first complaint is made, so they are
 * looked for before anything is parsed. */
static void
look_ahead(struct cli *cli, int argc, char **argv)
{
	const char *lang = NULL;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--json") == 0)
			cli->json = true;
		else if (strncmp(argv[i], "--lang=", 7) == 0)
			lang = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			lang = argv[i + 1];
	}
	cli_set_language(lang);
}

static cseal_status
run_command(
    struct cli *cli, const struct cli_command *command, int argc, char **argv)
{
	char **operands;
	cseal_status st;
	void *values;

	values = calloc(1, command->values_size + 1);
	if (values == NULL)
		return CSEAL_FAULT_MEMORY;
	if (command->defaults != NULL)
		memcpy(values, command->defaults, command->values_size);
	st = cli_parse(cli, command, values, argc, argv, &operands);
	if (st != CSEAL_OK)
		goto out;
	if (cli->help) {
		cli_print_help(command);
		goto out;
	}
	st = cli_password_check(cli);
	if (st == CSEAL_OK)
		st = cli_cancel_by_signal(cli);
	if (st != CSEAL_OK)
		goto out;
	st = command->run(cli, values, operands);
out:
	free(values);
	return st;
}

static cseal_status
run(struct cli *cli, int argc, char **argv)
{
	const struct cli_command *command;
	cseal_status st;
	int next, used;

	st = cli_parse_global(cli, argc, argv, &next);
	if (st != CSEAL_OK)
		return st;
	if (cli->version) {
		cli_print_version(cli);
		return CSEAL_OK;
	}
	if (cli->help && next == argc) {
		cli_print_help(NULL);
		return CSEAL_OK;
	}
	st = cli_find_command(cli, argc - next, argv + next, &command, &used);
	if (st != CSEAL_OK)
		return st;
	cli->command = command;
	next += used - 1;
	return run_command(cli, command, argc - next, argv + next);
}

int
main(int argc, char **argv)
{
	struct cli cli = { 0 };
	cseal_status st;

	look_ahead(&cli, argc, argv);
	if (cli.json)
		cli.answer = json_object();
	st = cli.json && cli.answer == NULL ? CSEAL_FAULT_MEMORY
					    : run(&cli, argc, argv);
	explicit_bzero(cli.password, sizeof(cli.password));
	return cli_finish(&cli, st);
}
