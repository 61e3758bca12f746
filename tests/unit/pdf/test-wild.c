/* SPDX-License-Identifier: Apache-2.0 */
/* test-wild.c -- files as they are met: each is read by both policies, and
 * what the strict one calls ambiguous is named. */
#include "build.h"
#include "pdf/rebuild.h"
#include "tap.h"

static char note[1024];

static cseal_status
load_all(csi_pdf_reader *reader, cseal_error **ret_error)
{
	const struct csi_pdf_value *value;
	struct csi_pdf_page page;
	struct csi_pdf_row row;
	uint32_t count = 0;
	cseal_status st;

	st = csi_pdf_page_count(reader, &count, ret_error);
	for (uint32_t i = 0; st == CSEAL_OK && i < count; i++)
		st = csi_pdf_page(reader, i, &page, ret_error);
	for (uint32_t i = 0; st == CSEAL_OK && i < csi_pdf_size(reader); i++) {
		struct csi_pdf_ref ref = { i, 0 };

		st = csi_pdf_row_of(reader, i, &row, ret_error);
		ref.generation = row.generation;
		if (st == CSEAL_OK)
			st = csi_pdf_load(reader, ref, &value, ret_error);
	}
	return st;
}

/* Everything in the file; the note says what was wrong. */
static cseal_status
read_whole(const struct build *build, enum csi_pdf_policy policy)
{
	csi_pdf_reader *reader = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_pdf_reader_new(
	    build->pdf.at, build->pdf.len, policy, &reader, &error);
	if (st == CSEAL_OK)
		st = load_all(reader, &error);
	note[0] = '\0';
	for (size_t i = 0; i < cseal_error_count(error); i++)
		snprintf(note + strlen(note), sizeof(note) - strlen(note),
		    "%s; ", cseal_error_note(error, i));
	cseal_error_free(error);
	csi_pdf_reader_free(reader);
	return st;
}

/* ---- the files ------------------------------------------------------ */

static void
plain(struct build *build)
{
	build_small(build);
	build_table(build, "/Root 1 0 R");
}

static void
junk_before(struct build *build)
{
	struct csi_bytes all = { 0 };

	plain(build);
	csi_bytes_add_text(&all, "HTTP/1.1 200 OK\r\n\r\n");
	csi_bytes_add_span(&all, csi_bytes_span(&build->pdf));
	csi_bytes_free(&build->pdf);
	build->pdf = all;
}

static void
junk_behind(struct build *build)
{
	plain(build);
	build_text(build, "</html>\n");
}

/* An update whose last lines are lost: the revision before it is whole. */
static void
update_without_end(struct build *build)
{
	plain(build);
	build_object(build, 4, "(new)");
	build_table(build, "/Root 1 0 R");
	build->pdf.len -= strlen("startxref\n") + 3 + strlen("\n%%EOF\n");
}

static void
no_endobj(struct build *build)
{
	build_small(build);
	build_here(build, 5);
	build_text(build, "5 0 obj\n(five)\n");
	build_object(build, 6, "(six)");
	build_table(build, "/Root 1 0 R");
}

static void
length_short(struct build *build)
{
	build_small(build);
	build_here(build, 5);
	build_text(build,
	    "5 0 obj\n<< /Length 2 >>\nstream\nabcd\nendstream\nendobj\n");
	build_table(build, "/Root 1 0 R");
}

static void
length_long(struct build *build)
{
	build_small(build);
	build_here(build, 5);
	build_text(build, "5 0 obj\n<< /Length 4000 >>\nstream\nabcd\n"
			  "endstream\nendobj\n");
	build_table(build, "/Root 1 0 R");
}

static void
length_nowhere(struct build *build)
{
	build_small(build);
	build_here(build, 5);
	build_text(build, "5 0 obj\n<< /Length 77 0 R >>\nstream\nabcd\n"
			  "endstream\nendobj\n");
	build_table(build, "/Root 1 0 R");
}

