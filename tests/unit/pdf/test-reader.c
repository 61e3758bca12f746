/* SPDX-License-Identifier: Apache-2.0 */
/* test-reader.c -- proves lib/pdf/reader.c and load.c: opening, loading, and
 * the two policies. */
#include "build.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

static cseal_status
load_status(csi_pdf_reader *reader, uint32_t number, uint32_t generation)
{
	struct csi_pdf_ref ref = { number, generation };
	const struct csi_pdf_value *value;

	return csi_pdf_load(reader, ref, &value, NULL);
}

static void
a_small_file_is_read_by_both_policies(void)
{
	struct build build = { 0 };
	const struct csi_pdf_value *value;
	struct csi_pdf_ref ref;
	csi_pdf_reader *reader;

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	for (int policy = 0; policy < 2; policy++) {
		reader = build_open(&build, policy);
		OK(reader != NULL);
		if (reader == NULL)
			continue;
		OK(csi_pdf_size(reader) == 5);
		OK(csi_pdf_section_count(reader) == 1);
		OK(csi_pdf_bytes(reader).at == build.pdf.at);
		OK(csi_pdf_bytes(reader).len == build.pdf.len);
		OK(csi_pdf_base(reader) == 0);
		OK(!csi_pdf_is_encrypted(reader));
		value = build_load(reader, 1);
		OK(value != NULL && value->type == CSI_PDF_DICT);
		OK(csi_pdf_is_name(csi_pdf_find(value, "Type"), "Catalog"));
		OK(value == build_load(reader, 1));
		value = build_load(reader, 4);
		OK(value != NULL && value->type == CSI_PDF_STREAM);
		OK(value != NULL &&
		    csi_span_is(value->as.dict.raw, "0 0 10 10 re f"));
		OK(value != NULL &&
		    csi_span_is(value->source, "<<  /Length 14 >>"));
		value = build_load(reader, 99);
		OK(value != NULL && value->type == CSI_PDF_NULL);
		OK(csi_pdf_catalog(reader, &value, &ref, NULL) == CSEAL_OK);
		OK(value == build_load(reader, 1) && ref.number == 1);
		csi_pdf_reader_free(reader);
	}
	build_free(&build);
	csi_pdf_reader_free(NULL);
}

static cseal_status
try_bytes(const char *text, size_t len, enum csi_pdf_policy policy)
{
	csi_pdf_reader *reader = NULL;
	cseal_status st;

	st = csi_pdf_reader_new(text, len, policy, &reader, NULL);
	csi_pdf_reader_free(reader);
	return st;
}

static void
what_is_no_pdf_is_refused(void)
{
	static const struct {
		const char *text;
		cseal_status status;
	} files[] = {
		{ "", CSEAL_REFUSED_NOT_A_PDF },
		{ "%", CSEAL_REFUSED_NOT_A_PDF },
		{ "%PDF", CSEAL_REFUSED_NOT_A_PDF },
		{ "<html></html>", CSEAL_REFUSED_NOT_A_PDF },
		{ "startxref 0 %%EOF", CSEAL_REFUSED_NOT_A_PDF },
		{ "%PDF-", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7 startxref", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7 startxref\n", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7 startxref /A", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7 startxref -1", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7 startxref 0", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7 startxref 9", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7 startxref 99999999999999999999",
		    CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7 startxref 9223372036854775807 %%EOF",
		    CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7\nxref", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7\nxref startxref 9 %%EOF", CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7\n1 0 obj startxref 9 %%EOF",
		    CSEAL_REFUSED_DAMAGED },
		{ "%PDF-1.7\n1 0 obj << startxref 9 %%EOF",
		    CSEAL_REFUSED_DAMAGED },
	};

	for (size_t i = 0; i < 2 * sizeof(files) / sizeof(files[0]); i++) {
		const char *text = files[i / 2].text;
		/* Of its own size, for the sanitizer. */
		char *copy = malloc(strlen(text) + 1);

		if (copy == NULL)
			return;
		memcpy(copy, text, strlen(text));
		OKF(try_bytes(copy, strlen(text), i % 2) == files[i / 2].status,
		    "file %zu", i);
		free(copy);
	}
}

