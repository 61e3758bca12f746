/* SPDX-License-Identifier: Apache-2.0 */
/* test-qpdf-repair.c -- proves modules/qpdf-repair and lib/repair.c: what
 * libqpdf saves, and what it is not let do. */
#include "blob.h"
#include "context.h"
#include "scripted.h"
#include "tap.h"
#include "unit/pdf/build.h"
#include "wait.h"

#include <sys/resource.h>
#include <zlib.h>

#define BOMB_MIB 1200

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

static cseal_document *
open_built(const struct build *build)
{
	cseal_document *document = NULL;

	OK(cseal_document_open_mem(
	       build->pdf.at, build->pdf.len, &document, NULL) == CSEAL_OK);
	return document;
}

static bool
is_as_built(const cseal_document *document, const struct build *build)
{
	uint64_t len;
	const void *bytes = cseal_document_bytes(document, &len);

	return len == build->pdf.len &&
	       memcmp(bytes, build->pdf.at, build->pdf.len) == 0;
}

/* A page that is no object of its own: the library counts none. */
static void
build_bad(struct build *build, const char *more)
{
	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 2 0 R >>");
	build_object(build, 2,
	    "<< /Type /Pages /Count 1 /Kids [<< /Type /Page /Parent 2 0 R "
	    "/MediaBox [0 0 200 200] >>] >>");
	build_object(build, 3, more);
	build_table(build, "/Root 1 0 R");
}

static void
a_broken_page_tree_is_repaired(void)
{
	struct build build = { 0 };
	cseal_document *document;
	uint32_t count = 0;
	uint64_t len;
	bool repaired;

	build_bad(&build, "null");
	document = open_built(&build);
	OK(repair(document, 60000, &repaired) == CSEAL_OK && repaired);
	OK(!is_as_built(document, &build));
	OK(memcmp(cseal_document_bytes(document, &len), "%PDF-", 5) == 0);
	OK(cseal_document_page_count(document, &count, NULL) == CSEAL_OK &&
	    count == 1);
	/* Once is enough. */
	OK(repair(document, 60000, &repaired) == CSEAL_OK && !repaired);
	cseal_document_free(document);
	build_free(&build);
}

static void
what_the_library_can_read_is_left_alone(void)
{
	struct build build = { 0 };
	cseal_document *document;
	bool repaired;

	build_small(&build);
	build_text(&build, "trailer << /Root 1 0 R >>\n%%EOF\n");
	document = open_built(&build);
	OK(repair(document, 60000, &repaired) == CSEAL_OK && !repaired);
	OK(is_as_built(document, &build));
	OK(cseal_document_was_damaged(document));
	cseal_document_free(document);
	build_free(&build);
}

static void
what_may_be_signed_is_refused(void)
{
	struct build build = { 0 };
	cseal_document *document;
	bool repaired;

	build_bad(&build, "<< /Type /Sig /ByteRange [0 1 2 3] >>");
	document = open_built(&build);
	OK(repair(document, 60000, &repaired) == CSEAL_REFUSED_FORBIDDEN);
	OK(!repaired && is_as_built(document, &build));
	cseal_document_free(document);
	build_free(&build);
}

static void
what_cannot_be_repaired_is_refused(void)
{
	static const char *const texts[] = { "%PDF-1.4\n%%EOF\n",
		"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n"
		"trailer << /Root 1 0 R >>\n" };

	for (size_t i = 0; i < 2; i++) {
		struct build build = { 0 };
		cseal_document *document;
		bool repaired;

		build_text(&build, texts[i]);
		document = open_built(&build);
		OK(repair(document, 60000, &repaired) == CSEAL_REFUSED_DAMAGED);
		OK(!repaired && is_as_built(document, &build));
		cseal_document_free(document);
		build_free(&build);
	}
}

static cseal_status
call(const struct build *build, size_t most, int timeout_ms,
    struct csi_bytes *ret_pdf)
{
	struct csi_module *module;
	cseal_error *error = NULL;
	cseal_wait wait;
	cseal_blob blob;
	cseal_status st;

	csi_wait_init(&wait, timeout_ms, NULL);
	csi_blob_init(&blob, most);
	st = csi_loader_only(context, CSEAL_KIND_REPAIR, &module, &error);
	if (st == CSEAL_OK)
		st = module->driver->ops.repair->repair(&module->host,
		    build->pdf.at, build->pdf.len, &wait, &blob, &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	*ret_pdf = csi_blob_take(&blob);
	return st;
}

/* An object stream of zeros, which is a thousand times as long as its data:
 * more than the child may have. */
static void
build_bomb(struct build *build)
{
	static uint8_t zeros[1 << 20], packed[4 << 20];
	z_stream stream = { .next_out = packed, .avail_out = sizeof(packed) };

	if (deflateInit(&stream, 6) != Z_OK)
		abort();
	for (int i = 0; i < BOMB_MIB; i++) {
		stream.next_in = zeros;
		stream.avail_in = sizeof(zeros);
		deflate(&stream, i + 1 < BOMB_MIB ? Z_NO_FLUSH : Z_FINISH);
	}
	build_start(build);
	build_object(build, 1, "<< /Type /Catalog /Pages 5 0 R >>");
	build_stream(build, 4,
	    "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed,
	    stream.total_out);
	deflateEnd(&stream);
	build_packed_row(build, 5, 4, 0);
	build_xref_stream(build, 6, "/Root 1 0 R");
}

/* What libqpdf makes of a stream that it found no memory for is its affair. */
static void
a_bomb_does_no_harm_and_the_wait_ends_it(void)
{
	struct build build = { 0 };
	struct csi_bytes pdf;
	struct rusage usage;
	cseal_status st;

	build_bomb(&build);
	OK(call(&build, (size_t)64 << 20, 0, &pdf) == CSEAL_STOPPED_TIMEOUT);
	csi_bytes_wipe(&pdf);
	st = call(&build, (size_t)64 << 20, 60000, &pdf);
	OKF(st == CSEAL_OK || cseal_status_class_of(st) == CSEAL_CLASS_REFUSED,
	    "%s", cseal_status_name(st));
	getrusage(RUSAGE_CHILDREN, &usage);
	OKF(usage.ru_maxrss < (BOMB_MIB + 200) * 1024L, "%ld KiB",
	    usage.ru_maxrss);
	csi_bytes_wipe(&pdf);
	build_free(&build);
}

static void
what_is_too_long_is_refused(void)
{
	struct build build = { 0 };
	struct csi_bytes pdf;

	build_bad(&build, "null");
	OK(call(&build, 100, 60000, &pdf) == CSEAL_REFUSED_LIMIT);
	csi_bytes_wipe(&pdf);
	build_free(&build);
}

static void
arguments_are_needed(void)
{
	struct build build = { 0 };
	cseal_document *document;
	bool repaired;

	build_bad(&build, "null");
	document = open_built(&build);
	OK(cseal_document_repair(NULL, document, -1, NULL, &repaired, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_document_repair(context, NULL, -1, NULL, &repaired, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_document_repair(context, document, -1, NULL, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_document_free(document);
	build_free(&build);
}

int
main(void)
{
	scratch_make();
	context = scripted_context(NULL);
	if (context == NULL)
		return 99;
	RUN(a_broken_page_tree_is_repaired);
	RUN(what_the_library_can_read_is_left_alone);
	RUN(what_may_be_signed_is_refused);
	RUN(what_cannot_be_repaired_is_refused);
	RUN(a_bomb_does_no_harm_and_the_wait_ends_it);
	RUN(what_is_too_long_is_refused);
	RUN(arguments_are_needed);
	cseal_context_unref(context);
	return tap_done();
}
