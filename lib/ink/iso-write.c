/* SPDX-License-Identifier: Apache-2.0 */
/* iso-write.c -- writes records of ISO/IEC 19794-7:2007, full format. */
#include "iso19794_7.h"

#include "iso-format.h"
#include "iso-scale.h"
#include "mark.h"

#include <math.h>

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

	csi_bytes_add(out, HEADER_START, HEADER_START_LEN);
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

size_t
csi_iso_most(size_t count)
{
	return 64 + 9 * count + sizeof(CSI_INK_VIRTUAL_MARK);
}

void
csi_iso_write(const struct cseal_ink_sample *samples, size_t count,
    bool is_virtual, struct csi_bytes *out)
{
	struct plan plan;

	plan_place(samples, count, &plan);
	plan_time(samples, count, &plan);
	/* All at once: growing would leave copies behind. */
	csi_bytes_room(out, csi_iso_most(count));
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
