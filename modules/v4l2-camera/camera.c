/* SPDX-License-Identifier: Apache-2.0 */
/* camera.c -- the conversation with a camera about one picture, or one after
 * the other.
 *
 * A frame is looked at where the driver put it, and copied once, when it is
 * the one to keep. */
#include "camera.h"

#include "agree.h"
#include "picture.h"
#include "stream.h"
#include "transport.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BAD_FRAMES_MOST 60 /* in a row: two seconds of them */

/* Where nothing is wished: a portrait is printed small, a paper must be read,
 * so of that the largest. */
static const struct camera_wish usual_portrait = { 1280, 720 };

struct camera {
	cseal_host *host;
	struct camera_line *line;
	enum camera_role role;
	struct camera_settings settings;
	struct session *followed; /* NULL: nobody looks on */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

cseal_status
camera_new(cseal_host *host, const char *path, enum camera_role role,
    const struct camera_settings *settings, cseal_wait *wait,
    struct camera **ret_camera, cseal_error **ret_error)
{
	struct camera *camera = calloc(1, sizeof(*camera));
	cseal_status st;

	if (camera == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	camera->host = host;
	camera->role = role;
	camera->settings = *settings;
	st = cseal_node_await(path, wait, ret_error);
	if (st == CSEAL_OK)
		st = camera_line_open(path, wait, &camera->line, ret_error);
	if (st == CSEAL_OK)
		st = camera_ask_node(camera->line, path, wait, NULL, ret_error);
	if (st != CSEAL_OK) {
		camera_free(camera);
		return st;
	}
	*ret_camera = camera;
	return CSEAL_OK;
}

void
camera_free(struct camera *camera)
{
	if (camera == NULL)
		return;
	camera_line_close(camera->line);
	free(camera->followed);
	free(camera);
}

/* Whether it is a picture at all, and its bytes. */
static cseal_status
check(const struct camera_agreed *agreed, const struct camera_frame *frame,
    size_t *ret_len, cseal_error **ret_error)
{
	struct cseal_jpeg_facts facts = { .size = sizeof(facts) };
	cseal_status st;

	*ret_len = frame->len;
	if (!camera_is_jpeg(agreed->coding))
		return CSEAL_OK;
	st = cseal_jpeg_check(frame->bytes, frame->len, &facts, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!camera_is_agreed_size(agreed, facts.width, facts.height))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the picture was of %u x %u pixels, not of %u x %u",
		    facts.width, facts.height, agreed->width, agreed->height);
	/* What follows is what the buffer held before. */
	*ret_len = facts.len;
	return CSEAL_OK;
}

static cseal_status
look_at(const struct camera_agreed *agreed, const void *bytes, size_t len,
    struct camera_look *ret_look, cseal_error **ret_error)
{
	if (camera_is_jpeg(agreed->coding))
		return picture_look_jpeg(bytes, len, ret_look, ret_error);
	picture_look_raw(agreed, bytes, ret_look);
	return CSEAL_OK;
}

static cseal_status
keep(const struct camera_agreed *agreed, const void *bytes, size_t len,
    cseal_blob *jpeg, cseal_error **ret_error)
{
	void *file = NULL;
	size_t file_len = 0;
	cseal_status st;

	if (camera_is_jpeg(agreed->coding))
		return cseal_blob_append(jpeg, bytes, len, ret_error);
	st = picture_encode(agreed, bytes, &file, &file_len, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_blob_append(jpeg, file, file_len, ret_error);
	explicit_bzero(file, file_len);
	free(file);
	return st;
}

/* One that is no picture; bad counts them. */
static cseal_status
pass_over(
    struct camera *camera, int *bad, const char *why, cseal_error **ret_error)
{
	cseal_host_log(
	    camera->host, CSEAL_LOG_DEBUG, "dropped a frame: %s", why);
	if (++*bad < BAD_FRAMES_MOST)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
	    "the camera gave %d frames that were no pictures; the last: %s",
	    *bad, why);
}

/* What is known while frames come. */
struct session {
	struct camera *camera;
	struct camera_agreed agreed;
	struct camera_stream stream;
	struct camera_settle settle;
	int64_t settle_end; /* 0: before the first frame */
	int bad;            /* frames in a row */
};

/* *ret_len is that of a picture, or 0; how it looks only where that is asked
 * for. */
static cseal_status
judge(struct session *session, const struct camera_frame *frame,
    size_t *ret_len, struct camera_look *ret_look, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st;
	size_t len = 0;

	*ret_len = 0;
	if (frame->is_bad)
		return pass_over(session->camera, &session->bad,
		    "it was damaged on the way", ret_error);
	st = check(&session->agreed, frame, &len, &error);
	if (st == CSEAL_OK && ret_look != NULL)
		st = look_at(
		    &session->agreed, frame->bytes, len, ret_look, &error);
	if (st == CSEAL_FAULT_MEMORY) {
		st = cseal_fail(ret_error, st, "out of memory");
	} else if (st != CSEAL_OK) {
		st = pass_over(session->camera, &session->bad,
		    cseal_error_text(error), ret_error);
	} else {
		session->bad = 0;
		*ret_len = len;
	}
	cseal_error_free(error);
	return st;
}

static bool
has_settled(struct session *session, const struct camera_look *look)
{
	return camera_settled(&session->settle, look) ||
	       now_ms() >= session->settle_end;
}

/* Frames until one may be kept: the first, or the first after the camera has
 * settled. */
static cseal_status
watch(struct session *session, bool is_settling, cseal_wait *wait,
    cseal_blob *jpeg, cseal_error **ret_error)
{
	const struct camera_settings *settings = &session->camera->settings;
	cseal_status st;

	for (;;) {
		struct camera_frame frame = { 0 };
		struct camera_look look = { 0 };
		size_t len = 0;
		bool is_kept;

		st = camera_stream_take(&session->stream, settings->frame_ms,
		    wait, &frame, ret_error);
		if (st == CSEAL_OK && session->settle_end == 0)
			session->settle_end = now_ms() + settings->settle_ms;
		if (st == CSEAL_OK)
			st = judge(session, &frame, &len,
			    is_settling ? &look : NULL, ret_error);
		is_kept = st == CSEAL_OK && len > 0 &&
			  (!is_settling || has_settled(session, &look));
		if (is_kept)
			st = keep(&session->agreed, frame.bytes, len, jpeg,
			    ret_error);
		if (st == CSEAL_OK && !(is_kept && is_settling))
			st = camera_stream_give_back(
			    &session->stream, &frame, wait, ret_error);
		if (st != CSEAL_OK || is_kept)
			return st;
	}
}

/* The session stays where it is as long as it lasts. */
static cseal_status
begin(struct session *session, struct camera *camera,
    const struct camera_wish *wish, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_status st;

	session->camera = camera;
	if (wish->width == 0 && wish->height == 0 &&
	    camera->role == CAMERA_PORTRAIT)
		wish = &usual_portrait;
	st = camera_agree_on(
	    camera->line, wish, wait, &session->agreed, ret_error);
	if (st != CSEAL_OK)
		return st;
	cseal_host_log(camera->host, CSEAL_LOG_DEBUG,
	    "agreed on %u x %u pixels, form %d of those by preference",
	    session->agreed.width, session->agreed.height,
	    (int)session->agreed.coding + 1);
	return camera_stream_start(
	    &session->stream, camera->line, &session->agreed, wait, ret_error);
}

cseal_status
camera_shoot(struct camera *camera, const struct camera_wish *wish,
    cseal_wait *wait, cseal_blob *jpeg, cseal_error **ret_error)
{
	struct session session = { 0 };
	cseal_status st;

	st = begin(&session, camera, wish, wait, ret_error);
	if (st == CSEAL_OK)
		st = watch(&session, true, wait, jpeg, ret_error);
	if (st == CSEAL_OK)
		camera_stream_end(&session.stream, wait);
	return st;
}

/* What a driver may stumble over in a minute is not counted for ever. */
cseal_status
camera_follow(struct camera *camera, const struct camera_wish *wish,
    cseal_wait *wait, cseal_blob *jpeg, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (camera->followed == NULL) {
		camera->followed = calloc(1, sizeof(*camera->followed));
		if (camera->followed == NULL)
			return cseal_fail(
			    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
		st = begin(camera->followed, camera, wish, wait, ret_error);
	}
	if (st == CSEAL_OK)
		st = watch(camera->followed, false, wait, jpeg, ret_error);
	if (st == CSEAL_OK)
		camera->followed->stream.restarts = 0;
	return st;
}
