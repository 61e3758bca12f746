/* SPDX-License-Identifier: Apache-2.0 */
#include "ink/iso-scale.h"
#include "ink/iso19794_7.h"
#include "tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MOST 4096

static struct cseal_ink_sample in[SAMPLES_MOST], back[SAMPLES_MOST];
static struct csi_bytes record;
static struct csi_iso_record parsed;
static size_t count; /* of what was read back */

/* ---- records by hand -------------------------------------------------- */

static void
begin(uint16_t channels)
{
	csi_bytes_free(&record);
	csi_bytes_add(&record, "SDI\0 10\0", 8);
	csi_bytes_add_be16(&record, channels);
}

/* A channel that has a scaling and nothing else. */
static void
channel(uint16_t scaling)
{
	csi_bytes_add_u8(&record, 0x80);
	csi_bytes_add_be16(&record, scaling);
}

static void
body(uint8_t options, uint32_t points)
{
	csi_bytes_add_u8(&record, 0);
	csi_bytes_add_u8(&record, options);
	csi_bytes_add_u8(&record, (uint8_t)(points >> 16));
	csi_bytes_add_be16(&record, (uint16_t)points);
}

static void
values(size_t many, const uint16_t *value)
{
	for (size_t i = 0; i < many; i++)
		csi_bytes_add_be16(&record, value[i]);
}

#define VALUES(...)                                     \
	values(sizeof((uint16_t[]){ __VA_ARGS__ }) / 2, \
	    (uint16_t[]){ __VA_ARGS__ })

/* Reads a copy of its own, so that a sanitizer sees reads past it. */
static cseal_status
read_bytes(const uint8_t *at, size_t len)
{
	uint8_t *copy = malloc(len + 1);
	struct csi_span span = { copy, len };
	cseal_error *error = NULL;
	cseal_status st;

	if (len != 0)
		memcpy(copy, at, len);
	st = csi_iso_read(span, &parsed, &error);
	count = 0;
	if (st == CSEAL_OK && parsed.count > SAMPLES_MOST)
		st = CSEAL_FAULT_INTERNAL;
	if (st == CSEAL_OK)
		st = csi_iso_samples(&parsed, back, &error);
	if (st == CSEAL_OK)
		count = parsed.count;
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	free(copy);
	return st;
}

static cseal_status
read_back(void)
{
	return read_bytes(record.at, record.len);
}

static cseal_status
round_trip(size_t many, bool is_virtual)
{
	csi_bytes_free(&record);
	csi_iso_write(in, many, is_virtual, &record);
	return read_back();
}

static void
make_signature(size_t many, uint32_t step_us)
{
	for (size_t i = 0; i < many; i++) {
		double t = (double)i * 0.05;

		in[i] = (struct cseal_ink_sample){
			.x_um = (int32_t)(50000 + 40000 * sin(t)),
			.y_um = (int32_t)(30000 + 20000 * cos(1.7 * t)),
			.pressure =
			    (uint16_t)(i % 50 < 8 ? 0 : 1 + i * 997 % 65535),
			.time_us = (uint32_t)i * step_us,
		};
	}
}

/* ---- tests ------------------------------------------------------------ */

static void
scaling_values_are_those_of_the_standard(void)
{
	OK(csi_iso_scale_of(1.0) == 0x8000);
	OK(csi_iso_scale_of(10) == 0x9a00);
	OK(csi_iso_scale_of(200) == 0xbc80);
	OK(csi_iso_scale_of(1000) == 0xcfa0);
	OK(csi_iso_scale_value(0x8000) == 1.0);
	OK(csi_iso_scale_value(0xcfa0) == 1000);
	OK(csi_iso_scale_value(0xffff) == 65520);
	OK(csi_iso_scale_value(0x0000) == 1.0 / 65536);
}

static void
every_scaling_value_survives(void)
{
	unsigned wrong = 0;

	for (unsigned i = 0; i <= UINT16_MAX; i++)
		wrong +=
		    csi_iso_scale_of(csi_iso_scale_value((uint16_t)i)) != i;
	OK(wrong == 0);
	OK(csi_iso_scale_of(1e9) == 0xffff);
	OK(csi_iso_scale_of(1e-9) == 0);
	OK(csi_iso_scale_of(1.99999999) == 0x8800);
}

