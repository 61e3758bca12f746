/* SPDX-License-Identifier: Apache-2.0 */
/* uvc-device.c -- a simulated USB camera (USB Device Class Definition for
 * Video Devices 1.0, and its Motion JPEG payload). */
#include "uvc-device.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#define STREAM_IN   0x81
#define PAYLOAD_LEN 16384 /* a header of two bytes, and a part of a picture */
#define PAUSE_MS    20    /* between two pictures */
#define FRAME_MOST  (1 << 18)

#define LE16(value) (value) & 0xff, (value) >> 8 & 0xff
#define LE32(value) LE16(value), LE16((value) >> 16)

/* clang-format off */
static const uint8_t device_descriptor[] = {
	18, 1, 0x00, 0x02, 0xef, 2, 1, 64, 0x09, 0x12, 0x02, 0x00, 0x23, 0x01,
	1, 2, 3, 1
};
static const uint8_t configuration[] = {
	9, 2, LE16(9 + 8 + 9 + 40 + 9 + 14 + 11 + 30 + 6 + 7), 2, 1, 0, 0x80, 50,
	8, 11, 0, 2, 14, 3, 0, 0,            /* both interfaces are one camera */
	9, 4, 0, 0, 0, 14, 1, 0, 0,          /* control */
	13, 0x24, 1, LE16(0x100), LE16(40), LE32(6000000), 1, 1,
	18, 0x24, 2, 1, LE16(0x201), 0, 0, LE16(0), LE16(0), LE16(0), 3, 0, 0, 0,
	9, 0x24, 3, 2, LE16(0x101), 0, 1, 0,
	9, 4, 1, 0, 1, 14, 2, 0, 0,          /* stream */
	14, 0x24, 1, 1, LE16(14 + 11 + 30 + 6), STREAM_IN, 0, 2, 0, 0, 0, 1, 0,
	11, 0x24, 6, 1, 1, 1, 1, 0, 0, 0, 0,
	30, 0x24, 7, 1, 0, LE16(UVC_WIDTH), LE16(UVC_HEIGHT), LE32(1000000),
	    LE32(100000000), LE32(FRAME_MOST), LE32(333333), 1, LE32(333333),
	6, 0x24, 13, 1, 1, 4,
	7, 5, STREAM_IN, 2, LE16(512), 0,
};
/* What is agreed on (4.3.1.1). */
static const uint8_t probe[26] = {
	0, 0, 1, 1, LE32(333333), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	LE32(FRAME_MOST), LE32(PAYLOAD_LEN)
};
/* clang-format on */

static const char *const strings[] = { "Counterseal", UVC_NAME, UVC_SERIAL,
	NULL };
static const struct vhci_model model = {
	.speed = VHCI_HIGH,
	.device = device_descriptor,
	.configuration = configuration,
	.configuration_len = sizeof(configuration),
	.strings = strings,
};

/* GET_INFO, GET_LEN and the others of probe and commit; all else is stalled. */
static int
control(void *user, const struct vhci_setup *setup, uint8_t *data)
{
	const bool is_stream = (setup->index & 0xff) == 1 &&
			       (setup->value == 0x100 || setup->value == 0x200);
	int len = setup->len < 26 ? setup->len : 26;

	if (!is_stream)
		return -1;
	switch (setup->request) {
	case 0x01: return setup->len; /* SET_CUR */
	case 0x81:                    /* GET_CUR, GET_MIN, GET_MAX, GET_DEF */
	case 0x82:
	case 0x83:
	case 0x87: memcpy(data, probe, (size_t)len); return len;
	case 0x85: /* GET_LEN */
		data[0] = sizeof(probe);
		data[1] = 0;
		return 2;
	case 0x86: data[0] = 3; return 1; /* GET_INFO */
	default: return -1;
	}
}

/* One picture in payloads (2.4.3.2); the last one says so. */
static void
send_picture(struct vhci_device *device, const struct uvc_camera *camera)
{
	uint8_t payload[PAYLOAD_LEN];
	size_t at = 0;

	while (at < camera->len) {
		size_t len = camera->len - at;

		if (len > PAYLOAD_LEN - 2)
			len = PAYLOAD_LEN - 2;
		payload[0] = 2;
		payload[1] = (uint8_t)(0x80 | (camera->sent & 1) |
				       (at + len == camera->len ? 2 : 0));
		memcpy(payload + 2, camera->picture + at, len);
		vhci_send(device, STREAM_IN, payload, len + 2, true);
		at += len;
	}
}

static bool
may_send(struct vhci_device *device, const struct uvc_camera *camera)
{
	return vhci_waiting(device, STREAM_IN) > 0 &&
	       (camera->silent_from == 0 || camera->sent < camera->silent_from);
}

void
uvc_serve(unsigned port, void *argument)
{
	static const struct vhci_ops ops = { control, NULL };
	struct uvc_camera *camera = argument;
	struct vhci_device *device = vhci_plug(&model, port, &ops, camera);
	struct pollfd fd;

	if (device == NULL)
		return;
	fd = (struct pollfd){ .fd = vhci_fd(device), .events = POLLIN };
	for (;;) {
		int count = poll(&fd, 1, PAUSE_MS);

		if (count > 0 && !vhci_dispatch(device))
			return;
		if (count == 0 && may_send(device, camera)) {
			send_picture(device, camera);
			camera->sent++;
		}
	}
}
