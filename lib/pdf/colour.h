/* SPDX-License-Identifier: Apache-2.0 */
/* colour.h -- the colours, and the transparency, that what is drawn on a
 * PDF/A document may have (ISO 19005-1, 6.2.3 and 6.4; -2, 6.2.4 and 6.2.10).
 *
 * Colours of a device are right where the output intent is of that kind; grey
 * ones, where there is any.  Where they are not, they are said to be those of
 * a screen (IEC 61966-2-1) with a grey of the same curve. */
#ifndef CSI_PDF_COLOUR_H
#define CSI_PDF_COLOUR_H

#include "promises.h"

enum csi_pdf_device { CSI_PDF_GREY, CSI_PDF_RGB, CSI_PDF_CMYK };

/* Is the colour space of that device right as it is? */
bool csi_pdf_has_device(
    const struct csi_pdf_promises *promises, enum csi_pdf_device device);

/* The colour space to write for it: "/DeviceRGB", or what stands for it.
 * CMYK has no other: that must be refused before. */
const char *csi_pdf_space(
    const struct csi_pdf_promises *promises, enum csi_pdf_device device);

/* Entries for /ColorSpace of resources, which give content that speaks of
 * devices the right colours (ISO 32000-1, 8.6.5.6); "" where it has them. */
const char *csi_pdf_default_spaces(const struct csi_pdf_promises *promises);

/* May something be seen through?  Not in PDF/A-1; later, only with an output
 * intent, because else a page would have to say in which colours. */
bool csi_pdf_has_transparency(const struct csi_pdf_promises *promises);

#endif
