/* SPDX-License-Identifier: Apache-2.0 */
/* link.c -- reports to and from a pad, over USB or a serial line.
 *
 * On USB an answer comes with its question.  On a line it comes between what
 * the pen does, which is kept for stu_link_input(). */
#include "link.h"

#include "moment.h"
#include "serial.h"
#include "tty.h"
#include "usb.h"

#include <string.h>

#define QUEUE_MOST 1024 /* reports of a pen: 5 s of them */
#define READ_MOST  512
/* For a pad to be given back: of the tenth of a second after a cancel, and
 * where there is time. */
#define STOPPED_MS 50
#define CLOSE_MS   5000

struct queued {
	uint8_t report[STU_INPUT_MOST];
	size_t len;
};

struct stu_link {
	cseal_host *host;
	struct stu_usb *usb; /* one of the two */
	cseal_tty *tty;
	int response_ms;
	bool is_hasty;
	bool has_crc; /* frames that are sent */
	bool was_heard;
	struct stu_reports reports;
	struct stu_receiver receiver;
	uint8_t bytes[READ_MOST];        /* of the line, just read */
	uint8_t dropped[STU_INPUT_MOST]; /* nobody wants it */
	struct queued *queue;            /* QUEUE_MOST; NULL on USB */
	size_t first, count;
};

static int64_t
due_us(const struct stu_link *link)
{
	return stu_now_us() + (int64_t)link->response_ms * 1000;
}

static cseal_status
fail_silent(const struct stu_link *link, uint8_t id, cseal_error **ret_error)
{
	if (!link->was_heard)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "no pad answered within %d ms", link->response_ms);
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
	    "the pad did not answer to report %02X any more", id);
}

/* ---- a serial line ---------------------------------------------------- */

/* A pen's report that is not taken in five seconds is lost, and its number
 * tells. */
static void
enqueue(struct stu_link *link, const uint8_t *report, size_t len)
{
	struct queued *at;

	if (link->count == QUEUE_MOST || len > STU_INPUT_MOST)
		return;
	at = &link->queue[(link->first + link->count++) % QUEUE_MOST];
	memcpy(at->report, report, len);
	at->len = len;
}

static bool
dequeue(struct stu_link *link, uint8_t *ret_report, size_t *ret_len)
{
	struct queued *at = &link->queue[link->first];

	if (link->count == 0)
		return false;
	memcpy(ret_report, at->report, at->len);
	*ret_len = at->len;
	explicit_bzero(at, sizeof(*at));
	link->first = (link->first + 1) % QUEUE_MOST;
	link->count--;
	return true;
}

static cseal_status
fail_noise(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
	    "the line sent more than %d bytes that are of no pad",
	    STU_SKIP_MOST);
}

/* Takes bytes until one is the last of an answer to the question, whose id is
 * `wanted` (0: none is open), or of a refusal.  *ret_found tells. */
static cseal_status
feed(struct stu_link *link, const uint8_t *bytes, size_t len, uint8_t wanted,
    uint8_t *ret_report, size_t *ret_len, bool *ret_found,
    cseal_error **ret_error)
{
	struct stu_receiver *receiver = &link->receiver;

	for (size_t i = 0; i < len; i++) {
		enum stu_progress progress = stu_receive(receiver, bytes[i]);

		if (progress == STU_NOISE)
			return fail_noise(ret_error);
		if (progress != STU_REPORT)
			continue;
		link->was_heard = true;
		if (stu_is_pen(receiver->report[0])) {
			enqueue(link, receiver->report, receiver->report_len);
		} else if (wanted != 0 && !*ret_found &&
			   (receiver->report[0] == wanted ||
			       receiver->report[0] == STU_SET_RESULT)) {
			memcpy(
			    ret_report, receiver->report, receiver->report_len);
			*ret_len = receiver->report_len;
			*ret_found = true;
		}
	}
	return CSEAL_OK;
}

/* Reads once, until then at most. */
static cseal_status
read_line(struct stu_link *link, int64_t until_us, cseal_wait *wait,
    uint8_t wanted, uint8_t *ret_report, size_t *ret_len, bool *ret_found,
    cseal_error **ret_error)
{
	cseal_status st;
	size_t len;

	st = stu_tty_receive(link->tty, link->bytes, sizeof(link->bytes),
	    until_us, wait, &len, ret_error);
	if (st == CSEAL_OK)
		st = feed(link, link->bytes, len, wanted, ret_report, ret_len,
		    ret_found, ret_error);
	return st;
}

/* Sends one report and waits for the one that answers it.  *ret_len is 0 if
 * none came in time. */
static cseal_status
ask(struct stu_link *link, const uint8_t *report, size_t len, uint8_t wanted,
    uint8_t *ret_report, size_t *ret_len, cseal_wait *wait,
    cseal_error **ret_error)
{
	uint8_t frame[STU_FRAME_MOST];
	int64_t until_us = due_us(link);
	bool found = false;
	cseal_status st;
	size_t n;

	*ret_len = 0;
	n = stu_frame_build(report, len, link->has_crc, frame);
	/* A line of 9600 baud takes three seconds for the longest frame. */
	until_us += (int64_t)n * 1100;
	st = stu_tty_send(link->tty, frame, n, until_us, wait, ret_error);
	while (st == CSEAL_OK && !found && stu_now_us() < until_us)
		st = read_line(link, until_us, wait, wanted, ret_report,
		    ret_len, &found, ret_error);
	return st;
}

