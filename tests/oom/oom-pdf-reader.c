/* SPDX-License-Identifier: Apache-2.0 */
/* oom-pdf-reader.c -- PDF files read without memory. */
#include "refuse.h"
#include "tap.h"
#include "unit/pdf/build.h"

#include <zlib.h>

#define LONG_ROWS 5000

struct stage {
	struct build build;
	enum csi_pdf_policy policy;
};

static cseal_status
decode(csi_pdf_reader *reader, const struct csi_pdf_value *value,
    cseal_error **ret_error)
{
	struct csi_bytes data = { 0 };
	cseal_status st;

	if (value->type != CSI_PDF_STREAM)
		return CSEAL_OK;
	st = csi_pdf_stream_data(reader, value, 1000000, &data, ret_error);
	if (st == CSEAL_OK)
		csi_bytes_free(&data);
	return st;
}

static void
count_row(void *user, uint32_t number, const struct csi_pdf_row *row)
{
	(*(size_t *)user)++;
}

static cseal_status
read_objects(csi_pdf_reader *reader, cseal_error **ret_error)
{
	const struct csi_pdf_value *value = NULL;
	cseal_status st = CSEAL_OK;
	size_t rows = 0;

	for (size_t i = 0; st == CSEAL_OK && i < csi_pdf_section_count(reader);
	     i++)
		st = csi_pdf_section_rows(
		    reader, i, count_row, &rows, ret_error);
	for (uint32_t i = 0; st == CSEAL_OK && i < csi_pdf_size(reader); i++) {
		struct csi_pdf_ref ref = { i, 0 };

		st = csi_pdf_load(reader, ref, &value, ret_error);
		if (st == CSEAL_OK)
			st = decode(reader, value, ret_error);
	}
	return st;
}

static cseal_status
read_pages(csi_pdf_reader *reader, cseal_error **ret_error)
{
	struct csi_pdf_page page;
	uint32_t count = 0;
	cseal_status st;

	st = csi_pdf_page_count(reader, &count, ret_error);
	for (uint32_t i = 0; st == CSEAL_OK && i < count; i++)
		st = csi_pdf_page(reader, i, &page, ret_error);
	return st;
}

static cseal_status
read_document(void *user, cseal_error **ret_error)
{
	const struct stage *stage = user;
	csi_pdf_reader *reader = NULL;
	cseal_status st;

	st = csi_pdf_reader_new(stage->build.pdf.at, stage->build.pdf.len,
	    stage->policy, &reader, ret_error);
	if (st == CSEAL_OK)
		st = read_pages(reader, ret_error);
	if (st == CSEAL_OK)
		st = read_objects(reader, ret_error);
	csi_pdf_reader_free(reader);
	return st;
}

/* A dictionary with many keys, nested arrays, escapes, a compressed stream
 * with a predictor, and thirty pages. */
static void
build_objects(struct build *build)
{
	struct csi_bytes text = { 0 }, rows = { 0 };
	uint8_t room[400];
	uLongf len = sizeof(room);

	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	csi_bytes_add_text(
	    &text, "<< /Type /Pages /Count 30 /MediaBox [0 0 9 9] /Kids [");
	for (uint32_t i = 0; i < 30; i++)
		csi_bytes_print(&text, "%u 0 R ", 10 + i);
	csi_bytes_add_text(&text, "] >>");
	csi_bytes_add_u8(&text, 0);
	build_object(build, 2, (const char *)text.at);
	for (uint32_t i = 0; i < 30; i++)
		build_object(build, 10 + i,
		    "<< /Type /Page /Parent 2 0 R /Resources 3 0 R >>");
	text.len = 0;
	csi_bytes_add_text(&text, "<< /A [[[(\\(x\\))]]] ");
	for (int i = 0; i < 90; i++)
		csi_bytes_print(&text, "/K#20%d [%d (y)] ", i, i);
	csi_bytes_add_text(&text, ">>");
	csi_bytes_add_u8(&text, 0);
	build_object(build, 3, (const char *)text.at);
	for (int i = 0; i < 50; i++)
		csi_bytes_add(&rows, "\2abc", 4);
	if (compress(room, &len, rows.at, rows.len) != Z_OK)
		abort();
	build_stream(build, 4,
	    "/Filter /FlateDecode /DecodeParms << /Predictor 12 "
	    "/Columns 3 >>",
	    room, len);
	build_stream(
	    build, 5, "/Filter [/ASCIIHexDecode /ASCII85Decode]", "7a7e3e>", 7);
	csi_bytes_free(&text);
	csi_bytes_free(&rows);
}

