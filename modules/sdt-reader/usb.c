/* SPDX-License-Identifier: Apache-2.0 */
/* usb.c -- a reader on USB: bytes in and out of its bulk endpoints.
 *
 * All transfers are asynchronous, and all waiting is in one place, for libusb
 * and for a cancel, which ends it.  A transfer in asks for one packet: a
 * longer one would only end with a short packet, which a reader need not send
 * after an answer that fills its packets.  It stays under way from one call to
 * the next; no byte that came is lost. */
#include "usb.h"

#include "endpoints.h"
#include "ports.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HEAD_LEN  7    /* of a frame, for the first of two pairs */
#define SEND_MS   5000 /* for a few bytes to leave */
#define SEND_MOST 64   /* bytes of one request and more */
#define CANCEL_MS 2000 /* for the kernel to give a transfer back */
#define SIZE_MOST 1024
#define FDS_MOST  16 /* of libusb, which has three or four */

struct pipe {
	struct libusb_transfer *transfer;
	bool is_under_way;
	bool is_halted;
	size_t used; /* bytes of a packet that were taken */
	uint8_t buf[SIZE_MOST];
};

struct sdt_usb {
	libusb_context *context;
	libusb_device_handle *handle;
	struct sdt_endpoints endpoints;
	bool is_claimed;
	size_t head_len; /* bytes of the first of two pairs since a request */
	struct pipe out[SDT_PAIRS_MOST], in[SDT_PAIRS_MOST];
};

static cseal_status
fail_libusb(int number, const char *what, const struct sdt_uri *uri,
    cseal_error **ret_error)
{
	static const struct {
		int number;
		cseal_status st;
	} rows[] = {
		{ LIBUSB_ERROR_BUSY, CSEAL_COUNTER_DEVICE_BUSY },
		{ LIBUSB_ERROR_NO_DEVICE, CSEAL_COUNTER_DEVICE_GONE },
		{ LIBUSB_ERROR_NOT_FOUND, CSEAL_COUNTER_DEVICE_GONE },
		{ LIBUSB_ERROR_IO, CSEAL_COUNTER_DEVICE_GONE },
		{ LIBUSB_ERROR_NO_MEM, CSEAL_FAULT_MEMORY },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].number == number)
			return cseal_fail(ret_error, rows[i].st,
			    "could not %s the reader at USB %s: %s", what,
			    uri->port, libusb_strerror(number));
	}
	return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
	    "could not %s the reader at USB %s: %s", what, uri->port,
	    libusb_strerror(number));
}

/* ---- waiting ----------------------------------------------------------- */

/* What libusb and the wait want to be woken by; how many that is. */
static nfds_t
gather_fds(
    struct sdt_usb *usb, cseal_wait *wait, struct pollfd fds[FDS_MOST + 1])
{
	const struct libusb_pollfd **wanted = libusb_get_pollfds(usb->context);
	nfds_t count = 0;

	for (; wanted != NULL && wanted[count] != NULL && count < FDS_MOST;
	     count++)
		fds[count] = (struct pollfd){ wanted[count]->fd,
			wanted[count]->events, 0 };
	libusb_free_pollfds(wanted);
	fds[count] = (struct pollfd){ cseal_wait_fd(wait), POLLIN, 0 };
	return count + 1;
}

/* Waits a step at most, and handles what happened. */
static cseal_status
handle_events(struct sdt_usb *usb, int step_ms, cseal_wait *wait,
    bool *ret_happened, cseal_error **ret_error)
{
	struct timeval now = { 0, 0 };
	struct pollfd fds[FDS_MOST + 1];
	nfds_t count = gather_fds(usb, wait, fds);
	int left_ms = cseal_wait_left_ms(wait), ready;
	cseal_status st;

	ready = poll(fds, count, left_ms < step_ms ? left_ms : step_ms);
	if (ready < 0 && errno != EINTR)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "poll failed: %s", strerror(errno));
	st = cseal_wait_check(wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_happened = ready > 0;
	if (ready > 0)
		libusb_handle_events_timeout_completed(
		    usb->context, &now, NULL);
	return CSEAL_OK;
}

/* ---- opening and closing --------------------------------------------- */

/* libusb has a thread for devices that come and go; signals are for the
 * application's. */
static int
start_libusb(struct sdt_usb *usb)
{
	sigset_t all, before;
	int number;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	number = libusb_init(&usb->context);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (number != 0)
		usb->context = NULL;
	return number;
}

