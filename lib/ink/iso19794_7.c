/* SPDX-License-Identifier: Apache-2.0 */
/* iso19794_7.c -- records of ISO/IEC 19794-7:2007, full format.
 *
 * All numbers are big-endian; a signed one is stored with 32768 added.  Y is
 * as pads give it, downwards. */
#include "iso19794_7.h"

#include "error.h"
#include "iso-scale.h"
#include "mark.h"

#include <math.h>
#include <string.h>

/* Channels in the order of the record; bit 15 - channel says if included. */
enum {
	CHANNEL_X = 0,
	CHANNEL_Y = 1,
	CHANNEL_T = 7,
	CHANNEL_DT = 8,
	CHANNEL_F = 9,
	CHANNEL_S = 10
};

/* Bits of a channel's preamble. */
#define HAS_SCALING    0x80
#define HAS_MIN        0x40
#define HAS_MAX        0x20
#define HAS_MEAN       0x10
#define HAS_DEVIATION  0x08
#define IS_CONSTANT    0x04
#define LINEAR_REMOVED 0x02

/* The first bit of the byte before the points. */
#define HAS_EXTENDED_DATA 0x80

static const char header_start[] = "SDI\0 10"; /* with the NUL that ends it */

static bool
includes(const struct csi_iso_record *record, unsigned channel)
{
	return (record->included >> (15 - channel) & 1) != 0;
}

/* Whether each point has a value of the channel. */
static bool
is_stored(const struct csi_iso_record *record, unsigned channel)
{
	return includes(record, channel) &&
	       (record->channels[channel].preamble & IS_CONSTANT) == 0;
}

/* ---- reading ---------------------------------------------------------- */

static cseal_status
refuse(cseal_error **ret_error, const char *why)
{
	return cseal_fail(
	    ret_error, CSEAL_REFUSED_INPUT, "the signature record %s", why);
}

static void
read_channel(struct csi_reader *reader, struct csi_iso_channel *channel)
{
	channel->preamble = csi_read_u8(reader);
	if ((channel->preamble & HAS_SCALING) != 0)
		channel->scaling = csi_read_be16(reader);
	if ((channel->preamble & HAS_MIN) != 0)
		channel->min = csi_read_be16(reader);
	if ((channel->preamble & HAS_MAX) != 0)
		channel->max = csi_read_be16(reader);
	if ((channel->preamble & HAS_MEAN) != 0)
		channel->mean = csi_read_be16(reader);
	if ((channel->preamble & HAS_DEVIATION) != 0)
		csi_read_be16(reader);
}

/* Where and when must be there in metres and seconds. */
static cseal_status
check_channels(const struct csi_iso_record *record, cseal_error **ret_error)
{
	static const unsigned needed[] = { CHANNEL_X, CHANNEL_Y, CHANNEL_T,
		CHANNEL_DT };

	if (!includes(record, CHANNEL_X) || !includes(record, CHANNEL_Y))
		return refuse(ret_error, "had no positions");
	if (!includes(record, CHANNEL_T) && !includes(record, CHANNEL_DT))
		return refuse(ret_error, "had no time");
	for (size_t i = 0; i < 4; i++) {
		uint8_t preamble = record->channels[needed[i]].preamble;

		if (!includes(record, needed[i]))
			continue;
		if ((preamble & HAS_SCALING) == 0)
			return refuse(
			    ret_error, "did not say in which unit it measures");
		if ((preamble & LINEAR_REMOVED) != 0)
			return refuse(ret_error,
			    "was made for comparing, not for drawing");
	}
	return CSEAL_OK;
}

static cseal_status
read_header(struct csi_reader *reader, struct csi_iso_record *record,
    cseal_error **ret_error)
{
	struct csi_span start = csi_read_span(reader, sizeof(header_start));

	if (reader->bad || memcmp(start.at, header_start, 4) != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "this is not a signature record");
	if (memcmp(start.at, header_start, sizeof(header_start)) != 0)
		return refuse(ret_error, "was not of the 2007 edition");
	record->included = csi_read_be16(reader);
	for (unsigned i = 0; i < CSI_ISO_CHANNELS; i++) {
		if (includes(record, i))
			read_channel(reader, &record->channels[i]);
	}
	csi_read_u8(reader);
	if (reader->bad)
		return refuse(ret_error, "ended inside its header");
	return check_channels(record, ret_error);
}

/* Bytes of one point where S has one byte. */
static size_t
point_len(const struct csi_iso_record *record)
{
	size_t len = 0;

	for (unsigned i = 0; i < CSI_ISO_CHANNELS; i++) {
		if (is_stored(record, i))
			len += i == CHANNEL_S ? 1 : 2;
	}
	return len;
}

