/* SPDX-License-Identifier: Apache-2.0 */
/* ink-shown.c -- capturing a signature while somebody looks on.
 *
 * The library's thread has the pad, so no picture holds up a sample. */
#include "ink-shown.h"

#include "raster.h"

#include <counterseal/preview.h>
#include <time.h>

#define PICTURE_MS  100 /* between two, at least */
#define PICTURE_DPI 100

/* How far what is shown is behind what is written. */
struct show {
	struct cli *cli;
	cseal_ink_preview *ink;
	struct cli_preview *pictures;
	bool is_behind, is_over;
	int64_t next_ms; /* when another picture may come */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* Before the pen has touched the pad, and after what it wrote was cleared,
 * there is nothing to see.  A picture that cannot be made is one less. */
static void
show_picture(struct show *show)
{
	cseal_error *error = NULL;
	const void *svg;
	void *png;
	size_t len;

	show->is_behind = false;
	show->next_ms = now_ms() + PICTURE_MS;
	if (cseal_ink_preview_draw(show->ink, "svg", &svg, &len, &error) ==
		CSEAL_OK &&
	    cli_raster_png(show->cli, svg, len, 0, PICTURE_DPI, &png, &len) ==
		CSEAL_OK) {
		cli_preview_show(show->pictures, png, len);
		cli_bytes_free(png, len);
	}
	cseal_error_free(error);
}

static void
hear(struct show *show)
{
	const struct cseal_ink_sample *samples;
	cseal_ink_news news;
	size_t count;

	cseal_ink_preview_dispatch(show->ink);
	while (cseal_ink_preview_next(show->ink, &news, &samples, &count)) {
		show->is_over |= news == CSEAL_INK_NEWS_OVER;
		for (size_t i = 0; i < count && !show->is_behind; i++)
			show->is_behind = samples[i].pressure != 0;
	}
}

static void
look_on(struct show *show)
{
	while (!show->is_over) {
		struct pollfd fds[2] = {
			{ cseal_ink_preview_fd(show->ink), POLLIN, 0 },
			cli_preview_fd(show->pictures),
		};
		bool may_show =
		    show->is_behind && cli_preview_is_free(show->pictures);
		int64_t left = may_show ? show->next_ms - now_ms() : -1;

		if (may_show && left <= 0) {
			show_picture(show);
			continue;
		}
		poll(fds, 2, (int)left);
		if (fds[0].revents != 0)
			hear(show);
		if (fds[1].revents != 0)
			cli_preview_go_on(show->pictures);
	}
}

/* As it is in the record, which rounds: so it will be seen from now on. */
static cseal_status
draw_record(struct cli *cli, cseal_ink *ink, void **ret_png, size_t *ret_len,
    cseal_error **ret_error)
{
	cseal_ink *again = NULL;
	const void *bytes;
	cseal_status st;
	size_t len;

	st = cseal_ink_iso19794_7(ink, &bytes, &len, ret_error);
	if (st == CSEAL_OK)
		st = cseal_ink_new_iso19794_7(bytes, len, &again, ret_error);
	if (st == CSEAL_OK)
		st = cseal_ink_draw(again, "svg", &bytes, &len, ret_error);
	if (st == CSEAL_OK)
		st = cli_raster_png(
		    cli, bytes, len, 0, PICTURE_DPI, ret_png, ret_len);
	cseal_ink_free(again);
	return st;
}

/* The last one is that of the ink, whatever was shown before. */
static void
end(struct show *show, cseal_ink *ink)
{
	cseal_error *error = NULL;
	void *png = NULL;
	size_t len = 0;

	if (ink != NULL &&
	    draw_record(show->cli, ink, &png, &len, &error) != CSEAL_OK)
		png = NULL;
	cli_preview_end(show->pictures, png, len);
	cli_bytes_free(png, len);
	cseal_error_free(error);
}

cseal_status
cli_show_ink(struct cli *cli, const char *pad,
    const struct cseal_ink_options *wish, int timeout_ms,
    struct cli_preview *preview, cseal_ink **ret_ink)
{
	struct show show = { .cli = cli, .pictures = preview };
	cseal_ink *ink = NULL;
	cseal_status st;

	st = cseal_ink_preview_new(cli->context, pad, wish, timeout_ms,
	    cli->cancel, &show.ink, &cli->error);
	if (st == CSEAL_OK) {
		look_on(&show);
		st = cseal_ink_preview_take(show.ink, &ink, &cli->error);
	}
	end(&show, ink);
	cseal_ink_preview_free(show.ink);
	if (st == CSEAL_OK)
		*ret_ink = ink;
	return st;
}
