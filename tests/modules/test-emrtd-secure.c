/* SPDX-License-Identifier: Apache-2.0 */
/* test-emrtd-secure.c -- proves apdu.c, cipher.c, secure.c and bac.c of
 * modules/emrtd-reader with the worked examples of ICAO 9303-11, appendix D. */
#include "apdu.h"
#include "bac.h"
#include "hex.h"
#include "secure.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct emrtd_secure secure;
static uint8_t apdu[EMRTD_APDU_MOST], plain[EMRTD_APDU_MOST];

/* ---- commands ---------------------------------------------------------- */

static void
lengths_are_short_or_extended(void)
{
	static const uint8_t data[300] = { 0x11, 0x22 };
	struct emrtd_command command = { 0, 0xa4, 1, 2, data, 2, 0, false };

	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00A4010202 1122"));
	command.le = 256;
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00A4010202 1122 00"));
	command.le = 257;
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00A40102 000002 1122 0101"));
	command.le = 65536;
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00A40102 000002 1122 0000"));
	command.len = 0;
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00A40102 00 0000"));
	command.le = 0;
	command.is_extended = true;
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00A40102"));
	command.len = 300;
	OK(emrtd_command_write(&command, apdu, sizeof(apdu)) == 307);
	OK(hex_is(apdu, 9, "00A40102 00012C 1122"));
	OK(emrtd_command_write(&command, apdu, 300) == 0);
	command.le = 65537;
	OK(emrtd_command_write(&command, apdu, sizeof(apdu)) == 0);
}

static void
files_are_read_by_short_identifier_or_offset(void)
{
	struct emrtd_command command;
	uint8_t room[EMRTD_OFFSET_ROOM];

	emrtd_select_application(&command);
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00A4040C07A0000002471001"));
	emrtd_select_file((const uint8_t *)"\x01\x1c", &command);
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00A4020C02011C"));
	emrtd_read_short(0x1d, 231, &command);
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00B09D00E7"));
	emrtd_read_at(0x7fff, 4, room, &command);
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00B07FFF04"));
	emrtd_read_at(0x8000, 4, room, &command);
	OK(hex_is(apdu, emrtd_command_write(&command, apdu, sizeof(apdu)),
	    "00B10000055403008000 04"));
}

static void
an_answer_has_a_status(void)
{
	struct emrtd_answer answer;

	OK(emrtd_answer_read((const uint8_t *)"\x90\x00", 2, &answer));
	OK(answer.sw == 0x9000 && answer.len == 0);
	OK(emrtd_answer_read((const uint8_t *)"a\x6a\x82", 3, &answer));
	OK(answer.sw == 0x6a82 && answer.len == 1);
	OK(!emrtd_answer_read((const uint8_t *)"\x90", 1, &answer));
	OK(!emrtd_answer_read((const uint8_t *)"", 0, &answer));
}

/* ---- basic access control ---------------------------------------------- */

static void
the_zone_gives_the_information(void)
{
	char information[EMRTD_INFORMATION_ROOM];

	OK(emrtd_information("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
			     "L898902C<3UTO6908061F9406236ZE184226B<<<<<14",
	    information));
	OK(strcmp(information, "L898902C<369080619406236") == 0);
	OK(emrtd_information("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\n"
			     "D23145890<UTO3407127M95071227349<<<8",
	    information));
	OK(strcmp(information, "D23145890734934071279507122") == 0);
	OK(emrtd_information("I<UTOD23145890<7349<<<<<<<<<<<\n"
			     "3407127M9507122UTO<<<<<<<<<<<2\n"
			     "STEVENSON<<PETER<JOHN<<<<<<<<<",
	    information));
	OK(strcmp(information, "D23145890734934071279507122") == 0);
	OK(!emrtd_information("L898902C<369080619406236", information));
	OK(!emrtd_information("", information));
}

/* D.3 */
static bool
authenticate(void)
{
	uint8_t seed[EMRTD_SEED_LEN], card[8], own[8], own_key[16];
	uint8_t data[EMRTD_BAC_LEN], answer[EMRTD_BAC_LEN];
	struct emrtd_bac bac;
	bool ok;

	hex_read("4608F91988702212", card, 8);
	hex_read("781723860C06C226", own, 8);
	hex_read("0B795240CB7049B01C19B33E32804F0B", own_key, 16);
	hex_read("46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178"
		 "534F2F2D235D074D7449",
	    answer, sizeof(answer));
	ok = OK(emrtd_seed("L898902C<369080619406236", seed)) &&
	     OK(hex_is(seed, 16, "239AB9CB282DAF66231DC5A4DF6BFBAE")) &&
	     OK(emrtd_bac_start(&bac, seed)) &&
	     OK(hex_is(bac.enc, 16, "AB94FDECF2674FDFB9B391F85D7F76F2")) &&
	     OK(hex_is(bac.mac, 16, "7962D9ECE03D1ACD4C76089DCE131543")) &&
	     OK(emrtd_bac_ask(&bac, card, own, own_key, data)) &&
	     OK(hex_is(data, sizeof(data),
		 "72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED"
		 "92F25F1448EEA8AD90A7")) &&
	     OK(emrtd_bac_end(&bac, answer, sizeof(answer), &secure) ==
		 EMRTD_OK) &&
	     OK(hex_is(secure.enc, 16, "979EC13B1CBFE9DCD01AB0FED307EAE5")) &&
	     OK(hex_is(secure.mac, 16, "F1CB1F1FB5ADF208806B89DC579DC1F8")) &&
	     OK(hex_is(secure.counter, 8, "887022120C06C226"));
	emrtd_bac_wipe(&bac);
	return ok;
}

