/* SPDX-License-Identifier: Apache-2.0 */
/* test-xref.c -- proves lib/pdf/xref.c, table.c, rows.c and section.c. */
#include "build.h"
#include "pdf/rows.h"
#include "pdf/xref.h"
#include "tap.h"

#include <zlib.h>

#define MOST CSI_PDF_NUMBER_MOST

static struct csi_pdf_row
row_of(csi_pdf_reader *reader, uint32_t number)
{
	struct csi_pdf_row row = { .kind = CSI_PDF_ROW_NONE };

	if (csi_pdf_row_of(reader, number, &row, NULL) != CSEAL_OK)
		row.section = SIZE_MAX;
	return row;
}

/* A file of objects 1 to 4 whose cross-reference section is given as text:
 * %1 to %4 become the offsets of the objects, %x that of the section. */
static void
build_with(struct build *build, const char *text)
{
	uint64_t offsets[4], section;

	build_small(build);
	for (int i = 0; i < 4; i++)
		offsets[i] = build->rows[i].offset;
	section = build->pdf.len;
	for (; *text != '\0'; text++) {
		if (*text != '%') {
			csi_bytes_add_u8(&build->pdf, (uint8_t)*text);
		} else if (*++text == 'x') {
			csi_bytes_print(
			    &build->pdf, "%llu", (unsigned long long)section);
		} else {
			csi_bytes_print(&build->pdf, "%010llu",
			    (unsigned long long)offsets[*text - '1']);
		}
	}
	build_end(build, section);
}

#define HEAD "0000000000 65535 f \n"
#define ROWS "%1 00000 n \n%2 00000 n \n%3 00000 n \n%4 00000 n \n"
#define TAIL "trailer << /Size 5 /Root 1 0 R >>\n"

