/* SPDX-License-Identifier: Apache-2.0 */
/* uri.h -- which camera: v4l2:PATH, v4l2:portrait, v4l2:document. */
#ifndef CAMERA_URI_H
#define CAMERA_URI_H

#include "transport.h"

/* What a camera is there for. */
enum camera_role {
	CAMERA_ANY,
	CAMERA_PORTRAIT, /* looks at the customer */
	CAMERA_DOCUMENT, /* looks down on papers */
	CAMERA_ROLES
};

/* "portrait", "document"; NULL for any. */
const char *camera_role_name(enum camera_role role);
/* CAMERA_ANY for every other name, and for NULL. */
enum camera_role camera_role_of(const char *name);

struct camera_uri {
	enum camera_role role;       /* if it names a role instead of a path */
	char path[CAMERA_PATH_ROOM]; /* absolute, or empty */
};

/* Status: SETUP_CONFIG. */
cseal_status camera_uri_parse(
    const char *uri, struct camera_uri *ret_uri, cseal_error **ret_error);

#endif