/* As the kernel names it: BUS-PORT.PORT. */
static bool
is_at(libusb_device *device, const char *port)
{
	uint8_t ports[8];
	char name[SDT_USB_PORT_ROOM];
	int count = libusb_get_port_numbers(device, ports, sizeof(ports));
	int len;

	len =
	    snprintf(name, sizeof(name), "%u-", libusb_get_bus_number(device));
	for (int i = 0; i < count && len < (int)sizeof(name); i++)
		len += snprintf(name + len, sizeof(name) - (size_t)len, "%s%u",
		    i == 0 ? "" : ".", ports[i]);
	return count > 0 && strcmp(name, port) == 0;
}

static cseal_status
check_kind(
    libusb_device *device, const struct sdt_uri *uri, cseal_error **ret_error)
{
	struct libusb_device_descriptor descriptor;
	struct sdt_port port = { 0 };

	libusb_get_device_descriptor(device, &descriptor);
	port.vendor = descriptor.idVendor;
	port.product = descriptor.idProduct;
	if (sdt_port_matches(&port, uri))
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
	    "what is at USB %s is not known as an ID card reader; if it is "
	    "one, write %s?id=%04x:%04x",
	    uri->port, uri->port, port.vendor, port.product);
}

static cseal_status
fail_permission(libusb_device *device, cseal_error **ret_error)
{
	char node[32];

	snprintf(node, sizeof(node), "/dev/bus/usb/%03u/%03u",
	    libusb_get_bus_number(device), libusb_get_device_address(device));
	return cseal_fail_denied(node, ret_error);
}

static cseal_status
open_device(struct sdt_usb *usb, libusb_device *device,
    const struct sdt_uri *uri, cseal_error **ret_error)
{
	struct libusb_config_descriptor *configuration;
	cseal_status st;
	int number;
	bool ok;

	st = check_kind(device, uri, ret_error);
	if (st != CSEAL_OK)
		return st;
	number = libusb_get_active_config_descriptor(device, &configuration);
	if (number != 0)
		return fail_libusb(number, "look at", uri, ret_error);
	ok = sdt_endpoints_of(configuration, uri->pairs, &usb->endpoints);
	libusb_free_config_descriptor(configuration);
	if (!ok)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "what is at USB %s has not the endpoints of a reader",
		    uri->port);
	number = libusb_open(device, &usb->handle);
	if (number != 0)
		usb->handle = NULL;
	if (number == LIBUSB_ERROR_ACCESS)
		return fail_permission(device, ret_error);
	if (number != 0)
		return fail_libusb(number, "open", uri, ret_error);
	/* A driver that has it gets it back when it is released. */
	if (libusb_kernel_driver_active(
		usb->handle, usb->endpoints.interface) == 1)
		libusb_set_auto_detach_kernel_driver(usb->handle, 1);
	number = libusb_claim_interface(usb->handle, usb->endpoints.interface);
	if (number != 0)
		return fail_libusb(number, "claim", uri, ret_error);
	usb->is_claimed = true;
	return CSEAL_OK;
}

static cseal_status
find_and_open(
    struct sdt_usb *usb, const struct sdt_uri *uri, cseal_error **ret_error)
{
	libusb_device *device = NULL, **devices;
	ssize_t count = libusb_get_device_list(usb->context, &devices);
	cseal_status st;

	if (count < 0)
		return fail_libusb((int)count, "look for", uri, ret_error);
	for (ssize_t i = 0; i < count && device == NULL; i++) {
		if (is_at(devices[i], uri->port))
			device = devices[i];
	}
	if (device == NULL)
		st = cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "nothing is plugged in at USB %s", uri->port);
	else
		st = open_device(usb, device, uri, ret_error);
	libusb_free_device_list(devices, 1);
	return st;
}

static void LIBUSB_CALL
finished(struct libusb_transfer *transfer)
{
	struct pipe *pipe = transfer->user_data;

	pipe->is_under_way = false;
	pipe->is_halted = transfer->status == LIBUSB_TRANSFER_STALL;
	pipe->used = 0;
}

static bool
make_pipe(
    struct sdt_usb *usb, struct pipe *pipe, const struct sdt_endpoint *endpoint)
{
	pipe->transfer = libusb_alloc_transfer(0);
	if (pipe->transfer == NULL)
		return false;
	libusb_fill_bulk_transfer(pipe->transfer, usb->handle,
	    endpoint->address, pipe->buf, endpoint->size, finished, pipe, 0);
	return true;
}

