/* SPDX-License-Identifier: Apache-2.0 */
/* photo.c -- one still picture: JPEG bytes as the camera made them.
 *
 * What a virtual camera made is marked in the file itself, so that the mark
 * is still there when the file is read back. */
#include "photo-inside.h"

#include "blob.h"
#include "context.h"
#include "device.h"
#include "error.h"
#include "jpeg.h"
#include "wait.h"

#include <stdlib.h>
#include <string.h>

/* As many as a JPEG can have. */
#define SIDE_MOST 65535

struct cseal_photo {
	struct csi_bytes jpeg;
	struct csi_jpeg_info info;
	bool is_virtual;
};

/* Takes the bytes over, also when it fails. */
static cseal_status
new_photo(struct csi_bytes *take_jpeg, cseal_photo **ret_photo,
    cseal_error **ret_error)
{
	cseal_photo *photo = calloc(1, sizeof(*photo));
	cseal_status st;

	if (photo == NULL) {
		csi_bytes_wipe(take_jpeg);
		return csi_fail_memory(ret_error);
	}
	photo->jpeg = *take_jpeg;
	memset(take_jpeg, 0, sizeof(*take_jpeg));
	st = csi_jpeg_read(
	    csi_bytes_span(&photo->jpeg), &photo->info, ret_error);
	if (st != CSEAL_OK) {
		cseal_photo_free(photo);
		return st;
	}
	photo->is_virtual = photo->info.is_virtual;
	*ret_photo = photo;
	return CSEAL_OK;
}

cseal_status
csi_photo_check_options(
    const struct cseal_photo_options *options, cseal_error **ret_error)
{
	if (options == NULL)
		return CSEAL_OK;
	if (options->size < sizeof(*options))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size in the photo's options, %zu, was too small",
		    options->size);
	if (options->width > SIDE_MOST || options->height > SIDE_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a photo of more than %d pixels a side was wished",
		    SIDE_MOST);
	return CSEAL_OK;
}

