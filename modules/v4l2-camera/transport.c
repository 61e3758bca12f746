/* SPDX-License-Identifier: Apache-2.0 */
/* transport.c -- the node of a camera: calls that end when the wait does.
 *
 * A driver waits up to five seconds for an answer of the camera, and no
 * signal or descriptor ends that.  So all calls are made by a thread of the
 * line's own, one at a time, which is left behind when the wait ends; whoever
 * of the two is last frees what they share.  The module is linked to stay in
 * memory (-z nodelete), for the thread may outlive the context. */
#include "transport.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libv4l2.h>

#define ARGUMENT_ROOM 256 /* bytes; the largest of V4L2 has 208 */
#define CLOSE_MS      50  /* for a camera to be given back */

enum task {
	TASK_NONE,
	TASK_OPEN,
	TASK_ASK,
	TASK_CONVERT,
	TASK_MAP,
	TASK_UNMAP,
	TASK_LEAVE
};

struct mapping {
	void *at;
	size_t len;
};

struct camera_line {
	pthread_mutex_t mutex;
	pthread_cond_t asked;
	int owners;  /* the caller and the thread */
	int done_fd; /* readable when the task is done */
	enum task task;
	/* Of the task, and its result. */
	unsigned long request;
	_Alignas(max_align_t) uint8_t argument[ARGUMENT_ROOM];
	uint64_t offset;
	size_t len;
	int number; /* errno, or 0 */
	/* The caller's. */
	bool is_stuck; /* a task was not waited for */
	/* The thread's. */
	int fd;
	bool is_converted;
	struct mapping mappings[CAMERA_FRAME_MAPS];
	unsigned mapping_count;
	char path[CAMERA_PATH_ROOM];
};

/* ---- the thread's side ------------------------------------------------- */