static int
submit(struct pipe *pipe)
{
	int number;

	pipe->used = 0;
	pipe->transfer->actual_length = 0;
	pipe->transfer->status = LIBUSB_TRANSFER_COMPLETED;
	number = libusb_submit_transfer(pipe->transfer);
	pipe->is_under_way = number == 0;
	return number;
}

static cseal_status
make_pipes(
    struct sdt_usb *usb, const struct sdt_uri *uri, cseal_error **ret_error)
{
	int number = 0;

	for (unsigned i = 0; i < usb->endpoints.pairs; i++) {
		if (!make_pipe(usb, &usb->out[i], &usb->endpoints.out[i]) ||
		    !make_pipe(usb, &usb->in[i], &usb->endpoints.in[i]))
			return cseal_fail(
			    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	}
	for (unsigned i = 0; number == 0 && i < usb->endpoints.pairs; i++)
		number = submit(&usb->in[i]);
	if (number != 0)
		return fail_libusb(number, "listen to", uri, ret_error);
	return CSEAL_OK;
}

cseal_status
sdt_usb_open(const struct sdt_uri *uri, struct sdt_usb **ret_usb,
    cseal_error **ret_error)
{
	struct sdt_usb *usb = calloc(1, sizeof(*usb));
	cseal_status st = CSEAL_OK;
	int number;

	if (usb == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	number = start_libusb(usb);
	if (number != 0)
		st = fail_libusb(number, "look for", uri, ret_error);
	else
		st = find_and_open(usb, uri, ret_error);
	if (st == CSEAL_OK)
		st = make_pipes(usb, uri, ret_error);
	if (st != CSEAL_OK) {
		sdt_usb_close(usb);
		return st;
	}
	*ret_usb = usb;
	return CSEAL_OK;
}

/* Takes back what is under way; false if the kernel did not give it back. */
static bool
take_back(struct sdt_usb *usb, struct pipe *pipe)
{
	struct timeval step = { 0, 100 * 1000 };

	if (!pipe->is_under_way)
		return true;
	libusb_cancel_transfer(pipe->transfer);
	for (int ms = 0; pipe->is_under_way && ms < CANCEL_MS; ms += 100)
		libusb_handle_events_timeout_completed(
		    usb->context, &step, NULL);
	return !pipe->is_under_way;
}

/* An endpoint that was stalled stays so, for whoever opens it next, until the
 * device is told; one that refused has still to answer that.  What is of a card
 * is wiped even where the kernel keeps its place. */
static bool
end_pipe(struct sdt_usb *usb, struct pipe *pipe)
{
	if (pipe->transfer == NULL)
		return true;
	if (!take_back(usb, pipe)) {
		explicit_bzero(pipe->buf, sizeof(pipe->buf));
		return false;
	}
	if (pipe->is_halted)
		libusb_clear_halt(usb->handle, pipe->transfer->endpoint);
	libusb_free_transfer(pipe->transfer);
	explicit_bzero(pipe, sizeof(*pipe));
	return true;
}

void
sdt_usb_close(struct sdt_usb *usb)
{
	bool ended = true;

	if (usb == NULL)
		return;
	for (unsigned i = 0; i < usb->endpoints.pairs; i++) {
		ended &= end_pipe(usb, &usb->out[i]);
		ended &= end_pipe(usb, &usb->in[i]);
	}
	/* What the kernel may still write to is never freed. */
	if (!ended)
		return;
	if (usb->is_claimed)
		libusb_release_interface(usb->handle, usb->endpoints.interface);
	if (usb->handle != NULL)
		libusb_close(usb->handle);
	if (usb->context != NULL)
		libusb_exit(usb->context);
	free(usb);
}

/* ---- bytes ------------------------------------------------------------ */

static cseal_status
fail_transfer(enum libusb_transfer_status status, cseal_error **ret_error)
{
	switch ((int)status) {
	case LIBUSB_TRANSFER_STALL:
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the reader refused to transfer (its endpoint stalled)");
	case LIBUSB_TRANSFER_OVERFLOW:
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the reader sent more than its packets hold");
	case LIBUSB_TRANSFER_NO_DEVICE:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
		    "the reader was unplugged");
	default:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
		    "the connection to the reader failed");
	}
}

static cseal_status
fail_submit(int number, cseal_error **ret_error)
{
	if (number == LIBUSB_ERROR_NO_MEM)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	return fail_transfer(number == LIBUSB_ERROR_NO_DEVICE
				 ? LIBUSB_TRANSFER_NO_DEVICE
				 : LIBUSB_TRANSFER_ERROR,
	    ret_error);
}

