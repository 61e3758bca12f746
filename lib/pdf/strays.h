/* SPDX-License-Identifier: Apache-2.0 */
/* strays.h -- bytes of later revisions that belong to nothing that a
 * cross-reference section lists. */
#ifndef CSI_PDF_STRAYS_H
#define CSI_PDF_STRAYS_H

#include "pdf/reader.h"

#define CSI_PDF_STRAYS_MOST 64

struct csi_pdf_strays {
	struct {
		uint64_t at, len; /* the last has what found no room, too */
	} list[CSI_PDF_STRAYS_MOST];
	size_t count;
};

/* From a byte on, which is the end of a revision, to the end of the newest.
 * White space, comments of a usual length, and startxref are no strays; of a
 * revision with an object that cannot be read nothing is said.  Status:
 * FAULT_MEMORY. */
cseal_status csi_pdf_find_strays(csi_pdf_reader *reader, uint64_t from,
    struct csi_pdf_strays *ret_strays, cseal_error **ret_error);

#endif
