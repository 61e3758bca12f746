/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-ink-capture.c -- counterseal ink capture: writing on the pad. */
#include "command.h"
#include "ink-file.h"
#include "ink-seal.h"
#include "ink-shown.h"

struct values {
	const char *pad, *prompt, *output, *digest, *drawing, *preview;
	struct cli_list seal_for;
	int timeout_ms;
};

static const struct cli_option options[] = {
	{ 'p', "pad", "URI", CLI_TEXT, offsetof(struct values, pad),
	    N_("the pad; without it, the only one there is") },
	{ 0, "prompt", "TEXT", CLI_TEXT, offsetof(struct values, prompt),
	    N_("shown on a pad that has a screen") },
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the signature there (ISO/IEC 19794-7)") },
	{ 0, "seal-for", "CERT", CLI_LIST, offsetof(struct values, seal_for),
	    N_("write it so that only the key of this certificate can open it; "
	       "can be repeated") },
	{ 0, "digest", "FILE", CLI_TEXT, offsetof(struct values, digest),
	    N_("seal with it for which document it is written") },
	{ 0, "drawing", "FILE", CLI_TEXT, offsetof(struct values, drawing),
	    N_("write a drawing of it there, as a PDF to stamp with") },
	{ 0, "preview", "WHERE", CLI_TEXT, offsetof(struct values, preview),
	    N_("write what is written on the pad, while it is, as one PNG after "
	       "another to fd:N, a named pipe or a file") },
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct values, timeout_ms),
	    N_("how long the customer may take (default 300)") },
};

static const struct values defaults = { .timeout_ms = 300000 };

static cseal_status
check(struct cli *cli, const struct values *values)
{
	cseal_status st = cli_check_output(cli, NULL, values->output);

	if (st == CSEAL_OK && values->drawing != NULL)
		st = cli_check_output(cli, values->digest, values->drawing);
	if (st == CSEAL_OK && values->digest != NULL)
		st = cli_check_output(cli, values->digest, values->output);
	if (st == CSEAL_OK && values->digest != NULL &&
	    values->seal_for.count == 0)
		return cli_usage(
		    cli, _("--digest needs --seal-for: a record has no place "
			   "for it"));
	return st;
}

static cseal_status
write_drawing(struct cli *cli, cseal_ink *ink, const char *path)
{
	const void *bytes;
	cseal_status st;
	size_t len;

	if (path == NULL)
		return CSEAL_OK;
	st = cseal_ink_draw(ink, "pdf", &bytes, &len, &cli->error);
	if (st == CSEAL_OK)
		st = cli_write_file(cli, path, bytes, len);
	if (st == CSEAL_OK)
		cli_put(cli, "drawing", cli_text(path));
	return st;
}

static cseal_status
capture(struct cli *cli, const struct values *values,
    const cseal_escrow *escrow, const cseal_document *document)
{
	struct cseal_ink_options wish = { .size = sizeof(wish),
		.prompt = values->prompt };
	struct cli_preview preview = { 0 };
	cseal_status st;
	cseal_ink *ink;

	st = cli_preview_open(cli, values->preview, &preview);
	if (st != CSEAL_OK)
		return st;
	cli_progress(cli, _("Please let the customer sign on the pad."));
	if (values->preview == NULL)
		st = cseal_ink_capture(cli->context, values->pad, &wish,
		    values->timeout_ms, cli->cancel, &ink, &cli->error);
	else
		st = cli_show_ink(cli, values->pad, &wish, values->timeout_ms,
		    &preview, &ink);
	if (st != CSEAL_OK)
		return st;
	st = cli_bind_ink(cli, ink, document);
	if (st == CSEAL_OK)
		st = write_drawing(cli, ink, values->drawing);
	if (st == CSEAL_OK)
		st = cli_write_ink_for(
		    cli, ink, escrow, "iso19794-7", values->output);
	cseal_ink_free(ink);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	cseal_document *document = NULL;
	cseal_escrow *escrow = NULL;
	cseal_status st;

	st = check(cli, values);
	/* Before the customer signs: twice would be once too much. */
	if (st == CSEAL_OK)
		st = cli_read_escrow(cli, &values->seal_for, &escrow);
	if (st == CSEAL_OK)
		st = cli_open_bound(cli, values->digest, &document);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st == CSEAL_OK)
		st = capture(cli, values, escrow, document);
	cseal_document_free(document);
	cseal_escrow_free(escrow);
	return st;
}

const struct cli_command cli_ink_capture = {
	.name = "ink capture",
	.synopsis = "[--pad URI] [--seal-for CERT]... [--digest FILE.pdf] "
		    "[--preview WHERE] -o FILE",
	.summary = N_("captures a handwritten signature"),
	.more = N_("The signature is biometric data: the file is readable by "
		   "its owner only."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
