/* SPDX-License-Identifier: Apache-2.0 */
/* stu-spill.h -- where in memory what is written on a pad is: tests of
 * modules/stu-pad for a line and for USB. */
#ifndef TESTS_STU_SPILL_H
#define TESTS_STU_SPILL_H

#include "spill.h"
#include "stu-harness.h"
#include "tap.h"

#define UNIT_UM  10 /* of an STU-430 */
#define TOUCHING 32 /* samples of STU_TWO_STROKES */

/* Sample number 3 of STU_TWO_STROKES, in the three forms that it takes, and
 * the last one as the module remembers it. */
struct forms {
	struct remains report, frame, sample, last;
};

/* struct stu_pen: near, not down, no pressure; 50000 and 30000 um. */
static void
make_last(struct remains *last)
{
	const struct {
		uint8_t flags[2];
		uint16_t pressure, x, y;
	} pen = { { 1, 0 }, 0, 50000 / UNIT_UM, 30000 / UNIT_UM };

	remains_of(last, &pen, sizeof(pen));
}

/* Seven bits a byte, as on the line: test-stu-serial.c. */
static void
pack_eight(const uint8_t bytes[7], uint8_t packed[8])
{
	uint64_t all = 0;

	for (int i = 0; i < 7; i++)
		all = all << 8 | bytes[i];
	for (int i = 0; i < 8; i++)
		packed[i] = all >> 7 * (7 - i) & 0x7f;
	explicit_bzero(&all, sizeof(all));
}

static void
make_forms(struct forms *forms)
{
	struct capture result = stu_sign("", STU_SIGNED);
	const struct cseal_ink_sample *at = cseal_ink_samples(result.ink) + 3;
	unsigned pressure = ((unsigned)at->pressure * 1023 + 65534) / 65535;
	uint16_t x = (uint16_t)(at->x_um / UNIT_UM);
	uint16_t y = (uint16_t)(at->y_um / UNIT_UM);
	uint8_t report[7] = { 0x34, (uint8_t)(0x90 | pressure >> 8),
		(uint8_t)pressure, (uint8_t)(x >> 8), (uint8_t)x,
		(uint8_t)(y >> 8), (uint8_t)y };
	uint8_t packed[8];

	OK(result.st == CSEAL_OK);
	pack_eight(report, packed);
	remains_of(&forms->report, report + 1, 6);
	remains_of(&forms->frame, packed, sizeof(packed));
	/* All but the time, which differs. */
	remains_of(&forms->sample, at, 10);
	explicit_bzero(report, sizeof(report));
	explicit_bzero(packed, sizeof(packed));
	cseal_ink_free(result.ink);
	make_last(&forms->last);
	OK(remains_count(&forms->sample) <= 0 &&
	    remains_count(&forms->report) <= 0 &&
	    remains_count(&forms->frame) <= 0);
}

static void
check_spill(const char *arguments, const struct remains *remains,
    const char *name, long least)
{
	cseal_context *context = stu_context();
	struct spill spill = spill_of(context,
	    stu_plug_in(arguments, STU_TWO_STROKES), TOUCHING, remains);

	spill_check(&spill, name, least);
	cseal_context_unref(context);
}

static void
what_is_written_is_in_locked_memory_only_and_wiped(void)
{
	struct forms forms;

	make_forms(&forms);
	check_spill("", &forms.sample, "a sample", 1);
	/* On the way: what came later lies over it, or not. */
	check_spill("", &forms.last, "the last sample", 1);
	check_spill("", &forms.report, "a report", 0);
	check_spill("", &forms.frame, "a frame", 0);
	stu_configure("encryption = v2");
	check_spill("", &forms.sample, "a sample of a session", 1);
	check_spill("", &forms.report, "a report of a session", 0);
	stu_configure("");
}

static void
no_way_out_leaves_any_of_it_behind(void)
{
	static const struct {
		const char *fault, *pen;
		cseal_status st;
	} ways[] = {
		{ "", STU_SIGNED, CSEAL_OK },
		{ "", STU_TWO_STROKES "press cancel\n",
		    CSEAL_STOPPED_DECLINED },
		{ "", STU_TWO_STROKES "press clear\npress ok\n",
		    CSEAL_AGAIN_INK_TOO_SHORT },
		{ "lose=15", STU_SIGNED, CSEAL_COUNTER_DEVICE_FAILED },
		{ "unplug-ink=15", STU_SIGNED, CSEAL_COUNTER_DEVICE_GONE },
	};
	struct forms forms;

	make_forms(&forms);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct capture result = stu_suffer(ways[i].fault, ways[i].pen);

		OKF(result.st == ways[i].st, "way %zu: %s", i, result.text);
		cseal_ink_free(result.ink);
		OKF(remains_count(&forms.sample) <= 0, "sample, way %zu", i);
		OKF(remains_count(&forms.report) <= 0, "report, way %zu", i);
		OKF(remains_count(&forms.frame) <= 0, "frame, way %zu", i);
	}
}

#endif
