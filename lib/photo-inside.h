/* SPDX-License-Identifier: Apache-2.0 */
/* photo-inside.h -- a photo, as the files that take one share it. */
#ifndef CSI_PHOTO_INSIDE_H
#define CSI_PHOTO_INSIDE_H

#include "bytes.h"
#include "loader.h"

#include <counterseal/photo.h>

cseal_status csi_photo_check_options(
    const struct cseal_photo_options *options, cseal_error **ret_error);

/* A camera of a module that has one, opened, and what it is asked for.  Closed
 * with the module's own table. */
cseal_status csi_photo_open(const struct csi_module *module, const char *uri,
    const struct cseal_photo_options *options, cseal_wait *wait,
    struct cseal_shot_request *ret_request, void **ret_camera,
    cseal_error **ret_error);

/* What a camera gave; takes the bytes over, also when it fails.  Status:
 * AGAIN_PHOTO_UNUSABLE, REFUSED_LIMIT, FAULT_MEMORY. */
cseal_status csi_photo_develop(struct csi_bytes *take_jpeg, bool is_virtual,
    cseal_photo **ret_photo, cseal_error **ret_error);

#endif
