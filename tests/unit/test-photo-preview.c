/* SPDX-License-Identifier: Apache-2.0 */
/* test-photo-preview.c -- proves lib/photo-preview.c: what the camera sees is
 * told while it does, the newest, and what was shown is what is kept. */
#include "bytes.h"
#include "sample-jpeg.h"
#include "scripted.h"
#include "tap.h"

#include <poll.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 20000
#define ENDLESS     "frame a.jpg\nsleep 3600000\n"

static cseal_context *context;
static cseal_photo_preview *preview;

/* What the last dispatch brought. */
static struct {
	const void *jpeg;
	size_t len;
	bool has_frame, is_over;
} told;

static cseal_status
begin(const char *script, int timeout_ms, cseal_cancel *cancel)
{
	memset(&told, 0, sizeof(told));
	return cseal_photo_preview_new(context, scripted_uri(script), NULL,
	    timeout_ms, cancel, &preview, NULL);
}

/* False: nothing happened for too long. */
static bool
listen_once(void)
{
	struct pollfd fd = { .fd = cseal_photo_preview_fd(preview),
		.events = POLLIN };
	cseal_photo_news news;
	const void *jpeg;
	size_t len;

	if (poll(&fd, 1, PATIENCE_MS) != 1)
		return false;
	told.has_frame = false;
	cseal_photo_preview_dispatch(preview);
	while (cseal_photo_preview_next(preview, &news, &jpeg, &len)) {
		if (news == CSEAL_PHOTO_NEWS_FRAME) {
			told.has_frame = true;
			told.jpeg = jpeg;
			told.len = len;
		}
		told.is_over |= news == CSEAL_PHOTO_NEWS_OVER;
	}
	return true;
}

static bool
listen_for_frame(void)
{
	do {
		if (!listen_once())
			return false;
	} while (!told.has_frame && !told.is_over);
	return told.has_frame;
}

