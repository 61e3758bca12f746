/* SPDX-License-Identifier: Apache-2.0 */
/* test-stu-protocol.c -- proves modules/stu-pad/protocol.c and reports.c. */
#include "protocol.h"
#include "reports.h"
#include "tap.h"

#include <string.h>

/* ---- what it is ------------------------------------------------------- */

/* 800 x 480 pixels, 10800 x 6480 lines, 1023 of pressure, 200 Hz, 2540 lines
 * an inch, every encoding. */
static const uint8_t capability_540[] = { 0x2a, 0x30, 0x19, 0x50, 0x03, 0xff,
	0x03, 0x20, 0x01, 0xe0, 0xc8, 0x09, 0xec, 0x0f, 0, 0 };

static void
the_information_has_a_model_and_a_version(void)
{
	static const uint8_t payload[] = { 'S', 'T', 'U', '-', '5', '3', '0', 0,
		0, 1, 8, 0, 0, 0, 0, 0 };
	struct stu_information information;

	OK(stu_information_parse(payload, sizeof(payload), &information));
	OK(strcmp(information.model, "STU-530") == 0);
	OK(information.major == 1 && information.minor == 8);
}

static void
a_model_is_cut_at_what_cannot_be_printed(void)
{
	uint8_t payload[] = { 'S', 'T', 'U', '-', '4', '3', '0', 'V', 'X', 1, 0,
		0, 0, 0, 0, 0 };
	struct stu_information information;

	OK(stu_information_parse(payload, sizeof(payload), &information));
	OK(strcmp(information.model, "STU-430VX") == 0);
	payload[3] = '\n';
	OK(stu_information_parse(payload, sizeof(payload), &information));
	OK(strcmp(information.model, "STU") == 0);
	payload[0] = 0x1b;
	OK(!stu_information_parse(payload, sizeof(payload), &information));
}

static void
a_short_information_is_refused(void)
{
	static const uint8_t payload[16] = "STU-530";
	struct stu_information information;

	for (size_t len = 0; len < 11; len++)
		OKF(!stu_information_parse(payload, len, &information),
		    "%zu bytes", len);
	OK(stu_information_parse(payload, 11, &information));
}

static void
the_capability_is_read(void)
{
	struct stu_capability capability;

	OK(stu_capability_parse(
	    capability_540, sizeof(capability_540), &capability));
	OK(capability.x_most == 10800 && capability.y_most == 6480);
	OK(capability.pressure_most == 1023);
	OK(capability.width == 800 && capability.height == 480);
	OK(capability.rate_hz == 200 && capability.lines_per_inch == 2540);
	OK(capability.encodings == (STU_ENCODES_ZLIB | STU_ENCODES_MONO |
				       STU_ENCODES_16BIT | STU_ENCODES_24BIT));
}

static void
an_old_capability_says_less(void)
{
	struct stu_capability capability;

	OK(stu_capability_parse(capability_540, 10, &capability));
	OK(capability.rate_hz == 0 && capability.lines_per_inch == 0 &&
	    capability.encodings == 0);
	OK(!stu_capability_parse(capability_540, 9, &capability));
}

static void
a_capability_that_cannot_be_is_refused(void)
{
	static const struct {
		size_t at;
		uint8_t high, low;
	} rows[] = {
		{ 0, 0, 0 },        /* no width of the tablet */
		{ 2, 0, 0 },        /* no height */
		{ 4, 0, 0 },        /* no pressure */
		{ 4, 0x10, 0 },     /* more than 12 bits */
		{ 6, 0, 63 },       /* too narrow for three buttons */
		{ 6, 0x10, 1 },     /* too wide */
		{ 8, 0, 0 },        /* no screen */
		{ 8, 0xff, 0xff },  /* too high */
		{ 11, 0xff, 0xff }, /* too fine */
	};
	struct stu_capability capability;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t payload[sizeof(capability_540)];

		memcpy(payload, capability_540, sizeof(payload));
		payload[rows[i].at] = rows[i].high;
		payload[rows[i].at + 1] = rows[i].low;
		OKF(!stu_capability_parse(
			payload, sizeof(payload), &capability),
		    "row %zu", i);
	}
}

