/* SPDX-License-Identifier: Apache-2.0 */
/* camera.h -- the conversation with a camera about one picture, or one after
 * the other. */
#ifndef CAMERA_CAMERA_H
#define CAMERA_CAMERA_H

#include "negotiation.h"
#include "uri.h"

struct camera;

/* What can be set in [module v4l2-camera]. */
struct camera_settings {
	int frame_ms;  /* for the camera to give a frame */
	int settle_ms; /* for exposure and focus to come to rest */
};

/* Opens the node at path.  Status: those of camera_line_open();
 * COUNTER_NO_DEVICE (no camera), REFUSED_UNSUPPORTED. */
cseal_status camera_new(cseal_host *host, const char *path,
    enum camera_role role, const struct camera_settings *settings,
    cseal_wait *wait, struct camera **ret_camera, cseal_error **ret_error);

/* After a failure the camera can only be closed.  Status: COUNTER_DEVICE_BUSY, COUNTER_DEVICE_GONE, COUNTER_DEVICE_FAILED,
 * FAULT_DEVICE, REFUSED_UNSUPPORTED, STOPPED_*. */
cseal_status camera_shoot(struct camera *camera, const struct camera_wish *wish,
    cseal_wait *wait, cseal_blob *jpeg, cseal_error **ret_error);

/* The next frame that is a picture, as soon as it is there; the camera goes on
 * until it is closed.  Likewise. */
cseal_status camera_follow(struct camera *camera,
    const struct camera_wish *wish, cseal_wait *wait, cseal_blob *jpeg,
    cseal_error **ret_error);

void camera_free(struct camera *camera);

#endif
