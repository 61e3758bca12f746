/* SPDX-License-Identifier: Apache-2.0 */
/* test-stu-serial.c -- proves modules/stu-pad/serial.c. */
#include "serial.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct stu_receiver receiver;

/* What the last of the bytes made of the receiver. */
static enum stu_progress
feed(const uint8_t *bytes, size_t len)
{
	enum stu_progress progress = STU_MORE;

	for (size_t i = 0; i < len; i++)
		progress = stu_receive(&receiver, bytes[i]);
	return progress;
}

static void
forget(void)
{
	memset(&receiver, 0, sizeof(receiver));
}

/* As pseudo-random as a test needs. */
static void
fill(uint8_t *bytes, size_t len, unsigned seed)
{
	for (size_t i = 0; i < len; i++) {
		seed = seed * 1103515245u + 12345u;
		bytes[i] = (uint8_t)(seed >> 16);
	}
}

static void
the_crc_has_the_check_value_of_its_catalogue(void)
{
	OK(stu_crc((const uint8_t *)"123456789", 9) == 0xbb3d);
	OK(stu_crc(NULL, 0) == 0);
}

/* Lengths that a vendor's log shows for reports of 17 and of 2 bytes. */
static void
frames_are_as_long_as_those_of_a_pad(void)
{
	uint8_t frame[STU_FRAME_MOST], report[17] = { 0x08 };
	const uint8_t result[] = { 0x81, 0x00 };

	OK(stu_frame_build(report, sizeof(report), false, frame) == 22);
	OK(frame[0] == 0x80 && frame[1] == 20);
	OK(stu_frame_build(result, sizeof(result), false, frame) == 5);
}

static void
a_frame_is_packed_with_the_highest_bits_first(void)
{
	static const uint8_t report[] = { 0x80, 0x03 };
	static const uint8_t expected[] = { 0x80, 0x03, 0x40, 0x00, 0x60 };
	uint8_t frame[STU_FRAME_MOST];

	OK(stu_frame_build(report, sizeof(report), false, frame) == 5);
	OK(memcmp(frame, expected, sizeof(expected)) == 0);
}

static void
a_crc_is_behind_the_report_and_told_in_the_header(void)
{
	static const uint8_t report[] = { 0x21, 0x01 };
	const uint16_t crc = stu_crc(report, sizeof(report));
	uint8_t whole[] = { 0x21, 0x01, (uint8_t)crc, (uint8_t)(crc >> 8) };
	uint8_t frame[STU_FRAME_MOST], plain[STU_FRAME_MOST];
	size_t len = stu_frame_build(report, sizeof(report), true, frame);

	OK(len == stu_frame_build(whole, sizeof(whole), false, plain));
	OK(frame[0] == (plain[0] | 0x40));
	OK(memcmp(frame + 1, plain + 1, len - 1) == 0);
}

static void
only_the_first_byte_has_its_highest_bit_set(void)
{
	uint8_t frame[STU_FRAME_MOST], report[256];
	bool others = false;
	size_t len;

	memset(report, 0xff, sizeof(report));
	len = stu_frame_build(report, sizeof(report), true, frame);
	for (size_t i = 1; i < len; i++)
		others = others || (frame[i] & 0x80) != 0;
	OK(!others && (frame[0] & 0x80) != 0);
}

static void
every_length_comes_back_as_it_went(void)
{
	uint8_t report[STU_REPORT_MOST], frame[STU_FRAME_MOST];
	size_t wrong = 0;

	for (size_t len = 1; len <= STU_REPORT_MOST; len++) {
		size_t frame_len;

		fill(report, len, (unsigned)len);
		frame_len = stu_frame_build(report, len, len % 2 == 0, frame);
		forget();
		if (feed(frame, frame_len) != STU_REPORT ||
		    receiver.report_len != len ||
		    memcmp(receiver.report, report, len) != 0)
			wrong++;
	}
	OKF(wrong == 0, "%zu of %d lengths were wrong", wrong, STU_REPORT_MOST);
}

static void
frames_behind_each_other_are_all_received(void)
{
	static const uint8_t report[] = { 0x81, 0x00 };
	uint8_t frame[STU_FRAME_MOST];
	size_t len = stu_frame_build(report, sizeof(report), false, frame);

	forget();
	for (int i = 0; i < 3; i++)
		OK(feed(frame, len) == STU_REPORT && receiver.report_len == 2);
}