/* ---- what it does ----------------------------------------------------- */

static void
a_status_is_a_state_and_a_result(void)
{
	static const uint8_t payload[] = { 0x02, 0x12, 0xff, 0xff };
	struct stu_status status;

	OK(stu_status_parse(payload, sizeof(payload), &status));
	OK(status.state == STU_CAPTURE && status.result == STU_RESULT_ZLIB);
	OK(stu_status_parse(payload, 2, &status));
	OK(!stu_status_parse(payload, 1, &status));
}

static void
every_state_and_result_has_words(void)
{
	for (unsigned code = 0; code < 256; code++) {
		if (stu_state_text((uint8_t)code) == NULL ||
		    stu_result_text((uint8_t)code) == NULL)
			OKF(false, "%u has none", code);
	}
	OK(strcmp(stu_state_text(STU_CAPTURE), "capturing") == 0);
	OK(strstr(stu_state_text(0x77), "not known") != NULL);
	OK(strcmp(stu_result_text(0), "it was done") == 0);
	OK(strstr(stu_result_text(0x77), "unknown") != NULL);
}

static void
commands_are_only_sent_in_states_that_take_them(void)
{
	static const struct {
		uint8_t id;
		bool ready, image, capture;
	} rows[] = {
		{ STU_START_IMAGE, true, false, false },
		{ STU_START_IMAGE_AREA, true, false, false },
		{ STU_CLEAR_SCREEN, true, false, false },
		{ STU_CLEAR_AREA, true, false, false },
		{ STU_INK_THRESHOLD, true, false, false },
		{ STU_START_CAPTURE, true, false, false },
		{ STU_HOST_KEY, true, false, false },
		{ STU_ENCRYPTION_COMMAND, true, false, false },
		{ STU_IMAGE_BLOCK, false, true, false },
		{ STU_END_IMAGE, false, true, false },
		{ STU_END_CAPTURE, false, false, true },
		{ STU_INKING_MODE, true, true, true },
		{ STU_RESET, true, true, true },
		{ STU_OPTION_MODE, true, true, true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		OKF(stu_may_set(rows[i].id, STU_READY) == rows[i].ready &&
			stu_may_set(rows[i].id, STU_IMAGE) == rows[i].image &&
			stu_may_set(rows[i].id, STU_CAPTURE) == rows[i].capture,
		    "report %02x", rows[i].id);
		OK(stu_may_set(rows[i].id, STU_SYSTEM_RESET) ==
		    (rows[i].ready && rows[i].image && rows[i].capture));
	}
}

/* ---- the pen ---------------------------------------------------------- */

static void
a_sample_is_read_bit_by_bit(void)
{
	static const uint8_t payload[] = { 0x93, 0xff, 0x2a, 0x30, 0x19, 0x50 };
	struct stu_pens pens;

	OK(stu_pens_parse(STU_PEN, payload, sizeof(payload), &pens));
	OK(pens.count == 1 && !pens.has_time && !pens.has_option);
	OK(pens.at[0].is_near && pens.at[0].is_down);
	OK(pens.at[0].pressure == 1023);
	OK(pens.at[0].x == 10800 && pens.at[0].y == 6480);
}

static void
flags_and_pressure_do_not_mix(void)
{
	static const uint8_t hovering[] = { 0x80, 0x00, 0, 1, 0, 2 };
	static const uint8_t hard[] = { 0x9f, 0xff, 0, 1, 0, 2 };
	static const uint8_t gone[] = { 0x00, 0x00, 0, 0, 0, 0 };
	static const uint8_t other_bits[] = { 0xe0, 0x07, 0, 1, 0, 2 };
	struct stu_pens pens;

	OK(stu_pens_parse(STU_PEN, hovering, 6, &pens));
	OK(pens.at[0].is_near && !pens.at[0].is_down);
	OK(stu_pens_parse(STU_PEN, hard, 6, &pens));
	OK(pens.at[0].pressure == 4095);
	OK(stu_pens_parse(STU_PEN, gone, 6, &pens));
	OK(!pens.at[0].is_near && pens.at[0].pressure == 0);
	OK(stu_pens_parse(STU_PEN, other_bits, 6, &pens));
	OK(pens.at[0].is_near && !pens.at[0].is_down &&
	    pens.at[0].pressure == 7);
}

static void
an_option_is_behind_the_sample(void)
{
	static const uint8_t payload[] = { 0x90, 0x20, 0, 1, 0, 2, 0x12, 0x34 };
	struct stu_pens pens;

	OK(stu_pens_parse(STU_PEN_OPTION, payload, sizeof(payload), &pens));
	OK(pens.count == 1 && pens.has_option && !pens.has_time);
	OK(pens.at[0].option == 0x1234);
}

static void
time_and_sequence_are_behind_the_sample(void)
{
	static const uint8_t payload[] = { 0x90, 0x20, 0, 1, 0, 2, 0xff, 0xfb,
		0x00, 0x2a };
	struct stu_pens pens;

	OK(stu_pens_parse(STU_PEN_TIME, payload, sizeof(payload), &pens));
	OK(pens.count == 1 && pens.has_time && !pens.is_encrypted);
	OK(pens.at[0].time_ms == 0xfffb && pens.at[0].sequence == 42);
}

static void
a_deciphered_block_has_a_session_and_two_samples(void)
{
	static const uint8_t payload[] = { 0xde, 0xad, 0xbe, 0xef, 0x90, 0x20,
		0, 1, 0, 2, 0x90, 0x21, 0, 3, 0, 4, 0, 7, 0, 8 };
	struct stu_pens pens;

	OK(stu_pens_parse(STU_PEN_ENCRYPTED, payload, 16, &pens));
	OK(pens.is_encrypted && pens.session == 0xdeadbeef && pens.count == 2);
	OK(pens.at[0].pressure == 0x20 && pens.at[1].pressure == 0x21);
	OK(pens.at[1].x == 3 && pens.at[1].y == 4 && !pens.has_option);
	OK(stu_pens_parse(STU_PEN_OPTION_ENCRYPTED, payload, 20, &pens));
	OK(pens.has_option && pens.at[0].option == 7 && pens.at[1].option == 8);
}

static void
a_deciphered_timed_block_has_its_session_at_its_end(void)
{
	static const uint8_t payload[] = { 0x90, 0x20, 0, 1, 0, 2, 0, 3, 0, 4,
		0x55, 0x55, 0xca, 0xfe, 0xf0, 0x0d };
	struct stu_pens pens;

	OK(stu_pens_parse(
	    STU_PEN_TIME_ENCRYPTED, payload, sizeof(payload), &pens));
	OK(pens.count == 1 && pens.is_encrypted && pens.has_time);
	OK(pens.session == 0xcafef00d);
	OK(pens.at[0].time_ms == 3 && pens.at[0].sequence == 4);
}

static void
a_short_sample_is_refused_in_every_layout(void)
{
	static const struct {
		uint8_t id;
		size_t len;
	} rows[] = {
		{ STU_PEN, 6 },
		{ STU_PEN_OPTION, 8 },
		{ STU_PEN_TIME, 10 },
		{ STU_PEN_ENCRYPTED, 16 },
		{ STU_PEN_OPTION_ENCRYPTED, 20 },
		{ STU_PEN_TIME_ENCRYPTED, 16 },
	};
	static const uint8_t payload[32];
	struct stu_pens pens;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		OK(stu_is_pen(rows[i].id));
		OKF(!stu_pens_parse(
			rows[i].id, payload, rows[i].len - 1, &pens),
		    "report %02x", rows[i].id);
		OK(stu_pens_parse(rows[i].id, payload, rows[i].len, &pens));
		/* What a later pad adds does not matter. */
		OK(stu_pens_parse(rows[i].id, payload, 32, &pens));
		OK(pens.is_encrypted == stu_is_pen_encrypted(rows[i].id));
	}
	OK(!stu_is_pen(STU_STATUS) && !stu_is_pen_encrypted(STU_STATUS));
	OK(!stu_pens_parse(STU_STATUS, payload, 32, &pens));
}

