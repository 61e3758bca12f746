/* SPDX-License-Identifier: Apache-2.0 */
/* pad.c -- one signature from a tablet.
 *
 * The kernel keeps what the pen did for whoever reads too late, and says when
 * it had to drop something: then a signature that was begun is over, because
 * what was not received cannot be made up. */
#include "pad.h"

#include "node.h"
#include "trace.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_MOST  64   /* read at a time */
#define DRAIN_ROUNDS 1000 /* of those, before it is asked to write */
/* For a tablet to be given back: of the tenth of a second after a cancel, and
 * where there is time. */
#define STOPPED_MS 50
#define CLOSE_MS   5000

struct evdev_pad {
	cseal_host *host;
	int fd;
	char name[EVDEV_NAME_ROOM];
	struct evdev_settings settings;
	struct evdev_setup setup;
	struct evdev_trace trace;
	/* Read, and not taken yet: from at to count. */
	struct input_event events[EVENTS_MOST];
	size_t at, count;
	struct evdev_mark mark; /* what the last of them came to */
	int64_t lifted_us;      /* since when no ink is made */
	int patience_ms;        /* for it to be given back */
};

static int64_t
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- opening ---------------------------------------------------------------- */

static cseal_status
check_fit(enum evdev_fit fit, const char *name, cseal_error **ret_error)
{
	switch (fit) {
	case EVDEV_NO_RANGE:
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "%s has an axis without any length", name);
	case EVDEV_NO_SIZE:
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s does not say how large it is: measure it, and set "
		    "size in [module evdev-pad]",
		    name);
	case EVDEV_AREA_OUTSIDE:
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module evdev-pad] area was not all on %s", name);
	case EVDEV_FITS:
	default: return CSEAL_OK;
	}
}

cseal_status
evdev_pad_examine(int fd, const struct evdev_wish *wish,
    struct evdev_facts *ret_facts, struct evdev_setup *ret_setup,
    cseal_error **ret_error)
{
	struct evdev_facts facts;
	struct evdev_setup setup;
	enum evdev_kind kind;
	cseal_status st;

	st = evdev_node_describe(fd, &facts, ret_error);
	if (st != CSEAL_OK)
		return st;
	kind = evdev_kind_of(&facts);
	if (kind == EVDEV_TOUCH)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "%s is for fingers: a signature is written with a pen",
		    facts.name);
	if (kind != EVDEV_PEN)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "%s is no pen tablet", facts.name);
	st = check_fit(
	    evdev_set_up(&facts, wish, &setup), facts.name, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_facts = facts;
	*ret_setup = setup;
	return CSEAL_OK;
}

static cseal_status
learn(struct evdev_pad *pad, cseal_error **ret_error)
{
	struct evdev_facts facts;
	cseal_status st;

	st = evdev_pad_examine(
	    pad->fd, &pad->settings.wish, &facts, &pad->setup, ret_error);
	if (st != CSEAL_OK)
		return st;
	memcpy(pad->name, facts.name, sizeof(pad->name));
	st = evdev_node_grab(pad->fd, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!evdev_node_set_clock(pad->fd))
		cseal_host_log(pad->host, CSEAL_LOG_WARNING,
		    "the times of %s are those of the wall clock", facts.name);
	cseal_host_log(pad->host, CSEAL_LOG_DEBUG, "%s: %u x %u um, %s",
	    facts.name, pad->setup.width_um, pad->setup.height_um,
	    pad->setup.pressure.is_there ? "with pressure"
					 : "without pressure");
	return CSEAL_OK;
}

cseal_status
evdev_pad_new(cseal_host *host, const char *path,
    const struct evdev_settings *settings, struct evdev_pad **ret_pad,
    cseal_error **ret_error)
{
	struct evdev_pad *pad = cseal_locked_new(host, sizeof(*pad));
	cseal_status st;

	if (pad == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	pad->host = host;
	pad->fd = -1;
	pad->patience_ms = CLOSE_MS;
	pad->settings = *settings;
	st = evdev_node_open(path, &pad->fd, ret_error);
	if (st == CSEAL_OK)
		st = learn(pad, ret_error);
	if (st != CSEAL_OK) {
		evdev_pad_free(pad);
		return st;
	}
	*ret_pad = pad;
	return CSEAL_OK;
}

/* The kernel waits for all of its readers in there, more than once. */
static void
give_back(void *opened)
{
	struct evdev_pad *pad = opened;

	if (pad->fd >= 0) {
		evdev_node_let_go(pad->fd);
		close(pad->fd);
	}
	cseal_locked_free(pad);
}

void
evdev_pad_free(struct evdev_pad *pad)
{
	if (pad != NULL)
		cseal_give_back(pad->host, give_back, pad, pad->patience_ms);
}

/* ---- writing ---------------------------------------------------------------- */

/* What was done before was not done for this signature. */
static cseal_status
drain(struct evdev_pad *pad, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	pad->at = pad->count = 0;
	for (int i = 0; st == CSEAL_OK && i < DRAIN_ROUNDS; i++) {
		size_t count = 0;

		st = evdev_node_read(
		    pad->fd, pad->events, EVENTS_MOST, &count, ret_error);
		if (count == 0)
			break;
	}
	return st;
}

cseal_status
evdev_pad_start(struct evdev_pad *pad, cseal_error **ret_error)
{
	struct evdev_facts facts;
	cseal_status st = drain(pad, ret_error);

	if (st == CSEAL_OK)
		st = evdev_node_describe(pad->fd, &facts, ret_error);
	if (st != CSEAL_OK)
		return st;
	evdev_trace_init(&pad->trace, &pad->setup, &facts);
	cseal_host_log(pad->host, CSEAL_LOG_DEBUG, "the pen is listened to");
	return CSEAL_OK;
}

static cseal_status
settle(struct evdev_pad *pad, cseal_error **ret_error)
{
	struct evdev_facts facts;
	cseal_status st;

	st = evdev_node_describe(pad->fd, &facts, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!evdev_trace_settle(&pad->trace, &facts))
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "some of what the pen did was lost: it was not read in "
		    "time");
	cseal_host_log(pad->host, CSEAL_LOG_WARNING,
	    "some of what the pen did before there was ink was lost");
	return CSEAL_OK;
}

