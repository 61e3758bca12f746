/* SPDX-License-Identifier: Apache-2.0 */
/* find.h -- which cameras are there. */
#ifndef CAMERA_FIND_H
#define CAMERA_FIND_H

#include "agree.h"
#include "roles.h"

/* A look at one node. */
struct camera_probe {
	bool is_camera;
	cseal_device_state state; /* BUSY, DENIED and ABSENT, too */
	char name[CAMERA_NAME_ROOM];
};

/* wait may be NULL.  Status: STOPPED_*, FAULT_MEMORY, FAULT_INTERNAL; what is
 * wrong with the node is in the probe. */
cseal_status camera_probe(const char *path, cseal_wait *wait,
    struct camera_probe *ret_probe, cseal_error **ret_error);

cseal_status camera_find(cseal_host *host, cseal_finder *finder,
    cseal_wait *wait, cseal_error **ret_error);

#endif