/* ---- ink -------------------------------------------------------------- */

static void
thresholds_come_back_as_they_went(void)
{
	const struct stu_threshold factory = { STU_THRESHOLD_ON,
		STU_THRESHOLD_OFF };
	static const uint8_t expected[] = { 0x15, 0, 0x10, 0 };
	uint8_t payload[STU_THRESHOLD_LEN];
	struct stu_threshold threshold;

	stu_threshold_build(&factory, payload);
	OK(memcmp(payload, expected, sizeof(expected)) == 0);
	OK(stu_threshold_parse(payload, sizeof(payload), &threshold));
	OK(threshold.on == 0x15 && threshold.off == 0x10);
}

static void
thresholds_that_make_no_sense_are_refused(void)
{
	static const uint8_t never_off[] = { 0x10, 0, 0x15, 0 };
	static const uint8_t always_on[] = { 0, 0, 0, 0 };
	struct stu_threshold threshold;

	OK(!stu_threshold_parse(never_off, 4, &threshold));
	OK(!stu_threshold_parse(always_on, 4, &threshold));
	OK(!stu_threshold_parse(never_off, 3, &threshold));
}

/* ---- the screen ------------------------------------------------------- */

static void
an_area_is_little_endian_and_has_its_last_pixels_in_it(void)
{
	const struct stu_area area = { 0x0102, 0x0304, 799, 479 };
	static const uint8_t expected[] = { 0x02, 0x01, 0x04, 0x03, 0x1f, 0x03,
		0xdf, 0x01 };
	uint8_t plain[STU_AREA_LEN], image[STU_IMAGE_AREA_LEN];

	stu_area_build(&area, plain);
	OK(memcmp(plain, expected, sizeof(expected)) == 0);
	stu_image_area_build(STU_MONO_ZLIB, &area, image);
	OK(image[0] == 1 && image[1] == 1);
	OK(memcmp(image + 2, expected, sizeof(expected)) == 0);
}