/* Events that were read, into what is left of the room. */
static cseal_status
take(struct evdev_pad *pad, struct cseal_ink_sample *buf, size_t room,
    size_t *count, cseal_pad_button *button, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK && pad->at < pad->count && *count < room &&
	       *button == CSEAL_PAD_NONE) {
		bool was_inking = pad->trace.is_inking;
		struct evdev_mark *mark = &pad->mark;

		evdev_trace_take(&pad->trace, &pad->events[pad->at++], mark);
		if (was_inking && !pad->trace.is_inking)
			pad->lifted_us = now_us();
		if (mark->has_sample)
			buf[(*count)++] = mark->sample;
		*button = mark->button;
		if (mark->must_settle)
			st = settle(pad, ret_error);
	}
	return st;
}

/* How long until the pen has rested; negative: it does not. */
static int
rest_left_ms(const struct evdev_pad *pad)
{
	int64_t left_us;

	if (pad->settings.rest_ms == 0 || !pad->trace.has_ink ||
	    pad->trace.is_inking)
		return -1;
	left_us =
	    pad->lifted_us + (int64_t)pad->settings.rest_ms * 1000 - now_us();
	return left_us <= 0 ? 0 : (int)((left_us + 999) / 1000);
}

/* The next events; none: the pen has rested. */
static cseal_status
receive(struct evdev_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	pad->at = pad->count = 0;
	while (st == CSEAL_OK) {
		short happened = 0;

		st = evdev_node_read(
		    pad->fd, pad->events, EVENTS_MOST, &pad->count, ret_error);
		if (st != CSEAL_OK || pad->count != 0 || rest_left_ms(pad) == 0)
			return st;
		st = cseal_wait_poll(wait, pad->fd, POLLIN, rest_left_ms(pad),
		    &happened, ret_error);
	}
	return st;
}

static cseal_status
read_some(struct evdev_pad *pad, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *count, cseal_pad_button *button,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK && *count == 0 && *button == CSEAL_PAD_NONE) {
		st = cseal_wait_check(wait, ret_error);
		if (st == CSEAL_OK && pad->at == pad->count)
			st = receive(pad, wait, ret_error);
		if (st == CSEAL_OK)
			st = take(pad, buf, room, count, button, ret_error);
		/* A pen may also rest in the air. */
		if (st == CSEAL_OK && *button == CSEAL_PAD_NONE &&
		    rest_left_ms(pad) == 0)
			*button = CSEAL_PAD_OK;
	}
	return st;
}

cseal_status
evdev_pad_read(struct evdev_pad *pad, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *ret_count, cseal_pad_button *ret_button,
    cseal_error **ret_error)
{
	cseal_pad_button button = CSEAL_PAD_NONE;
	size_t count = 0;
	cseal_status st;

	st = read_some(pad, buf, room, wait, &count, &button, ret_error);
	if (cseal_status_class_of(st) == CSEAL_CLASS_STOPPED)
		pad->patience_ms = STOPPED_MS;
	if (st != CSEAL_OK)
		return st;
	if (button == CSEAL_PAD_CLEAR)
		evdev_trace_clear(&pad->trace);
	*ret_count = count;
	*ret_button = button;
	return CSEAL_OK;
}

/* Nobody says whether the way from the tablet is encrypted: on USB it is not,
 * by radio it may be. */
void
evdev_pad_account(
    const struct evdev_pad *pad, struct cseal_ink_account *account)
{
	snprintf(account->device, sizeof(account->device), "%s", pad->name);
	account->link = CSEAL_INK_LINK_UNKNOWN;
	evdev_trace_account(&pad->trace, account);
}
