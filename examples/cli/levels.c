/* SPDX-License-Identifier: Apache-2.0 */
/* levels.c -- which level a signature is to have, and which one it got. */
#include "levels.h"

#include "sentence.h"

#include <string.h>

cseal_status
cli_parse_level(struct cli *cli, struct cli_levels *levels, cseal_level least,
    cseal_level otherwise)
{
	static const char *const names[] = { "B", "T", "LT", "LTA" };

	levels->wanted = otherwise;
	if (levels->level == NULL)
		return CSEAL_OK;
	for (int i = (int)least; i <= (int)CSEAL_LEVEL_LTA; i++) {
		if (strcmp(levels->level, names[i]) == 0) {
			levels->wanted = (cseal_level)i;
			return CSEAL_OK;
		}
	}
	return cli_usage(cli, _("there is no level %s"), levels->level);
}

void
cli_tell_level(struct cli *cli, const struct cli_levels *levels)
{
	const char *name = cseal_level_name(levels->reached);
	const char *why =
	    levels->lowered == NULL ? NULL : cseal_error_text(levels->lowered);

	cli_put(cli, "level", cli_text(name));
	cli_put(cli, "lowered", why == NULL ? json_null() : cli_text(why));
	if (!cli->json && why != NULL)
		printf(_("It has only level %s, because a service failed: "
			 "%s.\n"),
		    name, why);
}

void
cli_levels_free(struct cli_levels *levels)
{
	cseal_error_free(levels->lowered);
}
