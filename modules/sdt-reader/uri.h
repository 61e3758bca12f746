/* SPDX-License-Identifier: Apache-2.0 */
/* uri.h -- where a reader is: sdt:tty:PATH[?baud=N], sdt:tcp:HOST:PORT. */
#ifndef SDT_URI_H
#define SDT_URI_H

#include <counterseal/module.h>

#define SDT_PATH_ROOM 256
#define SDT_HOST_ROOM 256
#define SDT_PORT_ROOM 6

struct sdt_uri {
	bool is_tcp;
	char path[SDT_PATH_ROOM]; /* tty: absolute */
	unsigned baud;
	char host[SDT_HOST_ROOM]; /* tcp: name or address, no brackets */
	char port[SDT_PORT_ROOM]; /* 1 to 65535, digits */
};

/* Status: SETUP_CONFIG; REFUSED_UNSUPPORTED for sdt:usb:. */
cseal_status sdt_uri_parse(
    const char *uri, struct sdt_uri *ret_uri, cseal_error **ret_error);

/* The termios constant of a baud rate; false if there is none. */
bool sdt_uri_speed(unsigned baud, unsigned *ret_speed);

#endif
