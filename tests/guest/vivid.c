/* SPDX-License-Identifier: Apache-2.0 */
/* vivid.c -- the kernel's own camera for tests, and what it does wrong.
 *
 *	vivid                the node of the camera: /dev/video0
 *	vivid list           its controls, a line each
 *	vivid NAME VALUE     sets the control of that name
 *
 * The camera is that of the module vivid, which is to be loaded before (see
 * README).  Among its controls are, as buttons, "Disconnect" (it is gone until
 * the module is loaded again) and those that "Inject" errors, and "Percentage
 * of Dropped Buffers". */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The first of vivid's nodes that captures video. */
static bool
find_node(char *node, size_t room)
{
	struct v4l2_capability capability;
	struct dirent *entry;
	bool found = false;
	DIR *folder = opendir("/dev");

	while (folder != NULL && !found && (entry = readdir(folder)) != NULL) {
		int fd;

		if (strncmp(entry->d_name, "video", 5) != 0)
			continue;
		snprintf(node, room, "/dev/%.32s", entry->d_name);
		fd = open(node, O_RDWR | O_CLOEXEC);
		found = fd >= 0 &&
			ioctl(fd, VIDIOC_QUERYCAP, &capability) == 0 &&
			strcmp((const char *)capability.driver, "vivid") == 0 &&
			(capability.device_caps & V4L2_CAP_VIDEO_CAPTURE) != 0;
		if (fd >= 0)
			close(fd);
	}
	if (folder != NULL)
		closedir(folder);
	return found;
}

/* Goes through the controls: shows them, or finds one. */
static bool
find_control(int fd, const char *name, struct v4l2_queryctrl *ret_control)
{
	struct v4l2_queryctrl control = { .id = V4L2_CTRL_FLAG_NEXT_CTRL };

	while (ioctl(fd, VIDIOC_QUERYCTRL, &control) == 0) {
		if (name == NULL)
			printf("%s: %d to %d\n", (const char *)control.name,
			    control.minimum, control.maximum);
		else if (strcasecmp((const char *)control.name, name) == 0) {
			*ret_control = control;
			return true;
		}
		control.id |= V4L2_CTRL_FLAG_NEXT_CTRL;
	}
	return name == NULL;
}

static int
fail(const char *what)
{
	fprintf(stderr, "vivid: %s: %s\n", what, strerror(errno));
	return 1;
}

int
main(int argc, char **argv)
{
	struct v4l2_queryctrl found;
	struct v4l2_control control;
	char node[64];
	int fd;

	if (!find_node(node, sizeof(node)))
		return fail("there is no vivid");
	if (argc < 2) {
		printf("%s\n", node);
		return 0;
	}
	fd = open(node, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return fail(node);
	if (argc == 2 && strcmp(argv[1], "list") == 0)
		return !find_control(fd, NULL, &found);
	errno = ENOENT;
	if (argc != 3 || !find_control(fd, argv[1], &found))
		return fail(argv[1]);
	control.id = found.id;
	control.value = atoi(argv[2]);
	if (ioctl(fd, VIDIOC_S_CTRL, &control) != 0)
		return fail(argv[1]);
	return 0;
}
