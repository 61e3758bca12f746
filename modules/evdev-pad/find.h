/* SPDX-License-Identifier: Apache-2.0 */
/* find.h -- which tablets are there, and why one is not. */
#ifndef EVDEV_FIND_H
#define EVDEV_FIND_H

#include "known.h"

/* Where the pen of the device is that path names: a node, or path itself if
 * nothing is known of it.  Status: FAULT_MEMORY. */
cseal_status evdev_locate(
    const char *path, char ret_node[EVDEV_PATH_ROOM], cseal_error **ret_error);

/* Whether somebody holds the one that can be opened and whose pen is away: to
 * look, it is held for a moment, in which nobody else hears of it. */
bool evdev_is_busy(int fd, const struct evdev_facts *facts);

cseal_status evdev_find(cseal_host *host, cseal_finder *finder,
    cseal_wait *wait, cseal_error **ret_error);
void evdev_doctor(cseal_host *host, cseal_finding_fn report, void *user);

#endif
