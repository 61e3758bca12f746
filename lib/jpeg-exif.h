/* SPDX-License-Identifier: Apache-2.0 */
/* jpeg-exif.h -- how a camera was held (Exif 2.32, 4.6.4, tag 0x0112). */
#ifndef CSI_JPEG_EXIF_H
#define CSI_JPEG_EXIF_H

#include "bytes.h"

/* Of the content of an APP1 segment: 1 to 8, and 0 if it does not say, or is
 * damaged.  1 is upright; Exif counts the others by which sides of the scene
 * the first row and the first column are. */
unsigned csi_exif_orientation(struct csi_span segment);

#endif
