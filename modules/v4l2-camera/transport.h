/* SPDX-License-Identifier: Apache-2.0 */
/* transport.h -- the node of a camera: calls that end when the wait does. */
#ifndef CAMERA_TRANSPORT_H
#define CAMERA_TRANSPORT_H

#include <counterseal/module.h>

#define CAMERA_PATH_ROOM  512
#define CAMERA_FRAME_MAPS 32 /* at most, of one line */

struct camera_line;

/* Where wait is NULL, a call ends when the driver lets it. */

/*
 * Opens the node.  Status: COUNTER_NO_DEVICE, COUNTER_DEVICE_BUSY,
 * SETUP_PERMISSION, STOPPED_*.
 */
cseal_status camera_line_open(const char *path, cseal_wait *wait,
    struct camera_line **ret_line, cseal_error **ret_error);

/* Does not wait for a camera that is stuck. */
void camera_line_close(struct camera_line *line);

/*
 * ioctl(2) with an argument of size bytes.  *ret_number is what errno was, or
 * 0.  Fails only if the wait ended; then the line can only be closed.
 */
cseal_status camera_line_ask(struct camera_line *line, unsigned long request,
    void *argument, size_t size, cseal_wait *wait, int *ret_number,
    cseal_error **ret_error);

/* From now on libv4l2 stands between: it offers formats that it converts
 * those of the camera to. */
cseal_status camera_line_convert(struct camera_line *line, cseal_wait *wait,
    int *ret_number, cseal_error **ret_error);

/* Maps a buffer for reading, until all are unmapped or the line is closed. */
cseal_status camera_line_map(struct camera_line *line, uint64_t offset,
    size_t len, cseal_wait *wait, const void **ret_bytes, int *ret_number,
    cseal_error **ret_error);

cseal_status camera_line_unmap(
    struct camera_line *line, cseal_wait *wait, cseal_error **ret_error);

/* As cseal_wait_poll(), for a frame. */
cseal_status camera_line_poll(struct camera_line *line, int step_ms,
    cseal_wait *wait, short *ret_events, cseal_error **ret_error);

#endif
