/* SPDX-License-Identifier: Apache-2.0 */
/* test-update.c -- proves lib/pdf/update.c: one revision, byte by byte, read
 * back by the strict reader. */
#include "pdf/update.h"

#include "revise.h"
#include "tap.h"

#include <sys/mman.h>

static void
add_object(csi_pdf_update *update, struct csi_pdf_ref ref, const char *body)
{
	csi_bytes_add_text(csi_pdf_update_open(update, ref), body);
	csi_pdf_update_close(update);
}

/* Replaces object 3 of generation 0 and adds two. */
static void
change_some(csi_pdf_update *update)
{
	struct csi_pdf_ref page = { 3, 0 }, a, b;

	a = csi_pdf_update_new_ref(update);
	b = csi_pdf_update_new_ref(update);
	add_object(update, b, "(b)");
	add_object(update, page, "<< /Type /Page /Parent 2 0 R >>");
	add_object(update, a, "(a)");
}

/* An identifier is random: it is made into zeros, to compare the rest. */
static char *
text_without_id(const struct revise *revise)
{
	char *text = revise_text(revise), *id;

	id = strstr(text, "/ID [<");
	for (id = id == NULL ? text : id + 5; *id != '\0' && *id != ']'; id++)
		if (*id != '<' && *id != '>')
			*id = '0';
	return text;
}

#define ID_00 "<00000000000000000000000000000000>"

static void
a_table_is_answered_by_a_table(void)
{
	struct revise revise = { .reader = NULL };
	char expected[1000], *text;
	unsigned base;

	build_small(&revise.build);
	build_table(&revise.build, "/Root 1 0 R /Info (kept) /Prev2 7");
	if (!revise_start(&revise))
		return;
	change_some(revise.update);
	OK(revise_end(&revise));
	base = (unsigned)revise.build.pdf.len;
	text = text_without_id(&revise);
	snprintf(expected, sizeof(expected),
	    "6 0 obj\n(b)\nendobj\n"
	    "3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n"
	    "5 0 obj\n(a)\nendobj\n"
	    "xref\n3 1\n%010u 00000 n \n5 2\n%010u 00000 n \n%010u 00000 n \n"
	    "trailer\n<<\n/Info (kept)\n/Prev2 7\n/Size 7\n/Root 1 0 R\n"
	    "/ID [" ID_00 ID_00 "]\n/Prev %u\n>>\nstartxref\n%u\n%%%%EOF\n",
	    base + 19, base + 66, base, (unsigned)revise.build.last, base + 85);
	OKF(strcmp(text, expected) == 0, "the bytes are as expected");
	if (strcmp(text, expected) != 0)
		printf("%s\n---\n%s\n", text, expected);
	free(text);
	OK(csi_pdf_section_count(revise.strict) == 2);
	OK(csi_pdf_size(revise.strict) == 7);
	OK(csi_span_is(revise_load(&revise, 6)->as.text, "b"));
	OK(csi_span_is(revise_load(&revise, 5)->as.text, "a"));
	OK(csi_pdf_find(revise_load(&revise, 3), "Contents") == NULL);
	OK(revise_load(&revise, 4)->type == CSI_PDF_STREAM);
	revise_free(&revise);
}

static void
a_stream_is_answered_by_a_stream(void)
{
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_section *section;
	char *text;

	build_small(&revise.build);
	build_xref_stream(&revise.build, 5, "/Root 1 0 R /Info 4 0 R");
	if (!revise_start(&revise))
		return;
	change_some(revise.update);
	OK(revise_end(&revise));
	text = revise_text(&revise);
	OK(strstr(text, "\nxref\n") == NULL && strstr(text, "trailer") == NULL);
	OK(strstr(text, "8 0 obj\n<<\n/Type /XRef\n/W [1 4 2]\n"
			"/Index [3 1 6 3]\n/Info 4 0 R\n/Size 9\n"
			"/Root 1 0 R\n/ID [") != NULL);
	OK(strstr(text, "/Length 28\n>>\nstream\n") != NULL);
	free(text);
	OK(csi_pdf_section_count(revise.strict) == 2);
	section = csi_pdf_section_at(revise.strict, 0);
	OK(section != NULL && section->kind == CSI_PDF_XREF_STREAM);
	OK(csi_pdf_size(revise.strict) == 9);
	OK(csi_span_is(revise_load(&revise, 7)->as.text, "b"));
	OK(csi_span_is(revise_load(&revise, 6)->as.text, "a"));
	OK(csi_pdf_find(revise_load(&revise, 3), "Contents") == NULL);
	OK(revise_load(&revise, 8)->type == CSI_PDF_STREAM);
	revise_free(&revise);
}

