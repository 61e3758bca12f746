/* SPDX-License-Identifier: Apache-2.0 */
/* shown.h -- what an appearance shows (ISO 32000-1, 12.5.5): its letters and
 * where they stand, the areas and lines that are painted, and which other
 * kinds of marks there are. */
#ifndef CSI_PDF_SHOWN_H
#define CSI_PDF_SHOWN_H

#include "delta.h"

struct csi_pdf_color {
	bool known;
	double rgb[3]; /* 0 to 1 */
};

/* Places and vectors are x and y as on the page. */
struct csi_pdf_letter {
	uint32_t letter; /* no white space */
	double at[2];    /* where it starts, on its line */
	double ahead[2]; /* from there to where it ends */
	double em[2];    /* along the line, as long as its size */
	double up[2];    /* the same upwards */
	struct csi_pdf_color color;
	bool hidden; /* nothing of it is seen, or next to nothing */
	bool cut;    /* a part of it is not seen */
};

/* A piece of a path: a straight one from the first to the last point. */
struct csi_pdf_segment {
	double points[4][2];
	bool curve;
	bool closing; /* is there only where the path is filled */
};

struct csi_pdf_paint {
	bool fills, lines;
	struct csi_pdf_color color; /* of the area, or else of the lines */
	double width;               /* of the lines */
	double alpha;               /* of the same as the color */
	struct csi_pdf_box clip;
	bool odd_clip;
	size_t first, count; /* segments */
	size_t behind;       /* letters that are painted before it */
};

struct csi_pdf_sight {
	/* Given: the rectangle that it is drawn into, or NULL: its own space;
	 * since when fonts may have come, or NULL: all were there; how much
	 * may still be looked at, or NULL: as much as there is. */
	const struct csi_pdf_box *rect;
	struct csi_pdf_delta *delta;
	size_t *left;

	struct csi_bytes letters, paints, segments; /* arrays of those */
	bool pictures;   /* images, shadings, patterns */
	bool foreign;    /* letters whose glyphs came later, too */
	bool unreadable; /* text of which the characters or the looks are not
			    known, or content that is not understood */
};

size_t csi_pdf_letter_count(const struct csi_pdf_sight *shown);
const struct csi_pdf_letter *csi_pdf_letter_at(
    const struct csi_pdf_sight *shown, size_t i);
size_t csi_pdf_paint_count(const struct csi_pdf_sight *shown);
const struct csi_pdf_paint *csi_pdf_paint_at(
    const struct csi_pdf_sight *shown, size_t i);
const struct csi_pdf_segment *csi_pdf_segments_of(
    const struct csi_pdf_sight *shown, const struct csi_pdf_paint *paint);

/* Takes the cost from what is left, in bytes that are read or steps that are
 * as long.  False: that is not enough. */
bool csi_pdf_spend(size_t *left, size_t cost);

/* Adds what one appearance stream shows; fonts are looked for in its own
 * resources, then in others, which may be null.  Status: FAULT_MEMORY, and
 * what the reader says. */
cseal_status csi_pdf_shown_add(csi_pdf_reader *reader,
    const struct csi_pdf_value *stream, const struct csi_pdf_value *others,
    struct csi_pdf_sight *shown, cseal_error **ret_error);
void csi_pdf_shown_clear(struct csi_pdf_sight *shown);

/* Of a device color (8.6.4) of 1, 3 or 4 parts, as screens show it; of no
 * parts it is not known. */
struct csi_pdf_color csi_pdf_color_of(const double *parts, size_t count);

/* White space, and what is as little seen. */
bool csi_pdf_is_blank(uint32_t letter);

#endif
