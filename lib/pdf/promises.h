/* SPDX-License-Identifier: Apache-2.0 */
/* promises.h -- what a file says that it conforms to: PDF/A (ISO 19005) and
 * PDF/UA (ISO 14289), and whether it is tagged (ISO 32000-1, 14.8). */
#ifndef CSI_PDF_PROMISES_H
#define CSI_PDF_PROMISES_H

#include "reader.h"

/* The colours of the PDF/A output intent (ISO 32000-1, 14.11.5). */
enum csi_pdf_intended {
	CSI_PDF_INTENDED_NONE,
	CSI_PDF_INTENDED_GREY,
	CSI_PDF_INTENDED_RGB,
	CSI_PDF_INTENDED_CMYK
};

/* All zero: it promises nothing. */
struct csi_pdf_promises {
	int archive;             /* part of ISO 19005; 0: no PDF/A */
	char level;              /* its conformance, such as 'B'; 0: none */
	bool is_archived_tagged; /* that is 'A' */
	bool is_accessible;      /* PDF/UA */
	bool is_tagged;
	enum csi_pdf_intended intended; /* of PDF/A */
};

/* What cannot be read promises nothing.  Status: FAULT_MEMORY. */
cseal_status csi_pdf_promises_read(csi_pdf_reader *reader,
    struct csi_pdf_promises *ret_promises, cseal_error **ret_error);

/* The same of a packet of metadata (ISO 16684-1): part and level only. */
void csi_pdf_promises_scan(
    struct csi_span packet, struct csi_pdf_promises *promises);

#endif
