/* SPDX-License-Identifier: Apache-2.0 */
/* agree.c -- asks a camera what it has, and agrees with it on a format. */
#include "agree.h"

#include <errno.h>
#include <string.h>

cseal_status
camera_fail(const char *what, int number, cseal_error **ret_error)
{
	switch (number) {
	case ENODEV:
	case ENXIO:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
		    "could not %s: the camera was unplugged", what);
	case EBUSY:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_BUSY,
		    "could not %s: another program uses the camera", what);
	case EACCES:
	case EPERM:
		return cseal_fail(ret_error, CSEAL_SETUP_PERMISSION,
		    "could not %s: permission denied", what);
	case ENOSPC:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "could not %s: the USB bus has no room for it", what);
	default:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "could not %s: %s", what, strerror(number));
	}
}

static cseal_status
fail_node(enum camera_node node, const char *path, cseal_error **ret_error)
{
	switch (node) {
	case CAMERA_NODE_METADATA:
		return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
		    "%s has the metadata of a camera; its pictures come from "
		    "another node",
		    path);
	case CAMERA_NODE_PLANES:
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "%s gives pictures in several planes only, as no USB "
		    "camera does",
		    path);
	case CAMERA_NODE_CAMERA:
	case CAMERA_NODE_OTHER: break;
	}
	return cseal_fail(
	    ret_error, CSEAL_COUNTER_NO_DEVICE, "%s is not a camera", path);
}

