/* SPDX-License-Identifier: Apache-2.0 */
/* test-mrz.c -- proves lib/emrtd/mrz.c with the examples of ICAO 9303. */
#include "emrtd/mrz.h"
#include "tap.h"

#include <string.h>

/* ICAO 9303-4, appendix A; 9303-6, appendix A; 9303-5, appendix A */
#define TD3                                              \
	"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" \
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10"
#define TD2                                      \
	"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" \
	"D231458907UTO7408122F1204159<<<<<<<6"
#define TD1                                \
	"I<UTOD231458907<<<<<<<<<<<<<<<\n" \
	"7408122F1204159UTO<<<<<<<<<<<6\n" \
	"ERIKSSON<<ANNA<MARIA<<<<<<<<<<"

/* 9303-11, appendix D.2: the number D23145890734 */
#define TD2_LONG                                 \
	"I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\n" \
	"D23145890<UTO3407127M95071227349<<<8"
#define TD1_LONG                           \
	"I<UTOD23145890<7349<<<<<<<<<<<\n" \
	"3407127M9507122UTO<<<<<<<<<<<2\n" \
	"STEVENSON<<PETER<JOHN<<<<<<<<<"

static struct csi_mrz mrz;

static bool
reads(const char *text)
{
	return csi_mrz_read(text, strlen(text), &mrz);
}

static bool
is(const char *value, const char *text)
{
	if (strcmp(value, text) == 0)
		return true;
	printf("# \"%s\" instead of \"%s\"\n", value, text);
	return false;
}

static void
check_anna(enum csi_mrz_form form, const char *code, const char *number)
{
	OK(mrz.form == form && mrz.wrong == 0);
	OK(is(mrz.code, code) && is(mrz.state, "UTO"));
	OK(is(mrz.number, number) && is(mrz.nationality, "UTO"));
	OK(is(mrz.birth, "740812") && is(mrz.expiry, "120415"));
	OK(mrz.sex == 'F');
	OK(is(mrz.surname, "ERIKSSON") && is(mrz.given, "ANNA MARIA"));
}

static void
the_examples_of_the_three_sizes_are_read(void)
{
	OK(reads(TD3));
	check_anna(CSI_MRZ_TD3, "P", "L898902C3");
	OK(is(mrz.optional, "ZE184226B"));
	OK(reads(TD2));
	check_anna(CSI_MRZ_TD2, "I", "D23145890");
	OK(is(mrz.optional, ""));
	OK(reads(TD1));
	check_anna(CSI_MRZ_TD1, "I", "D23145890");
	OK(is(mrz.optional, "") && is(mrz.optional_2, ""));
}

static void
a_long_number_goes_on_in_the_optional_data(void)
{
	OK(reads(TD2_LONG));
	OK(mrz.wrong == 0 && is(mrz.number, "D23145890734"));
	OK(is(mrz.optional, "") && is(mrz.birth, "340712"));
	OK(reads(TD1_LONG));
	OK(mrz.wrong == 0 && is(mrz.number, "D23145890734"));
	OK(is(mrz.optional, "") && is(mrz.expiry, "950712"));
}

/* All check digits made anew. */
static void
set_check_digits_td1(char zone[91])
{
	char all[91];

	zone[36] = csi_mrz_check_digit(zone + 30, 6);
	zone[44] = csi_mrz_check_digit(zone + 38, 6);
	snprintf(all, sizeof(all), "%.25s%.7s%.7s%.11s", zone + 5, zone + 30,
	    zone + 38, zone + 48);
	zone[59] = csi_mrz_check_digit(all, 50);
}

static void
a_number_may_fill_the_optional_data(void)
{
	char zone[91] = "IDBEL123456789<ABCDEFGHIJKLMN<"
			"7408122F1204159UTO<<<<<<<<<<<6"
			"ERIKSSON<<ANNA<MARIA<<<<<<<<<<";

	zone[28] = csi_mrz_check_digit("123456789ABCDEFGHIJKLM", 22);
	set_check_digits_td1(zone);
	OK(reads(zone) && mrz.wrong == 0);
	OK(is(mrz.number, "123456789ABCDEFGHIJKLM"));
	memcpy(zone + 28, "N", 1);
	zone[29] = csi_mrz_check_digit("123456789ABCDEFGHIJKLMN", 23);
	set_check_digits_td1(zone);
	OK(reads(zone) && mrz.wrong == 0);
	OK(strlen(mrz.number) == CSI_MRZ_NUMBER_MOST);
	zone[29] = zone[29] == '0' ? '1' : '0';
	set_check_digits_td1(zone);
	OK(reads(zone) && mrz.wrong == CSI_MRZ_NUMBER);
	/* what follows the filler is not part of it */
	memcpy(zone + 14, "<349<AB<<<<<<<<<", 16);
	OK(reads(zone) && is(mrz.number, "12345678934") &&
	    is(mrz.optional, "AB"));
}

static void
each_check_digit_is_checked(void)
{
	static const struct {
		size_t at;
		unsigned wrong;
	} digits[] = {
		{ 45 + 9, CSI_MRZ_NUMBER },
		{ 45 + 19, CSI_MRZ_BIRTH },
		{ 45 + 27, CSI_MRZ_EXPIRY },
		{ 45 + 42, CSI_MRZ_OPTIONAL },
	};
	char text[] = TD3;

	for (size_t i = 0; i < sizeof(digits) / sizeof(digits[0]); i++) {
		char kept = text[digits[i].at];

		text[digits[i].at] = kept == '5' ? '6' : '5';
		OKF(reads(text) &&
			mrz.wrong == (digits[i].wrong | CSI_MRZ_COMPOSITE),
		    "number %zu", i);
		text[digits[i].at] = kept;
	}
	text[45 + 43] = '1';
	OK(reads(text) && mrz.wrong == CSI_MRZ_COMPOSITE);
}

