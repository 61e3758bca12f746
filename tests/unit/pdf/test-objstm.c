/* SPDX-License-Identifier: Apache-2.0 */
/* test-objstm.c -- proves lib/pdf/objstm.c: objects in object streams. */
#include "build.h"
#include "tap.h"

#include <zlib.h>

static const char *const values[] = { "<< /Type /Catalog /Pages 2 0 R >>",
	"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9] >>",
	"<< /Type /Page /Parent 2 0 R >>", "(a string)", "17" };

static void
packed_objects_are_loaded(void)
{
	for (int policy = 0; policy < 2; policy++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;
		const struct csi_pdf_value *value;
		struct csi_pdf_row row;
		struct csi_pdf_page page;

		build_start(&build);
		build_object_stream(&build, 6, 1, values, 5);
		build_xref_stream(&build, 7, "/Root 1 0 R");
		reader = build_open(&build, policy);
		OK(reader != NULL);
		if (reader == NULL)
			return;
		OK(csi_pdf_row_of(reader, 4, &row, NULL) == CSEAL_OK);
		OK(row.kind == CSI_PDF_ROW_PACKED && row.stream == 6 &&
		    row.index == 3);
		value = build_load(reader, 4);
		OK(value != NULL && csi_span_is(value->as.text, "a string"));
		OK(value != NULL && csi_span_is(value->source, "(a string)"));
		OK(build_load(reader, 4) == value);
		value = build_load(reader, 5);
		OK(value != NULL && value->as.integer == 17);
		OK(csi_pdf_page(reader, 0, &page, NULL) == CSEAL_OK);
		OK(page.ref.number == 3);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

/* Object stream 6 is given whole: its entries, its data; objects 1 to 3 are
 * said to be in it, and object 5 is the integer 12. */
static csi_pdf_reader *
open_raw(struct build *build, const char *entries, const char *data,
    enum csi_pdf_policy policy)
{
	build_start(build);
	build_object(build, 5, "12");
	build_object(build, 8, "<< /Type /Catalog >>");
	for (uint32_t i = 0; i < 3; i++)
		build_packed_row(build, i + 1, 6, i);
	build_stream(build, 6, entries, data, strlen(data));
	build_xref_stream(build, 7, "/Root 8 0 R");
	return build_open(build, policy);
}

static void
bad_object_streams_are_refused(void)
{
	static const struct {
		const char *what, *entries, *data;
		bool strict, lenient;
	} streams[] = {
		{ "good", "/Type /ObjStm /N 3 /First 12", "1 0 2 2 3 4 1 2 (3)",
		    true, true },
		{ "good, with line ends", "/Type /ObjStm /N 3 /First 12",
		    "1 0\n2 2\n3 4\n1 2 (3)", true, true },
		{ "another type", "/Type /Other /N 3 /First 12",
		    "1 0 2 2 3 4 1 2 (3)", false, true },
		{ "no count", "/Type /ObjStm /First 12", "1 0 2 2 3 4 1 2 (3)",
		    false, false },
		{ "a negative count", "/Type /ObjStm /N -3 /First 12",
		    "1 0 2 2 3 4 1 2 (3)", false, false },
		{ "a huge count", "/Type /ObjStm /N 999999999 /First 12",
		    "1 0 2 2 3 4 1 2 (3)", false, false },
		{ "more than there are", "/Type /ObjStm /N 4 /First 12",
		    "1 0 2 2 3 4 1 2 (3)", false, false },
		{ "fewer than there are", "/Type /ObjStm /N 2 /First 12",
		    "1 0 2 2 3 4 1 2 (3)", false, false },
		{ "no first", "/Type /ObjStm /N 3", "1 0 2 2 3 4 1 2 (3)",
		    false, false },
		{ "first past the end", "/Type /ObjStm /N 3 /First 1200",
		    "1 0 2 2 3 4 1 2 (3)", false, false },
		{ "an offset past the end", "/Type /ObjStm /N 3 /First 13",
		    "1 0 2 2 3 99 1 2 (3)", false, false },
		{ "a negative offset", "/Type /ObjStm /N 3 /First 13",
		    "1 0 2 2 3 -4 1 2 (3)", false, false },
		{ "offsets out of order", "/Type /ObjStm /N 3 /First 12",
		    "1 2 2 0 3 4 1 2 (3)", false, true },
		{ "one offset twice", "/Type /ObjStm /N 3 /First 12",
		    "1 0 2 2 3 2 1 2 (3)", false, true },
		{ "numbers in another order", "/Type /ObjStm /N 3 /First 12",
		    "3 0 2 2 1 4 1 2 (3)", false, true },
		{ "another object in its place", "/Type /ObjStm /N 3 /First 12",
		    "1 0 2 2 9 4 1 2 (3)", false, false },
		{ "two values for one object", "/Type /ObjStm /N 3 /First 12",
		    "1 0 2 2 3 6 1 2 3 (3)", false, true },
		{ "a value cut short by the next",
		    "/Type /ObjStm /N 3 /First 12", "1 0 2 2 3 4 1 (2(3))",
		    false, false },
		{ "a length that is another object's, and is not there",
		    "/Type /ObjStm /N 3 /First 12 /Filter 5 0 R",
		    "1 0 2 2 3 4 1 2 (3)", false, false },
	};

	for (size_t i = 0; i < 2 * sizeof(streams) / sizeof(streams[0]); i++) {
		bool strict = i % 2 == 0;
		struct build build = { 0 };
		csi_pdf_reader *reader;
		bool all = true;

		reader = open_raw(&build, streams[i / 2].entries,
		    streams[i / 2].data,
		    strict ? CSI_PDF_STRICT : CSI_PDF_LENIENT);
		for (uint32_t n = 1; n <= 3; n++)
			all = all && build_load(reader, n) != NULL;
		OKF(reader != NULL && all == (strict ? streams[i / 2].strict
						     : streams[i / 2].lenient),
		    "%s: %s", strict ? "strict" : "lenient",
		    streams[i / 2].what);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
a_failure_is_remembered(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;

	reader = open_raw(&build, "/Type /ObjStm /N 3", "x", CSI_PDF_LENIENT);
	OK(reader != NULL);
	for (int i = 0; i < 3; i++) {
		OK(build_load(reader, 1) == NULL);
		OK(build_load(reader, 2) == NULL);
	}
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
a_length_may_be_an_object_of_the_file_but_not_a_packed_one(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	const char *data = "1 0 2 3 3 5 12 2 (3)";

	/* Object 6 has its /Length in object 5; object 9 is a stream whose
	 * /Length is in object 6. */
	build_start(&build);
	build_object(&build, 5, "20");
	build_object(&build, 8, "<< /Type /Catalog >>");
	for (uint32_t i = 0; i < 3; i++)
		build_packed_row(&build, i + 1, 6, i);
	build_here(&build, 6);
	csi_bytes_print(&build.pdf,
	    "6 0 obj << /Type /ObjStm /N 3 /First 12 /Length 5 0 R >>\n"
	    "stream\n%s\nendstream endobj\n",
	    data);
	build_here(&build, 9);
	build_text(&build,
	    "9 0 obj << /Length 1 0 R >>\nstream\ntwelve bytes\nendstream\n"
	    "endobj\n");
	/* Object 10 is an object stream whose /Length is in itself. */
	build_packed_row(&build, 11, 10, 0);
	build_here(&build, 10);
	build_text(&build,
	    "10 0 obj << /Type /ObjStm /N 1 /First 5 /Length 11 0 R >>\n"
	    "stream\n11 0 9\nendstream endobj\n");
	build_xref_stream(&build, 7, "/Root 8 0 R");

	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	OK(build_load(reader, 3) != NULL);
	OK(build_load(reader, 9) != NULL &&
	    csi_span_is(build_load(reader, 9)->as.dict.raw, "twelve bytes"));
	OK(build_load(reader, 11) == NULL);
	csi_pdf_reader_free(reader);
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(build_load(reader, 11) != NULL &&
	    build_load(reader, 11)->as.integer == 9);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
a_length_in_a_bad_object_stream_is_none(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;

	build_start(&build);
	build_object(&build, 8, "<< /Type /Catalog >>");
	build_packed_row(&build, 1, 6, 0);
	build_stream(&build, 6, "/Type /ObjStm /N 9 /First 4", "1 0 3", 5);
	build_here(&build, 9);
	build_text(&build,
	    "9 0 obj << /Length 1 0 R >>\nstream\nabc\nendstream\nendobj\n");
	build_xref_stream(&build, 7, "/Root 8 0 R");
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(reader != NULL);
	OK(build_load(reader, 9) != NULL &&
	    csi_span_is(build_load(reader, 9)->as.dict.raw, "abc"));
	csi_pdf_reader_free(reader);
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL && build_load(reader, 9) == NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
an_object_stream_is_not_in_another(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	static const char *const inner[] = { "<< /N 1 /First 4 >>" };

	build_start(&build);
	build_object(&build, 8, "<< /Type /Catalog >>");
	build_object_stream(&build, 6, 5, inner, 1);
	build_packed_row(&build, 1, 5, 0);
	build_packed_row(&build, 2, 2, 0);
	build_packed_row(&build, 3, 8, 0);
	build_packed_row(&build, 4, 77, 0);
	build_xref_stream(&build, 7, "/Root 8 0 R");
	for (int policy = 0; policy < 2; policy++) {
		reader = build_open(&build, policy);
		OK(reader != NULL);
		for (uint32_t n = 1; n <= 4; n++)
			OK(build_load(reader, n) == NULL);
		csi_pdf_reader_free(reader);
	}
	build_free(&build);
}

static void
the_document_that_is_encrypted_says_so(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	const struct csi_pdf_value *value;
	struct csi_pdf_ref ref = { 1, 0 };

	build_start(&build);
	build_object_stream(&build, 6, 1, values, 5);
	build_object(&build, 8, "<< /Filter /Standard >>");
	build_xref_stream(&build, 7, "/Root 1 0 R /Encrypt 8 0 R");
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(reader != NULL && csi_pdf_is_encrypted(reader));
	OK(reader != NULL &&
	    csi_pdf_load(reader, ref, &value, NULL) == CSEAL_REFUSED_ENCRYPTED);
	OK(build_load(reader, 8) != NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

/* An object stream of `len` bytes, most of them blanks, compressed. */
static void
build_large_stream(
    struct build *build, uint32_t number, uint32_t packed, size_t len)
{
	char *text = malloc(len), entries[120];
	uLongf room = compressBound(len);
	uint8_t *data = malloc(room);
	int head;

	if (text == NULL || data == NULL)
		abort();
	memset(text, ' ', len);
	head = sprintf(text, "%u 0 ", packed);
	text[head] = ' ';
	memcpy(text + len - 4, "1234", 4);
	if (compress(data, &room, (const Bytef *)text, len) != Z_OK)
		abort();
	snprintf(entries, sizeof(entries),
	    "/Type /ObjStm /N 1 /First %d /Filter /FlateDecode", head);
	build_packed_row(build, packed, number, 0);
	build_stream(build, number, entries, data, room);
	free(text);
	free(data);
}

static void
object_streams_have_limits(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;

	build_start(&build);
	build_object(&build, 1, "<< /Type /Catalog >>");
	build_large_stream(&build, 2, 12, (size_t)30 << 20);
	build_large_stream(&build, 3, 13, (size_t)30 << 20);
	build_large_stream(&build, 4, 14, (size_t)30 << 20);
	build_large_stream(&build, 5, 15, ((size_t)64 << 20) + 1);
	build_xref_stream(&build, 7, "/Root 1 0 R");
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	/* More than are kept at once. */
	for (uint32_t n = 12; n <= 14; n++)
		OK(build_load(reader, n) != NULL &&
		    build_load(reader, n)->as.integer == 1234);
	OK(build_load(reader, 15) == NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

int
main(void)
{
	RUN(packed_objects_are_loaded);
	RUN(bad_object_streams_are_refused);
	RUN(a_failure_is_remembered);
	RUN(a_length_may_be_an_object_of_the_file_but_not_a_packed_one);
	RUN(a_length_in_a_bad_object_stream_is_none);
	RUN(an_object_stream_is_not_in_another);
	RUN(the_document_that_is_encrypted_says_so);
	RUN(object_streams_have_limits);
	return tap_done();
}
