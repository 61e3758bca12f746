/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-dg11.c -- data groups 1, 11 and 12: what comes out of them is fit to be
 * shown, and a date is one. */
#include "emrtd/details.h"
#include "fuzz.h"
#include "identity/number.h"
#include "identity/text.h"

#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_span file = { data, size };
	struct csi_details *details = calloc(1, sizeof(*details));
	struct csi_mrz mrz;

	if (details == NULL)
		abort();
	csi_details_add_dg11(details, file);
	csi_details_add_dg12(details, file);
	for (size_t i = 0; i < CSI_DETAIL_COUNT; i++) {
		const char *text = details->at[i];

		if (memchr(text, 0, CSI_DETAIL_ROOM) == NULL ||
		    !csi_text_is_plain(text))
			abort();
		if ((i == CSI_DETAIL_BIRTH || i == CSI_DETAIL_ISSUED) &&
		    text[0] != '\0' && !csi_date_is(text))
			abort();
	}
	csi_dg1_read(file, &mrz);
	free(details);
	return 0;
}
