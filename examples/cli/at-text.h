/* SPDX-License-Identifier: Apache-2.0 */
/* at-text.h -- what goes where a text stands. */
#ifndef CLI_AT_TEXT_H
#define CLI_AT_TEXT_H

#include "tool.h"

/* --at-text and the options that go with it; NULL: not given. */
struct cli_at_text_options {
	const char *text, *size, *offset;
};

struct cli_at_text {
	char *phrase; /* NULL: the place is known */
	int32_t occurrence;
	int32_t size_um[2], offset_um[2];
};

/* What is wrong is a usage error. */
cseal_status cli_parse_at_text(struct cli *cli,
    const struct cli_at_text_options *options, struct cli_at_text *ret_at);
/* Finds the place in that document; where it is known it stays. */
cseal_status cli_find_place(struct cli *cli, cseal_document *document,
    const struct cli_at_text *at, struct cseal_place *place);
void cli_at_text_free(struct cli_at_text *at);

#endif
