/* SPDX-License-Identifier: Apache-2.0 */
/* chip-secure.c -- secure messaging as the chip does it (ICAO 9303-11, 9.8). */
#include "chip.h"

#include <stdlib.h>
#include <string.h>

void
chip_start_session(struct chip_session *session, unsigned cipher,
    const uint8_t *secret, size_t len)
{
	memset(session, 0, sizeof(*session));
	session->is_on = true;
	session->cipher = cipher;
	chip_derive(cipher, secret, len, 1, session->enc);
	chip_derive(cipher, secret, len, 2, session->mac);
}

static void
count(struct chip_session *session)
{
	for (size_t i = chip_block(session->cipher); i-- > 0;) {
		if (++session->counter[i] != 0)
			break;
	}
}

static void
make_iv(const struct chip_session *session, uint8_t iv[16])
{
	memset(iv, 0, 16);
	if (session->cipher != 1)
		chip_crypt(session->cipher, session->enc, NULL, true,
		    session->counter, 16, iv);
}

/* Counter, header padded, objects; padded once more. */
static void
checksum(const struct chip_session *session, const uint8_t *header,
    const uint8_t *objects, size_t len, uint8_t mac[8])
{
	size_t block = chip_block(session->cipher), used = block;
	uint8_t *text = calloc(1, len + 5 * 16);

	memcpy(text, session->counter, block);
	if (header != NULL) {
		memcpy(text + used, header, 4);
		text[used + 4] = 0x80;
		used += block;
	}
	memcpy(text + used, objects, len);
	used += len;
	if (session->cipher != 1) {
		text[used] = 0x80;
		used = (used / block + 1) * block;
	}
	chip_mac(session->cipher, session->mac, text, used, mac);
	free(text);
}

static bool
decrypt(const struct chip_session *session, const uint8_t *data, size_t len,
    uint8_t *room, struct chip_command *plain)
{
	uint8_t iv[16];

	if (len == 0 || len % chip_block(session->cipher) != 0)
		return false;
	make_iv(session, iv);
	chip_crypt(session->cipher, session->enc, iv, false, data, len, room);
	while (len > 0 && room[len - 1] == 0)
		len--;
	if (len == 0 || room[len - 1] != 0x80)
		return false;
	plain->data = room;
	plain->len = len - 1;
	return true;
}

/* The objects must be 87 or 85, 97, 8E, in that order and nothing else. */
bool
chip_open_command(struct chip_session *session,
    const struct chip_command *outer, uint8_t *room,
    struct chip_command *ret_plain)
{
	uint8_t header[4] = { outer->cla, outer->ins, outer->p1, outer->p2 };
	bool is_odd = (outer->ins & 1) != 0;
	const uint8_t *data, *le, *mac;
	size_t data_len = 0, le_len = 0, mac_len = 0, before = 0;
	uint8_t own[8];

	count(session);
	*ret_plain = *outer;
	ret_plain->cla &= (uint8_t)~0x0c;
	ret_plain->len = ret_plain->le = 0;
	ret_plain->has_le = false;
	data = chip_object(
	    outer->data, outer->len, is_odd ? 0x85 : 0x87, &data_len);
	le = chip_object(outer->data, outer->len, 0x97, &le_len);
	mac = chip_object(outer->data, outer->len, 0x8e, &mac_len);
	if (mac == NULL || mac_len != 8 ||
	    mac + 8 != outer->data + outer->len || !outer->has_le)
		return false;
	before = (size_t)(mac - 2 - outer->data);
	if ((data != NULL && data > mac) || (le != NULL && le > mac) ||
	    (data != NULL && le != NULL && data > le))
		return false;
	checksum(session, header, outer->data, before, own);
	if (memcmp(own, mac, 8) != 0)
		return false;
	if (data != NULL && !is_odd) {
		if (data_len == 0 || data[0] != 1)
			return false;
		data++;
		data_len--;
	}
	if (data != NULL && !decrypt(session, data, data_len, room, ret_plain))
		return false;
	if (le != NULL) {
		ret_plain->has_le = true;
		ret_plain->is_extended = le_len == 2;
		ret_plain->le =
		    le_len == 2 ? (size_t)le[0] << 8 | le[1] : le[0];
		if (ret_plain->le == 0)
			ret_plain->le = le_len == 2 ? 65536 : 256;
	}
	return true;
}

size_t
chip_close_answer(struct chip_session *session, bool is_odd,
    const struct chip_reply *reply, uint8_t *out)
{
	size_t block = chip_block(session->cipher), used = 0, len;
	uint8_t sw[2] = { (uint8_t)(reply->sw >> 8), (uint8_t)reply->sw };
	uint8_t *text, iv[16], mac[8];

	count(session);
	if (reply->len > 0) {
		len = (reply->len / block + 1) * block;
		text = calloc(1, len + 1);
		text[0] = 1;
		memcpy(text + 1, reply->data, reply->len);
		text[1 + reply->len] = 0x80;
		make_iv(session, iv);
		chip_crypt(session->cipher, session->enc, iv, true, text + 1,
		    len, text + 1);
		used = is_odd ? chip_put(out, 0x85, text + 1, len)
			      : chip_put(out, 0x87, text, len + 1);
		free(text);
	}
	used += chip_put(out + used, 0x99, sw, 2);
	checksum(session, NULL, out, used, mac);
	used += chip_put(out + used, 0x8e, mac, 8);
	memcpy(out + used, sw, 2);
	return used + 2;
}
