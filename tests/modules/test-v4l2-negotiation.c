/* SPDX-License-Identifier: Apache-2.0 */
/* test-v4l2-negotiation.c -- proves negotiation.c and settle.c of
 * modules/v4l2-camera: what a driver may answer, and what is taken of it. */
#include "negotiation.h"
#include "settle.h"
#include "tap.h"

#include <string.h>

static struct camera_offer offer;
static struct camera_choice choice;

static void
start(uint32_t width, uint32_t height)
{
	memset(&offer, 0, sizeof(offer));
	offer.wish.width = width;
	offer.wish.height = height;
}

static void
add_format(uint32_t fourcc)
{
	const struct v4l2_fmtdesc answer = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .pixelformat = fourcc
	};

	camera_offer_format(&offer, &answer);
}

static void
add_size(enum camera_coding coding, uint32_t width, uint32_t height)
{
	struct v4l2_frmsizeenum answer = { .type = V4L2_FRMSIZE_TYPE_DISCRETE };

	answer.discrete.width = width;
	answer.discrete.height = height;
	camera_offer_size(&offer, coding, &answer);
}

static void
add_range(uint32_t type, const uint32_t range[6])
{
	struct v4l2_frmsizeenum answer = { .type = type };

	answer.stepwise.min_width = range[0];
	answer.stepwise.max_width = range[1];
	answer.stepwise.step_width = range[2];
	answer.stepwise.min_height = range[3];
	answer.stepwise.max_height = range[4];
	answer.stepwise.step_height = range[5];
	camera_offer_size(&offer, CAMERA_CODING_MJPG, &answer);
}

static bool
chooses(enum camera_coding coding, uint32_t width, uint32_t height)
{
	return camera_choose(&offer, &choice) && choice.coding == coding &&
	       choice.width == width && choice.height == height;
}

static void
nothing_is_chosen_of_nothing(void)
{
	start(0, 0);
	OK(!camera_choose(&offer, &choice));
	add_format(V4L2_PIX_FMT_H264);
	add_format(V4L2_PIX_FMT_SBGGR8);
	OK(!camera_choose(&offer, &choice));
}

static void
formats_are_chosen_by_preference(void)
{
	static const uint32_t fourccs[] = { V4L2_PIX_FMT_YUV420,
		V4L2_PIX_FMT_NV12, V4L2_PIX_FMT_YUYV, V4L2_PIX_FMT_JPEG,
		V4L2_PIX_FMT_MJPEG };

	start(0, 0);
	for (unsigned i = 0; i < 5; i++) {
		add_format(fourccs[i]);
		OK(chooses((enum camera_coding)(4 - i), 0, 0));
		OK(camera_fourcc_of((enum camera_coding)(4 - i)) == fourccs[i]);
	}
	camera_offer_strike(&offer, CAMERA_CODING_MJPG);
	OK(chooses(CAMERA_CODING_JPEG, 0, 0));
}

static void
a_later_format_is_chosen_if_only_it_reaches_the_wish(void)
{
	start(1000, 700);
	add_format(V4L2_PIX_FMT_MJPEG);
	add_format(V4L2_PIX_FMT_YUYV);
	add_size(CAMERA_CODING_MJPG, 640, 480);
	add_size(CAMERA_CODING_YUYV, 1280, 720);
	OK(chooses(CAMERA_CODING_YUYV, 1280, 720));
	add_size(CAMERA_CODING_MJPG, 1600, 1200);
	OK(chooses(CAMERA_CODING_MJPG, 1600, 1200));
	start(5000, 0);
	add_format(V4L2_PIX_FMT_MJPEG);
	add_format(V4L2_PIX_FMT_YUYV);
	add_size(CAMERA_CODING_MJPG, 640, 480);
	add_size(CAMERA_CODING_YUYV, 1280, 720);
	OK(chooses(CAMERA_CODING_MJPG, 640, 480));
}