static void
the_header_is_as_the_standard_has_it(void)
{
	static const uint8_t head[] = { 'S', 'D', 'I', 0, ' ', '1', '0', 0,
		0xc1, 0x60,                               /* X Y T F S */
		0xe0, 0xff, 0xff, 0x80, 0x42, 0x80, 0x83, /* X, 1 to 2 mm */
		0xe0, 0xff, 0xff, 0x80, 0x00, 0x80, 0x00, /* Y, 0 */
		0x80, 0xe9, 0xc4,                         /* T: 10000 */
		0xe0, 0x80, 0x00, 0x00, 0x00, 0xff, 0xff, 0x00, /* F, S */
		0x00, 0x00, 0x00, 0x00, 0x02, /* reserved, options, 2 points */
		0x80, 0x42, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80,
		0x83, 0x80, 0x00, 0x00, 0x4b, 0xff, 0xff, 0x01 };

	in[0] = (struct cseal_ink_sample){ .x_um = 1000 };
	in[1] = (struct cseal_ink_sample){
		.x_um = 2000, .pressure = 65535, .time_us = 7500
	};
	OK(round_trip(2, false) == CSEAL_OK);
	OKF(record.len == sizeof(head), "%zu bytes", record.len);
	OK(memcmp(record.at, head, sizeof(head)) == 0);
}

static void
a_signature_comes_back_to_the_grain_of_the_format(void)
{
	int32_t worst_um = 0;
	size_t wrong = 0;

	make_signature(610, 5000);
	OK(round_trip(610, false) == CSEAL_OK);
	OK(count == 610 && !parsed.is_virtual);
	for (size_t i = 0; i < 610; i++) {
		int32_t x = abs(in[i].x_um - back[i].x_um);
		int32_t y = abs(in[i].y_um - back[i].y_um);

		worst_um = x > worst_um ? x : worst_um;
		worst_um = y > worst_um ? y : worst_um;
		wrong += in[i].pressure != back[i].pressure;
		wrong += in[i].time_us != back[i].time_us;
	}
	OKF(worst_um <= 8, "%d um", (int)worst_um);
	OK(wrong == 0);
}

static void
three_seconds_take_five_and_a_half_kilobytes(void)
{
	make_signature(610, 5000);
	OK(round_trip(610, false) == CSEAL_OK);
	OKF(record.len <= 5600, "%zu bytes", record.len);
}

/* What was read and is written again is the same record. */
static bool
is_stable(size_t many, bool is_virtual)
{
	struct csi_bytes again = { 0 };
	bool same;

	if (round_trip(many, is_virtual) != CSEAL_OK)
		return false;
	csi_iso_write(back, count, parsed.is_virtual, &again);
	same = again.len == record.len &&
	       memcmp(again.at, record.at, again.len) == 0;
	csi_bytes_free(&again);
	return same;
}

static void
a_record_read_and_written_is_the_same(void)
{
	static const uint32_t steps[] = { 1, 999, 5000, 7519, 65000, 1000000,
		6553500, 6553600, 10000000 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		make_signature(400, steps[i]);
		OKF(is_stable(400, false), "%u us", (unsigned)steps[i]);
	}
	make_signature(30, 5000);
	OK(is_stable(30, true));
	for (int32_t x = 500000; x < 500040; x++) {
		in[0].x_um = x;
		OKF(is_stable(30, false), "%d um", (int)x);
	}
}

