/* SPDX-License-Identifier: Apache-2.0 */
/* build.h -- writes the files of a chip, for the tests. */
#ifndef TESTS_EMRTD_BUILD_H
#define TESTS_EMRTD_BUILD_H

#include "bytes.h"

#include <string.h>

/* One data object around a body. */
static inline void
build_object(struct csi_bytes *out, unsigned tag, struct csi_span body)
{
	if (tag > 0xff)
		csi_bytes_add_u8(out, (uint8_t)(tag >> 8));
	csi_bytes_add_u8(out, (uint8_t)tag);
	if (body.len > 0xff) {
		csi_bytes_add_u8(out, body.len > 0xffff ? 0x83 : 0x82);
		if (body.len > 0xffff)
			csi_bytes_add_u8(out, (uint8_t)(body.len >> 16));
		csi_bytes_add_u8(out, (uint8_t)(body.len >> 8));
	} else if (body.len > 0x7f) {
		csi_bytes_add_u8(out, 0x81);
	}
	csi_bytes_add_u8(out, (uint8_t)body.len);
	csi_bytes_add_span(out, body);
}

static inline void
build_text(struct csi_bytes *out, unsigned tag, const char *text)
{
	build_object(
	    out, tag, (struct csi_span){ (const uint8_t *)text, strlen(text) });
}

/* Puts a tag and length around what there is. */
static inline void
build_around(struct csi_bytes *bytes, unsigned tag)
{
	struct csi_bytes out = { 0 };

	build_object(&out, tag, csi_bytes_span(bytes));
	csi_bytes_free(bytes);
	*bytes = out;
}

static inline struct csi_bytes
build_dg1(const char *zone)
{
	struct csi_bytes file = { 0 };

	build_text(&file, 0x5f1f, zone);
	build_around(&file, 0x61);
	return file;
}

/* Data group 2 around a record or block with that tag. */
static inline struct csi_bytes
build_dg2(unsigned tag, struct csi_span data)
{
	struct csi_bytes file = { 0 }, inside = { 0 };

	build_object(&inside, 0xa1,
	    (struct csi_span){ (const uint8_t *)"\x87\2\1\1\x88\2\0\x8", 8 });
	build_object(&inside, tag, data);
	build_text(&file, 0x02, "\1");
	build_object(&file, 0x7f60, csi_bytes_span(&inside));
	build_around(&file, 0x7f61);
	build_around(&file, 0x75);
	csi_bytes_free(&inside);
	return file;
}

/* A record of ISO/IEC 19794-5 that says 1 by 1 dots. */
static inline struct csi_bytes
build_record(struct csi_span image, unsigned features)
{
	struct csi_bytes out = { 0 };
	uint32_t block = (uint32_t)(32 + 8 * features + image.len);

	csi_bytes_add(&out,
	    "FAC\0"
	    "010\0",
	    8);
	csi_bytes_add_be32(&out, block + 14);
	csi_bytes_add_be16(&out, 1);
	csi_bytes_add_be32(&out, block);
	csi_bytes_add_be16(&out, (uint16_t)features);
	for (unsigned i = 0; i < 14 + 8 * features; i++)
		csi_bytes_add_u8(&out, 0);
	csi_bytes_add(&out, "\1\0\0\1\0\1\0\0\0\0\0\0", 12);
	csi_bytes_add_span(&out, image);
	return out;
}

/* A code-stream of JPEG 2000 that ends after its first marker segment. */
static inline struct csi_bytes
build_codestream(uint32_t width, uint32_t height, uint32_t left, uint32_t top)
{
	struct csi_bytes out = { 0 };

	csi_bytes_add(&out, "\xff\x4f\xff\x51\0\x2f\0\0", 8);
	csi_bytes_add_be32(&out, width);
	csi_bytes_add_be32(&out, height);
	csi_bytes_add_be32(&out, left);
	csi_bytes_add_be32(&out, top);
	for (int i = 0; i < 16; i++)
		csi_bytes_add_u8(&out, 0);
	csi_bytes_add(&out, "\0\3\7\1\1\7\1\1\7\1\1", 11);
	return out;
}

/* The code-stream in a file of boxes. */
static inline struct csi_bytes
build_jp2(struct csi_span codestream)
{
	struct csi_bytes out = { 0 };

	csi_bytes_add(&out,
	    "\0\0\0\x0cjP  \r\n\x87\n"
	    "\0\0\0\x14"
	    "ftypjp2 \0\0\0\0jp2 ",
	    32);
	csi_bytes_add_be32(&out, (uint32_t)codestream.len + 8);
	csi_bytes_add_text(&out, "jp2c");
	csi_bytes_add_span(&out, codestream);
	return out;
}

#endif
