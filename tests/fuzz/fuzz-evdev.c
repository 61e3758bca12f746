/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-evdev.c -- what a kernel may tell of a pen: what the tablet is, how the
 * configuration wants it, then events.
 *
 * All in little-endian: 9 bytes (4 of bits and turns, keys, held, 1 of
 * switches), 12 numbers of 4 bytes (least, most, units a millimetre of x, y and
 * pressure, and the area as 3 in millimetres), then events of 9 bytes: type and
 * code (a byte each), value, the time that passed in microseconds (3 bytes). */
#include "fuzz.h"
#include "trace.h"

#include <stdlib.h>
#include <string.h>

struct input {
	const uint8_t *at;
	size_t len;
};

static uint32_t
take(struct input *input, size_t size)
{
	uint32_t number = 0;

	for (size_t i = 0; i < size && input->len > 0; i++) {
		number |= (uint32_t)*input->at++ << 8 * i;
		input->len--;
	}
	return number;
}

static struct evdev_axis
take_axis(struct input *input, bool is_there)
{
	struct evdev_axis axis = { .is_there = is_there };

	axis.least = (int32_t)take(input, 4);
	axis.most = (int32_t)take(input, 4);
	axis.per_mm = (int32_t)take(input, 4);
	return axis;
}

static void
check(const struct evdev_trace *trace, const struct evdev_mark *mark,
    uint32_t *last_us)
{
	const struct cseal_ink_sample *sample = &mark->sample;
	const struct evdev_area *area = &trace->setup.area;

	if (mark->button > CSEAL_PAD_CANCEL)
		abort();
	if (!mark->has_sample)
		return;
	if (sample->x_um < 0 || (uint32_t)sample->x_um > area->width_um ||
	    sample->y_um < 0 || (uint32_t)sample->y_um > area->height_um)
		abort();
	if (sample->time_us < *last_us || sample->flags != 0 ||
	    !trace->has_ink || (sample->pressure != 0) != trace->is_inking)
		abort();
	*last_us = sample->time_us;
}

static void
feed(struct evdev_trace *trace, struct evdev_facts *facts, struct input *input)
{
	int64_t now_us = INT64_C(3000000000);
	uint32_t last_us = 0;

	while (input->len > 0) {
		struct input_event event = { .type = (uint16_t)take(input, 1) };
		struct evdev_mark mark;

		event.code = (uint16_t)take(input, 1);
		if (event.type == EV_KEY)
			event.code |= 0x100;
		event.value = (int32_t)take(input, 4);
		now_us += (int64_t)take(input, 3) - (1 << 20);
		event.input_event_sec = now_us / 1000000;
		event.input_event_usec = now_us % 1000000;
		evdev_trace_take(trace, &event, &mark);
		check(trace, &mark, &last_us);
		if (mark.button == CSEAL_PAD_CLEAR) {
			evdev_trace_clear(trace);
			last_us = 0;
		}
		facts->held ^= (uint16_t)event.value;
		if (mark.must_settle && !evdev_trace_settle(trace, facts))
			return;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	uint32_t bits = take(&input, 4), switches;
	struct evdev_wish wish = { .quarters = bits >> 4 & 3 };
	struct evdev_facts facts = { .has_contacts = (bits & 8) != 0 };
	struct cseal_ink_account account = { .size = sizeof(account) };
	struct evdev_trace trace;
	struct evdev_setup setup;

	facts.keys = (uint16_t)take(&input, 2);
	facts.held = (uint16_t)take(&input, 2);
	switches = take(&input, 1);
	for (size_t i = 0; i < EVDEV_SWITCHES; i++)
		wish.switches[i] = (cseal_pad_button)(switches >> 2 * i & 3);
	facts.x = take_axis(&input, (bits & 1) == 0);
	facts.y = take_axis(&input, (bits & 2) == 0);
	facts.pressure = take_axis(&input, (bits & 4) == 0);
	wish.area.x_um = take(&input, 4);
	wish.area.y_um = take(&input, 4);
	wish.area.width_um = take(&input, 4);
	wish.area.height_um = wish.area.width_um / 2;
	if (bits >> 8 != 0) {
		wish.width_um = (bits >> 8) % EVDEV_SIDE_MOST_UM;
		wish.height_um = wish.width_um;
	}
	if (evdev_kind_of(&facts) != EVDEV_PEN ||
	    evdev_set_up(&facts, &wish, &setup) != EVDEV_FITS)
		return 0;
	evdev_trace_init(&trace, &setup, &facts);
	feed(&trace, &facts, &input);
	evdev_trace_account(&trace, &account);
	if (account.tally != CSEAL_INK_TALLY_QUEUE)
		abort();
	return 0;
}
