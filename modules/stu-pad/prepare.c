/* SPDX-License-Identifier: Apache-2.0 */
/* prepare.c -- a pad, up to the moment when the customer may write. */
#include "pad-inside.h"

#include <string.h>

/* ---- what it shows and how it counts ----------------------------------- */

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

cseal_status
stu_pad_set_inking(
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

/* ---- all of it --------------------------------------------------------- */

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

cseal_status
stu_pad_let_write(
    struct stu_pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	stu_link_forget(pad->link);
	return stu_pad_set_inking(pad, true, wait, ret_error);
}

cseal_status
stu_pad_prepare(struct stu_pad *pad, const char *prompt, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct stu_threshold threshold;
	cseal_status st;

	st = stu_pad_set_inking(pad, false, wait, ret_error);
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
	return stu_pad_let_write(pad, wait, ret_error);
}
