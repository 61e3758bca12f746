/* SPDX-License-Identifier: Apache-2.0 */
/* save.h -- bytes to a file that is whole, or as it was. */
#ifndef CSI_PDF_SAVE_H
#define CSI_PDF_SAVE_H

#include "bytes.h"

#include <counterseal/error.h>

/* Writes beside path, syncs, renames over it, syncs the folder.  A path that
 * is a symbolic link keeps being one.  A file that is there keeps its mode.
 * Status: SETUP_DISK_FULL, SETUP_PERMISSION, SETUP_FILE. */
cseal_status csi_pdf_save_file(
    struct csi_span bytes, const char *path, cseal_error **ret_error);

/* Writes all of it from the descriptor's position on; does not sync. */
cseal_status csi_pdf_save_fd(
    struct csi_span bytes, int fd, cseal_error **ret_error);

#endif
