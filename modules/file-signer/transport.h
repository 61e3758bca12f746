/* SPDX-License-Identifier: Apache-2.0 */
/* transport.h -- the file itself. */
#ifndef FILE_TRANSPORT_H
#define FILE_TRANSPORT_H

#include <counterseal/module.h>

struct file_bytes {
	uint8_t *at;
	size_t len;
	bool is_open_to_others; /* may be read by everybody */
};

/* Reads it whole.  Status: SETUP_NO_KEY (not there), SETUP_FILE,
 * SETUP_PERMISSION, REFUSED_LIMIT. */
cseal_status file_load(
    const char *path, struct file_bytes *ret_bytes, cseal_error **ret_error);
/* Wipes, then frees. */
void file_unload(struct file_bytes *bytes);

/* READY, DENIED or ABSENT. */
cseal_device_state file_state(const char *path);

#endif
