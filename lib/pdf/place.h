/* SPDX-License-Identifier: Apache-2.0 */
/* place.h -- from a place on the page as shown to default user space.
 *
 * Shown means: the crop box, rotated, in the page's user unit (ISO 32000-1,
 * 14.11.2 and Table 30).  Matrices are those of 8.3.3: a b c d e f. */
#ifndef CSI_PDF_PLACE_H
#define CSI_PDF_PLACE_H

#include "reader.h"

#include <counterseal/error.h>

/* Micrometres. */
struct csi_pdf_shown {
	int64_t x, y, width, height; /* from the top-left corner */
};

/* The page's own size, x and y zero. */
struct csi_pdf_shown csi_pdf_shown_page(const struct csi_pdf_page *page);

/* The same rectangle in default user space.  Half a point beyond the page is
 * forgiven and cut off, because page sizes are rounded to points.  Status:
 * REFUSED_PLACE (empty, or not wholly on the page). */
cseal_status csi_pdf_place_box(const struct csi_pdf_page *page,
    const struct csi_pdf_shown *shown, struct csi_pdf_box *ret_box,
    cseal_error **ret_error);

/* Width and height of a box as shown, in user space units. */
void csi_pdf_shown_size(const struct csi_pdf_box *box, int rotate,
    double *ret_width, double *ret_height);

/* From the box as shown (origin at its bottom-left corner as shown, y up) to
 * default user space. */
void csi_pdf_upright(
    const struct csi_pdf_box *box, int rotate, double ret_matrix[6]);

/* first, then second. */
void csi_pdf_multiply(
    const double first[6], const double second[6], double ret_matrix[6]);

/* Where something of a natural size goes in a room: scaled to fit and
 * centred; or only made smaller, and put at the top left, in the middle of the
 * left side, or in the middle. */
enum csi_pdf_fit {
	CSI_PDF_FIT_CENTRED,
	CSI_PDF_FIT_TOP_LEFT,
	CSI_PDF_FIT_LEFT,
	CSI_PDF_FIT_MIDDLE
};
void csi_pdf_fit(enum csi_pdf_fit fit, double room_width, double room_height,
    double width, double height, double *ret_scale, double *ret_x,
    double *ret_y);

#endif
