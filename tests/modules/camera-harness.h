/* SPDX-License-Identifier: Apache-2.0 */
/* camera-harness.h -- taking photos of simulated cameras. */
#ifndef TESTS_CAMERA_HARNESS_H
#define TESTS_CAMERA_HARNESS_H

#include "camera-pictures.h"
#include "fuse-camera.h"

#include <counterseal/counterseal.h>

#define FRAME_MS 300 /* as configured */

struct shot {
	cseal_status st;
	cseal_photo *photo; /* if st is CSEAL_OK */
	const uint8_t *bytes;
	size_t len;
	char text[512]; /* of the error */
	long took_ms;
};

/* Once, at the start of main(): NULL, or why there are no cameras here. */
const char *camera_begin(void);

/* The same for cameras of the kernel. */
void camera_begin_real(void);

/* more is added to the configuration. */
cseal_context *camera_context(const char *more);

long camera_now_ms(void);

/* FAULT_INTERNAL also if status and error did not agree, or a descriptor was
 * left open. */
struct shot camera_shot(cseal_context *context, const char *uri,
    const struct cseal_photo_options *options, int timeout_ms,
    cseal_cancel *cancel);

/* One photo by a camera of that model, from start to end. */
struct shot camera_take(const struct fuse_model *model);
void camera_shot_free(struct shot *shot);

#endif
