/* SPDX-License-Identifier: Apache-2.0 */
/* camera-harness.c -- taking photos of simulated cameras. */
#include "camera-harness.h"

#include "scratch.h"

#include <dirent.h>
#include <time.h>

const char *
camera_begin(void)
{
	scratch_make();
	return fuse_camera_begin();
}

void
camera_begin_real(void)
{
	scratch_make();
}

cseal_context *
camera_context(const char *more)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = TEST_MODULE_DIR };
	cseal_context *context = NULL;
	cseal_error *error = NULL;
	char text[2048];

	snprintf(text, sizeof(text), "[module v4l2-camera]\nframe_ms = %d\n%s",
	    FRAME_MS, more);
	options.user_config = scratch_write("camera.conf", text);
	if (cseal_context_new(&options, &context, &error) != CSEAL_OK) {
		printf("Bail out! %s\n", cseal_error_text(error));
		exit(99);
	}
	return context;
}

long
camera_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

struct shot
camera_shot(cseal_context *context, const char *uri,
    const struct cseal_photo_options *options, int timeout_ms,
    cseal_cancel *cancel)
{
	cseal_error *error = NULL;
	struct shot shot = { 0 };

	shot.took_ms = camera_now_ms();
	shot.st = cseal_photo_take(
	    context, uri, options, timeout_ms, cancel, &shot.photo, &error);
	shot.took_ms = camera_now_ms() - shot.took_ms;
	snprintf(shot.text, sizeof(shot.text), "%s", cseal_error_text(error));
	if ((shot.st == CSEAL_OK) != (error == NULL) ||
	    (shot.st == CSEAL_OK) != (shot.photo != NULL) ||
	    (error != NULL && cseal_error_status(error) != shot.st)) {
		shot.st = CSEAL_FAULT_INTERNAL;
		snprintf(shot.text, sizeof(shot.text),
		    "status and error did not agree");
	}
	cseal_error_free(error);
	if (shot.photo != NULL)
		shot.bytes = cseal_photo_bytes(shot.photo, &shot.len);
	return shot;
}

/* A camera that hangs keeps its descriptors until it is gone, so they are
 * counted after that. */
struct shot
camera_take(const struct fuse_model *model)
{
	cseal_context *context = camera_context("");
	struct fuse_camera camera;
	struct shot shot = { .st = CSEAL_FAULT_INTERNAL,
		.text = "the camera did not start" };
	int fds = count_fds();

	if (fuse_camera_start(&camera, model))
		shot = camera_shot(context, camera.uri, NULL, 10000, NULL);
	fuse_camera_end(&camera);
	for (int i = 0; i < 100 && count_fds() != fds; i++)
		usleep(10000);
	if (count_fds() != fds) {
		shot.st = CSEAL_FAULT_INTERNAL;
		snprintf(
		    shot.text, sizeof(shot.text), "a descriptor was left open");
	}
	cseal_context_unref(context);
	return shot;
}

void
camera_shot_free(struct shot *shot)
{
	cseal_photo_free(shot->photo);
	shot->photo = NULL;
}
