/* SPDX-License-Identifier: Apache-2.0 */
/* trace.c -- from what the kernel tells of a pen to ink. */
#include "trace.h"

#include <string.h>

#define US_PER_S     1000000
#define SECONDS_MOST 100000000000 /* of any clock: more is garbage */

/* What draws, and what does not although it is near. */
#define PENS                                                           \
	(EVDEV_KEY_BIT(BTN_TOOL_PEN) | EVDEV_KEY_BIT(BTN_TOOL_BRUSH) | \
	    EVDEV_KEY_BIT(BTN_TOOL_PENCIL) | EVDEV_KEY_BIT(BTN_TOOL_AIRBRUSH))
#define OTHERS                                                             \
	(EVDEV_KEY_BIT(BTN_TOOL_RUBBER) | EVDEV_KEY_BIT(BTN_TOOL_FINGER) | \
	    EVDEV_KEY_BIT(BTN_TOOL_MOUSE) | EVDEV_KEY_BIT(BTN_TOOL_LENS))
#define TOUCH EVDEV_KEY_BIT(BTN_TOUCH)

static const uint16_t switch_keys[EVDEV_SWITCHES] = {
	EVDEV_KEY_BIT(BTN_STYLUS),
	EVDEV_KEY_BIT(BTN_STYLUS2),
	EVDEV_KEY_BIT(BTN_STYLUS3),
};

/* ---- what the pen does ---------------------------------------------------- */

/* A tablet that has no key for its pen has it near all the time. */
static bool
is_near(const struct evdev_trace *trace)
{
	if ((trace->held & OTHERS) != 0)
		return false;
	return (trace->setup.keys & PENS) == 0 || (trace->held & PENS) != 0;
}

static bool
is_touching(const struct evdev_trace *trace)
{
	const struct evdev_axis *pressure = &trace->setup.pressure;

	if (!is_near(trace))
		return false;
	if ((trace->setup.keys & TOUCH) != 0)
		return (trace->held & TOUCH) != 0;
	return pressure->is_there && trace->pressure > pressure->least;
}

static void
take_state(struct evdev_trace *trace, const struct evdev_facts *facts)
{
	trace->x = facts->x.now;
	trace->y = facts->y.now;
	trace->pressure = facts->pressure.now;
	trace->held = facts->held;
	trace->pressed = 0;
}

void
evdev_trace_init(struct evdev_trace *trace, const struct evdev_setup *setup,
    const struct evdev_facts *facts)
{
	memset(trace, 0, sizeof(*trace));
	trace->setup = *setup;
	trace->origin_us = -1;
	take_state(trace, facts);
	trace->must_lift = is_touching(trace);
}

void
evdev_trace_clear(struct evdev_trace *trace)
{
	trace->must_lift = trace->is_inking;
	trace->is_inking = false;
	trace->has_ink = false;
	trace->origin_us = -1;
	trace->taken = trace->drops = 0;
}

/* How much the kernel dropped it does not say: at least one report. */
void
evdev_trace_account(
    const struct evdev_trace *trace, struct cseal_ink_account *account)
{
	account->tally = CSEAL_INK_TALLY_QUEUE;
	account->received = trace->taken;
	account->lost = trace->drops;
	if (trace->taken != 0)
		account->host_us = (uint64_t)(trace->now_us - trace->first_us);
}

/* ---- ink ------------------------------------------------------------------- */

static void
give(struct evdev_trace *trace, uint16_t pressure,
    struct cseal_ink_sample *sample)
{
	int64_t since_us;

	if (trace->origin_us < 0)
		trace->origin_us = trace->now_us;
	since_us = trace->now_us - trace->origin_us;
	sample->x_um = trace->last_x_um;
	sample->y_um = trace->last_y_um;
	sample->pressure = pressure;
	/* After 71 minutes time stands still. */
	sample->time_us =
	    since_us > UINT32_MAX ? UINT32_MAX : (uint32_t)since_us;
}