/* Extended data begins with its own length. */
static bool
is_extended(struct csi_reader reader, size_t skipped)
{
	uint16_t len;

	csi_read_span(&reader, skipped);
	len = csi_read_be16(&reader);
	return !reader.bad && len == csi_reader_left(&reader);
}

/* The edition leaves open whether S has one byte or two: the length of all
 * points tells. */
static cseal_status
measure_points(const struct csi_reader *reader, bool extended,
    struct csi_iso_record *record, cseal_error **ret_error)
{
	size_t narrow = record->count * point_len(record);
	size_t wide = narrow + record->count;
	size_t left = csi_reader_left(reader);
	bool has_switch = is_stored(record, CHANNEL_S);

	record->switch_len = 1;
	if (!extended && narrow == left)
		return CSEAL_OK;
	if (extended && is_extended(*reader, narrow))
		return CSEAL_OK;
	record->switch_len = 2;
	if (has_switch && !extended && wide == left)
		return CSEAL_OK;
	if (has_switch && extended && is_extended(*reader, wide))
		return CSEAL_OK;
	/* Some write extended data without its length. */
	record->switch_len = 1;
	if (extended && narrow <= left)
		return CSEAL_OK;
	return refuse(ret_error, "was longer or shorter than its points");
}

static cseal_status
read_body(struct csi_reader *reader, struct csi_iso_record *record,
    cseal_error **ret_error)
{
	bool extended = (csi_read_u8(reader) & HAS_EXTENDED_DATA) != 0;
	size_t len;
	cseal_status st;

	record->count = csi_read_be24(reader);
	if (reader->bad)
		return refuse(ret_error, "ended inside its header");
	if (record->count == 0)
		return refuse(ret_error, "had no points");
	if (record->count > CSI_INK_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the signature record had more than %u points",
		    CSI_INK_MOST);
	st = measure_points(reader, extended, record, ret_error);
	if (st != CSEAL_OK)
		return st;
	len = record->count * point_len(record);
	if (record->switch_len == 2)
		len += record->count;
	record->points = csi_read_span(reader, len);
	if (extended && is_extended(*reader, 0)) {
		csi_read_be16(reader);
		record->is_virtual =
		    csi_span_is(csi_read_span(reader, csi_reader_left(reader)),
			CSI_INK_VIRTUAL_MARK);
	}
	return CSEAL_OK;
}

