/* SPDX-License-Identifier: Apache-2.0 */
/* negotiation.h -- what a camera offers, what is taken of it, and whether it
 * keeps to that (Linux, userspace-api/media/v4l).
 *
 * Functions over what a driver answered; none of it is believed. */
#ifndef CAMERA_NEGOTIATION_H
#define CAMERA_NEGOTIATION_H

#include <linux/videodev2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CAMERA_FORMATS_MOST   256u /* answers to each enumeration */
#define CAMERA_SIZES_MOST     256u
#define CAMERA_INTERVALS_MOST 64u
#define CAMERA_SIDE_MOST      16384u       /* pixels */
#define CAMERA_BYTES_MOST     (128u << 20) /* of one frame's buffer */
#define CAMERA_BUFFERS        4u           /* asked for */
#define CAMERA_BUFFERS_MOST   32u          /* a driver may give more */

/* By preference: what is JPEG already need not be encoded, and the rest costs
 * ten times as much of the USB bus.  The last one is what libv4l2 makes of
 * formats that are not here. */
enum camera_coding {
	CAMERA_CODING_MJPG,
	CAMERA_CODING_JPEG,
	CAMERA_CODING_YUYV,
	CAMERA_CODING_NV12,
	CAMERA_CODING_YU12,
	CAMERA_CODINGS
};

bool camera_coding_of(uint32_t fourcc, enum camera_coding *ret_coding);
uint32_t camera_fourcc_of(enum camera_coding coding);
bool camera_is_jpeg(enum camera_coding coding);

enum camera_node {
	CAMERA_NODE_CAMERA,
	CAMERA_NODE_METADATA, /* of a camera whose pictures come elsewhere */
	CAMERA_NODE_PLANES,   /* takes pictures in several planes only */
	CAMERA_NODE_OTHER     /* a tuner, a display, a codec */
};

/* By what this node can do, not by all that its device can. */
enum camera_node camera_node_of(const struct v4l2_capability *capability);

/* 0: the largest. */
struct camera_wish {
	uint32_t width, height;
};

struct camera_choice {
	enum camera_coding coding;
	uint32_t width, height; /* 0: the driver did not say which it has */
};

/* What the driver enumerated, as far as it matters for the wish. */
struct camera_offer {
	struct camera_wish wish;
	struct {
		bool is_there;
		uint32_t width, height; /* the best so far; 0: none */
	} codings[CAMERA_CODINGS];
};

void camera_offer_format(
    struct camera_offer *offer, const struct v4l2_fmtdesc *answer);
void camera_offer_size(struct camera_offer *offer, enum camera_coding coding,
    const struct v4l2_frmsizeenum *answer);

/* The best of what is left; false if nothing is. */
bool camera_choose(
    const struct camera_offer *offer, struct camera_choice *ret_choice);

/* Takes a coding out that the driver offered, and then did not give. */
void camera_offer_strike(struct camera_offer *offer, enum camera_coding coding);

/* Whether the answer is a better interval than *best, which begins with
 * zeros: the shortest, but not shorter than 1/30 s if there are others. */
bool camera_better_interval(
    const struct v4l2_fract *best, const struct v4l2_frmivalenum *answer);

/* What was agreed on. */
struct camera_agreed {
	enum camera_coding coding;
	uint32_t width, height;
	uint32_t stride;    /* bytes of a row of the first plane */
	size_t least;       /* bytes that a whole picture has; JPEG: 0 */
	bool is_full_range; /* samples are 0 to 255, not 16 to 235 */
};

enum camera_answer { CAMERA_AGREED, CAMERA_OTHER_CODING, CAMERA_ABSURD };

/* Reads the driver's answer to VIDIOC_S_FMT, which may change everything. */
enum camera_answer camera_agree(
    const struct v4l2_format *answer, struct camera_agreed *ret_agreed);

/* How many buffers an answer to VIDIOC_REQBUFS gives; 0 if it is absurd. */
unsigned camera_buffer_count(const struct v4l2_requestbuffers *answer);

/* Whether an answer to VIDIOC_QUERYBUF describes that buffer. */
bool camera_is_buffer(const struct v4l2_buffer *answer, uint32_t index,
    const struct camera_agreed *agreed);

enum camera_frame_state {
	CAMERA_FRAME_WHOLE,
	CAMERA_FRAME_BAD,   /* to be given back and forgotten */
	CAMERA_FRAME_ABSURD /* of no buffer that the driver has */
};

/* What VIDIOC_DQBUF gave: queued has a bit for each buffer that the driver
 * has, lengths their bytes. */
enum camera_frame_state camera_frame_of(const struct v4l2_buffer *answer,
    uint32_t queued, const size_t *lengths, const struct camera_agreed *agreed);

/* Whether a JPEG of that size is a frame of what was agreed on.  One that was
 * taken before the size was changed is not. */
bool camera_is_agreed_size(
    const struct camera_agreed *agreed, uint32_t width, uint32_t height);

#endif