cseal_status
csi_photo_open(const struct csi_module *module, const char *uri,
    const struct cseal_photo_options *options, cseal_wait *wait,
    struct cseal_shot_request *ret_request, void **ret_camera,
    cseal_error **ret_error)
{
	cseal_host *host = (cseal_host *)(uintptr_t)&module->host;
	struct cseal_shot_request request = { .size = sizeof(request) };
	cseal_status st;

	if (options != NULL) {
		request.width = options->width;
		request.height = options->height;
	}
	st = csi_partings_await(
	    host->partings, wait, CSI_PARTINGS_MS, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_request = request;
	return csi_module_said(module, "opened the camera",
	    module->driver->ops.camera->open(
		host, uri, wait, ret_camera, ret_error),
	    ret_error);
}

static cseal_status
shoot(struct csi_module *module, const char *uri,
    const struct cseal_photo_options *options, struct cseal_wait *wait,
    struct cseal_blob *jpeg, cseal_error **ret_error)
{
	const struct cseal_camera_ops *ops = module->driver->ops.camera;
	struct cseal_shot_request request;
	void *camera = NULL;
	cseal_status st;

	st = csi_photo_open(
	    module, uri, options, wait, &request, &camera, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = ops->shoot(camera, &request, wait, jpeg, ret_error);
	st = csi_module_said(module, "took a photo", st, ret_error);
	ops->close(camera);
	return st;
}

/* Puts the mark into the file if it is not there yet. */
static cseal_status
mark(struct csi_bytes *jpeg, cseal_error **ret_error)
{
	struct csi_bytes marked = { 0 };
	struct csi_jpeg_info info;
	cseal_status st;

	st = csi_jpeg_read(csi_bytes_span(jpeg), &info, ret_error);
	if (st != CSEAL_OK || info.is_virtual)
		return st;
	csi_jpeg_mark_virtual(csi_bytes_span(jpeg), &info, &marked);
	csi_bytes_wipe(jpeg);
	*jpeg = marked;
	return marked.failed ? csi_fail_memory(ret_error) : CSEAL_OK;
}

/* Motion JPEG may leave out tables that a PDF viewer needs. */
static cseal_status
complete(cseal_photo *photo, cseal_error **ret_error)
{
	struct csi_bytes whole = { 0 };

	if (!csi_jpeg_lacks_huffman(&photo->info))
		return CSEAL_OK;
	csi_jpeg_add_huffman(
	    csi_bytes_span(&photo->jpeg), &photo->info, &whole);
	if (whole.failed) {
		csi_bytes_wipe(&whole);
		return csi_fail_memory(ret_error);
	}
	csi_bytes_wipe(&photo->jpeg);
	photo->jpeg = whole;
	return csi_jpeg_read(
	    csi_bytes_span(&photo->jpeg), &photo->info, ret_error);
}

static cseal_status
new_complete_photo(struct csi_bytes *take_jpeg, cseal_photo **ret_photo,
    cseal_error **ret_error)
{
	cseal_photo *photo = NULL;
	cseal_status st;

	st = new_photo(take_jpeg, &photo, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = complete(photo, ret_error);
	if (st != CSEAL_OK) {
		cseal_photo_free(photo);
		return st;
	}
	*ret_photo = photo;
	return CSEAL_OK;
}

cseal_status
csi_photo_develop(struct csi_bytes *take_jpeg, bool is_virtual,
    cseal_photo **ret_photo, cseal_error **ret_error)
{
	cseal_error *cause = NULL;
	cseal_status st = CSEAL_OK;

	if (is_virtual)
		st = mark(take_jpeg, &cause);
	if (st == CSEAL_OK)
		st = new_complete_photo(take_jpeg, ret_photo, &cause);
	csi_bytes_wipe(take_jpeg);
	if (st != CSEAL_REFUSED_INPUT) {
		csi_error_move(cause, ret_error);
		return st;
	}
	/* At the counter, a picture that is none is one to be taken again. */
	st = cseal_fail(ret_error, CSEAL_AGAIN_PHOTO_UNUSABLE,
	    "the camera gave no usable picture: %s", cseal_error_text(cause));
	cseal_error_free(cause);
	return st;
}

static cseal_status
take(cseal_context *context, const char *uri,
    const struct cseal_photo_options *options, struct cseal_wait *wait,
    cseal_photo **ret_photo, cseal_error **ret_error)
{
	struct csi_module *module = NULL;
	struct cseal_blob blob;
	struct csi_bytes jpeg;
	cseal_status st;

	st = csi_loader_driver(
	    context, uri, CSEAL_KIND_CAMERA, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_blob_init(&blob, CSI_JPEG_BYTES_MOST);
	st = shoot(module, uri, options, wait, &blob, ret_error);
	jpeg = csi_blob_take(&blob);
	if (st != CSEAL_OK) {
		csi_bytes_wipe(&jpeg);
		return st;
	}
	return csi_photo_develop(
	    &jpeg, module->is_virtual, ret_photo, ret_error);
}

cseal_status
cseal_photo_take(cseal_context *context, const char *uri,
    const struct cseal_photo_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_photo **ret_photo, cseal_error **ret_error)
{
	struct cseal_wait wait;
	char *only = NULL;
	cseal_status st;

	csi_wait_init(&wait, timeout_ms, cancel);
	st = csi_photo_check_options(options, ret_error);
	if (st == CSEAL_OK && uri == NULL) {
		st = csi_only_device(
		    context, CSEAL_KIND_CAMERA, &wait, &only, ret_error);
		uri = only;
	}
	if (st == CSEAL_OK)
		st = take(context, uri, options, &wait, ret_photo, ret_error);
	free(only);
	return st;
}

cseal_status
cseal_photo_new_mem(const void *jpeg, size_t len, cseal_photo **ret_photo,
    cseal_error **ret_error)
{
	struct csi_bytes copy = { 0 };

	/* Before the copy is made. */
	if (len > CSI_JPEG_BYTES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the JPEG was larger than %u bytes", CSI_JPEG_BYTES_MOST);
	csi_bytes_add(&copy, jpeg, len);
	if (copy.failed)
		return csi_fail_memory(ret_error);
	return new_photo(&copy, ret_photo, ret_error);
}

const void *
cseal_photo_bytes(const cseal_photo *photo, size_t *ret_len)
{
	*ret_len = photo->jpeg.len;
	return photo->jpeg.at;
}

uint32_t
cseal_photo_width(const cseal_photo *photo)
{
	return photo->info.width;
}

uint32_t
cseal_photo_height(const cseal_photo *photo)
{
	return photo->info.height;
}

bool
cseal_photo_is_virtual(const cseal_photo *photo)
{
	return photo->is_virtual;
}

void
cseal_photo_mark_virtual(cseal_photo *photo)
{
	photo->is_virtual = true;
}

void
cseal_photo_free(cseal_photo *photo)
{
	if (photo == NULL)
		return;
	csi_bytes_wipe(&photo->jpeg);
	free(photo);
}
