/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.c -- frames between a host and the SAM of an ID card reader. */
#include "protocol.h"

#include <string.h>

static const uint8_t preamble[] = { 0xaa, 0xaa, 0xaa, 0x96, 0x69 };

static const uint8_t commands[][2] = {
	[SDT_SAM_STATUS] = { 0x11, 0xff },
	[SDT_SAM_ID] = { 0x12, 0xff },
	[SDT_FIND_CARD] = { 0x20, 0x01 },
	[SDT_SELECT_CARD] = { 0x20, 0x02 },
	[SDT_READ] = { 0x30, 0x01 },
	[SDT_READ_FINGERPRINT] = { 0x30, 0x10 },
	[SDT_READ_ADDRESS] = { 0x30, 0x03 },
};

/* SW3 where SW1 and SW2 are 0. */
static const struct sdt_status statuses[] = {
	{ 0x90, SDT_DONE, "it was done" },
	{ 0x9f, SDT_DONE, "a card was found" },
	{ 0x91, SDT_NONE, "the card had no such item" },
	{ 0x80, SDT_NO_CARD, "no card was found" },
	{ 0x81, SDT_NOT_TAKEN, "the card could not be selected" },
	{ 0x10, SDT_NOT_HEARD, "the request had a wrong check byte" },
	{ 0x11, SDT_NOT_HEARD, "the request had a wrong length" },
	{ 0x21, SDT_NOT_OBEYED, "the command was unknown" },
	{ 0x23, SDT_NOT_OBEYED, "the command was not permitted" },
	{ 0x24, SDT_NOT_OBEYED, "there was an unknown error" },
	{ 0x31, SDT_NOT_READ, "the card did not authenticate the SAM" },
	{ 0x32, SDT_NOT_READ, "the SAM did not authenticate the card" },
	{ 0x33, SDT_NOT_READ, "the card's information was not verified" },
	{ 0x37, SDT_NOT_READ, "the fingerprint was not verified" },
	{ 0x3f, SDT_NOT_READ, "the card's information had a wrong length" },
	{ 0x40, SDT_NOT_A_CARD, "the kind of card was unknown" },
	{ 0x41, SDT_NOT_READ, "the card could not be read" },
	{ 0x47, SDT_NOT_READ, "the card gave no random number" },
	{ 0x60, SDT_SAM_FAILED, "the SAM failed its self-test" },
	{ 0x66, SDT_SAM_FAILED, "the SAM was not authorised" },
};

static const struct sdt_status not_known = { 0, SDT_NOT_KNOWN,
	"the status was unknown" };

void
sdt_request(enum sdt_command command, uint8_t ret_frame[SDT_REQUEST_LEN])
{
	const uint8_t *code = commands[command];

	memcpy(ret_frame, preamble, sizeof(preamble));
	ret_frame[5] = 0;
	ret_frame[6] = 3;
	ret_frame[7] = code[0];
	ret_frame[8] = code[1];
	ret_frame[9] = (uint8_t)(3 ^ code[0] ^ code[1]);
}

const struct sdt_status *
sdt_status_of(const uint8_t sw[3])
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		if (sw[0] == 0 && sw[1] == 0 && statuses[i].sw3 == sw[2])
			return &statuses[i];
	}
	return &not_known;
}

static size_t
len_of(const uint8_t *frame)
{
	return (size_t)frame[5] << 8 | frame[6];
}

/* The longest end of what was seen that may begin a preamble: after three AA
 * another AA is still three of them. */
static enum sdt_progress
seek(struct sdt_receiver *receiver, uint8_t byte)
{
	size_t seen = receiver->len, keep;

	if (byte == preamble[seen]) {
		receiver->frame[receiver->len++] = byte;
		return SDT_MORE;
	}
	keep = byte != 0xaa ? 0 : seen == 3 ? 3 : 1;
	receiver->skipped += seen + 1 - keep;
	receiver->len = keep;
	memcpy(receiver->frame, preamble, keep);
	return receiver->skipped > SDT_SKIP_MOST ? SDT_NOISE : SDT_MORE;
}

static enum sdt_progress
check(const struct sdt_receiver *receiver)
{
	uint8_t sum = 0;

	for (size_t i = sizeof(preamble); i < receiver->len; i++)
		sum ^= receiver->frame[i];
	return sum == 0 ? SDT_FRAME : SDT_BAD_CHECK;
}

enum sdt_progress
sdt_receive(struct sdt_receiver *receiver, uint8_t byte)
{
	size_t len;

	if (receiver->len < sizeof(preamble))
		return seek(receiver, byte);
	receiver->frame[receiver->len++] = byte;
	if (receiver->len < SDT_HEADER_LEN)
		return SDT_MORE;
	len = len_of(receiver->frame);
	if (len < SDT_LEN_LEAST || len > SDT_LEN_MOST)
		return SDT_BAD_LENGTH;
	if (receiver->len < SDT_HEADER_LEN + len)
		return SDT_MORE;
	return check(receiver);
}

const struct sdt_status *
sdt_status(const struct sdt_receiver *receiver)
{
	return sdt_status_of(receiver->frame + SDT_HEADER_LEN);
}

const uint8_t *
sdt_data(const struct sdt_receiver *receiver, size_t *ret_len)
{
	*ret_len = len_of(receiver->frame) - SDT_LEN_LEAST;
	return receiver->frame + SDT_HEADER_LEN + 3;
}

bool
sdt_fits(const struct sdt_receiver *receiver, enum sdt_command command)
{
	const struct sdt_status *status = sdt_status(receiver);
	bool is_found = command == SDT_FIND_CARD;
	bool is_read = command == SDT_READ || command == SDT_READ_FINGERPRINT;
	size_t len;

	if (status->answer != SDT_DONE)
		return true;
	sdt_data(receiver, &len);
	return (status->sw3 == 0x9f) == is_found &&
	       (len > SDT_ADDRESS_MOST) == is_read;
}

static size_t
be16_at(const uint8_t *at)
{
	return (size_t)at[0] << 8 | at[1];
}

bool
sdt_card_of(const uint8_t *data, size_t len, bool with_fingerprint,
    struct sdt_card *ret_card)
{
	size_t lens = with_fingerprint ? 6 : 4;
	struct sdt_card card = { 0 };

	if (len < lens || be16_at(data) != SDT_TEXT_LEN)
		return false;
	card.photo_len = be16_at(data + 2);
	if (with_fingerprint)
		card.fingerprint_len = be16_at(data + 4);
	if (card.photo_len > SDT_PHOTO_MOST ||
	    card.fingerprint_len > SDT_FINGERPRINT_MOST)
		return false;
	if (len != lens + SDT_TEXT_LEN + card.photo_len + card.fingerprint_len)
		return false;
	card.text = data + lens;
	card.photo = card.text + SDT_TEXT_LEN;
	card.fingerprint = card.photo + card.photo_len;
	*ret_card = card;
	return true;
}
