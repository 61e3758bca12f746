/* SPDX-License-Identifier: Apache-2.0 */
/* read-all.h -- asks a PDF reader everything that can be asked. */
#ifndef TESTS_READ_ALL_H
#define TESTS_READ_ALL_H

#include "pdf/attached.h"
#include "pdf/reader.h"

#include <stdlib.h>

#define READ_OBJECTS_MOST 3000
#define READ_PAGES_MOST   100
#define READ_STREAM_MOST  ((size_t)1 << 20)

static inline void
read_object(csi_pdf_reader *reader, uint32_t number)
{
	const struct csi_pdf_value *value;
	struct csi_pdf_ref ref = { number, 0 };
	struct csi_pdf_row row;
	struct csi_bytes data = { 0 };
	cseal_error *error = NULL;

	if (csi_pdf_row_of(reader, number, &row, NULL) == CSEAL_OK)
		ref.generation = row.generation;
	if (csi_pdf_load(reader, ref, &value, &error) != CSEAL_OK) {
		cseal_error_free(error);
		return;
	}
	csi_pdf_resolve(reader, value, &value, NULL);
	if (value->type != CSI_PDF_STREAM)
		return;
	csi_pdf_stream_data(reader, value, READ_STREAM_MOST, &data, NULL);
	csi_bytes_free(&data);
}

static inline void
read_row(void *user, uint32_t number, const struct csi_pdf_row *row)
{
	(*(size_t *)user)++;
}

static inline void
read_files(csi_pdf_reader *reader)
{
	struct csi_pdf_attached *list = NULL;
	struct csi_pdf_file_spec spec;
	size_t count = 0;

	if (csi_pdf_attached_list(reader, &list, &count, NULL) != CSEAL_OK)
		return;
	for (size_t i = 0; i < count && i < READ_PAGES_MOST; i++)
		csi_pdf_file_spec_read(reader, &list[i], &spec, NULL);
	free(list);
}

/* Of a reader that is open. */
static inline void
read_reader(csi_pdf_reader *reader)
{
	const struct csi_pdf_value *value;
	struct csi_pdf_page page;
	struct csi_pdf_ref ref;
	uint32_t count;
	uint64_t end;
	size_t rows = 0;

	csi_pdf_catalog(reader, &value, &ref, NULL);
	read_files(reader);
	if (csi_pdf_page_count(reader, &count, NULL) == CSEAL_OK) {
		for (uint32_t i = 0; i <= count && i < READ_PAGES_MOST; i++)
			csi_pdf_page(reader, i, &page, NULL);
		csi_pdf_page(reader, count - 1, &page, NULL);
	}
	for (size_t i = 0; i < csi_pdf_section_count(reader); i++) {
		csi_pdf_revision_end(reader, i, &end, NULL);
		if (i < 10)
			csi_pdf_section_rows(reader, i, read_row, &rows, NULL);
	}
	for (uint32_t i = 0; i < csi_pdf_size(reader) && i < READ_OBJECTS_MOST;
	     i++)
		read_object(reader, i);
}

static inline void
read_all(const void *bytes, size_t len, enum csi_pdf_policy policy)
{
	csi_pdf_reader *reader;

	if (csi_pdf_reader_new(bytes, len, policy, &reader, NULL) != CSEAL_OK)
		return;
	read_reader(reader);
	csi_pdf_reader_free(reader);
}

#endif
