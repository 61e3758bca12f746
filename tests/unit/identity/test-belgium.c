/* SPDX-License-Identifier: Apache-2.0 */
/* test-belgium.c -- proves lib/identity/belgium.c. */
#include "cards.h"
#include "identity/belgium.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct csi_record record;

static bool
is(cseal_identity_field field, const char *text)
{
	if (strcmp(record.values[field], text) == 0)
		return true;
	printf("# \"%s\"\n", record.values[field]);
	return false;
}

static bool
has_reason(const char *part)
{
	for (size_t i = 0; i < record.reason_count; i++) {
		if (strstr(record.reasons[i], part) != NULL)
			return true;
	}
	return false;
}

static cseal_status
read_file(const struct csi_bytes *file)
{
	memset(&record, 0, sizeof(record));
	return csi_belgium_identity(csi_bytes_span(file), &record, NULL);
}

/* A file with a name and one more field. */
static void
read_field(uint8_t tag, const char *text)
{
	struct csi_bytes file = { 0 };

	cards_field(&file, 0x07, "Specimen");
	cards_field(&file, tag, text);
	OK(read_file(&file) == CSEAL_OK);
	csi_bytes_free(&file);
}

static void
every_field_is_read(void)
{
	struct cards card;

	cards_belgium(&card, "EC:P-384");
	OK(read_file(cards_file(&card, "be.identity")) == CSEAL_OK);
	OK(is(CSEAL_IDENTITY_NAME, "Specimen-Peeters, \xc3\x89loise Marie J"));
	OK(is(CSEAL_IDENTITY_NUMBER, "592000000182"));
	OK(is(CSEAL_IDENTITY_PERSONAL_NUMBER, "85021100212"));
	OK(is(CSEAL_IDENTITY_SEX, "female"));
	OK(is(CSEAL_IDENTITY_NATIONALITY, "BEL"));
	OK(is(CSEAL_IDENTITY_ISSUING_STATE, "BEL"));
	OK(is(CSEAL_IDENTITY_BIRTH_DATE, "1985-02-11"));
	OK(is(CSEAL_IDENTITY_BIRTH_PLACE, "Eupen"));
	OK(is(CSEAL_IDENTITY_VALID_FROM, "2021-06-01"));
	OK(is(CSEAL_IDENTITY_VALID_TO, "2061-06-01"));
	OK(is(CSEAL_IDENTITY_AUTHORITY, "Li\xc3\xa8ge"));
	csi_belgium_address(
	    csi_bytes_span(cards_file(&card, "be.address")), &record);
	OK(is(CSEAL_IDENTITY_ADDRESS, "Rue de l'Exemple 1 /b02, 4700 Eupen"));
	OK(record.reason_count == 0);
	cards_clear(&card);
}

/* As the card's three languages write months. */
static void
birth_dates_of_three_languages_are_dates(void)
{
	static const struct {
		const char *text, *date;
	} rows[] = {
		{ "01 JAN 1990", "1990-01-01" },
		{ "28 FEB  1990", "1990-02-28" },
		{ "31 MARS 1990", "1990-03-31" },
		{ "31 MAAR 1990", "1990-03-31" },
		{ "31.M\xc3\x84R.1990", "1990-03-31" },
		{ "15 AVR  1990", "1990-04-15" },
		{ "15 MEI  1990", "1990-05-15" },
		{ "15.MAI.1990", "1990-05-15" },
		{ "15 JUIN 1990", "1990-06-15" },
		{ "15 JUIL 1990", "1990-07-15" },
		{ "15 AOUT 1990", "1990-08-15" },
		{ "15 SEPT 1990", "1990-09-15" },
		{ "15.OKT.1990", "1990-10-15" },
		{ "29.DEZ.2000", "2000-12-29" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		read_field(0x0c, rows[i].text);
		OKF(is(CSEAL_IDENTITY_BIRTH_DATE, rows[i].date), "%s",
		    rows[i].text);
	}
}

static void
what_is_not_known_of_a_birth_date_is_told(void)
{
	static const char *const rows[] = { "        1940", "   MARS 1940",
		"30 FEV  1990", "99 JAN 1990", "1940", "15 XYZ  1990",
		"01 JAN 199", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		"" };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		read_field(0x0c, rows[i]);
		OKF(is(CSEAL_IDENTITY_BIRTH_DATE, ""), "row %zu", i);
		OKF(has_reason("not wholly known") == (rows[i][0] != '\0'),
		    "row %zu", i);
	}
}

