/* SPDX-License-Identifier: Apache-2.0 */
/* negotiation.c -- what a camera offers, and what is taken of it. */
#include "negotiation.h"

#define RATE_MOST 30u /* frames a second: more of them get less light */

/* Rows and columns that a coder may add to fill its blocks. */
#define BLOCK 16u

static const uint32_t fourccs[CAMERA_CODINGS] = {
	[CAMERA_CODING_MJPG] = V4L2_PIX_FMT_MJPEG,
	[CAMERA_CODING_JPEG] = V4L2_PIX_FMT_JPEG,
	[CAMERA_CODING_YUYV] = V4L2_PIX_FMT_YUYV,
	[CAMERA_CODING_NV12] = V4L2_PIX_FMT_NV12,
	[CAMERA_CODING_YU12] = V4L2_PIX_FMT_YUV420,
};

bool
camera_coding_of(uint32_t fourcc, enum camera_coding *ret_coding)
{
	for (unsigned i = 0; i < CAMERA_CODINGS; i++) {
		if (fourccs[i] == fourcc) {
			*ret_coding = (enum camera_coding)i;
			return true;
		}
	}
	return false;
}

uint32_t
camera_fourcc_of(enum camera_coding coding)
{
	return fourccs[coding];
}

bool
camera_is_jpeg(enum camera_coding coding)
{
	return coding == CAMERA_CODING_MJPG || coding == CAMERA_CODING_JPEG;
}

enum camera_node
camera_node_of(const struct v4l2_capability *capability)
{
	uint32_t can = capability->capabilities;

	if ((can & V4L2_CAP_DEVICE_CAPS) != 0)
		can = capability->device_caps;
	if ((can & V4L2_CAP_STREAMING) == 0)
		return CAMERA_NODE_OTHER;
	/* A codec, which turns pictures into others, has both. */
	if ((can & V4L2_CAP_VIDEO_CAPTURE) != 0)
		return (can & V4L2_CAP_VIDEO_OUTPUT) != 0 ? CAMERA_NODE_OTHER
							  : CAMERA_NODE_CAMERA;
	if ((can & V4L2_CAP_META_CAPTURE) != 0)
		return CAMERA_NODE_METADATA;
	if ((can & V4L2_CAP_VIDEO_CAPTURE_MPLANE) != 0)
		return CAMERA_NODE_PLANES;
	return CAMERA_NODE_OTHER;
}

void
camera_offer_format(
    struct camera_offer *offer, const struct v4l2_fmtdesc *answer)
{
	enum camera_coding coding;

	if (answer->type == V4L2_BUF_TYPE_VIDEO_CAPTURE &&
	    camera_coding_of(answer->pixelformat, &coding))
		offer->codings[coding].is_there = true;
}

static bool
is_size(uint32_t width, uint32_t height)
{
	return width > 0 && width <= CAMERA_SIDE_MOST && height > 0 &&
	       height <= CAMERA_SIDE_MOST;
}

static bool
reaches(const struct camera_wish *wish, uint32_t width, uint32_t height)
{
	return width >= wish->width && height >= wish->height;
}

/* The smallest that reaches the wish, or else the largest. */
static bool
is_better(const struct camera_wish *wish, uint32_t width, uint32_t height,
    uint32_t old_width, uint32_t old_height)
{
	uint64_t area = (uint64_t)width * height;
	uint64_t old_area = (uint64_t)old_width * old_height;
	bool ok = reaches(wish, width, height);
	bool old_ok = reaches(wish, old_width, old_height);

	if (old_area == 0)
		return true;
	if (wish->width == 0 && wish->height == 0)
		return area > old_area;
	if (ok != old_ok)
		return ok;
	return ok ? area < old_area : area > old_area;
}

