/* SPDX-License-Identifier: Apache-2.0 */
/* pair.h -- a picture and a text as one look. */
#ifndef CSI_PDF_PAIR_H
#define CSI_PDF_PAIR_H

#include "appearance.h"

/* Parts of a room, from its bottom left corner. */
struct csi_pdf_pair_rooms {
	double picture[2]; /* width and height; it is at the left */
	double text[2], text_x;
};

/* Beside each other the picture has its proportions and all of the height, but
 * two fifths of the width at most; over each other both have the room. */
void csi_pdf_pair_divide(const struct csi_pdf_look *picture,
    const double room[2], double gap, bool over,
    struct csi_pdf_pair_rooms *ret_rooms);

/* Both of them, the picture first. */
void csi_pdf_look_pair(csi_pdf_update *update,
    const struct csi_pdf_look *picture, const struct csi_pdf_look *text,
    const double room[2], const struct csi_pdf_pair_rooms *rooms,
    struct csi_pdf_look *ret_look);

#endif
