/* SPDX-License-Identifier: Apache-2.0 */
/* pad.c -- the conversation with a pad about one signature.
 *
 * The signature is on the pad's screen only as long as the pad is open.  A
 * sample that is missing in the middle of the ink ends the capture: what was
 * not received cannot be made up. */
#include "pad.h"

#include "moment.h"
#include "picture.h"
#include "session.h"

#include <stdlib.h>
#include <string.h>

#define RESET_MS      1100 /* that a pad takes to start anew */
#define IDLE_MS       1000 /* of silence, before it is asked whether it is there */
#define STRANGE_MOST  50  /* reports of another session */
#define LEAVE_MS      600 /* for leaving it with a clear screen */
#define LEAVE_FAST_MS 60  /* after a cancel or a time out */
#define ANSWER_MS     25  /* of these for one answer */
#define INK_PX        8   /* around the ink: how thick a pad may draw it */

struct stu_pad {
	cseal_host *host;
	struct stu_link *link;
	struct stu_settings settings;
	struct stu_information information;
	struct stu_capability capability;
	struct stu_screen screen;
	struct stu_layout layout;
	bool has_zlib;
	struct stu_session *session; /* NULL: plain */
	enum stu_option_mode option_mode;
	struct stu_trace trace;
	unsigned strange;
	/* How the last call ended. */
	bool was_stopped, is_gone;
};

/* ---- what it is ------------------------------------------------------- */

/* The tablet, where the capability does not say how fine it is. */
static const struct size {
	const char *model;
	uint32_t width_um, height_um;
} sizes[] = {
	{ "STU-300", 99000, 25000 },
	{ "STU-430", 96000, 60000 },
	{ "STU-500", 102000, 76000 },
	{ "STU-520", 104000, 60000 },
	{ "STU-530", 108000, 65000 },
	{ "STU-540", 108000, 65000 },
};

/* A model that is not known has 100 lines a millimetre, as all have that were
 * seen. */
static void
find_size(const struct stu_pad *pad, uint32_t *ret_width, uint32_t *ret_height)
{
	*ret_width = pad->capability.x_most * 10u;
	*ret_height = pad->capability.y_most * 10u;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (strncmp(pad->information.model, sizes[i].model,
			strlen(sizes[i].model)) != 0)
			continue;
		*ret_width = sizes[i].width_um;
		*ret_height = sizes[i].height_um;
	}
}

static cseal_status
learn(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST];
	cseal_status st;
	size_t len;

	st = stu_ask(
	    pad->link, STU_INFORMATION, 1, payload, &len, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!stu_information_parse(payload, len, &pad->information))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad did not say what it is");
	st = stu_ask(
	    pad->link, STU_CAPABILITY, 1, payload, &len, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!stu_capability_parse(payload, len, &pad->capability))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad did not say how large it is");
	pad->has_zlib = (pad->capability.encodings & STU_ENCODES_ZLIB) != 0;
	cseal_host_log(pad->host, CSEAL_LOG_INFO,
	    "a %s, firmware %u.%u, %u x %u pixels", pad->information.model,
	    pad->information.major, pad->information.minor,
	    pad->capability.width, pad->capability.height);
	return CSEAL_OK;
}

/* ---- rest ------------------------------------------------------------- */

/* Out of what another program, or a power failure, left it in. */
static cseal_status
interrupt(struct stu_pad *pad, uint8_t state, cseal_wait *wait,
    cseal_error **ret_error)
{
	const uint8_t end = 0, abandon = 1;

	if (state == STU_CAPTURE)
		return stu_order(
		    pad->link, STU_END_CAPTURE, &end, 1, wait, NULL, ret_error);
	if (state == STU_IMAGE)
		return stu_order(pad->link, STU_END_IMAGE, &abandon, 1, wait,
		    NULL, ret_error);
	return CSEAL_OK;
}