cseal_status
csi_iso_read(struct csi_span bytes, struct csi_iso_record *ret_record,
    cseal_error **ret_error)
{
	struct csi_reader reader = csi_reader_of(bytes.at, bytes.len);
	struct csi_iso_record record = { 0 };
	cseal_status st;

	st = read_header(&reader, &record, ret_error);
	if (st == CSEAL_OK)
		st = read_body(&reader, &record, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_record = record;
	return CSEAL_OK;
}

/* What a constant channel says for every point: its mean, else an end of its
 * range; else places are 0, and intervals one unit. */
static uint16_t
constant_value(const struct csi_iso_record *record, unsigned i)
{
	const struct csi_iso_channel *channel = &record->channels[i];

	if ((channel->preamble & HAS_MEAN) != 0)
		return channel->mean;
	if ((channel->preamble & HAS_MIN) != 0)
		return channel->min;
	if ((channel->preamble & HAS_MAX) != 0)
		return channel->max;
	return i == CHANNEL_X || i == CHANNEL_Y ? 32768 : 1;
}

/* One point's value of each channel. */
static void
read_point(const struct csi_iso_record *record, struct csi_reader *reader,
    uint16_t values[CSI_ISO_CHANNELS])
{
	for (unsigned i = 0; i < CSI_ISO_CHANNELS; i++) {
		if (!is_stored(record, i))
			values[i] = constant_value(record, i);
		else if (i == CHANNEL_S && record->switch_len == 1)
			values[i] = csi_read_u8(reader);
		else
			values[i] = csi_read_be16(reader);
	}
}

static double
scaled(const struct csi_iso_record *record, unsigned channel, double value)
{
	uint16_t scale = record->channels[channel].scaling;

	return round(value * 1e6 / csi_iso_scale_value(scale));
}

static double
position(const struct csi_iso_record *record, unsigned channel,
    const uint16_t values[CSI_ISO_CHANNELS])
{
	return scaled(record, channel, values[channel] - 32768.0);
}

/* The force from the least to the most that the record says is possible. */
static uint16_t
pressure_of(const struct csi_iso_record *record,
    const uint16_t values[CSI_ISO_CHANNELS])
{
	const struct csi_iso_channel *force = &record->channels[CHANNEL_F];
	double least = 0, most = UINT16_MAX, part;
	uint16_t pressure;

	if (includes(record, CHANNEL_S) && values[CHANNEL_S] == 0)
		return 0;
	if (!includes(record, CHANNEL_F))
		return UINT16_MAX / 2;
	if ((force->preamble & HAS_MIN) != 0)
		least = force->min;
	if ((force->preamble & HAS_MAX) != 0)
		most = force->max;
	if (most <= least)
		return UINT16_MAX / 2;
	part = (values[CHANNEL_F] - least) / (most - least);
	part = part < 0 ? 0 : part > 1 ? 1 : part;
	pressure = (uint16_t)lround(part * UINT16_MAX);
	/* The switch says that the pen is down. */
	if (pressure == 0 && includes(record, CHANNEL_S))
		return 1;
	return pressure;
}

/* Since the first point, in units of the channel. */
struct ticks {
	uint64_t now;
	uint16_t first; /* of channel T */
};

static bool
tick(const struct csi_iso_record *record,
    const uint16_t values[CSI_ISO_CHANNELS], bool is_first, struct ticks *ticks)
{
	uint64_t before = ticks->now;

	if (!includes(record, CHANNEL_T)) {
		ticks->now += is_first ? 0 : values[CHANNEL_DT];
		return true;
	}
	if (is_first)
		ticks->first = values[CHANNEL_T];
	if (values[CHANNEL_T] < ticks->first)
		return false;
	ticks->now = (uint64_t)values[CHANNEL_T] - ticks->first;
	return ticks->now >= before;
}

static bool
is_on_pad(double um)
{
	return fabs(um) <= CSI_INK_SIDE_MOST_UM;
}

cseal_status
csi_iso_samples(const struct csi_iso_record *record,
    struct cseal_ink_sample *samples, cseal_error **ret_error)
{
	struct csi_reader reader =
	    csi_reader_of(record->points.at, record->points.len);
	unsigned clock = includes(record, CHANNEL_T) ? CHANNEL_T : CHANNEL_DT;
	struct ticks ticks = { 0 };

	for (size_t i = 0; i < record->count; i++) {
		uint16_t values[CSI_ISO_CHANNELS];
		double x, y, time;

		read_point(record, &reader, values);
		if (!tick(record, values, i == 0, &ticks))
			return refuse(ret_error, "ran backwards in time");
		x = position(record, CHANNEL_X, values);
		y = position(record, CHANNEL_Y, values);
		time = scaled(record, clock, (double)ticks.now);
		if (!is_on_pad(x) || !is_on_pad(y) || time > UINT32_MAX)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "the signature was larger than a pad, or took "
			    "longer than an hour");
		samples[i] = (struct cseal_ink_sample){ .x_um = (int32_t)x,
			.y_um = (int32_t)y,
			.pressure = pressure_of(record, values),
			.time_us = (uint32_t)time };
	}
	return CSEAL_OK;
}

/* ---- writing ---------------------------------------------------------- */

/* Units of a channel in a metre or a second. */
struct plan {
	double place_scale, time_scale;
	bool by_difference; /* DT, not T */
};

static uint64_t
ticks_of(const struct plan *plan, uint32_t time_us)
{
	return (uint64_t)llround(time_us * plan->time_scale / 1e6);
}

static bool
time_fits(const struct cseal_ink_sample *samples, size_t count,
    const struct plan *plan)
{
	uint64_t start = ticks_of(plan, samples[0].time_us);
	uint64_t last = start;

	for (size_t i = 0; i < count; i++) {
		uint64_t now = ticks_of(plan, samples[i].time_us);

		if (now - (plan->by_difference ? last : start) > UINT16_MAX)
			return false;
		last = now;
	}
	return true;
}

/* As fine as fits: T where it reaches milliseconds, as everybody reads it;
 * then DT, which has room for longer writing; then T as coarse as needed. */
static void
plan_time(
    const struct cseal_ink_sample *samples, size_t count, struct plan *plan)
{
	static const struct {
		uint16_t scale;
		bool by_difference;
	} choices[] = { { 10000, false }, { 5000, false }, { 2000, false },
		{ 1000, false }, { 10000, true }, { 1000, true },
		{ 500, false }, { 200, false }, { 100, false }, { 50, false },
		{ 20, false }, { 10, false } };

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		plan->time_scale = choices[i].scale;
		plan->by_difference = choices[i].by_difference;
		if (time_fits(samples, count, plan))
			return;
	}
}

