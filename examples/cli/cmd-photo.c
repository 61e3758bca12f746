/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-photo.c -- counterseal photo: one still picture, and whether it is any
 * good. */
#include "command.h"
#include "identity-block.h"
#include "photo-file.h"
#include "photo-shown.h"

struct values {
	const char *camera, *size, *output, *compare, *preview;
	bool check;
	int timeout_ms;
};

static const struct cli_option options[] = {
	{ 'c', "camera", "URI", CLI_TEXT, offsetof(struct values, camera),
	    N_("the camera; without it, the only one there is") },
	{ 's', "size", "WxH", CLI_TEXT, offsetof(struct values, size),
	    N_("wished size in pixels, such as 1280x720") },
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the JPEG file there") },
	{ 0, "check", NULL, CLI_FLAG, offsetof(struct values, check),
	    N_("refuse a picture that is small, dark, too bright or blurred") },
	{ 0, "compare", "FILE", CLI_TEXT, offsetof(struct values, compare),
	    N_("let a matcher compare it with the portrait of this identity, "
	       "as id read writes it") },
	{ 0, "preview", "WHERE", CLI_TEXT, offsetof(struct values, preview),
	    N_("write what the camera sees, as one JPEG after another, to fd:N, "
	       "a named pipe or a file; a line on standard input takes the "
	       "photo") },
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct values, timeout_ms),
	    N_("how long to wait for the picture (default 30)") },
};

static const struct values defaults = { .timeout_ms = 30000 };

static cseal_status
parse_size(struct cli *cli, const char *text, struct cseal_photo_options *wish)
{
	unsigned width, height;
	char x, rest;

	if (text == NULL)
		return CSEAL_OK;
	if (sscanf(text, "%5u%c%5u%c", &width, &x, &height, &rest) != 3 ||
	    x != 'x' || width == 0 || height == 0)
		return cli_usage(cli,
		    _("--size takes WIDTHxHEIGHT in pixels, not %s"), text);
	wish->width = width;
	wish->height = height;
	return CSEAL_OK;
}

static json_t *
quality_json(const struct cseal_photo_quality *quality)
{
	json_t *flaws = json_array(), *advice = json_array();

	for (int i = 0; i < CSEAL_PHOTO_FLAWS; i++) {
		cseal_photo_flaw flaw = (cseal_photo_flaw)i;

		if ((quality->flaws >> i & 1) == 0)
			continue;
		json_array_append_new(
		    flaws, json_string(cseal_photo_flaw_name(flaw)));
		json_array_append_new(
		    advice, cli_text(_(cseal_photo_flaw_text(flaw))));
	}
	return json_pack("{s:b, s:o, s:o, s:i, s:i, s:i, s:i, s:i}", "usable",
	    quality->flaws == 0, "flaws", flaws, "advice", advice, "light",
	    quality->light, "contrast", quality->contrast, "sharpness",
	    quality->sharpness, "dark", quality->dark_permille, "bright",
	    quality->bright_permille);
}

static void
print_flaws(FILE *file, const struct cseal_photo_quality *quality)
{
	for (int i = 0; i < CSEAL_PHOTO_FLAWS; i++) {
		cseal_photo_flaw flaw = (cseal_photo_flaw)i;

		if ((quality->flaws >> i & 1) != 0)
			fprintf(file, "%s\n", _(cseal_photo_flaw_text(flaw)));
	}
}

/* Where no module measures, nothing is said of it, unless it was asked for. */
static cseal_status
examine(struct cli *cli, const struct values *values, const cseal_photo *photo)
{
	struct cseal_photo_quality quality = { .size = sizeof(quality) };
	cseal_error *error = NULL;
	cseal_status st;

	st = cseal_photo_examine(cli->context, photo, values->timeout_ms,
	    cli->cancel, &quality, values->check ? &cli->error : &error);
	cseal_error_free(error);
	if (st != CSEAL_OK) {
		cli_put(cli, "quality", json_null());
		return values->check ? st : CSEAL_OK;
	}
	cli_put(cli, "quality", quality_json(&quality));
	if (quality.flaws == 0)
		return CSEAL_OK;
	if (!cli->json)
		print_flaws(values->check ? stderr : stdout, &quality);
	if (!values->check)
		return CSEAL_OK;
	return cli_fail(cli, CSEAL_AGAIN_PHOTO_UNUSABLE,
	    _("the photo was not good enough"));
}

