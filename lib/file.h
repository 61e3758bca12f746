/* SPDX-License-Identifier: Apache-2.0 */
/* file.h -- one small file, read whole. */
#ifndef CSI_FILE_H
#define CSI_FILE_H

#include "bytes.h"

#include <counterseal/error.h>

/*
 * Appends what is in a regular file to bytes.  Does not block on a FIFO.
 * Status: SETUP_FILE (none there, no regular file), SETUP_PERMISSION,
 * REFUSED_LIMIT (more than `most` bytes), FAULT_MEMORY.
 */
cseal_status csi_file_read(const char *path, size_t most,
    struct csi_bytes *bytes, cseal_error **ret_error);

#endif
