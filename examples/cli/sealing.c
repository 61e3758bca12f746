/* SPDX-License-Identifier: Apache-2.0 */
/* sealing.c -- options that say what one seal is, and the seal that they
 * make. */
#include "sealing.h"

#include <stdlib.h>
#include <string.h>

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
	else if (strcmp(name, "sm3") == 0)
		*ret_digest = CSEAL_DIGEST_SM3;
	else
		return cli_usage(cli,
		    _("--digest takes sha256, sha384, sha512 or sm3, not %s"),
		    name);
	return CSEAL_OK;
}

static cseal_status
parse_form(
    struct cli *cli, const struct cli_sealing *sealing, struct cseal_seal *seal)
{
	if (sealing->form != NULL && strcmp(sealing->form, "gm") == 0)
		seal->form = CSEAL_FORM_GM;
	else if (sealing->form != NULL && strcmp(sealing->form, "pades") != 0)
		return cli_usage(
		    cli, _("--form takes pades or gm, not %s"), sealing->form);
	if (seal->form == CSEAL_FORM_PADES &&
	    (sealing->filter != NULL || sealing->subfilter != NULL))
		return cli_usage(
		    cli, _("--filter and --subfilter go with --form gm"));
	seal->filter = sealing->filter;
	seal->subfilter = sealing->subfilter;
	return CSEAL_OK;
}

static cseal_status
parse_allow(struct cli *cli, const char *option, const char *name,
    cseal_allow *ret_allow)
{
	*ret_allow = CSEAL_ALLOW_UNSAID;
	if (name == NULL)
		return CSEAL_OK;
	if (strcmp(name, "none") == 0)
		*ret_allow = CSEAL_ALLOW_NONE;
	else if (strcmp(name, "forms") == 0)
		*ret_allow = CSEAL_ALLOW_FORMS;
	else if (strcmp(name, "annotations") == 0)
		*ret_allow = CSEAL_ALLOW_ANNOTATIONS;
	else
		return cli_usage(cli,
		    _("--%s takes none, forms or annotations, not %s"), option,
		    name);
	return CSEAL_OK;
}

/* "a,b" */
static cseal_status
split_names(struct cli *cli, const char *names, struct cli_seal_made *made)
{
	struct cseal_seal *seal = &made->seal;
	char *rest;

	made->lock_text = strdup(names);
	if (made->lock_text == NULL)
		return CSEAL_FAULT_MEMORY;
	rest = made->lock_text;
	for (;;) {
		char *name = strsep(&rest, ",");

		if (name == NULL)
			break;
		if (*name == '\0' || seal->lock_field_count == CLI_LIST_MOST)
			return cli_usage(cli,
			    _("--lock takes at most %d names with commas "
			      "between them, not %s"),
			    CLI_LIST_MOST, names);
		made->lock_fields[seal->lock_field_count++] = name;
	}
	seal->lock_fields = made->lock_fields;
	return CSEAL_OK;
}

static cseal_status
parse_lock(struct cli *cli, const struct cli_sealing *sealing,
    struct cli_seal_made *made)
{
	static const char but[] = "all-but:";
	const char *lock = sealing->lock;

	if (lock == NULL && sealing->lock_document != NULL)
		return cli_usage(cli, _("--lock-document goes with --lock"));
	if (lock == NULL)
		return CSEAL_OK;
	if (strcmp(lock, "all") == 0) {
		made->seal.lock = CSEAL_LOCK_ALL;
		return CSEAL_OK;
	}
	if (strncmp(lock, but, sizeof(but) - 1) == 0) {
		made->seal.lock = CSEAL_LOCK_EXCLUDE;
		return split_names(cli, lock + sizeof(but) - 1, made);
	}
	made->seal.lock = CSEAL_LOCK_INCLUDE;
	return split_names(cli, lock, made);
}

static cseal_status
parse_rules(struct cli *cli, const struct cli_sealing *sealing,
    struct cli_seal_made *made)
{
	struct cseal_seal *seal = &made->seal;
	cseal_status st;

