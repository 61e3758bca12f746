/* SPDX-License-Identifier: Apache-2.0 */
/* test-camera.c -- proves modules/v4l2-camera on the kernel's own camera for
 * tests, vivid. */
#include "scratch.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char uri[64];

static bool
set(const char *name, const char *value)
{
	int how = 0;
	pid_t pid = fork();

	if (pid == 0) {
		execl(VIVID_PROGRAM, "vivid", name, value, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &how, 0);
	return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static cseal_context *
new_context(void)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = TEST_MODULE_DIR };
	cseal_context *context = NULL;

	options.user_config = scratch_write(
	    "camera.conf", "[module v4l2-camera]\nframe_ms = 10000\n");
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK)
		exit(99);
	return context;
}

static cseal_status
shoot(cseal_context *context, cseal_photo **ret_photo, char text[512])
{
	const struct cseal_photo_options options = {
		.size = sizeof(options), .width = 640, .height = 360
	};
	cseal_error *error = NULL;
	cseal_status st;

	st = cseal_photo_take(
	    context, uri, &options, 60000, NULL, ret_photo, &error);
	snprintf(text, 512, "%s", cseal_error_text(error));
	cseal_error_free(error);
	return st;
}

static void
a_photo_is_taken(void)
{
	cseal_context *context = new_context();
	cseal_photo *photo = NULL;
	char text[512];

	OKF(shoot(context, &photo, text) == CSEAL_OK, "%s", text);
	if (photo != NULL) {
		OKF(cseal_photo_width(photo) == 640 &&
			cseal_photo_height(photo) == 360,
		    "%u x %u", cseal_photo_width(photo),
		    cseal_photo_height(photo));
		OK(!cseal_photo_is_virtual(photo));
	}
	cseal_photo_free(photo);
	cseal_context_unref(context);
}

/* So many frames, or how it ended. */
static cseal_status
look_on(cseal_photo_preview *preview, unsigned frames, const char *then)
{
	struct pollfd fd = { cseal_photo_preview_fd(preview), POLLIN, 0 };
	cseal_photo_news news;
	cseal_photo *photo = NULL;
	const void *jpeg;
	unsigned count = 0;
	size_t len;

	while (count < frames && poll(&fd, 1, 60000) == 1) {
		cseal_photo_preview_dispatch(preview);
		while (cseal_photo_preview_next(preview, &news, &jpeg, &len)) {
			if (news == CSEAL_PHOTO_NEWS_OVER) {
				cseal_photo_preview_dispatch(preview);
				return cseal_photo_preview_take(
				    preview, &photo, NULL);
			}
			if (++count == 3 && then != NULL)
				set(then, "1");
		}
	}
	if (count < frames)
		return CSEAL_FAULT_INTERNAL;
	OK(cseal_photo_preview_take(preview, &photo, NULL) == CSEAL_OK);
	OKF(photo != NULL && cseal_photo_width(photo) == 640, "640 pixels");
	cseal_photo_free(photo);
	return CSEAL_OK;
}

static cseal_status
look_through(unsigned frames, const char *then)
{
	const struct cseal_photo_options options = {
		.size = sizeof(options), .width = 640, .height = 360
	};
	cseal_context *context = new_context();
	cseal_photo_preview *preview = NULL;
	cseal_status st;

	st = cseal_photo_preview_new(
	    context, uri, &options, -1, NULL, &preview, NULL);
	if (st == CSEAL_OK)
		st = look_on(preview, frames, then);
	cseal_photo_preview_free(preview);
	cseal_context_unref(context);
	return st;
}

static void
the_camera_is_looked_through(void)
{
	cseal_photo *photo = NULL;
	cseal_context *context;
	char text[512];

	OK(look_through(30, NULL) == CSEAL_OK);
	/* And it is free for others again. */
	context = new_context();
	OKF(shoot(context, &photo, text) == CSEAL_OK, "%s", text);
	cseal_photo_free(photo);
	cseal_context_unref(context);
}

