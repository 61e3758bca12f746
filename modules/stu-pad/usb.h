/* SPDX-License-Identifier: Apache-2.0 */
/* usb.h -- a HID interface on USB: reports by control and interrupt transfers
 * (HID 1.11, 7.2), through libusb.  Knows no report by name. */
#ifndef STU_USB_H
#define STU_USB_H

#include "uri.h"

#define STU_VENDOR 0x056a

struct stu_usb;

/* Takes the device for nobody else; a driver of the kernel that holds it is
 * taken off until it is closed.  Status: COUNTER_NO_DEVICE, COUNTER_DEVICE_BUSY,
 * SETUP_PERMISSION, FAULT_DEVICE (it has no such interface). */
cseal_status stu_usb_open(cseal_host *host, const struct stu_uri *uri,
    struct stu_usb **ret_usb, cseal_error **ret_error);
void stu_usb_close(struct stu_usb *usb);

/* What a transfer came to, where it did not fail. */
enum stu_usb_end {
	STU_USB_DONE,
	STU_USB_REFUSED, /* a stall */
	STU_USB_SILENT   /* nothing until then */
};

/* All: until then, by stu_now_us(); a wait of NULL is never ended.  Status:
 * COUNTER_DEVICE_GONE, FAULT_DEVICE, FAULT_MEMORY, STOPPED_*. */
cseal_status stu_usb_descriptor(struct stu_usb *usb, uint8_t *buf, size_t room,
    int64_t until_us, cseal_wait *wait, enum stu_usb_end *ret_end,
    size_t *ret_len, cseal_error **ret_error);
/* buf gets the report, its id first. */
cseal_status stu_usb_get(struct stu_usb *usb, uint8_t id, uint8_t *buf,
    size_t room, int64_t until_us, cseal_wait *wait, enum stu_usb_end *ret_end,
    size_t *ret_len, cseal_error **ret_error);
cseal_status stu_usb_set(struct stu_usb *usb, const uint8_t *report, size_t len,
    int64_t until_us, cseal_wait *wait, enum stu_usb_end *ret_end,
    cseal_error **ret_error);
/* The next report that the device sent by itself; *ret_len is 0 if none
 * came. */
cseal_status stu_usb_input(struct stu_usb *usb, uint8_t *buf, size_t room,
    int64_t until_us, cseal_wait *wait, size_t *ret_len,
    cseal_error **ret_error);

/* Which devices of the vendor are there. */
struct stu_usb_device {
	uint16_t product;
	uint8_t bus, address;
	uint8_t ports[STU_PORTS_MOST];
	size_t port_count;
};

#define STU_NODE_ROOM 32
/* The file of a device, /dev/bus/usb/BBB/DDD. */
void stu_usb_node(uint8_t bus, uint8_t address, char ret_path[STU_NODE_ROOM]);

#define STU_USB_DEVICES_MOST 64
/* None where there is no USB.  Status: FAULT_MEMORY. */
cseal_status stu_usb_list(struct stu_usb_device ret_devices[],
    size_t *ret_count, cseal_error **ret_error);

#endif
