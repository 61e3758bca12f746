/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-photo.c -- counterseal photo: one still picture. */
#include "command.h"
#include "photo-file.h"

struct values {
	const char *camera, *size, *output;
	int timeout_ms;
};

static const struct cli_option options[] = {
	{ 'c', "camera", "URI", CLI_TEXT, offsetof(struct values, camera),
	    N_("the camera; without it, the only one there is") },
	{ 's', "size", "WxH", CLI_TEXT, offsetof(struct values, size),
	    N_("wished size in pixels, such as 1280x720") },
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the JPEG file there") },
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
	cli_progress(cli, _("Taking the photo."));
	st = cseal_photo_take(cli->context, values->camera, &wish,
	    values->timeout_ms, cli->cancel, &photo, &cli->error);
	if (st != CSEAL_OK)
		return st;
	st = write_and_tell(cli, photo, values->output);
	cseal_photo_free(photo);
	return st;
}

const struct cli_command cli_photo = {
	.name = "photo",
	.synopsis = "[--camera URI] [--size WxH] -o FILE",
	.summary = N_("takes a photo"),
	.options = options,
	.option_count = CLI_COUNT(options),
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