static void
offer_one(struct camera_offer *offer, enum camera_coding coding, uint32_t width,
    uint32_t height)
{
	uint32_t *best_width = &offer->codings[coding].width;
	uint32_t *best_height = &offer->codings[coding].height;

	if (!is_size(width, height) ||
	    !is_better(&offer->wish, width, height, *best_width, *best_height))
		return;
	*best_width = width;
	*best_height = height;
}

/* The least of a range that is not below the wish. */
static uint32_t
of_range(uint32_t wish, uint32_t least, uint32_t most, uint32_t step)
{
	uint32_t steps;

	if (most > CAMERA_SIDE_MOST)
		most = CAMERA_SIDE_MOST;
	if (least == 0 || least > most)
		return 0;
	if (step == 0)
		step = 1;
	if (wish == 0 || wish >= most)
		steps = (most - least) / step;
	else if (wish <= least)
		steps = 0;
	else
		steps = (wish - least + step - 1) / step;
	/* One more step than there is would be needed for it. */
	if (steps > (most - least) / step)
		steps = (most - least) / step;
	return least + steps * step;
}

void
camera_offer_size(struct camera_offer *offer, enum camera_coding coding,
    const struct v4l2_frmsizeenum *answer)
{
	const struct v4l2_frmsize_stepwise *range = &answer->stepwise;

	if (answer->type == V4L2_FRMSIZE_TYPE_DISCRETE)
		offer_one(offer, coding, answer->discrete.width,
		    answer->discrete.height);
	else if (answer->type == V4L2_FRMSIZE_TYPE_STEPWISE ||
		 answer->type == V4L2_FRMSIZE_TYPE_CONTINUOUS)
		offer_one(offer, coding,
		    of_range(offer->wish.width, range->min_width,
			range->max_width, range->step_width),
		    of_range(offer->wish.height, range->min_height,
			range->max_height, range->step_height));
}

static void
choose_coding(const struct camera_offer *offer, unsigned i,
    struct camera_choice *ret_choice)
{
	ret_choice->coding = (enum camera_coding)i;
	ret_choice->width = offer->codings[i].width;
	ret_choice->height = offer->codings[i].height;
	if (ret_choice->width == 0) {
		ret_choice->width = offer->wish.width;
		ret_choice->height = offer->wish.height;
	}
}

bool
camera_choose(
    const struct camera_offer *offer, struct camera_choice *ret_choice)
{
	bool found = false;

	for (unsigned i = CAMERA_CODINGS; i-- > 0;) {
		if (!offer->codings[i].is_there)
			continue;
		/* The first that reaches the wish, or else the first. */
		if (found &&
		    !reaches(&offer->wish, offer->codings[i].width,
			offer->codings[i].height) &&
		    reaches(
			&offer->wish, ret_choice->width, ret_choice->height) &&
		    offer->codings[i].width != 0)
			continue;
		choose_coding(offer, i, ret_choice);
		found = true;
	}
	return found;
}

void
camera_offer_strike(struct camera_offer *offer, enum camera_coding coding)
{
	offer->codings[coding].is_there = false;
}

static bool
is_interval(const struct v4l2_fract *interval)
{
	return interval->numerator > 0 && interval->denominator > 0;
}

/* Whether a is shorter than b; the product of two times 32 bits fits. */
static bool
is_shorter(const struct v4l2_fract *a, const struct v4l2_fract *b)
{
	return (uint64_t)a->numerator * b->denominator <
	       (uint64_t)b->numerator * a->denominator;
}

bool
camera_better_interval(
    const struct v4l2_fract *best, const struct v4l2_frmivalenum *answer)
{
	const struct v4l2_fract usual = { 1, RATE_MOST };
	const struct v4l2_fract *one = &answer->discrete;
	bool is_short, was_short;

	if (answer->type != V4L2_FRMIVAL_TYPE_DISCRETE || !is_interval(one))
		return false;
	if (!is_interval(best))
		return true;
	is_short = is_shorter(one, &usual);
	was_short = is_shorter(best, &usual);
	if (is_short != was_short)
		return was_short;
	return is_short ? is_shorter(best, one) : is_shorter(one, best);
}

