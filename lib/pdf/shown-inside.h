/* SPDX-License-Identifier: Apache-2.0 */
/* shown-inside.h -- one run over an appearance; shared by shown.c and
 * operators.c, and by no other. */
#ifndef CSI_PDF_SHOWN_INSIDE_H
#define CSI_PDF_SHOWN_INSIDE_H

#include "canvas.h"
#include "letters.h"
#include "lexer.h"
#include "widths.h"

#define CSI_PDF_FORM_DEPTH_MOST 8 /* forms in forms */
#define CSI_PDF_FONTS_MOST      16
#define CSI_PDF_OPERANDS_MOST   6

struct csi_pdf_run_font {
	const struct csi_pdf_value *value;
	struct csi_pdf_letters letters;
	struct csi_pdf_widths widths;
};

struct csi_pdf_frame {
	struct csi_bytes data;
	struct csi_pdf_lexer lexer;
	const struct csi_pdf_value *resources; /* or null */
	size_t states, floor; /* the one outside, and its own first */
};

/* A string of codes, or a number between them. */
struct csi_pdf_item {
	bool is_codes;
	double number;
	size_t at, len; /* in the codes */
};

struct csi_pdf_run {
	csi_pdf_reader *reader;
	const struct csi_pdf_value *others;
	struct csi_pdf_sight *shown;
	struct csi_pdf_canvas canvas;
	struct csi_pdf_frame frames[CSI_PDF_FORM_DEPTH_MOST];
	size_t depth, forms;
	struct csi_pdf_run_font fonts[CSI_PDF_FONTS_MOST];
	size_t font_count;
	/* Operands of the operator that comes. */
	struct csi_bytes codes, items;
	double numbers[CSI_PDF_OPERANDS_MOST]; /* the last of them */
	size_t number_count;
	struct csi_pdf_token first_name, name;
	size_t operands; /* strings and arrays */
	bool is_array, in_array;
	bool is_odd; /* a name behind a number, or a number behind a string */
	cseal_error **ret_error;
};

/* ---- shown.c ---- */

/* The resource that the last name operand means; NULL: there is none.  ref is
 * the object that it is; number 0: it is written in place. */
cseal_status csi_pdf_find_resource(struct csi_pdf_run *run, const char *kind,
    const struct csi_pdf_value **ret_value, struct csi_pdf_ref *ret_ref);
/* Do, with the last name operand. */
cseal_status csi_pdf_draw_object(struct csi_pdf_run *run);
void csi_pdf_run_save(struct csi_pdf_run *run);

/* ---- operators.c ---- */

/* Does what the keyword stands for. */
cseal_status csi_pdf_operate(
    struct csi_pdf_run *run, const struct csi_pdf_token *keyword);

#endif
