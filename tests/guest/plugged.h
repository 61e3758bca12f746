/* SPDX-License-Identifier: Apache-2.0 */
/* plugged.h -- a simulated USB device in a process of its own, so that the
 * test program sees of it what it sees of any device. */
#ifndef GUEST_PLUGGED_H
#define GUEST_PLUGGED_H

#include <stdbool.h>
#include <sys/types.h>

struct plugged {
	pid_t pid;
	char name[16]; /* as the kernel has it: 1-2 */
	char node[32]; /* /dev/bus/usb/001/005 */
};

/* Runs serve() in a child, which plugs a device into the port (0 to 7) and
 * ends when it has gone; waits until the device is there.  False if it did not
 * come within half a minute. */
bool plug(struct plugged *plugged, unsigned port,
    void (*serve)(unsigned port, void *argument), void *argument);

/* Pulls the plug, if nobody did; waits until the device is away. */
void unplug(struct plugged *plugged);

/* Whether the kernel has it. */
bool is_plugged(const struct plugged *plugged);

#endif