/* Bytes of a row, and of a whole picture. */
static bool
measure(const struct v4l2_pix_format *pix, struct camera_agreed *agreed)
{
	bool is_packed = agreed->coding == CAMERA_CODING_YUYV;
	uint32_t row = is_packed ? 2 * pix->width : pix->width;

	if (camera_is_jpeg(agreed->coding))
		return true;
	/* Colours are of two pixels each way. */
	if (pix->width % 2 != 0 || (!is_packed && pix->height % 2 != 0))
		return false;
	agreed->stride = pix->bytesperline == 0 ? row : pix->bytesperline;
	if (agreed->stride < row || agreed->stride > 8 * CAMERA_SIDE_MOST ||
	    agreed->stride % 2 != 0)
		return false;
	agreed->least = (size_t)agreed->stride * pix->height;
	if (!is_packed)
		agreed->least += agreed->least / 2;
	return agreed->least <= CAMERA_BYTES_MOST;
}

enum camera_answer
camera_agree(const struct v4l2_format *answer, struct camera_agreed *ret_agreed)
{
	const struct v4l2_pix_format *pix = &answer->fmt.pix;
	struct camera_agreed agreed = { 0 };
	uint32_t range = pix->quantization;

	if (answer->type != V4L2_BUF_TYPE_VIDEO_CAPTURE ||
	    !is_size(pix->width, pix->height))
		return CAMERA_ABSURD;
	if (!camera_coding_of(pix->pixelformat, &agreed.coding))
		return CAMERA_OTHER_CODING;
	agreed.width = pix->width;
	agreed.height = pix->height;
	if (range == V4L2_QUANTIZATION_DEFAULT)
		range = V4L2_MAP_QUANTIZATION_DEFAULT(
		    false, pix->colorspace, pix->ycbcr_enc);
	agreed.is_full_range = range == V4L2_QUANTIZATION_FULL_RANGE;
	if (!measure(pix, &agreed))
		return CAMERA_ABSURD;
	*ret_agreed = agreed;
	return CAMERA_AGREED;
}

unsigned
camera_buffer_count(const struct v4l2_requestbuffers *answer)
{
	if (answer->type != V4L2_BUF_TYPE_VIDEO_CAPTURE ||
	    answer->memory != V4L2_MEMORY_MMAP ||
	    answer->count > CAMERA_BUFFERS_MOST)
		return 0;
	return answer->count;
}

static bool
is_ours(const struct v4l2_buffer *answer)
{
	return answer->type == V4L2_BUF_TYPE_VIDEO_CAPTURE &&
	       answer->memory == V4L2_MEMORY_MMAP;
}

bool
camera_is_buffer(const struct v4l2_buffer *answer, uint32_t index,
    const struct camera_agreed *agreed)
{
	return is_ours(answer) && answer->index == index &&
	       answer->length > 0 && answer->length <= CAMERA_BYTES_MOST &&
	       answer->length >= agreed->least;
}

enum camera_frame_state
camera_frame_of(const struct v4l2_buffer *answer, uint32_t queued,
    const size_t *lengths, const struct camera_agreed *agreed)
{
	if (!is_ours(answer) || answer->index >= CAMERA_BUFFERS_MOST ||
	    (queued >> answer->index & 1) == 0)
		return CAMERA_FRAME_ABSURD;
	if ((answer->flags & V4L2_BUF_FLAG_ERROR) != 0 ||
	    answer->bytesused == 0 ||
	    answer->bytesused > lengths[answer->index] ||
	    answer->bytesused < agreed->least)
		return CAMERA_FRAME_BAD;
	return CAMERA_FRAME_WHOLE;
}

bool
camera_is_agreed_size(
    const struct camera_agreed *agreed, uint32_t width, uint32_t height)
{
	return width >= agreed->width && width < agreed->width + BLOCK &&
	       height >= agreed->height && height < agreed->height + BLOCK;
}