static void
bytes_around_the_file_are_for_the_lenient_policy(void)
{
	for (int shifted = 0; shifted < 2; shifted++) {
		struct build build = { 0 }, whole = { 0 };
		csi_pdf_reader *reader;

		/* Offsets count from the header, or from the first byte. */
		if (!shifted)
			build_text(&build, "junk before\n");
		build_small(&build);
		build_table(&build, "/Root 1 0 R");
		if (shifted)
			build_text(&whole, "junk before\n");
		csi_bytes_add_span(&whole.pdf, csi_bytes_span(&build.pdf));
		reader = build_open(&whole, CSI_PDF_LENIENT);
		OK(reader != NULL);
		if (reader != NULL)
			OK(csi_pdf_base(reader) == (shifted ? 12 : 0));
		for (uint32_t i = 1; i < 5; i++)
			OK(build_load(reader, i) != NULL);
		csi_pdf_reader_free(reader);
		OK(build_try(&whole, CSI_PDF_STRICT) == CSEAL_REFUSED_DAMAGED);
		build_free(&build);
		build_free(&whole);
	}
}

static void
revisions_after_junk_are_found_from_the_header(void)
{
	struct build build = { 0 }, whole = { 0 };
	csi_pdf_reader *reader;

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 3, "(new)");
	build_xref_stream(&build, 9, "/Root 1 0 R");
	build_text(&whole, "HTTP/1.1 200 OK\r\n\r\n");
	csi_bytes_add_span(&whole.pdf, csi_bytes_span(&build.pdf));
	reader = build_open(&whole, CSI_PDF_LENIENT);
	OK(reader != NULL && csi_pdf_section_count(reader) == 2);
	OK(build_load(reader, 3) != NULL &&
	    csi_span_is(build_load(reader, 3)->as.text, "new"));
	csi_pdf_reader_free(reader);
	build_free(&build);
	build_free(&whole);
}

static void
bytes_after_the_end_are_for_the_lenient_policy(void)
{
	static const struct {
		const char *tail;
		bool strict;
	} tails[] = { { "", true }, { "\n", true }, { "\r\n\r\n  ", true },
		{ "x", false }, { "%%EOF\n", false },
		{ "<html>trailing page</html>", false } };

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		struct build build = { 0 };

		build_small(&build);
		build_table(&build, "/Root 1 0 R");
		build_text(&build, tails[i].tail);
		OKF(build_try(&build, CSI_PDF_LENIENT) == CSEAL_OK,
		    "lenient: %zu", i);
		OKF(build_try(&build, CSI_PDF_STRICT) ==
			(tails[i].strict ? CSEAL_OK : CSEAL_REFUSED_DAMAGED),
		    "strict: %zu", i);
		build_free(&build);
	}
}

static void
objects_after_the_end_are_for_no_policy(void)
{
	static const char *const tails[] = { "1 0 obj (shadow) endobj\n",
		"trailer << /Root 3 0 R >>\n", "8 0 obj" };

	for (size_t i = 0; i < 3; i++) {
		struct build build = { 0 };

		build_small(&build);
		build_table(&build, "/Root 1 0 R");
		build_text(&build, tails[i]);
		OK(build_try(&build, CSI_PDF_LENIENT) == CSEAL_REFUSED_DAMAGED);
		OK(build_try(&build, CSI_PDF_STRICT) == CSEAL_REFUSED_DAMAGED);
		build_free(&build);
	}
}

static void
a_file_without_its_end_of_file_marker_is_for_the_lenient_policy(void)
{
	struct build build = { 0 };

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	build.pdf.len -= 6;
	OK(build_try(&build, CSI_PDF_LENIENT) == CSEAL_OK);
	OK(build_try(&build, CSI_PDF_STRICT) == CSEAL_REFUSED_DAMAGED);
	build.pdf.len -= 20;
	OK(build_try(&build, CSI_PDF_LENIENT) == CSEAL_REFUSED_DAMAGED);
	build_free(&build);
}

