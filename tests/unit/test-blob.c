/* SPDX-License-Identifier: Apache-2.0 */
/* test-blob.c -- proves lib/blob.c. */
#include "blob.h"

#include "error.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static void
appended_bytes_come_out_in_order(void)
{
	struct cseal_blob blob;
	struct csi_bytes taken;
	bool is_right = true;

	csi_blob_init(&blob, 100000);
	for (unsigned i = 0; i < 30000; i++) {
		uint8_t three[3] = { (uint8_t)i, (uint8_t)(i >> 8), 7 };

		if (cseal_blob_append(&blob, three, 3, NULL) != CSEAL_OK)
			is_right = false;
	}
	OK(is_right);
	OK(cseal_blob_append(&blob, NULL, 0, NULL) == CSEAL_OK);
	OK(csi_blob_span(&blob).len == 90000);
	for (unsigned i = 0; i < 30000; i++) {
		const uint8_t *at = csi_blob_span(&blob).at + 3 * i;

		if (at[0] != (uint8_t)i || at[1] != (uint8_t)(i >> 8))
			is_right = false;
	}
	OK(is_right);
	taken = csi_blob_take(&blob);
	OK(taken.len == 90000 && csi_blob_span(&blob).len == 0);
	csi_bytes_wipe(&taken);
	csi_blob_wipe(&blob);
}

static void
a_module_cannot_give_more_than_the_limit(void)
{
	cseal_error *error = NULL;
	struct cseal_blob blob;

	csi_blob_init(&blob, 10);
	OK(cseal_blob_append(&blob, "12345678", 8, &error) == CSEAL_OK);
	OK(cseal_blob_append(&blob, "123", 3, &error) == CSEAL_REFUSED_LIMIT);
	OK(cseal_error_status(error) == CSEAL_REFUSED_LIMIT);
	OK(cseal_blob_append(&blob, "x", SIZE_MAX, NULL) ==
	    CSEAL_REFUSED_LIMIT);
	OK(cseal_blob_append(&blob, "12", 2, NULL) == CSEAL_OK);
	OK(cseal_blob_append(&blob, "1", 1, NULL) == CSEAL_REFUSED_LIMIT);
	OK(cseal_blob_append(&blob, NULL, 1, NULL) == CSEAL_FAULT_MODULE);
	OK(csi_span_is(csi_blob_span(&blob), "1234567812"));
	cseal_error_free(error);
	csi_blob_wipe(&blob);
}

int
main(void)
{
	RUN(appended_bytes_come_out_in_order);
	RUN(a_module_cannot_give_more_than_the_limit);
	return tap_done();
}
