/* SPDX-License-Identifier: Apache-2.0 */
/* test-record.c -- proves lib/identity/record.c. */
#include "card.h"
#include "error.h"
#include "identity/record.h"
#include "tap.h"

#define TODAY "2024-06-30"

/* The record of a card with everything checked on the day TODAY. */
static struct csi_record
read_card(const struct card *card)
{
	struct csi_record record = { 0 };

	OK(csi_record_parse(card->bytes, sizeof(card->bytes), &record, NULL) ==
	    CSEAL_OK);
	csi_record_check(&record, TODAY);
	return record;
}

static bool
has(const struct csi_record *record, const char *part)
{
	for (size_t i = 0; i < record->reason_count; i++) {
		if (strstr(record->reasons[i], part) != NULL)
			return true;
	}
	return false;
}

struct expected {
	cseal_identity_field field;
	const char *value;
};

/* Those fields have those values, and no other field has one. */
static void
expect(const struct csi_record *record, const struct expected *rows, size_t n)
{
	for (int field = 1; field <= CSEAL_IDENTITY_LAST; field++) {
		const char *value = "";

		for (size_t i = 0; i < n; i++) {
			if ((int)rows[i].field == field)
				value = rows[i].value;
		}
		OKF(strcmp(record->values[field], value) == 0,
		    "field %d is '%s'", field, record->values[field]);
	}
}

#define EXPECT(record, rows) \
	expect(record, rows, sizeof(rows) / sizeof(rows[0]))

static void
a_resident_card_is_read(void)
{
	static const struct expected rows[] = {
		{ CSEAL_IDENTITY_DOCUMENT_TYPE, "cn-resident" },
		{ CSEAL_IDENTITY_NAME, "林小满" },
		{ CSEAL_IDENTITY_SEX, "female" },
		{ CSEAL_IDENTITY_NATION, "汉" },
		{ CSEAL_IDENTITY_BIRTH_DATE, "1990-03-07" },
		{ CSEAL_IDENTITY_ADDRESS,
		    "示例省云川市海棠区春晓路18号 6幢1502室" },
		{ CSEAL_IDENTITY_NUMBER, "990101199003070023" },
		{ CSEAL_IDENTITY_AUTHORITY, "云川市公安局海棠分局" },
		{ CSEAL_IDENTITY_VALID_FROM, "2020-03-15" },
		{ CSEAL_IDENTITY_VALID_TO, "2040-03-15" },
	};
	struct card card = card_resident();
	struct csi_record record = read_card(&card);

	EXPECT(&record, rows);
	OK(record.reason_count == 0);
}

static void
a_permit_of_hong_kong_macau_and_taiwan_is_read(void)
{
	static const struct expected rows[] = {
		{ CSEAL_IDENTITY_DOCUMENT_TYPE, "cn-hmt-permit" },
		{ CSEAL_IDENTITY_NAME, "陈大文" },
		{ CSEAL_IDENTITY_SEX, "male" },
		{ CSEAL_IDENTITY_BIRTH_DATE, "1985-11-20" },
		{ CSEAL_IDENTITY_ADDRESS, "示例省云川市海棠区海滨路1号" },
		{ CSEAL_IDENTITY_NUMBER, "990102198511200017" },
		{ CSEAL_IDENTITY_AUTHORITY, "云川市公安局" },
		{ CSEAL_IDENTITY_VALID_FROM, "2022-06-01" },
		{ CSEAL_IDENTITY_VALID_TO, "2027-06-01" },
		{ CSEAL_IDENTITY_PERMIT_NUMBER, "H00000000" },
		{ CSEAL_IDENTITY_ISSUE_COUNT, "02" },
	};
	struct card card = card_hmt_permit();
	struct csi_record record = read_card(&card);

	EXPECT(&record, rows);
	OK(record.reason_count == 0);
}

