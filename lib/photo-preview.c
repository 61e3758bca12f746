/* SPDX-License-Identifier: Apache-2.0 */
/* photo-preview.c -- what the camera sees, while it sees it.
 *
 * Each frame is made a photo as it comes, so that what is shown is what will be
 * kept.  There is one place for one that was not told yet, and the next one
 * takes it. */
#include <counterseal/preview.h>

#include "blob.h"
#include "context.h"
#include "device.h"
#include "error.h"
#include "jpeg.h"
#include "live.h"
#include "photo-inside.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define UNUSABLE_MOST 60 /* frames in a row */

struct cseal_photo_preview {
	struct csi_live live;
	cseal_context *context;
	char *uri; /* NULL: the only camera */
	struct cseal_photo_options options;
	cseal_photo *fresh; /* by the thread, guarded; NULL: none */
	/* By the application. */
	cseal_photo *lent; /* NULL: none, or taken */
	bool has_frame, has_end, is_end_told;
	bool is_told; /* what is lent */
};

/* ---- by the thread -------------------------------------------------------- */

/* One camera, while somebody looks on. */
struct look {
	cseal_photo_preview *preview;
	const struct csi_module *module;
	void *camera;
	struct cseal_shot_request request;
	cseal_wait *wait;
	unsigned unusable;
};

static void
show(cseal_photo_preview *preview, cseal_photo *photo)
{
	cseal_photo *before;

	pthread_mutex_lock(&preview->live.lock);
	before = preview->fresh;
	preview->fresh = photo;
	pthread_mutex_unlock(&preview->live.lock);
	cseal_photo_free(before);
	csi_live_tell(&preview->live);
}

static cseal_status
ask(const struct look *look, struct cseal_blob *jpeg, cseal_error **ret_error)
{
	const struct cseal_camera_ops *ops = look->module->driver->ops.camera;
	const bool may_follow =
	    ops->size >= offsetof(struct cseal_camera_ops, follow) +
			     sizeof(ops->follow) &&
	    ops->follow != NULL;

	return csi_module_said(look->module, "took a photo",
	    (may_follow ? ops->follow : ops->shoot)(
		look->camera, &look->request, look->wait, jpeg, ret_error),
	    ret_error);
}