static void
time_is_kept_however_long_it_took(void)
{
	static const struct {
		uint32_t step_us, error_us;
		uint16_t channel;
	} cases[] = {
		{ 5000, 50, 0x0100 }, { 16000, 50, 0x0100 }, /* 6.4 s */
		{ 30000, 100, 0x0100 },                      /* 12 s */
		{ 60000, 250, 0x0100 },                      /* 24 s */
		{ 160000, 500, 0x0100 },                     /* 64 s */
		{ 200000, 50, 0x0080 },    /* 80 s, by difference */
		{ 6000000, 50, 0x0080 },   /* 40 minutes */
		{ 10000000, 500, 0x0080 }, /* 66 minutes */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t worst = 0;

		make_signature(400, cases[i].step_us);
		OK(round_trip(400, false) == CSEAL_OK);
		for (size_t k = 0; k < count; k++) {
			uint32_t error = (uint32_t)labs(
			    (long)in[k].time_us - (long)back[k].time_us);

			worst = error > worst ? error : worst;
		}
		OKF(worst <= cases[i].error_us, "%u us at %u us",
		    (unsigned)worst, (unsigned)cases[i].step_us);
		OK((parsed.included & cases[i].channel) != 0);
	}
}

/* One pause that is longer than DT reaches at the finest scale. */
static void
a_long_pause_is_kept(void)
{
	make_signature(20, 5000);
	for (size_t i = 10; i < 20; i++)
		in[i].time_us += 3000000000u;
	OK(round_trip(20, false) == CSEAL_OK);
	OK(labs((long)back[10].time_us - (long)in[10].time_us) <= 50000);
	OK(back[19].time_us >= back[10].time_us);
}

static void
places_up_to_a_metre_are_kept(void)
{
	make_signature(4, 5000);
	in[0].x_um = 1000000;
	in[1].x_um = -1000000;
	in[2].y_um = -1000000;
	in[3].y_um = 1000000;
	OK(round_trip(4, false) == CSEAL_OK);
	for (size_t i = 0; i < 4; i++) {
		OK(abs(in[i].x_um - back[i].x_um) <= 16);
		OK(abs(in[i].y_um - back[i].y_um) <= 16);
	}
}

static void
the_mark_of_a_virtual_pad_survives(void)
{
	make_signature(50, 5000);
	OK(round_trip(50, true) == CSEAL_OK);
	OK(count == 50 && parsed.is_virtual);
	OK(parsed.points.len == 50 * 9);
}

static void
other_extended_data_is_no_mark(void)
{
	make_signature(50, 5000);
	OK(round_trip(50, true) == CSEAL_OK);
	record.at[record.len - 1] ^= 1;
	OK(read_back() == CSEAL_OK && count == 50);
	OK(!parsed.is_virtual);
}

static void
extended_data_without_its_length_is_read_over(void)
{
	begin(0xc100);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	body(0x80, 1);
	VALUES(0x8001, 0x8001, 0);
	csi_bytes_add_text(&record, "whatever");
	OK(read_back() == CSEAL_OK && count == 1);
	OK(!parsed.is_virtual);
}

static void
the_switch_may_have_two_bytes(void)
{
	begin(0xc120);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	csi_bytes_add_u8(&record, 0);
	body(0, 3);
	VALUES(0x8001, 0x8002, 0, 1, 0x8003, 0x8004, 5, 0, 0x8005, 0x8006, 6,
	    0xff00);
	OK(read_back() == CSEAL_OK && count == 3);
	OK(parsed.switch_len == 2);
	OK(back[0].x_um == 1000 && back[0].y_um == 2000);
	OK(back[0].pressure != 0 && back[1].pressure == 0);
	OK(back[2].pressure != 0 && back[2].time_us == 6000);
}

static void
the_switch_may_have_two_bytes_before_extended_data(void)
{
	begin(0xc120);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	csi_bytes_add_u8(&record, 0);
	body(0x80, 2);
	VALUES(0x8001, 0x8002, 0, 1, 0x8003, 0x8004, 5, 1, 4);
	csi_bytes_add_text(&record, "mine");
	OK(read_back() == CSEAL_OK && count == 2);
	OK(parsed.switch_len == 2 && back[1].x_um == 3000);
}

static void
force_is_measured_by_its_own_range(void)
{
	begin(0xc140);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	csi_bytes_add_u8(&record, 0xe0);
	VALUES(0x8000, 0, 1023);
	body(0, 3);
	VALUES(0x8000, 0x8000, 0, 0, 0x8000, 0x8000, 1, 512, 0x8000, 0x8000, 2,
	    2000);
	OK(read_back() == CSEAL_OK && count == 3);
	OK(back[0].pressure == 0 && back[2].pressure == 65535);
	OK(back[1].pressure > 32000 && back[1].pressure < 33500);
}