static void
a_foreigners_card_of_2017_is_read(void)
{
	static const struct expected rows[] = {
		{ CSEAL_IDENTITY_DOCUMENT_TYPE, "cn-foreign-2017" },
		{ CSEAL_IDENTITY_NAME, "证件样本" },
		{ CSEAL_IDENTITY_NAME_LATIN, "SPECIMEN, JANE MARY" },
		{ CSEAL_IDENTITY_SEX, "female" },
		{ CSEAL_IDENTITY_NATIONALITY, "CAN" },
		{ CSEAL_IDENTITY_BIRTH_DATE, "1981-08-03" },
		{ CSEAL_IDENTITY_NUMBER, "CAN110081080310" },
		{ CSEAL_IDENTITY_AUTHORITY, "1500" },
		{ CSEAL_IDENTITY_VALID_FROM, "2015-10-25" },
		{ CSEAL_IDENTITY_VALID_TO, "2025-10-24" },
	};
	struct card card = card_foreign_2017();
	struct csi_record record = read_card(&card);

	EXPECT(&record, rows);
	OK(record.reason_count == 0);
}

static void
a_foreigners_card_of_2023_is_read_with_its_former_number(void)
{
	static const struct expected rows[] = {
		{ CSEAL_IDENTITY_DOCUMENT_TYPE, "cn-foreign-2023" },
		{ CSEAL_IDENTITY_NAME, "证件样本" },
		/* The space where the name is cut in two is kept. */
		{ CSEAL_IDENTITY_NAME_LATIN,
		    "SPECIMEN, JANE MARY ELIZABETH ANNE CAROLINE" },
		{ CSEAL_IDENTITY_SEX, "female" },
		{ CSEAL_IDENTITY_NATIONALITY, "CAN" },
		{ CSEAL_IDENTITY_BIRTH_DATE, "1981-08-03" },
		{ CSEAL_IDENTITY_NUMBER, "911124198108030024" },
		{ CSEAL_IDENTITY_NUMBER_OLD, "CAN110081080310" },
		{ CSEAL_IDENTITY_VALID_FROM, "2023-12-01" },
		{ CSEAL_IDENTITY_VALID_TO, "2033-12-01" },
		{ CSEAL_IDENTITY_ISSUE_COUNT, "01" },
	};
	struct card card = card_foreign_2023();
	struct csi_record record = read_card(&card);

	EXPECT(&record, rows);
	OK(record.reason_count == 0);
}

static void
a_card_without_association_item_has_no_former_number(void)
{
	struct card card = card_foreign_2023();
	struct csi_record record;

	card_put(&card, 250, u"   ");
	record = read_card(&card);
	OK(record.values[CSEAL_IDENTITY_NUMBER_OLD][0] == '\0');
	OK(record.reason_count == 0);
}

static void
an_association_item_that_makes_no_number_is_a_reason(void)
{
	struct card card = card_foreign_2023();
	struct csi_record record;

	card_put(&card, 250, u"0?1");
	record = read_card(&card);
	OK(record.values[CSEAL_IDENTITY_NUMBER_OLD][0] == '\0');
	OK(record.reason_count == 1);
	OK(has(&record, "former number cannot be derived"));
}

static void
a_card_without_an_end_is_valid_for_good(void)
{
	struct card card = card_resident();
	struct csi_record record;

	card_put(&card, 204, u"长期      ");
	record = read_card(&card);
	OK(strcmp(record.values[CSEAL_IDENTITY_VALID_TO], "long-term") == 0);
	OK(record.reason_count == 0);
	/* Only the end of validity may be missing in that way. */
	card_put(&card, 188, u"长期      ");
	record = read_card(&card);
	OK(has(&record, "first day of validity is not a date"));
}

/* What is changed in the resident's card, and the one reason it gives. */
struct oddity {
	size_t at;
	const char16_t *text;
	const char *reason;
};

static const struct oddity oddities[] = {
	{ 30, u"3", "sex is not a code" },
	{ 30, u"男", "sex is not a code" },
	{ 30, u"1", "sex differs" },
	{ 32, u"57", "nation is not a code" },
	{ 32, u"x1", "nation is not a code" },
	{ 32, u"1 ", "nation is not a code" },
	{ 36, u"19900308", "birth date differs" },
	{ 36, u"19900230", "birth date is not a date" },
	{ 36, u"1990O307", "birth date is not a date" },
	{ 36, u"        ", "birth date is not a date" },
	{ 36, u"1990    ", "birth date is not a date" },
	{ 122, u"990101199003070024", "check character" },
	{ 122, u"990101199003070123", "check character" },
	{ 122, u"99010119900307002x", "not 17 digits" },
	{ 122, u"99010119900307002 ", "not 17 digits" },
	{ 122, u"                  ", "no number" },
	{ 188, u"20240701", "not valid yet" },
	{ 188, u"2024-701", "first day of validity is not a date" },
	{ 188, u"        ", "first day of validity is not a date" },
	{ 204, u"20240629", "has expired" },
	{ 204, u"20240631", "last day of validity is not a date" },
	{ 204, u"长期有效    ", "last day of validity is not a date" },
	{ 204, u"        ", "last day of validity is not a date" },
	{ 0, u"林\n满", "name has something that is no text" },
	{ 0, u"林\xe123满", "private use" },
	{ 52, u"\xd800省", "address has something that is no text" },
	{ 158, u"云\x202e川", "issuing authority has something" },
};

