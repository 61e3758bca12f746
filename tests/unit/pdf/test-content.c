/* SPDX-License-Identifier: Apache-2.0 */
/* test-content.c -- proves lib/pdf/content.c: graphics states that content
 * leaves saved. */
#include "pdf/content.h"

#include "build.h"
#include "tap.h"

/* Of contents that are one stream, with those entries. */
static unsigned
saved_by(const char *content, const char *entries)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	unsigned saved = 99;

	build_small(&build);
	build_stream(&build, 5, entries, content, strlen(content));
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, CSI_PDF_LENIENT);
	OK(csi_pdf_content_saved(reader, build_load(reader, 5), &saved, NULL) ==
	    CSEAL_OK);
	csi_pdf_reader_free(reader);
	build_free(&build);
	return saved;
}

static void
each_q_is_counted_with_its_q(void)
{
	static const struct {
		const char *content;
		unsigned saved;
	} contents[] = {
		{ "", 1 },
		{ "q", 2 },
		{ "q Q", 1 },
		{ "Q", 0 },
		{ "Q Q Q q", 1 },
		{ "q\nq\tq", 4 },
		{ "q%Q\n", 2 },
		{ "q (Q) Tj <51> Tj /Q gs", 2 },
		{ "q (Q", 2 },
		{ "q[Q]", 1 },
		{ "qQ Qq qq", 1 },
		{ "q BI /W 1 /H 1 /BPC 8 ID \\(Q Q EI q", 3 },
		{ "q BI /W 1 ID Q EIQ \nEI Q", 1 },
		{ "q BI /W 1 ID Q Q", 2 },
	};

	for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++)
		OKF(saved_by(contents[i].content, "") == contents[i].saved,
		    "%s", contents[i].content);
}

static void
what_cannot_be_decoded_is_taken_for_whole(void)
{
	OK(saved_by("q q q", "/Filter /LZWDecode") == 1);
	OK(saved_by("712071>", "/Filter /ASCIIHexDecode") == 3);
}

static void
states_have_a_limit(void)
{
	char *content = malloc(40001);

	if (content == NULL)
		abort();
	for (size_t i = 0; i < 40000; i += 2)
		memcpy(content + i, "q ", 2);
	content[40000] = '\0';
	OK(saved_by(content, "") == CSI_PDF_SAVED_MOST);
	free(content);
}

int
main(void)
{
	RUN(each_q_is_counted_with_its_q);
	RUN(what_cannot_be_decoded_is_taken_for_whole);
	RUN(states_have_a_limit);
	return tap_done();
}
