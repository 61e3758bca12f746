/* SPDX-License-Identifier: Apache-2.0 */
/* pad.c -- the conversation with a pad about one signature.
 *
 * The signature is on the pad's screen only as long as the pad is open.  A
 * sample that is missing in the middle of the ink ends the capture: what was
 * not received cannot be made up. */
#include "moment.h"
#include "pad-inside.h"

#include <stdio.h>
#include <string.h>

#define IDLE_MS      1000 /* of silence, before it is asked whether it is there */
#define STRANGE_MOST 50   /* reports of another session */
#define INK_PX       8    /* around the ink: how thick a pad may draw it */

/* How a call ended says how the pad is left. */
static cseal_status
ended(struct stu_pad *pad, cseal_status st)
{
	pad->was_stopped = cseal_status_class_of(st) == CSEAL_CLASS_STOPPED;
	pad->is_gone = st == CSEAL_COUNTER_DEVICE_GONE;
	pad->patience_ms = stu_patience_ms(st);
	return st;
}

cseal_status
stu_pad_new(cseal_host *host, const struct stu_uri *uri,
    const struct stu_settings *settings, cseal_wait *wait,
    struct stu_pad **ret_pad, cseal_error **ret_error)
{
	struct stu_pad *pad = cseal_locked_new(host, sizeof(*pad));
	cseal_status st;

	if (pad == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	pad->host = host;
	pad->settings = *settings;
	st = stu_link_open(
	    host, uri, settings->response_ms, wait, &pad->link, ret_error);
	if (st == CSEAL_OK)
		st = stu_pad_learn(pad, wait, ret_error);
	if (st == CSEAL_OK)
		st = stu_pad_settle(pad, wait, ret_error);
	ended(pad, st);
	if (st != CSEAL_OK) {
		pad->is_untouched = true;
		stu_pad_free(pad);
		return st;
	}
	*ret_pad = pad;
	return CSEAL_OK;
}

cseal_status
stu_pad_start(struct stu_pad *pad, const char *prompt, cseal_wait *wait,
    cseal_error **ret_error)
{
	return ended(pad, stu_pad_prepare(pad, prompt, wait, ret_error));
}

/* The ink is taken off the screen, and nothing else is sent again. */
static cseal_status
clear(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	struct stu_area area = pad->trace.inked;
	bool has_ink = pad->trace.has_ink;
	const uint8_t end = 0;
	cseal_status st;

	stu_trace_clear(&pad->trace);
	if (!has_ink)
		return CSEAL_OK;
	area.left = area.left > INK_PX ? (uint16_t)(area.left - INK_PX) : 0;
	area.top = area.top > INK_PX ? (uint16_t)(area.top - INK_PX) : 0;
	area.right = (uint16_t)(area.right + INK_PX);
	area.bottom = (uint16_t)(area.bottom + INK_PX);
	st = stu_pad_set_inking(pad, false, wait, ret_error);
	if (st == CSEAL_OK && pad->session != NULL)
		st = stu_order(
		    pad->link, STU_END_CAPTURE, &end, 1, wait, NULL, ret_error);
	if (st == CSEAL_OK)
		st = stu_picture_send(pad->link, &pad->screen, &area,
		    &pad->has_zlib, wait, ret_error);
	if (st == CSEAL_OK && pad->session != NULL)
		st =
		    stu_session_start(pad->session, pad->link, wait, ret_error);
	return st == CSEAL_OK ? stu_pad_let_write(pad, wait, ret_error) : st;
}

/* False: it is none of a pen, or not of this session. */
static bool
understand(
    struct stu_pad *pad, uint8_t *report, size_t len, struct stu_pens *ret_pens)
{
	uint8_t id = report[0];

	if (!stu_is_pen(id))
		return false;
	if (pad->session == NULL)
		return !stu_is_pen_encrypted(id) &&
		       stu_pens_parse(id, report + 1, len - 1, ret_pens);
	/* What comes in the clear, or of another session, was not written on
	 * this pad now. */
	if (stu_is_pen_encrypted(id) &&
	    stu_session_open(pad->session, id, report + 1, len - 1, ret_pens))
		return true;
	pad->strange++;
	return false;
}

static cseal_status
check_pens(const struct stu_pad *pad, const struct stu_pens *pens,
    cseal_error **ret_error)
{
	if (pad->option_mode == STU_OPTION_NONE || pens->has_time ||
	    pens->has_option)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
	    "the pad was to count its samples, and does not");
}

