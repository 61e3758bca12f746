/* SPDX-License-Identifier: Apache-2.0 */
/* plugged.c -- a simulated USB device in a process of its own. */
#include "plugged.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WAIT_MS 30000
#define STEP_MS 10

static void
pause_ms(long ms)
{
	const struct timespec pause = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&pause, NULL);
}

/* The number in a file of the device's folder; 0 if there is none. */
static unsigned
number_of(const struct plugged *plugged, const char *file)
{
	char path[64];
	unsigned number = 0;
	FILE *stream;

	snprintf(path, sizeof(path), "/sys/bus/usb/devices/%s/%s",
	    plugged->name, file);
	stream = fopen(path, "re");
	if (stream == NULL)
		return 0;
	if (fscanf(stream, "%u", &number) != 1)
		number = 0;
	fclose(stream);
	return number;
}

bool
is_plugged(const struct plugged *plugged)
{
	return number_of(plugged, "busnum") != 0;
}

/* Whether it has a node and a configuration, which comes last. */
static bool
is_ready(struct plugged *plugged)
{
	unsigned bus = number_of(plugged, "busnum");

	snprintf(plugged->node, sizeof(plugged->node), "/dev/bus/usb/%03u/%03u",
	    bus % 1000, number_of(plugged, "devnum") % 1000);
	return bus != 0 && access(plugged->node, F_OK) == 0 &&
	       number_of(plugged, "bConfigurationValue") != 0;
}

bool
plug(struct plugged *plugged, unsigned port,
    void (*serve)(unsigned port, void *argument), void *argument)
{
	memset(plugged, 0, sizeof(*plugged));
	snprintf(plugged->name, sizeof(plugged->name), "1-%u", port + 1);
	plugged->pid = fork();
	if (plugged->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(port, argument);
		_exit(0);
	}
	for (int ms = 0; ms < WAIT_MS; ms += STEP_MS) {
		if (is_ready(plugged))
			return true;
		pause_ms(STEP_MS);
	}
	unplug(plugged);
	return false;
}

void
unplug(struct plugged *plugged)
{
	if (plugged->pid <= 0)
		return;
	kill(plugged->pid, SIGKILL);
	waitpid(plugged->pid, NULL, 0);
	plugged->pid = 0;
	for (int ms = 0; ms < WAIT_MS && is_plugged(plugged); ms += STEP_MS)
		pause_ms(STEP_MS);
}