	st = parse_allow(cli, "certify", sealing->certify, &seal->certify);
	if (st == CSEAL_OK)
		st = parse_allow(cli, "lock-document", sealing->lock_document,
		    &seal->lock_document);
	if (st == CSEAL_OK)
		st = parse_lock(cli, sealing, made);
	if (st != CSEAL_OK)
		return st;
	if (sealing->attestation != NULL && sealing->certify == NULL)
		return cli_usage(
		    cli, _("--legal-attestation goes with --certify"));
	seal->legal_attestation = sealing->attestation;
	return CSEAL_OK;
}

/* What says how something looks, or where it is, but not what it is. */
static const char *
option_of_look(const struct cli_sealing *sealing)
{
	const struct {
		const char *name, *value;
	} given[] = { { "at", sealing->at },
		{ "at-text", sealing->at_text.text },
		{ "at-text-size", sealing->at_text.size },
		{ "at-text-offset", sealing->at_text.offset },
		{ "also-on", sealing->marks.also_on },
		{ "straddle", sealing->marks.straddle },
		{ "font", sealing->font }, { "font-size", sealing->font_size },
		{ "color", sealing->color },
		{ "correction", sealing->correction },
		{ "opacity", sealing->opacity }, { "turn", sealing->turn } };

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if (given[i].value != NULL)
			return given[i].name;
	return cli_marks_wanted(&sealing->marks) ? "also-at" : NULL;
}

/* Something to see needs a place, and the other way round. */
static cseal_status
check_look(struct cli *cli, const struct cli_sealing *sealing)
{
	int pictures = (sealing->image != NULL) + (sealing->ink != NULL) +
		       (sealing->qr != NULL);
	int looks = pictures + (sealing->text != NULL);

	if (pictures > 1)
		return cli_usage(
		    cli, _("--image, --ink and --qr exclude each other"));
	if (sealing->text_over && looks < 2)
		return cli_usage(
		    cli, _("--text-over needs a picture and --text"));
	if (sealing->at != NULL && sealing->at_text.text != NULL)
		return cli_usage(
		    cli, _("--at and --at-text exclude each other"));
	if (looks == 0 && option_of_look(sealing) != NULL)
		return cli_usage(cli,
		    _("--%s needs something to see: --image, --ink, --text or "
		      "--qr"),
		    option_of_look(sealing));
	if (sealing->correction != NULL && sealing->qr == NULL)
		return cli_usage(cli, _("--correction needs --qr"));
	if (sealing->text == NULL &&
	    (sealing->font != NULL || sealing->font_size != NULL))
		return cli_usage(cli, _("--font and --font-size need --text"));
	if (sealing->marks.also_on != NULL && sealing->at == NULL)
		return cli_usage(cli, _("--also-on needs --at"));
	if (looks > 0 && sealing->at == NULL && sealing->field == NULL &&
	    sealing->at_text.text == NULL && !cli_marks_wanted(&sealing->marks))
		return cli_usage(cli,
		    _("something to see needs a place: --at PAGE:X,Y,W,H, or "
		      "--field NAME of a field that is there"));
	return CSEAL_OK;
}

static cseal_status
parse(struct cli *cli, struct cli_sealing *sealing, struct cseal_seal *seal)
{
	cseal_status st;

	st = check_look(cli, sealing);
	if (st == CSEAL_OK)
		st = parse_digest(cli, sealing->digest, &seal->digest);
	if (st == CSEAL_OK)
		st = parse_form(cli, sealing, seal);
	if (st == CSEAL_OK)
		st = cli_parse_level(
		    cli, &sealing->levels, CSEAL_LEVEL_B, CSEAL_LEVEL_B);
	if (st == CSEAL_OK)
		st = cli_time(cli, sealing->time, &seal->time);
	if (st == CSEAL_OK && sealing->at != NULL)
		st = cli_parse_place(cli, sealing->at, &seal->place);
	if (st != CSEAL_OK)
		return st;
	seal->size = sizeof(*seal);
	seal->field = sealing->field;
	seal->reason = sealing->reason;
	seal->location = sealing->location;
	seal->contact = sealing->contact;
	seal->name = sealing->name;
	seal->scheme =
	    sealing->pss ? CSEAL_SCHEME_RSA_PSS : CSEAL_SCHEME_DEFAULT;
	seal->insecure_any_certificate = sealing->any_certificate;
	seal->level = sealing->levels.wanted;
	seal->tsa = sealing->levels.tsa;
	seal->lower_level_ok = sealing->levels.lower;
	seal->ret_level = &sealing->levels.reached;
	seal->ret_lowered = &sealing->levels.lowered;
	return CSEAL_OK;
}