/* A refusal is the result of a set. */
static cseal_status
line_get(struct stu_link *link, uint8_t id, uint8_t *ret_payload,
    size_t *ret_len, cseal_wait *wait, cseal_error **ret_error)
{
	const uint8_t question[2] = { STU_GET_REPORT, id };
	uint8_t report[STU_REPORT_MOST];
	cseal_status st;
	size_t len;

	st = ask(link, question, sizeof(question), id, report, &len, wait,
	    ret_error);
	if (st == CSEAL_OK && len == 0)
		st = fail_silent(link, id, ret_error);
	if (st == CSEAL_OK && report[0] == id) {
		*ret_len = len - 1;
		memcpy(ret_payload, report + 1, len - 1);
	}
	explicit_bzero(report, sizeof(report));
	return st;
}

static cseal_status
line_set(struct stu_link *link, const uint8_t *report, size_t len,
    cseal_wait *wait, enum stu_told *ret_told, uint8_t *ret_result,
    cseal_error **ret_error)
{
	uint8_t answer[STU_REPORT_MOST];
	cseal_status st;
	size_t answer_len;

	st = ask(link, report, len, STU_SET_RESULT, answer, &answer_len, wait,
	    ret_error);
	if (st != CSEAL_OK)
		return st;
	if (answer_len < 2)
		return fail_silent(link, report[0], ret_error);
	*ret_told = STU_TOLD_RESULT;
	*ret_result = answer[1];
	return CSEAL_OK;
}

/* Whether a pad takes frames with a CRC was not seen; one that does not is
 * asked without. */
static cseal_status
greet(struct stu_link *link, cseal_wait *wait, cseal_error **ret_error)
{
	static const uint8_t question[2] = { STU_GET_REPORT, STU_REPORT_SIZES };
	uint8_t report[STU_REPORT_MOST];
	cseal_status st = CSEAL_OK;
	size_t len = 0;

	for (int tries = 0; st == CSEAL_OK && len == 0 && tries < 2; tries++) {
		link->has_crc = tries == 0;
		st = ask(link, question, sizeof(question), STU_REPORT_SIZES,
		    report, &len, wait, ret_error);
	}
	if (st != CSEAL_OK)
		return st;
	if (len == 0)
		return fail_silent(link, STU_REPORT_SIZES, ret_error);
	if (report[0] != STU_REPORT_SIZES ||
	    !stu_reports_of_sizes(report + 1, len - 1, &link->reports))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad did not say which reports it has");
	return CSEAL_OK;
}

/* ---- USB -------------------------------------------------------------- */

