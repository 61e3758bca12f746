/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-jpeg.c -- what a camera may give. */
#include "fuzz.h"
#include "jpeg.h"

#include <stdlib.h>

static void
check(struct csi_span jpeg, const struct csi_jpeg_info *info)
{
	if (info->width < 1 || info->height < 1 || info->width > 65535 ||
	    info->height > 65535 || info->bits != 8)
		abort();
	if (info->components != 1 && info->components != 3 &&
	    info->components != 4)
		abort();
	if (info->orientation > 8)
		abort();
	if (info->len > jpeg.len || info->comment_at < 2 ||
	    info->comment_at >= info->len)
		abort();
}

/* Marking changes nothing else. */
static void
check_mark(struct csi_span jpeg, const struct csi_jpeg_info *info)
{
	struct csi_bytes marked = { 0 };
	struct csi_jpeg_info again;

	csi_jpeg_mark_virtual(jpeg, info, &marked);
	if (marked.failed ||
	    csi_jpeg_read(csi_bytes_span(&marked), &again, NULL) != CSEAL_OK)
		abort();
	if (!again.is_virtual || again.width != info->width ||
	    again.height != info->height ||
	    again.len - info->len != marked.len - jpeg.len ||
	    again.comment_at != info->comment_at)
		abort();
	csi_bytes_free(&marked);
}

/* Neither does putting in the tables, which are then there. */
static void
check_huffman(struct csi_span jpeg, const struct csi_jpeg_info *info)
{
	struct csi_bytes whole = { 0 };
	struct csi_jpeg_info again;

	csi_jpeg_add_huffman(jpeg, info, &whole);
	if (whole.failed ||
	    csi_jpeg_read(csi_bytes_span(&whole), &again, NULL) != CSEAL_OK)
		abort();
	if (!again.has_huffman || csi_jpeg_lacks_huffman(&again) ||
	    again.width != info->width || again.height != info->height ||
	    again.frame_at - info->frame_at != whole.len - jpeg.len)
		abort();
	csi_bytes_free(&whole);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csi_span jpeg = { data, size };
	struct csi_jpeg_info info;

	if (csi_jpeg_read(jpeg, &info, NULL) != CSEAL_OK)
		return 0;
	check(jpeg, &info);
	check_mark(jpeg, &info);
	if (csi_jpeg_lacks_huffman(&info))
		check_huffman(jpeg, &info);
	return 0;
}
