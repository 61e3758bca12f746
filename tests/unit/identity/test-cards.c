/* SPDX-License-Identifier: Apache-2.0 */
/* test-cards.c -- proves lib/identity/italy.c, portugal.c and piv.c. */
#include "cards.h"
#include "identity/cards.h"
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

static void
forget(void)
{
	memset(&record, 0, sizeof(record));
}

/* ---- Italy ------------------------------------------------------------ */

static cseal_status
read_italy(const char *text)
{
	forget();
	return csi_italy_personal(
	    (struct csi_span){ (const uint8_t *)text, strlen(text) }, &record,
	    NULL);
}

static void
the_italian_card_is_read(void)
{
	struct cards card;

	cards_italy(&card);
	forget();
	OK(csi_italy_personal(csi_bytes_span(&card.objects[0].bytes), &record,
	       NULL) == CSEAL_OK);
	OK(is(CSEAL_IDENTITY_NAME, "ROSSI, MARIO"));
	OK(is(CSEAL_IDENTITY_SEX, "male"));
	OK(is(CSEAL_IDENTITY_PERSONAL_NUMBER, "RSSMRA80A01H501U"));
	OK(is(CSEAL_IDENTITY_BIRTH_DATE, "1980-01-01"));
	OK(is(CSEAL_IDENTITY_VALID_FROM, "2022-03-15"));
	OK(is(CSEAL_IDENTITY_VALID_TO, "2062-03-14"));
	OK(is(CSEAL_IDENTITY_ADDRESS, "VIA DELL'ESEMPIO 7, F205"));
	OK(is(CSEAL_IDENTITY_NATIONALITY, "ITA"));
	OK(is(CSEAL_IDENTITY_BIRTH_PLACE, "H501"));
	OK(record.reason_count == 0);
	cards_clear(&card);
}

static void
tax_codes_have_a_check_character(void)
{
	OK(csi_italy_code_check("RSSMRA80A01H501U"));
	OK(!csi_italy_code_check("RSSMRA80A01H501V"));
	OK(!csi_italy_code_check("RSSMRA80A01H501"));
	OK(!csi_italy_code_check("rssmra80a01h501u"));
	OK(!csi_italy_code_check(""));
	OK(read_italy("00002600000005ROSSI05MARIO000000"
		      "10RSSMRA80A01H501X") == CSEAL_COUNTER_CARD_UNREADABLE);
	OK(read_italy("00002c00000005ROSSI05MARIO000000"
		      "10RSSMRA80A01H501X") == CSEAL_OK);
	OK(has_reason("personal number"));
}

static void
italian_lengths_that_lie_are_refused(void)
{
	static const char *const rows[] = { "", "0", "00000", "000000",
		"00000G", "FFFFFF", "000010", "00000400FF",
		"000004"
		"FFFF",
		"00000200", "000003000",
		"000004"
		"0000"
		"ZZ" };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		OKF(read_italy(rows[i]) == CSEAL_COUNTER_CARD_UNREADABLE, "%s",
		    rows[i]);
}

/* A card that does not say what its letters are. */
static void
old_letters_are_those_of_latin_1(void)
{
	OK(read_italy("00000f00000007NICOL\xd2X") == CSEAL_OK);
	OK(is(CSEAL_IDENTITY_NAME, "NICOL\xc3\x92X"));
	OK(read_italy("00001000000008NICOL\xc3\x92X") == CSEAL_OK);
	OK(is(CSEAL_IDENTITY_NAME, "NICOL\xc3\x92X"));
}

static void
two_numbers_of_one_card_are_told(void)
{
	forget();
	snprintf(record.values[CSEAL_IDENTITY_PERSONAL_NUMBER], CSI_VALUE_ROOM,
	    "VRDLGU80A01H501X");
	OK(csi_italy_personal(
	       (struct csi_span){ (const uint8_t *)"00002c00000005ROSSI05MARIO"
						   "000000"
						   "10RSSMRA80A01H501U",
		   50 },
	       &record, NULL) == CSEAL_OK);
	OK(has_reason("different personal numbers"));
}

/* ---- Portugal --------------------------------------------------------- */

