/* SPDX-License-Identifier: Apache-2.0 */
/* uvc-device.h -- a simulated USB camera (UVC 1.0, Motion JPEG over a bulk
 * endpoint) on the kernel's virtual host controller. */
#ifndef GUEST_UVC_DEVICE_H
#define GUEST_UVC_DEVICE_H

#include "vhci.h"

/* Shared with the process that is the camera. */
struct uvc_camera {
	size_t len;             /* of the picture that it gives */
	volatile unsigned sent; /* pictures */
	/* From this picture on none comes; 0: never. */
	volatile unsigned silent_from;
	uint8_t picture[1 << 18];
};

#define UVC_WIDTH  640
#define UVC_HEIGHT 480
#define UVC_NAME   "Counterseal Chart camera"
#define UVC_SERIAL "A1B2C3"

/* For plug(): argument is a struct uvc_camera. */
void uvc_serve(unsigned port, void *argument);

#endif
