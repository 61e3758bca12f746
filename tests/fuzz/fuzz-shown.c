/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-shown.c -- what the content of an appearance shows, and what a script
 * makes of a value: bounded, whatever the content is. */
#include "fuzz.h"

#include "pdf/formatted.h"
#include "pdf/shown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LETTERS_MOST  20000
#define SEGMENTS_MOST 20000

static const char head[] =
    "%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n2 0 obj\n"
    "<</Type /Font /Subtype /Type1 /BaseFont /Times-Italic /Encoding "
    "/MacRomanEncoding /FirstChar 65 /Widths [600 610]>>\nendobj\n3 0 obj\n"
    "<</Type /Font /Subtype /Type0 /Encoding /UniGB-UTF16-H>>\nendobj\n"
    "4 0 obj\n<</BBox [0 0 50 9] /Matrix [1 0 0 1 5 5] /Resources <</Font "
    "<</A 2 0 R /B 3 0 R>> /XObject <</X 4 0 R>> /ExtGState <</G <</ca 0.4 "
    "/LW 3>>>>>> ";

/* Object 4, also by the name of X, is a form with that content. */
static void
write_form(struct csi_bytes *pdf, const uint8_t *data, size_t size)
{
	size_t at;

	csi_bytes_add_text(pdf, head);
	csi_bytes_print(pdf, "/Subtype /Form /Length %zu>>\nstream\n", size);
	csi_bytes_add(pdf, data, size);
	csi_bytes_add_text(pdf, "\nendstream\nendobj\n");
	at = pdf->len;
	csi_bytes_add_text(pdf, "xref\n0 5\n0000000000 65535 f \n");
	for (unsigned number = 1; number <= 4; number++) {
		char start[16];
		const char *found;

		snprintf(start, sizeof(start), "\n%u 0 obj\n", number);
		found = memmem(head, sizeof(head), start, strlen(start));
		if (found == NULL)
			abort();
		csi_bytes_print(
		    pdf, "%010zu 00000 n \n", (size_t)(found - head) + 1);
	}
	csi_bytes_print(pdf,
	    "trailer\n<</Size 5 /Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", at);
}

static void
check(const struct csi_pdf_sight *shown, size_t left)
{
	size_t segments = shown->segments.len / sizeof(struct csi_pdf_segment);

	if (csi_pdf_letter_count(shown) > LETTERS_MOST ||
	    segments > SEGMENTS_MOST || left > SIZE_MAX / 2)
		abort();
	for (size_t i = 0; i < csi_pdf_letter_count(shown); i++) {
		if (csi_pdf_is_blank(csi_pdf_letter_at(shown, i)->letter))
			abort();
	}
	for (size_t i = 0; i < csi_pdf_paint_count(shown); i++) {
		const struct csi_pdf_paint *paint = csi_pdf_paint_at(shown, i);

		if (paint->count == 0 ||
		    paint->first + paint->count > segments ||
		    paint->behind > csi_pdf_letter_count(shown))
			abort();
	}
}

static void
look_at(csi_pdf_reader *reader)
{
	static const struct csi_pdf_box rect = { 10, 10, 110, 28 };
	static const struct csi_pdf_value none = { .type = CSI_PDF_NULL };
	size_t left = 1000000;
	struct csi_pdf_sight shown = { .rect = &rect, .left = &left };
	const struct csi_pdf_ref ref = { 4, 0 };
	const struct csi_pdf_value *form;

	if (csi_pdf_load(reader, ref, &form, NULL) == CSEAL_OK &&
	    csi_pdf_shown_add(reader, form, &none, &shown, NULL) == CSEAL_OK)
		check(&shown, left);
	csi_pdf_shown_clear(&shown);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_bytes pdf = { 0 }, letters = { 0 };
	csi_pdf_reader *reader = NULL;

	write_form(&pdf, data, size);
	if (csi_pdf_reader_new(
		pdf.at, pdf.len, CSI_PDF_STRICT, &reader, NULL) == CSEAL_OK)
		look_at(reader);
	csi_pdf_reader_free(reader);
	for (size_t i = 0; i < size; i++)
		csi_bytes_add_be32(&letters, data[i]);
	csi_pdf_formatted((struct csi_span){ data, size },
	    csi_bytes_span(&letters), csi_bytes_span(&letters));
	csi_bytes_free(&letters);
	csi_bytes_free(&pdf);
	return 0;
}
