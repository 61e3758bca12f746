/* SPDX-License-Identifier: Apache-2.0 */
/* belgium.c -- what the files of a Belgian identity card say. */
#include "belgium.h"

#include "filling.h"
#include "number.h"

#include <counterseal/module.h>
#include <stdio.h>
#include <string.h>

enum {
	CARD_NUMBER = 0x01,
	VALID_FROM = 0x03,
	VALID_TO = 0x04,
	MUNICIPALITY = 0x05,
	NATIONAL_NUMBER = 0x06,
	SURNAME = 0x07,
	GIVEN_NAMES = 0x08,
	THIRD_NAME = 0x09, /* its first letter */
	NATIONALITY = 0x0a,
	BIRTH_PLACE = 0x0b,
	BIRTH_DATE = 0x0c,
	SEX = 0x0d,
	PHOTO_DIGEST = 0x11
};

/* Of the address file. */
enum { STREET = 0x01, ZIP = 0x02, TOWN = 0x03 };

#define LENGTH_BYTES_MOST 3

/* ---- fields ----------------------------------------------------------- */

/* Seven bits a byte, the last one below 0x80.  No field is as long as that
 * needs more than one; the middleware reads it so. */
static size_t
read_length(struct csi_reader *in)
{
	size_t len = 0;

	for (int i = 0; i < LENGTH_BYTES_MOST; i++) {
		uint8_t byte = csi_read_u8(in);

		len = len << 7 | (byte & 0x7f);
		if (byte < 0x80)
			return len;
	}
	in->bad = true;
	return 0;
}

static bool
is_padding(const struct csi_reader *in)
{
	for (const uint8_t *at = in->at; at < in->end; at++) {
		if (*at != 0)
			return false;
	}
	return true;
}

bool
csi_belgium_split(struct csi_span file, struct csi_belgium *ret_fields)
{
	struct csi_reader in = csi_reader_of(file.at, file.len);
	struct csi_span field;
	uint8_t tag;

	memset(ret_fields, 0, sizeof(*ret_fields));
	while (!is_padding(&in)) {
		tag = csi_read_u8(&in);
		field = csi_read_span(&in, read_length(&in));
		if (in.bad)
			return false;
		if (tag < CSI_BELGIUM_TAGS && ret_fields->at[tag].at == NULL)
			ret_fields->at[tag] = field;
	}
	return true;
}

/* ---- text ------------------------------------------------------------- */

static void
put(struct csi_record *record, cseal_identity_field field, const char *text)
{
	snprintf(record->values[field], CSI_VALUE_ROOM, "%s", text);
}

static void
put_texts(struct csi_record *record, const struct csi_belgium *fields)
{
	static const struct {
		unsigned tag;
		cseal_identity_field field;
	} rows[] = {
		{ CARD_NUMBER, CSEAL_IDENTITY_NUMBER },
		{ NATIONAL_NUMBER, CSEAL_IDENTITY_PERSONAL_NUMBER },
		{ BIRTH_PLACE, CSEAL_IDENTITY_BIRTH_PLACE },
		{ MUNICIPALITY, CSEAL_IDENTITY_AUTHORITY },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		csi_fill_text(record, fields->at[rows[i].tag],
		    record->values[rows[i].field], CSI_VALUE_ROOM);
}

/* "Surname, Given Names L" */
static void
put_name(struct csi_record *record, const struct csi_belgium *fields)
{
	const struct csi_fill_part parts[] = {
		{ fields->at[SURNAME], "" },
		{ fields->at[GIVEN_NAMES], ", " },
		{ fields->at[THIRD_NAME], " " },
	};

	csi_fill_parts(record, CSEAL_IDENTITY_NAME, parts,
	    sizeof(parts) / sizeof(parts[0]));
}

/* ---- codes ------------------------------------------------------------ */

/* The card has a word in one of three languages, of which those for its own
 * nation are known here. */
static void
put_nationality(struct csi_record *record, struct csi_span field)
{
	static const char *const words[] = { "Belg", "Belge", "Belgier",
		"Belgierin", "Belgisch", "belgisch", "belge" };

	if (field.len == 0)
		return;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (csi_span_is(field, words[i])) {
			put(record, CSEAL_IDENTITY_NATIONALITY, "BEL");
			return;
		}
	}
	csi_record_reason(record,
	    "The nationality is a word of the card's language that is not "
	    "known here, and is left out.");
}

