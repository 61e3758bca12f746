/* SPDX-License-Identifier: Apache-2.0 */
/* vhci.h -- a simulated USB device on the kernel's virtual host controller.
 *
 * The kernel's vhci-hcd talks USB/IP (Documentation/usb/usbip_protocol.rst)
 * over a socket; here it is one end of a socketpair, and this is the other:
 * every request block that a driver submits comes here, and is answered as
 * the model and the caller say.  The kernel sees a device that was plugged
 * in; nothing of it is visible to the code under test.
 *
 * One thread: poll vhci_fd() for reading, then call vhci_dispatch(). */
#ifndef GUEST_VHCI_H
#define GUEST_VHCI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum vhci_speed { VHCI_FULL = 2, VHCI_HIGH = 3 };

/* What the kernel is told of the device.  Borrowed. */
struct vhci_model {
	enum vhci_speed speed;
	const uint8_t *device; /* descriptor, 18 bytes (USB 2.0, 9.6.1) */
	/* Descriptor of the only configuration, with all that follows it. */
	const uint8_t *configuration;
	size_t configuration_len;
	/* Strings 1, 2, ... in ASCII; NULL ends them. */
	const char *const *strings;
};

struct vhci_setup {
	uint8_t type, request; /* bmRequestType, bRequest */
	uint16_t value, index, len;
};

/* Of a request that is answered later, or never. */
#define VHCI_NAK (-1000)

struct vhci_ops {
	/* A control request that is not answered by the model: those of a
	 * class or a vendor, and descriptors of an interface.  data has
	 * setup->len bytes: those that came, or room for those that go.
	 * Returns how many there are; negative to stall; VHCI_NAK.  NULL
	 * stalls all. */
	int (*control)(
	    void *user, const struct vhci_setup *setup, uint8_t *data);
	/* Bytes for an OUT endpoint (0x01 to 0x0f).  Returns how many were
	 * taken, -errno as in vhci_fail(), or VHCI_NAK.  NULL takes all. */
	int (*out)(
	    void *user, uint8_t endpoint, const uint8_t *bytes, size_t len);
};

struct vhci_device;

/* Plugs it into a port from 0 to 7: it is 1-1 to 1-8 where there is no other
 * controller.  NULL with errno where it cannot be, for example without the
 * module vhci-hcd. */
struct vhci_device *vhci_plug(const struct vhci_model *model, unsigned port,
    const struct vhci_ops *ops, void *user);

/* Takes it out as somebody pulls the plug, and frees it.  NULL is allowed. */
void vhci_unplug(struct vhci_device *device);

int vhci_fd(const struct vhci_device *device);
/* Answers one request; false if the kernel has let go of the device. */
bool vhci_dispatch(struct vhci_device *device);

/* Puts bytes at the end of what an IN endpoint (0x81 to 0x8f) has to say, cut
 * into packets of its size; the last is short, or empty if `ended` and the
 * length is a multiple of the size. */
void vhci_send(struct vhci_device *device, uint8_t endpoint,
    const uint8_t *bytes, size_t len, bool ended);
/* The same, as one packet, whatever the size of the endpoint's may be. */
void vhci_send_packet(struct vhci_device *device, uint8_t endpoint,
    const uint8_t *bytes, size_t len);
/* After what was sent, one request fails: EPIPE stalls the endpoint until the
 * host clears that, EPROTO and EILSEQ are errors on the wire. */
void vhci_fail(struct vhci_device *device, uint8_t endpoint, int number);

/* How many requests wait for an endpoint to say something. */
size_t vhci_waiting(const struct vhci_device *device, uint8_t endpoint);

#endif
