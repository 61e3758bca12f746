/* SPDX-License-Identifier: Apache-2.0 */
/* iso-read.c -- reads records of ISO/IEC 19794-7:2007, full format. */
#include "iso19794_7.h"

#include "error.h"
#include "iso-format.h"
#include "iso-scale.h"
#include "mark.h"

#include <math.h>
#include <string.h>

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
	struct csi_span start = csi_read_span(reader, HEADER_START_LEN);

	if (reader->bad || memcmp(start.at, HEADER_START, 4) != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "this is not a signature record");
	if (memcmp(start.at, HEADER_START, HEADER_START_LEN) != 0)
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
