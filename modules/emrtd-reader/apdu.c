/* SPDX-License-Identifier: Apache-2.0 */
/* apdu.c -- commands and answers of a card, as bytes. */
#include "apdu.h"

#include <string.h>

/* ---- lengths ---------------------------------------------------------- */

static bool
is_short(const struct emrtd_command *command)
{
	return !command->is_extended && command->len <= 255 &&
	       command->le <= 256;
}

static size_t
put_be16(uint8_t *out, size_t value)
{
	out[0] = (uint8_t)(value >> 8);
	out[1] = (uint8_t)value;
	return 2;
}

/* ISO/IEC 7816-4, 5.1: the zero that says "extended" stands once, and all
 * zeros are the longest. */
size_t
emrtd_command_write(
    const struct emrtd_command *command, uint8_t *out, size_t room)
{
	bool brief = is_short(command);
	size_t used = 4;

	if (command->len > EMRTD_DATA_MOST || command->le > EMRTD_LE_MOST ||
	    room < command->len + 4 + 3 + 3)
		return 0;
	out[0] = command->cla;
	out[1] = command->ins;
	out[2] = command->p1;
	out[3] = command->p2;
	if (!brief && (command->len > 0 || command->le > 0))
		out[used++] = 0;
	if (command->len > 0) {
		if (brief)
			out[used++] = (uint8_t)command->len;
		else
			used += put_be16(out + used, command->len);
		memcpy(out + used, command->data, command->len);
		used += command->len;
	}
	if (command->le == 0)
		return used;
	if (brief)
		out[used++] = (uint8_t)command->le;
	else
		used += put_be16(out + used, command->le);
	return used;
}

bool
emrtd_answer_read(
    const uint8_t *bytes, size_t len, struct emrtd_answer *ret_answer)
{
	if (len < 2 || len > EMRTD_APDU_MOST)
		return false;
	ret_answer->data = bytes;
	ret_answer->len = len - 2;
	ret_answer->sw = (uint16_t)(bytes[len - 2] << 8 | bytes[len - 1]);
	return true;
}

/* ---- data objects ----------------------------------------------------- */

bool
emrtd_object_next(
    const uint8_t **at, size_t *left, struct emrtd_object *ret_object)
{
	const uint8_t *in = *at;
	size_t head = 2, len;

	if (*left < 2)
		return false;
	len = in[1];
	if (len == 0x81 || len == 0x82) {
		head += len - 0x80;
		if (*left < head)
			return false;
		len = len == 0x81 ? in[2] : (size_t)(in[2] << 8 | in[3]);
	} else if (len > 0x7f) {
		return false;
	}
	if (*left - head < len)
		return false;
	ret_object->tag = in[0];
	ret_object->at = in + head;
	ret_object->len = len;
	ret_object->whole = in;
	ret_object->whole_len = head + len;
	*at += head + len;
	*left -= head + len;
	return true;
}

bool
emrtd_object_find(const uint8_t *at, size_t left, uint8_t tag,
    struct emrtd_object *ret_object)
{
	struct emrtd_object object;

	while (emrtd_object_next(&at, &left, &object)) {
		if (object.tag != tag)
			continue;
		*ret_object = object;
		return true;
	}
	return false;
}

size_t
emrtd_object_head(uint8_t tag, size_t len, uint8_t out[4])
{
	out[0] = tag;
	if (len <= 0x7f) {
		out[1] = (uint8_t)len;
		return 2;
	}
	if (len <= 0xff) {
		out[1] = 0x81;
		out[2] = (uint8_t)len;
		return 3;
	}
	out[1] = 0x82;
	put_be16(out + 2, len);
	return 4;
}

/* ---- commands --------------------------------------------------------- */

/* P2 0C: no answer but the status is wanted, so there is no Le. */
void
emrtd_select_application(struct emrtd_command *ret_command)
{
	static const uint8_t application[] = { 0xa0, 0x00, 0x00, 0x02, 0x47,
		0x10, 0x01 };

	*ret_command = (struct emrtd_command){ .ins = 0xa4,
		.p1 = 0x04,
		.p2 = 0x0c,
		.data = application,
		.len = sizeof(application) };
}

void
emrtd_select_file(const uint8_t id[2], struct emrtd_command *ret_command)
{
	*ret_command = (struct emrtd_command){
		.ins = 0xa4, .p1 = 0x02, .p2 = 0x0c, .data = id, .len = 2
	};
}

void
emrtd_read_short(uint8_t short_id, size_t le, struct emrtd_command *ret_command)
{
	*ret_command = (struct emrtd_command){
		.ins = 0xb0, .p1 = (uint8_t)(0x80 | short_id), .le = le
	};
}

/* ICAO 9303-10, 3.6.3.2: an odd INS takes the offset as a data object, and
 * gives the bytes in one, whose head of four bytes is awaited, too. */
void
emrtd_read_at(uint32_t offset, size_t le, uint8_t room[EMRTD_OFFSET_ROOM],
    struct emrtd_command *ret_command)
{
	if (offset <= 0x7fff) {
		*ret_command = (struct emrtd_command){ .ins = 0xb0,
			.p1 = (uint8_t)(offset >> 8),
			.p2 = (uint8_t)offset,
			.le = le };
		return;
	}
	room[0] = 0x54;
	room[1] = 3;
	room[2] = (uint8_t)(offset >> 16);
	room[3] = (uint8_t)(offset >> 8);
	room[4] = (uint8_t)offset;
	*ret_command = (struct emrtd_command){
		.ins = 0xb1, .data = room, .len = EMRTD_OFFSET_ROOM, .le = le
	};
}
