/* SPDX-License-Identifier: Apache-2.0 */
/* fuse-camera.c -- a simulated V4L2 camera on the far side of the kernel.
 *
 * The file is the camera's memory, one buffer after another: what is mapped of
 * it is the kernel's, and a picture is put there before it is told of. */
#define FUSE_USE_VERSION 312
#include "fuse-camera.h"

#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NODE          2
#define NAME          "video0"
#define BUFFER_LEN    (UINT32_C(1) << 20)
#define BUFFERS       4u
#define PERIOD_MS     5
#define REQUESTS_MOST 64

/* The camera's own process has one camera. */
static const struct fuse_model *model;
static struct fuse_session *session;
static struct fuse_pollhandle *waiting;
static volatile sig_atomic_t is_unplugged;
static struct v4l2_format format;
static uint8_t memory[BUFFERS][BUFFER_LEN];
static struct v4l2_buffer buffers[BUFFERS];
static uint32_t queue[BUFFERS], done[BUFFERS];
static unsigned queue_count, done_count, buffer_count, frame_number;
static bool is_streaming;
static int64_t next_frame_ms;
static unsigned calls[REQUESTS_MOST * 4]; /* of each request, by number */

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- what a driver does ------------------------------------------------- */

static const struct fuse_format *
format_at(uint32_t index)
{
	for (uint32_t i = 0; model->formats[i].fourcc != 0; i++) {
		if (i == index)
			return &model->formats[i];
	}
	return NULL;
}

static const struct fuse_format *
format_of(uint32_t fourcc)
{
	for (uint32_t i = 0; model->formats[i].fourcc != 0; i++) {
		if (model->formats[i].fourcc == fourcc)
			return &model->formats[i];
	}
	return NULL;
}

static int
query_capabilities(struct v4l2_capability *answer)
{
	uint32_t can = model->capabilities;

	memset(answer, 0, sizeof(*answer));
	if (can == 0)
		can = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
	strcpy((char *)answer->driver, "fuse");
	snprintf((char *)answer->card, sizeof(answer->card), "%s",
	    model->name != NULL ? model->name : "Simulated camera");
	/* As uvcvideo: all nodes of the device together, and this one. */
	answer->device_caps = can;
	answer->capabilities = can | V4L2_CAP_DEVICE_CAPS |
			       V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_META_CAPTURE |
			       V4L2_CAP_STREAMING;
	return 0;
}

static int
list_formats(struct v4l2_fmtdesc *answer)
{
	const struct fuse_format *one = format_at(answer->index);

	if (one == NULL)
		return EINVAL;
	answer->pixelformat = one->fourcc;
	return 0;
}

static int
list_sizes(struct v4l2_frmsizeenum *answer)
{
	const struct fuse_format *one = format_of(answer->pixel_format);

	if (one == NULL || one->sizes == NULL)
		return ENOTTY;
	for (uint32_t i = 0; one->sizes[i].width != 0; i++) {
		if (i != answer->index)
			continue;
		answer->type = V4L2_FRMSIZE_TYPE_DISCRETE;
		answer->discrete.width = one->sizes[i].width;
		answer->discrete.height = one->sizes[i].height;
		return 0;
	}
	return EINVAL;
}

static int
list_intervals(struct v4l2_frmivalenum *answer)
{
	static const uint32_t rates[] = { 15, 30, 60 };

	if (answer->index >= 3)
		return EINVAL;
	answer->type = V4L2_FRMIVAL_TYPE_DISCRETE;
	answer->discrete.numerator = 1;
	answer->discrete.denominator = rates[answer->index];
	return 0;
}

static int
set_format(struct v4l2_format *answer)
{
	struct v4l2_pix_format *pix = &answer->fmt.pix;
	const struct fuse_format *one = format_of(pix->pixelformat);

	if (one == NULL)
		one = &model->formats[0];
	pix->pixelformat = one->fourcc;
	pix->field = V4L2_FIELD_NONE;
	pix->bytesperline = 0;
	if (one->fourcc == V4L2_PIX_FMT_YUYV ||
	    one->fourcc == V4L2_PIX_FMT_RGB565)
		pix->bytesperline = pix->width * 2;
	else if (one->fourcc == V4L2_PIX_FMT_NV12)
		pix->bytesperline = pix->width;
	pix->sizeimage = BUFFER_LEN;
	pix->colorspace = V4L2_COLORSPACE_SRGB;
	format = *answer;
	return 0;
}

