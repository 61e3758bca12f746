/* SPDX-License-Identifier: Apache-2.0 */
/* delta.h -- which objects differ between a signed revision and the file.
 *
 * `before` reads the bytes that a signature covers, `after` the whole file;
 * both strictly. */
#ifndef CSI_PDF_DELTA_H
#define CSI_PDF_DELTA_H

#include "pdf/numbers.h"
#include "pdf/reader.h"

struct csi_pdf_delta {
	csi_pdf_reader *before, *after;
	size_t new_sections;
	uint32_t *changed; /* numbers that the new sections give, each once */
	size_t changed_count, changed_room;
	struct csi_numbers is_changed;
	struct csi_numbers dangling; /* referred to in before, but not there */
	/* Changed, and referred to in before: at all, and more than once. */
	struct csi_numbers used, shared;
};

/* Status: REFUSED_FORBIDDEN: the later revisions do not build on the signed
 * one (the note says how); REFUSED_DAMAGED and the like from the readers. */
cseal_status csi_pdf_delta_init(struct csi_pdf_delta *delta,
    csi_pdf_reader *before, csi_pdf_reader *after, cseal_error **ret_error);
void csi_pdf_delta_clear(struct csi_pdf_delta *delta);

/* Was the object in use in the signed revision? */
cseal_status csi_pdf_was_there(struct csi_pdf_delta *delta, uint32_t number,
    bool *ret_there, cseal_error **ret_error);

/* Does it still say the same?  Streams that were encrypted again are compared
 * in the clear. */
cseal_status csi_pdf_is_same(struct csi_pdf_delta *delta, uint32_t number,
    bool *ret_same, cseal_error **ret_error);

/* Loads the newest version of an object; null where there is none. */
cseal_status csi_pdf_load_newest(csi_pdf_reader *reader, uint32_t number,
    const struct csi_pdf_value **ret_value, cseal_error **ret_error);
/* The same before and after the changes. */
cseal_status csi_pdf_load_both(const struct csi_pdf_delta *delta,
    uint32_t number, const struct csi_pdf_value **ret_old,
    const struct csi_pdf_value **ret_new, cseal_error **ret_error);

#endif
