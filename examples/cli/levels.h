/* SPDX-License-Identifier: Apache-2.0 */
/* levels.h -- which level a signature is to have, and which one it got. */
#ifndef CLI_LEVELS_H
#define CLI_LEVELS_H

#include "tool.h"

struct cli_levels {
	const char *level, *tsa;
	bool lower;
	/* what was reached, and why it is not what was asked for */
	cseal_level wanted, reached;
	cseal_error *lowered;
};

/* "B", "T", "LT" or "LTA"; without --level it is `otherwise`. */
cseal_status cli_parse_level(struct cli *cli, struct cli_levels *levels,
    cseal_level least, cseal_level otherwise);

/* Into the answer, or for people one line where the level is a lower one. */
void cli_tell_level(struct cli *cli, const struct cli_levels *levels);
void cli_levels_free(struct cli_levels *levels);

#endif