static int
request_buffers(struct v4l2_requestbuffers *answer)
{
	if (answer->count > BUFFERS)
		answer->count = BUFFERS;
	buffer_count = answer->count;
	queue_count = done_count = 0;
	return 0;
}

static int
query_buffer(struct v4l2_buffer *answer)
{
	if (answer->index >= buffer_count)
		return EINVAL;
	answer->length = BUFFER_LEN;
	answer->m.offset = answer->index * BUFFER_LEN;
	return 0;
}

static int
queue_buffer(struct v4l2_buffer *answer)
{
	if (answer->index >= buffer_count || queue_count == BUFFERS)
		return EINVAL;
	queue[queue_count++] = answer->index;
	return 0;
}

static int
dequeue_buffer(struct v4l2_buffer *answer)
{
	if (!is_streaming)
		return EINVAL;
	if (done_count == 0)
		return EAGAIN;
	*answer = buffers[done[0]];
	done_count--;
	memmove(done, done + 1, done_count * sizeof(done[0]));
	return 0;
}

static int
start_stream(void)
{
	is_streaming = true;
	next_frame_ms = now_ms();
	return 0;
}

static int
stop_stream(void)
{
	is_streaming = false;
	queue_count = done_count = 0;
	return 0;
}

static int
answer_usually(unsigned long request, void *answer)
{
	switch (request) {
	case VIDIOC_QUERYCAP: return query_capabilities(answer);
	case VIDIOC_ENUM_FMT: return list_formats(answer);
	case VIDIOC_ENUM_FRAMESIZES: return list_sizes(answer);
	case VIDIOC_ENUM_FRAMEINTERVALS: return list_intervals(answer);
	case VIDIOC_G_FMT: *(struct v4l2_format *)answer = format; return 0;
	case VIDIOC_TRY_FMT:
	case VIDIOC_S_FMT: return set_format(answer);
	case VIDIOC_G_PARM:
	case VIDIOC_S_PARM: return 0;
	case VIDIOC_REQBUFS: return request_buffers(answer);
	case VIDIOC_QUERYBUF: return query_buffer(answer);
	case VIDIOC_QBUF: return queue_buffer(answer);
	case VIDIOC_DQBUF: return dequeue_buffer(answer);
	case VIDIOC_STREAMON: return start_stream();
	case VIDIOC_STREAMOFF: return stop_stream();
	default: return ENOTTY;
	}
}

/* ---- faults -------------------------------------------------------------- */

static const struct fuse_fault *
fault_of(unsigned long request)
{
	unsigned call =
	    calls[request & (sizeof(calls) / sizeof(calls[0]) - 1)]++;

	for (size_t i = 0; i < 2; i++) {
		const struct fuse_fault *fault = &model->faults[i];

		if (fault->request == request && call >= fault->from &&
		    (fault->times == 0 || call < fault->from + fault->times))
			return fault;
	}
	return NULL;
}

/* ---- pictures ------------------------------------------------------------ */

static short
state(void)
{
	if (is_unplugged)
		return POLLERR | POLLHUP | POLLPRI;
	if (!is_streaming)
		return POLLERR;
	return done_count > 0 ? POLLIN | POLLRDNORM : 0;
}

static void
wake(void)
{
	if (waiting == NULL)
		return;
	fuse_lowlevel_notify_poll(waiting);
	fuse_pollhandle_destroy(waiting);
	waiting = NULL;
}

static void
put_frame(const struct fuse_frame *frame)
{
	struct fuse_bufvec bytes = FUSE_BUFVEC_INIT(frame->len);
	uint32_t index = queue[0];
	struct v4l2_buffer *buffer = &buffers[index];

	memset(memory[index], 0, 64);
	memcpy(memory[index], frame->bytes, frame->len);
	/* Whole pages: of the last one, the rest would be asked for. */
	bytes.buf[0].size = (frame->len + 4095) & ~(size_t)4095;
	bytes.buf[0].mem = memory[index];
	fuse_lowlevel_notify_store(
	    session, NODE, index * BUFFER_LEN, &bytes, 0);
	memset(buffer, 0, sizeof(*buffer));
	buffer->index = index;
	buffer->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	buffer->memory = V4L2_MEMORY_MMAP;
	buffer->flags = frame->flags | V4L2_BUF_FLAG_DONE;
	buffer->bytesused =
	    frame->bytesused != 0 ? frame->bytesused : (uint32_t)frame->len;
	buffer->length = BUFFER_LEN;
	buffer->sequence = frame_number;
	queue_count--;
	memmove(queue, queue + 1, queue_count * sizeof(queue[0]));
	done[done_count++] = index;
}