static cseal_status
come_to_rest(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	struct stu_status status = { 0 };
	cseal_status st;

	st = stu_ask_status(pad->link, wait, &status, ret_error);
	if (st == CSEAL_OK)
		st = interrupt(pad, status.state, wait, ret_error);
	if (st == CSEAL_OK)
		st = stu_await(
		    pad->link, STU_READY, STU_SETTLE_MS, wait, ret_error);
	return st;
}

static cseal_status
start_anew(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	const uint8_t soft = 0;
	cseal_status st;

	if (!stu_has(pad->link, STU_RESET))
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad did not come to rest");
	/* It may answer in its old state, or not at all. */
	st = stu_order(pad->link, STU_RESET, &soft, 1, wait, NULL, NULL);
	if (st == CSEAL_COUNTER_DEVICE_FAILED || st == CSEAL_FAULT_DEVICE)
		st = CSEAL_OK;
	if (st == CSEAL_OK)
		st = stu_pause(RESET_MS, wait, NULL);
	if (st != CSEAL_OK)
		return cseal_fail(
		    ret_error, st, "the pad could not be started anew");
	return stu_await(pad->link, STU_READY, STU_SETTLE_MS, wait, ret_error);
}

static cseal_status
settle(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st = come_to_rest(pad, wait, &error);

	if (st != CSEAL_COUNTER_DEVICE_FAILED) {
		if (st != CSEAL_OK && ret_error != NULL)
			*ret_error = error;
		else
			cseal_error_free(error);
		return st;
	}
	cseal_host_log(pad->host, CSEAL_LOG_WARNING, "%s; it is started anew",
	    cseal_error_text(error));
	cseal_error_free(error);
	return start_anew(pad, wait, ret_error);
}

cseal_status
stu_pad_new(cseal_host *host, const struct stu_uri *uri,
    const struct stu_settings *settings, cseal_wait *wait,
    struct stu_pad **ret_pad, cseal_error **ret_error)
{
	struct stu_pad *pad = calloc(1, sizeof(*pad));
	cseal_status st;

	if (pad == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	pad->host = host;
	pad->settings = *settings;
	st = stu_link_open(
	    host, uri, settings->response_ms, wait, &pad->link, ret_error);
	if (st == CSEAL_OK)
		st = learn(pad, wait, ret_error);
	if (st == CSEAL_OK)
		st = settle(pad, wait, ret_error);
	if (st != CSEAL_OK) {
		stu_link_close(pad->link);
		free(pad);
		return st;
	}
	*ret_pad = pad;
	return CSEAL_OK;
}

/* ---- starting --------------------------------------------------------- */

/* The memory of these does not bear many writes: only what differs. */
static cseal_status
set_brightness(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST];
	const uint8_t wish[STU_BRIGHTNESS_LEN] = {
		(uint8_t)pad->settings.brightness, 0
	};
	cseal_status st;
	size_t len;

	if (pad->settings.brightness < 0 || !stu_has(pad->link, STU_BRIGHTNESS))
		return CSEAL_OK;
	st = stu_ask(pad->link, STU_BRIGHTNESS, STU_BRIGHTNESS_LEN, payload,
	    &len, wait, ret_error);
	if (st != CSEAL_OK || memcmp(payload, wish, sizeof(wish)) == 0)
		return st;
	return stu_order(pad->link, STU_BRIGHTNESS, wish, sizeof(wish), wait,
	    NULL, ret_error);
}

static cseal_status
set_threshold(struct stu_pad *pad, struct stu_threshold *ret_threshold,
    cseal_wait *wait, cseal_error **ret_error)
{
	const struct stu_threshold *wish = &pad->settings.threshold;
	uint8_t payload[STU_REPORT_MOST];
	cseal_status st;
	size_t len;

	*ret_threshold =
	    (struct stu_threshold){ STU_THRESHOLD_ON, STU_THRESHOLD_OFF };
	if (!stu_has(pad->link, STU_INK_THRESHOLD))
		return CSEAL_OK;
	st = stu_ask(pad->link, STU_INK_THRESHOLD, STU_THRESHOLD_LEN, payload,
	    &len, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!stu_threshold_parse(payload, len, ret_threshold))
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad's thresholds of ink make no sense");
	if (wish->on == 0 ||
	    (wish->on == ret_threshold->on && wish->off == ret_threshold->off))
		return CSEAL_OK;
	*ret_threshold = *wish;
	stu_threshold_build(wish, payload);
	return stu_order(pad->link, STU_INK_THRESHOLD, payload,
	    STU_THRESHOLD_LEN, wait, NULL, ret_error);
}

