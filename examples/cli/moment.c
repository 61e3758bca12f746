/* SPDX-License-Identifier: Apache-2.0 */
/* moment.c -- the option --time, an RFC 3339 date and time. */
#include "tool.h"

#include <string.h>
#include <time.h>

/* Digits only: no sign, no blank. */
static bool
number(const char **text, int digits, int least, int most, int *ret)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		char c = (*text)[i];

		if (c < '0' || c > '9')
			return false;
		value = 10 * value + (c - '0');
	}
	*text += digits;
	*ret = value;
	return value >= least && value <= most;
}

static bool
literal(const char **text, const char *any_of)
{
	if (**text == '\0' || strchr(any_of, **text) == NULL)
		return false;
	(*text)++;
	return true;
}

/* "Z", "+08:00": seconds east of Greenwich. */
static bool
offset(const char **text, int *ret_seconds)
{
	int hours, minutes, sign = **text == '-' ? -1 : 1;

	*ret_seconds = 0;
	if (literal(text, "Zz"))
		return true;
	if (!literal(text, "+-") || !number(text, 2, 0, 23, &hours) ||
	    !literal(text, ":") || !number(text, 2, 0, 59, &minutes))
		return false;
	*ret_seconds = sign * (hours * 3600 + minutes * 60);
	return true;
}

static void
skip_fraction(const char **text)
{
	if (!literal(text, "."))
		return;
	while (**text >= '0' && **text <= '9')
		(*text)++;
}

static bool
parse(const char *text, int64_t *ret_seconds)
{
	struct tm tm = { 0 }, check;
	int year, month, east;
	time_t seconds;

	if (!number(&text, 4, 1970, 9999, &year) || !literal(&text, "-") ||
	    !number(&text, 2, 1, 12, &month) || !literal(&text, "-") ||
	    !number(&text, 2, 1, 31, &tm.tm_mday) || !literal(&text, "Tt ") ||
	    !number(&text, 2, 0, 23, &tm.tm_hour) || !literal(&text, ":") ||
	    !number(&text, 2, 0, 59, &tm.tm_min) || !literal(&text, ":") ||
	    !number(&text, 2, 0, 60, &tm.tm_sec))
		return false;
	skip_fraction(&text);
	if (!offset(&text, &east) || *text != '\0')
		return false;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	check = tm;
	seconds = timegm(&check);
	if (check.tm_mday != tm.tm_mday && tm.tm_sec != 60)
		return false; /* the 31st of a month that has 30 */
	*ret_seconds = (int64_t)seconds - east;
	return true;
}

cseal_status
cli_time(struct cli *cli, const char *text, int64_t *ret_seconds)
{
	*ret_seconds = 0;
	if (text == NULL || (parse(text, ret_seconds) && *ret_seconds > 0))
		return CSEAL_OK;
	return cli_usage(cli,
	    _("--time takes a date and time such as "
	      "2026-03-01T09:30:00+08:00, not %s"),
	    text);
}