/* ---- dates ------------------------------------------------------------ */

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* Of French, Dutch and German; 0: none of them. */
static unsigned
month_of(struct csi_span word)
{
	static const struct {
		const char *word;
		unsigned month;
	} rows[] = {
		{ "JAN", 1 },
		{ "FEV", 2 },
		{ "FEB", 2 },
		{ "MARS", 3 },
		{ "MAAR", 3 },
		{ "M\xc3\x84R", 3 },
		{ "AVR", 4 },
		{ "APR", 4 },
		{ "MAI", 5 },
		{ "MEI", 5 },
		{ "JUIN", 6 },
		{ "JUN", 6 },
		{ "JUIL", 7 },
		{ "JUL", 7 },
		{ "AOUT", 8 },
		{ "AUG", 8 },
		{ "SEPT", 9 },
		{ "SEP", 9 },
		{ "OCT", 10 },
		{ "OKT", 10 },
		{ "NOV", 11 },
		{ "DEC", 12 },
		{ "DEZ", 12 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (csi_span_is(word, rows[i].word))
			return rows[i].month;
	}
	return 0;
}

/* "DD MMMM YYYY" or "DD.MMM.YYYY"; what is not known of it is blank, and a
 * short word is followed by blanks. */
static bool
read_birth(struct csi_span field, char ret_date[CSI_DATE_ROOM])
{
	struct csi_span word;
	char digits[sizeof("YYYYMMDD") + 2];
	unsigned month;

	if (field.len < sizeof("DD MMM YYYY") - 1)
		return false;
	word.at = field.at + 3;
	word.len = field.len - 7;
	while (word.len > 0 &&
	       (word.at[word.len - 1] == ' ' || word.at[word.len - 1] == '.'))
		word.len--;
	month = month_of(word);
	if (month == 0)
		return false;
	memcpy(digits, field.at + field.len - 4, 4);
	snprintf(digits + 4, 3, "%02u", month % 100);
	memcpy(digits + 6, field.at, 2);
	digits[8] = '\0';
	return csi_date_from_digits(digits, ret_date);
}

static void
put_birth(struct csi_record *record, struct csi_span field)
{
	char date[CSI_DATE_ROOM];

	if (field.len == 0)
		return;
	if (read_birth(field, date))
		memcpy(record->values[CSEAL_IDENTITY_BIRTH_DATE], date,
		    sizeof(date));
	else
		csi_record_reason(
		    record, "The birth date is not wholly known.");
}

/* ---- numbers ---------------------------------------------------------- */

static bool
read_digits(const char *text, size_t count, uint64_t *ret_value)
{
	uint64_t value = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_digit((uint8_t)text[i]))
			return false;
		value = value * 10 + (uint64_t)(text[i] - '0');
	}
	*ret_value = value;
	return true;
}

bool
csi_belgium_number_check(const char *number)
{
	uint64_t value, check;

	if (strlen(number) != 11 || !read_digits(number, 9, &value) ||
	    !read_digits(number + 9, 2, &check))
		return false;
	return 97 - value % 97 == check ||
	       97 - (UINT64_C(2000000000) + value) % 97 == check;
}

/* Twelve digits, of which the last two are what the others leave modulo 97, or
 * 97 for nothing; a foreigner's card has a letter in front. */
static bool
is_card_number(const char *number)
{
	uint64_t value, check;

	if (strlen(number) != 12 || !read_digits(number, 10, &value))
		return true;
	return read_digits(number + 10, 2, &check) &&
	       (value % 97 == check || (value % 97 == 0 && check == 97));
}

static void
check_numbers(struct csi_record *record)
{
	const char *national = record->values[CSEAL_IDENTITY_PERSONAL_NUMBER];

	if (!is_card_number(record->values[CSEAL_IDENTITY_NUMBER]))
		csi_record_reason(
		    record, "The check digit of the number is wrong.");
	if (national[0] != '\0' && !csi_belgium_number_check(national))
		csi_record_reason(
		    record, "The check digit of the personal number is wrong.");
}

/* ---- files ------------------------------------------------------------ */

cseal_status
csi_belgium_identity(
    struct csi_span file, struct csi_record *record, cseal_error **ret_error)
{
	struct csi_belgium fields;

	if (!csi_belgium_split(file, &fields))
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's identity file was not well formed");
	put_name(record, &fields);
	put_texts(record, &fields);
	if (record->values[CSEAL_IDENTITY_NAME][0] == '\0' &&
	    record->values[CSEAL_IDENTITY_PERSONAL_NUMBER][0] == '\0')
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's identity file had neither a name nor a "
		    "number");
	csi_fill_sex(record, fields.at[SEX], "FVW");
	put_nationality(record, fields.at[NATIONALITY]);
	put_birth(record, fields.at[BIRTH_DATE]);
	csi_fill_day(record, CSEAL_IDENTITY_VALID_FROM, fields.at[VALID_FROM],
	    "The first day of validity is not a date.");
	csi_fill_day(record, CSEAL_IDENTITY_VALID_TO, fields.at[VALID_TO],
	    "The last day of validity is not a date.");
	put(record, CSEAL_IDENTITY_ISSUING_STATE, "BEL");
	check_numbers(record);
	return CSEAL_OK;
}

void
csi_belgium_address(struct csi_span file, struct csi_record *record)
{
	struct csi_belgium fields;
	bool is_whole = csi_belgium_split(file, &fields);
	const struct csi_fill_part parts[] = {
		{ fields.at[STREET], "" },
		{ fields.at[ZIP], ", " },
		{ fields.at[TOWN], " " },
	};

	if (!is_whole)
		csi_record_reason(record,
		    "The card's address is damaged; what stands before that "
		    "is given.");
	csi_fill_parts(record, CSEAL_IDENTITY_ADDRESS, parts,
	    sizeof(parts) / sizeof(parts[0]));
}

struct csi_span
csi_belgium_photo_digest(struct csi_span identity)
{
	struct csi_belgium fields;

	csi_belgium_split(identity, &fields);
	return fields.at[PHOTO_DIGEST];
}

struct csi_span
csi_belgium_signed_address(struct csi_span file)
{
	while (file.len > 0 && file.at[file.len - 1] == 0)
		file.len--;
	return file;
}
