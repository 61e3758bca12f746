/* SPDX-License-Identifier: Apache-2.0 */
/* record.c -- what a SAM reads from a resident ID card and its kin, as text.
 *
 * The layouts are tables: a row says which bytes of the record are which
 * field, and in which form.  Every offset and length is checked against the
 * 256 bytes by the unit test, not while parsing. */
#include "record.h"

#include "codes.h"
#include "number.h"
#include "text.h"
#include "token.h"

#include <counterseal/module.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MARK_AT 248 /* says which layout it is */

enum form {
	FORM_TEXT,
	FORM_SEX,     /* GB/T 2261.1 */
	FORM_NATION,  /* GB/T 3304 */
	FORM_DATE,    /* YYYYMMDD */
	FORM_DATE_END /* YYYYMMDD, or that there is no end */
};

struct item {
	cseal_identity_field field;
	enum form form;
	uint8_t at, len;
	uint8_t more_at, more_len; /* where a text goes on; 0: nowhere */
};

#define ITEM_MOST 120 /* bytes of an item with its second part */

struct layout {
	const char *type;
	uint16_t mark; /* 0: any that is no letter */
	const struct item *items;
	size_t count;
};

static const struct item resident[] = {
	{ CSEAL_IDENTITY_NAME, FORM_TEXT, 0, 30, 0, 0 },
	{ CSEAL_IDENTITY_SEX, FORM_SEX, 30, 2, 0, 0 },
	{ CSEAL_IDENTITY_NATION, FORM_NATION, 32, 4, 0, 0 },
	{ CSEAL_IDENTITY_BIRTH_DATE, FORM_DATE, 36, 16, 0, 0 },
	{ CSEAL_IDENTITY_ADDRESS, FORM_TEXT, 52, 70, 0, 0 },
	{ CSEAL_IDENTITY_NUMBER, FORM_TEXT, 122, 36, 0, 0 },
	{ CSEAL_IDENTITY_AUTHORITY, FORM_TEXT, 158, 30, 0, 0 },
	{ CSEAL_IDENTITY_VALID_FROM, FORM_DATE, 188, 16, 0, 0 },
	{ CSEAL_IDENTITY_VALID_TO, FORM_DATE_END, 204, 16, 0, 0 },
};

static const struct item hmt_permit[] = {
	{ CSEAL_IDENTITY_NAME, FORM_TEXT, 0, 30, 0, 0 },
	{ CSEAL_IDENTITY_SEX, FORM_SEX, 30, 2, 0, 0 },
	{ CSEAL_IDENTITY_BIRTH_DATE, FORM_DATE, 36, 16, 0, 0 },
	{ CSEAL_IDENTITY_ADDRESS, FORM_TEXT, 52, 70, 0, 0 },
	{ CSEAL_IDENTITY_NUMBER, FORM_TEXT, 122, 36, 0, 0 },
	{ CSEAL_IDENTITY_AUTHORITY, FORM_TEXT, 158, 30, 0, 0 },
	{ CSEAL_IDENTITY_VALID_FROM, FORM_DATE, 188, 16, 0, 0 },
	{ CSEAL_IDENTITY_VALID_TO, FORM_DATE_END, 204, 16, 0, 0 },
	{ CSEAL_IDENTITY_PERMIT_NUMBER, FORM_TEXT, 220, 18, 0, 0 },
	{ CSEAL_IDENTITY_ISSUE_COUNT, FORM_TEXT, 238, 4, 0, 0 },
};

static const struct item foreign_2017[] = {
	{ CSEAL_IDENTITY_NAME_LATIN, FORM_TEXT, 0, 120, 0, 0 },
	{ CSEAL_IDENTITY_SEX, FORM_SEX, 120, 2, 0, 0 },
	{ CSEAL_IDENTITY_NUMBER, FORM_TEXT, 122, 30, 0, 0 },
	{ CSEAL_IDENTITY_NATIONALITY, FORM_TEXT, 152, 6, 0, 0 },
	{ CSEAL_IDENTITY_NAME, FORM_TEXT, 158, 30, 0, 0 },
	{ CSEAL_IDENTITY_VALID_FROM, FORM_DATE, 188, 16, 0, 0 },
	{ CSEAL_IDENTITY_VALID_TO, FORM_DATE_END, 204, 16, 0, 0 },
	{ CSEAL_IDENTITY_BIRTH_DATE, FORM_DATE, 220, 16, 0, 0 },
	{ CSEAL_IDENTITY_AUTHORITY, FORM_TEXT, 240, 8, 0, 0 },
};

