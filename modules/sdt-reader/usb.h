/* SPDX-License-Identifier: Apache-2.0 */
/* usb.h -- a reader on USB: bytes in and out of its bulk endpoints. */
#ifndef SDT_USB_H
#define SDT_USB_H

#include "uri.h"

struct sdt_usb;

/*
 * Opens what is plugged in where the URI says, for nobody else; a driver of
 * the kernel that holds it is put aside until it is closed.  Status:
 * COUNTER_NO_DEVICE (nothing there, or nothing known as a reader),
 * COUNTER_DEVICE_BUSY, COUNTER_DEVICE_GONE, SETUP_PERMISSION, FAULT_DEVICE (no
 * endpoints that a reader has).
 */
cseal_status sdt_usb_open(const struct sdt_uri *uri, struct sdt_usb **ret_usb,
    cseal_error **ret_error);
void sdt_usb_close(struct sdt_usb *usb);

/* Status: COUNTER_DEVICE_GONE, FAULT_DEVICE, STOPPED_*. */
cseal_status sdt_usb_send(struct sdt_usb *usb, const uint8_t *bytes, size_t len,
    cseal_wait *wait, cseal_error **ret_error);

/* Waits at most step_ms for bytes; *ret_len is 0 if none came. */
cseal_status sdt_usb_receive(struct sdt_usb *usb, uint8_t *buf, size_t room,
    int step_ms, cseal_wait *wait, size_t *ret_len, cseal_error **ret_error);

#endif
