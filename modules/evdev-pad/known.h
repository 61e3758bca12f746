/* SPDX-License-Identifier: Apache-2.0 */
/* known.h -- what udev knows of the tablets of this machine. */
#ifndef EVDEV_KNOWN_H
#define EVDEV_KNOWN_H

#include "surface.h"
#include "uri.h"

#define KNOWN_MOST  32
#define KNOWN_LINKS 8

struct known_tablet {
	enum evdev_kind kind;       /* EVDEV_PEN or EVDEV_TOUCH */
	char node[EVDEV_PATH_ROOM]; /* /dev/input/event5 */
	/* Links that udev made for it, or for another part of the same
	 * device. */
	char links[KNOWN_LINKS][EVDEV_PATH_ROOM];
	size_t link_count;
	bool has_serial;
	bool is_display;
	bool is_stu; /* one of the pads that stu-pad speaks to */
	char name[EVDEV_NAME_ROOM];
};

struct known_list {
	struct known_tablet tablets[KNOWN_MOST];
	size_t count;
};

/* Freed with free().  Status: FAULT_MEMORY. */
cseal_status known_list_new(
    struct known_list **ret_list, cseal_error **ret_error);

/* The one that path leads to: as a node, or as a link that udev made for the
 * device that the pen is a part of.  NULL: none, or more than one. */
const struct known_tablet *known_find(
    const struct known_list *list, const char *path);

/* A path that is the same after a replug, if there is one, else the node. */
const char *known_lasting(
    const struct known_list *list, const struct known_tablet *tablet);

#endif