static int
do_open(struct camera_line *line)
{
	line->fd = open(line->path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return line->fd < 0 ? errno : 0;
}

static int
do_ask(struct camera_line *line)
{
	int result;

	do {
		errno = 0;
		result =
		    line->is_converted
			? v4l2_ioctl(line->fd, line->request, line->argument)
			: ioctl(line->fd, line->request, line->argument);
	} while (result != 0 && errno == EINTR);
	/* A driver that fails without saying why has failed. */
	return result == 0 ? 0 : errno != 0 ? errno : EIO;
}

static int
do_convert(struct camera_line *line)
{
	errno = 0;
	if (v4l2_fd_open(line->fd, 0) < 0)
		return errno != 0 ? errno : EINVAL;
	line->is_converted = true;
	return 0;
}

static int
do_map(struct camera_line *line)
{
	struct mapping *mapping = &line->mappings[line->mapping_count];

	if (line->mapping_count == CAMERA_FRAME_MAPS)
		return ENOMEM;
	mapping->len = line->len;
	mapping->at = line->is_converted
			  ? v4l2_mmap(NULL, line->len, PROT_READ, MAP_SHARED,
				line->fd, (int64_t)line->offset)
			  : mmap(NULL, line->len, PROT_READ, MAP_SHARED,
				line->fd, (off_t)line->offset);
	if (mapping->at == MAP_FAILED)
		return errno;
	line->mapping_count++;
	return 0;
}

static void
unmap_all(struct camera_line *line)
{
	for (unsigned i = 0; i < line->mapping_count; i++) {
		struct mapping *mapping = &line->mappings[i];

		if (line->is_converted)
			v4l2_munmap(mapping->at, mapping->len);
		else
			munmap(mapping->at, mapping->len);
	}
	line->mapping_count = 0;
}

static int
perform(struct camera_line *line, enum task task)
{
	switch (task) {
	case TASK_OPEN: return do_open(line);
	case TASK_ASK: return do_ask(line);
	case TASK_CONVERT: return do_convert(line);
	case TASK_MAP: return do_map(line);
	case TASK_UNMAP: unmap_all(line); break;
	case TASK_NONE:
	case TASK_LEAVE: break;
	}
	return 0;
}

/* The driver stops the stream by itself. */
static void
leave(struct camera_line *line)
{
	unmap_all(line);
	if (line->is_converted)
		v4l2_close(line->fd);
	else if (line->fd >= 0)
		close(line->fd);
}

/* With the mutex, which it gives back. */
static void
disown(struct camera_line *line)
{
	bool is_last = --line->owners == 0;

	pthread_mutex_unlock(&line->mutex);
	if (!is_last)
		return;
	close(line->done_fd);
	pthread_cond_destroy(&line->asked);
	pthread_mutex_destroy(&line->mutex);
	explicit_bzero(line, sizeof(*line));
	free(line);
}

/* It cannot fail: the counter is 0 before. */
static void
tell(const struct camera_line *line)
{
	const uint64_t one = 1;
	ssize_t len = write(line->done_fd, &one, sizeof(one));

	(void)len;
}

static void *
serve(void *argument)
{
	struct camera_line *line = argument;
	enum task task;
	int number;

	pthread_mutex_lock(&line->mutex);
	for (;;) {
		while (line->task == TASK_NONE)
			pthread_cond_wait(&line->asked, &line->mutex);
		task = line->task;
		if (task == TASK_LEAVE)
			break;
		pthread_mutex_unlock(&line->mutex);
		number = perform(line, task);
		pthread_mutex_lock(&line->mutex);
		line->number = number;
		/* Unless it was told to leave meanwhile. */
		if (line->task == task)
			line->task = TASK_NONE;
		tell(line);
	}
	pthread_mutex_unlock(&line->mutex);
	leave(line);
	pthread_mutex_lock(&line->mutex);
	tell(line);
	disown(line);
	return NULL;
}

/* ---- the caller's side ------------------------------------------------- */

static int
start(struct camera_line *line)
{
	int number;

	line->owners = 2;
	number = cseal_thread_start(serve, line);
	if (number != 0)
		line->owners = 1;
	return number;
}

/* The doctor has no wait; a driver gives up by itself. */
static cseal_status
wait_for(struct camera_line *line, cseal_wait *wait, cseal_error **ret_error)
{
	struct pollfd done = { .fd = line->done_fd, .events = POLLIN };
	short events;

	if (wait != NULL)
		return cseal_wait_poll(
		    wait, line->done_fd, POLLIN, -1, &events, ret_error);
	while (poll(&done, 1, -1) < 0 && errno == EINTR)
		continue;
	return CSEAL_OK;
}

static cseal_status
do_task(struct camera_line *line, enum task task, cseal_wait *wait,
    int *ret_number, cseal_error **ret_error)
{
	cseal_status st;
	uint64_t times;

	pthread_mutex_lock(&line->mutex);
	line->task = task;
	pthread_cond_signal(&line->asked);
	pthread_mutex_unlock(&line->mutex);
	st = wait_for(line, wait, ret_error);
	if (st == CSEAL_OK && read(line->done_fd, &times, sizeof(times)) !=
				  (ssize_t)sizeof(times))
		st = cseal_fail(
		    ret_error, CSEAL_FAULT_INTERNAL, "a thread did not answer");
	if (st != CSEAL_OK) {
		line->is_stuck = true;
		return st;
	}
	pthread_mutex_lock(&line->mutex);
	*ret_number = line->number;
	pthread_mutex_unlock(&line->mutex);
	return CSEAL_OK;
}

static cseal_status
fail_open(const char *path, int number, cseal_error **ret_error)
{
	switch (number) {
	case EACCES:
	case EPERM: return cseal_fail_denied(path, ret_error);
	case EBUSY:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_BUSY,
		    "%s is in use by another program", path);
	default:
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "could not open %s: %s", path, strerror(number));
	}
}

static cseal_status
fail_memory(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}

