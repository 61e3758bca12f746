/* SPDX-License-Identifier: Apache-2.0 */
/* lexer.c -- tokens of PDF syntax (ISO 32000-1, 7.2, 7.3).
 *
 * lexer->at never passes lexer->end, and every token but END moves it. */
#include "lexer.h"

#include <math.h>
#include <string.h>

/* Table 1 and Table 2: white space, delimiters, and the rest. */
#define SPACE     1
#define DELIMITER 2

static const uint8_t classes[256] = {
	[0] = SPACE,
	['\t'] = SPACE,
	['\n'] = SPACE,
	['\f'] = SPACE,
	['\r'] = SPACE,
	[' '] = SPACE,
	['('] = DELIMITER,
	[')'] = DELIMITER,
	['<'] = DELIMITER,
	['>'] = DELIMITER,
	['['] = DELIMITER,
	[']'] = DELIMITER,
	['{'] = DELIMITER,
	['}'] = DELIMITER,
	['/'] = DELIMITER,
	['%'] = DELIMITER,
};

bool
csi_pdf_is_space(uint8_t byte)
{
	return classes[byte] == SPACE;
}

bool
csi_pdf_is_regular(uint8_t byte)
{
	return classes[byte] == 0;
}

static int
hex_digit(uint8_t byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	return -1;
}

void
csi_pdf_skip_space(struct csi_pdf_lexer *lexer)
{
	const uint8_t *at = lexer->at, *end = lexer->end;

	for (; at < end; at++) {
		if (*at == '%') {
			while (at < end && *at != '\n' && *at != '\r')
				at++;
			if (at == end)
				break;
		} else if (classes[*at] != SPACE) {
			break;
		}
	}
	lexer->at = at;
}

static const uint8_t *
end_of_regular(const uint8_t *at, const uint8_t *end)
{
	while (at < end && classes[*at] == 0)
		at++;
	return at;
}

/* mantissa x 10^exponent; the mantissa holds 18 digits and more. */
static double
scale(uint64_t mantissa, int64_t exponent)
{
	static const double tens[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
		1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
		1e18 };

	if (mantissa == 0 || exponent == 0)
		return (double)mantissa;
	if (exponent < 0 && exponent >= -18)
		return (double)mantissa / tens[-exponent];
	return (double)mantissa * pow(10, (double)exponent);
}

/* 7.3.3.  False where the run is no number at all.  What is not quite one
 * ("--5", "1.2.3", "4-2", "-") is read as far as it goes, and is odd. */
static bool
lex_number(struct csi_pdf_token *token)
{
	const uint8_t *at = token->source.at, *end = at + token->source.len;
	uint64_t mantissa = 0;
	int64_t exponent = 0;
	bool negative = false, point = false, digits = false, over = false;
	size_t signs = 0;

	for (; at < end && (*at == '+' || *at == '-'); at++, signs++)
		negative = negative || *at == '-';
	for (; at < end; at++) {
		if (*at >= '0' && *at <= '9') {
			unsigned digit = *at - '0';

			digits = true;
			if (mantissa > ((uint64_t)INT64_MAX - digit) / 10)
				over = true;
			if (!over)
				mantissa = mantissa * 10 + digit;
			exponent += (over ? 1 : 0) - (point ? 1 : 0);
		} else if (*at == '.' && !point) {
			point = true;
		} else if (*at == '.' || *at == '-') {
			token->odd = true;
			break;
		} else {
			return false;
		}
	}
	if (!digits || signs > 1 || (over && !point))
		token->odd = true;
	token->real = scale(mantissa, exponent);
	if (negative)
		token->real = -token->real;
	if (point || over) {
		token->kind = CSI_PDF_TOKEN_REAL;
		return true;
	}
	token->kind = CSI_PDF_TOKEN_INTEGER;
	token->integer = negative ? -(int64_t)mantissa : (int64_t)mantissa;
	return true;
}

