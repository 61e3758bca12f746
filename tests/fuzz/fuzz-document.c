/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-document.c -- a whole document as sealing meets it: what is read
 * leniently or strictly is read; what is damaged gets a table made anew, and
 * the update that follows is complete: it opens again, has the same objects in
 * the same places, and nothing before it is needed. */
#include "fuzz.h"
#include "pdf/rebuild.h"
#include "pdf/update.h"
#include "read-all.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 300

/* What was written, behind the file. */
static uint8_t *
join(const csi_pdf_update *update, const uint8_t *data, size_t size,
    size_t *ret_len)
{
	size_t len = size + csi_pdf_update_len(update);
	uint8_t *file = malloc(len);

	if (file == NULL)
		abort();
	memcpy(file, data, size);
	csi_pdf_update_write(update, file + size);
	*ret_len = len;
	return file;
}

static void
compare_rows(csi_pdf_reader *before, csi_pdf_reader *after)
{
	struct csi_pdf_row old, new;

	for (uint32_t i = 1; i < csi_pdf_size(before) && i < ROWS_MOST; i++) {
		if (csi_pdf_row_of(before, i, &old, NULL) != CSEAL_OK ||
		    csi_pdf_row_of(after, i, &new, NULL) != CSEAL_OK)
			abort();
		if (old.kind == CSI_PDF_ROW_NONE)
			continue;
		/* At offset 0 a lenient reader sees a free row. */
		if (old.kind == CSI_PDF_ROW_OFFSET &&
		    old.offset == csi_pdf_base(before))
			continue;
		if (old.kind != new.kind || old.offset != new.offset ||
		    old.generation != new.generation ||
		    old.stream != new.stream || old.index != new.index)
			abort();
	}
}

/* The reader finds the header again, and our section. */
static void
check_complete(
    csi_pdf_reader *before, const uint8_t *file, size_t len, bool has_header)
{
	csi_pdf_reader *after;
	struct csi_pdf_ref ref;
	const struct csi_pdf_value *catalog;

	if (!has_header)
		return;
	if (csi_pdf_reader_new(file, len, CSI_PDF_LENIENT, &after, NULL) !=
		CSEAL_OK ||
	    csi_pdf_section_count(after) != 1 ||
	    csi_pdf_find(csi_pdf_trailer(after), "Prev") != NULL ||
	    csi_pdf_base(after) != csi_pdf_base(before))
		abort();
	compare_rows(before, after);
	if (csi_pdf_catalog(after, &catalog, &ref, NULL) != CSEAL_OK &&
	    csi_pdf_catalog(before, &catalog, &ref, NULL) == CSEAL_OK)
		abort();
	csi_pdf_reader_free(after);
}

static void
write_complete(csi_pdf_reader *reader, const uint8_t *data, size_t size)
{
	size_t head = size < 1024 ? size : 1024, len;
	csi_pdf_update *update;
	struct csi_pdf_ref ref;
	uint8_t *file;

	if (csi_pdf_update_new(reader, &update, NULL) != CSEAL_OK)
		return;
	ref = csi_pdf_update_new_ref(update);
	csi_bytes_add_text(csi_pdf_update_open(update, ref), "(new)");
	csi_pdf_update_close(update);
	if (csi_pdf_update_finish(update, NULL) == CSEAL_OK) {
		file = join(update, data, size, &len);
		check_complete(
		    reader, file, len, memmem(data, head, "%PDF-", 5) != NULL);
		free(file);
	}
	csi_pdf_update_free(update);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_span none = { NULL, 0 };
	csi_pdf_reader *reader;

	read_all(data, size, CSI_PDF_LENIENT);
	read_all(data, size, CSI_PDF_STRICT);
	if (csi_pdf_reader_rebuild(data, size, none, &reader, NULL) != CSEAL_OK)
		return 0;
	if (!csi_pdf_is_rebuilt(reader) || csi_pdf_section_count(reader) != 1)
		abort();
	read_reader(reader);
	write_complete(reader, data, size);
	csi_pdf_reader_free(reader);
	return 0;
}
