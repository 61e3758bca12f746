/* SPDX-License-Identifier: Apache-2.0 */
/* stream.c -- frames of a camera, in the driver's own memory. */
#include "stream.h"

#include "agree.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

#define RESTARTS_MOST 3
#define PAUSE_MS      10 /* where a driver says that there is one, and is none */

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
set_buffer(struct v4l2_buffer *buffer, uint32_t index)
{
	memset(buffer, 0, sizeof(*buffer));
	buffer->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	buffer->memory = V4L2_MEMORY_MMAP;
	buffer->index = index;
}

static cseal_status
request_buffers(
    struct camera_stream *stream, cseal_wait *wait, cseal_error **ret_error)
{
	struct v4l2_requestbuffers request = {
		.count = CAMERA_BUFFERS,
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	cseal_status st;
	int number;

	st = camera_line_ask(stream->line, VIDIOC_REQBUFS, &request,
	    sizeof(request), wait, &number, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (number != 0)
		return camera_fail("get buffers", number, ret_error);
	stream->count = camera_buffer_count(&request);
	if (stream->count == 0)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the camera gave %u buffers where %u were asked for",
		    request.count, CAMERA_BUFFERS);
	return CSEAL_OK;
}

static cseal_status
map_buffer(struct camera_stream *stream, uint32_t index, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct v4l2_buffer answer;
	cseal_status st;
	int number;

	set_buffer(&answer, index);
	st = camera_line_ask(stream->line, VIDIOC_QUERYBUF, &answer,
	    sizeof(answer), wait, &number, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (number != 0)
		return camera_fail("ask for a buffer", number, ret_error);
	if (!camera_is_buffer(&answer, index, stream->agreed))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the camera gave a buffer that cannot be");
	st = camera_line_map(stream->line, answer.m.offset, answer.length, wait,
	    &stream->buffers[index], &number, ret_error);
	if (st == CSEAL_OK && number != 0)
		return camera_fail("map a buffer", number, ret_error);
	stream->lengths[index] = answer.length;
	return st;
}

static cseal_status
queue(struct camera_stream *stream, uint32_t index, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct v4l2_buffer buffer;
	cseal_status st;
	int number;

	set_buffer(&buffer, index);
	st = camera_line_ask(stream->line, VIDIOC_QBUF, &buffer, sizeof(buffer),
	    wait, &number, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (number != 0)
		return camera_fail("give back a buffer", number, ret_error);
	stream->queued |= UINT32_C(1) << index;
	return CSEAL_OK;
}

static cseal_status
switch_stream(struct camera_stream *stream, bool on, cseal_wait *wait,
    int *ret_number, cseal_error **ret_error)
{
	int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;

	return camera_line_ask(stream->line,
	    on ? VIDIOC_STREAMON : VIDIOC_STREAMOFF, &type, sizeof(type), wait,
	    ret_number, ret_error);
}

static cseal_status
begin(struct camera_stream *stream, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	int number = 0;

	for (uint32_t i = 0; st == CSEAL_OK && i < stream->count; i++)
		st = queue(stream, i, wait, ret_error);
	if (st == CSEAL_OK)
		st = switch_stream(stream, true, wait, &number, ret_error);
	if (st == CSEAL_OK && number != 0)
		return camera_fail("start the camera", number, ret_error);
	return st;
}

cseal_status
camera_stream_start(struct camera_stream *stream, struct camera_line *line,
    const struct camera_agreed *agreed, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st;

	memset(stream, 0, sizeof(*stream));
	stream->line = line;
	stream->agreed = agreed;
	st = request_buffers(stream, wait, ret_error);
	for (uint32_t i = 0; st == CSEAL_OK && i < stream->count; i++)
		st = map_buffer(stream, i, wait, ret_error);
	if (st == CSEAL_OK)
		st = begin(stream, wait, ret_error);
	return st;
}

/* The driver lost its way: it gives all buffers back when it stops. */
static cseal_status
restart(struct camera_stream *stream, int reason, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st;
	int number;

	if (++stream->restarts > RESTARTS_MOST)
		return camera_fail("take a picture", reason, ret_error);
	st = switch_stream(stream, false, wait, &number, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (number != 0)
		return camera_fail("stop the camera", number, ret_error);
	stream->queued = 0;
	return begin(stream, wait, ret_error);
}

static cseal_status
read_frame(const struct camera_stream *stream, const struct v4l2_buffer *answer,
    struct camera_frame *ret_frame, cseal_error **ret_error)
{
	enum camera_frame_state state = camera_frame_of(
	    answer, stream->queued, stream->lengths, stream->agreed);

	if (state == CAMERA_FRAME_ABSURD)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the camera gave a frame in a buffer that it did not have");
	ret_frame->index = answer->index;
	ret_frame->is_bad = state == CAMERA_FRAME_BAD;
	ret_frame->bytes = stream->buffers[answer->index];
	ret_frame->len = ret_frame->is_bad ? 0 : answer->bytesused;
	return CSEAL_OK;
}

/* *ret_there is false if there was none after all. */
static cseal_status
dequeue(struct camera_stream *stream, short events, cseal_wait *wait,
    struct camera_frame *ret_frame, bool *ret_there, cseal_error **ret_error)
{
	struct v4l2_buffer answer;
	cseal_status st;
	int number;

	*ret_there = false;
	set_buffer(&answer, 0);
	st = camera_line_ask(stream->line, VIDIOC_DQBUF, &answer,
	    sizeof(answer), wait, &number, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (number == EAGAIN && (events & (POLLHUP | POLLNVAL)) != 0)
		number = ENODEV;
	if (number == EAGAIN && (events & POLLERR) != 0)
		number = EIO;
	if (number == EAGAIN)
		return CSEAL_OK;
	if (number == EIO)
		return restart(stream, number, wait, ret_error);
	if (number != 0)
		return camera_fail("take a picture", number, ret_error);
	st = read_frame(stream, &answer, ret_frame, ret_error);
	if (st != CSEAL_OK)
		return st;
	stream->queued &= ~(UINT32_C(1) << answer.index);
	*ret_there = true;
	return CSEAL_OK;
}

static cseal_status
fail_silent(int frame_ms, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
	    "the camera gave no picture within %d ms", frame_ms);
}

cseal_status
camera_stream_take(struct camera_stream *stream, int frame_ms, cseal_wait *wait,
    struct camera_frame *ret_frame, cseal_error **ret_error)
{
	const int64_t end = now_ms() + frame_ms;
	bool is_there = false;
	cseal_status st;
	short events;

	while (!is_there) {
		int64_t left = end - now_ms();

		if (left <= 0)
			return fail_silent(frame_ms, ret_error);
		st = camera_line_poll(
		    stream->line, (int)left, wait, &events, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (events == 0)
			continue;
		st = dequeue(
		    stream, events, wait, ret_frame, &is_there, ret_error);
		if (st == CSEAL_OK && !is_there)
			st = cseal_wait_poll(
			    wait, -1, 0, PAUSE_MS, &events, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

cseal_status
camera_stream_give_back(struct camera_stream *stream,
    const struct camera_frame *frame, cseal_wait *wait, cseal_error **ret_error)
{
	return queue(stream, frame->index, wait, ret_error);
}

/* The picture is there, so what fails now is no failure. */
void
camera_stream_end(struct camera_stream *stream, cseal_wait *wait)
{
	struct v4l2_requestbuffers none = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	int number;

	if (switch_stream(stream, false, wait, &number, NULL) == CSEAL_OK &&
	    camera_line_unmap(stream->line, wait, NULL) == CSEAL_OK)
		camera_line_ask(stream->line, VIDIOC_REQBUFS, &none,
		    sizeof(none), wait, &number, NULL);
}
