/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h -- what is written in a file, found without its cross-reference
 * sections: for rebuilding a table that is damaged. */
#ifndef CSI_PDF_SCAN_H
#define CSI_PDF_SCAN_H

#include "inside.h"

enum csi_pdf_found_kind {
	CSI_PDF_FOUND_OBJECT,
	CSI_PDF_FOUND_CATALOG,
	CSI_PDF_FOUND_OBJSTM,
	CSI_PDF_FOUND_XREF,   /* a cross-reference stream */
	CSI_PDF_FOUND_TRAILER /* the word; it has no number */
};

struct csi_pdf_found {
	enum csi_pdf_found_kind kind;
	struct csi_pdf_ref ref;
	uint64_t offset; /* of the number, or past the word trailer */
	bool is_whole;   /* the value, and a stream, came to an end */
};

/* One pass from the front to the end.  What lies in a stream or a string is
 * not looked at. */
struct csi_pdf_scan {
	csi_pdf_reader *reader;
	const uint8_t *at, *end;
	const uint8_t *floor; /* numbers do not begin before it */
	bool no_more_streams; /* no endstream comes any more */
};

void csi_pdf_scan_start(struct csi_pdf_scan *scan, csi_pdf_reader *reader);

/* *ret_more false: that was all.  Status: REFUSED_LIMIT. */
cseal_status csi_pdf_scan_next(struct csi_pdf_scan *scan,
    struct csi_pdf_found *ret_found, bool *ret_more, cseal_error **ret_error);

#endif
