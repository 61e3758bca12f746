/* SPDX-License-Identifier: Apache-2.0 */
/* letters.c -- which characters the codes of a font stand for. */
#include "letters.h"

#include "error.h"
#include "lexer.h"

#include <stdlib.h>
#include <string.h>

#define MAP_MOST  ((size_t)1 << 20) /* bytes of a /ToUnicode */
#define ROWS_MOST 8000
#define TO_MOST   64 /* bytes that one code stands for */

/* ---- fonts of one byte -------------------------------------------------- */

/* Names of ASCII characters that are not letters (Annex D). */
static const char *const signs[] = { "space", "exclam", "quotedbl",
	"numbersign", "dollar", "percent", "ampersand", "quotesingle",
	"parenleft", "parenright", "asterisk", "plus", "comma", "hyphen",
	"period", "slash", "zero", "one", "two", "three", "four", "five", "six",
	"seven", "eight", "nine", "colon", "semicolon", "less", "equal",
	"greater", "question", "at" };
static const char *const brackets[] = { "bracketleft", "backslash",
	"bracketright", "asciicircum", "underscore", "grave" };
static const char *const braces[] = { "braceleft", "bar", "braceright",
	"asciitilde" };

static bool
is_own_name(int64_t code, struct csi_span name)
{
	if (code >= 32 && code <= 64)
		return csi_span_is(name, signs[code - 32]);
	if (code >= 91 && code <= 96)
		return csi_span_is(name, brackets[code - 91]);
	if (code >= 123 && code <= 126)
		return csi_span_is(name, braces[code - 123]);
	return name.len == 1 && name.at[0] == code;
}

/* Do the codes of ASCII keep their meaning? */
static bool
keeps_ascii(const struct csi_pdf_value *differences)
{
	int64_t code = 0;

	if (differences->type != CSI_PDF_ARRAY)
		return true;
	for (size_t i = 0; i < differences->as.array.count; i++) {
		const struct csi_pdf_value *item =
		    &differences->as.array.items[i];

		if (item->type == CSI_PDF_INTEGER) {
			code = item->as.integer;
			continue;
		}
		if (item->type != CSI_PDF_NAME)
			return false;
		if (code >= 32 && code <= 126 &&
		    !is_own_name(code, item->as.text))
			return false;
		if (code < INT64_MAX)
			code++;
	}
	return true;
}

static cseal_status
is_pictorial(csi_pdf_reader *reader, const struct csi_pdf_value *font,
    bool *ret_is, cseal_error **ret_error)
{
	const struct csi_pdf_value *name;
	cseal_status st = csi_pdf_get(reader, font, "BaseFont", &name, ret_error);

	*ret_is = st == CSEAL_OK && (csi_pdf_is_name(name, "Symbol") ||
					csi_pdf_is_name(name, "ZapfDingbats"));
	return st;
}

static cseal_status
read_simple(csi_pdf_reader *reader, const struct csi_pdf_value *font,
    struct csi_pdf_letters *letters, cseal_error **ret_error)
{
	const struct csi_pdf_value *encoding, *differences;
	bool pictorial;
	cseal_status st = is_pictorial(reader, font, &pictorial, ret_error);

	if (st != CSEAL_OK || pictorial)
		return st;
	st = csi_pdf_get(reader, font, "Encoding", &encoding, ret_error);
	if (st == CSEAL_OK && encoding->type == CSI_PDF_DICT) {
		st = csi_pdf_get(
		    reader, encoding, "Differences", &differences, ret_error);
		if (st == CSEAL_OK && !keeps_ascii(differences))
			return CSEAL_OK;
	}
	if (st == CSEAL_OK)
		letters->kind = CSI_PDF_LETTERS_ASCII;
	return st;
}

/* ---- /ToUnicode (9.10.3) ------------------------------------------------- */

struct map {
	struct csi_pdf_lexer lexer;
	struct csi_pdf_letters *letters;
};

/* A string of the map; false where there is another token. */
static bool
take_string(struct map *map, uint8_t room[TO_MOST], size_t *ret_len,
    struct csi_pdf_token *token)
{
	csi_pdf_lex(&map->lexer, token);
	if (token->kind != CSI_PDF_TOKEN_HEX_STRING ||
	    token->inner.len > TO_MOST)
		return false;
	*ret_len = csi_pdf_token_decode(token, room);
	return true;
}

static bool
take_code(struct map *map, uint32_t *ret_code, struct csi_pdf_token *token)
{
	uint8_t room[TO_MOST];
	size_t len;

	if (!take_string(map, room, &len, token) ||
	    len != map->letters->code_len)
		return false;
	*ret_code = len == 1 ? room[0] : (uint32_t)room[0] << 8 | room[1];
	return true;
}

