/* SPDX-License-Identifier: Apache-2.0 */
/* italy.c -- the personal data of Italy's services card (CNS, TS-CNS). */
#include "cards.h"

#include "number.h"
#include "text.h"

#include <counterseal/module.h>
#include <stdio.h>
#include <string.h>

enum field {
	ISSUER,
	ISSUED, /* DDMMYYYY, as are the other days */
	EXPIRES,
	SURNAME,
	NAME,
	BIRTH,
	SEX,
	HEIGHT,
	TAX_CODE,
	CITIZENSHIP,
	BIRTH_TOWN, /* a code of the land registry */
	BIRTH_COUNTRY,
	BIRTH_RECORD,
	TOWN, /* likewise */
	ADDRESS,
	FIELD_COUNT
};

#define LENGTH_DIGITS 6
#define CODE_LEN      16
#define PART_ROOM     200

/* False: they are no hexadecimal digits. */
static bool
read_hex(struct csi_reader *in, size_t digits, size_t *ret_value)
{
	struct csi_span text = csi_read_span(in, digits);
	size_t value = 0;

	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = text.at[i];

		if (c >= '0' && c <= '9')
			value = value << 4 | (size_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			value = value << 4 | (size_t)((c | 0x20) - 'a' + 10);
		else
			return false;
	}
	*ret_value = value;
	return !in->bad;
}

/* Fields that end before the file does are not there. */
static bool
split(struct csi_span file, struct csi_span fields[FIELD_COUNT])
{
	struct csi_reader in = csi_reader_of(file.at, file.len);
	size_t total, len;

	if (!read_hex(&in, LENGTH_DIGITS, &total) ||
	    total > csi_reader_left(&in))
		return false;
	in = csi_reader_of(in.at, total);
	for (int i = 0; i < FIELD_COUNT && csi_reader_left(&in) > 0; i++) {
		if (!read_hex(&in, 2, &len))
			return false;
		fields[i] = csi_read_span(&in, len);
		if (in.bad)
			return false;
	}
	return true;
}

static void
take(struct csi_record *record, struct csi_span field, char *text, size_t room)
{
	if (csi_text_from_bytes(field.at, field.len, text, room) &
	    CSI_TEXT_REPLACED)
		csi_record_reason(record,
		    "A text on the chip has something that is no text; U+FFFD "
		    "stands for it.");
}

static void
put_day(struct csi_record *record, cseal_identity_field to,
    struct csi_span field, const char *reason)
{
	char digits[9], date[CSI_DATE_ROOM];

	if (field.len == 0)
		return;
	if (field.len == 8) {
		memcpy(digits, field.at + 4, 4);
		memcpy(digits + 4, field.at + 2, 2);
		memcpy(digits + 6, field.at, 2);
		digits[8] = '\0';
		if (csi_date_from_digits(digits, date)) {
			memcpy(record->values[to], date, sizeof(date));
			return;
		}
	}
	csi_record_reason(record, "%s", reason);
}

static void
put_days(struct csi_record *record, const struct csi_span *fields)
{
	put_day(record, CSEAL_IDENTITY_BIRTH_DATE, fields[BIRTH],
	    "The birth date is not wholly known.");
	put_day(record, CSEAL_IDENTITY_VALID_FROM, fields[ISSUED],
	    "The first day of validity is not a date.");
	put_day(record, CSEAL_IDENTITY_VALID_TO, fields[EXPIRES],
	    "The last day of validity is not a date.");
}

static void
put_names(struct csi_record *record, const struct csi_span *fields)
{
	char surname[PART_ROOM], name[PART_ROOM];
	bool both;

	take(record, fields[SURNAME], surname, sizeof(surname));
	take(record, fields[NAME], name, sizeof(name));
	both = surname[0] != '\0' && name[0] != '\0';
	snprintf(record->values[CSEAL_IDENTITY_NAME], CSI_VALUE_ROOM, "%s%s%s",
	    surname, both ? ", " : "", name);
	explicit_bzero(surname, sizeof(surname));
	explicit_bzero(name, sizeof(name));
}

