/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-dss.c -- what may stand in a document where its security store is
 * added to: a store of any make, extensions of any make. */
#include "fuzz.h"

#include "pdf/dss.h"

#include <stdlib.h>

static const uint8_t items[] = "0\x03\x02\x01\x05";

static void
write_store(csi_pdf_update *update)
{
	struct csi_pdf_dss dss = { .counts = { 1, 1, 0 } };
	struct csi_pdf_vri vri = { .contents = { items, 5 },
		.uses = { 1, 1, 0 } };
	bool changed = false;

	dss.items[CSI_PDF_DSS_CERTIFICATES][0].at = items;
	dss.items[CSI_PDF_DSS_CERTIFICATES][0].len = 5;
	dss.items[CSI_PDF_DSS_ANSWERS][0].at = items + 2;
	dss.items[CSI_PDF_DSS_ANSWERS][0].len = 3;
	if (csi_pdf_dss_write(update, &dss, &vri, 1, &changed, NULL) ==
		CSEAL_OK &&
	    changed && csi_pdf_update_finish(update, NULL) == CSEAL_OK &&
	    csi_pdf_update_len(update) == 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	csi_pdf_update *update = NULL;
	csi_pdf_reader *reader = NULL;

	if (csi_pdf_reader_new(data, size, CSI_PDF_LENIENT, &reader, NULL) !=
	    CSEAL_OK)
		return 0;
	if (csi_pdf_update_new(reader, &update, NULL) == CSEAL_OK)
		write_store(update);
	csi_pdf_update_free(update);
	csi_pdf_reader_free(reader);
	return 0;
}
