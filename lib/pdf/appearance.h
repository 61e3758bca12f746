/* SPDX-License-Identifier: Apache-2.0 */
/* appearance.h -- what is drawn: one XObject, and how it fills a room.
 *
 * Knows no ink and no photo: bytes, paths and pages. */
#ifndef CSI_PDF_APPEARANCE_H
#define CSI_PDF_APPEARANCE_H

#include "place.h"
#include "update.h"

struct csi_pdf_look {
	struct csi_pdf_ref ref;
	/* Natural size: points, or pixels of an image. */
	double width, height;
	/* From the XObject's own space to a box of that size at 0 0. */
	double matrix[6];
	enum csi_pdf_fit fit;
	double scale;    /* of the natural size, before it is fitted */
	bool is_virtual; /* an image that says that it is */
};

/* A JPEG or PNG file; of a JPEG, the bytes themselves, up to its end marker,
 * which are borrowed by the update, upright as its Exif data has it.  Status:
 * REFUSED_INPUT (also for what the document's PDF/A does not allow),
 * REFUSED_LIMIT. */
cseal_status csi_pdf_look_image(csi_pdf_update *update, struct csi_span bytes,
    struct csi_pdf_look *ret_look, cseal_error **ret_error);

/* Path operators that fill, in points, inside a box of that size at 0 0.
 * color: 0xRRGGBB. */
void csi_pdf_look_paths(csi_pdf_update *update, struct csi_span paths,
    double width, double height, uint32_t color, struct csi_pdf_look *ret_look);

/* The look as one thing that the page shows through.  percent: 1 to 99, of
 * opacity. */
void csi_pdf_look_fade(
    csi_pdf_update *update, unsigned percent, struct csi_pdf_look *look);

/* Puts it into a room, whose size becomes its natural one. */
void csi_pdf_look_settle(struct csi_pdf_look *look, const double room[2]);

/* Draws it in a room: "q a b c d e f cm /name Do Q".  upright goes from the
 * room to the space that is drawn in. */
void csi_pdf_look_draw(struct csi_bytes *out, const struct csi_pdf_look *look,
    const char *name, const double upright[6], double room_width,
    double room_height);

/* A part of a room that a look has: what is cut out, its width and height, and
 * where the whole room is, from the bottom left corner of what is cut out. */
struct csi_pdf_look_room {
	double width, height;
	double x, y, whole_width, whole_height;
	double upright[6]; /* turns what is cut out */
};

/* A form XObject that draws the look, and shows that part of it. */
void csi_pdf_look_part(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_look *look, const struct csi_pdf_look_room *room);

/* The entries of a form XObject, up to its box and matrix. */
void csi_pdf_start_form(struct csi_bytes *entries, double width, double height,
    const double matrix[6]);

/* A form XObject of the room's size that draws look (NULL: nothing): the
 * appearance of a widget (12.5.5).  matrix turns it upright. */
void csi_pdf_look_form(csi_pdf_update *update, struct csi_pdf_ref ref,
    const struct csi_pdf_look *look, const double matrix[6], double room_width,
    double room_height);

#endif
