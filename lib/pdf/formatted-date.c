/* SPDX-License-Identifier: Apache-2.0 */
/* formatted-date.c -- is a text a date or time as a format wants it?
 *
 * The value is read as it was typed: in the order of the format, or with the
 * year of four digits first. */
#include "formatted.h"

#include <string.h>

#define UNITS_MOST  6
#define DIGITS_MOST 4

struct date {
	char units[UNITS_MOST]; /* d m y H h M s */
	unsigned numbers[UNITS_MOST];
	unsigned digits[UNITS_MOST]; /* 0: it was a name */
	size_t count;
	char half; /* of the day: a or p; 0: not said */
};

static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

/* False: something that is not known. */
static bool
read_units(struct csi_span format, struct date *date)
{
	for (size_t i = 0; i < format.len; i++) {
		char letter = (char)format.at[i];

		if (i > 0 && letter == (char)format.at[i - 1])
			continue;
		if (strchr("dmyHhMs", letter) == NULL || letter == '\0') {
			if ((letter >= 'A' && letter <= 'Z') ||
			    (letter >= 'a' && letter <= 'z' && letter != 't'))
				return false;
			continue;
		}
		if (date->count == UNITS_MOST)
			return false;
		date->units[date->count++] = letter;
	}
	return date->count > 0;
}

static bool
is_digit(uint32_t letter)
{
	return letter >= '0' && letter <= '9';
}

/* In small letters; 0: it is no letter. */
static char
letter_of(uint32_t letter)
{
	if (letter >= 'A' && letter <= 'Z')
		return (char)(letter - 'A' + 'a');
	return letter >= 'a' && letter <= 'z' ? (char)letter : '\0';
}

static uint32_t
peek(const struct csi_reader *in)
{
	struct csi_reader ahead = *in;

	return csi_reader_left(in) > 0 ? csi_read_be32(&ahead) : 0;
}

static bool
read_number(struct csi_reader *in, struct date *date)
{
	unsigned number = 0, digits = 0;

	while (is_digit(peek(in)) && digits <= DIGITS_MOST) {
		number = number * 10 + (csi_read_be32(in) - '0');
		digits++;
	}
	if (date->count == UNITS_MOST || digits > DIGITS_MOST)
		return false;
	date->numbers[date->count] = number;
	date->digits[date->count++] = digits;
	return true;
}

/* am or pm, once. */
static bool
set_half(struct date *date, const char *name, size_t len)
{
	if ((name[0] != 'a' && name[0] != 'p') || date->half != 0 ||
	    (len == 2 && name[1] != 'm'))
		return false;
	date->half = name[0];
	return true;
}

/* The name of a month in English, or a half of the day. */
static bool
read_name(struct csi_reader *in, struct date *date)
{
	char name[3];
	size_t len = 0;

	for (; letter_of(peek(in)) != '\0'; len++) {
		char letter = letter_of(csi_read_be32(in));

		if (len < sizeof(name))
			name[len] = letter;
	}
	if (len <= 2)
		return set_half(date, name, len);
	for (unsigned i = 0; i < 12; i++) {
		if (memcmp(name, months + (size_t)3 * i, 3) != 0)
			continue;
		if (date->count == UNITS_MOST)
			return false;
		date->digits[date->count] = 0;
		date->numbers[date->count++] = i + 1;
		return true;
	}
	return false;
}

static bool
read_text(struct csi_span text, struct date *date)
{
	struct csi_reader in = csi_reader_of(text.at, text.len);
	bool ok = true;

	while (ok && csi_reader_left(&in) > 0) {
		uint32_t letter = peek(&in);

		if (is_digit(letter))
			ok = read_number(&in, date);
		else if (letter_of(letter) != '\0')
			ok = read_name(&in, date);
		else if (letter < 0x80)
			csi_read_be32(&in);
		else
			ok = false;
	}
	return ok;
}

/* Where the year is first, the rest goes from the larger to the smaller. */
static void
set_units(const struct date *format, struct date *date)
{
	static const char order[] = "ymdHhMs";
	size_t count = 0;

	if (date->digits[0] != 4) {
		memcpy(date->units, format->units, sizeof(date->units));
		return;
	}
	for (size_t i = 0; order[i] != '\0'; i++) {
		if (memchr(format->units, order[i], format->count) != NULL)
			date->units[count++] = order[i];
	}
}

/* Where it has the unit; its count: nowhere. */
static size_t
place_of(const struct date *date, char unit)
{
	size_t i = 0;

	while (i < date->count && date->units[i] != unit)
		i++;
	return i;
}

/* Years may be written without their century: scripts take it for one that
 * is near. */
static bool
is_same_year(unsigned shown, unsigned shown_digits, unsigned value,
    unsigned value_digits)
{
	if (shown_digits <= 2)
		return shown % 100 == value % 100;
	if (value_digits <= 2)
		value += value < 50 ? 2000 : 1900;
	return shown == value;
}

static bool
is_same(const struct date *shown, const struct date *value)
{
	for (size_t i = 0; i < shown->count; i++) {
		size_t j = place_of(value, shown->units[i]);
		unsigned a = shown->numbers[i];
		bool same;

		if (j == value->count)
			return false;
		same = shown->units[i] == 'y'
			   ? is_same_year(a, shown->digits[i],
				 value->numbers[j], value->digits[j])
			   : a == value->numbers[j];
		if (!same)
			return false;
	}
	/* Where nothing is said, it is the morning. */
	return (shown->half == 'p') == (value->half == 'p');
}

/* Are the numbers of one those of the other, in any order? */
static bool
has_numbers(const struct date *shown, const struct date *value)
{
	bool used[UNITS_MOST] = { false };

	for (size_t i = 0; i < shown->count; i++) {
		size_t j = 0;

		while (j < value->count &&
		       (used[j] ||
			   shown->numbers[i] % 100 != value->numbers[j] % 100))
			j++;
		if (j == value->count)
			return false;
		used[j] = true;
	}
	return true;
}

enum csi_pdf_formatted
csi_pdf_formatted_date(
    struct csi_span format, struct csi_span shown, struct csi_span value)
{
	struct date wanted = { .count = 0 }, date = { .count = 0 };
	struct date typed = { .count = 0 };

	if (!read_units(format, &wanted) || !read_text(shown, &date) ||
	    !read_text(value, &typed))
		return CSI_PDF_FORMATTED_UNSURE;
	if (date.count != wanted.count || typed.count != wanted.count)
		return CSI_PDF_FORMATTED_UNSURE;
	memcpy(date.units, wanted.units, sizeof(date.units));
	set_units(&wanted, &typed);
	if (is_same(&date, &typed))
		return CSI_PDF_FORMATTED_SAME;
	/* Hours may be those of the morning or of the evening. */
	return has_numbers(&date, &typed) ||
		       memchr(wanted.units, 'h', wanted.count) != NULL
		   ? CSI_PDF_FORMATTED_UNSURE
		   : CSI_PDF_FORMATTED_OTHER;
}
