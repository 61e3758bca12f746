/* SPDX-License-Identifier: Apache-2.0 */
/* transport.h -- the line to a reader: bytes in and out. */
#ifndef SDT_TRANSPORT_H
#define SDT_TRANSPORT_H

#include "uri.h"

struct sdt_line;

/*
 * Opens a tty raw, 8N1, or a device on USB, for nobody else, or connects.
 * Status: COUNTER_NO_DEVICE, COUNTER_DEVICE_BUSY, SETUP_PERMISSION,
 * SETUP_CONFIG (a speed that the tty does not have), STOPPED_*; for USB those
 * of sdt_usb_open().
 */
cseal_status sdt_line_open(const struct sdt_uri *uri, cseal_wait *wait,
    struct sdt_line **ret_line, cseal_error **ret_error);

/* Gives the tty its settings back. */
void sdt_line_close(struct sdt_line *line);

/* Status: COUNTER_DEVICE_GONE, STOPPED_*; FAULT_DEVICE on USB. */
cseal_status sdt_line_send(struct sdt_line *line, const uint8_t *bytes,
    size_t len, cseal_wait *wait, cseal_error **ret_error);

/* Waits at most step_ms for bytes; *ret_len is 0 if none came. */
cseal_status sdt_line_receive(struct sdt_line *line, uint8_t *buf, size_t room,
    int step_ms, cseal_wait *wait, size_t *ret_len, cseal_error **ret_error);

#endif