/* The finest scale there is reaches half a metre to both sides, half of it
 * reaches twice as far.  What is read back from the coarser one is farther
 * than FINE_MOST_UM again, so the choice is the same the next time. */
#define FINE_MOST_UM 500015

static void
plan_place(
    const struct cseal_ink_sample *samples, size_t count, struct plan *plan)
{
	double farthest = 0;

	for (size_t i = 0; i < count; i++) {
		farthest = fmax(farthest, fabs((double)samples[i].x_um));
		farthest = fmax(farthest, fabs((double)samples[i].y_um));
	}
	plan->place_scale = csi_iso_scale_value(UINT16_MAX);
	if (farthest > FINE_MOST_UM)
		plan->place_scale /= 2;
}

static uint16_t
code_place(const struct plan *plan, int32_t um)
{
	return (uint16_t)(lround(um * plan->place_scale / 1e6) + 32768);
}

static void
write_place_channel(const struct cseal_ink_sample *samples, size_t count,
    const struct plan *plan, bool is_y, struct csi_bytes *out)
{
	uint16_t least = UINT16_MAX, most = 0;

	for (size_t i = 0; i < count; i++) {
		uint16_t value =
		    code_place(plan, is_y ? samples[i].y_um : samples[i].x_um);

		least = value < least ? value : least;
		most = value > most ? value : most;
	}
	csi_bytes_add_u8(out, HAS_SCALING | HAS_MIN | HAS_MAX);
	csi_bytes_add_be16(out, csi_iso_scale_of(plan->place_scale));
	csi_bytes_add_be16(out, least);
	csi_bytes_add_be16(out, most);
}

static void
write_header(const struct cseal_ink_sample *samples, size_t count,
    const struct plan *plan, struct csi_bytes *out)
{
	unsigned clock = plan->by_difference ? CHANNEL_DT : CHANNEL_T;

	csi_bytes_add(out, header_start, sizeof(header_start));
	csi_bytes_add_be16(
	    out, (uint16_t)(1u << (15 - CHANNEL_X) | 1u << (15 - CHANNEL_Y) |
			    1u << (15 - clock) | 1u << (15 - CHANNEL_F) |
			    1u << (15 - CHANNEL_S)));
	write_place_channel(samples, count, plan, false, out);
	write_place_channel(samples, count, plan, true, out);
	csi_bytes_add_u8(out, HAS_SCALING);
	csi_bytes_add_be16(out, csi_iso_scale_of(plan->time_scale));
	/* A pad does not tell newtons: the scale of F is 1. */
	csi_bytes_add_u8(out, HAS_SCALING | HAS_MIN | HAS_MAX);
	csi_bytes_add_be16(out, csi_iso_scale_of(1));
	csi_bytes_add_be16(out, 0);
	csi_bytes_add_be16(out, UINT16_MAX);
	csi_bytes_add_u8(out, 0); /* S */
	csi_bytes_add_u8(out, 0); /* reserved */
}

static void
write_points(const struct cseal_ink_sample *samples, size_t count,
    const struct plan *plan, struct csi_bytes *out)
{
	uint64_t last = ticks_of(plan, samples[0].time_us);

	for (size_t i = 0; i < count; i++) {
		uint64_t now = ticks_of(plan, samples[i].time_us);

		csi_bytes_add_be16(out, code_place(plan, samples[i].x_um));
		csi_bytes_add_be16(out, code_place(plan, samples[i].y_um));
		csi_bytes_add_be16(out, (uint16_t)(now - last));
		csi_bytes_add_be16(out, samples[i].pressure);
		csi_bytes_add_u8(out, samples[i].pressure != 0);
		if (plan->by_difference)
			last = now;
	}
}

void
csi_iso_write(const struct cseal_ink_sample *samples, size_t count,
    bool is_virtual, struct csi_bytes *out)
{
	struct plan plan;

	plan_place(samples, count, &plan);
	plan_time(samples, count, &plan);
	/* All at once: growing would leave copies behind. */
	csi_bytes_room(out, 64 + 9 * count + sizeof(CSI_INK_VIRTUAL_MARK));
	write_header(samples, count, &plan, out);
	csi_bytes_add_u8(out, is_virtual ? HAS_EXTENDED_DATA : 0);
	csi_bytes_add_u8(out, (uint8_t)(count >> 16));
	csi_bytes_add_be16(out, (uint16_t)count);
	write_points(samples, count, &plan, out);
	if (!is_virtual)
		return;
	csi_bytes_add_be16(out, sizeof(CSI_INK_VIRTUAL_MARK) - 1);
	csi_bytes_add_text(out, CSI_INK_VIRTUAL_MARK);
}
