/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-attach.c -- counterseal attach: puts files into a PDF, not signed.
 *
 * The order of the options matters: an option that says what a file is belongs
 * to the file before it. */
#include "attachment.h"
#include "command.h"
#include "mend.h"

#include <stdlib.h>
#include <string.h>

#define FILES_MOST 64

struct file {
	const char *path;
	struct cseal_attachment attachment; /* its data are read later */
};

struct values {
	struct file files[FILES_MOST];
	size_t count;
	const char *output;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the new PDF there") },
	{ 'f', "file", "FILE", CLI_ORDERED, 0, N_("a file to attach") },
	{ 0, "name", "NAME", CLI_ORDERED, 0,
	    N_("what the file before is called there") },
	{ 0, "description", "TEXT", CLI_ORDERED, 0,
	    N_("what the file before is, for people") },
	{ 0, "type", "TYPE", CLI_ORDERED, 0,
	    N_("its MIME type (default: as its name ends)") },
	{ 0, "relation", "RELATION", CLI_ORDERED, 0,
	    N_("what it is to the document: source, data, alternative or "
	       "supplement") },
};

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static cseal_status
add_file(struct cli *cli, struct values *values, const char *path)
{
	struct file *file;

	if (values->count == FILES_MOST)
		return cli_usage(
		    cli, _("more than %d files to attach"), FILES_MOST);
	file = &values->files[values->count++];
	file->path = path;
	file->attachment = cseal_attachment_of(base_name(path), NULL, 0);
	return CSEAL_OK;
}

static cseal_status
take(struct cli *cli, void *given, const struct cli_option *option,
    const char *value)
{
	struct values *values = given;
	struct cseal_attachment *attachment;

	if (strcmp(option->name, "file") == 0)
		return add_file(cli, values, value);
	if (values->count == 0)
		return cli_lacks_thing(cli, option);
	attachment = &values->files[values->count - 1].attachment;
	if (strcmp(option->name, "name") == 0)
		attachment->name = value;
	else if (strcmp(option->name, "description") == 0)
		attachment->description = value;
	else if (strcmp(option->name, "type") == 0)
		attachment->type = value;
	else if (!cli_relation_parse(value, &attachment->relation))
		return cli_usage(cli, _("there is no relation %s"), value);
	return CSEAL_OK;
}

static cseal_status
read_files(struct cli *cli, struct values *values)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < values->count; i++) {
		struct file *file = &values->files[i];
		void *data = NULL;

		st = cli_read_file(
		    cli, file->path, &data, &file->attachment.len);
		file->attachment.data = data;
		if (file->attachment.type == NULL)
			file->attachment.type =
			    cli_type_of(file->attachment.name);
	}
	return st;
}

static void
free_files(struct values *values)
{
	for (size_t i = 0; i < values->count; i++) {
		struct cseal_attachment *one = &values->files[i].attachment;

		cli_bytes_free((void *)(uintptr_t)one->data, one->len);
		one->data = NULL;
	}
}

static void
tell(struct cli *cli, const char *input, const struct values *values,
    uint64_t len)
{
	cli_put(cli, "input", cli_text(input));
	cli_put(cli, "output", cli_text(values->output));
	cli_put(cli, "bytes", json_integer((json_int_t)len));
	cli_put(cli, "attached", json_integer((json_int_t)values->count));
	if (!cli->json)
		printf(
		    ngettext("%s: %zu file attached, %ju bytes\n",
			"%s: %zu files attached, %ju bytes\n", values->count),
		    values->output, values->count, (uintmax_t)len);
}

static cseal_status
attach(struct cli *cli, const char *input, const struct values *values)
{
	const struct cseal_attachment *list[FILES_MOST];
	cseal_document *document;
	cseal_status st;
	uint64_t len = 0;

	for (size_t i = 0; i < values->count; i++)
		list[i] = &values->files[i].attachment;
	st = cli_open_pdf(cli, input, &document);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_attach(document, list, values->count, &cli->error);
	if (st == CSEAL_OK)
		st = cli_save_document(cli, document, values->output, &len);
	if (st == CSEAL_OK) {
		tell(cli, input, values, len);
		cli_tell_mended(cli, input, document, false);
	}
	cseal_document_free(document);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	struct values *values = given;
	cseal_status st;

	if (values->count == 0)
		return cli_usage(cli, _("there is nothing to attach"));
	st = cli_check_output(cli, operands[0], values->output);
	if (st == CSEAL_OK)
		st = read_files(cli, values);
	if (st == CSEAL_OK)
		st = attach(cli, operands[0], values);
	free_files(values);
	return st;
}

const struct cli_command cli_attach = {
	.name = "attach",
	.synopsis = "IN.pdf -o OUT.pdf --file FILE...",
	.summary = N_("puts files into a PDF, which its seals cover"),
	.more = N_("Before it is signed.  The other options belong to the file "
		   "before them."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.run = run,
	.take = take,
};
