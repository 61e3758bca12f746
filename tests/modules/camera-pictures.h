/* SPDX-License-Identifier: Apache-2.0 */
/* camera-pictures.h -- pictures that simulated cameras take, made by libjpeg:
 * a chart of stripes and squares. */
#ifndef TESTS_CAMERA_PICTURES_H
#define TESTS_CAMERA_PICTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct picture {
	uint8_t *bytes;
	size_t len;
};

/* light is from 0 to 255, blur the radius in pixels. */
struct picture picture_jpeg(
    unsigned width, unsigned height, unsigned light, unsigned blur);
/* The same in a raw form of V4L2: YUYV, NV12 or RGB565, limited range. */
struct picture picture_raw(
    unsigned width, unsigned height, unsigned light, uint32_t fourcc);

/* Without its Huffman tables, as Motion JPEG may come. */
struct picture picture_bare(const struct picture *jpeg);
/* Its first len bytes, and so many others after them. */
struct picture picture_cut(
    const struct picture *jpeg, size_t len, uint8_t filler, size_t more);
void picture_free(struct picture *picture);

/* Decodes a JPEG file; false with warnings or errors.  rgb has room for
 * 3 bytes a pixel, or is NULL. */
bool picture_decode(const void *bytes, size_t len, unsigned *ret_width,
    unsigned *ret_height, uint8_t *rgb);
/* The mean of the luma. */
unsigned picture_light(const void *bytes, size_t len);

#endif
