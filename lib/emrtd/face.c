/* SPDX-License-Identifier: Apache-2.0 */
/* face.c -- the images in data groups 2 and 7. */
#include "emrtd/face.h"
#include "emrtd/tlv.h"

#include "error.h"
#include "jpeg.h"

#include <string.h>

/* ICAO 9303-10, 4.7.2.1 */
enum {
	DG2 = 0x75,
	GROUP = 0x7f61,
	INSTANCE = 0x7f60,
	DATA = 0x5f2e,       /* a record of 19794-5 */
	DATA_NESTED = 0x7f2e /* or, of late, one of 39794-5 */
};

/* 4.7.7.1 */
enum { DG7 = 0x67, MARK = 0x5f43 };

/* ISO/IEC 19794-5:2005, 5.4 to 5.7; lengths in bytes */
#define FACE_INFORMATION 20
#define FEATURE_POINT    8
#define FEATURES_MOST    4096

static cseal_status
fail_damaged(cseal_error **ret_error, const char *what)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the image's %s was not well formed", what);
}

/* ---- ISO/IEC 19794-5 --------------------------------------------------- */

/* The image of the first face; the lengths that the record gives of itself
 * are a second saying, and those of the objects around it are the first. */
static cseal_status
read_record(
    struct csi_span record, struct csi_span *ret_image, cseal_error **ret_error)
{
	struct csi_reader in = csi_reader_of(record.at, record.len);
	struct csi_span format = csi_read_span(&in, 4);
	uint32_t block, features;
	size_t start;

	if (in.bad || memcmp(format.at, "FAC", 4) != 0)
		return fail_damaged(ret_error, "record");
	csi_read_span(&in, 8); /* version, length of the record */
	if (csi_read_be16(&in) == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the image's record held no face");
	start = csi_reader_left(&in);
	block = csi_read_be32(&in);
	features = csi_read_be16(&in);
	csi_read_span(&in, FACE_INFORMATION - 6);
	if (in.bad || features > FEATURES_MOST || block > start)
		return fail_damaged(ret_error, "record");
	csi_read_span(&in, (size_t)features * FEATURE_POINT);
	csi_read_span(&in, 12); /* image information: not to be trusted */
	if (in.bad || start - csi_reader_left(&in) > block)
		return fail_damaged(ret_error, "record");
	*ret_image = csi_read_span(&in, block - (start - csi_reader_left(&in)));
	return CSEAL_OK;
}

/* ---- ISO/IEC 39794-5 --------------------------------------------------- */

/* From the FaceImageDataBlock down to representationData2D (A.1): tags are
 * automatic, and those of a CHOICE explicit. */
static const unsigned path[] = { 0x65, 0xa1, 0x30, 0xa1, 0xa0, 0xa0, 0x80 };

static cseal_status
read_block(
    struct csi_span block, struct csi_span *ret_image, cseal_error **ret_error)
{
	struct csi_tlv object = { .body = block };

	for (size_t i = 0; i < sizeof(path) / sizeof(path[0]); i++) {
		if (!csi_tlv_find(object.body, path[i], &object))
			return fail_damaged(ret_error, "data block");
	}
	*ret_image = object.body;
	return CSEAL_OK;
}

/* ---- the image --------------------------------------------------------- */

static cseal_status
fail_large(cseal_error **ret_error, uint32_t width, uint32_t height)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "the image was of %u by %u dots, more than %u", width, height,
	    CSI_IMAGE_PIXELS_MOST);
}

cseal_status
csi_image_read(
    struct csi_span image, struct csi_image *ret_image, cseal_error **ret_error)
{
	struct csi_image made = { .bytes = image };
	struct csi_jpeg_info jpeg = { 0 };
	struct csi_jp2_info jp2 = { 0 };
	cseal_status st;

	if (image.len > CSI_IMAGE_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the image took %zu bytes, more than %u", image.len,
		    CSI_IMAGE_MOST);
	if (image.len > 2 && image.at[0] == 0xff && image.at[1] == 0xd8) {
		st = csi_jpeg_read(image, &jpeg, ret_error);
		if (st != CSEAL_OK)
			return st;
		made.media_type = "image/jpeg";
		made.width = jpeg.width;
		made.height = jpeg.height;
	} else if (csi_jp2_read(image, &jp2)) {
		made.media_type = jp2.is_file ? "image/jp2" : "image/j2c";
		made.width = jp2.width;
		made.height = jp2.height;
	} else {
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the image was neither JPEG nor JPEG 2000");
	}
	if ((uint64_t)made.width * made.height > CSI_IMAGE_PIXELS_MOST)
		return fail_large(ret_error, made.width, made.height);
	*ret_image = made;
	return CSEAL_OK;
}

static bool
find_data(struct csi_span dg2, struct csi_tlv *ret_data)
{
	struct csi_tlv file, group, instance;

	return csi_tlv_file(dg2, DG2, &file) &&
	       csi_tlv_find(file.body, GROUP, &group) &&
	       csi_tlv_find(group.body, INSTANCE, &instance) &&
	       (csi_tlv_find(instance.body, DATA, ret_data) ||
		   csi_tlv_find(instance.body, DATA_NESTED, ret_data));
}

cseal_status
csi_face_read(
    struct csi_span dg2, struct csi_image *ret_face, cseal_error **ret_error)
{
	struct csi_span image = { 0 };
	struct csi_tlv data = { 0 };
	cseal_status st;

	if (!find_data(dg2, &data))
		return fail_damaged(ret_error, "file");
	if (data.tag == DATA || (data.body.len > 0 && data.body.at[0] == 'F'))
		st = read_record(data.body, &image, ret_error);
	else
		st = read_block(data.body, &image, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_image_read(image, ret_face, ret_error);
}

cseal_status
csi_mark_read(
    struct csi_span dg7, struct csi_image *ret_mark, cseal_error **ret_error)
{
	struct csi_tlv file, image;

	if (!csi_tlv_file(dg7, DG7, &file) ||
	    !csi_tlv_find(file.body, MARK, &image))
		return fail_damaged(ret_error, "file");
	return csi_image_read(image.body, ret_mark, ret_error);
}

cseal_status
csi_face_record_read(struct csi_span record, struct csi_image *ret_face,
    cseal_error **ret_error)
{
	struct csi_span image = { 0 };
	cseal_status st = read_record(record, &image, ret_error);

	if (st != CSEAL_OK)
		return st;
	return csi_image_read(image, ret_face, ret_error);
}