static void
a_hybrid_file_is_answered_by_a_table(void)
{
	static const char *const packed[] = { "(packed)" };
	struct revise revise = { .reader = NULL };
	struct build *build = &revise.build;
	char extra[80], *text;
	uint64_t hidden;

	build_small(build);
	build_object_stream(build, 6, 5, packed, 1);
	{
		/* The table hides what older readers cannot read. */
		struct build_row keep[8];
		size_t count = build->count - 2;

		memcpy(keep, build->rows, count * sizeof(keep[0]));
		build->rows[0] = build->rows[build->count - 2];
		build->rows[1] = build->rows[build->count - 1];
		build->count = 2;
		hidden = build_xref_object(build, 7, "");
		memcpy(build->rows, keep, count * sizeof(keep[0]));
		build->count = count;
	}
	build->size = 8;
	snprintf(extra, sizeof(extra), "/Root 1 0 R /XRefStm %llu",
	    (unsigned long long)hidden);
	build_table(build, extra);
	if (!revise_start(&revise))
		return;
	OK(csi_pdf_section_at(revise.reader, 0)->kind == CSI_PDF_XREF_HYBRID);
	change_some(revise.update);
	OK(revise_end(&revise));
	text = revise_text(&revise);
	OK(strstr(text, "xref\n3 1\n") != NULL);
	OK(strstr(text, "XRefStm") == NULL);
	free(text);
	OK(csi_span_is(revise_load(&revise, 5)->as.text, "packed"));
	OK(csi_span_is(revise_load(&revise, 9)->as.text, "b"));
	revise_free(&revise);
}

static void
a_file_without_its_last_end_of_line_gets_one(void)
{
	struct revise revise = { .reader = NULL };
	char *text;

	build_small(&revise.build);
	build_table(&revise.build, "/Root 1 0 R");
	revise.build.pdf.len--;
	if (!revise_start(&revise))
		return;
	OK(csi_pdf_update_at(revise.update) == revise.build.pdf.len + 1);
	change_some(revise.update);
	OK(revise_end(&revise));
	text = revise_text(&revise);
	OK(strncmp(text, "\n6 0 obj\n", 9) == 0);
	free(text);
	OK(csi_span_is(revise_load(&revise, 6)->as.text, "b"));
	revise_free(&revise);
}

static void
the_generation_of_what_is_replaced_is_kept(void)
{
	struct csi_pdf_ref ref = { 5, 7 };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *value;
	char *text;

	build_small(&revise.build);
	build_here(&revise.build, 5);
	revise.build.rows[revise.build.count - 1].generation = 7;
	build_text(&revise.build, "5 7 obj\n(old)\nendobj\n");
	build_table(&revise.build, "/Root 1 0 R");
	if (!revise_start(&revise))
		return;
	add_object(revise.update, ref, "(new)");
	OK(revise_end(&revise));
	text = revise_text(&revise);
	OK(strstr(text, "5 7 obj\n(new)") != NULL);
	OK(strstr(text, " 00007 n \n") != NULL);
	free(text);
	OK(csi_pdf_load(revise.strict, ref, &value, NULL) == CSEAL_OK &&
	    csi_span_is(value->as.text, "new"));
	revise_free(&revise);
}

static void
the_first_identifier_stays_and_the_second_is_new(void)
{
	const struct csi_pdf_value *id;
	struct revise revise = { .reader = NULL };

	build_small(&revise.build);
	build_table(
	    &revise.build, "/Root 1 0 R /ID [(first\\)) <AABB>] /Size2 [1 2]");
	if (!revise_start(&revise))
		return;
	change_some(revise.update);
	OK(revise_end(&revise));
	id = csi_pdf_find(csi_pdf_trailer(revise.strict), "ID");
	OK(id != NULL && id->type == CSI_PDF_ARRAY && id->as.array.count == 2);
	OK(csi_span_is(id->as.array.items[0].as.text, "first)"));
	OK(id->as.array.items[1].as.text.len == 16);
	revise_free(&revise);
}

