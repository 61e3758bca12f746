/* SPDX-License-Identifier: Apache-2.0 */
/* json-pictures.c -- portrait and signature of an identity, back from JSON. */
#include "json-take.h"

#include <string.h>

/* One of the members that are pictures, and where it goes. */
struct picture {
	const char *member;
	struct csi_image *image;
	struct csi_bytes *own;
	json_t *object; /* NULL: it is not there */
};

static cseal_status
compare_side(const json_t *object, const char *member, uint32_t derived,
    cseal_error **ret_error)
{
	const json_t *value = json_object_get(object, member);

	if (value == NULL || json_is_null(value) ||
	    (json_is_integer(value) && json_integer_value(value) == derived))
		return CSEAL_OK;
	return csi_json_refuse(ret_error, member, "is not that of the picture");
}

static cseal_status
compare_sides(const struct picture *picture, cseal_error **ret_error)
{
	cseal_status st = compare_side(
	    picture->object, "width", picture->image->width, ret_error);

	if (st != CSEAL_OK)
		return st;
	return compare_side(
	    picture->object, "height", picture->image->height, ret_error);
}

static cseal_status
compare_picture(const struct picture *picture, cseal_error **ret_error)
{
	const struct csi_image *image = picture->image;
	struct csi_bytes bytes = { 0 };
	cseal_status st;

	if (image->bytes.len == 0)
		return csi_json_refuse(ret_error, picture->member,
		    "contradicts what the raw files say");
	st = csi_json_compare(
	    picture->object, "media_type", image->media_type, ret_error);
	if (st == CSEAL_OK)
		st = compare_sides(picture, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_json_base64(json_object_get(picture->object, "base64"),
	    picture->member, CSI_PORTRAIT_MOST, &bytes, ret_error);
	if (st == CSEAL_OK &&
	    (bytes.len != image->bytes.len ||
		memcmp(bytes.at, image->bytes.at, bytes.len) != 0))
		st = csi_json_refuse(ret_error, picture->member,
		    "contradicts what the raw files say");
	csi_bytes_wipe(&bytes);
	return st;
}

static cseal_status
take_picture(const struct picture *picture, cseal_error **ret_error)
{
	const char *media_type;
	cseal_status st;

	st = csi_json_text(
	    picture->object, "media_type", &media_type, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (media_type == NULL || csi_identity_media_type(media_type) == NULL)
		return csi_json_refuse(
		    ret_error, "media_type", "is not known here");
	st = csi_json_base64(json_object_get(picture->object, "base64"),
	    picture->member, CSI_PORTRAIT_MOST, picture->own, ret_error);
	if (st != CSEAL_OK)
		return st;
	picture->image->bytes = csi_bytes_span(picture->own);
	picture->image->media_type = csi_identity_media_type(media_type);
	csi_identity_measure(picture->image);
	return compare_sides(picture, ret_error);
}

cseal_status
csi_json_pictures(
    cseal_identity *identity, const json_t *object, cseal_error **ret_error)
{
	struct picture pictures[] = {
		{ "portrait", &identity->portrait, &identity->own_portrait,
		    NULL },
		{ "signature_image", &identity->signature,
		    &identity->own_signature, NULL },
	};
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < 2; i++) {
		struct picture *picture = &pictures[i];

		st = csi_json_object(
		    object, picture->member, &picture->object, ret_error);
		if (st != CSEAL_OK || picture->object == NULL)
			continue;
		st = identity->files != NULL
			 ? compare_picture(picture, ret_error)
			 : take_picture(picture, ret_error);
	}
	return st;
}
