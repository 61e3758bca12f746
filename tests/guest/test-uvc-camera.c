/* SPDX-License-Identifier: Apache-2.0 */
/* test-uvc-camera.c -- proves modules/v4l2-camera on the kernel's uvcvideo: a
 * USB camera that is plugged in, pulled out in the middle of a photo, and
 * plugged in again. */
#include "camera-harness.h"
#include "plugged.h"
#include "tap.h"
#include "uvc-device.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define PORT     2
#define WAIT_MS  20000 /* for udev and the library to see a change */
#define TAKE_MS  60000 /* the machine is slow */
#define LATE_MS  200   /* until a pulled plug is told */
#define ATTEMPTS 3

static struct uvc_camera *camera;
static struct plugged plugged;
static struct picture chart;
static cseal_context *context;
static char uri[512]; /* of the USB camera */

static bool
plug_in(void)
{
	camera->sent = 0;
	camera->silent_from = 0;
	return plug(&plugged, PORT, uvc_serve, camera);
}

/* A camera of that name: its URI and state. */
static bool
find(const char *name, char *ret_uri, size_t size,
    cseal_device_state *ret_state, size_t *ret_count)
{
	cseal_device_list *list = NULL;
	bool found = false;

	*ret_count = 0;
	if (cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_CAMERA),
		WAIT_MS, NULL, &list, NULL) != CSEAL_OK)
		return false;
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);

		/* The kernel cuts it at 31 bytes. */
		if (strncmp(device->title, name, strlen(name)) != 0)
			continue;
		snprintf(ret_uri, size, "%s", device->uri);
		*ret_state = device->state;
		++*ret_count;
		found = true;
	}
	cseal_device_list_free(list);
	return found;
}

/* Until udev has made its links, too. */
static bool
wait_for(const char *name, const char *form, char *ret_uri, size_t size)
{
	const struct timespec pause = { 0, 50 * 1000000L };
	long end = camera_now_ms() + WAIT_MS;
	cseal_device_state state;
	size_t count;

	do {
		if (find(name, ret_uri, size, &state, &count) &&
		    strncmp(ret_uri, form, strlen(form)) == 0)
			return true;
		nanosleep(&pause, NULL);
	} while (camera_now_ms() < end);
	return false;
}

static void
a_camera_is_found_by_a_name_that_lasts(void)
{
	cseal_device_state state = CSEAL_DEVICE_ABSENT;
	char again[512] = "";
	size_t count = 0;

	OK(plug_in());
	OK(wait_for(UVC_NAME, "v4l2:/dev/v4l/by-id/", uri, sizeof(uri)));
	OKF(strstr(uri, UVC_SERIAL) != NULL, "%s", uri);
	/* Its second node, for metadata, is none. */
	OK(find(UVC_NAME, again, sizeof(again), &state, &count));
	OKF(count == 1, "%zu nodes", count);
	OK(state == CSEAL_DEVICE_READY);
}

static void
its_pictures_come_byte_for_byte(void)
{
	struct shot shot = camera_shot(context, uri, NULL, TAKE_MS, NULL);

	if (OKF(shot.st == CSEAL_OK, "%s", shot.text)) {
		OK(shot.len == chart.len);
		OK(memcmp(shot.bytes, chart.bytes, shot.len) == 0);
		OK(camera->sent >= 5);
		printf(
		    "# took %ld ms, %u pictures\n", shot.took_ms, camera->sent);
	}
	camera_shot_free(&shot);
}

static void
hear(void *user, const struct cseal_finding *finding)
{
	char *text = user;
	size_t len = strlen(text);

	snprintf(text + len, 4096 - len, "%s\n", finding->text);
}

static void
a_camera_that_somebody_uses_is_busy_and_the_doctor_names_him(void)
{
	struct v4l2_requestbuffers buffers = { .count = 2,
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP };
	int fd = open(uri + strlen("v4l2:"), O_RDWR | O_CLOEXEC);
	cseal_device_state state = CSEAL_DEVICE_ABSENT;
	char again[512], said[4096] = "", holder[64];
	struct shot shot;
	size_t count;

	OK(fd >= 0 && ioctl(fd, VIDIOC_REQBUFS, &buffers) == 0);
	OK(find(UVC_NAME, again, sizeof(again), &state, &count));
	OK(state == CSEAL_DEVICE_BUSY);
	shot = camera_shot(context, uri, NULL, TAKE_MS, NULL);
	OKF(shot.st == CSEAL_COUNTER_DEVICE_BUSY, "%s", shot.text);
	camera_shot_free(&shot);
	OK(cseal_device_doctor(context, hear, said, NULL) == CSEAL_OK);
	snprintf(holder, sizeof(holder), "(%d)", (int)getpid());
	OKF(strstr(said, holder) != NULL, "the doctor names %s", holder);
	close(fd);
	OK(find(UVC_NAME, again, sizeof(again), &state, &count));
	OK(state == CSEAL_DEVICE_READY);
}

static long pulled_ms;

/* When it has fallen silent in the middle. */
static void *
pull(void *unused)
{
	const struct timespec step = { 0, 20 * 1000000L };

	while (camera->sent < camera->silent_from)
		nanosleep(&step, NULL);
	pulled_ms = camera_now_ms();
	unplug(&plugged);
	return NULL;
}

