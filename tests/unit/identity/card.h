/* SPDX-License-Identifier: Apache-2.0 */
/* card.h -- records of cards that nobody has, for the tests.
 *
 * The area codes of the numbers do not exist. */
#ifndef TESTS_IDENTITY_CARD_H
#define TESTS_IDENTITY_CARD_H

#include <stdint.h>
#include <string.h>
#include <uchar.h>

struct card {
	uint8_t bytes[256];
};

static inline void
card_put(struct card *card, size_t at, const char16_t *text)
{
	for (; *text != 0; text++, at += 2) {
		card->bytes[at] = (uint8_t)*text;
		card->bytes[at + 1] = (uint8_t)(*text >> 8);
	}
}

static inline struct card
card_blank(void)
{
	struct card card;

	for (size_t i = 0; i < sizeof(card.bytes); i += 2) {
		card.bytes[i] = ' ';
		card.bytes[i + 1] = 0;
	}
	return card;
}

static inline struct card
card_resident(void)
{
	struct card card = card_blank();

	card_put(&card, 0, u"林小满");
	card_put(&card, 30, u"2");
	card_put(&card, 32, u"01");
	card_put(&card, 36, u"19900307");
	card_put(&card, 52, u"示例省云川市海棠区春晓路18号 6幢1502室");
	card_put(&card, 122, u"990101199003070023");
	card_put(&card, 158, u"云川市公安局海棠分局");
	card_put(&card, 188, u"20200315");
	card_put(&card, 204, u"20400315");
	return card;
}

static inline struct card
card_hmt_permit(void)
{
	struct card card = card_blank();

	card_put(&card, 0, u"陈大文");
	card_put(&card, 30, u"1");
	card_put(&card, 36, u"19851120");
	card_put(&card, 52, u"示例省云川市海棠区海滨路1号");
	card_put(&card, 122, u"990102198511200017");
	card_put(&card, 158, u"云川市公安局");
	card_put(&card, 188, u"20220601");
	card_put(&card, 204, u"20270601");
	card_put(&card, 220, u"H00000000");
	card_put(&card, 238, u"02");
	card_put(&card, 248, u"J");
	return card;
}

static inline struct card
card_foreign_2017(void)
{
	struct card card = card_blank();

	card_put(&card, 0, u"SPECIMEN, JANE MARY");
	card_put(&card, 120, u"2");
	card_put(&card, 122, u"CAN110081080310");
	card_put(&card, 152, u"CAN");
	card_put(&card, 158, u"证件样本");
	card_put(&card, 188, u"20151025");
	card_put(&card, 204, u"20251024");
	card_put(&card, 220, u"19810803");
	card_put(&card, 236, u"01");
	card_put(&card, 240, u"1500");
	card_put(&card, 248, u"I");
	return card;
}

static inline struct card
card_foreign_2023(void)
{
	struct card card = card_blank();

	card_put(&card, 0, u"证件样本");
	card_put(&card, 30, u"2");
	card_put(&card, 32, u"01");
	card_put(&card, 36, u"19810803");
	card_put(&card, 52, u"SPECIMEN, JANE MARY ELIZABETH ANNE ");
	card_put(&card, 122, u"911124198108030024");
	card_put(&card, 188, u"20231201");
	card_put(&card, 204, u"20331201");
	card_put(&card, 220, u"CAROLINE");
	card_put(&card, 242, u"CAN");
	card_put(&card, 248, u"Y");
	card_put(&card, 250, u"001");
	return card;
}

#endif
