/* SPDX-License-Identifier: Apache-2.0 */
/* usb.c -- a HID interface on USB, through libusb.
 *
 * Every transfer is asynchronous and every wait is a poll of libusb's
 * descriptors together with that of the cancel, so that a cancel ends it at
 * once: what the kernel has then is awaited by whoever uses it next, or closes.
 * So many transfers for what the device sends by itself are under way
 * that the kernel goes on receiving while the application does something
 * else. */
#include "usb.h"

#include "moment.h"

#include <errno.h>
#include <libusb.h>
#include <stdio.h>
#include <string.h>

#define INPUTS         64 /* of 5 ms each: 320 ms that nobody looks */
#define INPUT_LEN      64 /* the longest packet of full speed */
#define CONTROL_MOST   4096
#define GIVE_UP_US     10000000 /* for a transfer to be taken back */
#define HID_GET_REPORT 0x01
#define HID_SET_REPORT 0x09
#define HID_FEATURE    0x0300
#define HID_DESCRIPTOR 0x2200 /* of reports */

struct input {
	struct stu_usb *usb;
	struct libusb_transfer *transfer;
	uint8_t bytes[INPUT_LEN];
	bool is_out; /* the kernel has it */
	bool is_full;
};

struct stu_usb {
	libusb_context *context;
	libusb_device_handle *handle;
	int interface; /* negative: not claimed */
	uint8_t endpoint;
	/* In the order in which they were sent out, and come back. */
	struct input inputs[INPUTS];
	size_t next;
	bool has_started, is_gone;
	struct libusb_transfer *control;
	bool is_control_out;
	uint8_t setup[LIBUSB_CONTROL_SETUP_SIZE + CONTROL_MOST];
};

static cseal_status
fail_memory(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}

static cseal_status
fail_gone(cseal_error **ret_error)
{
	return cseal_fail(
	    ret_error, CSEAL_COUNTER_DEVICE_GONE, "the pad was unplugged");
}

static cseal_status
fail_usb(const char *what, int code, cseal_error **ret_error)
{
	switch (code) {
	case LIBUSB_ERROR_ACCESS:
		return cseal_fail(ret_error, CSEAL_SETUP_PERMISSION,
		    "could not %s the pad: permission denied", what);
	case LIBUSB_ERROR_BUSY:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_BUSY,
		    "the pad is in use by another program");
	case LIBUSB_ERROR_NO_DEVICE: return fail_gone(ret_error);
	case LIBUSB_ERROR_NO_MEM: return fail_memory(ret_error);
	default:
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "could not %s the pad: %s", what,
		    libusb_strerror((enum libusb_error)code));
	}
}

/* ---- which device ------------------------------------------------------ */

void
stu_usb_node(uint8_t bus, uint8_t address, char ret_path[STU_NODE_ROOM])
{
	snprintf(
	    ret_path, STU_NODE_ROOM, "/dev/bus/usb/%03u/%03u", bus, address);
}

static bool
is_at(libusb_device *device, const struct stu_uri *uri)
{
	struct libusb_device_descriptor descriptor;
	uint8_t ports[STU_PORTS_MOST];
	int count = libusb_get_port_numbers(device, ports, STU_PORTS_MOST);

	return count == (int)uri->port_count &&
	       libusb_get_bus_number(device) == uri->bus &&
	       memcmp(ports, uri->ports, uri->port_count) == 0 &&
	       libusb_get_device_descriptor(device, &descriptor) == 0 &&
	       descriptor.idVendor == STU_VENDOR;
}

static cseal_status
open_device(
    struct stu_usb *usb, const struct stu_uri *uri, cseal_error **ret_error)
{
	char name[STU_USB_NAME_ROOM], node[STU_NODE_ROOM];
	libusb_device **devices = NULL;
	ssize_t count = libusb_get_device_list(usb->context, &devices);
	int code = LIBUSB_ERROR_NOT_FOUND;

	for (ssize_t i = 0; i < count; i++) {
		if (is_at(devices[i], uri)) {
			stu_usb_node(uri->bus,
			    libusb_get_device_address(devices[i]), node);
			code = libusb_open(devices[i], &usb->handle);
			break;
		}
	}
	if (count >= 0)
		libusb_free_device_list(devices, 1);
	if (code == 0)
		return CSEAL_OK;
	if (code == LIBUSB_ERROR_ACCESS)
		return cseal_fail_denied(node, ret_error);
	stu_uri_usb_name(uri->bus, uri->ports, uri->port_count, name);
	if (code == LIBUSB_ERROR_NOT_FOUND || code == LIBUSB_ERROR_NO_DEVICE)
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "there is no pad at USB %s", name);
	return fail_usb("open", code, ret_error);
}

