/* SPDX-License-Identifier: Apache-2.0 */
/* drawing.h -- ink as a file of its own: the outline, and no more. */
#ifndef CSI_INK_DRAWING_H
#define CSI_INK_DRAWING_H

#include "bytes.h"

#include <counterseal/ink.h>

/* Append a whole file; that ink came from a virtual pad is said in it.
 * False: there was no ink. */
bool csi_ink_svg(const struct cseal_ink_sample *samples, size_t count,
    bool is_virtual, struct csi_bytes *out);
bool csi_ink_pdf(const struct cseal_ink_sample *samples, size_t count,
    bool is_virtual, struct csi_bytes *out);

/* Whether it is such a file of such ink, as long as nobody packed it anew. */
bool csi_ink_drawing_is_virtual(struct csi_span file);

#endif
