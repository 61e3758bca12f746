/* SPDX-License-Identifier: Apache-2.0 */
/* command.c -- commands to a pad in the states that take them. */
#include "command.h"

#include "moment.h"

#include <string.h>

/* The first looks come quickly: most changes take no time at all. */
#define LOOK_FIRST_MS 2
#define LOOK_MOST_MS  50

bool
stu_has(const struct stu_link *link, uint8_t id)
{
	return stu_link_reports(link)->feature[id] != 0;
}

cseal_status
stu_pause(int ms, cseal_wait *wait, cseal_error **ret_error)
{
	int64_t until_us = stu_now_us() + (int64_t)ms * 1000;
	cseal_status st = CSEAL_OK;

	while (st == CSEAL_OK && stu_now_us() < until_us)
		st = stu_poll(NULL, 0, until_us, wait, ret_error);
	return st;
}

cseal_status
stu_ask(struct stu_link *link, uint8_t id, size_t least, uint8_t *ret_payload,
    size_t *ret_len, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st;

	if (!stu_has(link, id))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad has no report %02X", id);
	st = stu_link_get(link, id, ret_payload, ret_len, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (*ret_len < least)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    *ret_len == 0 ? "the pad refused to give report %02X"
				  : "the pad gave only a part of report %02X",
		    id);
	return CSEAL_OK;
}

cseal_status
stu_ask_status(struct stu_link *link, cseal_wait *wait,
    struct stu_status *ret_status, cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST];
	cseal_status st;
	size_t len;

	st = stu_ask(link, STU_STATUS, 2, payload, &len, wait, ret_error);
	if (st == CSEAL_OK)
		stu_status_parse(payload, len, ret_status);
	return st;
}

/* Looks again and again until the pad takes the command (id 0: is in the
 * state). */
static cseal_status
look(struct stu_link *link, uint8_t id, uint8_t state, int most_ms,
    cseal_wait *wait, cseal_error **ret_error)
{
	int64_t until_us = stu_now_us() + (int64_t)most_ms * 1000;
	int pause_ms = LOOK_FIRST_MS;
	struct stu_status status = { 0 };
	cseal_status st;

	for (;;) {
		st = stu_ask_status(link, wait, &status, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (id != 0 ? stu_may_set(id, status.state)
			    : status.state == state)
			return CSEAL_OK;
		if (stu_now_us() >= until_us)
			break;
		st = stu_pause(pause_ms, wait, ret_error);
		if (st != CSEAL_OK)
			return st;
		pause_ms =
		    pause_ms * 2 < LOOK_MOST_MS ? pause_ms * 2 : LOOK_MOST_MS;
	}
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
	    "the pad stayed %s", stu_state_text(status.state));
}

cseal_status
stu_await(struct stu_link *link, uint8_t state, int most_ms, cseal_wait *wait,
    cseal_error **ret_error)
{
	return look(link, 0, state, most_ms, wait, ret_error);
}

/* One that every state takes is sent without looking. */
static bool
is_gated(uint8_t id)
{
	return !stu_may_set(id, STU_SYSTEM_RESET);
}

cseal_status
stu_order(struct stu_link *link, uint8_t id, const uint8_t *payload, size_t len,
    cseal_wait *wait, uint8_t *ret_result, cseal_error **ret_error)
{
	struct stu_status status = { 0 };
	enum stu_told told;
	uint8_t result;
	cseal_status st = CSEAL_OK;

	/* Blocks of an image go one after the other; what becomes of them is
	 * told at the end. */
	if (is_gated(id) && id != STU_IMAGE_BLOCK)
		st = look(link, id, 0, STU_SETTLE_MS, wait, ret_error);
	if (st == CSEAL_OK)
		st = stu_link_set(
		    link, id, payload, len, wait, &told, &result, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (told == STU_TOLD_REFUSED ||
	    (told == STU_TOLD_NOTHING && id != STU_IMAGE_BLOCK)) {
		st = stu_ask_status(link, wait, &status, ret_error);
		result = status.result;
	}
	if (st != CSEAL_OK)
		return st;
	if (ret_result != NULL)
		*ret_result = result;
	if (result != STU_RESULT_OK)
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad did not take report %02X: %s", id,
		    stu_result_text(result));
	if (told == STU_TOLD_REFUSED)
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad did not take report %02X, and said not why", id);
	return CSEAL_OK;
}
