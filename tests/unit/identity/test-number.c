/* SPDX-License-Identifier: Apache-2.0 */
/* test-number.c -- proves lib/identity/number.c. */
#include "identity/number.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

/* The sample of GB 11643, and the specimens of the foreigners' card of
 * 2023. */
static const char *const right[] = {
	"11010519491231002X",
	"932682198501010017",
	"911124198108030024",
};

static void
published_samples_have_the_right_check_character(void)
{
	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		OKF(csi_number_is_whole(right[i]), "%s is whole", right[i]);
		OKF(csi_number_check(right[i]), "%s checks", right[i]);
	}
}

/* MOD 11-2 finds every single error and every transposition. */
static void
every_changed_character_is_found(void)
{
	for (size_t at = 0; at < CSI_NUMBER_LEN; at++) {
		size_t missed = 0;

		for (char c = '0'; c <= '9'; c++) {
			char number[CSI_NUMBER_LEN + 1];

			memcpy(number, right[1], sizeof(number));
			if (number[at] == c)
				continue;
			number[at] = c;
			missed += csi_number_check(number);
		}
		OKF(missed == 0, "at %zu", at);
	}
}

static void
every_exchange_of_neighbours_is_found(void)
{
	for (size_t at = 0; at + 2 < CSI_NUMBER_LEN; at++) {
		char number[CSI_NUMBER_LEN + 1], c;

		memcpy(number, right[2], sizeof(number));
		c = number[at];
		number[at] = number[at + 1];
		number[at + 1] = c;
		OKF(csi_number_check(number) == (number[at] == c),
		    "at %zu and %zu", at, at + 1);
	}
}

static void
every_check_character_occurs(void)
{
	char seen[12] = "";
	size_t count = 0;

	for (unsigned i = 0; i < 100; i++) {
		char digits[24], check;

		snprintf(digits, sizeof(digits), "99010119900307%03u", i);
		check = csi_number_check_character(digits);
		if (strchr(seen, check) == NULL && count < 11)
			seen[count++] = check;
	}
	OK(count == 11);
	OK(strspn("0123456789X", seen) == 11);
}

