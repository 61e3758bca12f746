/* SPDX-License-Identifier: Apache-2.0 */
/* transport.h -- the device: its descriptor, and bytes in and out. */
#ifndef TEMPLATE_TRANSPORT_H
#define TEMPLATE_TRANSPORT_H

#include <counterseal/module.h>

/* Status: COUNTER_NO_DEVICE, COUNTER_DEVICE_BUSY, SETUP_PERMISSION. */
cseal_status template_open(
    const char *path, int *ret_fd, cseal_error **ret_error);

cseal_status template_send(
    int fd, uint8_t byte, cseal_wait *wait, cseal_error **ret_error);

/* Waits at most step_ms for bytes; *ret_len is 0 if none came. */
cseal_status template_receive(int fd, uint8_t *buf, size_t room, int step_ms,
    cseal_wait *wait, size_t *ret_len, cseal_error **ret_error);

#endif
