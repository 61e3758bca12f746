/* SPDX-License-Identifier: Apache-2.0 */
/* canvas.h -- where the operators of a content stream paint: the graphics
 * state, paths, and text (ISO 32000-1, 8.4, 8.5 and 9.2 to 9.4).
 *
 * Knows numbers only, no files. */
#ifndef CSI_PDF_CANVAS_H
#define CSI_PDF_CANVAS_H

#include "shown.h"

#define CSI_PDF_STATES_MOST 64 /* q in q */

struct csi_pdf_state {
	double ctm[6];
	struct csi_pdf_box clip;
	bool odd_clip; /* of another form */
	struct csi_pdf_color fill, stroke;
	size_t fill_parts, stroke_parts; /* of a color; 0: not known */
	double fill_alpha, stroke_alpha, line_width;
	double group_alpha; /* of the groups that it is in */
	/* Text. */
	size_t font;
	int mode;
	double size, spacing, word_spacing, scale, leading, rise;
};

struct csi_pdf_canvas {
	struct csi_pdf_sight *shown;
	struct csi_pdf_state states[CSI_PDF_STATES_MOST];
	size_t state;            /* the current one */
	bool odd_colors;         /* device colors mean others */
	double text[6], line[6]; /* matrices */
	/* The path, from its first segment on. */
	size_t path;
	double start[2], point[2];
	bool has_point, clips;
};

void csi_pdf_canvas_start(
    struct csi_pdf_canvas *canvas, struct csi_pdf_sight *shown);
struct csi_pdf_state *csi_pdf_canvas_state(struct csi_pdf_canvas *canvas);
/* False: too many. */
bool csi_pdf_canvas_save(struct csi_pdf_canvas *canvas);

void csi_pdf_canvas_transform(
    struct csi_pdf_canvas *canvas, const double matrix[6]);
/* What comes is one group, as faint as it is now. */
void csi_pdf_canvas_group(struct csi_pdf_canvas *canvas);
/* The box of a form, before its own matrix is applied to anything else.  The
 * outermost form is fitted into the rectangle of the annotation. */
void csi_pdf_canvas_enter(struct csi_pdf_canvas *canvas, const double matrix[6],
    const struct csi_pdf_box *box, bool is_outermost);

/* ---- paths ---- */

void csi_pdf_canvas_move(struct csi_pdf_canvas *canvas, const double to[2]);
void csi_pdf_canvas_line(struct csi_pdf_canvas *canvas, const double to[2]);
/* kind c, v or y: of v the first, of y the last control point is where the
 * curve starts or ends, and not given. */
void csi_pdf_canvas_curve(
    struct csi_pdf_canvas *canvas, char kind, const double *points);
void csi_pdf_canvas_rectangle(
    struct csi_pdf_canvas *canvas, const double sides[4]);
void csi_pdf_canvas_close(struct csi_pdf_canvas *canvas);
/* Paints, or ends, the path; and clips, if it was to. */
void csi_pdf_canvas_paint(
    struct csi_pdf_canvas *canvas, bool fills, bool lines);

/* ---- text ---- */

void csi_pdf_canvas_begin_text(struct csi_pdf_canvas *canvas);
/* To the start of another line. */
void csi_pdf_canvas_next_line(
    struct csi_pdf_canvas *canvas, double right, double up);
void csi_pdf_canvas_place_text(
    struct csi_pdf_canvas *canvas, const double matrix[6]);
/* One glyph, of a width in ems, for letters of 32 bits; and moves on. */
void csi_pdf_canvas_show(struct csi_pdf_canvas *canvas, struct csi_span letters,
    double width, bool is_space);
/* Moves back by thousandths of an em. */
void csi_pdf_canvas_adjust(struct csi_pdf_canvas *canvas, double back);

/* Is the path of segments one upright rectangle, and which? */
bool csi_pdf_is_rectangle(const struct csi_pdf_segment *segments, size_t count,
    struct csi_pdf_box *ret_box);

#endif
