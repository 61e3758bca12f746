/* SPDX-License-Identifier: Apache-2.0 */
/* face.h -- the portrait in data group 2 (ICAO 9303-10, 4.7.2): a template of
 * ISO/IEC 7816-11 around a record of ISO/IEC 19794-5:2005 or 39794-5:2019; and
 * the signature or usual mark in data group 7 (4.7.7), which is an image alone.
 */
#ifndef CSI_EMRTD_FACE_H
#define CSI_EMRTD_FACE_H

#include "bytes.h"

#include <counterseal/error.h>

#define CSI_IMAGE_MOST        (UINT32_C(256) << 10) /* bytes of the image */
#define CSI_IMAGE_PIXELS_MOST (UINT32_C(1) << 26)

struct csi_image {
	struct csi_span bytes;  /* in place */
	const char *media_type; /* "image/jpeg", "image/jp2", "image/j2c" */
	/* Of the image itself: what the record says of it is often wrong. */
	uint32_t width, height;
};

/* JPEG or JPEG 2000.  Status: REFUSED_INPUT, REFUSED_LIMIT,
 * REFUSED_UNSUPPORTED (an image of another kind). */
cseal_status csi_image_read(struct csi_span image, struct csi_image *ret_image,
    cseal_error **ret_error);

/* The first portrait of the file.  Status: likewise. */
cseal_status csi_face_read(
    struct csi_span dg2, struct csi_image *ret_face, cseal_error **ret_error);

/* The first signature or usual mark of the file.  Status: likewise. */
cseal_status csi_mark_read(
    struct csi_span dg7, struct csi_image *ret_mark, cseal_error **ret_error);

/* The first portrait of a record of ISO/IEC 19794-5 without the file around it.
 * Status: likewise. */
cseal_status csi_face_record_read(struct csi_span record,
    struct csi_image *ret_face, cseal_error **ret_error);

/* What an image in JPEG 2000 is: a file of ISO/IEC 15444-1, Annex I, or the
 * code-stream alone.  False: it is none. */
struct csi_jp2_info {
	bool is_file;
	uint32_t width, height;
	unsigned components;
};
bool csi_jp2_read(struct csi_span image, struct csi_jp2_info *ret_info);

#endif