static bool
add_row(struct csi_pdf_letters *letters, uint32_t first, uint32_t last,
    const uint8_t *to, size_t len)
{
	struct csi_pdf_letter_row *row;

	if (letters->row_count == ROWS_MOST || len == 0 || len % 2 != 0)
		return false;
	row = &letters->rows[letters->row_count++];
	row->first = first;
	row->last = last;
	row->at = letters->texts.len;
	row->len = len;
	csi_bytes_add(&letters->texts, to, len);
	return !letters->texts.failed;
}

static bool
take_row(struct map *map, bool is_range, bool *ret_end)
{
	uint8_t to[TO_MOST];
	uint32_t first, last;
	struct csi_pdf_token token;
	size_t len;

	if (!take_code(map, &first, &token)) {
		*ret_end = token.kind == CSI_PDF_TOKEN_KEYWORD;
		return *ret_end;
	}
	last = first;
	if (is_range && !take_code(map, &last, &token))
		return false;
	if (take_string(map, to, &len, &token))
		return add_row(map->letters, first, last, to, len);
	if (!is_range || token.kind != CSI_PDF_TOKEN_ARRAY_OPEN)
		return false;
	while (take_string(map, to, &len, &token)) {
		if (first > last ||
		    !add_row(map->letters, first, first, to, len))
			return false;
		first++;
	}
	return token.kind == CSI_PDF_TOKEN_ARRAY_CLOSE;
}

/* A map that is odd anywhere is of no use. */
static bool
read_map(struct csi_pdf_letters *letters, struct csi_span text)
{
	struct map map = { { text.at, text.at + text.len }, letters };
	struct csi_pdf_token token;

	while (map.lexer.at < map.lexer.end) {
		bool range, end = false;

		csi_pdf_lex(&map.lexer, &token);
		range = csi_pdf_is_keyword(&token, "beginbfrange");
		if (!range && !csi_pdf_is_keyword(&token, "beginbfchar"))
			continue;
		while (!end) {
			if (!take_row(&map, range, &end))
				return false;
		}
	}
	return letters->row_count > 0;
}

static cseal_status
read_mapped(csi_pdf_reader *reader, const struct csi_pdf_value *stream,
    struct csi_pdf_letters *letters, cseal_error **ret_error)
{
	struct csi_bytes data = { 0 };
	cseal_status st;

	letters->rows = calloc(ROWS_MOST, sizeof(*letters->rows));
	if (letters->rows == NULL)
		return csi_fail_memory(ret_error);
	st = csi_pdf_stream_data(reader, stream, MAP_MOST, &data, NULL);
	letters->read = st == CSEAL_OK ? data.len : MAP_MOST;
	if (st == CSEAL_OK && data.len > 0 &&
	    read_map(letters, csi_bytes_span(&data)))
		letters->kind = CSI_PDF_LETTERS_MAPPED;
	csi_bytes_free(&data);
	if (st == CSEAL_FAULT_MEMORY || letters->texts.failed)
		return csi_fail_memory(ret_error);
	return CSEAL_OK;
}

/* Without glyphs of its own, a font shows letters and digits as its encoding
 * says, whatever the map says. */
static cseal_status
mark_plain(csi_pdf_reader *reader, const struct csi_pdf_value *font,
    struct csi_pdf_letters *letters, cseal_error **ret_error)
{
	static const char *const files[] = { "FontFile", "FontFile2",
		"FontFile3" };
	struct csi_pdf_letters plain = { .kind = CSI_PDF_LETTERS_UNKNOWN };
	const struct csi_pdf_value *about;
	cseal_status st;

	st = csi_pdf_get(reader, font, "FontDescriptor", &about, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < 3; i++)
		if (csi_pdf_find(about, files[i]) != NULL)
			return CSEAL_OK;
	if (st == CSEAL_OK)
		st = read_simple(reader, font, &plain, ret_error);
	letters->is_plain = plain.kind == CSI_PDF_LETTERS_ASCII;
	return st;
}

/* ---- fonts --------------------------------------------------------------- */

/* "UniGB-UTF16-H" and its like (Table 118). */
static bool
is_unicode(const struct csi_pdf_value *encoding)
{
	struct csi_span name;

	if (encoding->type != CSI_PDF_NAME)
		return false;
	name = encoding->as.text;
	return name.len > 3 && memcmp(name.at, "Uni", 3) == 0 &&
	       (memmem(name.at, name.len, "UCS2", 4) != NULL ||
		   memmem(name.at, name.len, "UTF16", 5) != NULL);
}

cseal_status
csi_pdf_letters_read(csi_pdf_reader *reader, const struct csi_pdf_value *font,
    struct csi_pdf_letters *ret_letters, cseal_error **ret_error)
{
	struct csi_pdf_letters letters = { .kind = CSI_PDF_LETTERS_UNKNOWN,
		.code_len = 1 };
	const struct csi_pdf_value *map, *encoding, *type;
	bool is_composite;
	cseal_status st;