static void
the_portuguese_card_is_read(void)
{
	struct cards card;
	struct csi_image face;
	struct csi_span file;

	cards_portugal(&card);
	file = csi_bytes_span(&card.objects[0].bytes);
	forget();
	OK(csi_portugal_citizen(file, &record, NULL) == CSEAL_OK);
	OK(is(CSEAL_IDENTITY_NAME,
	    "EXEMPLO DA CONCEI\xc3\x87\xc3\x83O, JO\xc3\x83O"));
	OK(is(CSEAL_IDENTITY_NUMBER, "12345678 9 ZZ4"));
	OK(is(CSEAL_IDENTITY_PERSONAL_NUMBER, "123456789"));
	OK(is(CSEAL_IDENTITY_BIRTH_DATE, "1977-12-24"));
	OK(is(CSEAL_IDENTITY_VALID_FROM, "2016-05-02"));
	OK(is(CSEAL_IDENTITY_VALID_TO, "2061-05-02"));
	OK(is(CSEAL_IDENTITY_SEX, "male"));
	OK(is(CSEAL_IDENTITY_NATIONALITY, "PRT"));
	csi_portugal_address(csi_bytes_span(&card.objects[1].bytes), &record);
	OK(is(CSEAL_IDENTITY_ADDRESS,
	    "Rua do Exemplo 7, Lisboa, 1000-001 LISBOA"));
	OK(record.reason_count == 0);
	OK(csi_portugal_face(file, &face, NULL) == CSEAL_OK);
	OK(strcmp(face.media_type, "image/j2c") == 0 && face.width == 120);
	/* A record whose lengths are wrong: the image up to the zeros. */
	card.objects[0].bytes.at[1537 + 14] = 0xff;
	OK(csi_portugal_face(file, &face, NULL) == CSEAL_OK);
	OK(face.height == 160 && face.bytes.at[face.bytes.len - 1] != 0);
	for (size_t len = 0; len < file.len; len++) {
		file.len = len;
		forget();
		csi_portugal_citizen(file, &record, NULL);
		csi_portugal_face(file, &face, NULL);
		csi_portugal_address(file, &record);
		file.len = card.objects[0].bytes.len;
	}
	file.len = 623;
	OK(csi_portugal_citizen(file, &record, NULL) ==
	    CSEAL_COUNTER_CARD_UNREADABLE);
	cards_clear(&card);
}

/* ---- PIV -------------------------------------------------------------- */

static void
the_piv_card_is_read(void)
{
	struct csi_bytes wrapped = { 0 };
	struct csi_image face;
	struct cards card;
	struct csi_span printed, image;

	cards_piv(&card);
	printed = csi_bytes_span(&card.objects[1].bytes);
	image = csi_bytes_span(&card.objects[2].bytes);
	forget();
	OK(csi_piv_printed(printed, &record, NULL) == CSEAL_OK);
	OK(is(CSEAL_IDENTITY_NAME, "Jamie Q. Doe"));
	OK(is(CSEAL_IDENTITY_NUMBER, "0000000042"));
	OK(is(CSEAL_IDENTITY_AUTHORITY, "TEST0001"));
	OK(is(CSEAL_IDENTITY_VALID_TO, "2061-12-31"));
	OK(csi_piv_face(image, &face, NULL) == CSEAL_OK);
	OK(strcmp(face.media_type, "image/jpeg") == 0 && face.width == 240);
	/* With the tag that a card puts around it. */
	csi_bytes_add_u8(&wrapped, 0x53);
	csi_bytes_add_u8(&wrapped, (uint8_t)printed.len);
	csi_bytes_add_span(&wrapped, printed);
	forget();
	OK(csi_piv_printed(csi_bytes_span(&wrapped), &record, NULL) ==
	    CSEAL_OK);
	OK(is(CSEAL_IDENTITY_NUMBER, "0000000042"));
	for (size_t len = 0; len < image.len; len++)
		OKF(csi_piv_face((struct csi_span){ image.at, len }, &face,
			NULL) != CSEAL_OK ||
			len >= image.len - 2,
		    "%zu bytes", len);
	csi_bytes_free(&wrapped);
	cards_clear(&card);
}

static void
piv_days_that_are_none_are_told(void)
{
	static const uint8_t object[] = "\x01\x03"
					"Doe\x04\x09"
					"2030XYZ31";

	forget();
	OK(csi_piv_printed((struct csi_span){ object, sizeof(object) - 1 },
	       &record, NULL) == CSEAL_OK);
	OK(is(CSEAL_IDENTITY_VALID_TO, "") && has_reason("last day"));
	OK(csi_piv_printed((struct csi_span){ object, 3 }, &record, NULL) ==
	    CSEAL_COUNTER_CARD_UNREADABLE);
	OK(csi_piv_printed((struct csi_span){ NULL, 0 }, &record, NULL) ==
	    CSEAL_COUNTER_CARD_UNREADABLE);
}

int
main(void)
{
	RUN(the_italian_card_is_read);
	RUN(tax_codes_have_a_check_character);
	RUN(italian_lengths_that_lie_are_refused);
	RUN(old_letters_are_those_of_latin_1);
	RUN(two_numbers_of_one_card_are_told);
	RUN(the_portuguese_card_is_read);
	RUN(the_piv_card_is_read);
	RUN(piv_days_that_are_none_are_told);
	return tap_done();
}
