/* SPDX-License-Identifier: Apache-2.0 */
/* formatted.h -- values as the scripts show them that most forms use,
 * AFNumber_Format() of Adobe's forms and its kin. */
#ifndef CSI_PDF_FORMATTED_H
#define CSI_PDF_FORMATTED_H

#include "bytes.h"

enum csi_pdf_formatted {
	CSI_PDF_FORMATTED_SAME,
	CSI_PDF_FORMATTED_UNSURE, /* by another script, or a value that it
				     could read in several ways */
	CSI_PDF_FORMATTED_OTHER
};

/* Does the text show the value?  Both are characters of 32 bits, without
 * white space. */
enum csi_pdf_formatted csi_pdf_formatted(
    struct csi_span script, struct csi_span shown, struct csi_span value);

/* format: "dd.mm.yyyy" and its like, in bytes. */
enum csi_pdf_formatted csi_pdf_formatted_date(
    struct csi_span format, struct csi_span shown, struct csi_span value);

#endif