static void
each_oddity_is_one_reason_and_not_a_failure(void)
{
	for (size_t i = 0; i < sizeof(oddities) / sizeof(oddities[0]); i++) {
		struct card card = card_resident();
		struct csi_record record = { 0 };

		card_put(&card, oddities[i].at, oddities[i].text);
		OKF(csi_record_parse(card.bytes, sizeof(card.bytes), &record,
			NULL) == CSEAL_OK,
		    "%zu is read", i);
		csi_record_check(&record, TODAY);
		OKF(record.reason_count == 1, "%zu gives %zu reasons", i,
		    record.reason_count);
		OKF(has(&record, oddities[i].reason), "%zu: %s", i,
		    record.reasons[0]);
	}
}

static void
a_birth_date_that_is_none_in_the_number_is_a_reason(void)
{
	struct card card = card_resident();
	struct csi_record record;

	card_put(&card, 122, u"990101199002300020");
	record = read_card(&card);
	OK(has(&record, "birth date in the number is not a date"));
	OK(!has(&record, "differs"));
}

static void
a_birth_date_in_the_future_is_a_reason(void)
{
	struct card card = card_resident();
	struct csi_record record;

	card_put(&card, 36, u"20240701");
	record = read_card(&card);
	OK(has(&record, "birth date is in the future"));
	card_put(&card, 36, u"20240630");
	record = read_card(&card);
	OK(!has(&record, "birth date is in the future"));
}

static void
the_first_and_the_last_day_are_valid(void)
{
	struct card card = card_resident();
	struct csi_record record;

	card_put(&card, 188, u"20240630");
	card_put(&card, 204, u"20240630");
	record = read_card(&card);
	OK(record.reason_count == 0);
}

static void
a_card_that_ends_before_it_begins_is_a_reason(void)
{
	struct card card = card_resident();
	struct csi_record record;

	card_put(&card, 188, u"20240630");
	card_put(&card, 204, u"20240629");
	record = read_card(&card);
	OK(has(&record, "expires before it is valid"));
	OK(has(&record, "has expired"));
}

static void
the_number_of_a_foreigners_card_is_checked(void)
{
	static const struct oddity rows[] = {
		{ 122, u"CAN110081080311", "check digit" },
		{ 122, u"CAN1100810803", "three letters and 12 digits" },
		{ 122, u"can110081080310", "three letters and 12 digits" },
		{ 220, u"19810804", "birth date differs" },
		{ 152, u"USA", "nationality differs" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct card card = card_foreign_2017();
		struct csi_record record;

		card_put(&card, 122, u"               ");
		card_put(&card, 122, u"CAN110081080310");
		card_put(&card, rows[i].at, rows[i].text);
		if (i == 1)
			card_put(&card, 148, u"  ");
		record = read_card(&card);
		OKF(record.reason_count == 1 && has(&record, rows[i].reason),
		    "%zu: %s", i, record.reasons[0]);
	}
}

static void
the_number_of_a_card_of_2023_begins_with_9(void)
{
	struct card card = card_foreign_2023();
	struct csi_record record;

	card_put(&card, 122, u"11010519491231002X");
	card_put(&card, 36, u"19491231");
	card_put(&card, 250, u"   ");
	record = read_card(&card);
	OK(record.reason_count == 1);
	OK(has(&record, "does not begin with 9"));
}

static void
a_kind_of_card_that_is_not_known_is_not_taken_for_a_residents(void)
{
	for (char16_t mark = 'A'; mark <= 'Z'; mark++) {
		struct card card = card_resident();
		struct csi_record record = { 0 };
		cseal_error *error = NULL;
		bool known = mark == 'I' || mark == 'J' || mark == 'Y';
		cseal_status st;
		const char16_t text[] = { mark, 0 };

		card_put(&card, 248, text);
		st = csi_record_parse(
		    card.bytes, sizeof(card.bytes), &record, &error);
		OKF(st == (known ? CSEAL_OK : CSEAL_COUNTER_CARD_UNREADABLE),
		    "'%c'", (char)mark);
		OKF((error == NULL) == known, "'%c' is explained", (char)mark);
		cseal_error_free(error);
	}
}

static void
a_mark_that_is_no_letter_is_a_residents(void)
{
	static const char16_t marks[][2] = { { '0' }, { 0xffff }, { 0x4a00 },
		{ 'j' }, { 0x014a } };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct card card = card_resident();
		struct csi_record record;

		card_put(&card, 248, marks[i]);
		record = read_card(&card);
		OKF(strcmp(record.values[CSEAL_IDENTITY_DOCUMENT_TYPE],
			"cn-resident") == 0,
		    "U+%04X", (unsigned)marks[i][0]);
	}
}

