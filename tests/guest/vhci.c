/* SPDX-License-Identifier: Apache-2.0 */
/* vhci.c -- a simulated USB device on the kernel's virtual host controller.
 *
 * A request block that cannot be answered yet stays in a list, in the order
 * in which it came, until there is something to say or it is taken back. */
#include "vhci.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ATTACH "/sys/devices/platform/vhci_hcd.0/attach"

/* Documentation/usb/usbip_protocol.rst: every message begins with this; all
 * numbers are big endian but those in setup. */
struct message {
	uint32_t command, number, device, is_in, endpoint;
	union {
		struct {
			uint32_t flags, len, start, packets, interval;
			uint8_t setup[8];
		} submit;
		struct {
			uint32_t status, len, start, packets, errors;
			uint8_t pad[8];
		} submitted;
		struct {
			uint32_t number;
			uint8_t pad[24];
		} unlink;
		struct {
			uint32_t status;
			uint8_t pad[24];
		} unlinked;
	} u;
};

enum { SUBMIT = 1, UNLINK = 2, SUBMITTED = 3, UNLINKED = 4 };

#define DEVICE_ID    0x10001u
#define LEN_MOST     (1u << 20) /* of one request */
#define ENDPOINT_END 0x90

/* Standard requests (USB 2.0, 9.4), and descriptors. */
enum {
	GET_STATUS = 0,
	CLEAR_FEATURE = 1,
	GET_DESCRIPTOR = 6,
	GET_CONFIGURATION = 8,
	GET_INTERFACE = 10
};
enum { DEVICE = 1, CONFIGURATION = 2, STRING = 3, ENDPOINT = 5 };

/* A request that waits. */
struct request {
	struct request *next;
	uint32_t number;
	uint8_t endpoint;
	uint8_t *buf;
	size_t room, len;
};

/* What an endpoint has to say: a packet, or an error. */
struct packet {
	struct packet *next;
	int error;
	size_t len;
	uint8_t bytes[];
};

struct vhci_device {
	struct vhci_model model;
	struct vhci_ops ops;
	void *user;
	int fd;
	struct request *requests;
	struct packet *packets[ENDPOINT_END];
	bool is_halted[ENDPOINT_END];
};

static void *
allocate(size_t len)
{
	void *memory = calloc(1, len + 1);

	if (memory == NULL)
		abort();
	return memory;
}

