/* SPDX-License-Identifier: Apache-2.0 */
/* image_png.h -- a PNG file as samples that PDF can show.
 *
 * Every kind of PNG becomes 8 bits a component: grey or RGB, and the alpha
 * channel apart, because PDF keeps it in an image of its own (ISO 32000-1,
 * 11.6.5.3).  Where nothing may be seen through by halves, a mask of one bit
 * takes its place (8.9.6.3), and what was half clear lies on white. */
#ifndef CSI_PDF_IMAGE_PNG_H
#define CSI_PDF_IMAGE_PNG_H

#include "bytes.h"

#include <counterseal/error.h>

#define CSI_PNG_BYTES_MOST  (64u << 20)
#define CSI_PNG_PIXELS_MOST (40u << 20) /* A4 at 600 dots an inch */

struct csi_png {
	uint32_t width, height;
	bool is_grey;
	struct csi_bytes color; /* zlib */
	struct csi_bytes alpha; /* zlib; empty: opaque everywhere */
	bool is_masked; /* alpha has one bit a pixel: 1 is not painted */
};

bool csi_png_is(struct csi_span bytes);

/* Status: REFUSED_INPUT, REFUSED_LIMIT, FAULT_MEMORY. */
cseal_status csi_png_read(
    struct csi_span bytes, struct csi_png *ret_png, cseal_error **ret_error);
/* The same with a mask.  REFUSED_INPUT, too, where more than edges can be seen
 * through by halves. */
cseal_status csi_png_read_masked(
    struct csi_span bytes, struct csi_png *ret_png, cseal_error **ret_error);
void csi_png_clear(struct csi_png *png);

#endif
