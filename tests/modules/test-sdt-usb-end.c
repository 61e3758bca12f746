/* SPDX-License-Identifier: Apache-2.0 */
/* test-sdt-usb-end.c -- proves of modules/sdt-reader/usb.c that nothing of a
 * card stays in memory when a reader is closed, and that what the kernel does
 * not give back is not freed.
 *
 * No kernel does that on demand: this is libusb, with a reader of two pairs. */
#include "remains.h"
#include "tap.h"
#include "usb.h"
#include "wait.h"

#include <libusb.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS 2

/* ---- the kernel and libusb ------------------------------------------------ */

static const struct libusb_endpoint_descriptor endpoints[2 * PAIRS] = {
	{ .bEndpointAddress = 0x02, .bmAttributes = 2, .wMaxPacketSize = 64 },
	{ .bEndpointAddress = 0x81, .bmAttributes = 2, .wMaxPacketSize = 64 },
	{ .bEndpointAddress = 0x06, .bmAttributes = 2, .wMaxPacketSize = 64 },
	{ .bEndpointAddress = 0x85, .bmAttributes = 2, .wMaxPacketSize = 64 },
};
static const struct libusb_interface_descriptor alternate = {
	.bNumEndpoints = 2 * PAIRS, .endpoint = endpoints
};
static const struct libusb_interface interface = { .altsetting = &alternate,
	.num_altsetting = 1 };
static struct libusb_config_descriptor configuration = { .bNumInterfaces = 1,
	.interface = &interface };

struct flight {
	struct libusb_transfer transfer;
	bool is_under_way, is_cancelled, is_freed;
};

static struct flight flights[2 * PAIRS]; /* in the order they are made in */
static size_t made;
static uint8_t kept[2 * PAIRS]; /* endpoints that are not given back */
static unsigned closed;

int
libusb_init(libusb_context **context)
{
	*context = (libusb_context *)&made;
	return 0;
}

void
libusb_exit(libusb_context *context)
{
	closed++;
}

const char *
libusb_strerror(int number)
{
	return "an error";
}

ssize_t
libusb_get_device_list(libusb_context *context, libusb_device ***ret_list)
{
	static libusb_device *list[2] = { (libusb_device *)&made, NULL };

	*ret_list = list;
	return 1;
}

void
libusb_free_device_list(libusb_device **list, int unref)
{
}

uint8_t
libusb_get_bus_number(libusb_device *device)
{
	return 1;
}

uint8_t
libusb_get_device_address(libusb_device *device)
{
	return 1;
}

int
libusb_get_port_numbers(libusb_device *device, uint8_t *ports, int room)
{
	ports[0] = 2;
	return 1;
}

int
libusb_get_device_descriptor(
    libusb_device *device, struct libusb_device_descriptor *descriptor)
{
	memset(descriptor, 0, sizeof(*descriptor));
	descriptor->idVendor = 0x0400;
	descriptor->idProduct = 0xc35a;
	return 0;
}

int
libusb_get_active_config_descriptor(
    libusb_device *device, struct libusb_config_descriptor **ret)
{
	*ret = &configuration;
	return 0;
}

void
libusb_free_config_descriptor(struct libusb_config_descriptor *config)
{
}

int
libusb_open(libusb_device *device, libusb_device_handle **ret_handle)
{
	*ret_handle = (libusb_device_handle *)&made;
	return 0;
}

void
libusb_close(libusb_device_handle *handle)
{
	closed++;
}

int
libusb_kernel_driver_active(libusb_device_handle *handle, int number)
{
	return 0;
}

int
libusb_set_auto_detach_kernel_driver(libusb_device_handle *handle, int on)
{
	return 0;
}

int
libusb_claim_interface(libusb_device_handle *handle, int number)
{
	return 0;
}

int
libusb_release_interface(libusb_device_handle *handle, int number)
{
	closed++;
	return 0;
}

int
libusb_clear_halt(libusb_device_handle *handle, unsigned char endpoint)
{
	return 0;
}

const struct libusb_pollfd **
libusb_get_pollfds(libusb_context *context)
{
	return NULL;
}

void
libusb_free_pollfds(const struct libusb_pollfd **fds)
{
}

struct libusb_transfer *
libusb_alloc_transfer(int packets)
{
	return &flights[made++].transfer;
}

