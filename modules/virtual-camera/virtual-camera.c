/* SPDX-License-Identifier: Apache-2.0 */
/* virtual-camera.c -- a camera that plays a script.  URI: virtual:SCRIPT
 *
 * The core marks what a virtual module captured: the JPEG gets a comment. */
#include "script.h"
#include "transport.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCHEME "virtual:"

/* More than the core takes, so that its own limit can be tried. */
#define FRAME_BYTES_MOST (96u << 20)

static const char garbage[] = "This is not a picture.";

struct camera {
	struct script script;
	size_t next;  /* step */
	char *folder; /* of the script, with the slash; may be empty */
};

static cseal_status
fail_memory(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}

static cseal_status
fail_busy(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_BUSY,
	    "somebody else holds the virtual camera");
}

static cseal_status
load(const char *uri, struct script *ret_script, cseal_error **ret_error)
{
	const char *path = uri + strlen(SCHEME);
	char *text = NULL;
	size_t len = 0;
	cseal_status st;

	if (access(path, F_OK) != 0)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "there is no script %s: %s", path, strerror(errno));
	st = file_read(path, SCRIPT_BYTES_MOST, &text, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = script_parse(path, text, len, ret_script, ret_error);
	free(text);
	return st;
}

static bool
is_busy(const struct script *script)
{
	return script->count > 0 && script->steps[0].kind == STEP_BUSY;
}

static void
camera_close(void *opened)
{
	struct camera *camera = opened;

	script_free(&camera->script);
	free(camera->folder);
	free(camera);
}

static cseal_status
camera_open(cseal_host *host, const char *uri, cseal_wait *wait,
    void **ret_camera, cseal_error **ret_error)
{
	const char *path = uri + strlen(SCHEME);
	const char *slash = strrchr(path, '/');
	struct camera *camera = calloc(1, sizeof(*camera));
	cseal_status st;

	if (camera == NULL)
		return fail_memory(ret_error);
	camera->folder =
	    strndup(path, slash != NULL ? (size_t)(slash - path) + 1 : 0);
	if (camera->folder == NULL)
		st = fail_memory(ret_error);
	else
		st = load(uri, &camera->script, ret_error);
	if (st == CSEAL_OK && is_busy(&camera->script))
		st = fail_busy(ret_error);
	if (st != CSEAL_OK) {
		camera_close(camera);
		return st;
	}
	cseal_host_log(host, CSEAL_LOG_DEBUG, "a script of %zu steps",
	    camera->script.count);
	*ret_camera = camera;
	return CSEAL_OK;
}

/* A whole file, or the first half of it. */
static cseal_status
give_file(struct camera *camera, const struct step *step, cseal_blob *jpeg,
    cseal_error **ret_error)
{
	const char *folder = step->file[0] == '/' ? "" : camera->folder;
	char *path = NULL, *bytes = NULL;
	size_t len = 0;
	cseal_status st;

	if (asprintf(&path, "%s%s", folder, step->file) < 0)
		return fail_memory(ret_error);
	st = file_read(path, FRAME_BYTES_MOST, &bytes, &len, ret_error);
	free(path);
	if (st != CSEAL_OK)
		return st;
	if (step->kind == STEP_SHORT)
		len /= 2;
	st = cseal_blob_append(jpeg, bytes, len, ret_error);
	free(bytes);
	return st;
}

static cseal_status
play(struct camera *camera, const struct step *step, cseal_wait *wait,
    cseal_blob *jpeg, bool *ret_done, cseal_error **ret_error)
{
	short events;

	*ret_done = true;
	switch (step->kind) {
	case STEP_FRAME:
	case STEP_SHORT: return give_file(camera, step, jpeg, ret_error);
	case STEP_GARBAGE:
		return cseal_blob_append(
		    jpeg, garbage, sizeof(garbage) - 1, ret_error);
	case STEP_SLEEP:
		*ret_done = false;
		return cseal_wait_poll(
		    wait, -1, 0, step->sleep_ms, &events, ret_error);
	case STEP_UNPLUG:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
		    "the virtual camera was unplugged");
	case STEP_FAIL:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the virtual camera failed");
	case STEP_BUSY: return fail_busy(ret_error);
	}
	return CSEAL_OK;
}

/* After the last step no picture comes any more, and only the wait ends it. */
static cseal_status
camera_shoot(void *opened, const struct cseal_shot_request *request,
    cseal_wait *wait, cseal_blob *jpeg, cseal_error **ret_error)
{
	struct camera *camera = opened;
	bool done = false;
	short events;
	cseal_status st;

	while (!done && camera->next < camera->script.count) {
		const struct step *step = &camera->script.steps[camera->next++];

		st = play(camera, step, wait, jpeg, &done, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	if (done)
		return CSEAL_OK;
	return cseal_wait_poll(wait, -1, 0, -1, &events, ret_error);
}

/* Only what the configuration names: nobody plugs in a script. */
static cseal_status
camera_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK; i++) {
		const char *uri = cseal_host_named(host, i);
		struct script script;

		if (uri == NULL)
			break;
		if (load(uri, &script, NULL) != CSEAL_OK)
			continue;
		st = cseal_finder_add(finder, uri, "Virtual camera",
		    is_busy(&script) ? CSEAL_DEVICE_BUSY : CSEAL_DEVICE_READY,
		    ret_error);
		script_free(&script);
	}
	return st;
}

static const struct cseal_camera_ops camera_ops = {
	.size = sizeof(camera_ops),
	.open = camera_open,
	.close = camera_close,
	.shoot = camera_shoot,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_CAMERA,
	.title = "A camera that plays a script",
	.find = camera_find,
	.ops.camera = &camera_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.flags = CSEAL_MODULE_VIRTUAL,
		.id = "virtual-camera",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
