/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-objstm.c -- an object stream: the first line of the input is put into
 * its dictionary, the rest is its data.  It is object 1, said to hold 2 to 9;
 * the filters see hostile data the same way. */
#include "fuzz.h"
#include "read-all.h"

#include <string.h>

/* Rows of widths 1 4 1: free, object 1, eight that are packed in it. */
static void
add_section(struct csi_bytes *file)
{
	size_t at = file->len;

	csi_bytes_add_text(file,
	    "10 0 obj << /Type /XRef /Size 10 /W [1 4 1] /Root 2 0 R "
	    "/Length 60 >>\nstream\n");
	csi_bytes_add(file, "\0\0\0\0\0\0", 6);
	csi_bytes_add(file, "\1\0\0\0\011\0", 6);
	for (uint8_t i = 0; i < 8; i++) {
		csi_bytes_add(file, "\2\0\0\0\1", 5);
		csi_bytes_add_u8(file, i);
	}
	csi_bytes_print(
	    file, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_bytes file = { 0 };
	const uint8_t *line = memchr(data, '\n', size);
	size_t first = line == NULL ? 0 : (size_t)(line - data) + 1;

	csi_bytes_add_text(&file, "%PDF-1.7\n1 0 obj << /Type /ObjStm ");
	csi_bytes_add(&file, data, first);
	csi_bytes_print(&file, " /Length %zu >>\nstream\n", size - first);
	csi_bytes_add(&file, data + first, size - first);
	csi_bytes_add_text(&file, "\nendstream\nendobj\n");
	add_section(&file);
	read_all(file.at, file.len, CSI_PDF_LENIENT);
	read_all(file.at, file.len, CSI_PDF_STRICT);
	csi_bytes_free(&file);
	return 0;
}