/* A trailer that says how many objects there are. */
static void
table_of_size(struct build *build, uint32_t size, const char *more)
{
	uint64_t section = build->pdf.len;

	if (build->last == 0)
		build_free_row(build, 0, 65535);
	build_table_rows(build);
	csi_bytes_print(&build->pdf, "trailer\n<< /Size %u /Root 1 0 R %s >>\n",
	    size, more);
	build_end(build, section);
}

static void
size_small(struct build *build)
{
	build_small(build);
	build_object(build, 5, "(five)");
	table_of_size(build, 5, "");
}

/* The newest /Size is right, the one before leaves object 5 out. */
static void
size_small_before(struct build *build)
{
	char prev[40];

	size_small(build);
	snprintf(
	    prev, sizeof(prev), "/Prev %llu", (unsigned long long)build->last);
	build_object(build, 6, "(six)");
	table_of_size(build, 7, prev);
}

static void
size_large(struct build *build)
{
	build_small(build);
	table_of_size(build, 500, "");
}

static void
generation_65536(struct build *build)
{
	build_small(build);
	build_free_row(build, 0, 65536);
	build->last = 1;
	table_of_size(build, 5, "");
}

static void
kids_in_a_circle(struct build *build)
{
	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(build, 2,
	    "<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] "
	    "/MediaBox [0 0 595 842] >>");
	build_object(build, 3, "<< /Type /Page /Parent 2 0 R >>");
	build_object(build, 4,
	    "<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [2 0 R] >>");
	build_table(build, "/Root 1 0 R");
}

/* The first section of the file, which is the newest, leads to one behind it
 * (Annex F).  Digits are filled in later, all of one width. */
