/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-prepare.c -- counterseal prepare: a seal whose signature is made
 * elsewhere. */
#include "mend.h"
#include "sealing.h"

#include <stdlib.h>
#include <string.h>

struct values {
	struct cli_sealing sealing; /* --certificate is the signer's */
	const char *output, *state, *to_sign, *covered, *room;
	bool plain_cms;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the prepared PDF there") },
	{ 0, "state", "FILE", CLI_TEXT, offsetof(struct values, state),
	    N_("and there what counterseal finish needs beside it") },
	{ 0, "certificate", "FILE", CLI_TEXT,
	    offsetof(struct cli_signing, certificate),
	    N_("certificate and chain of who will sign; without it, a whole "
	       "CMS must come") },
	{ 0, "to-sign", "FILE", CLI_TEXT, offsetof(struct values, to_sign),
	    N_("write the bytes whose signature is wanted") },
	{ 0, "covered", "FILE", CLI_TEXT, offsetof(struct values, covered),
	    N_("write the bytes that the signature covers: content of a CMS") },
	{ 0, "plain-cms", NULL, CLI_FLAG, offsetof(struct values, plain_cms),
	    N_("a CMS will come that PAdES does not allow") },
	{ 0, "room", "BYTES", CLI_TEXT, offsetof(struct values, room),
	    N_("room for the CMS (default: what the certificates need)") },
	{ 0, "level", "LEVEL", CLI_TEXT,
	    offsetof(struct cli_sealing, levels.level),
	    N_("the level that finish is to reach: keeps room for it") },
	CLI_SEALING_ROWS,
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct cli_signing, timeout_ms),
	    N_("how long it may take (default 120)") },
};

static const struct values defaults = { .sealing.signing.timeout_ms = 120000 };

static cseal_status
parse_room(struct cli *cli, const char *text, uint32_t *ret_room)
{
	unsigned long room;
	char *end;

	*ret_room = 0;
	if (text == NULL)
		return CSEAL_OK;
	room = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || room == 0 ||
	    room > UINT32_MAX)
		return cli_usage(
		    cli, _("--room takes a number of bytes, not %s"), text);
	*ret_room = (uint32_t)room;
	return CSEAL_OK;
}

static cseal_status
write_to_sign(
    struct cli *cli, const struct values *values, const cseal_pending *pending)
{
	size_t len;
	const void *bytes = cseal_pending_to_sign(pending, &len);

	if (values->to_sign == NULL)
		return CSEAL_OK;
	if (bytes == NULL)
		return cli_usage(cli, _("--to-sign needs --certificate"));
	return cli_write_file(cli, values->to_sign, bytes, len);
}

static cseal_status
write_covered(struct cli *cli, const struct values *values,
    const cseal_document *document, const cseal_pending *pending)
{
	const char *bytes = cseal_document_bytes(document, NULL);
	uint64_t range[4];
	cseal_status st;
	char *both;

	if (values->covered == NULL)
		return CSEAL_OK;
	cseal_pending_covered(pending, range);
	both = malloc(range[1] + range[3]);
	if (both == NULL)
		return CSEAL_FAULT_MEMORY;
	memcpy(both, bytes + range[0], range[1]);
	memcpy(both + range[1], bytes + range[2], range[3]);
	st = cli_write_file(cli, values->covered, both, range[1] + range[3]);
	free(both);
	return st;
}

static json_t *
hex(const uint8_t *bytes, size_t len)
{
	char text[2 * 64 + 1] = "";

	if (bytes == NULL)
		return json_null();
	for (size_t i = 0; i < len && i < 64; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return json_string(text);
}

static void
tell(struct cli *cli, const struct values *values, const char *input,
    const cseal_pending *pending)
{
	size_t len;
	const void *digest = cseal_pending_to_sign_digest(pending, &len);

	cli_put(cli, "input", cli_text(input));
	cli_put(cli, "output", cli_text(values->output));
	cli_put(cli, "state_file", cli_text(values->state));
	cli_put(cli, "digest", cli_text(cseal_pending_digest_name(pending)));
	cli_put(cli, "to_sign_digest", hex(digest, len));
	digest = cseal_pending_covered_digest(pending, &len);
	cli_put(cli, "covered_digest", hex(digest, len));
	if (!cli->json)
		printf(_("%s: prepared, its signature is missing\n"),
		    values->output);
}

/* The document last: what is needed beside it is there when it is. */
static cseal_status
save(struct cli *cli, const struct values *values, cseal_document *document,
    const cseal_pending *pending)
{
	cseal_status st;
	size_t len;
	const void *state = cseal_pending_state(pending, &len);

	st = write_to_sign(cli, values, pending);
	if (st == CSEAL_OK)
		st = write_covered(cli, values, document, pending);
	if (st == CSEAL_OK)
		st = cli_write_file(cli, values->state, state, len);
	if (st == CSEAL_OK)
		st = cseal_document_save_file(
		    document, values->output, &cli->error);
	return st;
}

static cseal_status
prepare_file(struct cli *cli, const struct values *values, const char *input,
    struct cli_seal_made *made, const struct cseal_preparation *preparation)
{
	cseal_pending *pending = NULL;
	cseal_document *document;
	cseal_status st;

	st = cli_open_pdf(cli, input, &document);
	if (st != CSEAL_OK)
		return st;
	st = cli_find_place(cli, document, &made->at_text, &made->seal.place);
	if (st == CSEAL_OK)
		st = cseal_document_prepare(cli->context, document, preparation,
		    values->sealing.signing.timeout_ms, cli->cancel, &pending,
		    &cli->error);
	if (st == CSEAL_OK)
		st = save(cli, values, document, pending);
	if (st == CSEAL_OK) {
		tell(cli, values, input, pending);
		cli_tell_mended(cli, input, document, false);
	}
	cseal_pending_free(pending);
	cseal_document_free(document);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	struct values *values = given;
	const char *certificate = values->sealing.signing.certificate;
	struct cseal_preparation preparation = { .size = sizeof(preparation),
		.plain_cms = values->plain_cms };
	struct cli_seal_made made = { 0 };
	void *certificates = NULL;
	size_t len = 0;
	cseal_status st;

	st = parse_room(cli, values->room, &preparation.room);
	if (st == CSEAL_OK)
		st = cli_check_output(cli, operands[0], values->output);
	if (st == CSEAL_OK && values->state == NULL)
		st = cli_usage(
		    cli, _("--state is missing: where is what finish needs?"));
	if (st == CSEAL_OK)
		st = cli_make_seal(cli, &values->sealing, &made);
	if (st == CSEAL_OK && certificate != NULL)
		st = cli_read_file(cli, certificate, &certificates, &len);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st == CSEAL_OK) {
		preparation.seal = &made.seal;
		preparation.certificates = certificates;
		preparation.certificates_len = len;
		st =
		    prepare_file(cli, values, operands[0], &made, &preparation);
	}
	cli_bytes_free(certificates, len);
	cli_seal_made_free(&made);
	return st;
}

const struct cli_command cli_prepare = {
	.name = "prepare",
	.synopsis = "IN.pdf -o OUT.pdf --state FILE [--certificate FILE]",
	.summary = N_("puts a seal on a PDF whose signature is made elsewhere"),
	.more = N_("What is in --to-sign is signed, or the digest of it, and "
		   "counterseal finish\nputs the value into its place."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
