/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-import.c -- a vector seal that an application hands over: whatever it
 * is, the document that it is put into stays readable without guessing. */
#include "fuzz.h"
#include "pdf/import.h"

#include <stdlib.h>
#include <string.h>

static const char target[] =
    "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>\nendobj\n"
    "3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n"
    "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n"
    "0000000054 00000 n \n0000000123 00000 n \n"
    "trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n166\n%%EOF\n";

static void
check(const csi_pdf_update *update, const struct csi_pdf_look *look)
{
	size_t len = sizeof(target) - 1 + csi_pdf_update_len(update);
	const struct csi_pdf_value *form;
	csi_pdf_reader *reader;
	uint8_t *file = malloc(len);
	uint32_t count;

	if (file == NULL)
		abort();
	memcpy(file, target, sizeof(target) - 1);
	csi_pdf_update_write(update, file + sizeof(target) - 1);
	if (csi_pdf_reader_new(file, len, CSI_PDF_STRICT, &reader, NULL) !=
		CSEAL_OK ||
	    csi_pdf_page_count(reader, &count, NULL) != CSEAL_OK ||
	    count != 1 ||
	    csi_pdf_load(reader, look->ref, &form, NULL) != CSEAL_OK ||
	    form->type != CSI_PDF_STREAM)
		abort();
	csi_pdf_reader_free(reader);
	free(file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_span bytes = { data, size };
	struct csi_pdf_look look;
	csi_pdf_reader *reader;
	csi_pdf_update *update;

	if (csi_pdf_reader_new((const uint8_t *)target, sizeof(target) - 1,
		CSI_PDF_LENIENT, &reader, NULL) != CSEAL_OK ||
	    csi_pdf_update_new(reader, &update, NULL) != CSEAL_OK)
		abort();
	if (csi_pdf_look_page(update, bytes, &look, NULL) == CSEAL_OK) {
		if (csi_pdf_update_finish(update, NULL) != CSEAL_OK)
			abort();
		check(update, &look);
	}
	csi_pdf_update_free(update);
	csi_pdf_reader_free(reader);
	return 0;
}
