/* SPDX-License-Identifier: Apache-2.0 */
/* look.h -- from a look, as the application gives it, to an XObject. */
#ifndef CSI_LOOK_H
#define CSI_LOOK_H

#include "pdf/appearance.h"
#include "wait.h"

#include <counterseal/document.h>

#define CSI_LOOK_TEXT_MOST 100000 /* bytes of a text */

/* Status: FAULT_APPLICATION (not exactly one thing to draw). */
cseal_status csi_look_check(
    const struct cseal_look *look, cseal_error **ret_error);

/*
 * Writes it into the update.  width and height of the room are in the units
 * of a page with that user unit; text is wrapped to them.  *ret_virtual:
 * CSI_PDF_VIRTUAL_ bits.  What the look points at must stay until the update
 * is written.
 */
cseal_status csi_look_write(cseal_context *context, csi_pdf_update *update,
    const struct cseal_look *look, const double room[2], double user_unit,
    cseal_wait *wait, struct csi_pdf_look *ret_look, unsigned *ret_virtual,
    cseal_error **ret_error);

#endif
