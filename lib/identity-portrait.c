/* SPDX-License-Identifier: Apache-2.0 */
/* identity-portrait.c -- a portrait in a form that everything shows.
 *
 * A module makes it, from bytes that a chip gave; what it made is looked at
 * before anybody gets it, and is not kept with the identity, whose raw files
 * are what was signed. */
#include "blob.h"
#include "error.h"
#include "identity/identity.h"
#include "jpeg.h"
#include "loader.h"
#include "wait.h"

#include <string.h>

#define SIDE_MOST 8192u
#define AREA_MOST (UINT32_C(1) << 24)

/* By the form. */
static const char *const media_types[] = {
	[CSEAL_PICTURE_PNG] = "image/png",
	[CSEAL_PICTURE_JPEG] = "image/jpeg",
};

static cseal_status
check(const struct csi_image *portrait, cseal_error **ret_error)
{
	if (portrait->bytes.len == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the identity had no portrait");
	if (strcmp(portrait->media_type, "image/jp2") != 0 &&
	    strcmp(portrait->media_type, "image/j2c") != 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "of a portrait in %s no other form can be made",
		    portrait->media_type);
	if (portrait->width == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the portrait was no JPEG 2000, or a damaged one");
	if (portrait->width > SIDE_MOST || portrait->height > SIDE_MOST ||
	    (uint64_t)portrait->width * portrait->height > AREA_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the portrait had %u by %u dots, more than %u each way or "
		    "%u in all",
		    portrait->width, portrait->height, SIDE_MOST, AREA_MOST);
	return CSEAL_OK;
}

static cseal_status
check_made(const struct csi_module *module, const struct csi_image *portrait,
    cseal_picture_form form, struct csi_span made, cseal_error **ret_error)
{
	struct csi_image image = { .bytes = made };
	struct csi_jpeg_info jpeg = { .width = 0 };

	if (form == CSEAL_PICTURE_JPEG) {
		csi_jpeg_read(made, &jpeg, NULL);
		image.width = jpeg.width;
		image.height = jpeg.height;
	} else if (made.len > 0 && made.at[0] == 0x89) {
		csi_identity_measure(&image);
	}
	if (image.width == portrait->width && image.height == portrait->height)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
	    "the module %s made something else than that picture",
	    module->table->id);
}

static cseal_status
call_module(cseal_context *context, const struct csi_image *portrait,
    cseal_picture_form form, cseal_wait *wait, cseal_blob *made,
    cseal_error **ret_error)
{
	const struct cseal_picture_request request = {
		.size = sizeof(request),
		.bytes = portrait->bytes.at,
		.len = portrait->bytes.len,
		.media_type = portrait->media_type,
		.form = form,
	};
	struct csi_module *module;
	cseal_status st;

	st = csi_loader_only(context, CSEAL_KIND_PICTURE, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_module_said(module, "decoded the portrait",
	    module->driver->ops.picture->decode(
		&module->host, &request, wait, made, ret_error),
	    ret_error);
	if (st != CSEAL_OK)
		return st;
	return check_made(
	    module, portrait, form, csi_blob_span(made), ret_error);
}

cseal_status
csi_identity_decode(cseal_context *context, const struct csi_image *portrait,
    cseal_picture_form form, cseal_wait *wait, cseal_blob *made,
    cseal_error **ret_error)
{
	cseal_status st = check(portrait, ret_error);

	return st != CSEAL_OK ? st
			      : call_module(context, portrait, form, wait, made,
				    ret_error);
}

static cseal_status
decode(cseal_context *context, cseal_identity *identity,
    cseal_picture_form form, cseal_wait *wait, struct csi_span *ret_made,
    cseal_error **ret_error)
{
	struct csi_bytes *kept = &identity->decoded[form];
	const struct csi_image *portrait = &identity->portrait;
	cseal_blob made;
	cseal_status st;

	st = check(portrait, ret_error);
	if (st == CSEAL_OK && kept->len == 0) {
		csi_blob_init(&made, CSI_IDENTITY_PICTURE_MOST);
		st = csi_identity_decode(
		    context, portrait, form, wait, &made, ret_error);
		if (st == CSEAL_OK)
			*kept = csi_blob_take(&made);
		csi_blob_wipe(&made);
	}
	if (st == CSEAL_OK)
		*ret_made = csi_bytes_span(kept);
	return st;
}

cseal_status
cseal_identity_decode_portrait(cseal_context *context, cseal_identity *identity,
    cseal_picture_form form, int timeout_ms, cseal_cancel *cancel,
    const void **ret_bytes, size_t *ret_len, cseal_error **ret_error)
{
	struct csi_span made;
	struct cseal_wait wait;
	cseal_status st = CSEAL_OK;

	if (context == NULL || identity == NULL || ret_bytes == NULL ||
	    ret_len == NULL ||
	    (form != CSEAL_PICTURE_PNG && form != CSEAL_PICTURE_JPEG))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a portrait was decoded without one, a place or a form");
	csi_wait_init(&wait, timeout_ms, cancel);
	made = identity->portrait.bytes;
	if (made.len == 0 ||
	    strcmp(identity->portrait.media_type, media_types[form]) != 0)
		st = decode(context, identity, form, &wait, &made, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_bytes = made.at;
	*ret_len = made.len;
	return CSEAL_OK;
}
