/* SPDX-License-Identifier: Apache-2.0 */
/* test-v4l2-camera.c -- proves modules/v4l2-camera through the public API,
 * against a simulated camera on the far side of the kernel's FUSE.  What can
 * go wrong on the way is in test-v4l2-faults.c. */
#include "camera-harness.h"
#include "findings.h"
#include "tap.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

static const struct fuse_size sizes[] = { { 320, 240 }, { 640, 480 },
	{ 800, 600 }, { 0, 0 } };
static const struct fuse_format mjpg[] = { { V4L2_PIX_FMT_MJPEG, sizes },
	{ 0, NULL } };

static struct picture chart; /* 800 x 600 */
static struct fuse_frame chart_frame;

static struct fuse_model
model_of(const struct fuse_format *formats, const struct fuse_frame *frames,
    size_t count)
{
	return (struct fuse_model){
		.formats = formats, .frames = frames, .frame_count = count
	};
}

static struct fuse_frame
frame_of(const struct picture *picture)
{
	return (
	    struct fuse_frame){ .bytes = picture->bytes, .len = picture->len };
}

static bool
is_picture(const struct shot *shot, const struct picture *picture)
{
	return shot->st == CSEAL_OK && shot->len == picture->len &&
	       memcmp(shot->bytes, picture->bytes, shot->len) == 0;
}

static void
a_jpeg_frame_is_the_photo_byte_for_byte(void)
{
	struct fuse_model model = model_of(mjpg, &chart_frame, 1);
	struct shot shot = camera_take(&model);

	OKF(is_picture(&shot, &chart), "%s", shot.text);
	OK(!cseal_photo_is_virtual(shot.photo));
	OK(cseal_photo_width(shot.photo) == 800);
	camera_shot_free(&shot);
}

static void
mjpg_comes_before_jpeg_and_both_before_raw_pictures(void)
{
	static const struct fuse_format formats[] = {
		{ V4L2_PIX_FMT_NV12, sizes },
		{ V4L2_PIX_FMT_YUYV, sizes },
		{ V4L2_PIX_FMT_H264, sizes },
		{ V4L2_PIX_FMT_JPEG, sizes },
		{ V4L2_PIX_FMT_MJPEG, sizes },
		{ 0, NULL },
	};
	static const struct fuse_format fewer[] = {
		{ V4L2_PIX_FMT_NV12, sizes },
		{ V4L2_PIX_FMT_YUYV, sizes },
		{ V4L2_PIX_FMT_JPEG, sizes },
		{ 0, NULL },
	};
	struct fuse_model model = model_of(formats, &chart_frame, 1);
	struct shot shot = camera_take(&model);

	OKF(is_picture(&shot, &chart), "MJPG: %s", shot.text);
	camera_shot_free(&shot);
	model.formats = fewer;
	shot = camera_take(&model);
	OKF(is_picture(&shot, &chart), "JPEG: %s", shot.text);
	camera_shot_free(&shot);
}

static unsigned
difference(unsigned a, unsigned b)
{
	return a < b ? b - a : a - b;
}

/* Every pixel's luma, by its green, beside that of the chart. */
static void
check_raw(uint32_t fourcc, const char *name)
{
	const struct fuse_format formats[] = { { fourcc, sizes }, { 0, NULL } };
	struct picture raw = picture_raw(800, 600, 200, fourcc);
	struct fuse_frame frame = frame_of(&raw);
	struct fuse_model model = model_of(formats, &frame, 1);
	struct shot shot = camera_take(&model);
	unsigned width = 0, height = 0;
	uint8_t *rgb = calloc(800 * 600, 3);

	if (OKF(shot.st == CSEAL_OK, "%s: %s", name, shot.text)) {
		OKF(picture_decode(shot.bytes, shot.len, &width, &height, rgb),
		    "%s is a JPEG file", name);
		OKF(width == 800 && height == 600, "%s: its size", name);
		OKF(difference(picture_light(shot.bytes, shot.len), 133) < 16,
		    "%s is as light as the chart: %u", name,
		    picture_light(shot.bytes, shot.len));
		/* Blue 100, red 160: more red than blue. */
		OKF(fourcc == V4L2_PIX_FMT_RGB565 || rgb[0] > rgb[2] + 60,
		    "%s has its colours: %u %u %u", name, rgb[0], rgb[1],
		    rgb[2]);
		/* A white square of the chart's second band. */
		OKF(fourcc != V4L2_PIX_FMT_RGB565 ||
			difference(rgb[(60 * 800 + 12) * 3], 200) < 12,
		    "%s is white where it is white", name);
	}
	free(rgb);
	camera_shot_free(&shot);
	picture_free(&raw);
}