	*ret_letters = letters;
	if (font->type != CSI_PDF_DICT)
		return CSEAL_OK;
	st = csi_pdf_get(reader, font, "Subtype", &type, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, font, "ToUnicode", &map, ret_error);
	if (st == CSEAL_OK)
		st =
		    csi_pdf_get(reader, font, "Encoding", &encoding, ret_error);
	/* The glyphs of Type 3 are drawings of any kind. */
	if (st != CSEAL_OK || csi_pdf_is_name(type, "Type3"))
		return st;
	is_composite = csi_pdf_is_name(type, "Type0");
	if (is_composite && is_unicode(encoding)) {
		letters.kind = CSI_PDF_LETTERS_UTF16;
	} else if (is_composite && !csi_pdf_is_name(encoding, "Identity-H") &&
		   !csi_pdf_is_name(encoding, "Identity-V")) {
		letters.kind = CSI_PDF_LETTERS_UNKNOWN;
	} else if (map->type == CSI_PDF_STREAM) {
		letters.code_len = is_composite ? 2 : 1;
		st = read_mapped(reader, map, &letters, ret_error);
		if (st == CSEAL_OK && !is_composite)
			st = mark_plain(reader, font, &letters, ret_error);
	} else if (!is_composite) {
		st = read_simple(reader, font, &letters, ret_error);
	}
	*ret_letters = letters;
	return st;
}

void
csi_pdf_letters_free(struct csi_pdf_letters *letters)
{
	free(letters->rows);
	csi_bytes_free(&letters->texts);
	memset(letters, 0, sizeof(*letters));
}

/* ---- text ---------------------------------------------------------------- */

static bool
add_utf16(struct csi_bytes *out, struct csi_span text)
{
	struct csi_reader in = csi_reader_of(text.at, text.len);

	if (text.len % 2 != 0)
		return false;
	while (csi_reader_left(&in) > 0) {
		uint32_t unit = csi_read_be16(&in);

		if (unit >= 0xd800 && unit < 0xdc00)
			unit = 0x10000 + ((unit - 0xd800) << 10) +
			       (csi_read_be16(&in) - 0xdc00u);
		csi_bytes_add_be32(out, unit);
	}
	return !in.bad;
}

static bool
is_twisted(const struct csi_pdf_letters *letters, uint32_t code,
    const uint8_t *text, size_t len)
{
	bool is_known = (code >= '0' && code <= '9') ||
			(code >= 'A' && code <= 'Z') ||
			(code >= 'a' && code <= 'z');

	return letters->is_plain && is_known &&
	       (len != 2 || text[0] != 0 || text[1] != code);
}

static bool
add_mapped(
    const struct csi_pdf_letters *letters, uint32_t code, struct csi_bytes *out)
{
	uint8_t text[TO_MOST];

	for (size_t i = 0; i < letters->row_count; i++) {
		const struct csi_pdf_letter_row *row = &letters->rows[i];
		uint32_t unit;

		if (code < row->first || code > row->last)
			continue;
		memcpy(text, letters->texts.at + row->at, row->len);
		unit =
		    ((uint32_t)text[row->len - 2] << 8 | text[row->len - 1]) +
		    (code - row->first);
		text[row->len - 2] = (uint8_t)(unit >> 8);
		text[row->len - 1] = (uint8_t)unit;
		return !is_twisted(letters, code, text, row->len) &&
		       add_utf16(out, (struct csi_span){ text, row->len });
	}
	return false;
}

bool
csi_pdf_letters_add(const struct csi_pdf_letters *letters,
    struct csi_span codes, struct csi_bytes *out)
{
	struct csi_reader in = csi_reader_of(codes.at, codes.len);

	if (letters->kind == CSI_PDF_LETTERS_UTF16)
		return add_utf16(out, codes);
	if (letters->kind == CSI_PDF_LETTERS_UNKNOWN)
		return false;
	while (csi_reader_left(&in) > 0) {
		uint32_t code = letters->code_len == 2 ? csi_read_be16(&in)
						       : csi_read_u8(&in);

		if (in.bad)
			return false;
		if (letters->kind == CSI_PDF_LETTERS_ASCII)
			csi_bytes_add_be32(
			    out, code < 0x80 ? code : CSI_PDF_LETTER_SOME);
		else if (!add_mapped(letters, code, out))
			return false;
	}
	return true;
}

void
csi_pdf_letters_of_utf8(struct csi_span utf8, struct csi_bytes *out)
{
	for (size_t i = 0; i < utf8.len;) {
		uint8_t lead = utf8.at[i++];
		unsigned more = lead >= 0xf0   ? 3
				: lead >= 0xe0 ? 2
				: lead >= 0xc0 ? 1
					       : 0;
		uint32_t letter = more == 0 ? lead : lead & (0x3fu >> more);

		for (; more > 0 && i < utf8.len; more--)
			letter = letter << 6 | (utf8.at[i++] & 0x3fu);
		csi_bytes_add_be32(out, letter);
	}
}
