/* SPDX-License-Identifier: Apache-2.0 */
/* mark.h -- locked stamp annotations (ISO 32000-1, 12.5.6.12) that show a
 * look, or a part of it. */
#ifndef CSI_PDF_MARK_H
#define CSI_PDF_MARK_H

#include "appearance.h"

struct csi_pdf_mark {
	uint32_t page; /* index */
	struct csi_pdf_look look;
	struct csi_pdf_shown shown; /* what is seen: cut to this */
	struct csi_pdf_shown whole; /* the room of the look */
	const char *contents;       /* for those who cannot see it; UTF-8 */
	int64_t time;               /* seconds since 1970 UTC */
};

/* Those of one page; *ret_refs gets a reference for each, which are to be put
 * on the page.  Status: REFUSED_PLACE, FAULT_APPLICATION (text that is not
 * UTF-8, a time out of range). */
cseal_status csi_pdf_mark_write(csi_pdf_update *update,
    const struct csi_pdf_page *page, const struct csi_pdf_mark *mark,
    struct csi_pdf_ref *ret_ref, cseal_error **ret_error);

#endif
