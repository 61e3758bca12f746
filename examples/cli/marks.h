/* SPDX-License-Identifier: Apache-2.0 */
/* marks.h -- where else a seal is seen: in other places, on other pages, and
 * across page edges. */
#ifndef CLI_MARKS_H
#define CLI_MARKS_H

#include "command.h"

struct cli_mark_options {
	struct cli_list also_at;
	const char *also_on;
	const char *straddle, *straddle_size, *straddle_at, *straddle_limit;
	const char *straddle_share, *straddle_sides, *straddle_skip;
};

/* clang-format off */
#define CLI_MARK_ROW(name, value, take, member, help) \
	{ 0, name, value, take, offsetof(struct cli_sealing, marks.member), help }
#define CLI_MARK_ROWS \
	CLI_MARK_ROW("also-at", "PLACE", CLI_LIST, also_at, \
	    N_("show it there, too; can be repeated")), \
	CLI_MARK_ROW("also-on", "PAGES", CLI_TEXT, also_on, \
	    N_("show it on these pages, too: 2-5,7,last, or all, odd or " \
	       "even")), \
	CLI_MARK_ROW("straddle", "EDGE", CLI_TEXT, straddle, \
	    N_("put it across page edges: left, right, top or bottom")), \
	CLI_MARK_ROW("straddle-size", "W,H", CLI_TEXT, straddle_size, \
	    N_("its size in millimetres (default 42,42)")), \
	CLI_MARK_ROW("straddle-at", "MM", CLI_TEXT, straddle_at, \
	    N_("where its middle is along the edge (default: halfway)")), \
	CLI_MARK_ROW("straddle-limit", "PAGES", CLI_TEXT, straddle_limit, \
	    N_("pages of one seal, then the next begins (default 20)")), \
	CLI_MARK_ROW("straddle-share", "PERCENT", CLI_TEXT, straddle_share, \
	    N_("least share of the first and the last page of a seal")), \
	CLI_MARK_ROW("straddle-sides", "SIDES", CLI_TEXT, straddle_sides, \
	    N_("odd or even pages only, for paper printed on both sides")), \
	CLI_MARK_ROW("straddle-skip", "FIRST,LAST", CLI_TEXT, straddle_skip, \
	    N_("how many first and last pages have no slice"))
/* clang-format on */

#define CLI_MARKS_MOST 64

/* What the options say, as the library takes it; the seal points into it. */
struct cli_marks {
	struct cseal_straddle straddle;
	struct cseal_mark marks[CLI_MARKS_MOST];
	const struct cseal_mark *list[CLI_MARKS_MOST];
	size_t count;
};

bool cli_marks_wanted(const struct cli_mark_options *options);

/* Reads the options into marks and into the seal, whose place is known; what
 * is wrong is a usage error. */
cseal_status cli_marks_parse(struct cli *cli,
    const struct cli_mark_options *options, struct cli_marks *marks,
    struct cseal_seal *seal);

#endif
