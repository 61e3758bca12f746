/* SPDX-License-Identifier: Apache-2.0 */
/* test-repair.c -- proves lib/repair.c with a module that gives what the test
 * says; modules/qpdf-repair has a test of its own. */
#include "pdf/build.h"
#include "tap.h"

#include <counterseal/counterseal.h>

static cseal_context *context;

static cseal_status
repair(cseal_document *document, int timeout_ms, bool *ret_repaired)
{
	cseal_error *error = NULL;
	cseal_status st;

	*ret_repaired = false;
	st = cseal_document_repair(
	    context, document, timeout_ms, NULL, ret_repaired, &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

/* A document without a page; what the module makes of it lies behind it, with
 * the highest bit of each byte turned, so that nobody finds objects there. */
static cseal_document *
open_damaged(struct build *build, const char *mark, const struct build *rest)
{
	cseal_document *document = NULL;

	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(build, 2, "<< /Type /Pages /Kids [<< >>] /Count 1 >>");
	build_text(build, mark);
	for (size_t i = 0; i < rest->pdf.len; i++)
		csi_bytes_add_u8(&build->pdf, rest->pdf.at[i] ^ 0x80);
	if (cseal_document_open_mem(
		build->pdf.at, build->pdf.len, &document, NULL) != CSEAL_OK)
		exit(99);
	return document;
}

static bool
is(const cseal_document *document, const struct build *build)
{
	uint64_t len;
	const void *bytes = cseal_document_bytes(document, &len);

	return len == build->pdf.len &&
	       memcmp(bytes, build->pdf.at, build->pdf.len) == 0;
}

static void
build_good(struct build *build, const char *catalog)
{
	build_start(build);
	build_object(build, 1, catalog);
	build_object(build, 2,
	    "<< /Type /Pages /Kids [3 0 R] /Count 1 "
	    "/MediaBox [0 0 595 842] >>");
	build_object(build, 3, "<< /Type /Page /Parent 2 0 R >>");
}

static void
a_document_that_cannot_be_read_is_replaced(void)
{
	struct build build = { 0 }, good = { 0 };
	cseal_document *document;
	uint32_t count = 0;
	bool repaired;

	build_good(&good, "<< /Type /Catalog /Pages 2 0 R >>");
	build_table(&good, "/Root 1 0 R");
	document = open_damaged(&build, "%MOCK\n", &good);
	OK(repair(document, -1, &repaired) == CSEAL_OK && repaired);
	OK(is(document, &good));
	OK(cseal_document_page_count(document, &count, NULL) == CSEAL_OK &&
	    count == 1);
	OK(repair(document, -1, &repaired) == CSEAL_OK && !repaired);
	cseal_document_free(document);
	build_free(&build);
	build_free(&good);
}

static void
what_is_no_better_is_refused(void)
{
	static const struct {
		const char *mark;
		cseal_status status;
	} marks[] = {
		{ "%%EOF\n", CSEAL_REFUSED_DAMAGED },
		{ "%%EOF\n%MOCK\n", CSEAL_REFUSED_NOT_A_PDF },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct build build = { 0 }, nothing = { 0 };
		cseal_document *document;
		bool repaired;

		document = open_damaged(&build, marks[i].mark, &nothing);
		OK(repair(document, -1, &repaired) == marks[i].status);
		OK(!repaired && is(document, &build));
		cseal_document_free(document);
		build_free(&build);
	}
}

/* The name of the key is written in another way, so that only the new file's
 * form tells. */
static void
what_turns_out_to_be_signed_is_refused(void)
{
	struct build build = { 0 }, good = { 0 };
	cseal_document *document;
	bool repaired;

	build_good(&good,
	    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> "
	    ">>");
	build_object(&good, 5,
	    "<< /FT /Sig /T (a) /V << /Type /Sig /ByteRang#65 [0 1 2 3] >> "
	    ">>");
	build_table(&good, "/Root 1 0 R");
	document = open_damaged(&build, "%MOCK\n", &good);
	OK(repair(document, -1, &repaired) == CSEAL_REFUSED_FORBIDDEN);
	OK(!repaired && is(document, &build));
	cseal_document_free(document);
	build_free(&build);
	build_free(&good);
}

static void
a_wait_that_is_over_stops_it(void)
{
	struct build build = { 0 }, nothing = { 0 };
	cseal_document *document;
	bool repaired;

	document = open_damaged(&build, "%%EOF\n%MOCK\n", &nothing);
	OK(repair(document, 0, &repaired) == CSEAL_STOPPED_TIMEOUT);
	OK(!repaired && is(document, &build));
	cseal_document_free(document);
	build_free(&build);
}

int
main(void)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent",
		.module_dir = "/nonexistent" };

	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCKS "/mock-repair.so", NULL) != CSEAL_OK)
		return 99;
	RUN(a_document_that_cannot_be_read_is_replaced);
	RUN(what_is_no_better_is_refused);
	RUN(what_turns_out_to_be_signed_is_refused);
	RUN(a_wait_that_is_over_stops_it);
	cseal_context_unref(context);
	return tap_done();
}
