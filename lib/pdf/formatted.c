/* SPDX-License-Identifier: Apache-2.0 */
/* formatted.c -- is a text what a script of Adobe's forms makes of a value?
 *
 * The first argument is the number of decimals, or names a kind or a format.
 * How groups are parted is left open; what stands around a number is a sign of
 * a currency, or in the script. */
#include "formatted.h"

#include "letters.h"
#include "shown.h"

#include <string.h>

#define DECIMALS_MOST 9
#define NUMBER_MOST   INT64_C(100000000000000000) /* ten times that has room */
#define GROUP         3                           /* digits */

/* What follows the call of a function; empty: it is not called. */
static struct csi_span
find_call(struct csi_span script, const char *call)
{
	const uint8_t *at =
	    script.len == 0 ? NULL
			    : memmem(script.at, script.len, call, strlen(call));
	struct csi_span rest = { NULL, 0 };

	if (at == NULL)
		return rest;
	rest.at = at + strlen(call);
	rest.len = (size_t)(script.at + script.len - rest.at);
	while (rest.len > 0 && *rest.at == ' ') {
		rest.at++;
		rest.len--;
	}
	return rest;
}

/* The first argument; false: it is no small number. */
static bool
read_digit(struct csi_span arguments, unsigned most, unsigned *ret_number)
{
	unsigned number = 0;
	size_t i = 0;

	for (; i < arguments.len && arguments.at[i] >= '0' &&
	       arguments.at[i] <= '9' && number <= most;
	     i++)
		number = number * 10 + (arguments.at[i] - '0');
	*ret_number = number;
	return i > 0 && number <= most;
}

static bool
is_digit(uint32_t letter)
{
	return letter >= '0' && letter <= '9';
}

static bool
is_point(uint32_t letter)
{
	return letter == '.' || letter == ',';
}

/* What may stand around any number, and changes nothing but whether it is
 * less than zero. */
static bool
is_sign(uint32_t letter)
{
	return letter == '-' || letter == '(' || letter == ')' ||
	       letter == '\'' || letter == 0x2019 || letter == '$' ||
	       (letter >= 0xa2 && letter <= 0xa5) ||
	       (letter >= 0x20a0 && letter <= 0x20cf);
}

static bool
add_digit(int64_t *number, uint32_t letter)
{
	if (*number >= NUMBER_MOST)
		return false;
	*number = *number * 10 + (int64_t)(letter - '0');
	return true;
}

/* The number times ten for each decimal, and what is behind those cut off,
 * which may be rounded.  False: it is no plain number. */
static bool
read_value(struct csi_span text, unsigned decimals, int64_t *ret_cut,
    bool *ret_rest, bool *ret_minus)
{
	struct csi_reader in = csi_reader_of(text.at, text.len);
	unsigned behind = 0;
	bool point = false, ok = true;

	*ret_cut = 0;
	*ret_rest = false;
	*ret_minus = false;
	for (size_t i = 0; ok && csi_reader_left(&in) > 0; i++) {
		uint32_t letter = csi_read_be32(&in);

		if (i == 0 && letter == '-')
			*ret_minus = true;
		else if (is_point(letter) && !point)
			point = true;
		else if (!is_digit(letter))
			ok = false;
		else if (!point || behind++ < decimals)
			ok = add_digit(ret_cut, letter);
		else
			*ret_rest = true;
	}
	for (; ok && behind < decimals; behind++)
		ok = add_digit(ret_cut, '0');
	return ok && text.len > 0;
}

/* All digits, and how many stand behind the last point; what else is there
 * is added to `around`. */
static bool
read_shown(struct csi_span text, int64_t *ret_number, unsigned *ret_behind,
    bool *minus, struct csi_bytes *around)
{
	struct csi_reader in = csi_reader_of(text.at, text.len);
	bool point = false, ok = true;

	*ret_number = 0;
	*ret_behind = 0;
	*minus = false;
	while (ok && csi_reader_left(&in) > 0) {
		uint32_t letter = csi_read_be32(&in);

		*minus |= letter == '-' || letter == '(';
		if (is_digit(letter)) {
			ok = add_digit(ret_number, letter);
			*ret_behind += point;
		} else if (is_point(letter)) {
			point = true;
			*ret_behind = 0;
		} else if (!is_sign(letter)) {
			csi_bytes_add_be32(around, letter);
		}
	}
	return ok && !around->failed;
}

/* Does the script say those letters?  Blanks apart, which are not shown. */
static bool
is_said(struct csi_span script, const struct csi_bytes *around)
{
	struct csi_bytes all = { 0 }, said = { 0 };
	struct csi_reader in;
	bool is;

	csi_pdf_letters_of_utf8(script, &all);
	in = csi_reader_of(all.at, all.len);
	while (csi_reader_left(&in) > 0) {
		uint32_t letter = csi_read_be32(&in);

		if (!csi_pdf_is_blank(letter) && !is_point(letter) &&
		    !is_sign(letter))
			csi_bytes_add_be32(&said, letter);
	}
	is = around->len == 0 ||
	     (said.len > 0 &&
		 memmem(said.at, said.len, around->at, around->len) != NULL);
	is &= !all.failed && !said.failed;
	csi_bytes_free(&all);
	csi_bytes_free(&said);
	return is;
}

