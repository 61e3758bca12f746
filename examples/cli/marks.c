/* SPDX-License-Identifier: Apache-2.0 */
/* marks.c -- where else a seal is seen. */
#include "marks.h"

#include "look.h"

#include <string.h>

#define SIDE_UM     42000 /* of a company's seal */
#define MM_MOST     1000
#define NUMBER_MOST 100000000

bool
cli_marks_wanted(const struct cli_mark_options *options)
{
	return options->also_at.count > 0 || options->also_on != NULL ||
	       options->straddle != NULL;
}

/* ---- numbers --------------------------------------------------------------- */

static bool
take_number(const char **at, uint32_t most, uint32_t *ret_number)
{
	uint64_t number = 0;
	const char *start = *at;

	for (; **at >= '0' && **at <= '9' && number <= most; ++*at)
		number = number * 10 + (uint64_t)(**at - '0');
	*ret_number = (uint32_t)number;
	return *at != start && number <= most;
}

/* Decimal millimetres, whatever the locale. */
static bool
take_mm(const char **at, uint32_t *ret_um)
{
	uint32_t um, digit;

	if (!take_number(at, MM_MOST, &um))
		return false;
	um *= 1000;
	if (**at == '.') {
		++*at;
		for (digit = 100; **at >= '0' && **at <= '9'; ++*at) {
			um += (uint32_t)(**at - '0') * digit;
			digit /= 10;
		}
	}
	*ret_um = um;
	return true;
}

static bool
take_comma(const char **at)
{
	if (**at != ',')
		return false;
	++*at;
	return true;
}

static bool
is_number(const char *text, uint32_t most, uint32_t *ret_number)
{
	return take_number(&text, most, ret_number) && *text == '\0';
}

/* ---- the straddling seal ------------------------------------------------------ */

struct word {
	const char *text;
	int value;
};

static const struct word sides[] = { { "all", CSEAL_SIDES_ALL },
	{ "odd", CSEAL_SIDES_ODD }, { "even", CSEAL_SIDES_EVEN }, { NULL, 0 } };

static bool
find_word(const struct word *words, const char *text, int *ret_value)
{
	for (; words->text != NULL; words++) {
		if (strcmp(words->text, text) == 0) {
			*ret_value = words->value;
			return true;
		}
	}
	return false;
}

static cseal_status
parse_words(struct cli *cli, const struct cli_mark_options *options,
    struct cseal_straddle *straddle)
{
	static const struct word edges[] = { { "left", CSEAL_EDGE_LEFT },
		{ "right", CSEAL_EDGE_RIGHT }, { "top", CSEAL_EDGE_TOP },
		{ "bottom", CSEAL_EDGE_BOTTOM }, { NULL, 0 } };
	int value;

	if (!find_word(edges, options->straddle, &value))
		return cli_usage(cli,
		    _("--straddle takes left, right, top or bottom, not %s"),
		    options->straddle);
	straddle->edge = (cseal_edge)value;
	if (options->straddle_sides == NULL)
		return CSEAL_OK;
	if (!find_word(sides, options->straddle_sides, &value))
		return cli_usage(cli,
		    _("--straddle-sides takes all, odd or even, not %s"),
		    options->straddle_sides);
	straddle->sides = (cseal_sides)value;
	return CSEAL_OK;
}

static cseal_status
parse_lengths(struct cli *cli, const struct cli_mark_options *options,
    struct cseal_straddle *straddle)
{
	const char *at = options->straddle_size;

	straddle->width_um = straddle->height_um = SIDE_UM;
	if (at != NULL &&
	    (!take_mm(&at, &straddle->width_um) || !take_comma(&at) ||
		!take_mm(&at, &straddle->height_um) || *at != '\0' ||
		straddle->width_um == 0 || straddle->height_um == 0))
		return cli_usage(cli,
		    _("--straddle-size takes millimetres such as 42,42, "
		      "not %s"),
		    options->straddle_size);
	at = options->straddle_at;
	if (at != NULL && (!take_mm(&at, &straddle->along_um) || *at != '\0' ||
			      straddle->along_um == 0))
		return cli_usage(cli,
		    _("--straddle-at takes millimetres from the top or left, "
		      "not %s"),
		    options->straddle_at);
	return CSEAL_OK;
}

static cseal_status
parse_counts(struct cli *cli, const struct cli_mark_options *options,
    struct cseal_straddle *straddle)
{
	const char *at = options->straddle_skip;