static void
raw_pictures_are_encoded_with_their_light_and_colours(void)
{
	check_raw(V4L2_PIX_FMT_YUYV, "YUYV");
	check_raw(V4L2_PIX_FMT_NV12, "NV12");
}

static void
a_format_that_is_not_known_is_converted_by_libv4l2(void)
{
	check_raw(V4L2_PIX_FMT_RGB565, "RGB565");
}

/* ---- looking on ----------------------------------------------------------- */

#define PATIENCE_MS 20000

/* Frames until so many came or it is over; how it ended, or OK.  Each must be
 * the chart. */
static cseal_status
look_on(cseal_photo_preview *preview, unsigned count)
{
	struct pollfd fd = { cseal_photo_preview_fd(preview), POLLIN, 0 };
	cseal_photo_news news;
	cseal_photo *photo = NULL;
	const void *jpeg;
	unsigned wrong = 0;
	size_t len;

	while (count > 0) {
		if (poll(&fd, 1, PATIENCE_MS) != 1)
			return CSEAL_FAULT_INTERNAL;
		cseal_photo_preview_dispatch(preview);
		while (cseal_photo_preview_next(preview, &news, &jpeg, &len)) {
			if (news == CSEAL_PHOTO_NEWS_OVER) {
				cseal_photo_preview_dispatch(preview);
				return cseal_photo_preview_take(
				    preview, &photo, NULL);
			}
			wrong += len != chart.len ||
				 memcmp(jpeg, chart.bytes, len) != 0;
			count -= count > 0;
		}
	}
	return wrong == 0 ? CSEAL_OK : CSEAL_FAULT_DEVICE;
}

static cseal_status
look_through(const struct fuse_model *model, unsigned count)
{
	cseal_context *context = camera_context("");
	cseal_photo_preview *preview = NULL;
	struct fuse_camera camera;
	cseal_status st;

	fuse_camera_start(&camera, model);
	st = cseal_photo_preview_new(
	    context, camera.uri, NULL, -1, NULL, &preview, NULL);
	if (st == CSEAL_OK)
		st = look_on(preview, count);
	cseal_photo_preview_free(preview);
	cseal_context_unref(context);
	fuse_camera_end(&camera);
	return st;
}

static void
a_preview_goes_on_and_every_frame_is_as_it_came(void)
{
	struct fuse_model model = model_of(mjpg, &chart_frame, 1);
	cseal_status st = look_through(&model, 100);

	OKF(st == CSEAL_OK, "%s", cseal_status_name(st));
}

static void
a_damaged_frame_is_not_shown(void)
{
	struct fuse_frame frames[9];
	struct fuse_model model = model_of(mjpg, frames, 9);
	cseal_status st;

	for (size_t i = 0; i < 9; i++) {
		frames[i] = chart_frame;
		if (i % 3 == 1)
			frames[i].flags = V4L2_BUF_FLAG_ERROR;
		if (i % 3 == 2)
			frames[i].bytesused = (uint32_t)chart.len / 2;
	}
	frames[8] = chart_frame;
	/* And a driver that lost its way twice. */
	model.faults[0] = (struct fuse_fault){ VIDIOC_DQBUF, .from = 7,
		.times = 1, .number = EIO };
	model.faults[1] = (struct fuse_fault){ VIDIOC_DQBUF, .from = 20,
		.times = 1, .number = EIO };
	st = look_through(&model, 30);
	OKF(st == CSEAL_OK, "%s", cseal_status_name(st));
}