static void
a_record_of_another_length_is_unreadable(void)
{
	static const uint8_t bytes[512];
	static const size_t lens[] = { 0, 1, 255, 257, 512 };

	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct csi_record record = { 0 };
		cseal_error *error = NULL;

		OKF(csi_record_parse(bytes, lens[i], &record, &error) ==
			CSEAL_COUNTER_CARD_UNREADABLE,
		    "%zu bytes", lens[i]);
		cseal_error_free(error);
	}
}

static void
a_record_that_says_nothing_is_unreadable(void)
{
	static const uint8_t fills[] = { 0x00, 0xff };
	struct card blank = card_blank();
	struct csi_record record = { 0 };

	OK(csi_record_parse(blank.bytes, sizeof(blank.bytes), &record, NULL) ==
	    CSEAL_COUNTER_CARD_UNREADABLE);
	for (size_t i = 0; i < sizeof(fills); i++) {
		struct csi_record again = { 0 };
		struct card card;

		memset(card.bytes, fills[i], sizeof(card.bytes));
		OKF(csi_record_parse(card.bytes, sizeof(card.bytes), &again,
			NULL) == CSEAL_COUNTER_CARD_UNREADABLE,
		    "filled with %02x", fills[i]);
	}
}

static struct csi_record
add_address(const char16_t *const *texts, size_t count)
{
	struct csi_record record = { 0 };
	uint8_t bytes[CSI_ADDRESSES_MOST * CSI_ADDRESS_LEN];
	struct card card;

	for (size_t i = 0; i < count; i++) {
		card = card_blank();
		card_put(&card, 0, texts[i]);
		memcpy(
		    bytes + i * CSI_ADDRESS_LEN, card.bytes, CSI_ADDRESS_LEN);
	}
	csi_record_add_address(&record, bytes, count * CSI_ADDRESS_LEN);
	return record;
}

static void
the_last_added_address_is_given(void)
{
	const char16_t *const texts[] = { u"示例省一号", u"示例省二号",
		u"示例省 三号", u"" };
	struct csi_record record;

	record = add_address(texts, 1);
	OK(strcmp(record.values[CSEAL_IDENTITY_ADDRESS_NEW], "示例省一号") ==
	    0);
	OK(record.reason_count == 0);
	record = add_address(texts, 4);
	OK(strcmp(record.values[CSEAL_IDENTITY_ADDRESS_NEW], "示例省 三号") ==
	    0);
	OK(record.reason_count == 1 && has(&record, "3 added addresses"));
	record = add_address(texts + 3, 1);
	OK(record.values[CSEAL_IDENTITY_ADDRESS_NEW][0] == '\0');
	record = add_address(texts, 0);
	OK(record.values[CSEAL_IDENTITY_ADDRESS_NEW][0] == '\0');
	OK(record.reason_count == 0);
}

static void
an_added_address_of_a_wrong_length_is_left_out_with_a_reason(void)
{
	static const size_t lens[] = { 1, 69, 71, 139, 281, 350 };
	static const uint8_t bytes[512] = { 'A' };

	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct csi_record record = { 0 };

		csi_record_add_address(&record, bytes, lens[i]);
		OKF(record.values[CSEAL_IDENTITY_ADDRESS_NEW][0] == '\0' &&
			record.reason_count == 1,
		    "%zu bytes", lens[i]);
	}
}