static void
noise_before_a_frame_is_skipped(void)
{
	static const uint8_t noise[] = { 0x00, 0x7f, 0x41 };
	static const uint8_t report[] = { 0x03, 0, 0, 0, 0 };
	uint8_t frame[STU_FRAME_MOST];
	size_t len = stu_frame_build(report, sizeof(report), true, frame);

	forget();
	OK(feed(noise, sizeof(noise)) == STU_MORE && receiver.skipped == 3);
	OK(feed(frame, len) == STU_REPORT && receiver.skipped == 0);
}

static void
noise_has_an_end(void)
{
	enum stu_progress progress = STU_MORE;
	size_t count = 0;

	forget();
	while (progress == STU_MORE && count <= STU_SKIP_MOST) {
		progress = stu_receive(&receiver, 0x55);
		count++;
	}
	OK(progress == STU_NOISE && count == STU_SKIP_MOST + 1);
}

static void
a_frame_that_is_cut_short_is_told_and_the_next_one_received(void)
{
	static const uint8_t report[] = { 0x09, 1, 2, 3, 4, 5, 6, 7, 8 };
	uint8_t frame[STU_FRAME_MOST];
	size_t len = stu_frame_build(report, sizeof(report), false, frame);

	for (size_t cut = 1; cut < len; cut++) {
		forget();
		feed(frame, cut);
		OKF(stu_receive(&receiver, frame[0]) == STU_DAMAGED,
		    "cut at %zu", cut);
		OK(feed(frame + 1, len - 1) == STU_REPORT &&
		    memcmp(receiver.report, report, sizeof(report)) == 0);
	}
}

static void
a_flipped_bit_is_found_by_the_crc(void)
{
	static const uint8_t report[] = { 0x22, 0x15, 0x00, 0x10, 0x00 };
	uint8_t frame[STU_FRAME_MOST];
	size_t len = stu_frame_build(report, sizeof(report), true, frame);
	size_t missed = 0;

	/* Of the last byte the lowest bits only fill it up. */
	for (size_t i = 2; i < len - 1; i++) {
		for (int bit = 0; bit < 7; bit++) {
			frame[i] ^= (uint8_t)(1 << bit);
			forget();
			missed += feed(frame, len) != STU_DAMAGED;
			frame[i] ^= (uint8_t)(1 << bit);
		}
	}
	OKF(missed == 0, "%zu were missed", missed);
}

static void
a_length_that_no_report_has_is_refused(void)
{
	static const uint8_t empty[] = { 0x80, 0x00 };
	static const uint8_t huge[] = { 0xbf, 0x7f };
	static const uint8_t one[] = { 0x80, 0x01, 0x00 };
	static const uint8_t bare_crc[] = { 0xc0, 0x03, 0, 0, 0 };

	forget();
	OK(feed(empty, sizeof(empty)) == STU_DAMAGED);
	OK(feed(huge, sizeof(huge)) == STU_DAMAGED);
	OK(feed(one, sizeof(one)) == STU_DAMAGED);
	OK(feed(bare_crc, sizeof(bare_crc)) == STU_DAMAGED);
}

static void
the_longest_frame_is_no_longer_than_the_room(void)
{
	uint8_t *report = calloc(1, STU_REPORT_MOST);
	uint8_t *frame = malloc(STU_FRAME_MOST);
	size_t len = 0;

	if (report != NULL && frame != NULL)
		len = stu_frame_build(report, STU_REPORT_MOST, true, frame);
	OKF(len == STU_FRAME_MOST, "%zu", len);
	free(report);
	free(frame);
}

int
main(void)
{
	RUN(the_crc_has_the_check_value_of_its_catalogue);
	RUN(frames_are_as_long_as_those_of_a_pad);
	RUN(a_frame_is_packed_with_the_highest_bits_first);
	RUN(a_crc_is_behind_the_report_and_told_in_the_header);
	RUN(only_the_first_byte_has_its_highest_bit_set);
	RUN(every_length_comes_back_as_it_went);
	RUN(frames_behind_each_other_are_all_received);
	RUN(noise_before_a_frame_is_skipped);
	RUN(noise_has_an_end);
	RUN(a_frame_that_is_cut_short_is_told_and_the_next_one_received);
	RUN(a_flipped_bit_is_found_by_the_crc);
	RUN(a_length_that_no_report_has_is_refused);
	RUN(the_longest_frame_is_no_longer_than_the_room);
	return tap_done();
}
