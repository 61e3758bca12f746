/* SPDX-License-Identifier: Apache-2.0 */
/* test-document.c -- proves lib/document.c: open, measure, save. */
#include "document/document.h"

#include "pdf/build.h"
#include "tap.h"

#include <unistd.h>

static cseal_document *
open_built(const struct build *build)
{
	cseal_document *document = NULL;

	OK(cseal_document_open_mem(
	       build->pdf.at, build->pdf.len, &document, NULL) == CSEAL_OK);
	return document;
}

static void
a_document_is_what_was_opened(void)
{
	struct build build = { .count = 0 };
	cseal_document *document;
	uint64_t len;

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	document = open_built(&build);
	OK(memcmp(cseal_document_bytes(document, &len), build.pdf.at,
	       build.pdf.len) == 0);
	OK(len == build.pdf.len);
	cseal_document_free(document);
	cseal_document_free(NULL);
	build_free(&build);
}

static void
a_document_is_saved_and_opened_again(void)
{
	char path[] = "/tmp/counterseal-document-XXXXXX";
	struct build build = { .count = 0 };
	cseal_document *document, *again = NULL;
	uint64_t len = 0;
	int fd = mkstemp(path);

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	document = open_built(&build);
	OK(cseal_document_save_file(document, path, NULL) == CSEAL_OK);
	OK(cseal_document_open_file(path, &again, NULL) == CSEAL_OK);
	OK(memcmp(cseal_document_bytes(again, &len), build.pdf.at,
	       build.pdf.len) == 0 &&
	    len == build.pdf.len);
	/* Over the file that it came from. */
	OK(cseal_document_save_file(again, path, NULL) == CSEAL_OK);
	cseal_document_free(again);
	OK(lseek(fd, 0, SEEK_SET) == 0);
	OK(cseal_document_save_fd(document, fd, NULL) == CSEAL_OK);
	OK(lseek(fd, 0, SEEK_CUR) == (off_t)build.pdf.len);
	OK(cseal_document_save_file(document, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_document_free(document);
	close(fd);
	unlink(path);
	build_free(&build);
}

static void
what_is_no_pdf_is_not_opened(void)
{
	cseal_document *document = NULL;
	uint8_t far[1100] = { 0 };

	OK(cseal_document_open_mem("", 0, &document, NULL) ==
	    CSEAL_REFUSED_NOT_A_PDF);
	OK(cseal_document_open_mem(NULL, 0, &document, NULL) ==
	    CSEAL_REFUSED_NOT_A_PDF);
	OK(cseal_document_open_mem("%PDF", 4, &document, NULL) ==
	    CSEAL_REFUSED_NOT_A_PDF);
	memcpy(far + 1021, "%PDF-1.7", 8);
	OK(cseal_document_open_mem(far, sizeof(far), &document, NULL) ==
	    CSEAL_REFUSED_NOT_A_PDF);
	OK(cseal_document_open_mem(NULL, 5, &document, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_document_open_file("/dev/null", &document, NULL) ==
	    CSEAL_SETUP_FILE);
	OK(cseal_document_open_file("/nonexistent", &document, NULL) ==
	    CSEAL_SETUP_FILE);
	OK(cseal_document_open_file(NULL, &document, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(document == NULL);
}

static void
pages_are_counted_and_measured_as_shown(void)
{
	struct build build = { .count = 0 };
	uint32_t count = 0, width = 0, height = 0;
	cseal_document *document;

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 2,
	    "<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 "
	    "/MediaBox [0 0 595 842] >>");
	build_object(&build, 5,
	    "<< /Type /Page /Parent 2 0 R /Rotate 90 "
	    "/CropBox [0 0 72 144] >>");
	build_table(&build, "/Root 1 0 R");
	document = open_built(&build);
	OK(cseal_document_page_count(document, &count, NULL) == CSEAL_OK);
	OK(count == 2);
	OK(cseal_document_page_size(document, 1, &width, &height, NULL) ==
	    CSEAL_OK);
	OK(width == 209903 && height == 297039);
	OK(cseal_document_page_size(
	       document, CSEAL_PAGE_LAST, &width, &height, NULL) == CSEAL_OK);
	OK(width == 50800 && height == 25400);
	OK(cseal_document_page_size(document, 3, &width, &height, NULL) ==
	    CSEAL_REFUSED_PLACE);
	OK(cseal_document_page_size(document, 0, &width, &height, NULL) ==
	    CSEAL_REFUSED_PLACE);
	cseal_document_free(document);
	build_free(&build);
}

static void
a_damaged_document_is_opened_and_refused_when_read(void)
{
	static const char text[] = "%PDF-1.7\nnothing here\n";
	cseal_document *document = NULL;
	cseal_error *error = NULL;
	uint32_t count = 77;

	OK(cseal_document_open_mem(text, sizeof(text), &document, NULL) ==
	    CSEAL_OK);
	OK(cseal_document_page_count(document, &count, &error) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(cseal_error_status(error) == CSEAL_REFUSED_DAMAGED && count == 77);
	cseal_error_free(error);
	cseal_document_free(document);
}

static void
a_damaged_document_has_the_pages_that_stand_in_it(void)
{
	struct build build = { .count = 0 };
	cseal_document *document;
	uint32_t count = 0;

	build_small(&build);
	build_text(&build, "%%EOF\n");
	/* Without its header, too. */
	memmove(build.pdf.at, build.pdf.at + 9, build.pdf.len - 9);
	build.pdf.len -= 9;
	document = open_built(&build);
	OK(!cseal_document_was_damaged(document));
	OK(cseal_document_page_count(document, &count, NULL) == CSEAL_OK);
	OK(count == 1);
	OK(cseal_document_was_damaged(document));
	OK(!cseal_document_was_damaged(NULL));
	cseal_document_free(document);
	build_free(&build);
}

int
main(void)
{
	RUN(a_document_is_what_was_opened);
	RUN(a_document_is_saved_and_opened_again);
	RUN(what_is_no_pdf_is_not_opened);
	RUN(pages_are_counted_and_measured_as_shown);
	RUN(a_damaged_document_is_opened_and_refused_when_read);
	RUN(a_damaged_document_has_the_pages_that_stand_in_it);
	return tap_done();
}