static cseal_status
try_option(struct stu_pad *pad, enum stu_option_mode mode, cseal_wait *wait,
    cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST] = { (uint8_t)mode };
	cseal_status st;
	size_t len;

	st =
	    stu_order(pad->link, STU_OPTION_MODE, payload, 1, wait, NULL, NULL);
	if (st == CSEAL_COUNTER_DEVICE_FAILED)
		return CSEAL_OK;
	if (st != CSEAL_OK)
		return cseal_fail(
		    ret_error, st, "the pad could not be told to count");
	st = stu_ask(
	    pad->link, STU_OPTION_MODE, 1, payload, &len, wait, ret_error);
	if (st == CSEAL_OK && payload[0] == mode)
		pad->option_mode = mode;
	return st;
}

/* The best count that the pad has.  Which of the two modes with one count a
 * 500 or 520 takes was not seen, so both are tried. */
static cseal_status
set_option(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	const struct stu_reports *reports = stu_link_reports(pad->link);
	cseal_status st = CSEAL_OK;

	pad->option_mode = STU_OPTION_NONE;
	if (!stu_has(pad->link, STU_OPTION_MODE))
		return CSEAL_OK;
	if (reports->input[STU_PEN_TIME] != 0)
		st = try_option(pad, STU_OPTION_BOTH, wait, ret_error);
	if (st == CSEAL_OK && pad->option_mode == STU_OPTION_NONE &&
	    reports->input[STU_PEN_OPTION] != 0)
		st = try_option(pad, STU_OPTION_SEQUENCE, wait, ret_error);
	if (st == CSEAL_OK && pad->option_mode == STU_OPTION_NONE &&
	    reports->input[STU_PEN_OPTION] != 0)
		st = try_option(pad, STU_OPTION_TIME, wait, ret_error);
	return st;
}

static cseal_status
set_inking(
    struct stu_pad *pad, bool on, cseal_wait *wait, cseal_error **ret_error)
{
	const uint8_t payload = on;

	return stu_order(
	    pad->link, STU_INKING_MODE, &payload, 1, wait, NULL, ret_error);
}

/* Where the pad's own ink goes: not onto the buttons. */
static cseal_status
set_ink_area(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_AREA_LEN];

	if (!stu_has(pad->link, STU_INK_AREA))
		return CSEAL_OK;
	stu_area_build(&pad->layout.ink, payload);
	return stu_order(pad->link, STU_INK_AREA, payload, sizeof(payload),
	    wait, NULL, ret_error);
}

static cseal_status
show(struct stu_pad *pad, const char *prompt, cseal_wait *wait,
    cseal_error **ret_error)
{
	const struct stu_capability *capability = &pad->capability;
	struct stu_area whole = { 0, 0, (uint16_t)(capability->width - 1),
		(uint16_t)(capability->height - 1) };
	cseal_status st;

	stu_screen_free(&pad->screen);
	stu_layout_make(capability->width, capability->height, &pad->layout);
	if (!stu_screen_init(
		&pad->screen, capability->width, capability->height))
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	st = stu_picture_draw(pad->host, &pad->screen, &pad->layout,
	    &pad->settings, prompt, wait, ret_error);
	if (st == CSEAL_OK)
		st = stu_picture_send(pad->link, &pad->screen, &whole,
		    &pad->has_zlib, wait, ret_error);
	return st;
}

/* ---- encryption ------------------------------------------------------- */