static void
tables_of_every_shape_are_read(void)
{
	static const struct {
		const char *what, *text;
		cseal_status strict, lenient;
	} tables[] = {
		{ "plain", "xref\n0 5\n" HEAD ROWS TAIL, CSEAL_OK, CSEAL_OK },
		{ "CR and LF",
		    "xref\r\n0 5\r\n0000000000 65535 f\r\n%1 00000 n\r\n"
		    "%2 00000 n\r\n%3 00000 n\r\n%4 00000 n\r\n" TAIL,
		    CSEAL_OK, CSEAL_OK },
		{ "space and CR",
		    "xref\r0 5\r0000000000 65535 f \r%1 00000 n \r"
		    "%2 00000 n \r%3 00000 n \r%4 00000 n \r" TAIL,
		    CSEAL_OK, CSEAL_OK },
		{ "three subsections",
		    "xref\n0 2\n" HEAD "%1 00000 n \n2 0\n2 3\n%2 00000 n \n"
		    "%3 00000 n \n%4 00000 n \n" TAIL,
		    CSEAL_OK, CSEAL_OK },
		{ "subsections out of order",
		    "xref\n2 3\n%2 00000 n \n%3 00000 n \n%4 00000 n \n"
		    "0 2\n" HEAD "%1 00000 n \n" TAIL,
		    CSEAL_OK, CSEAL_OK },
		{ "generation 65536 of object 0",
		    "xref\n0 5\n0000000000 65536 f \n" ROWS TAIL, CSEAL_OK,
		    CSEAL_OK },
		{ "blanks after the count", "xref\n0 5  \n" HEAD ROWS TAIL,
		    CSEAL_OK, CSEAL_OK },
		{ "/Size larger",
		    "xref\n0 5\n" HEAD ROWS
		    "trailer << /Size 50 /Root 1 0 R >>\n",
		    CSEAL_OK, CSEAL_OK },
		{ "/Size smaller",
		    "xref\n0 5\n" HEAD ROWS
		    "trailer << /Size 4 /Root 1 0 R >>\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "no /Size",
		    "xref\n0 5\n" HEAD ROWS "trailer << /Root 1 0 R >>\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "rows of 19 bytes",
		    "xref\n0 5\n0000000000 65535 f\n%1 00000 n\n%2 00000 n\n"
		    "%3 00000 n\n%4 00000 n\n" TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "rows of 21 bytes",
		    "xref\n0 5\n0000000000 65535 f \r\n%1 00000 n \r\n"
		    "%2 00000 n \r\n%3 00000 n \r\n%4 00000 n \r\n" TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "rows of different lengths",
		    "xref\n0 5\n0000000000 65535 f \r\n%1 00000 n \n"
		    "%2 00000 n\n%3 00000 n \r\n%4 00000 n \n" TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "two rows that make up for one another",
		    "xref\n0 5\n" HEAD "%1 00000 n\n%2 00000 n \n"
		    "%3 00000 n \r\n%4 00000 n \n" TAIL,
		    CSEAL_OK, CSEAL_OK },
		{ "rows without leading zeros",
		    "xref\n0 5\n0 65535 f \n%1 0 n \n%2 0 n \n%3 0 n \n"
		    "%4 0 n \n" TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "fewer rows than were counted", "xref\n0 9\n" HEAD ROWS TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "more rows than were counted", "xref\n0 3\n" HEAD ROWS TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "numbers from 1 on for rows from 0 on",
		    "xref\n1 5\n" HEAD ROWS TAIL, CSEAL_REFUSED_DAMAGED,
		    CSEAL_OK },
		{ "numbers from 1 on, and rows of different lengths",
		    "xref\n1 5\n0000000000 65535 f\n%1 00000 n \n"
		    "%2 00000 n \r\n%3 00000 n\n%4 00000 n \n" TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "an object twice",
		    "xref\n0 5\n" HEAD ROWS "3 1\n%3 00000 n \n" TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "no trailer", "xref\n0 5\n" HEAD ROWS, CSEAL_REFUSED_DAMAGED,
		    CSEAL_REFUSED_DAMAGED },
		{ "a trailer that is no dictionary",
		    "xref\n0 5\n" HEAD ROWS "trailer [1]\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "a trailer that is not closed",
		    "xref\n0 5\n" HEAD ROWS "trailer << /Size 5\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "a trailer with a key twice",
		    "xref\n0 5\n" HEAD ROWS
		    "trailer << /Size 5 /Root 1 0 R /Root 3 0 R >>\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "a negative count", "xref\n0 -5\n" HEAD ROWS TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "a count past the end", "xref\n0 8000000\n" HEAD ROWS TAIL,
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "numbers above the limit", "xref\n8388604 5\n" HEAD ROWS TAIL,
		    CSEAL_REFUSED_LIMIT, CSEAL_REFUSED_LIMIT },
		{ "numbers past 32 bits", "xref\n4294967295 5\n" HEAD ROWS TAIL,
		    CSEAL_REFUSED_LIMIT, CSEAL_REFUSED_LIMIT },
		{ "/Prev to itself",
		    "xref\n0 5\n" HEAD ROWS
		    "trailer << /Size 5 /Root 1 0 R /Prev %x >>\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "/Prev to just before itself",
		    "xref\n0 5\n" HEAD ROWS
		    "trailer << /Size 5 /Root 1 0 R /Prev 0%x >>\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "/Prev past the end",
		    "xref\n0 5\n" HEAD ROWS
		    "trailer << /Size 5 /Root 1 0 R /Prev 99999999999 >>\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "/Prev to something else",
		    "xref\n0 5\n" HEAD ROWS
		    "trailer << /Size 5 /Root 1 0 R /Prev %1 >>\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "a negative /Prev",
		    "xref\n0 5\n" HEAD ROWS
		    "trailer << /Size 5 /Root 1 0 R /Prev -1 >>\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "a bad /XRefStm",
		    "xref\n0 5\n" HEAD ROWS
		    "trailer << /Size 5 /Root 1 0 R /XRefStm %1 >>\n",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "nothing", "", CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;
		cseal_status status;
		bool all = true;

		build_with(&build, tables[i].text);
		OKF(build_try(&build, CSI_PDF_STRICT) == tables[i].strict,
		    "strict: %s", tables[i].what);
		reader = build_open_as(&build, CSI_PDF_LENIENT, &status);
		OKF(status == tables[i].lenient, "lenient: %s", tables[i].what);
		for (uint32_t n = 1; reader != NULL && n < 5; n++)
			all = all && build_load(reader, n) != NULL &&
			      build_load(reader, n)->type != CSI_PDF_NULL;
		if (reader != NULL)
			OKF(all, "objects: %s", tables[i].what);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
a_row_out_of_its_place_is_refused_when_strict_once_it_is_asked_for(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;

	build_with(&build, "xref\n0 5\n" HEAD "%1 00000 n\n%2 00000 n \n"
			   "%3 00000 n \r\n%4 00000 n \n" TAIL);
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	OK(build_load(reader, 1) == NULL);
	OK(build_load(reader, 4) != NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
of_an_object_twice_in_one_section_the_first_row_counts(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;

	build_with(&build,
	    "xref\n0 5\n" HEAD ROWS "3 2\n%1 00000 n \n%1 00000 n \n" TAIL);
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(reader != NULL);
	OK(csi_pdf_is_name(
	    csi_pdf_find(build_load(reader, 3), "Type"), "Page"));
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
rows_of_tables_say_where_objects_are(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	struct csi_pdf_row row;

	build_small(&build);
	build_free_row(&build, 7, 3);
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	if (reader == NULL)
		return;
	row = row_of(reader, 1);
	OK(row.kind == CSI_PDF_ROW_OFFSET && row.offset == 15);
	OK(row.generation == 0 && row.section == 0);
	OK(row_of(reader, 0).kind == CSI_PDF_ROW_FREE);
	OK(row_of(reader, 7).kind == CSI_PDF_ROW_FREE);
	OK(row_of(reader, 7).generation == 3);
	OK(row_of(reader, 5).kind == CSI_PDF_ROW_NONE);
	OK(row_of(reader, 8).kind == CSI_PDF_ROW_NONE);
	OK(row_of(reader, UINT32_MAX).kind == CSI_PDF_ROW_NONE);
	OK(csi_pdf_size(reader) == 8);
	OK(csi_pdf_section_at(reader, 0)->kind == CSI_PDF_XREF_TABLE);
	OK(csi_pdf_section_at(reader, 1) == NULL);
	OK(csi_pdf_section_at(reader, 0)->trailer == csi_pdf_trailer(reader));
	csi_pdf_reader_free(reader);
	build_free(&build);
}

/* Three revisions: the page changed twice, object 4 was deleted. */
static void
build_revisions(struct build *build)
{
	build_small(build);
	build_table(build, "/Root 1 0 R");
	build_object(
	    build, 3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /V 2 >>");
	build_table(build, "/Root 1 0 R");
	build_object(build, 3, "<< /Type /Page /Parent 2 0 R /V 3 >>");
	build_free_row(build, 4, 1);
	build_object(build, 9, "(new)");
	build_table(build, "/Root 1 0 R");
}

static void
the_newest_row_counts(void)
{
	for (int policy = 0; policy < 2; policy++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;

		build_revisions(&build);
		reader = build_open(&build, policy);
		OK(reader != NULL);
		if (reader == NULL)
			return;
		OK(csi_pdf_section_count(reader) == 3);
		OK(csi_pdf_size(reader) == 10);
		OK(row_of(reader, 1).section == 2);
		OK(row_of(reader, 3).section == 0);
		OK(row_of(reader, 4).kind == CSI_PDF_ROW_FREE);
		OK(row_of(reader, 4).section == 0);
		OK(build_load(reader, 4)->type == CSI_PDF_NULL);
		OK(csi_pdf_find(build_load(reader, 3), "V")->as.integer == 3);
		OK(csi_pdf_section_at(reader, 0)->offset >
		    csi_pdf_section_at(reader, 1)->offset);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
a_revision_ends_past_its_end_of_file_marker(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader, *older;
	uint64_t end[3] = { 0 };

	build_revisions(&build);
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	if (reader == NULL)
		return;
	for (size_t i = 0; i < 3; i++)
		OK(csi_pdf_revision_end(reader, i, &end[i], NULL) == CSEAL_OK);
	OK(end[0] == build.pdf.len);
	OK(end[1] < end[0] && end[2] < end[1]);
	OK(memcmp(build.pdf.at + end[1] - 6, "%%EOF\n", 6) == 0);
	OK(csi_pdf_revision_end(reader, 3, &end[0], NULL) ==
	    CSEAL_FAULT_APPLICATION);
	csi_pdf_reader_free(reader);

	OK(csi_pdf_reader_new(
	       build.pdf.at, end[1], CSI_PDF_STRICT, &older, NULL) == CSEAL_OK);
	OK(csi_pdf_section_count(older) == 2);
	OK(csi_pdf_find(build_load(older, 3), "V")->as.integer == 2);
	csi_pdf_reader_free(older);
	build_free(&build);
}

static void
a_section_without_an_end_of_file_marker_has_no_end(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	uint64_t end = 7;
	uint8_t *marker;

	build_revisions(&build);
	marker = memmem(build.pdf.at, build.pdf.len, "%%EOF", 5);
	memcpy(marker, "%%EFF", 5);
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	OK(csi_pdf_revision_end(reader, 2, &end, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(end == 7);
	OK(csi_pdf_revision_end(reader, 1, &end, NULL) == CSEAL_OK);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

struct seen {
	size_t count;
	uint32_t numbers[16];
	enum csi_pdf_row_kind kinds[16];
};

static void
see(void *user, uint32_t number, const struct csi_pdf_row *row)
{
	struct seen *seen = user;

	if (seen->count < 16) {
		seen->numbers[seen->count] = number;
		seen->kinds[seen->count] = row->kind;
	}
	seen->count++;
}

static void
the_rows_of_one_section_are_told(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	struct seen seen = { 0 };

	build_revisions(&build);
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	OK(csi_pdf_section_rows(reader, 0, see, &seen, NULL) == CSEAL_OK);
	OK(seen.count == 3);
	OK(seen.numbers[0] == 3 && seen.kinds[0] == CSI_PDF_ROW_OFFSET);
	OK(seen.numbers[1] == 4 && seen.kinds[1] == CSI_PDF_ROW_FREE);
	OK(seen.numbers[2] == 9 && seen.kinds[2] == CSI_PDF_ROW_OFFSET);
	memset(&seen, 0, sizeof(seen));
	OK(csi_pdf_section_rows(reader, 2, see, &seen, NULL) == CSEAL_OK);
	OK(seen.count == 5 && seen.numbers[0] == 0);
	OK(csi_pdf_section_rows(reader, 3, see, &seen, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
rows_out_of_place_are_told_once(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	struct seen seen = { 0 };

	build_with(&build, "xref\n0 5\n" HEAD "%1 00000 n\n%2 00000 n \n"
			   "%3 00000 n \r\n%4 00000 n \n" TAIL);
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(reader != NULL);
	OK(csi_pdf_section_rows(reader, 0, see, &seen, NULL) == CSEAL_OK);
	OK(seen.count == 5);
	for (uint32_t i = 0; i < 5; i++)
		OK(seen.numbers[i] == i);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
xref_streams_are_read(void)
{
	for (int policy = 0; policy < 2; policy++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;
		struct seen seen = { 0 };
		uint64_t end;

		build_small(&build);
		build_free_row(&build, 9, 2);
		build_xref_stream(&build, 10, "/Root 1 0 R");
		reader = build_open(&build, policy);
		OK(reader != NULL);
		if (reader == NULL)
			return;
		OK(csi_pdf_section_at(reader, 0)->kind == CSI_PDF_XREF_STREAM);
		OK(csi_pdf_trailer(reader)->type == CSI_PDF_STREAM);
		OK(csi_pdf_size(reader) == 11);
		OK(row_of(reader, 3).kind == CSI_PDF_ROW_OFFSET);
		OK(row_of(reader, 9).kind == CSI_PDF_ROW_FREE);
		OK(row_of(reader, 9).generation == 2);
		OK(row_of(reader, 5).kind == CSI_PDF_ROW_NONE);
		OK(row_of(reader, 10).offset ==
		    csi_pdf_section_at(reader, 0)->offset);
		OK(build_load(reader, 10) != NULL &&
		    build_load(reader, 10)->type == CSI_PDF_STREAM);
		OK(csi_pdf_section_rows(reader, 0, see, &seen, NULL) ==
		    CSEAL_OK);
		OK(seen.count == 7);
		OK(csi_pdf_revision_end(reader, 0, &end, NULL) == CSEAL_OK);
		OK(end == build.pdf.len);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

/* A file whose only section is object 5, a stream with the given entries and
 * data. */
static void
build_raw_stream(
    struct build *build, const char *entries, const void *data, size_t len)
{
	uint64_t section;

	build_small(build);
	section = build->pdf.len;
	build_stream(build, 5, entries, data, len);
	build_end(build, section);
}

static void
fields_of_any_width_are_read(void)
{
	static const uint8_t wide[] = { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
		0, 0, 15, 0, 0, 0, 0, 0, 0, 0, 0 };
	static const uint8_t narrow[] = { 15 };
	static const uint8_t huge[] = { 1, 0, 0, 0, 0, 0, 0, 0, 15 };
	static const uint8_t other[] = { 7, 15, 0 };
	struct build build = { 0 };
	csi_pdf_reader *reader;

	build_raw_stream(&build,
	    "/Type /XRef /Size 6 /W [8 8 8] /Index [1 1] /Root 1 0 R", wide,
	    sizeof(wide));
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL && row_of(reader, 1).offset == 15);
	csi_pdf_reader_free(reader);
	build_free(&build);

	/* Without a type field every row is an offset (7.5.8.2). */
	build_raw_stream(&build,
	    "/Type /XRef /Size 6 /W [0 1 0] /Index [1 1] /Root 1 0 R", narrow,
	    sizeof(narrow));
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL && row_of(reader, 1).offset == 15);
	OK(build_load(reader, 1) != NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);

	build_raw_stream(&build,
	    "/Type /XRef /Size 6 /W [0 1 8] /Index [1 1] /Root 1 0 R", huge,
	    sizeof(huge));
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL && row_of(reader, 1).offset == 1);
	OK(build_load(reader, 1) == NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);

	/* An unknown type is the null object (7.5.8.3). */
	build_raw_stream(&build,
	    "/Type /XRef /Size 6 /W [1 1 1] /Index [1 1] /Root 1 0 R", other,
	    sizeof(other));
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL && row_of(reader, 1).kind == CSI_PDF_ROW_FREE);
	OK(build_load(reader, 1) != NULL &&
	    build_load(reader, 1)->type == CSI_PDF_NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

#define LONG_ROWS 20000

/* Every object is at offset 15 and has its own number as generation, modulo
 * 60000; as many rows as are given, compressed. */
static void
build_long_stream(struct build *build, uint32_t rows, bool predicted)
{
	struct csi_bytes data = { 0 };
	uint8_t *packed;
	char entries[160];
	uLongf len;

	for (uint32_t i = 0; i < rows; i++) {
		if (predicted)
			csi_bytes_add_u8(&data, 0);
		csi_bytes_add_u8(&data, 1);
		csi_bytes_add_be32(&data, 15);
		csi_bytes_add_be16(&data, (uint16_t)(i % 60000));
	}
	len = compressBound(data.len);
	packed = malloc(len);
	if (packed == NULL || compress(packed, &len, data.at, data.len) != Z_OK)
		abort();
	snprintf(entries, sizeof(entries),
	    "/Type /XRef /Size %u /W [1 4 2] /Root 1 0 R /Filter /FlateDecode "
	    "/DecodeParms << /Predictor %d /Columns 7 >>",
	    LONG_ROWS, predicted ? 12 : 1);
	build_raw_stream(build, entries, packed, len);
	free(packed);
	csi_bytes_free(&data);
}

static void
count_row(void *user, uint32_t number, const struct csi_pdf_row *row)
{
	*(size_t *)user += row->offset == 15;
}

/* Lenient, only the front is decoded, until a row behind it is asked for. */
static void
rows_of_long_streams_are_found_wherever_they_are(void)
{
	for (int i = 0; i < 8; i++) {
		uint32_t rows = i / 4 == 0 ? LONG_ROWS : LONG_ROWS - 100;
		enum csi_pdf_policy policy = i % 2;
		struct build build = { 0 };
		csi_pdf_reader *reader;
		size_t told = 0;

		build_long_stream(&build, rows, i / 2 % 2 == 0);
		reader = build_open(&build, policy);
		if (policy == CSI_PDF_STRICT && rows < LONG_ROWS) {
			OK(reader == NULL);
			build_free(&build);
			continue;
		}
		OK(reader != NULL && csi_pdf_size(reader) == LONG_ROWS);
		OK(row_of(reader, 7).generation == 7);
		OK(row_of(reader, 15000).generation == 15000);
		OK(row_of(reader, 7).generation == 7);
		OK(row_of(reader, rows - 1).generation == rows - 1);
		OK((row_of(reader, LONG_ROWS - 1).kind == CSI_PDF_ROW_OFFSET) ==
		    (rows == LONG_ROWS));
		OK(row_of(reader, LONG_ROWS).kind == CSI_PDF_ROW_NONE);
		csi_pdf_reader_free(reader);
		reader = build_open(&build, policy);
		OK(csi_pdf_section_rows(reader, 0, count_row, &told, NULL) ==
		    (policy == CSI_PDF_STRICT ? CSEAL_REFUSED_DAMAGED
					      : CSEAL_OK));
		OK(policy == CSI_PDF_STRICT || told == rows);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
bad_xref_streams_are_refused(void)
{
	static const uint8_t data[24] = { 1, 15, 0, 1, 15, 0 };
	static const struct {
		const char *entries;
		cseal_status strict, lenient;
	} streams[] = {
		{ "/Type /XRef /Size 2 /W [1 1 1]", CSEAL_OK, CSEAL_OK },
		{ "/Size 2 /W [1 1 1]", CSEAL_REFUSED_DAMAGED,
		    CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 2", CSEAL_REFUSED_DAMAGED,
		    CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 2 /W [1 1]", CSEAL_REFUSED_DAMAGED,
		    CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 2 /W [0 0 0]", CSEAL_REFUSED_DAMAGED,
		    CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 2 /W [1 9 1]", CSEAL_REFUSED_DAMAGED,
		    CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 2 /W [1 -1 1]", CSEAL_REFUSED_DAMAGED,
		    CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 9 /W [1 1 1]", CSEAL_REFUSED_DAMAGED,
		    CSEAL_OK },
		{ "/Type /XRef /W [1 1 1]", CSEAL_REFUSED_DAMAGED,
		    CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 9 /Index [1] /W [1 1 1]",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 9 /Index [1 -1] /W [1 1 1]",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 9 /Index 1 /W [1 1 1]",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
		{ "/Type /XRef /Size 9 /Index [1 1 1 1] /W [1 1 1]",
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "/Type /XRef /Size 9 /Index [5 1 1 1] /W [1 1 1]", CSEAL_OK,
		    CSEAL_OK },
		{ "/Type /XRef /Size 5 /Index [5 1] /W [1 1 1]",
		    CSEAL_REFUSED_DAMAGED, CSEAL_OK },
		{ "/Type /XRef /Size 9 /Index [8388607 2] /W [1 1 1]",
		    CSEAL_REFUSED_LIMIT, CSEAL_REFUSED_LIMIT },
		{ "/Type /XRef /Size 9 /Index [4294967295 2] /W [1 1 1]",
		    CSEAL_REFUSED_LIMIT, CSEAL_REFUSED_LIMIT },
		{ "/Type /XRef /Size 2 /W [1 1 1] /Filter /LZWDecode",
		    CSEAL_REFUSED_UNSUPPORTED, CSEAL_REFUSED_UNSUPPORTED },
		{ "/Type /XRef /Size 2 /W [1 1 1] /Filter 4 0 R",
		    CSEAL_REFUSED_DAMAGED, CSEAL_REFUSED_DAMAGED },
	};

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
		struct build build = { 0 };

		build_raw_stream(
		    &build, streams[i].entries, data, sizeof(data));
		OKF(build_try(&build, CSI_PDF_STRICT) == streams[i].strict,
		    "strict: %s", streams[i].entries);
		OKF(build_try(&build, CSI_PDF_LENIENT) == streams[i].lenient,
		    "lenient: %s", streams[i].entries);
		build_free(&build);
	}
}

static void
the_length_of_an_xref_stream_is_direct(void)
{
	struct build build = { 0 };
	uint64_t section;

	build_small(&build);
	build_object(&build, 6, "3");
	section = build.pdf.len;
	build_text(&build,
	    "5 0 obj << /Type /XRef /Size 2 /W [0 1 0] /Index [1 1] "
	    "/Root 1 0 R /Length 6 0 R >>\nstream\n\x0f\nendstream endobj\n");
	build_end(&build, section);
	OK(build_try(&build, CSI_PDF_STRICT) == CSEAL_REFUSED_DAMAGED);
	OK(build_try(&build, CSI_PDF_LENIENT) == CSEAL_OK);
	build_free(&build);
}

/* Object 5 is hidden in the stream: packed in object 6.  in_table: the table
 * has a free row for it, as 7.5.8.4 shows. */
static void
build_hybrid(struct build *build, bool in_table)
{
	static const char *const values[] = { "(hidden)" };
	struct csi_bytes extra = { 0 };
	struct build_row kept[8];
	size_t count;
	uint64_t at;

	build_small(build);
	count = build->count;
	memcpy(kept, build->rows, count * sizeof(kept[0]));
	build->count = 0;
	build_object_stream(build, 6, 5, values, 1);
	at = build_xref_object(build, 7, "");
	for (size_t i = 0; i < count; i++)
		*build_row(build, kept[i].number) = kept[i];
	if (in_table)
		build_free_row(build, 5, 0);
	csi_bytes_print(
	    &extra, "/Root 1 0 R /XRefStm %llu", (unsigned long long)at);
	csi_bytes_add_u8(&extra, 0);
	build_table(build, (const char *)extra.at);
	csi_bytes_free(&extra);
}

static void
hybrid_files_are_read(void)
{
	for (int i = 0; i < 4; i++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;
		struct seen seen = { 0 };
		const struct csi_pdf_value *value;
		size_t fives = 0;

		build_hybrid(&build, i % 2 == 0);
		reader = build_open(&build, i / 2);
		OK(reader != NULL);
		if (reader == NULL)
			return;
		OK(csi_pdf_section_count(reader) == 1);
		OK(csi_pdf_section_at(reader, 0)->kind == CSI_PDF_XREF_HYBRID);
		OK(row_of(reader, 5).kind == CSI_PDF_ROW_PACKED);
		value = build_load(reader, 5);
		OK(value != NULL && csi_span_is(value->as.text, "hidden"));
		OK(csi_pdf_section_rows(reader, 0, see, &seen, NULL) ==
		    CSEAL_OK);
		for (size_t j = 0; j < seen.count && j < 16; j++)
			fives += seen.numbers[j] == 5 &&
				 seen.kinds[j] == CSI_PDF_ROW_PACKED;
		OK(fives == 1);
		OK(seen.count == 8);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

static void
a_hybrid_that_has_an_object_in_two_places_is_refused_when_strict(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	struct csi_bytes extra = { 0 };
	struct csi_pdf_row row;
	uint64_t at;

	build_small(&build);
	build.count = 0;
	build_object(&build, 5, "(in the stream)");
	build_object(&build, 6, "(in both)");
	at = build_xref_object(&build, 7, "");
	build_object(&build, 5, "(in the table)");
	build_row(&build, 6)->offset =
	    (uint64_t)((const uint8_t *)memmem(
			   build.pdf.at, build.pdf.len, "6 0 obj", 7) -
		       build.pdf.at);
	csi_bytes_print(
	    &extra, "/Root 1 0 R /XRefStm %llu", (unsigned long long)at);
	csi_bytes_add_u8(&extra, 0);
	build_table(&build, (const char *)extra.at);
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(reader != NULL && build_load(reader, 5) != NULL &&
	    csi_span_is(build_load(reader, 5)->as.text, "in the table"));
	csi_pdf_reader_free(reader);
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL &&
	    csi_pdf_row_of(reader, 5, &row, NULL) == CSEAL_REFUSED_DAMAGED);
	OK(build_load(reader, 6) != NULL);
	csi_pdf_reader_free(reader);
	csi_bytes_free(&extra);
	build_free(&build);
}

static void
sections_over_one_another_are_refused_when_strict(void)
{
	struct build build = { 0 };
	uint64_t section, inside;

	/* The stream of a hybrid that lies inside its own trailer. */
	build_small(&build);
	section = build.pdf.len;
	build_text(
	    &build, "xref\n0 1\n" HEAD "trailer << /Size 9 /Root 1 0 R /X (");
	inside = build.pdf.len;
	csi_bytes_print(&build.pdf,
	    "5 0 obj << /Type /XRef /Size 2 /W [0 1 0] /Index [1 1] "
	    "/Length 1 >>\nstream\n\x0f\nendstream endobj) /XRefStm %llu >>\n",
	    (unsigned long long)inside);
	build_end(&build, section);
	OK(build_try(&build, CSI_PDF_LENIENT) == CSEAL_OK);
	OK(build_try(&build, CSI_PDF_STRICT) == CSEAL_REFUSED_DAMAGED);
	build_free(&build);
}

static void
a_circle_of_two_sections_ends(void)
{
	static const char text[] = "xref\n0 0\ntrailer << /Size 5 "
				   "/Root 1 0 R /Prev %010llu >>\n";
	struct build build = { 0 };
	uint64_t first, second;

	build_small(&build);
	first = build.pdf.len;
	/* Ten digits stand for seven characters of the format. */
	second = first + sizeof(text) - 1 + 3;
	csi_bytes_print(&build.pdf,
	    "xref\n0 0\ntrailer << /Size 5 /Root 1 0 R /Prev %010llu >>\n",
	    (unsigned long long)second);
	OK(build.pdf.len == second);
	csi_bytes_print(&build.pdf,
	    "xref\n0 0\ntrailer << /Size 5 /Root 1 0 R /Prev %010llu >>\n",
	    (unsigned long long)first);
	build_end(&build, second);
	OK(build_try(&build, CSI_PDF_LENIENT) == CSEAL_REFUSED_DAMAGED);
	OK(build_try(&build, CSI_PDF_STRICT) == CSEAL_REFUSED_DAMAGED);
	build_free(&build);
}

static cseal_status
chain_of(size_t count)
{
	struct build build = { 0 };
	cseal_status st;

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	for (size_t i = 1; i < count; i++) {
		build_object(&build, 3,
		    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>");
		build_table(&build, "/Root 1 0 R");
	}
	st = build_try(&build, CSI_PDF_STRICT);
	build_free(&build);
	return st;
}

/* The table counts more rows than it has, and the one that would be its last
 * is a row of the update behind it. */
static void
rows_are_not_counted_into_another_section(void)
{
	struct build build = { 0 };
	size_t rows, pad;

	build_small(&build);
	build.last = build.pdf.len;
	build_text(&build, "xref\n0 99\n");
	rows = build.pdf.len;
	csi_bytes_print(&build.pdf, "%010u %05u f \n", 0, 65535);
	for (size_t i = 0; i < build.count; i++)
		csi_bytes_print(&build.pdf, "%010llu %05u n \n",
		    (unsigned long long)build.rows[i].offset, 0);
	build_text(&build, "trailer\n<< /Size 5 /Root 1 0 R >>\n");
	build_end(&build, build.last);
	pad = rows + (size_t)98 * 20 - strlen("xref\n0 1\n") - build.pdf.len;
	csi_bytes_print(&build.pdf, "%*s\n", (int)pad - 1, "");
	build_free_row(&build, 0, 65535);
	build_table_rows(&build);
	OK(build.pdf.len == rows + (size_t)99 * 20);
	build.pdf.len -= strlen("xref\n0 1\n") + 20;
	build_table(&build, "/Root 1 0 R");
	OK(build_try(&build, CSI_PDF_LENIENT) == CSEAL_OK);
	OK(build_try(&build, CSI_PDF_STRICT) == CSEAL_REFUSED_DAMAGED);
	build_free(&build);
}

static void
long_chains_are_followed_to_a_limit(void)
{
	OK(chain_of(500) == CSEAL_OK);
	OK(chain_of(CSI_PDF_SECTIONS_MOST) == CSEAL_OK);
	OK(chain_of(CSI_PDF_SECTIONS_MOST + 1) == CSEAL_REFUSED_LIMIT);
}

/* Every section but the first changes object 3 and one other. */
static void
many_rows_are_found_in_a_long_chain(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	size_t wrong = 0;

	build_small(&build);
	for (uint32_t i = 5; i < 3000; i++)
		build_object(&build, i, "1");
	build_free_row(&build, 3000, 0);
	build_table(&build, "/Root 1 0 R");
	for (uint32_t i = 1; i < 2000; i++) {
		build_object(&build, 3, "<< /Type /Page >>");
		build_object(&build, 4 + i, "2");
		build_table(&build, "/Root 1 0 R");
	}
	for (int policy = 0; policy < 2; policy++) {
		reader = build_open(&build, policy);
		OK(reader != NULL && csi_pdf_section_count(reader) == 2000);
		if (reader == NULL)
			continue;
		/* Twice: first without an index, then with it. */
		for (uint32_t i = 0; i < 6000; i++) {
			uint32_t number = i % 3000 + 1;
			struct csi_pdf_row row = row_of(reader, number);
			size_t section = number == 3 ? 0
					 : number < 5 || number > 2003
					     ? 1999
					     : 2003 - number;

			wrong += row.section != section;
			wrong +=
			    (row.kind == CSI_PDF_ROW_FREE) != (number == 3000);
		}
		OK(wrong == 0);
		OK(row_of(reader, 3001).kind == CSI_PDF_ROW_NONE);
		OK(build_load(reader, 2003)->as.integer == 2);
		OK(build_load(reader, 2004)->as.integer == 1);
		csi_pdf_reader_free(reader);
	}
	build_free(&build);
}

static void
object_0_is_never_in_use(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	struct csi_pdf_row row;

	build_with(&build, "xref\n0 5\n%1 00000 n \n" ROWS TAIL);
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(reader != NULL && row_of(reader, 0).kind == CSI_PDF_ROW_FREE);
	OK(build_load(reader, 0) != NULL &&
	    build_load(reader, 0)->type == CSI_PDF_NULL);
	csi_pdf_reader_free(reader);
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL &&
	    csi_pdf_row_of(reader, 0, &row, NULL) == CSEAL_REFUSED_DAMAGED);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
rows_that_lead_nowhere_are_refused(void)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	struct csi_pdf_row row;

	build_with(&build,
	    "xref\n0 5\n" HEAD "%1 00000 n \n%2 00000 n \n0000000000 00000 n \n"
	    "9999999999 00000 n \n" TAIL);
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(reader != NULL && row_of(reader, 3).kind == CSI_PDF_ROW_FREE);
	OK(reader != NULL &&
	    csi_pdf_row_of(reader, 4, &row, NULL) == CSEAL_REFUSED_DAMAGED);
	csi_pdf_reader_free(reader);
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(build_load(reader, 3) == NULL);
	OK(build_load(reader, 4) == NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

static void
rows_out_of_place_have_a_limit(void)
{
	struct build build = { 0 };
	uint64_t section;

	build_small(&build);
	section = build.pdf.len;
	build_text(&build, "xref\n0 5\n0 65535 f\n");
	for (int i = 0; i < 2200000; i++)
		build_text(&build, "0 1\n9 0 f\n");
	build_text(&build, TAIL);
	build_end(&build, section);
	OK(build_try(&build, CSI_PDF_LENIENT) == CSEAL_REFUSED_LIMIT);
	OK(build_try(&build, CSI_PDF_STRICT) == CSEAL_REFUSED_DAMAGED);
	build_free(&build);
}

static void
a_row_that_is_none_is_refused_once_it_is_asked_for(void)
{
	for (int policy = 0; policy < 2; policy++) {
		struct build build = { 0 };
		csi_pdf_reader *reader;
		struct csi_pdf_row row;

		build_with(&build,
		    "xref\n0 5\n" HEAD "%1 00000 n \n%2 00000 x \n"
		    "%3 00000 n \n%4 00000 n \n" TAIL);
		reader = build_open(&build, policy);
		OK(reader != NULL);
		OK(build_load(reader, 1) != NULL);
		OK(build_load(reader, 2) == NULL);
		OK(csi_pdf_row_of(reader, 2, &row, NULL) ==
		    CSEAL_REFUSED_DAMAGED);
		csi_pdf_reader_free(reader);
		build_free(&build);
	}
}

int
main(void)
{
	RUN(tables_of_every_shape_are_read);
	RUN(a_row_out_of_its_place_is_refused_when_strict_once_it_is_asked_for);
	RUN(a_row_that_is_none_is_refused_once_it_is_asked_for);
	RUN(of_an_object_twice_in_one_section_the_first_row_counts);
	RUN(rows_of_tables_say_where_objects_are);
	RUN(the_newest_row_counts);
	RUN(a_revision_ends_past_its_end_of_file_marker);
	RUN(a_section_without_an_end_of_file_marker_has_no_end);
	RUN(the_rows_of_one_section_are_told);
	RUN(rows_out_of_place_are_told_once);
	RUN(xref_streams_are_read);
	RUN(fields_of_any_width_are_read);
	RUN(rows_of_long_streams_are_found_wherever_they_are);
	RUN(bad_xref_streams_are_refused);
	RUN(the_length_of_an_xref_stream_is_direct);
	RUN(hybrid_files_are_read);
	RUN(a_hybrid_that_has_an_object_in_two_places_is_refused_when_strict);
	RUN(sections_over_one_another_are_refused_when_strict);
	RUN(a_circle_of_two_sections_ends);
	RUN(rows_are_not_counted_into_another_section);
	RUN(long_chains_are_followed_to_a_limit);
	RUN(many_rows_are_found_in_a_long_chain);
	RUN(object_0_is_never_in_use);
	RUN(rows_that_lead_nowhere_are_refused);
	RUN(rows_out_of_place_have_a_limit);
	return tap_done();
}
