/* SPDX-License-Identifier: Apache-2.0 */
/* widths.c -- how far the codes of a font move on. */
#include "widths.h"

#include "error.h"
#include "latin.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 2000
#define WIDTH     0.5  /* ems, of a letter of which nothing is known */
#define MONO      0.6  /* Courier */
#define FULL      1.0  /* Chinese, Japanese, Korean */
#define EM        1000 /* units */

/* ---- simple fonts --------------------------------------------------------- */

static bool
says(const struct csi_pdf_value *name, const char *word)
{
	return name->type == CSI_PDF_NAME && name->as.text.len > 0 &&
	       memmem(name->as.text.at, name->as.text.len, word,
		   strlen(word)) != NULL;
}

static enum csi_pdf_latin_font
font_of(const struct csi_pdf_value *name)
{
	bool bold = says(name, "Bold");
	bool italic = says(name, "Italic") || says(name, "Oblique");

	if (!says(name, "Times"))
		return bold ? CSI_PDF_LATIN_HELVETICA_BOLD
			    : CSI_PDF_LATIN_HELVETICA;
	if (italic)
		return bold ? CSI_PDF_LATIN_TIMES_BOLD_ITALIC
			    : CSI_PDF_LATIN_TIMES_ITALIC;
	return bold ? CSI_PDF_LATIN_TIMES_BOLD : CSI_PDF_LATIN_TIMES;
}

/* Of the fonts that each reader has, no widths need be written. */
static void
set_standard(const struct csi_pdf_value *name,
    const struct csi_pdf_letters *letters, struct csi_pdf_widths *widths)
{
	enum csi_pdf_latin_font font = font_of(name);

	for (size_t code = 0; code < 256; code++) {
		uint32_t letter = letters->kind == CSI_PDF_LETTERS_CODES
				      ? letters->codes[code]
				      : (uint32_t)code;
		const struct csi_pdf_latin *row =
		    csi_pdf_latin_of_letter(letter);

		widths->simple[code] = says(name, "Courier") ? MONO
				       : row != NULL
					   ? (double)row->widths[font] / EM
					   : WIDTH;
	}
}

static cseal_status
read_simple(csi_pdf_reader *reader, const struct csi_pdf_value *font,
    const struct csi_pdf_letters *letters, struct csi_pdf_widths *widths,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *name, *first, *list, *item;
	int64_t code = 0;
	double width;
	cseal_status st =
	    csi_pdf_get(reader, font, "BaseFont", &name, ret_error);

	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, font, "FirstChar", &first, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, font, "Widths", &list, ret_error);
	if (st != CSEAL_OK)
		return st;
	set_standard(name, letters, widths);
	if (!csi_pdf_as_integer(first, 0, 255, &code) ||
	    list->type != CSI_PDF_ARRAY)
		return CSEAL_OK;
	for (size_t i = 0; i < list->as.array.count && code < 256; i++) {
		st = csi_pdf_resolve(
		    reader, &list->as.array.items[i], &item, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (csi_pdf_as_number(item, &width))
			widths->simple[code] = width / EM;
		code++;
	}
	return CSEAL_OK;
}

/* ---- composite fonts ------------------------------------------------------ */

/* "7 [500 600]" or "7 9 500" (9.7.4.3). */
static cseal_status
read_row(csi_pdf_reader *reader, const struct csi_pdf_value *list, size_t *i,
    struct csi_pdf_widths *widths, cseal_error **ret_error)
{
	const struct csi_pdf_value *items = list->as.array.items;
	struct csi_pdf_width_row row = { .list = NULL };
	const struct csi_pdf_value *second;
	int64_t first, last;
	cseal_status st;

	st = csi_pdf_resolve(reader, &items[*i + 1], &second, ret_error);
	if (st != CSEAL_OK ||
	    !csi_pdf_as_integer(&items[*i], 0, UINT16_MAX, &first)) {
		*i = list->as.array.count;
		return st;
	}
	row.first = row.last = (uint32_t)first;
	if (second->type == CSI_PDF_ARRAY) {
		row.list = second;
		row.last += (uint32_t)second->as.array.count;
		*i += 2;
	} else if (*i + 2 < list->as.array.count &&
		   csi_pdf_as_integer(second, first, UINT16_MAX, &last) &&
		   csi_pdf_as_number(&items[*i + 2], &row.width)) {
		row.last = (uint32_t)last;
		row.width /= EM;
		*i += 3;
	} else {
		*i = list->as.array.count;
		return CSEAL_OK;
	}
	widths->rows[widths->row_count++] = row;
	return CSEAL_OK;
}

static cseal_status
read_composite(csi_pdf_reader *reader, const struct csi_pdf_value *font,
    struct csi_pdf_widths *widths, cseal_error **ret_error)
{
	const struct csi_pdf_value *fonts, *descendant, *other, *list;
	cseal_status st =
	    csi_pdf_get(reader, font, "DescendantFonts", &fonts, ret_error);

	widths->other = FULL;
	if (st != CSEAL_OK || fonts->type != CSI_PDF_ARRAY ||
	    fonts->as.array.count == 0)
		return st;
	st = csi_pdf_resolve(
	    reader, &fonts->as.array.items[0], &descendant, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, descendant, "DW", &other, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, descendant, "W", &list, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_as_number(other, &widths->other))
		widths->other /= EM;
	if (list->type != CSI_PDF_ARRAY)
		return CSEAL_OK;
	widths->rows = calloc(ROWS_MOST, sizeof(*widths->rows));
	if (widths->rows == NULL)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; st == CSEAL_OK && i + 1 < list->as.array.count &&
			   widths->row_count < ROWS_MOST;)
		st = read_row(reader, list, &i, widths, ret_error);
	return st;
}

cseal_status
csi_pdf_widths_read(csi_pdf_reader *reader, const struct csi_pdf_value *font,
    const struct csi_pdf_letters *letters, struct csi_pdf_widths *widths,
    cseal_error **ret_error)
{
	memset(widths, 0, sizeof(*widths));
	widths->is_composite = letters->is_composite;
	widths->is_by_letter = letters->kind == CSI_PDF_LETTERS_UTF16;
	return letters->is_composite
		   ? read_composite(reader, font, widths, ret_error)
		   : read_simple(reader, font, letters, widths, ret_error);
}

void
csi_pdf_widths_free(struct csi_pdf_widths *widths)
{
	free(widths->rows);
	memset(widths, 0, sizeof(*widths));
}

double
csi_pdf_width(
    const struct csi_pdf_widths *widths, uint32_t code, uint32_t letter)
{
	double width;

	if (!widths->is_composite)
		return widths->simple[code & 0xff];
	if (widths->is_by_letter)
		return letter < 0x2e80 ? WIDTH : FULL;
	for (size_t i = 0; i < widths->row_count; i++) {
		const struct csi_pdf_width_row *row = &widths->rows[i];

		if (code < row->first || code > row->last)
			continue;
		if (row->list == NULL)
			return row->width;
		if (code - row->first < row->list->as.array.count &&
		    csi_pdf_as_number(
			&row->list->as.array.items[code - row->first], &width))
			return width / EM;
	}
	return widths->other;
}