static void
a_format_of_unknown_sizes_is_asked_for_what_is_wished(void)
{
	start(1000, 700);
	add_format(V4L2_PIX_FMT_MJPEG);
	OK(chooses(CAMERA_CODING_MJPG, 1000, 700));
	add_format(V4L2_PIX_FMT_YUYV);
	add_size(CAMERA_CODING_YUYV, 1280, 720);
	OK(chooses(CAMERA_CODING_MJPG, 1000, 700));
}

static void
a_range_of_sizes_gives_the_least_step_that_reaches_the_wish(void)
{
	static const uint32_t range[] = { 160, 1920, 16, 120, 1080, 8 };

	start(1000, 700);
	add_format(V4L2_PIX_FMT_MJPEG);
	add_range(V4L2_FRMSIZE_TYPE_STEPWISE, range);
	OK(chooses(CAMERA_CODING_MJPG, 1008, 704));
	start(0, 0);
	add_format(V4L2_PIX_FMT_MJPEG);
	add_range(V4L2_FRMSIZE_TYPE_STEPWISE, range);
	OK(chooses(CAMERA_CODING_MJPG, 1920, 1080));
	start(10, 10);
	add_format(V4L2_PIX_FMT_MJPEG);
	add_range(V4L2_FRMSIZE_TYPE_CONTINUOUS, range);
	OK(chooses(CAMERA_CODING_MJPG, 160, 120));
	start(4000, 4000);
	add_format(V4L2_PIX_FMT_MJPEG);
	add_range(V4L2_FRMSIZE_TYPE_CONTINUOUS, range);
	OK(chooses(CAMERA_CODING_MJPG, 1920, 1080));
}

static void
a_range_that_cannot_be_gives_nothing(void)
{
	static const uint32_t ranges[][6] = {
		{ 0, 0, 0, 0, 0, 0 },
		{ 0, 640, 1, 1, 480, 1 },
		{ 640, 320, 1, 240, 480, 1 },
		{ 20000, 30000, 1, 240, 480, 1 },
		{ UINT32_MAX, UINT32_MAX, UINT32_MAX, 240, 480, 1 },
	};
	static const uint32_t endless[] = { 1, UINT32_MAX, 0, 1, UINT32_MAX,
		UINT32_MAX };

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		start(800, 600);
		add_format(V4L2_PIX_FMT_MJPEG);
		add_range(V4L2_FRMSIZE_TYPE_STEPWISE, ranges[i]);
		OKF(offer.codings[CAMERA_CODING_MJPG].width == 0, "range %zu",
		    i);
	}
	start(0, 600);
	add_format(V4L2_PIX_FMT_MJPEG);
	add_range(V4L2_FRMSIZE_TYPE_CONTINUOUS, endless);
	OK(chooses(CAMERA_CODING_MJPG, CAMERA_SIDE_MOST, 1));
	add_range(77, endless);
	OK(chooses(CAMERA_CODING_MJPG, CAMERA_SIDE_MOST, 1));
}

static void
sizes_that_cannot_be_are_passed_over(void)
{
	start(0, 0);
	add_format(V4L2_PIX_FMT_MJPEG);
	add_size(CAMERA_CODING_MJPG, 640, 480);
	add_size(CAMERA_CODING_MJPG, 0, 480);
	add_size(CAMERA_CODING_MJPG, 640, 0);
	add_size(CAMERA_CODING_MJPG, CAMERA_SIDE_MOST + 1, 480);
	add_size(CAMERA_CODING_MJPG, UINT32_MAX, UINT32_MAX);
	OK(chooses(CAMERA_CODING_MJPG, 640, 480));
}

static bool
is_better(uint32_t numerator, uint32_t denominator, uint32_t old_numerator,
    uint32_t old_denominator)
{
	const struct v4l2_fract best = { old_numerator, old_denominator };
	struct v4l2_frmivalenum answer = { .type = V4L2_FRMIVAL_TYPE_DISCRETE };

	answer.discrete.numerator = numerator;
	answer.discrete.denominator = denominator;
	return camera_better_interval(&best, &answer);
}