static void
a_stream_is_written_with_its_length_and_borrowed_data(void)
{
	struct csi_bytes entries = { 0 }, more = { 0 }, packed = { 0 };
	struct csi_bytes content = { 0 }, decoded = { 0 };
	struct revise revise = { .reader = NULL };
	const struct csi_pdf_value *value;
	uint8_t large[5000];
	struct csi_span span = { large, sizeof(large) };

	memset(large, 'x', sizeof(large));
	large[0] = '\r';
	build_small(&revise.build);
	build_table(&revise.build, "/Root 1 0 R");
	if (!revise_start(&revise))
		return;
	csi_bytes_add_text(&entries, "/A 1");
	csi_bytes_add_text(&more, "/A 2");
	csi_pdf_update_stream(revise.update,
	    csi_pdf_update_new_ref(revise.update), &entries, span);
	span.len = 3;
	csi_pdf_update_stream(
	    revise.update, csi_pdf_update_new_ref(revise.update), &more, span);
	csi_bytes_add(&content, large, sizeof(large));
	csi_pdf_update_flate(revise.update,
	    csi_pdf_update_new_ref(revise.update), &packed, &content);
	OK(entries.at == NULL && more.at == NULL && content.at == NULL);
	add_object(revise.update, csi_pdf_update_new_ref(revise.update), "7");
	OK(revise_end(&revise));
	value = revise_load(&revise, 5);
	OK(value != NULL && value->type == CSI_PDF_STREAM);
	OK(value->as.dict.raw.len == sizeof(large));
	OK(memcmp(value->as.dict.raw.at, large, sizeof(large)) == 0);
	OK(csi_pdf_find(value, "A")->as.integer == 1);
	value = revise_load(&revise, 6);
	OK(value != NULL && value->as.dict.raw.len == 3);
	value = revise_load(&revise, 7);
	OK(csi_pdf_stream_data(revise.strict, value, 6000, &decoded, NULL) ==
	    CSEAL_OK);
	OK(decoded.len == sizeof(large) &&
	    memcmp(decoded.at, large, sizeof(large)) == 0);
	csi_bytes_free(&decoded);
	value = revise_load(&revise, 8);
	OK(value != NULL && value->as.integer == 7);
	revise_free(&revise);
}

static void
an_object_that_is_changed_twice_is_refused(void)
{
	struct csi_pdf_ref page = { 3, 0 };

	for (int stream = 0; stream < 2; stream++) {
		struct revise revise = { .reader = NULL };
		cseal_error *error = NULL;

		build_small(&revise.build);
		if (stream)
			build_xref_stream(&revise.build, 5, "/Root 1 0 R");
		else
			build_table(&revise.build, "/Root 1 0 R");
		if (!revise_start(&revise))
			return;
		change_some(revise.update);
		add_object(revise.update, page, "(once more)");
		OK(csi_pdf_update_has(revise.update, page));
		OK(csi_pdf_update_finish(revise.update, &error) ==
		    CSEAL_REFUSED_DAMAGED);
		revise_said(CSEAL_REFUSED_DAMAGED, error);
		revise_free(&revise);
	}
}

static void
memory_that_ran_out_is_told_at_the_end(void)
{
	struct revise revise = { .reader = NULL };

	build_small(&revise.build);
	build_table(&revise.build, "/Root 1 0 R");
	if (!revise_start(&revise))
		return;
	change_some(revise.update);
	csi_pdf_update_fail(revise.update);
	OK(csi_pdf_update_finish(revise.update, NULL) == CSEAL_FAULT_MEMORY);
	revise_free(&revise);
}

/* ---- files that nobody would store in a test ----------------------------- */

/* A small file whose cross-reference section is `len` bytes from the start;
 * what lies between are zeros that take no memory. */
static uint8_t *
stretch(const struct build *build, uint64_t len, size_t head)
{
	size_t tail = build->pdf.len - head;
	uint8_t *at = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	char end[64];
	int n;

	if (at == MAP_FAILED)
		return NULL;
	memcpy(at, build->pdf.at, head);
	/* startxref is written anew, as far as the end of the file. */
	n = snprintf(end, sizeof(end), "startxref\n%llu\n%%%%EOF\n",
	    (unsigned long long)(len - tail - 40));
	memcpy(at + len - tail - 40, build->pdf.at + head, tail);
	memset(at + len - 40, '\n', 40);
	memcpy(at + len - n, end, (size_t)n);
	return at;
}

