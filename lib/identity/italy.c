/* SPDX-License-Identifier: Apache-2.0 */
/* italy.c -- the personal data of Italy's services card (CNS, TS-CNS). */
#include "cards.h"

#include "filling.h"

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
#define CODE_ROOM     200

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
put_days(struct csi_record *record, const struct csi_span *fields)
{
	csi_fill_day(record, CSEAL_IDENTITY_BIRTH_DATE, fields[BIRTH],
	    "The birth date is not wholly known.");
	csi_fill_day(record, CSEAL_IDENTITY_VALID_FROM, fields[ISSUED],
	    "The first day of validity is not a date.");
	csi_fill_day(record, CSEAL_IDENTITY_VALID_TO, fields[EXPIRES],
	    "The last day of validity is not a date.");
}

/* The town of the address is a code, which only a table of Italy's makes a
 * name. */
static void
put_texts(struct csi_record *record, const struct csi_span *fields)
{
	const struct csi_fill_part name[] = { { fields[SURNAME], "" },
		{ fields[NAME], ", " } };
	const struct csi_fill_part address[] = { { fields[ADDRESS], "" },
		{ fields[TOWN], ", " } };

	csi_fill_parts(record, CSEAL_IDENTITY_NAME, name, 2);
	csi_fill_parts(record, CSEAL_IDENTITY_ADDRESS, address, 2);
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
	char here[CODE_ROOM];

	csi_fill_text(record, field, here, sizeof(here));
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
	put_texts(record, fields);
	put_days(record, fields);
	csi_fill_sex(record, fields[SEX], "F");
	put_code(record, fields[TAX_CODE]);
	csi_fill_text(record, fields[ISSUER],
	    record->values[CSEAL_IDENTITY_AUTHORITY], CSI_VALUE_ROOM);
	csi_fill_text(record, fields[BIRTH_TOWN],
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