static void
a_sam_id_has_the_form_that_is_printed(void)
{
	static const uint8_t sam[CSI_SAM_LEN] = { 5, 0, 3, 0, 0x47, 0xad, 0x34,
		0x01, 0xd2, 0x02, 0x96, 0x49, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t zero[CSI_SAM_LEN];
	static const char *text = "05.03-20229447-1234567890-4294967295";
	struct csi_record record = { 0 };

	csi_record_add_sam(&record, sam);
	OK(strcmp(record.values[CSEAL_IDENTITY_READER_ID], text) == 0);
	csi_record_add_sam(&record, zero);
	OK(strcmp(record.values[CSEAL_IDENTITY_READER_ID],
	       "00.00-00000000-0000000000-0000000000") == 0);
}

static void
the_verdicts_are_explained_in_sentences(void)
{
	struct csi_record record = { 0 };

	csi_record_explain_verdicts(&record);
	OK(record.reason_count == 3);
	OK(has(&record, "signed the data"));
	OK(has(&record, "chip is genuine"));
	OK(has(&record, "printed on the card"));
}

static void
reasons_beyond_the_limit_are_left_out(void)
{
	struct csi_record record = { 0 };

	for (size_t i = 0; i < 2 * CSI_REASONS_MOST; i++)
		csi_record_reason(&record, "Reason %zu.", i);
	OK(record.reason_count == CSI_REASONS_MOST);
	csi_record_check(&record, TODAY);
	OK(record.reason_count == CSI_REASONS_MOST);
}

/* However odd a record is, every reason has a place and is a sentence. */
static void
a_record_of_noise_is_read_or_refused_within_bounds(void)
{
	uint32_t state = 1;
	size_t wrong = 0, most = 0;

	for (size_t run = 0; run < 20000; run++) {
		struct csi_record record = { 0 };
		struct card card = card_foreign_2023();

		for (size_t i = 0; i < run % 64; i++) {
			state = state * 1664525 + 1013904223;
			card.bytes[state >> 24] = (uint8_t)(state >> 13);
		}
		if (csi_record_parse(card.bytes, 256, &record, NULL) !=
		    CSEAL_OK)
			continue;
		csi_record_add_address(&record, card.bytes, 210);
		csi_record_check(&record, TODAY);
		csi_record_explain_verdicts(&record);
		if (record.reason_count > most)
			most = record.reason_count;
		for (size_t i = 0; i < record.reason_count; i++) {
			const char *text = record.reasons[i];
			size_t len = strlen(text);

			wrong += len < 2 || text[len - 1] != '.';
		}
	}
	OK(wrong == 0);
	OKF(most < CSI_REASONS_MOST, "at most %zu reasons", most);
}

int
main(void)
{
	RUN(a_resident_card_is_read);
	RUN(a_permit_of_hong_kong_macau_and_taiwan_is_read);
	RUN(a_foreigners_card_of_2017_is_read);
	RUN(a_foreigners_card_of_2023_is_read_with_its_former_number);
	RUN(a_card_without_association_item_has_no_former_number);
	RUN(an_association_item_that_makes_no_number_is_a_reason);
	RUN(a_card_without_an_end_is_valid_for_good);
	RUN(each_oddity_is_one_reason_and_not_a_failure);
	RUN(a_birth_date_that_is_none_in_the_number_is_a_reason);
	RUN(a_birth_date_in_the_future_is_a_reason);
	RUN(the_first_and_the_last_day_are_valid);
	RUN(a_card_that_ends_before_it_begins_is_a_reason);
	RUN(the_number_of_a_foreigners_card_is_checked);
	RUN(the_number_of_a_card_of_2023_begins_with_9);
	RUN(a_kind_of_card_that_is_not_known_is_not_taken_for_a_residents);
	RUN(a_mark_that_is_no_letter_is_a_residents);
	RUN(a_record_of_another_length_is_unreadable);
	RUN(a_record_that_says_nothing_is_unreadable);
	RUN(the_last_added_address_is_given);
	RUN(an_added_address_of_a_wrong_length_is_left_out_with_a_reason);
	RUN(a_sam_id_has_the_form_that_is_printed);
	RUN(the_verdicts_are_explained_in_sentences);
	RUN(reasons_beyond_the_limit_are_left_out);
	RUN(a_record_of_noise_is_read_or_refused_within_bounds);
	return tap_done();
}
