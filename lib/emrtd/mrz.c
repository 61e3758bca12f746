/* SPDX-License-Identifier: Apache-2.0 */
/* mrz.c -- the machine-readable zone of travel documents. */
#include "emrtd/mrz.h"

#include "identity/number.h"

#include <stdio.h>
#include <string.h>

struct part {
	uint8_t at, len;
};

/* Places in the zone as one text, from 0.  A part of length 0 is not there. */
struct layout {
	enum csi_mrz_form form;
	size_t len;
	struct part code, state, number, nationality, birth, expiry;
	struct part optional, optional_2, name;
	uint8_t number_check, birth_check, expiry_check, optional_check;
	uint8_t sex, composite_check;
	struct part composite[4];
};

/* ICAO 9303-5, 4.2.2; 9303-6, 4.2.2; 9303-4, 4.2.2 */
static const struct layout layouts[] = {
	{ CSI_MRZ_TD1, 90, { 0, 2 }, { 2, 3 }, { 5, 9 }, { 45, 3 }, { 30, 6 },
	    { 38, 6 }, { 15, 15 }, { 48, 11 }, { 60, 30 }, 14, 36, 44, 0, 37,
	    59, { { 5, 25 }, { 30, 7 }, { 38, 7 }, { 48, 11 } } },
	{ CSI_MRZ_TD2, 72, { 0, 2 }, { 2, 3 }, { 36, 9 }, { 46, 3 }, { 49, 6 },
	    { 57, 6 }, { 64, 7 }, { 0, 0 }, { 5, 31 }, 45, 55, 63, 0, 56, 71,
	    { { 36, 10 }, { 49, 7 }, { 57, 14 }, { 0, 0 } } },
	{ CSI_MRZ_TD3, 88, { 0, 2 }, { 2, 3 }, { 44, 9 }, { 54, 3 }, { 57, 6 },
	    { 65, 6 }, { 72, 14 }, { 0, 0 }, { 5, 39 }, 53, 63, 71, 86, 64, 87,
	    { { 44, 10 }, { 57, 7 }, { 65, 22 }, { 0, 0 } } },
};

/* ---- check digits ----------------------------------------------------- */

static unsigned
value_of(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	return c == '<' ? 0 : (unsigned)(c - 'A' + 10);
}

static unsigned
add_up(const char *text, size_t len, unsigned sum, size_t *place)
{
	static const unsigned weights[] = { 7, 3, 1 };

	for (size_t i = 0; i < len; i++)
		sum += value_of(text[i]) * weights[(*place)++ % 3];
	return sum % 10;
}

char
csi_mrz_check_digit(const char *text, size_t len)
{
	size_t place = 0;

	return (char)('0' + add_up(text, len, 0, &place));
}

static bool
is_composite_right(const char *zone, const struct layout *layout)
{
	unsigned sum = 0;
	size_t place = 0;

	for (size_t i = 0; i < 4; i++)
		sum = add_up(zone + layout->composite[i].at,
		    layout->composite[i].len, sum, &place);
	return zone[layout->composite_check] == (char)('0' + sum);
}

/* ---- parts ------------------------------------------------------------ */

/* Without the fillers that end it, and spaces for the rest of them. */
static void
copy_part(char *out, const char *text, size_t len)
{
	while (len > 0 && text[len - 1] == '<')
		len--;
	for (size_t i = 0; i < len; i++)
		out[i] = text[i];
	out[len] = '\0';
}

static void
copy_name(char *out, const char *text, size_t len)
{
	copy_part(out, text, len);
	for (; *out != '\0'; out++) {
		if (*out == '<')
			*out = ' ';
	}
}

/* Two fillers stand between surname and given names (9303-3, 4.6). */
static void
read_names(const char *text, size_t len, struct csi_mrz *mrz)
{
	size_t end = 0;

	while (end + 1 < len && (text[end] != '<' || text[end + 1] != '<'))
		end++;
	if (end + 1 >= len) {
		copy_name(mrz->surname, text, len);
		return;
	}
	copy_name(mrz->surname, text, end);
	copy_name(mrz->given, text + end + 2, len - end - 2);
}

/*
 * A number that is too long for its nine places has a filler for its check
 * digit, and goes on in the optional data, its check digit behind it, up to a
 * filler (9303-5, 4.2.2.2, note j; 9303-6, likewise).
 */
static void
read_number(const char *zone, const struct layout *layout, struct csi_mrz *mrz)
{
	const char *number = zone + layout->number.at;
	const char *more = zone + layout->optional.at;
	char whole[CSI_MRZ_NUMBER_MOST + 1];
	size_t len = layout->number.len, count = 0;

	while (count < layout->optional.len && more[count] != '<')
		count++;
	if (layout->form == CSI_MRZ_TD3 || count < 2 ||
	    zone[layout->number_check] != '<' || number[len - 1] == '<') {
		copy_part(mrz->number, number, len);
		copy_part(mrz->optional, more, layout->optional.len);
		if (csi_mrz_check_digit(number, len) !=
		    zone[layout->number_check])
			mrz->wrong |= CSI_MRZ_NUMBER;
		return;
	}
	memcpy(whole, number, len);
	/* TD1: at most 14 characters and the check digit. */
	memcpy(whole + len, more, count - 1);
	copy_part(mrz->number, whole, len + count - 1);
	if (csi_mrz_check_digit(whole, len + count - 1) != more[count - 1])
		mrz->wrong |= CSI_MRZ_NUMBER;
	if (count < layout->optional.len)
		copy_part(mrz->optional, more + count + 1,
		    layout->optional.len - count - 1);
	explicit_bzero(whole, sizeof(whole));
}

