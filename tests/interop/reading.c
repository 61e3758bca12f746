/* SPDX-License-Identifier: Apache-2.0 */
/* reading.c -- says what our reader reads, in the words of qpdf and mutool.
 *
 *	reading make FILE          a file of three revisions, to begin with
 *	reading xref FILE          as qpdf --show-xref
 *	reading pages FILE         a line a page: media box, rotation
 *	reading streams FILE       numbers of streams that can be decoded
 *	reading stream FILE N      the decoded bytes of one
 */
#include "unit/pdf/build.h"

#include <zlib.h>

#define STREAM_MOST ((size_t)64 << 20)

static void
build_pages(struct build *build)
{
	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(build, 2,
	    "<< /Type /Pages /Kids [3 0 R 4 0 R 7 0 R] /Count 4 "
	    "/MediaBox [0 0 595 842] /Rotate 90 >>");
	build_object(
	    build, 3, "<< /Type /Page /Parent 2 0 R /Contents 8 0 R >>");
	build_object(build, 4,
	    "<< /Type /Pages /Parent 2 0 R /Kids [5 0 R 6 0 R] /Count 2 "
	    "/MediaBox [0 0 300 400] /Rotate -90 >>");
	build_object(build, 5, "<< /Type /Page /Parent 4 0 R >>");
	build_object(build, 6,
	    "<< /Type /Page /Parent 4 0 R /MediaBox [10 20 200 100] "
	    "/Rotate 0 >>");
	build_object(build, 7, "<< /Type /Page /Parent 2 0 R /Rotate 180 >>");
}

static void
build_streams(struct build *build)
{
	uint8_t rows[60], room[200];
	uLongf len = sizeof(room);

	for (size_t i = 0; i < sizeof(rows); i++)
		rows[i] = i % 6 == 0 ? (uint8_t)(i / 6 % 5) : (uint8_t)(i * 7);
	if (compress(room, &len, rows, sizeof(rows)) != Z_OK)
		abort();
	build_stream(build, 8, "", "0 0 10 10 re f", 14);
	build_stream(build, 9,
	    "/Filter /FlateDecode /DecodeParms << /Predictor 15 "
	    "/Columns 5 >>",
	    room, len);
	build_stream(build, 10, "/Filter [/ASCIIHexDecode /RunLengthDecode]",
	    "FE610162 6380>", 14);
	build_stream(
	    build, 11, "/Filter /ASCII85Decode", "87cURD]i,\"Ebo80~>", 17);
}

static int
make(const char *path)
{
	struct build build = { 0 };
	FILE *file = fopen(path, "wb");
	int status;

	if (file == NULL)
		return 1;
	build_pages(&build);
	build_streams(&build);
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 20, "(an update)");
	build_object(&build, 7, "<< /Type /Page /Parent 2 0 R /Rotate 270 >>");
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 21, "[20 0 R (an (other) \\(one)]");
	build_table(&build, "/Root 1 0 R /Info << /Title (three) >>");
	status = fwrite(build.pdf.at, 1, build.pdf.len, file) != build.pdf.len;
	build_free(&build);
	return fclose(file) != 0 || status;
}

static void
print_row(uint32_t number, const struct csi_pdf_row *row)
{
	if (row->kind == CSI_PDF_ROW_OFFSET)
		printf("%u/%u: uncompressed; offset = %llu\n", number,
		    row->generation, (unsigned long long)row->offset);
	else if (row->kind == CSI_PDF_ROW_PACKED)
		printf("%u/0: compressed; stream = %u, index = %u\n", number,
		    row->stream, row->index);
}

static bool
print_xref(csi_pdf_reader *reader)
{
	struct csi_pdf_row row;

	for (uint32_t i = 1; i < csi_pdf_size(reader); i++) {
		if (csi_pdf_row_of(reader, i, &row, NULL) != CSEAL_OK)
			return false;
		print_row(i, &row);
	}
	return true;
}

static bool
print_pages(csi_pdf_reader *reader)
{
	struct csi_pdf_page page;
	uint32_t count;

	if (csi_pdf_page_count(reader, &count, NULL) != CSEAL_OK)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (csi_pdf_page(reader, i, &page, NULL) != CSEAL_OK)
			return false;
		printf("%g %g %g %g %d\n", page.media.left, page.media.bottom,
		    page.media.right, page.media.top, page.rotate);
	}
	return true;
}

/* The decoded bytes of the stream `only`; of all streams, their numbers. */
static bool
print_streams(csi_pdf_reader *reader, uint32_t only)
{
	struct csi_bytes data = { 0 };
	bool found = only == 0;

	for (uint32_t i = 1; i < csi_pdf_size(reader); i++) {
		const struct csi_pdf_value *value = build_load(reader, i);

		if (value == NULL)
			return false;
		if (value->type != CSI_PDF_STREAM || (only != 0 && only != i))
			continue;
		if (csi_pdf_stream_data(
			reader, value, STREAM_MOST, &data, NULL) != CSEAL_OK)
			return false;
		if (only == 0)
			printf("%u\n", i);
		else
			fwrite(data.at, 1, data.len, stdout);
		found = true;
		csi_bytes_free(&data);
	}
	return found;
}

static bool
answer(csi_pdf_reader *reader, int argc, char **argv)
{
	if (strcmp(argv[1], "xref") == 0)
		return print_xref(reader);
	if (strcmp(argv[1], "pages") == 0)
		return print_pages(reader);
	if (strcmp(argv[1], "streams") == 0)
		return print_streams(reader, 0);
	if (strcmp(argv[1], "stream") == 0 && argc == 4)
		return print_streams(
		    reader, (uint32_t)strtoul(argv[3], NULL, 10));
	return false;
}

int
main(int argc, char **argv)
{
	struct csi_bytes file = { 0 };
	csi_pdf_reader *reader = NULL;
	FILE *input;
	bool ok;

	if (argc < 3)
		return 2;
	if (strcmp(argv[1], "make") == 0)
		return make(argv[2]);
	input = fopen(argv[2], "rb");
	if (input == NULL)
		return 1;
	for (size_t got = 1; got > 0; file.len += got) {
		uint8_t *room = csi_bytes_room(&file, 65536);

		if (room == NULL)
			return 1;
		got = fread(room, 1, 65536, input);
	}
	fclose(input);
	if (csi_pdf_reader_new(
		file.at, file.len, CSI_PDF_STRICT, &reader, NULL) != CSEAL_OK)
		return 1;
	ok = answer(reader, argc, argv);
	csi_pdf_reader_free(reader);
	csi_bytes_free(&file);
	return ok ? 0 : 1;
}
