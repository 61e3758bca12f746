/* SPDX-License-Identifier: Apache-2.0 */
/* formatted.h -- numbers as the script shows them that most forms use,
 * AFNumber_Format() of Adobe's forms. */
#ifndef CSI_PDF_FORMATTED_H
#define CSI_PDF_FORMATTED_H

#include "bytes.h"

enum csi_pdf_formatted {
	CSI_PDF_FORMATTED_FREELY, /* by another script */
	CSI_PDF_FORMATTED_UNSURE, /* the value is no plain number */
	CSI_PDF_FORMATTED_SAME,
	CSI_PDF_FORMATTED_OTHER
};

/* Does the text show the value?  Both are characters of 32 bits, without
 * white space. */
enum csi_pdf_formatted csi_pdf_formatted_number(
    struct csi_span script, struct csi_span shown, struct csi_span value);

#endif