static cseal_status
read_descriptor(
    struct stu_link *link, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t bytes[STU_DESCRIPTOR_MOST];
	enum stu_usb_end end = STU_USB_SILENT;
	cseal_status st;
	size_t len;

	st = stu_usb_descriptor(link->usb, bytes, sizeof(bytes), due_us(link),
	    wait, &end, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (end == STU_USB_SILENT)
		return fail_silent(link, 0, ret_error);
	if (end != STU_USB_DONE ||
	    !stu_reports_of_descriptor(bytes, len, &link->reports))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad did not say which reports it has");
	link->was_heard = true;
	return CSEAL_OK;
}

/* The answer begins with the id of the report. */
static cseal_status
usb_get(struct stu_link *link, uint8_t id, uint8_t *ret_payload,
    size_t *ret_len, cseal_wait *wait, cseal_error **ret_error)
{
	size_t room = (size_t)link->reports.feature[id] + 1, len = 0;
	enum stu_usb_end end = STU_USB_SILENT;
	uint8_t report[STU_REPORT_MOST];
	cseal_status st;

	st = stu_usb_get(link->usb, id, report, room, due_us(link), wait, &end,
	    &len, ret_error);
	if (st == CSEAL_OK && end == STU_USB_SILENT)
		st = fail_silent(link, id, ret_error);
	if (st == CSEAL_OK && end == STU_USB_DONE &&
	    (len == 0 || report[0] != id))
		st = cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad answered report %02X with another", id);
	if (st == CSEAL_OK && end == STU_USB_DONE) {
		*ret_len = len - 1;
		memcpy(ret_payload, report + 1, len - 1);
	}
	explicit_bzero(report, sizeof(report));
	return st;
}

static cseal_status
usb_set(struct stu_link *link, const uint8_t *report, size_t len,
    cseal_wait *wait, enum stu_told *ret_told, cseal_error **ret_error)
{
	enum stu_usb_end end = STU_USB_SILENT;
	cseal_status st;

	st = stu_usb_set(
	    link->usb, report, len, due_us(link), wait, &end, ret_error);
	if (st == CSEAL_OK && end == STU_USB_SILENT)
		st = fail_silent(link, report[0], ret_error);
	if (st == CSEAL_OK)
		*ret_told = end == STU_USB_REFUSED ? STU_TOLD_REFUSED
						   : STU_TOLD_NOTHING;
	return st;
}

/* ---- both ------------------------------------------------------------- */

static cseal_status
open_tty(
    struct stu_link *link, const struct stu_uri *uri, cseal_error **ret_error)
{
	link->queue =
	    cseal_locked_new(link->host, QUEUE_MOST * sizeof(*link->queue));
	if (link->queue == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	return stu_tty_open(uri, &link->tty, ret_error);
}

static void
close_link(void *link)
{
	stu_link_close(link);
}

int
stu_patience_ms(cseal_status st)
{
	return cseal_status_class_of(st) == CSEAL_CLASS_STOPPED ? STOPPED_MS
								: CLOSE_MS;
}

cseal_status
stu_link_open(cseal_host *host, const struct stu_uri *uri, int response_ms,
    cseal_wait *wait, struct stu_link **ret_link, cseal_error **ret_error)
{
	/* What the pen does passes through it. */
	struct stu_link *link = cseal_locked_new(host, sizeof(*link));
	cseal_status st;

	if (link == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	link->host = host;
	link->response_ms = response_ms;
	if (uri->is_tty)
		st = open_tty(link, uri, ret_error);
	else
		st = stu_usb_open(host, uri, &link->usb, ret_error);
	if (st == CSEAL_OK)
		st = (uri->is_tty ? greet : read_descriptor)(
		    link, wait, ret_error);
	if (st != CSEAL_OK) {
		cseal_give_back(host, close_link, link, stu_patience_ms(st));
		return st;
	}
	*ret_link = link;
	return CSEAL_OK;
}

void
stu_link_close(struct stu_link *link)
{
	if (link == NULL)
		return;
	/* What was sent may still go: it brings the pad to rest. */
	cseal_tty_close(link->tty);
	stu_usb_close(link->usb);
	cseal_locked_free(link->queue);
	cseal_locked_free(link);
}

void
stu_link_hasten(struct stu_link *link, int response_ms)
{
	link->response_ms = response_ms;
	link->is_hasty = true;
}

void
stu_link_shout(struct stu_link *link, uint8_t id, uint8_t value)
{
	const uint8_t report[2] = { id, value };
	uint8_t frame[STU_FRAME_MOST];
	size_t len;

	if (link->tty == NULL || link->reports.feature[id] != 1)
		return;
	len = stu_frame_build(report, sizeof(report), link->has_crc, frame);
	stu_tty_send(link->tty, frame, len, stu_now_us(), NULL, NULL);
}

const struct stu_reports *
stu_link_reports(const struct stu_link *link)
{
	return &link->reports;
}

cseal_status
stu_link_get(struct stu_link *link, uint8_t id, uint8_t *ret_payload,
    size_t *ret_len, cseal_wait *wait, cseal_error **ret_error)
{
	*ret_len = 0;
	if (link->is_hasty)
		wait = NULL;
	return (link->tty != NULL ? line_get : usb_get)(
	    link, id, ret_payload, ret_len, wait, ret_error);
}

cseal_status
stu_link_set(struct stu_link *link, uint8_t id, const uint8_t *payload,
    size_t len, cseal_wait *wait, enum stu_told *ret_told, uint8_t *ret_result,
    cseal_error **ret_error)
{
	uint8_t report[STU_REPORT_MOST] = { id };
	size_t whole = link->reports.feature[id];
	cseal_status st;

	*ret_told = STU_TOLD_NOTHING;
	*ret_result = STU_RESULT_OK;
	if (link->is_hasty)
		wait = NULL;
	if (len > whole)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the pad's report %02X has %zu bytes, not %zu", id, whole,
		    len);
	memcpy(report + 1, payload, len);
	if (link->tty != NULL)
		st = line_set(link, report, whole + 1, wait, ret_told,
		    ret_result, ret_error);
	else
		st =
		    usb_set(link, report, whole + 1, wait, ret_told, ret_error);
	return st;
}

cseal_status
stu_link_input(struct stu_link *link, uint8_t *ret_report, int64_t until_us,
    cseal_wait *wait, size_t *ret_len, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	bool found = false;

	*ret_len = 0;
	if (link->usb != NULL)
		return stu_usb_input(link->usb, ret_report, STU_INPUT_MOST,
		    until_us, wait, ret_len, ret_error);
	while (st == CSEAL_OK && !dequeue(link, ret_report, ret_len)) {
		if (stu_now_us() >= until_us)
			return CSEAL_OK;
		st = read_line(
		    link, until_us, wait, 0, NULL, NULL, &found, ret_error);
	}
	return st;
}

void
stu_link_forget(struct stu_link *link)
{
	size_t len = 1;

	for (size_t i = 0; i < QUEUE_MOST && len != 0; i++) {
		if (stu_link_input(link, link->dropped, stu_now_us(), NULL,
			&len, NULL) != CSEAL_OK)
			break;
	}
}