static void
basic_access_is_that_of_the_standard(void)
{
	authenticate();
}

static void
a_bit_changed_in_the_answer_is_noticed(void)
{
	uint8_t seed[EMRTD_SEED_LEN], card[8] = { 1 }, own[8] = { 2 };
	uint8_t own_key[16] = { 3 }, data[EMRTD_BAC_LEN], body[32];
	uint8_t answer[EMRTD_BAC_LEN];
	struct emrtd_bac bac;
	unsigned noticed = 0;

	emrtd_seed("x", seed);
	OK(emrtd_bac_start(&bac, seed));
	OK(emrtd_bac_ask(&bac, card, own, own_key, data));
	memcpy(body, card, 8);
	memcpy(body + 8, own, 8);
	memset(body + 16, 4, 16);
	emrtd_encrypt(EMRTD_3DES, bac.enc, NULL, body, 32, answer);
	emrtd_mac(EMRTD_3DES, bac.mac, answer, 32, answer + 32);
	OK(emrtd_bac_end(&bac, answer, 40, &secure) == EMRTD_OK);
	for (unsigned i = 0; i < 40 * 8; i++) {
		answer[i / 8] ^= (uint8_t)(1u << i % 8);
		noticed +=
		    emrtd_bac_end(&bac, answer, 40, &secure) == EMRTD_WRONG;
		answer[i / 8] ^= (uint8_t)(1u << i % 8);
	}
	OKF(noticed == 320, "%u of 320", noticed);
	OKF(emrtd_bac_end(&bac, data, 40, &secure) == EMRTD_WRONG,
	    "our own message is no answer");
	OK(emrtd_bac_end(&bac, answer, 39, &secure) == EMRTD_WRONG);
	emrtd_bac_wipe(&bac);
}

/* ---- secure messaging --------------------------------------------------- */

static bool
wraps(const struct emrtd_command *command, const char *expected)
{
	size_t len = 0;

	return emrtd_secure_wrap(&secure, command, apdu, sizeof(apdu), &len) ==
		   EMRTD_OK &&
	       hex_is(apdu, len, expected);
}

static enum emrtd_result
unwrap(const char *answer, struct emrtd_answer *ret_answer)
{
	size_t len = hex_read(answer, apdu, sizeof(apdu));

	return emrtd_secure_unwrap(&secure, apdu, len, plain, ret_answer);
}

/* D.4 */
static void
messages_with_3des_are_those_of_the_standard(void)
{
	struct emrtd_command command;
	struct emrtd_answer answer;
	uint8_t room[EMRTD_OFFSET_ROOM];

	if (!authenticate())
		return;
	emrtd_select_file((const uint8_t *)"\x01\x1e", &command);
	OK(wraps(&command, "0CA4020C158709016375432908C044F68E08BF8B92D635FF24"
			   "F800"));
	OK(unwrap("990290008E08FA855A5D4C50A8ED9000", &answer) == EMRTD_OK);
	OK(answer.sw == 0x9000 && answer.len == 0);
	emrtd_read_at(0, 4, room, &command);
	OK(wraps(&command, "0CB000000D9701048E08ED6705417E96BA5500"));
	OK(unwrap("8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
	       &answer) == EMRTD_OK);
	OK(hex_is(answer.data, answer.len, "60145F01"));
	emrtd_read_at(4, 18, room, &command);
	OK(wraps(&command, "0CB000040D9701128E082EA28A70F3C7B53500"));
	OK(unwrap("871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A9902"
		  "90008E08C8B2787EAEA07D749000",
	       &answer) == EMRTD_OK);
	OK(hex_is(
	    answer.data, answer.len, "04303130365F36063034303030305C026175"));
}

