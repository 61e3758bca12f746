/* SPDX-License-Identifier: Apache-2.0 */
/* file.h -- the bytes of a document, whole and contiguous.
 *
 * What was opened lies in front; revisions are appended behind it in memory.
 * A large file is mapped, not copied: only what is appended, and the part of
 * its last page, take memory. */
#ifndef CSI_PDF_FILE_H
#define CSI_PDF_FILE_H

#include "bytes.h"

#include <counterseal/error.h>

struct csi_pdf_file {
	uint8_t *at;
	size_t len;
	size_t mapped; /* bytes in front that are the file's own pages; 0:
			  all of it is on the heap */
	size_t room;   /* bytes that there is space for */
};

/* Status: SETUP_FILE, SETUP_PERMISSION, REFUSED_LIMIT, FAULT_MEMORY. */
cseal_status csi_pdf_file_open(
    const char *path, struct csi_pdf_file *ret_file, cseal_error **ret_error);
cseal_status csi_pdf_file_copy(const void *bytes, size_t len,
    struct csi_pdf_file *ret_file, cseal_error **ret_error);

/* Room for `more` bytes behind the end, which the caller fills and then
 * counts by adding to `len`.  May move the file: then every pointer into it
 * is stale. */
cseal_status csi_pdf_file_room(struct csi_pdf_file *file, size_t more,
    uint8_t **ret_at, cseal_error **ret_error);

/* From here on bytes of what was opened can be changed in memory; the file on
 * disk stays as it is.  Status: FAULT_MEMORY. */
cseal_status csi_pdf_file_unlock(
    struct csi_pdf_file *file, cseal_error **ret_error);

/* All zero is a closed file. */
void csi_pdf_file_close(struct csi_pdf_file *file);

#endif
