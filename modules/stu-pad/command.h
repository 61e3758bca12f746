/* SPDX-License-Identifier: Apache-2.0 */
/* command.h -- commands to a pad in the states that take them. */
#ifndef STU_COMMAND_H
#define STU_COMMAND_H

#include "link.h"

/* Gets a report of at least so many bytes; STU_REPORT_MOST bytes of room.
 * Status: those of stu_link_get(); FAULT_DEVICE (refused, or too short). */
cseal_status stu_ask(struct stu_link *link, uint8_t id, size_t least,
    uint8_t *ret_payload, size_t *ret_len, cseal_wait *wait,
    cseal_error **ret_error);

cseal_status stu_ask_status(struct stu_link *link, cseal_wait *wait,
    struct stu_status *ret_status, cseal_error **ret_error);

/* Waits until the pad is in that state.  Status: COUNTER_DEVICE_FAILED (it
 * does not come there). */
cseal_status stu_await(struct stu_link *link, uint8_t state, int most_ms,
    cseal_wait *wait, cseal_error **ret_error);

/* How long a pad needs at most to come from one state to the next. */
#define STU_SETTLE_MS 1250

/* Waits for a state that takes the command, sends it, and sees what came of
 * it.  Status: COUNTER_DEVICE_FAILED (it was refused; *ret_result says why,
 * and may be NULL). */
cseal_status stu_order(struct stu_link *link, uint8_t id,
    const uint8_t *payload, size_t len, cseal_wait *wait, uint8_t *ret_result,
    cseal_error **ret_error);

/* Whether the pad has it. */
bool stu_has(const struct stu_link *link, uint8_t id);

/* Nothing happens for so long. */
cseal_status stu_pause(int ms, cseal_wait *wait, cseal_error **ret_error);

#endif
