/* SPDX-License-Identifier: Apache-2.0 */
/* agree.h -- asks a camera what it has, and agrees with it on a format. */
#ifndef CAMERA_AGREE_H
#define CAMERA_AGREE_H

#include "negotiation.h"
#include "transport.h"

/* Makes a failure of what was asked of the camera: COUNTER_DEVICE_GONE,
 * COUNTER_DEVICE_BUSY, SETUP_PERMISSION or COUNTER_DEVICE_FAILED. */
cseal_status camera_fail(const char *what, int number, cseal_error **ret_error);

/* Whether the node takes pictures; its name, a line of text, unless ret_name
 * is NULL.  Status: COUNTER_NO_DEVICE, REFUSED_UNSUPPORTED, that of
 * camera_fail(). */
#define CAMERA_NAME_ROOM 33
cseal_status camera_ask_node(struct camera_line *line, const char *path,
    cseal_wait *wait, char *ret_name, cseal_error **ret_error);

/* Whether another program takes pictures with it.  Takes nothing away. */
cseal_status camera_ask_busy(struct camera_line *line, cseal_wait *wait,
    bool *ret_busy, cseal_error **ret_error);

/* Status: REFUSED_UNSUPPORTED (no format that is known), FAULT_DEVICE, that of
 * camera_fail(). */
cseal_status camera_agree_on(struct camera_line *line,
    const struct camera_wish *wish, cseal_wait *wait,
    struct camera_agreed *ret_agreed, cseal_error **ret_error);

#endif
