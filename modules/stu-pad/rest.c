/* SPDX-License-Identifier: Apache-2.0 */
/* rest.c -- a pad at rest: before the conversation, and after it. */
#include "moment.h"
#include "pad-inside.h"

#include <string.h>

#define RESET_MS 1100 /* that a pad takes to start anew */
/* For leaving it with a clear screen, and of these for one answer. */
#define LEAVE_MS  1500
#define ANSWER_MS 500
/* After a cancel or a time out. */
#define LEAVE_FAST_MS  60
#define ANSWER_FAST_MS 25

cseal_status
stu_pad_learn(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST];
	cseal_status st;
	size_t len;

	st = stu_ask(
	    pad->link, STU_INFORMATION, 1, payload, &len, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!stu_information_parse(payload, len, &pad->information))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad did not say what it is");
	st = stu_ask(
	    pad->link, STU_CAPABILITY, 1, payload, &len, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!stu_capability_parse(payload, len, &pad->capability))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad did not say how large it is");
	pad->has_zlib = (pad->capability.encodings & STU_ENCODES_ZLIB) != 0;
	cseal_host_log(pad->host, CSEAL_LOG_INFO,
	    "a %s, firmware %u.%u, %u x %u pixels", pad->information.model,
	    pad->information.major, pad->information.minor,
	    pad->capability.width, pad->capability.height);
	return CSEAL_OK;
}

/* Out of what another program, or a power failure, left it in. */
static cseal_status
interrupt(struct stu_pad *pad, uint8_t state, cseal_wait *wait,
    cseal_error **ret_error)
{
	const uint8_t end = 0, abandon = 1;

	if (state == STU_CAPTURE)
		return stu_order(
		    pad->link, STU_END_CAPTURE, &end, 1, wait, NULL, ret_error);
	if (state == STU_IMAGE)
		return stu_order(pad->link, STU_END_IMAGE, &abandon, 1, wait,
		    NULL, ret_error);
	return CSEAL_OK;
}

static cseal_status
come_to_rest(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	struct stu_status status = { 0 };
	cseal_status st;

	st = stu_ask_status(pad->link, wait, &status, ret_error);
	if (st == CSEAL_OK)
		st = interrupt(pad, status.state, wait, ret_error);
	if (st == CSEAL_OK)
		st = stu_await(
		    pad->link, STU_READY, STU_SETTLE_MS, wait, ret_error);
	return st;
}

static cseal_status
start_anew(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	const uint8_t soft = 0;
	cseal_status st;

	if (!stu_has(pad->link, STU_RESET))
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad did not come to rest");
	/* It may answer in its old state, or not at all. */
	st = stu_order(pad->link, STU_RESET, &soft, 1, wait, NULL, NULL);
	if (st == CSEAL_COUNTER_DEVICE_FAILED || st == CSEAL_FAULT_DEVICE)
		st = CSEAL_OK;
	if (st == CSEAL_OK)
		st = stu_pause(RESET_MS, wait, NULL);
	if (st != CSEAL_OK)
		return cseal_fail(
		    ret_error, st, "the pad could not be started anew");
	return stu_await(pad->link, STU_READY, STU_SETTLE_MS, wait, ret_error);
}

cseal_status
stu_pad_settle(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st = come_to_rest(pad, wait, &error);

	if (st != CSEAL_COUNTER_DEVICE_FAILED) {
		if (st != CSEAL_OK && ret_error != NULL)
			*ret_error = error;
		else
			cseal_error_free(error);
		return st;
	}
	cseal_host_log(pad->host, CSEAL_LOG_WARNING, "%s; it is started anew",
	    cseal_error_text(error));
	cseal_error_free(error);
	return start_anew(pad, wait, ret_error);
}

/* One order without looking first; what comes of it does not matter, but that
 * the pad answers does. */
static bool
tell(struct stu_pad *pad, uint8_t id, uint8_t value, int64_t until_us)
{
	enum stu_told told;
	uint8_t result;

	return stu_now_us() < until_us &&
	       (!stu_has(pad->link, id) ||
		   stu_link_set(pad->link, id, &value, 1, NULL, &told, &result,
		       NULL) == CSEAL_OK);
}

/* False: it does not answer, or not in time. */
static bool
leave_politely(struct stu_pad *pad, int64_t until_us)
{
	struct stu_status status = { .state = STU_SYSTEM_RESET };

	if (!tell(pad, STU_INKING_MODE, 0, until_us))
		return false;
	while (stu_now_us() < until_us) {
		if (stu_ask_status(pad->link, NULL, &status, NULL) != CSEAL_OK)
			return false;
		if (status.state == STU_READY)
			return tell(pad, STU_CLEAR_SCREEN, 0, until_us);
		if (status.state == STU_CAPTURE &&
		    !tell(pad, STU_END_CAPTURE, 0, until_us))
			return false;
		if (status.state == STU_IMAGE &&
		    !tell(pad, STU_END_IMAGE, 1, until_us))
			return false;
		stu_pause(2, NULL, NULL);
	}
	return false;
}

/* What cannot be waited for is said all the same: a signature must not stay on
 * the screen because its pad was slow. */
void
stu_pad_leave(struct stu_pad *pad)
{
	bool fast = pad->was_stopped;
	int64_t until_us =
	    stu_now_us() + (fast ? LEAVE_FAST_MS : LEAVE_MS) * 1000;

	stu_link_hasten(pad->link, fast ? ANSWER_FAST_MS : ANSWER_MS);
	if (leave_politely(pad, until_us))
		return;
	stu_link_shout(pad->link, STU_INKING_MODE, 0);
	stu_link_shout(pad->link, STU_END_IMAGE, 1);
	stu_link_shout(pad->link, STU_END_CAPTURE, 0);
	stu_link_shout(pad->link, STU_CLEAR_SCREEN, 0);
}