static void
the_camera_is_listed(void)
{
	cseal_context *context = new_context();
	cseal_device_list *list = NULL;
	size_t ready = 0;

	OK(cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_CAMERA),
	       60000, NULL, &list, NULL) == CSEAL_OK);
	for (size_t i = 0; list != NULL && i < cseal_device_list_count(list);
	     i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);

		printf("# %s: %s, %s\n", device->uri, device->title,
		    cseal_device_state_name(device->state));
		ready += device->state == CSEAL_DEVICE_READY;
	}
	OK(ready >= 1);
	cseal_device_list_free(list);
	cseal_context_unref(context);
}

static void
a_photo_is_taken_though_frames_are_dropped(void)
{
	cseal_context *context = new_context();
	cseal_photo *photo = NULL;
	char text[512];

	if (OK(set("Percentage of Dropped Buffers", "50")))
		OKF(shoot(context, &photo, text) == CSEAL_OK, "%s", text);
	cseal_photo_free(photo);
	set("Percentage of Dropped Buffers", "0");
	cseal_context_unref(context);
}

static void
what_the_driver_refuses_is_no_reason_to_refuse_the_next(void)
{
	static const char *const errors[] = { "Inject VIDIOC_REQBUFS Error",
		"Inject VIDIOC_QBUF Error", "Inject VIDIOC_STREAMON Error" };

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		cseal_context *context = new_context();
		cseal_photo *photo = NULL;
		char text[512];
		cseal_status st;

		if (OKF(set(errors[i], "1"), "%s", errors[i])) {
			st = shoot(context, &photo, text);
			OKF(st == CSEAL_COUNTER_DEVICE_FAILED, "%s: %s",
			    cseal_status_name(st), text);
		}
		cseal_photo_free(photo);
		photo = NULL;
		OKF(shoot(context, &photo, text) == CSEAL_OK,
		    "the next is taken: %s", text);
		cseal_photo_free(photo);
		cseal_context_unref(context);
	}
}

/* vivid comes back by itself when nobody has it open. */
static void
a_camera_that_goes_in_the_middle_is_gone(void)
{
	const struct timespec pause = { 0, 500 * 1000000 };
	cseal_context *context = new_context();
	cseal_photo *photo = NULL;
	char text[512];
	cseal_status st;
	pid_t pid = fork();

	if (pid == 0) {
		nanosleep(&pause, NULL);
		_exit(set("Disconnect", "1") ? 0 : 1);
	}
	/* Frames that are lost keep it busy until then. */
	set("Percentage of Dropped Buffers", "100");
	st = shoot(context, &photo, text);
	waitpid(pid, NULL, 0);
	OKF(st == CSEAL_COUNTER_DEVICE_GONE, "%s: %s", cseal_status_name(st),
	    text);
	cseal_photo_free(photo);
	cseal_context_unref(context);
}

static void
a_camera_that_goes_while_somebody_looks_on_is_gone(void)
{
	cseal_status st;

	OK(set("Percentage of Dropped Buffers", "0"));
	st = look_through(100000, "Disconnect");
	OKF(st == CSEAL_COUNTER_DEVICE_GONE, "%s", cseal_status_name(st));
	OK(look_through(3, NULL) == CSEAL_OK);
}

int
main(void)
{
	FILE *node;

	scratch_make();
	if (system("modprobe vivid n_devs=1 node_types=0x1 2>/dev/null") != 0)
		printf("# vivid is part of the kernel, or is missing\n");
	node = popen(VIVID_PROGRAM, "r");
	if (node == NULL || fscanf(node, "%40s", uri + 5) != 1) {
		printf("1..0 # SKIP there is no vivid\n");
		return 0;
	}
	memcpy(uri, "v4l2:", 5);
	pclose(node);
	RUN(the_camera_is_looked_through);
	RUN(the_camera_is_listed);
	RUN(a_photo_is_taken);
	RUN(a_photo_is_taken_though_frames_are_dropped);
	RUN(what_the_driver_refuses_is_no_reason_to_refuse_the_next);
	RUN(a_camera_that_goes_in_the_middle_is_gone);
	RUN(a_camera_that_goes_while_somebody_looks_on_is_gone);
	return tap_done();
}
