/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-stu-report.c -- what a pad may answer: an id, and what follows it as
 * the payload of each report that is understood. */
#include "fuzz.h"
#include "protocol.h"
#include "reports.h"

#include <stdlib.h>
#include <string.h>

static volatile unsigned sink; /* what is read is used */

static void
use_pens(uint8_t id, const uint8_t *payload, size_t len)
{
	struct stu_pens pens;

	if (!stu_pens_parse(id, payload, len, &pens))
		return;
	if (pens.count == 0 || pens.count > STU_PENS_MOST || !stu_is_pen(id))
		abort();
	for (size_t i = 0; i < pens.count; i++) {
		if (pens.at[i].pressure > 4095)
			abort();
		sink += pens.at[i].x + pens.at[i].y;
	}
}

static void
use_answers(const uint8_t *payload, size_t len)
{
	struct stu_information information;
	struct stu_capability capability;
	struct stu_encryption encryption;
	struct stu_threshold threshold;
	struct stu_status status;
	const uint8_t *chunk;
	size_t chunk_len;

	if (stu_information_parse(payload, len, &information) &&
	    (information.model[0] == '\0' ||
		strlen(information.model) > STU_MODEL_MOST))
		abort();
	if (stu_capability_parse(payload, len, &capability) &&
	    (capability.width == 0 || capability.width > STU_SCREEN_MOST ||
		capability.pressure_most == 0))
		abort();
	if (stu_status_parse(payload, len, &status))
		sink += stu_may_set(STU_IMAGE_BLOCK, status.state) +
			(unsigned)strlen(stu_result_text(status.result)) +
			(unsigned)strlen(stu_state_text(status.state));
	if (stu_threshold_parse(payload, len, &threshold) &&
	    (threshold.on == 0 || threshold.off > threshold.on))
		abort();
	if (stu_encryption_parse(payload, len, &encryption))
		sink += encryption.key;
	if (stu_chunk_parse(payload, len, &chunk, &chunk_len)) {
		for (size_t i = 0; i < chunk_len; i++)
			sink += chunk[i];
	}
}

static void
check_reports(const struct stu_reports *reports)
{
	if (reports->feature[STU_STATUS] == 0)
		abort();
	for (size_t id = 0; id < 256; id++) {
		if (reports->feature[id] >= STU_REPORT_MOST ||
		    reports->input[id] >= STU_REPORT_MOST)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stu_reports reports;

	if (size == 0)
		return 0;
	use_pens(data[0], data + 1, size - 1);
	use_answers(data + 1, size - 1);
	if (stu_reports_of_descriptor(data + 1, size - 1, &reports))
		check_reports(&reports);
	if (stu_reports_of_sizes(data + 1, size - 1, &reports))
		check_reports(&reports);
	return 0;
}