static void
a_block_says_how_much_of_it_is_true(void)
{
	const uint8_t bytes[] = { 1, 2, 3 };
	uint8_t payload[255];
	bool is_zero = true;

	memset(payload, 0xee, sizeof(payload));
	OK(stu_block_room(sizeof(payload)) == 253);
	OK(stu_block_room(2) == 0 && stu_block_room(0) == 0);
	stu_block_build(bytes, sizeof(bytes), payload, sizeof(payload));
	OK(payload[0] == 3 && payload[1] == 0 && payload[4] == 3);
	for (size_t i = 5; i < sizeof(payload); i++)
		is_zero = is_zero && payload[i] == 0;
	OK(is_zero);
}

/* ---- encryption ------------------------------------------------------- */

static void
a_session_is_big_endian(void)
{
	static const uint8_t expected[] = { 0x12, 0x34, 0x56, 0x78 };
	uint8_t payload[STU_SESSION_LEN];

	stu_session_build(0x12345678, payload);
	OK(memcmp(payload, expected, sizeof(expected)) == 0);
}

static void
the_type_is_aes_256_oaep_rsa_2048(void)
{
	uint8_t payload[STU_COMMAND_LEN];

	stu_command_type_build(payload);
	OK(payload[0] == 1 && payload[1] == 2 && payload[2] == 0x82);
	OK(payload[3] == 0 && payload[STU_COMMAND_LEN - 1] == 0);
}

static void
a_command_carries_its_data(void)
{
	uint8_t data[STU_COMMAND_CHUNK], payload[STU_COMMAND_LEN];
	const struct stu_command command = { STU_V2_SET_PARAMETER, 1,
		sizeof(data), data };

	memset(data, 0xab, sizeof(data));
	stu_command_build(&command, payload);
	OK(payload[0] == 2 && payload[1] == 1 && payload[2] == 64);
	OK(payload[3] == 0xab && payload[66] == 0xab);
}

static void
a_chunk_is_no_longer_than_it_can_be(void)
{
	uint8_t payload[STU_COMMAND_LEN] = { 4, 2, 64 };
	const uint8_t *bytes = NULL;
	size_t len = 0;

	OK(stu_chunk_parse(payload, sizeof(payload), &bytes, &len));
	OK(bytes == payload + 3 && len == 64);
	OK(!stu_chunk_parse(payload, 66, &bytes, &len));
	payload[2] = 65;
	OK(!stu_chunk_parse(payload, sizeof(payload), &bytes, &len));
	payload[2] = 0;
	OK(stu_chunk_parse(payload, sizeof(payload), &bytes, &len) && len == 0);
	OK(!stu_chunk_parse(payload, 2, &bytes, &len));
}