	if (options->straddle_limit != NULL &&
	    (!is_number(
		 options->straddle_limit, NUMBER_MOST, &straddle->pages_most) ||
		straddle->pages_most < 2))
		return cli_usage(cli,
		    _("--straddle-limit takes a number of pages from 2, "
		      "not %s"),
		    options->straddle_limit);
	if (options->straddle_share != NULL &&
	    !is_number(options->straddle_share, 40, &straddle->share_percent))
		return cli_usage(cli,
		    _("--straddle-share takes percent, 0 to 40, not %s"),
		    options->straddle_share);
	if (at != NULL &&
	    (!take_number(&at, NUMBER_MOST, &straddle->skip_first) ||
		!take_comma(&at) ||
		!take_number(&at, NUMBER_MOST, &straddle->skip_last) ||
		*at != '\0'))
		return cli_usage(cli,
		    _("--straddle-skip takes two numbers of pages such as "
		      "1,0, not %s"),
		    options->straddle_skip);
	return CSEAL_OK;
}

static cseal_status
parse_straddle(struct cli *cli, const struct cli_mark_options *options,
    struct cseal_straddle *straddle)
{
	cseal_status st;

	if (options->straddle == NULL) {
		if (options->straddle_size != NULL ||
		    options->straddle_at != NULL ||
		    options->straddle_limit != NULL ||
		    options->straddle_share != NULL ||
		    options->straddle_sides != NULL ||
		    options->straddle_skip != NULL)
			return cli_usage(
			    cli, _("the options of a straddling seal need "
				   "--straddle"));
		return CSEAL_OK;
	}
	straddle->size = sizeof(*straddle);
	st = parse_words(cli, options, straddle);
	if (st == CSEAL_OK)
		st = parse_lengths(cli, options, straddle);
	if (st == CSEAL_OK)
		st = parse_counts(cli, options, straddle);
	return st;
}

/* ---- pages ------------------------------------------------------------------ */

static bool
take_page(const char **at, uint32_t *ret_page)
{
	if (strncmp(*at, "last", 4) == 0) {
		*at += 4;
		*ret_page = CSEAL_PAGE_LAST;
		return true;
	}
	return take_number(at, NUMBER_MOST, ret_page) && *ret_page > 0;
}

static cseal_status
add_mark(struct cli *cli, struct cli_marks *marks, struct cseal_mark mark)
{
	if (marks->count == CLI_MARKS_MOST)
		return cli_usage(cli,
		    _("a seal can have %d more places or lists of pages"),
		    CLI_MARKS_MOST);
	mark.size = sizeof(mark);
	marks->marks[marks->count] = mark;
	marks->list[marks->count] = &marks->marks[marks->count];
	marks->count++;
	return CSEAL_OK;
}

/* "2-5,7,last" */
static cseal_status
add_list(struct cli *cli, const char *text, const struct cseal_place *place,
    struct cli_marks *marks)
{
	const char *at = text;
	cseal_status st;
	bool ok;

	do {
		struct cseal_mark mark = { .place = *place };

		ok = take_page(&at, &mark.place.page);
		if (ok && *at == '-') {
			at++;
			ok = take_page(&at, &mark.last_page) &&
			     mark.last_page >= mark.place.page;
		}
		if (!ok)
			break;
		st = add_mark(cli, marks, mark);
		if (st != CSEAL_OK)
			return st;
	} while (take_comma(&at));
	if (!ok || *at != '\0')
		return cli_usage(cli,
		    _("--also-on takes pages such as 2-5,7,last, or all, odd "
		      "or even, not %s"),
		    text);
	return CSEAL_OK;
}

static cseal_status
add_also_on(struct cli *cli, const char *text, const struct cseal_place *place,
    struct cli_marks *marks)
{
	struct cseal_mark mark = { .place = *place,
		.last_page = CSEAL_PAGE_LAST };
	int value;

	if (!find_word(sides, text, &value))
		return add_list(cli, text, place, marks);
	mark.place.page = 1;
	mark.sides = (cseal_sides)value;
	return add_mark(cli, marks, mark);
}

/* ---- all of it --------------------------------------------------------------- */

cseal_status
cli_marks_parse(struct cli *cli, const struct cli_mark_options *options,
    struct cli_marks *marks, struct cseal_seal *seal)
{
	cseal_status st = parse_straddle(cli, options, &marks->straddle);

	for (size_t i = 0; st == CSEAL_OK && i < options->also_at.count; i++) {
		struct cseal_mark mark = { .size = 0 };

		st = cli_parse_place(cli, options->also_at.at[i], &mark.place);
		if (st == CSEAL_OK)
			st = add_mark(cli, marks, mark);
	}
	if (st == CSEAL_OK && options->also_on != NULL)
		st = add_also_on(cli, options->also_on, &seal->place, marks);
	seal->marks = marks->list;
	seal->mark_count = marks->count;
	if (options->straddle != NULL)
		seal->straddle = &marks->straddle;
	return st;
}
