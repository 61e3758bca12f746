/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-attached.c -- counterseal attached: the files inside a PDF. */
#include "attachment.h"
#include "command.h"
#include "mend.h"

#include <stdlib.h>
#include <string.h>

struct values {
	const char *name, *number, *output;
};

static const struct cli_option options[] = {
	{ 0, "name", "NAME", CLI_TEXT, offsetof(struct values, name),
	    N_("write the file of that name to the output") },
	{ 'n', "number", "N", CLI_TEXT, offsetof(struct values, number),
	    N_("or the one of that number in the list, from 1") },
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("where it is written") },
};

/* ---- the list -------------------------------------------------------------- */

static json_t *
row_json(const cseal_attachments *list, size_t i, bool is_there, size_t len)
{
	return json_pack("{s:o, s:o, s:o, s:s, s:o}", "name",
	    cli_text(cseal_attachments_name(list, i)), "description",
	    cli_text(cseal_attachments_description(list, i)), "type",
	    cli_text(cseal_attachments_type(list, i)), "relation",
	    cli_relation_name(cseal_attachments_relation(list, i)), "bytes",
	    is_there ? json_integer((json_int_t)len) : json_null());
}

static void
print_row(const cseal_attachments *list, size_t i, bool is_there, size_t len)
{
	const char *name = cseal_attachments_name(list, i);
	const char *description = cseal_attachments_description(list, i);
	const char *type = cseal_attachments_type(list, i);

	printf("%zu  %s\n", i + 1, name != NULL ? name : _("without a name"));
	if (description != NULL)
		printf("    %s\n", description);
	printf("    %s, ", type != NULL ? type : _("of no known type"));
	if (is_there)
		printf(_("%zu bytes"), len);
	else
		printf("%s", _("cannot be read"));
	printf(", %s\n",
	    _(cli_relation_title(cseal_attachments_relation(list, i))));
}

/* What cannot be read is told with the others. */
static void
tell_list(struct cli *cli, cseal_attachments *list)
{
	json_t *array = cli->json ? json_array() : NULL;

	for (size_t i = 0; i < cseal_attachments_count(list); i++) {
		const void *data;
		size_t len = 0;
		bool is_there = cseal_attachments_data(
				    list, i, &data, &len, NULL) == CSEAL_OK;

		if (cli->json)
			cli_append(
			    cli, array, row_json(list, i, is_there, len));
		else
			print_row(list, i, is_there, len);
	}
	if (!cli->json && cseal_attachments_count(list) == 0)
		printf(_("No file is attached.\n"));
	cli_put(cli, "attached", array);
}

/* ---- one of them ------------------------------------------------------------- */

static cseal_status
find_number(struct cli *cli, const cseal_attachments *list, const char *text,
    size_t *ret_i)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end != '\0' || number == 0)
		return cli_usage(cli, _("%s is no number from 1"), text);
	if (number > cseal_attachments_count(list))
		return cli_fail(cli, CSEAL_REFUSED_INPUT,
		    ngettext("the document has %zu file attached",
			"the document has %zu files attached",
			cseal_attachments_count(list)),
		    cseal_attachments_count(list));
	*ret_i = number - 1;
	return CSEAL_OK;
}

static cseal_status
find_name(struct cli *cli, const cseal_attachments *list, const char *name,
    size_t *ret_i)
{
	size_t found = 0;

	for (size_t i = 0; i < cseal_attachments_count(list); i++) {
		const char *one = cseal_attachments_name(list, i);

		if (one == NULL || strcmp(one, name) != 0)
			continue;
		found++;
		*ret_i = i;
	}
	if (found == 1)
		return CSEAL_OK;
	if (found == 0)
		return cli_fail(cli, CSEAL_REFUSED_INPUT,
		    _("no file named %s is attached"), name);
	return cli_fail(cli, CSEAL_REFUSED_INPUT,
	    _("%zu files are named %s: say which with --number"), found, name);
}

static cseal_status
write_one(struct cli *cli, cseal_attachments *list, const struct values *values)
{
	const void *data;
	size_t len, i = 0;
	cseal_status st;

	st = values->name != NULL ? find_name(cli, list, values->name, &i)
				  : find_number(cli, list, values->number, &i);
	if (st == CSEAL_OK)
		st = cseal_attachments_data(list, i, &data, &len, &cli->error);
	if (st == CSEAL_OK)
		st = cli_write_file(cli, values->output, data, len);
	if (st != CSEAL_OK)
		return st;
	cli_put(cli, "name", cli_text(cseal_attachments_name(list, i)));
	cli_put(cli, "output", cli_text(values->output));
	cli_put(cli, "bytes", json_integer((json_int_t)len));
	if (!cli->json)
		printf(_("%s: %zu bytes\n"), values->output, len);
	return CSEAL_OK;
}

static cseal_status
check(struct cli *cli, const struct values *values, const char *operand)
{
	if (values->name != NULL && values->number != NULL)
		return cli_usage(cli, _("--name and --number exclude each "
					"other"));
	if (values->name == NULL && values->number == NULL)
		return values->output == NULL
			   ? CSEAL_OK
			   : cli_usage(cli,
				 _("-o needs --name or --number: which file?"));
	return cli_check_output(cli, operand, values->output);
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	cseal_attachments *list = NULL;
	cseal_document *document = NULL;
	cseal_status st;

	st = check(cli, values, operands[0]);
	if (st == CSEAL_OK)
		st = cli_open_pdf(cli, operands[0], &document);
	if (st == CSEAL_OK)
		st = cseal_document_attachments(document, &list, &cli->error);
	if (st == CSEAL_OK && values->output != NULL)
		st = write_one(cli, list, values);
	else if (st == CSEAL_OK)
		tell_list(cli, list);
	cseal_attachments_free(list);
	cseal_document_free(document);
	return st;
}

const struct cli_command cli_attached = {
	.name = "attached",
	.synopsis = "FILE.pdf [--name NAME -o FILE]",
	.summary = N_("lists the files inside a PDF, or writes one of them"),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.run = run,
};
