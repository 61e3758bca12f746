/* SPDX-License-Identifier: Apache-2.0 */
/* strings.c -- text strings and dates (ISO 32000-1, 7.9.2 and 7.9.4). */
#include "line.h"
#include "pdf/signature.h"

#include <string.h>
#include <time.h>

/* PDFDocEncoding where it differs from Latin-1 (Annex D.3); 0: undefined,
 * shown as U+FFFD. */
static const uint16_t doc_18[] = { 0x02d8, 0x02c7, 0x02c6, 0x02d9, 0x02dd,
	0x02db, 0x02da, 0x02dc };
static const uint16_t doc_80[] = { 0x2022, 0x2020, 0x2021, 0x2026, 0x2014,
	0x2013, 0x0192, 0x2044, 0x2039, 0x203a, 0x2212, 0x2030, 0x201e, 0x201c,
	0x201d, 0x2018, 0x2019, 0x201a, 0x2122, 0xfb01, 0xfb02, 0x0141, 0x0152,
	0x0160, 0x0178, 0x017d, 0x0131, 0x0142, 0x0153, 0x0161, 0x017e, 0,
	0x20ac };

static void
add_utf8(struct csi_bytes *out, uint32_t c)
{
	if (c == 0 || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff)
		c = 0xfffd;
	if (c < 0x80) {
		csi_bytes_add_u8(out, (uint8_t)c);
		return;
	}
	if (c < 0x800) {
		csi_bytes_add_u8(out, (uint8_t)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			csi_bytes_add_u8(out, (uint8_t)(0xe0 | c >> 12));
		} else {
			csi_bytes_add_u8(out, (uint8_t)(0xf0 | c >> 18));
			csi_bytes_add_u8(
			    out, (uint8_t)(0x80 | (c >> 12 & 0x3f)));
		}
		csi_bytes_add_u8(out, (uint8_t)(0x80 | (c >> 6 & 0x3f)));
	}
	csi_bytes_add_u8(out, (uint8_t)(0x80 | (c & 0x3f)));
}

static void
add_utf16(struct csi_bytes *out, struct csi_span text, bool little)
{
	struct csi_reader reader = csi_reader_of(text.at, text.len);
	uint32_t c, low;

	while (csi_reader_left(&reader) >= 2) {
		c = little ? csi_read_le16(&reader) : csi_read_be16(&reader);
		if (c >= 0xd800 && c < 0xdc00 &&
		    csi_reader_left(&reader) >= 2) {
			low = little ? csi_read_le16(&reader)
				     : csi_read_be16(&reader);
			c = low >= 0xdc00 && low < 0xe000
				? 0x10000 + ((c - 0xd800) << 10) +
				      (low - 0xdc00)
				: 0xfffd;
		}
		add_utf8(out, c);
	}
}

/* PDF 2.0 (ISO 32000-2, 7.9.2.2.1). */
static void
add_checked(struct csi_bytes *out, struct csi_span text)
{
	uint32_t code;
	size_t len;

	for (size_t i = 0; i < text.len; i += len) {
		len = csi_utf8_char(text.at + i, text.len - i, &code);
		add_utf8(out, len == 0 ? 0xfffd : code);
		if (len == 0)
			len = 1;
	}
}

static uint32_t
of_doc_encoding(uint8_t byte)
{
	if (byte >= 0x18 && byte < 0x20)
		return doc_18[byte - 0x18];
	if (byte >= 0x80 && byte <= 0xa0)
		return doc_80[byte - 0x80];
	return byte;
}

char *
csi_pdf_text(struct csi_span text)
{
	struct csi_bytes out = { 0 };
	struct csi_span rest;

	if (text.len >= 2 && text.at[0] == 0xfe && text.at[1] == 0xff) {
		rest = (struct csi_span){ text.at + 2, text.len - 2 };
		add_utf16(&out, rest, false);
	} else if (text.len >= 2 && text.at[0] == 0xff && text.at[1] == 0xfe) {
		/* Not in the standard, but written by some. */
		rest = (struct csi_span){ text.at + 2, text.len - 2 };
		add_utf16(&out, rest, true);
	} else if (text.len >= 3 && memcmp(text.at, "\xef\xbb\xbf", 3) == 0) {
		rest = (struct csi_span){ text.at + 3, text.len - 3 };
		add_checked(&out, rest);
	} else {
		for (size_t i = 0; i < text.len; i++)
			add_utf8(&out, of_doc_encoding(text.at[i]));
	}
	return csi_bytes_take_text(&out);
}

/* Reads `digits` digits; the default where the text ends. */
static bool
number(const char **at, int digits, int missing, int *ret)
{
	int value = 0;

	if (**at == '\0' || **at == 'Z' || **at == '+' || **at == '-') {
		*ret = missing;
		return true;
	}
	for (int i = 0; i < digits; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		value = value * 10 + (**at - '0');
	}
	*ret = value;
	return true;
}

static bool
offset(const char *at, int *ret_seconds)
{
	int sign = *at == '-' ? -1 : 1;
	int hours, minutes = 0;

	*ret_seconds = 0;
	if (*at == '\0' || *at == 'Z')
		return true;
	at++;
	if (!number(&at, 2, 0, &hours))
		return false;
	if (*at == '\'')
		at++;
	if (*at >= '0' && *at <= '9' && !number(&at, 2, 0, &minutes))
		return false;
	*ret_seconds = sign * (hours * 3600 + minutes * 60);
	return hours < 24 && minutes < 60;
}

bool
csi_pdf_date(struct csi_span text, int64_t *ret_time)
{
	char buf[32];
	const char *at = buf;
	struct tm tm = { 0 };
	int seconds;

	if (text.len >= sizeof(buf))
		return false;
	memcpy(buf, text.at, text.len);
	buf[text.len] = '\0';
	if (strncmp(at, "D:", 2) == 0)
		at += 2;
	if (*at < '0' || *at > '9')
		return false;
	if (!number(&at, 4, 0, &tm.tm_year) || !number(&at, 2, 1, &tm.tm_mon) ||
	    !number(&at, 2, 1, &tm.tm_mday) ||
	    !number(&at, 2, 0, &tm.tm_hour) || !number(&at, 2, 0, &tm.tm_min) ||
	    !number(&at, 2, 0, &tm.tm_sec) || !offset(at, &seconds))
		return false;
	if (tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 ||
	    tm.tm_mday > 31 || tm.tm_hour > 23 || tm.tm_min > 59 ||
	    tm.tm_sec > 60)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	*ret_time = (int64_t)timegm(&tm) - seconds;
	return true;
}
