/* SPDX-License-Identifier: Apache-2.0 */
/* test-clear.c -- proves lib/pdf/clear.c. */
#include "pdf/clear.h"

#include "build.h"
#include "encrypted.h"
#include "pdf/update.h"
#include "tap.h"

#define MOST ((size_t)1 << 20)

static struct csi_span
text(const char *of)
{
	struct csi_span span = { (const uint8_t *)of, strlen(of) };

	return span;
}

static csi_pdf_reader *
open_bytes(const struct csi_bytes *file, enum csi_pdf_policy policy)
{
	csi_pdf_reader *reader = NULL;

	if (csi_pdf_reader_new(file->at, file->len, policy, &reader, NULL) !=
	    CSEAL_OK)
		exit(99);
	return reader;
}

/* A file whose page has contents and an image, and whose catalog has a
 * string, encrypted by us. */
static struct csi_bytes
make_locked(const char *trailer)
{
	struct csi_bytes out = { 0 }, entries = { 0 };
	const struct csi_pdf_ref one = { 1, 0 }, four = { 4, 0 };
	csi_pdf_reader *reader;
	csi_pdf_update *update = NULL;
	struct build build = { .count = 0 };
	struct csi_pdf_ref image;
	uint8_t *end;

	build_small(&build);
	build_table(&build, trailer);
	reader = open_bytes(&build.pdf, CSI_PDF_STRICT);
	if (csi_pdf_unlock(reader, text("user"), NULL) != CSEAL_OK ||
	    csi_pdf_update_new(reader, &update, NULL) != CSEAL_OK)
		exit(99);
	csi_bytes_add_text(csi_pdf_update_open(update, one),
	    "<< /Type /Catalog /Pages 2 0 R /Lang (en\\(GB) >>");
	csi_pdf_update_close(update);
	csi_pdf_update_stream(update, four, &entries, text("0 0 9 9 re f"));
	image = csi_pdf_update_new_ref(update);
	csi_bytes_add_text(&entries, "/Filter /DCTDecode");
	csi_pdf_update_stream(update, image, &entries, text("no jpeg"));
	if (csi_pdf_update_finish(update, NULL) != CSEAL_OK)
		exit(99);
	csi_bytes_add_span(&out, csi_bytes_span(&build.pdf));
	end = csi_bytes_room(&out, csi_pdf_update_len(update));
	if (end == NULL)
		exit(99);
	csi_pdf_update_write(update, end);
	out.len += csi_pdf_update_len(update);
	csi_pdf_update_free(update);
	csi_pdf_reader_free(reader);
	build_free(&build);
	return out;
}

static bool
has(const struct csi_bytes *file, const char *words)
{
	return memmem(file->at, file->len, words, strlen(words)) != NULL;
}

static void
everything_is_there_in_the_clear(void)
{
	static const char *const trailers[] = { REVISION3 " /P -4 >>",
		REVISION6 " /P -4 >>" };

	for (size_t i = 0; i < 2; i++) {
		struct csi_bytes file = make_locked(trailers[i]), clear = { 0 };
		csi_pdf_reader *reader = open_bytes(&file, CSI_PDF_LENIENT);
		const struct csi_pdf_value *catalog, *lang;
		struct csi_pdf_ref ref;
		struct csi_pdf_page page;

		OK(csi_pdf_unlock(reader, text("user"), NULL) == CSEAL_OK);
		OK(csi_pdf_clear_copy(reader, MOST, &clear, NULL) == CSEAL_OK);
		csi_pdf_reader_free(reader);
		OK(!has(&file, "9 9 re") && has(&clear, "0 0 9 9 re f"));
		OK(!has(&file, "no jpeg") && has(&clear, "no jpeg"));
		OK(!has(&clear, "/Encrypt"));
		reader = open_bytes(&clear, CSI_PDF_STRICT);
		OK(!csi_pdf_is_encrypted(reader));
		OK(csi_pdf_catalog(reader, &catalog, &ref, NULL) == CSEAL_OK);
		OK(csi_pdf_get(reader, catalog, "Lang", &lang, NULL) ==
		    CSEAL_OK);
		OK(lang->type == CSI_PDF_STRING &&
		    csi_span_is(lang->as.text, "en(GB"));
		OK(csi_pdf_page(reader, 0, &page, NULL) == CSEAL_OK);
		csi_pdf_reader_free(reader);
		csi_bytes_free(&clear);
		csi_bytes_free(&file);
	}
}