static void
a_camera_that_goes_ends_the_preview(void)
{
	struct fuse_model model = model_of(mjpg, &chart_frame, 1);
	cseal_status st;

	model.unplug_from = 10;
	st = look_through(&model, 1000);
	OKF(st == CSEAL_COUNTER_DEVICE_GONE, "%s", cseal_status_name(st));
	model.unplug_from = 0;
	model.silent_from = 10;
	st = look_through(&model, 1000);
	OKF(st == CSEAL_COUNTER_DEVICE_FAILED, "%s", cseal_status_name(st));
}

static void
huffman_tables_that_are_left_out_are_put_in(void)
{
	struct picture bare = picture_bare(&chart);
	struct fuse_frame frame = frame_of(&bare);
	struct fuse_model model = model_of(mjpg, &frame, 1);
	struct shot shot = camera_take(&model);
	unsigned width = 0, height = 0;
	uint8_t *with = calloc(800 * 600, 3), *without = calloc(800 * 600, 3);

	if (OKF(shot.st == CSEAL_OK, "%s", shot.text)) {
		OK(shot.len == bare.len + 420);
		OK(picture_decode(
		    chart.bytes, chart.len, &width, &height, with));
		OK(picture_decode(
		    shot.bytes, shot.len, &width, &height, without));
		OK(memcmp(with, without, (size_t)800 * 600 * 3) == 0);
	}
	free(with);
	free(without);
	camera_shot_free(&shot);
	picture_free(&bare);
}

static void
what_follows_the_picture_in_its_buffer_is_left_out(void)
{
	struct picture padded = picture_cut(&chart, chart.len, 0, 5000);
	struct fuse_frame frame = frame_of(&padded);
	struct fuse_model model = model_of(mjpg, &frame, 1);
	struct shot shot = camera_take(&model);

	OKF(is_picture(&shot, &chart), "%s", shot.text);
	camera_shot_free(&shot);
	picture_free(&padded);
}

/* Exposure that comes to rest at the ninth frame. */
static void
the_photo_is_taken_when_exposure_has_settled(void)
{
	static const unsigned lights[] = { 20, 35, 60, 90, 120, 150, 175, 190,
		200 };
	struct picture pictures[9];
	struct fuse_frame frames[9];
	struct fuse_model model = model_of(mjpg, frames, 9);
	struct shot shot;

	for (int i = 0; i < 9; i++) {
		pictures[i] = picture_jpeg(800, 600, lights[i], 0);
		frames[i] = frame_of(&pictures[i]);
	}
	shot = camera_take(&model);
	OKF(is_picture(&shot, &pictures[8]), "%s", shot.text);
	camera_shot_free(&shot);
	for (int i = 0; i < 9; i++)
		picture_free(&pictures[i]);
}

static void
the_photo_is_taken_when_focus_is_found(void)
{
	static const unsigned blurs[] = { 0, 0, 9, 7, 5, 9, 7, 0 };
	struct picture pictures[8];
	struct fuse_frame frames[8];
	struct fuse_model model = model_of(mjpg, frames, 8);
	struct shot shot;

	for (int i = 0; i < 8; i++) {
		pictures[i] = picture_jpeg(800, 600, 200, blurs[i]);
		frames[i] = frame_of(&pictures[i]);
	}
	shot = camera_take(&model);
	OKF(is_picture(&shot, &pictures[7]), "%s", shot.text);
	camera_shot_free(&shot);
	for (int i = 0; i < 8; i++)
		picture_free(&pictures[i]);
}

