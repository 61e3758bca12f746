/* SPDX-License-Identifier: Apache-2.0 */
/* words.c -- the words of a document, and where they are.
 *
 * pdftotext writes one element a line:
 *	<page width="595.000000" height="842.000000">
 *	<word xMin="72.0" yMin="1.0" xMax="99.0" yMax="20.0">Hall</word> */
#include "document/words.h"

#include "error.h"
#include "line.h"

#include <math.h>
#include <string.h>

#define PLACE_MOST     1000000.0 /* points */
#define DIGITS_MOST    9
#define NO_BREAK_SPACE 0xa0
#define WIDE_SPACE     0x3000

/* ---- numbers and characters ------------------------------------------------ */

/* A decimal, whatever the locale. */
static bool
take_number(struct csi_reader *reader, double *ret_number)
{
	bool minus = csi_reader_left(reader) > 0 && *reader->at == '-';
	double number = 0, part = 1;
	int digits = 0;
	bool after = false;

	for (reader->at += minus; csi_reader_left(reader) > 0; reader->at++) {
		uint8_t byte = *reader->at;

		if (byte == '.' && !after) {
			after = true;
			continue;
		}
		if (byte < '0' || byte > '9')
			break;
		digits++;
		if (after)
			number += (byte - '0') * (part /= 10);
		else if (number < PLACE_MOST * 10)
			number = number * 10 + (byte - '0');
	}
	*ret_number = minus ? -number : number;
	return digits > 0 && number < PLACE_MOST;
}

static bool
take_text(struct csi_reader *reader, const char *text)
{
	size_t len = strlen(text);

	if (csi_reader_left(reader) < len || memcmp(reader->at, text, len) != 0)
		return false;
	reader->at += len;
	return true;
}

static void
add_code(struct csi_bytes *out, uint32_t code)
{
	if (code < 0x80) {
		csi_bytes_add_u8(out, (uint8_t)code);
	} else if (code < 0x800) {
		csi_bytes_add_u8(out, (uint8_t)(0xc0 | code >> 6));
		csi_bytes_add_u8(out, (uint8_t)(0x80 | (code & 0x3f)));
	} else if (code < 0x10000) {
		csi_bytes_add_u8(out, (uint8_t)(0xe0 | code >> 12));
		csi_bytes_add_u8(out, (uint8_t)(0x80 | (code >> 6 & 0x3f)));
		csi_bytes_add_u8(out, (uint8_t)(0x80 | (code & 0x3f)));
	} else {
		csi_bytes_add_u8(out, (uint8_t)(0xf0 | code >> 18));
		csi_bytes_add_u8(out, (uint8_t)(0x80 | (code >> 12 & 0x3f)));
		csi_bytes_add_u8(out, (uint8_t)(0x80 | (code >> 6 & 0x3f)));
		csi_bytes_add_u8(out, (uint8_t)(0x80 | (code & 0x3f)));
	}
}

static bool
is_blank(uint32_t code)
{
	return code <= ' ' || code == NO_BREAK_SPACE || code == WIDE_SPACE;
}

/* "&#38;" and the like; what is unknown stands for itself. */
static uint32_t
take_entity(struct csi_reader *reader)
{
	static const struct {
		const char *name;
		uint32_t code;
	} names[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&quot;", '"' }, { "&apos;", '\'' } };
	struct csi_reader at = *reader;
	uint32_t code = 0;
	int digits = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (take_text(reader, names[i].name))
			return names[i].code;
	if (take_text(&at, "&#")) {
		for (; csi_reader_left(&at) > 0 && *at.at >= '0' &&
		       *at.at <= '9' && digits < DIGITS_MOST;
		     at.at++, digits++)
			code = code * 10 + (uint32_t)(*at.at - '0');
		if (digits > 0 && code < 0x110000 && take_text(&at, ";")) {
			*reader = at;
			return code;
		}
	}
	reader->at++;
	return '&';
}

static void
squeeze(struct csi_bytes *out, struct csi_reader *reader, bool xml)
{
	while (csi_reader_left(reader) > 0) {
		uint32_t code = 0;
		size_t step;

		if (xml && *reader->at == '&') {
			code = take_entity(reader);
		} else {
			step = csi_utf8_char(
			    reader->at, csi_reader_left(reader), &code);
			reader->at += step == 0 ? 1 : step;
			if (step == 0)
				continue;
		}
		if (!is_blank(code))
			add_code(out, code);
	}
}

void
csi_words_squeeze(struct csi_bytes *out, struct csi_span text)
{
	struct csi_reader reader = csi_reader_of(text.at, text.len);

	squeeze(out, &reader, false);
}

/* ---- elements --------------------------------------------------------------- */

/* What follows "<word"; false: that is none. */
static bool
take_word(struct csi_reader *reader, struct csi_words *words)
{
	struct csi_word word = { .page = words->pages - 1,
		.at = words->text.len };
	struct csi_reader text;
	const uint8_t *end;

	if (words->pages == 0 || !take_text(reader, " xMin=\"") ||
	    !take_number(reader, &word.left) ||
	    !take_text(reader, "\" yMin=\"") ||
	    !take_number(reader, &word.top) ||
	    !take_text(reader, "\" xMax=\"") ||
	    !take_number(reader, &word.right) ||
	    !take_text(reader, "\" yMax=\"") ||
	    !take_number(reader, &word.bottom) || !take_text(reader, "\">"))
		return false;
	end = memmem(reader->at, csi_reader_left(reader), "</word>", 7);
	if (end == NULL)
		return false;
	text = csi_reader_of(reader->at, (size_t)(end - reader->at));
	squeeze(&words->text, &text, true);
	reader->at = end;
	word.len = words->text.len - word.at;
	if (word.len > 0)
		csi_bytes_add(&words->list, &word, sizeof(word));
	return true;
}