static void
a_force_without_a_range_of_its_own_is_taken_as_it_is(void)
{
	begin(0xc140);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	csi_bytes_add_u8(&record, 0);
	body(0, 2);
	VALUES(0x8000, 0x8000, 0, 0, 0x8000, 0x8000, 1, 1234);
	OK(read_back() == CSEAL_OK && count == 2);
	OK(back[0].pressure == 0 && back[1].pressure == 1234);
}

static void
a_force_of_an_empty_range_is_a_pen_that_is_down(void)
{
	begin(0xc140);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	csi_bytes_add_u8(&record, 0x60);
	VALUES(7, 7);
	body(0, 1);
	VALUES(0x8000, 0x8000, 0, 7);
	OK(read_back() == CSEAL_OK && back[0].pressure != 0);
}

static void
without_force_and_switch_the_pen_is_down(void)
{
	begin(0xc100);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	body(0, 1);
	VALUES(0x8000, 0x8000, 77);
	OK(read_back() == CSEAL_OK && count == 1);
	OK(back[0].pressure != 0 && back[0].time_us == 0);
}

static void
the_switch_decides_over_the_force(void)
{
	begin(0xc160);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	csi_bytes_add_u8(&record, 0);
	csi_bytes_add_u8(&record, 0);
	body(0, 2);
	VALUES(0x8000, 0x8000, 0, 0);
	csi_bytes_add_u8(&record, 1);
	VALUES(0x8000, 0x8000, 0, 500);
	csi_bytes_add_u8(&record, 0);
	OK(read_back() == CSEAL_OK && count == 2);
	OK(back[0].pressure == 1 && back[1].pressure == 0);
}

static void
every_other_channel_is_passed_over(void)
{
	uint16_t point[16];

	begin(0xffff);
	for (int i = 0; i < 16; i++) {
		csi_bytes_add_u8(&record, 0xf8);
		VALUES(0xcfa0, 0, 0xffff, 5, 1);
		point[i] = (uint16_t)(0x8000 + i);
	}
	body(0, 2);
	values(16, point);
	point[7] = 0x8009;
	values(16, point);
	OK(read_back() == CSEAL_OK && count == 2);
	OK(parsed.switch_len == 2);
	OK(back[1].x_um == 0 && back[1].y_um == 1000);
	OK(back[1].time_us == 2000);
}

static void
a_constant_interval_gives_the_rate(void)
{
	begin(0xc080);
	channel(0xcfa0);
	channel(0xcfa0);
	csi_bytes_add_u8(&record, 0x84);
	csi_bytes_add_be16(&record, 0xbc80); /* 200 a second */
	body(0, 4);
	VALUES(0x8000, 0x8000, 0x8000, 0x8000, 0x8000, 0x8000, 0x8000, 0x8000);
	OK(read_back() == CSEAL_OK && count == 4);
	OK(back[0].time_us == 0 && back[3].time_us == 15000);
}

static void
a_constant_says_its_value_by_its_mean_or_range(void)
{
	static const uint8_t preambles[] = { 0x94, 0xc4, 0xa4 };

	for (size_t i = 0; i < 3; i++) {
		begin(0xc080);
		channel(0xcfa0);
		csi_bytes_add_u8(&record, preambles[i]); /* Y, too */
		VALUES(0xcfa0, 0x8007);
		csi_bytes_add_u8(&record, preambles[i]);
		VALUES(0xcfa0, 10);
		body(0, 3);
		VALUES(0x8001, 0x8002, 0x8003);
		OK(read_back() == CSEAL_OK && count == 3);
		OK(back[0].y_um == 7000 && back[2].y_um == 7000);
		OK(back[2].time_us == 20000 && back[2].x_um == 3000);
	}
}

static void
what_is_no_record_is_refused(void)
{
	OK(read_bytes(NULL, 0) == CSEAL_REFUSED_INPUT);
	OK(read_bytes((const uint8_t *)"SDI", 3) == CSEAL_REFUSED_INPUT);
	OK(read_bytes((const uint8_t *)"SDJ\0 10\0", 8) == CSEAL_REFUSED_INPUT);
}