static void
codes_that_are_none_are_left_out_and_told(void)
{
	read_field(0x0d, "X");
	OK(is(CSEAL_IDENTITY_SEX, "") && has_reason("sex"));
	read_field(0x0d, "W");
	OK(is(CSEAL_IDENTITY_SEX, "female"));
	read_field(0x0d, "M");
	OK(is(CSEAL_IDENTITY_SEX, "male"));
	read_field(0x0a, "Fran\xc3\xa7"
			 "ais");
	OK(is(CSEAL_IDENTITY_NATIONALITY, "") && has_reason("nationality"));
	read_field(0x03, "31.02.2021");
	OK(is(CSEAL_IDENTITY_VALID_FROM, "") && has_reason("first day"));
	read_field(0x04, "2021-06-01");
	OK(is(CSEAL_IDENTITY_VALID_TO, "") && has_reason("last day"));
}

static void
numbers_have_check_digits(void)
{
	OK(csi_belgium_number_check("85021100212"));
	OK(csi_belgium_number_check("01030500117")); /* born in 2001 */
	OK(!csi_belgium_number_check("85021100213"));
	OK(!csi_belgium_number_check("8502110021"));
	OK(!csi_belgium_number_check("8502110021X"));
	OK(!csi_belgium_number_check(""));
	read_field(0x06, "85021100213");
	OK(has_reason("personal number"));
	read_field(0x01, "592000000183");
	OK(has_reason("check digit of the number"));
	read_field(0x01, "B12345678901"); /* a foreigner's */
	OK(record.reason_count == 0);
}

static void
text_that_is_none_is_replaced(void)
{
	read_field(0x0b, "Br\xfc"
			 "ssel\x1b[2J");
	/* What is no UTF-8 is taken for what old cards have. */
	OK(is(CSEAL_IDENTITY_BIRTH_PLACE, "Br\xc3\xbcssel\xef\xbf\xbd[2J"));
	OK(has_reason("U+FFFD"));
}

/* Every length that a file can be cut to. */
static void
files_that_are_cut_are_not_read_past_their_end(void)
{
	struct cards card;
	struct csi_bytes *whole;
	size_t refused = 0;

	cards_belgium(&card, "EC:P-384");
	whole = cards_file(&card, "be.identity");
	for (size_t len = 0; len < whole->len; len++) {
		struct csi_bytes cut = { 0 };

		csi_bytes_add(&cut, whole->at, len);
		refused += read_file(&cut) != CSEAL_OK;
		memset(&record, 0, sizeof(record));
		csi_belgium_address(csi_bytes_span(&cut), &record);
		csi_bytes_free(&cut);
	}
	/* Between two fields a file may end. */
	OK(refused > 150 && refused < whole->len);
	cards_clear(&card);
}

static void
lengths_that_lie_are_refused(void)
{
	static const uint8_t rows[][8] = {
		{ 0x07, 0x7f, 'A' },
		{ 0x07, 0xff, 0xff, 0xff, 0xff, 0xff },
		{ 0x07, 0x81, 0x00, 'A' },
		{ 0x07, 0x80, 0x80, 0x80, 0x01, 'A' },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct csi_bytes file = { 0 };

		csi_bytes_add(&file, rows[i], sizeof(rows[i]));
		OKF(read_file(&file) == CSEAL_COUNTER_CARD_UNREADABLE,
		    "row %zu", i);
		csi_bytes_free(&file);
	}
}

static void
a_file_without_name_and_number_is_nobodys(void)
{
	struct csi_bytes file = { 0 };

	OK(read_file(&file) == CSEAL_COUNTER_CARD_UNREADABLE);
	cards_field(&file, 0x0b, "Eupen");
	OK(read_file(&file) == CSEAL_COUNTER_CARD_UNREADABLE);
	csi_bytes_free(&file);
}

static void
the_zeros_at_the_end_of_an_address_are_not_signed(void)
{
	static const uint8_t bytes[] = { 1, 1, 'A', 2, 1, 0, 0, 0 };
	struct csi_span file = { bytes, sizeof(bytes) };

	OK(csi_belgium_signed_address(file).len == 5);
	file.len = 0;
	OK(csi_belgium_signed_address(file).len == 0);
}

int
main(void)
{
	RUN(every_field_is_read);
	RUN(birth_dates_of_three_languages_are_dates);
	RUN(what_is_not_known_of_a_birth_date_is_told);
	RUN(codes_that_are_none_are_left_out_and_told);
	RUN(numbers_have_check_digits);
	RUN(text_that_is_none_is_replaced);
	RUN(files_that_are_cut_are_not_read_past_their_end);
	RUN(lengths_that_lie_are_refused);
	RUN(a_file_without_name_and_number_is_nobodys);
	RUN(the_zeros_at_the_end_of_an_address_are_not_signed);
	return tap_done();
}
