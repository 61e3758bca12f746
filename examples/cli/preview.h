/* SPDX-License-Identifier: Apache-2.0 */
/* preview.h -- pictures for whoever looks on, one after another in one stream.
 *
 * A reader that is slow gets fewer of them, and one that is gone none: it never
 * holds anybody up. */
#ifndef CLI_PREVIEW_H
#define CLI_PREVIEW_H

#include "tool.h"

#include <poll.h>

struct cli_preview {
	int fd;       /* negative: nobody looks on, or does not any more */
	bool is_ours; /* to be closed */
	/* A picture that is being written, from at on. */
	char *bytes;
	size_t len, at;
};

/* Where: fd:N, which somebody gave us, or a file or a named pipe; NULL:
 * nowhere.  From then on a reader that is gone ends nothing.  All zero
 * before. */
cseal_status cli_preview_open(
    struct cli *cli, const char *where, struct cli_preview *preview);

/* Whether there would be room for a picture. */
bool cli_preview_is_free(const struct cli_preview *preview);

/* Begins with a copy of it; only where there is room. */
void cli_preview_show(
    struct cli_preview *preview, const void *bytes, size_t len);

/* For the loop that it is part of: a descriptor of -1 where nothing is to be
 * written; and what is to be done when it is ready, or not. */
struct pollfd cli_preview_fd(const struct cli_preview *preview);
void cli_preview_go_on(struct cli_preview *preview);

/* The last picture, which is waited for a little; frees all.  bytes may be
 * NULL: none. */
void cli_preview_end(
    struct cli_preview *preview, const void *bytes, size_t len);

#endif