static void
messages_with_aes_are_those_that_a_chip_took(void)
{
	struct emrtd_command command;
	struct emrtd_answer answer;

	memset(&secure, 0, sizeof(secure));
	secure.cipher = EMRTD_AES_256;
	hex_read("74B94F408BBB2CD92571FD5B6370A94CCE7A2FA42AE3EB4DA47B97CE6EAA"
		 "24C6",
	    secure.enc, 32);
	hex_read("9E28D5D9FF1D979BE752E8926BF0E1D35A440FC0AEFC4AA3BC5610055AC8"
		 "B113",
	    secure.mac, 32);
	secure.counter[15] = 0x20;
	emrtd_select_file((const uint8_t *)"\x01\x1e", &command);
	OK(wraps(&command,
	    "0CA4020C1D8711011D35E7EB510E21A0DD12380D9AD2B92D8E0828CB68B81D3FAF"
	    "C000"));
	OK(unwrap("990290008E08E083EAA61ADABFCE9000", &answer) == EMRTD_OK);
	OK(answer.sw == 0x9000);
}

/* What a card would say to the last command. */
static size_t
say(const uint8_t *data, size_t len, uint16_t sw, bool is_odd, uint8_t *out)
{
	static uint8_t text[EMRTD_APDU_MOST], message[EMRTD_APDU_MOST];
	size_t block = emrtd_block_len(secure.cipher), used = 0, padded;
	uint8_t iv[EMRTD_BLOCK_MOST] = { 0 }, counter[EMRTD_BLOCK_MOST];

	memcpy(counter, secure.counter, block);
	for (size_t i = block; i > 0 && ++counter[--i] == 0;)
		continue;
	if (secure.cipher != EMRTD_3DES)
		emrtd_encrypt(secure.cipher, secure.enc, NULL, counter, 16, iv);
	if (len > 0) {
		memcpy(text, data, len);
		padded = emrtd_pad(secure.cipher, text, len);
		used = emrtd_object_head(
		    is_odd ? 0x85 : 0x87, padded + (is_odd ? 0 : 1), out);
		if (!is_odd)
			out[used++] = 1;
		emrtd_encrypt(
		    secure.cipher, secure.enc, iv, text, padded, out + used);
		used += padded;
	}
	memcpy(out + used, "\x99\x02", 2);
	out[used + 2] = (uint8_t)(sw >> 8);
	out[used + 3] = (uint8_t)sw;
	used += 4;
	memcpy(message, counter, block);
	memcpy(message + block, out, used);
	padded = block + used;
	if (secure.cipher != EMRTD_3DES)
		padded = emrtd_pad(secure.cipher, message, padded);
	memcpy(out + used, "\x8e\x08", 2);
	emrtd_mac(secure.cipher, secure.mac, message, padded, out + used + 2);
	used += 10;
	out[used++] = (uint8_t)(sw >> 8);
	out[used++] = (uint8_t)sw;
	return used;
}

static void
answers_of_every_length_come_through(void)
{
	static const size_t lengths[] = { 0, 1, 15, 16, 17, 127, 223, 231, 256,
		4096, 65000 };
	static uint8_t data[EMRTD_APDU_MOST];
	struct emrtd_answer answer;

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7);
	for (int cipher = EMRTD_3DES; cipher <= EMRTD_AES_256; cipher++) {
		unsigned good = 0;

		emrtd_secure_start(&secure, (enum emrtd_cipher)cipher,
		    (const uint8_t *)"secret", 6);
		for (size_t i = 0; i < 22; i++) {
			size_t len = lengths[i / 2];
			size_t used = say(data, len, 0x9000, i % 2 == 1, apdu);

			good += emrtd_secure_unwrap(&secure, apdu, used, plain,
				    &answer) == EMRTD_OK &&
				answer.len == len && answer.sw == 0x9000 &&
				memcmp(plain, data, len) == 0;
		}
		OKF(good == 22, "cipher %d: %u of 22", cipher, good);
	}
}

/* For each bit the card says the same again, and secure messaging starts
 * anew. */
static void
a_bit_changed_ends_it(void)
{
	static uint8_t first[256];

	for (int cipher = EMRTD_3DES; cipher <= EMRTD_AES_256; cipher += 2) {
		struct emrtd_answer answer;
		unsigned wrong = 0, over = 0, count;
		size_t len;

		emrtd_secure_start(&secure, (enum emrtd_cipher)cipher,
		    (const uint8_t *)"secret", 6);
		len = say((const uint8_t *)"data", 4, 0x9000, false, first);
		count = (unsigned)len * 8;
		for (unsigned i = 0; i < count; i++) {
			emrtd_secure_start(&secure, (enum emrtd_cipher)cipher,
			    (const uint8_t *)"secret", 6);
			memcpy(apdu, first, len);
			apdu[i / 8] ^= (uint8_t)(1u << i % 8);
			wrong += emrtd_secure_unwrap(&secure, apdu, len, plain,
				     &answer) == EMRTD_WRONG;
			over += emrtd_secure_unwrap(&secure, first, len, plain,
				    &answer) == EMRTD_WRONG;
		}
		OKF(wrong == count && over == count,
		    "cipher %d: %u and %u of %u", cipher, wrong, over, count);
	}
}

