/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-dg2.c -- data groups 2 and 7: the image that is found lies inside of it,
 * and is not larger than the limits. */
#include "emrtd/face.h"
#include "fuzz.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_span file = { data, size };
	struct csi_jp2_info info;
	struct csi_image face;

	if (csi_jp2_read(file, &info) &&
	    (info.width == 0 || info.height == 0 || info.components == 0))
		abort();
	if (csi_face_read(file, &face, NULL) != CSEAL_OK &&
	    csi_mark_read(file, &face, NULL) != CSEAL_OK)
		return 0;
	if (face.bytes.len == 0 || face.bytes.at < data ||
	    face.bytes.at + face.bytes.len > data + size ||
	    face.media_type == NULL || face.width == 0 || face.height == 0 ||
	    (uint64_t)face.width * face.height > CSI_IMAGE_PIXELS_MOST)
		abort();
	return 0;
}
