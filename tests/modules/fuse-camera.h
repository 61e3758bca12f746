/* SPDX-License-Identifier: Apache-2.0 */
/* fuse-camera.h -- a simulated V4L2 camera on the far side of the kernel.
 *
 * It is a file of FUSE that answers the calls of a video node: VIDIOC_
 * ioctls, poll and mmap go through the kernel to a process of its own.  What
 * a node of /dev has and a file has not is the place in sysfs. */
#ifndef TESTS_FUSE_CAMERA_H
#define TESTS_FUSE_CAMERA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct fuse_size {
	uint32_t width, height;
};

struct fuse_format {
	uint32_t fourcc;
	const struct fuse_size *sizes; /* width 0 ends them; NULL: no list */
};

/* One picture as the camera gives it. */
struct fuse_frame {
	const void *bytes;
	size_t len;
	uint32_t flags;     /* V4L2_BUF_FLAG_ */
	uint32_t bytesused; /* 0: len */
};

/* What one call answers in place of the usual: from its call number `from` (0
 * is the first), so many `times` (0: ever). */
struct fuse_fault {
	unsigned long
	    request; /* VIDIOC_; FUSE_OPEN, FUSE_POLL below; 0: none */
	unsigned from, times;
	int number;    /* errno; 0: the answer is bent */
	bool hangs;    /* it never answers */
	size_t offset; /* of what is bent in the answer, 4 bytes */
	uint32_t value;
};

#define FUSE_OPEN 1ul

struct fuse_model {
	const char *name;
	uint32_t capabilities;             /* of this node; 0: a camera's */
	const struct fuse_format *formats; /* fourcc 0 ends them */
	const struct fuse_frame *frames;
	size_t frame_count;   /* the last one goes on for ever */
	unsigned period_ms;   /* between two; 0: 5 */
	unsigned silent_from; /* frame from which none comes; 0: never */
	unsigned unplug_from; /* frame before which it is unplugged; 0: never */
	struct fuse_fault faults[2];
};

struct fuse_camera {
	pid_t pid;
	char path[128]; /* of the node */
	char uri[160];
};

/* Once, at the start of main(): the program gets its own mounts.  NULL, or why
 * there is no FUSE here. */
const char *fuse_camera_begin(void);

/* False if it did not start. */
bool fuse_camera_start(
    struct fuse_camera *camera, const struct fuse_model *model);
/* Pulls the plug. */
void fuse_camera_unplug(const struct fuse_camera *camera);
void fuse_camera_end(struct fuse_camera *camera);

#endif
