/* SPDX-License-Identifier: Apache-2.0 */
/* camera-frames.c -- whether a camera can be looked through for long.
 *
 *	camera-frames URI COUNT
 *
 * Takes so many frames as the core does, and looks whether the memory and the
 * descriptors of the process are then what they were after the first tenth. */
#include "blob.h"
#include "loader.h"
#include "scratch.h"
#include "tap.h"
#include "wait.h"

#include <dirent.h>
#include <stdlib.h>
#include <time.h>

#define WIDTH       320 /* small, for a machine that is slow */
#define HEIGHT      180
#define FRAME_MOST  (64u << 20)
#define GROWTH_MOST 1024 /* KiB, of a heap that is not all given back */

static struct csi_module *module;
static struct cseal_wait forever;

static double
now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static long
count_fds(void)
{
	DIR *folder = opendir("/proc/self/fd");
	long count = 0;

	while (folder != NULL && readdir(folder) != NULL)
		count++;
	closedir(folder);
	return count;
}

/* KiB that are in memory. */
static long
resident(void)
{
	FILE *file = fopen("/proc/self/status", "r");
	char line[256];
	long kib = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		sscanf(line, "VmRSS: %ld", &kib);
	if (file != NULL)
		fclose(file);
	return kib;
}

static cseal_status
take(void *camera, size_t *ret_len)
{
	const struct cseal_shot_request request = {
		.size = sizeof(request), .width = WIDTH, .height = HEIGHT
	};
	cseal_error *error = NULL;
	cseal_blob blob;
	cseal_status st;

	csi_blob_init(&blob, FRAME_MOST);
	st = module->driver->ops.camera->follow(
	    camera, &request, &forever, &blob, &error);
	*ret_len = csi_blob_span(&blob).len;
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	csi_blob_wipe(&blob);
	return st;
}

static void
look_through(void *camera, unsigned long count)
{
	unsigned long taken = 0, most = count / 10;
	double longest = 0, began = now_s(), before = began;
	long kib = 0, fds = 0;
	size_t len = 1;

	while (taken < count && take(camera, &len) == CSEAL_OK && len > 0) {
		double now = now_s();

		longest = taken > 0 && now - before > longest ? now - before
							      : longest;
		before = now;
		if (++taken != most)
			continue;
		kib = resident();
		fds = count_fds();
	}
	OKF(taken == count, "%lu of %lu frames", taken, count);
	printf("# %lu frames in %.1f s, %.2f a second, at most %.0f ms apart\n",
	    taken, before - began, (double)taken / (before - began),
	    longest * 1e3);
	printf("# resident: %ld KiB, then %ld KiB\n", kib, resident());
	OKF(resident() <= kib + GROWTH_MOST, "%ld KiB more", resident() - kib);
	OKF(count_fds() == fds, "%ld descriptors more", count_fds() - fds);
}

static cseal_context *
new_context(void)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = TEST_MODULE_DIR };
	cseal_context *context = NULL;

	options.user_config = scratch_write(
	    "camera.conf", "[module v4l2-camera]\nframe_ms = 60000\n");
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK)
		exit(99);
	return context;
}

int
main(int argc, char **argv)
{
	unsigned long count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	cseal_context *context;
	cseal_error *error = NULL;
	void *camera = NULL;
	cseal_status st;

	if (count < 10)
		return 2;
	scratch_make();
	context = new_context();
	csi_wait_init(&forever, -1, NULL);
	st = csi_loader_driver(
	    context, argv[1], CSEAL_KIND_CAMERA, &module, &error);
	if (st == CSEAL_OK)
		st = module->driver->ops.camera->open(
		    &module->host, argv[1], &forever, &camera, &error);
	if (OKF(st == CSEAL_OK, "%s", cseal_error_text(error)))
		look_through(camera, count);
	if (camera != NULL)
		module->driver->ops.camera->close(camera);
	cseal_error_free(error);
	cseal_context_unref(context);
	return tap_done();
}
