/* SPDX-License-Identifier: Apache-2.0 */
/* reader.c -- opens a file: header, startxref, catalog (ISO 32000-1, 7.5). */
#include "error.h"
#include "inside.h"
#include "scan.h"

#include <stdlib.h>
#include <string.h>

/* Readers look for the header in the first 1024 bytes (Annex H, 3.4.1). */
#define HEADER_MOST 1024
/* How far before the end a lenient reader looks for startxref. */
#define TAIL_MOST ((size_t)32 << 10)
/* A lenient startxref is off by no more than that. */
#define NEAR 1024
static const uint8_t *
find_last(const uint8_t *start, const uint8_t *end, const char *word)
{
	size_t len = strlen(word);
	const uint8_t *at = end;

	if ((size_t)(end - start) < len)
		return NULL;
	for (at = end - len;; at--) {
		if (memcmp(at, word, len) == 0)
			return at;
		if (at == start)
			return NULL;
	}
}

bool
csi_pdf_find_header(csi_pdf_reader *reader)
{
	size_t len = reader->len < HEADER_MOST ? reader->len : HEADER_MOST;
	const uint8_t *at = memmem(reader->bytes, len, "%PDF-", 5);

	reader->base = at == NULL ? 0 : (uint64_t)(at - reader->bytes);
	return at != NULL;
}

static cseal_status
find_header(csi_pdf_reader *reader, cseal_error **ret_error)
{
	if (!csi_pdf_find_header(reader))
		return cseal_fail(ret_error, CSEAL_REFUSED_NOT_A_PDF,
		    "the file had no PDF header");
	if (reader->strict && reader->base != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "other bytes came before the PDF header");
	return CSEAL_OK;
}

/* Whether a section could begin at offset; not in the middle of a word or a
 * number, as of "startxref". */
static bool
begins_section(const csi_pdf_reader *reader, uint64_t offset)
{
	struct csi_pdf_lexer lexer;
	struct csi_pdf_token token;
	struct csi_pdf_ref ref;
	struct csi_span source;

	if (offset >= reader->len)
		return false;
	if (offset > 0 && csi_pdf_is_regular(reader->bytes[offset - 1]))
		return false;
	lexer = csi_pdf_lexer_at(reader, offset);
	csi_pdf_lex(&lexer, &token);
	if (csi_pdf_is_keyword(&token, "xref"))
		return true;
	lexer = csi_pdf_lexer_at(reader, offset);
	return csi_pdf_parse_header(&lexer, &ref, &source);
}

/* Whether objects or a trailer come after the startxref that ends at `at`: an
 * update that lost its end, or a shadow.  Some readers see them and others do
 * not. */
static bool
is_update_behind(csi_pdf_reader *reader, const uint8_t *at)
{
	struct csi_pdf_scan scan;
	struct csi_pdf_found found;
	bool more;

	csi_pdf_scan_start(&scan, reader);
	scan.at = scan.floor = at;
	return csi_pdf_scan_next(&scan, &found, &more, NULL) == CSEAL_OK &&
	       more;
}

static cseal_status
fail_update_behind(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "objects came after the last startxref: readers would disagree "
	    "about them");
}

cseal_status
csi_pdf_check_end(csi_pdf_reader *reader, cseal_error **ret_error)
{
	const uint8_t *start = reader->bytes + reader->base;
	struct csi_pdf_lexer lexer = { NULL, reader->bytes + reader->len };
	struct csi_pdf_token token;

	lexer.at = find_last(start, lexer.end, "startxref");
	if (lexer.at == NULL)
		return CSEAL_OK;
	lexer.at += strlen("startxref");
	csi_pdf_lex(&lexer, &token);
	if (token.kind != CSI_PDF_TOKEN_INTEGER || token.integer < 0 ||
	    (uint64_t)token.integer >= reader->len)
		return CSEAL_OK;
	/* One that leads nowhere is of no use to other readers, either. */
	if (!begins_section(reader, (uint64_t)token.integer + reader->base) &&
	    !begins_section(reader, (uint64_t)token.integer))
		return CSEAL_OK;
	return is_update_behind(reader, lexer.at)
		   ? fail_update_behind(ret_error)
		   : CSEAL_OK;
}

/* 7.5.5.  Strict: nothing but white space comes after the last %%EOF, and
 * nothing but startxref and its number before it. */
static cseal_status
find_startxref(
    csi_pdf_reader *reader, uint64_t *ret_offset, cseal_error **ret_error)
{
	const uint8_t *end = reader->bytes + reader->len, *start, *at;
	struct csi_pdf_lexer lexer;
	struct csi_pdf_token token;

	start = reader->len > TAIL_MOST ? end - TAIL_MOST : reader->bytes;
	at = find_last(start, end, "startxref");
	if (at == NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the file had no startxref at its end");
	lexer.at = at + strlen("startxref");
	lexer.end = end;
	csi_pdf_lex(&lexer, &token);
	if (token.kind != CSI_PDF_TOKEN_INTEGER || token.integer < 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "startxref gave no offset");
	*ret_offset = (uint64_t)token.integer;
	if (!reader->strict && is_update_behind(reader, lexer.at))
		return fail_update_behind(ret_error);
	if (!reader->strict)
		return CSEAL_OK;
	while (lexer.at < end && csi_pdf_is_space(*lexer.at))
		lexer.at++;
	if (end - lexer.at < 5 || memcmp(lexer.at, "%%EOF", 5) != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "no end-of-file marker came after startxref");
	for (at = lexer.at + 5; at < end && csi_pdf_is_space(*at);)
		at++;
	if (at < end)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "other bytes came after the end-of-file marker");
	return CSEAL_OK;
}

