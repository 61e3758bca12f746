/* SPDX-License-Identifier: Apache-2.0 */
/* folder.h -- the names in a folder that end alike. */
#ifndef CSI_FOLDER_H
#define CSI_FOLDER_H

#include <counterseal/error.h>

struct csi_folder {
	char **names; /* in byte order */
	size_t count;
};

/*
 * Names that end with suffix and have something before it; hidden ones are
 * left out.  More than `most` are REFUSED_LIMIT.  A folder that is not there
 * is empty.  *folder is all zero on entry.
 */
cseal_status csi_folder_read(const char *path, const char *suffix, size_t most,
    struct csi_folder *folder, cseal_error **ret_error);
void csi_folder_free(struct csi_folder *folder);

/* "PATH/NAME", to be freed; NULL when out of memory. */
char *csi_folder_path(const char *path, const char *name);

#endif