static void
another_edition_is_refused(void)
{
	make_signature(3, 5000);
	OK(round_trip(3, false) == CSEAL_OK);
	record.at[5] = '2';
	OK(read_back() == CSEAL_REFUSED_INPUT);
}

static void
every_way_to_cut_it_short_is_refused(void)
{
	size_t refused = 0;

	make_signature(5, 5000);
	OK(round_trip(5, false) == CSEAL_OK);
	for (size_t i = 0; i < record.len; i++)
		refused += read_bytes(record.at, i) == CSEAL_REFUSED_INPUT;
	OK(refused == record.len);
	OK(round_trip(5, true) == CSEAL_OK);
	refused = 0;
	for (size_t i = 0; i < record.len; i++)
		refused += read_bytes(record.at, i) == CSEAL_REFUSED_INPUT ||
			   !parsed.is_virtual;
	OK(refused == record.len);
}

static void
bytes_too_many_are_refused(void)
{
	make_signature(5, 5000);
	OK(round_trip(5, false) == CSEAL_OK);
	csi_bytes_add_u8(&record, 0);
	OK(read_back() == CSEAL_REFUSED_INPUT);
}

static void
no_points_are_refused(void)
{
	begin(0xc100);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	body(0, 0);
	OK(read_back() == CSEAL_REFUSED_INPUT);
}

static void
too_many_points_are_over_the_limit(void)
{
	begin(0xc100);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	body(0, CSI_INK_MOST + 1);
	OK(read_back() == CSEAL_REFUSED_LIMIT);
	begin(0xc100);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	body(0, 0xffffff);
	OK(read_back() == CSEAL_REFUSED_LIMIT);
}

/* No bytes are needed for a point of constants: the count is the limit. */
static void
points_without_bytes_are_bounded_too(void)
{
	begin(0xc080);
	for (int i = 0; i < 3; i++) {
		csi_bytes_add_u8(&record, 0x84);
		csi_bytes_add_be16(&record, 0xcfa0);
	}
	body(0, 4000);
	OK(read_back() == CSEAL_OK && count == 4000);
	OK(parsed.points.len == 0);
}

static void
channels_that_are_needed_are_asked_for(void)
{
	static const uint16_t missing[] = { 0x4100, 0x8100, 0xc000, 0xc060,
		0x0000 };

	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		begin(missing[i]);
		for (unsigned k = 0; k < 16; k++) {
			if ((missing[i] >> k & 1) != 0)
				channel(0xcfa0);
		}
		body(0, 1);
		VALUES(0x8000, 0x8000, 0);
		OKF(read_back() == CSEAL_REFUSED_INPUT, "0x%04x", missing[i]);
	}
}

static void
a_channel_without_its_unit_is_refused(void)
{
	for (int without = 0; without < 3; without++) {
		begin(0xc100);
		for (int i = 0; i < 3; i++) {
			if (i == without)
				csi_bytes_add_u8(&record, 0);
			else
				channel(0xcfa0);
		}
		body(0, 1);
		VALUES(0x8000, 0x8000, 0);
		OKF(read_back() == CSEAL_REFUSED_INPUT, "%d", without);
	}
}

static void
a_signature_made_straight_for_comparing_is_refused(void)
{
	begin(0xc100);
	channel(0xcfa0);
	csi_bytes_add_u8(&record, 0x82);
	csi_bytes_add_be16(&record, 0xcfa0);
	channel(0xcfa0);
	body(0, 1);
	VALUES(0x8000, 0x8000, 0);
	OK(read_back() == CSEAL_REFUSED_INPUT);
}

static void
time_that_runs_backwards_is_refused(void)
{
	begin(0xc100);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	body(0, 3);
	VALUES(0x8000, 0x8000, 10, 0x8000, 0x8000, 12, 0x8000, 0x8000, 11);
	OK(read_back() == CSEAL_REFUSED_INPUT);
	begin(0xc100);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0xcfa0);
	body(0, 2);
	VALUES(0x8000, 0x8000, 10, 0x8000, 0x8000, 9);
	OK(read_back() == CSEAL_REFUSED_INPUT);
}

