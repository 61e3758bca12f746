/* SPDX-License-Identifier: Apache-2.0 */
/* bench-camera.c -- what a photo costs: time to the first valid frame and to
 * the one that is kept, copies and processor time for each frame, and the
 * measuring of its quality.
 *
 * The camera is simulated, on the far side of the kernel's FUSE; what its own
 * process takes is not counted.  Copies are counted by being in the way: every
 * memcpy() of the library and its modules comes here. */
#include "camera-harness.h"

#include <linux/videodev2.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define COPY_LEAST  4096 /* bytes: what is shorter is no picture */
#define RUNS        11
#define FRAMES_SEEN 25 /* by a camera that never settles */

static atomic_size_t copied;
/* Another function than memcpy(), and as good; the compiler, which knows that
 * too, would call memcpy() for it. */
static void *(*volatile move)(void *, const void *, size_t) = memmove;

void *
memcpy(void *restrict to, const void *restrict from, size_t len)
{
	if (len >= COPY_LEAST)
		atomic_fetch_add(&copied, len);
	return move(to, from, len);
}

static double
now_ms(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), compare);
	return values[count / 2];
}

/* Milliseconds and copies of one photo; negative if it failed. */
struct cost {
	double wall_ms, cpu_ms, copies;
};

static struct cost
shoot(const struct fuse_model *model, const char *more, size_t len)
{
	struct cost cost = { -1, -1, -1 };
	cseal_context *context = camera_context(more);
	struct fuse_camera camera;
	struct shot shot;

	if (!fuse_camera_start(&camera, model))
		return cost;
	atomic_store(&copied, 0);
	cost.wall_ms = now_ms(CLOCK_MONOTONIC);
	cost.cpu_ms = now_ms(CLOCK_PROCESS_CPUTIME_ID);
	shot = camera_shot(context, camera.uri, NULL, 20000, NULL);
	cost.wall_ms = now_ms(CLOCK_MONOTONIC) - cost.wall_ms;
	cost.cpu_ms = now_ms(CLOCK_PROCESS_CPUTIME_ID) - cost.cpu_ms;
	cost.copies = (double)atomic_load(&copied) / (double)len;
	if (shot.st != CSEAL_OK)
		printf("# %s\n", shot.text);
	camera_shot_free(&shot);
	fuse_camera_end(&camera);
	cseal_context_unref(context);
	return cost;
}

static void
measure_camera(unsigned width, unsigned height)
{
	const struct fuse_size sizes[] = { { width, height }, { 0, 0 } };
	const struct fuse_format formats[] = { { V4L2_PIX_FMT_MJPEG, sizes },
		{ 0, NULL } };
	struct picture pictures[2] = { picture_jpeg(width, height, 200, 0),
		picture_jpeg(width, height, 120, 0) };
	struct fuse_frame frames[FRAMES_SEEN];
	struct fuse_model model = { .formats = formats,
		.frames = frames,
		.frame_count = FRAMES_SEEN,
		.period_ms = 33 };
	double first[RUNS], settled[RUNS];
	struct cost cost = { 0 };

	for (int i = 0; i < FRAMES_SEEN; i++) {
		frames[i].bytes = pictures[i % 2].bytes;
		frames[i].len = pictures[i % 2].len;
		frames[i].flags = frames[i].bytesused = 0;
	}
	for (int i = 0; i < RUNS; i++)
		first[i] =
		    shoot(&model, "settle_ms = 0\n", pictures[0].len).wall_ms;
	/* Light and dark by turns: every frame is looked at, none is calm. */
	model.period_ms = 5;
	cost = shoot(&model, "settle_ms = 10000\n", pictures[0].len);
	model.frame_count = 1;
	model.period_ms = 33;
	for (int i = 0; i < RUNS; i++)
		settled[i] = shoot(&model, "", pictures[0].len).wall_ms;
	printf("camera %4u x %-4u  first frame %6.1f ms  settled %6.1f ms  "
	       "copies %.2f of one kept of %d  cpu %.2f ms a frame\n",
	    width, height, median(first, RUNS), median(settled, RUNS),
	    cost.copies, FRAMES_SEEN, cost.cpu_ms / FRAMES_SEEN);
	for (int i = 0; i < 2; i++)
		picture_free(&pictures[i]);
}

static void
measure_gauge(unsigned width, unsigned height)
{
	struct cseal_photo_quality quality = { .size = sizeof(quality) };
	struct picture picture = picture_jpeg(width, height, 200, 0);
	cseal_context *context = camera_context("");
	cseal_photo *photo = NULL;
	double times[RUNS];
	bool ok;

	ok = cseal_photo_new_mem(picture.bytes, picture.len, &photo, NULL) ==
	     CSEAL_OK;
	for (int i = 0; ok && i < RUNS; i++) {
		times[i] = now_ms(CLOCK_PROCESS_CPUTIME_ID);
		ok = cseal_photo_examine(
			 context, photo, -1, NULL, &quality, NULL) == CSEAL_OK;
		times[i] = now_ms(CLOCK_PROCESS_CPUTIME_ID) - times[i];
	}
	if (ok)
		printf("gauge  %4u x %-4u  %6.2f ms of a processor, %zu kB\n",
		    width, height, median(times, RUNS), picture.len / 1000);
	else
		printf("gauge: none is here\n");
	cseal_photo_free(photo);
	cseal_context_unref(context);
	picture_free(&picture);
}

int
main(void)
{
	const char *why = camera_begin();

	if (why != NULL) {
		printf("camera: not measured: %s\n", why);
	} else {
		measure_camera(640, 480);
		measure_camera(1920, 1080);
	}
	measure_gauge(640, 480);
	measure_gauge(1920, 1080);
	measure_gauge(3264, 2448);
	return 0;
}
