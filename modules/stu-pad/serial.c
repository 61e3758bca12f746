/* SPDX-License-Identifier: Apache-2.0 */
/* serial.c -- reports on a serial line. */
#include "serial.h"

#include <string.h>

#define BEGIN   0x80
#define HAS_CRC 0x40

uint16_t
stu_crc(const uint8_t *bytes, size_t len)
{
	uint16_t crc = 0;

	for (size_t i = 0; i < len; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc >> 1 ^ ((crc & 1) * 0xa001));
	}
	return crc;
}

/* The highest bits first; the last byte is filled up with zeros. */
static size_t
pack(const uint8_t *bytes, size_t len, uint8_t *packed)
{
	unsigned held = 0, bits = 0;
	size_t count = 0;

	for (size_t i = 0; i < len; i++) {
		held = (held << 8 | bytes[i]) & 0x7fff;
		for (bits += 8; bits >= 7; bits -= 7)
			packed[count++] = held >> (bits - 7) & 0x7f;
	}
	if (bits > 0)
		packed[count++] = held << (7 - bits) & 0x7f;
	return count;
}

static size_t
unpack(const uint8_t *packed, size_t len, uint8_t *bytes)
{
	unsigned held = 0, bits = 0;
	size_t count = 0;

	for (size_t i = 0; i < len; i++) {
		held = (held << 7 | packed[i]) & 0x7fff;
		bits += 7;
		if (bits >= 8) {
			bits -= 8;
			bytes[count++] = (uint8_t)(held >> bits);
		}
	}
	return count;
}

size_t
stu_frame_build(const uint8_t *report, size_t len, bool has_crc,
    uint8_t ret_frame[STU_FRAME_MOST])
{
	uint8_t whole[STU_REPORT_MOST + 2];
	size_t packed;

	memcpy(whole, report, len);
	if (has_crc) {
		uint16_t crc = stu_crc(report, len);

		whole[len++] = (uint8_t)crc;
		whole[len++] = (uint8_t)(crc >> 8);
	}
	packed = pack(whole, len, ret_frame + 2);
	ret_frame[0] = (uint8_t)(BEGIN | (has_crc ? HAS_CRC : 0) | packed >> 7);
	ret_frame[1] = packed & 0x7f;
	return 2 + packed;
}

static void
begin(struct stu_receiver *receiver, uint8_t byte)
{
	receiver->begun = 1;
	receiver->has_crc = (byte & HAS_CRC) != 0;
	receiver->want = (size_t)(byte & 0x3f) << 7;
	receiver->len = 0;
}

static enum stu_progress
damaged(struct stu_receiver *receiver)
{
	receiver->begun = 0;
	return STU_DAMAGED;
}

static enum stu_progress
finish(struct stu_receiver *receiver)
{
	size_t len = unpack(receiver->packed, receiver->len, receiver->report);

	if (receiver->has_crc) {
		uint16_t crc;

		if (len < 3)
			return damaged(receiver);
		len -= 2;
		crc = (uint16_t)(receiver->report[len] |
				 receiver->report[len + 1] << 8);
		if (stu_crc(receiver->report, len) != crc)
			return damaged(receiver);
	}
	if (len == 0 || len > STU_REPORT_MOST)
		return damaged(receiver);
	receiver->begun = 0;
	receiver->skipped = 0;
	receiver->report_len = len;
	return STU_REPORT;
}

static enum stu_progress
skip(struct stu_receiver *receiver)
{
	if (++receiver->skipped <= STU_SKIP_MOST)
		return STU_MORE;
	receiver->skipped = 0;
	return STU_NOISE;
}

enum stu_progress
stu_receive(struct stu_receiver *receiver, uint8_t byte)
{
	bool was_begun = receiver->begun != 0;

	if ((byte & BEGIN) != 0) {
		begin(receiver, byte);
		return was_begun ? STU_DAMAGED : STU_MORE;
	}
	if (!was_begun)
		return skip(receiver);
	if (receiver->begun == 1) {
		receiver->begun = 2;
		receiver->want |= byte;
		if (receiver->want == 0 || receiver->want > STU_PACKED_MOST)
			return damaged(receiver);
		return STU_MORE;
	}
	receiver->packed[receiver->len++] = byte;
	return receiver->len < receiver->want ? STU_MORE : finish(receiver);
}
