/* SPDX-License-Identifier: Apache-2.0 */
/* uri.h -- where a reader is: sdt:tty:PATH[?baud=N], sdt:tcp:HOST:PORT,
 * sdt:usb:PORT[?id=VVVV:PPPP][&pairs=N]. */
#ifndef SDT_URI_H
#define SDT_URI_H

#include <counterseal/module.h>

#define SDT_PATH_ROOM 256
#define SDT_HOST_ROOM 256
#define SDT_PORT_ROOM 6
/* BUS-PORT.PORT: seven ports at most (USB 2.0, 4.1.1: five hubs), of three
 * digits. */
#define SDT_USB_PORT_ROOM 32

enum sdt_kind { SDT_TTY, SDT_TCP, SDT_USB };

struct sdt_uri {
	enum sdt_kind kind;
	char path[SDT_PATH_ROOM]; /* tty: absolute */
	unsigned baud;
	char host[SDT_HOST_ROOM];     /* tcp: name or address, no brackets */
	char service[SDT_PORT_ROOM];  /* tcp: port, 1 to 65535, digits */
	char port[SDT_USB_PORT_ROOM]; /* usb: as the kernel names it, 1-2.3 */
	bool has_id; /* usb: what is there, if it is no known reader */
	unsigned vendor, product;
	unsigned pairs; /* usb: of endpoints, 1 or 2; 0: find out */
};

/* Status: SETUP_CONFIG. */
cseal_status sdt_uri_parse(
    const char *uri, struct sdt_uri *ret_uri, cseal_error **ret_error);

#endif