static cseal_status
new_line(
    const char *path, struct camera_line **ret_line, cseal_error **ret_error)
{
	struct camera_line *line = calloc(1, sizeof(*line));
	int number;

	if (line == NULL)
		return fail_memory(ret_error);
	line->fd = -1;
	memcpy(line->path, path, strlen(path) + 1);
	pthread_mutex_init(&line->mutex, NULL);
	pthread_cond_init(&line->asked, NULL);
	line->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	number = line->done_fd < 0 ? errno : start(line);
	if (number != 0) {
		if (line->done_fd >= 0)
			close(line->done_fd);
		pthread_cond_destroy(&line->asked);
		pthread_mutex_destroy(&line->mutex);
		free(line);
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "no thread for the camera: %s", strerror(number));
	}
	*ret_line = line;
	return CSEAL_OK;
}

cseal_status
camera_line_open(const char *path, cseal_wait *wait,
    struct camera_line **ret_line, cseal_error **ret_error)
{
	struct camera_line *line = NULL;
	cseal_status st;
	int number = 0;

	if (strlen(path) >= CAMERA_PATH_ROOM)
		return fail_open(path, ENAMETOOLONG, ret_error);
	st = new_line(path, &line, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = do_task(line, TASK_OPEN, wait, &number, ret_error);
	if (st == CSEAL_OK && number != 0)
		st = fail_open(path, number, ret_error);
	if (st != CSEAL_OK) {
		camera_line_close(line);
		return st;
	}
	*ret_line = line;
	return CSEAL_OK;
}

/* Whoever opens the camera next should not find it busy, so there is a short
 * wait for it to be given back. */
void
camera_line_close(struct camera_line *line)
{
	struct pollfd done;

	if (line == NULL)
		return;
	done = (struct pollfd){ .fd = line->done_fd, .events = POLLIN };
	pthread_mutex_lock(&line->mutex);
	line->task = TASK_LEAVE;
	pthread_cond_signal(&line->asked);
	pthread_mutex_unlock(&line->mutex);
	if (!line->is_stuck)
		poll(&done, 1, CLOSE_MS);
	pthread_mutex_lock(&line->mutex);
	disown(line);
}

cseal_status
camera_line_ask(struct camera_line *line, unsigned long request, void *argument,
    size_t size, cseal_wait *wait, int *ret_number, cseal_error **ret_error)
{
	cseal_status st;

	if (line->is_stuck || size > sizeof(line->argument))
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "the camera was asked in a wrong way");
	line->request = request;
	memcpy(line->argument, argument, size);
	st = do_task(line, TASK_ASK, wait, ret_number, ret_error);
	if (st == CSEAL_OK)
		memcpy(argument, line->argument, size);
	return st;
}

cseal_status
camera_line_convert(struct camera_line *line, cseal_wait *wait, int *ret_number,
    cseal_error **ret_error)
{
	return do_task(line, TASK_CONVERT, wait, ret_number, ret_error);
}

cseal_status
camera_line_map(struct camera_line *line, uint64_t offset, size_t len,
    cseal_wait *wait, const void **ret_bytes, int *ret_number,
    cseal_error **ret_error)
{
	cseal_status st;

	line->offset = offset;
	line->len = len;
	st = do_task(line, TASK_MAP, wait, ret_number, ret_error);
	if (st == CSEAL_OK && *ret_number == 0)
		*ret_bytes = line->mappings[line->mapping_count - 1].at;
	return st;
}

cseal_status
camera_line_unmap(
    struct camera_line *line, cseal_wait *wait, cseal_error **ret_error)
{
	int number;

	return do_task(line, TASK_UNMAP, wait, &number, ret_error);
}

cseal_status
camera_line_poll(struct camera_line *line, int step_ms, cseal_wait *wait,
    short *ret_events, cseal_error **ret_error)
{
	return cseal_wait_poll(
	    wait, line->fd, POLLIN | POLLPRI, step_ms, ret_events, ret_error);
}