static const struct item foreign_2023[] = {
	{ CSEAL_IDENTITY_NAME, FORM_TEXT, 0, 30, 0, 0 },
	{ CSEAL_IDENTITY_SEX, FORM_SEX, 30, 2, 0, 0 },
	{ CSEAL_IDENTITY_ISSUE_COUNT, FORM_TEXT, 32, 4, 0, 0 },
	{ CSEAL_IDENTITY_BIRTH_DATE, FORM_DATE, 36, 16, 0, 0 },
	{ CSEAL_IDENTITY_NAME_LATIN, FORM_TEXT, 52, 70, 220, 22 },
	{ CSEAL_IDENTITY_NUMBER, FORM_TEXT, 122, 36, 0, 0 },
	{ CSEAL_IDENTITY_VALID_FROM, FORM_DATE, 188, 16, 0, 0 },
	{ CSEAL_IDENTITY_VALID_TO, FORM_DATE_END, 204, 16, 0, 0 },
	{ CSEAL_IDENTITY_NATIONALITY, FORM_TEXT, 242, 6, 0, 0 },
	/* The association item: made into the old number below. */
	{ CSEAL_IDENTITY_NUMBER_OLD, FORM_TEXT, 250, 6, 0, 0 },
};

#define LAYOUT(type, mark, items)                                   \
	{                                                           \
		type, mark, items, sizeof(items) / sizeof(items[0]) \
	}

static const struct layout layouts[] = {
	LAYOUT("cn-resident", 0, resident),
	LAYOUT("cn-hmt-permit", 'J', hmt_permit),
	LAYOUT("cn-foreign-2017", 'I', foreign_2017),
	LAYOUT("cn-foreign-2023", 'Y', foreign_2023),
};

/* How a reason calls a field. */
static const char *const labels[CSEAL_IDENTITY_LAST + 1] = {
	[CSEAL_IDENTITY_NAME] = "name",
	[CSEAL_IDENTITY_NAME_LATIN] = "Latin name",
	[CSEAL_IDENTITY_SEX] = "sex",
	[CSEAL_IDENTITY_NATION] = "nation",
	[CSEAL_IDENTITY_NATIONALITY] = "nationality",
	[CSEAL_IDENTITY_BIRTH_DATE] = "birth date",
	[CSEAL_IDENTITY_ADDRESS] = "address",
	[CSEAL_IDENTITY_ADDRESS_NEW] = "added address",
	[CSEAL_IDENTITY_NUMBER] = "number",
	[CSEAL_IDENTITY_NUMBER_OLD] = "former number",
	[CSEAL_IDENTITY_AUTHORITY] = "issuing authority",
	[CSEAL_IDENTITY_VALID_FROM] = "first day of validity",
	[CSEAL_IDENTITY_VALID_TO] = "last day of validity",
	[CSEAL_IDENTITY_PERMIT_NUMBER] = "permit number",
	[CSEAL_IDENTITY_ISSUE_COUNT] = "issue count",
};

void
csi_record_reason(struct csi_record *record, const char *format, ...)
{
	va_list args;

	if (record->reason_count == CSI_REASONS_MOST)
		return;
	va_start(args, format);
	vsnprintf(record->reasons[record->reason_count++], CSI_REASON_ROOM,
	    format, args);
	va_end(args);
}

bool
csi_record_is_type(const char *document_type)
{
	return csi_record_is_sdt(document_type) ||
	       strcmp(document_type, "icao-passport") == 0 ||
	       strcmp(document_type, "icao-card") == 0 ||
	       csi_token_is_type(document_type);
}

bool
csi_record_is_sdt(const char *document_type)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (strcmp(layouts[i].type, document_type) == 0)
			return true;
	}
	return false;
}

static cseal_status
find_layout(const uint8_t *bytes, const struct layout **ret_layout,
    cseal_error **ret_error)
{
	unsigned mark = (unsigned)(bytes[MARK_AT] | bytes[MARK_AT + 1] << 8);

	for (size_t i = 1; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (layouts[i].mark == mark) {
			*ret_layout = &layouts[i];
			return CSEAL_OK;
		}
	}
	/* A kind of card that is younger than this code must not pass as a
	 * resident's. */
	if (mark >= 'A' && mark <= 'Z')
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card is of a kind that is not known here, '%c'",
		    (char)mark);
	*ret_layout = &layouts[0];
	return CSEAL_OK;
}

static void
note_text(struct csi_record *record, cseal_identity_field field, unsigned met)
{
	if (met & CSI_TEXT_REPLACED)
		csi_record_reason(record,
		    "The %s has something that is no text; U+FFFD stands for "
		    "it.",
		    labels[field]);
	if (met & CSI_TEXT_PRIVATE)
		csi_record_reason(record,
		    "The %s has a character of the private use area, which "
		    "only a special font shows.",
		    labels[field]);
}

/* Puts what a coded text stands for in its place; NULL: nothing known. */
static void
decode(struct csi_record *record, cseal_identity_field field, const char *name,
    const char *codes)
{
	char *value = record->values[field];

	if (name == NULL && value[0] != '\0')
		csi_record_reason(record, "The %s is not a code of %s.",
		    labels[field], codes);
	snprintf(value, CSI_VALUE_ROOM, "%s", name == NULL ? "" : name);
}