/* Lenient: offsets may count from the header or from the first byte, and
 * startxref may be off by a little where a table is near. */
static cseal_status
place_startxref(
    csi_pdf_reader *reader, uint64_t *offset, cseal_error **ret_error)
{
	const uint8_t *start, *end, *at;
	uint64_t near;

	if (*offset < reader->len &&
	    begins_section(reader, *offset + reader->base)) {
		*offset += reader->base;
		return CSEAL_OK;
	}
	if (reader->strict || *offset >= reader->len)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "startxref led to no cross-reference section");
	if (begins_section(reader, *offset)) {
		reader->base = 0;
		return CSEAL_OK;
	}
	near = *offset + reader->base;
	start = reader->bytes + (near > NEAR ? near - NEAR : 0);
	end = reader->bytes +
	      (near + NEAR < reader->len ? near + NEAR : reader->len);
	for (at = start; at < end; at++) {
		at = memmem(at, (size_t)(end - at), "xref", 4);
		if (at == NULL)
			break;
		if (at > reader->bytes && csi_pdf_is_regular(at[-1]))
			continue;
		*offset = (uint64_t)(at - reader->bytes);
		return CSEAL_OK;
	}
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "startxref led to no cross-reference section");
}

static cseal_status
open_reader(csi_pdf_reader *reader, cseal_error **ret_error)
{
	uint64_t offset = 0;
	cseal_status st;

	st = find_header(reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = find_startxref(reader, &offset, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = place_startxref(reader, &offset, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_pdf_xref_open(reader, offset, ret_error);
}

cseal_status
csi_pdf_reader_make(const void *bytes, uint64_t len, enum csi_pdf_policy policy,
    csi_pdf_reader **ret_reader, cseal_error **ret_error)
{
	csi_pdf_reader *reader;

	if (len > SIZE_MAX / 2)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the file was too large for this machine");
	reader = calloc(1, sizeof(*reader));
	if (reader == NULL)
		return csi_fail_memory(ret_error);
	reader->bytes = bytes;
	reader->len = (size_t)len;
	reader->strict = policy == CSI_PDF_STRICT;
	reader->parser.arena = &reader->arena;
	reader->parser.strict = reader->strict;
	*ret_reader = reader;
	return CSEAL_OK;
}

cseal_status
csi_pdf_reader_new(const void *bytes, uint64_t len, enum csi_pdf_policy policy,
    csi_pdf_reader **ret_reader, cseal_error **ret_error)
{
	csi_pdf_reader *reader;
	cseal_status st;

	st = csi_pdf_reader_make(bytes, len, policy, &reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = open_reader(reader, ret_error);
	if (st != CSEAL_OK) {
		csi_pdf_reader_free(reader);
		return cseal_fail_note(
		    ret_error, st, "the document could not be opened");
	}
	*ret_reader = reader;
	return CSEAL_OK;
}

void
csi_pdf_reader_free(csi_pdf_reader *reader)
{
	if (reader == NULL)
		return;
	csi_pdf_pages_free(reader);
	csi_pdf_objstms_free(reader);
	csi_pdf_xref_free(&reader->xref);
	csi_pdf_parser_free(&reader->parser);
	csi_pdf_arena_free(&reader->arena);
	csi_pdf_crypt_free(reader->crypt);
	free(reader->cache.known);
	free(reader);
}

struct csi_span
csi_pdf_bytes(const csi_pdf_reader *reader)
{
	struct csi_span span = { reader->bytes, reader->len };

	return span;
}

uint64_t
csi_pdf_base(const csi_pdf_reader *reader)
{
	return reader->base;
}

const struct csi_pdf_value *
csi_pdf_trailer(const csi_pdf_reader *reader)
{
	return reader->xref.sections[0].face.trailer;
}

bool
csi_pdf_is_rebuilt(const csi_pdf_reader *reader)
{
	return reader->is_rebuilt;
}

bool
csi_pdf_is_encrypted(const csi_pdf_reader *reader)
{
	const struct csi_pdf_value *encrypt =
	    csi_pdf_find(csi_pdf_trailer(reader), "Encrypt");

	return encrypt != NULL && encrypt->type != CSI_PDF_NULL;
}

cseal_status
csi_pdf_catalog(csi_pdf_reader *reader,
    const struct csi_pdf_value **ret_catalog, struct csi_pdf_ref *ret_ref,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *root, *catalog;
	cseal_status st;

	root = csi_pdf_find(csi_pdf_trailer(reader), "Root");
	/* Lenient: an update that forgot it. */
	for (size_t i = 1;
	     root == NULL && !reader->strict && i < reader->xref.count; i++)
		root =
		    csi_pdf_find(reader->xref.sections[i].face.trailer, "Root");
	if (root == NULL || root->type != CSI_PDF_REFERENCE)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the trailer named no catalog");
	st = csi_pdf_load(reader, root->as.ref, &catalog, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(
		    ret_error, st, "the catalog could not be read");
	if (catalog->type != CSI_PDF_DICT)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the catalog was no dictionary");
	*ret_catalog = catalog;
	*ret_ref = root->as.ref;
	return CSEAL_OK;
}
