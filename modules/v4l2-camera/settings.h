/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h -- what [module v4l2-camera] says. */
#ifndef CAMERA_SETTINGS_H
#define CAMERA_SETTINGS_H

#include "camera.h"

/* Status: SETUP_CONFIG. */
cseal_status camera_settings_read(cseal_host *host,
    struct camera_settings *ret_settings, cseal_error **ret_error);

#endif
