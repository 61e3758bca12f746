/* SPDX-License-Identifier: Apache-2.0 */
/* jp2.c -- what an image in JPEG 2000 is, from its headers (ISO/IEC 15444-1);
 * pixels are not decoded.  Every step moves forward. */
#include "emrtd/face.h"

#include <string.h>

#define SOC_SIZ    UINT32_C(0xff4fff51)
#define CODESTREAM UINT32_C(0x6a703263) /* "jp2c" */

/* I.5.1 */
static const uint8_t signature[] = { 0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10,
	0x87, 10 };

/* Annex A.5.1: what is shown is the reference grid less its offset. */
static bool
read_codestream(struct csi_reader in, struct csi_jp2_info *info)
{
	uint32_t left, top;

	if (csi_read_be32(&in) != SOC_SIZ)
		return false;
	csi_read_be16(&in); /* Lsiz */
	csi_read_be16(&in); /* Rsiz */
	info->width = csi_read_be32(&in);
	info->height = csi_read_be32(&in);
	left = csi_read_be32(&in);
	top = csi_read_be32(&in);
	csi_read_span(&in, 16); /* size and offset of tiles */
	info->components = csi_read_be16(&in);
	if (in.bad || left >= info->width || top >= info->height ||
	    info->components == 0)
		return false;
	info->width -= left;
	info->height -= top;
	return true;
}

/* I.4: the length of a box counts its header; 0 is up to the end, 1 says that
 * eight bytes of length follow. */
static bool
next_box(struct csi_reader *in, uint32_t *ret_type, struct csi_span *ret_body)
{
	size_t start = csi_reader_left(in), used;
	uint64_t len = csi_read_be32(in);

	*ret_type = csi_read_be32(in);
	if (len == 1) {
		len = (uint64_t)csi_read_be32(in) << 32;
		len |= csi_read_be32(in);
	}
	used = start - csi_reader_left(in);
	if (len == 0)
		len = start;
	if (in->bad || len < used || len > start)
		return false;
	*ret_body = csi_read_span(in, (size_t)len - used);
	return !in->bad;
}

bool
csi_jp2_read(struct csi_span image, struct csi_jp2_info *ret_info)
{
	struct csi_reader in = csi_reader_of(image.at, image.len);
	struct csi_jp2_info info = { 0 };
	struct csi_span body = image;
	uint32_t type = CODESTREAM;

	if (image.len > sizeof(signature) &&
	    memcmp(image.at, signature, sizeof(signature)) == 0) {
		info.is_file = true;
		do {
			if (!next_box(&in, &type, &body))
				return false;
		} while (type != CODESTREAM);
	}
	if (!read_codestream(csi_reader_of(body.at, body.len), &info))
		return false;
	*ret_info = info;
	return true;
}
