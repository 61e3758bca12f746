/* SPDX-License-Identifier: Apache-2.0 */
/* oom-camera.c -- taking and examining a photo, without memory.
 *
 * The camera is the simulated one, so that the module and its transport are
 * refused, too. */
#include "modules/camera-pictures.h"
#include "modules/fuse-camera.h"
#include "refuse.h"
#include "scratch.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <linux/videodev2.h>
#include <poll.h>

struct stage {
	cseal_context *context;
	struct fuse_camera camera;
	const struct picture *picture;
};

static cseal_status
take_photo(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_photo *photo = NULL;
	cseal_status st;

	st = cseal_photo_take(stage->context, stage->camera.uri, NULL, 10000,
	    NULL, &photo, ret_error);
	if (st == CSEAL_OK)
		cseal_photo_free(photo);
	return st;
}

/* Until there is a frame, of which it takes a photo. */
static cseal_status
look_until_taken(cseal_photo_preview *preview, cseal_error **ret_error)
{
	struct pollfd fd = { .fd = cseal_photo_preview_fd(preview),
		.events = POLLIN };
	cseal_photo *photo = NULL;
	cseal_photo_news news;
	const void *jpeg;
	cseal_status st;
	size_t len;

	do {
		poll(&fd, 1, -1);
		cseal_photo_preview_dispatch(preview);
	} while (!cseal_photo_preview_next(preview, &news, &jpeg, &len));
	st = cseal_photo_preview_take(preview, &photo, ret_error);
	if (st == CSEAL_OK)
		cseal_photo_free(photo);
	return st;
}

static cseal_status
look_on(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_photo_preview *preview = NULL;
	cseal_status st;

	st = cseal_photo_preview_new(stage->context, stage->camera.uri, NULL,
	    10000, NULL, &preview, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = look_until_taken(preview, ret_error);
	cseal_photo_preview_free(preview);
	return st;
}

static cseal_status
list_cameras(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_device_list *list = NULL;
	cseal_status st;

	st = cseal_device_list_new(stage->context,
	    CSEAL_KIND_BIT(CSEAL_KIND_CAMERA), 10000, NULL, &list, ret_error);
	if (st == CSEAL_OK)
		cseal_device_list_free(list);
	return st;
}

static cseal_status
examine(void *user, cseal_error **ret_error)
{
	struct cseal_photo_quality quality = { .size = sizeof(quality) };
	struct stage *stage = user;
	cseal_photo *photo = NULL;
	cseal_status st;

	st = cseal_photo_new_mem(
	    stage->picture->bytes, stage->picture->len, &photo, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_photo_examine(
	    stage->context, photo, 10000, NULL, &quality, ret_error);
	cseal_photo_free(photo);
	return st;
}

static cseal_context *
make_context(const char *uri)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent/modules" };
	cseal_context *context = NULL;
	char text[512];

	snprintf(text, sizeof(text),
	    "[devices]\ncamera = %s\n[module v4l2-camera]\nsettle_ms = 0\n"
	    "document = %s\n",
	    uri, uri);
	options.user_config = scratch_write("camera.conf", text);
	OK(cseal_context_new(&options, &context, NULL) == CSEAL_OK);
	OK(cseal_context_load_module(context, CAMERA_MODULE, NULL) == CSEAL_OK);
	OK(cseal_context_load_module(context, GAUGE_MODULE, NULL) == CSEAL_OK);
	return context;
}

static void
cameras_without_memory(struct stage *stage)
{
	static const struct fuse_size sizes[] = { { 320, 240 }, { 0, 0 } };
	static const struct fuse_format formats[] = {
		{ V4L2_PIX_FMT_MJPEG, sizes }, { 0, NULL }
	};
	struct picture bare = picture_bare(stage->picture);
	const struct fuse_frame frames[] = {
		{ .bytes = bare.bytes, .len = bare.len },
		{ .bytes = stage->picture->bytes, .len = stage->picture->len },
	};
	struct fuse_model model = { .formats = formats,
		.frames = &frames[1],
		.frame_count = 1,
		.period_ms = 1 };

	OK(fuse_camera_start(&stage->camera, &model));
	stage->context = make_context(stage->camera.uri);
	OK(refuse_each("take_photo", take_photo, stage, CSEAL_OK));
	OK(refuse_each("list_cameras", list_cameras, stage, CSEAL_OK));
	fuse_camera_end(&stage->camera);
	model.frames = &frames[0];
	OK(fuse_camera_start(&stage->camera, &model));
	OK(refuse_each("take_bare_photo", take_photo, stage, CSEAL_OK));
	/* Hardly another frame before the first is taken. */
	model.period_ms = 50;
	fuse_camera_end(&stage->camera);
	OK(fuse_camera_start(&stage->camera, &model));
	OK(refuse_each("look_on", look_on, stage, CSEAL_OK));
	fuse_camera_end(&stage->camera);
	cseal_context_unref(stage->context);
	picture_free(&bare);
}

int
main(void)
{
	struct picture picture = picture_jpeg(320, 240, 200, 0);
	struct stage stage = { .picture = &picture };
	const char *why;

	refuse_init();
	tap_test = "memory";
	scratch_make();
	stage.context = make_context("v4l2:/nonexistent");
	OK(refuse_each("examine", examine, &stage, CSEAL_OK));
	cseal_context_unref(stage.context);
	why = fuse_camera_begin();
	if (why == NULL)
		cameras_without_memory(&stage);
	else
		tap_skip(why);
	picture_free(&picture);
	return tap_done();
}
