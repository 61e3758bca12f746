/* SPDX-License-Identifier: Apache-2.0 */
/* ink-capture.c -- the customer writes on a pad, until a button is pressed.
 *
 * A pad writes into locked memory, which is wiped on every way out. */
#include "ink-capture.h"

#include "context.h"
#include "device.h"
#include "error.h"
#include "ink-account.h"
#include "ink-inside.h"
#include "ink/iso19794_7.h"
#include "line.h"
#include "wait.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define PROMPT_MOST   256  /* bytes */
#define LEAST_DEFAULT 3000 /* um */

static void
warn_unlocked(cseal_context *context)
{
	struct rlimit limit = { 0 };

	getrlimit(RLIMIT_MEMLOCK, &limit);
	csi_log(context, CSEAL_LOG_WARNING,
	    "the ink could not be locked in memory and may reach the swap: "
	    "the system allows this process %llu bytes (RLIMIT_MEMLOCK)",
	    (unsigned long long)limit.rlim_cur);
}

/* One pad, while the customer writes on it. */
struct capture {
	struct csi_module *module;
	const struct cseal_pad_ops *ops;
	void *pad;
	struct cseal_wait *wait;
	struct csi_samples *samples;
	struct cseal_ink_account *account;
	const struct csi_ink_watcher *watcher; /* NULL: nobody */
	cseal_error **ret_error;
};

cseal_status
csi_ink_check_options(
    const struct cseal_ink_options *options, cseal_error **ret_error)
{
	size_t len;

	if (options == NULL)
		return CSEAL_OK;
	if (options->size < sizeof(*options))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size in the ink's options, %zu, was too small",
		    options->size);
	if (options->prompt == NULL)
		return CSEAL_OK;
	len = strnlen(options->prompt, PROMPT_MOST + 1);
	if (len > PROMPT_MOST || !csi_line_is_clean(options->prompt, len))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the prompt was not one line of at most %d bytes",
		    PROMPT_MOST);
	return CSEAL_OK;
}

static cseal_status
broke(struct capture *capture, const char *how)
{
	return cseal_fail(capture->ret_error, CSEAL_FAULT_MODULE,
	    "the module %s %s", capture->module->table->id, how);
}

/* The samples behind the others that the module says it has put there. */
static cseal_status
check_samples(struct capture *capture, size_t count)
{
	const struct csi_samples *samples = capture->samples;
	const struct cseal_ink_sample *at = samples->at + samples->count;

	for (size_t i = 0; i < count; i++) {
		if (llabs((long long)at[i].x_um) > CSI_INK_SIDE_MOST_UM ||
		    llabs((long long)at[i].y_um) > CSI_INK_SIDE_MOST_UM)
			return broke(capture, "gave ink beside its pad");
		if ((i > 0 || samples->count > 0) &&
		    at[i].time_us < at[i - 1].time_us)
			return broke(capture, "gave ink of an earlier time");
	}
	return CSEAL_OK;
}

/* Before the first stroke there is nothing to keep. */
static size_t
keep_samples(struct csi_samples *samples, size_t count)
{
	struct cseal_ink_sample *at = samples->at + samples->count;
	size_t skip = 0;

	while (samples->count == 0 && skip < count && at[skip].pressure == 0)
		skip++;
	for (size_t i = skip; i < count; i++) {
		at[i - skip] = at[i];
		at[i - skip].flags = 0;
	}
	samples->count += count - skip;
	return count - skip;
}

static bool
show(const struct capture *capture, size_t count)
{
	const struct csi_ink_watcher *watcher = capture->watcher;
	const struct csi_samples *samples = capture->samples;

	return watcher == NULL ||
	       watcher->samples(
		   watcher->user, samples->at + samples->count - count, count);
}

static cseal_status
read_some(struct capture *capture, cseal_pad_button *ret_button)
{
	struct csi_samples *samples = capture->samples;
	cseal_pad_button button = CSEAL_PAD_NONE;
	size_t count = 0, kept;
	cseal_status st;

	st = cseal_wait_check(capture->wait, capture->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_samples_reserve(samples, CSI_INK_READ_MOST))
		return csi_fail_memory(capture->ret_error);
	st = capture->ops->read(capture->pad, samples->at + samples->count,
	    CSI_INK_READ_MOST, capture->wait, &count, &button,
	    capture->ret_error);
	st = csi_module_said(
	    capture->module, "read from the pad", st, capture->ret_error);
	if (st != CSEAL_OK)
		return st;
	if (count > CSI_INK_READ_MOST)
		return broke(capture, "gave more ink than there was room for");
	if (button < CSEAL_PAD_NONE || button > CSEAL_PAD_CANCEL)
		return broke(capture, "told of a button that does not exist");
	st = check_samples(capture, count);
	if (st != CSEAL_OK)
		return st;
	kept = keep_samples(samples, count);
	csi_ink_account_note(capture->account, count, samples->count != 0);
	if (samples->count > CSI_INK_MOST)
		return cseal_fail(capture->ret_error, CSEAL_REFUSED_LIMIT,
		    "the signature had more than %u samples", CSI_INK_MOST);
	if (!show(capture, kept))
		return csi_fail_memory(capture->ret_error);
	*ret_button = button;
	return CSEAL_OK;
}

static void
clear(struct capture *capture)
{
	if (capture->watcher != NULL)
		capture->watcher->cleared(capture->watcher->user);
	csi_samples_clear(capture->samples);
	csi_ink_account_begin(capture->module, capture->account);
}