static void
startxref_may_be_off_by_a_little_when_lenient(void)
{
	for (int off = -40; off <= 40; off += 8) {
		struct build build = { 0 };
		uint64_t section;

		build_small(&build);
		build_table(&build, "/Root 1 0 R");
		section = build.last;
		build.pdf.len -= 1;
		while (build.pdf.at[build.pdf.len - 1] != '\n')
			build.pdf.len--;
		build.pdf.len--;
		while (build.pdf.at[build.pdf.len - 1] != '\n')
			build.pdf.len--;
		csi_bytes_print(&build.pdf, "%llu\n%%%%EOF\n",
		    (unsigned long long)section + (unsigned long long)off);
		OKF(build_try(&build, CSI_PDF_LENIENT) == CSEAL_OK,
		    "lenient: %d", off);
		OKF(build_try(&build, CSI_PDF_STRICT) ==
			(off == 0 ? CSEAL_OK : CSEAL_REFUSED_DAMAGED),
		    "strict: %d", off);
		build_free(&build);
	}
}

/* Offsets count from the first byte, and what looks like a header stands so
 * far behind it that, counted from there, startxref leads into a word or a
 * number. */
static void
the_middle_of_a_word_is_no_section(void)
{
	static const char *const middles[] = { "xref\n", "3 0 obj)" };

	for (size_t i = 0; i < sizeof(middles) / sizeof(middles[0]); i++) {
		struct build build = { 0 };
		const uint8_t *middle;
		size_t section;

		build_start(&build);
		csi_bytes_print(&build.pdf, "%%%200s\n", "");
		build_object(&build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
		build_object(&build, 2, "<< /Kids [] /Count 0 >>");
		build_table(&build, "/Root 1 0 R /Note (23 0 obj)");
		section = (size_t)build.last;
		middle = memmem(build.pdf.at + section + 1,
		    build.pdf.len - section - 1, middles[i],
		    strlen(middles[i]));
		if (middle == NULL)
			abort();
		memcpy(build.pdf.at, "%pdf-", 5);
		memcpy(build.pdf.at + (size_t)(middle - build.pdf.at) - section,
		    "%PDF-", 5);
		OKF(build_try(&build, CSI_PDF_LENIENT) == CSEAL_OK,
		    "lenient: %zu", i);
		build_free(&build);
	}
}

/* Object 5 is the given text; opened and loaded. */
static cseal_status
load_text(const char *text, enum csi_pdf_policy policy, char *raw, size_t room)
{
	struct build build = { 0 };
	struct csi_pdf_ref ref = { 5, 0 };
	const struct csi_pdf_value *value;
	csi_pdf_reader *reader;
	cseal_error *error = NULL;
	cseal_status st = CSEAL_FAULT_INTERNAL;

	raw[0] = '\0';
	build_small(&build);
	build_here(&build, 5);
	build_text(&build, text);
	build_object(&build, 6, "4");
	build_object(&build, 7, "(4)");
	build_object(&build, 8, "99");
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, policy);
	if (reader != NULL)
		st = csi_pdf_load(reader, ref, &value, &error);
	if (reader != NULL && st == CSEAL_OK && value->type == CSI_PDF_STREAM)
		snprintf(raw, room, "%.*s", (int)value->as.dict.raw.len,
		    (const char *)value->as.dict.raw.at);
	if (reader != NULL && st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	csi_pdf_reader_free(reader);
	build_free(&build);
	return st;
}

static void
objects_that_readers_read_differently_are_refused_when_strict(void)
{
	static const struct {
		const char *text;
		bool strict, lenient;
	} objects[] = {
		{ "5 0 obj (x) endobj\n", true, true },
		{ "5 0 obj(x)endobj\n", true, true },
		{ "5 0 obj 6 0 R endobj\n", true, true },
		{ "5 0 obj % comment\n(x) % comment\nendobj\n", true, true },
		{ " 5 0 obj (x) endobj\n", false, true },
		{ "\n\n5 0 obj (x) endobj\n", false, true },
		{ "5 0 obj (x)\n", false, true },
		{ "5 0 obj endobj\n", false, true },
		{ "5 0 obj (x) (y) endobj\n", false, true },
		{ "5 0 obj << /A 1 /A 2 >> endobj\n", false, true },
		{ "5 0 obj << /A 1\n", false, false },
		{ "5 0 obj (x\n", false, false },
		{ "6 0 obj (x) endobj\n", false, false },
		{ "5 1 obj (x) endobj\n", false, true },
		{ "5 0 R (x) endobj\n", false, false },
		{ "(x) endobj\n", false, false },
		{ "x5 0 obj (x) endobj\n", false, false },
	};
	char raw[80];

	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
		OKF(load_text(
			objects[i].text, CSI_PDF_STRICT, raw, sizeof(raw)) ==
			(objects[i].strict ? CSEAL_OK : CSEAL_REFUSED_DAMAGED),
		    "strict: %zu", i);
		OKF(load_text(
			objects[i].text, CSI_PDF_LENIENT, raw, sizeof(raw)) ==
			(objects[i].lenient ? CSEAL_OK : CSEAL_REFUSED_DAMAGED),
		    "lenient: %zu", i);
	}
}

