/* SPDX-License-Identifier: Apache-2.0 */
/* marks.h -- what one signature shows: its looks, each written once, and the
 * stamp annotations that repeat them or cut them. */
#ifndef CSI_MARKS_H
#define CSI_MARKS_H

#include "document/document.h"
#include "document/seal-text.h"
#include "pdf/mark.h"
#include "pdf/target.h"
#include "wait.h"

#include <counterseal/seal.h>

/* Looks of one revision.  All zero is none; freed with csi_looks_clear(). */
struct csi_looks {
	cseal_context *context;
	csi_pdf_update *update;
	cseal_wait *wait;
	struct csi_seal_words words;
	unsigned virtual_marks; /* CSI_PDF_VIRTUAL_ bits of all of them */
	struct csi_bytes known;
};

/* The look in a room of that size, written unless it was, its text with the
 * words.  Status: that of csi_seal_text() and csi_look_write(). */
cseal_status csi_looks_get(struct csi_looks *looks,
    const struct cseal_look *asked, const double room[2], double user_unit,
    struct csi_pdf_look *ret_look, cseal_error **ret_error);
void csi_looks_clear(struct csi_looks *looks);

/* Status: FAULT_APPLICATION, REFUSED_LIMIT. */
cseal_status csi_marks_check(
    const struct cseal_seal *seal, cseal_error **ret_error);

bool csi_marks_any(const struct cseal_seal *seal);

/* Writes all marks and puts them on their pages; those of the page of a new
 * widget are left for whoever puts that on it: target->beside, to be freed
 * with the target.  Status: REFUSED_PLACE, REFUSED_LIMIT. */
cseal_status csi_marks_write(cseal_document *document,
    const struct cseal_seal *seal, struct csi_looks *looks,
    struct csi_pdf_target *target, const char *contents, int64_t time,
    cseal_error **ret_error);

#endif