static void
decode_date(struct csi_record *record, cseal_identity_field field)
{
	char *value = record->values[field];
	char date[CSI_DATE_ROOM] = "";

	if (strlen(value) != 8 || !csi_date_from_digits(value, date))
		csi_record_reason(record,
		    "The %s is not a date of the "
		    "calendar.",
		    labels[field]);
	memset(value, 0, CSI_VALUE_ROOM);
	memcpy(value, date, sizeof(date));
}

static void
parse_item(
    struct csi_record *record, const struct item *item, const uint8_t *bytes)
{
	char *value = record->values[item->field];
	uint8_t raw[ITEM_MOST];

	/* Both parts are one text: a space where it is cut must stay. */
	memcpy(raw, bytes + item->at, item->len);
	memcpy(raw + item->len, bytes + item->more_at, item->more_len);
	note_text(record, item->field,
	    csi_text_from_utf16le(raw, (size_t)item->len + item->more_len,
		value, CSI_VALUE_ROOM));
	explicit_bzero(raw, sizeof(raw));
	switch (item->form) {
	case FORM_TEXT: return;
	case FORM_SEX:
		decode(record, item->field, csi_sex_name(value), "GB/T 2261.1");
		return;
	case FORM_NATION:
		decode(
		    record, item->field, csi_nation_name(value), "GB/T 3304");
		return;
	case FORM_DATE_END:
		if (strcmp(value, "长期") == 0) {
			snprintf(value, CSI_VALUE_ROOM, "long-term");
			return;
		}
		decode_date(record, item->field);
		return;
	case FORM_DATE: decode_date(record, item->field); return;
	}
}

/* Makes the former number of what the association item says. */
static void
derive_old_number(struct csi_record *record)
{
	char *value = record->values[CSEAL_IDENTITY_NUMBER_OLD];
	char old[CSI_NUMBER_OLD_LEN + 1] = "";

	if (value[0] == '\0')
		return;
	if (!csi_number_old(record->values[CSEAL_IDENTITY_NATIONALITY],
		record->values[CSEAL_IDENTITY_NUMBER], value, old))
		csi_record_reason(record,
		    "The former number cannot be derived from the card.");
	memset(value, 0, CSI_VALUE_ROOM);
	memcpy(value, old, sizeof(old));
	explicit_bzero(old, sizeof(old));
}

/* Whether there is anything but replacement characters: a chip that was never
 * written gives zeros or ones. */
static bool
says_something(const char *value)
{
	static const char replacement[] = "\xef\xbf\xbd";

	while (strncmp(value, replacement, sizeof(replacement) - 1) == 0)
		value += sizeof(replacement) - 1;
	return value[0] != '\0';
}

cseal_status
csi_record_parse(const void *text, size_t len, struct csi_record *record,
    cseal_error **ret_error)
{
	const struct layout *layout = NULL;
	cseal_status st;

	if (len != CSI_RECORD_LEN)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's text had %zu bytes, not %d", len,
		    CSI_RECORD_LEN);
	st = find_layout(text, &layout, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; i < layout->count; i++)
		parse_item(record, &layout->items[i], text);
	derive_old_number(record);
	if (!says_something(record->values[CSEAL_IDENTITY_NUMBER]) &&
	    !says_something(record->values[CSEAL_IDENTITY_NAME]) &&
	    !says_something(record->values[CSEAL_IDENTITY_NAME_LATIN]))
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the card's text had neither a name nor a number");
	snprintf(record->values[CSEAL_IDENTITY_DOCUMENT_TYPE], CSI_VALUE_ROOM,
	    "%s", layout->type);
	return CSEAL_OK;
}

void
csi_record_add_address(struct csi_record *record, const void *bytes, size_t len)
{
	char *value = record->values[CSEAL_IDENTITY_ADDRESS_NEW];
	size_t count = len / CSI_ADDRESS_LEN, filled = 0;
	char text[CSI_TEXT_ROOM(CSI_ADDRESS_LEN)];
	unsigned met = 0;

	if (len % CSI_ADDRESS_LEN != 0 || count > CSI_ADDRESSES_MOST) {
		csi_record_reason(record,
		    "The added address has a length that addresses do not "
		    "have, and is left out.");
		return;
	}
	for (size_t i = 0; i < count; i++) {
		unsigned here = csi_text_from_utf16le(
		    (const uint8_t *)bytes + i * CSI_ADDRESS_LEN,
		    CSI_ADDRESS_LEN, text, sizeof(text));

		if (text[0] == '\0')
			continue;
		met = here;
		filled++;
		snprintf(value, CSI_VALUE_ROOM, "%s", text);
	}
	explicit_bzero(text, sizeof(text));
	note_text(record, CSEAL_IDENTITY_ADDRESS_NEW, met);
	if (filled > 1)
		csi_record_reason(record,
		    "The chip holds %zu added addresses; the last of them is "
		    "given.",
		    filled);
}