cseal_status
csi_words_read(
    struct csi_span xhtml, struct csi_words *ret_words, cseal_error **ret_error)
{
	struct csi_reader reader = csi_reader_of(xhtml.at, xhtml.len);
	struct csi_words *words = ret_words;
	const uint8_t *next;

	while (csi_reader_left(&reader) > 0) {
		next = memchr(reader.at, '<', csi_reader_left(&reader));
		if (next == NULL)
			break;
		reader.at = next;
		if (take_text(&reader, "<page ")) {
			words->pages++;
		} else if (take_text(&reader, "<word")) {
			if (!take_word(&reader, words))
				return cseal_fail(ret_error,
				    CSEAL_REFUSED_INPUT,
				    "the list of words had one without place");
		} else {
			reader.at++;
		}
		if (words->list.len / sizeof(struct csi_word) > CSI_WORDS_MOST)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "the document had more than %d words",
			    CSI_WORDS_MOST);
	}
	if (words->list.failed || words->text.failed)
		return csi_fail_memory(ret_error);
	return CSEAL_OK;
}

void
csi_words_clear(struct csi_words *words)
{
	csi_bytes_free(&words->list);
	csi_bytes_wipe(&words->text);
	words->pages = 0;
}

/* ---- finding ------------------------------------------------------------------ */

static const struct csi_word *
word_at(const struct csi_words *words, size_t i)
{
	return (const struct csi_word *)(const void *)words->list.at + i;
}

/* The word that has that byte of the text. */
static size_t
word_of(const struct csi_words *words, size_t byte)
{
	size_t low = 0, high = words->list.len / sizeof(struct csi_word);

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (word_at(words, middle)->at <= byte)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static size_t
count_chars(const uint8_t *at, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += (at[i] & 0xc0) != 0x80;
	return count;
}

/* The part of a word from one byte to another: its letters are taken for as
 * wide as one another. */
static struct csi_word
part_of(const struct csi_words *words, size_t i, size_t from, size_t to)
{
	struct csi_word part = *word_at(words, i);
	const uint8_t *text = words->text.at + part.at;
	double all = (double)count_chars(text, part.len);
	double width = part.right - part.left;
	size_t start = from > part.at ? from - part.at : 0;
	size_t end = to < part.at + part.len ? to - part.at : part.len;

	part.right = part.left + width * (double)count_chars(text, end) / all;
	part.left += width * (double)count_chars(text, start) / all;
	return part;
}

/* The union of the parts that stand on the first one's line. */
static struct csi_word
place_of(const struct csi_words *words, size_t from, size_t to)
{
	size_t first = word_of(words, from), last = word_of(words, to - 1);
	struct csi_word place = part_of(words, first, from, to);

	for (size_t i = first + 1; i <= last; i++) {
		struct csi_word part = part_of(words, i, from, to);

		if (part.top >= place.bottom || part.bottom <= place.top ||
		    part.right < place.left)
			break;
		place.left = fmin(place.left, part.left);
		place.right = fmax(place.right, part.right);
		place.top = fmin(place.top, part.top);
		place.bottom = fmax(place.bottom, part.bottom);
	}
	return place;
}

/* The next occurrence from `from` on that is on one page; SIZE_MAX: none. */
static size_t
next_hit(const struct csi_words *words, struct csi_span phrase, size_t from)
{
	while (from < words->text.len) {
		const uint8_t *hit = memmem(words->text.at + from,
		    words->text.len - from, phrase.at, phrase.len);
		size_t at, first, last;

		if (hit == NULL)
			break;
		at = (size_t)(hit - words->text.at);
		first = word_of(words, at);
		last = word_of(words, at + phrase.len - 1);
		if (word_at(words, first)->page == word_at(words, last)->page)
			return at;
		from = at + 1;
	}
	return SIZE_MAX;
}

bool
csi_words_find(const struct csi_words *words, struct csi_span phrase, int32_t n,
    struct csi_word *ret_place, size_t *ret_count)
{
	size_t count = 0, wanted, hit;

	if (phrase.len == 0) {
		*ret_count = 0;
		return false;
	}
	for (hit = next_hit(words, phrase, 0); hit != SIZE_MAX;
	     hit = next_hit(words, phrase, hit + phrase.len))
		count++;
	*ret_count = count;
	wanted = n > 0 ? (size_t)n : count + 1 - (size_t) - (int64_t)n;
	if (n == 0 || wanted == 0 || wanted > count)
		return false;
	hit = next_hit(words, phrase, 0);
	for (size_t i = 1; i < wanted; i++)
		hit = next_hit(words, phrase, hit + phrase.len);
	*ret_place = place_of(words, hit, hit + phrase.len);
	return true;
}