static cseal_status
choose_version(const struct stu_pad *pad, enum stu_version *ret_version,
    cseal_error **ret_error)
{
	enum stu_encryption_wish wish = pad->settings.encryption;

	*ret_version = STU_PLAIN;
	if (wish != STU_WISH_NONE && stu_has_v2(pad->link))
		*ret_version = STU_V2;
	else if (wish == STU_WISH_WEAK && stu_has_v1(pad->link))
		*ret_version = STU_V1;
	if ((wish == STU_WISH_V2 || wish == STU_WISH_WEAK) &&
	    *ret_version == STU_PLAIN)
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "[module stu-pad] wants encryption, but a %s has none of "
		    "that kind",
		    pad->information.model);
	return CSEAL_OK;
}

static cseal_status
encrypt(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	enum stu_version version;
	cseal_status st = choose_version(pad, &version, ret_error);

	if (st != CSEAL_OK)
		return st;
	if (version == STU_PLAIN) {
		cseal_host_log(pad->host, CSEAL_LOG_INFO,
		    "what the pen does is not encrypted on its way");
		return CSEAL_OK;
	}
	if (version == STU_V1)
		cseal_host_log(pad->host, CSEAL_LOG_WARNING,
		    "the pad's encryption (version 1, 128-bit Diffie-Hellman) "
		    "is weak: who listens can break it");
	if (pad->session == NULL)
		st = stu_session_new(version, wait, &pad->session, ret_error);
	if (st == CSEAL_OK)
		st =
		    stu_session_start(pad->session, pad->link, wait, ret_error);
	return st;
}

/* ---- a capture -------------------------------------------------------- */

static void
begin_trace(struct stu_pad *pad, const struct stu_threshold *threshold)
{
	struct stu_setup setup = { .capability = pad->capability,
		.threshold = *threshold,
		.option_mode = pad->option_mode };

	find_size(pad, &setup.width_um, &setup.height_um);
	memcpy(setup.buttons, pad->layout.buttons, sizeof(setup.buttons));
	stu_trace_init(&pad->trace, &setup);
	if (!stu_trace_can_prove(&pad->trace))
		cseal_host_log(pad->host, CSEAL_LOG_WARNING,
		    "this pad does not count its samples: none can be proven "
		    "to be missing");
}

/* What was written before was not seen by who wrote it. */
static cseal_status
let_write(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	stu_link_forget(pad->link);
	return set_inking(pad, true, wait, ret_error);
}

static cseal_status
prepare(struct stu_pad *pad, const char *prompt, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct stu_threshold threshold;
	cseal_status st;

	st = set_inking(pad, false, wait, ret_error);
	if (st == CSEAL_OK)
		st = set_brightness(pad, wait, ret_error);
	if (st == CSEAL_OK)
		st = set_threshold(pad, &threshold, wait, ret_error);
	if (st == CSEAL_OK)
		st = show(pad, prompt, wait, ret_error);
	if (st == CSEAL_OK)
		st = set_option(pad, wait, ret_error);
	if (st == CSEAL_OK)
		st = set_ink_area(pad, wait, ret_error);
	if (st == CSEAL_OK)
		st = encrypt(pad, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	begin_trace(pad, &threshold);
	return let_write(pad, wait, ret_error);
}

/* How a call ended says how the pad is left. */
static cseal_status
ended(struct stu_pad *pad, cseal_status st)
{
	pad->was_stopped = cseal_status_class_of(st) == CSEAL_CLASS_STOPPED;
	pad->is_gone = st == CSEAL_COUNTER_DEVICE_GONE;
	return st;
}

cseal_status
stu_pad_start(struct stu_pad *pad, const char *prompt, cseal_wait *wait,
    cseal_error **ret_error)
{
	return ended(pad, prepare(pad, prompt, wait, ret_error));
}

/* The ink is taken off the screen, and nothing else is sent again. */
static cseal_status
clear(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	struct stu_area area = pad->trace.inked;
	bool has_ink = pad->trace.has_ink;
	const uint8_t end = 0;
	cseal_status st;

	stu_trace_clear(&pad->trace);
	if (!has_ink)
		return CSEAL_OK;
	area.left = area.left > INK_PX ? (uint16_t)(area.left - INK_PX) : 0;
	area.top = area.top > INK_PX ? (uint16_t)(area.top - INK_PX) : 0;
	area.right = (uint16_t)(area.right + INK_PX);
	area.bottom = (uint16_t)(area.bottom + INK_PX);
	st = set_inking(pad, false, wait, ret_error);
	if (st == CSEAL_OK && pad->session != NULL)
		st = stu_order(
		    pad->link, STU_END_CAPTURE, &end, 1, wait, NULL, ret_error);
	if (st == CSEAL_OK)
		st = stu_picture_send(pad->link, &pad->screen, &area,
		    &pad->has_zlib, wait, ret_error);
	if (st == CSEAL_OK && pad->session != NULL)
		st =
		    stu_session_start(pad->session, pad->link, wait, ret_error);
	return st == CSEAL_OK ? let_write(pad, wait, ret_error) : st;
}

/* False: it is none of a pen, or not of this session. */
static bool
understand(
    struct stu_pad *pad, uint8_t *report, size_t len, struct stu_pens *ret_pens)
{
	uint8_t id = report[0];

	if (!stu_is_pen(id))
		return false;
	if (pad->session == NULL)
		return !stu_is_pen_encrypted(id) &&
		       stu_pens_parse(id, report + 1, len - 1, ret_pens);
	/* What comes in the clear, or of another session, was not written on
	 * this pad now. */
	if (stu_is_pen_encrypted(id) &&
	    stu_session_open(pad->session, id, report + 1, len - 1, ret_pens))
		return true;
	pad->strange++;
	return false;
}

static cseal_status
check_pens(const struct stu_pad *pad, const struct stu_pens *pens,
    cseal_error **ret_error)
{
	if (pad->option_mode == STU_OPTION_NONE || pens->has_time ||
	    pens->has_option)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
	    "the pad was to count its samples, and does not");
}

