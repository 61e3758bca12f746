/* SPDX-License-Identifier: Apache-2.0 */
/* jpeg.h -- what a JPEG file is, from its markers; pixels are not decoded.
 *
 * Accepted is what a PDF viewer must decode (ISO 32000-1, 7.4.8): baseline,
 * extended sequential and progressive Huffman coding, 8 bits a sample, with
 * 1, 3 or 4 components. */
#ifndef CSI_JPEG_H
#define CSI_JPEG_H

#include "bytes.h"

#include <counterseal/error.h>

#define CSI_JPEG_BYTES_MOST  (64u << 20)
#define CSI_JPEG_PIXELS_MOST (1u << 28)

enum { CSI_JPEG_INCH = 1, CSI_JPEG_CENTIMETRE = 2 };

struct csi_jpeg_info {
	uint32_t width, height;
	unsigned components;     /* 1: grey, 3: YCbCr or RGB, 4: CMYK or YCCK */
	unsigned bits;           /* of one sample: 8 */
	bool progressive;        /* SOF2 */
	bool has_huffman;        /* false: Motion JPEG that relies on K.3.3 */
	bool has_adobe;          /* an Adobe APP14 segment: */
	uint8_t adobe_transform; /* 0: none, 1: YCbCr, 2: YCCK */
	unsigned orientation;    /* of Exif, 1 to 8; 0: it does not say */
	/* Of JFIF: dots each way in a unit of CSI_JPEG_; else 0. */
	unsigned density_unit, density_x, density_y;
	bool is_virtual;         /* a comment says so */
	size_t comment_at;       /* where a COM segment may be put in */
	size_t frame_at;         /* where the frame header begins */
	size_t len;              /* up to the end of EOI; the rest is no JPEG */
};

/* Status: REFUSED_INPUT, REFUSED_LIMIT. */
cseal_status csi_jpeg_read(struct csi_span jpeg, struct csi_jpeg_info *ret_info,
    cseal_error **ret_error);

/* Appends the JPEG with a comment that makes is_virtual true. */
void csi_jpeg_mark_virtual(struct csi_span jpeg,
    const struct csi_jpeg_info *info, struct csi_bytes *out);

/* Whether it relies on the typical tables of K.3.3, as Motion JPEG does, which
 * not every viewer has. */
bool csi_jpeg_lacks_huffman(const struct csi_jpeg_info *info);

/* Appends the JPEG with those tables, 420 bytes, before its frame. */
void csi_jpeg_add_huffman(struct csi_span jpeg,
    const struct csi_jpeg_info *info, struct csi_bytes *out);

#endif
