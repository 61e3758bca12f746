/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-v4l2-negotiation.c -- what the driver of a camera may answer.
 *
 * The wish comes first, 8 bytes; then answers, each with a byte that says to
 * what, cut or filled with zeros to the length of its structure. */
#include "fuzz.h"
#include "negotiation.h"

#include <stdlib.h>
#include <string.h>

struct input {
	const uint8_t *at;
	size_t len;
};

static void
take(struct input *input, void *to, size_t size)
{
	size_t len = input->len < size ? input->len : size;

	memset(to, 0, size);
	memcpy(to, input->at, len);
	input->at += len;
	input->len -= len;
}

static void
check_choice(const struct camera_offer *offer)
{
	struct camera_choice choice;

	if (!camera_choose(offer, &choice))
		return;
	if (!offer->codings[choice.coding].is_there)
		abort();
	if (offer->codings[choice.coding].width != 0 &&
	    (choice.width == 0 || choice.width > CAMERA_SIDE_MOST ||
		choice.height == 0 || choice.height > CAMERA_SIDE_MOST))
		abort();
}

static void
check_agreed(const struct camera_agreed *agreed)
{
	if (agreed->width == 0 || agreed->width > CAMERA_SIDE_MOST ||
	    agreed->height == 0 || agreed->height > CAMERA_SIDE_MOST ||
	    agreed->least > CAMERA_BYTES_MOST)
		abort();
	if (!camera_is_jpeg(agreed->coding) &&
	    (agreed->stride < agreed->width ||
		agreed->least < (size_t)agreed->stride * agreed->height))
		abort();
}

static void
check_buffer(const struct v4l2_buffer *buffer,
    const struct camera_agreed *agreed, uint32_t queued, const size_t *lengths)
{
	if (camera_is_buffer(buffer, buffer->index, agreed) &&
	    (buffer->length > CAMERA_BYTES_MOST ||
		buffer->length < agreed->least))
		abort();
	if (camera_frame_of(buffer, queued, lengths, agreed) !=
	    CAMERA_FRAME_WHOLE)
		return;
	if (buffer->index >= CAMERA_BUFFERS_MOST ||
	    buffer->bytesused > lengths[buffer->index] ||
	    buffer->bytesused < agreed->least)
		abort();
}

union answer {
	struct v4l2_capability capability;
	struct v4l2_fmtdesc format;
	struct v4l2_frmsizeenum size;
	struct v4l2_frmivalenum interval;
	struct v4l2_format agreed;
	struct v4l2_requestbuffers buffers;
	struct v4l2_buffer buffer;
};

struct state {
	struct camera_offer offer;
	struct camera_agreed agreed;
	struct v4l2_fract interval;
	uint32_t queued;
	size_t lengths[CAMERA_BUFFERS_MOST];
};

static void
answer_one(struct state *state, struct input *input)
{
	union answer answer;
	struct camera_agreed agreed;
	uint8_t what;

	take(input, &what, 1);
	switch (what % 7) {
	case 0:
		take(input, &answer.capability, sizeof(answer.capability));
		if (camera_node_of(&answer.capability) > CAMERA_NODE_OTHER)
			abort();
		break;
	case 1:
		take(input, &answer.format, sizeof(answer.format));
		camera_offer_format(&state->offer, &answer.format);
		break;
	case 2:
		take(input, &answer.size, sizeof(answer.size));
		camera_offer_size(&state->offer,
		    (enum camera_coding)(what / 7 % CAMERA_CODINGS),
		    &answer.size);
		break;
	case 3:
		take(input, &answer.interval, sizeof(answer.interval));
		if (camera_better_interval(&state->interval, &answer.interval))
			state->interval = answer.interval.discrete;
		break;
	case 4:
		take(input, &answer.agreed, sizeof(answer.agreed));
		if (camera_agree(&answer.agreed, &agreed) != CAMERA_AGREED)
			break;
		check_agreed(&agreed);
		state->agreed = agreed;
		break;
	case 5:
		take(input, &answer.buffers, sizeof(answer.buffers));
		if (camera_buffer_count(&answer.buffers) > CAMERA_BUFFERS_MOST)
			abort();
		break;
	default:
		take(input, &answer.buffer, sizeof(answer.buffer));
		check_buffer(&answer.buffer, &state->agreed, state->queued,
		    state->lengths);
		break;
	}
	check_choice(&state->offer);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct state state = { .queued = 0xff };

	for (size_t i = 0; i < CAMERA_BUFFERS_MOST; i++)
		state.lengths[i] = (size_t)1 << 20;
	take(&input, &state.offer.wish, sizeof(state.offer.wish));
	while (input.len > 0)
		answer_one(&state, &input);
	return 0;
}