static void
a_digit_changed_in_a_field_is_noticed(void)
{
	char text[] = TD1;
	unsigned noticed = 0, fields = 0;

	/* Letters of the name, code, state and nationality have no check. */
	for (size_t i = 0; i < strlen(TD1); i++) {
		char kept = text[i];

		if (kept < '0' || kept > '9')
			continue;
		text[i] = kept == '9' ? '0' : (char)(kept + 1);
		fields++;
		noticed += reads(text) && mrz.wrong != 0;
		text[i] = kept;
	}
	OKF(fields == 24 && noticed == fields, "%u of %u", noticed, fields);
}

static void
an_empty_personal_number_may_have_a_filler(void)
{
	char text[] = TD3;

	memset(text + 45 + 28, '<', 15);
	text[45 + 43] = '4';
	OK(reads(text));
	OKF((mrz.wrong & CSI_MRZ_OPTIONAL) == 0, "a filler");
	text[45 + 42] = '0';
	OKF(reads(text) && (mrz.wrong & CSI_MRZ_OPTIONAL) == 0, "or 0");
	text[45 + 42] = '1';
	OKF(reads(text) && (mrz.wrong & CSI_MRZ_OPTIONAL) != 0, "not 1");
}

static void
names_are_parted_and_spaced(void)
{
	char text[] = TD3;

	memcpy(text + 5, "VAN<DER<MUELLEN<<<<<<<<<<<<<<<<<<<<<<<<", 39);
	OK(reads(text) && is(mrz.surname, "VAN DER MUELLEN") &&
	    is(mrz.given, ""));
	memcpy(text + 5, "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNA", 39);
	OK(reads(text) &&
	    is(mrz.surname, "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNA"));
	memcpy(text + 5, "<<A<<B<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", 39);
	OK(reads(text) && is(mrz.surname, "") && is(mrz.given, "A  B"));
	memset(text + 5, '<', 39);
	OK(reads(text) && is(mrz.surname, "") && is(mrz.given, ""));
}

static void
what_is_no_zone_is_refused(void)
{
	char text[200];

	OK(!reads(""));
	OK(!reads("P<UTO"));
	OK(!csi_mrz_read(TD3, strlen(TD3) - 1, &mrz));
	snprintf(text, sizeof(text), "%s<", TD3);
	OK(!reads(text));
	snprintf(text, sizeof(text), "%s<<<<<<<", TD1);
	OK(!reads(text));
	snprintf(text, sizeof(text), "%s", TD3);
	text[7] = 'e';
	OKF(!reads(text), "a small letter");
	text[7] = '\0';
	OKF(!csi_mrz_read(text, strlen(TD3), &mrz), "a NUL");
	text[7] = (char)0xc4;
	OKF(!reads(text), "a letter of another alphabet");
}

static void
the_check_digits_of_the_standard_come_out(void)
{
	OK(csi_mrz_check_digit("520727", 6) == '3');
	OK(csi_mrz_check_digit("AB2134<<<", 9) == '5');
	OK(csi_mrz_check_digit("", 0) == '0');
}

static void
dates_get_their_century(void)
{
	char date[11] = "";

	OK(csi_mrz_birth("740812", "2026-11-29", date) &&
	    is(date, "1974-08-12"));
	OK(csi_mrz_birth("261129", "2026-11-29", date) &&
	    is(date, "2026-11-29"));
	OK(csi_mrz_birth("261130", "2026-11-29", date) &&
	    is(date, "1926-11-30"));
	OKF(csi_mrz_birth("000229", "1999-12-31", date) == false,
	    "1900 was no leap year");
	OK(csi_mrz_expiry("120415", "2026-11-29", date) &&
	    is(date, "2012-04-15"));
	OK(csi_mrz_expiry("360101", "2026-11-29", date) &&
	    is(date, "2036-01-01"));
	OK(csi_mrz_expiry("990101", "2026-11-29", date) &&
	    is(date, "1999-01-01"));
	OK(csi_mrz_expiry("030101", "2096-11-29", date) &&
	    is(date, "2103-01-01"));
}

static void
a_date_with_a_part_unknown_is_none(void)
{
	char date[11] = "as before";

	OK(!csi_mrz_birth("74<<<<", "2026-11-29", date));
	OK(!csi_mrz_birth("740001", "2026-11-29", date));
	OK(!csi_mrz_birth("741301", "2026-11-29", date));
	OK(!csi_mrz_expiry("<<<<<<", "2026-11-29", date));
	OK(!csi_mrz_expiry("120230", "2026-11-29", date));
	OK(is(date, "as before"));
}

int
main(void)
{
	RUN(the_examples_of_the_three_sizes_are_read);
	RUN(a_long_number_goes_on_in_the_optional_data);
	RUN(a_number_may_fill_the_optional_data);
	RUN(each_check_digit_is_checked);
	RUN(a_digit_changed_in_a_field_is_noticed);
	RUN(an_empty_personal_number_may_have_a_filler);
	RUN(names_are_parted_and_spaced);
	RUN(what_is_no_zone_is_refused);
	RUN(the_check_digits_of_the_standard_come_out);
	RUN(dates_get_their_century);
	RUN(a_date_with_a_part_unknown_is_none);
	return tap_done();
}
