/* SPDX-License-Identifier: Apache-2.0 */
/* lexer.h -- tokens of PDF syntax (ISO 32000-1, 7.2, 7.3).
 *
 * Knows no policy: a token that readers could read differently is marked
 * `odd`, and the parser decides. */
#ifndef CSI_PDF_LEXER_H
#define CSI_PDF_LEXER_H

#include "bytes.h"

enum csi_pdf_token_kind {
	CSI_PDF_TOKEN_END, /* of the bytes */
	CSI_PDF_TOKEN_BAD, /* a string that does not end */
	CSI_PDF_TOKEN_INTEGER,
	CSI_PDF_TOKEN_REAL,
	CSI_PDF_TOKEN_STRING,
	CSI_PDF_TOKEN_HEX_STRING,
	CSI_PDF_TOKEN_NAME,
	CSI_PDF_TOKEN_ARRAY_OPEN,
	CSI_PDF_TOKEN_ARRAY_CLOSE,
	CSI_PDF_TOKEN_DICT_OPEN,
	CSI_PDF_TOKEN_DICT_CLOSE,
	CSI_PDF_TOKEN_KEYWORD /* any other run of regular characters */
};

struct csi_pdf_token {
	enum csi_pdf_token_kind kind;
	bool odd;               /* not as 7.2 and 7.3 want it */
	bool escaped;           /* `inner` must be decoded */
	struct csi_span source; /* as written */
	struct csi_span inner;  /* of a string or name, without delimiters */
	int64_t integer;
	double real; /* also of an integer */
};

struct csi_pdf_lexer {
	const uint8_t *at, *end;
};

bool csi_pdf_is_space(uint8_t byte);
bool csi_pdf_is_regular(uint8_t byte);

/* Past white space and comments. */
void csi_pdf_skip_space(struct csi_pdf_lexer *lexer);

void csi_pdf_lex(struct csi_pdf_lexer *lexer, struct csi_pdf_token *ret_token);

/* What a string or name says; room holds inner.len bytes.  Gives the length,
 * which is never more. */
size_t csi_pdf_token_decode(const struct csi_pdf_token *token, uint8_t *room);

bool csi_pdf_is_keyword(const struct csi_pdf_token *token, const char *word);

#endif
