/* SPDX-License-Identifier: Apache-2.0 */
/* content.c -- what a page's content leaves behind.
 *
 * Only single words are looked for; what lies in strings, comments and inline
 * images is passed over. */
#include "content.h"

#include "error.h"
#include "lexer.h"

/* Of all streams of one page, decoded. */
#define CONTENT_MOST ((size_t)32 << 20)

/* A status that another reader of the content would not stop at. */
static bool
is_refused(cseal_status st)
{
	return cseal_status_class_of(st) == CSEAL_CLASS_REFUSED;
}

static cseal_status
add_stream(csi_pdf_reader *reader, const struct csi_pdf_value *value,
    struct csi_bytes *all, cseal_error **ret_error)
{
	const struct csi_pdf_value *stream;
	struct csi_bytes data = { 0 };
	cseal_status st;

	st = csi_pdf_resolve(reader, value, &stream, ret_error);
	if (st != CSEAL_OK || stream->type != CSI_PDF_STREAM)
		return st;
	st = csi_pdf_stream_data(
	    reader, stream, CONTENT_MOST - all->len, &data, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* Streams are parted between tokens (7.8.2). */
	csi_bytes_add_span(all, csi_bytes_span(&data));
	csi_bytes_add_u8(all, '\n');
	csi_bytes_free(&data);
	if (all->failed)
		return csi_fail_memory(ret_error);
	return all->len <= CONTENT_MOST
		   ? CSEAL_OK
		   : cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			 "the content of a page was too long");
}

static cseal_status
add_all(csi_pdf_reader *reader, const struct csi_pdf_value *contents,
    struct csi_bytes *all, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (contents->type != CSI_PDF_ARRAY)
		return add_stream(reader, contents, all, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < contents->as.array.count; i++)
		st = add_stream(
		    reader, &contents->as.array.items[i], all, ret_error);
	return st;
}

/* After ID: past the word EI that ends the data (8.9.7). */
static void
pass_image(struct csi_pdf_lexer *lexer)
{
	const uint8_t *at = lexer->at;

	for (; lexer->end - at >= 3; at++) {
		if (csi_pdf_is_space(at[0]) && at[1] == 'E' && at[2] == 'I' &&
		    (lexer->end - at == 3 || csi_pdf_is_space(at[3]))) {
			lexer->at = at + 3;
			return;
		}
	}
	lexer->at = lexer->end;
}

static unsigned
count_saved(struct csi_span content)
{
	struct csi_pdf_lexer lexer = { content.at, content.at };
	struct csi_pdf_token token;
	unsigned saved = 1;

	/* Of no content there is no address to count from. */
	if (content.len > 0)
		lexer.end += content.len;
	while (lexer.at < lexer.end) {
		csi_pdf_lex(&lexer, &token);
		if (csi_pdf_is_keyword(&token, "q") &&
		    saved < CSI_PDF_SAVED_MOST)
			saved++;
		else if (csi_pdf_is_keyword(&token, "Q") && saved > 0)
			saved--;
		else if (csi_pdf_is_keyword(&token, "ID"))
			pass_image(&lexer);
	}
	return saved;
}

static bool
is_word(
    const struct csi_pdf_token *token, const char *const *words, size_t count)
{
	if (token->kind != CSI_PDF_TOKEN_KEYWORD &&
	    token->kind != CSI_PDF_TOKEN_NAME)
		return false;
	for (size_t i = 0; i < count; i++)
		if (csi_span_is(token->source, words[i]))
			return true;
	return false;
}

bool
csi_pdf_content_has(
    struct csi_span content, const char *const *words, size_t count)
{
	struct csi_pdf_lexer lexer = { content.at, content.at };
	struct csi_pdf_token token;

	if (content.len > 0)
		lexer.end += content.len;
	while (lexer.at < lexer.end) {
		csi_pdf_lex(&lexer, &token);
		if (is_word(&token, words, count))
			return true;
		if (csi_pdf_is_keyword(&token, "ID"))
			pass_image(&lexer);
	}
	return false;
}

cseal_status
csi_pdf_content_saved(csi_pdf_reader *reader,
    const struct csi_pdf_value *contents, unsigned *ret_saved,
    cseal_error **ret_error)
{
	struct csi_bytes all = { 0 };
	cseal_error *error = NULL;
	cseal_status st;

	*ret_saved = 1;
	st = add_all(reader, contents, &all, &error);
	if (st == CSEAL_OK)
		*ret_saved = count_saved(csi_bytes_span(&all));
	csi_bytes_free(&all);
	if (st == CSEAL_OK || is_refused(st)) {
		cseal_error_free(error);
		return CSEAL_OK;
	}
	csi_error_move(error, ret_error);
	return st;
}
