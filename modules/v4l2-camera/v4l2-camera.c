/* SPDX-License-Identifier: Apache-2.0 */
/* v4l2-camera.c -- the tables: cameras of Linux (V4L2). */
#include "camera.h"
#include "doctor.h"
#include "find.h"
#include "settings.h"

static cseal_status
open_camera(cseal_host *host, const char *uri, cseal_wait *wait,
    void **ret_camera, cseal_error **ret_error)
{
	char path[CAMERA_PATH_ROOM];
	struct camera_settings settings;
	struct camera_uri parsed;
	struct camera *camera = NULL;
	enum camera_role role;
	cseal_status st;

	st = camera_settings_read(host, &settings, ret_error);
	if (st == CSEAL_OK)
		st = camera_uri_parse(uri, &parsed, ret_error);
	if (st == CSEAL_OK)
		st = camera_locate(host, &parsed, path, &role, ret_error);
	if (st == CSEAL_OK)
		st = camera_new(
		    host, path, role, &settings, wait, &camera, ret_error);
	if (st == CSEAL_OK)
		*ret_camera = camera;
	return st;
}

static void
close_camera(void *opened)
{
	camera_free(opened);
}

static cseal_status
shoot(void *opened, const struct cseal_shot_request *request, cseal_wait *wait,
    cseal_blob *jpeg, cseal_error **ret_error)
{
	const struct camera_wish wish = { request->width, request->height };

	return camera_shoot(opened, &wish, wait, jpeg, ret_error);
}

static cseal_status
follow(void *opened, const struct cseal_shot_request *request, cseal_wait *wait,
    cseal_blob *jpeg, cseal_error **ret_error)
{
	const struct camera_wish wish = { request->width, request->height };

	return camera_follow(opened, &wish, wait, jpeg, ret_error);
}

static const struct cseal_camera_ops camera_ops = {
	.size = sizeof(camera_ops),
	.open = open_camera,
	.close = close_camera,
	.shoot = shoot,
	.follow = follow,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_CAMERA,
	.title = "Cameras of Linux (V4L2)",
	.find = camera_find,
	.watch = &cseal_node_watch,
	.doctor = camera_doctor,
	.ops.camera = &camera_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "v4l2-camera",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