static void
put_sex(struct csi_record *record, struct csi_span field)
{
	const char *sex = csi_span_is(field, "M")   ? "male"
			  : csi_span_is(field, "F") ? "female"
						    : "";

	if (field.len > 0 && sex[0] == '\0')
		csi_record_reason(record, "The sex is not a code of the card.");
	snprintf(record->values[CSEAL_IDENTITY_SEX], CSI_VALUE_ROOM, "%s", sex);
}

/* Street, then the town's code, which only a table of Italy's makes a name. */
static void
put_address(struct csi_record *record, const struct csi_span *fields)
{
	char street[PART_ROOM], town[PART_ROOM];
	bool both;

	take(record, fields[ADDRESS], street, sizeof(street));
	take(record, fields[TOWN], town, sizeof(town));
	both = street[0] != '\0' && town[0] != '\0';
	snprintf(record->values[CSEAL_IDENTITY_ADDRESS], CSI_VALUE_ROOM,
	    "%s%s%s", street, both ? ", " : "", town);
	explicit_bzero(street, sizeof(street));
}

/* Decree of 23 December 1976 (Gazzetta Ufficiale 345): characters at odd
 * places, the first is one, count by the table. */
bool
csi_italy_code_check(const char *code)
{
	static const uint8_t odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4,
		18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
	unsigned sum = 0;

	if (strlen(code) != CODE_LEN)
		return false;
	for (size_t i = 0; i < CODE_LEN - 1; i++) {
		char c = code[i];
		unsigned value;

		if (c >= '0' && c <= '9')
			value = (unsigned)(c - '0');
		else if (c >= 'A' && c <= 'Z')
			value = (unsigned)(c - 'A');
		else
			return false;
		sum += i % 2 == 0 ? odd[value] : value;
	}
	return code[CODE_LEN - 1] == (char)('A' + sum % 26);
}

static void
put_code(struct csi_record *record, struct csi_span field)
{
	char *code = record->values[CSEAL_IDENTITY_PERSONAL_NUMBER];
	char here[PART_ROOM];

	take(record, field, here, sizeof(here));
	if (here[0] == '\0')
		return;
	if (code[0] != '\0' && strcmp(code, here) != 0)
		csi_record_reason(record,
		    "The certificate and the data of the card have different "
		    "personal numbers.");
	if (!csi_italy_code_check(here))
		csi_record_reason(
		    record, "The check digit of the personal number is wrong.");
	snprintf(code, CSI_VALUE_ROOM, "%s", here);
}

cseal_status
csi_italy_personal(
    struct csi_span file, struct csi_record *record, cseal_error **ret_error)
{
	struct csi_span fields[FIELD_COUNT] = { { NULL, 0 } };

	if (!split(file, fields))
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's personal data were not well formed");
	if (fields[SURNAME].len == 0 && fields[TAX_CODE].len == 0)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's personal data had neither a name nor a "
		    "number");
	put_names(record, fields);
	put_days(record, fields);
	put_sex(record, fields[SEX]);
	put_code(record, fields[TAX_CODE]);
	put_address(record, fields);
	take(record, fields[ISSUER], record->values[CSEAL_IDENTITY_AUTHORITY],
	    CSI_VALUE_ROOM);
	take(record, fields[BIRTH_TOWN],
	    record->values[CSEAL_IDENTITY_BIRTH_PLACE], CSI_VALUE_ROOM);
	if (csi_span_is(fields[CITIZENSHIP], "ITA"))
		snprintf(record->values[CSEAL_IDENTITY_NATIONALITY],
		    CSI_VALUE_ROOM, "ITA");
	else if (fields[CITIZENSHIP].len > 0)
		csi_record_reason(record,
		    "The nationality is a code of the card that is not known "
		    "here, and is left out.");
	snprintf(record->values[CSEAL_IDENTITY_ISSUING_STATE], CSI_VALUE_ROOM,
	    "ITA");
	return CSEAL_OK;
}