/* Samples of one report into what is left of the room. */
static cseal_status
take(struct stu_pad *pad, const struct stu_pens *pens, int64_t arrived_us,
    struct cseal_ink_sample *buf, size_t *count, cseal_pad_button *button,
    cseal_error **ret_error)
{
	struct stu_mark mark;

	for (size_t i = 0; i < pens->count && *button == CSEAL_PAD_NONE; i++) {
		bool had_ink = pad->trace.has_ink;

		stu_trace_take(&pad->trace, pens, i, arrived_us, &mark);
		if (pad->trace.lost != 0 && had_ink)
			return cseal_fail(ret_error,
			    CSEAL_COUNTER_DEVICE_FAILED,
			    "%llu of the pen's samples were lost on the way",
			    (unsigned long long)pad->trace.lost);
		pad->trace.lost = 0;
		if (mark.has_sample)
			buf[(*count)++] = mark.sample;
		*button = mark.button;
	}
	return CSEAL_OK;
}

/* A pad that was started anew does not count any more. */
static cseal_status
check_option(struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST];
	cseal_status st;
	size_t len;

	if (pad->option_mode == STU_OPTION_NONE)
		return CSEAL_OK;
	st = stu_ask(
	    pad->link, STU_OPTION_MODE, 1, payload, &len, wait, ret_error);
	if (st == CSEAL_OK && payload[0] != pad->option_mode)
		st = cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad was started anew in the middle of a signature");
	return st;
}

/* After a silence: is it still there, and doing what it was told to do? */
static cseal_status
ask_whether_there(
    struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t expected = pad->session != NULL ? STU_CAPTURE : STU_READY;
	struct stu_status status = { 0 };
	cseal_status st;

	st = stu_ask_status(pad->link, wait, &status, ret_error);
	if (st == CSEAL_OK && status.state != expected)
		st = cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad was %s in the middle of a signature",
		    stu_state_text(status.state));
	return st == CSEAL_OK ? check_option(pad, wait, ret_error) : st;
}