/* A frame of each size is made when it is known which is taken. */
static void
check_size(const char *more, const char *uri, uint32_t wish, uint32_t width)
{
	const struct fuse_size many[] = { { 320, 240 }, { 640, 480 },
		{ 1280, 720 }, { 1600, 1200 }, { 0, 0 } };
	const struct fuse_format formats[] = { { V4L2_PIX_FMT_MJPEG, many },
		{ 0, NULL } };
	struct cseal_photo_options options = { .size = sizeof(options),
		.width = wish };
	struct picture picture = { 0 };
	struct fuse_frame frame;
	struct fuse_camera camera;
	struct fuse_model model;
	cseal_context *context;
	struct shot shot;

	for (int i = 0; many[i].width != 0; i++) {
		if (many[i].width == width)
			picture = picture_jpeg(width, many[i].height, 200, 0);
	}
	frame = frame_of(&picture);
	model = model_of(formats, &frame, 1);
	fuse_camera_start(&camera, &model);
	context = camera_context(more);
	shot = camera_shot(
	    context, uri != NULL ? uri : camera.uri, &options, 10000, NULL);
	OKF(is_picture(&shot, &picture), "%u of a wish for %u: %s", width, wish,
	    shot.text);
	camera_shot_free(&shot);
	cseal_context_unref(context);
	fuse_camera_end(&camera);
	picture_free(&picture);
}

static void
the_size_is_the_least_that_reaches_the_wish_or_else_the_largest(void)
{
	check_size("", NULL, 0, 1600);
	check_size("", NULL, 321, 640);
	check_size("", NULL, 640, 640);
	check_size("", NULL, 1300, 1600);
	check_size("", NULL, 5000, 1600);
}

static char node[160]; /* URI of the node, known once a camera was there */

static void
a_camera_may_be_named_by_its_role(void)
{
	char more[400];

	snprintf(
	    more, sizeof(more), "portrait = %s\ndocument = %s\n", node, node);
	check_size(more, "v4l2:portrait", 0, 1280);
	check_size(more, "v4l2:document", 0, 1600);
	check_size(more, node, 0, 1280);
	snprintf(more, sizeof(more), "document = %s\n", node);
	check_size(more, node, 0, 1600);
}

static void
check_uri(
    const char *more, const char *uri, cseal_status expected, const char *part)
{
	cseal_context *context = camera_context(more);
	struct shot shot = camera_shot(context, uri, NULL, 5000, NULL);

	OKF(shot.st == expected && strstr(shot.text, part) != NULL, "%s: %s",
	    uri, shot.text);
	camera_shot_free(&shot);
	cseal_context_unref(context);
}

static void
a_name_that_leads_nowhere_says_why(void)
{
	check_uri("", "v4l2:/nonexistent/video0", CSEAL_COUNTER_NO_DEVICE,
	    "No such file");
	check_uri("", "v4l2:video0", CSEAL_SETUP_CONFIG, "v4l2:portrait");
	check_uri(
	    "", "v4l2:portrait", CSEAL_COUNTER_NO_DEVICE, "role portrait");
	check_uri("portrait = v4l2:document\n", "v4l2:portrait",
	    CSEAL_SETUP_CONFIG, "portrait was not v4l2:/PATH");
	check_uri(
	    "", "v4l2:/dev/null", CSEAL_COUNTER_NO_DEVICE, "not a camera");
	check_uri("", "v4l2:/tmp", CSEAL_COUNTER_NO_DEVICE, "could not open");
	check_uri("frame_ms = 5\n", "v4l2:/dev/null", CSEAL_SETUP_CONFIG,
	    "frame_ms was not a number");
	check_uri("settle_ms = soon\n", "v4l2:/dev/null", CSEAL_SETUP_CONFIG,
	    "settle_ms was not a number");
}

