/* SPDX-License-Identifier: Apache-2.0 */
/* uri.h -- where a pad is: stu:usb:BUS-PORT[.PORT...], stu:tty:PATH[?baud=N].
 *
 * A pad on USB is named by the socket that it is plugged into, as the kernel
 * names it in /sys/bus/usb/devices: it has the same name after a replug. */
#ifndef STU_URI_H
#define STU_URI_H

#include <counterseal/module.h>

#define STU_PATH_ROOM  256
#define STU_PORTS_MOST 7 /* USB 3.2, 11.1.1: tiers below the root */

struct stu_uri {
	bool is_tty;
	char path[STU_PATH_ROOM]; /* tty: absolute */
	unsigned baud;
	uint8_t bus, ports[STU_PORTS_MOST]; /* usb */
	size_t port_count;
};

/* Status: SETUP_CONFIG. */
cseal_status stu_uri_parse(
    const char *uri, struct stu_uri *ret_uri, cseal_error **ret_error);

#define STU_USB_NAME_ROOM (4 + 4 * STU_PORTS_MOST)
/* Writes "BUS-PORT.PORT". */
void stu_uri_usb_name(uint8_t bus, const uint8_t *ports, size_t port_count,
    char ret_name[STU_USB_NAME_ROOM]);

#endif