/* One report, or none until then. */
static cseal_status
receive(struct stu_pad *pad, int64_t until_us, struct cseal_ink_sample *buf,
    size_t *count, cseal_pad_button *button, bool *ret_any, cseal_wait *wait,
    cseal_error **ret_error)
{
	uint8_t report[STU_INPUT_MOST];
	struct stu_pens pens = { 0 };
	cseal_status st;
	size_t len;

	st = stu_link_input(pad->link, report, until_us, wait, &len, ret_error);
	*ret_any = st == CSEAL_OK && len != 0;
	if (*ret_any && understand(pad, report, len, &pens)) {
		st = check_pens(pad, &pens, ret_error);
		if (st == CSEAL_OK)
			st = take(pad, &pens, stu_now_us(), buf, count, button,
			    ret_error);
	}
	if (st == CSEAL_OK && pad->strange > STRANGE_MOST)
		st = cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad sent what is not of this session");
	explicit_bzero(report, sizeof(report));
	explicit_bzero(&pens, sizeof(pens));
	return st;
}

static cseal_status
read_some(struct stu_pad *pad, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *count, cseal_pad_button *button,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	bool any = true;

	/* What a report has at most must fit. */
	while (st == CSEAL_OK && *button == CSEAL_PAD_NONE &&
	       *count + STU_PENS_MOST <= room) {
		int64_t until_us = stu_now_us();

		/* The first is waited for; of the others what is there. */
		if (*count == 0)
			until_us += IDLE_MS * 1000;
		else if (!any)
			break;
		st = receive(
		    pad, until_us, buf, count, button, &any, wait, ret_error);
		if (st == CSEAL_OK && !any && *count == 0)
			st = ask_whether_there(pad, wait, ret_error);
	}
	return st;
}

cseal_status
stu_pad_read(struct stu_pad *pad, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *ret_count, cseal_pad_button *ret_button,
    cseal_error **ret_error)
{
	cseal_pad_button button = CSEAL_PAD_NONE;
	size_t count = 0;
	cseal_status st;

	if (room < STU_PENS_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "there is no room for a report of a pen");
	st = read_some(pad, buf, room, wait, &count, &button, ret_error);
	if (st == CSEAL_OK && button == CSEAL_PAD_CLEAR)
		st = clear(pad, wait, ret_error);
	if (st == CSEAL_OK) {
		*ret_count = count;
		*ret_button = button;
	}
	return ended(pad, st);
}

/* ---- leaving ---------------------------------------------------------- */

/* One order without looking first; what comes of it does not matter, but that
 * the pad answers does. */
static bool
tell(struct stu_pad *pad, uint8_t id, uint8_t value, int64_t until_us)
{
	enum stu_told told;
	uint8_t result;

	return stu_now_us() < until_us &&
	       (!stu_has(pad->link, id) ||
		   stu_link_set(pad->link, id, &value, 1, NULL, &told, &result,
		       NULL) == CSEAL_OK);
}

/* Ready, and with nothing of the signature on its screen. */
static void
leave(struct stu_pad *pad)
{
	int64_t until_us = stu_now_us();
	struct stu_status status = { .state = STU_SYSTEM_RESET };

	until_us += (pad->was_stopped ? LEAVE_FAST_MS : LEAVE_MS) * 1000;
	stu_link_hasten(pad->link, ANSWER_MS);
	if (!tell(pad, STU_INKING_MODE, 0, until_us))
		return;
	while (stu_now_us() < until_us) {
		if (stu_ask_status(pad->link, NULL, &status, NULL) != CSEAL_OK)
			return;
		if (status.state == STU_READY)
			break;
		if (status.state == STU_CAPTURE &&
		    !tell(pad, STU_END_CAPTURE, 0, until_us))
			return;
		if (status.state == STU_IMAGE &&
		    !tell(pad, STU_END_IMAGE, 1, until_us))
			return;
		stu_pause(2, NULL, NULL);
	}
	if (status.state == STU_READY)
		tell(pad, STU_CLEAR_SCREEN, 0, until_us);
}

void
stu_pad_free(struct stu_pad *pad)
{
	if (pad == NULL)
		return;
	if (!pad->is_gone)
		leave(pad);
	stu_session_free(pad->session);
	stu_link_close(pad->link);
	stu_screen_free(&pad->screen);
	explicit_bzero(pad, sizeof(*pad));
	free(pad);
}
