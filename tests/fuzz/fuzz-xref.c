/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-xref.c -- a cross-reference section: the input is put between a header
 * and a startxref that leads to its first byte, offset 9. */
#include "fuzz.h"
#include "read-all.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_bytes file = { 0 };

	csi_bytes_add_text(&file, "%PDF-1.7\n");
	csi_bytes_add(&file, data, size);
	csi_bytes_add_text(&file, "\nstartxref\n9\n%%EOF\n");
	read_all(file.at, file.len, CSI_PDF_LENIENT);
	read_all(file.at, file.len, CSI_PDF_STRICT);
	csi_bytes_free(&file);
	return 0;
}
