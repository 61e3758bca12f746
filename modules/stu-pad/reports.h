/* SPDX-License-Identifier: Apache-2.0 */
/* reports.h -- which reports a pad has, and how long each is.
 *
 * A pad on USB says so in its HID report descriptor (HID 1.11, 6.2.2), one on
 * a serial line in its report of sizes.  What is not there is not asked. */
#ifndef STU_REPORTS_H
#define STU_REPORTS_H

#include "protocol.h"

#define STU_DESCRIPTOR_MOST 4096 /* bytes; a 540 has about a tenth of it */
#define STU_SIZES_LEN       511  /* 2 for each id, without that of itself */

struct stu_reports {
	/* Bytes of the payload; 0: the pad has no such report. */
	uint16_t feature[256], input[256];
};

/* False if it is not a report descriptor, or has no report of a pad. */
bool stu_reports_of_descriptor(
    const uint8_t *bytes, size_t len, struct stu_reports *ret_reports);

/* From the payload of report FF.  It does not tell what is sent from what is
 * asked for, so both are set.  False if it has no report of a pad. */
bool stu_reports_of_sizes(
    const uint8_t *payload, size_t len, struct stu_reports *ret_reports);

#endif