cseal_status
camera_ask_node(struct camera_line *line, const char *path, cseal_wait *wait,
    char *ret_name, cseal_error **ret_error)
{
	struct v4l2_capability capability = { 0 };
	enum camera_node node = CAMERA_NODE_OTHER;
	cseal_status st;
	int number;

	st = camera_line_ask(line, VIDIOC_QUERYCAP, &capability,
	    sizeof(capability), wait, &number, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (number == ENODEV || number == ENXIO || number == EIO)
		return camera_fail("ask the camera", number, ret_error);
	if (number == 0)
		node = camera_node_of(&capability);
	if (node != CAMERA_NODE_CAMERA)
		return fail_node(node, path, ret_error);
	if (ret_name != NULL) {
		memcpy(ret_name, capability.card, CAMERA_NAME_ROOM - 1);
		ret_name[CAMERA_NAME_ROOM - 1] = '\0';
	}
	return CSEAL_OK;
}

/* To give back no buffers at all is refused while somebody else has some. */
cseal_status
camera_ask_busy(struct camera_line *line, cseal_wait *wait, bool *ret_busy,
    cseal_error **ret_error)
{
	struct v4l2_requestbuffers none = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	cseal_status st;
	int number;

	st = camera_line_ask(line, VIDIOC_REQBUFS, &none, sizeof(none), wait,
	    &number, ret_error);
	if (st == CSEAL_OK)
		*ret_busy = number == EBUSY;
	return st;
}

/* What one enumeration needs; each ends with EINVAL. */
struct talk {
	struct camera_line *line;
	cseal_wait *wait;
	cseal_error **ret_error;
	bool is_converted; /* libv4l2 answers */
};

static cseal_status
ask(const struct talk *talk, unsigned long request, void *argument, size_t size,
    int *ret_number)
{
	return camera_line_ask(talk->line, request, argument, size, talk->wait,
	    ret_number, talk->ret_error);
}

static bool
ends_list(int number)
{
	return number == EINVAL || number == ENOTTY || number == ENODATA;
}

static cseal_status
fail_endless(const struct talk *talk, const char *what)
{
	return cseal_fail(talk->ret_error, CSEAL_FAULT_DEVICE,
	    "the camera has no end of %s", what);
}

static cseal_status
list_formats(const struct talk *talk, struct camera_offer *offer)
{
	cseal_status st;
	int number;

	for (uint32_t i = 0; i < CAMERA_FORMATS_MOST; i++) {
		struct v4l2_fmtdesc answer = { .index = i,
			.type = V4L2_BUF_TYPE_VIDEO_CAPTURE };

		st = ask(
		    talk, VIDIOC_ENUM_FMT, &answer, sizeof(answer), &number);
		if (st != CSEAL_OK || ends_list(number))
			return st;
		if (number != 0)
			return camera_fail("ask the camera for its formats",
			    number, talk->ret_error);
		camera_offer_format(offer, &answer);
	}
	return fail_endless(talk, "formats");
}

static cseal_status
list_sizes(const struct talk *talk, struct camera_offer *offer,
    enum camera_coding coding)
{
	cseal_status st;
	int number;

	for (uint32_t i = 0; i < CAMERA_SIZES_MOST; i++) {
		struct v4l2_frmsizeenum answer = { .index = i,
			.pixel_format = camera_fourcc_of(coding) };

		st = ask(talk, VIDIOC_ENUM_FRAMESIZES, &answer, sizeof(answer),
		    &number);
		if (st != CSEAL_OK || ends_list(number))
			return st;
		if (number != 0)
			return camera_fail("ask the camera for its sizes",
			    number, talk->ret_error);
		camera_offer_size(offer, coding, &answer);
		if (answer.type != V4L2_FRMSIZE_TYPE_DISCRETE)
			return CSEAL_OK; /* one range is all there is */
	}
	return fail_endless(talk, "sizes");
}

static cseal_status
list_all(const struct talk *talk, const struct camera_wish *wish,
    struct camera_offer *ret_offer)
{
	struct camera_offer offer = { .wish = *wish };
	cseal_status st;

	st = list_formats(talk, &offer);
	for (unsigned i = 0; st == CSEAL_OK && i < CAMERA_CODINGS; i++) {
		if (offer.codings[i].is_there)
			st = list_sizes(talk, &offer, (enum camera_coding)i);
	}
	*ret_offer = offer;
	return st;
}

/* A driver need not have any. */
static cseal_status
find_interval(const struct talk *talk, const struct camera_agreed *agreed,
    struct v4l2_fract *ret_interval)
{
	cseal_status st;
	int number;

	for (uint32_t i = 0; i < CAMERA_INTERVALS_MOST; i++) {
		struct v4l2_frmivalenum answer = { .index = i,
			.pixel_format = camera_fourcc_of(agreed->coding),
			.width = agreed->width,
			.height = agreed->height };

		st = ask(talk, VIDIOC_ENUM_FRAMEINTERVALS, &answer,
		    sizeof(answer), &number);
		if (st != CSEAL_OK || ends_list(number))
			return st;
		if (number != 0)
			return camera_fail("ask the camera for its intervals",
			    number, talk->ret_error);
		if (answer.type != V4L2_FRMIVAL_TYPE_DISCRETE)
			return CSEAL_OK;
		if (camera_better_interval(ret_interval, &answer))
			*ret_interval = answer.discrete;
	}
	return fail_endless(talk, "intervals");
}

/* What it cannot do is no reason to fail. */
static cseal_status
set_interval(const struct talk *talk, const struct camera_agreed *agreed)
{
	struct v4l2_streamparm parameters = { .type =
						  V4L2_BUF_TYPE_VIDEO_CAPTURE };
	struct v4l2_fract interval = { 0 };
	cseal_status st;
	int number;

	st = find_interval(talk, agreed, &interval);
	if (st != CSEAL_OK || interval.numerator == 0)
		return st;
	parameters.parm.capture.timeperframe = interval;
	st = ask(talk, VIDIOC_S_PARM, &parameters, sizeof(parameters), &number);
	if (st == CSEAL_OK && number == ENODEV)
		return camera_fail(
		    "set the camera's interval", number, talk->ret_error);
	return st;
}

static cseal_status
set_format(const struct talk *talk, const struct camera_choice *choice,
    enum camera_answer *ret_answer, struct camera_agreed *ret_agreed)
{
	struct v4l2_format format = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	cseal_status st;
	int number;

	/* What the driver does not list, it has now or changes the wish to. */
	st = ask(talk, VIDIOC_G_FMT, &format, sizeof(format), &number);
	if (st != CSEAL_OK)
		return st;
	if (number != 0)
		memset(&format, 0, sizeof(format));
	format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	if (choice->width != 0) {
		format.fmt.pix.width = choice->width;
		format.fmt.pix.height = choice->height;
	}
	format.fmt.pix.pixelformat = camera_fourcc_of(choice->coding);
	format.fmt.pix.field = V4L2_FIELD_ANY;
	format.fmt.pix.bytesperline = 0;
	format.fmt.pix.sizeimage = 0;
	st = ask(talk, VIDIOC_S_FMT, &format, sizeof(format), &number);
	if (st != CSEAL_OK)
		return st;
	if (number != 0)
		return camera_fail(
		    "set the camera's format", number, talk->ret_error);
	*ret_answer = camera_agree(&format, ret_agreed);
	return CSEAL_OK;
}

static cseal_status
fail_unknown(const struct talk *talk)
{
	return cseal_fail(talk->ret_error, CSEAL_REFUSED_UNSUPPORTED,
	    "the camera has no format that is known");
}

/* Each format that it offered and did not give is taken out. */
static cseal_status
agree_on_one(const struct talk *talk, struct camera_offer *offer,
    struct camera_agreed *ret_agreed)
{
	enum camera_answer answer = CAMERA_ABSURD;
	struct camera_choice choice;
	cseal_status st;

	while (camera_choose(offer, &choice)) {
		st = set_format(talk, &choice, &answer, ret_agreed);
		if (st != CSEAL_OK || answer == CAMERA_AGREED)
			return st;
		camera_offer_strike(offer, choice.coding);
	}
	/* It offers formats for sources that it does not know, too. */
	if (talk->is_converted && answer == CAMERA_OTHER_CODING)
		return fail_unknown(talk);
	return cseal_fail(talk->ret_error, CSEAL_FAULT_DEVICE,
	    answer == CAMERA_ABSURD
		? "the camera answered with a format that cannot be"
		: "the camera gave none of the formats that it offers");
}

/* Where there is none that is known, libv4l2 may know it. */
static cseal_status
list_converted(struct talk *talk, const struct camera_wish *wish,
    struct camera_offer *offer)
{
	struct camera_choice choice;
	cseal_status st;
	int number;

	st = camera_line_convert(
	    talk->line, talk->wait, &number, talk->ret_error);
	if (st == CSEAL_OK && number == 0)
		st = list_all(talk, wish, offer);
	if (st != CSEAL_OK)
		return st;
	talk->is_converted = true;
	return camera_choose(offer, &choice) ? CSEAL_OK : fail_unknown(talk);
}

cseal_status
camera_agree_on(struct camera_line *line, const struct camera_wish *wish,
    cseal_wait *wait, struct camera_agreed *ret_agreed, cseal_error **ret_error)
{
	struct talk talk = { line, wait, ret_error, false };
	struct camera_agreed agreed;
	struct camera_choice choice;
	struct camera_offer offer;
	cseal_status st;

	st = list_all(&talk, wish, &offer);
	if (st == CSEAL_OK && !camera_choose(&offer, &choice))
		st = list_converted(&talk, wish, &offer);
	if (st == CSEAL_OK)
		st = agree_on_one(&talk, &offer, &agreed);
	if (st == CSEAL_OK)
		st = set_interval(&talk, &agreed);
	if (st != CSEAL_OK)
		return st;
	*ret_agreed = agreed;
	return CSEAL_OK;
}
