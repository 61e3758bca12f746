/* SPDX-License-Identifier: Apache-2.0 */
/* same-looks.c -- does a field look as it was made to, although a program
 * wrote that anew (ISO 32000-1, 12.5.6.19 and 12.7.3.3)?
 *
 * Programs that fill forms in write what they understood: one number for gray
 * becomes three, and the color of the letters comes first or last. */
#include "pdf/changes-inside.h"

#include "pdf/lexer.h"
#include "pdf/same.h"

#include <math.h>
#include <string.h>

#define NEAR 0.004 /* colors of screens have 256 steps */

static bool
is_same_color(const struct csi_pdf_color *a, const struct csi_pdf_color *b)
{
	for (size_t i = 0; i < 3; i++) {
		if (!(fabs(a->rgb[i] - b->rgb[i]) <= NEAR))
			return false;
	}
	return a->known == b->known;
}

/* ---- /MK ------------------------------------------------------------------ */

/* False: it is no array of numbers that are there. */
static bool
read_color(const struct csi_pdf_value *array, struct csi_pdf_color *color)
{
	double parts[4];

	if (array->type != CSI_PDF_ARRAY || array->as.array.count > 4 ||
	    array->as.array.count == 2)
		return false;
	for (size_t i = 0; i < array->as.array.count; i++) {
		if (!csi_pdf_as_number(&array->as.array.items[i], &parts[i]))
			return false;
	}
	*color = csi_pdf_color_of(parts, array->as.array.count);
	return true;
}

static cseal_status
is_same_entry(struct csi_span key, const struct csi_pdf_value *a,
    const struct csi_pdf_value *b, bool *ret_same, cseal_error **ret_error)
{
	struct csi_pdf_color one, other;

	if ((csi_span_is(key, "BG") || csi_span_is(key, "BC")) &&
	    read_color(a, &one) && read_color(b, &other)) {
		*ret_same = is_same_color(&one, &other);
		return CSEAL_OK;
	}
	return csi_pdf_same(a, b, ret_same, ret_error);
}

cseal_status
csi_pdf_same_looks(struct csi_pdf_judge *judge, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new, bool *ret_same)
{
	size_t kept = 0;
	cseal_status st = CSEAL_OK;

	if (old->type != CSI_PDF_DICT || new->type != CSI_PDF_DICT)
		return csi_pdf_same(old, new, ret_same, judge->ret_error);
	*ret_same = true;
	for (size_t i = 0;
	     st == CSEAL_OK && *ret_same && i < old->as.dict.count; i++) {
		const struct csi_pdf_entry *entry = &old->as.dict.entries[i];
		const struct csi_pdf_value *other =
		    csi_pdf_find_span(new, entry->key);

		/* Some programs leave the sign of a box out. */
		*ret_same = other != NULL || csi_span_is(entry->key, "CA");
		kept += other != NULL;
		if (other != NULL)
			st = is_same_entry(entry->key, &entry->value, other,
			    ret_same, judge->ret_error);
	}
	*ret_same &= kept == new->as.dict.count;
	return st;
}

/* ---- /DA ------------------------------------------------------------------ */

struct letters {
	struct csi_span font;
	double size;
	struct csi_pdf_color color;
	bool is_odd; /* says more than a font and a color */
};

static size_t
parts_of(const struct csi_pdf_token *token)
{
	if (csi_pdf_is_keyword(token, "g"))
		return 1;
	if (csi_pdf_is_keyword(token, "rg"))
		return 3;
	return csi_pdf_is_keyword(token, "k") ? 4 : 0;
}

static void
read_operator(const struct csi_pdf_token *token, struct csi_span name,
    const double *numbers, size_t count, struct letters *letters)
{
	if (csi_pdf_is_keyword(token, "Tf") && count == 1) {
		letters->font = name;
		letters->size = numbers[0];
	} else if (count > 0 && parts_of(token) == count) {
		letters->color = csi_pdf_color_of(numbers, count);
	} else {
		letters->is_odd = true;
	}
}

static struct letters
read_letters(struct csi_span text)
{
	struct letters letters = { .size = 0 };
	struct csi_pdf_lexer lexer = { text.at, text.at };
	struct csi_pdf_token token;
	struct csi_span name = { NULL, 0 };
	double numbers[4] = { 0 };
	size_t count = 0;

	if (text.len > 0)
		lexer.end += text.len;
	while (lexer.at < lexer.end) {
		csi_pdf_lex(&lexer, &token);
		if (token.kind == CSI_PDF_TOKEN_NAME) {
			name = token.source;
		} else if (token.kind == CSI_PDF_TOKEN_INTEGER ||
			   token.kind == CSI_PDF_TOKEN_REAL) {
			if (count < 4)
				numbers[count] = token.real;
			count++;
		} else if (token.kind != CSI_PDF_TOKEN_END) {
			read_operator(&token, name, numbers, count, &letters);
			count = 0;
		}
	}
	return letters;
}

bool
csi_pdf_same_letters(
    const struct csi_pdf_value *old, const struct csi_pdf_value *new)
{
	struct letters a, b;
	bool same;

	if (csi_pdf_same(old, new, &same, NULL) == CSEAL_OK && same)
		return true;
	if (old->type != CSI_PDF_STRING || new->type != CSI_PDF_STRING)
		return false;
	a = read_letters(old->as.text);
	b = read_letters(new->as.text);
	/* Black, where it is not said. */
	a.color.known = b.color.known = true;
	return !a.is_odd && !b.is_odd && a.font.len > 0 &&
	       a.font.len == b.font.len &&
	       memcmp(a.font.at, b.font.at, a.font.len) == 0 &&
	       fabs(a.size - b.size) <= NEAR &&
	       is_same_color(&a.color, &b.color);
}

struct csi_pdf_color
csi_pdf_ink_of(struct csi_span text)
{
	return read_letters(text).color;
}
