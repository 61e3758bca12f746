/* SPDX-License-Identifier: Apache-2.0 */
/* known.h -- what udev knows of the nodes of video devices. */
#ifndef CAMERA_KNOWN_H
#define CAMERA_KNOWN_H

#include "uri.h"

#define KNOWN_MOST       64
#define KNOWN_TITLE_ROOM 128

struct known_node {
	char node[CAMERA_PATH_ROOM]; /* /dev/video0 */
	char path
	    [CAMERA_PATH_ROOM]; /* the same after a replug, if udev has it */
	char title[KNOWN_TITLE_ROOM];
	enum camera_role role; /* property COUNTERSEAL_CAMERA */
	/* Capabilities as udev saw them; true if it did not look. */
	bool may_be_camera;
};

struct known_list {
	struct known_node nodes[KNOWN_MOST];
	size_t count;
};

/* Freed with free().  Status: FAULT_MEMORY, FAULT_INTERNAL. */
cseal_status known_list_new(
    struct known_list **ret_list, cseal_error **ret_error);

/* The one whose node path leads to, or NULL. */
const struct known_node *known_find(
    const struct known_list *list, const char *path);

/* Whether both lead to the same node. */
bool known_same(const char *path, const char *other);

#endif