static void
nothing_is_copied_without_the_password(void)
{
	struct csi_bytes file = make_locked(REVISION6 " /P -4 >>");
	struct csi_bytes clear = { 0 };
	csi_pdf_reader *reader = open_bytes(&file, CSI_PDF_LENIENT);

	OK(csi_pdf_clear_copy(reader, MOST, &clear, NULL) ==
	    CSEAL_COUNTER_PASSWORD_NEEDED);
	OK(clear.len == 0);
	csi_pdf_reader_free(reader);
	csi_bytes_free(&file);
}

static void
a_copy_has_a_limit(void)
{
	struct csi_bytes file = make_locked(REVISION6 " /P -4 >>");
	struct csi_bytes clear = { 0 };
	csi_pdf_reader *reader = open_bytes(&file, CSI_PDF_LENIENT);

	OK(csi_pdf_unlock(reader, text("user"), NULL) == CSEAL_OK);
	OK(csi_pdf_clear_copy(reader, 100, &clear, NULL) ==
	    CSEAL_REFUSED_LIMIT);
	OK(clear.len == 0 && clear.at == NULL);
	csi_pdf_reader_free(reader);
	csi_bytes_free(&file);
}

/* /Size may be any number; what has no row takes no time. */
static void
only_rows_are_copied(void)
{
	struct csi_bytes file = make_locked(REVISION6 " /P -4 >>");
	struct csi_bytes large = { 0 }, clear = { 0 };
	const char *size = memmem(file.at, file.len, " /Size ", 7);
	csi_pdf_reader *reader;
	size_t front;

	OK(size != NULL);
	front = (size_t)(size - (const char *)file.at) + 7;
	csi_bytes_add(&large, file.at, front);
	csi_bytes_add_text(&large, "8388607 ");
	front += strspn(size + 7, "0123456789");
	csi_bytes_add(&large, file.at + front, file.len - front);
	reader = open_bytes(&large, CSI_PDF_LENIENT);
	OK(csi_pdf_size(reader) == 8388607);
	OK(csi_pdf_unlock(reader, text("user"), NULL) == CSEAL_OK);
	OK(csi_pdf_clear_copy(reader, MOST, &clear, NULL) == CSEAL_OK);
	csi_pdf_reader_free(reader);
	OK(!has(&clear, "8388607"));
	reader = open_bytes(&clear, CSI_PDF_STRICT);
	OK(csi_pdf_size(reader) == csi_pdf_rows_end(reader));
	csi_pdf_reader_free(reader);
	csi_bytes_free(&clear);
	csi_bytes_free(&large);
	csi_bytes_free(&file);
}

/* Contents that were cut off in the middle of a block are read as far as they
 * go; an object that is nonsense is left out. */
static void
what_cannot_be_read_is_left_out(void)
{
	struct build build = { .count = 0 };
	struct csi_bytes clear = { 0 };
	csi_pdf_reader *reader;

	build_small(&build);
	build_object(&build, 9, "<< /Bad (");
	build_object(&build, 10, "(as it is: not encrypted)");
	build_table(&build, REVISION6 " /P -4 >>");
	reader = open_bytes(&build.pdf, CSI_PDF_LENIENT);
	OK(csi_pdf_unlock(reader, text("user"), NULL) == CSEAL_OK);
	OK(csi_pdf_clear_copy(reader, MOST, &clear, NULL) == CSEAL_OK);
	OK(!has(&clear, "9 0 obj") && has(&clear, "10 0 obj"));
	csi_pdf_reader_free(reader);
	csi_bytes_free(&clear);
	build_free(&build);
}

int
main(void)
{
	RUN(everything_is_there_in_the_clear);
	RUN(nothing_is_copied_without_the_password);
	RUN(a_copy_has_a_limit);
	RUN(only_rows_are_copied);
	RUN(what_cannot_be_read_is_left_out);
	return tap_done();
}
