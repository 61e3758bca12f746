/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-seal.c -- counterseal seal: signs a PDF, visibly or not. */
#include "levels.h"
#include "look.h"
#include "mend.h"
#include "signing.h"

#include <string.h>
#include <time.h>

struct values {
	struct cli_signing signing;
	struct cli_levels levels;
	const char *output, *image, *ink, *text, *at, *field;
	const char *font, *color, *reason, *location, *contact, *name;
	const char *digest, *time;
	bool pss, any_certificate, repair;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the sealed PDF there") },
	{ 's', "signer", "URI", CLI_TEXT, offsetof(struct cli_signing, signer),
	    N_("who signs; see counterseal cert list") },
	CLI_SIGNING_PIN,
	CLI_SIGNING_CERTIFICATE,
	{ 0, "image", "FILE", CLI_TEXT, offsetof(struct values, image),
	    N_("what it looks like: a PNG, a JPEG or a PDF of one page") },
	{ 0, "ink", "FILE", CLI_TEXT, offsetof(struct values, ink),
	    N_("or a signature as ink capture wrote it") },
	{ 0, "text", "TEXT", CLI_TEXT, offsetof(struct values, text),
	    N_("or text") },
	{ 0, "font", "FONT", CLI_TEXT, offsetof(struct values, font),
	    N_("font of the text, as fontconfig names it") },
	{ 0, "color", "RRGGBB", CLI_TEXT, offsetof(struct values, color),
	    N_("color of the text or ink (default 000000)") },
	{ 'a', "at", "PLACE", CLI_TEXT, offsetof(struct values, at),
	    N_("where it goes: PAGE:X,Y,W,H in millimetres") },
	{ 'f', "field", "NAME", CLI_TEXT, offsetof(struct values, field),
	    N_("use this signature field, or make one of that name") },
	{ 0, "reason", "TEXT", CLI_TEXT, offsetof(struct values, reason),
	    N_("why it is signed") },
	{ 0, "location", "TEXT", CLI_TEXT, offsetof(struct values, location),
	    N_("where it is signed") },
	{ 0, "contact", "TEXT", CLI_TEXT, offsetof(struct values, contact),
	    N_("how to reach the signer") },
	{ 0, "name", "TEXT", CLI_TEXT, offsetof(struct values, name),
	    N_("name of the signer, instead of the certificate's") },
	{ 0, "digest", "NAME", CLI_TEXT, offsetof(struct values, digest),
	    N_("sha256, sha384 or sha512; without it, as the key needs") },
	{ 0, "pss", NULL, CLI_FLAG, offsetof(struct values, pss),
	    N_("RSASSA-PSS instead of PKCS #1 v1.5") },
	{ 0, "level", "LEVEL", CLI_TEXT, offsetof(struct values, levels.level),
	    N_("B (the default), T, LT or LTA: PAdES B-B to B-LTA") },
	{ 0, "tsa", "URL", CLI_TEXT, offsetof(struct values, levels.tsa),
	    N_("the time-stamp authority, instead of the configured one") },
	{ 0, "lower-level-ok", NULL, CLI_FLAG,
	    offsetof(struct values, levels.lower),
	    N_("keep a lower level when a service fails, and say so") },
	{ 0, "time", "TIME", CLI_TEXT, offsetof(struct values, time),
	    N_("claimed time, RFC 3339, instead of the clock's") },
	{ 0, "insecure-any-certificate", NULL, CLI_FLAG,
	    offsetof(struct values, any_certificate),
	    N_("sign with an expired or unsuitable certificate, too") },
	{ 0, "repair", NULL, CLI_FLAG, offsetof(struct values, repair),
	    N_("repair a damaged PDF if nothing else helps") },
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct cli_signing, timeout_ms),
	    N_("how long to wait for the signer (default 120)") },
	{ 0, "straddle", "EDGE", CLI_LATER, 0,
	    N_("this one puts a seal at one PLACE.") },
	{ 0, "at-text", "TEXT", CLI_LATER, 0,
	    N_("this one puts a seal at a PLACE, with --at.") },
	{ 0, "certify", "KIND", CLI_LATER, 0,
	    N_("this one makes approval signatures only.") },
};

static const struct values defaults = { .signing.timeout_ms = 120000 };

static cseal_status
parse_digest(struct cli *cli, const char *name, cseal_digest *ret_digest)
{
	*ret_digest = CSEAL_DIGEST_DEFAULT;
	if (name == NULL)
		return CSEAL_OK;
	if (strcmp(name, "sha256") == 0)
		*ret_digest = CSEAL_DIGEST_SHA256;
	else if (strcmp(name, "sha384") == 0)
		*ret_digest = CSEAL_DIGEST_SHA384;
	else if (strcmp(name, "sha512") == 0)
		*ret_digest = CSEAL_DIGEST_SHA512;
	else
		return cli_usage(cli,
		    _("--digest takes sha256, sha384 or sha512, not %s"), name);
	return CSEAL_OK;
}

static cseal_status
parse_time(struct cli *cli, const char *text, int64_t *ret_time)
{
	*ret_time = 0;
	if (text == NULL || (cli_parse_moment(text, ret_time) && *ret_time > 0))
		return CSEAL_OK;
	return cli_usage(cli,
	    _("--time takes a date and time such as "
	      "2026-03-01T09:30:00+08:00, not %s"),
	    text);
}

