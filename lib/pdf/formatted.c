/* SPDX-License-Identifier: Apache-2.0 */
/* formatted.c -- is a text what AFNumber_Format() makes of a number?
 *
 * Its first argument is the number of decimals.  How groups are parted, and
 * what stands around the number, is left open. */
#include "formatted.h"

#include <string.h>

#define DECIMALS_MOST 9
#define NUMBER_MOST   INT64_C(100000000000000000) /* ten times that has room */
#define GROUP         3                           /* digits */

/* False: there is no call, or one with other arguments than digits. */
static bool
read_decimals(struct csi_span script, unsigned *ret_decimals)
{
	static const char call[] = "AFNumber_Format(";
	const uint8_t *end = script.at + script.len, *at;
	unsigned decimals = 0;

	if (script.len == 0)
		return false;
	at = memmem(script.at, script.len, call, sizeof(call) - 1);
	if (at == NULL)
		return false;
	at += sizeof(call) - 1;
	while (at < end && *at == ' ')
		at++;
	if (at == end || *at < '0' || *at > '9')
		return false;
	for (; at < end && *at >= '0' && *at <= '9'; at++) {
		decimals = decimals * 10 + (*at - '0');
		if (decimals > DECIMALS_MOST)
			return false;
	}
	*ret_decimals = decimals;
	return true;
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

/* All digits, and how many stand behind the last point. */
static bool
read_shown(
    struct csi_span text, int64_t *ret_number, unsigned *ret_behind, bool *minus)
{
	struct csi_reader in = csi_reader_of(text.at, text.len);
	bool point = false, ok = true;

	*ret_number = 0;
	*ret_behind = 0;
	*minus = false;
	while (ok && csi_reader_left(&in) > 0) {
		uint32_t letter = csi_read_be32(&in);

		*minus |= letter == '-';
		if (is_digit(letter)) {
			ok = add_digit(ret_number, letter);
			*ret_behind += point;
		} else if (is_point(letter)) {
			point = true;
			*ret_behind = 0;
		}
	}
	return ok;
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

enum csi_pdf_formatted
csi_pdf_formatted_number(
    struct csi_span script, struct csi_span shown, struct csi_span value)
{
	unsigned decimals, behind;
	int64_t number, cut;
	bool is_negative, minus, rest;

	if (!read_decimals(script, &decimals))
		return CSI_PDF_FORMATTED_FREELY;
	if (!read_value(value, decimals, &cut, &rest, &is_negative))
		return CSI_PDF_FORMATTED_UNSURE;
	/* A negative number may be red, or in parentheses, instead. */
	if (read_shown(shown, &number, &behind, &minus) &&
	    (!minus || is_negative) &&
	    (number == cut || (rest && number == cut + 1)) &&
	    (behind == decimals || (decimals == 0 && behind == GROUP)))
		return CSI_PDF_FORMATTED_SAME;
	/* Its comma may stand for decimals, or part a group. */
	return has_comma(value) ? CSI_PDF_FORMATTED_UNSURE
				: CSI_PDF_FORMATTED_OTHER;
}