#define END "endstream endobj\n"

static void
streams_end_where_length_says_or_when_lenient_at_endstream(void)
{
	static const struct {
		const char *text, *strict, *lenient; /* NULL: refused */
	} streams[] = {
		{ "5 0 obj << /Length 4 >>\nstream\nabcd\n" END, "abcd",
		    "abcd" },
		{ "5 0 obj << /Length 4 >>\nstream\r\nabcd\r\n" END, "abcd",
		    "abcd" },
		{ "5 0 obj << /Length 4 >>stream\nabcd" END, "abcd", "abcd" },
		{ "5 0 obj << /Length 4 >>stream\nabcd\r" END, "abcd", "abcd" },
		{ "5 0 obj << /Length 0 >>\nstream\n\n" END, "", "" },
		{ "5 0 obj << /Length 0 >>\nstream\n" END, "", "" },
		{ "5 0 obj << /Length 6 0 R >>\nstream\nabcd\n" END, "abcd",
		    "abcd" },
		{ "5 0 obj << /Length 14 >>\nstream\nabcd\nendstream\n" END,
		    "abcd\nendstream", "abcd\nendstream" },
		{ "5 0 obj << /Length 4.0 >>\nstream\nabcd\n" END, "abcd",
		    "abcd" },
		{ "5 0 obj << /Length 4 >>\nstream\rabcd\n" END, NULL, "abcd" },
		{ "5 0 obj << /Length 4 >>\nstream  \nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 4 >>\nstream\nabcd\n \n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 3 >>\nstream\nabcd\n" END, NULL, "abcd" },
		{ "5 0 obj << /Length 6 >>\nstream\nabcd\n" END, NULL, "abcd" },
		{ "5 0 obj << /Length -4 >>\nstream\nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 9999999999 >>\nstream\nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 9223372036854775807 >>\nstream\nabcd\n" END,
		    NULL, "abcd" },
		{ "5 0 obj << >>\nstream\nabcd\n" END, NULL, "abcd" },
		{ "5 0 obj << /Length null >>\nstream\nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 5 0 R >>\nstream\nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 7 0 R >>\nstream\nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 8 0 R >>\nstream\nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 77 0 R >>\nstream\nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 6 1 R >>\nstream\nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 4 /Length 4 >>\nstream\nabcd\n" END, NULL,
		    "abcd" },
		{ "5 0 obj << /Length 9 >>\nstream\nabcd\nendobj\n", NULL,
		    "abcd" },
	};
	char raw[80];

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
		cseal_status st;

		st = load_text(
		    streams[i].text, CSI_PDF_STRICT, raw, sizeof(raw));
		if (streams[i].strict == NULL)
			OKF(st == CSEAL_REFUSED_DAMAGED, "strict: %zu", i);
		else
			OKF(st == CSEAL_OK &&
				strcmp(raw, streams[i].strict) == 0,
			    "strict: %zu", i);
		st = load_text(
		    streams[i].text, CSI_PDF_LENIENT, raw, sizeof(raw));
		OKF(st == CSEAL_OK && strcmp(raw, streams[i].lenient) == 0,
		    "lenient: %zu", i);
	}
}

