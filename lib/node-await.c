/* SPDX-License-Identifier: Apache-2.0 */
/* node-await.c -- a device's name that udev is just making.
 *
 * When a device is unplugged and plugged in again at once, the new one has the
 * number of the old one, and with it for a moment what udev knew of that: it
 * is listed by a name that is taken away, and made again. */
#include <counterseal/module.h>

#include <unistd.h>

#define UDEV    "/run/udev/control"
#define QUEUE   "/run/udev/queue" /* there while udev has something to do */
#define STEP_MS 10
#define MOST_MS 5000
#define IDLE_MS 100 /* in which udev hears what the kernel has to tell */

cseal_status
cseal_node_await(const char *path, cseal_wait *wait, cseal_error **ret_error)
{
	int idle_ms = 0;

	for (int ms = 0; ms < MOST_MS && idle_ms < IDLE_MS; ms += STEP_MS) {
		cseal_status st;
		short events;

		if (access(path, F_OK) == 0 || access(UDEV, F_OK) != 0)
			break;
		st = cseal_wait_poll(wait, -1, 0, STEP_MS, &events, ret_error);
		if (st != CSEAL_OK)
			return st;
		idle_ms = access(QUEUE, F_OK) == 0 ? 0 : idle_ms + STEP_MS;
	}
	return CSEAL_OK;
}