/* A frame that is no picture is passed over, but not for ever. */
static cseal_status
take_one(struct look *look, cseal_error **ret_error)
{
	cseal_photo *photo = NULL;
	cseal_error *error = NULL;
	struct cseal_blob blob;
	struct csi_bytes jpeg;
	cseal_status st;

	st = cseal_wait_check(look->wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_blob_init(&blob, CSI_JPEG_BYTES_MOST);
	st = ask(look, &blob, ret_error);
	jpeg = csi_blob_take(&blob);
	if (st != CSEAL_OK) {
		csi_bytes_wipe(&jpeg);
		return st;
	}
	st = csi_photo_develop(&jpeg, look->module->is_virtual, &photo, &error);
	if (st == CSEAL_OK) {
		look->unusable = 0;
		show(look->preview, photo);
		return CSEAL_OK;
	}
	if (st == CSEAL_AGAIN_PHOTO_UNUSABLE &&
	    ++look->unusable < UNUSABLE_MOST) {
		cseal_error_free(error);
		return CSEAL_OK;
	}
	csi_error_move(error, ret_error);
	return st;
}

static cseal_status
look_on(struct look *look, const char *uri, cseal_error **ret_error)
{
	cseal_status st;

	st = csi_photo_open(look->module, uri, &look->preview->options,
	    look->wait, &look->request, &look->camera, ret_error);
	if (st != CSEAL_OK)
		return st;
	while (st == CSEAL_OK)
		st = take_one(look, ret_error);
	look->module->driver->ops.camera->close(look->camera);
	return st;
}

static cseal_status
run(void *user, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_photo_preview *preview = user;
	struct look look = { .preview = preview, .wait = wait };
	const char *uri = preview->uri;
	struct csi_module *module = NULL;
	cseal_status st = CSEAL_OK;
	char *only = NULL;

	if (uri == NULL) {
		st = csi_only_device(preview->context, CSEAL_KIND_CAMERA, wait,
		    &only, ret_error);
		uri = only;
	}
	if (st == CSEAL_OK)
		st = csi_loader_driver(preview->context, uri, CSEAL_KIND_CAMERA,
		    &module, ret_error);
	look.module = module;
	if (st == CSEAL_OK)
		st = look_on(&look, uri, ret_error);
	free(only);
	return st;
}

/* ---- by the application ----------------------------------------------------- */

cseal_status
cseal_photo_preview_new(cseal_context *context, const char *uri,
    const struct cseal_photo_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_photo_preview **ret_preview,
    cseal_error **ret_error)
{
	cseal_photo_preview *preview;
	cseal_status st;

	st = csi_photo_check_options(options, ret_error);
	if (st != CSEAL_OK)
		return st;
	preview = calloc(1, sizeof(*preview));
	if (preview == NULL)
		return csi_fail_memory(ret_error);
	preview->context = cseal_context_ref(context);
	preview->options.size = sizeof(preview->options);
	if (options != NULL) {
		preview->options.width = options->width;
		preview->options.height = options->height;
	}
	st = csi_live_init(&preview->live, timeout_ms, cancel, ret_error);
	if (st == CSEAL_OK && uri != NULL &&
	    (preview->uri = strdup(uri)) == NULL)
		st = csi_fail_memory(ret_error);
	if (st == CSEAL_OK)
		st = csi_live_start(&preview->live, run, preview, ret_error);
	if (st != CSEAL_OK) {
		cseal_photo_preview_free(preview);
		return st;
	}
	*ret_preview = preview;
	return CSEAL_OK;
}

int
cseal_photo_preview_fd(const cseal_photo_preview *preview)
{
	return preview->live.epoll_fd;
}

void
cseal_photo_preview_dispatch(cseal_photo_preview *preview)
{
	csi_live_dispatch(&preview->live);
	cseal_photo_free(preview->lent);
	pthread_mutex_lock(&preview->live.lock);
	preview->lent = preview->fresh;
	preview->fresh = NULL;
	preview->has_end = preview->live.is_over;
	pthread_mutex_unlock(&preview->live.lock);
	preview->has_frame = preview->lent != NULL;
	preview->is_told = false;
}

bool
cseal_photo_preview_next(cseal_photo_preview *preview,
    cseal_photo_news *ret_news, const void **ret_jpeg, size_t *ret_len)
{
	if (preview->has_frame) {
		preview->has_frame = false;
		preview->is_told = true;
		*ret_news = CSEAL_PHOTO_NEWS_FRAME;
		*ret_jpeg = cseal_photo_bytes(preview->lent, ret_len);
		return true;
	}
	if (!preview->has_end || preview->is_end_told)
		return false;
	preview->is_end_told = true;
	*ret_news = CSEAL_PHOTO_NEWS_OVER;
	*ret_jpeg = NULL;
	*ret_len = 0;
	return true;
}

cseal_status
cseal_photo_preview_take(cseal_photo_preview *preview, cseal_photo **ret_photo,
    cseal_error **ret_error)
{
	if (preview->is_told && preview->lent != NULL) {
		*ret_photo = preview->lent;
		preview->lent = NULL;
		return CSEAL_OK;
	}
	if (csi_live_is_over(&preview->live))
		return csi_live_result(&preview->live, ret_error);
	return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
	    "a photo was taken of no frame, or twice of one");
}

void
cseal_photo_preview_free(cseal_photo_preview *preview)
{
	if (preview == NULL)
		return;
	csi_live_end(&preview->live);
	cseal_photo_free(preview->fresh);
	cseal_photo_free(preview->lent);
	cseal_context_unref(preview->context);
	free(preview->uri);
	free(preview);
}