static void
an_answer_cut_or_said_twice_ends_it(void)
{
	static uint8_t first[256];
	struct emrtd_answer answer;
	size_t len, wrong = 0;

	emrtd_secure_start(
	    &secure, EMRTD_AES_128, (const uint8_t *)"secret", 6);
	len = say((const uint8_t *)"data", 4, 0x9000, false, first);
	for (size_t cut = 0; cut < len; cut++) {
		emrtd_secure_start(
		    &secure, EMRTD_AES_128, (const uint8_t *)"secret", 6);
		wrong += emrtd_secure_unwrap(&secure, first, cut, plain,
			     &answer) == EMRTD_WRONG;
	}
	OKF(wrong == len, "cut: %zu of %zu", wrong, len);
	emrtd_secure_start(
	    &secure, EMRTD_AES_128, (const uint8_t *)"secret", 6);
	OK(emrtd_secure_unwrap(&secure, first, len, plain, &answer) ==
	    EMRTD_OK);
	OKF(emrtd_secure_unwrap(&secure, first, len, plain, &answer) ==
		EMRTD_WRONG,
	    "said twice");
}

static void
a_status_alone_ends_it(void)
{
	struct emrtd_command command;
	struct emrtd_answer answer;
	size_t len = 0;

	emrtd_secure_start(&secure, EMRTD_3DES, (const uint8_t *)"secret", 6);
	OK(unwrap("9000", &answer) == EMRTD_WRONG && secure.is_over);
	emrtd_select_application(&command);
	OK(emrtd_secure_wrap(&secure, &command, apdu, sizeof(apdu), &len) ==
	    EMRTD_FAULT);
}

static void
a_refusal_that_is_signed_is_an_answer(void)
{
	struct emrtd_answer answer;
	size_t len;

	emrtd_secure_start(&secure, EMRTD_3DES, (const uint8_t *)"secret", 6);
	len = say(NULL, 0, 0x6a82, false, apdu);
	OK(emrtd_secure_unwrap(&secure, apdu, len, plain, &answer) == EMRTD_OK);
	OK(answer.sw == 0x6a82 && answer.len == 0);
}

static void
long_reads_are_extended_and_odd_ones_have_their_object(void)
{
	struct emrtd_command command;
	uint8_t room[EMRTD_OFFSET_ROOM];
	size_t len = 0;

	emrtd_secure_start(
	    &secure, EMRTD_AES_128, (const uint8_t *)"secret", 6);
	emrtd_read_at(0, 1000, room, &command);
	OK(emrtd_secure_wrap(&secure, &command, apdu, sizeof(apdu), &len) ==
	    EMRTD_OK);
	OK(hex_is(apdu, 11, "0CB00000 00000E 970203E8"));
	OK(hex_is(apdu + len - 2, 2, "0000") && len == 4 + 3 + 14 + 2);
	emrtd_read_at(40000, 200, room, &command);
	OK(emrtd_secure_wrap(&secure, &command, apdu, sizeof(apdu), &len) ==
	    EMRTD_OK);
	OK(hex_is(apdu, 7, "0CB10000 1F 8510") && len == 4 + 1 + 31 + 1);
}

static void
a_short_answer_holds_as_much_as_is_said(void)
{
	secure.cipher = EMRTD_3DES;
	OK(emrtd_secure_most(&secure, 256) == 231);
	OK(emrtd_secure_most(&secure, 65536) == 65511);
	secure.cipher = EMRTD_AES_128;
	OK(emrtd_secure_most(&secure, 256) == 223);
	OK(emrtd_secure_most(&secure, 20) == 0);
}

int
main(void)
{
	RUN(lengths_are_short_or_extended);
	RUN(files_are_read_by_short_identifier_or_offset);
	RUN(an_answer_has_a_status);
	RUN(the_zone_gives_the_information);
	RUN(basic_access_is_that_of_the_standard);
	RUN(a_bit_changed_in_the_answer_is_noticed);
	RUN(messages_with_3des_are_those_of_the_standard);
	RUN(messages_with_aes_are_those_that_a_chip_took);
	RUN(answers_of_every_length_come_through);
	RUN(a_bit_changed_ends_it);
	RUN(an_answer_cut_or_said_twice_ends_it);
	RUN(a_status_alone_ends_it);
	RUN(a_refusal_that_is_signed_is_an_answer);
	RUN(long_reads_are_extended_and_odd_ones_have_their_object);
	RUN(a_short_answer_holds_as_much_as_is_said);
	return tap_done();
}
