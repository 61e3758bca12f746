/* SPDX-License-Identifier: Apache-2.0 */
/* options.c -- reads the command line by the tables of options. */
#include "command.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS_MOST 96  /* rows of both tables together */
#define LONG_BASE    256 /* getopt's value for row 0; letters are below */

const struct cli_option cli_global_options[] = {
	{ 0, "config", "FILE", CLI_TEXT, offsetof(struct cli, config),
	    N_("read this configuration after the system's") },
	{ 0, "json", NULL, CLI_FLAG, offsetof(struct cli, json),
	    N_("print one JSON object on standard output") },
	{ 0, "log", "LEVEL", CLI_TEXT, offsetof(struct cli, log),
	    N_("none, bug-app, bug-module, bug-device, warning (default), "
	       "info, debug") },
	{ 0, "lang", "LANG", CLI_TEXT, offsetof(struct cli, lang),
	    N_("zh_CN or en: language of the messages") },
	{ 0, "password-from", "SOURCE", CLI_TEXT,
	    offsetof(struct cli, password_from),
	    N_("the password of encrypted documents: file:F, fd:N, env:V or "
	       "ask") },
	{ 0, "module", "FILE", CLI_LIST, offsetof(struct cli, modules),
	    N_("load this module too (absolute path; can be repeated)") },
	{ 'h', "help", NULL, CLI_FLAG, offsetof(struct cli, help),
	    N_("print this help") },
	{ 'V', "version", NULL, CLI_FLAG, offsetof(struct cli, version),
	    N_("print the version") },
};
const size_t cli_global_count = CLI_COUNT(cli_global_options);

/* Both tables as getopt_long(3) wants them. */
struct parser {
	const struct cli_option *rows[OPTIONS_MOST];
	void *into[OPTIONS_MOST];
	struct option longs[OPTIONS_MOST + 1];
	char letters[2 * OPTIONS_MOST + 3];
	size_t count;
};

static void
add_rows(struct parser *parser, const struct cli_option *rows, size_t count,
    void *into)
{
	char *end = parser->letters + strlen(parser->letters);

	for (size_t i = 0; i < count && parser->count < OPTIONS_MOST; i++) {
		struct option *row = &parser->longs[parser->count];

		row->name = rows[i].name;
		row->has_arg = rows[i].value != NULL;
		row->val = LONG_BASE + (int)parser->count;
		parser->rows[parser->count] = &rows[i];
		parser->into[parser->count++] = into;
		if (rows[i].letter == 0)
			continue;
		*end++ = (char)rows[i].letter;
		if (rows[i].value != NULL)
			*end++ = ':';
	}
}

static void
parser_init(struct parser *parser, struct cli *cli, const char *mode)
{
	memset(parser, 0, sizeof(*parser));
	strcpy(parser->letters, mode);
	add_rows(parser, cli_global_options, cli_global_count, cli);
	opterr = 0;
	optind = 0; /* glibc: start anew */
}

static size_t
row_of(const struct parser *parser, int value)
{
	if (value >= LONG_BASE)
		return (size_t)(value - LONG_BASE);
	for (size_t i = 0; i < parser->count; i++)
		if (parser->rows[i]->letter == value)
			return i;
	return SIZE_MAX;
}

static cseal_status
take_seconds(struct cli *cli, const struct cli_option *row, int *ret_ms,
    const char *text)
{
	char *end;
	long seconds;

	if (strcmp(text, "none") == 0) {
		*ret_ms = CSEAL_NO_TIMEOUT;
		return CSEAL_OK;
	}
	seconds = strtol(text, &end, 10);
	if (end == text || *end != '\0' || seconds < 0 ||
	    seconds > INT_MAX / 1000)
		return cli_usage(cli,
		    _("--%s takes a number of seconds, or \"none\", not %s"),
		    row->name, text);
	*ret_ms = (int)seconds * 1000;
	return CSEAL_OK;
}

static cseal_status
take_list(struct cli *cli, const struct cli_option *row, struct cli_list *list,
    const char *value)
{
	if (list->count == CLI_LIST_MOST)
		return cli_usage(cli, _("--%s was given more than %d times"),
		    row->name, CLI_LIST_MOST);
	list->at[list->count++] = value;
	return CSEAL_OK;
}

static cseal_status
take(struct cli *cli, const struct cli_command *command,
    const struct cli_option *row, void *into, const char *value)
{
	void *member = (char *)into + row->offset;

	if (value != NULL && *value == '\0')
		return cli_usage(
		    cli, _("--%s was given an empty value"), row->name);
	switch (row->take) {
	case CLI_FLAG: *(bool *)member = true; break;
	case CLI_TEXT: *(const char **)member = value; break;
	case CLI_LIST: return take_list(cli, row, member, value);
	case CLI_SECONDS: return take_seconds(cli, row, member, value);
	case CLI_ORDERED: return command->take(cli, into, row, value);
	case CLI_LATER:
		return cli_usage(cli, _("--%s belongs to a later version; %s"),
		    row->name, _(row->help));
	}
	return CSEAL_OK;
}

/* getopt_long() met something that is no option, or one without value. */
static cseal_status
complain(struct cli *cli, const struct parser *parser, int value, char **argv)
{
	size_t row;

	if (optopt == 0)
		return cli_usage(
		    cli, _("there is no option %s here"), argv[optind - 1]);
	row = row_of(parser, optopt);
	if (row == SIZE_MAX)
		return cli_usage(cli, _("there is no option -%c here"), optopt);
	if (value == ':')
		return cli_usage(
		    cli, _("--%s needs a value"), parser->rows[row]->name);
	return cli_usage(
	    cli, _("--%s takes no value"), parser->rows[row]->name);
}

static cseal_status
parse(struct cli *cli, const struct cli_command *command,
    const struct parser *parser, int argc, char **argv)
{
	cseal_status st;
	size_t row;
	int value;

	for (;;) {
		value = getopt_long(
		    argc, argv, parser->letters, parser->longs, NULL);
		if (value == -1)
			return CSEAL_OK;
		if (value == '?' || value == ':')
			return complain(cli, parser, value, argv);
		row = row_of(parser, value);
		st = take(
		    cli, command, parser->rows[row], parser->into[row], optarg);
		if (st != CSEAL_OK)
			return st;
	}
}

cseal_status
cli_parse_global(struct cli *cli, int argc, char **argv, int *ret_next)
{
	struct parser parser;
	cseal_status st;

	parser_init(&parser, cli, "+:");
	st = parse(cli, NULL, &parser, argc, argv);
	if (st == CSEAL_OK)
		*ret_next = optind;
	return st;
}

cseal_status
cli_parse(struct cli *cli, const struct cli_command *command, void *values,
    int argc, char **argv, char ***ret_operands)
{
	struct parser parser;
	cseal_status st;

	parser_init(&parser, cli, ":");
	add_rows(&parser, command->options, command->option_count, values);
	st = parse(cli, command, &parser, argc, argv);
	if (st != CSEAL_OK)
		return st;
	if (!cli->help && argc - optind != command->operands &&
	    (argc - optind < command->operands || !command->more_operands))
		return cli_usage(cli,
		    ngettext("%s takes %d operand, but %d were given",
			"%s takes %d operands, but %d were given",
			(unsigned long)command->operands),
		    command->name, command->operands, argc - optind);
	*ret_operands = argv + optind;
	return CSEAL_OK;
}

cseal_status
cli_lacks_thing(struct cli *cli, const struct cli_option *option)
{
	return cli_usage(cli,
	    _("--%s belongs to the thing before it, but there is none"),
	    option->name);
}