static void
the_encryption_says_what_it_waits_for(void)
{
	static const uint8_t payload[16] = { 2, 0x82, 0, 0, 0, 0xfa, 0x04, 7 };
	struct stu_encryption encryption;

	OK(stu_encryption_parse(payload, sizeof(payload), &encryption));
	OK(encryption.exponent == 0 && encryption.modulus == 0);
	OK(encryption.key == STU_V2_CALCULATING && encryption.result == 4);
	OK(!stu_encryption_parse(payload, 6, &encryption));
}

/* ---- which reports there are ------------------------------------------ */

/* Made up after the form that the standard gives: the pen's report of 6 bytes,
 * the status of 4, the information of 16 and an image block of 255. */
static const uint8_t descriptor[] = { 0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01,
	0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08,             /* bytes */
	0x85, 0x01, 0x09, 0x01, 0x95, 0x06, 0x81, 0x02,       /* pen */
	0x85, 0x03, 0x09, 0x03, 0x95, 0x04, 0xb1, 0x02,       /* status */
	0xa4, 0x85, 0x08, 0x96, 0x10, 0x00, 0xb1, 0x02, 0xb4, /* pushed */
	0x09, 0x07, 0xb1, 0x02, /* and popped: 4 bytes more of the status */
	0x85, 0x26, 0x97, 0xff, 0x00, 0x00, 0x00, 0xb1, 0x02, /* block */
	0xc0 };

static void
a_descriptor_tells_reports_and_lengths(void)
{
	struct stu_reports reports;

	OK(stu_reports_of_descriptor(descriptor, sizeof(descriptor), &reports));
	OK(reports.input[STU_PEN] == 6 && reports.feature[STU_PEN] == 0);
	OK(reports.feature[STU_STATUS] == 8);
	OK(reports.feature[STU_INFORMATION] == 16);
	OK(reports.feature[STU_IMAGE_BLOCK] == 255);
	OK(reports.feature[STU_CAPABILITY] == 0);
}

static void
a_cut_descriptor_has_the_reports_before_the_cut_or_none(void)
{
	struct stu_reports reports;

	for (size_t len = 0; len < sizeof(descriptor); len++) {
		bool ok = stu_reports_of_descriptor(descriptor, len, &reports);

		if (ok != (ok && reports.feature[STU_STATUS] != 0))
			OKF(false, "cut at %zu", len);
	}
	OK(!stu_reports_of_descriptor(descriptor, 0, &reports));
	OK(!stu_reports_of_descriptor(descriptor, 20, &reports));
}

static void
long_items_are_stepped_over(void)
{
	static const uint8_t bytes[] = { 0xfe, 3, 0x10, 0x85, 0x85, 0x85, 0x75,
		8, 0x95, 4, 0x85, 3, 0xb1, 2 };
	static const uint8_t cut[] = { 0xfe, 4, 0x10, 1, 2 };
	struct stu_reports reports;

	OK(stu_reports_of_descriptor(bytes, sizeof(bytes), &reports));
	OK(reports.feature[STU_STATUS] == 4);
	OK(!stu_reports_of_descriptor(cut, sizeof(cut), &reports));
	OK(!stu_reports_of_descriptor(cut, 1, &reports));
}

static void
a_descriptor_of_huge_reports_is_refused(void)
{
	static const uint8_t wide[] = { 0x85, 3, 0x77, 0xff, 0xff, 0xff, 0xff,
		0x97, 0xff, 0xff, 0xff, 0xff, 0xb1, 2 };
	static const uint8_t many[] = { 0x85, 3, 0x75, 8, 0x96, 0xff, 0x09,
		0xb1, 2, 0xb1, 2 };
	static const uint8_t bad_id[] = { 0x86, 0x03, 0x01, 0x75, 8, 0x95, 4,
		0xb1, 2 };
	struct stu_reports reports;

	OK(!stu_reports_of_descriptor(wide, sizeof(wide), &reports));
	OK(!stu_reports_of_descriptor(many, sizeof(many), &reports));
	OK(!stu_reports_of_descriptor(bad_id, sizeof(bad_id), &reports));
}

