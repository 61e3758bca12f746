/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-sdt-record.c -- what a card may hold: 256 bytes of text, then added
 * addresses, then 16 bytes of the SAM. */
#include "fuzz.h"
#include "identity/record.h"
#include "identity/text.h"

#include <stdlib.h>
#include <string.h>

static void
check(const struct csi_record *record)
{
	if (record->reason_count > CSI_REASONS_MOST)
		abort();
	for (int i = 0; i <= CSEAL_IDENTITY_LAST; i++) {
		if (memchr(record->values[i], 0, CSI_VALUE_ROOM) == NULL ||
		    !csi_text_is_plain(record->values[i]))
			abort();
	}
	for (size_t i = 0; i < record->reason_count; i++) {
		const char *reason = record->reasons[i];

		if (memchr(reason, 0, CSI_REASON_ROOM) == NULL ||
		    reason[strlen(reason) - 1] != '.')
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_record *record = calloc(1, sizeof(*record));
	size_t text = size < CSI_RECORD_LEN ? size : CSI_RECORD_LEN;

	if (record == NULL)
		abort();
	if (csi_record_parse(data, text, record, NULL) == CSEAL_OK) {
		if (!csi_record_is_type(
			record->values[CSEAL_IDENTITY_DOCUMENT_TYPE]))
			abort();
		csi_record_add_address(record, data + text, size - text);
		if (size - text >= CSI_SAM_LEN)
			csi_record_add_sam(record, data + size - CSI_SAM_LEN);
		csi_record_check(record, "2024-06-30");
		csi_record_explain_verdicts(record);
	}
	check(record);
	free(record);
	return 0;
}
