/* SPDX-License-Identifier: Apache-2.0 */
/* sysfs.h -- who holds a device on USB, as the kernel tells. */
#ifndef STU_SYSFS_H
#define STU_SYSFS_H

#include <stdbool.h>

/* Whether an interface of the device, named as in /sys/bus/usb/devices, has
 * that driver: "usbfs" is a program. */
bool stu_has_driver(const char *name, const char *driver);

/* The same of what is below an interface, such as a HID device. */
bool stu_has_driver_below(const char *name, const char *driver);

#endif
