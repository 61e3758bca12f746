/* SPDX-License-Identifier: Apache-2.0 */
/* test-v4l2-faults.c -- whatever goes wrong with a camera has its status, and
 * every step ends when it is told to. */
#include "camera-harness.h"
#include "stops.h"
#include "tap.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FRAMES 8

static const struct fuse_size sizes[] = { { 640, 480 }, { 0, 0 } };
static const struct fuse_format formats[] = { { V4L2_PIX_FMT_MJPEG, sizes },
	{ 0, NULL } };
static const struct fuse_format h264[] = { { V4L2_PIX_FMT_H264, sizes },
	{ 0, NULL } };

/* What a frame is, instead of a picture. */
enum kind {
	GOOD,
	DAMAGED,     /* the driver says so */
	TRUNCATED,   /* half of it */
	HALF_ENDED,  /* half of it, and an end marker */
	HALF_ZEROS,  /* half of it, then zeros */
	HEADER_ONLY, /* cut where the picture begins */
	GARBAGE,
	ONE_BYTE,
	TOO_MUCH, /* more bytes than the buffer has */
	SMALLER,  /* of another size */
	LARGER,
	KINDS
};

static struct picture pictures[KINDS];

/* Of what is bent in an answer. */
#define AT(type, member) offsetof(struct type, member)
#define FMT_PIX(member)                      \
	(offsetof(struct v4l2_format, fmt) + \
	    offsetof(struct v4l2_pix_format, member))