static void
the_interval_is_the_shortest_that_is_not_below_a_thirtieth(void)
{
	OK(is_better(1, 5, 0, 0));
	OK(is_better(1, 30, 1, 5));
	OK(!is_better(1, 60, 1, 30));
	OK(!is_better(1, 60, 1, 5));
	OK(is_better(1, 5, 1, 60));
	OK(is_better(1, 60, 1, 120));
	OK(!is_better(1, 30, 1, 30));
	OK(is_better(1001, 30000, 1, 25));
	OK(!is_better(0, 30, 0, 0) && !is_better(1, 0, 0, 0));
	OK(is_better(UINT32_MAX, UINT32_MAX, UINT32_MAX, 1));
}

static struct v4l2_format
format_of(uint32_t fourcc, uint32_t width, uint32_t height, uint32_t stride)
{
	struct v4l2_format format = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };

	format.fmt.pix.pixelformat = fourcc;
	format.fmt.pix.width = width;
	format.fmt.pix.height = height;
	format.fmt.pix.bytesperline = stride;
	return format;
}

static enum camera_answer
agrees(uint32_t fourcc, uint32_t width, uint32_t height, uint32_t stride,
    struct camera_agreed *agreed)
{
	struct v4l2_format format = format_of(fourcc, width, height, stride);

	return camera_agree(&format, agreed);
}

static void
what_is_agreed_has_its_measures(void)
{
	struct camera_agreed agreed;

	OK(agrees(V4L2_PIX_FMT_MJPEG, 641, 481, 0, &agreed) == CAMERA_AGREED);
	OK(agreed.width == 641 && agreed.height == 481 && agreed.least == 0);
	OK(agrees(V4L2_PIX_FMT_YUYV, 640, 480, 0, &agreed) == CAMERA_AGREED);
	OK(agreed.stride == 1280 && agreed.least == 1280 * 480);
	OK(agrees(V4L2_PIX_FMT_NV12, 640, 480, 704, &agreed) == CAMERA_AGREED);
	OK(agreed.stride == 704 && agreed.least == 704 * 480 * 3 / 2);
	OK(agrees(V4L2_PIX_FMT_YUV420, 640, 480, 640, &agreed) ==
	    CAMERA_AGREED);
	OK(!agreed.is_full_range);
}

static void
the_range_of_samples_is_what_the_driver_says_or_the_usual(void)
{
	struct v4l2_format format =
	    format_of(V4L2_PIX_FMT_YUYV, 640, 480, 1280);
	struct camera_agreed agreed;

	format.fmt.pix.quantization = V4L2_QUANTIZATION_FULL_RANGE;
	OK(camera_agree(&format, &agreed) == CAMERA_AGREED);
	OK(agreed.is_full_range);
	format.fmt.pix.quantization = V4L2_QUANTIZATION_DEFAULT;
	format.fmt.pix.colorspace = V4L2_COLORSPACE_JPEG;
	OK(camera_agree(&format, &agreed) == CAMERA_AGREED);
	OK(agreed.is_full_range);
	format.fmt.pix.colorspace = V4L2_COLORSPACE_SRGB;
	OK(camera_agree(&format, &agreed) == CAMERA_AGREED);
	OK(!agreed.is_full_range);
}

static void
what_cannot_be_is_not_agreed_to(void)
{
	struct v4l2_format format = format_of(V4L2_PIX_FMT_MJPEG, 640, 480, 0);
	struct camera_agreed agreed;

	OK(agrees(V4L2_PIX_FMT_H264, 640, 480, 0, &agreed) ==
	    CAMERA_OTHER_CODING);
	OK(agrees(V4L2_PIX_FMT_MJPEG, 0, 480, 0, &agreed) == CAMERA_ABSURD);
	OK(agrees(V4L2_PIX_FMT_MJPEG, 640, CAMERA_SIDE_MOST + 1, 0, &agreed) ==
	    CAMERA_ABSURD);
	OK(agrees(V4L2_PIX_FMT_YUYV, 640, 480, 1278, &agreed) == CAMERA_ABSURD);
	OK(agrees(V4L2_PIX_FMT_YUYV, 641, 480, 0, &agreed) == CAMERA_ABSURD);
	OK(agrees(V4L2_PIX_FMT_NV12, 640, 481, 0, &agreed) == CAMERA_ABSURD);
	OK(agrees(V4L2_PIX_FMT_YUYV, 640, 480, UINT32_MAX - 1, &agreed) ==
	    CAMERA_ABSURD);
	OK(agrees(V4L2_PIX_FMT_YUYV, CAMERA_SIDE_MOST, CAMERA_SIDE_MOST, 0,
	       &agreed) == CAMERA_ABSURD);
	format.type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
	OK(camera_agree(&format, &agreed) == CAMERA_ABSURD);
}

