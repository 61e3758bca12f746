/* SPDX-License-Identifier: Apache-2.0 */
/* help.c -- what --help and --version print. */
#include "command.h"

#define HELP_COLUMN 26 /* where the help of an option begins */

static void
print_option(const struct cli_option *option)
{
	int width;

	if (option->letter != 0)
		width = printf("  -%c, --%s", option->letter, option->name);
	else
		width = printf("      --%s", option->name);
	if (option->value != NULL)
		width += printf(" %s", option->value);
	if (width > HELP_COLUMN - 2)
		width = (putchar('\n'), 0);
	printf("%*s%s\n", HELP_COLUMN - width, "", _(option->help));
}

static void
print_options(const char *title, const struct cli_option *options, size_t count)
{
	printf("\n%s\n", title);
	for (size_t i = 0; i < count; i++)
		if (options[i].take != CLI_LATER)
			print_option(&options[i]);
}

static void
print_command_help(const struct cli_command *command)
{
	printf(_("Usage: counterseal %s %s\n\n"), command->name,
	    command->synopsis);
	printf("%s\n", _(command->summary));
	if (command->option_count > 0)
		print_options(
		    _("Options:"), command->options, command->option_count);
	print_options(_("Options of every command:"), cli_global_options,
	    cli_global_count);
	if (command->more != NULL)
		printf("\n%s\n", _(command->more));
}

void
cli_print_help(const struct cli_command *command)
{
	if (command != NULL) {
		print_command_help(command);
		return;
	}
	printf(_("Usage: counterseal [OPTION]... COMMAND [OPTION]...\n\n"));
	puts(_("Reads identity documents, takes photos and signatures, and "
	       "seals PDF files."));
	printf("\n%s\n", _("Commands:"));
	for (size_t i = 0; cli_commands[i] != NULL; i++)
		printf("  %-22s  %s\n", cli_commands[i]->name,
		    _(cli_commands[i]->summary));
	print_options(_("Options of every command:"), cli_global_options,
	    cli_global_count);
	printf("\n%s\n",
	    _("counterseal COMMAND --help says more of a command; the manual "
	      "is counterseal(1)."));
}

void
cli_print_version(struct cli *cli)
{
	cli_put(cli, "version", cli_text(cseal_version()));
	cli_put(cli, "compiled_with", cli_text(CSEAL_VERSION));
	if (!cli->json)
		printf("counterseal %s\n", cseal_version());
}
