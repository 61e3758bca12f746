/* SPDX-License-Identifier: Apache-2.0 */
/* build.h -- writes PDF files as text for tests: objects one after another,
 * then a cross-reference section of what was written since the last one. */
#ifndef TESTS_BUILD_H
#define TESTS_BUILD_H

#include "bytes.h"
#include "pdf/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct build_row {
	uint32_t number, generation;
	uint64_t offset;    /* or, if packed, the index */
	uint32_t packed_in; /* 0: not packed */
	bool is_free;
};

/* All zero is a file not begun.  Out of memory ends the test. */
struct build {
	struct csi_bytes pdf;
	size_t count, room; /* of rows since the last section */
	struct build_row *rows;
	uint64_t last; /* section; 0: none */
	uint32_t size; /* one more than the highest number */
};

static inline void
build_text(struct build *build, const char *text)
{
	csi_bytes_add_text(&build->pdf, text);
}

static inline void
build_start(struct build *build)
{
	build_text(build, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
}

static inline struct build_row *
build_row(struct build *build, uint32_t number)
{
	struct build_row *row;

	if (build->count == build->room) {
		build->room = build->room == 0 ? 16 : build->room * 2;
		build->rows =
		    realloc(build->rows, build->room * sizeof(*build->rows));
		if (build->rows == NULL)
			abort();
	}
	row = &build->rows[build->count++];
	memset(row, 0, sizeof(*row));
	row->number = number;
	if (build->size <= number)
		build->size = number + 1;
	return row;
}

/* A row for an object that is written where the file is now. */
static inline void
build_here(struct build *build, uint32_t number)
{
	build_row(build, number)->offset = build->pdf.len;
}

static inline void
build_free_row(struct build *build, uint32_t number, uint32_t generation)
{
	struct build_row *row = build_row(build, number);

	row->is_free = true;
	row->generation = generation;
}

static inline void
build_packed_row(
    struct build *build, uint32_t number, uint32_t stream, uint32_t index)
{
	struct build_row *row = build_row(build, number);

	row->packed_in = stream;
	row->offset = index;
}

static inline void
build_object(struct build *build, uint32_t number, const char *value)
{
	build_here(build, number);
	csi_bytes_print(&build->pdf, "%u 0 obj\n", number);
	build_text(build, value);
	build_text(build, "\nendobj\n");
}

/* entries: of the dictionary, without /Length. */
static inline void
build_stream(struct build *build, uint32_t number, const char *entries,
    const void *data, size_t len)
{
	build_here(build, number);
	csi_bytes_print(&build->pdf, "%u 0 obj\n<< ", number);
	build_text(build, entries);
	csi_bytes_print(&build->pdf, " /Length %zu >>\nstream\n", len);
	csi_bytes_add(&build->pdf, data, len);
	build_text(build, "\nendstream\nendobj\n");
}

static inline int
build_compare(const void *a, const void *b)
{
	const struct build_row *left = a, *right = b;

	return left->number < right->number ? -1 : left->number > right->number;
}

static inline void
build_sort(struct build *build)
{
	if (build->count > 0)
		qsort(build->rows, build->count, sizeof(*build->rows),
		    build_compare);
}

/* How many rows from i on have numbers one after another. */
static inline size_t
build_run(const struct build *build, size_t i)
{
	size_t n = 1;

	while (i + n < build->count &&
	       build->rows[i + n].number == build->rows[i].number + n)
		n++;
	return n;
}

static inline void
build_end(struct build *build, uint64_t section)
{
	csi_bytes_print(&build->pdf, "startxref\n%llu\n%%%%EOF\n",
	    (unsigned long long)section);
	build->last = section;
	build->count = 0;
}

/* The rows of a table, and no trailer. */
static inline void
build_table_rows(struct build *build)
{
	build_sort(build);
	build_text(build, "xref\n");
	for (size_t i = 0, n; i < build->count; i += n) {
		n = build_run(build, i);
		csi_bytes_print(
		    &build->pdf, "%u %zu\n", build->rows[i].number, n);
		for (size_t j = i; j < i + n; j++)
			csi_bytes_print(&build->pdf, "%010llu %05u %c \n",
			    (unsigned long long)build->rows[j].offset,
			    build->rows[j].generation,
			    build->rows[j].is_free ? 'f' : 'n');
	}
}

/* extra: more entries of the trailer. */
static inline void
build_table(struct build *build, const char *extra)
{
	uint64_t section = build->pdf.len;

	if (build->last == 0)
		build_free_row(build, 0, 65535);
	build_table_rows(build);
	csi_bytes_print(&build->pdf, "trailer\n<< /Size %u ", build->size);
	if (build->last != 0)
		csi_bytes_print(&build->pdf, "/Prev %llu ",
		    (unsigned long long)build->last);
	build_text(build, extra);
	build_text(build, " >>\n");
	build_end(build, section);
}

static inline void
build_field(struct csi_bytes *data, uint64_t value, int width)
{
	while (width-- > 0)
		csi_bytes_add_u8(data, (uint8_t)(value >> 8 * width));
}

/* The rows as the data of a stream, widths 1 w 2; /Index goes to index. */
static inline void
build_rows_data(const struct build *build, int w, struct csi_bytes *data,
    struct csi_bytes *index)
{
	for (size_t i = 0; i < build->count; i++) {
		const struct build_row *row = &build->rows[i];

		if (i == 0 || build->rows[i - 1].number + 1 != row->number)
			csi_bytes_print(
			    index, "%u %zu ", row->number, build_run(build, i));
		build_field(data,
		    row->is_free         ? 0
		    : row->packed_in > 0 ? 2
					 : 1,
		    1);
		build_field(
		    data, row->packed_in > 0 ? row->packed_in : row->offset, w);
		build_field(data,
		    row->packed_in > 0 ? row->offset : row->generation, 2);
	}
}

/* A cross-reference stream, object `number`, without startxref: for hybrid
 * files.  Gives its offset. */
static inline uint64_t
build_xref_object(struct build *build, uint32_t number, const char *extra)
{
	struct csi_bytes data = { 0 }, index = { 0 }, entries = { 0 };
	uint64_t section = build->pdf.len;

	build_here(build, number);
	build_sort(build);
	build_rows_data(build, 5, &data, &index);
	csi_bytes_print(
	    &entries, "/Type /XRef /Size %u /W [1 5 2] /Index [", build->size);
	csi_bytes_add_span(&entries, csi_bytes_span(&index));
	csi_bytes_add_text(&entries, "] ");
	csi_bytes_add_text(&entries, extra);
	csi_bytes_add_u8(&entries, 0);
	build->count = 0;
	build_stream(
	    build, number, (const char *)entries.at, data.at, data.len);
	build->count = 0;
	csi_bytes_free(&data);
	csi_bytes_free(&index);
	csi_bytes_free(&entries);
	return section;
}

static inline void
build_xref_stream(struct build *build, uint32_t number, const char *extra)
{
	struct csi_bytes entries = { 0 };
	uint64_t section;

	if (build->last == 0)
		build_free_row(build, 0, 65535);
	else
		csi_bytes_print(
		    &entries, "/Prev %llu ", (unsigned long long)build->last);
	csi_bytes_add_text(&entries, extra);
	csi_bytes_add_u8(&entries, 0);
	section = build_xref_object(build, number, (const char *)entries.at);
	csi_bytes_free(&entries);
	build_end(build, section);
}

/* An object stream with values of the numbers first, first + 1, ... */
static inline void
build_object_stream(struct build *build, uint32_t number, uint32_t first,
    const char *const *values, size_t count)
{
	struct csi_bytes head = { 0 }, body = { 0 };
	char entries[80];

	for (size_t i = 0; i < count; i++) {
		csi_bytes_print(
		    &head, "%u %zu ", first + (uint32_t)i, body.len);
		csi_bytes_add_text(&body, values[i]);
		csi_bytes_add_u8(&body, '\n');
		build_packed_row(
		    build, first + (uint32_t)i, number, (uint32_t)i);
	}
	snprintf(entries, sizeof(entries), "/Type /ObjStm /N %zu /First %zu",
	    count, head.len);
	csi_bytes_add_span(&head, csi_bytes_span(&body));
	build_stream(build, number, entries, head.at, head.len);
	csi_bytes_free(&head);
	csi_bytes_free(&body);
}

/* Objects 1 to 4: catalog, page tree, one page with contents. */
static inline void
build_small(struct build *build)
{
	static const char contents[] = "0 0 10 10 re f";

	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(build, 2,
	    "<< /Type /Pages /Kids [3 0 R] /Count 1 "
	    "/MediaBox [0 0 595 842] >>");
	build_object(build, 3,
	    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R "
	    "/Resources << >> >>");
	build_stream(build, 4, "", contents, sizeof(contents) - 1);
}

/* The same with a second page, which is turned; whole. */
static inline void
build_pair(struct build *build)
{
	build_small(build);
	build_object(build, 5,
	    "<< /Type /Page /Parent 2 0 R /Rotate 90 /Resources << >> >>");
	build_table(build, "/Root 1 0 R");
	build_object(build, 2,
	    "<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 "
	    "/MediaBox [0 0 595 842] >>");
	build_table(build, "/Root 1 0 R");
}

static inline void
build_free(struct build *build)
{
	csi_bytes_free(&build->pdf);
	free(build->rows);
	memset(build, 0, sizeof(*build));
}

/* Opens what was built; NULL where that fails.  *status says why. */
static inline csi_pdf_reader *
build_open_as(
    const struct build *build, enum csi_pdf_policy policy, cseal_status *status)
{
	csi_pdf_reader *reader = NULL;
	cseal_error *error = NULL;

	*status = csi_pdf_reader_new(
	    build->pdf.at, build->pdf.len, policy, &reader, &error);
	if (*status != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return reader;
}

static inline csi_pdf_reader *
build_open(const struct build *build, enum csi_pdf_policy policy)
{
	cseal_status status;

	return build_open_as(build, policy, &status);
}

/* The status of opening alone. */
static inline cseal_status
build_try(const struct build *build, enum csi_pdf_policy policy)
{
	cseal_status status;

	csi_pdf_reader_free(build_open_as(build, policy, &status));
	return status;
}

/* An object of generation 0; NULL where loading fails. */
static inline const struct csi_pdf_value *
build_load(csi_pdf_reader *reader, uint32_t number)
{
	struct csi_pdf_ref ref = { number, 0 };
	const struct csi_pdf_value *value = NULL;
	cseal_error *error = NULL;

	if (reader == NULL)
		return NULL;
	if (csi_pdf_load(reader, ref, &value, &error) == CSEAL_OK)
		return value;
	printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return NULL;
}

#endif