static void
lex_regular(struct csi_pdf_lexer *lexer, struct csi_pdf_token *token)
{
	const uint8_t *start = lexer->at;
	uint8_t first = *start;

	lexer->at = end_of_regular(start, lexer->end);
	token->source.len = (size_t)(lexer->at - start);
	token->kind = CSI_PDF_TOKEN_KEYWORD;
	if ((first >= '0' && first <= '9') || first == '+' || first == '-' ||
	    first == '.') {
		if (!lex_number(token))
			token->odd = true;
	}
}

/* 7.3.5 */
static void
lex_name(struct csi_pdf_lexer *lexer, struct csi_pdf_token *token)
{
	const uint8_t *start = lexer->at + 1;
	const uint8_t *end = end_of_regular(start, lexer->end);

	token->kind = CSI_PDF_TOKEN_NAME;
	token->inner.at = start;
	token->inner.len = (size_t)(end - start);
	for (const uint8_t *at = start; at < end; at++) {
		if (*at != '#')
			continue;
		token->escaped = true;
		if (end - at < 3 || hex_digit(at[1]) < 0 ||
		    hex_digit(at[2]) < 0 || (at[1] == '0' && at[2] == '0'))
			token->odd = true;
	}
	lexer->at = end;
}

/* 7.3.4.2 */
static void
lex_string(struct csi_pdf_lexer *lexer, struct csi_pdf_token *token)
{
	const uint8_t *start = lexer->at + 1, *at;
	size_t depth = 1;

	token->kind = CSI_PDF_TOKEN_BAD;
	for (at = start; at < lexer->end; at++) {
		if (*at == '(') {
			depth++;
		} else if (*at == ')') {
			if (--depth == 0)
				break;
		} else if (*at == '\r') {
			token->escaped = true;
		} else if (*at == '\\') {
			token->escaped = true;
			at++;
		}
	}
	if (at >= lexer->end) {
		token->escaped = false;
		lexer->at = lexer->end;
		return;
	}
	token->kind = CSI_PDF_TOKEN_STRING;
	token->inner.at = start;
	token->inner.len = (size_t)(at - start);
	lexer->at = at + 1;
}

/* 7.3.4.3 */
static void
lex_hex_string(struct csi_pdf_lexer *lexer, struct csi_pdf_token *token)
{
	const uint8_t *start = lexer->at + 1, *at;

	token->kind = CSI_PDF_TOKEN_BAD;
	at = memchr(start, '>', (size_t)(lexer->end - start));
	if (at == NULL) {
		lexer->at = lexer->end;
		return;
	}
	token->kind = CSI_PDF_TOKEN_HEX_STRING;
	token->escaped = true;
	token->inner.at = start;
	token->inner.len = (size_t)(at - start);
	lexer->at = at + 1;
	for (at = start; *at != '>'; at++) {
		if (hex_digit(*at) < 0 && classes[*at] != SPACE)
			token->odd = true;
	}
}

static void
lex_angle(struct csi_pdf_lexer *lexer, struct csi_pdf_token *token)
{
	bool two = lexer->end - lexer->at > 1 && lexer->at[1] == *lexer->at;

	if (two) {
		token->kind = *lexer->at == '<' ? CSI_PDF_TOKEN_DICT_OPEN
						: CSI_PDF_TOKEN_DICT_CLOSE;
		lexer->at += 2;
	} else if (*lexer->at == '<') {
		lex_hex_string(lexer, token);
	} else {
		token->kind = CSI_PDF_TOKEN_KEYWORD;
		token->odd = true;
		lexer->at++;
	}
}

