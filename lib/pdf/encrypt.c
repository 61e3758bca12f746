/* SPDX-License-Identifier: Apache-2.0 */
/* encrypt.c -- encrypts what is added to an encrypted document (ISO 32000-1,
 * 7.6.1). */
#include "encrypt.h"

#include "error.h"
#include "inside.h"
#include "write.h"

#include <string.h>

static cseal_status
check_unlocked(const csi_pdf_reader *reader, cseal_error **ret_error)
{
	if (reader->crypt != NULL)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_COUNTER_PASSWORD_NEEDED,
	    "the document was not opened with its password");
}

static cseal_status
encrypt_string(csi_pdf_reader *reader, struct csi_pdf_ref ref,
    const struct csi_pdf_token *token, struct csi_bytes *out,
    cseal_error **ret_error)
{
	struct csi_bytes clear = { 0 }, secret = { 0 };
	uint8_t *room = csi_bytes_room(&clear, token->inner.len + 1);
	cseal_status st;

	if (room == NULL)
		return csi_fail_memory(ret_error);
	clear.len = csi_pdf_token_decode(token, room);
	st = csi_pdf_encrypt(reader->crypt,
	    csi_pdf_crypt_security(reader->crypt)->strings, ref,
	    csi_bytes_span(&clear), &secret, ret_error);
	if (st == CSEAL_OK)
		csi_pdf_write_hex(out, csi_bytes_span(&secret));
	csi_bytes_free(&secret);
	csi_bytes_free(&clear);
	return st;
}

cseal_status
csi_pdf_encrypt_text(csi_pdf_reader *reader, struct csi_pdf_ref ref,
    struct csi_span text, struct csi_bytes *out, cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer = { text.at, text.at + text.len };
	const uint8_t *copied = text.at;
	struct csi_pdf_token token;
	struct csi_span between;
	cseal_status st = check_unlocked(reader, ret_error);

	while (st == CSEAL_OK) {
		csi_pdf_lex(&lexer, &token);
		if (token.kind == CSI_PDF_TOKEN_END)
			break;
		if (token.kind != CSI_PDF_TOKEN_STRING &&
		    token.kind != CSI_PDF_TOKEN_HEX_STRING)
			continue;
		between.at = copied;
		between.len = (size_t)(token.source.at - copied);
		csi_bytes_add_span(out, between);
		st = encrypt_string(reader, ref, &token, out, ret_error);
		copied = token.source.at + token.source.len;
	}
	between.at = copied;
	between.len = (size_t)(lexer.end - copied);
	csi_bytes_add_span(out, between);
	return st;
}

/* The name after /Type, or nothing. */
static struct csi_span
type_of(struct csi_span entries)
{
	struct csi_pdf_lexer lexer = { entries.at, entries.at };
	struct csi_span none = { NULL, 0 };
	struct csi_pdf_token token;
	bool is_next = false;

	/* Of no entries there is no address to count from. */
	if (entries.len == 0)
		return none;
	lexer.end += entries.len;
	for (;;) {
		csi_pdf_lex(&lexer, &token);
		if (token.kind == CSI_PDF_TOKEN_END)
			return none;
		if (is_next && token.kind == CSI_PDF_TOKEN_NAME)
			return token.inner;
		is_next = token.kind == CSI_PDF_TOKEN_NAME &&
			  csi_span_is(token.inner, "Type");
	}
}

cseal_status
csi_pdf_encrypt_stream(csi_pdf_reader *reader, struct csi_pdf_ref ref,
    struct csi_span entries, struct csi_span data, struct csi_bytes *out,
    cseal_error **ret_error)
{
	cseal_status st = check_unlocked(reader, ret_error);
	enum csi_pdf_method method;

	if (st != CSEAL_OK)
		return st;
	method = csi_pdf_security_of_stream(
	    csi_pdf_crypt_security(reader->crypt), type_of(entries));
	return csi_pdf_encrypt(
	    reader->crypt, method, ref, data, out, ret_error);
}