static void
check(const char *zone, struct part part, uint8_t digit, unsigned bit,
    struct csi_mrz *mrz)
{
	if (csi_mrz_check_digit(zone + part.at, part.len) != zone[digit])
		mrz->wrong |= bit;
}

static void
read_zone(const char *zone, const struct layout *layout, struct csi_mrz *mrz)
{
	mrz->form = layout->form;
	copy_part(mrz->code, zone + layout->code.at, layout->code.len);
	copy_part(mrz->state, zone + layout->state.at, layout->state.len);
	copy_part(mrz->nationality, zone + layout->nationality.at,
	    layout->nationality.len);
	memcpy(mrz->birth, zone + layout->birth.at, 6);
	memcpy(mrz->expiry, zone + layout->expiry.at, 6);
	mrz->sex = zone[layout->sex];
	copy_part(mrz->optional_2, zone + layout->optional_2.at,
	    layout->optional_2.len);
	read_number(zone, layout, mrz);
	read_names(zone + layout->name.at, layout->name.len, mrz);
	check(zone, layout->birth, layout->birth_check, CSI_MRZ_BIRTH, mrz);
	check(zone, layout->expiry, layout->expiry_check, CSI_MRZ_EXPIRY, mrz);
	/* An empty personal number may have a filler (9303-4, 4.2.2.2). */
	if (layout->optional_check != 0 &&
	    (mrz->optional[0] != '\0' || zone[layout->optional_check] != '<'))
		check(zone, layout->optional, layout->optional_check,
		    CSI_MRZ_OPTIONAL, mrz);
	if (!is_composite_right(zone, layout))
		mrz->wrong |= CSI_MRZ_COMPOSITE;
}

/* ---- the zone --------------------------------------------------------- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The number of characters; 0: there are too many, or wrong ones. */
static size_t
squeeze(const char *text, size_t len, char zone[CSI_MRZ_MOST])
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (is_blank(c))
			continue;
		if (used == CSI_MRZ_MOST ||
		    (c != '<' && (c < '0' || c > '9') && (c < 'A' || c > 'Z')))
			return 0;
		zone[used++] = c;
	}
	return used;
}

bool
csi_mrz_read(const char *text, size_t len, struct csi_mrz *ret_mrz)
{
	char zone[CSI_MRZ_MOST];
	size_t count = squeeze(text, len, zone);
	bool found = false;

	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (layouts[i].len != count)
			continue;
		memset(ret_mrz, 0, sizeof(*ret_mrz));
		read_zone(zone, &layouts[i], ret_mrz);
		found = true;
	}
	explicit_bzero(zone, sizeof(zone));
	return found;
}

/* ---- dates ------------------------------------------------------------ */

/* In that century; false: it is no day of the calendar. */
static bool
date_in(const char six[7], unsigned century, char ret_date[CSI_DATE_ROOM])
{
	char digits[9];

	snprintf(digits, sizeof(digits), "%02u%.6s", century % 100, six);
	return strlen(digits) == 8 && csi_date_from_digits(digits, ret_date);
}

static unsigned
year_of(const char *date)
{
	unsigned year = 0;

	for (int i = 0; i < 4; i++)
		year = 10 * year + (unsigned)(date[i] - '0');
	return year;
}

/* The 29th of February is there in one century and not in the other. */
bool
csi_mrz_birth(const char six[7], const char *today, char ret_date[11])
{
	unsigned century = year_of(today) / 100;
	char date[CSI_DATE_ROOM];

	for (unsigned back = 0; back < 2; back++) {
		if (!date_in(six, century - back, date) ||
		    strcmp(date, today) > 0)
			continue;
		memcpy(ret_date, date, sizeof(date));
		return true;
	}
	return false;
}

bool
csi_mrz_expiry(const char six[7], const char *today, char ret_date[11])
{
	unsigned year = year_of(today), nearest = 0;
	char date[CSI_DATE_ROOM];

	for (unsigned century = year / 100 - 1; century < year / 100 + 2;
	     century++) {
		unsigned far;

		if (!date_in(six, century, date))
			continue;
		far = year_of(date) > year ? year_of(date) - year
					   : year - year_of(date);
		if (nearest != 0 && far + 1 >= nearest)
			continue;
		nearest = far + 1;
		memcpy(ret_date, date, sizeof(date));
	}
	return nearest != 0;
}