/* The first interface for humans that sends something by itself.  What else
 * there is was not seen on a pad, and is not needed. */
static bool
find_interface(const struct libusb_config_descriptor *config,
    struct stu_usb *usb, int *ret_interface)
{
	for (int i = 0; i < config->bNumInterfaces; i++) {
		const struct libusb_interface *interface =
		    &config->interface[i];
		const struct libusb_interface_descriptor *alternate;

		if (interface->num_altsetting < 1)
			continue;
		alternate = &interface->altsetting[0];
		if (alternate->bInterfaceClass != LIBUSB_CLASS_HID)
			continue;
		for (int k = 0; k < alternate->bNumEndpoints; k++) {
			const struct libusb_endpoint_descriptor *endpoint =
			    &alternate->endpoint[k];

			if ((endpoint->bmAttributes & 3) !=
				LIBUSB_TRANSFER_TYPE_INTERRUPT ||
			    (endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN) ==
				0)
				continue;
			usb->endpoint = endpoint->bEndpointAddress;
			*ret_interface = alternate->bInterfaceNumber;
			return true;
		}
	}
	return false;
}

static cseal_status
claim(struct stu_usb *usb, cseal_error **ret_error)
{
	struct libusb_config_descriptor *config;
	int interface = -1, code;
	bool found;

	code = libusb_get_active_config_descriptor(
	    libusb_get_device(usb->handle), &config);
	if (code != 0)
		return fail_usb("look at", code, ret_error);
	found = find_interface(config, usb, &interface);
	libusb_free_config_descriptor(config);
	if (!found)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the device had no interface of a pad");
	libusb_set_auto_detach_kernel_driver(usb->handle, 1);
	code = libusb_claim_interface(usb->handle, interface);
	if (code != 0)
		return fail_usb("take", code, ret_error);
	usb->interface = interface;
	return CSEAL_OK;
}

static cseal_status
make_transfers(struct stu_usb *usb, cseal_error **ret_error)
{
	usb->control = libusb_alloc_transfer(0);
	if (usb->control == NULL)
		return fail_memory(ret_error);
	for (size_t i = 0; i < INPUTS; i++) {
		usb->inputs[i].usb = usb;
		usb->inputs[i].transfer = libusb_alloc_transfer(0);
		if (usb->inputs[i].transfer == NULL)
			return fail_memory(ret_error);
	}
	return CSEAL_OK;
}

cseal_status
stu_usb_open(cseal_host *host, const struct stu_uri *uri,
    struct stu_usb **ret_usb, cseal_error **ret_error)
{
	/* The kernel writes what the pen does straight into it. */
	struct stu_usb *usb = cseal_locked_new(host, sizeof(*usb));
	cseal_status st;
	int code;

	if (usb == NULL)
		return fail_memory(ret_error);
	usb->interface = -1;
	code = libusb_init(&usb->context);
	if (code != 0) {
		/* A machine without USB is no fault. */
		usb->context = NULL;
		stu_usb_close(usb);
		if (code == LIBUSB_ERROR_NO_MEM)
			return fail_memory(ret_error);
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "there is no USB on this machine");
	}
	libusb_set_option(
	    usb->context, LIBUSB_OPTION_LOG_LEVEL, LIBUSB_LOG_LEVEL_NONE);
	st = open_device(usb, uri, ret_error);
	if (st == CSEAL_OK)
		st = claim(usb, ret_error);
	if (st == CSEAL_OK)
		st = make_transfers(usb, ret_error);
	if (st != CSEAL_OK) {
		stu_usb_close(usb);
		return st;
	}
	*ret_usb = usb;
	return CSEAL_OK;
}

/* ---- waiting ----------------------------------------------------------- */

static void
handle(struct stu_usb *usb)
{
	struct timeval none = { 0, 0 };

	libusb_handle_events_timeout_completed(usb->context, &none, NULL);
}