static void
tick(void)
{
	size_t number = frame_number;

	if (is_unplugged || !is_streaming || queue_count == 0 ||
	    now_ms() < next_frame_ms)
		return;
	next_frame_ms =
	    now_ms() + (model->period_ms != 0 ? model->period_ms : PERIOD_MS);
	if (model->unplug_from != 0 && number >= model->unplug_from) {
		is_unplugged = 1;
		wake();
		return;
	}
	if (model->silent_from != 0 && number >= model->silent_from)
		return;
	if (number >= model->frame_count)
		number = model->frame_count - 1;
	put_frame(&model->frames[number]);
	frame_number++;
	wake();
}

/* ---- the file ------------------------------------------------------------ */

static void
set_attributes(fuse_ino_t ino, struct stat *meta)
{
	memset(meta, 0, sizeof(*meta));
	meta->st_ino = ino;
	meta->st_mode = ino == NODE ? S_IFREG | 0666 : S_IFDIR | 0755;
	meta->st_nlink = 1;
	meta->st_size = ino == NODE ? (off_t)sizeof(memory) : 0;
}

static void
do_lookup(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	struct fuse_entry_param entry = {
		.ino = NODE, .attr_timeout = 1e6, .entry_timeout = 1e6
	};

	if (strcmp(name, NAME) != 0 || is_unplugged) {
		fuse_reply_err(req, ENOENT);
		return;
	}
	set_attributes(NODE, &entry.attr);
	fuse_reply_entry(req, &entry);
}

static void
do_getattr(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *info)
{
	struct stat meta;

	set_attributes(ino, &meta);
	fuse_reply_attr(req, &meta, 1e6);
}

/* A fresh handle has none of what the last one agreed on. */
static void
do_open(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *info)
{
	const struct fuse_fault *fault = fault_of(FUSE_OPEN);

	if (fault != NULL && fault->hangs)
		return;
	if (fault != NULL || is_unplugged) {
		fuse_reply_err(req, is_unplugged ? ENODEV : fault->number);
		return;
	}
	info->keep_cache = 1;
	stop_stream();
	fuse_reply_open(req, info);
}

static void
do_release(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *info)
{
	stop_stream();
	buffer_count = 0;
	fuse_reply_err(req, 0);
}

static void
do_read(fuse_req_t req, fuse_ino_t ino, size_t size, off_t offset,
    struct fuse_file_info *info)
{
	const uint8_t *bytes = &memory[0][0];

	if ((size_t)offset >= sizeof(memory))
		size = 0;
	else if (size > sizeof(memory) - (size_t)offset)
		size = sizeof(memory) - (size_t)offset;
	fuse_reply_buf(req, (const char *)bytes + offset, size);
}

static void
do_poll(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *info,
    struct fuse_pollhandle *handle)
{
	if (handle != NULL) {
		if (waiting != NULL)
			fuse_pollhandle_destroy(waiting);
		waiting = handle;
	}
	fuse_reply_poll(req, (unsigned)state());
}

static void
do_ioctl(fuse_req_t req, fuse_ino_t ino, unsigned request, void *argument,
    struct fuse_file_info *info, unsigned flags, const void *input,
    size_t input_len, size_t output_len)
{
	const struct fuse_fault *fault = fault_of(request);
	_Alignas(max_align_t) uint8_t answer[512] = { 0 };
	int number;

	if (fault != NULL && fault->hangs)
		return;
	if (input_len > sizeof(answer))
		input_len = sizeof(answer);
	if (input_len > 0)
		memcpy(answer, input, input_len);
	number = is_unplugged ? ENODEV
		 : fault != NULL && fault->number != 0
		     ? fault->number
		     : answer_usually(request, answer);
	if (fault != NULL && fault->number == 0) {
		number = 0;
		memcpy(answer + fault->offset, &fault->value, 4);
	}
	if (number != 0)
		fuse_reply_err(req, number);
	else
		fuse_reply_ioctl(req, 0, answer, output_len);
}

static void
do_init(void *user, struct fuse_conn_info *connection)
{
	connection->want &= ~(unsigned)FUSE_CAP_AUTO_INVAL_DATA;
}