static cseal_status
read_until_ok(struct capture *capture)
{
	csi_ink_account_begin(capture->module, capture->account);
	for (;;) {
		cseal_pad_button button = CSEAL_PAD_NONE;
		cseal_status st;

		st = read_some(capture, &button);
		if (st != CSEAL_OK)
			return st;
		if (button == CSEAL_PAD_OK)
			return CSEAL_OK;
		if (button == CSEAL_PAD_CLEAR)
			clear(capture);
		if (button == CSEAL_PAD_CANCEL)
			return cseal_fail(capture->ret_error,
			    CSEAL_STOPPED_DECLINED,
			    "the customer pressed cancel on the pad");
	}
}

static cseal_status
write_on_pad(struct capture *capture, const char *uri, const char *prompt)
{
	cseal_error **ret_error = capture->ret_error;
	void *pad = NULL;
	cseal_status st;

	st = csi_partings_await(capture->module->host.partings, capture->wait,
	    CSI_PARTINGS_MS, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = capture->ops->open(
	    &capture->module->host, uri, capture->wait, &pad, ret_error);
	st = csi_module_said(capture->module, "opened the pad", st, ret_error);
	if (st != CSEAL_OK)
		return st;
	capture->pad = pad;
	st = capture->ops->start(pad, prompt, capture->wait, ret_error);
	st = csi_module_said(capture->module, "started the pad", st, ret_error);
	if (st == CSEAL_OK)
		st = read_until_ok(capture);
	if (st == CSEAL_OK)
		st = csi_ink_account_end(
		    capture->module, pad, capture->account, ret_error);
	capture->ops->close(pad);
	return st;
}

/* Time starts with the first stroke, and ends with the last one. */
static void
trim(struct csi_samples *samples)
{
	uint32_t start = samples->count != 0 ? samples->at[0].time_us : 0;

	while (samples->count != 0 &&
	       samples->at[samples->count - 1].pressure == 0)
		samples->count--;
	for (size_t i = 0; i < samples->count; i++)
		samples->at[i].time_us -= start;
}

/* How far the pen went on the pad. */
static double
written_um(const struct csi_samples *samples)
{
	double length = 0;

	for (size_t i = 1; i < samples->count; i++) {
		const struct cseal_ink_sample *a = &samples->at[i - 1];
		const struct cseal_ink_sample *b = &samples->at[i];

		if (a->pressure != 0 && b->pressure != 0)
			length += hypot((double)b->x_um - a->x_um,
			    (double)b->y_um - a->y_um);
	}
	return length;
}

static cseal_status
check_length(const struct csi_samples *samples,
    const struct cseal_ink_options *options, cseal_error **ret_error)
{
	uint32_t least = LEAST_DEFAULT;

	if (options != NULL && options->least_um != 0)
		least = options->least_um;
	if (samples->count == 0)
		return cseal_fail(ret_error, CSEAL_AGAIN_INK_TOO_SHORT,
		    "nothing was written on the pad");
	if (written_um(samples) < least)
		return cseal_fail(ret_error, CSEAL_AGAIN_INK_TOO_SHORT,
		    "less than %u um was written on the pad", (unsigned)least);
	return CSEAL_OK;
}

static cseal_status
capture_ink(cseal_context *context, const char *uri,
    const struct cseal_ink_options *options, struct cseal_wait *wait,
    const struct csi_ink_watcher *watcher, cseal_ink *ink,
    cseal_error **ret_error)
{
	struct capture capture = { .wait = wait,
		.watcher = watcher,
		.samples = &ink->samples,
		.account = &ink->account,
		.ret_error = ret_error };
	const char *prompt = options != NULL ? options->prompt : NULL;
	cseal_status st;

	st = csi_loader_driver(
	    context, uri, CSEAL_KIND_PAD, &capture.module, ret_error);
	if (st != CSEAL_OK)
		return st;
	capture.ops = capture.module->driver->ops.pad;
	ink->is_virtual = capture.module->is_virtual;
	if (watcher != NULL)
		watcher->begins(watcher->user, ink->is_virtual);
	st = write_on_pad(&capture, uri, prompt);
	if (!cseal_ink_is_locked(ink))
		warn_unlocked(context);
	if (st != CSEAL_OK)
		return st;
	trim(&ink->samples);
	return check_length(&ink->samples, options, ret_error);
}

cseal_status
csi_ink_capture(cseal_context *context, const char *uri,
    const struct cseal_ink_options *options, struct cseal_wait *wait,
    const struct csi_ink_watcher *watcher, cseal_ink **ret_ink,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	cseal_ink *ink = NULL;
	char *only = NULL;

	if (uri == NULL) {
		st = csi_only_device(
		    context, CSEAL_KIND_PAD, wait, &only, ret_error);
		uri = only;
	}
	if (st == CSEAL_OK)
		st = csi_ink_new(&ink, ret_error);
	if (st == CSEAL_OK)
		st = capture_ink(
		    context, uri, options, wait, watcher, ink, ret_error);
	free(only);
	if (st != CSEAL_OK) {
		cseal_ink_free(ink);
		return st;
	}
	*ret_ink = ink;
	return CSEAL_OK;
}

cseal_status
cseal_ink_capture(cseal_context *context, const char *uri,
    const struct cseal_ink_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_ink **ret_ink, cseal_error **ret_error)
{
	struct cseal_wait wait;
	cseal_status st;

	csi_wait_init(&wait, timeout_ms, cancel);
	st = csi_ink_check_options(options, ret_error);
	if (st != CSEAL_OK)
		return st;
	return csi_ink_capture(
	    context, uri, options, &wait, NULL, ret_ink, ret_error);
}
