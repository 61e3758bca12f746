/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c -- finds the objects and trailers that are written in a file.
 *
 * Only tokens are read, no values are made, and what was passed is not read
 * again; where an object does not end, the bytes after its header are, which
 * csi_pdf_count_work() bounds. */
#include "scan.h"

#include <string.h>

/* White space between the parts of "12 0 obj". */
#define GAP_MOST 64
/* Digits of a number, or of a generation. */
#define DIGITS_MOST 10

void
csi_pdf_scan_start(struct csi_pdf_scan *scan, csi_pdf_reader *reader)
{
	memset(scan, 0, sizeof(*scan));
	scan->reader = reader;
	scan->at = scan->floor = reader->bytes + reader->base;
	scan->end = reader->bytes + reader->len;
}

/* ---- words ---------------------------------------------------------- */

static bool
is_word(const struct csi_pdf_scan *scan, const uint8_t *at, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(scan->end - at) < len || memcmp(at, word, len) != 0)
		return false;
	return at + len == scan->end || !csi_pdf_is_regular(at[len]);
}

/* Back over white space, then over digits; NULL where one of them is
 * missing. */
static const uint8_t *
before_number(const uint8_t *floor, const uint8_t *at)
{
	const uint8_t *start = at;

	while (at > floor && start - at < GAP_MOST && csi_pdf_is_space(at[-1]))
		at--;
	if (at == start)
		return NULL;
	start = at;
	while (at > floor && start - at < DIGITS_MOST && at[-1] >= '0' &&
	       at[-1] <= '9')
		at--;
	if (at == start || (at > floor && at[-1] >= '0' && at[-1] <= '9'))
		return NULL;
	return at;
}

/* Where "12 0 obj" begins, of which obj is at `at`; NULL where it is no
 * header of an object. */
static const uint8_t *
find_header(const struct csi_pdf_scan *scan, const uint8_t *at)
{
	const uint8_t *start;

	if (!is_word(scan, at, "obj"))
		return NULL;
	start = before_number(scan->floor, at);
	return start == NULL ? NULL : before_number(scan->floor, start);
}

/* ---- objects -------------------------------------------------------- */

/* What is seen of a value in passing. */
struct glance {
	enum csi_pdf_found_kind kind;
	bool is_dict, is_whole;
	int64_t length;      /* of a stream; -1: an object says it */
	struct csi_span key; /* of the outer dictionary, read last */
	bool is_value;       /* its value comes next */
};

static void
note_type(struct glance *glance, const struct csi_pdf_token *token)
{
	static const struct {
		const char *name;
		enum csi_pdf_found_kind kind;
	} types[] = {
		{ "Catalog", CSI_PDF_FOUND_CATALOG },
		{ "ObjStm", CSI_PDF_FOUND_OBJSTM },
		{ "XRef", CSI_PDF_FOUND_XREF },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (csi_span_is(token->inner, types[i].name))
			glance->kind = types[i].kind;
	}
}

/* A token of the outer dictionary: /Type and /Length matter. */
static void
note_entry(struct glance *glance, const struct csi_pdf_token *token)
{
	if (token->kind == CSI_PDF_TOKEN_NAME && !glance->is_value) {
		glance->key = token->inner;
		glance->is_value = true;
		return;
	}
	if (glance->is_value && token->kind == CSI_PDF_TOKEN_NAME &&
	    csi_span_is(glance->key, "Type"))
		note_type(glance, token);
	if (csi_span_is(glance->key, "Length")) {
		if (glance->is_value && token->kind == CSI_PDF_TOKEN_INTEGER)
			glance->length = token->integer;
		else if (csi_pdf_is_keyword(token, "R"))
			glance->length = -1;
	}
	glance->is_value = false;
}

/* Words that stand in no value: it did not come to its end. */
static bool
ends_value(const struct csi_pdf_token *token)
{
	return token->kind == CSI_PDF_TOKEN_END ||
	       token->kind == CSI_PDF_TOKEN_BAD ||
	       csi_pdf_is_keyword(token, "obj") ||
	       csi_pdf_is_keyword(token, "endobj") ||
	       csi_pdf_is_keyword(token, "stream");
}

/* Over the value that comes next. */
static void
pass_value(struct csi_pdf_lexer *lexer, struct glance *glance)
{
	struct csi_pdf_token token;
	size_t depth = 0;

	do {
		csi_pdf_lex(lexer, &token);
		if (ends_value(&token)) {
			/* "5 0 obj endobj" is null. */
			glance->is_whole =
			    depth == 0 && csi_pdf_is_keyword(&token, "endobj");
			return;
		}
		if (token.kind == CSI_PDF_TOKEN_DICT_OPEN && depth == 0)
			glance->is_dict = true;
		if (depth == 1 && glance->is_dict)
			note_entry(glance, &token);
		if (token.kind == CSI_PDF_TOKEN_DICT_OPEN ||
		    token.kind == CSI_PDF_TOKEN_ARRAY_OPEN)
			depth++;
		else if (depth > 0 &&
			 (token.kind == CSI_PDF_TOKEN_DICT_CLOSE ||
			     token.kind == CSI_PDF_TOKEN_ARRAY_CLOSE))
			depth--;
	} while (depth > 0);
	glance->is_whole = true;
}