static const struct fuse_lowlevel_ops operations = {
	.init = do_init,
	.lookup = do_lookup,
	.getattr = do_getattr,
	.open = do_open,
	.release = do_release,
	.read = do_read,
	.poll = do_poll,
	.ioctl = do_ioctl,
};

/* ---- the process --------------------------------------------------------- */

static void
pull_plug(int signal_number)
{
	is_unplugged = 1;
}

static int
pause_ms(void)
{
	int64_t left = next_frame_ms - now_ms();

	if (!is_streaming || queue_count == 0 || is_unplugged)
		return -1;
	return left < 0 ? 0 : (int)left;
}

static void
serve(void)
{
	struct pollfd fd = { .fd = fuse_session_fd(session), .events = POLLIN };
	struct fuse_buf request = { 0 };
	sigset_t blocked, before;
	struct timespec pause;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	while (!fuse_session_exited(session)) {
		int ms = pause_ms();

		pause.tv_sec = 0;
		pause.tv_nsec = ms * 1000000L;
		if (ppoll(&fd, 1, ms < 0 ? NULL : &pause, &before) > 0 &&
		    fuse_session_receive_buf(session, &request) > 0)
			fuse_session_process_buf(session, &request);
		if (is_unplugged)
			wake();
		tick();
	}
}

static void
run(const struct fuse_model *served, int ready)
{
	char *argv[] = { (char[]){ "camera" }, NULL };
	struct fuse_args args = FUSE_ARGS_INIT(1, argv);
	int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGUSR1, pull_plug);
	model = served;
	format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	format.fmt.pix.width = 640;
	format.fmt.pix.height = 480;
	format.fmt.pix.pixelformat = model->formats[0].fourcc;
	dup2(quiet, 2); /* libfuse speaks where FUSE is not allowed */
	session =
	    fuse_session_new(&args, &operations, sizeof(operations), NULL);
	if (session == NULL || fuse_session_mount(session, scratch_root) != 0)
		_exit(1);
	if (write(ready, "r", 1) != 1)
		_exit(1);
	serve();
	_exit(0);
}

/* ---- the test's side ----------------------------------------------------- */

static bool
write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && write(fd, text, strlen(text)) > 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Who is not root becomes that in a namespace. */
static bool
own_mounts(void)
{
	unsigned uid = geteuid(), gid = getegid();
	char map[64];

	if (uid == 0 && unshare(CLONE_NEWNS) == 0)
		return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return false;
	write_text("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "0 %u 1", uid);
	if (!write_text("/proc/self/uid_map", map))
		return false;
	snprintf(map, sizeof(map), "0 %u 1", gid);
	return write_text("/proc/self/gid_map", map);
}

const char *
fuse_camera_begin(void)
{
	static const struct fuse_format none[] = { { 0, NULL } };
	static const struct fuse_model nothing = { .formats = none };
	struct fuse_camera camera;

	if (access("/dev/fuse", R_OK | W_OK) != 0)
		return "there is no /dev/fuse";
	if (!own_mounts())
		return "there may be no mounts of one's own here";
	scratch_make();
	if (!fuse_camera_start(&camera, &nothing))
		return "FUSE cannot be mounted here";
	fuse_camera_end(&camera);
	return NULL;
}

bool
fuse_camera_start(struct fuse_camera *camera, const struct fuse_model *served)
{
	int fds[2];
	char byte;
	bool ok;

	memset(camera, 0, sizeof(*camera));
	if (pipe2(fds, O_CLOEXEC) != 0)
		return false;
	camera->pid = fork();
	if (camera->pid == 0)
		run(served, fds[1]);
	close(fds[1]);
	ok = camera->pid > 0 && read(fds[0], &byte, 1) == 1;
	close(fds[0]);
	if (!ok) {
		fuse_camera_end(camera);
		return false;
	}
	snprintf(camera->path, sizeof(camera->path), "%s", scratch_path(NAME));
	snprintf(camera->uri, sizeof(camera->uri), "v4l2:%s", camera->path);
	return true;
}

void
fuse_camera_unplug(const struct fuse_camera *camera)
{
	kill(camera->pid, SIGUSR1);
}

void
fuse_camera_end(struct fuse_camera *camera)
{
	if (camera->pid <= 0)
		return;
	kill(camera->pid, SIGKILL);
	waitpid(camera->pid, NULL, 0);
	umount2(scratch_root, MNT_DETACH);
	camera->pid = 0;
}
