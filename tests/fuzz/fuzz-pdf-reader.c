/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-pdf-reader.c -- a whole file under both policies. */
#include "fuzz.h"
#include "read-all.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_all(data, size, CSI_PDF_LENIENT);
	read_all(data, size, CSI_PDF_STRICT);
	return 0;
}
