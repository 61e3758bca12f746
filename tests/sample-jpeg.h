/* SPDX-License-Identifier: Apache-2.0 */
/* sample-jpeg.h -- makes small JPEG files that are real: a flat picture, all
 * of whose coefficients are 0, so that every block is two bits. */
#ifndef TESTS_SAMPLE_JPEG_H
#define TESTS_SAMPLE_JPEG_H

#include "bytes.h"

#include <string.h>

static inline void
sample_jpeg_segment(
    struct csi_bytes *out, uint8_t marker, const void *content, size_t len)
{
	csi_bytes_add_u8(out, 0xff);
	csi_bytes_add_u8(out, marker);
	csi_bytes_add_be16(out, (uint16_t)(len + 2));
	csi_bytes_add(out, content, len);
}

static inline void
sample_jpeg_tables(struct csi_bytes *out, bool huffman)
{
	uint8_t table[65] = { 0 };

	memset(table + 1, 16, 64);
	sample_jpeg_segment(out, 0xdb, table, 65);
	if (!huffman)
		return;
	/* One code of one bit, for symbol 0: DC difference 0, end of block. */
	memset(table, 0, sizeof(table));
	table[1] = 1;
	sample_jpeg_segment(out, 0xc4, table, 18);
	table[0] = 0x10;
	sample_jpeg_segment(out, 0xc4, table, 18);
}

static inline void
sample_jpeg_frame(struct csi_bytes *out, uint8_t marker, uint16_t width,
    uint16_t height, uint8_t components)
{
	uint8_t frame[18] = { 8, (uint8_t)(height >> 8), (uint8_t)height,
		(uint8_t)(width >> 8), (uint8_t)width, components };

	for (uint8_t i = 0; i < components; i++) {
		frame[6 + 3 * i] = (uint8_t)(i + 1);
		frame[7 + 3 * i] = 0x11;
	}
	sample_jpeg_segment(out, marker, frame, 6 + 3u * components);
}

static inline void
sample_jpeg_scan(
    struct csi_bytes *out, uint16_t width, uint16_t height, uint8_t components)
{
	size_t blocks = (width + 7u) / 8 * ((height + 7u) / 8) * components;
	uint8_t scan[12] = { components };

	for (uint8_t i = 0; i < components; i++)
		scan[1 + 2 * i] = (uint8_t)(i + 1);
	scan[2 + 2 * components] = 63;
	sample_jpeg_segment(out, 0xda, scan, 4 + 2u * components);
	for (size_t i = 0; i < blocks / 4; i++)
		csi_bytes_add_u8(out, 0);
	if (blocks % 4 != 0)
		csi_bytes_add_u8(out, (uint8_t)(0xff >> 2 * (blocks % 4)));
}

/* A whole baseline file with a JFIF segment. */
static inline void
sample_jpeg(
    struct csi_bytes *out, uint16_t width, uint16_t height, uint8_t components)
{
	static const uint8_t jfif[] = { 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0,
		1, 0, 0 };

	csi_bytes_add_be16(out, 0xffd8);
	sample_jpeg_segment(out, 0xe0, jfif, sizeof(jfif));
	sample_jpeg_tables(out, true);
	sample_jpeg_frame(out, 0xc0, width, height, components);
	sample_jpeg_scan(out, width, height, components);
	csi_bytes_add_be16(out, 0xffd9);
}

#endif