static void
a_file_with_a_table_is_read(void)
{
	struct stage stage = { .policy = CSI_PDF_STRICT };

	build_objects(&stage.build);
	build_table(&stage.build, "/Root 1 0 R");
	build_object(&stage.build, 6, "(new)");
	build_table(&stage.build, "/Root 1 0 R");
	OK(refuse_each("a table, strict", read_document, &stage, CSEAL_OK));
	stage.policy = CSI_PDF_LENIENT;
	OK(refuse_each("a table, lenient", read_document, &stage, CSEAL_OK));
	build_free(&stage.build);
}

static void
a_file_with_streams_is_read(void)
{
	static const char *const packed[] = { "(a\\n)", "[1 2]", "<< /A 1 >>" };
	struct stage stage = { .policy = CSI_PDF_STRICT };

	build_objects(&stage.build);
	build_object_stream(&stage.build, 50, 51, packed, 3);
	build_xref_stream(&stage.build, 60, "/Root 1 0 R");
	OK(refuse_each("streams, strict", read_document, &stage, CSEAL_OK));
	stage.policy = CSI_PDF_LENIENT;
	OK(refuse_each("streams, lenient", read_document, &stage, CSEAL_OK));
	build_free(&stage.build);
}

/* Rows enough that only their front is decoded at first: the last one is that
 * of the catalog. */
static void
build_long_section(struct build *build)
{
	struct csi_bytes data = { 0 };
	static uint8_t packed[60000];
	uint64_t section = build->pdf.len;
	uLongf len = sizeof(packed);
	char entries[120];

	for (uint32_t i = 0; i <= LONG_ROWS; i++) {
		uint32_t offset = 0;

		for (size_t j = 0; j < build->count; j++)
			if (build->rows[j].number == i)
				offset = (uint32_t)build->rows[j].offset;
		csi_bytes_add_u8(&data, offset != 0);
		csi_bytes_add_be32(&data, offset);
		csi_bytes_add_be16(&data, 0);
	}
	if (compress(packed, &len, data.at, data.len) != Z_OK)
		abort();
	snprintf(entries, sizeof(entries),
	    "/Type /XRef /Size %d /W [1 4 2] /Root %d 0 R "
	    "/Filter /FlateDecode",
	    LONG_ROWS + 1, LONG_ROWS);
	build_stream(build, LONG_ROWS + 1, entries, packed, len);
	build_end(build, section);
	csi_bytes_free(&data);
}

static void
a_file_with_a_long_stream_is_read(void)
{
	struct stage stage = { .policy = CSI_PDF_LENIENT };

	build_objects(&stage.build);
	build_object(
	    &stage.build, LONG_ROWS, "<< /Type /Catalog /Pages 2 0 R >>");
	build_long_section(&stage.build);
	OK(refuse_each("a long stream", read_document, &stage, CSEAL_OK));
	build_free(&stage.build);
}

/* A wrong /Count, so that the tree is walked; subsections over one another and
 * rows out of place, so that they are listed; a wrong /Length. */
static void
an_untidy_file_is_read(void)
{
	struct stage stage = { .policy = CSI_PDF_LENIENT };
	struct build *build = &stage.build;
	uint64_t section;

	build_objects(build);
	build_object(build, 2,
	    "<< /Type /Pages /Count 3 /Kids [10 0 R 11 0 R 12 0 R "
	    "13 0 R] >>");
	build_here(build, 6);
	build_text(build,
	    "6 0 obj << /Length 7 0 R >> stream\nabc endstream endobj\n");
	section = build->pdf.len;
	build_table_rows(build);
	build_text(build, "1 1\n0000000015 00000 n\n3 1\n0 0 f\n");
	csi_bytes_print(&build->pdf,
	    "trailer << /Size 99 /Root 1 0 R >>\nstartxref\n%llu\n%%%%EOF\n",
	    (unsigned long long)section);
	OK(refuse_each("an untidy file", read_document, &stage, CSEAL_OK));
	build_free(build);
}

static void
what_is_refused_is_refused(void)
{
	struct stage stage = { .policy = CSI_PDF_STRICT };

	build_start(&stage.build);
	OK(refuse_each("no cross-reference section", read_document, &stage,
	    CSEAL_REFUSED_DAMAGED));
	build_object(&stage.build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(&stage.build, 2, "<< /Kids 1 /Kids 2 >>");
	build_table(&stage.build, "/Root 1 0 R");
	OK(refuse_each(
	    "a key twice", read_document, &stage, CSEAL_REFUSED_DAMAGED));
	build_free(&stage.build);
}

int
main(void)
{
	refuse_init();
	RUN(a_file_with_a_table_is_read);
	RUN(a_file_with_streams_is_read);
	RUN(a_file_with_a_long_stream_is_read);
	RUN(an_untidy_file_is_read);
	RUN(what_is_refused_is_refused);
	return tap_done();
}