/* A pen that leaves, or leaves the area, lifts where it was. */
static void
move(struct evdev_trace *trace, struct evdev_mark *mark)
{
	int32_t x_um = 0, y_um = 0;
	bool is_inside = is_near(trace) && evdev_place(&trace->setup, trace->x,
					       trace->y, &x_um, &y_um);
	bool is_ink = is_inside && is_touching(trace) && !trace->must_lift;

	if (trace->is_inking && !is_ink) {
		give(trace, 0, &mark->sample);
		mark->has_sample = true;
	}
	trace->is_inking = is_ink;
	if (!is_inside)
		return;
	trace->last_x_um = x_um;
	trace->last_y_um = y_um;
	if (is_ink) {
		trace->has_ink = true;
		give(trace,
		    evdev_scale_pressure(&trace->setup, trace->pressure),
		    &mark->sample);
		mark->has_sample = true;
	} else if (!mark->has_sample && trace->has_ink) {
		give(trace, 0, &mark->sample);
		mark->has_sample = true;
	}
}

/* A switch that was pressed while the pen is in the air: who writes may press
 * one without wanting to. */
static cseal_pad_button
press(const struct evdev_trace *trace)
{
	if (!is_near(trace) || is_touching(trace))
		return CSEAL_PAD_NONE;
	for (size_t i = 0; i < EVDEV_SWITCHES; i++) {
		if ((trace->pressed & switch_keys[i]) != 0 &&
		    trace->setup.switches[i] != CSEAL_PAD_NONE)
			return trace->setup.switches[i];
	}
	return CSEAL_PAD_NONE;
}

/* ---- events ---------------------------------------------------------------- */

static void
tell_time(struct evdev_trace *trace, const struct input_event *event)
{
	int64_t seconds = (int64_t)event->input_event_sec;
	int64_t at_us;

	if (seconds < 0 || seconds > SECONDS_MOST)
		return;
	at_us =
	    seconds * US_PER_S + (int64_t)event->input_event_usec % US_PER_S;
	if (!trace->has_time || at_us > trace->now_us)
		trace->now_us = at_us;
	trace->has_time = true;
}

static void
end_report(struct evdev_trace *trace, const struct input_event *event,
    struct evdev_mark *mark)
{
	tell_time(trace, event);
	if (trace->taken++ == 0)
		trace->first_us = trace->now_us;
	if (!is_touching(trace))
		trace->must_lift = false;
	move(trace, mark);
	mark->button = press(trace);
	trace->pressed = 0;
}

static void
take_sync(struct evdev_trace *trace, const struct input_event *event,
    struct evdev_mark *mark)
{
	if (event->code == SYN_DROPPED) {
		trace->is_dropping = true;
		trace->drops++;
	} else if (event->code == SYN_REPORT && trace->is_dropping) {
		tell_time(trace, event);
		trace->is_dropping = false;
		mark->must_settle = true;
	} else if (event->code == SYN_REPORT) {
		end_report(trace, event, mark);
	}
}

static void
take_axis(struct evdev_trace *trace, const struct input_event *event)
{
	if (event->code == ABS_X)
		trace->x = event->value;
	else if (event->code == ABS_Y)
		trace->y = event->value;
	else if (event->code == ABS_PRESSURE)
		trace->pressure = event->value;
}

/* 2 is a key that repeats. */
static void
take_key(struct evdev_trace *trace, const struct input_event *event)
{
	uint16_t bit;

	if (event->code < BTN_DIGI || event->code >= BTN_DIGI + EVDEV_KEYS)
		return;
	bit = EVDEV_KEY_BIT(event->code);
	if (event->value == 1 && (trace->held & bit) == 0)
		trace->pressed |= bit;
	if (event->value == 0)
		trace->held &= (uint16_t)~bit;
	else
		trace->held |= bit;
}

void
evdev_trace_take(struct evdev_trace *trace, const struct input_event *event,
    struct evdev_mark *ret_mark)
{
	memset(ret_mark, 0, sizeof(*ret_mark));
	if (event->type == EV_SYN)
		take_sync(trace, event, ret_mark);
	else if (trace->is_dropping)
		; /* of a report whose beginning is not known */
	else if (event->type == EV_ABS)
		take_axis(trace, event);
	else if (event->type == EV_KEY)
		take_key(trace, event);
}

bool
evdev_trace_settle(struct evdev_trace *trace, const struct evdev_facts *facts)
{
	take_state(trace, facts);
	/* A stroke that began among what was dropped lacks its beginning. */
	return !trace->has_ink && !is_touching(trace);
}
