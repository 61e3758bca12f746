/* SPDX-License-Identifier: Apache-2.0 */
/* picture.h -- the pixels of one frame: how they look, and as a JPEG file.
 * Functions over bytes. */
#ifndef CAMERA_PICTURE_H
#define CAMERA_PICTURE_H

#include "negotiation.h"
#include "settle.h"

#include <counterseal/module.h>

/* Looks at a JPEG file at an eighth of its size.  Status: REFUSED_INPUT (what
 * its markers promise is not in it), FAULT_MEMORY. */
cseal_status picture_look_jpeg(const void *bytes, size_t len,
    struct camera_look *ret_look, cseal_error **ret_error);

/* Likewise at a raw picture, of which there are agreed->least bytes. */
void picture_look_raw(const struct camera_agreed *agreed, const void *bytes,
    struct camera_look *ret_look);

/* Makes a raw picture a JPEG file, freed with free().  Status: FAULT_MEMORY,
 * REFUSED_INPUT. */
cseal_status picture_encode(const struct camera_agreed *agreed,
    const void *bytes, void **ret_jpeg, size_t *ret_len,
    cseal_error **ret_error);

#endif
