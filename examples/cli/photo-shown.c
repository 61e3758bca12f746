/* SPDX-License-Identifier: Apache-2.0 */
/* photo-shown.c -- taking a photo while somebody looks on. */
#include "photo-shown.h"

#include <counterseal/preview.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

struct show {
	struct cli *cli;
	cseal_photo_preview *camera;
	struct cli_preview *pictures;
	cseal_photo *newest; /* NULL: none came yet */
	bool is_over, is_wanted, has_no_more_input;
};

/* What cannot be shown now is not shown at all: the next one is newer. */
static void
hear(struct show *show)
{
	cseal_photo_news news;
	cseal_photo *photo;
	const void *jpeg;
	size_t len;

	cseal_photo_preview_dispatch(show->camera);
	while (cseal_photo_preview_next(show->camera, &news, &jpeg, &len)) {
		if (news == CSEAL_PHOTO_NEWS_OVER) {
			show->is_over = true;
			continue;
		}
		if (cli_preview_is_free(show->pictures))
			cli_preview_show(show->pictures, jpeg, len);
		if (cseal_photo_preview_take(show->camera, &photo, NULL) !=
		    CSEAL_OK)
			continue;
		cseal_photo_free(show->newest);
		show->newest = photo;
	}
}

static void
read_input(struct show *show)
{
	char text[256];
	ssize_t len = read(0, text, sizeof(text));

	if (len > 0)
		show->is_wanted |= memchr(text, '\n', (size_t)len) != NULL;
	else if (len == 0 || errno != EINTR)
		show->has_no_more_input = true;
}

/* Until there is a photo that somebody wanted. */
static cseal_status
look_on(struct show *show)
{
	while (!show->is_over && !(show->is_wanted && show->newest != NULL)) {
		struct pollfd fds[3] = {
			{ cseal_photo_preview_fd(show->camera), POLLIN, 0 },
			cli_preview_fd(show->pictures),
			{ show->is_wanted ? -1 : 0, POLLIN, 0 },
		};

		if (show->has_no_more_input && !show->is_wanted)
			return cli_fail(show->cli, CSEAL_STOPPED_CANCELLED,
			    _("nobody took the photo"));
		poll(fds, 3, -1);
		if (fds[0].revents != 0)
			hear(show);
		if (fds[1].revents != 0)
			cli_preview_go_on(show->pictures);
		if (fds[2].revents != 0)
			read_input(show);
	}
	return CSEAL_OK;
}

/* What was wanted is there, also if the camera went in that moment. */
static cseal_status
choose(struct show *show, cseal_photo **ret_photo)
{
	cseal_photo *none;

	if (show->is_wanted && show->newest != NULL) {
		*ret_photo = show->newest;
		show->newest = NULL;
		return CSEAL_OK;
	}
	/* The end is told once no frame is lent. */
	cseal_photo_preview_dispatch(show->camera);
	return cseal_photo_preview_take(show->camera, &none, &show->cli->error);
}

cseal_status
cli_show_photo(struct cli *cli, const char *camera,
    const struct cseal_photo_options *wish, int timeout_ms,
    struct cli_preview *preview, cseal_photo **ret_photo)
{
	struct show show = { .cli = cli, .pictures = preview };
	cseal_photo *photo = NULL;
	const void *bytes = NULL;
	cseal_status st;
	size_t len = 0;

	st = cseal_photo_preview_new(cli->context, camera, wish, timeout_ms,
	    cli->cancel, &show.camera, &cli->error);
	if (st == CSEAL_OK)
		st = look_on(&show);
	if (st == CSEAL_OK)
		st = choose(&show, &photo);
	/* The camera is free for others before a reader is waited for. */
	cseal_photo_preview_free(show.camera);
	cseal_photo_free(show.newest);
	if (st == CSEAL_OK)
		bytes = cseal_photo_bytes(photo, &len);
	cli_preview_end(preview, bytes, len);
	if (st == CSEAL_OK)
		*ret_photo = photo;
	return st;
}
