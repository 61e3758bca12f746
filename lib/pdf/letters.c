/* SPDX-License-Identifier: Apache-2.0 */
/* letters.c -- which characters the codes of a font stand for. */
#include "letters.h"

#include "error.h"
#include "latin.h"
#include "lexer.h"

#include <stdlib.h>
#include <string.h>

#define MAP_MOST  ((size_t)1 << 20) /* bytes of a /ToUnicode */
#define ROWS_MOST 8000
#define TO_MOST   64 /* bytes that one code stands for */

/* ---- fonts of one byte -------------------------------------------------- */

/* "uni20AC"; 0: another name. */
static uint32_t
read_uni_name(struct csi_span name)
{
	uint32_t letter = 0;

	if (name.len != 7 || memcmp(name.at, "uni", 3) != 0)
		return 0;
	for (size_t i = 3; i < 7; i++) {
		uint8_t digit = name.at[i];

		if (digit >= '0' && digit <= '9')
			letter = letter << 4 | (uint32_t)(digit - '0');
		else if (digit >= 'A' && digit <= 'F')
			letter = letter << 4 | (uint32_t)(digit - 'A' + 10);
		else
			return 0;
	}
	return letter;
}

static uint32_t
letter_of_name(struct csi_span name)
{
	const struct csi_pdf_latin *row = csi_pdf_latin_of_name(name);

	return row != NULL ? row->letter : read_uni_name(name);
}

/* False: what is no code and no name is read in different ways. */
static bool
set_differences(
    struct csi_pdf_letters *letters, const struct csi_pdf_value *differences)
{
	int64_t code = 0;

	if (differences->type != CSI_PDF_ARRAY)
		return differences->type == CSI_PDF_NULL;
	for (size_t i = 0; i < differences->as.array.count; i++) {
		const struct csi_pdf_value *item =
		    &differences->as.array.items[i];

		if (item->type == CSI_PDF_INTEGER) {
			code = item->as.integer;
			continue;
		}
		if (item->type != CSI_PDF_NAME)
			return false;
		if (code >= 0 && code <= 255)
			letters->codes[code++] = letter_of_name(item->as.text);
	}
	return true;
}

/* False: it is not known. */
static bool
set_base(struct csi_pdf_letters *letters, const struct csi_pdf_value *name)
{
	static const struct {
		const char *name;
		enum csi_pdf_latin_encoding encoding;
	} known[] = {
		{ "StandardEncoding", CSI_PDF_LATIN_STANDARD },
		{ "MacRomanEncoding", CSI_PDF_LATIN_MAC },
		{ "WinAnsiEncoding", CSI_PDF_LATIN_WIN },
		{ "PDFDocEncoding", CSI_PDF_LATIN_PDF_DOC },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!csi_pdf_is_name(name, known[i].name))
			continue;
		csi_pdf_latin_codes(known[i].encoding, letters->codes);
		return true;
	}
	if (name->type != CSI_PDF_NULL)
		return false;
	/* The font's own: of ASCII it is that of all text fonts. */
	for (uint32_t code = 0x20; code < 0x7f; code++)
		letters->codes[code] = code;
	return true;
}

static cseal_status
read_simple(csi_pdf_reader *reader, const struct csi_pdf_value *encoding,
    struct csi_pdf_letters *letters, cseal_error **ret_error)
{
	const struct csi_pdf_value *base = encoding, *differences = NULL;
	cseal_status st = CSEAL_OK;

	if (encoding->type == CSI_PDF_DICT) {
		st = csi_pdf_get(
		    reader, encoding, "BaseEncoding", &base, ret_error);
		if (st == CSEAL_OK)
			st = csi_pdf_get(reader, encoding, "Differences",
			    &differences, ret_error);
	}
	if (st != CSEAL_OK || !set_base(letters, base))
		return st;
	if (differences == NULL || set_differences(letters, differences))
		letters->kind = CSI_PDF_LETTERS_CODES;
	return CSEAL_OK;
}

/* ---- glyphs ---------------------------------------------------------------- */

/* Families whose letters are those of text on every machine. */
static const char *const families[] = { "Helvetica", "Arial", "Times",
	"Courier", "Liberation", "Nimbus", "DejaVu", "Verdana", "Tahoma",
	"Calibri", "Cambria", "Georgia", "MyriadPro", "MinionPro", "SegoeUI",
	"Roboto", "OpenSans", "NotoSans", "NotoSerif" };
static const char *const pictorial[] = { "Symbol", "Dingbats", "Wingdings",
	"Webdings" };

static bool
has_word(struct csi_span name, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (name.len > 0 && memmem(name.at, name.len, words[i],
					strlen(words[i])) != NULL)
			return true;
	}
	return false;
}

static bool
is_pictorial(struct csi_span name)
{
	return has_word(
	    name, pictorial, sizeof(pictorial) / sizeof(pictorial[0]));
}

static bool
is_family(struct csi_span name)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		size_t len = strlen(families[i]);

		if (name.len >= len && memcmp(name.at, families[i], len) == 0)
			return true;
	}
	return false;
}