static cseal_status
load_look(struct cli *cli, const struct cli_sealing *sealing,
    struct cli_look *look, struct cseal_seal *seal)
{
	cseal_status st = CSEAL_OK;

	if (sealing->image != NULL)
		st = cli_look_image(cli, sealing->image, look);
	else if (sealing->ink != NULL)
		st = cli_look_ink(cli, sealing->ink, look);
	else if (sealing->qr != NULL)
		st = cli_look_qr(cli, sealing->qr, look);
	else if (sealing->text == NULL)
		return CSEAL_OK;
	if (st == CSEAL_OK && sealing->text != NULL)
		st = cli_look_text(cli, sealing->text, look);
	if (st == CSEAL_OK && sealing->font_size != NULL)
		st = cli_parse_font_size(
		    cli, sealing->font_size, &look->look.text_um);
	if (st == CSEAL_OK && sealing->color != NULL)
		st = cli_parse_color(cli, sealing->color, &look->look.color);
	if (st == CSEAL_OK && sealing->opacity != NULL)
		st = cli_parse_opacity(
		    cli, sealing->opacity, &look->look.opacity);
	if (st == CSEAL_OK && sealing->correction != NULL)
		st = cli_parse_correction(
		    cli, sealing->correction, &look->look.qr_lost_percent);
	if (st == CSEAL_OK && sealing->turn != NULL)
		st = cli_parse_turn(cli, sealing->turn, &look->look.turn_mdeg);
	if (st != CSEAL_OK)
		return st;
	look->look.font = sealing->font;
	look->look.text_over = sealing->text_over;
	seal->visible = sealing->at != NULL || sealing->field != NULL ||
			sealing->at_text.text != NULL;
	seal->look = look->look;
	return CSEAL_OK;
}

/* Of places without width or height. */
static cseal_status
complete_places(struct cli *cli, const struct cli_sealing *sealing,
    struct cli_seal_made *made)
{
	const struct cseal_look *look = &made->seal.look;
	cseal_status st = CSEAL_OK;

	if (sealing->at != NULL)
		st = cseal_place_complete(&made->seal.place, look, &cli->error);
	for (size_t i = 0; st == CSEAL_OK && i < made->marks.count; i++)
		st = cseal_place_complete(
		    &made->marks.marks[i].place, look, &cli->error);
	return st;
}

void
cli_seal_made_free(struct cli_seal_made *made)
{
	cli_look_free(&made->look);
	free(made->lock_text);
	cli_at_text_free(&made->at_text);
	memset(made, 0, sizeof(*made));
}

cseal_status
cli_make_seal(struct cli *cli, struct cli_sealing *sealing,
    struct cli_seal_made *ret_made)
{
	cseal_status st;

	memset(ret_made, 0, sizeof(*ret_made));
	st = parse(cli, sealing, &ret_made->seal);
	if (st == CSEAL_OK)
		st = cli_parse_at_text(
		    cli, &sealing->at_text, &ret_made->at_text);
	if (st == CSEAL_OK)
		st = parse_rules(cli, sealing, ret_made);
	if (st == CSEAL_OK)
		st = cli_marks_parse(
		    cli, &sealing->marks, &ret_made->marks, &ret_made->seal);
	if (st == CSEAL_OK)
		st = load_look(cli, sealing, &ret_made->look, &ret_made->seal);
	if (st == CSEAL_OK)
		st = complete_places(cli, sealing, ret_made);
	if (st != CSEAL_OK)
		cli_seal_made_free(ret_made);
	return st;
}