/* Samples of one report into what is left of the room. */
static cseal_status
take(struct stu_pad *pad, const struct stu_pens *pens, int64_t arrived_us,
    struct cseal_ink_sample *buf, size_t *count, cseal_pad_button *button,
    cseal_error **ret_error)
{
	struct stu_mark *mark = &pad->mark;

	for (size_t i = 0; i < pens->count && *button == CSEAL_PAD_NONE; i++) {
		uint64_t lost = pad->trace.lost;

		stu_trace_take(&pad->trace, pens, i, arrived_us, mark);
		lost = pad->trace.lost - lost;
		/* Also where this one is the first of the ink: what is missing
		 * may have been its beginning. */
		if (lost != 0 && pad->trace.has_ink)
			return cseal_fail(ret_error,
			    CSEAL_COUNTER_DEVICE_FAILED,
			    "%llu of the pen's samples were lost on the way",
			    (unsigned long long)lost);
		if (mark->has_sample)
			buf[(*count)++] = mark->sample;
		*button = mark->button;
	}
	return CSEAL_OK;
}

/* A pad that was started anew does not count any more. */
static cseal_status
check_option(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST];
	cseal_status st;
	size_t len;

	if (pad->option_mode == STU_OPTION_NONE)
		return CSEAL_OK;
	st = stu_ask(
	    pad->link, STU_OPTION_MODE, 1, payload, &len, wait, ret_error);
	if (st == CSEAL_OK && payload[0] != pad->option_mode)
		st = cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad was started anew in the middle of a signature");
	return st;
}

/* After a silence: is it still there, and doing what it was told to do? */
static cseal_status
ask_whether_there(
    struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t expected = pad->session != NULL ? STU_CAPTURE : STU_READY;
	struct stu_status status = { 0 };
	cseal_status st;

	st = stu_ask_status(pad->link, wait, &status, ret_error);
	if (st == CSEAL_OK && status.state != expected)
		st = cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad was %s in the middle of a signature",
		    stu_state_text(status.state));
	return st == CSEAL_OK ? check_option(pad, wait, ret_error) : st;
}

/* One report, or none until then. */
static cseal_status
receive(struct stu_pad *pad, int64_t until_us, struct cseal_ink_sample *buf,
    size_t *count, cseal_pad_button *button, bool *ret_any, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct stu_pens *pens = &pad->pens;
	cseal_status st;
	size_t len;

	st = stu_link_input(
	    pad->link, pad->report, until_us, wait, &len, ret_error);
	*ret_any = st == CSEAL_OK && len != 0;
	if (*ret_any && understand(pad, pad->report, len, pens)) {
		st = check_pens(pad, pens, ret_error);
		if (st == CSEAL_OK)
			st = take(pad, pens, stu_now_us(), buf, count, button,
			    ret_error);
	}
	if (st == CSEAL_OK && pad->strange > STRANGE_MOST)
		st = cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad sent what is not of this session");
	return st;
}

static cseal_status
read_some(struct stu_pad *pad, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *count, cseal_pad_button *button,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	bool any = true;

	/* What a report has at most must fit. */
	while (st == CSEAL_OK && *button == CSEAL_PAD_NONE &&
	       *count + STU_PENS_MOST <= room) {
		int64_t until_us = stu_now_us();

		/* The first is waited for; of the others what is there. */
		if (*count == 0)
			until_us += IDLE_MS * 1000;
		else if (!any)
			break;
		st = receive(
		    pad, until_us, buf, count, button, &any, wait, ret_error);
		if (st == CSEAL_OK && !any && *count == 0)
			st = ask_whether_there(pad, wait, ret_error);
	}
	return st;
}

cseal_status
stu_pad_read(struct stu_pad *pad, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *ret_count, cseal_pad_button *ret_button,
    cseal_error **ret_error)
{
	cseal_pad_button button = CSEAL_PAD_NONE;
	size_t count = 0;
	cseal_status st;

	if (room < STU_PENS_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "there is no room for a report of a pen");
	st = read_some(pad, buf, room, wait, &count, &button, ret_error);
	if (st == CSEAL_OK && button == CSEAL_PAD_CLEAR)
		st = clear(pad, wait, ret_error);
	if (st == CSEAL_OK) {
		*ret_count = count;
		*ret_button = button;
	}
	return ended(pad, st);
}

void
stu_pad_account(const struct stu_pad *pad, struct cseal_ink_account *account)
{
	snprintf(account->device, sizeof(account->device), "%s, firmware %u.%u",
	    pad->information.model, pad->information.major,
	    pad->information.minor);
	stu_session_account(pad->session, account);
	stu_trace_account(&pad->trace, account);
}

static void
give_back(void *opened)
{
	struct stu_pad *pad = opened;

	if (!pad->is_gone && !pad->is_untouched)
		stu_pad_leave(pad);
	stu_link_close(pad->link);
	cseal_locked_free(pad);
}

void
stu_pad_free(struct stu_pad *pad)
{
	if (pad == NULL)
		return;
	stu_session_free(pad->session);
	stu_screen_free(&pad->screen);
	cseal_give_back(pad->host, give_back, pad, pad->patience_ms);
}
