/* SPDX-License-Identifier: Apache-2.0 */
/* node.h -- an input device of the kernel, without knowing what it means.
 *
 * libevdev says what the device is and where its pen is now.  Events are read
 * without it, into memory of the caller's, which can be wiped. */
#ifndef EVDEV_NODE_H
#define EVDEV_NODE_H

#include "surface.h"

#include <linux/input.h>

/* Does not block, but for as long as the kernel's driver takes to open it
 * (usbhid: 50 ms).  Status: COUNTER_NO_DEVICE, COUNTER_DEVICE_GONE,
 * COUNTER_DEVICE_FAILED, SETUP_PERMISSION. */
cseal_status evdev_node_open(
    const char *path, int *ret_fd, cseal_error **ret_error);

/* Nobody else hears of it until the descriptor is closed.  Status:
 * COUNTER_DEVICE_BUSY (somebody did the same), COUNTER_DEVICE_*. */
cseal_status evdev_node_grab(int fd, cseal_error **ret_error);
void evdev_node_let_go(int fd);

/* Times are those of the clock that never jumps.  False: of the other one. */
bool evdev_node_set_clock(int fd);

/* Status: COUNTER_NO_DEVICE (it is no input device), COUNTER_DEVICE_*,
 * FAULT_MEMORY. */
cseal_status evdev_node_describe(
    int fd, struct evdev_facts *ret_facts, cseal_error **ret_error);

/* What has come, which may be nothing.  Status: COUNTER_DEVICE_*,
 * FAULT_DEVICE. */
cseal_status evdev_node_read(int fd, struct input_event *events, size_t room,
    size_t *ret_count, cseal_error **ret_error);

#endif
