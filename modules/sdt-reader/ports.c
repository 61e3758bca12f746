/* SPDX-License-Identifier: Apache-2.0 */
/* ports.c -- which readers are plugged into USB, as the kernel tells.
 *
 * A device that was pulled out loses its node before its folder: what has no
 * node is not there. */
#include "ports.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "/sys/bus/usb/devices"

/* Vendors and products that open programs know as readers with the frames of
 * the ministry's standard driver. */
static const struct {
	unsigned vendor, product;
} readers[] = {
	{ 0x0400, 0xc35a }, /* the standard driver's own */
	{ 0x0316, 0x5020 }, /* named by one program only */
};

bool
sdt_port_is_reader(unsigned vendor, unsigned product)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		if (readers[i].vendor == vendor &&
		    readers[i].product == product)
			return true;
	}
	return false;
}

bool
sdt_port_matches(const struct sdt_port *port, const struct sdt_uri *uri)
{
	return sdt_port_is_reader(port->vendor, port->product) ||
	       (uri->has_id && uri->vendor == port->vendor &&
		   uri->product == port->product);
}

/* The number in a file of the device's folder. */
static bool
read_number(const char *name, const char *file, int base, unsigned *ret_number)
{
	char path[128], text[16] = "";
	FILE *stream;
	char *end;

	snprintf(path, sizeof(path), FOLDER "/%s/%s", name, file);
	stream = fopen(path, "re");
	if (stream == NULL)
		return false;
	if (fgets(text, sizeof(text), stream) == NULL)
		text[0] = '\0';
	fclose(stream);
	*ret_number = (unsigned)strtoul(text, &end, base);
	return end != text;
}

bool
sdt_port_look(const char *name, struct sdt_port *ret_port)
{
	struct sdt_port port;
	unsigned bus, number;

	if (strlen(name) >= sizeof(port.name) ||
	    !read_number(name, "idVendor", 16, &port.vendor) ||
	    !read_number(name, "idProduct", 16, &port.product) ||
	    !read_number(name, "busnum", 10, &bus) ||
	    !read_number(name, "devnum", 10, &number))
		return false;
	snprintf(port.name, sizeof(port.name), "%s", name);
	snprintf(port.node, sizeof(port.node), "/dev/bus/usb/%03u/%03u",
	    bus % 1000, number % 1000);
	if (access(port.node, F_OK) != 0)
		return false;
	*ret_port = port;
	return true;
}

/* Interfaces are in the same folder, with a colon; root hubs are usb1, ... */
size_t
sdt_ports_list(struct sdt_port ret_ports[SDT_PORTS_MOST])
{
	struct sdt_port port;
	struct dirent *entry;
	size_t count = 0;
	DIR *folder = opendir(FOLDER);

	if (folder == NULL)
		return 0;
	while (count < SDT_PORTS_MOST && (entry = readdir(folder)) != NULL) {
		if (strchr(entry->d_name, '-') == NULL ||
		    strchr(entry->d_name, ':') != NULL ||
		    !sdt_port_look(entry->d_name, &port) ||
		    !sdt_port_is_reader(port.vendor, port.product))
			continue;
		ret_ports[count++] = port;
	}
	closedir(folder);
	return count;
}