static cseal_status
take(cseal_photo **ret_photo)
{
	cseal_error *error = NULL;
	cseal_status st;

	st = cseal_photo_preview_take(preview, ret_photo, &error);
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

/* Until it is over; how it ended. */
static cseal_status
end(void)
{
	cseal_photo *photo = NULL;
	cseal_status st;

	while (!told.is_over) {
		if (!listen_once())
			return CSEAL_FAULT_INTERNAL;
	}
	/* A frame may have come with the end. */
	cseal_photo_preview_dispatch(preview);
	st = take(&photo);
	cseal_photo_free(photo);
	cseal_photo_preview_free(preview);
	preview = NULL;
	return st;
}

static void
what_is_shown_is_what_is_kept(void)
{
	cseal_photo *photo = NULL, *again = NULL;
	const void *bytes;
	size_t len = 0;

	OK(begin(ENDLESS, -1, NULL) == CSEAL_OK);
	OK(take(&photo) == CSEAL_FAULT_APPLICATION);
	OK(listen_for_frame());
	OK(take(&photo) == CSEAL_OK);
	bytes = cseal_photo_bytes(photo, &len);
	OK(bytes == told.jpeg && len == told.len);
	OK(cseal_photo_width(photo) == 64 && cseal_photo_is_virtual(photo));
	OK(take(&again) == CSEAL_FAULT_APPLICATION && again == NULL);
	cseal_photo_preview_free(preview);
	OK(memcmp(bytes, "\xff\xd8", 2) == 0);
	cseal_photo_free(photo);
}

static void
the_newest_frame_is_shown(void)
{
	bool has_b = false;

	OK(begin("frame a.jpg\nsleep 200\nframe b.jpg\nsleep 3600000\n", -1,
	       NULL) == CSEAL_OK);
	for (int i = 0; i < 2 && !has_b; i++) {
		cseal_photo *photo = NULL;

		if (OK(listen_for_frame()) && OK(take(&photo) == CSEAL_OK))
			has_b = cseal_photo_width(photo) == 128;
		cseal_photo_free(photo);
	}
	OK(has_b);
	cseal_photo_preview_free(preview);
}

static void
a_slow_application_loses_frames_only(void)
{
	cseal_photo *photo = NULL;

	OK(begin("frame a.jpg\nframe a.jpg\nframe b.jpg\nunplug\n", -1, NULL) ==
	    CSEAL_OK);
	poll(NULL, 0, 300);
	OK(listen_for_frame());
	OK(take(&photo) == CSEAL_OK);
	OK(cseal_photo_width(photo) == 128 || !told.is_over);
	cseal_photo_free(photo);
	OK(end() == CSEAL_COUNTER_DEVICE_GONE);
}

static void
a_camera_that_goes_ends_it(void)
{
	OK(begin("frame a.jpg\nunplug\n", -1, NULL) == CSEAL_OK);
	OK(end() == CSEAL_COUNTER_DEVICE_GONE);
	OK(begin("busy\n", -1, NULL) == CSEAL_OK);
	OK(end() == CSEAL_COUNTER_DEVICE_BUSY);
	OK(cseal_photo_preview_new(context, "virtual:/none.camera", NULL, -1,
	       NULL, &preview, NULL) == CSEAL_OK);
	memset(&told, 0, sizeof(told));
	OK(end() == CSEAL_COUNTER_NO_DEVICE);
	OK(cseal_photo_preview_new(context, "nothing:x", NULL, -1, NULL,
	       &preview, NULL) == CSEAL_OK);
	memset(&told, 0, sizeof(told));
	OK(end() == CSEAL_SETUP_NO_MODULE);
}

static void
time_and_a_cancel_end_it(void)
{
	cseal_cancel *cancel = NULL;

	OK(begin(ENDLESS, 50, NULL) == CSEAL_OK);
	OK(end() == CSEAL_STOPPED_TIMEOUT);
	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	OK(begin(ENDLESS, -1, cancel) == CSEAL_OK);
	OK(listen_for_frame());
	cseal_cancel_request(cancel);
	OK(end() == CSEAL_STOPPED_CANCELLED);
	/* Before it begins, and without anybody who listens. */
	OK(begin(ENDLESS, -1, cancel) == CSEAL_OK);
	usleep(50000); /* long enough for a frame that nobody wants */
	OK(listen_for_frame() == false && told.is_over);
	OK(end() == CSEAL_STOPPED_CANCELLED);
	OK(begin(ENDLESS, -1, cancel) == CSEAL_OK);
	cseal_photo_preview_free(preview);
	OK(begin(ENDLESS, -1, NULL) == CSEAL_OK);
	cseal_photo_preview_free(preview);
	cseal_cancel_free(cancel);
}

static void
what_is_no_picture_is_not_shown(void)
{
	char script[1024] = "";

	OK(begin("garbage\nshort a.jpg\nframe b.jpg\nsleep 3600000\n", -1,
	       NULL) == CSEAL_OK);
	OK(listen_for_frame());
	cseal_photo_preview_free(preview);
	for (int i = 0; i < 60; i++)
		strcat(script, "garbage\n");
	OK(begin(script, -1, NULL) == CSEAL_OK);
	OK(end() == CSEAL_AGAIN_PHOTO_UNUSABLE);
}

static void
wrong_options_are_refused_at_once(void)
{
	struct cseal_photo_options options = { .size = 1 };

	OK(cseal_photo_preview_new(context, NULL, &options, -1, NULL, &preview,
	       NULL) == CSEAL_FAULT_APPLICATION);
	options.size = sizeof(options);
	options.width = 65536;
	OK(cseal_photo_preview_new(context, NULL, &options, -1, NULL, &preview,
	       NULL) == CSEAL_FAULT_APPLICATION);
	cseal_photo_preview_free(NULL);
}

static void
write_frame(const char *name, uint16_t width)
{
	struct csi_bytes frame = { 0 };

	sample_jpeg(&frame, width, 48, 3);
	scratch_write_bytes(name, frame.at, frame.len);
	csi_bytes_free(&frame);
}

int
main(void)
{
	alarm(300);
	scratch_make();
	write_frame("a.jpg", 64);
	write_frame("b.jpg", 128);
	context = scripted_context(NULL);
	RUN(what_is_shown_is_what_is_kept);
	RUN(the_newest_frame_is_shown);
	RUN(a_slow_application_loses_frames_only);
	RUN(a_camera_that_goes_ends_it);
	RUN(time_and_a_cancel_end_it);
	RUN(what_is_no_picture_is_not_shown);
	RUN(wrong_options_are_refused_at_once);
	cseal_context_unref(context);
	return tap_done();
}