void
libusb_free_transfer(struct libusb_transfer *transfer)
{
	((struct flight *)transfer)->is_freed = true;
}

int
libusb_submit_transfer(struct libusb_transfer *transfer)
{
	((struct flight *)transfer)->is_under_way = true;
	return 0;
}

int
libusb_cancel_transfer(struct libusb_transfer *transfer)
{
	((struct flight *)transfer)->is_cancelled = true;
	return 0;
}

/* What was cancelled comes back, but for what is kept. */
int
libusb_handle_events_timeout_completed(
    libusb_context *context, struct timeval *time, int *completed)
{
	for (size_t i = 0; i < made; i++) {
		struct flight *flight = &flights[i];

		if (!flight->is_under_way || !flight->is_cancelled ||
		    memchr(kept, flight->transfer.endpoint, sizeof(kept)) !=
			NULL)
			continue;
		flight->is_under_way = false;
		flight->transfer.status = LIBUSB_TRANSFER_CANCELLED;
		flight->transfer.callback(&flight->transfer);
	}
	return 0;
}

/* ---- the end --------------------------------------------------------------- */

static const struct sdt_uri uri = { .kind = SDT_USB, .port = "1-2" };

static struct flight *
flight_of(uint8_t endpoint)
{
	for (size_t i = 0; i < made; i++) {
		if (flights[i].transfer.endpoint == endpoint)
			return &flights[i];
	}
	return NULL;
}

/* Opens it; what every transfer has in its buffer is of a card. */
static struct sdt_usb *
open_full(struct remains *ret_card)
{
	struct sdt_usb *usb = NULL;
	struct cseal_wait wait;
	uint8_t card[32];

	made = 0;
	closed = 0;
	memset(flights, 0, sizeof(flights));
	memset(kept, 0, sizeof(kept));
	for (size_t i = 0; i < sizeof(card); i++)
		card[i] = (uint8_t)(i * 41 + 7);
	remains_of(ret_card, card, sizeof(card));
	if (!OK(sdt_usb_open(&uri, &usb, NULL) == CSEAL_OK && made == 4))
		exit(tap_done());
	/* A request that does not leave before the time is over. */
	csi_wait_init(&wait, 0, NULL);
	OK(sdt_usb_send(usb, card, sizeof(card), &wait, NULL) ==
	    CSEAL_STOPPED_TIMEOUT);
	for (size_t i = 0; i < made; i++)
		memcpy(flights[i].transfer.buffer, card, sizeof(card));
	explicit_bzero(card, sizeof(card));
	/* Registers that were spilled may have it, too. */
	OK(remains_count(ret_card) >= 4 || remains_count(ret_card) < 0);
	return usb;
}

static void
all_that_comes_back_is_wiped_and_freed(void)
{
	struct remains card;

	sdt_usb_close(open_full(&card));
	OK(remains_count(&card) <= 0);
	OK(closed == 3);
	for (size_t i = 0; i < made; i++)
		OK(flights[i].is_freed);
}

/* Each of those that are under way: not the second of the request. */
static void
what_does_not_come_back_keeps_nothing_and_holds_up_no_other(void)
{
	struct remains card;

	for (size_t i = 0; i < 2 * PAIRS; i++) {
		uint8_t address = endpoints[i].bEndpointAddress;
		struct sdt_usb *usb;

		if (address == 0x06)
			continue;
		usb = open_full(&card);
		kept[0] = address;
		sdt_usb_close(usb);
		OKF(closed == 0, "%02x: what the kernel has stays", address);
		OKF(remains_count(&card) <= 0, "%02x: %ld", address,
		    remains_count(&card));
		for (size_t k = 0; k < 2 * PAIRS; k++) {
			struct flight *other =
			    flight_of(endpoints[k].bEndpointAddress);

			OKF(other->is_freed == (k != i), "%02x: %02x", address,
			    endpoints[k].bEndpointAddress);
		}
		/* For a sanitizer that looks for what nobody has any more. */
		free(usb);
	}
}

int
main(void)
{
	RUN(all_that_comes_back_is_wiped_and_freed);
	RUN(what_does_not_come_back_keeps_nothing_and_holds_up_no_other);
	return tap_done();
}
