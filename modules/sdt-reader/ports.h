/* SPDX-License-Identifier: Apache-2.0 */
/* ports.h -- which readers are plugged into USB, as the kernel tells. */
#ifndef SDT_PORTS_H
#define SDT_PORTS_H

#include "uri.h"

#define SDT_PORTS_MOST 64

struct sdt_port {
	char name[SDT_USB_PORT_ROOM]; /* 1-2.3: the same after a replug */
	unsigned vendor, product;
	char node[32]; /* /dev/bus/usb/001/005 */
};

/* Is that how readers of ID cards present themselves? */
bool sdt_port_is_reader(unsigned vendor, unsigned product);

/* Is it one, or what the URI says that it is? */
bool sdt_port_matches(const struct sdt_port *port, const struct sdt_uri *uri);

/* What is plugged in there; false if nothing is, or nothing with a node. */
bool sdt_port_look(const char *name, struct sdt_port *ret_port);

/* Those that are readers, at most SDT_PORTS_MOST. */
size_t sdt_ports_list(struct sdt_port ret_ports[SDT_PORTS_MOST]);

#endif
