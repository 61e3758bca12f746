/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-stu-serial.c -- what may come over a serial line; and a report that is
 * sent comes back as it was. */
#include "fuzz.h"
#include "serial.h"

#include <stdlib.h>
#include <string.h>

static void
receive_all(const uint8_t *data, size_t size)
{
	struct stu_receiver receiver = { 0 };

	for (size_t i = 0; i < size; i++) {
		enum stu_progress progress = stu_receive(&receiver, data[i]);

		if (progress == STU_REPORT &&
		    (receiver.report_len == 0 ||
			receiver.report_len > STU_REPORT_MOST))
			abort();
		if (receiver.len > STU_PACKED_MOST ||
		    receiver.skipped > STU_SKIP_MOST)
			abort();
	}
}

static void
send_and_receive(const uint8_t *data, size_t size, bool has_crc)
{
	struct stu_receiver receiver = { 0 };
	uint8_t frame[STU_FRAME_MOST];
	enum stu_progress progress = STU_MORE;
	size_t len;

	if (size == 0 || size > STU_REPORT_MOST)
		return;
	len = stu_frame_build(data, size, has_crc, frame);
	for (size_t i = 0; i < len; i++)
		progress = stu_receive(&receiver, frame[i]);
	if (progress != STU_REPORT || receiver.report_len != size ||
	    memcmp(receiver.report, data, size) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	receive_all(data, size);
	send_and_receive(data, size, false);
	send_and_receive(data, size, true);
	return 0;
}