static json_t *
hex_json(const uint8_t digest[CSEAL_MATCH_DIGEST_LEN])
{
	char hex[2 * CSEAL_MATCH_DIGEST_LEN + 1];

	for (size_t i = 0; i < CSEAL_MATCH_DIGEST_LEN; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return json_string(hex);
}

/* The matcher's word, and whose it is. */
static cseal_status
compare(struct cli *cli, const struct values *values, const cseal_photo *photo)
{
	struct cseal_photo_likeness likeness = { .size = sizeof(likeness) };
	cseal_identity *identity;
	cseal_status st;

	if (values->compare == NULL)
		return CSEAL_OK;
	st = cli_read_identity(cli, values->compare, &identity);
	if (st != CSEAL_OK)
		return st;
	st = cseal_photo_match(cli->context, photo, identity,
	    values->timeout_ms, cli->cancel, &likeness, &cli->error);
	cseal_identity_free(identity);
	if (st != CSEAL_OK)
		return st;
	cli_put(cli, "likeness",
	    json_pack("{s:o, s:f, s:f, s:b, s:o, s:o}", "matcher",
		cli_text(likeness.matcher), "score", likeness.score,
		"threshold", likeness.threshold, "virtual", likeness.is_virtual,
		"photo_sha256", hex_json(likeness.photo_digest),
		"portrait_sha256", hex_json(likeness.portrait_digest)));
	if (!cli->json)
		printf(_("%s gives a score of %.3f; its threshold is %.3f\n"),
		    likeness.matcher, likeness.score, likeness.threshold);
	return CSEAL_OK;
}

static cseal_status
write_and_tell(struct cli *cli, const cseal_photo *photo, const char *path)
{
	cseal_status st;
	size_t len;

	cseal_photo_bytes(photo, &len);
	st = cli_write_photo(cli, photo, path);
	if (st != CSEAL_OK)
		return st;
	cli_put(cli, "output", cli_text(path));
	cli_put(cli, "bytes", json_integer((json_int_t)len));
	cli_put(cli, "width", json_integer(cseal_photo_width(photo)));
	cli_put(cli, "height", json_integer(cseal_photo_height(photo)));
	cli_put(cli, "virtual", json_boolean(cseal_photo_is_virtual(photo)));
	if (cli->json)
		return CSEAL_OK;
	printf(_("%s: %u x %u pixels, %zu bytes\n"), path,
	    cseal_photo_width(photo), cseal_photo_height(photo), len);
	if (cseal_photo_is_virtual(photo))
		puts(_("VIRTUAL: no real camera took this picture."));
	return CSEAL_OK;
}

static cseal_status
take(struct cli *cli, const struct values *values,
    const struct cseal_photo_options *wish, cseal_photo **ret_photo)
{
	struct cli_preview preview = { 0 };
	cseal_status st;

	if (values->preview == NULL) {
		cli_progress(cli, _("Taking the photo."));
		return cseal_photo_take(cli->context, values->camera, wish,
		    values->timeout_ms, cli->cancel, ret_photo, &cli->error);
	}
	st = cli_preview_open(cli, values->preview, &preview);
	if (st != CSEAL_OK)
		return st;
	cli_progress(cli, _("Press Enter to take the photo."));
	return cli_show_photo(
	    cli, values->camera, wish, values->timeout_ms, &preview, ret_photo);
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	struct cseal_photo_options wish = { .size = sizeof(wish) };
	cseal_photo *photo;
	cseal_status st;

	st = parse_size(cli, values->size, &wish);
	if (st == CSEAL_OK)
		st = cli_check_output(cli, NULL, values->output);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st != CSEAL_OK)
		return st;
	st = take(cli, values, &wish, &photo);
	if (st != CSEAL_OK)
		return st;
	st = examine(cli, values, photo);
	if (st == CSEAL_OK)
		st = compare(cli, values, photo);
	if (st == CSEAL_OK)
		st = write_and_tell(cli, photo, values->output);
	cseal_photo_free(photo);
	return st;
}

const struct cli_command cli_photo = {
	.name = "photo",
	.synopsis = "[--camera URI] [--size WxH] [--check] "
		    "[--compare FILE] [--preview WHERE] -o FILE",
	.summary = N_("takes a photo"),
	.options = options,
	.option_count = CLI_COUNT(options),
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