static const struct {
	const char *name;
	struct fuse_fault faults[2];
	enum kind kind;
	unsigned bad_from, bad_until; /* frames; until 0: ever */
	unsigned silent_from, unplug_from;
	uint32_t capabilities;
	const struct fuse_format *formats;
	cseal_status st;
	const char *part; /* of the error */
} cases[] = {
	/* The node. */
	{ .name = "open is not allowed",
	    .faults = { { FUSE_OPEN, .number = EACCES } },
	    .st = CSEAL_SETUP_PERMISSION,
	    .part = "permission denied" },
	{ .name = "open finds it busy",
	    .faults = { { FUSE_OPEN, .number = EBUSY } },
	    .st = CSEAL_COUNTER_DEVICE_BUSY,
	    .part = "in use" },
	{ .name = "open finds nothing",
	    .faults = { { FUSE_OPEN, .number = ENXIO } },
	    .st = CSEAL_COUNTER_NO_DEVICE,
	    .part = "could not open" },
	{ .name = "it is no video node",
	    .faults = { { VIDIOC_QUERYCAP, .number = ENOTTY } },
	    .st = CSEAL_COUNTER_NO_DEVICE,
	    .part = "not a camera" },
	{ .name = "it does not say what it is",
	    .faults = { { VIDIOC_QUERYCAP, .number = EIO } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "ask the camera" },
	{ .name = "it leaves at once",
	    .faults = { { VIDIOC_QUERYCAP, .number = ENODEV } },
	    .st = CSEAL_COUNTER_DEVICE_GONE,
	    .part = "unplugged" },
	{ .name = "it has metadata",
	    .capabilities = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING,
	    .st = CSEAL_COUNTER_NO_DEVICE,
	    .part = "another node" },
	{ .name = "it shows pictures",
	    .capabilities = V4L2_CAP_VIDEO_OUTPUT | V4L2_CAP_STREAMING,
	    .st = CSEAL_COUNTER_NO_DEVICE,
	    .part = "not a camera" },
	{ .name = "it is a codec",
	    .capabilities = V4L2_CAP_VIDEO_OUTPUT | V4L2_CAP_VIDEO_CAPTURE |
			    V4L2_CAP_STREAMING,
	    .st = CSEAL_COUNTER_NO_DEVICE,
	    .part = "not a camera" },
	{ .name = "it has planes",
	    .capabilities = V4L2_CAP_VIDEO_CAPTURE_MPLANE | V4L2_CAP_STREAMING,
	    .st = CSEAL_REFUSED_UNSUPPORTED,
	    .part = "planes" },
	{ .name = "it does not stream",
	    .capabilities = V4L2_CAP_VIDEO_CAPTURE,
	    .st = CSEAL_COUNTER_NO_DEVICE,
	    .part = "not a camera" },

	/* What it offers. */
	{ .name = "formats fail",
	    .faults = { { VIDIOC_ENUM_FMT, .number = EIO } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "formats" },
	{ .name = "formats without end",
	    .faults = { { VIDIOC_ENUM_FMT,
		.offset = AT(v4l2_fmtdesc, pixelformat),
		.value = V4L2_PIX_FMT_MJPEG } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "no end of formats" },
	{ .name = "no formats are listed",
	    .faults = { { VIDIOC_ENUM_FMT, .number = EINVAL } },
	    .st = CSEAL_OK },
	{ .name = "no format that is known",
	    .formats = h264,
	    .st = CSEAL_REFUSED_UNSUPPORTED,
	    .part = "no format that is known" },
	{ .name = "unplugged between formats",
	    .faults = { { VIDIOC_ENUM_FMT, 1, .number = ENODEV } },
	    .st = CSEAL_COUNTER_DEVICE_GONE,
	    .part = "unplugged" },
	{ .name = "sizes without end",
	    .faults = { { VIDIOC_ENUM_FRAMESIZES,
		.offset = AT(v4l2_frmsizeenum, type),
		.value = V4L2_FRMSIZE_TYPE_DISCRETE } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "no end of sizes" },
	{ .name = "no sizes are listed",
	    .faults = { { VIDIOC_ENUM_FRAMESIZES, .number = ENOTTY } },
	    .st = CSEAL_OK },
	{ .name = "sizes fail",
	    .faults = { { VIDIOC_ENUM_FRAMESIZES, .number = EIO } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "sizes" },
	{ .name = "a size of no width",
	    .faults = { { VIDIOC_ENUM_FRAMESIZES, .times = 1,
		.offset = AT(v4l2_frmsizeenum, discrete.width) } },
	    .st = CSEAL_OK },
	{ .name = "a size without measure",
	    .faults = { { VIDIOC_ENUM_FRAMESIZES, .times = 1,
		.offset = AT(v4l2_frmsizeenum, discrete.width),
		.value = UINT32_MAX } },
	    .st = CSEAL_OK },
	{ .name = "no intervals are listed",
	    .faults = { { VIDIOC_ENUM_FRAMEINTERVALS, .number = ENOTTY } },
	    .st = CSEAL_OK },
	{ .name = "intervals without end",
	    .faults = { { VIDIOC_ENUM_FRAMEINTERVALS,
		.offset = AT(v4l2_frmivalenum, type),
		.value = V4L2_FRMIVAL_TYPE_DISCRETE } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "no end of intervals" },
	{ .name = "an interval by nothing",
	    .faults = { { VIDIOC_ENUM_FRAMEINTERVALS, .times = 2,
		.offset = AT(v4l2_frmivalenum, discrete.denominator) } },
	    .st = CSEAL_OK },
	{ .name = "intervals fail",
	    .faults = { { VIDIOC_ENUM_FRAMEINTERVALS, .number = EIO } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "intervals" },

	/* What it agrees to. */
	{ .name = "it does not know its format",
	    .faults = { { VIDIOC_G_FMT, .number = EINVAL } },
	    .st = CSEAL_OK },
	{ .name = "the format is busy",
	    .faults = { { VIDIOC_S_FMT, .number = EBUSY } },
	    .st = CSEAL_COUNTER_DEVICE_BUSY,
	    .part = "another program" },
	{ .name = "the format is refused",
	    .faults = { { VIDIOC_S_FMT, .number = EINVAL } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "format" },
	{ .name = "unplugged at the format",
	    .faults = { { VIDIOC_S_FMT, .number = ENODEV } },
	    .st = CSEAL_COUNTER_DEVICE_GONE,
	    .part = "unplugged" },
	{ .name = "a format of no width",
	    .faults = { { VIDIOC_S_FMT, .offset = FMT_PIX(width) } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "cannot be" },
	{ .name = "a format without measure",
	    .faults = { { VIDIOC_S_FMT, .offset = FMT_PIX(height),
		.value = 70000 } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "cannot be" },
	{ .name = "another format than it offers",
	    .faults = { { VIDIOC_S_FMT, .offset = FMT_PIX(pixelformat),
		.value = V4L2_PIX_FMT_H264 } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "none of the formats" },
	{ .name = "raw pictures with rows too short",
	    .faults = { { VIDIOC_S_FMT, .offset = FMT_PIX(pixelformat),
			    .value = V4L2_PIX_FMT_YUYV },
		{ VIDIOC_QUERYBUF, .offset = AT(v4l2_buffer, length),
		    .value = 640 * 480 } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "buffer that cannot be" },
	{ .name = "another size than it gives",
	    .faults = { { VIDIOC_S_FMT, .offset = FMT_PIX(width),
		.value = 800 } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "not of 800 x 480" },
	{ .name = "the interval fails",
	    .faults = { { VIDIOC_S_PARM, .number = EIO } },
	    .st = CSEAL_OK },
	{ .name = "unplugged at the interval",
	    .faults = { { VIDIOC_S_PARM, .number = ENODEV } },
	    .st = CSEAL_COUNTER_DEVICE_GONE,
	    .part = "unplugged" },

	/* Its memory. */
	{ .name = "buffers are busy",
	    .faults = { { VIDIOC_REQBUFS, .number = EBUSY } },
	    .st = CSEAL_COUNTER_DEVICE_BUSY,
	    .part = "another program" },
	{ .name = "there is no memory for buffers",
	    .faults = { { VIDIOC_REQBUFS, .number = ENOMEM } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "buffers" },
	{ .name = "no buffers",
	    .faults = { { VIDIOC_REQBUFS,
		.offset = AT(v4l2_requestbuffers, count) } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "0 buffers" },
	{ .name = "buffers without end",
	    .faults = { { VIDIOC_REQBUFS,
		.offset = AT(v4l2_requestbuffers, count),
		.value = UINT32_MAX } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "buffers" },
	{ .name = "buffers of other memory",
	    .faults = { { VIDIOC_REQBUFS,
		.offset = AT(v4l2_requestbuffers, memory),
		.value = V4L2_MEMORY_DMABUF } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "buffers" },
	{ .name = "more buffers than it has",
	    .faults = { { VIDIOC_REQBUFS,
		.offset = AT(v4l2_requestbuffers, count), .value = 8 } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "ask for a buffer" },
	{ .name = "an empty buffer",
	    .faults = { { VIDIOC_QUERYBUF,
		.offset = AT(v4l2_buffer, length) } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "buffer that cannot be" },
	{ .name = "a buffer without end",
	    .faults = { { VIDIOC_QUERYBUF, .offset = AT(v4l2_buffer, length),
		.value = UINT32_MAX } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "buffer that cannot be" },
	{ .name = "another buffer than was asked for",
	    .faults = { { VIDIOC_QUERYBUF, 2, .offset = AT(v4l2_buffer, index),
		.value = 7 } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "buffer that cannot be" },
	{ .name = "a buffer that cannot be mapped",
	    .faults = { { VIDIOC_QUERYBUF, .offset = AT(v4l2_buffer, m.offset),
		.value = 1 } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "map a buffer" },
	{ .name = "a buffer is not taken",
	    .faults = { { VIDIOC_QBUF, 3, .number = EINVAL } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "give back a buffer" },
	{ .name = "unplugged at giving one back",
	    .faults = { { VIDIOC_QBUF, 5, .number = ENODEV } },
	    .st = CSEAL_COUNTER_DEVICE_GONE,
	    .part = "unplugged" },

	/* The stream. */
	{ .name = "the bus is full",
	    .faults = { { VIDIOC_STREAMON, .number = ENOSPC } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "USB bus" },
	{ .name = "the stream is busy",
	    .faults = { { VIDIOC_STREAMON, .number = EBUSY } },
	    .st = CSEAL_COUNTER_DEVICE_BUSY,
	    .part = "another program" },
	{ .name = "the stream does not start",
	    .faults = { { VIDIOC_STREAMON, .number = EIO } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "start the camera" },
	{ .name = "unplugged at the start",
	    .faults = { { VIDIOC_STREAMON, .number = ENODEV } },
	    .st = CSEAL_COUNTER_DEVICE_GONE,
	    .part = "unplugged" },
	{ .name = "one frame fails",
	    .faults = { { VIDIOC_DQBUF, 2, 1, EIO } },
	    .st = CSEAL_OK },
	{ .name = "three frames fail",
	    .faults = { { VIDIOC_DQBUF, 1, 3, EIO } },
	    .st = CSEAL_OK },
	{ .name = "all frames fail",
	    .faults = { { VIDIOC_DQBUF, .number = EIO } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "take a picture" },
	{ .name = "it neither gives frames nor stops",
	    .faults = { { VIDIOC_DQBUF, .number = EIO },
		{ VIDIOC_STREAMOFF, .number = EIO } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "stop the camera" },
	{ .name = "it does not stop in the end",
	    .faults = { { VIDIOC_STREAMOFF, .number = EIO } },
	    .st = CSEAL_OK },
	{ .name = "frames that are not there after all",
	    .faults = { { VIDIOC_DQBUF, 1, 3, EAGAIN } },
	    .st = CSEAL_OK },
	{ .name = "frames that are never there",
	    .faults = { { VIDIOC_DQBUF, .number = EAGAIN } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "no picture within" },
	{ .name = "frames are refused",
	    .faults = { { VIDIOC_DQBUF, .number = EINVAL } },
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "take a picture" },
	{ .name = "a frame in a buffer that there is not",
	    .faults = { { VIDIOC_DQBUF, .offset = AT(v4l2_buffer, index),
		.value = 9 } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "did not have" },
	{ .name = "a frame far away",
	    .faults = { { VIDIOC_DQBUF, .offset = AT(v4l2_buffer, index),
		.value = UINT32_MAX } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "did not have" },
	{ .name = "a frame of another kind of buffer",
	    .faults = { { VIDIOC_DQBUF, .offset = AT(v4l2_buffer, type),
		.value = V4L2_BUF_TYPE_META_CAPTURE } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "did not have" },
	{ .name = "some frames are empty",
	    .faults = { { VIDIOC_DQBUF, 1, 5,
		.offset = AT(v4l2_buffer, bytesused) } },
	    .st = CSEAL_OK },
	{ .name = "all frames are empty",
	    .faults = { { VIDIOC_DQBUF,
		.offset = AT(v4l2_buffer, bytesused) } },
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "60 frames" },
	{ .name = "no frame at all",
	    .kind = GOOD,
	    .silent_from = 1,
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "no picture within 300 ms" },
	{ .name = "frames cease",
	    .silent_from = 3,
	    .st = CSEAL_COUNTER_DEVICE_FAILED,
	    .part = "no picture within 300 ms" },
	{ .name = "unplugged at the second frame",
	    .unplug_from = 1,
	    .st = CSEAL_COUNTER_DEVICE_GONE,
	    .part = "unplugged" },
	{ .name = "unplugged at the fifth frame",
	    .unplug_from = 4,
	    .st = CSEAL_COUNTER_DEVICE_GONE,
	    .part = "unplugged" },

	/* The pictures: the first ones, then all of them. */
	{ .name = "first damaged",
	    .kind = DAMAGED,
	    .bad_until = 5,
	    .st = CSEAL_OK },
	{ .name = "all damaged",
	    .kind = DAMAGED,
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "damaged on the way" },
	{ .name = "first cut",
	    .kind = TRUNCATED,
	    .bad_until = 5,
	    .st = CSEAL_OK },
	{ .name = "all cut",
	    .kind = TRUNCATED,
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "ended before" },
	{ .name = "half a picture that ends well",
	    .kind = HALF_ENDED,
	    .bad_until = 4,
	    .st = CSEAL_OK },
	{ .name = "only half pictures that end well",
	    .kind = HALF_ENDED,
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "part of the picture was missing" },
	{ .name = "half a picture and zeros",
	    .kind = HALF_ZEROS,
	    .bad_until = 4,
	    .st = CSEAL_OK },
	{ .name = "only headers",
	    .kind = HEADER_ONLY,
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "60 frames" },
	{ .name = "first garbage",
	    .kind = GARBAGE,
	    .bad_until = 6,
	    .st = CSEAL_OK },
	{ .name = "all garbage",
	    .kind = GARBAGE,
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "not a JPEG" },
	{ .name = "one byte each",
	    .kind = ONE_BYTE,
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "not a JPEG" },
	{ .name = "more bytes than there is room",
	    .kind = TOO_MUCH,
	    .bad_until = 5,
	    .st = CSEAL_OK },
	{ .name = "always more bytes than there is room",
	    .kind = TOO_MUCH,
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "60 frames" },
	{ .name = "first of the old size",
	    .kind = SMALLER,
	    .bad_until = 4,
	    .st = CSEAL_OK },
	{ .name = "all of another size",
	    .kind = LARGER,
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "not of 640 x 480" },
	{ .name = "the size changes meanwhile",
	    .kind = SMALLER,
	    .bad_from = 3,
	    .st = CSEAL_FAULT_DEVICE,
	    .part = "not of 640 x 480" },
};

#define CASES (sizeof(cases) / sizeof(cases[0]))

static void
make_pictures(void)
{
	struct picture good = picture_jpeg(640, 480, 200, 0);
	struct picture *all = pictures;

	all[GOOD] = good;
	all[DAMAGED] = picture_cut(&good, good.len, 0, 0);
	all[TRUNCATED] = picture_cut(&good, good.len / 2, 0, 0);
	all[HALF_ENDED] = picture_cut(&good, good.len / 2, 0, 2);
	memcpy(all[HALF_ENDED].bytes + good.len / 2, "\xff\xd9", 2);
	all[HALF_ZEROS] = picture_cut(&good, good.len / 2, 0, good.len / 2);
	all[HEADER_ONLY] = picture_cut(&good, 623, 0, 0);
	all[GARBAGE] = picture_cut(&good, 0, 0xa5, 20000);
	all[ONE_BYTE] = picture_cut(&good, 1, 0, 0);
	all[TOO_MUCH] = picture_cut(&good, good.len, 0, 0);
	all[SMALLER] = picture_jpeg(320, 240, 200, 0);
	all[LARGER] = picture_jpeg(800, 600, 200, 0);
}

static struct fuse_frame
frame_of(enum kind kind)
{
	struct fuse_frame frame = { .bytes = pictures[kind].bytes,
		.len = pictures[kind].len };

	if (kind == DAMAGED)
		frame.flags = V4L2_BUF_FLAG_ERROR;
	if (kind == TOO_MUCH)
		frame.bytesused = (UINT32_C(1) << 20) + 1;
	return frame;
}

static void
check_case(size_t i)
{
	struct fuse_frame frames[FRAMES];
	struct fuse_model model = {
		.formats = cases[i].formats ? cases[i].formats : formats,
		.frames = frames,
		.frame_count = FRAMES,
		.period_ms = 1,
		.capabilities = cases[i].capabilities,
		.silent_from = cases[i].silent_from,
		.unplug_from = cases[i].unplug_from,
	};
	struct shot shot;

	memcpy(model.faults, cases[i].faults, sizeof(model.faults));
	for (unsigned k = 0; k < FRAMES; k++)
		frames[k] = frame_of(
		    k >= cases[i].bad_from &&
			    (cases[i].bad_until == 0 || k < cases[i].bad_until)
			? cases[i].kind
			: GOOD);
	shot = camera_take(&model);
	OKF(shot.st == cases[i].st, "%s is %s: %s", cases[i].name,
	    cseal_status_name(shot.st), shot.text);
	if (cases[i].part != NULL)
		OKF(strstr(shot.text, cases[i].part) != NULL, "%s: %s",
		    cases[i].name, shot.text);
	if (shot.st == CSEAL_OK)
		OKF(shot.len == pictures[GOOD].len &&
			memcmp(shot.bytes, pictures[GOOD].bytes, shot.len) == 0,
		    "%s: it is the picture", cases[i].name);
	camera_shot_free(&shot);
}

static void
every_fault_has_its_status(void)
{
	for (size_t i = 0; i < CASES; i++)
		check_case(i);
}

/* Where a call hangs while it is stopped; 0: while it waits for a frame. */
static const struct {
	const char *name;
	unsigned long request;
} hangs[] = {
	{ "open", FUSE_OPEN },
	{ "QUERYCAP", VIDIOC_QUERYCAP },
	{ "ENUM_FMT", VIDIOC_ENUM_FMT },
	{ "ENUM_FRAMESIZES", VIDIOC_ENUM_FRAMESIZES },
	{ "G_FMT", VIDIOC_G_FMT },
	{ "S_FMT", VIDIOC_S_FMT },
	{ "ENUM_FRAMEINTERVALS", VIDIOC_ENUM_FRAMEINTERVALS },
	{ "S_PARM", VIDIOC_S_PARM },
	{ "REQBUFS", VIDIOC_REQBUFS },
	{ "QUERYBUF", VIDIOC_QUERYBUF },
	{ "QBUF", VIDIOC_QBUF },
	{ "STREAMON", VIDIOC_STREAMON },
	{ "poll", 0 },
	{ "DQBUF", VIDIOC_DQBUF },
};

#define HANGS (sizeof(hangs) / sizeof(hangs[0]))

#define STOP_MS 60 /* by then it hangs */

static void *
cancel_later(void *argument)
{
	const struct timespec pause = { 0, STOP_MS * 1000000L };

	nanosleep(&pause, NULL);
	cseal_cancel_request(argument);
	return NULL;
}

static struct shot
shoot_hanging(unsigned long request, bool is_cancelled)
{
	const struct fuse_frame frame = frame_of(GOOD);
	const struct fuse_model model = { .formats = formats,
		.frames = &frame,
		.frame_count = 1,
		.silent_from = 1,
		.faults = { { request, .hangs = true } } };
	cseal_context *context = camera_context("");
	cseal_cancel *cancel = NULL;
	struct fuse_camera camera;
	struct shot shot;
	pthread_t thread;

	fuse_camera_start(&camera, &model);
	if (is_cancelled) {
		cseal_cancel_new(&cancel, NULL);
		pthread_create(&thread, NULL, cancel_later, cancel);
	}
	shot = camera_shot(
	    context, camera.uri, NULL, is_cancelled ? -1 : STOP_MS, cancel);
	if (is_cancelled)
		pthread_join(thread, NULL);
	cseal_cancel_free(cancel);
	cseal_context_unref(context);
	fuse_camera_end(&camera);
	return shot;
}

static void
check_hang(size_t i, bool is_cancelled)
{
	struct shot shot;

	do {
		shot = shoot_hanging(hangs[i].request, is_cancelled);
		OKF(shot.st == (is_cancelled ? CSEAL_STOPPED_CANCELLED
					     : CSEAL_STOPPED_TIMEOUT),
		    "%s is %s: %s", hangs[i].name, cseal_status_name(shot.st),
		    shot.text);
		OKF(shot.took_ms >= STOP_MS - 10, "%s took %ld ms",
		    hangs[i].name, shot.took_ms);
		camera_shot_free(&shot);
	} while (stops_again(shot.took_ms - STOP_MS));
	OKF(stops_in_time(), "%s: %ld ms", hangs[i].name, stops_best_ms);
}

static void
a_cancel_ends_every_step(void)
{
	stops_begin();
	for (size_t i = 0; i < HANGS; i++)
		check_hang(i, true);
	OK(stops_tell("a camera, cancelled"));
}

static void
the_timeout_ends_every_step(void)
{
	stops_begin();
	for (size_t i = 0; i < HANGS; i++)
		check_hang(i, false);
	OK(stops_tell("a camera, out of time"));
}

struct plug {
	const struct fuse_camera *camera;
	long pulled_ms;
};

static void *
unplug_later(void *argument)
{
	const struct timespec pause = { 0, STOP_MS * 1000000L };
	struct plug *plug = argument;

	nanosleep(&pause, NULL);
	plug->pulled_ms = camera_now_ms();
	fuse_camera_unplug(plug->camera);
	return NULL;
}

/* A machine that is busy with something else may be late; one that is late
 * three times is not. */
#define ATTEMPTS 3

/* While it waits for a frame that does not come. */
static void
a_camera_that_is_unplugged_is_missed_within_200_ms(void)
{
	const struct fuse_frame frame = frame_of(GOOD);
	const struct fuse_model model = { .formats = formats,
		.frames = &frame,
		.frame_count = 1,
		.silent_from = 2 };
	long late_ms = 0;

	for (int k = 0; k < ATTEMPTS; k++) {
		cseal_context *context = camera_context("");
		struct fuse_camera camera;
		struct plug plug = { .camera = &camera };
		struct shot shot;
		pthread_t thread;

		fuse_camera_start(&camera, &model);
		pthread_create(&thread, NULL, unplug_later, &plug);
		shot = camera_shot(context, camera.uri, NULL, -1, NULL);
		late_ms = camera_now_ms();
		pthread_join(thread, NULL);
		late_ms -= plug.pulled_ms;
		OKF(shot.st == CSEAL_COUNTER_DEVICE_GONE, "%s", shot.text);
		camera_shot_free(&shot);
		cseal_context_unref(context);
		fuse_camera_end(&camera);
		if (late_ms <= 200)
			break;
	}
	OKF(late_ms <= 200, "%ld ms", late_ms);
}

int
main(void)
{
	const char *why = camera_begin();

	if (why != NULL) {
		tap_skip(why);
		return tap_done();
	}
	make_pictures();
	RUN(every_fault_has_its_status);
	RUN(a_cancel_ends_every_step);
	RUN(the_timeout_ends_every_step);
	RUN(a_camera_that_is_unplugged_is_missed_within_200_ms);
	for (int i = 0; i < KINDS; i++)
		picture_free(&pictures[i]);
	return tap_done();
}
