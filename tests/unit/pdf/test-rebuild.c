/* SPDX-License-Identifier: Apache-2.0 */
/* test-rebuild.c -- proves lib/pdf/scan.c and rebuild.c, and the complete
 * section that lib/pdf/update.c writes for what was rebuilt. */
#include "pdf/rebuild.h"

#include "encrypted.h"
#include "pdf/encrypt.h"
#include "revise.h"
#include "tap.h"

#include <time.h>
#include <zlib.h>

static cseal_status status;

static csi_pdf_reader *
rebuild_locked(const void *bytes, size_t len, const char *password)
{
	const struct csi_span key = { (const uint8_t *)password,
		strlen(password) };
	csi_pdf_reader *reader = NULL;
	cseal_error *error = NULL;

	status = csi_pdf_reader_rebuild(bytes, len, key, &reader, &error);
	if (status != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return reader;
}

static csi_pdf_reader *
rebuild_bytes(const void *bytes, size_t len)
{
	return rebuild_locked(bytes, len, "");
}

static csi_pdf_reader *
rebuild(const struct build *build)
{
	return rebuild_bytes(build->pdf.at, build->pdf.len);
}

static csi_pdf_reader *
rebuild_text(const char *text)
{
	return rebuild_bytes(text, strlen(text));
}

static bool
has_text(csi_pdf_reader *reader, uint32_t number, const char *text)
{
	const struct csi_pdf_value *value = build_load(reader, number);

	return value != NULL && value->type == CSI_PDF_STRING &&
	       csi_span_is(value->as.text, text);
}

static bool
is_null(csi_pdf_reader *reader, uint32_t number)
{
	const struct csi_pdf_value *value = build_load(reader, number);

	return value != NULL && value->type == CSI_PDF_NULL;
}

static uint32_t
pages_of(csi_pdf_reader *reader)
{
	uint32_t count = 0;

	if (reader == NULL ||
	    csi_pdf_page_count(reader, &count, NULL) != CSEAL_OK)
		return UINT32_MAX;
	return count;
}

#define CATALOG "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
#define PAGES                                                        \
	"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n" \
	"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> endobj\n"
#define TRAILER "trailer << /Root 1 0 R >>\n"

/* What each of them lacks, other readers find, too. */
static void
damaged_files_are_rebuilt(void)
{
	static const struct {
		const char *what, *text;
	} files[] = {
		{ "no table", "%PDF-1.4\n" CATALOG PAGES TRAILER "%%EOF\n" },
		{ "no header", CATALOG PAGES TRAILER "startxref\n0\n%%EOF\n" },
		{ "no trailer", "%PDF-1.4\n" CATALOG PAGES },
		{ "junk before the header",
		    "junk\n%PDF-1.4\n" CATALOG PAGES TRAILER
		    "startxref\n99\n%%EOF\n" },
		{ "no endobj",
		    "%PDF-1.4\n1 0 obj<< /Type /Catalog /Pages 2 0 R >>\n"
		    "2 0 obj<< /Type /Pages /Kids [3 0 R] /Count 1 >>\n"
		    "3 0 obj<< /Type /Page /MediaBox [0 0 9 9] >>\n" TRAILER },
		{ "rows that lead elsewhere",
		    "%PDF-1.4\n" CATALOG PAGES
		    "xref\n0 4\n0000000000 65535 f \n0000000001 00000 n \n"
		    "0000000002 00000 n \n0000000003 00000 n \n" TRAILER
		    "startxref\n165\n%%EOF\n" },
		{ "a trailer that is not closed",
		    "%PDF-1.4\n" CATALOG PAGES "trailer << /Root 1 0 R" },
		{ "a trailer that names no catalog",
		    "%PDF-1.4\n" CATALOG PAGES "trailer << /Root 3 0 R >>\n" },
		{ "a newer trailer that names no catalog",
		    "%PDF-1.4\n" CATALOG PAGES TRAILER
		    "trailer << /Root 9 0 R >>\n" },
		{ "an object that is cut off at the end",
		    "%PDF-1.4\n" CATALOG PAGES TRAILER
		    "2 0 obj << /Type /Pages /Kids [" },
		{ "carriage returns for line ends",
		    "%PDF-1.4\r1 0 obj\r<< /Type /Catalog /Pages 2 0 R >>\r"
		    "endobj\r2 0 obj\r<< /Kids [3 0 R] /Count 1 >>\rendobj\r"
		    "3 0 obj\r<< /MediaBox [0 0 9 9] >>\rendobj\r" TRAILER },
		{ "no white space between objects",
		    "%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj2 0 obj"
		    "<</Kids[3 0 R]/Count 1>>endobj3 0 obj"
		    "<</MediaBox[0 0 9 9]>>endobj trailer<</Root 1 0 R>>" },
		{ "a comment between the parts of a page",
		    "%PDF-1.4\n" CATALOG
		    "2 0 obj << /Kids [3 0 R] /Count 1 % ] >> endobj\n"
		    ">> endobj\n3 0 obj << /MediaBox [0 0 9 9] >> endobj\n" TRAILER },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		csi_pdf_reader *reader = rebuild_text(files[i].text);

		OKF(pages_of(reader) == 1, "%s", files[i].what);
		OK(reader == NULL || csi_pdf_is_rebuilt(reader));
		csi_pdf_reader_free(reader);
	}
}

static void
what_has_no_catalog_is_refused(void)
{
	static const char *const files[] = { "", "%PDF-1.4\n",
		"%PDF-1.4\n" PAGES TRAILER, "obj trailer obj",
		"0 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
		"9999999999 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
		"1 0 obj << /Type /Catalog /Pages 2 0 R" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		csi_pdf_reader *reader = rebuild_text(files[i]);

		OKF(reader == NULL && status == CSEAL_REFUSED_DAMAGED, "%s",
		    files[i]);
		csi_pdf_reader_free(reader);
	}
}

static void
the_last_of_an_object_counts_unless_it_is_cut_off(void)
{
	csi_pdf_reader *reader;

	reader = rebuild_text("%PDF-1.4\n" CATALOG PAGES
			      "4 0 obj (old) endobj 4 0 obj (new) endobj\n"
			      "5 0 obj (whole) endobj\n"
			      "6 1 obj (gone) endobj 6 0 obj (here) endobj\n"
			      "5 0 obj << /A (");
	OK(has_text(reader, 4, "new"));
	OK(has_text(reader, 5, "whole"));
	OK(has_text(reader, 6, "here"));
	OK(is_null(reader, 7));
	OK(reader != NULL && csi_pdf_size(reader) == 7);
	csi_pdf_reader_free(reader);
}

/* An embedded file that is a PDF itself would be mistaken for a part. */
static void
what_lies_in_streams_and_strings_is_no_object(void)
{
	static const char *const lengths[] = { "/Length 62", "/Length 5 0 R",
		"/Length 9", "" };

	for (size_t i = 0; i < 4; i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;

		build_text(&build, "%PDF-1.4\n" CATALOG PAGES);
		csi_bytes_print(&build.pdf,
		    "4 0 obj << %s >> stream\n1 0 obj (inner) endobj trailer "
		    "<< /Root 9 0 R >> 7 0 obj (x) \nendstream endobj\n",
		    lengths[i]);
		build_text(&build, "5 0 obj 62 endobj\n"
				   "6 0 obj (3 0 obj (y) endobj) endobj\n"
				   "8 0 obj << /K (7 0 obj) >> endobj\n"
				   "9 0 obj <37203020 6f626a> endobj\n");
		reader = rebuild(&build);
		OKF(pages_of(reader) == 1, "%s", lengths[i]);
		OK(build_load(reader, 1) != NULL &&
		    build_load(reader, 1)->type == CSI_PDF_DICT);
		OK(is_null(reader, 7));
		OK(build_load(reader, 9) != NULL &&
		    csi_span_is(build_load(reader, 9)->as.text, "7 0 obj"));
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

/* With a right /Length the word endstream may stand in the data. */
static void
a_right_length_is_believed(void)
{
	csi_pdf_reader *reader;

	reader = rebuild_text(
	    "%PDF-1.4\n" CATALOG PAGES
	    "4 0 obj << /Length 38 >> stream\r\nendstream endobj 5 0 obj (x) "
	    "endobj 12\r\nendstream endobj\n6 0 obj (y) endobj\n");
	OK(is_null(reader, 5));
	OK(has_text(reader, 6, "y"));
	csi_pdf_reader_free(reader);
}

/* Objects 10, 11, 12 in stream 9, which is compressed. */
static void
add_packed(struct build *build, uint32_t number, const char *word)
{
	char text[100];
	uint8_t packed[200];
	uLongf len = sizeof(packed);
	int head;

	head = snprintf(text, sizeof(text), "10 0 11 5 9 10 ");
	snprintf(text + head, sizeof(text) - (size_t)head, "(%s)  (%s)  (%s)  ",
	    word, word, word);
	if (compress(packed, &len, (const uint8_t *)text, strlen(text)) != Z_OK)
		abort();
	csi_bytes_print(&build->pdf,
	    "%u 0 obj << /Type /ObjStm /N 3 /First %d /Filter /FlateDecode "
	    "/Length %lu >> stream\n",
	    number, head, len);
	csi_bytes_add(&build->pdf, packed, len);
	build_text(build, "\nendstream endobj\n");
}

static void
objects_in_streams_are_found(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	struct csi_pdf_row row;

	build_text(&build, "%PDF-1.5\n" CATALOG PAGES "10 0 obj (a) endobj\n");
	add_packed(&build, 9, "p");
	build_text(&build, "11 0 obj (b) endobj\n");
	reader = rebuild(&build);
	OK(has_text(reader, 10, "p"));
	OK(has_text(reader, 11, "b"));
	/* A stream is not in a stream. */
	OK(build_load(reader, 9) != NULL &&
	    build_load(reader, 9)->type == CSI_PDF_STREAM);
	OK(reader != NULL &&
	    csi_pdf_row_of(reader, 10, &row, NULL) == CSEAL_OK);
	OK(row.kind == CSI_PDF_ROW_PACKED && row.stream == 9 && row.index == 0);
	OK(csi_pdf_section_at(reader, 0)->kind == CSI_PDF_XREF_STREAM);
	csi_pdf_reader_free(reader);
	/* Of two streams with one number the later one is there. */
	add_packed(&build, 9, "q");
	add_packed(&build, 14, "r");
	reader = rebuild(&build);
	OK(has_text(reader, 10, "r"));
	OK(has_text(reader, 11, "r"));
	csi_pdf_reader_free(reader);
	build_free(&build);
}

/* Objects 10 to 12, encrypted, and what a trailer says of it. */
static void
add_secret(struct build *build, const char *trailer)
{
	const struct csi_span entries = { (const uint8_t *)"/Type /ObjStm",
		13 };
	const struct csi_span data = { (const uint8_t *)"10 0 11 4 (p) (q)",
		17 };
	const struct csi_span user = { (const uint8_t *)"user", 4 };
	const struct csi_pdf_ref ref = { 9, 0 };
	struct build small = { 0 };
	struct csi_bytes secret = { 0 };
	csi_pdf_reader *reader;

	build_small(&small);
	build_table(&small, trailer);
	reader = build_open(&small, CSI_PDF_STRICT);
	if (reader == NULL || csi_pdf_unlock(reader, user, NULL) != CSEAL_OK ||
	    csi_pdf_encrypt_stream(reader, ref, entries, data, &secret, NULL) !=
		CSEAL_OK)
		exit(99);
	build_stream(
	    build, 9, "/Type /ObjStm /N 2 /First 10", secret.at, secret.len);
	csi_bytes_print(&build->pdf, "trailer << %s >>\n", trailer);
	csi_bytes_free(&secret);
	csi_pdf_reader_free(reader);
	build_free(&small);
}

static void
objects_in_encrypted_streams_are_found_with_the_password(void)
{
	static const char *const trailers[] = { REVISION3 " /P -4 >>",
		REVISION6 " /P -4 >>" };

	for (size_t i = 0; i < 2; i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;

		build_text(&build, "%PDF-1.5\n" CATALOG PAGES);
		add_secret(&build, trailers[i]);
		reader = rebuild_locked(build.pdf.at, build.pdf.len, "owner");
		OK(status == CSEAL_OK && !csi_pdf_needs_key(reader));
		OK(has_text(reader, 10, "p") && has_text(reader, 11, "q"));
		csi_pdf_reader_free(reader);
		OK(rebuild(&build) == NULL);
		OK(status == CSEAL_COUNTER_PASSWORD_NEEDED);
		OK(rebuild_locked(build.pdf.at, build.pdf.len, "x") == NULL);
		OK(status == CSEAL_AGAIN_PASSWORD_WRONG);
		build_free(&build);
	}
}

/* The password may come later. */
static void
an_encrypted_file_without_such_streams_is_rebuilt_without_the_password(void)
{
	csi_pdf_reader *reader;

	reader = rebuild_text("%PDF-1.5\n" CATALOG PAGES "trailer << " REVISION6
			      " /P -4 >> >>\n");
	OK(status == CSEAL_OK && csi_pdf_needs_key(reader));
	OK(pages_of(reader) == 1);
	csi_pdf_reader_free(reader);
}

static void
what_was_in_a_broken_stream_is_lost_and_nothing_else(void)
{
	csi_pdf_reader *reader;

	reader = rebuild_text(
	    "%PDF-1.5\n" CATALOG PAGES "9 0 obj << /Type /ObjStm /N 2 /First 9 "
	    "/Filter /FlateDecode /Length 4 >> stream\n"
	    "junk\nendstream endobj\n");
	OK(pages_of(reader) == 1);
	OK(is_null(reader, 10));
	csi_pdf_reader_free(reader);
}

/* The dictionary of a cross-reference stream is a trailer, whatever its rows
 * are. */
static void
trailers_are_merged(void)
{
	struct csi_pdf_ref ref;
	const struct csi_pdf_value *catalog, *trailer;
	csi_pdf_reader *reader;

	reader = rebuild_text(
	    "%PDF-1.5\n" CATALOG PAGES
	    "trailer << /Root 1 0 R /ID [(old) (x)] /Info 4 0 R >>\n"
	    "5 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
	    "8 0 obj << /Type /XRef /Root 5 0 R /ID [(new) (y)] /Length 0 "
	    "/W 7 >> stream\n\nendstream endobj\n");
	OK(reader != NULL &&
	    csi_pdf_catalog(reader, &catalog, &ref, NULL) == CSEAL_OK &&
	    ref.number == 5);
	trailer = reader == NULL ? NULL : csi_pdf_trailer(reader);
	OK(csi_pdf_find(trailer, "Info") != NULL);
	OK(csi_pdf_find(trailer, "ID") != NULL &&
	    csi_span_is(
		csi_pdf_find(trailer, "ID")->as.array.items[0].as.text, "new"));
	/* The old section's stream is no object of the new one. */
	OK(is_null(reader, 8));
	csi_pdf_reader_free(reader);
	reader = rebuild_text("%PDF-1.5\n" CATALOG PAGES
			      "trailer << /Root 1 0 R /Encrypt 7 0 R >>\n"
			      "trailer << /Root 1 0 R >>\n");
	OK(reader != NULL && csi_pdf_is_encrypted(reader));
	csi_pdf_reader_free(reader);
}

/* ---- bounds --------------------------------------------------------- */

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* 8 MiB of one text again and again. */
static void
repeated_text_takes_bounded_time(void)
{
	static const char *const texts[] = { "1 0 obj ", "1 0 obj (",
		"1 0 obj <<", "1 0 obj <</A(", "1 0 obj <<>> stream\n",
		"1 0 obj <</Length 1000>> stream\n", "1 0 obj 5 (",
		"1 0 obj [[[[", "trailer ", "trailer <<", "trailer (",
		"trailer <</A ", "obj ", "% ", "0 obj ",
		"1 0 obj <</Type/XRef>> stream\n", "endstream ",
		"1 0 obj<</Type/ObjStm/N 9/First 9>>stream\nendstream\n" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct build build = { 0 };
		double start;

		build_text(&build, "%PDF-1.4\n" CATALOG PAGES);
		while (build.pdf.len < (size_t)2 << 20)
			build_text(&build, texts[i]);
		start = seconds();
		csi_pdf_reader_free(rebuild(&build));
		OKF(seconds() - start < 5, "%s: %.3f s", texts[i],
		    seconds() - start);
		OK(status == CSEAL_OK || status == CSEAL_REFUSED_LIMIT ||
		    status == CSEAL_REFUSED_DAMAGED);
		build_free(&build);
	}
}

static void
more_objects_than_a_limit_are_refused(void)
{
	struct build build = { 0 };

	build_text(&build, "%PDF-1.4\n" CATALOG PAGES);
	for (uint32_t i = 0; i < (2u << 20) + 10; i++)
		build_text(&build, "7 0 obj 1 endobj\n");
	csi_pdf_reader_free(rebuild(&build));
	OK(status == CSEAL_REFUSED_LIMIT);
	build_free(&build);
}

/* ---- the update ----------------------------------------------------- */

static bool
revise_rebuilt(struct revise *revise)
{
	revise->reader = rebuild(&revise->build);
	return OK(revise->reader != NULL &&
		  csi_pdf_update_new(revise->reader, &revise->update, NULL) ==
		      CSEAL_OK);
}

/* Replaces object 3 and adds one. */
static void
change_some(csi_pdf_update *update)
{
	struct csi_pdf_ref page = { 3, 0 };

	csi_bytes_add_text(
	    csi_pdf_update_open(update, csi_pdf_update_new_ref(update)),
	    "(added)");
	csi_pdf_update_close(update);
	csi_bytes_add_text(csi_pdf_update_open(update, page),
	    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 5 5] >>");
	csi_pdf_update_close(update);
}

static void
check_complete(const struct revise *revise, enum csi_pdf_xref_kind kind)
{
	const struct csi_pdf_section *section;
	struct csi_pdf_page page;

	OK(csi_pdf_section_count(revise->strict) == 1);
	section = csi_pdf_section_at(revise->strict, 0);
	OK(section->kind == kind);
	OK(csi_pdf_find(section->trailer, "Prev") == NULL);
	OK(csi_pdf_find(section->trailer, "Root") != NULL);
	OK(pages_of(revise->strict) == 1);
	OK(csi_pdf_page(revise->strict, 0, &page, NULL) == CSEAL_OK &&
	    page.media.right < 6);
	OK(revise_load(revise, 0) != NULL);
}

static void
the_update_of_what_was_rebuilt_has_a_complete_table(void)
{
	struct revise revise = { .reader = NULL };
	char *text;

	build_text(&revise.build,
	    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog "
	    "/Pages 2 0 R >>\nendobj\n" PAGES "7 3 obj\n(far)\nendobj\n" TRAILER
	    "startxref\n77\n%%EOF\n");
	if (!revise_rebuilt(&revise))
		return;
	change_some(revise.update);
	if (!revise_end(&revise))
		return;
	check_complete(&revise, CSI_PDF_XREF_TABLE);
	text = revise_text(&revise);
	OK(strstr(text, "\nxref\n0 4\n0000000000 65535 f \n0000000009 "
			"00000 n \n") != NULL);
	OK(strstr(text, " 00003 n \n") != NULL);
	OK(strstr(text, "/Size 9") != NULL);
	OK(revise_load(&revise, 8) != NULL &&
	    csi_span_is(revise_load(&revise, 8)->as.text, "added"));
	free(text);
	revise_free(&revise);
}

static void
packed_objects_stay_packed_in_a_complete_stream(void)
{
	struct revise revise = { .reader = NULL };
	struct csi_pdf_row row;

	build_text(&revise.build, "%PDF-1.5\n1 0 obj\n<< /Type /Catalog "
				  "/Pages 2 0 R >>\nendobj\n");
	build_text(&revise.build,
	    "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
	    "3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n");
	add_packed(&revise.build, 9, "p");
	if (!revise_rebuilt(&revise))
		return;
	change_some(revise.update);
	if (!revise_end(&revise))
		return;
	check_complete(&revise, CSI_PDF_XREF_STREAM);
	OK(csi_pdf_row_of(revise.strict, 11, &row, NULL) == CSEAL_OK &&
	    row.kind == CSI_PDF_ROW_PACKED && row.stream == 9 &&
	    row.index == 1);
	OK(csi_pdf_row_of(revise.strict, 0, &row, NULL) == CSEAL_OK &&
	    row.kind == CSI_PDF_ROW_FREE);
	revise_free(&revise);
}

static void
offsets_of_a_complete_table_count_from_the_header(void)
{
	struct build build = { 0 };
	struct revise revise = { .reader = NULL };
	csi_pdf_reader *after = NULL;
	size_t len;
	uint8_t *at;

	build_text(&build, "junk\n%PDF-1.4\n" CATALOG PAGES);
	revise.build = build;
	if (!revise_rebuilt(&revise))
		return;
	change_some(revise.update);
	OK(csi_pdf_update_finish(revise.update, NULL) == CSEAL_OK);
	len = csi_pdf_update_len(revise.update);
	csi_bytes_add_span(&revise.after, csi_bytes_span(&revise.build.pdf));
	at = csi_bytes_room(&revise.after, len);
	csi_pdf_update_write(revise.update, at);
	revise.after.len += len;
	OK(csi_pdf_reader_new(revise.after.at, revise.after.len,
	       CSI_PDF_LENIENT, &after, NULL) == CSEAL_OK);
	OK(after != NULL && csi_pdf_base(after) == 5 && pages_of(after) == 1);
	csi_pdf_reader_free(after);
	/* Without the junk it is a file that the strict policy takes. */
	after = NULL;
	OK(csi_pdf_reader_new(revise.after.at + 5, revise.after.len - 5,
	       CSI_PDF_STRICT, &after, NULL) == CSEAL_OK);
	csi_pdf_reader_free(after);
	revise_free(&revise);
}

int
main(void)
{
	RUN(damaged_files_are_rebuilt);
	RUN(what_has_no_catalog_is_refused);
	RUN(the_last_of_an_object_counts_unless_it_is_cut_off);
	RUN(what_lies_in_streams_and_strings_is_no_object);
	RUN(a_right_length_is_believed);
	RUN(objects_in_streams_are_found);
	RUN(objects_in_encrypted_streams_are_found_with_the_password);
	RUN(an_encrypted_file_without_such_streams_is_rebuilt_without_the_password);
	RUN(what_was_in_a_broken_stream_is_lost_and_nothing_else);
	RUN(trailers_are_merged);
	RUN(repeated_text_takes_bounded_time);
	RUN(more_objects_than_a_limit_are_refused);
	RUN(the_update_of_what_was_rebuilt_has_a_complete_table);
	RUN(packed_objects_stay_packed_in_a_complete_stream);
	RUN(offsets_of_a_complete_table_count_from_the_header);
	return tap_done();
}