void
csi_pdf_lex(struct csi_pdf_lexer *lexer, struct csi_pdf_token *ret_token)
{
	const uint8_t *start;

	csi_pdf_skip_space(lexer);
	memset(ret_token, 0, sizeof(*ret_token));
	start = lexer->at;
	ret_token->source.at = start;
	if (start == lexer->end)
		return;
	switch (*start) {
	case '/': lex_name(lexer, ret_token); break;
	case '(': lex_string(lexer, ret_token); break;
	case '<':
	case '>': lex_angle(lexer, ret_token); break;
	case '[':
		ret_token->kind = CSI_PDF_TOKEN_ARRAY_OPEN;
		lexer->at++;
		break;
	case ']':
		ret_token->kind = CSI_PDF_TOKEN_ARRAY_CLOSE;
		lexer->at++;
		break;
	case ')':
	case '{':
	case '}':
		ret_token->kind = CSI_PDF_TOKEN_KEYWORD;
		ret_token->odd = true;
		lexer->at++;
		break;
	default: lex_regular(lexer, ret_token); break;
	}
	ret_token->source.len = (size_t)(lexer->at - start);
}

static size_t
decode_name(struct csi_span inner, uint8_t *room)
{
	const uint8_t *at = inner.at, *end = at + inner.len;
	uint8_t *out = room;

	while (at < end) {
		int high = -1, low = -1;

		if (*at == '#' && end - at >= 3) {
			high = hex_digit(at[1]);
			low = hex_digit(at[2]);
		}
		if (high >= 0 && low >= 0) {
			*out++ = (uint8_t)(high << 4 | low);
			at += 3;
		} else {
			*out++ = *at++;
		}
	}
	return (size_t)(out - room);
}

static size_t
decode_hex(struct csi_span inner, uint8_t *room)
{
	uint8_t *out = room;
	int high = -1;

	for (size_t i = 0; i < inner.len; i++) {
		int digit = hex_digit(inner.at[i]);

		if (digit < 0)
			continue;
		if (high < 0) {
			high = digit;
			continue;
		}
		*out++ = (uint8_t)(high << 4 | digit);
		high = -1;
	}
	/* A last odd digit is followed by a zero that is not written. */
	if (high >= 0)
		*out++ = (uint8_t)(high << 4);
	return (size_t)(out - room);
}

/* One to three octal digits; overflow is ignored (7.3.4.2). */
static const uint8_t *
decode_octal(const uint8_t *at, const uint8_t *end, uint8_t *out)
{
	unsigned value = 0;

	for (int i = 0; i < 3 && at < end && *at >= '0' && *at <= '7'; i++)
		value = value << 3 | (unsigned)(*at++ - '0');
	*out = (uint8_t)value;
	return at;
}

/* Past a line end, which may be two bytes. */
static const uint8_t *
past_line_end(const uint8_t *at, const uint8_t *end)
{
	return *at == '\r' && end - at > 1 && at[1] == '\n' ? at + 2 : at + 1;
}

static size_t
decode_string(struct csi_span inner, uint8_t *room)
{
	static const char letters[] = "nrtbf", means[] = "\n\r\t\b\f";
	const uint8_t *at = inner.at, *end = at + inner.len;
	uint8_t *out = room;

	while (at < end) {
		const char *letter;

		if (*at == '\r') {
			/* A line end of any kind is one line feed. */
			at = past_line_end(at, end);
			*out++ = '\n';
			continue;
		}
		if (*at != '\\' || end - at < 2) {
			*out++ = *at++;
			continue;
		}
		at++;
		if (*at == '\r' || *at == '\n') {
			at = past_line_end(at, end);
			continue;
		}
		if (*at >= '0' && *at <= '7') {
			at = decode_octal(at, end, out++);
			continue;
		}
		letter = memchr(letters, *at, sizeof(letters) - 1);
		*out++ =
		    letter == NULL ? *at : (uint8_t)means[letter - letters];
		at++;
	}
	return (size_t)(out - room);
}

size_t
csi_pdf_token_decode(const struct csi_pdf_token *token, uint8_t *room)
{
	if (token->kind == CSI_PDF_TOKEN_NAME)
		return decode_name(token->inner, room);
	if (token->kind == CSI_PDF_TOKEN_HEX_STRING)
		return decode_hex(token->inner, room);
	return decode_string(token->inner, room);
}

bool
csi_pdf_is_keyword(const struct csi_pdf_token *token, const char *word)
{
	return token->kind == CSI_PDF_TOKEN_KEYWORD &&
	       csi_span_is(token->source, word);
}