static bool
has_comma(struct csi_span text)
{
	struct csi_reader in = csi_reader_of(text.at, text.len);
	bool has = false;

	while (csi_reader_left(&in) > 0)
		has |= csi_read_be32(&in) == ',';
	return has;
}

static bool
is_percent(const struct csi_bytes *around)
{
	return around->len == 4 && around->at[3] == '%';
}

/* more: places by which the point moves when it is shown. */
static enum csi_pdf_formatted
compare_number(struct csi_span arguments, unsigned more, struct csi_span shown,
    struct csi_span value)
{
	struct csi_bytes around = { 0 };
	unsigned decimals, behind;
	int64_t number, cut;
	bool is_negative, minus, rest, same, said;

	if (!read_digit(arguments, DECIMALS_MOST, &decimals) ||
	    !read_value(value, decimals + more, &cut, &rest, &is_negative))
		return CSI_PDF_FORMATTED_UNSURE;
	/* A negative number may be red instead. */
	same = read_shown(shown, &number, &behind, &minus, &around) &&
	       (!minus || is_negative) &&
	       (number == cut || (rest && number == cut + 1)) &&
	       (behind == decimals || (decimals == 0 && behind == GROUP));
	said = (more > 0 && is_percent(&around)) || is_said(arguments, &around);
	csi_bytes_free(&around);
	if (same)
		return said ? CSI_PDF_FORMATTED_SAME : CSI_PDF_FORMATTED_UNSURE;
	/* Its comma may stand for decimals, or part a group. */
	return has_comma(value) ? CSI_PDF_FORMATTED_UNSURE
				: CSI_PDF_FORMATTED_OTHER;
}

/* ---- numbers that are names ------------------------------------------------- */

/* The next digit, past signs; 0: there is none.  A letter is UINT32_MAX. */
static uint32_t
next_digit(struct csi_reader *in)
{
	while (csi_reader_left(in) > 0) {
		uint32_t letter = csi_read_be32(in);

		if (is_digit(letter))
			return letter;
		if (letter >= 0x80 || strchr("()-./+", (int)letter) == NULL)
			return UINT32_MAX;
	}
	return 0;
}

/* Of telephones, post codes and the like: the same digits. */
static enum csi_pdf_formatted
compare_digits(struct csi_span shown, struct csi_span value)
{
	struct csi_reader a = csi_reader_of(shown.at, shown.len);
	struct csi_reader b = csi_reader_of(value.at, value.len);
	uint32_t digit, other;

	do {
		digit = next_digit(&a);
		other = next_digit(&b);
		if (digit == UINT32_MAX || digit != other)
			return CSI_PDF_FORMATTED_OTHER;
	} while (digit != 0);
	return CSI_PDF_FORMATTED_SAME;
}

/* ---- dates ------------------------------------------------------------------ */

/* In quotes. */
static struct csi_span
read_format(struct csi_span arguments)
{
	struct csi_span format = { NULL, 0 };
	const uint8_t *end;

	if (arguments.len < 2 ||
	    (arguments.at[0] != '"' && arguments.at[0] != '\''))
		return format;
	end = memchr(arguments.at + 1, arguments.at[0], arguments.len - 1);
	if (end == NULL)
		return format;
	format.at = arguments.at + 1;
	format.len = (size_t)(end - format.at);
	return format;
}

static struct csi_span
known_format(
    const char *const *formats, size_t count, struct csi_span arguments)
{
	struct csi_span format = { NULL, 0 };
	unsigned number;

	if (!read_digit(arguments, (unsigned)count - 1, &number))
		return format;
	format.at = (const uint8_t *)formats[number];
	format.len = strlen(formats[number]);
	return format;
}

enum csi_pdf_formatted
csi_pdf_formatted(
    struct csi_span script, struct csi_span shown, struct csi_span value)
{
	static const char *const dates[] = { "m/d", "m/d/yy", "mm/dd/yy",
		"mm/yy", "d-mmm", "d-mmm-yy", "dd-mmm-yy", "yy-mm-dd", "mmm-yy",
		"mmmm-yy", "mmm d, yyyy", "mmmm d, yyyy", "m/d/yy h:MM tt",
		"m/d/yy HH:MM" };
	static const char *const times[] = { "HH:MM", "h:MM tt", "HH:MM:ss",
		"h:MM:ss tt" };
	struct csi_span found;

	found = find_call(script, "AFNumber_Format(");
	if (found.len > 0)
		return compare_number(found, 0, shown, value);
	found = find_call(script, "AFPercent_Format(");
	if (found.len > 0)
		return compare_number(found, 2, shown, value);
	found = find_call(script, "AFSpecial_Format(");
	if (found.len > 0)
		return compare_digits(shown, value);
	found = find_call(script, "AFDate_FormatEx(");
	if (found.len > 0)
		return csi_pdf_formatted_date(read_format(found), shown, value);
	found = find_call(script, "AFDate_Format(");
	if (found.len > 0)
		return csi_pdf_formatted_date(
		    known_format(
			dates, sizeof(dates) / sizeof(dates[0]), found),
		    shown, value);
	found = find_call(script, "AFTime_Format(");
	if (found.len > 0)
		return csi_pdf_formatted_date(
		    known_format(
			times, sizeof(times) / sizeof(times[0]), found),
		    shown, value);
	return CSI_PDF_FORMATTED_UNSURE;
}
