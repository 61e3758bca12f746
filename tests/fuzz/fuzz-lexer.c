/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-lexer.c -- tokens and values of any text. */
#include "fuzz.h"
#include "pdf/parser.h"

#include <stdlib.h>

static void
lex_all(const uint8_t *bytes, size_t len)
{
	struct csi_pdf_lexer lexer = { bytes, bytes + len };
	struct csi_pdf_token token;

	do {
		csi_pdf_lex(&lexer, &token);
		if (token.source.at < bytes ||
		    token.source.at + token.source.len > bytes + len)
			abort();
		if (token.escaped) {
			uint8_t *room = malloc(token.inner.len);

			if (csi_pdf_token_decode(&token, room) >
			    token.inner.len)
				abort();
			free(room);
		}
	} while (token.kind != CSI_PDF_TOKEN_END);
}

static void
parse_all(const uint8_t *bytes, size_t len, bool strict)
{
	struct csi_pdf_lexer lexer = { bytes, bytes + len };
	struct csi_pdf_arena arena = { 0 };
	struct csi_pdf_parser parser = { .arena = &arena, .strict = strict };
	struct csi_pdf_value value;
	const uint8_t *before;

	do {
		before = lexer.at;
		if (csi_pdf_parse(&parser, &lexer, &value, NULL) != CSEAL_OK)
			break;
		if (value.source.at < bytes ||
		    value.source.at + value.source.len > bytes + len)
			abort();
	} while (lexer.at > before);
	csi_pdf_parser_free(&parser);
	csi_pdf_arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	lex_all(data, size);
	parse_all(data, size, true);
	parse_all(data, size, false);
	return 0;
}