static void
a_generation_that_is_another_is_another_object(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	const struct csi_pdf_value *value;
	struct csi_pdf_ref ref = { 5, 2 };

	build_small(&build);
	build_here(&build, 5);
	build.rows[build.count - 1].generation = 2;
	build_text(&build, "5 2 obj (x) endobj\n");
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	OK(csi_pdf_load(reader, ref, &value, NULL) == CSEAL_OK);
	OK(csi_span_is(value->as.text, "x"));
	OK(load_status(reader, 5, 0) == CSEAL_REFUSED_DAMAGED);
	csi_pdf_reader_free(reader);
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(csi_pdf_load(reader, ref, &value, NULL) == CSEAL_OK);
	OK(csi_span_is(value->as.text, "x"));
	OK(build_load(reader, 5) != NULL &&
	    build_load(reader, 5)->type == CSI_PDF_NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
references_are_followed_to_a_limit(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	const struct csi_pdf_value *value = NULL;
	char text[40];

	build_small(&build);
	build_object(&build, 5, "6 0 R");
	build_object(&build, 6, "5 0 R");
	build_object(&build, 7, "<< /A 8 0 R /B 5 0 R /C 77 0 R >>");
	build_object(&build, 8, "9 0 R");
	build_object(&build, 9, "(end)");
	for (uint32_t i = 10; i < 60; i++) {
		snprintf(text, sizeof(text), "%u 0 R", i + 1);
		build_object(&build, i, text);
	}
	build_object(&build, 60, "(far)");
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	OK(csi_pdf_get(reader, build_load(reader, 7), "A", &value, NULL) ==
	    CSEAL_OK);
	OK(csi_span_is(value->as.text, "end"));
	OK(csi_pdf_get(reader, build_load(reader, 7), "B", &value, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(csi_pdf_get(reader, build_load(reader, 7), "C", &value, NULL) ==
	    CSEAL_OK);
	OK(value->type == CSI_PDF_NULL);
	OK(csi_pdf_get(reader, build_load(reader, 7), "D", &value, NULL) ==
	    CSEAL_OK);
	OK(value->type == CSI_PDF_NULL);
	OK(csi_pdf_get(reader, NULL, "D", &value, NULL) == CSEAL_OK);
	OK(csi_pdf_resolve(reader, NULL, &value, NULL) == CSEAL_OK);
	OK(value->type == CSI_PDF_NULL);
	OK(csi_pdf_resolve(reader, build_load(reader, 10), &value, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(csi_pdf_resolve(reader, build_load(reader, 40), &value, NULL) ==
	    CSEAL_OK);
	OK(csi_span_is(value->as.text, "far"));
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
a_catalog_is_needed(void)
{
	static const char *const trailers[] = { "", "/Root 77 0 R",
		"/Root 4 0 R", "/Root << /Type /Catalog >>", "/Root 0 0 R" };
	struct csi_pdf_ref ref;
	const struct csi_pdf_value *value;

	for (size_t i = 0; i < 2 * sizeof(trailers) / sizeof(trailers[0]);
	     i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;

		build_small(&build);
		build_table(&build, trailers[i / 2]);
		reader = build_open(&build, i % 2);
		OKF(reader != NULL && csi_pdf_catalog(reader, &value, &ref,
					  NULL) == CSEAL_REFUSED_DAMAGED,
		    "%s", trailers[i / 2]);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
an_update_that_forgot_the_catalog_is_for_the_lenient_policy(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	struct csi_pdf_ref ref;
	const struct csi_pdf_value *value;

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 5, "(x)");
	build_table(&build, "");
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(csi_pdf_catalog(reader, &value, &ref, NULL) == CSEAL_OK);
	csi_pdf_reader_free(reader);
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(csi_pdf_catalog(reader, &value, &ref, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
an_encrypted_file_is_opened_and_says_so(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;

	build_small(&build);
	build_object(&build, 5, "<< /Filter /Standard /V 4 >>");
	build_table(&build, "/Root 1 0 R /Encrypt 5 0 R");
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL && csi_pdf_is_encrypted(reader));
	OK(build_load(reader, 1) != NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
	build_small(&build);
	build_table(&build, "/Root 1 0 R /Encrypt null");
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL && !csi_pdf_is_encrypted(reader));
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
a_file_sealed_many_times_is_read_by_the_strict_policy(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	uint64_t end, last = UINT64_MAX;

	build_small(&build);
	build_xref_stream(&build, 5, "/Root 1 0 R");
	for (uint32_t i = 0; i < 20; i++) {
		build_object(&build, 3,
		    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R "
		    "/Annots [6 0 R] >>");
		build_object(&build, 10 + 2 * i,
		    "<< /Type /Annot /Subtype /Widget /FT /Sig >>");
		build_xref_stream(&build, 11 + 2 * i, "/Root 1 0 R");
	}
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL && csi_pdf_section_count(reader) == 21);
	for (uint32_t i = 1; reader != NULL && i < csi_pdf_size(reader); i++)
		OKF(build_load(reader, i) != NULL, "object %u", i);
	for (size_t i = 0; i < 21; i++) {
		OK(csi_pdf_revision_end(reader, i, &end, NULL) == CSEAL_OK);
		OK(end < last);
		last = end;
	}
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
streams_without_end_take_bounded_time(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	double start;
	size_t refused = 0;

	/* Each of them would be searched to the end of the file. */
	build_small(&build);
	for (uint32_t i = 5; i < 20005; i++) {
		build_here(&build, i);
		csi_bytes_print(&build.pdf,
		    "%u 0 obj << /Length 9 >> stream\nxxxxxxxxxxxxxxxxxxxx "
		    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
		    i);
	}
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(reader != NULL);
	start = seconds();
	for (uint32_t i = 5; i < 20005; i++)
		refused += load_status(reader, i, 0) != CSEAL_OK;
	OK(refused == 20000);
	OKF(seconds() - start < 5, "took %.3f s", seconds() - start);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

/* Objects that each hold all the objects after them, in strings that nest, or
 * after one long comment. */
static void
objects_over_one_another_take_bounded_time(void)
{
	for (size_t kind = 0; kind < 2; kind++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;
		double start;
		char text[40];

		build_small(&build);
		for (uint32_t i = 5; i < 60005; i++) {
			build_here(&build, i);
			snprintf(text, sizeof(text),
			    kind == 0 ? "%u 0 obj (" : "%u 0 obj %%(", i);
			build_text(&build, text);
		}
		build_text(&build, "\n");
		for (uint32_t i = 5; kind == 0 && i < 60005; i++)
			build_text(&build, ")");
		build_table(&build, "/Root 1 0 R");
		reader = build_open(&build, CSI_PDF_LENIENT);
		OK(reader != NULL);
		start = seconds();
		for (uint32_t i = 5; i < 60005; i++)
			load_status(reader, i, 0);
		OK(load_status(reader, 5, 0) == CSEAL_OK);
		OK(load_status(reader, 60004, 0) == CSEAL_REFUSED_LIMIT);
		OKF(seconds() - start < 5, "took %.3f s", seconds() - start);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
opening_100000_objects_costs_nearly_nothing(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	double start;

	build_small(&build);
	for (uint32_t i = 5; i < 100000; i++)
		build_object(&build, i, "<< /Some /Thing >>");
	build_table(&build, "/Root 1 0 R");
	start = seconds();
	for (int i = 0; i < 100; i++) {
		reader = build_open(&build, CSI_PDF_LENIENT);
		if (build_load(reader, 77777) == NULL)
			OK(false);
		csi_pdf_reader_free(reader);
	}
	/* A hundred of them: a table built each time would take seconds. */
	OKF(seconds() - start < .2, "took %.6f s each",
	    (seconds() - start) / 100);
	build_free(&build);
}

/* A file of which only the ends are written. */
static void
offsets_beyond_4_gib_are_read(void)
{
	static const uint64_t len = UINT64_C(6) << 30;
	static const uint64_t far = UINT64_C(5) << 30;
	static const char start[] = "%PDF-1.7\n";
	csi_pdf_reader *reader = NULL;
	const struct csi_pdf_value *value;
	struct csi_bytes tail = { 0 };
	struct csi_pdf_row row;
	uint64_t section, end;
	uint8_t *bytes;

	bytes = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (bytes == MAP_FAILED) {
		tap_skip("6 GiB of address space were refused");
		return;
	}
	memcpy(bytes, start, sizeof(start) - 1);
	memcpy(bytes + far, "1 0 obj (far away) endobj", 25);
	csi_bytes_print(&tail, "2 0 obj << /Length %llu >>\nstream\n",
	    (unsigned long long)(UINT64_C(9) << 29));
	memcpy(bytes + 100, tail.at, tail.len);
	memcpy(bytes + 100 + tail.len + (UINT64_C(9) << 29),
	    "\nendstream endobj", 17);
	tail.len = 0;
	csi_bytes_print(&tail,
	    "xref\n0 3\n0000000000 65535 f \n%010llu 00000 n \n"
	    "0000000100 00000 n \ntrailer << /Size 3 /Root 1 0 R >>\n"
	    "startxref\n",
	    (unsigned long long)far);
	section = len - tail.len - 17;
	csi_bytes_print(&tail, "%llu\n%%%%EOF\n", (unsigned long long)section);
	OK(section + tail.len == len);
	memcpy(bytes + section, tail.at, tail.len);
	csi_bytes_free(&tail);

	OK(csi_pdf_reader_new(bytes, len, CSI_PDF_STRICT, &reader, NULL) ==
	    CSEAL_OK);
	if (reader != NULL) {
		OK(csi_pdf_section_at(reader, 0)->offset == section);
		OK(csi_pdf_row_of(reader, 1, &row, NULL) == CSEAL_OK);
		OK(row.offset == far);
		value = build_load(reader, 1);
		OK(value != NULL && csi_span_is(value->as.text, "far away"));
		value = build_load(reader, 2);
		OK(value != NULL && value->as.dict.raw.len == UINT64_C(9)
								  << 29);
		OK(csi_pdf_revision_end(reader, 0, &end, NULL) == CSEAL_OK);
		OK(end == len);
	}
	csi_pdf_reader_free(reader);
	munmap(bytes, len);
}

/* Whatever a byte of the file becomes, reading comes to an end, and nothing
 * outside of the file is touched. */
static void
any_byte_may_be_another(void)
{
	struct build build = { 0 };
	static const char *const packed[] = { "(a)", "[1 2]", "<< /A 1 >>" };
	size_t opened = 0;

	build_small(&build);
	build_object_stream(&build, 5, 6, packed, 3);
	build_xref_stream(&build, 9, "/Root 1 0 R");
	build_object(&build, 3, "<< /Type /Page /Parent 2 0 R >>");
	build_xref_stream(&build, 10, "/Root 1 0 R");
	for (size_t i = 0; i < build.pdf.len; i++) {
		static const uint8_t others[] = { 0, '<', ')', '9', 'R', 255 };
		uint8_t was = build.pdf.at[i];

		for (size_t j = 0; j < sizeof(others); j++) {
			csi_pdf_reader *reader = NULL;
			struct csi_pdf_page page;

			build.pdf.at[i] = others[j];
			if (csi_pdf_reader_new(build.pdf.at, build.pdf.len,
				j % 2, &reader, NULL) != CSEAL_OK)
				continue;
			opened++;
			for (uint32_t n = 0; n < 12; n++)
				load_status(reader, n, 0);
			csi_pdf_page(reader, 0, &page, NULL);
			csi_pdf_reader_free(reader);
		}
		build.pdf.at[i] = was;
	}
	OK(opened > 0);
	build_free(&build);
}

int
main(void)
{
	RUN(a_small_file_is_read_by_both_policies);
	RUN(what_is_no_pdf_is_refused);
	RUN(bytes_around_the_file_are_for_the_lenient_policy);
	RUN(revisions_after_junk_are_found_from_the_header);
	RUN(bytes_after_the_end_are_for_the_lenient_policy);
	RUN(objects_after_the_end_are_for_no_policy);
	RUN(a_file_without_its_end_of_file_marker_is_for_the_lenient_policy);
	RUN(startxref_may_be_off_by_a_little_when_lenient);
	RUN(the_middle_of_a_word_is_no_section);
	RUN(objects_that_readers_read_differently_are_refused_when_strict);
	RUN(streams_end_where_length_says_or_when_lenient_at_endstream);
	RUN(a_generation_that_is_another_is_another_object);
	RUN(references_are_followed_to_a_limit);
	RUN(a_catalog_is_needed);
	RUN(an_update_that_forgot_the_catalog_is_for_the_lenient_policy);
	RUN(an_encrypted_file_is_opened_and_says_so);
	RUN(a_file_sealed_many_times_is_read_by_the_strict_policy);
	RUN(streams_without_end_take_bounded_time);
	RUN(objects_over_one_another_take_bounded_time);
	RUN(opening_100000_objects_costs_nearly_nothing);
	RUN(offsets_beyond_4_gib_are_read);
	RUN(any_byte_may_be_another);
	return tap_done();
}