static void
check_listed(const struct fuse_model *model, cseal_device_state state,
    const char *title, const char *finding)
{
	char more[400];
	const struct cseal_device *device = NULL;
	const struct findings *findings;
	cseal_device_list *list = NULL;
	struct fuse_camera camera;
	const char *said;
	cseal_context *context;

	snprintf(more, sizeof(more), "document = %s\n[devices]\ncamera = %s\n",
	    node, node);
	context = camera_context(more);
	fuse_camera_start(&camera, model);
	OK(cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_CAMERA), -1,
	       NULL, &list, NULL) == CSEAL_OK);
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		if (strcmp(cseal_device_list_at(list, i)->uri, node) == 0)
			device = cseal_device_list_at(list, i);
	}
	if (OK(device != NULL)) {
		OKF(device->state == state, "%s is %s", title,
		    cseal_device_state_name(device->state));
		OKF(strcmp(device->title, title) == 0, "%s", device->title);
		OK(!device->is_virtual);
	}
	findings = findings_of(context, "v4l2-camera");
	said = strstr(findings->text, "video0");
	OKF(findings_have(findings, finding), "%s", finding);
	OKF(said != NULL && strstr(said + 1, "video0") == NULL, "once");
	cseal_device_list_free(list);
	cseal_context_unref(context);
	fuse_camera_end(&camera);
}

static void
a_camera_that_is_named_is_listed_with_its_state(void)
{
	struct fuse_model model = model_of(mjpg, &chart_frame, 1);

	model.name = "A camera\nwith a long name, and no end";
	check_listed(&model, CSEAL_DEVICE_READY,
	    "A camera with a long name, and  (document)", "may be used");
	model.name = NULL;
	model.faults[0].request = VIDIOC_REQBUFS;
	model.faults[0].number = EBUSY;
	check_listed(&model, CSEAL_DEVICE_BUSY, "Simulated camera (document)",
	    "in use by another program");
	model.faults[0].request = FUSE_OPEN;
	model.faults[0].number = EACCES;
	check_listed(&model, CSEAL_DEVICE_DENIED, "Camera (document)",
	    "may not be used by this user");
	model.faults[0].request = 0;
	model.capabilities = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
	check_listed(
	    &model, CSEAL_DEVICE_ABSENT, "Camera (document)", "is no camera");
}

static void
one_photo_follows_another(void)
{
	struct fuse_model model = model_of(mjpg, &chart_frame, 1);
	cseal_context *context = camera_context("");
	struct fuse_camera camera;

	OK(fuse_camera_start(&camera, &model));
	for (int i = 0; i < 3; i++) {
		struct shot shot =
		    camera_shot(context, camera.uri, NULL, 10000, NULL);

		OKF(is_picture(&shot, &chart), "%s", shot.text);
		camera_shot_free(&shot);
	}
	fuse_camera_end(&camera);
	cseal_context_unref(context);
}

static void
learn_node(void)
{
	struct fuse_model model = model_of(mjpg, &chart_frame, 1);
	struct fuse_camera camera;

	fuse_camera_start(&camera, &model);
	snprintf(node, sizeof(node), "%s", camera.uri);
	fuse_camera_end(&camera);
}

int
main(void)
{
	const char *why = camera_begin();

	if (why != NULL) {
		tap_skip(why);
		return tap_done();
	}
	chart = picture_jpeg(800, 600, 200, 0);
	chart_frame = frame_of(&chart);
	learn_node();
	RUN(a_jpeg_frame_is_the_photo_byte_for_byte);
	RUN(mjpg_comes_before_jpeg_and_both_before_raw_pictures);
	RUN(raw_pictures_are_encoded_with_their_light_and_colours);
	RUN(a_format_that_is_not_known_is_converted_by_libv4l2);
	RUN(a_preview_goes_on_and_every_frame_is_as_it_came);
	RUN(a_damaged_frame_is_not_shown);
	RUN(a_camera_that_goes_ends_the_preview);
	RUN(huffman_tables_that_are_left_out_are_put_in);
	RUN(what_follows_the_picture_in_its_buffer_is_left_out);
	RUN(the_photo_is_taken_when_exposure_has_settled);
	RUN(the_photo_is_taken_when_focus_is_found);
	RUN(the_size_is_the_least_that_reaches_the_wish_or_else_the_largest);
	RUN(a_camera_may_be_named_by_its_role);
	RUN(a_name_that_leads_nowhere_says_why);
	RUN(a_camera_that_is_named_is_listed_with_its_state);
	RUN(one_photo_follows_another);
	picture_free(&chart);
	return tap_done();
}
