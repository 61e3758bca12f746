/* SPDX-License-Identifier: Apache-2.0 */
/* photo.h -- one still picture: JPEG bytes as the camera made them. */
#ifndef COUNTERSEAL_PHOTO_H
#define COUNTERSEAL_PHOTO_H

#include <counterseal/device.h>

struct cseal_photo_options {
	size_t size;
	uint32_t width, height; /* wished, in pixels; 0: the camera's choice */
};

/* Takes one photo with the camera uri names; NULL: the only one there is.
 * Blocks.  options may be NULL. */
CSEAL_API cseal_status cseal_photo_take(cseal_context *context, const char *uri,
    const struct cseal_photo_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_photo **ret_photo, cseal_error **ret_error);

/* From JPEG bytes, which are checked and copied.  Status: REFUSED_INPUT,
 * REFUSED_LIMIT. */
CSEAL_API cseal_status cseal_photo_new_mem(const void *jpeg, size_t len,
    cseal_photo **ret_photo, cseal_error **ret_error);

/* The JPEG file, ISO/IEC 10918-1, exactly as it came; but one of a camera that
 * leaves the Huffman tables out, as Motion JPEG may, has the typical ones
 * (K.3.3) put in. */
CSEAL_API const void *cseal_photo_bytes(
    const cseal_photo *photo, size_t *ret_len);
CSEAL_API uint32_t cseal_photo_width(const cseal_photo *photo);
CSEAL_API uint32_t cseal_photo_height(const cseal_photo *photo);
CSEAL_API bool cseal_photo_is_virtual(const cseal_photo *photo);

/* Says that a photo read back from a file came from a virtual camera. */
CSEAL_API void cseal_photo_mark_virtual(cseal_photo *photo);

/* Wipes, then frees. */
CSEAL_API void cseal_photo_free(cseal_photo *photo);

#endif