/* Something to see needs a place, and the other way round. */
static cseal_status
check_look(struct cli *cli, const struct values *values)
{
	int looks = (values->image != NULL) + (values->ink != NULL) +
		    (values->text != NULL);

	if (looks > 1)
		return cli_usage(
		    cli, _("--image, --ink and --text exclude each other"));
	if (looks == 0 && values->at != NULL)
		return cli_usage(
		    cli, _("--at needs something to see: --image, --ink or "
			   "--text"));
	if (looks > 0 && values->at == NULL && values->field == NULL)
		return cli_usage(cli,
		    _("something to see needs a place: --at PAGE:X,Y,W,H, or "
		      "--field NAME of a field that is there"));
	return CSEAL_OK;
}

static cseal_status
parse(struct cli *cli, struct values *values, struct cseal_seal *seal)
{
	cseal_status st;

	st = check_look(cli, values);
	if (st == CSEAL_OK)
		st = parse_digest(cli, values->digest, &seal->digest);
	if (st == CSEAL_OK)
		st = cli_parse_level(
		    cli, &values->levels, CSEAL_LEVEL_B, CSEAL_LEVEL_B);
	if (st == CSEAL_OK)
		st = parse_time(cli, values->time, &seal->time);
	if (st == CSEAL_OK && values->at != NULL)
		st = cli_parse_place(cli, values->at, &seal->place);
	if (st != CSEAL_OK)
		return st;
	seal->size = sizeof(*seal);
	seal->field = values->field;
	seal->reason = values->reason;
	seal->location = values->location;
	seal->contact = values->contact;
	seal->name = values->name;
	seal->scheme =
	    values->pss ? CSEAL_SCHEME_RSA_PSS : CSEAL_SCHEME_DEFAULT;
	seal->insecure_any_certificate = values->any_certificate;
	seal->level = values->levels.wanted;
	seal->tsa = values->levels.tsa;
	seal->lower_level_ok = values->levels.lower;
	seal->ret_level = &values->levels.reached;
	seal->ret_lowered = &values->levels.lowered;
	return CSEAL_OK;
}

static cseal_status
load_look(struct cli *cli, const struct values *values, struct cli_look *look,
    struct cseal_seal *seal)
{
	cseal_status st = CSEAL_OK;

	if (values->image != NULL)
		st = cli_look_image(cli, values->image, look);
	else if (values->ink != NULL)
		st = cli_look_ink(cli, values->ink, look);
	else if (values->text != NULL)
		st = cli_look_text(cli, values->text, look);
	else
		return CSEAL_OK;
	if (st == CSEAL_OK && values->color != NULL)
		st = cli_parse_color(cli, values->color, &look->look.color);
	if (st != CSEAL_OK)
		return st;
	look->look.font = values->font;
	seal->visible = true;
	seal->look = look->look;
	return CSEAL_OK;
}

static void
tell(struct cli *cli, const struct values *values, const char *input,
    const cseal_signer *signer, uint64_t len)
{
	cli_put(cli, "input", cli_text(input));
	cli_put(cli, "output", cli_text(values->output));
	cli_put(cli, "bytes", json_integer((json_int_t)len));
	cli_put(cli, "signer", cli->json ? cli_signer_json(signer) : NULL);
	if (!cli->json)
		printf(_("%s: sealed by %s, %ju bytes\n"), values->output,
		    cseal_signer_subject(signer), (uintmax_t)len);
}

static cseal_status
seal_file(struct cli *cli, const struct values *values, const char *input,
    cseal_signer *signer, const struct cseal_seal *seal)
{
	cseal_document *document;
	cseal_status st;
	uint64_t len = 0;
	bool repaired;

	st =
	    cli_open_document(cli, input, values->repair, &document, &repaired);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_seal(cli->context, document, signer, seal,
	    values->signing.timeout_ms, cli->cancel, &cli->error);
	if (st == CSEAL_OK)
		cseal_document_bytes(document, &len);
	if (st == CSEAL_OK)
		st = cseal_document_save_file(
		    document, values->output, &cli->error);
	if (st == CSEAL_OK) {
		tell(cli, values, input, signer, len);
		cli_tell_level(cli, &values->levels);
		cli_tell_mended(cli, input, document, repaired);
	}
	cseal_document_free(document);
	return st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	struct values *values = given;
	struct cseal_seal seal = { 0 };
	struct cli_look look = { 0 };
	cseal_signer *signer = NULL;
	cseal_status st;

	st = parse(cli, values, &seal);
	if (st == CSEAL_OK)
		st = cli_check_signing(cli, &values->signing);
	if (st == CSEAL_OK)
		st = cli_check_output(cli, operands[0], values->output);
	if (st == CSEAL_OK)
		st = load_look(cli, values, &look, &seal);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st == CSEAL_OK)
		st = cli_open_signer(cli, &values->signing, &signer);
	if (st == CSEAL_OK)
		cli_progress(cli, _("Sealing."));
	if (st == CSEAL_OK)
		st = seal_file(cli, values, operands[0], signer, &seal);
	cseal_signer_free(signer);
	cli_look_free(&look);
	cli_levels_free(&values->levels);
	return st;
}

const struct cli_command cli_seal = {
	.name = "seal",
	.synopsis = "IN.pdf -o OUT.pdf --signer URI [LOOK --at PLACE]",
	.summary = N_("signs a PDF, visibly or not"),
	.more = N_("LOOK is --image, --ink or --text.  A place is a page from "
		   "1 or \"last\", and\nmillimetres from its top left corner: "
		   "last:120,240,40,40."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
