/* SPDX-License-Identifier: Apache-2.0 */
/* preview.c -- pictures for whoever looks on, one after another in one stream.
 *
 * The descriptor may be shared with others, so how it blocks is not changed:
 * what poll() says there is room for in a pipe is PIPE_BUF bytes. */
#include "preview.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LAST_MS 2000 /* for the reader to take the last picture */

/* A reader of a named pipe that was started together with the tool. */
#define READER_MS      2000
#define READER_STEP_MS 10

static cseal_status
use_fd(struct cli *cli, const char *number, struct cli_preview *preview)
{
	char *end;
	long fd = strtol(number, &end, 10);

	/* The first three have their own meaning. */
	if (number[0] < '0' || number[0] > '9' || *end != '\0' || fd < 3 ||
	    fd > INT_MAX || fcntl((int)fd, F_GETFD) < 0)
		return cli_usage(cli,
		    _("--preview fd:N takes the number of a descriptor that "
		      "is open, from 3 on"));
	preview->fd = (int)fd;
	return CSEAL_OK;
}

static int
open_file(const char *path)
{
	int fd = -1;

	for (int ms = 0; ms <= READER_MS; ms += READER_STEP_MS) {
		fd = open(path,
		    O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC |
			O_NOCTTY,
		    S_IRUSR | S_IWUSR);
		if (fd >= 0 || errno != ENXIO)
			break;
		poll(NULL, 0, READER_STEP_MS);
		errno = ENXIO;
	}
	return fd;
}

static cseal_status
use_file(struct cli *cli, const char *path, struct cli_preview *preview)
{
	struct stat meta;

	preview->fd = open_file(path);
	if (preview->fd < 0 && errno == ENXIO)
		return cli_fail(cli, CSEAL_SETUP_FILE,
		    _("nobody reads the named pipe %s"), path);
	if (preview->fd < 0)
		return cli_fail(cli, CSEAL_SETUP_FILE,
		    _("could not write %s: %s"), path, strerror(errno));
	preview->is_ours = true;
	if (fstat(preview->fd, &meta) != 0 ||
	    (!S_ISREG(meta.st_mode) && !S_ISFIFO(meta.st_mode)))
		return cli_usage(cli,
		    _("--preview takes a file or a named pipe, not %s"), path);
	return CSEAL_OK;
}

cseal_status
cli_preview_open(
    struct cli *cli, const char *where, struct cli_preview *preview)
{
	cseal_status st = CSEAL_OK;

	preview->fd = -1;
	if (where == NULL)
		return CSEAL_OK;
	signal(SIGPIPE, SIG_IGN);
	if (strncmp(where, "fd:", 3) == 0)
		st = use_fd(cli, where + 3, preview);
	else
		st = use_file(cli, where, preview);
	if (st != CSEAL_OK)
		cli_preview_end(preview, NULL, 0);
	return st;
}

static void
forget(struct cli_preview *preview)
{
	cli_bytes_free(preview->bytes, preview->len);
	preview->bytes = NULL;
	preview->len = preview->at = 0;
}

static void
give_up(struct cli_preview *preview)
{
	forget(preview);
	if (preview->is_ours && preview->fd >= 0)
		close(preview->fd);
	preview->fd = -1;
}

bool
cli_preview_is_free(const struct cli_preview *preview)
{
	return preview->fd >= 0 && preview->bytes == NULL;
}

void
cli_preview_show(struct cli_preview *preview, const void *bytes, size_t len)
{
	preview->bytes = malloc(len);
	if (preview->bytes == NULL)
		return; /* one picture less */
	memcpy(preview->bytes, bytes, len);
	preview->len = len;
	preview->at = 0;
	cli_preview_go_on(preview);
}

struct pollfd
cli_preview_fd(const struct cli_preview *preview)
{
	return (struct pollfd){ preview->bytes != NULL ? preview->fd : -1,
		POLLOUT, 0 };
}

void
cli_preview_go_on(struct cli_preview *preview)
{
	struct pollfd fd = cli_preview_fd(preview);

	while (preview->bytes != NULL && poll(&fd, 1, 0) == 1) {
		size_t left = preview->len - preview->at;
		ssize_t put = write(preview->fd, preview->bytes + preview->at,
		    left < PIPE_BUF ? left : PIPE_BUF);

		if (put < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (put < 0) {
			give_up(preview);
			return;
		}
		preview->at += (size_t)put;
		if (preview->at == preview->len)
			forget(preview);
	}
}

/* What is under way is whole before anything else is. */
static void
finish(struct cli_preview *preview)
{
	for (int ms = 0; preview->bytes != NULL && ms < LAST_MS; ms += 10) {
		struct pollfd fd = cli_preview_fd(preview);

		poll(&fd, 1, 10);
		cli_preview_go_on(preview);
	}
}

void
cli_preview_end(struct cli_preview *preview, const void *bytes, size_t len)
{
	finish(preview);
	if (bytes != NULL && cli_preview_is_free(preview)) {
		cli_preview_show(preview, bytes, len);
		finish(preview);
	}
	give_up(preview);
}