static void
time_past_an_hour_is_over_the_limit(void)
{
	begin(0xc100);
	channel(0xcfa0);
	channel(0xcfa0);
	channel(0x0000); /* a unit is 18 hours */
	body(0, 2);
	VALUES(0x8000, 0x8000, 0, 0x8000, 0x8000, 1);
	OK(read_back() == CSEAL_REFUSED_LIMIT);
}

static void
places_off_any_pad_are_over_the_limit(void)
{
	begin(0xc100);
	channel(0x8000); /* a unit is a metre */
	channel(0xcfa0);
	channel(0xcfa0);
	body(0, 1);
	VALUES(0x8002, 0x8000, 0);
	OK(read_back() == CSEAL_REFUSED_LIMIT);
	begin(0xc100);
	channel(0xcfa0);
	channel(0x0000);
	channel(0xcfa0);
	body(0, 1);
	VALUES(0x8000, 0x0000, 0);
	OK(read_back() == CSEAL_REFUSED_LIMIT);
}

static void
no_byte_changed_breaks_what_it_promises(void)
{
	size_t wrong = 0, ok = 0;

	make_signature(6, 5000);
	OK(round_trip(6, true) == CSEAL_OK);
	for (size_t i = 0; i < record.len; i++) {
		uint8_t was = record.at[i];

		for (unsigned value = 0; value < 256; value++) {
			record.at[i] = (uint8_t)value;
			if (read_back() != CSEAL_OK)
				continue;
			ok++;
			for (size_t k = 0; k < count; k++) {
				wrong += abs(back[k].x_um) > 1000000;
				wrong += abs(back[k].y_um) > 1000000;
				wrong += k > 0 &&
					 back[k].time_us < back[k - 1].time_us;
			}
		}
		record.at[i] = was;
	}
	OK(ok > 0 && wrong == 0);
}

int
main(void)
{
	RUN(scaling_values_are_those_of_the_standard);
	RUN(every_scaling_value_survives);
	RUN(the_header_is_as_the_standard_has_it);
	RUN(a_signature_comes_back_to_the_grain_of_the_format);
	RUN(three_seconds_take_five_and_a_half_kilobytes);
	RUN(a_record_read_and_written_is_the_same);
	RUN(time_is_kept_however_long_it_took);
	RUN(a_long_pause_is_kept);
	RUN(places_up_to_a_metre_are_kept);
	RUN(the_mark_of_a_virtual_pad_survives);
	RUN(other_extended_data_is_no_mark);
	RUN(extended_data_without_its_length_is_read_over);
	RUN(the_switch_may_have_two_bytes);
	RUN(the_switch_may_have_two_bytes_before_extended_data);
	RUN(force_is_measured_by_its_own_range);
	RUN(a_force_without_a_range_of_its_own_is_taken_as_it_is);
	RUN(a_force_of_an_empty_range_is_a_pen_that_is_down);
	RUN(without_force_and_switch_the_pen_is_down);
	RUN(the_switch_decides_over_the_force);
	RUN(every_other_channel_is_passed_over);
	RUN(a_constant_interval_gives_the_rate);
	RUN(a_constant_says_its_value_by_its_mean_or_range);
	RUN(what_is_no_record_is_refused);
	RUN(another_edition_is_refused);
	RUN(every_way_to_cut_it_short_is_refused);
	RUN(bytes_too_many_are_refused);
	RUN(no_points_are_refused);
	RUN(too_many_points_are_over_the_limit);
	RUN(points_without_bytes_are_bounded_too);
	RUN(channels_that_are_needed_are_asked_for);
	RUN(a_channel_without_its_unit_is_refused);
	RUN(a_signature_made_straight_for_comparing_is_refused);
	RUN(time_that_runs_backwards_is_refused);
	RUN(time_past_an_hour_is_over_the_limit);
	RUN(places_off_any_pad_are_over_the_limit);
	RUN(no_byte_changed_breaks_what_it_promises);
	csi_bytes_free(&record);
	return tap_done();
}
