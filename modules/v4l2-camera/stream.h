/* SPDX-License-Identifier: Apache-2.0 */
/* stream.h -- frames of a camera, in the driver's own memory. */
#ifndef CAMERA_STREAM_H
#define CAMERA_STREAM_H

#include "negotiation.h"
#include "transport.h"

/* Where the driver puts frames. */
struct camera_stream {
	struct camera_line *line;
	const struct camera_agreed *agreed;
	unsigned count;
	const void *buffers[CAMERA_FRAME_MAPS];
	size_t lengths[CAMERA_FRAME_MAPS];
	uint32_t queued; /* a bit for each that the driver has */
	int restarts;
};

struct camera_frame {
	uint32_t index;
	bool is_bad; /* there is nothing to look at */
	const void *bytes;
	size_t len;
};

/* Maps buffers and starts.  What it borrows must stay as long as it does,
 * which needs no end of its own: closing the line is one.  Status: those of
 * camera_fail(), FAULT_DEVICE, STOPPED_*. */
cseal_status camera_stream_start(struct camera_stream *stream,
    struct camera_line *line, const struct camera_agreed *agreed,
    cseal_wait *wait, cseal_error **ret_error);

/* Waits at most frame_ms for a frame.  Status: COUNTER_DEVICE_GONE,
 * COUNTER_DEVICE_FAILED, FAULT_DEVICE, STOPPED_*. */
cseal_status camera_stream_take(struct camera_stream *stream, int frame_ms,
    cseal_wait *wait, struct camera_frame *ret_frame, cseal_error **ret_error);

/* Lets the driver use the frame's memory again. */
cseal_status camera_stream_give_back(struct camera_stream *stream,
    const struct camera_frame *frame, cseal_wait *wait,
    cseal_error **ret_error);

/* Stops and forgets the buffers, so that there can be another stream. */
void camera_stream_end(struct camera_stream *stream, cseal_wait *wait);

#endif
