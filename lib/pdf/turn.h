/* SPDX-License-Identifier: Apache-2.0 */
/* turn.h -- looks that are turned.
 *
 * Angles are clockwise, as pages are turned (ISO 32000-1, Table 30), in
 * thousandths of a degree. */
#ifndef CSI_PDF_TURN_H
#define CSI_PDF_TURN_H

#include "appearance.h"

/* The room that something must be made for if it is to fill that room when it
 * is turned: of the same proportions, sides exchanged where it is turned to
 * the side, and as large as can be. */
void csi_pdf_turn_room(
    int32_t turn_mdeg, const double room[2], double ret_inner[2]);

/* Turns it; its natural size becomes that of the upright box around it. */
void csi_pdf_look_turn(int32_t turn_mdeg, struct csi_pdf_look *look);

/* Puts a picture upright whose Exif orientation is that; 0 is 1. */
void csi_pdf_look_orient(unsigned orientation, struct csi_pdf_look *look);

#endif
