/* SPDX-License-Identifier: Apache-2.0 */
/* transport.h -- the files: the script and its frames. */
#ifndef VIRTUAL_CAMERA_TRANSPORT_H
#define VIRTUAL_CAMERA_TRANSPORT_H

#include <counterseal/module.h>

/* The whole file, freed with free(); at most `most` bytes.  Status:
 * SETUP_FILE, SETUP_PERMISSION, FAULT_MEMORY. */
cseal_status file_read(const char *path, size_t most, char **ret_text,
    size_t *ret_len, cseal_error **ret_error);

#endif
