/* SPDX-License-Identifier: Apache-2.0 */
/* find-text.c -- where a phrase stands in a document.
 *
 * Reading text means fonts, encodings and the order of lines: Poppler does
 * it, as a program of its own. */
#include "child.h"
#include "config.h"
#include "context.h"
#include "document/document.h"
#include "document/words.h"
#include "error.h"
#include "line.h"
#include "pdf/clear.h"

#include <math.h>
#include <string.h>

#define PDFTOTEXT     "/usr/bin/pdftotext"
#define DOCUMENT_MOST ((size_t)512 << 20)
#define XHTML_MOST    ((size_t)256 << 20)
#define PHRASE_MOST   1000 /* bytes */
#define UM_PER_POINT  (25400.0 / 72.0)

static cseal_status
check_phrase(const char *phrase, int32_t occurrence, struct csi_bytes *squeezed,
    cseal_error **ret_error)
{
	struct csi_span text = { (const uint8_t *)phrase, 0 };

	text.len = phrase == NULL ? 0 : strnlen(phrase, PHRASE_MOST + 1);
	if (text.len <= PHRASE_MOST)
		csi_words_squeeze(squeezed, text);
	if (squeezed->failed)
		return csi_fail_memory(ret_error);
	if (squeezed->len == 0 || occurrence == 0)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a phrase has 1 to %d bytes, and occurrences count from 1 "
		    "or from -1",
		    PHRASE_MOST);
	return CSEAL_OK;
}

static cseal_status
read_words(cseal_context *context, struct csi_span file, cseal_wait *wait,
    struct csi_words *words, cseal_error **ret_error)
{
	static const char *const argv[] = { "pdftotext", "-bbox", "-cropbox",
		"-enc", "UTF-8", "-q", "-", "-" };
	const char *program = context == NULL ? NULL
					      : cseal_context_setting(context,
						    "text", "pdftotext");
	struct csi_child child = { .program =
				       program != NULL ? program : PDFTOTEXT,
		.argv = argv,
		.argc = sizeof(argv) / sizeof(argv[0]),
		.input = file,
		.output_most = XHTML_MOST };
	struct csi_bytes xhtml = { 0 };
	cseal_status st;
	int code = 0;

	if (child.program[0] != '/')
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[text] pdftotext was not an absolute path");
	if (file.len > DOCUMENT_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "text is looked for in documents up to %zu bytes",
		    DOCUMENT_MOST);
	st = csi_child_run(&child, wait, &xhtml, &code, ret_error);
	if (st == CSEAL_OK && code != 0)
		st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "pdftotext could not read the document (exit code %d): it "
		    "may be damaged",
		    code);
	if (st == CSEAL_OK)
		st = csi_words_read(csi_bytes_span(&xhtml), words, ret_error);
	csi_bytes_wipe(&xhtml);
	return st;
}

/* Whoever lists processes sees their arguments: the program is not told the
 * password, and gets a copy without, which no disk sees. */
static cseal_status
read_document(cseal_context *context, cseal_document *document,
    cseal_wait *wait, struct csi_words *words, cseal_error **ret_error)
{
	struct csi_span file = { document->file.at, document->file.len };
	struct csi_bytes clear = { 0 };
	csi_pdf_reader *reader;
	cseal_status st;

	st = csi_document_reader(document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_unlock(
		    reader, csi_bytes_span(&document->password), ret_error);
	if (st == CSEAL_OK && document->password.len > 0 &&
	    csi_pdf_is_encrypted(reader)) {
		st = csi_pdf_clear_copy(
		    reader, DOCUMENT_MOST, &clear, ret_error);
		file = csi_bytes_span(&clear);
	}
	if (st == CSEAL_OK)
		st = read_words(context, file, wait, words, ret_error);
	csi_bytes_wipe(&clear);
	return st;
}

/* Neither the phrase nor other text is noted: it may name a person. */
static cseal_status
fail_missing(const struct csi_words *words, size_t count, int32_t occurrence,
    cseal_error **ret_error)
{
	if (words->text.len == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "no text was found on any page: the document may be a "
		    "scan, or its fonts may not say which characters they "
		    "show");
	if (count == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "the phrase was not found among %zu words on %u pages",
		    words->list.len / sizeof(struct csi_word), words->pages);
	return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
	    "the phrase was found %zu times: there is no number %d", count,
	    (int)occurrence);
}

/* Poppler does not know user units. */
static cseal_status
to_place(cseal_document *document, const struct csi_word *word,
    struct cseal_place *ret_place, cseal_error **ret_error)
{
	struct csi_pdf_page page;
	csi_pdf_reader *reader;
	double um;
	cseal_status st;

	st = csi_document_reader(document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_page(reader, word->page, &page, ret_error);
	if (st != CSEAL_OK)
		return st;
	um = UM_PER_POINT * page.user_unit;
	if (!(um * fabs(word->right) < INT32_MAX) ||
	    !(um * fabs(word->bottom) < INT32_MAX) ||
	    !(um * fabs(word->left) < INT32_MAX) ||
	    !(um * fabs(word->top) < INT32_MAX))
		return cseal_fail(ret_error, CSEAL_REFUSED_PLACE,
		    "the phrase was far outside of its page");
	ret_place->page = word->page + 1;
	ret_place->x_um = (int32_t)lround(word->left * um);
	ret_place->y_um = (int32_t)lround(word->top * um);
	ret_place->width_um =
	    (uint32_t)lround(fabs(word->right - word->left) * um);
	ret_place->height_um =
	    (uint32_t)lround(fabs(word->bottom - word->top) * um);
	return CSEAL_OK;
}

cseal_status
cseal_document_find_text(cseal_context *context, cseal_document *document,
    const char *phrase, int32_t occurrence, int timeout_ms,
    cseal_cancel *cancel, struct cseal_place *ret_place,
    cseal_error **ret_error)
{
	struct csi_words words = { .pages = 0 };
	struct csi_bytes squeezed = { 0 };
	struct csi_word word;
	size_t count = 0;
	cseal_wait wait;
	cseal_status st;

	if (document == NULL || ret_place == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the document or the place was NULL");
	csi_wait_init(&wait, timeout_ms, cancel);
	st = check_phrase(phrase, occurrence, &squeezed, ret_error);
	if (st == CSEAL_OK)
		st = read_document(context, document, &wait, &words, ret_error);
	if (st == CSEAL_OK) {
		if (csi_words_find(&words, csi_bytes_span(&squeezed),
			occurrence, &word, &count))
			st = to_place(document, &word, ret_place, ret_error);
		else
			st = fail_missing(&words, count, occurrence, ret_error);
	}
	csi_words_clear(&words);
	csi_bytes_free(&squeezed);
	return st;
}