static int64_t
left_ms(const struct timespec *begin)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return SEND_MS - ((int64_t)(now.tv_sec - begin->tv_sec) * 1000 +
			     (now.tv_nsec - begin->tv_nsec) / 1000000);
}

static cseal_status
wait_until_sent(struct sdt_usb *usb, struct pipe *pipe, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct timespec begin;
	bool happened;
	cseal_status st;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	while (pipe->is_under_way) {
		int64_t left = left_ms(&begin);

		if (left <= 0)
			return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
			    "the reader took nothing for %d ms", SEND_MS);
		st = handle_events(usb, (int)left, wait, &happened, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

static cseal_status
send_one(struct sdt_usb *usb, struct pipe *pipe, const uint8_t *bytes,
    size_t len, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st;
	int number;

	memcpy(pipe->buf, bytes, len);
	pipe->transfer->length = (int)len;
	number = submit(pipe);
	if (number != 0)
		return fail_submit(number, ret_error);
	st = wait_until_sent(usb, pipe, wait, ret_error);
	if (st != CSEAL_OK)
		return st; /* nothing is sent again: it is taken back at the end */
	if (pipe->transfer->status != LIBUSB_TRANSFER_COMPLETED)
		return fail_transfer(pipe->transfer->status, ret_error);
	if (pipe->transfer->actual_length != (int)len)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the reader took %d bytes of %zu",
		    pipe->transfer->actual_length, len);
	return CSEAL_OK;
}

cseal_status
sdt_usb_send(struct sdt_usb *usb, const uint8_t *bytes, size_t len,
    cseal_wait *wait, cseal_error **ret_error)
{
	const bool is_split = usb->endpoints.pairs == 2 && len > HEAD_LEN;
	const size_t head = is_split ? HEAD_LEN : len;
	cseal_status st;

	if (len > SEND_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "a request had %zu bytes", len);
	usb->head_len = 0;
	st = send_one(usb, &usb->out[0], bytes, head, wait, ret_error);
	if (st == CSEAL_OK && is_split)
		st = send_one(usb, &usb->out[1], bytes + head, len - head, wait,
		    ret_error);
	return st;
}

/* Takes what there is of one pipe, and sets it going again when it is empty.
 * What failed fails the same way again. */
static cseal_status
take(struct pipe *pipe, uint8_t *buf, size_t room, size_t *ret_len,
    cseal_error **ret_error)
{
	const size_t there = (size_t)pipe->transfer->actual_length;
	size_t len = there - pipe->used;
	int number;

	*ret_len = 0;
	if (pipe->is_under_way)
		return CSEAL_OK;
	if (pipe->transfer->status != LIBUSB_TRANSFER_COMPLETED)
		return fail_transfer(pipe->transfer->status, ret_error);
	if (len > room)
		len = room;
	memcpy(buf, pipe->buf + pipe->used, len);
	pipe->used += len;
	*ret_len = len;
	if (pipe->used < there)
		return CSEAL_OK;
	number = submit(pipe);
	return number == 0 ? CSEAL_OK : fail_submit(number, ret_error);
}

/* An answer begins on the first of two pairs, and goes on on the second. */
static cseal_status
take_any(struct sdt_usb *usb, uint8_t *buf, size_t room, size_t *ret_len,
    cseal_error **ret_error)
{
	cseal_status st;

	if (usb->endpoints.pairs == 2 && usb->head_len >= HEAD_LEN) {
		st = take(&usb->in[1], buf, room, ret_len, ret_error);
		if (st != CSEAL_OK || *ret_len > 0)
			return st;
	}
	st = take(&usb->in[0], buf, room, ret_len, ret_error);
	if (st == CSEAL_OK)
		usb->head_len += *ret_len;
	return st;
}

cseal_status
sdt_usb_receive(struct sdt_usb *usb, uint8_t *buf, size_t room, int step_ms,
    cseal_wait *wait, size_t *ret_len, cseal_error **ret_error)
{
	bool happened;
	size_t len;
	cseal_status st;

	st = take_any(usb, buf, room, &len, ret_error);
	if (st == CSEAL_OK && len == 0) {
		st = handle_events(usb, step_ms, wait, &happened, ret_error);
		if (st == CSEAL_OK && happened)
			st = take_any(usb, buf, room, &len, ret_error);
	}
	if (st == CSEAL_OK)
		*ret_len = len;
	return st;
}