/* holder has the descriptor: the font, or its descendant. */
static cseal_status
read_glyphs(csi_pdf_reader *reader, const struct csi_pdf_value *holder,
    struct csi_span name, struct csi_pdf_letters *letters,
    cseal_error **ret_error)
{
	static const char *const files[] = { "FontFile", "FontFile2",
		"FontFile3" };
	const struct csi_pdf_value *about;
	cseal_status st;

	letters->glyphs = CSI_PDF_GLYPHS_OTHER;
	/* CID fonts are of Chinese, Japanese or Korean text. */
	if (!is_pictorial(name) ? letters->is_composite || is_family(name)
				: csi_span_is(name, "ZapfDingbats") ||
				      csi_span_is(name, "Symbol"))
		letters->glyphs = CSI_PDF_GLYPHS_KNOWN;
	st = csi_pdf_get(reader, holder, "FontDescriptor", &about, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < 3; i++) {
		if (csi_pdf_find(about, files[i]) != NULL)
			letters->glyphs = CSI_PDF_GLYPHS_OWN;
	}
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

/* ---- fonts --------------------------------------------------------------- */

/* "UniGB-UTF16-H" and its like (Table 118). */
static bool
is_unicode(const struct csi_pdf_value *encoding)
{
	struct csi_span name;

	if (encoding->type != CSI_PDF_NAME)
		return false;
	name = encoding->as.text;
	/* Not -V, from top to bottom. */
	return name.len > 3 && memcmp(name.at, "Uni", 3) == 0 &&
	       name.at[name.len - 1] == 'H' &&
	       (memmem(name.at, name.len, "UCS2", 4) != NULL ||
		   memmem(name.at, name.len, "UTF16", 5) != NULL);
}

/* What it is called, and what has its descriptor. */
static cseal_status
read_names(csi_pdf_reader *reader, const struct csi_pdf_value *font,
    const struct csi_pdf_value **ret_name,
    const struct csi_pdf_value **ret_holder, bool is_composite,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *list;
	cseal_status st =
	    csi_pdf_get(reader, font, "BaseFont", ret_name, ret_error);

	*ret_holder = font;
	if (st != CSEAL_OK || !is_composite)
		return st;
	st = csi_pdf_get(reader, font, "DescendantFonts", &list, ret_error);
	if (st != CSEAL_OK || list->type != CSI_PDF_ARRAY ||
	    list->as.array.count == 0)
		return st;
	return csi_pdf_resolve(
	    reader, &list->as.array.items[0], ret_holder, ret_error);
}

static cseal_status
read_composite(csi_pdf_reader *reader, const struct csi_pdf_value *encoding,
    const struct csi_pdf_value *map, struct csi_pdf_letters *letters,
    cseal_error **ret_error)
{
	letters->code_len = 2;
	if (is_unicode(encoding)) {
		letters->kind = CSI_PDF_LETTERS_UTF16;
		return CSEAL_OK;
	}
	/* Without glyphs of its own, codes have no meaning but the map's. */
	if (letters->glyphs == CSI_PDF_GLYPHS_KNOWN)
		letters->glyphs = CSI_PDF_GLYPHS_OTHER;
	if (!csi_pdf_is_name(encoding, "Identity-H") ||
	    map->type != CSI_PDF_STREAM)
		return CSEAL_OK;
	return read_mapped(reader, map, letters, ret_error);
}

cseal_status
csi_pdf_letters_read(csi_pdf_reader *reader, const struct csi_pdf_value *font,
    struct csi_pdf_letters *letters, cseal_error **ret_error)
{
	const struct csi_pdf_value *map, *encoding, *type, *name, *holder;
	struct csi_span text = { NULL, 0 };
	cseal_status st;

	memset(letters, 0, sizeof(*letters));
	letters->code_len = 1;
	letters->glyphs = CSI_PDF_GLYPHS_OWN;
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
	letters->is_composite = csi_pdf_is_name(type, "Type0");
	st = read_names(
	    reader, font, &name, &holder, letters->is_composite, ret_error);
	if (st == CSEAL_OK && name->type == CSI_PDF_NAME)
		text = name->as.text;
	if (st == CSEAL_OK)
		st = read_glyphs(reader, holder, text, letters, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (letters->is_composite)
		return read_composite(
		    reader, encoding, map, letters, ret_error);
	if (is_pictorial(text))
		return CSEAL_OK;
	/* Without glyphs of its own, a font shows letters as its encoding
	 * says, whatever the map says. */
	return letters->glyphs == CSI_PDF_GLYPHS_OWN &&
		       map->type == CSI_PDF_STREAM
		   ? read_mapped(reader, map, letters, ret_error)
		   : read_simple(reader, encoding, letters, ret_error);
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
		return add_utf16(out, (struct csi_span){ text, row->len });
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
		if (letters->kind == CSI_PDF_LETTERS_CODES &&
		    letters->codes[code] != 0)
			csi_bytes_add_be32(out, letters->codes[code]);
		else if (letters->kind == CSI_PDF_LETTERS_CODES)
			return false;
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