static void
pushes_and_pops_have_a_limit(void)
{
	uint8_t pushes[9];
	static const uint8_t pop[] = { 0xb4 };
	struct stu_reports reports;

	memset(pushes, 0xa4, sizeof(pushes));
	OK(!stu_reports_of_descriptor(pushes, sizeof(pushes), &reports));
	OK(!stu_reports_of_descriptor(pop, sizeof(pop), &reports));
}

static void
a_table_of_sizes_is_read_wherever_it_begins(void)
{
	uint8_t table[1 + STU_SIZES_LEN] = { 0 };
	struct stu_reports reports;

	table[2 * STU_STATUS + 1] = 5;
	table[2 * STU_INFORMATION + 1] = 17;
	table[2 * STU_IMAGE_BLOCK] = 0x0a; /* 2560 */
	table[2 * STU_UID + 1] = 1;        /* an id and nothing else */
	table[2 * STU_UID2] = 0x0b;        /* too long */
	OK(stu_reports_of_sizes(table + 1, STU_SIZES_LEN, &reports));
	OK(reports.feature[STU_STATUS] == 4);
	OK(reports.feature[STU_IMAGE_BLOCK] == 2559);
	OK(reports.feature[STU_UID] == 0 && reports.feature[STU_UID2] == 0);
	OK(stu_reports_of_sizes(table, sizeof(table), &reports));
	OK(reports.feature[STU_INFORMATION] == 16);
}

static void
a_table_of_sizes_without_a_status_is_refused(void)
{
	uint8_t table[STU_SIZES_LEN] = { 0 };
	struct stu_reports reports;

	OK(!stu_reports_of_sizes(table, sizeof(table), &reports));
	OK(!stu_reports_of_sizes(table, 0, &reports));
	memset(table, 0xff, sizeof(table));
	OK(!stu_reports_of_sizes(table, sizeof(table), &reports));
	table[2 * STU_STATUS - 1] = 0;
	table[2 * STU_STATUS] = 5;
	OK(!stu_reports_of_sizes(table, 2 * STU_STATUS, &reports));
}

int
main(void)
{
	RUN(the_information_has_a_model_and_a_version);
	RUN(a_model_is_cut_at_what_cannot_be_printed);
	RUN(a_short_information_is_refused);
	RUN(the_capability_is_read);
	RUN(an_old_capability_says_less);
	RUN(a_capability_that_cannot_be_is_refused);
	RUN(a_status_is_a_state_and_a_result);
	RUN(every_state_and_result_has_words);
	RUN(commands_are_only_sent_in_states_that_take_them);
	RUN(a_sample_is_read_bit_by_bit);
	RUN(flags_and_pressure_do_not_mix);
	RUN(an_option_is_behind_the_sample);
	RUN(time_and_sequence_are_behind_the_sample);
	RUN(a_deciphered_block_has_a_session_and_two_samples);
	RUN(a_deciphered_timed_block_has_its_session_at_its_end);
	RUN(a_short_sample_is_refused_in_every_layout);
	RUN(thresholds_come_back_as_they_went);
	RUN(thresholds_that_make_no_sense_are_refused);
	RUN(an_area_is_little_endian_and_has_its_last_pixels_in_it);
	RUN(a_block_says_how_much_of_it_is_true);
	RUN(a_session_is_big_endian);
	RUN(the_type_is_aes_256_oaep_rsa_2048);
	RUN(a_command_carries_its_data);
	RUN(a_chunk_is_no_longer_than_it_can_be);
	RUN(the_encryption_says_what_it_waits_for);
	RUN(a_descriptor_tells_reports_and_lengths);
	RUN(a_cut_descriptor_has_the_reports_before_the_cut_or_none);
	RUN(long_items_are_stepped_over);
	RUN(a_descriptor_of_huge_reports_is_refused);
	RUN(pushes_and_pops_have_a_limit);
	RUN(a_table_of_sizes_is_read_wherever_it_begins);
	RUN(a_table_of_sizes_without_a_status_is_refused);
	return tap_done();
}