static unsigned
le32_at(const uint8_t *at)
{
	return (unsigned)at[0] | (unsigned)at[1] << 8 | (unsigned)at[2] << 16 |
	       (unsigned)at[3] << 24;
}

void
csi_record_add_sam(struct csi_record *record, const uint8_t sam[CSI_SAM_LEN])
{
	snprintf(record->values[CSEAL_IDENTITY_READER_ID], CSI_VALUE_ROOM,
	    "%02u.%02u-%08u-%010u-%010u", sam[0], sam[2], le32_at(sam + 4),
	    le32_at(sam + 8), le32_at(sam + 12));
}

static void
check_number(struct csi_record *record, const char *number)
{
	const char *birth = record->values[CSEAL_IDENTITY_BIRTH_DATE];
	const char *sex = record->values[CSEAL_IDENTITY_SEX];
	char in_number[CSI_DATE_ROOM];
	bool is_male;

	if (!csi_number_is_whole(number)) {
		csi_record_reason(record,
		    "The number is not 17 digits and a check character.");
		return;
	}
	if (!csi_number_check(number))
		csi_record_reason(
		    record, "The check character of the number is wrong.");
	if (!csi_number_birth(number, in_number))
		csi_record_reason(
		    record, "The birth date in the number is not a date.");
	else if (birth[0] != '\0' && strcmp(birth, in_number) != 0)
		csi_record_reason(
		    record, "The birth date differs from that in the number.");
	is_male = csi_number_is_male(number);
	if ((strcmp(sex, "male") == 0 && !is_male) ||
	    (strcmp(sex, "female") == 0 && is_male))
		csi_record_reason(
		    record, "The sex differs from that in the number.");
}

static void
check_number_2017(struct csi_record *record, const char *number)
{
	const char *birth = record->values[CSEAL_IDENTITY_BIRTH_DATE];
	const char *country = record->values[CSEAL_IDENTITY_NATIONALITY];

	if (!csi_number_old_is_whole(number)) {
		csi_record_reason(
		    record, "The number is not three letters and 12 digits.");
		return;
	}
	if (!csi_number_old_check(number))
		csi_record_reason(
		    record, "The check digit of the number is wrong.");
	if (birth[0] != '\0' && !csi_number_old_has_birth(number, birth))
		csi_record_reason(
		    record, "The birth date differs from that in the number.");
	if (country[0] != '\0' && strncmp(number, country, 3) != 0)
		csi_record_reason(
		    record, "The nationality differs from that in the number.");
}

void
csi_record_check_dates(struct csi_record *record, const char *today)
{
	const char *birth = record->values[CSEAL_IDENTITY_BIRTH_DATE];
	const char *from = record->values[CSEAL_IDENTITY_VALID_FROM];
	const char *to = record->values[CSEAL_IDENTITY_VALID_TO];
	bool ends = to[0] != '\0' && strcmp(to, "long-term") != 0;

	/* Dates as text are in the order of time. */
	if (strcmp(birth, today) > 0)
		csi_record_reason(record, "The birth date is in the future.");
	if (strcmp(from, today) > 0)
		csi_record_reason(record, "The document is not valid yet.");
	if (ends && strcmp(to, today) < 0)
		csi_record_reason(record, "The document has expired.");
	if (ends && strcmp(from, to) > 0)
		csi_record_reason(
		    record, "The document expires before it is valid.");
}

void
csi_record_check(struct csi_record *record, const char *today)
{
	const char *type = record->values[CSEAL_IDENTITY_DOCUMENT_TYPE];
	const char *number = record->values[CSEAL_IDENTITY_NUMBER];

	if (number[0] == '\0')
		csi_record_reason(record, "The document has no number.");
	else if (strcmp(type, "cn-foreign-2017") == 0)
		check_number_2017(record, number);
	else
		check_number(record, number);
	if (strcmp(type, "cn-foreign-2023") == 0 && number[0] != '\0' &&
	    number[0] != '9')
		csi_record_reason(record,
		    "The number does not begin with 9 as a foreigner's does.");
	csi_record_check_dates(record, today);
}

void
csi_record_explain_verdicts(struct csi_record *record)
{
	csi_record_reason(record,
	    "The reader's SAM checks the card but passes no proof on: whether "
	    "the state signed the data cannot be shown.");
	csi_record_reason(record,
	    "The reader's SAM authenticates the chip but passes no proof on: "
	    "whether the chip is genuine cannot be shown.");
	csi_record_reason(record,
	    "Nobody compared the chip with what is printed on the card.");
}
