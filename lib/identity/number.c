/* SPDX-License-Identifier: Apache-2.0 */
/* number.c -- ID numbers, their check characters, and the dates in them.
 *
 * Letters and digits are compared as ASCII, never by locale. */
#include "number.h"

#include <string.h>

#define YEAR_LEAST 1800

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Stops at the first that is no digit, so a short text is not passed. */
static bool
are_digits(const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_digit(text[i]))
			return false;
	}
	return true;
}

static unsigned
value_of(const char *digits, size_t count)
{
	unsigned value = 0;

	for (size_t i = 0; i < count; i++)
		value = value * 10 + (unsigned)(digits[i] - '0');
	return value;
}

static unsigned
days_in(unsigned year, unsigned month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

bool
csi_date_from_digits(const char *digits, char ret_date[CSI_DATE_ROOM])
{
	unsigned year, month, day;

	if (!are_digits(digits, 8))
		return false;
	year = value_of(digits, 4);
	month = value_of(digits + 4, 2);
	day = value_of(digits + 6, 2);
	if (year < YEAR_LEAST || month < 1 || month > 12)
		return false;
	if (day < 1 || day > days_in(year, month))
		return false;
	memcpy(ret_date, digits, 4);
	ret_date[4] = '-';
	memcpy(ret_date + 5, digits + 4, 2);
	ret_date[7] = '-';
	memcpy(ret_date + 8, digits + 6, 2);
	ret_date[10] = '\0';
	return true;
}

bool
csi_date_is(const char *text)
{
	char digits[9], date[CSI_DATE_ROOM];

	if (strlen(text) != CSI_DATE_ROOM - 1)
		return false;
	memcpy(digits, text, 4);
	memcpy(digits + 4, text + 5, 2);
	memcpy(digits + 6, text + 8, 2);
	digits[8] = '\0';
	return csi_date_from_digits(digits, date) && strcmp(date, text) == 0;
}

bool
csi_number_is_whole(const char *number)
{
	return strlen(number) == CSI_NUMBER_LEN &&
	       are_digits(number, CSI_NUMBER_LEN - 1) &&
	       (is_digit(number[17]) || number[17] == 'X');
}

char
csi_number_check_character(const char *digits)
{
	static const uint8_t weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9,
		10, 5, 8, 4, 2 };
	unsigned sum = 0;

	for (size_t i = 0; i < sizeof(weights); i++)
		sum += weights[i] * (unsigned)(digits[i] - '0');
	return "10X98765432"[sum % 11];
}

bool
csi_number_check(const char *number)
{
	return csi_number_check_character(number) == number[17];
}

bool
csi_number_birth(const char *number, char ret_date[CSI_DATE_ROOM])
{
	return csi_date_from_digits(number + 6, ret_date);
}

bool
csi_number_is_male(const char *number)
{
	return (number[16] - '0') % 2 == 1;
}

bool
csi_number_old_is_whole(const char *number)
{
	if (strlen(number) != CSI_NUMBER_OLD_LEN)
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (!is_letter(number[i]))
			return false;
	}
	return are_digits(number + 3, CSI_NUMBER_OLD_LEN - 3);
}

/* ICAO Doc 9303-3, 4.9; the filler '<' is 0. */
static char
check_731(const char *text, size_t len)
{
	static const uint8_t weights[] = { 7, 3, 1 };
	unsigned sum = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned value = 0;

		if (is_digit(text[i]))
			value = (unsigned)(text[i] - '0');
		else if (is_letter(text[i]))
			value = (unsigned)(text[i] - 'A') + 10;
		sum += value * weights[i % 3];
	}
	return (char)('0' + sum % 10);
}

bool
csi_number_old_check(const char *number)
{
	size_t last = CSI_NUMBER_OLD_LEN - 1;

	return check_731(number, last) == number[last];
}

bool
csi_number_old_has_birth(const char *number, const char *date)
{
	return memcmp(number + 7, date + 2, 2) == 0 &&
	       memcmp(number + 9, date + 5, 2) == 0 &&
	       memcmp(number + 11, date + 8, 2) == 0;
}

bool
csi_number_old(const char *nationality, const char *number,
    const char *association, char ret_old[CSI_NUMBER_OLD_LEN + 1])
{
	char old[CSI_NUMBER_OLD_LEN + 1];

	if (strlen(nationality) != 3 ||
	    strlen(association) != CSI_ASSOCIATION_LEN ||
	    !csi_number_is_whole(number))
		return false;
	memcpy(old, nationality, 3);
	memcpy(old + 3, number + 1, 2);
	memcpy(old + 5, association, 2);
	memcpy(old + 7, number + 8, 6);
	old[13] = association[2];
	old[14] = check_731(old, 14);
	old[15] = '\0';
	if (!csi_number_old_is_whole(old))
		return false;
	memcpy(ret_old, old, sizeof(old));
	return true;
}