static void
linearized(struct build *build)
{
	static const char digits[] = "0000000000";
	uint64_t first, prev, main_section;
	char number[16];

	build_start(build);
	build_object(build, 5,
	    "<< /Linearized 1 /L 0 /H [0 0] /O 3 /E 0 "
	    "/N 1 /T 0 >>");
	first = build->pdf.len;
	csi_bytes_print(&build->pdf,
	    "xref\n3 3\n%s 00000 n \n%s 00000 n \n%010llu 00000 n \n"
	    "trailer\n<< /Size 6 /Root 1 0 R /Prev ",
	    digits, digits, (unsigned long long)build->rows[0].offset);
	prev = build->pdf.len;
	csi_bytes_print(&build->pdf, "%s >>\nstartxref\n0\n%%%%EOF\n", digits);
	build->count = 0;
	build_object(
	    build, 3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>");
	build_stream(build, 4, "", "f", 1);
	for (int i = 0; i < 2; i++) {
		snprintf(number, sizeof(number), "%010llu",
		    (unsigned long long)build->rows[i].offset);
		memcpy(build->pdf.at + first + 9 + 20 * i, number, 10);
	}
	build->count = 0;
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(build, 2,
	    "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9] >>");
	build_free_row(build, 0, 65535);
	main_section = build->pdf.len;
	build_table_rows(build);
	build_text(build, "trailer\n<< /Size 3 >>\n");
	build_end(build, first);
	snprintf(number, sizeof(number), "%010llu",
	    (unsigned long long)main_section);
	memcpy(build->pdf.at + prev, number, 10);
}

/* An object stream may extend another (7.5.7): it changes nothing in where
 * objects are. */
static void
extends_to(struct build *build, const char *extends)
{
	static const char body[] = "7 0 (seven)";
	char entries[100];

	build_small(build);
	snprintf(entries, sizeof(entries),
	    "/Type /ObjStm /N 1 /First 4 /Extends %s", extends);
	build_stream(build, 5, entries, body, sizeof(body) - 1);
	build_packed_row(build, 7, 5, 0);
	build_stream(
	    build, 6, "/Type /ObjStm /N 1 /First 4", "8 0 (eight)", 11);
	build_packed_row(build, 8, 6, 0);
	build_xref_stream(build, 9, "/Root 1 0 R");
}

static void
extends(struct build *build)
{
	extends_to(build, "6 0 R");
}

static void
extends_itself(struct build *build)
{
	extends_to(build, "5 0 R");
}

static void
extends_nothing(struct build *build)
{
	extends_to(build, "99 0 R");
}

static void
sections_in_a_circle(struct build *build)
{
	uint64_t section;

	build_small(build);
	section = build->pdf.len;
	build_free_row(build, 0, 65535);
	build_table_rows(build);
	csi_bytes_print(&build->pdf,
	    "trailer\n<< /Size 5 /Root 1 0 R /Prev %llu >>\n",
	    (unsigned long long)section);
	build_end(build, section);
}

static void
prev_nowhere(struct build *build)
{
	build_small(build);
	table_of_size(build, 5, "/Prev 99999999");
}

/* Object 5 is in the stream only, as 7.5.8.4 has it. */
static void
hybrid(struct build *build)
{
	struct build_row kept[4];
	char more[80];
	uint64_t at;

	build_small(build);
	memcpy(kept, build->rows, sizeof(kept));
	build->count = 0;
	build_object(build, 5, "(five)");
	at = build_xref_object(build, 6, "");
	for (size_t i = 0; i < 4; i++)
		*build_row(build, kept[i].number) = kept[i];
	snprintf(more, sizeof(more), "/Root 1 0 R /XRefStm %llu",
	    (unsigned long long)at);
	build_table(build, more);
}

static void
every_policy_says_what_it_should(void)
{
	static const struct {
		const char *what;
		void (*make)(struct build *build);
		const char *strict; /* what its note has; NULL: accepted */
		bool lenient;       /* accepted */
	} files[] = {
		{ "plain", plain, NULL, true },
		{ "junk before the header", junk_before,
		    "other bytes came before the PDF header", true },
		{ "junk behind the end", junk_behind,
		    "other bytes came after the end-of-file marker", true },
		{ "an update without its end", update_without_end,
		    "other bytes came after the end-of-file marker", false },
		{ "no endobj", no_endobj, "not ended by endobj", true },
		{ "a short /Length", length_short, "wrong /Length", true },
		{ "a long /Length", length_long, "wrong /Length", true },
		{ "a /Length that is nowhere", length_nowhere, "wrong /Length",
		    true },
		{ "a small /Size", size_small, "wrong /Size", true },
		{ "a small /Size of an older section", size_small_before, NULL,
		    true },
		{ "a large /Size", size_large, NULL, true },
		{ "generation 65536 of object 0", generation_65536, NULL,
		    true },
		{ "pages in a circle", kids_in_a_circle, "the page tree",
		    false },
		{ "linearized", linearized, NULL, true },
		{ "/Extends", extends, NULL, true },
		{ "/Extends of itself", extends_itself, NULL, true },
		{ "/Extends of nothing", extends_nothing, NULL, true },
		{ "/Prev in a circle", sections_in_a_circle, "in a circle",
		    false },
		{ "/Prev that leads nowhere", prev_nowhere, "bad /Prev",
		    false },
		{ "hybrid", hybrid, NULL, true },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct build build = { 0 };
		cseal_status st;

		files[i].make(&build);
		st = read_whole(&build, CSI_PDF_STRICT);
		if (files[i].strict == NULL)
			OKF(st == CSEAL_OK, "strict: %s: %s", files[i].what,
			    note);
		else
			OKF(st == CSEAL_REFUSED_DAMAGED &&
				strstr(note, files[i].strict) != NULL,
			    "strict: %s: %s", files[i].what, note);
		st = read_whole(&build, CSI_PDF_LENIENT);
		OKF((st == CSEAL_OK) == files[i].lenient, "lenient: %s: %s",
		    files[i].what, note);
		build_free(&build);
	}
}

static void
a_linearized_file_has_two_sections_and_all_objects(void)
{
	for (int policy = 0; policy < 2; policy++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;
		uint64_t end = 0;

		linearized(&build);
		reader = build_open(&build, policy);
		OK(reader != NULL && csi_pdf_section_count(reader) == 2);
		if (reader == NULL)
			return;
		OK(csi_pdf_section_at(reader, 0)->offset <
		    csi_pdf_section_at(reader, 1)->offset);
		OK(csi_pdf_revision_end(reader, 1, &end, NULL) == CSEAL_OK &&
		    end == build.pdf.len);
		OK(build_load(reader, 3) != NULL &&
		    build_load(reader, 3)->type == CSI_PDF_DICT);
		OK(build_load(reader, 1) != NULL &&
		    build_load(reader, 1)->type == CSI_PDF_DICT);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

/* Each width from 0 to 8 of each field, but that of the offset, which must
 * hold one. */
static void
fields_of_every_width_are_read(void)
{
	size_t wrong = 0;

	for (int i = 0; i < 9 * 8 * 9 * 2; i++) {
		int type = i % 9, offset = i / 9 % 8 + 1,
		    generation = i / 72 % 9;
		enum csi_pdf_policy policy = i / 648;
		struct build build = { 0 };
		struct csi_bytes data = { 0 };
		char entries[120];
		uint64_t section;

		build_start(&build);
		build_field(&data, 1, type);
		build_field(&data, build.pdf.len, offset);
		build_field(&data, 0, generation);
		build_object(&build, 1, "(one)");
		section = build.pdf.len;
		snprintf(entries, sizeof(entries),
		    "/Type /XRef /Size 2 /Index [1 1] /Root 1 0 R /W [%d %d %d]",
		    type, offset, generation);
		build_stream(&build, 2, entries, data.at, data.len);
		build_end(&build, section);
		{
			csi_pdf_reader *reader = build_open(&build, policy);
			const struct csi_pdf_value *value =
			    build_load(reader, 1);

			wrong += value == NULL || value->type != CSI_PDF_STRING;
			csi_pdf_reader_free(reader);
		}
		csi_bytes_free(&data);
		build_free(&build);
	}
	OKF(wrong == 0, "%zu of 1296 are wrong", wrong);
}

static const struct csi_span none = { NULL, 0 };

/* Some readers would show the revision before it, others what it changed: none
 * of the two is sealed. */
static void
an_update_that_lost_its_end_is_not_rebuilt(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader = NULL;

	update_without_end(&build);
	OK(csi_pdf_reader_rebuild(build.pdf.at, build.pdf.len, none, &reader,
	       NULL) == CSEAL_REFUSED_DAMAGED);
	OK(csi_pdf_rebuild_check(build.pdf.at, build.pdf.len, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	/* Nor where no reader looks that far from the end. */
	for (int i = 0; i < 5000; i++)
		build_object(&build, 9, "(far)");
	OK(csi_pdf_reader_rebuild(build.pdf.at, build.pdf.len, none, &reader,
	       NULL) == CSEAL_REFUSED_DAMAGED);
	build_free(&build);
}

/* What no policy reads as it is can still be sealed: see rebuild.h. */
static void
sections_that_lead_nowhere_are_rebuilt(void)
{
	static void (*const makes[])(
	    struct build *) = { sections_in_a_circle, prev_nowhere };

	for (size_t i = 0; i < 2; i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader = NULL;
		uint32_t count = 0;

		makes[i](&build);
		OK(csi_pdf_reader_rebuild(build.pdf.at, build.pdf.len, none,
		       &reader, NULL) == CSEAL_OK);
		OK(reader != NULL &&
		    csi_pdf_page_count(reader, &count, NULL) == CSEAL_OK &&
		    count == 1);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

int
main(void)
{
	RUN(every_policy_says_what_it_should);
	RUN(a_linearized_file_has_two_sections_and_all_objects);
	RUN(fields_of_every_width_are_read);
	RUN(an_update_that_lost_its_end_is_not_rebuilt);
	RUN(sections_that_lead_nowhere_are_rebuilt);
	return tap_done();
}