/* One poll, and whatever it brought is handled. */
static cseal_status
pump(struct stu_usb *usb, int64_t until_us, cseal_wait *wait,
    cseal_error **ret_error)
{
	const struct libusb_pollfd **list = libusb_get_pollfds(usb->context);
	struct pollfd fds[STU_POLL_MOST];
	struct timeval due;
	size_t count = 0;
	cseal_status st;

	if (list == NULL)
		return fail_memory(ret_error);
	for (; list[count] != NULL && count < STU_POLL_MOST; count++)
		fds[count] =
		    (struct pollfd){ list[count]->fd, list[count]->events, 0 };
	libusb_free_pollfds(list);
	/* Where libusb has no descriptor for its own time. */
	if (libusb_get_next_timeout(usb->context, &due) == 1) {
		int64_t due_us =
		    stu_now_us() + (int64_t)due.tv_sec * 1000000 + due.tv_usec;

		until_us = due_us < until_us ? due_us : until_us;
	}
	st = stu_poll(fds, count, until_us, wait, ret_error);
	handle(usb);
	return st;
}

/* ---- control transfers ------------------------------------------------- */

static void
control_is_back(struct libusb_transfer *transfer)
{
	struct stu_usb *usb = transfer->user_data;

	usb->is_control_out = false;
}

/* Until the kernel gave it back, which it always does, or the wait ends. */
static cseal_status
take_back_control(
    struct stu_usb *usb, cseal_wait *wait, cseal_error **ret_error)
{
	int64_t until_us = stu_now_us() + GIVE_UP_US;
	cseal_status st = CSEAL_OK;

	if (usb->is_control_out)
		libusb_cancel_transfer(usb->control);
	while (st == CSEAL_OK && usb->is_control_out && stu_now_us() < until_us)
		st = pump(usb, until_us, wait, ret_error);
	if (st == CSEAL_OK && usb->is_control_out)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "a transfer to the pad did not end");
	return st;
}

static cseal_status
judge_control(struct stu_usb *usb, enum stu_usb_end *ret_end, size_t *ret_len,
    cseal_error **ret_error)
{
	switch (usb->control->status) {
	case LIBUSB_TRANSFER_COMPLETED:
		*ret_end = STU_USB_DONE;
		*ret_len = (size_t)usb->control->actual_length;
		return CSEAL_OK;
	case LIBUSB_TRANSFER_STALL: *ret_end = STU_USB_REFUSED; return CSEAL_OK;
	case LIBUSB_TRANSFER_CANCELLED:
	case LIBUSB_TRANSFER_TIMED_OUT:
		*ret_end = STU_USB_SILENT;
		return CSEAL_OK;
	case LIBUSB_TRANSFER_NO_DEVICE:
		usb->is_gone = true;
		return fail_gone(ret_error);
	case LIBUSB_TRANSFER_OVERFLOW:
	case LIBUSB_TRANSFER_ERROR: break;
	}
	return cseal_fail(
	    ret_error, CSEAL_FAULT_DEVICE, "a transfer to the pad failed");
}

/* For one that was stopped before: its bytes are the kernel's until then. */
static cseal_status
begin_control(struct stu_usb *usb, cseal_wait *wait, cseal_error **ret_error)
{
	if (usb->is_gone)
		return fail_gone(ret_error);
	return take_back_control(usb, wait, ret_error);
}

/* What is in usb->setup, and what comes back behind its header. */
static cseal_status
control(struct stu_usb *usb, int64_t until_us, cseal_wait *wait,
    enum stu_usb_end *ret_end, size_t *ret_len, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	int code;

	libusb_fill_control_transfer(
	    usb->control, usb->handle, usb->setup, control_is_back, usb, 0);
	code = libusb_submit_transfer(usb->control);
	if (code != 0) {
		usb->is_gone = code == LIBUSB_ERROR_NO_DEVICE;
		return fail_usb("ask", code, ret_error);
	}
	usb->is_control_out = true;
	while (st == CSEAL_OK && usb->is_control_out && stu_now_us() < until_us)
		st = pump(usb, until_us, wait, ret_error);
	if (st == CSEAL_OK)
		st = take_back_control(usb, wait, ret_error);
	if (st != CSEAL_OK) {
		libusb_cancel_transfer(usb->control);
		return st;
	}
	return judge_control(usb, ret_end, ret_len, ret_error);
}

