/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-sod.c -- a document security object. */
#include "emrtd/sod.h"
#include "fuzz.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_span file = { data, size };
	struct csi_sod sod;
	bool same;

	if (csi_sod_read(file, &sod, NULL) != CSEAL_OK)
		return 0;
	for (unsigned i = 0; i <= CSI_GROUPS_MOST + 1; i++) {
		if (csi_sod_compare(&sod, i, file, &same, NULL) != CSEAL_OK ||
		    same)
			abort();
	}
	csi_sod_prove(&sod, NULL);
	csi_sod_signer(&sod);
	csi_sod_is_weak(&sod);
	csi_sod_clear(&sod);
	return 0;
}
