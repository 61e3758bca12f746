/* SPDX-License-Identifier: Apache-2.0 */
/* roles.h -- which camera is there for what, by the configuration or udev. */
#ifndef CAMERA_ROLES_H
#define CAMERA_ROLES_H

#include "known.h"

/* What [module v4l2-camera] says of a role, a path that was parsed; false if
 * it says nothing.  Status: SETUP_CONFIG. */
cseal_status camera_role_setting(cseal_host *host, enum camera_role role,
    struct camera_uri *ret_uri, bool *ret_there, cseal_error **ret_error);

/* The path of what a URI names, and its role.  Status: SETUP_CONFIG,
 * COUNTER_NO_DEVICE (nobody has the role). */
cseal_status camera_locate(cseal_host *host, const struct camera_uri *uri,
    char path[CAMERA_PATH_ROOM], enum camera_role *ret_role,
    cseal_error **ret_error);

/* The role of a camera: the configuration's word comes first. */
enum camera_role camera_role_at(
    cseal_host *host, const struct known_list *list, const char *path);

#endif
