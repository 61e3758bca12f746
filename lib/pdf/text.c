/* SPDX-License-Identifier: Apache-2.0 */
/* text.c -- text strings and dates (ISO 32000-1, 7.9.2 and 7.9.4). */
#include "text.h"

#include "line.h"

#include <string.h>
#include <time.h>

#define REPLACEMENT 0xfffdu

/* PDFDocEncoding where it is not ISO 8859-1 (Annex D.2); 0: not defined. */
static const uint16_t doc_18[] = { 0x02d8, 0x02c7, 0x02c6, 0x02d9, 0x02dd,
	0x02db, 0x02da, 0x02dc };
static const uint16_t doc_80[] = { 0x2022, 0x2020, 0x2021, 0x2026, 0x2014,
	0x2013, 0x0192, 0x2044, 0x2039, 0x203a, 0x2212, 0x2030, 0x201e, 0x201c,
	0x201d, 0x2018, 0x2019, 0x201a, 0x2122, 0xfb01, 0xfb02, 0x0141, 0x0152,
	0x0160, 0x0178, 0x017d, 0x0131, 0x0142, 0x0153, 0x0161, 0x017e, 0,
	0x20ac };

static void
add_utf8(struct csi_bytes *out, uint32_t code)
{
	if (code == 0 || (code >= 0xd800 && code < 0xe000))
		code = REPLACEMENT;
	if (code < 0x80) {
		csi_bytes_add_u8(out, (uint8_t)code);
		return;
	}
	if (code < 0x800) {
		csi_bytes_add_u8(out, (uint8_t)(0xc0 | code >> 6));
	} else {
		if (code < 0x10000) {
			csi_bytes_add_u8(out, (uint8_t)(0xe0 | code >> 12));
		} else {
			csi_bytes_add_u8(out, (uint8_t)(0xf0 | code >> 18));
			csi_bytes_add_u8(
			    out, (uint8_t)(0x80 | (code >> 12 & 0x3f)));
		}
		csi_bytes_add_u8(out, (uint8_t)(0x80 | (code >> 6 & 0x3f)));
	}
	csi_bytes_add_u8(out, (uint8_t)(0x80 | (code & 0x3f)));
}

/* ---- writing ---------------------------------------------------------- */

static void
write_literal(struct csi_bytes *out, const char *text)
{
	csi_bytes_add_u8(out, '(');
	for (; *text != '\0'; text++) {
		/* An end of line in a string would be read as \n (7.3.4.2). */
		if (*text == '\r') {
			csi_bytes_add_text(out, "\\r");
			continue;
		}
		if (strchr("()\\", *text) != NULL)
			csi_bytes_add_u8(out, '\\');
		csi_bytes_add_u8(out, (uint8_t)*text);
	}
	csi_bytes_add_u8(out, ')');
}

static void
write_utf16(struct csi_bytes *out, const uint8_t *text, size_t len)
{
	uint32_t code;
	size_t step;

	csi_bytes_add_text(out, "<FEFF");
	for (; len > 0; text += step, len -= step) {
		step = csi_utf8_char(text, len, &code);
		if (code < 0x10000) {
			csi_bytes_print(out, "%04X", code);
			continue;
		}
		code -= 0x10000;
		csi_bytes_print(out, "%04X%04X", 0xd800 | code >> 10,
		    0xdc00 | (code & 0x3ff));
	}
	csi_bytes_add_u8(out, '>');
}

static bool
is_ascii_text(uint32_t code)
{
	return (code >= 0x20 && code < 0x7f) || code == '\n' || code == '\r' ||
	       code == '\t';
}

bool
csi_pdf_write_text(struct csi_bytes *out, const char *utf8)
{
	const uint8_t *at = (const uint8_t *)utf8;
	size_t len = strlen(utf8);
	bool ascii = true;

	for (size_t i = 0, step; i < len; i += step) {
		uint32_t code;

		step = csi_utf8_char(at + i, len - i, &code);
		if (step == 0)
			return false;
		ascii &= is_ascii_text(code);
	}
	if (ascii)
		write_literal(out, utf8);
	else
		write_utf16(out, at, len);
	return true;
}

bool
csi_pdf_write_date(struct csi_bytes *out, int64_t time)
{
	time_t seconds = (time_t)time;
	struct tm tm;

	if (gmtime_r(&seconds, &tm) == NULL || tm.tm_year < -1900 ||
	    tm.tm_year > 9999 - 1900)
		return false;
	csi_bytes_print(out, "(D:%04d%02d%02d%02d%02d%02dZ)", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	return true;
}

/* ---- reading ---------------------------------------------------------- */

static uint32_t
doc_code(uint8_t byte)
{
	uint32_t code = byte;

	if (byte >= 0x18 && byte < 0x20)
		code = doc_18[byte - 0x18];
	else if (byte >= 0x80 && byte <= 0xa0)
		code = doc_80[byte - 0x80];
	else if (byte == 0x7f || byte == 0xad)
		code = 0;
	return code == 0 ? REPLACEMENT : code;
}

static void
add_utf16(struct csi_bytes *out, struct csi_reader *reader)
{
	uint32_t code = csi_read_be16(reader);

	if (code >= 0xd800 && code < 0xdc00 && csi_reader_left(reader) >= 2) {
		uint32_t low = (uint32_t)reader->at[0] << 8 | reader->at[1];

		if (low >= 0xdc00 && low < 0xe000) {
			csi_read_be16(reader);
			code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
		}
	}
	add_utf8(out, code);
}

/* ISO 32000-2, 7.9.2.2 */
static void
copy_utf8(struct csi_bytes *out, struct csi_reader *reader)
{
	while (csi_reader_left(reader) > 0) {
		uint32_t code = REPLACEMENT;
		size_t step =
		    csi_utf8_char(reader->at, csi_reader_left(reader), &code);

		csi_read_span(reader, step == 0 ? 1 : step);
		add_utf8(out, code);
	}
}

void
csi_pdf_text_to_utf8(struct csi_bytes *out, struct csi_span text)
{
	struct csi_reader reader = csi_reader_of(text.at, text.len);

	if (text.len >= 2 && text.at[0] == 0xfe && text.at[1] == 0xff) {
		csi_read_be16(&reader);
		while (csi_reader_left(&reader) >= 2)
			add_utf16(out, &reader);
		return;
	}
	if (text.len >= 3 && memcmp(text.at, "\xef\xbb\xbf", 3) == 0) {
		csi_read_be24(&reader);
		copy_utf8(out, &reader);
		return;
	}
	while (csi_reader_left(&reader) > 0)
		add_utf8(out, doc_code(csi_read_u8(&reader)));
}
