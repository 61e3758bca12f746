/* SPDX-License-Identifier: Apache-2.0 */
/* link.h -- reports to and from a pad, over USB or a serial line. */
#ifndef STU_LINK_H
#define STU_LINK_H

#include "reports.h"
#include "uri.h"

struct stu_link;

/* Status: those of the transport; COUNTER_NO_DEVICE if no pad answers there
 * within response_ms. */
cseal_status stu_link_open(cseal_host *host, const struct stu_uri *uri,
    int response_ms, cseal_wait *wait, struct stu_link **ret_link,
    cseal_error **ret_error);
/* Wipes what was received. */
void stu_link_close(struct stu_link *link);

/* From now on the pad has so long to answer, and nothing else ends a wait: for
 * leaving it as it should be left. */
void stu_link_hasten(struct stu_link *link, int response_ms);

/* Sends a report of one byte and waits for nothing; a transport that cannot
 * does nothing. */
void stu_link_shout(struct stu_link *link, uint8_t id, uint8_t value);

/* For cseal_give_back(), after a call that ended with that status. */
int stu_patience_ms(cseal_status st);

/* Which reports there are, as the pad says. */
const struct stu_reports *stu_link_reports(const struct stu_link *link);

/* Asks for a report; payload has STU_REPORT_MOST bytes of room.  *ret_len is 0
 * if the pad refused.  Status: COUNTER_DEVICE_GONE, FAULT_DEVICE, STOPPED_*. */
cseal_status stu_link_get(struct stu_link *link, uint8_t id,
    uint8_t *ret_payload, size_t *ret_len, cseal_wait *wait,
    cseal_error **ret_error);

/* What came of a set: a code of the protocol; where the transport does not
 * tell it, the pad is to be asked for its status. */
enum stu_told { STU_TOLD_RESULT, STU_TOLD_REFUSED, STU_TOLD_NOTHING };

/* Sends it, filled up with zeros to the length that the pad wants. */
cseal_status stu_link_set(struct stu_link *link, uint8_t id,
    const uint8_t *payload, size_t len, cseal_wait *wait,
    enum stu_told *ret_told, uint8_t *ret_result, cseal_error **ret_error);

/* The next report that the pad sent by itself, its id first, STU_INPUT_MOST
 * bytes of room; *ret_len is 0 if none came until then. */
cseal_status stu_link_input(struct stu_link *link, uint8_t *ret_report,
    int64_t until_us, cseal_wait *wait, size_t *ret_len,
    cseal_error **ret_error);
/* Forgets those that came. */
void stu_link_forget(struct stu_link *link);

#endif
