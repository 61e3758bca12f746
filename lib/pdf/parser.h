/* SPDX-License-Identifier: Apache-2.0 */
/* parser.h -- makes values of tokens, under one of the two policies. */
#ifndef CSI_PDF_PARSER_H
#define CSI_PDF_PARSER_H

#include "arena.h"
#include "lexer.h"
#include "object.h"

/* Arrays and dictionaries inside each other. */
#define CSI_PDF_DEPTH_MOST 500
/* Values in one indirect object. */
#define CSI_PDF_VALUES_MOST ((size_t)2 << 20)

struct csi_pdf_frame {
	bool dict;
	size_t start; /* of its values on the stack */
	const uint8_t *at;
};

struct csi_pdf_parser {
	struct csi_pdf_arena *arena; /* where values live */
	bool strict;
	/* Scratch, kept from one value to the next. */
	struct csi_pdf_value *stack;
	size_t count, room;
	size_t depth, made;
	struct csi_pdf_frame frames[CSI_PDF_DEPTH_MOST];
};

void csi_pdf_parser_free(struct csi_pdf_parser *parser);

/* The direct value or reference that comes next; the lexer is left just past
 * it.  Status: REFUSED_DAMAGED, REFUSED_LIMIT. */
cseal_status csi_pdf_parse(struct csi_pdf_parser *parser,
    struct csi_pdf_lexer *lexer, struct csi_pdf_value *ret_value,
    cseal_error **ret_error);

/* "12 0 obj" (7.3.10); false where there is none. */
bool csi_pdf_parse_header(struct csi_pdf_lexer *lexer,
    struct csi_pdf_ref *ret_ref, struct csi_span *ret_source);

#endif
