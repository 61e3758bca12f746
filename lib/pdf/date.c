/* SPDX-License-Identifier: Apache-2.0 */
/* date.c -- reads dates (ISO 32000-1, 7.9.4). */
#include "pdf/date.h"

#include <string.h>
#include <time.h>

/* Reads `digits` digits; the default where the text ends. */
static bool
number(const char **at, int digits, int missing, int *ret)
{
	int value = 0;

	if (**at == '\0' || **at == 'Z' || **at == '+' || **at == '-') {
		*ret = missing;
		return true;
	}
	for (int i = 0; i < digits; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		value = value * 10 + (**at - '0');
	}
	*ret = value;
	return true;
}

static bool
offset(const char *at, int *ret_seconds)
{
	int sign = *at == '-' ? -1 : 1;
	int hours, minutes = 0;

	*ret_seconds = 0;
	if (*at == '\0' || *at == 'Z')
		return true;
	at++;
	if (!number(&at, 2, 0, &hours))
		return false;
	if (*at == '\'')
		at++;
	if (*at >= '0' && *at <= '9' && !number(&at, 2, 0, &minutes))
		return false;
	*ret_seconds = sign * (hours * 3600 + minutes * 60);
	return hours < 24 && minutes < 60;
}

bool
csi_pdf_read_date(struct csi_span text, int64_t *ret_time)
{
	char buf[32];
	const char *at = buf;
	struct tm tm = { 0 };
	int seconds;

	if (text.len >= sizeof(buf))
		return false;
	memcpy(buf, text.at, text.len);
	buf[text.len] = '\0';
	if (strncmp(at, "D:", 2) == 0)
		at += 2;
	if (*at < '0' || *at > '9')
		return false;
	if (!number(&at, 4, 0, &tm.tm_year) || !number(&at, 2, 1, &tm.tm_mon) ||
	    !number(&at, 2, 1, &tm.tm_mday) ||
	    !number(&at, 2, 0, &tm.tm_hour) || !number(&at, 2, 0, &tm.tm_min) ||
	    !number(&at, 2, 0, &tm.tm_sec) || !offset(at, &seconds))
		return false;
	if (tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 ||
	    tm.tm_mday > 31 || tm.tm_hour > 23 || tm.tm_min > 59 ||
	    tm.tm_sec > 60)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	*ret_time = (int64_t)timegm(&tm) - seconds;
	return true;
}