/* Counts what was read from `at` on. */
static cseal_status
count(const struct csi_pdf_scan *scan, const uint8_t *at,
    const struct csi_pdf_lexer *lexer, cseal_error **ret_error)
{
	return csi_pdf_count_work(
	    scan->reader, (size_t)(lexer->at - at), ret_error);
}

/* Over a stream that has the length it says. */
static cseal_status
pass_length(const struct csi_pdf_scan *scan, struct csi_pdf_lexer *lexer,
    int64_t length, bool *ret_passed, cseal_error **ret_error)
{
	struct csi_pdf_lexer ahead = *lexer;
	struct csi_pdf_token token;
	const uint8_t *start;
	cseal_status st;

	*ret_passed = false;
	if (ahead.at < ahead.end && *ahead.at == '\r')
		ahead.at++;
	if (ahead.at < ahead.end && *ahead.at == '\n')
		ahead.at++;
	if (length < 0 || length > ahead.end - ahead.at)
		return CSEAL_OK;
	ahead.at += length;
	start = ahead.at;
	csi_pdf_lex(&ahead, &token);
	st = count(scan, start, &ahead, ret_error);
	if (st != CSEAL_OK || !csi_pdf_is_keyword(&token, "endstream"))
		return st;
	*ret_passed = true;
	*lexer = ahead;
	return CSEAL_OK;
}

/* After the word stream: to past the word endstream. */
static cseal_status
pass_stream(struct csi_pdf_scan *scan, struct csi_pdf_lexer *lexer,
    const struct glance *glance, bool *ret_passed, cseal_error **ret_error)
{
	const uint8_t *found;
	cseal_status st;

	st = pass_length(scan, lexer, glance->length, ret_passed, ret_error);
	if (st != CSEAL_OK || *ret_passed || scan->no_more_streams)
		return st;
	found =
	    memmem(lexer->at, (size_t)(lexer->end - lexer->at), "endstream", 9);
	scan->no_more_streams = found == NULL;
	if (found != NULL)
		lexer->at = found + 9;
	*ret_passed = found != NULL;
	return CSEAL_OK;
}

/* A dictionary was passed: a stream may come. */
static cseal_status
try_stream(struct csi_pdf_scan *scan, struct csi_pdf_lexer *lexer,
    struct glance *glance, cseal_error **ret_error)
{
	struct csi_pdf_lexer ahead = *lexer;
	struct csi_pdf_token token;
	cseal_status st;

	csi_pdf_lex(&ahead, &token);
	st = count(scan, lexer->at, &ahead, ret_error);
	if (st != CSEAL_OK || !csi_pdf_is_keyword(&token, "stream"))
		return st;
	*lexer = ahead;
	return pass_stream(scan, lexer, glance, &glance->is_whole, ret_error);
}

/* The object whose header was passed.  The scan goes on behind it, or, where
 * its value does not end, behind its header. */
static cseal_status
pass_object(struct csi_pdf_scan *scan, struct csi_pdf_lexer *lexer,
    struct csi_pdf_found *found, cseal_error **ret_error)
{
	struct glance glance = { .kind = CSI_PDF_FOUND_OBJECT, .length = -1 };
	cseal_status st = CSEAL_OK;

	scan->at = lexer->at;
	pass_value(lexer, &glance);
	if (!glance.is_whole)
		st = count(scan, scan->at, lexer, ret_error);
	else if (glance.is_dict)
		st = try_stream(scan, lexer, &glance, ret_error);
	if (glance.is_whole)
		scan->at = lexer->at;
	scan->floor = scan->at;
	found->kind = glance.kind;
	found->is_whole = glance.is_whole;
	return st;
}

/* ---- the pass ------------------------------------------------------- */

/* The next place where obj or trailer stands. */
static const uint8_t *
find_word(const struct csi_pdf_scan *scan, const uint8_t *at)
{
	for (; scan->end - at >= 3; at++) {
		if (at[0] == 'o' && at[1] == 'b' && at[2] == 'j')
			return at;
		if (at[0] == 't' && at[1] == 'r' &&
		    is_word(scan, at, "trailer"))
			return at;
	}
	return NULL;
}

cseal_status
csi_pdf_scan_next(struct csi_pdf_scan *scan, struct csi_pdf_found *ret_found,
    bool *ret_more, cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer = { NULL, scan->end };
	const uint8_t *word, *header;
	struct csi_span source;

	*ret_more = true;
	memset(ret_found, 0, sizeof(*ret_found));
	while ((word = find_word(scan, scan->at)) != NULL) {
		scan->at = word + 3;
		if (*word == 't') {
			scan->at = scan->floor = word + 7;
			ret_found->kind = CSI_PDF_FOUND_TRAILER;
			ret_found->offset =
			    (uint64_t)(scan->at - scan->reader->bytes);
			return CSEAL_OK;
		}
		header = find_header(scan, word);
		if (header == NULL)
			continue;
		lexer.at = header;
		if (!csi_pdf_parse_header(&lexer, &ret_found->ref, &source) ||
		    ret_found->ref.number == 0 ||
		    ret_found->ref.number > CSI_PDF_NUMBER_MOST)
			continue;
		ret_found->offset = (uint64_t)(header - scan->reader->bytes);
		return pass_object(scan, &lexer, ret_found, ret_error);
	}
	*ret_more = false;
	return CSEAL_OK;
}
