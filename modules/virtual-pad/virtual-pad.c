/* SPDX-License-Identifier: Apache-2.0 */
/* virtual-pad.c -- a pad that plays a script.  URI: virtual:SCRIPT */
#include "script.h"
#include "transport.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SCHEME "virtual:"

struct pad {
	struct script script;
	size_t next;      /* step */
	int64_t start_ms; /* when inking began */
	/* Since the last clear. */
	uint64_t given, lost;
	uint32_t first_us, last_us;
};

static cseal_status
load(const char *uri, struct script *ret_script, cseal_error **ret_error)
{
	const char *path = uri + strlen(SCHEME);
	char *text = NULL;
	size_t len = 0;
	cseal_status st;

	st = file_read(path, SCRIPT_BYTES_MOST, &text, &len, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = script_parse(path, text, len, ret_script, ret_error);
	free(text);
	return st;
}

static bool
is_busy(const struct script *script)
{
	return script->count > 0 && script->steps[0].kind == STEP_BUSY;
}

static cseal_status
fail_busy(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_BUSY,
	    "somebody else holds the virtual pad");
}

static cseal_status
pad_open(cseal_host *host, const char *uri, cseal_wait *wait, void **ret_pad,
    cseal_error **ret_error)
{
	struct pad *pad = calloc(1, sizeof(*pad));
	cseal_status st;

	if (pad == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	st = load(uri, &pad->script, ret_error);
	if (st == CSEAL_OK && is_busy(&pad->script)) {
		script_free(&pad->script);
		st = fail_busy(ret_error);
	}
	if (st != CSEAL_OK) {
		free(pad);
		return st;
	}
	cseal_host_log(
	    host, CSEAL_LOG_DEBUG, "a script of %zu steps", pad->script.count);
	*ret_pad = pad;
	return CSEAL_OK;
}

static void
pad_close(void *opened)
{
	struct pad *pad = opened;

	script_free(&pad->script);
	free(pad);
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static cseal_status
pad_start(
    void *opened, const char *prompt, cseal_wait *wait, cseal_error **ret_error)
{
	struct pad *pad = opened;

	pad->start_ms = now_ms();
	return CSEAL_OK;
}

/* How long to wait for a sample that is due later. */
static int64_t
early_ms(const struct pad *pad, const struct cseal_ink_sample *sample)
{
	if (!pad->script.realtime)
		return 0;
	return pad->start_ms + sample->time_us / 1000 - now_ms();
}

static cseal_status
pause_ms(int64_t ms, cseal_wait *wait, cseal_error **ret_error)
{
	int64_t end = now_ms() + ms;
	cseal_status st = CSEAL_OK;
	short events;

	while (st == CSEAL_OK && now_ms() < end)
		st = cseal_wait_poll(
		    wait, -1, 0, (int)(end - now_ms()), &events, ret_error);
	return st;
}

static size_t
play_ink(struct pad *pad, struct cseal_ink_sample *buf, size_t room)
{
	size_t count = 0;

	while (count < room && pad->next < pad->script.count) {
		const struct step *step = &pad->script.steps[pad->next];

		if (step->kind != STEP_INK || early_ms(pad, &step->sample) > 0)
			break;
		if (pad->given++ == 0)
			pad->first_us = step->sample.time_us;
		pad->last_us = step->sample.time_us;
		buf[count++] = step->sample;
		pad->next++;
	}
	return count;
}

static cseal_pad_button
play_button(struct pad *pad)
{
	cseal_pad_button button = CSEAL_PAD_NONE;

	if (pad->next == pad->script.count)
		return CSEAL_PAD_NONE;
	switch (pad->script.steps[pad->next].kind) {
	case STEP_OK: button = CSEAL_PAD_OK; break;
	case STEP_CLEAR: button = CSEAL_PAD_CLEAR; break;
	case STEP_CANCEL: button = CSEAL_PAD_CANCEL; break;
	case STEP_INK:
	case STEP_SLEEP:
	case STEP_UNPLUG:
	case STEP_FAIL:
	case STEP_BUSY:
	case STEP_LOST: return CSEAL_PAD_NONE;
	}
	pad->next++;
	return button;
}

/* Whatever comes before the next ink or button.  At the end of the script
 * nobody writes any more, and only the wait ends it. */
static cseal_status
play_rest(struct pad *pad, cseal_wait *wait, cseal_error **ret_error)
{
	const struct step *step;
	short events;

	if (pad->next == pad->script.count)
		return cseal_wait_poll(wait, -1, 0, -1, &events, ret_error);
	step = &pad->script.steps[pad->next];
	switch (step->kind) {
	case STEP_INK:
		return pause_ms(early_ms(pad, &step->sample), wait, ret_error);
	case STEP_SLEEP:
		pad->next++;
		return pause_ms(step->sleep_ms, wait, ret_error);
	case STEP_UNPLUG:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
		    "the virtual pad was unplugged");
	case STEP_FAIL:
		return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the virtual pad failed");
	case STEP_BUSY: return fail_busy(ret_error);
	case STEP_LOST:
		pad->next++;
		pad->lost += step->lost;
		break;
	case STEP_OK:
	case STEP_CLEAR:
	case STEP_CANCEL: break;
	}
	return CSEAL_OK;
}

static cseal_status
pad_read(void *opened, struct cseal_ink_sample *buf, size_t room,
    cseal_wait *wait, size_t *ret_count, cseal_pad_button *ret_button,
    cseal_error **ret_error)
{
	struct pad *pad = opened;
	cseal_pad_button button;
	cseal_status st;
	size_t count;

	for (;;) {
		count = play_ink(pad, buf, room);
		button = play_button(pad);
		if (count > 0 || button != CSEAL_PAD_NONE)
			break;
		st = play_rest(pad, wait, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	*ret_count = count;
	*ret_button = button;
	if (button == CSEAL_PAD_CLEAR)
		pad->given = pad->lost = 0;
	return CSEAL_OK;
}

static void
pad_account(void *opened, struct cseal_ink_account *account)
{
	const struct pad *pad = opened;

	strcpy(account->device, "Virtual pad");
	account->link = CSEAL_INK_LINK_CLEAR;
	account->tally = CSEAL_INK_TALLY_COUNT;
	account->counted = pad->given + pad->lost;
	account->received = pad->given;
	account->lost = pad->lost;
	if (pad->given != 0)
		account->pad_us = pad->last_us - pad->first_us;
}

/* Only what the configuration names: nobody plugs in a script. */
static cseal_status
pad_find(cseal_host *host, cseal_finder *finder, cseal_wait *wait,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK; i++) {
		const char *uri = cseal_host_named(host, i);
		struct script script;

		if (uri == NULL)
			break;
		if (load(uri, &script, NULL) != CSEAL_OK)
			continue;
		st = cseal_finder_add(finder, uri, "Virtual pad",
		    is_busy(&script) ? CSEAL_DEVICE_BUSY : CSEAL_DEVICE_READY,
		    ret_error);
		script_free(&script);
	}
	return st;
}

static const struct cseal_pad_ops pad_ops = {
	.size = sizeof(pad_ops),
	.open = pad_open,
	.close = pad_close,
	.start = pad_start,
	.read = pad_read,
	.account = pad_account,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_PAD,
	.title = "A pad that plays a script",
	.find = pad_find,
	.ops.pad = &pad_ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.flags = CSEAL_MODULE_VIRTUAL,
		.id = "virtual-pad",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