static void
a_look_takes_in_what_a_node_can_do(void)
{
	struct v4l2_capability capability = { 0 };

	OK(camera_node_of(&capability) == CAMERA_NODE_OTHER);
	capability.capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
	OK(camera_node_of(&capability) == CAMERA_NODE_CAMERA);
	/* Both nodes of a camera say what all of it can do. */
	capability.capabilities = 0x84a00001;
	capability.device_caps = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
	OK(camera_node_of(&capability) == CAMERA_NODE_METADATA);
	capability.device_caps = 0x04200001;
	OK(camera_node_of(&capability) == CAMERA_NODE_CAMERA);
	capability.device_caps = 0;
	OK(camera_node_of(&capability) == CAMERA_NODE_OTHER);
}

static void
light_and_focus_settle(void)
{
	const struct camera_look same = { 120 * 256, 1000 };
	struct camera_settle settle = { 0 };
	struct camera_look look = same;
	int count = 1;

	while (!camera_settled(&settle, &same))
		count++;
	OKF(count == 5, "a steady camera needs %d frames", count);

	memset(&settle, 0, sizeof(settle));
	for (count = 1; count < 10; count++) {
		look.light = (uint32_t)count * 12 * 256;
		OKF(!camera_settled(&settle, &look), "frame %d is lighter",
		    count);
	}
	OK(!camera_settled(&settle, &look));
	OK(!camera_settled(&settle, &look));
	OK(camera_settled(&settle, &look));

	memset(&settle, 0, sizeof(settle));
	look = same;
	camera_settled(&settle, &look);
	look.sharpness = 899;
	for (count = 2; count < 10; count++)
		OKF(!camera_settled(&settle, &look), "frame %d is blurred",
		    count);
	look.sharpness = 900;
	OK(camera_settled(&settle, &look));
}

static void
a_camera_that_never_settles_is_taken_at_its_word(void)
{
	struct camera_settle settle = { 0 };
	struct camera_look look = { 0 };
	unsigned count = 0;
	bool done = false;

	while (!done) {
		look.light = count % 2 * 100 * 256;
		done = camera_settled(&settle, &look);
		count++;
	}
	OK(count == CAMERA_SETTLE_FRAMES_MOST);
}

int
main(void)
{
	RUN(nothing_is_chosen_of_nothing);
	RUN(formats_are_chosen_by_preference);
	RUN(a_later_format_is_chosen_if_only_it_reaches_the_wish);
	RUN(a_format_of_unknown_sizes_is_asked_for_what_is_wished);
	RUN(a_range_of_sizes_gives_the_least_step_that_reaches_the_wish);
	RUN(a_range_that_cannot_be_gives_nothing);
	RUN(sizes_that_cannot_be_are_passed_over);
	RUN(the_interval_is_the_shortest_that_is_not_below_a_thirtieth);
	RUN(what_is_agreed_has_its_measures);
	RUN(the_range_of_samples_is_what_the_driver_says_or_the_usual);
	RUN(what_cannot_be_is_not_agreed_to);
	RUN(a_look_takes_in_what_a_node_can_do);
	RUN(light_and_focus_settle);
	RUN(a_camera_that_never_settles_is_taken_at_its_word);
	return tap_done();
}