static cseal_status
control_in(struct stu_usb *usb, uint8_t type, uint8_t request, uint16_t value,
    uint8_t *buf, size_t room, int64_t until_us, cseal_wait *wait,
    enum stu_usb_end *ret_end, size_t *ret_len, cseal_error **ret_error)
{
	cseal_status st;

	*ret_len = 0;
	if (room > CONTROL_MOST)
		room = CONTROL_MOST;
	st = begin_control(usb, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	libusb_fill_control_setup(usb->setup,
	    (uint8_t)(type | LIBUSB_ENDPOINT_IN | LIBUSB_RECIPIENT_INTERFACE),
	    request, value, (uint16_t)usb->interface, (uint16_t)room);
	st = control(usb, until_us, wait, ret_end, ret_len, ret_error);
	if (st == CSEAL_OK && *ret_end == STU_USB_DONE)
		memcpy(buf, usb->setup + LIBUSB_CONTROL_SETUP_SIZE, *ret_len);
	return st;
}

cseal_status
stu_usb_descriptor(struct stu_usb *usb, uint8_t *buf, size_t room,
    int64_t until_us, cseal_wait *wait, enum stu_usb_end *ret_end,
    size_t *ret_len, cseal_error **ret_error)
{
	return control_in(usb, LIBUSB_REQUEST_TYPE_STANDARD,
	    LIBUSB_REQUEST_GET_DESCRIPTOR, HID_DESCRIPTOR, buf, room, until_us,
	    wait, ret_end, ret_len, ret_error);
}

cseal_status
stu_usb_get(struct stu_usb *usb, uint8_t id, uint8_t *buf, size_t room,
    int64_t until_us, cseal_wait *wait, enum stu_usb_end *ret_end,
    size_t *ret_len, cseal_error **ret_error)
{
	return control_in(usb, LIBUSB_REQUEST_TYPE_CLASS, HID_GET_REPORT,
	    (uint16_t)(HID_FEATURE | id), buf, room, until_us, wait, ret_end,
	    ret_len, ret_error);
}

cseal_status
stu_usb_set(struct stu_usb *usb, const uint8_t *report, size_t len,
    int64_t until_us, cseal_wait *wait, enum stu_usb_end *ret_end,
    cseal_error **ret_error)
{
	cseal_status st;
	size_t ignored;

	st = begin_control(usb, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	libusb_fill_control_setup(usb->setup,
	    LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_ENDPOINT_OUT |
		LIBUSB_RECIPIENT_INTERFACE,
	    HID_SET_REPORT, (uint16_t)(HID_FEATURE | report[0]),
	    (uint16_t)usb->interface, (uint16_t)len);
	memcpy(usb->setup + LIBUSB_CONTROL_SETUP_SIZE, report, len);
	return control(usb, until_us, wait, ret_end, &ignored, ret_error);
}

/* ---- what the device sends --------------------------------------------- */

static void
input_is_back(struct libusb_transfer *transfer)
{
	struct input *input = transfer->user_data;

	input->is_out = false;
	input->is_full = transfer->status == LIBUSB_TRANSFER_COMPLETED;
	if (transfer->status == LIBUSB_TRANSFER_NO_DEVICE ||
	    transfer->status == LIBUSB_TRANSFER_ERROR ||
	    transfer->status == LIBUSB_TRANSFER_STALL)
		input->usb->is_gone = true;
}

static cseal_status
send_out(struct stu_usb *usb, struct input *input, cseal_error **ret_error)
{
	int code;

	libusb_fill_interrupt_transfer(input->transfer, usb->handle,
	    usb->endpoint, input->bytes, INPUT_LEN, input_is_back, input, 0);
	code = libusb_submit_transfer(input->transfer);
	if (code != 0) {
		usb->is_gone = code == LIBUSB_ERROR_NO_DEVICE;
		return fail_usb("listen to", code, ret_error);
	}
	input->is_out = true;
	return CSEAL_OK;
}

static cseal_status
start_inputs(struct stu_usb *usb, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < INPUTS; i++)
		st = send_out(usb, &usb->inputs[i], ret_error);
	usb->has_started = st == CSEAL_OK;
	return st;
}

/* Copies it, and sends the transfer out again. */
static cseal_status
take_input(struct stu_usb *usb, struct input *input, uint8_t *buf, size_t room,
    size_t *ret_len, cseal_error **ret_error)
{
	size_t len = (size_t)input->transfer->actual_length;

	*ret_len = len < room ? len : room;
	memcpy(buf, input->bytes, *ret_len);
	explicit_bzero(input->bytes, sizeof(input->bytes));
	input->is_full = false;
	usb->next = (usb->next + 1) % INPUTS;
	return send_out(usb, input, ret_error);
}

cseal_status
stu_usb_input(struct stu_usb *usb, uint8_t *buf, size_t room, int64_t until_us,
    cseal_wait *wait, size_t *ret_len, cseal_error **ret_error)
{
	struct input *input = &usb->inputs[usb->next];
	cseal_status st = CSEAL_OK;

	*ret_len = 0;
	if (!usb->has_started && !usb->is_gone)
		st = start_inputs(usb, ret_error);
	while (st == CSEAL_OK && !input->is_full) {
		if (usb->is_gone)
			return fail_gone(ret_error);
		if (stu_now_us() >= until_us)
			return CSEAL_OK;
		st = pump(usb, until_us, wait, ret_error);
	}
	if (st != CSEAL_OK)
		return st;
	return take_input(usb, input, buf, room, ret_len, ret_error);
}

/* ---- the end ----------------------------------------------------------- */

static bool
any_is_out(const struct stu_usb *usb)
{
	for (size_t i = 0; i < INPUTS; i++) {
		if (usb->inputs[i].is_out)
			return true;
	}
	return usb->is_control_out;
}

/* False: the kernel did not give all back, and what it has must stay. */
static bool
end_transfers(struct stu_usb *usb)
{
	int64_t until_us = stu_now_us() + GIVE_UP_US;

	for (size_t i = 0; i < INPUTS; i++) {
		if (usb->inputs[i].is_out)
			libusb_cancel_transfer(usb->inputs[i].transfer);
	}
	while (any_is_out(usb) && stu_now_us() < until_us)
		pump(usb, until_us, NULL, NULL);
	if (any_is_out(usb))
		return false;
	for (size_t i = 0; i < INPUTS; i++)
		libusb_free_transfer(usb->inputs[i].transfer);
	libusb_free_transfer(usb->control);
	return true;
}

void
stu_usb_close(struct stu_usb *usb)
{
	if (usb == NULL)
		return;
	if (usb->context != NULL && !end_transfers(usb))
		return;
	if (usb->interface >= 0)
		libusb_release_interface(usb->handle, usb->interface);
	if (usb->handle != NULL)
		libusb_close(usb->handle);
	if (usb->context != NULL)
		libusb_exit(usb->context);
	cseal_locked_free(usb);
}

/* ---- what is there ----------------------------------------------------- */

static void
note_device(
    libusb_device *device, struct stu_usb_device *devices, size_t *count)
{
	struct libusb_device_descriptor descriptor;
	struct stu_usb_device *found = &devices[*count];
	int ports;

	if (*count == STU_USB_DEVICES_MOST ||
	    libusb_get_device_descriptor(device, &descriptor) != 0 ||
	    descriptor.idVendor != STU_VENDOR)
		return;
	ports = libusb_get_port_numbers(device, found->ports, STU_PORTS_MOST);
	if (ports <= 0)
		return;
	found->product = descriptor.idProduct;
	found->bus = libusb_get_bus_number(device);
	found->address = libusb_get_device_address(device);
	found->port_count = (size_t)ports;
	(*count)++;
}

cseal_status
stu_usb_list(struct stu_usb_device ret_devices[], size_t *ret_count,
    cseal_error **ret_error)
{
	libusb_context *context = NULL;
	libusb_device **devices = NULL;
	ssize_t count;
	int code;

	*ret_count = 0;
	code = libusb_init(&context);
	if (code == LIBUSB_ERROR_NO_MEM)
		return fail_memory(ret_error);
	if (code != 0)
		return CSEAL_OK;
	libusb_set_option(
	    context, LIBUSB_OPTION_LOG_LEVEL, LIBUSB_LOG_LEVEL_NONE);
	count = libusb_get_device_list(context, &devices);
	for (ssize_t i = 0; i < count; i++)
		note_device(devices[i], ret_devices, ret_count);
	if (count >= 0)
		libusb_free_device_list(devices, 1);
	libusb_exit(context);
	return count == LIBUSB_ERROR_NO_MEM ? fail_memory(ret_error) : CSEAL_OK;
}