static void
a_text_of_another_form_is_not_a_number(void)
{
	static const char *const others[] = { "", "1", "11010519491231002",
		"11010519491231002x", "11010519491231002XX",
		"X1010519491231002X", "1101051949123100 X",
		"１１０１０５１９４９１２", "110105491231002",
		"-1010519491231002X", "11010519491231002\xef" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		OKF(!csi_number_is_whole(others[i]), "'%s'", others[i]);
}

static void
the_number_holds_birth_date_and_sex(void)
{
	char date[CSI_DATE_ROOM];

	OK(csi_number_birth(right[0], date));
	OK(strcmp(date, "1949-12-31") == 0);
	OK(!csi_number_is_male(right[0]));
	OK(csi_number_birth(right[1], date));
	OK(strcmp(date, "1985-01-01") == 0);
	OK(csi_number_is_male(right[1]));
	OK(csi_number_birth(right[2], date));
	OK(strcmp(date, "1981-08-03") == 0);
	OK(!csi_number_is_male(right[2]));
	OK(!csi_number_birth("11010519491331002X", date));
	OK(strcmp(date, "1981-08-03") == 0);
}

static void
only_days_of_the_calendar_are_dates(void)
{
	static const struct {
		const char *digits;
		bool is_date;
	} rows[] = {
		{ "20240229", true },
		{ "20230229", false },
		{ "19000229", false },
		{ "20000229", true },
		{ "21000228", true },
		{ "20240431", false },
		{ "20240430", true },
		{ "20241231", true },
		{ "20241232", false },
		{ "20241301", false },
		{ "20240001", false },
		{ "20240100", false },
		{ "17991231", false },
		{ "18000101", true },
		{ "99991231", true },
		{ "00000000", false },
		{ "2024013", false },
		{ "2024 131", false },
		{ "2024O131", false },
		{ "", false },
		{ "长期", false },
		{ "-2024013", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char date[CSI_DATE_ROOM] = "unchanged";
		bool is_date = csi_date_from_digits(rows[i].digits, date);

		OKF(is_date == rows[i].is_date, "'%s'", rows[i].digits);
		if (!is_date)
			OKF(strcmp(date, "unchanged") == 0,
			    "'%s' leaves the result alone", rows[i].digits);
		else
			OKF(csi_date_is(date), "'%s' gives '%s'",
			    rows[i].digits, date);
	}
}

static void
a_date_as_text_has_one_form(void)
{
	OK(csi_date_is("2024-02-29"));
	OK(!csi_date_is("2024-02-30"));
	OK(!csi_date_is("2024-2-29"));
	OK(!csi_date_is("2024/02/29"));
	OK(!csi_date_is("20240229"));
	OK(!csi_date_is("2024-02-29 "));
	OK(!csi_date_is(""));
	OK(!csi_date_is("long-term"));
	OK(!csi_date_is("2024-0229-"));
}

/* The specimen of the foreigners' card of 2017 and that of 2023 are of the
 * same person. */
static void
the_specimen_of_2023_gives_the_number_of_the_specimen_of_2017(void)
{
	char old[CSI_NUMBER_OLD_LEN + 1] = "";

	OK(csi_number_old("CAN", "911124198108030024", "001", old));
	OK(strcmp(old, "CAN110081080310") == 0);
	OK(csi_number_old_is_whole("CAN110081080310"));
	OK(csi_number_old_check("CAN110081080310"));
	OK(csi_number_old_has_birth("CAN110081080310", "1981-08-03"));
	OK(!csi_number_old_has_birth("CAN110081080310", "1981-08-04"));
	OK(!csi_number_old_has_birth("CAN110081080310", "1981-09-03"));
	OK(!csi_number_old_has_birth("CAN110081080310", "1982-08-03"));
}

static void
what_cannot_make_a_former_number_makes_none(void)
{
	static const struct {
		const char *nationality, *number, *association;
	} rows[] = {
		{ "", "911124198108030024", "001" },
		{ "CA", "911124198108030024", "001" },
		{ "CANA", "911124198108030024", "001" },
		{ "can", "911124198108030024", "001" },
		{ "C1N", "911124198108030024", "001" },
		{ "CAN", "91112419810803002", "001" },
		{ "CAN", "", "001" },
		{ "CAN", "911124198108030024", "" },
		{ "CAN", "911124198108030024", "00" },
		{ "CAN", "911124198108030024", "0011" },
		{ "CAN", "911124198108030024", "0 1" },
		{ "CAN", "911124198108030024", "00A" },
		{ "CAN", "911124198108030024", "\xef\xbf\xbd" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char old[CSI_NUMBER_OLD_LEN + 1] = "unchanged";

		OKF(!csi_number_old(rows[i].nationality, rows[i].number,
			rows[i].association, old) &&
			strcmp(old, "unchanged") == 0,
		    "'%s' '%s' '%s'", rows[i].nationality, rows[i].number,
		    rows[i].association);
	}
}

static void
a_former_number_is_three_letters_and_twelve_digits(void)
{
	static const char *const others[] = { "", "CAN11008108031",
		"CAN1100810803100", "can110081080310", "CA1110081080310",
		"CAN11008108031X", "CANA10081080310", "CAN 10081080310" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		OKF(!csi_number_old_is_whole(others[i]), "'%s'", others[i]);
	for (char c = '1'; c <= '9'; c++) {
		char number[] = "CAN110081080310";

		number[14] = c;
		OKF(!csi_number_old_check(number), "%s", number);
	}
}

int
main(void)
{
	RUN(published_samples_have_the_right_check_character);
	RUN(every_changed_character_is_found);
	RUN(every_exchange_of_neighbours_is_found);
	RUN(every_check_character_occurs);
	RUN(a_text_of_another_form_is_not_a_number);
	RUN(the_number_holds_birth_date_and_sex);
	RUN(only_days_of_the_calendar_are_dates);
	RUN(a_date_as_text_has_one_form);
	RUN(the_specimen_of_2023_gives_the_number_of_the_specimen_of_2017);
	RUN(what_cannot_make_a_former_number_makes_none);
	RUN(a_former_number_is_three_letters_and_twelve_digits);
	return tap_done();
}