static void
update_far(uint64_t len, cseal_status expected, const char *row)
{
	struct build build = { 0 };
	csi_pdf_reader *reader = NULL;
	csi_pdf_update *update = NULL;
	cseal_error *error = NULL;
	uint8_t *at, *copy;
	char wanted[64];
	size_t head;
	cseal_status st;

	build_small(&build);
	head = build.pdf.len;
	build_table(&build, "/Root 1 0 R");
	/* Without its own startxref. */
	build.pdf.len = (size_t)((uint8_t *)memmem(build.pdf.at, build.pdf.len,
				     "startxref", 9) -
				 build.pdf.at);
	at = stretch(&build, len, head);
	if (at == NULL) {
		tap_skip("no address space for a huge file");
		build_free(&build);
		return;
	}
	st = csi_pdf_reader_new(at, len, CSI_PDF_LENIENT, &reader, &error);
	if (OK(revise_said(st, error))) {
		OK(csi_pdf_update_new(reader, &update, NULL) == CSEAL_OK);
		OK(csi_pdf_update_at(update) == len);
		change_some(update);
		error = NULL;
		st = csi_pdf_update_finish(update, &error);
		OK(st == expected);
		revise_said(st, error);
	}
	if (st == CSEAL_OK) {
		copy = calloc(1, csi_pdf_update_len(update) + 1);
		csi_pdf_update_write(update, copy);
		OK(strstr((char *)copy, row) != NULL);
		snprintf(wanted, sizeof(wanted), "\nstartxref\n%llu\n",
		    (unsigned long long)(len + 85));
		OK(strstr((char *)copy, wanted) != NULL);
		free(copy);
	}
	csi_pdf_update_free(update);
	csi_pdf_reader_free(reader);
	munmap(at, len);
	build_free(&build);
}

static void
offsets_beyond_four_gigabytes_are_written_right(void)
{
	update_far(UINT64_C(5000000000), CSEAL_OK, "5000000019 00000 n ");
}

static void
an_offset_that_a_table_cannot_hold_is_a_limit(void)
{
	update_far(UINT64_C(9999999900), CSEAL_OK, "9999999919 00000 n ");
	update_far(UINT64_C(9999999999), CSEAL_REFUSED_LIMIT, "");
}

static void
offsets_count_from_the_header_where_other_bytes_come_before_it(void)
{
	static const char junk[] = "HTTP/1.1 200 OK\r\n\r\n";

	for (int streams = 0; streams < 2; streams++) {
		struct revise revise = { .reader = NULL };
		struct build build = { .last = 0 };
		struct csi_bytes *after = &revise.after;
		cseal_error *error = NULL;
		size_t len;

		build_small(&build);
		if (streams)
			build_xref_stream(&build, 5, "/Root 1 0 R");
		else
			build_table(&build, "/Root 1 0 R");
		build_text(&revise.build, junk);
		csi_bytes_add_span(
		    &revise.build.pdf, csi_bytes_span(&build.pdf));
		build_free(&build);
		if (!revise_start(&revise))
			return;
		change_some(revise.update);
		OK(revise_said(
		    csi_pdf_update_finish(revise.update, &error), error));
		len = csi_pdf_update_len(revise.update);
		csi_bytes_add_span(after, csi_bytes_span(&revise.build.pdf));
		csi_pdf_update_write(revise.update, csi_bytes_room(after, len));
		after->len += len;
		/* Without the other bytes it is as it should be. */
		error = NULL;
		OK(revise_said(csi_pdf_reader_new(after->at + strlen(junk),
				   after->len - strlen(junk), CSI_PDF_STRICT,
				   &revise.strict, &error),
		    error));
		if (revise.strict != NULL) {
			OK(csi_pdf_section_count(revise.strict) == 2);
			OK(revise_load(&revise, 6 + (uint32_t)streams) != NULL);
			OK(revise_load(&revise, 3) != NULL);
		}
		revise_free(&revise);
	}
}

int
main(void)
{
	RUN(a_table_is_answered_by_a_table);
	RUN(a_stream_is_answered_by_a_stream);
	RUN(a_hybrid_file_is_answered_by_a_table);
	RUN(a_file_without_its_last_end_of_line_gets_one);
	RUN(the_generation_of_what_is_replaced_is_kept);
	RUN(the_first_identifier_stays_and_the_second_is_new);
	RUN(a_stream_is_written_with_its_length_and_borrowed_data);
	RUN(an_object_that_is_changed_twice_is_refused);
	RUN(memory_that_ran_out_is_told_at_the_end);
	RUN(offsets_beyond_four_gigabytes_are_written_right);
	RUN(an_offset_that_a_table_cannot_hold_is_a_limit);
	RUN(offsets_count_from_the_header_where_other_bytes_come_before_it);
	return tap_done();
}
