/* SPDX-License-Identifier: Apache-2.0 */
/* endpoints.c -- which bulk endpoints of a USB device are the reader's.
 *
 * Open programs for readers of two brands were seen: one uses the pairs 02/81
 * and 06/85 for the first seven bytes of a frame and for the rest; the other
 * has one pair, and takes the last that the descriptors name.  What a third
 * brand does is not known: hence the choice by count, and a way to overrule
 * it. */
#include "endpoints.h"

#include <stdlib.h>
#include <string.h>

#define SIZE_MOST      1024 /* of a packet, USB 3.2, 9.6.6 */
#define ENDPOINTS_MOST 16

struct found {
	size_t count;
	struct sdt_endpoint at[ENDPOINTS_MOST];
};

static void
collect(const struct libusb_interface_descriptor *setting, uint8_t direction,
    struct found *found)
{
	found->count = 0;
	for (int i = 0;
	     i < setting->bNumEndpoints && found->count < ENDPOINTS_MOST; i++) {
		const struct libusb_endpoint_descriptor *at =
		    &setting->endpoint[i];
		uint16_t size = at->wMaxPacketSize & 0x7ff;

		if ((at->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) !=
			LIBUSB_TRANSFER_TYPE_BULK ||
		    (at->bEndpointAddress & LIBUSB_ENDPOINT_DIR_MASK) !=
			direction ||
		    size == 0 || size > SIZE_MOST)
			continue;
		found->at[found->count].address = at->bEndpointAddress;
		found->at[found->count].size = size;
		found->count++;
	}
}

static int
by_address(const void *a, const void *b)
{
	const struct sdt_endpoint *left = a, *right = b;

	return (int)left->address - (int)right->address;
}

/* The two lowest, or the last that was named. */
static void
choose(struct found *found, unsigned pairs, struct sdt_endpoint *ret_chosen)
{
	if (pairs == 1) {
		ret_chosen[0] = found->at[found->count - 1];
		return;
	}
	qsort(found->at, found->count, sizeof(found->at[0]), by_address);
	memcpy(ret_chosen, found->at, pairs * sizeof(found->at[0]));
}

static bool
try_interface(const struct libusb_interface_descriptor *setting, unsigned pairs,
    struct sdt_endpoints *ret_endpoints)
{
	struct found out, in;
	unsigned most;

	collect(setting, LIBUSB_ENDPOINT_OUT, &out);
	collect(setting, LIBUSB_ENDPOINT_IN, &in);
	most = out.count >= 2 && in.count >= 2 ? 2 : 1;
	if (out.count == 0 || in.count == 0 || pairs > most)
		return false;
	ret_endpoints->interface = setting->bInterfaceNumber;
	ret_endpoints->pairs = pairs == 0 ? most : pairs;
	choose(&out, ret_endpoints->pairs, ret_endpoints->out);
	choose(&in, ret_endpoints->pairs, ret_endpoints->in);
	return true;
}

bool
sdt_endpoints_of(const struct libusb_config_descriptor *configuration,
    unsigned pairs, struct sdt_endpoints *ret_endpoints)
{
	memset(ret_endpoints, 0, sizeof(*ret_endpoints));
	for (int i = 0; i < configuration->bNumInterfaces; i++) {
		const struct libusb_interface *interface =
		    &configuration->interface[i];

		if (interface->num_altsetting > 0 &&
		    try_interface(
			&interface->altsetting[0], pairs, ret_endpoints))
			return true;
	}
	return false;
}