static void
a_plug_that_is_pulled_in_the_middle_is_told_at_once(void)
{
	long late_ms = 0;

	for (int i = 0; i < ATTEMPTS; i++) {
		struct shot shot;
		pthread_t thread;

		camera->sent = 0;
		camera->silent_from = 3;
		pthread_create(&thread, NULL, pull, NULL);
		shot = camera_shot(context, uri, NULL, TAKE_MS, NULL);
		late_ms = camera_now_ms();
		pthread_join(thread, NULL);
		late_ms -= pulled_ms;
		OKF(shot.st == CSEAL_COUNTER_DEVICE_GONE, "%s", shot.text);
		camera_shot_free(&shot);
		OK(plug_in());
		OK(wait_for(
		    UVC_NAME, "v4l2:/dev/v4l/by-id/", uri, sizeof(uri)));
		if (late_ms <= LATE_MS)
			break;
	}
	OKF(late_ms <= LATE_MS, "%ld ms", late_ms);
}

/* How it ended; how many frames there were, all as the camera sent them. */
static cseal_status
look_on(cseal_photo_preview *preview, unsigned *ret_count)
{
	struct pollfd fd = { cseal_photo_preview_fd(preview), POLLIN, 0 };
	cseal_photo_news news = 0;
	cseal_photo *photo = NULL;
	const void *jpeg;
	size_t len;

	while (news != CSEAL_PHOTO_NEWS_OVER && poll(&fd, 1, TAKE_MS) == 1) {
		cseal_photo_preview_dispatch(preview);
		while (cseal_photo_preview_next(preview, &news, &jpeg, &len))
			*ret_count += news == CSEAL_PHOTO_NEWS_FRAME &&
				      len == chart.len &&
				      memcmp(jpeg, chart.bytes, len) == 0;
	}
	cseal_photo_preview_dispatch(preview);
	return cseal_photo_preview_take(preview, &photo, NULL);
}

static void
a_plug_that_is_pulled_ends_a_preview(void)
{
	cseal_photo_preview *preview = NULL;
	unsigned count = 0;
	pthread_t thread;
	cseal_status st;

	camera->sent = 0;
	camera->silent_from = 10;
	OK(cseal_photo_preview_new(
	       context, uri, NULL, -1, NULL, &preview, NULL) == CSEAL_OK);
	pthread_create(&thread, NULL, pull, NULL);
	st = look_on(preview, &count);
	pthread_join(thread, NULL);
	OKF(st == CSEAL_COUNTER_DEVICE_GONE, "%s", cseal_status_name(st));
	OKF(count > 0 && count <= 10, "%u frames", count);
	cseal_photo_preview_free(preview);
	camera->silent_from = 0;
	OK(plug_in());
	OK(wait_for(UVC_NAME, "v4l2:/dev/v4l/by-id/", uri, sizeof(uri)));
}

/* The next change of the camera, or 0 when none comes. */
static cseal_device_change
next_change(cseal_device_watch *watch, char *ret_uri, size_t size)
{
	struct pollfd fd = { .fd = cseal_device_watch_fd(watch),
		.events = POLLIN };
	long end = camera_now_ms() + WAIT_MS;
	const struct cseal_device *device;
	cseal_device_change change;

	while (camera_now_ms() < end) {
		while (cseal_device_watch_next(watch, &change, &device)) {
			if (strncmp(
				device->title, UVC_NAME, strlen(UVC_NAME)) != 0)
				continue;
			snprintf(ret_uri, size, "%s", device->uri);
			return change;
		}
		poll(&fd, 1, 500);
		cseal_device_watch_dispatch(watch, NULL);
	}
	return (cseal_device_change)0;
}

static void
a_watch_tells_that_it_left_and_came_back_under_its_name(void)
{
	cseal_device_watch *watch = NULL;
	char now[512] = "";

	OK(cseal_device_watch_new(context, CSEAL_KIND_BIT(CSEAL_KIND_CAMERA),
	       &watch, NULL) == CSEAL_OK);
	OK(next_change(watch, now, sizeof(now)) == CSEAL_DEVICE_ARRIVED);
	OKF(strcmp(now, uri) == 0, "%s", now);
	unplug(&plugged);
	OK(next_change(watch, now, sizeof(now)) == CSEAL_DEVICE_LEFT);
	OKF(strcmp(now, uri) == 0, "%s", now);
	OK(plug_in());
	OK(next_change(watch, now, sizeof(now)) == CSEAL_DEVICE_ARRIVED);
	OKF(strcmp(now, uri) == 0, "%s", now);
	cseal_device_watch_free(watch);
	unplug(&plugged);
}

int
main(void)
{
	camera_begin_real();
	if (system("modprobe -a vhci-hcd uvcvideo 2>/dev/null") < 0)
		return 99;
	camera = mmap(NULL, sizeof(*camera), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (camera == MAP_FAILED)
		return 99;
	chart = picture_jpeg(UVC_WIDTH, UVC_HEIGHT, 200, 0);
	memcpy(camera->picture, chart.bytes, chart.len);
	camera->len = chart.len;
	context = camera_context("frame_ms = 20000\n");
	RUN(a_camera_is_found_by_a_name_that_lasts);
	RUN(its_pictures_come_byte_for_byte);
	RUN(a_camera_that_somebody_uses_is_busy_and_the_doctor_names_him);
	RUN(a_plug_that_is_pulled_in_the_middle_is_told_at_once);
	RUN(a_plug_that_is_pulled_ends_a_preview);
	RUN(a_watch_tells_that_it_left_and_came_back_under_its_name);
	cseal_context_unref(context);
	picture_free(&chart);
	return tap_done();
}