static bool
read_all(int fd, void *buf, size_t len)
{
	char *at = buf;

	while (len > 0) {
		ssize_t n = read(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* What cannot be said any more is seen by the next read. */
static void
write_all(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		at += n;
		len -= (size_t)n;
	}
}

static void
submitted(struct vhci_device *device, uint32_t number, int status, size_t len,
    const uint8_t *bytes)
{
	struct message message = { 0 };

	message.command = htobe32(SUBMITTED);
	message.number = htobe32(number);
	message.u.submitted.status = htobe32((uint32_t)status);
	message.u.submitted.len = htobe32((uint32_t)len);
	write_all(device->fd, &message, sizeof(message));
	if (bytes != NULL)
		write_all(device->fd, bytes, len);
}

static void
unlinked(struct vhci_device *device, uint32_t number, int status)
{
	struct message message = { 0 };

	message.command = htobe32(UNLINKED);
	message.number = htobe32(number);
	message.u.unlinked.status = htobe32((uint32_t)status);
	write_all(device->fd, &message, sizeof(message));
}

/* The largest packet of an endpoint, as its descriptor says. */
static size_t
packet_size(const struct vhci_device *device, uint8_t endpoint)
{
	const uint8_t *at = device->model.configuration;
	const uint8_t *end = at + device->model.configuration_len;

	for (; end - at >= 7 && at[0] > 0; at += at[0]) {
		if (at[1] == ENDPOINT && at[2] == endpoint)
			return (size_t)(at[5] << 8 | at[4]) & 0x7ff;
		if (at[0] > end - at)
			break;
	}
	return 64;
}

static struct request **
first_of(struct vhci_device *device, uint8_t endpoint)
{
	struct request **at = &device->requests;

	while (*at != NULL && (*at)->endpoint != endpoint)
		at = &(*at)->next;
	return at;
}

static void
forget(struct request **at)
{
	struct request *request = *at;

	*at = request->next;
	free(request->buf);
	free(request);
}

static void
pop(struct vhci_device *device, uint8_t endpoint)
{
	struct packet *packet = device->packets[endpoint];

	device->packets[endpoint] = packet->next;
	free(packet);
}

/* Gives the first request of an endpoint what there is; true if that ended
 * it. */
static bool
fill(struct vhci_device *device, uint8_t endpoint, struct request *request)
{
	size_t size = packet_size(device, endpoint);
	int status = 0;

	while (device->packets[endpoint] != NULL && status == 0) {
		struct packet *packet = device->packets[endpoint];
		bool is_last = packet->len < size;

		if (packet->error != 0) {
			status = -packet->error;
			device->is_halted[endpoint] = packet->error == EPIPE;
		} else if (packet->len > request->room - request->len) {
			status = -EOVERFLOW;
		} else {
			memcpy(request->buf + request->len, packet->bytes,
			    packet->len);
			request->len += packet->len;
		}
		pop(device, endpoint);
		if (status != 0 || is_last || request->len == request->room) {
			submitted(device, request->number, status, request->len,
			    request->buf);
			return true;
		}
	}
	return false;
}

static void
flush(struct vhci_device *device, uint8_t endpoint)
{
	struct request **at;

	while (*(at = first_of(device, endpoint)) != NULL) {
		if (device->is_halted[endpoint])
			submitted(device, (*at)->number, -EPIPE, 0, NULL);
		else if (!fill(device, endpoint, *at))
			return;
		forget(at);
	}
}

static void
append(struct vhci_device *device, uint8_t endpoint, const uint8_t *bytes,
    size_t len, int error)
{
	struct packet *packet = allocate(sizeof(*packet) + len);
	struct packet **at = &device->packets[endpoint];

	packet->len = len;
	packet->error = error;
	if (len > 0)
		memcpy(packet->bytes, bytes, len);
	while (*at != NULL)
		at = &(*at)->next;
	*at = packet;
}

void
vhci_send_packet(struct vhci_device *device, uint8_t endpoint,
    const uint8_t *bytes, size_t len)
{
	append(device, endpoint, bytes, len, 0);
	flush(device, endpoint);
}

void
vhci_send(struct vhci_device *device, uint8_t endpoint, const uint8_t *bytes,
    size_t len, bool ended)
{
	size_t size = packet_size(device, endpoint);

	for (size_t at = 0; at < len; at += size)
		append(device, endpoint, bytes + at,
		    len - at < size ? len - at : size, 0);
	if (ended && len % size == 0)
		append(device, endpoint, NULL, 0, 0);
	flush(device, endpoint);
}

void
vhci_fail(struct vhci_device *device, uint8_t endpoint, int number)
{
	append(device, endpoint, NULL, 0, number);
	flush(device, endpoint);
}

size_t
vhci_waiting(const struct vhci_device *device, uint8_t endpoint)
{
	size_t count = 0;

	for (const struct request *at = device->requests; at != NULL;
	     at = at->next)
		count += at->endpoint == endpoint;
	return count;
}

static void
wait_for_more(
    struct vhci_device *device, uint32_t number, uint8_t endpoint, size_t room)
{
	struct request *request = allocate(sizeof(*request));
	struct request **at = &device->requests;

	request->number = number;
	request->endpoint = endpoint;
	request->buf = allocate(room);
	request->room = room;
	while (*at != NULL)
		at = &(*at)->next;
	*at = request;
	flush(device, endpoint);
}

static int
copy(uint8_t *data, const void *bytes, size_t len, size_t room)
{
	if (len > room)
		len = room;
	memcpy(data, bytes, len);
	return (int)len;
}

static int
give_string(const struct vhci_device *device, unsigned index, uint8_t *data,
    size_t room)
{
	uint8_t string[256] = { 4, STRING, 0x09, 0x04 }; /* English */
	const char *text = NULL;

	if (index == 0)
		return copy(data, string, 4, room);
	for (unsigned i = 0; i < index; i++) {
		text = device->model.strings[i];
		if (text == NULL)
			return -EPIPE;
	}
	string[0] = 2;
	for (; *text != '\0' && string[0] < 254; text++) {
		string[string[0]] = (uint8_t)*text;
		string[string[0] + 1] = 0;
		string[0] = (uint8_t)(string[0] + 2);
	}
	return copy(data, string, string[0], room);
}

static int
give_descriptor(const struct vhci_device *device,
    const struct vhci_setup *setup, uint8_t *data)
{
	const struct vhci_model *model = &device->model;

	switch (setup->value >> 8) {
	case DEVICE: return copy(data, model->device, 18, setup->len);
	case CONFIGURATION:
		return copy(data, model->configuration,
		    model->configuration_len, setup->len);
	case STRING:
		return give_string(
		    device, setup->value & 0xff, data, setup->len);
	default: return -EPIPE;
	}
}

static int
control(
    struct vhci_device *device, const struct vhci_setup *setup, uint8_t *data)
{
	static const uint8_t zeros[2];
	const bool is_standard = (setup->type & 0x60) == 0;
	const bool is_of_device = (setup->type & 0x1f) == 0;

	if (!is_standard || (setup->request == GET_DESCRIPTOR && !is_of_device))
		return device->ops.control == NULL
			   ? -EPIPE
			   : device->ops.control(device->user, setup, data);
	switch (setup->request) {
	case GET_DESCRIPTOR: return give_descriptor(device, setup, data);
	case GET_STATUS: return copy(data, zeros, 2, setup->len);
	case GET_INTERFACE: return copy(data, zeros, 1, setup->len);
	case GET_CONFIGURATION:
		return copy(
		    data, device->model.configuration + 5, 1, setup->len);
	case CLEAR_FEATURE:
		if ((setup->type & 0x1f) == 2 &&
		    (setup->index & 0xff) < ENDPOINT_END)
			device->is_halted[setup->index & 0xff] = false;
		return setup->len;
	default: return setup->len;
	}
}

static void
take_control(struct vhci_device *device, uint32_t number,
    const uint8_t bytes[8], uint8_t *data)
{
	const struct vhci_setup setup = {
		.type = bytes[0],
		.request = bytes[1],
		.value = (uint16_t)(bytes[2] | bytes[3] << 8),
		.index = (uint16_t)(bytes[4] | bytes[5] << 8),
		.len = (uint16_t)(bytes[6] | bytes[7] << 8),
	};
	const bool is_in = (setup.type & 0x80) != 0;
	int len = control(device, &setup, data);

	if (len == VHCI_NAK)
		wait_for_more(device, number, 0, 0);
	else if (len < 0)
		submitted(device, number, -EPIPE, 0, NULL);
	else
		submitted(device, number, 0, (size_t)len, is_in ? data : NULL);
}

static void
take_out(struct vhci_device *device, uint32_t number, uint8_t endpoint,
    const uint8_t *bytes, size_t len)
{
	int taken = (int)len;

	if (device->is_halted[endpoint])
		taken = -EPIPE;
	else if (device->ops.out != NULL)
		taken = device->ops.out(device->user, endpoint, bytes, len);
	if (taken == VHCI_NAK) {
		wait_for_more(device, number, endpoint, 0);
		return;
	}
	if (taken == -EPIPE)
		device->is_halted[endpoint] = true;
	submitted(device, number, taken < 0 ? taken : 0,
	    taken < 0 ? 0 : (size_t)taken, NULL);
}

static bool
take_submit(struct vhci_device *device, const struct message *message)
{
	const uint32_t number = be32toh(message->number);
	const uint8_t endpoint = be32toh(message->endpoint) & 0x0f;
	const size_t len = be32toh(message->u.submit.len);
	const bool is_in = message->is_in != 0;
	uint8_t *data;

	if (len > LEN_MOST)
		return false;
	data = allocate(len < 65536 ? 65536 : len);
	if (!is_in && !read_all(device->fd, data, len)) {
		free(data);
		return false;
	}
	if (endpoint == 0)
		take_control(device, number, message->u.submit.setup, data);
	else if (is_in)
		wait_for_more(device, number, 0x80 | endpoint, len);
	else
		take_out(device, number, endpoint, data, len);
	free(data);
	return true;
}

static void
take_unlink(struct vhci_device *device, const struct message *message)
{
	const uint32_t number = be32toh(message->u.unlink.number);
	struct request **at = &device->requests;

	while (*at != NULL && (*at)->number != number)
		at = &(*at)->next;
	unlinked(
	    device, be32toh(message->number), *at == NULL ? 0 : -ECONNRESET);
	if (*at != NULL)
		forget(at);
}

bool
vhci_dispatch(struct vhci_device *device)
{
	struct message message;

	if (!read_all(device->fd, &message, sizeof(message)))
		return false;
	switch (be32toh(message.command)) {
	case SUBMIT: return take_submit(device, &message);
	case UNLINK: take_unlink(device, &message); return true;
	default: return false;
	}
}

int
vhci_fd(const struct vhci_device *device)
{
	return device->fd;
}

static bool
attach(unsigned port, int fd, enum vhci_speed speed)
{
	char line[64];
	int len, attach_fd = open(ATTACH, O_WRONLY | O_CLOEXEC);
	bool ok;

	if (attach_fd < 0)
		return false;
	len = snprintf(
	    line, sizeof(line), "%u %d %u %d", port, fd, DEVICE_ID, speed);
	ok = write(attach_fd, line, (size_t)len) == len;
	close(attach_fd);
	return ok;
}

struct vhci_device *
vhci_plug(const struct vhci_model *model, unsigned port,
    const struct vhci_ops *ops, void *user)
{
	struct vhci_device *device;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
		return NULL;
	if (!attach(port, fds[1], model->speed)) {
		int number = errno;

		close(fds[0]);
		close(fds[1]);
		errno = number;
		return NULL;
	}
	close(fds[1]);
	device = allocate(sizeof(*device));
	device->model = *model;
	device->ops = *ops;
	device->user = user;
	device->fd = fds[0];
	return device;
}

void
vhci_unplug(struct vhci_device *device)
{
	if (device == NULL)
		return;
	close(device->fd);
	while (device->requests != NULL)
		forget(&device->requests);
	for (unsigned i = 0; i < ENDPOINT_END; i++) {
		while (device->packets[i] != NULL)
			pop(device, (uint8_t)i);
	}
	free(device);
}
